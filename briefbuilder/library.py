"""The Library: everything authored, typed and cross-checked. Values only; `read` makes it, the stages look things up.

Texts stay unparsed here (`Passage`), so that what an audience may not see is never even parsed for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from briefbuilder.charts.data import Branch, Row, Span, Tile
from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Place
from briefbuilder.sources import Source

LANGUAGES = ("ja", "en")
HANDLINGS = ("public", "internal", "restricted")  # ascending
UNLABELLED = "restricted"  # what carries no handling in a project that configures none
ID_PATTERN = r"[a-z0-9][a-z0-9-]{0,63}"
_ID = re.compile(ID_PATTERN)


def is_id(name: str) -> bool:
    """Say whether a name is an id: lower-case ASCII letters, digits and hyphens, at most 64."""
    return bool(_ID.fullmatch(name))


def highest(handlings: Iterable[str]) -> str:
    """Return the strictest of some handlings; public if there is none."""
    return max(handlings, key=HANDLINGS.index, default="public")


def may_see(clearance: str, handling: str) -> bool:
    """Say whether an audience with this clearance may see what is handled so."""
    return HANDLINGS.index(handling) <= HANDLINGS.index(clearance)


class Relevance(StrEnum):
    """How much a module matters to an audience, most first."""

    CORE = "core"
    USEFUL = "useful"
    OPTIONAL = "optional"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages."""

    ja: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class BilingualList:
    """The same items in both languages, in the same order."""

    ja: tuple[str, ...]
    en: tuple[str, ...]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Passage:
    """An authored text in one language, and where it stands: `line` is the source line of its first character."""

    text: str
    source: Source
    line: int = 1

    def place(self, offset: int) -> Place:
        """Return the place of a character of the text.

        Exact for a whole file. For a value inside a YAML file the words around the offset are looked up in the
        source from the value's line on, since YAML folds lines.
        """
        if self.text == self.source.text:
            return self.source.place(offset)
        start = _offset_of_line(self.source.text, self.line)
        for length in (24, 12, 6, 3):
            words = self.text[offset : offset + length]
            found = self.source.text.find(words, start) if words else -1
            if found >= 0:
                return self.source.place(found)
        return Place(self.source.path, self.line)


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1
    return offset


@dataclass(frozen=True, slots=True)
class Passages:
    """The same passage in both languages."""

    ja: Passage
    en: Passage

    def __getitem__(self, language: str) -> Passage:
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Places:
    """Where a thing and each of its parts stand in its file; a part's path is that of its keys and indices."""

    own: Place
    inner: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)

    def at(self, *path: str | int) -> Place:
        """Return the place of a part, or of the nearest thing around it."""
        while path and path not in self.inner:
            path = path[:-1]
        return self.inner[path] if path else self.own


@dataclass(frozen=True, slots=True)
class Module:
    """One reusable idea. `for_` holds the audiences that somebody decided about; the others are undecided."""

    id: str
    place: Place
    places: Places
    title: Bilingual
    line: Passages
    text: Passages
    kind: str
    side: str | None
    by: Bilingual | None
    topics: tuple[str, ...]
    handling: str
    for_: Mapping[str, Relevance]
    needs: tuple[str, ...]
    lead: str
    reviewed: date
    folder: str
    pictures: tuple[str, ...]
    figures: Mapping[str, str]  # the pictures that fewer may see than the text: file name → handling


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a brief for an audience may be: pages, Japanese characters (字), English words. None: no limit."""

    pages: int | None = None
    ja: int | None = None
    en: int | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """A kind of reader."""

    id: str
    place: Place
    places: Places
    name: Bilingual
    languages: tuple[str, ...]
    clearance: str
    dates: str  # gregorian era both gregorian-era
    sources: str  # any primary: what must stand behind a core fact
    knows: tuple[str, ...]
    format: str
    budget: Budget
    as_of: str = "never"  # never first: whether a figure that can change says its day where it is first read
    order: tuple[str, ...] = ()  # of kinds: in which modules found by their topic stand
    weights: Mapping[str, int] = field(default_factory=dict)  # kind → up (positive) or down within its relevance


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value, the days on which it holds (both included; None: open), and by whose word."""

    value: int | float | str | PartialDate | Period | Bilingual | BilingualList
    from_: PartialDate
    to: PartialDate | None
    sources: tuple[str, ...]
    checked: PartialDate | None
    place: Place
    as_of: PartialDate | None = None  # the day to which the figure refers


