"""Figures as people type them: numbers, sums, percentages, dates and periods in running text, and what they mean.

Figures and kanji (三十一, 二〇一三), full width, 億 and 万, English words up to ninety-nine, million and billion; dates
of both calendars (元年 too). Fiscal years, and what is no quantity (第5条, 1.2.3), are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from briefbuilder.dates import MONTHS, PartialDate, Period, era_began

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width forms, letter for letter
_KANJI = {letter: value for value, letter in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1000}
_UNITS = {"万": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,9})?|[0-9]{1,18}(?:\.[0-9]{1,9})?"
_NUMERALS = "[〇一二三四五六七八九十百千]{1,18}"
_PART = rf"(?:{_DIGITS}|{_NUMERALS})"
_JAPANESE = re.compile(
    rf"(?<![0-9A-Za-z.,第〇一二三四五六七八九十百千万億兆])(?:{_PART}[兆億万]){{0,3}}{_PART}[兆億万]?(?!\.?[0-9])"
)
_WORDS = rf"(?:(?:{'|'.join(_DECADES)})(?:-(?:{'|'.join(_ONES[1:10])}))?|(?:{'|'.join(reversed(_ONES))}))"
_ENGLISH = re.compile(
    rf"(?<![\w.,-])(?:{_DIGITS}|\b{_WORDS}\b)(?:\s(?:{'|'.join(_SCALES)})\b)?(?![0-9]|[.,][0-9])", re.IGNORECASE
)

_NUMBER_OF_DATE = rf"(?:元|[0-9]{{1,4}}|{_NUMERALS})"
_ERA = "令和|平成|昭和|大正|明治"
_OTHER = rf"(?:[（(](?:{_ERA})?{_NUMBER_OF_DATE}年?[)）])?"  # the year by the other calendar
_JAPANESE_DATE = re.compile(
    rf"(?<![0-9〇一二三四五六七八九十百千.])"
    rf"(?:(?P<era>{_ERA})(?P<of>{_NUMBER_OF_DATE})|(?P<year>[0-9]{{4}}|[〇一二三四五六七八九]{{4}}))"
    rf"{_OTHER}年(?![度代間]){_OTHER}"
    rf"(?:(?P<month>{_NUMBER_OF_DATE})月(?:(?P<day>{_NUMBER_OF_DATE})日)?)?"
)
_MONTH = "|".join(MONTHS)
_YEAR = r"(?<![\w.,])(?<!(?<![0-9]{4})-)(?P<year>1[0-9]{3}|20[0-9]{2})(?![\w]|[.,][0-9])"
_ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s)?(?P<month>{_MONTH})\s(?:(?P<day2>[0-9]{{1,2}}),\s)?"
    rf"(?P<year>[0-9]{{4}})\b|{_YEAR.replace('year', 'only')}"
)
_BARE_YEAR = re.compile(r"(?<![0-9])([0-9]{4})年?(?=\s?(?:から|[～〜~–-])\s?[0-9]{4}年)")
_JOINTS = {"ja": re.compile(r"\s?(?:から|[～〜~–-])\s?"), "en": re.compile(r"\s?(?:–|-|\bto\b|\band\b|\buntil\b)\s?")}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: where it stands (offsets), and what it means; `has_digits` unlike 三十一 or thirty-one."""

    start: int
    end: int
    value: Decimal | PartialDate | Period
    has_digits: bool = True


def same_width(text: str) -> str:
    """Return the text with full-width letters, digits and signs in their usual width, at the same offsets."""
    return text.translate(_WIDE)


def figures(text: str, language: str) -> tuple[Figure, ...]:
    """Return the figures of a text (see `same_width`) in its order; a date is no number, a period no two dates."""
    found = _joined(list(_dates(text, language)), text, language)
    rest = list(text)
    for figure in found:
        rest[figure.start : figure.end] = "\0" * (figure.end - figure.start)
    return tuple(sorted([*found, *_numbers("".join(rest), language)], key=lambda figure: figure.start))


def _dates(text: str, language: str) -> Iterator[Figure]:
    pattern = _JAPANESE_DATE if language == "ja" else _ENGLISH_DATE
    for match in pattern.finditer(text):
        when = _japanese_date(match) if language == "ja" else _english_date(match)
        if when:
            yield Figure(match.start(), match.end(), when)
    if language == "ja":
        for match in _BARE_YEAR.finditer(text):
            if not match[0].endswith("年"):
                yield Figure(match.start(), match.end(), PartialDate(int(match[1])))


def _japanese_date(match: re.Match[str]) -> PartialDate | None:
    year = _integer(match["year"]) if match["year"] else era_began(match["era"]) + _integer(match["of"]) - 1
    return _date(year, *(_integer(match[name]) if match[name] else 0 for name in ("month", "day")))


def _english_date(match: re.Match[str]) -> PartialDate | None:
    if match["only"]:
        return PartialDate(int(match["only"]))
    return _date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"] or match["day2"] or 0))


def _date(year: int, month: int, day: int) -> PartialDate | None:
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    try:
        return PartialDate.parse("-".join(parts))
    except ValueError:
        return None


def _integer(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isascii() else int(_kanji(text))


def _joined(dates: list[Figure], text: str, language: str) -> list[Figure]:
    """Return the dates, each two with a joint between them (から, –, to) as one period."""
    made: list[Figure] = []
    for figure in sorted(dates, key=lambda figure: figure.start):
        before = made[-1] if made else None
        if (
            before
            and isinstance(before.value, PartialDate)
            and isinstance(figure.value, PartialDate)
            and _JOINTS[language].fullmatch(text[before.end : figure.start])
            and before.value.first < figure.value.first
        ):
            made[-1] = Figure(before.start, figure.end, Period(before.value, figure.value))
        else:
            made.append(figure)
    return made


def _numbers(text: str, language: str) -> Iterator[Figure]:
    for match in (_JAPANESE if language == "ja" else _ENGLISH).finditer(text):
        value = _mixed(match[0]) if language == "ja" else _spelled(match[0])
        yield Figure(match.start(), match.end(), value, has_digits=any(letter.isdigit() for letter in match[0]))


def _mixed(text: str) -> Decimal:
    """Return the value of 1億2,615万, 三十一 or 2,104."""
    total = Decimal(0)
    for part, unit in re.findall(rf"({_PART})([兆億万]?)", text):
        number = Decimal(part.replace(",", "")) if part[0].isascii() else _kanji(part)
        total += number * _UNITS.get(unit, 1)
    return total


def _kanji(text: str) -> Decimal:
    if not set(text) & _TENS.keys():
        return Decimal("".join(str(_KANJI[letter]) for letter in text))
    total = digit = 0
    for letter in text:
        if letter in _TENS:
            total += (digit or 1) * _TENS[letter]
            digit = 0
        else:
            digit = _KANJI[letter]
    return Decimal(total + digit)


def _spelled(text: str) -> Decimal:
    """Return the value of 1.5 billion, thirty-one or 2,104."""
    number, _, scale = text.lower().partition(" ")
    if number[0].isdigit():
        value = Decimal(number.replace(",", ""))
    else:
        decade, _, one = number.partition("-")
        tens = (_DECADES.index(decade) + 2) * 10 if decade in _DECADES else _ONES.index(decade)
        value = Decimal(tens + (_ONES.index(one) if one else 0))
    return value * _SCALES.get(scale.strip(), 1)
