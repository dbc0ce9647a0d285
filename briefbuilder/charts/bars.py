"""Columns, stacked bars, before and after, two sides: lengths that start from zero."""

from __future__ import annotations

from itertools import accumulate

from briefbuilder.charts.axes import bottom_axis, left_axis, value_range
from briefbuilder.charts.canvas import INK, MEASURE, PAPER, QUIET, Canvas, colour, words_on
from briefbuilder.charts.data import Point
from briefbuilder.charts.scales import Bands, Linear

PLOT = 170.0  # px: the height of a drawing with upright columns
ROW = 20.0  # px: the least height of a row with one bar
LABELS = 0.4  # of the measure: the most that labels at the left may take


def column(canvas: Canvas) -> float:
    """Draw upright columns; level ones where the labels do not fit below. Return where the drawing ends."""
    chart = canvas.chart
    top = canvas.legend(chart.series, 0)
    labels = _labels_below(canvas)
    return _upright(canvas, top, labels) if labels else _level(canvas, top)


def _labels_below(canvas: Canvas) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines of each label under its column, or None where one does not fit there in three lines."""
    points = canvas.chart.points
    step = (MEASURE - 40) / len(points)
    made = tuple(canvas.broken(point.label, step - 6) for point in points)
    fits = all(len(lines) <= 3 and canvas.widest(*lines) <= step - 4 for lines in made)
    return made if fits else None


def _numbers(points: tuple[Point, ...]) -> list[float]:
    return [value.number for point in points for value in point.values if value]


def _upright(canvas: Canvas, top: float, labels: tuple[tuple[str, ...], ...]) -> float:
    points = canvas.chart.points
    head = canvas.line_height + 2  # room for the number above the highest column
    top = _unit(canvas, top) + head
    bottom = top + PLOT
    scale, left = left_axis(canvas, value_range(_numbers(points)), top, bottom, MEASURE)
    bands = Bands(len(points), left, MEASURE)
    several = canvas.chart.series_count
    wide = min(bands.width, 64.0 * several) / several
    for index, point in enumerate(points):
        start = bands.middle(index) - wide * several / 2
        for series, value in enumerate(point.values):
            if value is None:
                continue
            x, y, zero = start + series * wide, scale(value.number), scale(0)
            canvas.area(x, min(y, zero), wide, abs(y - zero), series, is_estimate=point.is_estimate)
            base = y - 4 if value.number >= 0 else y + canvas.size + 1
            if several == 1 or canvas.width(value.words) <= wide:
                canvas.text(x + wide / 2, base, value.words, anchor="middle")
        canvas.lines(bands.middle(index), bottom + 5, labels[index], anchor="middle")
    if min(_numbers(points)) < 0:  # the column's own number may reach below its foot
        return bottom + 5 + max(map(len, labels)) * canvas.line_height + 2
    return bottom + 5 + max(map(len, labels)) * canvas.line_height


def _unit(canvas: Canvas, top: float) -> float:
    """Name what is measured above the axis; return where the drawing may begin."""
    if not canvas.chart.unit:
        return top
    canvas.text(0, top + 0.85 * canvas.size, canvas.chart.unit, fill=QUIET)
    return top + canvas.line_height + 2


def _row_labels(canvas: Canvas, words: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Return the lines of the labels at the left, and how wide the widest is."""
    made = tuple(canvas.broken(label, MEASURE * LABELS) for label in words)
    return made, canvas.widest(*(line for lines in made for line in lines))


def _level(canvas: Canvas, top: float) -> float:
    points, several = canvas.chart.points, canvas.chart.series_count
    labels, widest = _row_labels(canvas, tuple(point.label for point in points))
    numbers = _numbers(points)
    room = canvas.widest(*(value.words for point in points for value in point.values if value)) + 6
    left = widest + 10 + (room if min(numbers) < 0 else 0)
    marks = value_range(numbers)
    scale = Linear(marks[0], marks[-1], left, MEASURE - room)
    y = top = _unit(canvas, top)
    for lines, point in zip(labels, points, strict=True):
        high = max(len(lines) * canvas.line_height + 2, several * ROW * 0.7)
        canvas.lines(widest, y + (high - len(lines) * canvas.line_height) / 2 + 1, lines, anchor="end")
        bar = min(high * 0.75, 14.0 * several) / several
        for series, value in enumerate(point.values):
            if value:
                start = y + high / 2 - bar * several / 2 + series * bar
                x, zero = scale(value.number), scale(0)
                canvas.area(min(x, zero), start, abs(x - zero), bar, series, is_estimate=point.is_estimate)
                is_left = value.number < 0
                canvas.centred(
                    x + (-4 if is_left else 4), start + bar / 2, value.words, anchor="end" if is_left else "start"
                )
        y += high
    canvas.line(scale(0), top, scale(0), y)
    return y + 2


def stacked(canvas: Canvas) -> float:
    """Draw a level bar for each point, its parts one behind the other. Return where the drawing ends."""
    points = canvas.chart.points
    top = canvas.legend(canvas.chart.series, 0)
    labels, widest = _row_labels(canvas, tuple(point.label for point in points))
    totals = [sum(value.number for value in point.values if value) for point in points]
    marks = value_range(totals)
    left = widest + 10 if widest else 0.0
    scale = Linear(0, marks[-1] if len(points) > 1 else totals[0] or 1, left, MEASURE - 1)
    y = _unit(canvas, top)
    high = 26.0
    for lines, point in zip(labels, points, strict=True):
        row = max(high + 8, len(lines) * canvas.line_height + 4)
        canvas.lines(widest, y + (row - len(lines) * canvas.line_height) / 2, lines, anchor="end")
        ends = list(accumulate((value.number if value else 0 for value in point.values), initial=0))
        for series, value in enumerate(point.values):
            if value and value.number:
                start, end = scale(ends[series]), scale(ends[series + 1])
                canvas.area(start, y + (row - high) / 2, end - start, high, series, is_estimate=point.is_estimate)
                _number_inside(canvas, start, end, y + row / 2, series, value.words, is_estimate=point.is_estimate)
        y += row
    return y


