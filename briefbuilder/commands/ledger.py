"""Looks into the ledger and the list of sources: `facts`, `sources`."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterable, Sequence
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbuilder.commands.asked import day_of, project_of, today
from briefbuilder.console import BROKEN, GOOD, WRONG, print_findings

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.library import Fact, Library
    from briefbuilder.listing import Reader
    from briefbuilder.overview import Standing
    from briefbuilder.usage import Mention

ROOT = Path(__file__).resolve().parents[2]
VIEWS = ("conflicts", "expiring", "as-of")
WIDTH = 100  # columns, where no terminal says otherwise


def facts(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show the ledger: at a glance, one fact whole, where sources disagree, what is to be checked again, on a day."""
    from briefbuilder import registry
    from briefbuilder.listing import Reader

    project = project_of(options, words)
    if project is None:
        return BROKEN
    view, ids = (
        (options.words[0], options.words[1:]) if options.words[:1] in [[v] for v in VIEWS] else ("", options.words)
    )
    asked = options.as_of
    if view == "as-of":
        asked, ids = (ids[0], ids[1:]) if ids else ("", [])
    day = today() if asked is None else day_of(asked, words)
    if day is None:
        return BROKEN
    library, findings = _read(project)
    if status := _refuse(library, "fact", ids, library.facts, findings, words):
        return status
    reader = Reader(words, shutil.get_terminal_size((WIDTH, 24)).columns, day)
    chosen = registry.of(library, ids)
    if view == "expiring":
        return _expiring(library, chosen, options.days, reader, is_json=options.json)
    if view == "conflicts":
        _show_each(library, registry.conflicts(chosen), reader, is_json=options.json)
    elif ids and not view:
        _show_whole(library, findings, project, chosen, reader, is_json=options.json)
    else:
        _show_table(library, chosen, view, reader, is_json=options.json)
    _tell_damaged(library, "fact", words, is_json=options.json)
    return GOOD


def sources(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show the sources: all with how often they are used, or one whole."""
    from briefbuilder import publish, sourcelist
    from briefbuilder.listing import Reader
    from briefbuilder.usage import printings

    project = project_of(options, words)
    if project is None:
        return BROKEN
    library, findings = _read(project)
    if status := _refuse(library, "source", options.ids, library.references, findings, words):
        return status
    reader = Reader(words, shutil.get_terminal_size((WIDTH, 24)).columns, today())
    if not options.ids:
        printed = printings(publish.read_manifest(project / "dist"), "source")
        if options.json:
            _print_json(sourcelist.glance_as_json(library, printed))
        else:
            print(sourcelist.glance(library, printed, reader))
        return GOOD
    found = []
    for name in options.ids:
        where = _whereabouts(library, findings, project, "source", name)
        found.append(
            sourcelist.whole_as_json(library, name, *where)
            if options.json
            else sourcelist.whole(library, name, *where, reader)
        )
    _print_all(found, is_json=options.json)
    return GOOD


def _expiring(library: Library, chosen: Sequence[Fact], days: int, reader: Reader, *, is_json: bool) -> int:
    """Show what falls due; the exit status tells a scheduled job whether anything is overdue."""
    from briefbuilder import factlist, registry

    items = registry.due(library, chosen, today=reader.day, days=days)
    unchecked = registry.unchecked(library, chosen, today=reader.day)
    if is_json:
        _print_json(
            {
                "due": [factlist.due_as_json(item, reader) for item in items],
                "unchecked": [fact.id for fact in unchecked],
            }
        )
    else:
        table = factlist.expiring(items, reader)
        print("\n\n".join(filter(None, [table, factlist.expiring_count(items, len(unchecked), reader)])))
    return WRONG if any(item.day < reader.day for item in items) else GOOD


def _show_table(library: Library, chosen: Sequence[Fact], view: str, reader: Reader, *, is_json: bool) -> None:
    from briefbuilder import factlist

    if is_json:
        _print_json([factlist.as_json(library, fact, reader) for fact in chosen])
    elif view == "as-of":
        print(factlist.as_of(library, chosen, reader))
    else:
        print(factlist.glance(library, chosen, reader))


def _show_each(library: Library, chosen: Sequence[Fact], reader: Reader, *, is_json: bool) -> None:
    from briefbuilder import factlist

    show: Any = factlist.as_json if is_json else factlist.conflict
    _print_all([show(library, fact, reader) for fact in chosen], is_json=is_json)


def _show_whole(
    library: Library,
    findings: tuple[Diagnostic, ...],
    project: Path,
    chosen: Sequence[Fact],
    reader: Reader,
    *,
    is_json: bool,
) -> None:
    from briefbuilder import factlist

    show: Any = factlist.whole_as_json if is_json else factlist.whole
    found = []
    for fact in chosen:
        where = _whereabouts(library, findings, project, "fact", fact.id)
        found.append(show(library, fact, *where, reader))
    _print_all(found, is_json=is_json)


def _whereabouts(
    library: Library, findings: tuple[Diagnostic, ...], project: Path, kind: str, name: str
) -> tuple[tuple[Mention, ...], tuple[Standing, ...]]:
    """Return where a fact or source stands in the texts, and in which editions."""
    from briefbuilder import overview, plan
    from briefbuilder.house import House
    from briefbuilder.usage import by_id, mentions

    standings = overview.standings(
        library,
        findings,
        House(project),
        project / "dist",
        kind=kind,
        name=name,
        stamp=plan.stamp(project, ROOT),
    )
    return by_id(mentions(library, kind)).get(name, ()), standings


def _read(project: Path) -> tuple[Library, tuple[Diagnostic, ...]]:
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    return read(Folder(project))


def _refuse(
    library: Library,
    kind: str,
    ids: Iterable[str],
    known: Iterable[str],
    findings: tuple[Diagnostic, ...],
    words: NullTranslations,
) -> int:
    """Report the names that nobody defined, and what is wrong with those that cannot be read; 0 where all is well."""
    from briefbuilder.diagnostics import Findings, Place

    wrong, damaged = Findings(), False
    for name in ids:
        if name in known:
            continue
        if library.is_damaged(kind, name):
            damaged = True
        else:
            wrong.unknown(Place("build.py"), kind, name, known)
    if damaged:
        folder = "content/facts" if kind == "fact" else "content/references"
        print_findings([item for item in findings if item.place.path.startswith(folder)], words)
    print_findings(wrong.items, words)
    return BROKEN if wrong.items else WRONG if damaged else 0


def _tell_damaged(library: Library, kind: str, words: NullTranslations, *, is_json: bool) -> None:
    damaged = sorted(library.damaged_of(kind))
    if damaged and not is_json:
        print(f"\n{words.gettext('with errors')}: {', '.join(damaged)}")


def _print_all(found: Sequence[Any], *, is_json: bool) -> None:
    if is_json:
        _print_json(found)
    else:
        print("\n\n".join(found))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))
