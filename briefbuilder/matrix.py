"""Who is served with what: modules × audiences × languages, and topics × audiences, with the holes. Values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefbuilder.diagnostics import Diagnostic, Severity
from briefbuilder.library import LANGUAGES, Audience, Library, Module, Relevance, may_see


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of words: a row a module or topic, a column an audience, and which of its cells are holes."""

    audiences: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    holes: int


HOLES = frozenset(["undecided", "with errors", "Japanese is wanting", "English is wanting", "missing"])


def of_modules(library: Library, findings: Iterable[Diagnostic]) -> Matrix:
    """Return how much each module matters to each audience; where nobody has said so, or a text is wanting.

    A module is barred where its handling is above the audience's clearance, whatever it says of its relevance.
    """
    faulty = _faulty_halves(library, findings)
    names = sorted({*library.modules, *faulty})
    return _matrix(
        library, {name: [_of_module(library, name, faulty, reader) for reader in _readers(library)] for name in names}
    )


def _of_module(library: Library, name: str, faulty: dict[str, frozenset[str]], reader: Audience) -> str:
    if name in faulty:
        wanting = [language for language in reader.languages if language in faulty[name]]
        if faulty[name] == frozenset(LANGUAGES) or not wanting:
            return "with errors"
        return {"ja": "Japanese is wanting", "en": "English is wanting"}[wanting[0]]
    module = library.modules[name]
    if not may_see(reader.clearance, module.handling):
        return "barred"
    relevance = module.for_.get(reader.id)
    return relevance.value if relevance else "undecided"


def _faulty_halves(library: Library, findings: Iterable[Diagnostic]) -> dict[str, frozenset[str]]:
    """Return for each module that cannot be read the languages whose text is to blame; both, if it is the rest."""
    blamed: dict[str, set[str]] = {name: set() for name in library.damaged_of("module") if name}
    for item in findings:
        folder, _, file = item.place.path.rpartition("/")
        name = folder.rpartition("/")[2]
        if item.severity is Severity.ERROR and name in blamed:
            language = file.removesuffix(".md")
            blamed[name] |= {language} if language in LANGUAGES else set(LANGUAGES)
    return {name: frozenset(languages or LANGUAGES) for name, languages in blamed.items()}


def of_topics(library: Library) -> Matrix:
    """Return how each topic is covered for each audience: covered by a core or useful module, thin, or missing."""
    topics = sorted({topic for module in library.modules.values() for topic in module.topics})
    on_topic = {topic: [one for one in library.modules.values() if topic in one.topics] for topic in topics}
    return _matrix(
        library, {topic: [_of_topic(on_topic[topic], reader) for reader in _readers(library)] for topic in topics}
    )


def _of_topic(modules: list[Module], reader: Audience) -> str:
    seen = {module.for_.get(reader.id) for module in modules if may_see(reader.clearance, module.handling)}
    if seen & {Relevance.CORE, Relevance.USEFUL}:
        return "covered"
    return "thin" if Relevance.OPTIONAL in seen else "missing"


def _readers(library: Library) -> list[Audience]:
    return list(library.audiences.values())


def _matrix(library: Library, cells: dict[str, list[str]]) -> Matrix:
    return Matrix(
        audiences=tuple(library.audiences),
        rows=tuple((name, tuple(words)) for name, words in cells.items()),
        holes=sum(word in HOLES for words in cells.values() for word in words),
    )
