"""Colours, and how much two of them stand out from each other (WCAG 2.2, 1.4.3). Values only."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]  # red, green, blue, each from 0 to 255
ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0  # level AA; large is from 18 pt on, bold from 14 pt
_HEX = re.compile(r"#(?:([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})|([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F]))")


def parse(written: str) -> Colour | None:
    """Return the colour that is written as #rrggbb or #rgb; None for all else, and for what is see-through."""
    found = _HEX.fullmatch(written)
    if not found:
        return None
    red, green, blue = (int(part * (2 // len(part)), 16) for part in found.groups() if part)
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
