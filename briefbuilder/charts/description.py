"""What a figure shows, in words, for those who do not see it, and as a table for those who want its data.

Told from the data alone, in the order in which they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbuilder.charts.data import Branch, Chart, Point

_KINDS = {
    "timeline": ("年表", "Timeline"),
    "gantt": ("期間の図", "Chart of periods"),
    "column": ("棒グラフ", "Column chart"),
    "line": ("折れ線グラフ", "Line chart"),
    "step": ("階段状の折れ線グラフ", "Step chart"),
    "stacked": ("積み上げ棒グラフ", "Stacked bars"),
    "dots": ("対応表", "Dot matrix"),
    "sides": ("左右の棒グラフ", "Bars to two sides"),
    "before-after": ("前後の比較", "Before and after"),
    "tiles": ("模式地図", "Tile map"),
    "tree": ("判断の流れ図", "Decision tree"),
}
_ESTIMATE = ("見込み", "estimate")
Table = tuple[tuple[str, ...], ...]  # rows of cells, the head first


def describe(chart: Chart) -> str:
    """Return the figure in a few sentences."""
    is_japanese = chart.language == "ja"
    kind = _KINDS[chart.kind][0 if is_japanese else 1]
    unit = ""
    if chart.unit:
        unit = f"（{chart.unit}）" if is_japanese else f" ({chart.unit})"
    parts = ("；" if is_japanese else "; ").join(_parts(chart))
    full_stop = "。" if is_japanese else "."
    head = f"{chart.title}{full_stop}{kind}{unit}" if is_japanese else f"{chart.title}. {kind}{unit}"
    return f"{head}{'：' if is_japanese else ': '}{parts}{full_stop}"


def _parts(chart: Chart) -> Iterator[str]:
    if chart.start:
        yield from _ways(chart, chart.start)
    for row in table(chart)[1:] if not chart.start else ():
        label, *cells = row
        colon, comma = ("：", "、") if chart.language == "ja" else (": ", ", ")
        yield f"{label}{colon}{comma.join(cell for cell in cells if cell)}"


def _ways(chart: Chart, branch: Branch[str], so_far: str = "") -> Iterator[str]:
    arrow = " → "
    for answer, then in branch.answers:
        way = f"{so_far}{branch.words}{arrow}{answer}"
        if then.answers:
            yield from _ways(chart, then, f"{way}{arrow}")
        else:
            yield f"{way}{arrow}{then.words}"


def table(chart: Chart) -> Table:
    """Return the data in rows and columns, the head first."""
    if chart.points:
        head = ("", *(chart.series or (chart.unit or chart.title,)))
        return (head, *((point.label, *_cells(chart, point)) for point in chart.points))
    if chart.events:
        events = sorted(chart.events, key=lambda event: (event.span.start.first, event.span.start.last, event.track))
        tracks = chart.tracks if len(chart.tracks) > 1 else ()
        return (
            ("", chart.title, *([""] if tracks else [])),
            *((event.date, event.words, *([tracks[event.track]] if tracks else [])) for event in events),
        )
    if chart.rows:
        return (
            ("", *chart.columns),
            *(
                (row.words, *(name if has else "" for name, has in zip(chart.columns, row.marks, strict=True)))
                for row in chart.rows
            ),
        )
    if chart.tiles:
        named = chart.groups or ("",)
        return (("", chart.title), *((tile.words, named[tile.group]) for tile in chart.tiles))
    return (("",), *((way,) for way in _ways(chart, chart.start))) if chart.start else ()


def _cells(chart: Chart, point: Point) -> Iterator[str]:
    estimate = _ESTIMATE[0 if chart.language == "ja" else 1]
    for index, value in enumerate(point.values):
        words = value.words if value else "–"
        if point.is_estimate:
            words += f"（{estimate}）" if chart.language == "ja" else f" ({estimate})"
        name = chart.series[index] if len(chart.series) > 1 else ""
        yield f"{name} {words}".strip()


def csv(chart: Chart) -> str:
    """Return the data as CSV (RFC 4180), for those who want to reckon with them: numbers in digits, nothing rounded."""
    rows = table(chart) if not chart.points else _numbers(chart)
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _numbers(chart: Chart) -> Table:
    head = ("", *(chart.series or (chart.unit or chart.title,)), _ESTIMATE[0 if chart.language == "ja" else 1])
    rows = (
        (
            str(point.when) if point.when else point.label,
            *(f"{value.number:.15g}" if value else "" for value in point.values),
            "1" if point.is_estimate else "0",
        )
        for point in chart.points
    )
    return (head, *rows)


def _cell(words: str) -> str:
    """Write a cell; one that a spreadsheet would take for a formula becomes text."""
    if words.startswith(("=", "+", "@", "-", "\t")) and not _NUMBER.fullmatch(words):
        words = f"'{words}"
    return '"' + words.replace('"', '""') + '"' if _TO_QUOTE.search(words) else words


_NUMBER = re.compile(r"-?[0-9.]+(?:e[+-]?[0-9]+)?")
_TO_QUOTE = re.compile(r'[",\r\n]')
