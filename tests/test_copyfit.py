"""The search for the fullest plan that fits: with printers that print nothing, well-behaved and not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import READERS, Printer, Sample, libraries, search, text_of
from test_ladder import CORE, OPTIONAL, USEFUL, library_of, module, selection_of

from briefbuilder.copyfit import Calibration, Limits, Trial, first_that
from briefbuilder.ladder import Ladder, Lengths, ladder
from briefbuilder.library import Relevance
from briefbuilder.select import select

PLAN = ladder(selection_of(library_of(module("a", CORE), module("b", USEFUL), module("c", OPTIONAL))))
SIZE = {"full": 100, "short": 40, "line": 10}


def size(lengths: Lengths) -> int:
    """Return a plan's length where every module is as long as the others."""
    return sum(SIZE[length] for length in lengths.values())


SIZES = [300, 240, 210, 150, 140, 110, 50, 40]  # of the rungs of PLAN


def test_the_rungs_of_the_plan_that_is_tried_here_have_the_lengths_that_the_tests_reckon_with() -> None:
    assert [size(lengths) for lengths in PLAN.rungs] == SIZES


@pytest.mark.parametrize("limit, text", [(None, 300), (300, 300), (299, 240), (150, 150), (149, 140), (40, 40)])
def test_the_first_rung_whose_text_fits_is_taken(limit: int | None, text: int) -> None:
    fit, printed = search(PLAN, size, Printer(size), Limits(text=limit))
    assert fit.is_good
    assert size(fit.lengths) == text
    assert len(printed) == 1


def test_a_text_that_fits_at_no_length_is_too_long_by_what_the_shortest_plan_exceeds() -> None:
    fit, printed = search(PLAN, size, Printer(size), Limits(text=30))
    assert (fit.is_good, fit.excess_text, fit.excess_pages) == (False, 10, 0)
    assert not printed


def test_what_the_text_has_room_for_is_given_back_without_a_print() -> None:
    sizes = {
        "a": {"full": 100, "short": 40},
        "b": {"full": 90, "short": 30, "line": 10},
        "c": {"full": 9, "short": 8, "line": 7},
    }

    def measured(lengths: Lengths) -> int:
        return sum(sizes[name][length] for name, length in lengths.items())

    fit, printed = search(PLAN, measured, Printer(measured), Limits(text=140))
    assert fit.lengths == {"a": "full", "b": "short", "c": "full"}
    assert len(printed) == 1


@pytest.mark.parametrize("guess", [10, 60, 1000])
@pytest.mark.parametrize("pages, text", [(6, 300), (5, 240), (4, 210), (3, 150)])
def test_pages_decide_whatever_was_expected_of_them(pages: int, text: int, guess: int) -> None:
    printer = Printer(size, per_page=60)
    fit, printed = search(PLAN, size, printer, Limits(pages=pages), calibration=Calibration(guess, 0.2))
    assert size(fit.lengths) == text
    assert fit.trial == printer(fit.lengths)
    assert fit.trial.pages <= pages
    assert len(printed) <= 6


def test_a_good_estimate_needs_two_prints() -> None:
    _, printed = search(PLAN, size, Printer(size), Limits(pages=3))
    assert len(printed) == 2


def test_a_plan_that_fits_in_full_needs_one_print() -> None:
    _, printed = search(PLAN, size, Printer(size), Limits(pages=9))
    assert len(printed) == 1


def test_pages_that_fit_at_no_length_say_by_how_much() -> None:
    fit, _ = search(PLAN, size, Printer(size, per_page=10), Limits(pages=1), calibration=Calibration(10, 0.5))
    assert (fit.is_good, fit.excess_pages, fit.excess_text) == (False, 4, 35)


def test_a_mostly_empty_last_page_is_filled_with_the_most_relevant_module_that_fits() -> None:
    def printer(lengths: Lengths) -> Trial:
        """The full form of c alone is awkward; the rest is a page, and its last page mostly empty."""
        extent = 1.2 + (0.9 if lengths.get("c") == "full" else 0) + (0.5 if lengths["a"] != "full" else 0)
        return Trial(2 if extent <= 2 else 3, round(extent % 1, 2))

    fit, _ = search(PLAN, size, printer, Limits(pages=2), calibration=Calibration(150, 0.0))
    assert fit.lengths == {"a": "full", "b": "full", "c": "short"}


def test_what_was_given_back_and_does_not_fit_is_taken_away_again() -> None:
    def printer(lengths: Lengths) -> Trial:
        """Nothing but the third rung fits, though much seems to."""
        return Trial(2, 0.1) if lengths == PLAN.rungs[3] else Trial(3, 0.1)

    fit, printed = search(PLAN, size, printer, Limits(pages=2), calibration=Calibration(1000, 0.0))
    assert fit.lengths == PLAN.rungs[3]
    assert fit.trial == Trial(2, 0.1)
    assert len(printed) > 2


