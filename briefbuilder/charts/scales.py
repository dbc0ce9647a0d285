"""Scales: from a value to a place on the drawing, and the ticks that a reader counts by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight scale: `low` lies at `start` px, `high` at `end` px."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Bands:
    """Equal bands side by side between `start` and `end` px; `fill` is the part of each that is drawn."""

    count: int
    start: float
    end: float
    fill: float = 0.7

    @property
    def step(self) -> float:
        return (self.end - self.start) / self.count

    @property
    def width(self) -> float:
        return self.step * self.fill

    def middle(self, index: int) -> float:
        return self.start + self.step * (index + 0.5)


def ticks(low: float, high: float, *, most: int = 5) -> tuple[float, ...]:
    """Return round numbers (1, 2 or 5 times a power of ten apart) from not above `low` to not below `high`.

    There are at most `most` + 2 of them. The numbers of one value are those around it, zero among them.
    """
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    rough = (high - low) / most
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(power * part for part in _STEPS if power * part >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, -math.floor(math.log10(step)))
    return tuple(round(index * step, digits) for index in range(first, last + 1))


def years(first: date, last: date, *, most: int) -> tuple[int, ...]:
    """Return the years that label a stretch of time: all of them, or every 2nd, 5th, 10th … , at most `most`."""
    power = 1
    while True:
        for part in (1, 2, 5):
            step = part * power
            found = tuple(year for year in range(first.year, last.year + 2) if year % step == 0)
            if len(found) <= most:
                return found or (first.year,)
        power *= 10


def of_day(day: date) -> float:
    """Return a day as a number for a `Linear` scale."""
    return float(day.toordinal())
