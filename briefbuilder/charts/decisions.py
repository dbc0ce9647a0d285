"""Decision trees: questions, their answers, and where each leads."""

from __future__ import annotations

from briefbuilder.charts.canvas import HAIRLINE, INK, MEASURE, QUIET, Canvas, colour
from briefbuilder.charts.data import Branch

PAD = 6.0  # px: inside a box
BETWEEN = 10.0  # px: between one outcome and the next


def tree(canvas: Canvas) -> float:
    """Draw the first question at the left and each answer's way to the right. Return where the drawing ends."""
    start = canvas.chart.start
    assert start is not None  # its kind has one
    answers = canvas.widest(*_answers(start))
    way = answers + 22
    boxes = _depth(start)
    wide = (MEASURE - way * (boxes - 1)) / boxes
    drawing = _Tree(canvas, wide, way)
    bottom, _ = drawing.branch(start, 0, 0.0)
    return bottom - BETWEEN


def _depth(branch: Branch[str]) -> int:
    return 1 + max((_depth(then) for _, then in branch.answers), default=0)


def _answers(branch: Branch[str]) -> list[str]:
    return [words for answer, then in branch.answers for words in (answer, *_answers(then))]


class _Tree:
    def __init__(self, canvas: Canvas, wide: float, way: float) -> None:
        self.canvas, self.wide, self.way = canvas, wide, way

    def branch(self, branch: Branch[str], depth: int, top: float) -> tuple[float, float]:
        """Draw a box and all that follows; return where the next one may begin, and the middle of its box."""
        canvas = self.canvas
        x = depth * (self.wide + self.way)
        lines = canvas.broken(branch.words, self.wide - 2 * PAD)
        high = len(lines) * canvas.line_height + 2 * PAD - 2
        own = len(canvas.shapes), len(canvas.boxes)
        middles, bottom = [], top
        for _, then in branch.answers:
            bottom, middle = self.branch(then, depth + 1, bottom)
            middles.append(middle)
        bottom = max(bottom, top + high + BETWEEN)
        middle = (middles[0] + middles[-1]) / 2 if middles else top + high / 2
        middle = max(middle, top + high / 2)
        later = canvas.shapes[own[0] :], canvas.boxes[own[1] :]
        del canvas.shapes[own[0] :], canvas.boxes[own[1] :]
        self.box(branch, x, middle - high / 2, high, lines)
        for (answer, _), there in zip(branch.answers, middles, strict=True):
            self.answer(x + self.wide, middle, there, answer)
        canvas.shapes += later[0]
        canvas.boxes += later[1]
        return bottom, middle

    def box(self, branch: Branch[str], x: float, top: float, high: float, lines: tuple[str, ...]) -> None:
        """A question has a thin outline, an outcome a thick edge at its left."""
        canvas = self.canvas
        canvas.rect(x, top, self.wide, high, stroke=HAIRLINE if not branch.answers else colour(0), stroke_width=1)
        if not branch.answers:
            canvas.line(x + 1, top, x + 1, top + high, stroke=colour(0), stroke_width=3)
        canvas.lines(x + PAD, top + PAD - 1, lines)

    def answer(self, x: float, y: float, there: float, words: str) -> None:
        canvas, end = self.canvas, x + self.way
        turn = x + 8
        canvas.path(f"M{x:.2f} {y:.2f}H{turn:.2f}V{there:.2f}H{end:.2f}", stroke=QUIET)
        canvas.path(f"M{end - 5:.2f} {there - 3:.2f}L{end:.2f} {there:.2f}L{end - 5:.2f} {there + 3:.2f}", stroke=QUIET)
        canvas.text(turn + 4, there - 3, words, fill=INK)