def test_a_rung_that_is_longer_than_the_one_above_it_is_passed_over_where_its_text_is_too_long() -> None:
    sizes = {"a": {"full": 100, "short": 40}, "b": {"full": 90, "short": 30, "line": 95}}

    def measured(lengths: Lengths) -> int:
        return sum(sizes[name][length] for name, length in lengths.items() if name != "c")

    def printer(lengths: Lengths) -> Trial:
        return Trial(3 if lengths.get("b") == "short" else 2, 0.9)

    assert measured(PLAN.rungs[5]) == 195
    for guess in (1, 60, 1000):
        fit, _ = search(PLAN, measured, printer, Limits(pages=2, text=140), calibration=Calibration(guess, 0.0))
        assert fit.lengths == PLAN.rungs[6]


def test_what_is_given_back_keeps_to_the_text_too() -> None:
    def printer(_: Lengths) -> Trial:
        return Trial(2, 0.1)

    fit, printed = search(PLAN, size, printer, Limits(pages=2, text=150), calibration=Calibration(1000, 0.0))
    assert size(fit.lengths) == 150
    assert len(printed) == 1


@pytest.mark.parametrize("first", range(6))
def test_the_first_number_for_which_a_claim_holds_is_found(first: int) -> None:
    assert first_that(0, 5, lambda number: number >= first) == min(first, 5)


# On random libraries


def ladders(sample: Sample) -> list[tuple[str, Ladder]]:
    library = sample.library
    return [
        (name, ladder(select(library, brief, library.audiences[name])[0]))
        for brief in library.briefs.values()
        for name in READERS[:2]
    ]


limits = st.builds(Limits, st.sampled_from([None, 1, 2, 3, 5]), st.sampled_from([None, 20, 60, 120, 300]))
noises = st.sampled_from([0, 0, 20, 200])


@given(libraries(), limits, noises, st.sampled_from([20, 60, 200]))
@settings(max_examples=80, deadline=None)
def test_no_plan_exceeds_its_budget_and_none_that_cannot_fit_is_taken(
    sample: Sample, budget: Limits, noise: int, guess: int
) -> None:
    for _, made in ladders(sample):
        measured = text_of(sample.library, made)
        printer = Printer(measured, noise=noise)
        fit, printed = search(made, measured, printer, budget, calibration=Calibration(guess, 0.5))
        assert len(printed) <= 4 + len(made.rungs).bit_length() + 4
        if not fit.is_good:
            assert fit.lengths == made.rungs[-1]
            assert fit.excess_text > 0
            continue
        assert fit.trial == printer(fit.lengths)
        assert budget.text is None or measured(fit.lengths) <= budget.text
        assert budget.pages is None or fit.trial.pages <= budget.pages


@given(libraries(), limits, noises)
@settings(max_examples=80, deadline=None)
def test_a_plan_that_fits_keeps_what_is_core_and_both_sides(sample: Sample, budget: Limits, noise: int) -> None:
    for name, made in ladders(sample):
        measured = text_of(sample.library, made)
        fit, _ = search(made, measured, Printer(measured, noise=noise), budget)
        for choice in made.selection.choices:
            if (
                choice.is_own
                and choice.is_in
                and sample.library.modules[choice.module].for_.get(name) is Relevance.CORE
            ):
                assert fit.lengths[choice.module] in ("full", "short")
        assert fit.lengths.keys() <= made.selection.lengths.keys()
        full, taken = made.selection, made.selection.at(fit.lengths)
        sides, left = ({choice.side for choice in plan.choices if choice.is_in} for plan in (full, taken))
        assert sides - {""} == left - {""}


@given(libraries(), st.sampled_from([1, 2, 3]))
@settings(max_examples=80, deadline=None)
def test_the_rung_above_the_one_taken_does_not_fit(sample: Sample, pages: int) -> None:
    for _, made in ladders(sample):
        measured = text_of(sample.library, made)
        printer = Printer(measured)
        fit, _ = search(made, measured, printer, Limits(pages=pages))
        if fit.is_good and fit.rung:
            assert printer(made.rungs[fit.rung - 1]).pages > pages


@given(libraries(), limits, noises, st.integers(0, 255))
@settings(max_examples=80, deadline=None)
def test_what_is_remembered_of_former_prints_saves_prints_and_changes_no_plan(
    sample: Sample, budget: Limits, noise: int, which: int
) -> None:
    for _, made in ladders(sample):
        measured = text_of(sample.library, made)
        printer = Printer(measured, noise=noise)
        fit, printed = search(made, measured, printer, budget)
        every = {repr(sorted(lengths.items())): printer(lengths) for lengths in made.rungs}
        some = {key: trial for number, (key, trial) in enumerate(every.items()) if which >> (number % 8) & 1}
        for known in (printed, some, every):
            again, more = search(made, measured, printer, budget, known=known)
            assert again == fit
            assert more.keys() == printed.keys() - known.keys()
