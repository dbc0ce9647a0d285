"""Copyfitting: which plan of a ladder is the fullest that keeps to its budget. It asks for prints, and makes none.

The text is measured: the first rung whose text fits is taken, with what else there is room for. Pages are printed: the
search starts where the text lets it expect them to fit, and goes up or down until a plan fits and the one above it does
not. If the last page is then mostly empty though something had to be shortened, single modules are given back as long
as they fit. Where it starts and what it asks for next depends on the texts and on the answers alone: the same answers
give the same plan, whoever printed them and when.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from briefbuilder.ladder import Ladder, Lengths

MOSTLY_EMPTY = 1 / 3  # of the last page's type area
_GUESSES = 4  # prints that the estimate may choose; after them the rest is halved
_RESTORES = 4  # prints that may be spent on filling the last page


@dataclass(frozen=True, slots=True)
class Trial:
    """What a print showed: its pages, and how far the last one is filled (0 to 1)."""

    pages: int
    fill: float

    @property
    def extent(self) -> float:
        """Return the length in pages: two and a half of them where the third is half filled."""
        return self.pages - 1 + self.fill


@dataclass(frozen=True, slots=True)
class Limits:
    """A budget in one language: pages, and 字 or words. None: no limit."""

    pages: int | None = None
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a page of a template holds: running text on a page in 字 or words, and the pages that other matter fills."""

    per_page: float
    fixed: float

    def extent(self, text: int) -> float:
        """Return how many pages a text of this length is expected to fill."""
        return self.fixed + text / self.per_page


@dataclass(frozen=True, slots=True)
class Fit:
    """The outcome: a plan, the rung it was reached from, its print; or by how much the shortest plan is too long."""

    lengths: Lengths
    rung: int
    trial: Trial | None
    excess_text: int = 0  # 字 or words; of pages what about fills them
    excess_pages: int = 0

    @property
    def is_good(self) -> bool:
        return not (self.excess_text or self.excess_pages)


Search = Generator[Lengths, Trial, Fit]  # yields a plan to print, is sent what the print showed, returns the outcome


def copyfit(ladder: Ladder, text_of: Callable[[Lengths], int], limits: Limits, calibration: Calibration) -> Search:
    """Search the fullest plan that keeps to its budget. `text_of` measures a plan in 字 or words."""
    desk = _Desk(ladder, text_of, limits, calibration)
    rungs = ladder.rungs
    top = first_that(0, len(rungs), lambda rung: desk.keeps_text(rungs[rung]))
    if top == len(rungs):
        return desk.excess_of_text()
    plans = desk.plans_from(top)
    if limits.pages is None:
        found, trial = 0, (yield from desk.ask(plans[0]))
    else:
        found, tried = yield from desk.find_plan(plans, limits.pages)
        if tried is None:
            return desk.excess_of_text()
        if tried.pages > limits.pages:
            excess = round((tried.extent - limits.pages) * calibration.per_page)
            return Fit(rungs[-1], len(rungs) - 1, tried, max(1, excess), tried.pages - limits.pages)
        trial = tried
    lengths, trial = yield from desk.fill_last_page(plans[found], trial, refused=list(plans[:found][-1:]))
    return Fit(lengths, max(top, found + len(rungs) - len(plans)), trial)


@dataclass(slots=True)
class _Desk:
    ladder: Ladder
    text_of: Callable[[Lengths], int]
    limits: Limits
    calibration: Calibration
    seen: list[tuple[int, float]] = field(default_factory=list)  # text and extent of each print

    def keeps_text(self, lengths: Lengths) -> bool:
        return self.limits.text is None or self.text_of(lengths) <= self.limits.text

    def expected(self, lengths: Lengths) -> float:
        """Return the extent of a plan, reckoned from the last print; from the calibration where there is none."""
        text = self.text_of(lengths)
        if not self.seen:
            return self.calibration.extent(text)
        seen_text, seen_extent = self.seen[-1]
        return seen_extent + (text - seen_text) / self.per_page()

    def per_page(self) -> float:
        """Return how much text a page holds: what the first and the last print tell of it, or else the calibration."""
        (first_text, first_extent), (last_text, last_extent) = self.seen[0], self.seen[-1]
        text, extent = last_text - first_text, last_extent - first_extent
        return text / extent if text * extent > 0 else self.calibration.per_page

    def ask(self, lengths: Lengths) -> Generator[Lengths, Trial, Trial]:
        trial = yield lengths
        self.seen.append((self.text_of(lengths), trial.extent))
        return trial

    def excess_of_text(self) -> Fit:
        last = len(self.ladder.rungs) - 1
        shortest = self.ladder.rungs[last]
        return Fit(shortest, last, None, excess_text=self.text_of(shortest) - (self.limits.text or 0))

    def plans_from(self, top: int) -> tuple[Lengths, ...]:
        """Return the rungs whose text fits, and before them the first one with what else its text has room for."""
        rungs = self.ladder.rungs[top:]
        filled = rungs[0]
        while top and (longer := next(filter(self.keeps_text, self.ladder.longer(filled)), None)):
            filled = longer
        return rungs if filled == rungs[0] else (filled, *rungs)

    def find_plan(self, plans: tuple[Lengths, ...], pages: int) -> Generator[Lengths, Trial, tuple[int, Trial | None]]:
        """Return a plan that fits while the one before it does not; the last one where none fits."""
        tried: dict[int, Trial] = {}
        above, below = -1, len(plans)  # the one does not fit, the other does, as far as they exist
        while below - above > 1:
            if len(tried) < _GUESSES:
                guess = first_that(above + 1, below - 1, lambda plan: self.expected(plans[plan]) <= pages)
            else:
                guess = (above + below) // 2
            if self.keeps_text(plans[guess]):  # not every step is one: a line may be longer than a short form
                tried[guess] = yield from self.ask(plans[guess])
            if guess in tried and tried[guess].pages <= pages:
                below = guess
            else:
                above = guess
        found = min(below, len(plans) - 1)
        return found, tried.get(found)

    def fill_last_page(
        self, lengths: Lengths, trial: Trial, refused: list[Lengths]
    ) -> Generator[Lengths, Trial, tuple[Lengths, Trial]]:
        """Give back single modules, the most relevant first, while the last page is mostly empty and they fit."""
        pages, prints = self.limits.pages or trial.pages, 0
        while prints < _RESTORES and trial.fill < MOSTLY_EMPTY:
            room = self.text_of(lengths) + (pages - trial.extent) * self.per_page()
            longer = (one for one in self.ladder.longer(lengths) if one not in refused and self.keeps_text(one))
            candidate = next((one for one in longer if self.text_of(one) <= room), None)
            if candidate is None:
                break
            tried = yield from self.ask(candidate)
            prints += 1
            if tried.pages <= pages:
                lengths, trial = candidate, tried
            else:
                refused.append(candidate)
        return lengths, trial


def first_that(start: int, stop: int, holds: Callable[[int], bool]) -> int:
    """Return the first number for which a claim holds that holds for all after it; `stop` where there is none."""
    while start < stop:
        middle = (start + stop) // 2
        if holds(middle):
            stop = middle
        else:
            start = middle + 1
    return start
