"""The command line. The only file that prints and decides the exit status.

0 all is well · 1 something is wrong with the content · 2 something is wrong with the command or this computer.
Heavy parts are imported where they are used: `--help` and a build with nothing to do stay quick.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder import COMMANDS, VERSION
from briefbuilder.console import Progress, print_findings

if TYPE_CHECKING:
    from briefbuilder.library import Library
    from briefbuilder.outcome import Outcome
    from briefbuilder.plan import Wish

GOOD, WRONG, BROKEN = 0, 1, 2
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status."""
    options, unknown = _parser().parse_known_args(_with_command(arguments))
    try:
        return _refuse(unknown[0], options) if unknown else int(options.run(options))
    except KeyboardInterrupt:
        print("\nstopped; what was published stays as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except OSError as fault:
        if options.debug:
            raise
        where = f"{fault.filename}: " if fault.filename else ""
        print(f"{where}error: {fault.strerror or fault}", file=sys.stderr)
        print("    hint: make room or mend the permissions, then start again; nothing needs tidying", file=sys.stderr)
        return BROKEN
    except Exception as fault:
        if options.debug:
            raise
        print(f"error: the program itself failed: {type(fault).__name__}: {fault}", file=sys.stderr)
        print(
            "    hint: run the same with --debug and report what it prints; your texts are not to blame",
            file=sys.stderr,
        )
        return BROKEN


def _with_command(arguments: Sequence[str]) -> list[str]:
    """Put the command first, and "build" where none was given: `build.py BRIEF` means `build.py build BRIEF`."""
    is_value = False
    for position, argument in enumerate(arguments):
        if argument in ("-h", "--help", "--version"):
            return list(arguments)
        if argument in COMMANDS and not is_value:
            return [argument, *arguments[:position], *arguments[position + 1 :]]
        if not argument.startswith("-") and not is_value:
            break
        is_value = argument in ("--project", "--audience", "--lang", "--jobs")
    return ["build", *arguments]


def _refuse(unknown: str, options: argparse.Namespace) -> int:
    """Report a misspelt option, with the nearest one of the command."""
    from briefbuilder.diagnostics import Findings, Place

    wrong = Findings()
    kind = "option" if unknown.startswith("-") else "argument"
    known = re.findall(r"--[a-z]+", options.parser.format_help())
    wrong.unknown(Place("build.py"), kind, unknown.partition("=")[0], known)
    print_findings(wrong.items, _words())
    return BROKEN


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--project", type=Path, default=ROOT, metavar="DIR", help="another folder of this shape")
    common.add_argument("--json", action="store_true", help="one machine-readable result")
    common.add_argument("--debug", action="store_true", help="show where a fault in the program itself arose")
    choice = argparse.ArgumentParser(add_help=False)
    choice.add_argument("briefs", nargs="*", metavar="BRIEF", help="briefs by id; none means all")
    choice.add_argument("--audience", action="append", default=[], metavar="ID", help="for this audience only")
    choice.add_argument("--lang", action="append", default=[], metavar="ja|en", help="in this language only")

    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Prints policy briefs from modules, facts and sources, in Japanese and English.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Briefbuilder {VERSION}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: object, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text, parents=[common, *parents], allow_abbrev=False)
        made.set_defaults(run=run, parser=made)
        return made

    build = command("build", _build, "print every edition that is not fresh (the default command)", choice)
    build.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="workers at once")
    command("list", _list, "briefs × audiences × languages, pages, state, where the PDF is", choice)
    command("check", _check, "everything that can be wrong without printing, all at once")
    command("plan", _plan, "which modules a brief takes for an audience, at which length, and why", choice)
    new = command("new", _new, "a complete, valid skeleton to fill in, in both languages")
    new.add_argument("kind", choices=("module", "brief"))
    new.add_argument("id")
    new.add_argument("--topic", default="", metavar="ID", help="the module's topic and folder")
    command("doctor", _doctor, "versions, Pango, fonts by hash, limits in force, what to install and how")
    command("test", _test, "set up what the tests need, and pass them")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number of at least 1')
    return int(text)


def _words() -> NullTranslations:
    """Return the words of the author's terminal (LC_ALL, LC_MESSAGES, LANG)."""
    from briefbuilder.catalogues import read_catalogue

    tongue = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return read_catalogue(ROOT / "locales", "ja") if tongue.startswith("ja") else NullTranslations()


def _project(options: argparse.Namespace) -> Path | None:
    project: Path = options.project.resolve()
    if not (project / "briefs").is_dir() and not (project / "content").is_dir():
        print(f"{options.project}: error: no project: it has neither briefs/ nor content/", file=sys.stderr)
        return None
    return project


def _wish(options: argparse.Namespace) -> Wish:
    from briefbuilder.plan import Wish

    return Wish(tuple(options.briefs), tuple(options.audience), tuple(options.lang))


