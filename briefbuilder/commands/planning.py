"""Says what a brief takes for an audience, and why: `plan`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from gettext import NullTranslations
from typing import TYPE_CHECKING

from briefbuilder.commands.asked import asked_for
from briefbuilder.console import BROKEN, GOOD, WRONG, print_findings

if TYPE_CHECKING:
    from briefbuilder.library import Library


def plan(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show which modules a brief takes for an audience, and why."""

    from briefbuilder import report
    from briefbuilder.diagnostics import has_errors
    from briefbuilder.select import select

    asked = asked_for(options, words)
    if asked is None:
        return BROKEN
    _, library, findings, wanted = asked
    head = ("module", "length", "reason", "title")
    titles = {
        name: module.title["ja" if words.gettext("reason") != "reason" else "en"]
        for name, module in library.modules.items()
    }
    wrong = [item for item in findings if any(library.is_damaged("brief", name) for name in _meant(options, library))]
    plans = []
    for brief, audience in dict.fromkeys((target.brief, target.audience) for target in wanted):
        selection, more = select(library, library.briefs[brief], library.audiences[audience])
        wrong += more
        rows = report.plan_rows(selection, titles, words)
        modules = [dict(zip(head, row, strict=True)) for row in rows]
        plans.append({"brief": brief, "audience": audience, "modules": modules})
        if not options.json:
            print(f"\n{brief} · {audience}")
            print(report.table(rows, tuple(words.gettext(name) for name in head)))
    if options.json:
        print(json.dumps(plans, ensure_ascii=False, indent=1))
    else:
        print_findings(dict.fromkeys(wrong), words)
    return WRONG if has_errors(wrong) else GOOD


def _meant(options: argparse.Namespace, library: Library) -> Sequence[str]:
    """Return the briefs that the command names; without any, those that cannot be read too."""
    return options.briefs or sorted(library.damaged_of("brief"))
