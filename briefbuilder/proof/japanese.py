"""How Japanese lines are set, measured from the positions of their letters (JLREQ 3.1, 3.2, 3.8; JIS X 4051).

Lengths in em of the line: the advance of its kanji. Measured in all lines of which half the letters are Japanese; flush
edges, in paragraphs and notes; tracking, in the running text alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from briefbuilder.proof.lines import Line, Paragraph, running_size
from briefbuilder.proof.sheets import Glyph
from briefbuilder.typeset import CLOSING, DASHES, JAPANESE, LATIN, MARKS, MIDDLE, NO_START, OPENING

GAP = (0.15, 0.35)  # em, net, between Japanese and Latin
PAIR = 1.6  # em: two marks that touch take up no more
_NOT_FIRST = CLOSING | MIDDLE | NO_START | frozenset("！？!?,.:;)]}’”％")
_FLUSH = 0.06  # em from the edge
_COLUMNS = 3.0  # em: the edges of two columns are farther apart
_NARROW = 0.75  # em: a mark that is narrower is on half its square

GOALS = {  # of a page that a typesetter accepts
    "gaps": 0.95,
    "pairs": 1.0,
    "flush": 0.98,
    "tracking": 0.06,  # em, at the 95th percentile
    "heads": 1.0,
    "ends": 1.0,
}
_FEW = 20  # of fewer lines or gaps no share is told as a fault


@dataclass(slots=True)
class Tally:
    """How many of some things are as they should be, and where those stand that are not."""

    good: int = 0
    all: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # page, words

    def count(self, page: int, words: str, *, is_good: bool) -> None:
        self.all += 1
        self.good += is_good
        if not is_good:
            self.bad.append((page, words))

    @property
    def share(self) -> float | None:
        return self.good / self.all if self.all else None


@dataclass(slots=True)
class Setting:
    """The measures of a file's Japanese."""

    size: float = 0.0  # pt, of the running text
    measure: float = 0.0  # em: the width of its column
    lines: int = 0
    kinsoku: list[tuple[int, str]] = field(default_factory=list)  # page, the mark and where it stands
    gaps: Tally = field(default_factory=Tally)
    pairs: Tally = field(default_factory=Tally)
    flush: Tally = field(default_factory=Tally)
    heads: Tally = field(default_factory=Tally)  # opening marks at the head of a line, trimmed
    ends: Tally = field(default_factory=Tally)  # closing marks at the end of a line, half-width
    lone: list[tuple[int, str]] = field(default_factory=list)  # last lines of one letter, not in a cell
    tracking: list[float] = field(default_factory=list)  # em between two letters of the running text, sorted

    def tracked(self, share: float) -> float:
        """Return the tracking that so large a share of all letters stays within, in em."""
        return self.tracking[min(len(self.tracking) - 1, int(len(self.tracking) * share))] if self.tracking else 0.0


def measure(paragraphs: Iterable[Paragraph]) -> Setting:
    """Return how the Japanese of a file is set."""
    found = [paragraph for paragraph in paragraphs if _is_japanese(paragraph)]
    made = Setting(size=running_size(found))
    edges = _edges(found)
    for paragraph in found:
        made.lines += len(paragraph.lines)
        _measure_breaks(paragraph, made)
        for line in paragraph.lines:
            is_running = len(paragraph.lines) > 1 and _is_running(line, made.size)
            _measure_inside(line, made, is_running=is_running)
        if _is_justified(paragraph):
            _measure_edges(paragraph, edges, made)
    made.tracking.sort()
    made.measure = _measure_of(found, made.size)
    return made


