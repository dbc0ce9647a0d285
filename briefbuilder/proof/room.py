"""Text where it should not be: outside the page, out of its column, on other text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbuilder.pages import Frame
from briefbuilder.proof.lines import Line, Paragraph
from briefbuilder.proof.sheets import Sheet

_SLACK = 1.0  # pt
_OUT = 0.25  # em
_ON = 0.75  # em: so much of two texts may lie on each other, as the white halves of marks do


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A text in a wrong place: outside (of the page), beside (its column), on (other text); its page and words."""

    kind: str
    page: int
    words: str


def misplaced(sheet: Sheet, paragraphs: Sequence[Paragraph], frame: Frame | None) -> Iterator[Misplaced]:
    """Yield each text of a page that stands in a wrong place. `frame`: the type area, if it is known."""
    left, bottom, right, top = sheet.box
    outside = [
        glyph
        for glyph in sheet.glyphs
        if not (left - _SLACK < glyph.middle[0] < right + _SLACK and bottom - _SLACK < glyph.middle[1] < top + _SLACK)
    ]
    if outside:
        yield Misplaced("outside", sheet.number, "".join(glyph.letter for glyph in outside))
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    for line in lines if frame else ():
        assert frame is not None
        if frame.right + _OUT * line.size < line.edge <= right + _SLACK:
            yield Misplaced("beside", sheet.number, line.text)
    yield from _on_each_other(sheet, lines)


def _on_each_other(sheet: Sheet, lines: list[Line]) -> Iterator[Misplaced]:
    """Yield each line that lies on another one of another element."""
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(round(line.baseline / 4), []).append(line)
    for place, row in rows.items():
        near = [*row, *rows.get(place + 1, ())]
        for index, first in enumerate(row):
            for second in near[index + 1 :]:
                if first.tag is not second.tag and _lie_on_each_other(first, second):
                    yield Misplaced("on", sheet.number, second.text)


def _lie_on_each_other(first: Line, second: Line) -> bool:
    size = min(first.size, second.size)
    if abs(first.baseline - second.baseline) > 0.4 * size:
        return False
    left, right = max(first.left, second.left), min(first.glyphs[-1].right, second.glyphs[-1].right)
    if right - left <= _ON * size:
        return False
    return any(
        min(a.right, b.right) - max(a.left, b.left) > 0.2 * size
        for a in first.glyphs
        if a.right > left and a.left < right
        for b in second.glyphs
        if b.right > left and b.left < right
    )
