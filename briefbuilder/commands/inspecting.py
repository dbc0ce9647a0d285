"""Measures finished PDFs, ours and others': `inspect`."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder.commands.asked import asked_for
from briefbuilder.console import BROKEN, GOOD, WRONG, fail, print_findings

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.proof.preflight import Preflight


def inspect(options: argparse.Namespace, words: NullTranslations) -> int:
    """Show how PDFs are set and what is wrong with them: files by their path, or published editions by their brief."""
    files = [(name, Path(name)) for name in options.briefs if _is_file(name)]
    options.briefs = [name for name in options.briefs if not _is_file(name)]
    is_table = not files and not options.briefs
    if lost := _lost(files):
        return fail(lost, words)
    if options.briefs or is_table:
        editions = _editions(options, words)
        if editions is None:
            return BROKEN
        files += editions
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(_examined, files))
    _show(found, words, is_table=is_table and not options.json, is_json=options.json)
    return WRONG if any(_has_errors(item.findings) for _, item in found) else GOOD


def _is_file(name: str) -> bool:
    """Say whether a word means a file: it ends as one, or has a folder in it; ids have neither dots nor slashes."""
    return name.lower().endswith(".pdf") or "/" in name


def _lost(files: Iterable[tuple[str, Path]]) -> Diagnostic | None:
    from briefbuilder.diagnostics import Place, error

    for name, path in files:
        if not path.is_file():
            return error(Place(name), "there is no such file")
    return None


def _editions(options: argparse.Namespace, words: NullTranslations) -> list[tuple[str, Path]] | None:
    """Return the published editions that are meant: name and path; None after saying what is wrong."""
    from briefbuilder import publish

    asked = asked_for(options, words)
    if asked is None:
        return None
    project, *_, wanted = asked
    names = [publish.pdf_name(target.brief, target.audience, target.language) for target in wanted]
    return [(f"dist/{name}", project / "dist" / name) for name in names]


def _examined(file: tuple[str, Path]) -> tuple[str, Preflight]:
    from briefbuilder.diagnostics import Place, error
    from briefbuilder.examination import SIZE, examine
    from briefbuilder.proof.preflight import Measures, Preflight

    name, path = file
    try:
        with path.open("rb") as opened:
            data = opened.read(SIZE + 1)
    except FileNotFoundError:
        missing = error(
            Place(name), "this edition has not been printed", hint='type: python3 build.py "{id}"', id=_id(name)
        )
        return name, Preflight(Measures(), (missing,))
    return name, examine(data, Place(name))


def _id(name: str) -> str:
    return name.split("/")[1]


def _has_errors(findings: Iterable[Diagnostic]) -> bool:
    from briefbuilder.diagnostics import has_errors

    return has_errors(findings)


def _show(found: list[tuple[str, Preflight]], words: NullTranslations, *, is_table: bool, is_json: bool) -> None:
    from briefbuilder import measures

    if is_json:
        print(json.dumps([measures.as_json(*item, words) for item in found], ensure_ascii=False, indent=1))
    elif is_table:
        print(measures.table([(name.removeprefix("dist/"), item) for name, item in found], words))
    else:
        for name, item in found:
            print(name)
            if text := measures.whole(item, words):
                print(text)
            print_findings(item.findings, words)
            errors, warnings = measures.counts(item)
            print(words.gettext("{errors} errors, {warnings} warnings").format(errors=errors, warnings=warnings) + "\n")
