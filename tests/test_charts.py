"""What each kind of figure draws: lengths in proportion, places in order, words for all, nothing off the sheet."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from drawings import HERE, Drawing, chart, drawn, event, point
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbuilder.charts.canvas import HIGHEST, MEASURE, SERIES
from briefbuilder.charts.data import Branch, Row, Tile


def number(shape: dict[str, str], key: str) -> float:
    return float(shape[key])


def outlined(drawing: Drawing) -> list[dict[str, str]]:
    """Return the rectangles that stand for values: those with an outline."""
    return [shape for shape in drawing.shapes("rect") if "stroke" in shape]


# Columns


def test_columns_are_as_high_as_their_numbers_and_stand_on_zero() -> None:
    drawing = drawn(chart("column", points=(point("2023", 10), point("2024", 25))))
    low, high = outlined(drawing)
    assert number(high, "height") == pytest.approx(2.5 * number(low, "height"), rel=0.01)
    feet = {round(number(shape, "y") + number(shape, "height")) for shape in (low, high)}
    (axis,) = drawing.shapes("line", stroke="--ink")  # the line of zero
    assert feet == {round(number(axis, "y1"))}
    assert {"10", "25", "2023", "2024"} <= set(drawing.labels)
    assert not drawing.findings


def test_a_negative_column_hangs_from_zero_with_its_number_below() -> None:
    drawing = drawn(chart("column", points=(point("2023", 4), point("2024", -2))))
    up, down = outlined(drawing)
    assert number(down, "y") == pytest.approx(number(up, "y") + number(up, "height"), abs=0.02)
    assert drawing.label("−2")[1] > number(down, "y") + number(down, "height")


def test_an_estimate_is_hatched_on_paper_and_the_legend_says_so() -> None:
    drawing = drawn(chart("column", points=(point("2023", 10), point("2024", 25, is_estimate=True))))
    assert "Estimate" in drawing.labels
    assert len(drawing.shapes("rect", fill="url(#rain-4)")) == 2  # the legend's and the column's
    assert not drawn(chart("column", points=(point("2023", 10),))).shapes("rect", fill="url(#rain-4)")


def test_several_series_stand_side_by_side_each_with_a_pattern_of_its_own() -> None:
    names = ("North", "South", "East", "West")
    drawing = drawn(chart("column", series=names, points=(point("2023", 1, 2, 3, 4), point("2024", 2, None, 4, 5))))
    assert drawing.labels[:4] == list(names)
    fills = [shape["fill"] for shape in drawing.shapes("rect") if shape["fill"].startswith("url")]
    assert {"url(#rain-1)", "url(#rain-2)", "url(#rain-3)"} == set(fills)
    assert len(outlined(drawing)) == 4 + 7
    assert not drawing.findings


def test_labels_that_do_not_fit_below_turn_the_columns_into_level_bars() -> None:
    long = "Humanitarian assistance and disaster relief with partners in every part of the world"
    drawing = drawn(chart("column", points=tuple(point(f"{long}, part {n}", n) for n in (8, 4, 2, 1, -2))))
    bars = outlined(drawing)
    assert number(bars[0], "width") == pytest.approx(2 * number(bars[1], "width"), rel=0.01)
    assert number(bars[4], "x") + number(bars[4], "width") == pytest.approx(number(bars[0], "x"), abs=0.02)
    assert not drawing.findings


@pytest.mark.parametrize("language", ["ja", "en"])
def test_one_column_and_thirty_of_them_both_fit(language: str) -> None:
    one = drawn(chart("column", language=language, points=(point("2024", 7),)))
    thirty = drawn(chart("column", language=language, points=tuple(point(f"Item {n}", n) for n in range(1, 31))))
    assert not one.findings
    assert not thirty.findings
    assert len(outlined(thirty)) == 30


def test_all_zero_is_no_reason_to_fail() -> None:
    for kind in ("column", "line", "step"):
        assert not drawn(chart(kind, points=(point("2023", 0), point("2024", 0)))).findings


# Stacked bars, two sides, before and after


def test_the_parts_of_a_stacked_bar_touch_and_fill_the_measure() -> None:
    drawing = drawn(chart("stacked", series=("In", "Out"), points=(point("2024", 23, 9),)))
    first, second = outlined(drawing)[2:]
    assert number(second, "x") == pytest.approx(number(first, "x") + number(first, "width"), abs=0.02)
    assert number(first, "width") / number(second, "width") == pytest.approx(23 / 9, rel=0.01)
    assert number(second, "x") + number(second, "width") == pytest.approx(MEASURE - 1, abs=0.1)


def test_a_part_that_is_nothing_is_not_drawn() -> None:
    drawing = drawn(chart("stacked", series=("In", "Out"), points=(point("2024", 5, 0),)))
    assert len(outlined(drawing)) == 2 + 1


def test_two_sides_grow_from_the_middle_by_one_scale() -> None:
    drawing = drawn(chart("sides", series=("For", "Against"), points=(point("Young", 40, 20),)))
    left, right = outlined(drawing)[2:]
    assert number(left, "width") == pytest.approx(2 * number(right, "width"), rel=0.01)
    inner = number(left, "x") + number(left, "width"), number(right, "x")
    assert (inner[0] + inner[1]) / 2 == pytest.approx(MEASURE / 2, abs=0.1)


def test_before_is_open_after_is_filled_and_both_stand_on_one_scale() -> None:
    drawing = drawn(chart("before-after", series=("before", "after"), points=(point("A", 4, 8), point("B", 9, 2))))
    marks = drawing.shapes("circle")[2:]
    places = {shape["cx"]: shape["fill"] for shape in marks}
    assert list(places.values()) == ["--paper", "--series-1"] * 2
    x = [number(shape, "cx") for shape in marks]
    assert (x[1] - x[0]) / (x[2] - x[3]) == pytest.approx(4 / 7, rel=0.01)


# Lines and steps


def test_a_step_holds_its_value_until_the_next_one() -> None:
    drawing = drawn(chart("step", points=(point("1949", 12), point("1999", 19), point("2024", 32))))
    (path,) = drawing.shapes("path")
    corners = [tuple(map(float, pair.split())) for pair in path["d"][1:].split("L")]
    assert len(corners) == 5
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(corners))


def test_time_runs_to_scale() -> None:
    drawing = drawn(chart("line", points=(point("2000", 1), point("2010", 2), point("2030", 3))))
    x = [number(shape, "cx") for shape in drawing.shapes("circle")]
    assert (x[2] - x[1]) / (x[1] - x[0]) == pytest.approx(2, rel=0.01)


def test_a_gap_in_the_data_leaves_the_point_out() -> None:
    drawing = drawn(chart("line", points=(point("2000", 1), point("2001", None), point("2002", 3))))
    assert len(drawing.shapes("circle")) == 2


def test_lines_are_told_apart_without_colour() -> None:
    names = ("One", "Two", "Three", "Four")
    drawing = drawn(chart("line", series=names, points=(point("2000", 1, 5, 9, 13), point("2001", 2, 6, 10, 14))))
    dashes = {shape.get("stroke-dasharray", "") for shape in drawing.shapes("path", fill="none")}
    assert len(dashes) == SERIES
    assert not drawing.findings


def test_years_are_written_by_both_calendars_where_the_reader_asks_for_both() -> None:
    drawing = drawn(
        chart("line", language="ja", calendar="both", points=(point("2000", 1), point("2010", 2), point("2024", 3)))
    )
    assert {"平成12年", "2000年"} <= set(drawing.labels)
    assert not drawing.findings


# Time


def test_events_stand_in_the_order_of_time_each_in_its_track() -> None:
    events = (event("2024-03", "Last", 1), event("1949-04-04", "First"), event("1999", "Middle"))
    drawing = drawn(chart("timeline", tracks=("Alliance", "Partner"), events=events))
    assert [words for words in drawing.labels if words in ("First", "Middle", "Last")] == ["First", "Middle", "Last"]
    circles = drawing.shapes("circle")[1:]
    assert [shape["fill"] for shape in circles] == ["--series-1", "--paper"]  # open: only the year is known
    square = drawing.shapes("path")[-1]
    assert float(re.findall(r"[\d.]+", square["d"])[0]) > number(circles[0], "cx")


def test_what_lasted_is_a_bar_down_to_the_last_event_within_it() -> None:
    events = (event("1993-04/1995-12", "Long"), event("1995-11", "Within"), event("1999", "After"))
    drawing = drawn(chart("timeline", events=events))
    (bar,) = drawing.shapes("line", **{"stroke-width": "3"})
    assert drawing.label("Within")[1] - 12 < number(bar, "y2") < drawing.label("After")[1] - 8


def test_a_gantt_bar_is_solid_where_it_is_certain_and_tapers_where_it_is_not() -> None:
    drawing = drawn(chart("gantt", events=(event("2003/2014", "Known to the year"), event("1999-06/..", "Goes on"))))
    years, open_ = (
        [tuple(map(float, pair.split())) for pair in shape["d"][1:-1].split("L")] for shape in drawing.shapes("path")
    )
    (begins, _), (sure_from, _), (sure_to, _), (ends, _), *_ = years
    assert begins < sure_from < sure_to < ends
    assert (sure_from - begins) / (ends - begins) == pytest.approx(1 / 12, rel=0.02)
    assert max(x for x, _ in open_) == MEASURE - 2


# Grids


def test_a_dot_matrix_has_a_full_dot_where_a_row_has_the_column() -> None:
    rows = (Row("Cyber", (True, False), HERE), Row("Space", (True, True), HERE))
    drawing = drawn(chart("dots", columns=("Text A", "Text B"), rows=rows))
    assert [float(shape["r"]) > 3 for shape in drawing.shapes("circle")] == [True, False, True, True]


def test_tiles_lie_where_they_are_told_to_and_are_told_apart_in_grey() -> None:
    tiles = (Tile("North", 1, 1, 0, HERE), Tile("South", 2, 1, 1, HERE), Tile("East", 1, 2, 0, HERE))
    drawing = drawn(chart("tiles", groups=("Old", "New"), tiles=tiles))
    north, east, south = outlined(drawing)[2:]
    assert number(north, "y") == number(east, "y") < number(south, "y")
    assert number(north, "x") == number(south, "x") < number(east, "x")
    assert drawing.shapes("rect", fill="url(#rain-1)")


def test_a_label_wider_than_its_tile_is_reported() -> None:
    drawing = drawn(chart("tiles", tiles=(Tile("Unpronounceableness", 1, 2, 0, HERE),)))
    assert [str(item.message) for item in drawing.findings] == [
        'in the figure "rain" the label "Unpronounceableness" does not fit into its tile (en)'
    ]


def test_a_decision_tree_leads_from_left_to_right_and_its_boxes_do_not_overlap() -> None:
    def outcome(words: str) -> Branch[str]:
        return Branch(words, (), HERE)

    inner = Branch("Is it cold?", (("Yes", outcome("Snow")), ("No", outcome("Rain"))), HERE)
    start = Branch("Are there clouds?", (("Yes", inner), ("No", outcome("Sunshine"))), HERE)
    drawing = drawn(chart("tree", start=start))
    across = [drawing.label(words)[0] for words in ("Are there clouds?", "Is it cold?", "Snow")]
    assert across == sorted(across)
    boxes = drawing.shapes("rect")
    assert len(boxes) == 5
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
            is_apart = number(one, "x") != number(other, "x") or (
                number(one, "y") >= number(other, "y") + number(other, "height")
                or number(other, "y") >= number(one, "y") + number(one, "height")
            )
            assert is_apart
    assert not drawing.findings


# What holds for all


WORDS = st.text(st.sampled_from("あ加盟国年AbcdefgNO "), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(-1000, 1000)), min_size=1, max_size=12), st.sampled_from(["ja", "en"]))
def test_whatever_the_labels_every_word_of_columns_stays_on_the_sheet_or_is_reported(
    data: list[tuple[str, int]], language: str
) -> None:
    drawing = drawn(chart("column", language=language, points=tuple(point(f"x{label}", n) for label, n in data)))
    reported = " ".join(str(item.message) for item in drawing.findings)
    for node in drawing.shapes("text"):
        assert 0 <= float(node["x"]) <= MEASURE or "too wide" in reported
        assert 0 <= float(node["y"]) <= drawing.height + 0.1
    assert drawing.height <= HIGHEST or "too high" in reported


def test_labels_that_meet_are_reported_with_both_their_words() -> None:
    crowded = tuple(point(f"{1990 + n}", 1234567 + n) for n in range(12))
    drawing = drawn(chart("column", points=crowded))
    assert 'in the figure "rain" the labels "1.23457e+06" and "1.23457e+06" collide (en)' in {
        str(item.message) for item in drawing.findings
    }


def test_a_word_that_no_line_holds_is_reported_as_too_wide() -> None:
    drawing = drawn(chart("gantt", events=(event("2001/2002", "Donaudampfschifffahrtsgesellschaft" * 3),)))
    assert "is too wide" in str(drawing.findings[0].message)


def test_more_than_a_page_holds_is_reported_as_too_high() -> None:
    drawing = drawn(chart("timeline", events=tuple(event(str(1950 + n), f"Event {n}") for n in range(60))))
    assert "is too high for a page" in str(drawing.findings[0].message)


def test_the_description_tells_the_data_in_the_order_of_the_drawing() -> None:
    drawing = drawn(chart("column", unit="days", points=(point("2023", 10), point("2024", 25, is_estimate=True))))
    assert drawing.svg.children[0].children == (  # type: ignore[union-attr]  # the first child is the title
        "Rain. Column chart (days): 2023: 10; 2024: 25 (estimate).",
    )


def test_colours_are_names_of_tokens_alone() -> None:
    drawing = drawn(chart("stacked", series=("In", "Out"), points=(point("2024", 23, 9),)))
    used = {shape[key] for name in ("rect", "text") for shape in drawing.shapes(name) for key in ("fill",)}
    assert all(value.startswith(("--", "url(#")) or value == "none" for value in used)
