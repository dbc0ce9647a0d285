"""Where a fact or a source stands: in which texts, and, by the record of the last build, on which pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefbuilder.diagnostics import Place
from briefbuilder.facts import rests_on
from briefbuilder.library import LANGUAGES, Brief, Correction, Library, Module, Passage, Passages
from briefbuilder.plan import Target
from briefbuilder.text import syntax


@dataclass(frozen=True, slots=True)
class Text:
    """One authored text, whose it is (a module's id, or a brief's), and its part: text line answer key_points …"""

    kind: str  # module brief
    owner: str
    part: str
    language: str
    passage: Passage


def texts(library: Library) -> Iterator[Text]:
    """Yield every authored text, module by module and brief by brief, in both languages."""
    for _, module in sorted(library.modules.items()):
        yield from _of_module(module)
    for _, brief in sorted(library.briefs.items()):
        yield from _of_brief(brief)


def _of_module(module: Module) -> Iterator[Text]:
    for language in LANGUAGES:
        yield Text("module", module.id, "line", language, module.line[language])
        yield Text("module", module.id, "text", language, module.text[language])


def _of_brief(brief: Brief) -> Iterator[Text]:
    written = tuple(order for order in brief.corrections if isinstance(order, Passages))
    parts = [("answer", (brief.answer,)), ("key_points", brief.key_points)]
    parts += [("watch", brief.watch), ("corrections", written)]
    for part, passages in parts:
        for passage in passages:
            for language in LANGUAGES:
                yield Text("brief", brief.id, part, language, passage[language])


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that prints a fact or cites a source, and whose it is; without a language it is the same in both."""

    id: str
    place: Place
    kind: str  # module brief
    owner: str
    language: str


def mentions(library: Library, kind: str) -> tuple[Mention, ...]:
    """Return every place in a text that prints a fact (kind "fact") or cites a source ("source"), in order."""
    names = syntax.facts if kind == "fact" else syntax.cited
    found = [
        Mention(name, text.passage.place(offset), text.kind, text.owner, text.language)
        for text in texts(library)
        for name, offset in names(text.passage)
    ]
    found += [
        Mention(order.fact, order.place, "brief", brief.id, "")
        for brief in library.briefs.values()
        for order in brief.corrections
        if kind == "fact" and isinstance(order, Correction)
    ]
    return tuple(sorted(found, key=lambda mention: (mention.place, mention.id)))


def resting_on(library: Library, names: Iterable[str]) -> frozenset[str]:
    """Return these facts and every fact that is computed from one of them."""
    wanted = set(names)
    return frozenset(
        fact.id for fact in library.facts.values() if wanted & {part.id for part in rests_on(fact, library.facts)}
    )


def by_id(found: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions of each fact or source."""
    made: dict[str, list[Mention]] = {}
    for mention in found:
        made.setdefault(mention.id, []).append(mention)
    return {name: tuple(items) for name, items in made.items()}


@dataclass(frozen=True, slots=True)
class Printing:
    """An edition as last printed: on which pages (from 1) a fact or source stands there, and what brings it."""

    target: Target
    pages: tuple[int, ...]
    modules: tuple[str, ...]


def printings(record: Mapping[str, Any], kind: str) -> dict[str, tuple[Printing, ...]]:
    """Return id → the editions that print it, from the manifest, for facts ("fact") or sources ("source")."""
    found: dict[str, list[Printing]] = {}
    for name, entry in sorted(record.get("editions", {}).items()):
        things = entry.get(f"{kind}s")
        for identity, thing in things.items() if isinstance(things, dict) else ():
            if isinstance(thing, dict):
                pages, modules = tuple(thing.get("pages", ())), tuple(thing.get("modules", ()))
                found.setdefault(identity, []).append(Printing(Target(*name.split(".")), pages, modules))
    return {identity: tuple(made) for identity, made in found.items()}


def merged(found: Mapping[str, Iterable[Printing]], names: Iterable[str]) -> dict[Target, Printing]:
    """Return edition → all the pages on which one of several things stands."""
    made: dict[Target, Printing] = {}
    for name in sorted(names):
        for printing in found.get(name, ()):
            before = made.get(printing.target, Printing(printing.target, (), ()))
            pages = tuple(sorted({*before.pages, *printing.pages}))
            modules = tuple(sorted({*before.modules, *printing.modules}))
            made[printing.target] = Printing(printing.target, pages, modules)
    return made
