"""The sources in words: for a terminal in the author's language, or as plain values for a program. Prints none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbuilder import citations, registry
from briefbuilder.catalogues import read_catalogue
from briefbuilder.factlist import claim_as_json
from briefbuilder.library import LANGUAGES, Library, Reference
from briefbuilder.listing import (
    DASH,
    INDENT,
    Reader,
    bilingual_as_json,
    editions,
    editions_as_json,
    in_both,
    indented,
    iso,
    places,
    places_as_json,
)
from briefbuilder.report import fitted, wrapped
from briefbuilder.tree import Content
from briefbuilder.usage import Mention, Printing, by_id, mentions

if TYPE_CHECKING:
    from briefbuilder.overview import Standing

LOCALES = Path(__file__).resolve().parent.parent / "locales"

Uses = Mapping[str, tuple[Mention, ...]]
Printings = Mapping[str, tuple[Printing, ...]]


def glance(library: Library, printed: Printings, reader: Reader) -> str:
    """Return one row a source, with how often it is used; and apart what nothing uses, and what nobody defined."""
    cited = by_id(mentions(library, "source"))
    rows, unused = [], []
    for name, reference in sorted(library.references.items()):
        counts = _counts(library, name, cited, printed)
        unused += [] if any(counts.values()) else [name]
        rows.append(
            (
                name,
                reader.tell(reference.grade) if reference.grade else DASH,
                str(reference.item.get("language", DASH)),
                iso(citations.issued(reference)),
                *(str(count) if count else DASH for count in counts.values()),
            )
        )
    heads = reader.heads(("source", "grade", "lang", "date", "facts", "claims", "texts", "editions"))
    missing = [f"{name} ({', '.join(map(str, where))})" for name, where in registry.missing_sources(library).items()]
    lines = [fitted(rows, heads, columns=reader.columns, flexible={})] if rows else []
    lines += reader.block("used nowhere:", _wrapped(unused, reader))
    lines += reader.block("cited, but not defined:", _wrapped(missing, reader))
    return "\n".join(lines)


def _wrapped(names: list[str], reader: Reader) -> str:
    return wrapped(", ".join(names), columns=reader.columns, indent=INDENT) if names else ""


def _counts(library: Library, name: str, cited: Uses, printed: Printings) -> dict[str, int]:
    return {
        "facts": len(registry.resting_on(library, name)),
        "claims": len(registry.claims_by(library, name)),
        "texts": len(cited.get(name, ())),
        "editions": len(printed.get(name, ())),
    }


def whole(library: Library, name: str, uses: Iterable[Mention], standings: Iterable[Standing], reader: Reader) -> str:
    """Return everything about a source: entry, overlay, the facts that rest on it, its claims, texts and pages."""
    reference = library.references[name]
    lines = [name]
    lines += [
        wrapped(text, columns=reader.columns, indent=INDENT) for text in dict.fromkeys(_entries(reference).values())
    ]
    if reference.short:
        lines.append(reader.line("short", f"{reference.short.ja} / {reference.short.en}"))
    if reference.grade:
        lines.append(reader.line("grade", reader.tell(reference.grade)))
    if reference.archived:
        lines.append(reader.line("archived copy", reference.archived))
    lines += reader.note(reference.note)
    lines += reader.block("facts that rest on it", _facts(library, name, reader))
    lines += reader.block("claims", _claims(library, name, reader))
    lines += reader.block("in the texts", places(uses))
    lines += reader.block("in print", editions(standings, reader))
    return "\n".join(lines)


def _entries(reference: Reference) -> dict[str, str]:
    """Return the entry of the list of sources in each language's edition."""
    made = {}
    for language in LANGUAGES:
        words = read_catalogue(LOCALES, language)
        made[language] = _plain(citations.entry(reference, language=language, say=partial(words.pgettext, "page")))
    return made


def _facts(library: Library, name: str, reader: Reader) -> str:
    rows = [
        (fact.id, in_both(fact, value), iso(value.from_), iso(value.to))
        for fact in registry.resting_on(library, name)
        for value in fact.values
        if name in value.sources
    ]
    heads = reader.heads(("fact", "value", "since", "until"))
    return indented(fitted(rows, heads, columns=reader.columns - len(INDENT), flexible={1: 20})) if rows else ""


def _claims(library: Library, name: str, reader: Reader) -> str:
    rows = [
        (
            fact.id,
            reader.tell(claim.verdict),
            iso(claim.asserted),
            claim.words[reader.language] if claim.words else claim.value,
            claim.at or DASH,
        )
        for fact, claim in registry.claims_by(library, name)
    ]
    if not rows:
        return ""
    heads = reader.heads(("fact", "verdict", "asserted", "value", "place"))
    counts = [f"{reader.tell(verdict)} {number}" for verdict, number in registry.reliability(library, name).items()]
    text = fitted(rows, heads, columns=reader.columns - len(INDENT), flexible={4: 12, 3: 20})
    return indented(f"{text}\n{', '.join(counts)}")


def _plain(content: Content) -> str:
    return "".join(node if isinstance(node, str) else _plain(node.children) for node in content)


# As plain values


def glance_as_json(library: Library, printed: Printings) -> dict[str, Any]:
    """Return every source with the counts of its uses, and what is cited and nobody defined, with its places."""
    cited = by_id(mentions(library, "source"))
    return {
        "sources": [
            {**_as_json(reference), "used": _counts(library, name, cited, printed)}
            for name, reference in sorted(library.references.items())
        ],
        "missing": {name: list(map(str, where)) for name, where in registry.missing_sources(library).items()},
    }


def whole_as_json(
    library: Library, name: str, uses: Iterable[Mention], standings: Iterable[Standing]
) -> dict[str, Any]:
    """Return a source with its facts, claims and verdicts, the places of the texts, and the editions and pages."""
    return {
        **_as_json(library.references[name]),
        "facts": [fact.id for fact in registry.resting_on(library, name)],
        "claims": [{"fact": fact.id, **claim_as_json(claim)} for fact, claim in registry.claims_by(library, name)],
        "verdicts": registry.reliability(library, name),
        "places": places_as_json(uses),
        "editions": editions_as_json(standings),
    }


def _as_json(reference: Reference) -> dict[str, Any]:
    issued = citations.issued(reference)
    return {
        "id": reference.id,
        "entry": _entries(reference),
        "grade": reference.grade or None,
        "language": reference.item.get("language"),
        "issued": str(issued) if issued else None,
        "title": dict(reference.title),
        "short": bilingual_as_json(reference.short),
        "archived": reference.archived or None,
        "note": bilingual_as_json(reference.note),
    }
