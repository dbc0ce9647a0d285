"""Figures as people type them are found in running text and understood, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.dates import PartialDate, Period, in_words, period_in_words
from briefbuilder.figures import figures, same_width
from briefbuilder.numbers import number


def found(text: str, language: str) -> dict[str, str]:
    """Return each figure of a text, and what it means."""
    return {text[figure.start : figure.end]: meaning(figure.value) for figure in figures(same_width(text), language)}


def meaning(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value.start}/{value.end}" if isinstance(value, Period) else str(value)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("加盟国は32か国である。", {"32": "32"}),
        ("３２か国", {"３２": "32"}),
        ("三十一か国と五か国", {"三十一": "31", "五": "5"}),
        ("百二十か所、二〇の案", {"百二十": "120", "二〇": "20"}),
        ("人口は1億2,615万人", {"1億2,615万": "126150000"}),
        ("予算は3兆円、一億円", {"3兆": "3000000000000", "一億": "100000000"}),
        ("71.5%が賛成", {"71.5": "71.5"}),
        ("2013年4月と2007年1月12日", {"2013年4月": "2013-04", "2007年1月12日": "2007-01-12"}),
        ("二〇一三年四月", {"二〇一三年四月": "2013-04"}),
        ("令和元年5月", {"令和元年5月": "2019-05"}),
        ("平成二十五年四月", {"平成二十五年四月": "2013-04"}),
        ("令和7年（2025年）4月", {"令和7年（2025年）4月": "2025-04"}),
        ("2025（令和7）年4月", {"2025（令和7）年4月": "2025-04"}),
        ("2023年から2026年まで", {"2023年から2026年": "2023/2026"}),
        ("2023～2026年", {"2023～2026年": "2023/2026"}),
        ("2021年4月～2022年3月", {"2021年4月～2022年3月": "2021-04/2022-03"}),
    ],
)
def test_japanese_figures_are_understood(text: str, expected: dict[str, str]) -> None:
    assert found(text, "ja") == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("32 members", {"32": "32"}),
        ("Thirty-one members and five partners", {"Thirty-one": "31", "five": "5"}),
        ("ninety places, nineteen cooks", {"ninety": "90", "nineteen": "19"}),
        ("2,104 signatures", {"2,104": "2104"}),
        ("€1.5 billion and three million", {"1.5 billion": "1500000000", "three million": "3000000"}),
        ("April 2013", {"April 2013": "2013-04"}),
        ("on 12 January 2007", {"12 January 2007": "2007-01-12"}),
        ("January 12, 2007", {"January 12, 2007": "2007-01-12"}),
        ("in 2013.", {"2013": "2013"}),
        ("2023–2026", {"2023–2026": "2023/2026"}),
        ("2023-2026", {"2023-2026": "2023/2026"}),
        ("April 2021 to March 2022", {"April 2021 to March 2022": "2021-04/2022-03"}),
    ],
)
def test_english_figures_are_understood(text: str, expected: dict[str, str]) -> None:
    assert found(text, "en") == expected


@pytest.mark.parametrize(
    "text, language",
    [
        ("第5条、第十条", "ja"),
        ("令和7年度、2025年度", "ja"),
        ("2013年13月", "ja"),
        ("2024年2月30日", "ja"),
        ("CSL-31, 1.2.3 and A4", "en"),
        ("someone often weighed tens", "en"),
        ("30 February 2024", "en"),
    ],
)
def test_what_is_no_quantity_and_no_possible_date_is_no_figure_of_its_own(text: str, language: str) -> None:
    dates = [figure for figure in figures(text, language) if not isinstance(figure.value, Decimal)]
    assert not dates
    if language == "ja" and "第" in text:
        assert not figures(text, language)


@given(st.integers(0, 10**15), st.sampled_from(["ja", "en"]))
def test_every_number_that_the_program_writes_is_read_back(value: int, language: str) -> None:
    ((figure),) = figures(number(value, language=language), language)
    assert figure.value == value


@given(
    st.dates(date(1873, 1, 1), date(2099, 12, 31)),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([("ja", "gregorian"), ("ja", "era"), ("ja", "both"), ("en", "gregorian")]),
)
def test_every_date_that_the_program_writes_is_read_back(day: date, parts: int, habit: tuple[str, str]) -> None:
    when = PartialDate(*(day.year, day.month, day.day)[:parts])
    language, calendar = habit
    words = in_words(when, language=language, calendar_of=calendar)
    if "／" in words:  # two eras: 平成31／令和元年
        return
    ((figure),) = figures(words, language)
    assert figure.value == when
    assert (figure.start, figure.end) == (0, len(words))


@given(st.integers(1950, 2000), st.integers(1, 60), st.sampled_from(["ja", "en"]))
def test_every_period_that_the_program_writes_is_read_back(year: int, length: int, language: str) -> None:
    period = Period(PartialDate(year), PartialDate(year + length))
    ((figure),) = figures(period_in_words(period, language=language), language)
    assert figure.value == period
