"""Reading a valid project: what was written, in its types, with its places; and what a slip elsewhere leaves alone."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import REPOSITORY, Project

from briefbuilder.dates import PartialDate, Period
from briefbuilder.library import Bilingual, Library, Relevance
from briefbuilder.read import read
from briefbuilder.sources import Folder


def library_of(project: Project) -> Library:
    library, findings = read(Folder(project.root))
    assert list(map(str, findings)) == []
    return library


def test_a_module_is_read_with_both_texts_and_all_that_is_said_about_it(minimal: Project) -> None:
    module = library_of(minimal).modules["rain"]
    assert module.title == Bilingual("雨", "Rain")
    assert module.line.en.text == "It rained on {fact:rainy-days}."
    assert module.text.ja.text.startswith("雨の日は一年に")
    assert (module.kind, module.side, module.by, module.handling, module.lead) == (
        "background",
        None,
        None,
        "public",
        "ja",
    )
    assert module.topics == ("weather",)
    assert module.for_ == {"readers": Relevance.CORE, "staff": Relevance.CORE}
    assert module.needs == ()
    assert module.reviewed == date(2026, 11, 20)
    assert module.folder == "content/modules/weather/rain"


def test_an_argument_has_its_side_and_whose_view_it_is(school_meals: Project) -> None:
    module = library_of(school_meals).modules["free-for-families"]
    assert module.side == "for"
    assert module.by == Bilingual("みどり町PTA連合会", "Midori Federation of PTAs")


def test_a_brief_is_read_in_its_types(minimal: Project) -> None:
    brief = library_of(minimal).briefs["umbrellas"]
    assert (brief.number, brief.edition) == (1, 1)
    assert (brief.as_of, brief.issued) == (date(2026, 11, 20), date(2026, 11, 24))
    assert brief.question == Bilingual("傘は何本いるか", "How many umbrellas are needed?")
    assert brief.audiences == ("readers", "staff")
    assert [section.modules for section in brief.sections] == [("rain",)]
    assert brief.sections[0].title is None


def test_an_audience_is_read_with_its_habits_and_limits(school_meals: Project) -> None:
    audiences = library_of(school_meals).audiences
    assert (audiences["council"].clearance, audiences["council"].dates) == ("internal", "era")
    assert (audiences["council"].budget.pages, audiences["council"].budget.ja) == (4, 2400)
    assert audiences["visitors"].budget.ja is None
    assert audiences["visitors"].languages == ("en",)
    assert "how-meals-work" in audiences["parents"].knows


def test_what_an_audience_leaves_out_is_gregorian_and_without_limits(minimal: Project) -> None:
    readers = library_of(minimal).audiences["readers"]
    assert (readers.dates, readers.knows, readers.budget.pages) == ("gregorian", (), None)


@pytest.mark.parametrize(
    "fact, value",
    [
        ("annual-cost", 69860000),
        ("budget-share", 1.3),
        ("centre-opened", PartialDate(1978)),
        ("fee-raised", PartialDate(2019, 5)),
        ("petition-submitted", PartialDate(2026, 3, 19)),
        ("trial-period", Period(PartialDate(2026, 4), PartialDate(2027, 3))),
        ("kitchen-model", Bilingual("学校給食センター", "central kitchen")),
    ],
)
def test_the_value_of_a_fact_has_its_type(school_meals: Project, fact: str, value: object) -> None:
    found = library_of(school_meals).facts[fact].values[-1].value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("typed, value", [("0", 0), ("-7", -7), ("1500000000", 1_500_000_000)])
def test_a_count_is_a_whole_number(minimal: Project, typed: str, value: int) -> None:
    minimal.edit("content/facts/weather.yaml", "value: 121", f"value: {typed}")
    assert library_of(minimal).facts["rainy-days"].values[1].value == value


def test_a_fact_knows_since_when_by_whose_word_and_how_it_is_worded(minimal: Project) -> None:
    fact = library_of(minimal).facts["rainy-days"]
    first, second = fact.values
    assert (first.from_, first.to, first.sources) == (
        PartialDate(2024, 1, 1),
        PartialDate(2024, 12, 31),
        ("almanac-2024",),
    )
    assert (second.to, second.sources) == (None, ("nenpo-2025",))
    assert str(second.place) == "content/facts/weather.yaml:14:15"
    assert fact.say == {"ja": {"other": "{value}日"}, "en": {"one": "{value} day", "other": "{value} days"}}
    assert fact.use == "plain"


def test_claims_keep_what_was_claimed(school_meals: Project) -> None:
    (claim,) = library_of(school_meals).facts["arrears-rate"].claims
    assert (claim.by, claim.value, claim.verdict) == ("meal-leaflet-2025", "9", "wrong")
    assert claim.asserted == PartialDate(2025, 11)


def test_a_source_has_what_the_export_says_and_what_the_overlay_adds(minimal: Project) -> None:
    references = library_of(minimal).references
    assert references["almanac-2024"].item["author"] == [{"family": "Wells", "given": "Ada"}]
    assert references["nenpo-2025"].grade == "official"
    assert references["nenpo-2025"].title == {"en": "Yearbook of Rain"}
    assert references["almanac-2024"].title == {}


def test_a_term_has_its_forms_in_both_languages(minimal: Project) -> None:
    term = library_of(minimal).terms["drizzle"]
    assert term.preferred == Bilingual("霧雨", "drizzle")
    assert term.avoided == {"ja": ("こぬか雨",), "en": ("mizzle",)}
    assert term.accepted == {"ja": (), "en": ()}


def test_a_folded_answer_is_joined_and_its_words_are_found_where_they_stand(minimal: Project) -> None:
    minimal.edit(
        "briefs/sledges.yaml",
        "  ja: 山では要る。\n  en: In the hills they are.",
        "  ja: >-\n    山では\n    要る。\n\n    平地では要らない。\n  en: >-\n    In the hills\n    they are.",
    )
    answer = library_of(minimal).briefs["sledges"].answer
    assert answer.ja.text == "山では要る。\n\n平地では要らない。"
    assert answer.en.text == "In the hills they are."
    assert answer.ja.place(answer.ja.text.index("平地")).line == 13
    assert answer.en.place(answer.en.text.index("they are")).line == 16


def test_modules_may_lie_as_deep_as_one_likes(minimal: Project) -> None:
    (minimal.root / "content/modules/a/b").mkdir(parents=True)
    (minimal.root / "content/modules/weather/snow").rename(minimal.root / "content/modules/a/b/snow")
    assert library_of(minimal).modules["snow"].folder == "content/modules/a/b/snow"


def test_facts_may_be_spread_over_files(minimal: Project) -> None:
    text = (minimal.root / "content/facts/weather.yaml").read_text("utf-8")
    minimal.write("content/facts/deeper/more.yml", text.replace("rainy-days:", "snowy-days:"))
    assert set(library_of(minimal).facts) == {"rainy-days", "snowy-days"}


def test_everything_comes_in_the_order_of_its_names(school_meals: Project) -> None:
    library = library_of(school_meals)
    assert list(library.briefs) == sorted(library.briefs)
    folders = [module.folder for module in library.modules.values()]
    assert folders == sorted(folders)


@pytest.mark.parametrize(
    "broken, damaged",
    [
        ("content/modules/weather/snow/module.yaml", "module:snow"),
        ("content/modules/weather/snow/ja.md", "module:snow"),
        ("content/facts/weather.yaml", "fact:"),
        ("content/terms.yaml", "term:"),
        ("content/references.json", "source:"),
        ("content/audiences.yaml", "audience:"),
        ("briefs/sledges.yaml", "brief:sledges"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_once_and_remembered(
    minimal: Project, broken: str, damaged: str
) -> None:
    minimal.write(broken, b"a: \xff\n")
    library, findings = read(Folder(minimal.root))
    assert [finding.place.path for finding in findings] == [broken]
    assert damaged in library.damaged
    kind, _, name = damaged.partition(":")
    assert library.is_damaged(kind, name or "anything")


def test_a_slip_in_one_brief_leaves_the_other_alone(minimal: Project) -> None:
    minimal.write("content/modules/weather/snow/module.yaml", "title: [\n")
    library, _ = read(Folder(minimal.root))
    assert set(library.modules) == {"rain"}
    assert set(library.briefs) == {"sledges", "umbrellas"}


def test_an_entry_with_errors_does_not_spoil_its_neighbours(minimal: Project) -> None:
    text = (minimal.root / "content/facts/weather.yaml").read_text("utf-8")
    second = text.split("\n", 1)[1].replace("rainy-days:", "snowy-days:").replace("type: count", "type: cuont")
    minimal.write("content/facts/weather.yaml", text + second)
    library, findings = read(Folder(minimal.root))
    assert set(library.facts) == {"rainy-days"}
    assert "fact:snowy-days" in library.damaged
    assert len(findings) == 1


def test_the_shipped_texts_are_without_findings() -> None:
    _, findings = read(Folder(REPOSITORY))
    assert list(map(str, findings)) == []


def test_reading_changes_nothing(school_meals: Project) -> None:
    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in school_meals.root.rglob("*") if path.is_file()}

    before = state()
    school_meals.check()
    assert state() == before
