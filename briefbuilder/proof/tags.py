"""The tag tree of a page, as PDFium tells it: which element each marked content belongs to, and in which order."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

_DEPTH = 60  # of elements within elements
_ELEMENTS = 100_000
_HEADINGS = frozenset(["H", "H1", "H2", "H3", "H4", "H5", "H6"])
# What stands within a line (ISO 32000-1, 14.8.4.4; of ISO 32000-2: Em, Strong, Sub); all else stands by itself.
_INLINE = frozenset(
    [
        *("Span", "NonStruct", "Private", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot"),
        *("Ruby", "RB", "RP", "Warichu", "WT", "WP", "Em", "Strong", "Sub"),
    ]
)
NOTES = frozenset(["Note", "FENote"])


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """An element of the tree on one page. `path`: its place among its siblings, and theirs; the same on every page."""

    kind: str
    language: str  # its own or that of the nearest element around it
    alternative: str  # for what cannot be read: of a figure
    around: Tag | None
    number: int  # in the order of the tree
    path: tuple[int, ...]

    def up(self) -> Iterator[Tag]:
        tag: Tag | None = self
        while tag:
            yield tag
            tag = tag.around

    @property
    def block(self) -> Tag:
        """Return the element around it that stands by itself."""
        return next((tag for tag in self.up() if tag.kind not in _INLINE), self)

    @property
    def is_note(self) -> bool:
        return any(tag.kind in NOTES for tag in self.up())

    @property
    def is_heading(self) -> bool:
        return any(tag.kind in _HEADINGS for tag in self.up())

    @property
    def is_in_table(self) -> bool:
        return any(tag.kind == "Table" for tag in self.up())

    @property
    def is_in_figure(self) -> bool:
        return any(tag.kind == "Figure" for tag in self.up())


@dataclass(frozen=True, slots=True)
class Tags:
    """The tree on one page: its elements in order, and the element of each marked content, in order."""

    elements: tuple[Tag, ...]
    of_mark: Mapping[int, Tag]


def read_tags(page: Any) -> Tags:
    """Return the part of a file's tag tree that stands on a page; empty where there is none."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    reader = _Reader()
    if tree:
        for index in range(max(0, raw.FPDF_StructTree_CountChildren(tree))):
            if kid := raw.FPDF_StructTree_GetChildAtIndex(tree, index):
                reader.take(kid, None, (index,))
        raw.FPDF_StructTree_Close(tree)
    return Tags(tuple(reader.elements), reader.of_mark)


class _Reader:
    def __init__(self) -> None:
        self.elements: list[Tag] = []
        self.of_mark: dict[int, Tag] = {}
        self.count = 0

    def take(self, handle: Any, around: Tag | None, path: tuple[int, ...]) -> None:
        self.count += 1
        if len(path) > _DEPTH or self.count > _ELEMENTS:
            return
        count = max(0, raw.FPDF_StructElement_CountChildren(handle))
        kids = [raw.FPDF_StructElement_GetChildAtIndex(handle, index) for index in range(count)]
        marks = [raw.FPDF_StructElement_GetChildMarkedContentID(handle, index) for index in range(count)]
        tag = Tag(
            _string(raw.FPDF_StructElement_GetType, handle),
            _string(raw.FPDF_StructElement_GetLang, handle) or (around.language if around else ""),
            _string(raw.FPDF_StructElement_GetAltText, handle),
            around,
            len(self.elements),
            path,
        )
        self.elements.append(tag)
        for index, (kid, mark) in enumerate(zip(kids, marks, strict=True)):
            if mark >= 0:
                self.of_mark.setdefault(mark, tag)
            elif kid:
                self.take(kid, tag, (*path, index))


def _string(function: Any, handle: Any) -> str:
    size = function(handle, None, 0)
    if not size:
        return ""
    buffer = ctypes.create_string_buffer(size)
    function(handle, buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").partition("\0")[0]
