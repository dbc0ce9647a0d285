"""How words stand in a drawing: how wide they are, where a line of them may break, the gap between the scripts.

WeasyPrint 70 draws each letter of an SVG text by itself, without kerning, so that words are exactly as wide as their
letters (`widths`) and what stands between them. Sizes in px.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from briefbuilder.charts.widths import WIDTHS

SIZE = {"ja": 10.67, "en": 11.33}  # 8 and 8.5 pt
BOLD = {"ja": 700, "en": 600}
FAMILIES = {"ja": ("Brief Sans JP", "Brief Sans"), "en": ("Brief Sans", "Brief Sans JP")}
LEADING = 1.3  # from line to line, in em
GAP = 0.2  # em, between Japanese and Latin letters (JLREQ 3.2.2 asks for a quarter in running text)

_JAPANESE = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z0-9\u00c0-\u024f%&€£$]")
_NO_START = frozenset("、。，．）」』】〕〉》］｝・：；？！々ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%％")
_NO_END = frozenset("（「『【〔〈《［｛")
_PIECES = re.compile(r"[^\s\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+\s?|\s|.", re.DOTALL)
_SQUARE = 1000
_WIDE = 0x2E80  # the first of the letters that are squares


@functools.cache
def _table(family: str, weight: int) -> dict[str, int]:
    return {letter: width for width, letters in WIDTHS[family, weight].items() for letter in letters}


def _advance(letter: str, language: str, weight: int) -> int:
    for family in FAMILIES[language]:
        known = _table(family, weight if (family, weight) in WIDTHS else 700 if weight > 400 else 400)
        if letter in known:
            return known[letter]
        if family.endswith("JP") and ord(letter) >= _WIDE:
            return _SQUARE
    return _SQUARE


def width(words: str, *, language: str, size: float, weight: int = 400) -> float:
    """Return how wide some words are, in px, the gaps between the scripts among them."""
    letters = sum(_advance(letter, language, weight) for letter in words) / 1000
    return (letters + sum(gaps(words))) * size


def gaps(words: str) -> tuple[float, ...]:
    """Return what stands before each letter, in em: a gap where the script changes."""
    between = (
        GAP if (_JAPANESE.match(a) and _LATIN.match(b)) or (_LATIN.match(a) and _JAPANESE.match(b)) else 0.0
        for a, b in pairwise(words)
    )
    return (0.0, *between) if words else ()


def broken(words: str, limit: float, *, language: str, size: float, weight: int = 400) -> tuple[str, ...]:
    """Return the words in as few lines no wider than `limit` px as they need, all of about the same length.

    A piece that is wider by itself stays whole on its line.
    """
    made = _filled(words, limit, language, size, weight)
    for part in range(20, 10, -1):
        narrower = _filled(words, limit * part / 20, language, size, weight)
        if len(narrower) > len(made):
            break
        made = narrower
    return made


def _filled(words: str, limit: float, language: str, size: float, weight: int) -> tuple[str, ...]:
    lines: list[str] = []
    for piece in _pieces(words):
        if lines and width((lines[-1] + piece).rstrip(), language=language, size=size, weight=weight) <= limit:
            lines[-1] += piece
        elif piece.strip():
            lines.append(piece)
    return tuple(line.strip() for line in lines)


def _pieces(words: str) -> Iterator[str]:
    """Yield what may not be parted: Latin words, and each Japanese letter with the marks that cling to it."""
    held = ""
    for piece in _PIECES.findall(words):
        if held and (piece[0] in _NO_START or held[-1] in _NO_END or (held[-1].isdigit() and piece[0] in "年月日か国")):
            held += piece
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held
