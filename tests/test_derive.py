"""Facts computed from others: the rules, the types that fit them, and what the result inherits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from test_facts import NOWHERE, fact, value

from briefbuilder.dates import PartialDate
from briefbuilder.derive import DIVIDING, misfit
from briefbuilder.facts import lacking, rests_on, value_on
from briefbuilder.library import Derivation, Fact, FactValue, Operand
from briefbuilder.reading.schema import DerivedShape

DAY = date(2025, 1, 1)


def of(rule: str, *numbers: float, kind: str = "count", parts: str = "count") -> FactValue | None:
    """Return the value of a fact that is computed from facts with these numbers."""
    facts = {
        f"f{index}": replace(fact(value(known), kind=parts), id=f"f{index}") for index, known in enumerate(numbers)
    }
    whole = replace(fact(kind=kind), derived=Derivation(rule, tuple(Operand(name) for name in facts)))
    return value_on(whole, DAY, facts)


@pytest.mark.parametrize(
    "rule, numbers, result",
    [
        ("sum", (5, 7, 8), 20),
        ("sum", (0.1, 0.2), 0.3),  # as a person adds, not as floats do
        ("difference", (32, 30), 2),
        ("difference", (30, 32), -2),
        ("share", (8, 32), 25),
        ("share", (5, 32), 15.625),
        ("ratio", (32, 8), 4),
        ("ratio", (1, 8), 0.125),
        ("change", (30, 33), 10),
        ("change", (40, 30), -25),
        ("change", (-10, 10), 200),
        ("share", (0, 4), 0),
    ],
)
def test_a_fact_is_computed_by_its_rule(rule: str, numbers: tuple[float, ...], result: float) -> None:
    found = of(rule, *numbers)
    assert found is not None
    assert found.value == result


@pytest.mark.parametrize("rule, numbers", [("share", (3, 0)), ("ratio", (3, 0)), ("change", (0, 3))])
def test_nothing_is_divided_by_nothing(rule: str, numbers: tuple[float, float]) -> None:
    assert of(rule, *numbers) is None


def test_a_result_of_more_digits_than_are_kept_is_none() -> None:
    assert of("sum", 9 * 10**14, 10**14) is None
    assert of("sum", 9 * 10**14, 10**13) is not None


def test_parts_that_are_shared_are_computed_once() -> None:
    facts = {"f0": replace(fact(value(0)), id="f0")}
    for index in range(1, 60):  # 2 to the 60th additions, done naively
        parts = (Operand(f"f{index - 1}"), Operand(f"f{index - 1}"))
        facts[f"f{index}"] = replace(fact(), id=f"f{index}", derived=Derivation("sum", parts))
    found = value_on(facts["f59"], DAY, facts)
    assert found is not None
    assert found.value == 0
    assert lacking(facts["f59"], DAY, facts) is None
    assert len(rests_on(facts["f59"], facts)) == 60


def test_every_rule_is_tried_here() -> None:
    assert set(DerivedShape.model_fields) == {"sum", "difference", "share", "ratio", "change"}
    assert set(DIVIDING) < set(DerivedShape.model_fields)


def test_the_values_are_those_of_the_day_or_of_a_day_of_their_own() -> None:
    members = replace(
        fact(value(30, "2020-03-27", "2023-04-03"), value(31, "2023-04-04", "2024-03-06"), value(32, "2024-03-07")),
        id="members",
    )
    since = replace(
        fact(), derived=Derivation("difference", (Operand("members"), Operand("members", date(2020, 3, 27))))
    )
    found = {
        day: getattr(value_on(since, day, {"members": members}), "value", None)
        for day in (date(2020, 3, 26), date(2020, 3, 27), date(2023, 6, 30), date(2024, 3, 7))
    }
    assert list(found.values()) == [None, 0, 1, 2]


def test_the_result_has_the_sources_of_all_parts_and_the_narrowest_dates() -> None:
    def held(since: str, until: str | None, checked: str, source: str, as_of: str | None = None) -> FactValue:
        made = replace(value(4, since, until), sources=("both", source), checked=PartialDate.parse(checked))
        return replace(made, as_of=PartialDate.parse(as_of) if as_of else None)

    facts = {
        "a": replace(fact(held("2020", "2026", "2024-05-01", "a")), id="a"),
        "b": replace(fact(held("2022-03", None, "2023-05-01", "b", "2024-12-31")), id="b"),
    }
    whole = replace(fact(), derived=Derivation("sum", (Operand("a"), Operand("b"))))
    found = value_on(whole, DAY, facts)
    assert found is not None
    assert found.sources == ("both", "a", "b")
    assert (str(found.from_), str(found.to), str(found.checked), str(found.as_of)) == (
        "2022-03",
        "2026",
        "2023-05-01",
        "2024-12-31",
    )
    assert found.place == NOWHERE


def test_a_result_counts_as_unchecked_if_one_part_is() -> None:
    facts = {
        "a": replace(fact(replace(value(4), checked=PartialDate(2024))), id="a"),
        "b": replace(fact(value(4)), id="b"),
    }
    whole = replace(fact(), derived=Derivation("sum", (Operand("a"), Operand("b"))))
    assert getattr(value_on(whole, DAY, facts), "checked", "no value") is None


# --- types ---


def part(kind: str, currency: str | None = None) -> Fact:
    return fact(kind=kind, currency=currency)


COUNT, PERCENT, EUROS, YEN, DATE = (
    part("count"),
    part("percent"),
    part("money", "EUR"),
    part("money", "JPY"),
    part("date"),
)


@pytest.mark.parametrize(
    "rule, parts, whole",
    [
        ("sum", (COUNT, COUNT, COUNT), COUNT),
        ("sum", (PERCENT, PERCENT), PERCENT),
        ("sum", (EUROS, EUROS), EUROS),
        ("difference", (COUNT, COUNT), COUNT),
        ("difference", (EUROS, EUROS), EUROS),
        ("difference", (PERCENT, PERCENT), COUNT),  # percentage points
        ("share", (COUNT, COUNT), PERCENT),
        ("share", (EUROS, EUROS), PERCENT),
        ("change", (EUROS, EUROS), PERCENT),
        ("ratio", (COUNT, COUNT), COUNT),
        ("ratio", (EUROS, EUROS), COUNT),
        ("ratio", (EUROS, COUNT), EUROS),  # a head
    ],
)
def test_a_result_has_the_type_of_its_rule_and_no_other(rule: str, parts: tuple[Fact, ...], whole: Fact) -> None:
    assert why_not(rule, parts, whole) == ""
    others = [
        other
        for other in (COUNT, PERCENT, EUROS, YEN, DATE)
        if (other.type, other.currency) != (whole.type, whole.currency)
    ]
    assert all(why_not(rule, parts, other) for other in others)


def why_not(rule: str, parts: tuple[Any, ...], whole: Fact) -> str:
    facts = {f"f{index}": replace(one, id=f"f{index}") for index, one in enumerate(parts)}
    return misfit(whole, Derivation(rule, tuple(Operand(name) for name in facts)), facts)


@pytest.mark.parametrize(
    "rule, parts, whole, why",
    [
        ("sum", (EUROS, YEN), EUROS, "its parts must be of one type, and money of one currency"),
        ("sum", (COUNT, EUROS), EUROS, "its parts must be of one type, and money of one currency"),
        ("ratio", (COUNT, EUROS), COUNT, "its parts must be of one type, and money of one currency"),
        ("sum", (DATE, DATE), COUNT, "only counts, percentages and money can be computed with"),
        ("share", (PERCENT, PERCENT), PERCENT, "a share or change is that of a count or of money"),
        ("sum", (EUROS, EUROS), YEN, "its currency must be that of its parts"),
        ("sum", (COUNT, COUNT), PERCENT, "its type must be count"),
    ],
)
def test_parts_that_do_not_fit_are_told_apart(rule: str, parts: tuple[Fact, ...], whole: Fact, why: str) -> None:
    assert why_not(rule, parts, whole) == why
