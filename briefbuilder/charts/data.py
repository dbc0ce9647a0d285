"""What a figure shows: the nouns of its data.

`Row`, `Tile` and `Branch` hold words in both languages as authored, or in one as the drawers are given them; a `Chart`
is in one language, with its facts settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from briefbuilder.dates import PartialDate
from briefbuilder.diagnostics import Place

Words = TypeVar("Words")


@dataclass(frozen=True, slots=True)
class Value:
    """A number and how it is written."""

    number: float
    words: str


@dataclass(frozen=True, slots=True)
class Point:
    """A category or a date, and a value for each series (None: not known)."""

    label: str
    when: PartialDate | None  # None: a category in words
    values: tuple[Value | None, ...]
    is_estimate: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, as precise as it is known: a day has the same start and end; no end means that it goes on."""

    start: PartialDate
    end: PartialDate | None
    is_about: bool = False  # "about 1991"

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read 2023, 2023-05-23, 1991~ (about), 1995-08/1995-09 or 1999/.. (EDTF). Raises ValueError."""
        start, slash, end = text.partition("/")
        first = PartialDate.parse(start.removesuffix("~"))
        last = first if not slash else None if end in ("..", "") else PartialDate.parse(end.removesuffix("~"))
        if last is not None and last.last < first.first:
            raise ValueError(f"{text!r} ends before it begins")
        return cls(first, last, "~" in text)

    @property
    def is_range(self) -> bool:
        return self.end != self.start


@dataclass(frozen=True, slots=True)
class Event:
    """What happened (or went on), when, and on which track (an index)."""

    words: str
    span: Span
    date: str  # in words
    track: int
    place: Place


@dataclass(frozen=True, slots=True)
class Row(Generic[Words]):
    """A row of a dot matrix: which of the columns it has."""

    words: Words
    marks: tuple[bool, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Tile(Generic[Words]):
    """A labelled square of a schematic map; row and column count from 1."""

    words: Words
    row: int
    column: int
    group: int
    place: Place


@dataclass(frozen=True, slots=True)
class Branch(Generic[Words]):
    """A question with its answers, each leading on; an outcome has none."""

    words: Words
    answers: tuple[tuple[Words, Branch[Words]], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure in one language. What its kind does not use is empty."""

    id: str
    kind: str
    language: str
    calendar: str  # how the audience reads dates
    title: str
    place: Place
    unit: str = ""
    series: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    tracks: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row[str], ...] = ()
    groups: tuple[str, ...] = ()
    tiles: tuple[Tile[str], ...] = ()
    start: Branch[str] | None = None

    @property
    def series_count(self) -> int:
        """How many values each point has: a single series need not be named."""
        return max(1, len(self.series))
