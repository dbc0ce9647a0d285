"""The sheet that the drawers draw on: shapes and labels in px, in the order of reading, and what does not fit.

Colours are names of tokens (templates/themes); whoever prints the page puts their values in. Nothing is
told by colour alone: each series has its own pattern, dash and mark as well, and is named in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from briefbuilder.charts.data import Chart
from briefbuilder.charts.lettering import BOLD, FAMILIES, LEADING, SIZE, broken, gaps, width
from briefbuilder.diagnostics import Findings
from briefbuilder.tree import Element

MEASURE = 500.0  # px: the narrowest measure of the house's formats
HIGHEST = 560.0  # px: what stands on a page together with its caption
SERIES = 4  # as many as patterns tell apart in grey
INK, QUIET, HAIRLINE, PAPER = "--ink", "--quiet", "--hairline", "--paper"
ESTIMATE = {"ja": "見込み", "en": "Estimate"}
DASHES = ("", "5 2.5", "1.5 2", "7 2 1.5 2")


def words_on(series: int) -> tuple[str, str]:
    """Return the ground and the colour of words that stand on a series: what is hatched gets paper behind them."""
    return (PAPER, INK) if series in _PATTERNS else (colour(series), PAPER)


def colour(series: int) -> str:
    """Return the token of a series' colour."""
    return f"--series-{series + 1}"


