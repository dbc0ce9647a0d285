"""What a command line means: the project, the editions. Says what is wrong with it."""

from __future__ import annotations

import argparse
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder.console import fail, print_findings

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.library import Library
    from briefbuilder.plan import Target, Wish


def project_of(options: argparse.Namespace, words: NullTranslations) -> Path | None:
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


def wish_of(options: argparse.Namespace, words: NullTranslations) -> Wish | None:
    """Return what was asked for, or None after saying that its day never was or is still to come."""
    from briefbuilder.plan import Wish

    is_right, day = day_asked(options, words)
    pages = getattr(options, "pages", None)
    names = (tuple(options.briefs), tuple(options.audience), tuple(options.lang))
    return Wish(*names, day, pages, getattr(options, "profile", "archive")) if is_right else None


def day_asked(options: argparse.Namespace, words: NullTranslations) -> tuple[bool, date | None]:
    """Return whether `--as-of` is right, and its day; a wrong one is reported."""
    from briefbuilder.diagnostics import Place, error

    if options.as_of is None:
        return True, None
    day = day_of(options.as_of, words)
    if day and day > today():
        fail(
            error(
                Place("build.py"),
                "there is no record of {day} yet: the day is still to come",
                hint="name today or a day that has been",
                day=day,
            ),
            words,
        )
        return False, None
    return day is not None, day


def day_of(text: str, words: NullTranslations) -> date | None:
    """Return the day that somebody has typed, or None after saying that it is none."""
    from briefbuilder.dates import PartialDate
    from briefbuilder.diagnostics import Place, error

    try:
        known = PartialDate.parse(text)
    except ValueError:
        known = None
    if known is None or not known.day:
        fail(
            error(
                Place("build.py"),
                '"{name}" is not a day of the calendar',
                hint="write the whole day, as in 2026-11-20",
                name=text,
            ),
            words,
        )
        return None
    return known.first


def today() -> date:
    """Return the author's own day; no edition depends on it."""
    return date.today()  # noqa: DTZ011 - as the author's calendar has it


def asked_for(
    options: argparse.Namespace, words: NullTranslations
) -> tuple[Path, Library, tuple[Diagnostic, ...], tuple[Target, ...]] | None:
    """Return the project, its library and findings, and the editions meant; None after saying what is wrong."""
    from briefbuilder import plan
    from briefbuilder.diagnostics import Findings
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = project_of(options, words)
    if project is None:
        return None
    wish = wish_of(options, words)
    if wish is None:
        return None
    library, findings = read(Folder(project))
    library = library.as_it_stood(wish.as_of)
    unknown = Findings()
    wanted = plan.targets(library, wish, unknown)
    if unknown.items:
        print_findings(unknown.items, words)
        return None
    return project, library, findings, wanted
