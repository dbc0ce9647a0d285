"""Facts: which value holds on a day, and its words in both languages. Nothing is ever rounded."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Place
from briefbuilder.facts import in_language, value_on
from briefbuilder.library import Bilingual, BilingualList, Fact, FactValue, Places
from briefbuilder.numbers import money, number

NOWHERE = Place("facts.yaml")


def value(known: Any, since: str = "2020", until: str | None = None) -> FactValue:
    to = PartialDate.parse(until) if until else None
    return FactValue(known, PartialDate.parse(since), to, ("somebody",), None, NOWHERE)


def fact(*values: FactValue, kind: str = "count", currency: str | None = None, **say: dict[str, str]) -> Fact:
    label = Bilingual("数", "Number")
    return Fact(
        id="some",
        place=NOWHERE,
        places=Places(NOWHERE),
        label=label,
        type=kind,
        say=say,
        currency=currency,
        use="plain",
        attribute_to=None,
        handling="public",
        confidence="",
        values=values,
        claims=(),
        review=None,
        note=None,
    )


def words(known: Any, language: str, *, bare: bool = False, calendar: str = "gregorian", **about: Any) -> str:
    held = value(known)
    return in_language(fact(held, **about), held, language=language, calendar=calendar, bare=bare)


# --- which value holds ---


@pytest.mark.parametrize(
    "day, known",
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), 1),  # the first day
        (date(2025, 4, 30), 1),  # the last day of the month that it holds to
        (date(2025, 5, 1), None),  # a gap
        (date(2025, 5, 31), None),
        (date(2025, 6, 1), 2),
        (date(2025, 6, 15), 2),  # the last day itself
        (date(2025, 6, 16), None),
        (date(2026, 1, 1), 3),
        (date(2099, 1, 1), 3),  # open
    ],
)
def test_a_value_holds_from_its_first_day_to_its_last(day: date, known: int | None) -> None:
    some = fact(
        value(1, "2025", "2025-04"),
        value(2, "2025-06", "2025-06-15"),
        value(3, "2026"),
    )
    found = value_on(some, day, {})
    assert (found.value if found else None) == known


def test_of_two_values_the_one_that_began_last_holds() -> None:
    later, earlier = value("new", "2025-03"), value("old", "2025-01")
    assert value_on(fact(later, earlier), date(2025, 4, 1), {}) is later
    assert value_on(fact(earlier, later), date(2025, 4, 1), {}) is later
    assert value_on(fact(earlier, later), date(2025, 2, 28), {}) is earlier


def test_a_fact_without_values_has_none() -> None:
    assert value_on(fact(), date(2025, 1, 1), {}) is None


# --- numbers ---


@pytest.mark.parametrize(
    "known, in_japanese, in_english",
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (1240, "1,240", "1,240"),
        (9999, "9,999", "9,999"),
        (10_000, "1万", "10,000"),
        (10_001, "1万1", "10,001"),
        (117_800, "11万7,800", "117,800"),
        (999_999, "99万9,999", "999,999"),
        (1_000_000, "100万", "1 million"),
        (69_860_000, "6,986万", "69.86 million"),
        (100_000_000, "1億", "100 million"),
        (126_146_099, "1億2,614万6,099", "126,146,099"),  # never "about 126 million"
        (126_150_000, "1億2,615万", "126.15 million"),
        (1_001_000_000, "10億100万", "1.001 billion"),
        (1_230_000_000, "12億3,000万", "1.23 billion"),
        (1_000_000_000_000, "1兆", "1 trillion"),
        (1_000_000_000_001, "1兆1", "1,000,000,000,001"),
        (8_700_000_000_000, "8兆7,000億", "8.7 trillion"),
        (71.5, "71.5", "71.5"),
        (0.9, "0.9", "0.9"),
        (0.0625, "0.0625", "0.0625"),
        (12345.67, "12,345.67", "12,345.67"),
        (1e7, "1,000万", "10 million"),
        (-5, "−5", "−5"),
        (-12_000_000, "−1,200万", "−12 million"),
    ],
)
def test_a_number_is_written_as_each_language_writes_it(known: float, in_japanese: str, in_english: str) -> None:
    assert number(known, language="ja") == in_japanese
    assert number(known, language="en") == in_english


@pytest.mark.parametrize(
    "known, currency, in_japanese, in_english",
    [
        (310, "JPY", "310円", "¥310"),
        (1_500_000_000, "EUR", "15億ユーロ", "€1.5 billion"),
        (2.5, "USD", "2.5ドル", "US$2.5"),
        (40_000_000, "GBP", "4,000万ポンド", "£40 million"),
        (-310, "JPY", "−310円", "−¥310"),
    ],
)
def test_a_sum_of_money_names_its_currency(known: float, currency: str, in_japanese: str, in_english: str) -> None:
    assert money(known, currency=currency, language="ja") == in_japanese
    assert money(known, currency=currency, language="en") == in_english
    assert words(known, "ja", kind="money", currency=currency) == in_japanese
    assert words(known, "en", kind="money", currency=currency) == in_english


_UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4, "": 1, "trillion": 10**12, "billion": 10**9, "million": 10**6}


def read_back(written: str, language: str) -> Decimal:
    """Read a printed number as a person would."""
    sign = -1 if written.startswith("−") else 1
    plain = written.removeprefix("−").replace(",", "")
    if language == "en":
        figures, _, unit = plain.partition(" ")
        return sign * Decimal(figures) * _UNITS[unit]
    assert re.fullmatch(r"(\d+兆)?(\d+億)?(\d+万)?(\d+(\.\d+)?)?", plain), plain
    parts = re.findall(r"([\d.]+)([兆億万]?)", plain)
    return sign * sum(Decimal(figures) * _UNITS[unit] for figures, unit in parts)


NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18),
    st.integers(1, 10**6).map(lambda few: few * 10**6),
    st.decimals(-(10**7), 10**7, places=4).map(float),
)


@pytest.mark.parametrize("language", ["ja", "en"])
@given(known=NUMBERS)
def test_a_printed_number_reads_back_as_the_same_value(language: str, known: float) -> None:
    assert read_back(number(known, language=language), language) == Decimal(str(known))


# --- wordings ---


PUPILS = {"ja": {"other": "{value}人"}, "en": {"one": "{value} pupil", "other": "{value} pupils"}}


@pytest.mark.parametrize(
    "known, in_japanese, in_english",
    [
        (0, "0人", "0 pupils"),
        (1, "1人", "one pupil"),
        (2, "2人", "two pupils"),
        (9, "9人", "nine pupils"),
        (10, "10人", "10 pupils"),
        (1240, "1,240人", "1,240 pupils"),
    ],
)
def test_a_count_takes_the_plural_of_its_language(known: int, in_japanese: str, in_english: str) -> None:
    assert words(known, "ja", **PUPILS) == in_japanese
    assert words(known, "en", **PUPILS) == in_english


def test_a_wording_without_a_singular_serves_for_one() -> None:
    assert words(1, "en", en={"other": "{value} sheep"}) == "one sheep"


def test_a_bare_value_goes_without_its_wording() -> None:
    assert words(1240, "en", bare=True, **PUPILS) == "1,240"
    assert words(1240, "ja", bare=True, **PUPILS) == "1,240"


def test_a_fact_without_a_wording_prints_its_value() -> None:
    assert words(1240, "en") == "1,240"


def test_a_percentage_is_written_with_its_sign() -> None:
    about = {"ja": {"other": "約{value}"}, "en": {"other": "about {value}"}}
    assert words(1.3, "ja", kind="percent", **about) == "約1.3%"
    assert words(1.3, "en", kind="percent", **about) == "about 1.3%"


def test_a_list_is_joined_as_its_language_joins() -> None:
    some = BilingualList(("日本", "韓国", "豪州"), ("Japan", "South Korea", "Australia"))
    assert words(some, "ja", kind="list") == "日本、韓国、豪州"
    assert words(some, "en", kind="list") == "Japan, South Korea and Australia"


def test_a_text_is_printed_in_the_language_of_the_edition() -> None:
    known = Bilingual("学校給食センター", "central kitchen")
    assert words(known, "ja", kind="text") == "学校給食センター"
    assert words(known, "en", kind="text") == "central kitchen"
    assert words("HACCP", "ja", kind="text") == words("HACCP", "en", kind="text") == "HACCP"


def test_a_date_follows_the_calendar_of_the_reader() -> None:
    opened = PartialDate.parse("1978")
    assert words(opened, "ja", kind="date", calendar="era") == "昭和53年"
    assert words(opened, "ja", kind="date", calendar="both") == "昭和53年（1978年）"
    assert words(opened, "en", kind="date", calendar="era", en={"other": "in {value}"}) == "in 1978"


def test_a_period_is_worded_as_a_period() -> None:
    plan = Period.parse("2026/2030")
    assert words(plan, "ja", kind="period", calendar="era") == "令和8年から令和12年まで"
    assert words(plan, "en", kind="period") == "2026–2030"
