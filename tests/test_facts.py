"""Facts: which value holds on a day, what it rests on and who contests it, and its words in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Place
from briefbuilder.facts import can_change, contest, date_behind, in_language, is_overdue, lacking, rests_on, value_on
from briefbuilder.library import (
    Bilingual,
    BilingualList,
    Claim,
    Derivation,
    Fact,
    FactValue,
    Operand,
    Places,
)

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


def test_a_sum_of_money_is_worded_in_its_currency() -> None:
    assert words(1_500_000_000, "ja", kind="money", currency="EUR") == "15億ユーロ"
    assert words(1_500_000_000, "en", kind="money", currency="EUR") == "€1.5 billion"


@pytest.mark.parametrize(
    "items, in_japanese, in_english",
    [
        (("A",), "A", "A"),
        (("A", "B"), "A、B", "A and B"),
        (("A", "B", "C", "D"), "A、B、C、D", "A, B, C and D"),
    ],
)
def test_a_list_of_any_length_is_joined(items: tuple[str, ...], in_japanese: str, in_english: str) -> None:
    some = BilingualList(items, items)
    assert words(some, "ja", kind="list") == in_japanese
    assert words(some, "en", kind="list") == in_english
    assert words(some, "en", kind="list", en={"other": "with {value}"}) == f"with {in_english}"


# --- rounded and in the plural ---


@pytest.mark.parametrize(
    "known, decimals, in_english",
    [
        (1, None, "one pupil"),
        (1.4, 0, "one pupil"),  # the plural is that of the number as it is printed
        (1.5, 0, "two pupils"),
        (0.96, 1, "1.0 pupils"),
        (9.5, 0, "10 pupils"),
        (1_000_400, -3, "1 million pupils"),
    ],
)
def test_the_plural_follows_the_rounding(known: float, decimals: int | None, in_english: str) -> None:
    held = value(known)
    some = replace(fact(held, **PUPILS), round=decimals)
    assert in_language(some, held, language="en", calendar="gregorian", bare=False) == in_english


def test_a_percentage_and_a_sum_are_rounded_too() -> None:
    for kind, known, printed in (("percent", 15.625, "15.6%"), ("money", 2.5, "US$2.5")):
        held = value(known)
        some = replace(fact(held, kind=kind, currency="USD"), round=1)
        assert in_language(some, held, language="en", calendar="gregorian", bare=False) == printed


# --- what a fact rests on ---


def ledger(*facts: Fact) -> dict[str, Fact]:
    return {one.id: one for one in facts}


HOSTS = replace(fact(value(5, "2001")), id="hosts")
MEMBERS = replace(fact(value(31, "2023-04-04", "2024-03-06"), value(32, "2024-03-07")), id="members")
SHARE = replace(
    fact(kind="percent"), id="share", derived=Derivation("share", (Operand("hosts"), Operand("members"))), round=1
)
TWICE = replace(fact(kind="percent"), id="twice", derived=Derivation("sum", (Operand("share"), Operand("share"))))
FACTS = ledger(HOSTS, MEMBERS, SHARE, TWICE)


def test_a_derived_fact_rests_on_all_its_parts_at_any_depth() -> None:
    assert [one.id for one in rests_on(TWICE, FACTS)] == ["twice", "share", "hosts", "members"]
    assert rests_on(HOSTS, FACTS) == (HOSTS,)


def test_nobody_who_asks_for_a_value_need_know_that_it_is_derived() -> None:
    found = value_on(SHARE, date(2024, 3, 7), FACTS)
    assert found is not None
    assert found.value == 15.625
    assert in_language(SHARE, found, language="ja", calendar="gregorian", bare=False) == "15.6%"


def test_for_want_of_which_value_there_is_none_is_known() -> None:
    assert lacking(TWICE, date(2023, 1, 1), FACTS) == (MEMBERS, date(2023, 1, 1))
    assert lacking(TWICE, date(2024, 1, 1), FACTS) is None
    since = replace(SHARE, derived=Derivation("change", (Operand("members", date(2020, 1, 1)), Operand("members"))))
    assert lacking(since, date(2024, 1, 1), FACTS) == (MEMBERS, date(2020, 1, 1))


# --- contested facts ---


def claim(verdict: str) -> Claim:
    return Claim("somebody", "", "6", None, verdict, None)


@pytest.mark.parametrize(
    "verdict, confidence, is_contested",
    [
        ("unverified", "", True),
        ("opinion", "", True),
        ("opinion", "medium", True),
        ("opinion", "high", False),
        ("unverified", "high", False),
        ("wrong", "", False),  # refuted
        ("outdated", "medium", False),
        ("imprecise", "", False),
        ("agrees", "", False),
        ("agrees", "low", True),
    ],
)
def test_a_fact_is_contested_while_nobody_has_settled_what_others_say(
    verdict: str, confidence: str, is_contested: bool
) -> None:
    some = replace(HOSTS, claims=(claim("agrees"), claim(verdict)), confidence=confidence)
    assert bool(contest(some, ledger(some))) == is_contested


def test_what_is_computed_from_a_contested_fact_is_contested() -> None:
    shaky = replace(MEMBERS, confidence="low")
    assert contest(TWICE, {**FACTS, "members": shaky}) is shaky
    assert contest(TWICE, FACTS) is None


# --- dates behind a figure ---


@pytest.mark.parametrize(
    "some, can",
    [
        (HOSTS, False),  # one value, never to be reviewed: a matter of history
        (MEMBERS, True),
        (replace(HOSTS, review=PartialDate(2027)), True),
        (fact(replace(value(5), as_of=PartialDate(2025, 6, 30))), True),
        (replace(MEMBERS, type="status"), True),
        (replace(MEMBERS, type="date"), False),
        (replace(MEMBERS, type="period"), False),
        (replace(MEMBERS, type="text"), False),
        (SHARE, True),  # since the members can
    ],
)
def test_a_figure_needs_its_date_where_it_can_change(some: Fact, can: bool) -> None:
    assert can_change(some, FACTS) == can


@pytest.mark.parametrize(
    "when, in_japanese, in_english",
    [
        ("2025-06-30", "（2025年6月末時点）", " (as of the end of June 2025)"),
        ("2025-06-29", "（2025年6月29日時点）", " (as of 29 June 2025)"),
        ("2024-02-29", "（2024年2月末時点）", " (as of the end of February 2024)"),
        ("2025-06", "（2025年6月時点）", " (as of June 2025)"),
        ("2025", "（2025年時点）", " (as of 2025)"),
        ("FY2025", "（2025年度時点）", " (as of FY2025)"),
    ],
)
def test_the_day_to_which_a_figure_refers_stands_in_brackets(when: str, in_japanese: str, in_english: str) -> None:
    known = PartialDate.parse_any(when)
    held = replace(value(5), as_of=known)
    assert date_behind(known, held, language="ja", calendar="gregorian") == in_japanese
    assert date_behind(known, held, language="en", calendar="gregorian") == in_english


def test_a_check_on_the_last_day_of_a_month_is_that_of_a_day() -> None:
    assert date_behind(PartialDate(2025, 6, 30), value(5), language="ja", calendar="era") == "（令和7年6月30日時点）"


def test_a_date_in_brackets_has_no_brackets_of_its_own() -> None:
    held = replace(value(5), as_of=PartialDate(2025, 6, 30))
    dates = {
        calendar: date_behind(PartialDate(2025, 6, 30), held, language="ja", calendar=calendar)
        for calendar in ("both", "gregorian-era")
    }
    assert dates == {"both": "（令和7年6月末時点）", "gregorian-era": "（2025年6月末時点）"}


@pytest.mark.parametrize(
    "review, today, is_late",
    [
        ("2026-12-31", date(2026, 12, 31), False),
        ("2026-12-31", date(2027, 1, 1), True),
        ("2026-12", date(2026, 12, 31), False),
        ("2026", date(2027, 1, 1), True),
    ],
)
def test_a_review_is_overdue_after_the_last_day_that_it_can_mean(review: str, today: date, is_late: bool) -> None:
    assert is_overdue(replace(HOSTS, review=PartialDate.parse(review)), today) == is_late
    assert not is_overdue(HOSTS, today)
