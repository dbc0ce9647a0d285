"""Says what a brief takes for an audience, and why, and whom the library serves with what: `plan`, `why`, `matrix`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from gettext import NullTranslations
from typing import TYPE_CHECKING

from briefbuilder.commands.asked import asked_for, day_asked, project_of
from briefbuilder.console import BROKEN, GOOD, WRONG, fail, print_findings

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.fitting import Fitted, Fitting
    from briefbuilder.house import House
    from briefbuilder.library import Library
    from briefbuilder.plan import Target
    from briefbuilder.record import Record


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the plans of one command share: the library, and the record of former prints."""

    library: Library
    findings: tuple[Diagnostic, ...]
    wanted: tuple[Target, ...]
    house: House
    record: Record
    pages: int | None

    def fitted(self, target: Target) -> tuple[Fitting, Fitted]:
        """Return an edition's plan as far as the prints go that the record remembers."""
        from briefbuilder.fitting import Fitting

        fitting = Fitting(self.library, self.findings, target, self.house, pages=self.pages)
        return fitting, fitting.search(self.record.answers(target))


def _desk(options: argparse.Namespace, words: NullTranslations) -> _Desk | None:
    from briefbuilder.house import House
    from briefbuilder.publish import read_manifest
    from briefbuilder.record import Record

    asked = asked_for(options, words)
    if asked is None:
        return None
    project, library, findings, wanted = asked
    _, day = day_asked(options, words)
    record = Record(read_manifest(project / "dist", day), "")
    return _Desk(library, findings, wanted, House(project), record, getattr(options, "pages", None))


def plan(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show which modules an edition takes, at which length and cost, and why; or what two audiences read apart."""
    from briefbuilder import plan_report
    from briefbuilder.diagnostics import has_errors
    from briefbuilder.explain import explain

    desk = _desk(options, words)
    if desk is None:
        return BROKEN
    if options.diff:
        return _diff(desk, options, words)
    library, is_damaged = desk.library, desk.library.is_damaged
    wrong = [item for item in desk.findings if any(is_damaged("brief", name) for name in _meant(options, library))]
    accounts = []
    for target in desk.wanted:
        fitting, fitted = desk.fitted(target)
        wrong += fitted.findings
        accounts.append(explain(fitting, fitted))
        if not options.json:
            print("\n" + plan_report.account(accounts[-1], words))
    if options.json:
        print(json.dumps([plan_report.account_as_json(one, words) for one in accounts], ensure_ascii=False, indent=1))
    else:
        print_findings(dict.fromkeys(wrong), words)
    return WRONG if has_errors(wrong) else GOOD


def _meant(options: argparse.Namespace, library: Library) -> Sequence[str]:
    """Return the briefs that the command names; without any, those that cannot be read too."""
    return options.briefs or sorted(library.damaged_of("brief"))


def _diff(desk: _Desk, options: argparse.Namespace, words: NullTranslations) -> int:
    from briefbuilder import plan_report
    from briefbuilder.diagnostics import Place, error
    from briefbuilder.explain import differences

    library, other = desk.library, options.diff
    if other not in library.audiences:
        return _unknown("audience", other, library.audiences, words)
    made = []
    for target in desk.wanted:
        is_made = other in library.briefs[target.brief].audiences
        if target.audience == other or not is_made or target.language not in library.audiences[other].languages:
            continue
        fitting, one = desk.fitted(target)
        _, two = desk.fitted(replace(target, audience=other))
        made.append((target, differences(fitting, one.lengths, two.lengths)))
    if not made:
        place, hint = Place("build.py"), '"python3 build.py list" shows what there is'
        return fail(error(place, "there are no two editions to compare", hint=hint), words)
    if options.json:
        print(json.dumps([_diff_as_json(target, other, rows) for target, rows in made], ensure_ascii=False, indent=1))
        return GOOD
    for target, rows in made:
        print("\n" + plan_report.differences(target, other, rows, words))
    return GOOD


def _unknown(kind: str, name: str, known: Iterable[str], words: NullTranslations) -> int:
    from briefbuilder.diagnostics import Findings, Place

    wrong = Findings()
    wrong.unknown(Place("build.py"), kind, name, known)
    print_findings(wrong.items, words)
    return BROKEN


def _diff_as_json(target: Target, other: str, rows: Iterable[object]) -> dict[str, object]:
    return {
        "brief": target.brief,
        "language": target.language,
        "one": target.audience,
        "other": other,
        "modules": [asdict(row) for row in rows],  # type: ignore[call-overload]
    }


def why(options: argparse.Namespace, words: NullTranslations) -> int:
    """Say in a sentence why a module stands in an edition, or does not."""
    from briefbuilder import plan_report
    from briefbuilder.explain import reason_of

    desk = _desk(options, words)
    if desk is None:
        return BROKEN
    if options.module not in desk.library.modules:
        return _unknown("module", options.module, desk.library.modules, words)
    told = []
    for target in desk.wanted:
        fitting, fitted = desk.fitted(target)
        for choice in fitting.plan_of(fitted.lengths).choices:
            if choice.module == options.module:
                told.append((target, choice.length, reason_of(choice, fitting, fitted)))
    if options.json:
        print(json.dumps([plan_report.why_as_json(*one, words) for one in told], ensure_ascii=False, indent=1))
        return GOOD
    for one in told:
        print(plan_report.why(options.module, *one, words))
    if not told:
        print(words.gettext('no section of these editions asks for "{module}"').format(module=options.module))
    return GOOD


def matrix(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show how much each module matters to each audience, or how each topic is covered, with the holes."""
    from briefbuilder import plan_report
    from briefbuilder.matrix import of_modules, of_topics
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = project_of(options, words)
    if project is None:
        return BROKEN
    library, findings = read(Folder(project))
    made = of_topics(library) if options.topics else of_modules(library, findings)
    if options.json:
        kind = "topic" if options.topics else "module"
        rows = [{kind: name, **dict(zip(made.audiences, cells, strict=True))} for name, cells in made.rows]
        print(json.dumps({"holes": made.holes, "rows": rows}, ensure_ascii=False, indent=1))
        return GOOD
    head = words.gettext("topic") if options.topics else words.gettext("module")
    print(plan_report.matrix(made, head, library, words))
    return GOOD
