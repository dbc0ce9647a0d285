"""What a command line means: the project, the editions. Says what is wrong with it."""

from __future__ import annotations

import argparse
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


def wish_of(options: argparse.Namespace) -> Wish:
    from briefbuilder.plan import Wish

    return Wish(tuple(options.briefs), tuple(options.audience), tuple(options.lang))


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
    library, findings = read(Folder(project))
    unknown = Findings()
    wanted = plan.targets(library, wish_of(options), unknown)
    if unknown.items:
        print_findings(unknown.items, words)
        return None
    return project, library, findings, wanted
