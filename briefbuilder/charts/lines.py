"""Lines and steps over time, or over categories that stand in a row."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from briefbuilder.charts.axes import left_axis, value_range, year_label
from briefbuilder.charts.bars import PLOT
from briefbuilder.charts.canvas import HAIRLINE, MEASURE, QUIET, Canvas
from briefbuilder.charts.data import Point
from briefbuilder.charts.scales import Bands, Linear, of_day, years


def line(canvas: Canvas) -> float:
    """Join the values by straight lines. Return where the drawing ends."""
    return _draw(canvas, is_step=False)


def step(canvas: Canvas) -> float:
    """Hold each value until the next one. Return where the drawing ends."""
    return _draw(canvas, is_step=True)


def _draw(canvas: Canvas, *, is_step: bool) -> float:
    chart = canvas.chart
    top = canvas.legend(chart.series, 0, "line")
    if chart.unit:
        canvas.text(0, top + 0.85 * canvas.size, chart.unit, fill=QUIET)
        top += canvas.line_height + 2
    top += canvas.line_height
    bottom = top + PLOT
    numbers = [value.number for point in chart.points for value in point.values if value]
    scale, left = left_axis(canvas, value_range(numbers), top, bottom, MEASURE)
    across, end = _across(canvas, left + 8, bottom)
    for series in range(chart.series_count):
        known = [(point, value) for point in chart.points if (value := point.values[series])]
        if not known:
            continue
        corners = [(across[id(point)], scale(value.number)) for point, value in known]
        canvas.polyline(_stairs(corners) if is_step else corners, series)
        for (x, y), (point, _) in zip(corners, known, strict=True):
            canvas.mark(x, y, series, is_open=point.is_estimate)
        words = [value.words for _, value in known]
        if chart.series_count == 1:
            _label_values(canvas, corners, words)
        else:
            _label_end(canvas, corners[-1], words[-1])
    return end


def _stairs(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    made = corners[:1]
    for x, y in corners[1:]:
        made += [(x, made[-1][1]), (x, y)]
    return made


def _across(canvas: Canvas, left: float, bottom: float) -> tuple[dict[int, float], float]:
    """Place each point from left to right and label the axis; return the places, and where the drawing ends."""
    points = canvas.chart.points
    if all(point.when for point in points):
        return _over_time(canvas, points, left, bottom)
    bands = Bands(len(points), left, MEASURE)
    labels = [canvas.broken(point.label, bands.step - 6) for point in points]
    for index, lines in enumerate(labels):
        canvas.lines(bands.middle(index), bottom + 5, lines, anchor="middle")
    places = {id(point): bands.middle(index) for index, point in enumerate(points)}
    return places, bottom + 5 + max(map(len, labels)) * canvas.line_height


def _over_time(canvas: Canvas, points: tuple[Point, ...], left: float, bottom: float) -> tuple[dict[int, float], float]:
    days = [_day(point) for point in points]
    first, last = min(days), max(days)
    scale = Linear(first, max(last, first + 1), left, MEASURE - _behind(canvas))
    end = time_axis(canvas, scale, bottom, bottom)
    return {id(point): scale(day) for point, day in zip(points, days, strict=True)}, end


def _behind(canvas: Canvas) -> float:
    """Return how much room the last values of several lines need behind their ends."""
    if canvas.chart.series_count == 1:
        return 12.0
    return 12.0 + canvas.widest(*(value.words for value in canvas.chart.points[-1].values if value))


def _day(point: Point) -> float:
    assert point.when is not None  # `_across` has looked
    return of_day(point.when.first)


def time_axis(canvas: Canvas, scale: Linear, top: float, bottom: float) -> float:
    """Draw the years below, with level ticks or lines from `top`; return where the labels end."""
    from_, to = date.fromordinal(int(scale.low)), date.fromordinal(int(scale.high))
    for most in range(12, 0, -1):
        labels = {year: year_label(canvas, year) for year in years(from_, to, most=most)}
        places = {year: scale(of_day(date(year, 1, 1))) for year in labels}
        inside = [year for year in labels if scale.start - 1 <= places[year] <= scale.end + 1]
        widest = canvas.widest(*(words for lines in labels.values() for words in lines))
        gaps = [places[b] - places[a] for a, b in pairwise(inside)]
        if inside and all(gap > widest + 12 for gap in gaps):
            break
    for year in inside:
        canvas.line(places[year], top, places[year], bottom + 4, stroke=HAIRLINE)
        half = canvas.widest(*labels[year]) / 2
        middle = max(half, min(places[year], MEASURE - half))
        canvas.lines(middle, bottom + 5, labels[year], anchor="middle", fill=QUIET)
    return bottom + 5 + max((len(labels[year]) for year in inside), default=1) * canvas.line_height


def _label_values(canvas: Canvas, corners: list[tuple[float, float]], words: list[str]) -> None:
    """Write the first and the last value of a single line, and of the others those that find room."""
    order = dict.fromkeys([len(corners) - 1, 0, *range(len(corners))])
    for index in order:
        x, y = corners[index]
        for anchor, base in (("middle", y - 7), ("end", y - 6), ("middle", y + canvas.size + 6)):
            if canvas.is_free(x, base, words[index], anchor=anchor):
                canvas.text(x, base, words[index], anchor=anchor)
                break


def _label_end(canvas: Canvas, corner: tuple[float, float], words: str) -> None:
    """Write the last value of one of several lines behind its end, if there is room."""
    x, y = corner[0] + 8, corner[1] + 0.35 * canvas.size
    if canvas.is_free(x, y, words):
        canvas.text(x, y, words)
