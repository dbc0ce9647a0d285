"""Which editions to build, and which of them are still fresh.

An edition is fresh when its key (everything that decides its bytes) and its published file are those of the record.
A `stamp` of every input's size and time answers the commonest question, whether anything changed at all, without
reading a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from briefbuilder import COMMANDS, VERSION
from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import LANGUAGES, Library
from briefbuilder.pages import ARCHIVE, Html

ENGINES = ("weasyprint", "pydyf", "fonttools", "pypdfium2", "Pillow")


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One edition to build."""

    brief: str
    audience: str
    language: str

    def __str__(self) -> str:
        return f"{self.brief}.{self.audience}.{self.language}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; empty means all."""

    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    as_of: date | None = None  # the day to reconstruct; None: each brief as it is ordered
    pages: int | None = None  # for this once, in place of the audiences' own budgets
    profile: str = ARCHIVE.name

    @property
    def is_everything(self) -> bool:
        return not (self.briefs or self.audiences or self.languages)

    def means(self, target: Target) -> bool:
        """Say whether an edition is among those asked for."""
        return (
            (not self.briefs or target.brief in self.briefs)
            and (not self.audiences or target.audience in self.audiences)
            and (not self.languages or target.language in self.languages)
        )


def targets(library: Library, wish: Wish, findings: Findings) -> tuple[Target, ...]:
    """Return the editions that a wish means.

    An unknown brief, audience or language in the wish is an error with the nearest name.
    """
    asked, damaged = Place("build.py"), library.is_damaged
    if not library.briefs and not library.damaged:
        findings.error(Place("briefs"), "there is no brief", hint='make one with "python3 build.py new brief ID"')
        return ()
    for name in wish.briefs:
        if name not in library.briefs and not damaged("brief", name):
            findings.unknown(asked, "brief", name, (*library.briefs, *COMMANDS))  # a misspelt command comes as a brief
    for name in wish.audiences:
        if name not in library.audiences and not damaged("audience", name):
            findings.unknown(asked, "audience", name, library.audiences)
    for name in wish.languages:
        if name not in LANGUAGES:
            findings.unknown(asked, "language", name, LANGUAGES)
    made = tuple(
        Target(brief.id, audience, language)
        for brief in sorted(library.briefs.values(), key=lambda brief: brief.id)
        for audience in brief.audiences
        if audience in library.audiences
        for language in library.audiences[audience].languages
        if wish.means(Target(brief.id, audience, language))
    )
    if not made and not findings.items and not library.damaged:
        findings.error(
            asked,
            "no brief is made for this audience in this language",
            hint='"python3 build.py list" shows what there is',
        )
    return made


def key(html: Html, assets: Mapping[str, bytes], fonts: str) -> str:
    """Return the fingerprint of all that decides an edition's bytes: page, assets, fonts, versions."""
    digest = hashlib.sha256()
    for part in (html.text, *_versions(), VERSION, fonts):
        digest.update(part.encode() + b"\0")
    for name in (*html.styles, *html.pictures):
        digest.update(name.encode() + b"\0" + hashlib.sha256(assets[name]).digest())
    return digest.hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    from importlib import metadata  # 20 ms that a build with nothing to do does not pay

    return tuple(f"{name}={metadata.version(name)}" for name in ENGINES)


def is_published(dist: Path, record: Mapping[str, Any]) -> bool:
    """Say whether the file of a record is still there as it was published."""
    try:
        status = os.stat(dist / str(record["path"]))
    except (OSError, KeyError):
        return False
    return status.st_size == record.get("size") and status.st_mtime_ns == record.get("mtime")


def stamp(project: Path, house: Path) -> str:
    """Return a fingerprint of names, sizes and times of every file that a build can depend on."""
    digest = hashlib.sha256(VERSION.encode())
    seen = set()
    for root, folders in (
        (project, ("briefs", "content", "templates", "locales")),
        (house, ("templates", "locales", "briefbuilder", "requirements.txt")),
    ):
        for folder in folders:
            for path, size, time in sorted(_files(str(root / folder))):
                if path not in seen:
                    seen.add(path)
                    digest.update(f"{path}\0{size}\0{time}\0".encode())
    return digest.hexdigest()


def _files(top: str) -> Iterator[tuple[str, int, int]]:
    try:
        entries = list(os.scandir(top))
    except NotADirectoryError:
        status = os.stat(top)
        yield top, status.st_size, status.st_mtime_ns
        return
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        else:
            status = entry.stat(follow_symlinks=False)
            yield entry.path, status.st_size, status.st_mtime_ns
