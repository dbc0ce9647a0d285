"""Whole small projects to try things on: copies that a test may spoil, and printed ones to look at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefbuilder.check import check
from briefbuilder.diagnostics import Diagnostic
from briefbuilder.house import House
from briefbuilder.outcome import Outcome
from briefbuilder.pipeline import Watcher, build
from briefbuilder.plan import Wish
from briefbuilder.workers import Press

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECTS = REPOSITORY / "tests" / "projects"


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own."""

    root: Path

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file, with the folders that it needs."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target

    def edit(self, path: str, old: str, new: str) -> None:
        """Exchange words that stand in a file exactly once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def check(self) -> tuple[Diagnostic, ...]:
        """Return what `build.py check` finds."""
        return check(self.root)[1]

    def messages(self) -> list[str]:
        """Return what `build.py check` finds, as a person reads it."""
        return [str(item) for item in self.check()]

    def build(self, *briefs: str, audiences: tuple[str, ...] = (), languages: tuple[str, ...] = ()) -> Outcome:
        """Print what is not fresh."""
        return build(self.root, self.dist, Wish(briefs, audiences, languages), jobs=2, watcher=Watcher())

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run the command line on this project, as build.py does."""
        return subprocess.run(
            self.command(*words), capture_output=True, text=True, env=self.environment(env), check=False, timeout=300
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "briefbuilder", *words, "--project", str(self.root)]

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return this process's environment without what changes the program's words."""
        plain = {name: value for name, value in os.environ.items() if name not in _TALKATIVE}
        return {**plain, "LANG": "C.UTF-8", "PYTHONPATH": str(REPOSITORY), **(more or {})}

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    def pdf(self, brief: str, audience: str, language: str) -> Path:
        """Return where an edition is published."""
        return self.dist / brief / f"{brief}.{audience}.{language}.pdf"


_TALKATIVE = ("LC_ALL", "LC_MESSAGES", "LANG", "CI", "GITHUB_ACTIONS", "PYTHONPATH")


def copy_of(name: str, folder: Path) -> Project:
    """Return a copy of a sample project, without what a build may have left in it."""
    root = folder / name
    shutil.copytree(PROJECTS / name, root, ignore=shutil.ignore_patterns("dist", ".cache"))
    return Project(root)


@pytest.fixture
def minimal(tmp_path: Path) -> Project:
    """A copy of the smallest whole project: two briefs that share nothing but their readers."""
    return copy_of("minimal", tmp_path)


@pytest.fixture
def school_meals(tmp_path: Path) -> Project:
    """A copy of the sample project that uses every feature."""
    return copy_of("school-meals", tmp_path)


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    """A press with the house's fonts, for pages that no project made."""
    folder = tmp_path_factory.mktemp("press")
    house = House(folder)
    conf = folder / "fonts.conf"
    conf.write_text(house.fonts_conf(folder / "cache"), encoding="utf-8")
    with Press(fonts_conf=conf, families=house.families) as running:
        yield running


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample project that uses every feature, printed once for all tests that only look."""
    project = copy_of("school-meals", tmp_path_factory.mktemp("printed"))
    outcome = project.build()
    assert outcome.is_good, "\n".join(map(str, outcome.all_findings()))
    return project


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shipped briefs, printed once from a copy of their texts."""
    root = tmp_path_factory.mktemp("shipped")
    for name in ("briefs", "content"):
        shutil.copytree(REPOSITORY / name, root / name)
    project = Project(root)
    outcome = project.build()
    assert outcome.is_good, "\n".join(map(str, outcome.all_findings()))
    return project
