"""Reads the laid-out pages into one tag tree, element by element of the HTML: what a page's end cuts is whole again.

Uses private parts of WeasyPrint 70 (see tests/test_tagging.py). Whatever box or element it does not know is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefbuilder.tagging.elements import Elements, pseudo_of
from briefbuilder.tagging.roles import GROUPS, NO_WORDS, Vocabulary
from briefbuilder.tagging.tree import Cover, Node, Piece, Untaggable

_GLUE = frozenset(["gap", "half"])  # spans of the typeset stage whose space is no word's
_PT_PER_PX = 0.75

Marked = dict[Any, dict[str, Any]]  # what a page has drawn: box → {"mcid": …}, as WeasyPrint's Stream keeps it


@dataclass(slots=True)
class Artifacts:
    """What is drawn on a page and says nothing: the properties of each sequence of marked content, by its MCID."""

    page: int
    properties: dict[int, dict[str, str]] = field(default_factory=dict)


class Reader:
    """Takes the pages in order; `document` is then the root of the tree."""

    def __init__(self, html: Any, vocabulary: Vocabulary) -> None:
        self.elements = Elements(html, vocabulary)
        self.artifacts: list[Artifacts] = []
        self._page: Any = None
        self._marked: Marked = {}

    @property
    def document(self) -> Node:
        return self.elements.document

    def read(self, page: Any, marked: Marked) -> None:
        """Take in a page: its boxes, and the marked content that each of them has drawn."""
        self.artifacts.append(Artifacts(len(self.artifacts)))
        self._page, self._marked, self.elements.page = page, dict(marked), self._number
        for box in page._page_box.children:
            if isinstance(box, boxes.MarginBox):
                self._leave_out(box, {"Type": "/Pagination", "Subtype": _band(box.at_keyword)})
            else:
                self._box(box, self.document)
        if self._marked:
            texts = ", ".join(repr(getattr(box, "text", box)) for box in self._marked)
            raise Untaggable(f"page {self._number + 1} draws what stands in none of its boxes: {texts}")

    @property
    def _number(self) -> int:
        return len(self.artifacts) - 1

    def _box(self, box: Any, parent: Node) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.TextBox):
            self._text(box, parent)
        elif box.is_leader or (box.element is not None and _is_hidden(box.element)):
            self._leave_out(box, {"Type": "/Layout"})
        elif isinstance(box, boxes.FootnoteAreaBox):
            self._notes(box)
        elif self._is_repeated(box):
            self._leave_out(box, {"Type": "/Pagination"})
        else:
            node = parent if box.element is None else self.elements.node(box, parent)
            if box.link_annotation:
                _link_of(node).kids.append(Cover(self._number, box.link_annotation))
            if isinstance(box, boxes.ReplacedBox):
                self._picture(box, node)
            for child in getattr(box, "children", ()):
                self._box(child, node)

    def _notes(self, area: Any) -> None:
        for box in area.children:
            if box.element is None:  # a line of several short notes
                self._notes(box)
            else:
                self._box(box, self.elements.note(box.element))

    def _text(self, box: Any, node: Node) -> None:
        if box not in self._marked:
            raise Untaggable(f"a text of page {self._number + 1} is not drawn: “{box.text}”")
        mcid = self._marked.pop(box)["mcid"]
        is_between = not box.text.strip() and node.kind in GROUPS | NO_WORDS  # space between the parts of a node
        if is_between or _is_glue(box) or box.style["visibility"] != "visible":
            self.artifacts[-1].properties[mcid] = {"Type": "/Layout"}
            return
        is_own = not pseudo_of(box)
        holder = self.elements.holder_of_text(node)
        holder.kids.append(Piece(self._number, mcid, box.text, box.element if is_own else None))

    def _picture(self, box: Any, node: Node) -> None:
        if box not in self._marked:
            raise Untaggable(f"a picture of page {self._number + 1} is not drawn: {box.element.get('src', '')}")
        node.kids.append(Piece(self._number, self._marked.pop(box)["mcid"], "\ufffc", None))
        left, top = box.content_box_x(), box.content_box_y()
        height = self._page.height
        corners = (left, height - top - box.height, left + box.width, height - top)
        node.attributes["Layout"] = {"BBox": [round(value * _PT_PER_PX, 3) for value in corners]}

    def _leave_out(self, box: Any, properties: dict[str, str]) -> None:
        for part in _all_boxes(box):
            if part in self._marked:
                self.artifacts[-1].properties[self._marked.pop(part)["mcid"]] = properties

    def _is_repeated(self, box: Any) -> bool:
        is_group = isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
        return is_group and self.elements.is_from_before(box.element)


def _link_of(node: Node) -> Node:
    while node.kind != "Link":
        if node.parent is None:
            raise Untaggable("there is an annotation over what is no link")
        node = node.parent
    return node


def _band(keyword: str) -> str:
    return "/Header" if keyword.startswith("@top") else "/Footer"


def _is_hidden(element: Any) -> bool:
    is_ornament = element.tag == "img" and element.get("alt") == ""
    return is_ornament or element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")


def _is_glue(box: Any) -> bool:
    return not box.text.strip() and box.element is not None and box.element.get("class") in _GLUE


def _all_boxes(box: Any) -> Iterator[Any]:
    box = box._box if isinstance(box, AbsolutePlaceholder) else box
    yield box
    for child in getattr(box, "children", ()):
        yield from _all_boxes(child)
