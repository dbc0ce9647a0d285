"""From the data of a figure to its drawing: the kind says which drawer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefbuilder.charts import bars, chronology, decisions, grids, lines
from briefbuilder.charts.canvas import Canvas
from briefbuilder.charts.data import Chart
from briefbuilder.diagnostics import Findings
from briefbuilder.tree import Element

_DRAWERS: Mapping[str, Callable[[Canvas], float]] = {
    "timeline": chronology.timeline,
    "gantt": chronology.gantt,
    "column": bars.column,
    "stacked": bars.stacked,
    "sides": bars.sides,
    "before-after": bars.before_after,
    "line": lines.line,
    "step": lines.step,
    "dots": grids.dots,
    "tiles": grids.tiles,
    "tree": decisions.tree,
}


def draw(chart: Chart, description: str, findings: Findings) -> Element:
    """Return the drawing as an `svg` element, `description` being its alternative text; report what does not fit."""
    canvas = Canvas(chart, findings)
    bottom = _DRAWERS[chart.kind](canvas)
    return canvas.finished(bottom, description)
