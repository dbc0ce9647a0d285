"""The Document: a brief for one audience in one language, numbered and complete. Templates see this and nothing else.

Text is `Content` (see `tree`) and goes onto the page through the filter `html`; plain strings are escaped by Jinja.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from briefbuilder.tree import Content


@dataclass(frozen=True, slots=True)
class Masthead:
    """What identifies the brief, in words ready to print; an empty string means: not printed."""

    series: str
    number: str  # "No. 1" / "第1号"
    edition: str  # "2nd edition" / "第2版"; empty for the first
    issued: str  # "24 November 2026" / "2026年11月24日"
    as_of: str  # the date alone, as `issued`
    audience: str
    handling: str  # the highest handling of what is printed, empty when public
    authors: tuple[str, ...]
    publisher: str
    reconstruction: str = ""  # that the facts are those of another day, and whose text this is; then `issued` is empty


@dataclass(frozen=True, slots=True)
class Part:
    """One module on the page. `number` and `heading` are empty where the section's own heading speaks for it."""

    module: str
    id: str
    number: str
    heading: str
    length: str  # full short line
    body: Content


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument for or against, with whose view it is."""

    module: str
    id: str
    heading: str
    by: str
    body: Content


@dataclass(frozen=True, slots=True)
class Sides:
    """The arguments of a section, set side by side; either may be empty."""

    supporting: tuple[Argument, ...]
    opposing: tuple[Argument, ...]

    @property
    def rows(self) -> tuple[tuple[Argument | None, Argument | None], ...]:
        """The two sides line by line, the shorter one filled up with None."""
        return tuple(zip_longest(self.supporting, self.opposing))


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its parts in order, then its arguments side by side."""

    id: str
    number: str  # "1" / "第1"
    heading: str
    parts: tuple[Part, ...]
    sides: Sides | None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the terms box."""

    id: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the list of sources: set in the form of its own language."""

    id: str
    language: str  # of the source, BCP 47
    entry: Content
    grade: str  # "primary source" / "一次資料"; empty when ungraded


@dataclass(frozen=True, slots=True)
class Colophon:
    """Who answers for the brief and what may be done with it."""

    publisher: str
    disclaimer: str
    licence: str
    language: str  # the language statement
    grades: str  # the mix of sources in words; empty when there are none


@dataclass(frozen=True, slots=True)
class Document:
    """A whole brief, ready to be rendered."""

    brief: str
    audience: str
    language: str  # ja en
    title: str
    question: str
    masthead: Masthead
    answer: Content  # blocks
    key_points: tuple[Content, ...]
    sections: tuple[Section, ...]
    watch: tuple[Content, ...]
    corrections: tuple[Content, ...]
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    colophon: Colophon
    issued: str  # ISO dates, for the metadata
    as_of: str
