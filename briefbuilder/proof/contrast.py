"""The contrast of each text with what lies behind it (WCAG 2.2, 1.4.3), in colour and as a grey printer shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefbuilder.proof.sheets import Colour, Glyph, Run, Sheet

ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0
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


def contrast(first: Colour, second: Colour) -> float:
    """Return how much two colours stand out from each other, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grey(colour: Colour) -> Colour:
    """Return the grey of a colour, as ITU-R BT.601 weighs it and printers do."""
    red, green, blue = colour
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return level, level, level


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
