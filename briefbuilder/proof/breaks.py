"""What page breaks do: a line left alone, a heading without its text, a row or a figure cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbuilder.proof.lines import Paragraph
from briefbuilder.proof.sheets import Sheet
from briefbuilder.proof.tags import Tag

_ENDS = frozenset("。．.!?！？」』）)]”’:：;；…")
_FULL = 3.0  # em: so much may a line lack that is not the last of its paragraph
_LARGER = 1.08  # times the running text: untagged text of this size is a heading


@dataclass(frozen=True, slots=True)
class Break:
    """A page break that should not be: its kind (widow, orphan, heading, row, figure), page (from 1) and words."""

    kind: str
    page: int
    words: str


def bad_breaks(sheets: Sequence[Sheet], paragraphs: Sequence[Sequence[Paragraph]], size: float) -> Iterator[Break]:
    """Yield the bad breaks between the pages of a file; `size` is that of its running text, in pt."""
    for index in range(len(sheets) - 1):
        before = _text(paragraphs[index], size)
        after = _text(paragraphs[index + 1], size)
        if before and _is_heading(before[-1], size):
            yield Break("heading", before[-1].page, before[-1].text)
        elif before and after and _goes_on(before[-1], after[0]):
            if len(after[0].lines) == 1:
                yield Break("widow", after[0].page, after[0].text)
            if len(before[-1].lines) == 1:
                yield Break("orphan", before[-1].page, before[-1].text)
        yield from _cut(sheets[index], sheets[index + 1])


def _text(found: Sequence[Paragraph], size: float) -> list[Paragraph]:
    """Return what is read on a page from top to bottom: neither notes nor the markers of lists."""
    return [
        paragraph
        for paragraph in found
        if not (paragraph.tag and (paragraph.tag.is_note or paragraph.tag.kind in ("Lbl", "Document")))
        and (paragraph.tag or paragraph.size > size - 0.3)
    ]


def _is_heading(paragraph: Paragraph, size: float) -> bool:
    if paragraph.tag:
        return paragraph.tag.is_heading
    return paragraph.size > size * _LARGER and len(paragraph.lines) <= 2


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Say whether a paragraph at the foot of a page goes on at the head of the next.

    The tag tree tells it where an element is whole; where each page has one of its own, an unfinished sentence does.
    """
    first, second = before.tag, after.tag
    if first and second:
        if first.is_heading or first.is_in_table or first.kind != second.kind:
            return False
        if first.path == second.path or first.kind != "P":
            return first.path == second.path
    last = before.lines[-1]
    is_full = max(line.edge for line in before.lines) - last.edge < _FULL * last.size
    return abs(before.size - after.size) < 0.1 and is_full and last.glyphs[-1].letter not in _ENDS


def _cut(sheet: Sheet, following: Sheet) -> Iterator[Break]:
    """Yield each table row and figure that stands on both of two pages."""
    later = {tag.path for tag in _standing(following) if tag.kind in _WHOLE}
    for tag in _standing(sheet):
        if tag.kind in _WHOLE and tag.path in later and not _is_repeated(tag):
            yield Break(_WHOLE[tag.kind], sheet.number, _words(sheet, tag) or tag.alternative)


_WHOLE = {"TR": "row", "Figure": "figure"}


def _is_repeated(tag: Tag) -> bool:
    return any(around.kind == "THead" for around in tag.up())


def _standing(sheet: Sheet) -> dict[Tag, None]:
    """Return the elements that have text on a page, in order."""
    return dict.fromkeys(around for tag in sheet.tags.of_mark.values() for around in tag.up())


def _words(sheet: Sheet, tag: Tag) -> str:
    marks = {mark for mark, inner in sheet.tags.of_mark.items() if tag in inner.up()}
    return "".join(glyph.letter for glyph in sheet.glyphs if glyph.run.mark in marks)
