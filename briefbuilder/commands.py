"""What each command does and prints. Heavy parts are imported where they are used: the light commands stay quick."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder.console import BROKEN, GOOD, WRONG, Progress, fail, print_findings

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.library import Library
    from briefbuilder.outcome import Outcome
    from briefbuilder.plan import Target, Wish

ROOT = Path(__file__).resolve().parent.parent


def _project(options: argparse.Namespace, words: NullTranslations) -> Path | None:
    from briefbuilder.diagnostics import Place, error

    project: Path = options.project.resolve()
    if (project / "briefs").is_dir() or (project / "content").is_dir():
        return project
    fail(
        error(
            Place(str(options.project)),
            "no project: it has neither briefs/ nor content/",
            hint='name a folder that has them: "--project DIR"',
        ),
        words,
    )
    return None


def _wish(options: argparse.Namespace) -> Wish:
    from briefbuilder.plan import Wish

    return Wish(tuple(options.briefs), tuple(options.audience), tuple(options.lang))


def build(options: argparse.Namespace, words: NullTranslations) -> int:
    """Print every wanted edition that is not fresh."""
    from briefbuilder import outcome, plan, publish, report

    project = _project(options, words)
    if project is None:
        return BROKEN
    dist, wish = project / "dist", _wish(options)
    record = publish.read_manifest(dist)
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
        print(report.summary(made, words))
    return _status(made)


def _status(made: Outcome) -> int:
    if made.is_broken:
        return BROKEN
    return GOOD if made.is_good else WRONG


def _asked(
    options: argparse.Namespace, words: NullTranslations
) -> tuple[Path, Library, tuple[Diagnostic, ...], tuple[Target, ...]] | None:
    """Return the project, its library and findings, and the editions meant; None after saying what is wrong."""
    from briefbuilder import plan
    from briefbuilder.diagnostics import Findings
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = _project(options, words)
    if project is None:
        return None
    library, findings = read(Folder(project))
    unknown = Findings()
    wanted = plan.targets(library, _wish(options), unknown)
    if unknown.items:
        print_findings(unknown.items, words)
        return None
    return project, library, findings, wanted


def list_(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show the state of every edition."""

    from briefbuilder import overview, report
    from briefbuilder.house import House

    asked = _asked(options, words)
    if asked is None:
        return BROKEN
    project, library, findings, wanted = asked
    rows = overview.rows(library, findings, wanted, House(project), project / "dist")
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

    project = _project(options, words)
    if project is None:
        return BROKEN
    library, findings = check(project)
    if options.json:
        print(json.dumps([report.finding_as_json(item, words) for item in findings], ensure_ascii=False, indent=1))
        return WRONG if has_errors(findings) else GOOD
    print_findings(findings, words)
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


def plan(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show which modules a brief takes for an audience, and why."""

    from briefbuilder import report
    from briefbuilder.diagnostics import has_errors
    from briefbuilder.select import select

    asked = _asked(options, words)
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


def new(options: argparse.Namespace, words: NullTranslations) -> int:
    """Write a complete, valid skeleton to fill in."""
    from briefbuilder import publish, scaffold
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = _project(options, words)
    if project is None:
        return BROKEN
    library, _ = read(Folder(project))
    if fault := _why_not_new(options, library):
        return fail(fault, words)
    today = date.today()  # noqa: DTZ011 - the author's own day; nothing printed depends on it
    if options.kind == "module":
        folder = project / "content" / "modules" / options.topic / options.id
        texts = scaffold.module_files(library, topic=options.topic, today=today, schema=_schema_path(folder, "module"))
        files = {folder / name: text for name, text in texts.items()}
    else:
        path = project / "briefs" / f"{options.id}.yaml"
        files = {path: scaffold.brief_file(library, today=today, schema=_schema_path(path.parent, "brief"))}
    for path, text in files.items():
        publish.write_whole(path, text.encode())
        print(path.relative_to(project))
    return GOOD


def _why_not_new(options: argparse.Namespace, library: Library) -> Diagnostic | None:
    from briefbuilder.diagnostics import Place, error
    from briefbuilder.library import is_id

    asked = Place("build.py")
    for name in (options.id, options.topic):
        if not is_id(name):
            return error(
                asked,
                '"{name}" is not an id',
                hint="lower-case letters a–z, digits and hyphens, at most 64",
                name=name,
            )
    if options.kind == "brief" and not library.modules:
        return error(
            asked,
            "there is no module yet to build a brief from",
            hint='make one first: "python3 build.py new module ID"',
        )
    existing = library.modules if options.kind == "module" else library.briefs
    if options.id in existing or library.is_damaged(options.kind, options.id):
        return error(
            asked, 'the {kind} "{name}" exists already', hint="choose another id", kind=options.kind, name=options.id
        )
    return None


def _schema_path(folder: Path, kind: str) -> str:
    return Path(os.path.relpath(ROOT / "docs" / "schemas" / f"{kind}.json", folder)).as_posix()


def doctor(options: argparse.Namespace, _: NullTranslations) -> int:
    """Show what this computer has and lacks."""
    from briefbuilder.doctor import examine
    from briefbuilder.house import House

    lines = examine(House(options.project.resolve()))
    if options.json:
        from dataclasses import asdict

        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        width = max(len(line.name) for line in lines)
        for line in lines:
            print(f"{'ok ' if line.is_good else 'BAD'} {line.name:<{width}}  {line.found}")
            if line.remedy:
                print(f"    {line.remedy}")
    return GOOD if all(line.is_good for line in lines) else BROKEN
