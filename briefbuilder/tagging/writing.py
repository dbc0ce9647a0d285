"""Writes a tag tree into a PDF in the making (pydyf): structure elements, marked content, parent tree, ids.

The pages are drawn already. What each of them marked is found by its number (MCID) in the page's stream, numbered
anew, and what says nothing is marked as an artifact there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf

from briefbuilder.tagging.reading import Artifacts
from briefbuilder.tagging.roles import ONLY_1_7
from briefbuilder.tagging.tree import Cover, Node, Piece, Untaggable

_NAMESPACE = "http://iso.org/pdf2/ssn"
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_LAST_GLYPH = re.compile(rb"([0-9a-f]{4})>([-0-9.]*)$")
_FONT = re.compile(rb"/(\S+) \S+ Tf")


@dataclass(slots=True)
class Sheet:
    """A drawn page: its stream of operators, and where in it each sequence of marked content begins."""

    number: int
    operators: list[Any]
    begins: dict[int, int]  # MCID as drawn → index of its property list
    spaces: Mapping[str, bytes]  # font → its glyph for a space, in hexadecimal
    kept: int = 0

    @classmethod
    def of(cls, number: int, stream: Any, spaces: Mapping[str, bytes]) -> Sheet:
        operators = stream.stream
        lists = [index - 1 for index, operator in enumerate(operators) if operator == b"BDC"]
        begins = {operators[index]["MCID"]: index for index in lists if "MCID" in operators[index]}
        return cls(number, operators, begins, spaces)

    def at(self, mcid: int, text: str) -> int:
        if mcid not in self.begins:
            raise Untaggable(
                f"“{text}” on page {self.number + 1} is drawn through a filter (opacity?), where no tag can reach it"
            )
        return self.begins[mcid]

    def leave_out(self, mcid: int, properties: Mapping[str, str]) -> None:
        """Mark what was drawn as an artifact."""
        index = self.at(mcid, "")
        self.operators[index - 1] = "/Artifact"
        self.operators[index] = pydyf.Dictionary(properties)

    def keep(self, piece: Piece) -> int:
        """Give a piece its number on the page, with its lost space and its own hyphen, and return the number."""
        index = self.at(piece.mcid, piece.text)
        self.operators[index]["MCID"] = number = self.kept
        self.kept += 1
        if piece.has_space or piece.has_hyphen:
            self._mend(piece, index)
        return number

    def _mend(self, piece: Piece, index: int) -> None:
        end = self._end(index)
        texts = [at for at in range(index, end) if (found := _SHOWN.match(_bytes(self.operators[at]))) and found[1]]
        if not texts:
            raise Untaggable(f"“{piece.text}” on page {self.number + 1} is not drawn as text")
        shown = texts[-1]
        if piece.has_hyphen:
            self.operators[shown] = _with_soft_hyphen(self.operators[shown])
            return
        fonts = [found[1].decode() for at in range(index, end) if (found := _FONT.match(_bytes(self.operators[at])))]
        inner = self.operators[shown][1 : -len(b"] TJ")]
        space = self.spaces.get(fonts[-1], b"") if fonts else b""
        if space and not re.search(b"[<0-9a-f]" + space + b">[-0-9.]*$", inner):  # drawn although it is no more
            self.operators[shown] = b"[" + inner + b"<" + space + b">] TJ"
        elif not space:  # no text in this font has a space
            self.operators[index]["ActualText"] = pydyf.String(piece.text + " ")

    def _end(self, index: int) -> int:
        depth = 0
        for at in range(index + 1, len(self.operators)):
            if self.operators[at] in (b"BDC", b"BMC"):
                depth += 1
            elif self.operators[at] == b"EMC":
                depth -= 1
            if not depth:
                return at
        raise Untaggable(f"the marked content of page {self.number + 1} does not end")


def _bytes(operator: Any) -> bytes:
    if isinstance(operator, str):
        return operator.encode()
    return operator if isinstance(operator, bytes) else b""


def _with_soft_hyphen(shown: bytes) -> bytes:
    """Set the last glyph apart, with a soft hyphen as its text (ISO 32000-1, 14.8.2.2.3)."""
    inner = _SHOWN.match(shown)
    found = _LAST_GLYPH.search(inner[1]) if inner else None
    if inner is None or found is None:
        raise Untaggable("a hyphen at the end of a line is not drawn as the last glyph of its text")
    before = inner[1][: found.start()]
    before = before[:-1] if before.endswith(b"<") else before + b">"
    apart = pydyf.Dictionary({"ActualText": pydyf.String("\u00ad")}).data
    mended: bytes = b"[" + before + b"] TJ /Span " + apart + b" BDC [<" + found[1] + b">] TJ EMC"
    return mended


class Writer:
    """Makes the objects of a tree. `write` is called once."""

    def __init__(self, pdf: Any, sheets: Sequence[Sheet], *, is_2: bool) -> None:
        self.pdf, self.sheets, self.is_2 = pdf, sheets, is_2
        self.made: dict[Node, Any] = {}
        self.owners: list[list[Any]] = [[] for _ in sheets]  # by page and MCID: the element it belongs to
        self.covers: list[tuple[Any, Any]] = []
        self.namespace: Any = None

    def write(self, document: Node, artifacts: Sequence[Artifacts]) -> None:
        for sheet, left_out in zip(self.sheets, artifacts, strict=True):
            for mcid, properties in left_out.properties.items():
                sheet.leave_out(mcid, properties)
        for piece in document.pieces():
            if piece.is_blank:
                self.sheets[piece.page].leave_out(piece.mcid, {"Type": "/Layout"})
        root = self._add({"Type": "/StructTreeRoot"})
        if self.is_2:
            self.namespace = self._add({"Type": "/Namespace", "NS": pydyf.String(_NAMESPACE)})
            root["Namespaces"] = pydyf.Array([self.namespace.reference])
        root["K"] = pydyf.Array([self._element(document, root, "").reference])
        root["ParentTree"] = self._add({"Nums": self._parent_tree()}).reference
        root["ParentTreeNextKey"] = len(self.sheets) + len(self.covers)
        if identified := {node.id.encode(): made for node, made in self.made.items() if node.id}:
            names = [part for key in sorted(identified) for part in (_byte_string(key), identified[key].reference)]
            root["IDTree"] = self._add({"Names": pydyf.Array(names)}).reference
        for node, made in self.made.items():
            if node.refers and self.is_2:
                made["Ref"] = pydyf.Array(self.made[other].reference for other in node.refers)
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _add(self, values: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self.pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: Any, language: str) -> Any:
        made = self._add({"Type": "/StructElem", "S": f"/{node.kind}", "P": parent.reference})
        self.made[node] = made
        if self.is_2 and node.kind not in ONLY_1_7:
            made["NS"] = self.namespace.reference
        for key, value in (("Alt", node.alternative), ("E", node.expansion)):
            if value:
                made[key] = pydyf.String(value)
        if node.language and node.language != language:
            made["Lang"] = pydyf.String(node.language)
        if node.id:
            made["ID"] = _byte_string(node.id.encode())
        if node.attributes:
            made["A"] = _attributes(node.attributes)
        pages = [kid.page for kid in node.kids if isinstance(kid, Piece)]
        if pages:
            made["Pg"] = self.pdf.page_references[pages[0]]
        if kids := [self._kid(kid, node, made, pages) for kid in node.kids if not _is_blank(kid)]:
            made["K"] = pydyf.Array(kids)
        return made

    def _kid(self, kid: Node | Piece | Cover, node: Node, made: Any, pages: list[int]) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, made, node.language).reference
        page = self.pdf.page_references[kid.page]
        if isinstance(kid, Cover):
            kid.annotation["Contents"] = pydyf.String(node.title or node.text)
            self.covers.append((kid.annotation, made))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": page})
        mcid = self.sheets[kid.page].keep(kid)
        self.owners[kid.page].append(made)
        assert len(self.owners[kid.page]) == mcid + 1
        return mcid if kid.page == pages[0] else pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": mcid})

    def _parent_tree(self) -> Any:
        entries: list[Any] = []
        for number, owners in enumerate(self.owners):
            entries += [number, pydyf.Array(owner.reference for owner in owners)]
        for number, (annotation, owner) in enumerate(self.covers, len(self.sheets)):
            annotation["StructParent"] = number
            entries += [number, owner.reference]
        return pydyf.Array(entries)


def _is_blank(kid: Node | Piece | Cover) -> bool:
    return isinstance(kid, Piece) and kid.is_blank


def _byte_string(text: bytes) -> bytes:
    return b"(" + text + b")"


def _attributes(by_owner: Mapping[str, Mapping[str, Any]]) -> Any:
    made = [pydyf.Dictionary({"O": f"/{owner}", **_values(values)}) for owner, values in sorted(by_owner.items())]
    return made[0] if len(made) == 1 else pydyf.Array(made)


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: pydyf.Array(_byte_string(item.encode()) if isinstance(item, str) else item for item in value)
        if isinstance(value, list)
        else value
        for key, value in values.items()
    }
