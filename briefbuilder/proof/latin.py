"""How lines of a Latin script are spaced.

A line is loose where its words stand more than half an em apart on average.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from briefbuilder.proof.lines import Line, Paragraph

LOOSE = 0.5  # em
_SPACE = 0.12  # em: what is wider parts two words
_WORDS = 5  # gaps: a line with fewer says little


@dataclass(slots=True)
class Spacing:
    """The lines measured, the average word space of each in em, sorted, and the loose ones: page, words."""

    lines: int = 0
    spaces: list[float] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)

    @property
    def usual(self) -> float:
        return self.spaces[len(self.spaces) // 2] if self.spaces else 0.0


def measure(paragraphs: Iterable[Paragraph]) -> Spacing:
    """Return how the words of a file's Latin lines are spaced, the last lines of paragraphs left out."""
    made = Spacing()
    for paragraph in paragraphs:
        for line in paragraph.lines[:-1] if _is_text(paragraph) else ():
            gaps = [gap for first, second in pairwise(line.glyphs) if (gap := _gap(line, first.right, second.left))]
            if len(gaps) < _WORDS or not _is_latin(line):
                continue
            made.lines += 1
            made.spaces.append(sum(gaps) / len(gaps))
            if made.spaces[-1] > LOOSE:
                made.loose.append((line.page, line.text[:12]))
    made.spaces.sort()
    return made


def _is_text(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is text that is read on: no heading, no cell."""
    tag = paragraph.tag
    return tag is None or not (tag.is_heading or tag.is_in_table)


def _gap(line: Line, right: float, left: float) -> float:
    gap = (left - right) / line.size
    return gap if gap > _SPACE else 0.0


def _is_latin(line: Line) -> bool:
    return sum(glyph.letter.isascii() for glyph in line.glyphs) > 0.9 * len(line.glyphs)
