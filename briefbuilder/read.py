"""Stage: briefs/*.yaml, content/** → Library. Everything authored, typed and cross-checked, with all that is wrong.

A file or entry that cannot be read is left out and remembered as damaged, so that one slip is reported once and only
the editions that need the thing fail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefbuilder.crosscheck import cross_check
from briefbuilder.diagnostics import Diagnostic, Place
from briefbuilder.library import Library
from briefbuilder.reading import entries, ledger
from briefbuilder.reading.briefs import briefs
from briefbuilder.reading.derived import computable
from briefbuilder.reading.desk import Desk, Entry, Placed, keyed, merge
from briefbuilder.reading.figures import figure
from briefbuilder.reading.modules import modules
from briefbuilder.reading.references import references
from briefbuilder.reading.schema import AudienceShape, FactShape, FigureShape, TermShape
from briefbuilder.sources import Folder


def read(folder: Folder) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the library of a project and everything found wrong on the way."""
    desk = Desk(folder)
    publication = entries.publication(desk)  # first: it says how to handle what says nothing itself
    facts = _keyed_files(desk, "facts", "fact", FactShape, ledger.fact)
    figures = _keyed_files(desk, "figures", "figure", FigureShape, figure)
    library = Library(
        publication=publication,
        audiences=keyed(desk, "content/audiences.yaml", "audience", AudienceShape, entries.audience),
        modules=modules(desk),
        facts=computable(facts, desk.damaged, desk.findings),
        references=references(desk),
        terms=keyed(desk, "content/terms.yaml", "term", TermShape, entries.term, optional=True),
        briefs=briefs(desk),
        figures={name: made for name, made in figures.items() if f"figure:{name}" not in desk.damaged},
        damaged=frozenset(desk.damaged),
        unlabelled=desk.unlabelled,
    )
    if sum(desk.unlabelled.values()) and publication and not desk.is_configured:
        desk.findings.warning(
            Place("content/publication.yaml"),
            "something carries no handling, and the project does not say how it is handled: it counts as {handling}",
            hint='add "handling: public", internal or restricted',
            handling=desk.handling,
        )
    cross_check(library, desk.findings)
    return library, tuple(desk.findings.items)


def _keyed_files(desk: Desk, folder: str, kind: str, shape: Any, make: Callable[[Entry], Placed]) -> dict[str, Placed]:
    """Read all files of a folder of content/, each of which maps ids to entries of one kind."""
    made: dict[str, Placed] = {}
    for path in desk.folder.read_files(f"content/{folder}", desk.findings):
        if path.endswith((".yaml", ".yml")):
            merge(made, keyed(desk, path, kind, shape, make), kind, desk)
        else:
            desk.findings.error(
                Place(path),
                "the file does not belong into content/{folder}/",
                hint="{folder} stand in files that end with .yaml",
                folder=folder,
            )
    return made
