"""Dates that are no more precise than what is known, and the words for them in both languages.

Authors write a subset of EDTF (ISO 8601-2): 2023, 2023-05, 2023-05-23, periods 2023/2026 and, open, 2023/..; beside
it FY2025, the Japanese fiscal year that begins in April 2025. Babel has no Japanese calendar, so the era table stands
here: 元号法 and the dates of accession, Gregorian since 1873 (太政官布告第337号, 1872). Fiscal years run from April
to March since FY1886 (明治19年度).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FISCAL_FORM = re.compile(r"FY([0-9]{4})")
# First day of each era.
_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
_GREGORIAN_SINCE = 1873
_FISCAL_SINCE = 1886
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day (what is not known is 0), or the fiscal year that begins in April of `year`."""

    year: int
    month: int = 0
    day: int = 0
    is_fiscal: bool = False

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "2023", "2023-05" or "2023-05-23". Raises ValueError for anything else and for days that never were."""
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a date")
        year, month, day = (int(part or 0) for part in found.groups())
        made = cls(year, month, day)
        if "-00" in text or made.month > 12:
            raise ValueError(f"{text!r} is not a date")
        date(made.year, made.month or 1, made.day or 1)
        return made

    @classmethod
    def parse_any(cls, text: str) -> PartialDate:
        """Read a date, or a fiscal year from 1886 on as in "FY2025". Raises ValueError for anything else."""
        if not (found := _FISCAL_FORM.fullmatch(text)):
            return cls.parse(text)
        if not _FISCAL_SINCE <= int(found[1]) < date.max.year:
            raise ValueError(f"{text!r} is not a fiscal year")
        return cls(int(found[1]), is_fiscal=True)

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or (4 if self.is_fiscal else 1), self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        if self.is_fiscal:
            return date(self.year + 1, 3, 31)
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_end_of_month(self) -> bool:
        """Say whether it is the last day of a month."""
        return self.day > 0 and self.first == PartialDate(self.year, self.month).last

    def __str__(self) -> str:
        if self.is_fiscal:
            return f"FY{self.year}"
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Period:
    """From one partial date to another, both included; without an end it is still going on."""

    start: PartialDate
    end: PartialDate | None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2023/2026" or "2023/..". Raises ValueError when it is not a period or ends before it begins."""
        start, slash, end = text.partition("/")
        if not slash:
            raise ValueError(f"{text!r} is not a period")
        made = cls(PartialDate.parse_any(start), None if end == ".." else PartialDate.parse_any(end))
        if made.end and made.end.last < made.start.first:
            raise ValueError(f"{text!r} ends before it begins")
        return made


def era_began(name: str) -> int:
    """Return the year of an era's first day: 2019 for 令和. Raises KeyError for what is no era since 1868."""
    return {era: start.year for start, era in _ERAS}[name]


def of_day(day: date) -> PartialDate:
    """Return a whole day as a partial date."""
    return PartialDate(day.year, day.month, day.day)


def in_words(when: PartialDate, *, language: str, calendar_of: str = "gregorian") -> str:
    """Return a date in the words of a language.

    `calendar_of` is the audience's habit for Japanese: gregorian 2023年5月, era 令和5年5月, both 令和5年（2023年）5月,
    gregorian-era 2023（令和5）年5月. English is always Gregorian: 23 May 2023. A fiscal year is 令和7年度 / FY2025.
    Raises ValueError for an era date before 1873.
    """
    if language == "ja":
        return _year_in_japanese(when, calendar_of) + _month_and_day(when)
    if when.is_fiscal:
        return f"FY{when.year}"
    words = [str(when.day)] if when.day else []
    words += [MONTHS[when.month - 1]] if when.month else []
    return " ".join([*words, str(when.year)])


def as_of_in_words(when: PartialDate, *, language: str, calendar_of: str = "gregorian") -> str:
    """Return the day to which a figure refers: as `in_words`, but a month's last day as its end.

    2025年6月末 / the end of June 2025.
    """
    if not when.is_end_of_month:
        return in_words(when, language=language, calendar_of=calendar_of)
    if language == "ja":  # the era is that of the very day, where the month alone might lie in two
        return f"{_year_in_japanese(when, calendar_of)}{when.month}月末"
    return f"the end of {in_words(PartialDate(when.year, when.month), language=language)}"


def period_in_words(period: Period, *, language: str, calendar_of: str = "gregorian") -> str:
    """Return a period in words: 2023年から2026年まで; 2023–2026, April 2021 to March 2022, from June 2022."""
    start = in_words(period.start, language=language, calendar_of=calendar_of)
    if period.end is None:
        return f"{start}以降" if language == "ja" else f"from {start}"
    end = in_words(period.end, language=language, calendar_of=calendar_of)
    if language == "ja":
        return f"{start}から{end}まで"
    return f"{start}–{end}" if start.isdigit() and end.isdigit() else f"{start} to {end}"


def _year_in_japanese(when: PartialDate, calendar_of: str) -> str:
    unit = "年度" if when.is_fiscal else "年"
    gregorian = f"{when.year}{unit}"
    if calendar_of == "gregorian":
        return gregorian
    era = "／".join(_era_years(when))
    if calendar_of == "gregorian-era":
        return f"{when.year}（{era}）{unit}"
    return f"{era}{unit}" if calendar_of == "era" else f"{era}{unit}（{gregorian}）"


def _era_years(when: PartialDate) -> list[str]:
    """Return the era years that the date can mean: two where a year or month lies over a boundary (平成31／令和元).

    A fiscal year is called after the calendar year in which it begins: FY1988 is 昭和63年度 to its end, since FY1989 is
    平成元年度.
    """
    if when.year < _GREGORIAN_SINCE:
        raise ValueError(f"{when}: era dates before 1873 follow the old calendar")
    first, last = when.first, min(when.last, date(when.year, 12, 31))
    found = []
    for start, name in reversed(_ERAS):
        later = [other for other, _ in _ERAS if other > start]
        end = min(later) if later else date.max
        if last >= start and first < end:
            year = when.year - start.year + 1
            found.append(f"{name}{'元' if year == 1 else year}")
    return found


def _month_and_day(when: PartialDate) -> str:
    return (f"{when.month}月" if when.month else "") + (f"{when.day}日" if when.day else "")
