"""Which modules a brief takes for an audience, at which length, and why."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PROJECTS, Project, copy_of

from briefbuilder import localise as localising
from briefbuilder.check import check
from briefbuilder.diagnostics import Diagnostic
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.library import Library, Passage, Relevance
from briefbuilder.plan import Target
from briefbuilder.read import read
from briefbuilder.select import Selection, select
from briefbuilder.sources import Folder


def write_module(
    project: Project,
    name: str,
    *,
    relevance: str = "core",
    topic: str = "sky",
    handling: str = "public",
    needs: str = "",
    text: str = "Text.",
) -> None:
    """Write a module that matters as much as said to the readers; "" is undecided."""
    folder = f"content/modules/{topic}/{name}"
    for_ = f"{{readers: {relevance}}}" if relevance else "{}"
    project.write(
        f"{folder}/module.yaml",
        f"title: {{ja: 題, en: Title of {name}}}\nline: {{ja: {name}の一文。, en: One sentence on {name}.}}\n"
        f"kind: background\ntopics: [{topic}]\nhandling: {handling}\nfor: {for_}\nneeds: [{needs}]\n"
        "lead: ja\nreviewed: 2026-11-20\n",
    )
    project.write(f"{folder}/ja.md", f"{text}\n")
    project.write(f"{folder}/en.md", f"{text}\n")


def write_sections(project: Project, *sections: str) -> None:
    project.edit(
        "briefs/sledges.yaml",
        "  - modules: [snow]",
        "\n".join(f"  - title: {{ja: 節, en: Section}}\n    {section}" for section in sections),
    )


def select_for(project: Project, audience: str = "readers") -> tuple[Selection, tuple[Diagnostic, ...]]:
    library, _ = read(Folder(project.root))
    return select(library, library.briefs["sledges"], library.audiences[audience])


def plan_for(project: Project, audience: str = "readers") -> list[tuple[str, int, str, str]]:
    """Return the plan as (module, section, length or "–", reason)."""
    selection, _ = select_for(project, audience)
    return [(choice.module, choice.section, choice.length or "–", str(choice.reason)) for choice in selection.choices]


@pytest.mark.parametrize(
    "relevance, length, reason",
    [
        ("core", "full", "core"),
        ("useful", "full", "useful"),
        ("optional", "full", "optional"),
        ("skip", "–", "out: marked skip for this audience"),
        ("", "full", "undecided: taken as optional"),
    ],
)
def test_everything_that_may_come_starts_in_full(minimal: Project, relevance: str, length: str, reason: str) -> None:
    write_module(minimal, "fog", relevance=relevance)
    write_sections(minimal, "modules: [fog]")
    assert plan_for(minimal) == [("fog", 0, length, reason)]


@pytest.mark.parametrize("wish", ["modules: [fog]", "topics: [sky]"])
def test_a_module_that_nobody_decided_about_is_taken_as_optional_and_reported(minimal: Project, wish: str) -> None:
    write_module(minimal, "fog", relevance="")
    write_sections(minimal, wish)
    selection, findings = select_for(minimal)
    assert [choice.relevance for choice in selection.choices] == [Relevance.OPTIONAL]
    assert [str(finding.message) for finding in findings] == [
        'nobody has decided how much the module matters to "readers"'
    ]


@pytest.mark.parametrize("wish", ["modules: [fog]", "topics: [sky]"])
@pytest.mark.parametrize(
    "handling, clearance, is_in",
    [
        ("public", "public", True),
        ("internal", "public", False),
        ("restricted", "public", False),
        ("public", "internal", True),
        ("internal", "internal", True),
        ("restricted", "internal", False),
        ("restricted", "restricted", True),
    ],
)
def test_clearance_bars_whatever_the_brief_says(
    minimal: Project, wish: str, handling: str, clearance: str, is_in: bool
) -> None:
    write_module(minimal, "fog", handling=handling)
    write_sections(minimal, wish)
    minimal.edit("content/audiences.yaml", "clearance: public", f"clearance: {clearance}")
    ((_, _, length, reason),) = plan_for(minimal)
    assert (length == "full") == is_in
    if not is_in:
        assert reason == f"barred: {handling} is above the clearance {clearance}"


def test_a_barred_module_is_not_even_its_relevance_away(minimal: Project) -> None:
    write_module(minimal, "fog", handling="internal", relevance="")
    write_sections(minimal, "modules: [fog]")
    selection, findings = select_for(minimal)
    assert selection.choices[0].reason.template.startswith("barred")
    assert not any("nobody has decided" in str(finding) for finding in findings)


BROKEN = "Secret <b>words</b>, {fact:nowhere}, [@nobody], @sec-nothing, ![](nothing.png), 𓀀, # and {.more}"


def editions_of(project: Project) -> tuple[list[Diagnostic], list[str]]:
    """Return the findings and the pages of both editions of the brief for its readers."""
    library, findings = read(Folder(project.root))
    found, pages = [], []
    for language in ("ja", "en"):
        fitting = Fitting(library, findings, Target("sledges", "readers", language), House(project.root))
        draft, more = fitting.draft_of(fitting.ladder.rungs[0])
        found += more
        pages += [draft.html.text] if draft else []
    return found, pages


@pytest.mark.parametrize("wish", ["modules: [snow, fog]", "modules: [snow]\n    topics: [sky]"])
def test_the_text_of_a_barred_module_is_never_parsed(
    minimal: Project, wish: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_module(minimal, "fog", handling="restricted", text=BROKEN)
    write_sections(minimal, wish)
    parsed: list[str] = []
    for name in ("parse", "parse_line", "check_names"):
        really = getattr(localising, name)

        def spy(passage: Passage, *more: object, really: object = really, **rest: object) -> object:
            parsed.append(passage.text)
            return really(passage, *more, **rest)  # type: ignore[operator]

        monkeypatch.setattr(localising, name, spy)
    found, pages = editions_of(minimal)
    assert found == []
    assert len(pages) == 2
    assert parsed
    assert not any("Secret" in text for text in (*parsed, *pages))


def test_the_same_text_is_reported_where_it_may_be_seen_and_by_check_for_everybody(minimal: Project) -> None:
    write_module(minimal, "fog", handling="restricted", text=BROKEN)
    write_sections(minimal, "modules: [snow, fog]")
    told = "\n".join(minimal.messages())
    for words in ('raw HTML "<b>"', 'unknown fact "nowhere"', 'unknown source "nobody"', 'unknown module "nothing"'):
        assert words in told
    minimal.edit("content/audiences.yaml", "clearance: public", "clearance: restricted")
    found, _ = editions_of(minimal)
    assert any('raw HTML "<b>"' in str(finding) for finding in found)


def test_the_name_of_a_barred_module_is_not_on_the_page(minimal: Project) -> None:
    write_module(minimal, "fog", handling="internal")
    write_sections(minimal, "modules: [snow, fog]")
    _, pages = editions_of(minimal)
    assert not any("Title of fog" in page or "fog" in page for page in pages)


def test_what_a_module_needs_comes_before_it(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud", needs="air", relevance="useful")
    write_module(minimal, "air", relevance="")
    write_sections(minimal, "modules: [fog]")
    assert plan_for(minimal) == [
        ("air", 0, "line", "needed by cloud"),
        ("cloud", 0, "full", "needed by fog"),
        ("fog", 0, "full", "core"),
    ]


def test_what_is_needed_comes_as_its_line_even_where_it_is_marked_skip(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud", relevance="skip")
    write_sections(minimal, "modules: [fog]")
    assert plan_for(minimal)[0] == ("cloud", 0, "line", "needed by fog")


def test_what_is_needed_and_named_skip_comes_once_at_its_first_place(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud", relevance="skip")
    write_sections(minimal, "modules: [cloud]", "modules: [fog]")
    is_in = [choice for choice in plan_for(minimal) if choice[2] != "–"]
    assert [name for name, *_ in is_in].count("cloud") == 1


def test_what_is_needed_twice_comes_once(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "rime", needs="cloud")
    write_module(minimal, "cloud", relevance="optional")
    write_sections(minimal, "modules: [fog, rime]")
    assert [name for name, *_ in plan_for(minimal)] == ["cloud", "fog", "rime"]


def test_what_is_needed_and_named_elsewhere_stays_where_it_is_named(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud")
    write_sections(minimal, "modules: [fog]", "modules: [cloud]")
    assert [(name, section) for name, section, *_ in plan_for(minimal)] == [("fog", 0), ("cloud", 1)]


def test_what_is_needed_and_found_by_a_later_topic_stands_there(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud", topic="ground")
    write_module(minimal, "cloud")
    write_sections(minimal, "topics: [ground]", "topics: [sky]")
    assert plan_for(minimal) == [("fog", 0, "full", "core"), ("cloud", 1, "full", "core")]


def test_what_the_audience_knows_is_pulled_in_as_its_line(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud")
    write_sections(minimal, "modules: [fog]")
    minimal.edit("content/audiences.yaml", "clearance: public", "clearance: public\n  knows: [cloud]")
    assert plan_for(minimal)[0] == ("cloud", 0, "line", "needed by fog; the audience knows it")


@pytest.mark.parametrize(
    "relevance, length, reason",
    [
        ("core", "full", "core"),
        ("useful", "–", "out: the audience knows it"),
        ("optional", "–", "out: the audience knows it"),
    ],
)
def test_what_the_audience_knows_is_left_out_unless_it_is_core(
    minimal: Project, relevance: str, length: str, reason: str
) -> None:
    write_module(minimal, "fog", relevance=relevance)
    write_sections(minimal, "modules: [fog]")
    minimal.edit("content/audiences.yaml", "clearance: public", "clearance: public\n  knows: [fog]")
    assert plan_for(minimal) == [("fog", 0, length, reason)]


def test_an_id_that_is_a_terms_as_well_means_the_term(minimal: Project) -> None:
    write_module(minimal, "drizzle", relevance="useful")
    write_sections(minimal, "modules: [drizzle]")
    minimal.edit("content/audiences.yaml", "clearance: public", "clearance: public\n  knows: [drizzle]")
    assert plan_for(minimal) == [("drizzle", 0, "full", "useful")]


def test_what_a_module_that_stays_out_needs_stays_out_too(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud", relevance="skip")
    write_module(minimal, "cloud")
    write_sections(minimal, "modules: [fog]")
    assert [name for name, *_ in plan_for(minimal)] == ["fog"]


def test_a_topic_brings_every_module_that_is_not_named_anywhere(minimal: Project) -> None:
    for name in ("rime", "fog", "cloud", "air"):
        write_module(minimal, name)
    write_module(minimal, "mud", topic="ground")
    write_sections(minimal, "modules: [rime]\n    topics: [sky]", "modules: [cloud]")
    assert [(name, section) for name, section, *_ in plan_for(minimal)] == [
        ("rime", 0),
        ("air", 0),
        ("fog", 0),
        ("cloud", 1),
    ]


def test_of_two_sections_on_a_topic_the_first_has_its_modules(minimal: Project) -> None:
    write_module(minimal, "fog")
    write_sections(minimal, "topics: [sky]", "topics: [sky, weather]")
    assert [(name, section) for name, section, *_ in plan_for(minimal)] == [("fog", 0), ("rain", 1), ("snow", 1)]


def test_a_topic_is_refused_while_a_module_that_may_belong_to_it_cannot_be_read(minimal: Project) -> None:
    write_module(minimal, "fog")
    write_module(minimal, "broken", handling="secret")
    write_sections(minimal, "topics: [sky]")
    _, findings = select_for(minimal)
    assert [str(finding.message) for finding in findings] == [
        'the module "broken" has errors, and may belong to the topics asked for here'
    ]


def test_modules_that_need_each_other_end_the_search(minimal: Project) -> None:
    write_module(minimal, "fog", needs="cloud")
    write_module(minimal, "cloud", needs="fog")
    write_sections(minimal, "modules: [fog]")
    assert sorted(name for name, *_ in plan_for(minimal)) == ["cloud", "fog"]


def test_every_choice_has_a_reason(school_meals: Project) -> None:
    library, _ = read(Folder(school_meals.root))
    for brief in library.briefs.values():
        for name in brief.audiences:
            selection, _ = select(library, brief, library.audiences[name])
            assert selection.choices
            assert all(str(choice.reason) for choice in selection.choices)
            named = {module for section in brief.sections for module in section.modules}
            assert named <= {choice.module for choice in selection.choices}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_files_were_made_decides_nothing(tmp_path: Path, seed: int) -> None:
    source = PROJECTS / "school-meals"
    paths = [path for folder in ("briefs", "content") for path in (source / folder).rglob("*") if path.is_file()]
    random.Random(seed).shuffle(paths)
    shuffled = Project(tmp_path / "shuffled")
    for path in paths:
        shuffled.write(str(path.relative_to(source)), path.read_bytes())
    one, other = everything(copy_of("school-meals", tmp_path)), everything(shuffled)
    assert one == other


def everything(project: Project) -> list[object]:
    library, found = check(project.root)
    selections = [
        select(library, brief, library.audiences[name]) for brief in library.briefs.values() for name in brief.audiences
    ]
    orders = [list(part) for part in (library.modules, library.briefs, library.facts, library.terms)]
    return [library, found, selections, orders]


def test_the_order_of_the_library_decides_nothing(school_meals: Project) -> None:
    library, _ = read(Folder(school_meals.root))
    backwards: Library = replace(library, modules=dict(reversed(library.modules.items())))
    for brief in library.briefs.values():
        for name in brief.audiences:
            audience = library.audiences[name]
            assert select(library, brief, audience) == select(backwards, brief, audience)


@pytest.mark.parametrize("wish", ["topics: [sky]", "modules: [rime]"])
def test_a_circle_of_needs_that_nobody_named_ends_too(minimal: Project, wish: str) -> None:
    write_module(minimal, "rime", needs="fog")
    write_module(minimal, "fog", needs="cloud", relevance="optional")
    write_module(minimal, "cloud", needs="fog", relevance="optional")
    write_sections(minimal, wish)
    assert sorted(name for name, *_ in plan_for(minimal)) == ["cloud", "fog", "rime"]
