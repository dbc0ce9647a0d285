"""Helps a start: `new` writes a skeleton, `doctor` looks at this computer."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from briefbuilder.commands.asked import project_of
from briefbuilder.console import BROKEN, GOOD, fail

if TYPE_CHECKING:
    from briefbuilder.diagnostics import Diagnostic
    from briefbuilder.library import Library

ROOT = Path(__file__).resolve().parents[2]


def new(options: argparse.Namespace, words: NullTranslations) -> int:
    """Write a complete, valid skeleton to fill in."""
    from briefbuilder import publish, scaffold
    from briefbuilder.read import read
    from briefbuilder.sources import Folder

    project = project_of(options, words)
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