def _number_inside(
    canvas: Canvas, start: float, end: float, y: float, series: int, words: str, *, is_estimate: bool
) -> None:
    """Set a number on a quiet ground in the middle of its part, if there is room."""
    wide = canvas.width(words) + 8
    if wide > end - start - 2:
        return
    middle, high = (start + end) / 2, canvas.size + 5
    ground, ink = (PAPER, INK) if is_estimate else words_on(series)
    canvas.rect(middle - wide / 2, y - high / 2, wide, high, fill=ground)
    canvas.centred(middle, y, words, anchor="middle", fill=ink)


def before_after(canvas: Canvas) -> float:
    """Draw for each point where it stood before (open) and after (filled). Return where the drawing ends."""
    points, names = canvas.chart.points, canvas.chart.series
    top = _legend_before_after(canvas, names)
    labels, widest = _row_labels(canvas, tuple(point.label for point in points))
    room = canvas.widest(*(value.words for point in points for value in point.values if value)) + 10
    y = top = _unit(canvas, top) + 4
    rows = [max(24.0, len(lines) * canvas.line_height + 6) for lines in labels]
    scale = bottom_axis(
        canvas,
        value_range(_numbers(points)),
        (widest + 10 if widest else 0) + room,
        MEASURE - room,
        top,
        top + sum(rows),
    )
    for lines, point, row in zip(labels, points, rows, strict=True):
        middle = y + row / 2
        canvas.lines(widest, middle - len(lines) * canvas.line_height / 2 + 1, lines, anchor="end")
        before, after = point.values
        if before and after:
            _arrow(canvas, scale(before.number), scale(after.number), middle)
            is_rise = after.number >= before.number
            for shown, is_left in sorted(((before, is_rise), (after, not is_rise)), key=lambda pair: not pair[1]):
                canvas.centred(
                    scale(shown.number) + (-8 if is_left else 8),
                    middle,
                    shown.words,
                    anchor="end" if is_left else "start",
                )
        for value, is_open in ((before, True), (after, point.is_estimate)):
            if value:
                canvas.mark(scale(value.number), middle, 0, radius=4.5, is_open=is_open)
        y += row
    return y + canvas.line_height + 5


def _legend_before_after(canvas: Canvas, names: tuple[str, ...]) -> float:
    x = 0.0
    for name, is_open in zip(names, (True, False), strict=True):
        canvas.mark(x + 5, canvas.size / 2, 0, radius=4.5, is_open=is_open)
        canvas.text(x + 15, 0.85 * canvas.size, name)
        x += 15 + canvas.width(name) + 18
    return canvas.line_height + 6


def _arrow(canvas: Canvas, start: float, end: float, y: float) -> None:
    if abs(end - start) < 14:
        return
    way = 1 if end > start else -1
    tip = end - way * 6
    canvas.line(start + way * 5, y, tip, y, stroke=colour(0), stroke_width=1.5)
    canvas.path(
        f"M{tip - way * 5:.2f} {y - 3.5:.2f}L{tip:.2f} {y:.2f}L{tip - way * 5:.2f} {y + 3.5:.2f}", stroke=colour(0)
    )


def sides(canvas: Canvas) -> float:
    """Draw two bars from the middle for each point, one to each side. Return where the drawing ends."""
    points, names = canvas.chart.points, canvas.chart.series
    labels = tuple(canvas.broken(point.label, MEASURE * LABELS) for point in points)
    half = canvas.widest(*(line for lines in labels for line in lines)) / 2 + 8
    room = canvas.widest(*(value.words for point in points for value in point.values if value)) + 8
    reach = MEASURE / 2 - half - room
    longest = max((abs(number) for number in _numbers(points)), default=1) or 1
    y = _unit(canvas, 0)
    for series, (name, way) in enumerate(zip(names, (-1, 1), strict=True)):
        edge = MEASURE / 2 + way * half
        canvas.area(edge - (12 if way < 0 else 0), y + 0.5, 12, canvas.size - 1, series)
        canvas.text(edge + way * 17, y + 0.85 * canvas.size, name, anchor="end" if way < 0 else "start")
    y += canvas.line_height + 6
    for lines, point in zip(labels, points, strict=True):
        row = max(ROW, len(lines) * canvas.line_height + 4)
        for side, way in enumerate((-1, 1)):  # left, words, right: the order in which the page is read
            if side:
                canvas.lines(MEASURE / 2, y + (row - len(lines) * canvas.line_height) / 2 + 1, lines, anchor="middle")
            if value := point.values[side]:
                long, edge = abs(value.number) / longest * reach, MEASURE / 2 + way * half
                start = min(edge, edge + way * long)
                canvas.area(start, y + row / 2 - 6.5, long, 13, side, is_estimate=point.is_estimate)
                canvas.centred(edge + way * (long + 4), y + row / 2, value.words, anchor="start" if side else "end")
        y += row
    return y + 2
