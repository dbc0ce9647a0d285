"""From letters to lines and paragraphs: by the tag tree where a text has a place in it, otherwise by how it stands.

A line is a stretch of letters on one baseline, without the calls of notes above it; a paragraph, lines that follow each
other. What is marked as an artifact (running heads) is no line. Text that does not run from left to right is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from briefbuilder.proof.sheets import Glyph, Sheet
from briefbuilder.proof.tags import NOTES, Tag
from briefbuilder.typeset import CLOSING, JAPANESE

_RAISED = 0.15  # em: so far above its line stands the call of a note
_CALL = 0.85  # times the size of the text: a call is smaller
_COLUMN_GAP = 1.7  # em: no gap within a line of untagged text is as wide
_LEADING = 2.4  # em: no two lines of a paragraph are farther apart
_NO_TEXT = NOTES | {"Caption", "Lbl", "TOCI", "Figure", "RT"}
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | frozenset(map(chr, range(0xFE00, 0xFE10)))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of text: its letters from left to right, and where its paragraph stands in the tag tree."""

    page: int
    glyphs: tuple[Glyph, ...]
    size: float
    called: frozenset[Glyph]  # its letters behind which the call of a note stands
    tag: Tag | None

    @property
    def text(self) -> str:
        return "".join(glyph.letter for glyph in self.glyphs)

    @property
    def neighbours(self) -> Iterator[tuple[Glyph, Glyph]]:
        """Yield each two letters that stand next to each other, with no call between them."""
        yield from (pair for pair in pairwise(self.glyphs) if pair[0] not in self.called)

    @property
    def em(self) -> float:
        """Return the width of a square of this line, from the advance of its kanji and kana."""
        widths = [glyph.right - glyph.left for glyph in self.glyphs if JAPANESE.match(glyph.letter)]
        return median(widths) if widths else self.size

    @property
    def left(self) -> float:
        return self.glyphs[0].left

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def edge(self) -> float:
        """Return where it ends to the eye: a closing mark on a whole square has its ink in the left half of that."""
        last, em = self.glyphs[-1], self.em
        is_whole = last.letter in CLOSING and last.right - last.left > 0.75 * em
        return last.right - em / 2 if is_whole else last.right

    @property
    def is_japanese(self) -> bool:
        """Say whether at least half of its letters are Japanese."""
        return sum(bool(JAPANESE.match(glyph.letter)) for glyph in self.glyphs) * 2 >= len(self.glyphs)

    @property
    def is_running_text(self) -> bool:
        """Say whether it may be a line of running text: no heading, cell, note, caption or marker."""
        return self.tag is None or not (self.tag.is_heading or self.tag.is_in_table or self.tag.kind in _NO_TEXT)


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """The lines of a paragraph that stand on one page, from top to bottom."""

    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def tag(self) -> Tag | None:
        return self.lines[0].tag

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)


def paragraphs(sheet: Sheet) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a page, in the order in which they are drawn."""
    blocks: dict[int, list[Glyph]] = {}
    tags: dict[int, Tag | None] = {}
    for glyph in sheet.glyphs:
        run = glyph.run
        if run.is_artifact or not run.is_upright or glyph.letter in _INVISIBLE:
            continue
        tag = sheet.tags.of_mark.get(run.mark) if not run.is_in_form else None
        block = tag.block if tag else None
        number = block.number if block else -1
        tags[number] = block
        blocks.setdefault(number, []).append(glyph)
    found: list[Paragraph] = []
    for number, glyphs in blocks.items():
        rows = [Line(sheet.number, *row, tags[number]) for row in _rows(glyphs)]
        found += _whole(rows) if tags[number] else _parted(rows)
    return tuple(found)


def _rows(glyphs: list[Glyph]) -> Iterator[tuple[tuple[Glyph, ...], float, frozenset[Glyph]]]:
    """Part the letters of a block into lines, each with its size, without the calls of notes."""
    size = _common(glyph.run.size for glyph in glyphs)
    row: list[Glyph] = []
    called: set[Glyph] = set()
    for glyph in glyphs:
        if row and _is_call(glyph, row[-1]):
            called.add(row[-1])
            continue
        if row and not _goes_on(row[-1], glyph, size):
            yield _row(row, called)
            row = []
        row.append(glyph)
    if row:
        yield _row(row, called)


def _row(glyphs: list[Glyph], called: set[Glyph]) -> tuple[tuple[Glyph, ...], float, frozenset[Glyph]]:
    size = _common(glyph.run.size for glyph in glyphs)
    return tuple(sorted(glyphs, key=lambda glyph: glyph.left)), size, frozenset(called.intersection(glyphs))


def _is_call(glyph: Glyph, before: Glyph) -> bool:
    rise = glyph.baseline - before.baseline
    size = before.run.size
    return glyph.run.size < _CALL * size and _RAISED * size < rise < size


def _goes_on(before: Glyph, glyph: Glyph, size: float) -> bool:
    """Say whether a letter stands on the line of the one before it."""
    return (
        abs(glyph.baseline - before.baseline) <= 0.3 * size
        and -1.1 * size < glyph.left - before.right < _COLUMN_GAP * size
    )


def _whole(rows: list[Line]) -> list[Paragraph]:
    """Return the lines of one element as a paragraph; what stands beside others in it is one of its own."""
    made: list[list[Line]] = []
    for row in rows:
        if made and 0 < made[-1][-1].baseline - row.baseline < _LEADING * row.size:
            made[-1].append(row)
        else:
            made.append([row])
    return [Paragraph(tuple(lines)) for lines in made]


def _parted(rows: list[Line]) -> list[Paragraph]:
    """Return the lines of untagged text as paragraphs: a new one begins at an indent, another size, a larger gap."""
    drops = Counter(
        round(first.baseline - second.baseline, 1)
        for first, second in pairwise(rows)
        if 0 < first.baseline - second.baseline < _LEADING * first.size
    )
    leading = drops.most_common(1)[0][0] if drops else 0.0
    made: list[list[Line]] = []
    for row in rows:
        if made and _follows(made[-1], row, leading):
            made[-1].append(row)
        else:
            made.append([row])
    return [Paragraph(tuple(lines)) for lines in made]


def _follows(lines: list[Line], row: Line, leading: float) -> bool:
    before = lines[-1]
    drop, indent = before.baseline - row.baseline, row.left - before.left
    is_first = len(lines) == 1
    return (
        abs(before.size - row.size) < 0.1
        and 0.8 * row.size < drop <= leading + 0.3
        and (abs(indent) < 0.7 * row.size or (is_first and -2.2 * row.size < indent < 0))
    )


def running_size(found: Iterable[Paragraph]) -> float:
    """Return the size of the running text, in pt: that of most of its letters; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for paragraph in found:
        for line in paragraph.lines:
            if line.is_running_text:
                sizes[round(line.size, 1)] += len(line.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _common(sizes: Iterable[float]) -> float:
    counted = Counter(sizes)
    return max(counted, key=lambda size: (counted[size], size))
