"""The place that a citation names: read in either script, printed as the edition names it.

Pandoc's labels (manual, "Citation syntax") and their Japanese counterparts: p. 3 and 3頁, chap. 2 and 第2章, art. 5 and
第5条. A bare number is a page. What is no place that this file knows is the author's own words and stays as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of place is named. `labels` in English: every spelling; `counters` and `signs` in Japanese."""

    name: str
    one: str
    many: str
    labels: str  # a pattern
    japanese: str  # {} stands for the numbers
    counters: tuple[str, ...] = ()  # behind the numbers
    signs: tuple[str, ...] = ()  # before the numbers


_KINDS = (
    _Kind("page", "p. {}", "pp. {}", r"pp?|pages?", "{}頁", ("頁", "ページ")),
    _Kind("volume", "vol. {}", "vols {}", r"vols?|volumes?", "第{}巻", ("巻",)),
    _Kind("part", "pt. {}", "pts {}", r"pts?|parts?", "第{}部", ("部", "編")),
    _Kind("chapter", "chap. {}", "chaps. {}", r"chaps?|ch|chapters?", "第{}章", ("章",)),
    _Kind("section", "sec. {}", "secs. {}", r"secs?|sections?|§+", "第{}節", ("節",)),
    _Kind("article", "art. {}", "arts. {}", r"arts?|articles?", "第{}条", ("条",)),
    _Kind(
        "paragraph", "para. {}", "paras. {}", r"paras?|paragraphs?|¶+", "第{}段落", ("段落",), ("段落", "パラグラフ")
    ),
    _Kind("clause", "para. {}", "paras. {}", r"(?!)", "第{}項", ("項",)),
    _Kind("number", "no. {}", "nos {}", r"nos?", "第{}号", ("号",)),
    _Kind("figure", "fig. {}", "figs. {}", r"figs?|figures?", "図{}", (), ("図",)),
    _Kind("table", "table {}", "tables {}", r"tables?", "表{}", (), ("表",)),
    _Kind("note", "note {}", "notes {}", r"nn?|notes?|fn|footnotes?", "注{}", (), ("脚注", "注")),
    _Kind("line", "line {}", "lines {}", r"ll?|lines?", "{}行目", ("行目", "行")),
    _Kind("annex", "annex {}", "annexes {}", r"annex(?:es)?|app|appendix", "附属書{}", (), ("附属書", "別添")),
)
_BY_NAME = {kind.name: kind for kind in _KINDS}
# Written together in Japanese: 第5条第2項.
_STEPS = frozenset(
    [
        ("volume", "number"),
        ("part", "chapter"),
        ("chapter", "section"),
        ("article", "clause"),
        ("article", "number"),
        ("clause", "number"),
    ]
)

_TOKEN = r"(?:[0-9]+[a-z]?|[ivxlc]+|[IVXLC]+|[A-Z])(?![0-9A-Za-z])"
_DASH = r"\s*(?:[-–—~～〜]|から)\s*"
_RANGE = rf"{_TOKEN}(?:{_DASH}{_TOKEN})?"
_AND = r"\s*(?:[,、，・&]|及び|and(?=\s))\s*"
_NUMBERS = rf"{_RANGE}(?:{_AND}{_RANGE})*"
_END = r"(?=[\s,、，第(]|$)"  # a place ends with its word, or another follows at once: 第5条第2項
_COUNTERS = {counter: kind for kind in _KINDS for counter in kind.counters}
_SIGNS = {sign: kind for kind in _KINDS for sign in kind.signs}


def _any(words: dict[str, _Kind]) -> str:
    return "|".join(sorted(words, key=lambda word: -len(word)))


_ENGLISH = tuple((re.compile(rf"(?:(?i:{kind.labels}))\.?\s*({_NUMBERS}){_END}"), kind) for kind in _KINDS)
_COUNTED = re.compile(rf"第?\s*({_NUMBERS})\s*({_any(_COUNTERS)})((?:の[0-9]+)?){_END}")
# Behind a sign, numbers go on to the end or to the next sign only: in 図1、2、3行目 they are those of the lines.
_SIGNED = re.compile(
    rf"({_any(_SIGNS)})\s*[（(]?({_RANGE}(?:(?:{_AND}{_RANGE})+(?=\s*(?:$|[、,]\s*(?:{_any(_SIGNS)}))))?)[)）]?{_END}"
)
_BARE = re.compile(rf"([0-9]+(?:{_DASH}[0-9]+)?(?:{_AND}[0-9]+(?:{_DASH}[0-9]+)?)*)(?=\s*(?:[,、，]|$))")
_CLAUSES = re.compile(r"\(([0-9]+)\)")  # art. 5(2)
_GAP = re.compile(r"\s*[,、，]\s*|\s+")
# Full-width letters and figures, one for one; the wave dash is a dash already.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}

