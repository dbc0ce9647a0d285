"""Timelines and Gantt charts: what happened when, no more precisely than it is known."""

from __future__ import annotations

from datetime import date

from briefbuilder.charts.canvas import HAIRLINE, MEASURE, PAPER, QUIET, Canvas, colour
from briefbuilder.charts.data import Event, Span
from briefbuilder.charts.lines import time_axis
from briefbuilder.charts.scales import Linear, of_day

LANE = 13.0  # px: from one track to the next
BAR = 11.0  # px: a bar of a Gantt chart


def timeline(canvas: Canvas) -> float:
    """Set the events one below the other, the earliest first, each with its mark in the lane of its track.

    The rows are even, so a year with much in it is as readable as one with little; what lasted is a bar down to the
    last row that began before its end. Marks are open where no more than the year is known.
    """
    chart = canvas.chart
    events = sorted(chart.events, key=lambda event: (event.span.start.first, event.span.start.last, event.track))
    y = canvas.legend(chart.tracks, 0, "mark")
    dates = [event.date for event in events]
    lanes = canvas.widest(*dates) + 12
    words_at = lanes + LANE * max(1, len(chart.tracks)) + 4
    rows = [canvas.broken(event.words, MEASURE - words_at) for event in events]
    tops: list[float] = []
    bottom = y
    for lines in rows:
        tops.append(bottom)
        bottom += len(lines) * canvas.line_height + 3
    for track in range(max(1, len(chart.tracks))):
        x = lanes + LANE * (track + 0.5)
        canvas.line(x, y, x, bottom, stroke=HAIRLINE)
    for event, top in zip(events, tops, strict=True):
        if event.span.is_range:
            _bar_down(canvas, event, lanes, top, _end_of(event, events, tops, bottom))
    for event, words, lines, top in zip(events, dates, rows, tops, strict=True):
        middle, x = top + 0.5 * canvas.size, lanes + LANE * (event.track + 0.5)
        canvas.text(lanes - 8, top + 0.85 * canvas.size, words, anchor="end", fill=QUIET)
        if event.span.is_about or not event.span.start.month:
            canvas.mark(x, middle, event.track, is_open=True)
        else:
            canvas.mark(x, middle, event.track)
        canvas.lines(words_at, top, lines)
    return bottom


def _end_of(event: Event, events: list[Event], tops: list[float], bottom: float) -> float:
    """Return where the bar of an event ends: in the last row that began before its end."""
    if event.span.end is None:
        return bottom
    within = [top for other, top in zip(events, tops, strict=True) if other.span.start.first <= event.span.end.last]
    return max(within) + 8


def _bar_down(canvas: Canvas, event: Event, lanes: float, top: float, end: float) -> None:
    x, ink = lanes + LANE * (event.track + 0.5), colour(event.track % 2)
    start = top + 0.5 * canvas.size
    if end - start > 4:
        canvas.line(x, start, x, end, stroke=ink, stroke_width=3)


def gantt(canvas: Canvas) -> float:
    """Draw a bar for each event from its beginning to its end, on a scale of years. Return where the drawing ends.

    Solid is what is certain; where only a month or year is known, the bar tapers over the time that it can mean. What
    goes on ends in an arrow.
    """
    events = canvas.chart.events
    labels = [canvas.broken(event.words, MEASURE * 0.42) for event in events]
    widest = canvas.widest(*(event.date for event in events), *(line for lines in labels for line in lines))
    left = widest + 12
    first = min(event.span.start.first for event in events).replace(month=1, day=1)
    last = max((event.span.end or event.span.start).last for event in events)
    has_open = any(event.span.end is None for event in events)
    scale = Linear(of_day(first), of_day(date(last.year + 1, 1, 1)), left, MEASURE - (14 if has_open else 2))
    rows = [max(len(lines) + 1, 2) * canvas.line_height + 3 for lines in labels]
    bottom = sum(rows)
    end = time_axis(canvas, scale, 0, bottom)
    y = 0.0
    for event, lines, row in zip(events, labels, rows, strict=True):
        canvas.lines(widest, y + 1, lines, anchor="end")
        canvas.text(
            widest, y + 0.85 * canvas.size + len(lines) * canvas.line_height, event.date, anchor="end", fill=QUIET
        )
        _bar_across(canvas, event.span, scale, y + row / 2 - 1)
        y += row
        canvas.line(0, y - 2, MEASURE, y - 2, stroke=HAIRLINE, stroke_width=0.5)
    return end


def _bar_across(canvas: Canvas, span: Span, scale: Linear, y: float) -> None:
    begins = scale(of_day(span.start.first))
    ends = MEASURE - 2 if span.end is None else scale(of_day(span.end.last) + 1)
    sure_from = scale(of_day(span.start.last) + 1)
    sure_to = ends if span.end is None else scale(of_day(span.end.first))
    top, low = y - BAR / 2, y + BAR / 2
    if sure_to <= sure_from:  # a short stretch within one month or year: all of it may be meant
        canvas.rect(begins, top, max(ends - begins, 2.0), BAR, fill=PAPER, stroke=colour(0), stroke_width=1)
        return
    tip = ends - 7 if span.end is None else ends
    middle_to = tip if span.end is None else sure_to
    corners = [(begins, y), (sure_from, top), (middle_to, top), (ends, y), (middle_to, low), (sure_from, low)]
    steps = "M" + "L".join(f"{across:.2f} {down:.2f}" for across, down in corners) + "Z"
    canvas.path(steps, fill=colour(0), stroke=colour(0), stroke_width=0.75)
