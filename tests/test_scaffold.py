"""The skeletons of `new module` and `new brief`: complete, valid, in both languages, and never over anything there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import REPOSITORY, Project

from briefbuilder.cli import main
from briefbuilder.read import read
from briefbuilder.sources import Folder


def new(project: Project, *words: str) -> int:
    return main(["new", *words, "--project", str(project.root)])


def files_of(project: Project) -> dict[str, bytes]:
    return {
        str(path.relative_to(project.root)): path.read_bytes() for path in project.root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", ["minimal", "school_meals"])
def test_a_new_module_is_valid_and_says_where_it_is(
    name: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    project: Project = request.getfixturevalue(name)
    assert new(project, "module", "frost", "--topic", "cold") == 0
    folder = "content/modules/cold/frost"
    assert capsys.readouterr().out.split() == [f"{folder}/{file}" for file in ("module.yaml", "ja.md", "en.md")]
    assert project.messages() == []
    module = read(Folder(project.root))[0].modules["frost"]
    assert module.topics == ("cold",)
    assert set(module.for_) == set(read(Folder(project.root))[0].audiences)


@pytest.mark.parametrize("name", ["minimal", "school_meals"])
def test_a_new_brief_is_valid_and_has_the_next_number(name: str, request: pytest.FixtureRequest) -> None:
    project: Project = request.getfixturevalue(name)
    assert new(project, "brief", "cold-winters") == 0
    assert [line for line in project.messages() if "nobody has decided" not in line] == []
    library, _ = read(Folder(project.root))
    brief = library.briefs["cold-winters"]
    assert brief.number == 3
    assert set(brief.audiences) == set(library.audiences)


def test_a_new_module_in_a_new_brief_goes_through_to_the_page(minimal: Project) -> None:
    new(minimal, "module", "frost")
    new(minimal, "brief", "cold-winters")
    path = minimal.root / "briefs" / "cold-winters.yaml"
    path.write_text(re.sub(r"modules: \[.*\]", "modules: [frost]", path.read_text("utf-8")), encoding="utf-8")
    assert minimal.messages() == []


def test_a_skeleton_names_its_schema_so_that_the_editor_finds_it(minimal: Project) -> None:
    new(minimal, "module", "frost")
    new(minimal, "brief", "cold-winters")
    for path, kind in (("content/modules/general/frost/module.yaml", "module"), ("briefs/cold-winters.yaml", "brief")):
        head = (minimal.root / path).read_text("utf-8").split("\n")[0]
        named = head.removeprefix("# yaml-language-server: $schema=")
        assert ((minimal.root / path).parent / named).resolve() == REPOSITORY / "docs" / "schemas" / f"{kind}.json"


def test_both_texts_of_a_new_module_have_the_same_blocks(minimal: Project) -> None:
    new(minimal, "module", "frost")
    folder = minimal.root / "content/modules/general/frost"
    ja, en = ((folder / f"{language}.md").read_text("utf-8") for language in ("ja", "en"))
    assert ja.count("\n\n") == en.count("\n\n") == 2
    assert "\n\n<!-- more -->\n\n" in ja
    assert "\n\n<!-- more -->\n\n" in en


@pytest.mark.parametrize(
    "words, said",
    [
        (("module", "snow"), 'the module "snow" exists already'),
        (("module", "snow", "--topic", "cold"), 'the module "snow" exists already'),
        (("brief", "sledges"), 'the brief "sledges" exists already'),
        (("module", "Snow"), '"Snow" is not an id'),
        (("module", "../snow"), '"../snow" is not an id'),
        (("brief", "雪"), '"雪" is not an id'),
        (("module", "frost", "--topic", "../.."), '"../.." is not an id'),
        (("module", "a" * 65), "is not an id"),
    ],
)
def test_nothing_is_written_over_and_nothing_outside(
    minimal: Project, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(minimal)
    assert new(minimal, *words) == 2
    assert said in capsys.readouterr().err
    assert files_of(minimal) == before


@pytest.mark.parametrize("broken", ["content/modules/weather/snow/module.yaml", "content/modules/weather/snow/en.md"])
def test_a_module_with_errors_is_not_written_over(minimal: Project, broken: str) -> None:
    minimal.write(broken, b"\xff\xff")
    before = files_of(minimal)
    assert new(minimal, "module", "snow", "--topic", "weather") == 2
    assert files_of(minimal) == before


def test_texts_without_their_module_file_are_not_written_over(minimal: Project) -> None:
    (minimal.root / "content/modules/weather/snow/module.yaml").unlink()
    before = files_of(minimal)
    assert new(minimal, "module", "snow", "--topic", "weather") == 2
    assert files_of(minimal) == before


def test_a_brief_with_errors_is_not_written_over(minimal: Project) -> None:
    minimal.write("briefs/sledges.yaml", "title: [\n")
    before = files_of(minimal)
    assert new(minimal, "brief", "sledges") == 2
    assert files_of(minimal) == before


def test_a_brief_needs_a_module_to_be_built_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "briefs").mkdir()
    assert new(Project(tmp_path), "brief", "first") == 2
    assert 'make one first: "python3 build.py new module ID"' in capsys.readouterr().err
