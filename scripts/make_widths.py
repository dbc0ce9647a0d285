#!/usr/bin/env python3
"""Writes briefbuilder/charts/widths.py: how wide each letter of the faces used in figures is.

Run it after a change of the fonts: `.venv/bin/python scripts/make_widths.py`. A test fails while the file does not
tell what the fonts hold. Figures are measured by this table, so that they come out the same wherever they are drawn.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

# fontTools 4.68 has no type information of its own.
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parent.parent
FACES = (("Brief Sans JP", 400), ("Brief Sans JP", 700), ("Brief Sans", 400), ("Brief Sans", 600))
SQUARE = 1000  # what a letter of a Japanese face is wide unless the table says otherwise
WIDE = 0x2E80  # the first of the letters that are squares

HEAD = '''"""How wide the letters in figures are, in thousandths of an em. Made by scripts/make_widths.py."""

from __future__ import annotations

# ruff: noqa: E501

# Family and weight → width → the letters that are so wide. In a Japanese face what is not named is a square.
WIDTHS: dict[tuple[str, int], dict[int, str]] = {
'''


def widths(path: Path) -> dict[int, str]:
    """Return the letters of a face by their width, those left out that are squares of a Japanese script."""
    found: dict[int, list[int]] = defaultdict(list)
    with TTFont(path, lazy=True) as font:
        units, advances = font["head"].unitsPerEm, font["hmtx"]
        for code, glyph in font.getBestCmap().items():
            width = round(advances[glyph][0] * 1000 / units)
            if code < WIDE or width != SQUARE:
                found[width].append(code)
    return {width: "".join(map(chr, sorted(codes))) for width, codes in sorted(found.items())}


def table() -> str:
    """Return the text of the file."""
    record = json.loads((ROOT / "templates" / "fonts" / "fonts.json").read_text("utf-8"))["fonts"]
    files = {(font["family"], font["weight"]): font["file"] for font in record if font["style"] == "normal"}
    lines = []
    for family, weight in FACES:
        lines.append(f'    ("{family}", {weight}): {{\n')
        for width, letters in widths(ROOT / "templates" / "fonts" / files[family, weight]).items():
            lines.append(f"        {width}: {_quoted(letters)},\n")
        lines.append("    },\n")
    return HEAD + "".join(lines) + "}\n"


def _quoted(letters: str) -> str:
    """Return a text as the formatter writes it, with what no editor shows as an escape."""
    mark = "'" if '"' in letters and "'" not in letters else '"'
    return mark + "".join(_shown(letter, mark) for letter in letters) + mark


def _shown(letter: str, mark: str) -> str:
    if letter in (mark, "\\"):
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\u{ord(letter):04x}"


if __name__ == "__main__":
    target = ROOT / "briefbuilder" / "charts" / "widths.py"
    target.write_text(table(), encoding="utf-8")
    print(target.relative_to(ROOT))
