"""Axes: the lines that a reader counts by, and their labels."""

from __future__ import annotations

import re

from briefbuilder.charts.canvas import HAIRLINE, INK, QUIET, Canvas
from briefbuilder.charts.scales import Linear, ticks
from briefbuilder.dates import PartialDate, in_words
from briefbuilder.numbers import number


def written(canvas: Canvas, value: float) -> str:
    """Return a number as the language writes it."""
    return number(int(value) if value == int(value) else value, language=canvas.language)


def value_range(numbers: list[float]) -> tuple[float, ...]:
    """Return the ticks for some values and for zero, from which lengths are measured."""
    return ticks(min(0.0, *numbers), max(0.0, *numbers))


def left_axis(
    canvas: Canvas, marks: tuple[float, ...], top: float, bottom: float, right: float
) -> tuple[Linear, float]:
    """Draw level lines with their numbers at the left; return the scale, and where the drawing may begin."""
    labels = [written(canvas, value) for value in marks]
    left = canvas.widest(*labels) + 6
    scale = Linear(marks[0], marks[-1], bottom, top)
    for value, label in zip(marks, labels, strict=True):
        y = scale(value)
        canvas.line(left, y, right, y, stroke=INK if value == 0 else HAIRLINE, stroke_width=0.75)
        canvas.centred(left - 6, y, label, anchor="end", fill=QUIET)
    return scale, left


def bottom_axis(
    canvas: Canvas, marks: tuple[float, ...], left: float, right: float, top: float, bottom: float
) -> Linear:
    """Draw upright lines with their numbers below; return the scale."""
    scale = Linear(marks[0], marks[-1], left, right)
    for value in marks:
        x = scale(value)
        canvas.line(x, top, x, bottom, stroke=INK if value == 0 else HAIRLINE, stroke_width=0.75)
        canvas.text(x, bottom + canvas.line_height, written(canvas, value), anchor="middle", fill=QUIET)
    return scale


def year_label(canvas: Canvas, year: int) -> tuple[str, ...]:
    """Return a year in one line, or in two where the audience reads it by both calendars."""
    if canvas.language == "en":
        return (str(year),)
    words = in_words(PartialDate(year), language="ja", calendar_of=canvas.chart.calendar)
    both = _BOTH.fullmatch(words)
    return (both[1] + both[3], both[2] + "年") if both else (words,)


_BOTH = re.compile("(.*?)（(.*?)年?）(年?)")
