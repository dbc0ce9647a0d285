"""The ledger on a day: what an author must know of each fact, what falls due, and how far a source can be trusted."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Project

from briefbuilder import registry
from briefbuilder.library import Library
from briefbuilder.read import read
from briefbuilder.sources import Folder

FACT = """\
snow:
  label: {ja: 雪, en: Snow}
  type: count
  values:
    - {value: 3, from: 2020-01-01, to: 2020-12-31, sources: [almanac-2024], checked: 2020-06}
    - {value: 4, from: 2021-01-01, sources: [nenpo-2025], checked: 2025-11-20}
"""


def library_with(project: Project, more: str = "") -> Library:
    project.write("content/facts/snow.yaml", FACT + more)
    return read(Folder(project.root))[0]


@pytest.mark.parametrize(
    "more, states",
    [
        ("", ("plain",)),
        ("  use: dated\n", ("dated",)),
        ("  confidence: low\n", ("low confidence",)),
        ("  claims: [{by: nenpo-2025, value: 9, verdict: unverified}]\n", ("contested",)),
        ("  claims: [{by: nenpo-2025, value: 9, verdict: wrong}]\n  use: corrected\n", ("corrected",)),
        ("  claims: [{by: nenpo-2025, value: 9, verdict: wrong}]\n", ("plain",)),
    ],
)
def test_the_state_says_what_must_be_known_before_a_fact_is_printed(
    minimal: Project, more: str, states: tuple[str, ...]
) -> None:
    library = library_with(minimal, more)
    assert registry.states(library, library.facts["snow"]) == states


@pytest.mark.parametrize(
    "more, is_one",
    [
        ("", False),
        ("  use: never\n", True),
        ("  use: corrected\n", True),
        ("  claims: [{by: nenpo-2025, value: 4, verdict: agrees}]\n", False),
        ("  claims: [{by: nenpo-2025, value: 3, verdict: outdated}]\n", True),
    ],
)
def test_a_conflict_is_a_claim_that_does_not_agree_or_a_fact_kept_against_others(
    minimal: Project, more: str, *, is_one: bool
) -> None:
    library = library_with(minimal, more)
    assert [fact.id for fact in registry.conflicts(registry.of(library))] == (["snow"] if is_one else [])


@pytest.mark.parametrize(
    "today, days, reasons",
    [
        (date(2026, 9, 1), 60, []),
        (date(2026, 9, 1), 80, [("2026-11-20", "check")]),
        (date(2026, 11, 21), 0, [("2026-11-20", "check")]),
        (date(2026, 11, 21), 40, [("2026-11-20", "check"), ("2026-12-31", "review")]),
    ],
)
def test_a_review_is_due_at_the_end_of_its_month_and_a_check_a_year_after_the_last_one(
    minimal: Project, today: date, days: int, reasons: list[tuple[str, str]]
) -> None:
    library = library_with(minimal, "  review: 2026-12\n")
    due = registry.due(library, registry.of(library), today=today, days=days)
    assert [(str(item.day), item.reason) for item in due] == reasons


def test_only_the_value_that_holds_needs_a_check(minimal: Project) -> None:
    library = library_with(minimal)
    unchecked = registry.unchecked(library, registry.of(library), today=date(2026, 1, 1))
    assert [fact.id for fact in unchecked] == ["rainy-days"]


def test_the_first_day_of_a_later_value_is_known(minimal: Project) -> None:
    snow = library_with(minimal).facts["snow"]
    assert str(registry.begins(snow, date(2019, 1, 1))) == "2020-01-01"
    assert registry.begins(snow, date(2022, 1, 1)) is None


def test_the_verdicts_on_a_source_are_counted(minimal: Project) -> None:
    claims = ", ".join(f"{{by: nenpo-2025, value: 4, verdict: {verdict}}}" for verdict in ("wrong", "agrees", "agrees"))
    library = library_with(minimal, f"  claims: [{claims}]\n")
    assert list(registry.reliability(library, "nenpo-2025").items()) == [("agrees", 2), ("wrong", 1)]
    assert registry.reliability(library, "almanac-2024") == {}


def test_a_source_that_a_value_or_a_claim_names_and_nobody_defined_is_named_with_its_place(minimal: Project) -> None:
    library = library_with(minimal, "  claims: [{by: nobody, value: 4, verdict: agrees}]\n")
    assert {name: list(map(str, where)) for name, where in registry.missing_sources(library).items()} == {
        "nobody": ["content/facts/snow.yaml:7:13"]
    }