def _is_japanese(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return sum(bool(JAPANESE.match(letter)) for letter in text) * 2 >= len(text)


def _is_running(line: Line, size: float) -> bool:
    return line.is_running_text and abs(line.size - size) < 0.06


def _is_justified(paragraph: Paragraph) -> bool:
    """Say whether its lines should be flush: a paragraph of running text or a note; no heading, no cell."""
    tag = paragraph.tag
    return tag is None or not (tag.is_heading or tag.is_in_table or tag.kind in ("Caption", "Lbl", "TOCI", "Figure"))


def _measure_breaks(paragraph: Paragraph, made: Setting) -> None:
    for before, after in pairwise(paragraph.lines):
        first, last = after.glyphs[0].letter, before.glyphs[-1].letter
        if first in _NOT_FIRST:
            made.kinsoku.append((after.page, after.text[:12]))
        if last in OPENING or (last in DASHES and first == last):
            made.kinsoku.append((before.page, before.text[-12:]))
    last_line = paragraph.lines[-1]
    letters = [glyph for glyph in last_line.glyphs if glyph.letter not in MARKS]
    is_cell = paragraph.tag is not None and paragraph.tag.is_in_table
    if len(paragraph.lines) > 1 and len(letters) <= 1 and not is_cell:
        made.lone.append((last_line.page, paragraph.text[-12:]))


def _measure_inside(line: Line, made: Setting, *, is_running: bool) -> None:
    em = line.em
    for first, second in line.neighbours:
        between = (second.left - first.right) / em
        words = first.letter + second.letter
        if _is_pair(first, second):
            made.pairs.count(line.page, words, is_good=(second.right - first.left) / em <= PAIR)
        elif _is_boundary(first.letter, second.letter):
            around = _around(line, first)
            made.gaps.count(line.page, around, is_good=GAP[0] <= round(between, 3) <= GAP[1])
        elif is_running and JAPANESE.match(first.letter) and JAPANESE.match(second.letter):
            made.tracking.append(between)


def _is_pair(first: Glyph, second: Glyph) -> bool:
    return first.letter in MARKS and second.letter in MARKS


def _is_boundary(first: str, second: str) -> bool:
    return bool((JAPANESE.match(first) and LATIN.match(second)) or (LATIN.match(first) and JAPANESE.match(second)))


def _around(line: Line, glyph: Glyph) -> str:
    at = line.glyphs.index(glyph)
    return line.text[max(0, at - 5) : at + 7]


def _edges(found: Iterable[Paragraph]) -> list[tuple[float, float, float]]:
    """Return the columns of text: the size of their text, where they begin, and where most of their lines end."""
    lines: dict[float, list[Line]] = {}
    for paragraph in found:
        if _is_justified(paragraph):
            lines.setdefault(round(paragraph.size, 1), []).extend(paragraph.lines[:-1])
    return [
        (size, column[0].left, edge)
        for size, some in lines.items()
        for column in _columns(some)
        for edge in _ends(column)
    ]


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """Part lines by where they begin."""
    column: list[Line] = []
    for line in sorted(lines, key=lambda line: line.left):
        if column and line.left - column[-1].left > _COLUMNS * line.em:
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _ends(lines: list[Line]) -> Iterator[float]:
    """Yield where the lines of columns that begin at one place end: where more than one does, the farthest first."""
    counted = Counter(round(line.edge * 2) / 2 for line in lines)
    enough = max(2, 0.04 * len(lines))
    common = [edge for edge, count in counted.items() if count >= enough]
    kept: float | None = None
    for edge in sorted(common, reverse=True):
        if kept is None or kept - edge > _COLUMNS * lines[0].em:
            kept = edge
            near = sorted(line.edge for line in lines if abs(line.edge - edge) <= 0.5)
            yield near[len(near) // 2]


def _edge_of(line: Line, columns: list[tuple[float, float, float]]) -> float | None:
    """Return where the column of a line ends: the nearest edge on its right, of those of its size."""
    em = line.em
    beside = [
        edge
        for size, left, edge in columns
        if abs(size - line.size) < 0.06 and left - em < line.left and edge > line.edge - em / 4
    ]
    return min(beside, default=None)


def _measure_edges(paragraph: Paragraph, columns: list[tuple[float, float, float]], made: Setting) -> None:
    inner = [line.left for line in paragraph.lines[1:] if line.glyphs[0].letter not in OPENING]
    left = min(inner, default=None)
    for line in paragraph.lines[:-1]:
        if not line.is_japanese:
            continue
        edge = _edge_of(line, columns)
        if edge is None:
            continue
        made.flush.count(line.page, line.text[-12:], is_good=abs(line.edge - edge) <= _FLUSH * line.em)
        last = line.glyphs[-1]
        if last.letter in CLOSING:
            is_half = _is_narrow(last, line) or last.right > edge + line.em / 4
            made.ends.count(line.page, line.text[-12:], is_good=is_half)
    for line in paragraph.lines[1:]:
        first = line.glyphs[0]
        if first.letter in OPENING and left is not None:
            is_trimmed = _is_narrow(first, line) or first.left < left - line.em / 4
            made.heads.count(line.page, line.text[:12], is_good=is_trimmed)


def _is_narrow(glyph: Glyph, line: Line) -> bool:
    return glyph.right - glyph.left < _NARROW * line.em


def _measure_of(found: Iterable[Paragraph], size: float) -> float:
    """Return the usual width of the lines of running text that are not the last of their paragraph, in em."""
    widths = sorted(
        (line.edge - line.left) / line.em
        for paragraph in found
        for line in paragraph.lines[1:-1]
        if _is_running(line, size) and line.is_japanese
    )
    return widths[len(widths) // 2] if widths else 0.0
