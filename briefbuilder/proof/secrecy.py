"""What may not stand in a PDF: all that is above its readers' clearance, and the search for it in the whole file.

A withheld text counts as found where a run of it stands that stands in nothing those readers may see: 12 letters of
Japanese, 28 of a Latin script, as `normal` counts them. Runs three times as long count even where a text that may be
seen repeats them (somebody copied them there), unless it is the wording of a fact, a term or a source. What is shorter
cannot be told from chance; `localise` keeps it out.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import pypdfium2

from briefbuilder.diagnostics import Place
from briefbuilder.library import Fact, Figure, Library, Module, Passage, Places, Reference, may_see
from briefbuilder.proof.expected import normal
from briefbuilder.sources import Source

_WIDE_RUN, _LATIN_RUN = 12, 28
_COPIED = 3  # times as long
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that some readers may not see."""

    kind: str  # module fact figure source
    id: str
    handling: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """All that is above a clearance: the things, and the runs of letters that give each away."""

    things: tuple[Thing, ...] = ()
    runs: Mapping[str, Thing] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return a fingerprint of what is searched for; empty where nothing is withheld."""
        return hashlib.sha256("\0".join(sorted(self.runs)).encode()).hexdigest() if self.things else ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A withheld thing that stands in a PDF: on a page (from 1), or, page 0, in what no page shows."""

    thing: Thing
    page: int


def withheld(library: Library, clearance: str) -> Withheld:
    """Return what readers with this clearance may not see. Texts are not parsed: their letters are enough."""
    labelled: list[tuple[Thing, Module | Fact | Figure | Reference]] = [
        *((Thing("module", name, it.handling), it) for name, it in sorted(library.modules.items())),
        *((Thing("fact", name, it.handling), it) for name, it in sorted(library.facts.items())),
        *((Thing("figure", name, it.handling), it) for name, it in sorted(library.figures.items())),
        *((Thing("source", name, it.handling), it) for name, it in sorted(library.references.items())),
    ]
    hidden = [(thing, it) for thing, it in labelled if not may_see(clearance, thing.handling)]
    if not hidden:
        return Withheld()
    seen = [it for thing, it in labelled if may_see(clearance, thing.handling)]
    records = [it for it in seen if not isinstance(it, Module)]
    others = [library.terms, library.audiences, library.publication]
    known = set(runs([*seen, *others, library.briefs], 1)) | set(runs([*records, *others], _COPIED))
    giving_away: dict[str, Thing] = {}
    for thing, it in hidden:
        anchor = normal(f"sec-{thing.id}")  # as compose names the place of a module
        if thing.kind == "module" and not any(normal(f"sec-{other.id}").startswith(anchor) for other in seen):
            giving_away[anchor] = thing
        for times in (1, _COPIED):
            giving_away.update((run, thing) for run in runs([it], times) if run not in known)
    return Withheld(tuple(thing for thing, _ in hidden), giving_away)


def leaks(data: bytes, secret: Withheld) -> Iterator[Leak]:
    """Yield each withheld thing that stands in a PDF, once, with the first page where it does."""
    found: set[Thing] = set()
    sizes = sorted({len(run) for run in secret.runs})
    for page, text in _texts(data) if secret.runs else ():
        letters = normal(text)
        for size in sizes:
            for start in range(len(letters) - size + 1):
                thing = secret.runs.get(letters[start : start + size])
                if thing and thing not in found:
                    found.add(thing)
                    yield Leak(thing, page)


def runs(values: Iterable[Any], times: int) -> Iterator[str]:
    """Yield every run of letters, of the length that cannot stand there by chance, of all texts in some values."""
    for text in _words(tuple(values)):
        for part in _MARK.split(text):
            letters = normal(part.translate(_EMPHASIS))
            for size in (_WIDE_RUN * times, _LATIN_RUN * times):
                for start in range(len(letters) - size + 1):
                    run = letters[start : start + size]
                    if size == _run_length(run) * times:
                        yield run
            if times == 1 and _WIDE_RUN // 2 <= len(letters) < _WIDE_RUN and _run_length(letters) == _WIDE_RUN:
                yield letters


def _run_length(letters: str) -> int:
    return _WIDE_RUN if len(_WIDE.findall(letters)) * 2 >= len(letters) else _LATIN_RUN


# Where the page prints something else than the text holds: facts, citations, notes, fences, addresses.
_MARK = re.compile(
    r"\{(?:fact|term|figure):[^}]*\}|\[-?@[^\]]*\]|\^\[|^:::.*$|<!--.*?-->|\]\([^)]*\)|@(?:sec|fig)-[a-z0-9-]+", re.M
)
_EMPHASIS = str.maketrans("", "", "*_`#>|{}[]\\")


def _words(value: Any) -> Iterator[str]:
    """Yield every text in a value of the library; not where it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Passage):
        yield value.text
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, (tuple, list, frozenset)):
        for inner in value:
            yield from _words(inner)
    elif is_dataclass(value) and not isinstance(value, (Place, Places, Source)):
        for part in fields(value):
            yield from _words(getattr(value, part.name))


def _texts(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the text of each page (from 1), margins included, then (0) all that a PDF holds besides: its metadata,
    bookmarks, links, alternative texts, attachments."""
    with pypdfium2.PdfDocument(data) as opened:
        for number, page in enumerate(opened, 1):
            text = page.get_textpage()
            yield number, text.get_text_range()
            text.close()
            page.close()
    for part in (_STREAM.sub(b"", data), *map(_unpacked, _STREAM.findall(data))):
        yield 0, unquote_to_bytes(part).decode("utf-8", "ignore")  # addresses are percent-encoded
        for string in _HEX_STRING.findall(part):
            yield 0, bytes.fromhex(string.decode()).decode("utf-16-be", "ignore")
        for string in _STRING.findall(part):
            yield 0, _ESCAPE.sub(rb"\1", string).decode("utf-16-be", "ignore")


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
# Strings of a PDF in UTF-16 with the byte order mark (ISO 32000-1, 7.9.2.2).
_HEX_STRING = re.compile(rb"<[Ff][Ee][Ff][Ff]((?:[0-9A-Fa-f]{2})+)>")
_STRING = re.compile(rb"\(\xfe\xff((?:\\.|[^\\)])*)\)", re.S)
_ESCAPE = re.compile(rb"\\(.)", re.S)


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
