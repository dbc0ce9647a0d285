"""Letters and signs that a text should not be written with in its language, and those that belong there.

The page prints what was typed: a slip is told to its author instead of being mended unseen, so that the text of the
PDF, the term base and the search for figures all see the same letters. Japanese: Latin letters and digits half-width,
marks beside Japanese letters full-width (公用文作成の考え方 I-2). English: curly quotation marks, dashes, one sign for
an ellipsis. Code spans, marks and addresses are left alone (`syntax.words`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_JAPANESE = "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_WIDE = str.maketrans("(),.:;?!｡｢｣､･", "（）、。：；？！。「」、・")
_HALF_WIDTH = re.compile(rf"(?<={_JAPANESE})[(),.:;?!](?!\.)|(?<!\.)[(),;?!](?={_JAPANESE})|[｡｢｣､･]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．，][０-９]+)*")
_KANA = re.compile("[\uff66-\uff9f]+")
_DOTS = re.compile(r"(?<!\.)\.\.\.(?!\.)")
_QUOTES = re.compile("[\"']")
_HYPHENS = re.compile(r"(?<=[^\s|:-]) --?-? (?=[^\s|:-])|(?<=[^\W_])---?(?=[^\W_])")
_BESIDE = "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # letters and marks: 『白書』（2024）
_FOREIGN = re.compile(f"(?<!{_BESIDE})[（），：；？！](?!{_BESIDE})")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[‘“—–-])[*_]*$")

_IS_FULL = '"{found}" is full-width'
_IS_HALF = 'the half-width "{found}" stands in Japanese'
_NO_ELLIPSIS = '"{found}" is no ellipsis'
_STRAIGHT = "a typewriter’s quotation mark: {found}"
_NO_DASH = '"{found}" is no dash'
TEMPLATES = (_IS_FULL, _IS_HALF, _NO_ELLIPSIS, _STRAIGHT, _NO_DASH)  # all that a slip may say


@dataclass(frozen=True, slots=True)
class Slip:
    """What should not stand in a text: its offset, a sentence on it, what is written, and what belongs there."""

    offset: int
    template: str
    found: str
    preferred: str


def slips(words: str, language: str) -> Iterator[Slip]:
    """Yield the slips of a text in the order of its rules. `words` has its marks blanked."""
    yield from _japanese(words) if language == "ja" else _english(words)


def _japanese(words: str) -> Iterator[Slip]:
    for found in _FULL_WIDTH.finditer(words):
        right = unicodedata.normalize("NFKC", found[0])
        yield Slip(found.start(), _IS_FULL, found[0], right)
    for found in _HALF_WIDTH.finditer(words):
        yield Slip(found.start(), _IS_HALF, found[0], found[0].translate(_WIDE))
    for found in _KANA.finditer(words):
        right = unicodedata.normalize("NFKC", found[0])
        yield Slip(found.start(), _IS_HALF, found[0], right)
    for found in _DOTS.finditer(words):
        yield Slip(found.start(), _NO_ELLIPSIS, found[0], "……")


def _english(words: str) -> Iterator[Slip]:
    for found in _QUOTES.finditer(words):
        is_opening = _BEFORE_OPENING.search(words[max(0, found.start() - 4) : found.start()])
        is_year = re.match(r"\d0s\b", words[found.end() :])  # the ’90s
        pair = "“”" if found[0] == '"' else "‘’"
        right = pair[0] if is_opening and not is_year else pair[1]
        yield Slip(found.start(), _STRAIGHT, found[0], right)
    for found in _HYPHENS.finditer(words):
        yield Slip(found.start(), _NO_DASH, found[0], " – ")
    for found in _FOREIGN.finditer(words):
        right = unicodedata.normalize("NFKC", found[0])
        yield Slip(found.start(), _IS_FULL, found[0], right)
    for found in _DOTS.finditer(words):
        yield Slip(found.start(), _NO_ELLIPSIS, found[0], "…")
