"""Looks at a project without printing: `list`, `check`."""

from __future__ import annotations

import argparse
import json
from gettext import NullTranslations

from briefbuilder.commands.asked import asked_for, day_asked, project_of, today
from briefbuilder.console import BROKEN, GOOD, WRONG, print_findings


def list_(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show the state of every edition."""

    from briefbuilder import overview, report
    from briefbuilder.house import House

    asked = asked_for(options, words)
    if asked is None:
        return BROKEN
    project, library, findings, wanted = asked
    _, day = day_asked(options, words)
    rows = overview.rows(library, findings, wanted, House(project), project / "dist", day)
    head = ("brief", "audience", "language", "pages", "state", "pdf")
    if options.json:
        print(json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    else:
        shown = [(*row[:4], words.gettext(row[4]), row[5]) for row in rows]
        print(report.table(shown, tuple(words.gettext(name) for name in head)))
        damaged = sorted(name for name in library.damaged if name.startswith("brief:"))
        if damaged:
            print(words.gettext("with errors") + ": " + ", ".join(name.removeprefix("brief:") for name in damaged))
    return GOOD


def check(options: argparse.Namespace, words: NullTranslations) -> int:
    """Report everything that can be wrong without printing."""

    from briefbuilder import report
    from briefbuilder.check import check
    from briefbuilder.diagnostics import Severity, has_errors

    project = project_of(options, words)
    is_right, day = day_asked(options, words)
    if project is None or not is_right:
        return BROKEN
    library, findings = check(project, as_of=day, today=today())
    if options.json:
        print(json.dumps([report.finding_as_json(item, words) for item in findings], ensure_ascii=False, indent=1))
        return WRONG if has_errors(findings) else GOOD
    print_findings(findings, words)
    for line in (report.unlabelled(library, words), report.conditional(library, words)):
        if line:
            print(line)
    errors = sum(item.severity is Severity.ERROR for item in findings)
    print(
        words.gettext(
            "{briefs} briefs, {modules} modules, {facts} facts, {sources} sources: {errors} errors, {warnings} warnings"
        ).format(
            briefs=len(library.briefs),
            modules=len(library.modules),
            facts=len(library.facts),
            sources=len(library.references),
            errors=errors,
            warnings=len(findings) - errors,
        )
    )
    return WRONG if errors else GOOD
