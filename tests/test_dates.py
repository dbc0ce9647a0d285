"""Dates: no more precise than what is known, in the words of each language and the calendar of each reader."""

from __future__ import annotations

from datetime import date

import pytest

from briefbuilder.dates import PartialDate, Period, in_words, of_day, period_in_words


def japanese(text: str, calendar: str = "era") -> str:
    return in_words(PartialDate.parse(text), language="ja", calendar_of=calendar)


def english(text: str, calendar: str = "gregorian") -> str:
    return in_words(PartialDate.parse(text), language="en", calendar_of=calendar)


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-05", date(2023, 5, 1), date(2023, 5, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_date_means_all_the_days_that_it_leaves_open(text: str, first: date, last: date) -> None:
    when = PartialDate.parse(text)
    assert (when.first, when.last) == (first, last)
    assert str(when) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-5",
        "2023-13",
        "2023-00",
        "2023-05-00",
        "2023-00-05",
        "2023-02-29",
        "2023-04-31",
        "2023-05-32",
        "0000",
        "2023/05",
        "2023-05-23T00:00",
        " 2023",
        "2023\n",
        "２０２３",
        "令和5年",
    ],
)
def test_a_date_that_is_none_or_never_was_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_a_whole_day_is_a_date_too() -> None:
    assert of_day(date(2026, 11, 24)) == PartialDate(2026, 11, 24)


@pytest.mark.parametrize(
    "text, words",
    [
        # The day before and the first day of each era.
        ("1912-07-29", "明治45年7月29日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1989-01-08", "平成元年1月8日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        # 明治 from the first day of the Gregorian calendar in Japan.
        ("1873-01-01", "明治6年1月1日"),
        # Second years and today.
        ("1913", "大正2年"),
        ("1927", "昭和2年"),
        ("1990", "平成2年"),
        ("2020", "令和2年"),
        ("2026-11-24", "令和8年11月24日"),
    ],
)
def test_an_era_begins_on_its_first_day_with_the_year_gannen(text: str, words: str) -> None:
    assert japanese(text) == words


@pytest.mark.parametrize(
    "text, words",
    [
        ("1912", "明治45／大正元年"),
        ("1912-07", "明治45／大正元年7月"),
        ("1926", "大正15／昭和元年"),
        ("1926-12", "大正15／昭和元年12月"),
        ("1989", "昭和64／平成元年"),
        ("1989-01", "昭和64／平成元年1月"),
        ("2019", "平成31／令和元年"),
        # The months beside a boundary lie in one era only.
        ("2019-04", "平成31年4月"),
        ("2019-05", "令和元年5月"),
        ("1989-02", "平成元年2月"),
    ],
)
def test_a_year_or_month_over_a_boundary_names_both_eras(text: str, words: str) -> None:
    assert japanese(text) == words


@pytest.mark.parametrize("text", ["1872", "1872-12-31", "1868-01-25", "1600"])
@pytest.mark.parametrize("calendar", ["era", "both"])
def test_an_era_date_under_the_old_calendar_is_refused(text: str, calendar: str) -> None:
    with pytest.raises(ValueError, match="before 1873"):
        japanese(text, calendar)


def test_a_gregorian_date_may_lie_in_any_year() -> None:
    assert japanese("1600-10-21", "gregorian") == "1600年10月21日"


@pytest.mark.parametrize(
    "calendar, words",
    [
        ("gregorian", ["2023年", "2023年5月", "2023年5月3日"]),
        ("era", ["令和5年", "令和5年5月", "令和5年5月3日"]),
        ("both", ["令和5年（2023年）", "令和5年（2023年）5月", "令和5年（2023年）5月3日"]),
    ],
)
def test_a_japanese_reader_gets_the_calendar_of_his_habit(calendar: str, words: list[str]) -> None:
    assert [japanese(text, calendar) for text in ("2023", "2023-05", "2023-05-03")] == words


@pytest.mark.parametrize("calendar", ["gregorian", "era", "both"])
def test_an_english_date_is_british_and_gregorian_whatever_the_habit(calendar: str) -> None:
    assert english("2023", calendar) == "2023"
    assert english("2023-05", calendar) == "May 2023"
    assert english("2023-05-03", calendar) == "3 May 2023"
    assert english("2019-12-31", calendar) == "31 December 2019"


@pytest.mark.parametrize(
    "text, calendar, in_japanese, in_english",
    [
        ("2023/2026", "gregorian", "2023年から2026年まで", "2023–2026"),
        ("2023/2026", "era", "令和5年から令和8年まで", "2023–2026"),
        ("2021-04/2022-03", "gregorian", "2021年4月から2022年3月まで", "April 2021 to March 2022"),
        ("2021/2022-03", "gregorian", "2021年から2022年3月まで", "2021 to March 2022"),
        ("2019/2020", "both", "平成31／令和元年（2019年）から令和2年（2020年）まで", "2019–2020"),
        ("2026-03-19/2026-03-19", "gregorian", "2026年3月19日から2026年3月19日まで", "19 March 2026 to 19 March 2026"),
    ],
)
def test_a_period_names_both_its_ends(text: str, calendar: str, in_japanese: str, in_english: str) -> None:
    period = Period.parse(text)
    assert period_in_words(period, language="ja", calendar_of=calendar) == in_japanese
    assert period_in_words(period, language="en", calendar_of=calendar) == in_english


@pytest.mark.parametrize("text", ["2023", "2026/2023", "2026-05/2026-04", "2023/", "/2023", "2023/2024/2025"])
def test_a_period_that_is_none_or_runs_backwards_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)


def test_a_period_within_one_year_may_name_the_year_and_a_month_of_it() -> None:
    assert Period.parse("2026/2026-03").start == PartialDate(2026)
    assert Period.parse("2026-05/2026").end == PartialDate(2026)
