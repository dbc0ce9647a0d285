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
    balance: str = ""  # how many there are of each and how long they are; empty: not printed

    @property
    def rows(self) -> tuple[tuple[Argument | None, Argument | None], ...]:
        """The two sides line by line, the shorter one filled up with None."""
        return tuple(zip_longest(self.supporting, self.opposing))


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its parts in order, then its options, then its arguments side by side."""

    id: str
    number: str  # "1" / "第1"
    heading: str
    parts: tuple[Part, ...]
    options: tuple[Part, ...]  # numbered for themselves: "Option 1" / "案1"
    sides: Sides | None
    see: tuple[Content, ...] = ()  # a line for each module that belongs here too and stands elsewhere


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of the facts box. `block` is its number in the proof, as paragraphs have one."""

    block: str
    label: str
    value: Content  # the fact, whose statement it is if need be
    when: str  # "since 7 March 2024" / "2024年3月7日から"; empty where the value is a date itself
    sources: str  # by their short names


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    block: str
    when: Content  # a date or a period, no more precise than it is known
    label: str
    value: Content  # what has held since then; empty where the event is the date itself
    sources: str


@dataclass(frozen=True, slots=True)
class FormerValue:
    """What a fact was, or is going to be, and when."""

    words: str
    when: str  # "1 May 2019 to 31 August 2026"
    sources: str


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact that the brief prints, with all that the ledger says in proof of it."""

    block: str
    id: str
    label: str
    words: str
    when: str  # as in the facts box
    history: tuple[FormerValue, ...]  # its other values, the oldest first
    sources: str
    checked: str  # "last checked 20 November 2026"; empty: no check is known
    confidence: str  # "high confidence" / "確度：高"; empty: not graded


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says of a fact, and what it is worth."""

    who: str
    at: str  # where in the source; may be empty, like the day on which it was said
    asserted: str
    words: str
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class ContestedFact:
    """A fact of which at least one source says otherwise: what this brief prints, and what the sources say."""

    block: str
    id: str
    label: str
    words: str
    claims: tuple[Claim, ...]


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
    short: str  # its short name, for formats whose notes say the rest
    note: str  # "note 3" / "注3", where it is given in full; empty: in none


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The sources of one grade, the strongest grade first."""

    grade: str  # "primary source (2)" / "一次資料（2件）"
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Colophon:
    """Who answers for the brief and what may be done with it."""

    publisher: str
    disclaimer: str
    licence: str
    language: str  # the language statement
    grades: str  # the mix of sources in words; empty when there are none


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the PDF carries with it: the data of a figure, as CSV."""

    path: str  # in the closed table of assets
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """What the brief is called in a language, for its metadata."""

    language: str
    title: str
    question: str


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
    facts_box: tuple[FactRow, ...]
    sections: tuple[Section, ...]
    watch: tuple[Content, ...]
    corrections: tuple[Content, ...]
    timeline: tuple[Event, ...]
    facts_annex: tuple[FactRecord, ...]
    contested: tuple[ContestedFact, ...]
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    source_groups: tuple[SourceGroup, ...]  # the same again by grade
    colophon: Colophon
    names: tuple[Name, ...]  # in every language, for the metadata
    issued: str  # ISO dates, for the metadata
    as_of: str
    attachments: tuple[Attachment, ...] = ()
    left_out: str = ""  # what this edition leaves out, and which one has it; empty: not printed
