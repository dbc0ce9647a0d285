"""What an edition leaves out, and the lines that tell of it: the reading path, second places, the balance."""

from __future__ import annotations

import pytest
from conftest import Project
from test_select import write_module, write_sections

from briefbuilder.copyfit import Trial
from briefbuilder.document import Document
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.plan import Target
from briefbuilder.read import read
from briefbuilder.sources import Folder


@pytest.fixture
def winter(minimal: Project) -> Project:
    """A brief for readers and staff that tells its readers what they do not get."""
    minimal.edit("briefs/sledges.yaml", "audiences: [readers]", "audiences: [readers, staff]\nleft_out: true")
    return minimal


def document_of(project: Project, language: str = "en", brief: str = "sledges") -> Document:
    library, findings = read(Folder(project.root))
    fitting = Fitting(library, findings, Target(brief, "readers", language), House(project.root))
    fitted = fitting.search(lambda _: Trial(1, 0.9))
    assert not fitted.is_failed, "\n".join(map(str, fitted.findings))
    assert fitted.draft is not None
    assert fitted.draft.document.left_out[:8] in fitted.draft.html.text
    return fitted.draft.document


def write(project: Project, name: str, readers: str, staff: str, handling: str = "public") -> None:
    write_module(project, name, handling=handling)
    project.edit(
        f"content/modules/sky/{name}/module.yaml", "{readers: core}", f"{{readers: {readers}, staff: {staff}}}"
    )


def test_what_is_left_out_is_named_with_the_edition_that_has_it(winter: Project) -> None:
    write(winter, "fog", "skip", "core")
    write(winter, "mist", "skip", "core")
    write(winter, "hail", "skip", "optional")
    write_sections(winter, "modules: [snow, fog, hail, mist]")
    winter.edit("content/audiences.yaml", "clearance: internal", "clearance: public")
    assert document_of(winter).left_out == (
        "Not in this edition: ‘Title of fog’, ‘Title of hail’ and ‘Title of mist’ (see the edition for Staff)."
    )
    winter.edit("content/audiences.yaml", "languages: [en]", "languages: [ja, en]")
    assert document_of(winter, "ja").left_out == "この版にない事項：「題」「題」「題」（職員向けの版を参照）。"


def test_an_edition_that_may_have_to_leave_it_out_itself_is_not_named(winter: Project) -> None:
    write(winter, "fog", "skip", "optional")
    write_sections(winter, "modules: [snow, fog]")
    winter.edit("content/audiences.yaml", "clearance: internal", "clearance: public\n  budget: {pages: 9}")
    assert document_of(winter).left_out == "Not in this edition: ‘Title of fog’."


def test_another_brief_is_named_where_no_edition_of_this_one_has_it(winter: Project) -> None:
    write(winter, "fog", "core", "skip")
    write_sections(winter, ["title: {ja: 節, en: Section}", "topics: {any: [weather, sky], most: 1}"][1])
    winter.edit("content/audiences.yaml", "clearance: public", "clearance: public\n  weights: {facts: 1}")
    text = document_of(winter).left_out
    assert "‘Snow’" in text
    winter.edit("briefs/umbrellas.yaml", "modules: [rain]", "modules: [rain]\n  - modules: [snow]")
    assert "(see ‘Umbrellas’)" in document_of(winter).left_out


def test_what_the_reader_may_not_see_is_not_named(winter: Project) -> None:
    write(winter, "fog", "core", "core", handling="internal")
    write_sections(winter, "modules: [snow, fog]")
    assert document_of(winter).left_out == ""


def test_a_reader_is_not_sent_to_an_edition_above_his_clearance(winter: Project) -> None:
    write(winter, "fog", "skip", "core")
    write_sections(winter, "modules: [snow, fog]")
    assert document_of(winter).left_out == "Not in this edition: ‘Title of fog’."


def test_what_the_reader_knows_is_not_named(winter: Project) -> None:
    write(winter, "fog", "useful", "core")
    write_sections(winter, "modules: [snow, fog]")
    winter.edit("content/audiences.yaml", "clearance: public", "clearance: public\n  knows: [fog]")
    assert document_of(winter).left_out == ""


def test_a_brief_that_does_not_ask_for_it_tells_nothing(winter: Project) -> None:
    write(winter, "fog", "skip", "core")
    write_sections(winter, "modules: [snow, fog]")
    winter.edit("briefs/sledges.yaml", "left_out: true", "left_out: false")
    assert document_of(winter).left_out == ""


# Second places


def see(document: Document) -> list[tuple[str, str]]:
    """Return each second place: the heading of its section, and its words."""
    return [
        (section.heading, str(node.children[0]))
        for section in document.sections
        for (node,) in section.see  # type: ignore[union-attr]
    ]


def test_the_second_section_that_names_a_module_says_where_it_stands(minimal: Project) -> None:
    write_module(minimal, "fog")
    write_sections(minimal, "modules: [fog, snow]", "modules: [rain, fog]")
    document = document_of(minimal)
    assert [part.module for section in document.sections for part in section.parts] == ["fog", "snow", "rain"]
    assert see(document) == [("Section", "See section 1.1, ‘Title of fog’.")]
    assert see(document_of(minimal, "ja")) == [("節", "→ 第1の1「題」を参照")]


def test_a_place_by_name_wins_over_an_earlier_one_by_topic(minimal: Project) -> None:
    write_module(minimal, "fog")
    write_sections(minimal, "topics: [sky, weather]", "modules: [fog]")
    document = document_of(minimal)
    assert [(section.number, [part.module for part in section.parts]) for section in document.sections] == [
        ("1", ["rain", "snow"]),
        ("2", ["fog"]),
    ]
    assert see(document) == [("Section", "See section 2.1, ‘Title of fog’.")]


def test_a_section_of_its_own_whose_module_stands_elsewhere_keeps_its_heading(minimal: Project) -> None:
    write_module(minimal, "fog")
    minimal.edit(
        "briefs/sledges.yaml",
        "  - modules: [snow]",
        "  - title: {ja: 節, en: Section}\n    modules: [snow, fog]\n  - modules: [fog]",
    )
    assert see(document_of(minimal)) == [("Title of fog", "See section 1.2, ‘Title of fog’.")]


def test_what_is_not_in_is_not_referred_to(minimal: Project) -> None:
    write_module(minimal, "fog", relevance="skip")
    write_sections(minimal, "modules: [fog, snow]", "modules: [rain, fog]")
    assert see(document_of(minimal)) == []


# Balance


def test_the_balance_of_arguments_is_printed_where_the_brief_asks_for_it(school_meals: Project) -> None:
    assert all(not part.sides.balance for part in document_of_meals(school_meals).sections if part.sides)
    school_meals.edit("briefs/free-school-meals.yaml", "format: brief", "format: brief\nbalance: true")
    (balance,) = (part.sides.balance for part in document_of_meals(school_meals).sections if part.sides)
    assert balance.startswith("2 for (")
    assert balance.count("words)") == 2


def document_of_meals(project: Project) -> Document:
    library, findings = read(Folder(project.root))
    fitting = Fitting(library, findings, Target("free-school-meals", "parents", "en"), House(project.root))
    draft = fitting.search(lambda _: Trial(1, 0.9)).draft
    assert draft is not None
    return draft.document
