"""The record of a build: which editions are published, from what, on which pages; and which are no longer ordered.

It is kept in dist/manifest.json. Two questions are answered from it alone: is an edition fresh, and on which pages does
a module, a fact or a source stand (`usage`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefbuilder import plan
from briefbuilder.copyfit import Trial
from briefbuilder.diagnostics import Findings
from briefbuilder.fitting import Answer
from briefbuilder.library import Library
from briefbuilder.outcome import Outcome, PrintedThing, Result
from briefbuilder.plan import Target, Wish


@dataclass(frozen=True, slots=True)
class Record:
    """The manifest as the last build left it, and the stamp of the inputs of this one."""

    former: Mapping[str, Any]
    stamp: str

    def edition(self, target: Target) -> Mapping[str, Any]:
        """Return the entry of an edition; an edition never published has an empty one."""
        entry: Mapping[str, Any] = self.former.get("editions", {}).get(str(target), {})
        return entry

    def is_fresh(self, target: Target, key: str, secret: str, dist: Path) -> bool:
        """Say whether an edition is published as it would be printed now, and searched for what is now withheld."""
        former = self.edition(target)
        is_same = former.get("key") == key and former.get("secret", "") == secret
        return is_same and plan.is_published(dist, former)

    def answers(self, target: Target) -> Answer:
        """Return what answers the questions of `fitting` from the prints that the record remembers."""
        known = self.former.get("trials", {}).get(str(target), {})
        return lambda draft: Trial(*known[draft.key]) if draft.key in known else None

    def lost(self, library: Library, wish: Wish) -> tuple[Target, ...]:
        """Return the published editions whose brief or audience cannot be read any more: they cannot be made anew."""
        known = set(plan.targets(library, Wish(), Findings()))
        published = [Target(*name.split(".")) for name in sorted(self.former.get("editions", {}))]
        return tuple(
            target
            for target in published
            if target not in known and wish.means(target) and _is_damaged(library, target)
        )

    def withdrawn(self, library: Library) -> dict[str, str]:
        """Return name → path of each published edition that nobody orders any more; never of a damaged brief."""
        ordered = {str(target) for target in plan.targets(library, Wish(), Findings())}
        gone = {}
        for name, former in sorted(self.former.get("editions", {}).items()):
            if name not in ordered and not _is_damaged(library, Target(*name.split("."))):
                gone[name] = str(former["path"])
        return gone

    def after(
        self, library: Library, outcome: Outcome, dist: Path, withdrawn: Mapping[str, str], *, pages: int | None = None
    ) -> dict[str, Any]:
        """Return the manifest of this build.

        `is_whole` says that with these inputs (`stamp`) every ordered edition is published and right, so that the
        next build may do nothing; `warnings` counts what it will then not show again. A build that was asked for other
        `pages` than the audiences' own is never whole: the next one looks at each edition and makes it right.
        """
        editions = {name: entry for name, entry in self.former.get("editions", {}).items() if name not in withdrawn} | {
            str(result.target): _entry(dist, result) for result in outcome.results if result.state == "printed"
        }
        seen = {str(result.target) for result in outcome.results if result.state != "failed"}
        ordered = {str(target) for target in plan.targets(library, Wish(), Findings())}
        warnings = len(outcome.all_findings())
        if self.former.get("stamp") == self.stamp and self.former.get("is_whole"):
            seen |= set(self.former["editions"])  # none of their inputs has changed since
            warnings = max(warnings, self.former.get("warnings", 0))
        is_whole = outcome.is_good and ordered <= seen and ordered == set(editions) and pages is None
        trials = self._trials_after(outcome, ordered, keep=pages is not None)
        return {"stamp": self.stamp, "is_whole": is_whole, "warnings": warnings, "editions": editions, "trials": trials}

    def _trials_after(self, outcome: Outcome, ordered: set[str], *, keep: bool) -> dict[str, dict[str, list[float]]]:
        """Return what prints showed, by edition and key: of each search its own, and of others what was known."""
        known: dict[str, dict[str, list[float]]] = self.former.get("trials", {})
        made = {
            str(result.target): {key: [trial.pages, trial.fill] for key, trial in result.trials.items()}
            for result in outcome.results
            if result.trials
        }
        return {
            name: {**(known.get(name, {}) if keep or name not in made else {}), **made.get(name, {})}
            for name in sorted(ordered & (known.keys() | made.keys()))
        }


def _is_damaged(library: Library, target: Target) -> bool:
    return library.is_damaged("brief", target.brief) or library.is_damaged("audience", target.audience)


def _entry(dist: Path, result: Result) -> dict[str, Any]:
    path = dist / result.path
    status = os.stat(path)
    return {
        "path": result.path,
        "key": result.key,
        "size": status.st_size,
        "mtime": status.st_mtime_ns,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "format": result.format,
        "text": result.text,
        "pages": result.pages,
        "fill": result.fill,
        "blocks": result.blocks,
        "notes": result.notes,
        "secret": result.secret,
        "modules": dict(result.modules),
        "facts": _things(result.facts),
        "sources": _things(result.sources),
    }


def _things(things: Iterable[PrintedThing]) -> dict[str, Any]:
    return {thing.id: {"modules": list(thing.modules), "pages": list(thing.pages)} for thing in things}
