"""The command line: which command is meant, with which options, and what becomes of its faults.

0 all is well · 1 something is wrong with the content · 2 something is wrong with the command or this computer.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from gettext import NullTranslations
from pathlib import Path

from briefbuilder import COMMANDS, VERSION
from briefbuilder.commands import building, inspecting, ledger, looking, planning, starting
from briefbuilder.console import BROKEN, GOOD, fail, print_findings

ROOT = Path(__file__).resolve().parent.parent
INTERRUPTED = 130  # as shells have it: 128 and the number of SIGINT


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status."""
    options, unknown = _parser().parse_known_args(_with_command(arguments))
    words = _words()
    try:
        status = _refuse(unknown[0], options, words) if unknown else int(options.run(options, words))
        sys.stdout.flush()  # here, where a reader who has gone is caught, and not at the interpreter's exit
        return status
    except KeyboardInterrupt:
        print("\n" + words.gettext("stopped; what was published stays as it was"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except Exception as fault:
        if options.debug:
            raise
        return _explain(fault, words)


def _explain(fault: Exception, words: NullTranslations) -> int:
    """Report what no stage has foreseen: a fault of this computer, or one of the program itself."""
    from briefbuilder.diagnostics import Place, error

    if isinstance(fault, OSError):
        return fail(
            error(
                Place(str(fault.filename or "build.py")),
                "{reason}",
                hint="make room or mend the permissions, then start again; nothing needs tidying",
                reason=fault.strerror or fault,
            ),
            words,
        )
    return fail(
        error(
            Place("build.py"),
            "the program itself failed: {fault}",
            hint="run the same with --debug and report what it prints; your texts are not to blame",
            fault=f"{type(fault).__name__}: {fault}",
        ),
        words,
    )


_WITH_VALUE = frozenset(
    ["--project", "--audience", "--lang", "--jobs", "--days", "--as-of", "--pages", "--brief", "--diff", "--profile"]
)


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
        is_value = argument in _WITH_VALUE
    return ["build", *arguments]


def _refuse(unknown: str, options: argparse.Namespace, words: NullTranslations) -> int:
    """Report a misspelt option, with the nearest one of the command."""
    from briefbuilder.diagnostics import Findings, Place

    wrong = Findings()
    kind = "option" if unknown.startswith("-") else "argument"
    known = re.findall(r"--[a-z]+(?:-[a-z]+)*", options.parser.format_help())
    wrong.unknown(Place("build.py"), kind, unknown.partition("=")[0], known)
    print_findings(wrong.items, words)
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

    day = argparse.ArgumentParser(add_help=False)
    day.add_argument("--as-of", metavar="DAY", help="as the record of facts stood on a day: 2023-06-30")

    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Prints policy briefs from modules, facts and sources, in Japanese and English.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Briefbuilder {VERSION}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: object, text: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        made = subparsers.add_parser(name, help=text, description=text, parents=[common, *parents], allow_abbrev=False)
        made.set_defaults(run=run, parser=made)
        return made

    build = command("build", building.build, "print every edition that is not fresh (the default command)", choice, day)
    build.add_argument("--pages", type=_positive, metavar="N", help="this once, so many pages in place of the budgets")
    build.add_argument(
        "--profile",
        choices=("archive", "ua2", "press"),
        default="archive",
        help="archive: PDF/UA-1 and PDF/A-3a; ua2: PDF/UA-2 and PDF/A-4f; press: bleed, crop marks, no links, no tags",
    )
    build.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, metavar="N", help="workers at once")
    command("list", looking.list_, "briefs × audiences × languages, pages, state, where the PDF is", choice, day)
    command("check", looking.check, "everything that can be wrong without printing, all at once", day)
    plan = command("plan", planning.plan, "which modules an edition takes, at which length and cost, why", choice, day)
    plan.add_argument("--diff", metavar="AUDIENCE", help="what this audience reads otherwise")
    plan.add_argument("--pages", type=_positive, metavar="N", help="as if the budget were so many pages")
    why = command("why", planning.why, "why a module stands in an edition, or does not, in a sentence", day)
    why.add_argument("module", metavar="MODULE")
    why.add_argument("--brief", dest="briefs", action="append", default=[], metavar="BRIEF", help="in this brief only")
    why.add_argument("--audience", action="append", default=[], metavar="ID", help="for this audience only")
    why.add_argument("--lang", action="append", default=[], metavar="ja|en", help="in this language only")
    matrix = command("matrix", planning.matrix, "modules × audiences × languages: who gets what, and the holes")
    matrix.add_argument("--topics", action="store_true", help="topics × audiences: covered, thin, missing")
    look = command(
        "inspect", inspecting.inspect, "how finished PDFs are set, ours or others', and what is wrong with them"
    )
    look.add_argument("briefs", nargs="*", metavar="FILE.pdf | BRIEF", help="files, or briefs by id; none means all")
    look.add_argument("--audience", action="append", default=[], metavar="ID", help="for this audience only")
    look.add_argument("--lang", action="append", default=[], metavar="ja|en", help="in this language only")
    look.set_defaults(as_of=None)
    facts = command("facts", ledger.facts, "the ledger: values, claims, conflicts, what expires, what prints them")
    facts.add_argument(
        "words",
        nargs="*",
        metavar="ID | conflicts | expiring | as-of DAY",
        help="a fact whole · where sources disagree · what must be checked again · the ledger on a day",
    )
    facts.add_argument("--as-of", metavar="DAY", help="on this day (2023-06-30) in place of today")
    facts.add_argument("--days", type=_positive, default=60, metavar="N", help="expiring: so many days ahead")
    sources = command("sources", ledger.sources, "the sources: grade, claims and verdicts, where each is used")
    sources.add_argument("ids", nargs="*", metavar="ID", help="a source whole")
    new = command("new", starting.new, "a complete, valid skeleton to fill in, in both languages")
    new.add_argument("kind", choices=("module", "brief"))
    new.add_argument("id")
    new.add_argument("--topic", default="general", metavar="ID", help="the module's topic and folder")
    command("doctor", starting.doctor, "versions, Pango, fonts by hash, limits in force, what to install and how")
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


def _test(_: argparse.Namespace, words: NullTranslations) -> int:
    from briefbuilder.diagnostics import Place, error

    return fail(error(Place("build.py"), "the tests run through build.py", hint="type: python3 build.py test"), words)
