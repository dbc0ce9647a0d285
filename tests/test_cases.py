"""What authors do wrong and what they are told: every case of tests/cases/*.txt, on a copy of the minimal project.

A case is a title, changes, and the findings that `build.py check` makes of them, all of them and in order:

    ## A misspelt key is named, with the key that was meant.

    content/modules/weather/snow/module.yaml: «handling → handlng»

    content/modules/weather/snow/en.md
        The whole text of a file, set in by four spaces. ⇥ is a tab, «[ × 20000» is 20,000 brackets.

    finds
    content/modules/weather/snow/module.yaml:10:1: error: unknown key "handlng"
        hint: did you mean "handling"?

A case that nobody is told anything about ends with the line `finds nothing`. Lines before the first title are for
whoever reads the file.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Project

FOLDER = Path(__file__).parent / "cases"
LONGEST_SECONDS = 5  # on a busy machine; the usual case takes 0.1 s, and a bomb that goes off takes minutes


@dataclass(frozen=True)
class Case:
    """What is put into a project, and what is found there."""

    title: str
    files: tuple[tuple[str, str], ...]
    edits: tuple[tuple[str, str, str], ...]
    findings: str


_EDIT = re.compile(r"^(\S+): «(.*?) → (.*?)»$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^([^\s:]+)\n((?:(?:    .*)?\n)+)", re.MULTILINE)
_REPEATED = re.compile(r"«(.+?) × (\d+)»", re.DOTALL)


def read_cases(text: str) -> Iterator[Case]:
    """Yield the cases of a file. Raises AssertionError where it holds what is none."""
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        changes, found, findings = rest.partition("\nfinds")
        assert found, f"the case “{title}” does not say what it finds"
        assert re.match(r" nothing\s*\Z|\n\S", findings), f"the findings of “{title}” cannot be read"
        edits = tuple((edit[1], _typed(edit[2]), _typed(edit[3])) for edit in _EDIT.finditer(changes))
        unread = _EDIT.sub("", changes) + "\n"
        files = tuple((file[1], _typed(_dedented(file[2]))) for file in _FILE.finditer(unread))
        assert not _FILE.sub("", unread).strip(), f"a change of “{title}” cannot be read"
        yield Case(title, files, edits, findings.removeprefix(" nothing").strip())


def _typed(text: str) -> str:
    return _REPEATED.sub(lambda found: found[1] * int(found[2]), text).replace("⇥", "\t")


def _dedented(block: str) -> str:
    return re.sub("^    ", "", block, flags=re.MULTILINE).rstrip("\n") + "\n"


CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted(FOLDER.glob("*.txt"))
    for case in read_cases(path.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_an_author_is_told_what_is_wrong_where_and_how_to_mend_it(case: Case, minimal: Project) -> None:
    for path, text in case.files:
        minimal.write(path, text)
    for path, old, new in case.edits:
        minimal.edit(path, old, new)
    start = time.perf_counter()
    found = "\n".join(minimal.messages())
    assert found == case.findings
    assert time.perf_counter() - start < LONGEST_SECONDS


def test_no_two_cases_have_the_same_title() -> None:
    titles = [str(case.id) for case in CASES]
    assert sorted(set(titles)) == sorted(titles)


def test_the_untouched_project_is_without_findings(minimal: Project) -> None:
    assert minimal.messages() == []
