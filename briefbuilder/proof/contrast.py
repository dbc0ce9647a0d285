"""The contrast of each text with what lies behind it (WCAG 2.2, 1.4.3), in colour and as a grey printer shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefbuilder.colours import ENOUGH, ENOUGH_FOR_LARGE, Colour, contrast, grey
from briefbuilder.proof.sheets import Glyph, Run, Sheet

LARGE, LARGE_BOLD = 18.0, 14.0  # pt
_PAPER: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Faint:
    """A text that stands out too little: its page and words, its colours, the contrast and what it should be."""

    page: int
    words: str
    ink: Colour
    paper: Colour
    contrast: float
    wanted: float


def faint(sheet: Sheet) -> Iterator[Faint]:
    """Yield the first text of a page in each pair of colours that stand out too little from each other."""
    told: set[tuple[Colour, Colour, float]] = set()
    for run, glyphs in _by_run(sheet):
        paper = _behind(sheet, run, glyphs[0])
        if paper is None:
            continue
        ink = _mixed(run.colour, run.opacity, paper)
        is_large = run.size >= LARGE or (run.is_bold and run.size >= LARGE_BOLD)
        wanted = ENOUGH_FOR_LARGE if is_large else ENOUGH
        found = min(contrast(ink, paper), contrast(grey(ink), grey(paper)))
        if found < wanted and (ink, paper, wanted) not in told:
            told.add((ink, paper, wanted))
            words = "".join(glyph.letter for glyph in glyphs)
            yield Faint(sheet.number, words, ink, paper, found, wanted)


def _by_run(sheet: Sheet) -> Iterator[tuple[Run, list[Glyph]]]:
    found: dict[Run, list[Glyph]] = {}
    for glyph in sheet.glyphs:
        found.setdefault(glyph.run, []).append(glyph)
    yield from found.items()


def _behind(sheet: Sheet, run: Run, glyph: Glyph) -> Colour | None:
    """Return the colour behind a letter; None where a picture or a gradient lies there."""
    paper: Colour | None = _PAPER
    x, y = glyph.middle
    for area in sheet.areas:
        if area.order > run.order:
            break
        if area.covers(x, y):
            if area.colour is None:
                paper = None
            elif area.opacity > 0.99 or paper is None:
                paper = area.colour if area.opacity > 0.99 else None
            else:
                paper = _mixed(area.colour, area.opacity, paper)
    return paper


def _mixed(colour: Colour, opacity: float, paper: Colour) -> Colour:
    red, green, blue = (
        round(over * opacity + under * (1 - opacity)) for over, under in zip(colour, paper, strict=True)
    )
    return red, green, blue
