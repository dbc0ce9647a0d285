"""What goes to the printer and what comes back: Html, Asset, Pdf, Report. Values only; no stage lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefbuilder.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Html:
    """A finished page in HTML.

    `styles` and `pictures` (attached data among them) name all that it needs in the closed table of assets.
    """

    text: str
    styles: tuple[str, ...]
    pictures: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a printed file is for, and the standards it claims: parts of PDF/UA and PDF/A, 0 for none."""

    name: str
    ua: int = 0  # ISO 14289
    a: int = 0  # ISO 19005
    conformance: str = ""  # of PDF/A: a letter

    @property
    def is_tagged(self) -> bool:
        return bool(self.ua)


ARCHIVE = Profile("archive", ua=1, a=3, conformance="A")
PROFILES = {
    profile.name: profile
    for profile in (
        ARCHIVE,  # for reading on screen and keeping: what readers and archives know best
        Profile("ua2", ua=2, a=4, conformance="F"),  # the same in PDF 2.0, with the text of the brief attached
        Profile("press"),  # for a print shop: bleed and crop marks, no links, no tags
    )
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area of one page, in pt from the page's lower left corner (PDF's own axes)."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Pdf:
    """A printed brief: its bytes, the type area of each page, and the page (from 1) on which each id begins.

    `marks` holds the pages of what the HTML names by a data attribute and gives no id, so that the PDF itself needs no
    address for it: "fact:ID", "source:ID" (an entry in the list of sources).
    """

    data: bytes
    frames: tuple[Frame, ...]
    places: tuple[tuple[str, int], ...]
    marks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    messages: tuple[str, ...] = ()  # what the layout engine complained of; each one fails the edition
    fill: float = 1.0  # how far the last page's type area is filled, from 0 to 1


@dataclass(frozen=True, slots=True)
class Report:
    """What an inspection of the finished PDF found."""

    pages: int
    blocks: int  # text blocks found again, in order
    notes: int
    findings: tuple[Diagnostic, ...]
    facts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # the pages that print each fact
    sources: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # the pages that cite or list each source