@dataclass(frozen=True, slots=True)
class Box:
    """The place that some words take up."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Say whether two boxes overlap by more than a hair."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > _HAIR
            and min(self.bottom, other.bottom) - max(self.top, other.top) > _HAIR
        )


_HAIR = 0.5


@dataclass(slots=True)
class Canvas:
    """A drawing in the making."""

    chart: Chart
    findings: Findings
    shapes: list[Element] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    patterns: set[int] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.chart.language

    @property
    def size(self) -> float:
        return SIZE[self.language]

    @property
    def line_height(self) -> float:
        return self.size * LEADING

    def width(self, words: str, *, is_bold: bool = False) -> float:
        return width(words, language=self.language, size=self.size, weight=BOLD[self.language] if is_bold else 400)

    def broken(self, words: str, limit: float, *, is_bold: bool = False) -> tuple[str, ...]:
        weight = BOLD[self.language] if is_bold else 400
        return broken(words, limit, language=self.language, size=self.size, weight=weight)

    def widest(self, *words: str) -> float:
        return max(map(self.width, words), default=0.0)

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, is_bold: bool = False
    ) -> None:
        """Set a line of words with its base line at `y`."""
        wide = self.width(words, is_bold=is_bold)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        shifts = gaps(words)
        attributes = {"x": _px(left), "y": _px(y), "fill": fill}
        if is_bold:
            attributes["font-weight"] = str(BOLD[self.language])
        if any(shifts):
            attributes["dx"] = " ".join(_px(shift * self.size) for shift in shifts)
        self.shapes.append(Element("svg-text", tuple(attributes.items()), (words,)))
        self.boxes.append(Box(words, left, y - 0.8 * self.size, left + wide, y + 0.15 * self.size))

    def lines(self, x: float, top: float, words: tuple[str, ...], *, anchor: str = "start", fill: str = INK) -> None:
        """Set lines one below the other; `top` is where the first one's letters begin."""
        for index, line in enumerate(words):
            self.text(x, top + 0.85 * self.size + index * self.line_height, line, anchor=anchor, fill=fill)

    def centred(self, x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK) -> None:
        """Set a line of words with the middle of its letters at `y`."""
        self.text(x, y + 0.35 * self.size, words, anchor=anchor, fill=fill)

    def is_free(self, x: float, y: float, words: str, *, anchor: str = "start") -> bool:
        """Say whether words set there would meet no others and stay on the sheet."""
        wide = self.width(words)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        wanted = Box(words, left - 2, y - 0.8 * self.size, left + wide + 2, y + 0.15 * self.size)
        return left >= 0 and left + wide <= MEASURE and not any(wanted.meets(box) for box in self.boxes)

    def rect(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        fill: str = "none",
        stroke: str = "",
        stroke_width: float = 1,
    ) -> None:
        attributes = {"x": _px(x), "y": _px(y), "width": _px(wide), "height": _px(high), "fill": fill}
        self._shape("svg-rect", attributes, stroke, stroke_width)

    def area(self, x: float, y: float, wide: float, high: float, series: int, *, is_estimate: bool = False) -> None:
        """Fill a rectangle in the way of a series: colour, pattern and outline. An estimate is hatched on paper."""
        kind = SERIES + series % 2 if is_estimate else series
        outline = colour(_outline(series))
        self.rect(x, y, wide, high, fill=PAPER if is_estimate else colour(series), stroke=outline, stroke_width=0.75)
        if kind in _PATTERNS:
            self.patterns.add(kind)
            self.rect(x, y, wide, high, fill=f"url(#{self.chart.id}-{kind})")

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = INK,
        stroke_width: float = 0.75,
        dash: str = "",
    ) -> None:
        attributes = {"x1": _px(x1), "y1": _px(y1), "x2": _px(x2), "y2": _px(y2)}
        if dash:
            attributes["stroke-dasharray"] = dash
        self._shape("svg-line", attributes, stroke, stroke_width)

    def path(
        self, steps: str, *, fill: str = "none", stroke: str = "", stroke_width: float = 1, dash: str = ""
    ) -> None:
        attributes = {"d": steps, "fill": fill}
        if dash:
            attributes["stroke-dasharray"] = dash
        self._shape("svg-path", attributes, stroke, stroke_width)

    def polyline(self, points: list[tuple[float, float]], series: int) -> None:
        self.path(_way(points), stroke=colour(_outline(series)), stroke_width=1.75, dash=DASHES[series])

    def mark(self, x: float, y: float, series: int, *, radius: float = 3.5, is_open: bool = False) -> None:
        """Draw the mark of a series: circle, square, triangle, diamond; open for what is not exact."""
        r = radius
        corners = (  # of square, triangle, diamond
            ((-1, -1), (1, -1), (1, 1), (-1, 1)),
            ((0, -1.2), (1.2, 1), (-1.2, 1)),
            ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        )
        ink, fill = colour(_outline(series)), PAPER if is_open else colour(_outline(series))
        if series == 0:
            self._shape("svg-circle", {"cx": _px(x), "cy": _px(y), "r": _px(r), "fill": fill}, ink, 1.25)
        else:
            steps = _way([(x + across * r, y + down * r) for across, down in corners[series - 1]]) + "Z"
            self.path(steps, fill=fill, stroke=ink, stroke_width=1.25)

    def legend(self, names: tuple[str, ...], top: float, draw: str = "area") -> float:
        """Name the series above the drawing, and how estimates are drawn; return where the drawing may begin."""
        entries = [(name, series, False) for series, name in enumerate(names)] if len(names) > 1 else []
        if any(point.is_estimate for point in self.chart.points):
            entries.append((ESTIMATE[self.language], 0, True))
        x, y = 0.0, top
        for name, series, is_estimate in entries:
            wide = 14 + 5 + self.width(name) + 16
            if x and x + wide - 16 > MEASURE:
                x, y = 0.0, y + self.line_height + 2
            self._sample(x, y, series, draw, is_estimate=is_estimate)
            self.text(x + 19, y + 0.85 * self.size, name)
            x += wide
        return y + self.line_height + 6 if entries else top

    def _sample(self, x: float, y: float, series: int, draw: str, *, is_estimate: bool) -> None:
        middle = y + self.size / 2
        if draw == "area":
            self.area(x, y + 0.5, 14, self.size - 1, series, is_estimate=is_estimate)
            return
        if draw == "line" and not is_estimate:
            self.polyline([(x, middle), (x + 14, middle)], series)
        self.mark(x + 7, middle, series, is_open=is_estimate)

    def _shape(self, name: str, attributes: dict[str, str], stroke: str, stroke_width: float) -> None:
        if stroke:
            attributes |= {"stroke": stroke, "stroke-width": _px(stroke_width)}
        self.shapes.append(Element(name, tuple(attributes.items())))

    def finished(self, bottom: float, description: str) -> Element:
        """Return the drawing, after reporting what leaves the sheet or covers other words."""
        self._report(bottom)
        size = {"width": _px(MEASURE), "height": _px(bottom), "viewBox": f"0 0 {_px(MEASURE)} {_px(bottom)}"}
        face = {"font-family": ", ".join(FAMILIES[self.language]), "font-size": _px(self.size)}
        title = Element("svg-title", (), (description,))
        patterns = Element("svg-defs", (), tuple(_pattern(self.chart.id, kind) for kind in sorted(self.patterns)))
        return Element("svg", tuple((size | face).items()), (title, patterns, *self.shapes))

    def _report(self, bottom: float) -> None:
        """Report the worst of each kind: with that mended, the others may be gone."""
        self._report_width()
        if bottom > HIGHEST:
            self.findings.error(
                self.chart.place,
                'the figure "{id}" is too high for a page: {height} px, and {limit} are the limit ({language})',
                hint="show fewer things, or make two figures of it",
                id=self.chart.id,
                height=round(bottom),
                limit=round(HIGHEST),
                language=self.language,
            )
        self._report_collision()

    def _report_width(self) -> None:
        outside = max(self.boxes, key=lambda box: max(-box.left, box.right - MEASURE), default=None)
        if outside and max(-outside.left, outside.right - MEASURE) > _HAIR:
            self.findings.error(
                self.chart.place,
                'the figure "{id}" is too wide: "{words}" does not fit into its measure ({language})',
                hint="shorten the label, or show fewer things side by side",
                id=self.chart.id,
                words=outside.words,
                language=self.language,
            )

    def _report_collision(self) -> None:
        for index, box in enumerate(self.boxes):
            if other := next((other for other in self.boxes[:index] if box.meets(other)), None):
                self.findings.error(
                    self.chart.place,
                    'in the figure "{id}" the labels "{first}" and "{second}" collide ({language})',
                    hint="shorten one of them, or show fewer things",
                    id=self.chart.id,
                    first=other.words,
                    second=box.words,
                    language=self.language,
                )
                return


def _outline(series: int) -> int:
    """Return the series whose colour draws lines for this one: light colours are for areas only."""
    return series if series < 2 else series - 2


# How areas are hatched, by series: rising lines, dots, level lines; then estimates, which are hatched on paper.
_PATTERNS = {
    1: ("M-1 7L7 -1", PAPER),
    2: ("M1 1h1.5v1.5h-1.5ZM4 4h1.5v1.5h-1.5Z", ""),
    3: ("M0 3H6", "--series-2"),
    SERIES: ("M-1 7L7 -1", "--series-1"),
    SERIES + 1: ("M-1 -1L7 7", "--series-2"),
}


def _pattern(chart: str, kind: int) -> Element:
    steps, ink = _PATTERNS[kind]
    how = {"fill": "none", "stroke": ink, "stroke-width": "1"} if ink else {"fill": "--series-1"}
    size = {"id": f"{chart}-{kind}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    return Element("svg-pattern", tuple(size.items()), (Element("svg-path", (("d", steps), *how.items())),))


def _way(points: list[tuple[float, float]]) -> str:
    """Return the steps of a path from point to point."""
    return "M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in points)


def _px(value: float) -> str:
    """Write a length, to a hundredth of a px, the same everywhere."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