@dataclass(frozen=True, slots=True)
class Operand:
    """A fact that another is computed from: as it stands on the same day, or on a day of its own."""

    fact: str
    day: date | None = None

    def __str__(self) -> str:
        return f"{self.fact}@{self.day}" if self.day else self.fact


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact is computed: sum, difference (a − b), share (a in b, %), ratio (a ÷ b) or change (from a to b, %)."""

    rule: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says otherwise (or the same), and our verdict: wrong outdated imprecise unverified opinion agrees."""

    by: str
    at: str  # where in the source; empty: not said
    value: str
    asserted: PartialDate | None
    verdict: str
    note: Bilingual | None
    words: Bilingual | None = None  # what it says, where that is no number or date


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known, since when, by whose word, how it may be used and how it is worded."""

    id: str
    place: Place
    places: Places
    label: Bilingual
    type: str
    say: Mapping[str, Mapping[str, str]]  # language → plural category → wording with {value}; empty: the bare value
    currency: str | None
    use: str  # plain dated attributed corrected never
    attribute_to: Bilingual | None
    handling: str
    confidence: str  # high medium low; empty: not graded
    values: tuple[FactValue, ...]
    claims: tuple[Claim, ...]
    review: PartialDate | None
    note: Bilingual | None
    derived: Derivation | None = None  # in place of values
    round: int | None = None  # decimals printed, negative for tens and more; None: all digits


@dataclass(frozen=True, slots=True)
class Reference:
    """A source: the CSL-JSON item as Zotero exported it, and what the overlay adds."""

    id: str
    item: Mapping[str, Any]
    grade: str
    title: Mapping[str, str]  # translated titles by language
    short: Bilingual | None  # what later notes call it
    archived: str  # an address, or words
    archived_on: PartialDate | None
    yomi: str  # how the name that it is listed under is read, in kana
    handling: str
    note: Bilingual | None


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term: preferred form, abbreviation, other accepted forms, avoided forms, meaning.

    `first` and `later`: what {term:…} prints where the readers meet the term, and from then on; None: see `terms`.
    """

    id: str
    place: Place
    places: Places
    preferred: Bilingual
    abbreviation: Bilingual | None
    first: Bilingual | None
    later: Bilingual | None
    accepted: Mapping[str, tuple[str, ...]]
    avoided: Mapping[str, tuple[str, ...]]
    meaning: Bilingual


@dataclass(frozen=True, slots=True)
class Correction:
    """The order to correct, from the ledger, what others say of a fact."""

    fact: str
    place: Place


@dataclass(frozen=True, slots=True)
class Topics:
    """What a section asks for by topic: all of, and any of; of these kinds (empty: any); at most so many."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    most: int | None = None

    def __bool__(self) -> bool:
        return bool(self.all or self.any)

    def mean(self, module: Module) -> bool:
        """Say whether a module is among those asked for."""
        return (
            bool(self)
            and set(self.all) <= set(module.topics)
            and (not self.any or bool(set(self.any) & set(module.topics)))
            and (not self.kinds or module.kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a figure: typed, or a fact's value on the brief's day (then `number` counts for nothing)."""

    number: int | float
    fact: str
    place: Place


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """A date or a category, and an amount for each series (None: not known)."""

    at: PartialDate | Bilingual
    amounts: tuple[Amount | None, ...]
    sources: tuple[str, ...]
    is_estimate: bool
    place: Place


