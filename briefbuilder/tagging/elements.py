"""Which structure element an HTML element becomes, and where: made once, found again on every later page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from briefbuilder.tagging import headers
from briefbuilder.tagging.roles import GROUPS, INLINE, NO_WORDS, Vocabulary, numbering
from briefbuilder.tagging.tree import Node, Untaggable

_SVG = "{http://www.w3.org/2000/svg}"
_FIRST = ("", "first-line", "first-letter")  # pseudo-elements that hold the element's own text


class Elements:
    """The tree in the making. `document` is its root, `page` the number (from 0) of the page that is being read."""

    def __init__(self, html: Any, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.document = Node("Document", html, html.get("lang", ""))
        self.page = 0
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._nodes: dict[tuple[Any, str], Node] = {}
        self._cells: dict[Any, tuple[dict[str, Any], str]] = {}  # of the cells of tables: attributes, id
        self._count: Counter[str] = Counter()

    def node(self, box: Any, parent: Node) -> Node:
        """Return the node of a box's element: the one that is there already, or a new one below `parent`."""
        key = (box.element, pseudo_of(box))
        if key not in self._nodes:
            self._nodes[key] = self._made(box, parent)
        return self._nodes[key]

    def is_from_before(self, element: Any) -> bool:
        """Say whether an element has begun on an earlier page."""
        node = self._nodes.get((element, ""))
        return node is not None and node.first_page < self.page

    def _made(self, box: Any, parent: Node) -> Node:
        element, pseudo = box.element, pseudo_of(box)
        if pseudo:
            return self._made_for_pseudo(element, pseudo, parent)
        name = name_of(element)
        maker = getattr(self, f"_make_{name}", None)
        if maker is not None:
            made: Node = maker(box, parent)
            return made
        try:
            kind = self.vocabulary.type_of(name)
        except KeyError:
            raise Untaggable(f"there is no tag for the element <{name}>") from None
        if kind is None:
            return self._new("Span", element, parent) if self._is_foreign(element, parent) else parent
        return self._new(kind, element, parent)

    def _made_for_pseudo(self, element: Any, pseudo: str, parent: Node) -> Node:
        if pseudo == "footnote-call":
            reference = self._new("Reference", element, parent, language=parent.language)
            label = reference.add(Node("Lbl", element, parent.language))
            note = self._new(self.vocabulary.note, element, parent)
            note.id = self._numbered("note")
            note.refers.append(reference)
            reference.refers.append(note)
            self._nodes[element, ""] = note
            return label
        if pseudo == "footnote-marker":
            return self.note(element).add(Node("Lbl", element, self._language(element)))
        if pseudo == "marker":
            item = parent.parent if parent.kind == "LBody" and parent.parent else parent
            label = Node("Lbl", element, item.language, item, first_page=self.page)
            item.kids.insert(0, label)
            return label
        return parent

    def note(self, element: Any) -> Node:
        """Return the node of a note, which its call has made. Raises Untaggable when there was no call."""
        if (element, "") not in self._nodes:
            raise Untaggable("a note has no call: is it called in the head of a table?")
        return self._nodes[element, ""]

    def _numbered(self, name: str) -> str:
        self._count[name] += 1
        return f"{name}-{self._count[name]}"

    def _new(self, kind: str, element: Any, parent: Node, language: str | None = None) -> Node:
        holder = self.holder_of_text(parent) if kind in INLINE else self._holder_of_block(kind, parent)
        language = self._language(element) if language is None else language
        return holder.add(Node(kind, element, language, first_page=self.page))

    def holder_of_text(self, node: Node) -> Node:
        """Return where words of a node stand: in a paragraph made for them where a node holds blocks only."""
        if node.kind == "Ruby":
            return self._last_or_new("RB", node)
        if node.kind in NO_WORDS:
            raise Untaggable(f"words stand directly in <{name_of(node.element)}>, which has no place for them")
        return self._last_or_new("P", node) if node.kind in GROUPS else node

    def _holder_of_block(self, kind: str, node: Node) -> Node:
        """Return where a block stands: what follows a caption of a figure in it. In PDF 2.0 that must come last."""
        last = node.kids[-1] if node.kids else None
        is_behind = self.vocabulary.is_2 and kind == "P" and name_of(node.element) == "figure"
        return last if is_behind and isinstance(last, Node) and last.kind == "Caption" else node

    def _last_or_new(self, kind: str, node: Node) -> Node:
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last.kind == kind and last.element is node.element:
            return last
        return node.add(Node(kind, node.element, node.language, first_page=self.page))

    def _language(self, element: Any) -> str:
        while element is not None:
            if language := element.get("lang"):
                return str(language)
            element = self._parents.get(element)
        return self.document.language

    def _is_foreign(self, element: Any, parent: Node) -> bool:
        return bool(element.get("lang")) and element.get("lang") != parent.language

    # Elements that are more than their type

    def _make_a(self, box: Any, parent: Node) -> Node:
        element = box.element
        if not element.get("href"):
            return parent
        if parent.kind == "TOCI":
            parent = self._new("Reference", element, parent)
        node = self._new("Link", element, parent)
        node.title = element.get("title") or element.get("aria-label") or ""
        return node

    def _make_abbr(self, box: Any, parent: Node) -> Node:
        element = box.element
        if not element.get("title"):
            return self._new("Span", element, parent) if self._is_foreign(element, parent) else parent
        node = self._new("Span", element, parent)
        node.expansion = element.get("title")
        return node

    def _make_rt(self, box: Any, parent: Node) -> Node:
        ruby = parent.parent if parent.kind == "RB" and parent.parent else parent
        return self._new("RT", box.element, ruby)

    def _make_rp(self, box: Any, parent: Node) -> Node:
        return self._new("RP", box.element, parent)

    def _make_rb(self, box: Any, parent: Node) -> Node:
        return self._new("RB", box.element, parent)

    def _make_img(self, box: Any, parent: Node) -> Node:
        element = box.element
        alternative = element.get("alt")
        if alternative is None:
            raise Untaggable(f"the picture {element.get('src', '')} has no words for those who do not see it")
        return self._figure(element, parent, alternative)

    def _make_svg(self, box: Any, parent: Node) -> Node:
        element = box.element
        said = [element.get("aria-label"), *(element.findtext(f"{_SVG}{name}") for name in ("title", "desc"))]
        words = [" ".join(text.split()) for text in said if text and text.strip()]
        if not words:
            raise Untaggable("a drawing has no title for those who do not see it")
        return self._figure(element, parent, "\n".join(dict.fromkeys(words)))

    def _figure(self, element: Any, parent: Node, alternative: str) -> Node:
        if parent.kind == "Figure":  # in PDF 2.0 the element <figure> itself is the Figure, with its caption in it
            parent.alternative = alternative
            return parent
        node = self._new("Figure", element, parent)
        node.alternative = alternative
        return node

    def _make_figure(self, box: Any, parent: Node) -> Node:
        element = box.element
        pictures = [child for child in element.iter() if name_of(child) in ("img", "svg")]
        if self.vocabulary.is_2:  # where a Div counts for nothing, and its caption would stand among what is around it
            return self._new("Figure" if len(pictures) == 1 else "Sect", element, parent)
        return self._new("Div", element, parent)

    def _make_ul(self, box: Any, parent: Node) -> Node:
        element = box.element
        if self._is_contents(element):
            return self._new("TOC", element, parent)
        node = self._new("L", element, parent)
        style = numbering(box.style["list_style_type"], is_ordered=element.tag == "ol")
        node.attributes["List"] = {"ListNumbering": f"/{style}"}
        return node

    _make_ol = _make_ul

    def _is_contents(self, element: Any) -> bool:
        while element is not None:
            if element.tag == "nav":
                return element.get("role") == "doc-toc" or "contents" in element.get("class", "").split()
            element = self._parents.get(element)
        return False

    def _make_li(self, box: Any, parent: Node) -> Node:
        element = box.element
        if parent.kind == "TOC":
            return self._new("TOCI", element, parent)
        return self._new("LI", element, parent).add(Node("LBody", element, self._language(element)))

    def _make_dl(self, box: Any, parent: Node) -> Node:
        node = self._new("L", box.element, parent)
        node.attributes["List"] = {"ListNumbering": "/Description" if self.vocabulary.is_2 else "/None"}
        return node

    def _make_dt(self, box: Any, parent: Node) -> Node:
        element = box.element
        return self._new("LI", element, parent).add(Node("Lbl", element, self._language(element)))

    def _make_dd(self, box: Any, parent: Node) -> Node:
        element = box.element
        items = [kid for kid in parent.kids if isinstance(kid, Node)]
        item = items[-1] if items else self._new("LI", element, parent)
        return self._new("LBody", element, item)

    def _make_table(self, box: Any, parent: Node) -> Node:
        element = box.element
        cells = headers.grid(element)
        table = self._numbered("table")
        for cell, heads in headers.with_heads(cells):
            attributes: dict[str, Any] = {}
            if cell.rows > 1:
                attributes["RowSpan"] = cell.rows
            if cell.columns > 1:
                attributes["ColSpan"] = cell.columns
            if cell.scope:
                attributes["Scope"] = f"/{cell.scope}"
            if heads:
                attributes["Headers"] = [f"{table}-{head.row}-{head.column}" for head in heads]
            identifier = f"{table}-{cell.row}-{cell.column}" if cell.scope else ""
            self._cells[cell.element] = (attributes, identifier)
        return self._new("Table", element, parent)

    def _make_td(self, box: Any, parent: Node) -> Node:
        element = box.element
        node = self._new(element.tag.upper(), element, parent)
        attributes, node.id = self._cells[element]
        if attributes:
            node.attributes["Table"] = attributes
        return node

    _make_th = _make_td


def pseudo_of(box: Any) -> str:
    """Return the pseudo-element that a box belongs to; empty where its text is the element's own."""
    name = box.element_tag.partition("::")[2] if box.element_tag else ""
    return "" if name in _FIRST else name


def name_of(element: Any) -> str:
    """Return the name of an HTML or SVG element; empty for a comment."""
    return element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
