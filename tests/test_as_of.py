"""A brief as the record of facts stood on another day: said on the page, and kept apart from the ordinary editions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pypdfium2
import pytest
from conftest import REPOSITORY, Project

from briefbuilder.ladder import ladder
from briefbuilder.localise import localise
from briefbuilder.outcome import Outcome
from briefbuilder.pipeline import Watcher, build
from briefbuilder.plan import Wish
from briefbuilder.read import read
from briefbuilder.select import select
from briefbuilder.sources import Folder

BRIEF = "umbrellas"
DAY = date(2024, 6, 30)
FILE = "umbrellas/as-of-2024-06-30/umbrellas.readers.en.as-of-2024-06-30.pdf"


def reconstruct(project: Project, *briefs: str, day: date = DAY) -> Outcome:
    return build(project.root, project.dist, Wish(briefs, as_of=day), jobs=2, watcher=Watcher())


def manifest(project: Project) -> Any:
    return json.loads((project.dist / "manifest.json").read_text("utf-8"))


def states(outcome: Outcome) -> dict[str, str]:
    return {result.path: result.state for result in outcome.results}


def content(project: Project, path: str) -> tuple[str, str]:
    """Return a PDF's text and title."""
    pdf = pypdfium2.PdfDocument(project.dist / path)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf), pdf.get_metadata_dict()["Title"]


def test_a_reconstruction_prints_the_values_of_its_day_and_says_what_it_is(minimal: Project) -> None:
    assert reconstruct(minimal, BRIEF).is_good
    text, title = content(minimal, FILE)
    assert "There were 118 days of rain." in text
    flat = " ".join(text.split())
    assert "Reconstructed from the record of facts as it stood on 30 June 2024." in flat
    assert "The text is that of the edition of 24 November 2026." in flat
    assert "Issued" not in text
    assert flat.count("Reconstruction as of 30 June 2024") >= 1  # the running foot
    assert title == "Umbrellas (Reconstruction as of 30 June 2024)"
    japanese, title = content(minimal, FILE.replace(".en.", ".ja."))
    flat = "".join(japanese.split())
    assert "雨の日は118日あった。" in flat
    assert "2024年6月30日時点の記録による再現版" in flat
    assert title.endswith("（2024年6月30日時点の再現版）")


def test_a_reconstruction_and_the_ordinary_editions_leave_each_other_alone(minimal: Project) -> None:
    assert minimal.build().is_good
    before = {path: path.read_bytes() for path in minimal.dist.rglob("*.pdf")}
    ordinary = {key: value for key, value in manifest(minimal).items() if key != "as_of"}
    assert reconstruct(minimal, BRIEF).is_good
    assert {path: path.read_bytes() for path in before} == before
    assert {key: value for key, value in manifest(minimal).items() if key != "as_of"} == ordinary
    again = minimal.run("build")
    assert again.stdout.startswith("nothing to do")
    assert (minimal.dist / FILE).is_file()


def test_an_ordinary_build_withdraws_no_reconstruction_and_keeps_its_record(minimal: Project) -> None:
    assert minimal.build().is_good
    assert reconstruct(minimal, BRIEF).is_good
    kept = manifest(minimal)["as_of"]
    minimal.edit("briefs/umbrellas.yaml", "audiences: [readers, staff]", "audiences: [readers]")
    outcome = minimal.build()
    assert outcome.withdrawn == ("umbrellas.staff.en",)
    assert manifest(minimal)["as_of"] == kept
    assert (minimal.dist / FILE).is_file()


def test_a_second_reconstruction_of_the_same_day_has_nothing_to_do(minimal: Project) -> None:
    assert set(states(reconstruct(minimal, BRIEF)).values()) == {"printed"}
    assert set(states(reconstruct(minimal, BRIEF)).values()) == {"fresh"}
    for words in (["build", BRIEF], ["build"]):
        minimal.run(*words, "--as-of", "2024-06-30")
        assert minimal.run(*words, "--as-of", "2024-06-30").stdout.startswith("nothing to do")


def test_each_day_has_its_own_reconstruction(minimal: Project) -> None:
    reconstruct(minimal, BRIEF)
    reconstruct(minimal, BRIEF, day=date(2025, 6, 30))
    assert sorted(manifest(minimal)["as_of"]) == ["2024-06-30", "2025-06-30"]
    assert "There were 121 days" in content(minimal, FILE.replace("2024-06-30", "2025-06-30"))[0]
    assert "There were 118 days" in content(minimal, FILE)[0]


def test_list_shows_the_reconstructions_of_the_day_asked_for(minimal: Project) -> None:
    reconstruct(minimal, BRIEF)
    shown = minimal.run("list", BRIEF, "--audience", "readers", "--as-of", "2024-06-30").stdout
    assert f"fresh  dist/{FILE}" in shown
    assert "not printed" in minimal.run("list", BRIEF, "--audience", "readers").stdout


def test_a_day_without_a_value_is_refused_with_the_beginning_of_the_record(minimal: Project) -> None:
    told = minimal.run("build", BRIEF, "--as-of", "2023-12-31")
    assert told.returncode == 1
    assert (
        'content/modules/weather/rain/en.md:1:14: error: the fact "rainy-days" has no value on 2023-12-31\n'
        "    hint: choose another day (its record begins with 2024-01-01), or add a value in "
        "content/facts/weather.yaml:2:1, with its source"
    ) in told.stdout + told.stderr
    assert "no value on 2023-12-31" in minimal.run("check", "--as-of", "2023-12-31").stdout


@pytest.mark.parametrize(
    "day, message",
    [
        ("2024-02-30", '"2024-02-30" is not a day of the calendar'),
        ("2024-06", '"2024-06" is not a day of the calendar'),
        ("yesterday", '"yesterday" is not a day of the calendar'),
        ("2999-01-01", "there is no record of 2999-01-01 yet: the day is still to come"),
    ],
)
@pytest.mark.parametrize("command", ["build", "plan", "check", "list"])
def test_a_day_that_never_was_or_is_to_come_is_refused(minimal: Project, command: str, day: str, message: str) -> None:
    told = minimal.run(command, "--as-of", day)
    assert told.returncode == 2
    assert f"build.py: error: {message}" in told.stdout + told.stderr
    assert not list(minimal.dist.rglob("*.pdf"))


def test_a_record_that_names_another_file_is_not_believed(minimal: Project) -> None:
    reconstruct(minimal, BRIEF)
    record = manifest(minimal)
    record["as_of"]["2024-06-30"]["editions"]["umbrellas.readers.en"]["path"] = "../escaped.pdf"
    minimal.write("dist/manifest.json", json.dumps(record))
    assert states(reconstruct(minimal, BRIEF))[FILE] == "printed"


@pytest.mark.parametrize("day, members", [("2022-12-31", "30"), ("2023-06-30", "31"), ("2025-06-30", "32")])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_shipped_explainer_can_be_read_as_it_stood_on_an_earlier_day(day: str, members: str, language: str) -> None:
    library = read(Folder(REPOSITORY))[0].as_it_stood(date.fromisoformat(day))
    brief = library.briefs["nato-and-japan"]
    for audience in ("public", "press", "diet"):
        selection, wrong = select(library, brief, library.audiences[audience])
        edition, more = localise(library, selection.at(ladder(selection).rungs[-1]), language)
        assert (*wrong, *more) == ()
        assert {fact.words[:2] for fact in edition.facts if fact.id == "nato-members"} == {members}
