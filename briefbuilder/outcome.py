"""What became of each edition of a build, and whether anything has to be done at all. Values; looks at dist/ only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefbuilder import plan
from briefbuilder.diagnostics import Diagnostic, has_errors
from briefbuilder.plan import Target, Wish

if TYPE_CHECKING:
    from briefbuilder.copyfit import Trial


@dataclass(frozen=True, slots=True)
class PrintedThing:
    """A fact or a source on the pages of an edition, and the modules (or "brief") that bring it there."""

    id: str
    modules: tuple[str, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an edition: printed, fresh, or failed (then `kept` says that a former PDF is still there)."""

    target: Target
    state: str
    path: str
    key: str = ""
    pages: int = 0
    blocks: int = 0
    notes: int = 0
    seconds: float = 0.0
    kept: bool = False
    format: str = ""
    text: int = 0  # 字 or words
    fill: float = 0.0  # how far the last page is filled, from 0 to 1
    prints: int = 0  # how many it took until a plan fitted
    trials: Mapping[str, Trial] = field(default_factory=dict)  # what the prints of its plans showed, by their keys
    withheld: int = 0  # how many things its readers may not see the PDF was searched for
    secret: str = ""  # the fingerprint of their words
    modules: tuple[tuple[str, int], ...] = ()  # each module on the page, with the page on which it begins
    facts: tuple[PrintedThing, ...] = ()
    sources: tuple[PrintedThing, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole build: one result an edition, what is wrong beyond single editions, and what was withdrawn."""

    results: tuple[Result, ...]
    findings: tuple[Diagnostic, ...]
    withdrawn: tuple[str, ...] = ()
    known_warnings: int = 0  # of a build with nothing to do: those that the one before it showed

    def all_findings(self) -> tuple[Diagnostic, ...]:
        """Return every finding once, in the order of its place."""
        found = [*self.findings, *(item for result in self.results for item in result.findings)]
        return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.severity)))

    @property
    def is_good(self) -> bool:
        return not has_errors(self.all_findings())

    @property
    def is_broken(self) -> bool:
        """Say whether the command or this computer is to blame: a name that nobody defined, a disk that is full."""
        return any(item.place.path == "build.py" or item.place.path.startswith("dist/") for item in self.all_findings())


def fresh(target: Target, former: Mapping[str, Any], findings: tuple[Diagnostic, ...] = ()) -> Result:
    """Return the result of an edition whose published file is still right."""
    return Result(
        target,
        "fresh",
        former["path"],
        former.get("key", ""),
        former.get("pages", 0),
        former.get("blocks", 0),
        former.get("notes", 0),
        findings=findings,
    )


def unchanged(record: Mapping[str, Any], dist: Path, stamp: str, wish: Wish) -> Outcome | None:
    """Return the fresh results when no input has changed since a good build, else None."""
    if wish.pages or record.get("stamp") != stamp or not record.get("is_whole"):
        return None
    results = []
    for name, former in sorted(record.get("editions", {}).items()):
        target = Target(*name.split("."))
        if not plan.is_published(dist, former):
            return None
        if wish.means(target):
            results.append(fresh(target, former))
    met = [result.target for result in results]
    if not (
        set(wish.briefs) <= {target.brief for target in met}
        and set(wish.audiences) <= {target.audience for target in met}
        and set(wish.languages) <= {target.language for target in met}
    ):
        return None  # something was asked for that nobody knows: that is a finding, made by the stages
    return Outcome(tuple(results), (), known_warnings=record.get("warnings", 0)) if results else None
