"""Drawings to look at in tests: charts made of a few words, and the shapes and labels of what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from briefbuilder.charts.data import Chart, Event, Point, Span, Value
from briefbuilder.charts.description import describe
from briefbuilder.charts.draw import draw
from briefbuilder.charts.settle import span_in_words
from briefbuilder.dates import PartialDate
from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.tree import Element, walk

HERE = Place("content/figures/all.yaml", 1)


@dataclass(frozen=True)
class Drawing:
    """A drawing, and what was found wrong with it."""

    svg: Element
    findings: tuple[Diagnostic, ...]

    def shapes(self, name: str, **having: str) -> list[dict[str, str]]:
        """Return the attributes of each shape of a name ("rect") that has these attributes, in order."""
        drawn = [dict(node.attributes) for node in self.svg.children[2:] if isinstance(node, Element)]
        names = [node.name for node in self.svg.children[2:] if isinstance(node, Element)]
        return [
            shape
            for found, shape in zip(names, drawn, strict=True)
            if found == f"svg-{name}" and having.items() <= shape.items()
        ]

    @property
    def labels(self) -> list[str]:
        return [str(node.children[0]) for node in walk((self.svg,)) if node.name == "svg-text"]

    def label(self, words: str) -> tuple[float, float]:
        """Return where a label begins."""
        node = next(node for node in walk((self.svg,)) if node.name == "svg-text" and node.children == (words,))
        return float(node.get("x")), float(node.get("y"))

    @property
    def height(self) -> float:
        return float(self.svg.get("height"))


def drawn(chart: Chart) -> Drawing:
    """Draw a chart."""
    tray = Findings()
    return Drawing(draw(chart, describe(chart), tray), tuple(tray.items))


def chart(kind: str, *, language: str = "en", calendar: str = "gregorian", **parts: object) -> Chart:
    """Return a chart of a kind."""
    return Chart("rain", kind, language, calendar, "Rain", HERE, **parts)  # type: ignore[arg-type]  # whoever calls knows


def point(at: str, *numbers: float | None, is_estimate: bool = False) -> Point:
    """Return a point: at a date if it looks like one, else in a category."""
    values = tuple(None if number is None else Value(number, f"{number:g}".replace("-", "−")) for number in numbers)
    when = PartialDate.parse(at) if at[:4].isdigit() else None
    return Point(at, when, values, is_estimate, HERE)


def event(when: str, words: str, track: int = 0) -> Event:
    """Return an event."""
    span = Span.parse(when)
    return Event(words, span, span_in_words(span, language="en", calendar="gregorian"), track, HERE)
