"""Scales: ticks that a reader counts by, places that lie where they should."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbuilder.charts.scales import Bands, Linear, ticks, years

NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda value: round(value, 3))


@given(NUMBERS, NUMBERS)
@example(0.125, -500000001.0)
def test_ticks_rise_evenly_hold_all_values_and_stay_few(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    made = ticks(low, high)
    steps = [b - a for a, b in pairwise(made)]
    assert min(steps) > 0
    assert max(steps) == pytest.approx(min(steps), rel=1e-6)
    unseen = 1e-6 * steps[0]  # nothing that a drawing could show
    assert made[0] <= low + unseen
    assert high - unseen <= made[-1]
    assert 2 <= len(made) <= 7


@pytest.mark.parametrize(
    "low, high, made",
    [
        (0, 32, (0, 10, 20, 30, 40)),
        (0, 23, (0, 5, 10, 15, 20, 25)),
        (-3, 7.5, (-5, 0, 5, 10)),
        (0, 0.4, (0, 0.1, 0.2, 0.3, 0.4)),
        (0, 0, (0, 0.2, 0.4, 0.6, 0.8, 1)),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, made: tuple[float, ...]) -> None:
    assert ticks(low, high) == made


@given(NUMBERS, st.floats(min_value=0.001, max_value=1e6), st.floats(min_value=0, max_value=1))
def test_a_value_between_the_ends_lies_between_their_places(low: float, span: float, part: float) -> None:
    scale = Linear(low, low + span, 40, 500)
    assert 39.9 <= scale(low + span * part) <= 500.1


def test_an_axis_may_run_downwards_as_a_page_does() -> None:
    scale = Linear(0, 10, 200, 0)
    assert (scale(0), scale(5), scale(10)) == (200, 100, 0)


@given(st.integers(1, 60))
def test_bands_lie_side_by_side_without_overlap(count: int) -> None:
    bands = Bands(count, 30, 500)
    middles = [bands.middle(index) for index in range(count)]
    assert all(b - a >= bands.width for a, b in pairwise(middles))
    assert middles[0] - bands.width / 2 > 30
    assert middles[-1] + bands.width / 2 < 500


@given(st.integers(1873, 2100), st.integers(0, 200), st.integers(1, 12))
def test_years_are_as_many_as_there_is_room_for_and_evenly_spaced(first: int, span: int, most: int) -> None:
    made = years(date(first, 5, 1), date(first + span, 5, 1), most=most)
    assert 1 <= len(made) <= most
    assert len({b - a for a, b in pairwise(made)}) <= 1
