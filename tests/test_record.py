"""The record of a build knows every page that prints a fact or a source, and a change reprints these editions alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import Project, copy_of

from briefbuilder.proof.expected import normal


def editions(project: Project) -> dict[str, Any]:
    """Return the entries of the record, by edition."""
    made: dict[str, Any] = json.loads((project.dist / "manifest.json").read_text("utf-8"))["editions"]
    return made


def pages(project: Project, name: str) -> list[str]:
    """Return the words on each page of a published edition, without spaces and hyphens."""
    with pypdfium2.PdfDocument(project.pdf(*name.split("."))) as pdf:
        return [normal(page.get_textpage().get_text_bounded()) for page in pdf]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the sample project that uses every feature, printed; the tests here change it and print it anew."""
    project = copy_of("school-meals", tmp_path_factory.mktemp("record"))
    assert project.build().is_good
    return project


@pytest.mark.parametrize(
    "fact, words",
    [("signatures", {"ja": "2,104人分", "en": "2,104 signatures"}), ("centre-cost", {"ja": "12億3,000万円"})],
)
def test_the_pages_of_a_fact_are_those_on_which_its_words_stand(
    printed: Project, fact: str, words: dict[str, str]
) -> None:
    met = 0
    for name, entry in editions(printed).items():
        language = name.rpartition(".")[2]
        if language in words:
            stands = [number for number, text in enumerate(pages(printed, name), 1) if normal(words[language]) in text]
            assert entry["facts"].get(fact, {"pages": []})["pages"] == stands, name
            met += bool(stands)
    assert met >= 2


def test_every_printed_fact_and_every_cited_source_has_its_pages_and_its_modules(printed: Project) -> None:
    for name, entry in editions(printed).items():
        things = {**entry["facts"], **entry["sources"]}
        assert things, name
        for identity, thing in things.items():
            assert thing["pages"] == sorted(set(thing["pages"])), (name, identity)
            assert thing["pages"], (name, identity)
            assert set(thing["pages"]) <= set(range(1, entry["pages"] + 1))
            assert thing["modules"], (name, identity)
        assert {module for thing in things.values() for module in thing["modules"]} <= {*entry["modules"], "brief"}


def test_the_pages_of_a_source_are_those_of_its_notes_and_of_its_entry_in_the_list(printed: Project) -> None:
    texts = pages(printed, "free-school-meals.council.ja")
    title = normal("みどり町の給食、ここが変だ")
    stands = [number for number, text in enumerate(texts, 1) if title in text]
    sources = editions(printed)["free-school-meals.council.ja"]["sources"]
    assert sources["meal-leaflet-2025"]["pages"] == stands
    assert len(stands) == 2


def test_a_fact_inside_a_note_is_on_the_page_of_the_note(minimal: Project) -> None:
    minimal.write("content/modules/weather/snow/en.md", "Snow falls.^[And rain on {fact:rainy-days}.]")
    assert minimal.build("sledges", languages=("en",)).is_good
    assert editions(minimal)["sledges.readers.en"]["facts"] == {"rainy-days": {"modules": ["snow"], "pages": [1]}}


def test_a_source_cited_in_an_author_s_own_note_counts_as_cited(minimal: Project) -> None:
    minimal.write("content/modules/weather/snow/en.md", "Snow falls.^[So says the almanac [@almanac-2024].]")
    assert minimal.build("sledges", languages=("en",)).is_good
    assert editions(minimal)["sledges.readers.en"]["sources"] == {"almanac-2024": {"modules": ["snow"], "pages": [1]}}


def test_knowing_the_pages_puts_no_address_into_the_pdf(printed: Project) -> None:
    for path in printed.dist.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            names = [str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
        edition = next(entry for entry in editions(printed).values() if path.name in entry["path"])
        assert not {*edition["facts"], *edition["sources"]} & set(names), path.name
        assert not [name for name in names if ":" in name], path.name


CHANGES = [
    ("signatures", "{value: 2104,", "{value: 2105,", {"free-school-meals"}),
    (
        "centre-opened",
        "{value: 1978, from: 1978,",
        "{value: 1979, from: 1978,",
        {"free-school-meals", "kitchen-or-centre"},
    ),
    ("meal-fee", "{value: 310,", "{value: 320,", {"free-school-meals"}),  # the other brief is of an earlier day
]


@pytest.mark.parametrize("fact, old, new, briefs", CHANGES, ids=[change[0] for change in CHANGES])
def test_a_fact_changed_in_one_place_changes_both_languages_of_every_brief_that_prints_it_and_nothing_else(
    built: Project, fact: str, old: str, new: str, briefs: set[str]
) -> None:
    before = editions(built)
    concerned = {name for name, entry in before.items() if fact in entry["facts"] and name.split(".")[0] in briefs}
    built.edit("content/facts/meals.yaml", old, new)

    listed = json.loads(built.run("list", "--json").stdout)
    stale = {f"{row['brief']}.{row['audience']}.{row['language']}" for row in listed if row["state"] == "changed since"}
    assert stale == concerned
    shown = json.loads(built.run("facts", fact, "--json").stdout)[0]["editions"]
    found = {f"{row['brief']}.{row['audience']}.{row['language']}" for row in shown if row["state"] != "fresh"}
    assert found == concerned

    outcome = built.build()
    assert {str(result.target) for result in outcome.results if result.state == "printed"} == concerned
    after = editions(built)
    assert {name for name in after if after[name]["sha256"] != before[name]["sha256"]} == concerned
    assert {name.partition(".")[0] for name in concerned} == briefs
    assert {(name.split(".")[0], name.split(".")[2]) for name in concerned} == {
        (brief, language) for brief in briefs for language in ("ja", "en")
    }
    assert concerned < set(after)


def test_what_no_page_prints_reprints_nothing(built: Project) -> None:
    """A claim, a review date and a note of the ledger stand on no page."""
    built.build()
    before = editions(built)
    built.edit("content/facts/meals.yaml", "review: 2027-05\n", "review: 2027-06\n")
    assert {result.state for result in built.build().results} == {"fresh"}
    assert {name: entry["sha256"] for name, entry in editions(built).items()} == {
        name: entry["sha256"] for name, entry in before.items()
    }


def test_a_record_without_pages_is_read_as_one_that_knows_none(printed: Project, tmp_path: Path) -> None:
    import shutil

    root = tmp_path / "old"
    shutil.copytree(printed.root, root)
    project = Project(root)
    record = json.loads((project.dist / "manifest.json").read_text("utf-8"))
    for entry in record["editions"].values():
        entry["facts"] = {name: thing["modules"] for name, thing in entry["facts"].items()}
        del entry["sources"]
    project.write("dist/manifest.json", json.dumps(record))
    assert project.run("facts", "meal-fee").returncode == 0
    assert project.run("sources", "tanaka-2019").returncode == 0