_Part = tuple[_Kind, tuple[str, ...]]  # a kind, and its ranges as "3" or "3-5"


@dataclass(frozen=True, slots=True)
class Locator:
    """The places that a citation names, and the author's words behind them, with the comma or space before them."""

    parts: tuple[_Part, ...]
    suffix: str


def parse(text: str) -> Locator:
    """Read what follows a source's key and its comma: "p. 3", "第5条第2項", "pp. 3-5, 8, fig. 2, and elsewhere"."""
    own = text.strip()
    rest, gap = own.translate(_WIDE), ", "
    parts: list[_Part] = []
    while rest and (found := _part(rest, is_first=not parts)):
        more, end = found
        parts += more
        between = _GAP.match(rest, end)
        rest, gap = rest[between.end() if between else end :], between[0] if between else ""
    suffix = (gap if gap.isspace() else ", ") + own[-len(rest) :] if rest else ""
    return Locator(tuple(_merged(parts)), suffix)


def _part(text: str, *, is_first: bool) -> tuple[list[_Part], int] | None:
    for pattern, kind in _ENGLISH:
        if found := pattern.match(text):
            parts, end = [(kind, _ranges(found[1]))], found.end()
            while clause := _CLAUSES.match(text, end):
                parts.append((_BY_NAME["clause" if len(parts) == 1 else "number"], (clause[1],)))
                end = clause.end()
            return parts, end
    if found := _COUNTED.match(text):
        kind = _COUNTERS[found[2]]
        return [(kind, _ranges(found[1] + found[3]))], found.end()
    if found := _SIGNED.match(text):
        return [(_SIGNS[found[1]], _ranges(found[2]))], found.end()
    if is_first and (found := _BARE.match(text)):
        return [(_BY_NAME["page"], _ranges(found[1]))], found.end()
    return None


def _ranges(numbers: str) -> tuple[str, ...]:
    return tuple(re.sub(_DASH, "-", part) for part in re.split(_AND, numbers))


def _merged(parts: list[_Part]) -> list[_Part]:
    """Join what is of one kind (3頁、5頁), and read a paragraph behind an article as its clause (第5条第2項)."""
    made: list[_Part] = []
    for kind, ranges in parts:
        last = made[-1][0].name if made else ""
        if last == "article" and kind.name == "paragraph":
            made.append((_BY_NAME["clause"], ranges))
        elif last == kind.name:
            made[-1] = (kind, made[-1][1] + ranges)
        else:
            made.append((kind, ranges))
    return made


def in_words(locator: Locator, language: str) -> str:
    """Return the places as an edition names them: pp. 3–5, 8 / 3～5、8頁. Empty when there are none."""
    words, before = "", ""
    for kind, ranges in locator.parts:
        is_step = (before, kind.name) in _STEPS
        if language == "ja":
            words += ("" if is_step or not words else "、") + _japanese(kind, ranges)
        else:
            is_item = is_step and kind.name == "number" and before != "volume"
            words += (", " if words else "") + ("item {}" if is_item else _form(kind, ranges)).format(_figures(ranges))
        before = kind.name
    return words


def _japanese(kind: _Kind, ranges: tuple[str, ...]) -> str:
    if kind.signs and not kind.counters:
        return "、".join(kind.japanese.format(part.replace("-", "～")) for part in ranges)  # 図1、図2
    numbers, inserted, further = "、".join(ranges).replace("-", "～").partition("の")
    return f"{kind.japanese.format(numbers)}{inserted}{further}"  # 第9条の2


def _form(kind: _Kind, ranges: tuple[str, ...]) -> str:
    return kind.one if len(ranges) == 1 and "-" not in ranges[0] else kind.many


def _figures(ranges: tuple[str, ...]) -> str:
    return ", ".join(part.replace("-", "–").replace("の", "-") for part in ranges)
