"""Briefs × audiences × languages: the state of each edition. Values; looks at dist/ only through the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from briefbuilder import plan, publish
from briefbuilder.diagnostics import Diagnostic, Findings
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitted, Fitting
from briefbuilder.house import House
from briefbuilder.library import Library
from briefbuilder.localise import cited_by
from briefbuilder.plan import Target, Wish
from briefbuilder.record import Record
from briefbuilder.select import select
from briefbuilder.usage import Printing, mentions, merged, printings, resting_on


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
    record = Record(publish.read_manifest(dist, as_of), "")
    findings = tuple(findings)
    made = []
    for target in wanted:
        former = record.edition(target)
        fitted = Fitting(library, findings, target, house).search(record.answers(target))
        is_there = plan.is_published(dist, former)
        state = _state(fitted, former, is_there=is_there)
        path = publish.pdf_name(target.brief, target.audience, target.language, as_of)
        pages = str(former.get("pages", "")) if is_there else ""
        made.append((target.brief, target.audience, target.language, pages, state, f"dist/{path}" if is_there else ""))
    return tuple(made)


def _state(fitted: Fitted, former: Mapping[str, Any], *, is_there: bool) -> str:
    if fitted.draft is None or fitted.is_failed:
        return "with errors"
    if not is_there:
        return "not printed"
    return "fresh" if fitted.is_settled and former.get("key") == fitted.draft.key else "changed since"


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition that prints a fact or a source, or will: the pages of the last build, and its state as in `rows`."""

    printing: Printing
    state: str


def standings(
    library: Library, findings: Iterable[Diagnostic], house: House, dist: Path, *, kind: str, name: str, stamp: str
) -> tuple[Standing, ...]:
    """Return every edition that prints a fact ("fact") or source ("source"), in print now or from the next build on.

    A fact stands also where another that is computed from it does.

    Where no input has changed since a good build (`stamp`, see `plan`), the record alone answers.
    """
    manifest = publish.read_manifest(dist)
    names = resting_on(library, [name]) | {name} if kind == "fact" else frozenset([name])
    printed = merged(printings(manifest, kind), names)
    if manifest.get("stamp") == stamp and manifest.get("is_whole"):
        return tuple(Standing(printing, "fresh") for _, printing in sorted(printed.items()))
    owners = {(item.kind, item.owner) for item in mentions(library, kind) if item.id in names}
    record, findings, made = Record(manifest, stamp), tuple(findings), []
    for target in sorted({*printed, *plan.targets(library, Wish(), Findings())}):
        former = record.edition(target)
        if target.brief not in library.briefs or target.audience not in library.audiences:
            made.append(Standing(printed[target], "with errors"))
            continue
        if target not in printed and not _can_print(library, target, owners):
            continue
        fitted = Fitting(library, findings, target, house).search(record.answers(target))
        if target in printed or (fitted.draft and names & _named(fitted.draft, kind)):
            state = _state(fitted, former, is_there=plan.is_published(dist, former))
            made.append(Standing(printed.get(target, Printing(target, (), ())), state))
    return tuple(made)


def _can_print(library: Library, target: Target, owners: set[tuple[str, str]]) -> bool:
    """Say whether an edition takes in one of the texts; whether it prints the very sentence, only its draft tells."""
    if ("brief", target.brief) in owners:
        return True
    selection, _ = select(library, library.briefs[target.brief], library.audiences[target.audience])
    return any(choice.is_in and ("module", choice.module) in owners for choice in selection.choices)


def _named(draft: Draft, kind: str) -> set[str]:
    if kind == "fact":
        return {fact.id for fact in draft.edition.facts}
    return {source for source, _ in cited_by(draft.edition)}