@dataclass(frozen=True, slots=True)
class FigureEvent:
    """What happened, on which track (an index), and when: typed, or a fact that is a date or a period."""

    what: Bilingual
    span: Span | None
    fact: str
    track: int
    sources: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is drawn from data. What its kind does not use is empty."""

    id: str
    place: Place
    places: Places
    kind: str
    title: Bilingual
    note: Bilingual | None
    description: Bilingual | None  # None: told from the data
    handling: str
    sources: tuple[str, ...]
    unit: Bilingual | None
    series: tuple[Bilingual, ...]
    points: tuple[FigurePoint, ...]
    tracks: tuple[Bilingual, ...]
    events: tuple[FigureEvent, ...]
    columns: tuple[Bilingual, ...]
    rows: tuple[Row[Bilingual], ...]
    groups: tuple[Bilingual, ...]
    tiles: tuple[Tile[Bilingual], ...]
    start: Branch[Bilingual] | None


@dataclass(frozen=True, slots=True)
class BriefSection:
    """A section as ordered: modules by name, then every further module on the topics."""

    place: Place
    title: Bilingual | None
    modules: tuple[str, ...]
    topics: Topics


@dataclass(frozen=True, slots=True)
class Brief:
    """A question and its answer, as ordered."""

    id: str
    place: Place
    places: Places
    title: Bilingual
    question: Bilingual
    answer: Passages
    as_of: date
    issued: date
    number: int
    edition: int
    authors: tuple[Bilingual, ...]
    audiences: tuple[str, ...]
    formats: Mapping[str, str]  # by audience, in place of its own
    key_points: tuple[Passages, ...]
    facts_box: tuple[str, ...]
    timeline: tuple[str, ...]
    sections: tuple[BriefSection, ...]
    watch: tuple[Passages, ...]
    corrections: tuple[Passages | Correction, ...]
    is_reconstruction: bool = False  # its facts are those of another day than the one that it was issued for
    balance: bool = False  # print how many arguments each side has
    left_out: bool = False  # print what this edition leaves out, and which one has it

    def format_for(self, audience: Audience) -> str:
        """Return the format in which an audience gets the brief."""
        return self.formats.get(audience.id, audience.format)


@dataclass(frozen=True, slots=True)
class Look:
    """How the series looks, by name: templates/themes/<theme>.css on templates/papers/<paper>.css."""

    theme: str = "standard"
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Publication:
    """The series that the briefs belong to."""

    series: Bilingual
    publisher: Bilingual
    disclaimer: Bilingual
    licence: Bilingual
    language: Bilingual
    handling: str  # of all that carries none of its own
    look: Look
    places: Places


@dataclass(frozen=True, slots=True)
class Library:
    """Everything authored.

    `damaged` names what exists but cannot be read: "kind:id", or "kind:" for all of a kind. `unlabelled` counts, by
    kind, what carries no handling of its own.
    """

    publication: Publication | None
    audiences: Mapping[str, Audience]
    modules: Mapping[str, Module]
    facts: Mapping[str, Fact]
    references: Mapping[str, Reference]
    terms: Mapping[str, TermEntry]
    briefs: Mapping[str, Brief]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    damaged: frozenset[str] = field(default_factory=frozenset)
    unlabelled: Mapping[str, int] = field(default_factory=dict)

    def knows_module(self, audience: Audience, name: str) -> bool:
        """Say whether a module need not be told to an audience. An id that is a term's as well means the term."""
        return name in audience.knows and name not in self.terms

    def is_damaged(self, kind: str, name: str) -> bool:
        """Say whether `name` may well exist, but in a file or entry whose errors have been reported already."""
        return f"{kind}:{name}" in self.damaged or f"{kind}:" in self.damaged

    def damaged_of(self, kind: str) -> frozenset[str]:
        """Return the ids of one kind that exist but cannot be read."""
        return frozenset(name.removeprefix(f"{kind}:") for name in self.damaged if name.startswith(f"{kind}:"))

    def as_it_stood(self, day: date | None) -> Library:
        """Return the library with every brief as of another day, as a reconstruction; None: as ordered."""
        if day is None:
            return self
        return replace(
            self,
            briefs={name: replace(brief, as_of=day, is_reconstruction=True) for name, brief in self.briefs.items()},
        )
