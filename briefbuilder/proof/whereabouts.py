"""On which pages each fact and each source stands: kept in the record of a build, so that `facts ID` answers at once.

Facts and the entries of the list of sources are marked in the HTML; which sources a note cites, the Document knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from briefbuilder.document import Document
from briefbuilder.pages import Pdf
from briefbuilder.tree import Element, walk


def pages_of_facts(pdf: Pdf) -> dict[str, tuple[int, ...]]:
    """Return the pages (from 1) that print each fact, in a text or box, or in an annex (see `annexes`)."""
    found = {name: set(pages) for name, pages in _marked(pdf, "fact:").items()}
    for place, page in pdf.places:
        for annex in ("fact-", "claims-"):
            if place.startswith(annex):
                found.setdefault(place.removeprefix(annex), set()).add(page)
    return {name: tuple(sorted(pages)) for name, pages in sorted(found.items())}


def pages_of_sources(pdf: Pdf, document: Document) -> dict[str, tuple[int, ...]]:
    """Return the pages (from 1) with a note that cites the source, and that of its entry in the list."""
    found = {name: set(pages) for name, pages in _marked(pdf, "source:").items()}
    places: Mapping[str, int] = dict(pdf.places)
    for note in _notes(document):
        for name in note.get("sources").split():
            if page := places.get(note.get("id")):
                found.setdefault(name, set()).add(page)
    return {name: tuple(sorted(pages)) for name, pages in sorted(found.items())}


def _marked(pdf: Pdf, kind: str) -> dict[str, tuple[int, ...]]:
    return {name.removeprefix(kind): pages for name, pages in pdf.marks if name.startswith(kind)}


def _notes(value: Any) -> Iterator[Element]:
    if isinstance(value, Element):
        yield from (node for node in walk((value,)) if node.name == "note")
    elif isinstance(value, tuple):
        for item in value:
            yield from _notes(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _notes(getattr(value, part.name))
