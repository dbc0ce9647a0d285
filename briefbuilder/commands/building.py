"""Prints editions: `build`."""

from __future__ import annotations

import argparse
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder.commands.asked import project_of, wish_of
from briefbuilder.console import BROKEN, GOOD, WRONG, Progress, fail, print_findings

if TYPE_CHECKING:
    from briefbuilder.outcome import Outcome
    from briefbuilder.plan import Wish

ROOT = Path(__file__).resolve().parents[2]


def build(options: argparse.Namespace, words: NullTranslations) -> int:
    """Print every wanted edition that is not fresh."""
    from briefbuilder import outcome, plan, publish, report

    project = project_of(options, words)
    if project is None:
        return BROKEN
    dist, wish = project / "dist", wish_of(options, words)
    if wish is None:
        return BROKEN
    record = publish.read_manifest(dist, wish.as_of, wish.profile)
    if unchanged := outcome.unchanged(record, dist, plan.stamp(project, ROOT), wish):
        print(report.as_json(unchanged, words) if options.json else report.summary(unchanged, words))
        return GOOD
    return _print_editions(options, project, wish, words)


def _print_editions(options: argparse.Namespace, project: Path, wish: Wish, words: NullTranslations) -> int:
    from briefbuilder import pipeline, report
    from briefbuilder.diagnostics import Place, error
    from briefbuilder.workers import PressFault

    progress = Progress(words, quiet=options.json)
    watcher = pipeline.Watcher(progress.waits, progress.starts, progress.prints, progress.tells)
    try:
        made = pipeline.build(project, project / "dist", wish, jobs=options.jobs, watcher=watcher)
    except PressFault as fault:
        progress.clear()
        return fail(
            error(
                Place("build.py"),
                "the press does not start: {fault}",
                hint='"python3 build.py doctor" says what is missing and how to install it',
                fault=fault,
            ),
            words,
        )
    progress.clear()
    if options.json:
        print(report.as_json(made, words))
    else:
        for name in made.withdrawn:
            print(f"{words.gettext('withdrawn')}  {name}")
        print_findings(made.all_findings(), words)
        if any(result.state == "printed" for result in made.results):
            if wish.as_of:
                print(words.gettext("as of {day}: dist/<brief>/as-of-{day}/").format(day=wish.as_of))
            elif options.profile != "archive":
                print(words.gettext("for {profile}: dist/<brief>/{profile}/").format(profile=wish.profile))
        print(report.summary(made, words))
    return _status(made)


def _status(made: Outcome) -> int:
    if made.is_broken:
        return BROKEN
    return GOOD if made.is_good else WRONG
