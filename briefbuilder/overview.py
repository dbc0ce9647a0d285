"""Briefs × audiences × languages: the state of each edition. Values; looks at dist/ only through the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from briefbuilder import plan, publish
from briefbuilder.diagnostics import Diagnostic, has_errors
from briefbuilder.draft import prepare
from briefbuilder.house import House
from briefbuilder.library import Library
from briefbuilder.plan import Target


def rows(
    library: Library,
    findings: Iterable[Diagnostic],
    wanted: tuple[Target, ...],
    house: House,
    dist: Path,
    as_of: date | None = None,
) -> tuple[tuple[str, str, str, str, str, str], ...]:
    """Return brief, audience, language, pages, state and path of each edition.

    The state is one of: fresh, changed since, not printed, with errors.
    """
    editions = publish.read_manifest(dist, as_of).get("editions", {})
    made = []
    for target in wanted:
        former = editions.get(str(target), {})
        draft, wrong = prepare(library, findings, target, house)
        is_there = plan.is_published(dist, former)
        if draft is None or has_errors(wrong):
            state = "with errors"
        elif not is_there:
            state = "not printed"
        else:
            state = "fresh" if former.get("key") == draft.key else "changed since"
        path = publish.pdf_name(target.brief, target.audience, target.language, as_of)
        pages = str(former.get("pages", "")) if is_there else ""
        made.append((target.brief, target.audience, target.language, pages, state, f"dist/{path}" if is_there else ""))
    return tuple(made)
