"""Dot matrices and tile maps: things in rows and columns."""

from __future__ import annotations

from briefbuilder.charts.canvas import HAIRLINE, MEASURE, QUIET, Canvas, words_on
from briefbuilder.charts.data import Tile

TILE = 62.0  # px: the side of a tile at most


def dots(canvas: Canvas) -> float:
    """Draw a filled circle where a row has a column, a small ring where it has not. Return where the drawing ends."""
    chart = canvas.chart
    labels = [canvas.broken(row.words, MEASURE * 0.45) for row in chart.rows]
    left = canvas.widest(*(line for lines in labels for line in lines)) + 12
    step = min((MEASURE - left) / len(chart.columns), 96.0)
    heads = [canvas.broken(words, step - 8) for words in chart.columns]
    top = max(map(len, heads)) * canvas.line_height + 6
    for index, lines in enumerate(heads):
        start = top - 6 - len(lines) * canvas.line_height
        canvas.lines(left + step * (index + 0.5), start, lines, anchor="middle", fill=QUIET)
    canvas.line(0, top - 2, left + step * len(heads), top - 2)
    y = top
    for lines, row in zip(labels, chart.rows, strict=True):
        high = len(lines) * canvas.line_height + 5
        canvas.lines(0, y + 3, lines)
        for index, has in enumerate(row.marks):
            x, middle = left + step * (index + 0.5), y + high / 2
            canvas.mark(x, middle, 0, radius=4.5 if has else 2.0, is_open=not has)
        y += high
        canvas.line(0, y, left + step * len(heads), y, stroke=HAIRLINE, stroke_width=0.5)
    return y + 2


def tiles(canvas: Canvas) -> float:
    """Draw a labelled square for each tile, filled in the way of its group. Return where the drawing ends."""
    chart = canvas.chart
    top = canvas.legend(chart.groups, 0)
    across = max(tile.column for tile in chart.tiles)
    side = min(TILE, MEASURE / across)
    for tile in sorted(chart.tiles, key=lambda tile: (tile.row, tile.column)):
        _tile(canvas, tile, side, (tile.column - 1) * side, top + (tile.row - 1) * side)
    return top + max(tile.row for tile in chart.tiles) * side


def _tile(canvas: Canvas, tile: Tile[str], side: float, x: float, y: float) -> None:
    canvas.area(x + 1.5, y + 1.5, side - 3, side - 3, tile.group)
    lines = canvas.broken(tile.words, side - 6)
    wide, high = canvas.widest(*lines), len(lines) * canvas.line_height
    if wide > side - 4 or high > side - 4:
        canvas.findings.error(
            tile.place,
            'in the figure "{id}" the label "{words}" does not fit into its tile ({language})',
            hint="shorten it, for instance to an abbreviation that the note explains",
            id=canvas.chart.id,
            words=tile.words,
            language=canvas.language,
        )
    start = y + (side - high) / 2
    ground, ink = words_on(tile.group)
    canvas.rect(x + (side - wide) / 2 - 3, start - 2, wide + 6, high + 2, fill=ground)
    canvas.lines(x + side / 2, start + 1, lines, anchor="middle", fill=ink)
