"""Dates: no more precise than what is known, in the words of each language and the calendar of each reader."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.dates import PartialDate, Period, as_of_in_words, in_words, of_day, period_in_words


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
    year, rest = words.split("年", 1)
    assert japanese(text, "gregorian-era") == f"{text[:4]}（{year}）年{rest}"
    assert japanese(text, "both") == f"{year}年（{text[:4]}年）{rest}"


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
    year, rest = words.split("年", 1)
    assert japanese(text, "gregorian-era") == f"{text[:4]}（{year}）年{rest}"


@pytest.mark.parametrize("text", ["1872", "1872-12-31", "1868-01-25", "1600"])
@pytest.mark.parametrize("calendar", ["era", "both", "gregorian-era"])
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
        ("gregorian-era", ["2023（令和5）年", "2023（令和5）年5月", "2023（令和5）年5月3日"]),
    ],
)
def test_a_japanese_reader_gets_the_calendar_of_his_habit(calendar: str, words: list[str]) -> None:
    assert [japanese(text, calendar) for text in ("2023", "2023-05", "2023-05-03")] == words


@pytest.mark.parametrize("calendar", ["gregorian", "era", "both", "gregorian-era"])
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
        ("FY2021/FY2025", "era", "令和3年度から令和7年度まで", "FY2021 to FY2025"),
        ("2022-06/..", "gregorian", "2022年6月以降", "from June 2022"),
        ("FY2025/..", "both", "令和7年度（2025年度）以降", "from FY2025"),
        ("2026-03-19/2026-03-19", "gregorian", "2026年3月19日から2026年3月19日まで", "19 March 2026 to 19 March 2026"),
    ],
)
def test_a_period_names_both_its_ends(text: str, calendar: str, in_japanese: str, in_english: str) -> None:
    period = Period.parse(text)
    assert period_in_words(period, language="ja", calendar_of=calendar) == in_japanese
    assert period_in_words(period, language="en", calendar_of=calendar) == in_english


@pytest.mark.parametrize(
    "text",
    [
        *("2023", "2026/2023", "2026-05/2026-04", "2023/", "/2023", "2023/2024/2025"),
        *("../2023", "../..", "2023/.", "FY2025/2024-12"),
    ],
)
def test_a_period_that_is_none_or_runs_backwards_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(text)


def test_a_period_within_one_year_may_name_the_year_and_a_month_of_it() -> None:
    assert Period.parse("2026/2026-03").start == PartialDate(2026)
    assert Period.parse("2026-05/2026").end == PartialDate(2026)


# --- fiscal years ---


@pytest.mark.parametrize(
    "text, era",
    [
        ("FY2025", "令和7年度"),
        ("FY2020", "令和2年度"),
        ("FY2019", "平成31／令和元年度"),
        ("FY2018", "平成30年度"),
        ("FY1989", "平成元年度"),
        ("FY1988", "昭和63年度"),  # to its end, though 平成元年 began in it
        ("FY1926", "大正15／昭和元年度"),
        ("FY1912", "明治45／大正元年度"),
        ("FY1911", "明治44年度"),
        ("FY1886", "明治19年度"),
    ],
)
def test_a_fiscal_year_is_called_after_the_year_in_which_it_begins(text: str, era: str) -> None:
    when = PartialDate.parse_any(text)
    year = text.removeprefix("FY")
    words = {
        calendar: in_words(when, language="ja", calendar_of=calendar)
        for calendar in ("gregorian", "era", "both", "gregorian-era")
    }
    assert words == {
        "gregorian": f"{year}年度",
        "era": era,
        "both": f"{era}（{year}年度）",
        "gregorian-era": f"{year}（{era.removesuffix('年度')}）年度",
    }
    assert in_words(when, language="en") == text
    assert str(when) == text


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    when = PartialDate.parse_any("FY2025")
    assert (when.first, when.last) == (date(2025, 4, 1), date(2026, 3, 31))


@pytest.mark.parametrize("text", ["FY1885", "FY9999", "FY25", "fy2025", "FY2025-04", "FY", "FY２０２５"])
def test_a_fiscal_year_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse_any(text)


def test_a_value_holds_from_a_date_and_not_from_a_fiscal_year() -> None:
    with pytest.raises(ValueError, match="not a date"):
        PartialDate.parse("FY2025")


# --- the end of a month ---


@pytest.mark.parametrize(
    "text, calendar, in_japanese, in_english",
    [
        ("2025-06-30", "gregorian", "2025年6月末", "the end of June 2025"),
        ("2025-06-30", "both", "令和7年（2025年）6月末", "the end of June 2025"),
        ("2025-06-30", "gregorian-era", "2025（令和7）年6月末", "the end of June 2025"),
        ("2023-02-28", "era", "令和5年2月末", "the end of February 2023"),
        ("2024-02-28", "era", "令和6年2月28日", "28 February 2024"),
        ("1989-01-31", "era", "平成元年1月末", "the end of January 1989"),  # the month alone lies in two eras
        ("2025-06", "gregorian", "2025年6月", "June 2025"),
    ],
)
def test_the_day_of_a_figure_may_be_the_end_of_a_month(
    text: str, calendar: str, in_japanese: str, in_english: str
) -> None:
    when = PartialDate.parse(text)
    assert as_of_in_words(when, language="ja", calendar_of=calendar) == in_japanese
    assert as_of_in_words(when, language="en", calendar_of=calendar) == in_english


# --- what is printed reads back ---

_FIRST_YEARS = {"令和": 2019, "平成": 1989, "昭和": 1926, "大正": 1912, "明治": 1868}
_NAMES = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


def read_japanese(words: str) -> list[PartialDate]:
    """Read a printed Japanese date as a person would: by each calendar that it names."""
    tail = re.search(r"(?<=年)(度)?(?:（[0-9]+年度?）)?(?:([0-9]+)月)?(?:([0-9]+)日)?$", words)
    assert tail, words
    years = [int(year) for year in re.findall(r"(?<![和成正治0-9])([0-9]{4})(?=年|（)", words)]
    for era, year in re.findall(r"(令和|平成|昭和|大正|明治)(元|[0-9]+)", words):
        years.append(_FIRST_YEARS[era] + (1 if year == "元" else int(year)) - 1)
    assert years, words
    return [PartialDate(year, int(tail[2] or 0), int(tail[3] or 0), bool(tail[1])) for year in years]


def read_english(words: str) -> PartialDate:
    if words.startswith("FY"):
        return PartialDate(int(words[2:]), is_fiscal=True)
    *rest, year = words.split()
    month = _NAMES.index(rest[-1]) + 1 if rest else 0
    return PartialDate(int(year), month, int(rest[0]) if len(rest) > 1 else 0)


DATES = st.dates(date(1873, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            of_day(day),
            PartialDate(day.year, day.month),
            PartialDate(day.year),
            PartialDate(max(day.year, 1886), is_fiscal=True),
        ]
    )
)


@pytest.mark.parametrize("calendar", ["gregorian", "era", "both", "gregorian-era"])
@given(when=DATES)
def test_a_printed_japanese_date_reads_back_by_every_calendar_in_it(calendar: str, when: PartialDate) -> None:
    words = in_words(when, language="ja", calendar_of=calendar)
    assert set(read_japanese(words)) == {when}, words


@given(when=DATES)
def test_a_printed_english_date_reads_back(when: PartialDate) -> None:
    assert read_english(in_words(when, language="en")) == when


@given(when=DATES)
def test_a_written_date_reads_back(when: PartialDate) -> None:
    assert PartialDate.parse_any(str(when)) == when


@given(start=DATES, end=DATES, language=st.sampled_from(["ja", "en"]))
def test_a_printed_period_reads_back(start: PartialDate, end: PartialDate, language: str) -> None:
    if end.last < start.first:
        start, end = end, start
    words = period_in_words(Period(start, end), language=language, calendar_of="both")
    if language == "ja":
        first, last = words.removesuffix("まで").split("から")
        assert (set(read_japanese(first)), set(read_japanese(last))) == ({start}, {end})
    else:
        first, last = re.split("–| to ", words)
        assert (read_english(first), read_english(last)) == (start, end)


@given(day=st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_one_era(day: date) -> None:
    words = in_words(of_day(day), language="ja", calendar_of="era")
    assert len(re.findall("令和|平成|昭和|大正|明治", words)) == 1