def _build(options: argparse.Namespace) -> int:
    from briefbuilder import outcome, plan, publish, report

    project = _project(options)
    if project is None:
        return BROKEN
    words, dist, wish = _words(), project / "dist", _wish(options)
    record = publish.read_manifest(dist)
    if unchanged := outcome.unchanged(record, dist, plan.stamp(project, ROOT), wish):
        print(report.as_json(unchanged, words) if options.json else report.summary(unchanged, words))
        return GOOD
    return _print_editions(options, project, wish, words)


def _print_editions(options: argparse.Namespace, project: Path, wish: Wish, words: NullTranslations) -> int:
    from briefbuilder import pipeline, report
    from briefbuilder.workers import PressFault

    progress = Progress(words, quiet=options.json)
    watcher = pipeline.Watcher(progress.waits, progress.starts, progress.prints, progress.tells)
    try:
        made = pipeline.build(project, project / "dist", wish, jobs=options.jobs, watcher=watcher)
    except PressFault as fault:
        progress.clear()
        print(f"error: the press does not start: {fault}", file=sys.stderr)
        print('    hint: "python3 build.py doctor" says what is missing and how to install it', file=sys.stderr)
        return BROKEN
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


def _list(options: argparse.Namespace) -> int:
    import json

    from briefbuilder import overview, plan, report
    from briefbuilder.diagnostics import Findings
    from briefbuilder.house import House
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = _project(options)
    if project is None:
        return BROKEN
    words = _words()
    library, findings = read(Folder(project))
    asked = Findings()
    wanted = plan.targets(library, _wish(options), asked)
    if asked.items:
        print_findings(asked.items, words)
        return BROKEN
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


def _check(options: argparse.Namespace) -> int:
    import json

    from briefbuilder import report
    from briefbuilder.check import check
    from briefbuilder.diagnostics import Severity, has_errors

    project = _project(options)
    if project is None:
        return BROKEN
    words = _words()
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


def _plan(options: argparse.Namespace) -> int:
    import json

    from briefbuilder import plan, report
    from briefbuilder.diagnostics import Findings, has_errors
    from briefbuilder.read import read
    from briefbuilder.select import select
    from briefbuilder.sources import Folder

    project = _project(options)
    if project is None:
        return BROKEN
    words = _words()
    library, findings = read(Folder(project))
    asked = Findings()
    wanted = plan.targets(library, _wish(options), asked)
    if asked.items:
        print_findings(asked.items, words)
        return BROKEN
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


def _new(options: argparse.Namespace) -> int:
    from briefbuilder import publish, scaffold
    from briefbuilder.library import is_id
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = _project(options)
    if project is None:
        return BROKEN
    library, _ = read(Folder(project))
    if not is_id(options.id):
        print(
            f'error: "{options.id}" is not an id: lower-case letters a–z, digits and hyphens, at most 64',
            file=sys.stderr,
        )
        return BROKEN
    if options.kind == "brief" and not library.modules:
        print("error: there is no module yet to build a brief from", file=sys.stderr)
        print('    hint: make one first: "python3 build.py new module ID"', file=sys.stderr)
        return BROKEN
    existing = library.modules if options.kind == "module" else library.briefs
    if options.id in existing or library.is_damaged(options.kind, options.id):
        print(f'error: the {options.kind} "{options.id}" exists already', file=sys.stderr)
        return BROKEN
    today = date.today()  # noqa: DTZ011 - the author's own day; nothing printed depends on it
    topic = options.topic or "general"
    if not is_id(topic):
        print(
            f'error: "{topic}" is not an id: lower-case letters a–z, digits and hyphens, at most 64',
            file=sys.stderr,
        )
        return BROKEN
    if options.kind == "module":
        folder = project / "content" / "modules" / topic / options.id
        schema = _schema_path(folder, "module")
        files = {
            folder / name: text
            for name, text in scaffold.module_files(library, topic=topic, today=today, schema=schema).items()
        }
    else:
        path = project / "briefs" / f"{options.id}.yaml"
        files = {path: scaffold.brief_file(library, today=today, schema=_schema_path(path.parent, "brief"))}
    for path, text in files.items():
        publish.write_whole(path, text.encode())
        print(path.relative_to(project))
    return GOOD


def _schema_path(folder: Path, kind: str) -> str:
    return Path(os.path.relpath(ROOT / "docs" / "schemas" / f"{kind}.json", folder)).as_posix()


def _doctor(options: argparse.Namespace) -> int:
    from briefbuilder.doctor import examine
    from briefbuilder.house import House

    lines = examine(House(options.project.resolve()))
    if options.json:
        import json
        from dataclasses import asdict

        print(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
    else:
        width = max(len(line.name) for line in lines)
        for line in lines:
            print(f"{'ok ' if line.is_good else 'BAD'} {line.name:<{width}}  {line.found}")
            if line.remedy:
                print(f"    {line.remedy}")
    return GOOD if all(line.is_good for line in lines) else BROKEN


def _test(_: argparse.Namespace) -> int:
    print("error: run the tests through build.py: python3 build.py test", file=sys.stderr)
    return BROKEN
