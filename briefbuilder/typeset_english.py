"""Step of typeset, for English pages: where a line may not end although there is a space.

A word joiner behind the space holds it: it is not drawn, and the text of the PDF has an ordinary space. A no-break
space would not do: it shares its glyph with the space, and WeasyPrint 70 gives a glyph the text of its first use.

A word stays with its number (Article 5, No. 2, p. 3), a number with its unit (2 per cent), a day with its month, a
title or an initial with the name (New Hart’s Rules 2.4.2, 4.2.1; Oxford Style Guide), and a spaced dash with what
stands before it. Lines are ragged and nothing is hyphenated (templates/styles/page.css): so no line is loose.
"""

from __future__ import annotations

import re
from itertools import pairwise

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = frozenset(["a", "em", "strong", "span", "cite", "b", "i", "sup", "sub", "abbr", "small"])
_UNTOUCHED = frozenset(["head", "pre", "code", "svg"])
_BARRIER = "\x1f"  # what stands on either side of it is not one text
_JOINER = "\u2060"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBERED = (
    "Articles?|Chapters?|Sections?|Parts?|Annex(?:es)?|Tables?|Figures?|Options?|Paragraphs?|Resolutions?|Principles?"
    "|articles?|chapters?|sections?|tables?|figures?|options?|paragraphs?|notes?|pages?"
    r"|[Aa]rts?\.|[Pp]aras?\.|[Ff]igs?\.|[Nn]os?\.|[Vv]ols?\.|pp?\.|nn?\.|c\."
)
_UNITS = "per cent|percent|thousand|million|billion|trillion|km|kg|cm|mm|kW|MW|GW|TWh|tonnes|hectares|°C"
_HELD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_NUMBERED})([ \n])(?=[0-9])",
        rf"[0-9]([ \n])(?=(?:{_UNITS})(?!\w))",
        r"\bper([ \n])(?=cent\b)",
        rf"\b[0-9]{{1,2}}([ \n])(?=(?:{_MONTHS})\b)",
        r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Lord|Sir)\.?([ \n])(?=[A-Z])",
        r"(?<![\w.])(?:[A-Z]\.)+([ \n])(?=[A-Z])",
        r"\S([ \n])(?=[–—](?:\s|$))",
    )
)


def hold_together(html: str) -> str:
    """Return an English page whose numbers, units, names and dashes are not torn from what they belong to."""
    pieces = _TAG.split(html)
    words = _words(pieces)
    text = "".join(words)
    held = sorted({found.end(1) for pattern in _HELD for found in pattern.finditer(text)})
    made: list[str] = []
    start = 0
    for piece, word in zip(pieces, words, strict=True):
        if piece == word:
            edges = [start, *(end for end in held if start < end <= start + len(word)), start + len(word)]
            piece = _JOINER.join(text[first:last] for first, last in pairwise(edges))
        made.append(piece)
        start += len(word)
    return "".join(made)


def _words(pieces: list[str]) -> list[str]:
    """Return what each piece of a page has to say: a text itself, an inline tag nothing, all else a barrier."""
    words: list[str] = []
    spans: list[bool] = []  # of the open spans, whether they are notes
    untouched = 0
    for piece in pieces:
        found = _NAME.match(piece) if piece.startswith("<") else None
        if not piece.startswith("<"):
            words.append(_BARRIER if untouched else piece)
            continue
        name = found[1] if found else ""
        is_closing = piece.startswith("</")
        untouched += (name in _UNTOUCHED) * (-1 if is_closing else 1)
        is_note = name == "span" and (spans.pop() if is_closing and spans else 'class="note"' in piece)
        if name == "span" and not is_closing:
            spans.append(is_note)
        words.append("" if name in _INLINE and not is_note else _BARRIER)
    return words
