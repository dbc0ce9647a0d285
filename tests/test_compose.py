"""What only the whole brief can know: numbers, notes, cross-references, figures, terms, masthead, list of sources."""

from __future__ import annotations

import pytest
from conftest import Project
from drafts import bodies, draft, errors, everything, notes, rain, text_of

from briefbuilder.document import Document
from briefbuilder.tree import Element, walk

RAIN = "content/modules/weather/rain"
UMBRELLAS = "briefs/umbrellas.yaml"


def elements(document: Document, name: str) -> list[Element]:
    return [node for node in walk(bodies(document)) if node.name == name]


def add_module(project: Project, name: str, *, text: str = "Words.", more: str = "", handling: str = "public") -> None:
    folder = f"content/modules/weather/{name}"
    project.write(
        f"{folder}/module.yaml",
        f"title: {{ja: 題{name}, en: Title {name}}}\nline: {{ja: 一文{name}。, en: Line {name}.}}\n"
        f"kind: {'argument' if more else 'background'}\ntopics: [weather]\nhandling: {handling}\n"
        f"for: {{readers: core, staff: core}}\nlead: ja\nreviewed: 2026-11-20\n{more}",
    )
    for language in ("ja", "en"):
        project.write(f"{folder}/{language}.md", text)


def order(project: Project, sections: str) -> None:
    """Give the brief on umbrellas other sections."""
    path = project.root / UMBRELLAS
    head = path.read_text("utf-8").partition("sections:")[0]
    project.write(UMBRELLAS, f"{head}sections:\n{sections}")


# --- notes ---


def test_notes_are_numbered_in_reading_order_through_the_whole_brief(school_meals: Project) -> None:
    school_meals.edit(
        "briefs/free-school-meals.yaml",
        "declare her position?",
        "declare her position?[@hartley-2021, p. 102]",
    )
    found = notes(draft(school_meals, "free-school-meals", "council", "en").document)
    where = [
        "みどり町教育委員会『学校給食の現状と費用』",  # the answer
        "「給食無償化",  # key points
        "みどり町教育委員会「みどり町の学校給食」",
        "みどり町教育委員会, note 1 above.",  # the first section
        "田中花子",
        "The idea is",
        "みどり町教育委員会, note 1 above. みどり町教育委員会, note 3 above.",
        "みどり町教育委員会, note 1 above, p. 9.",
        "みどり日日新聞, note 2 above.",  # the arguments row by row: for, against,
        "みどり町教育委員会, note 1 above, p. 15.",
        "Institute for Imagined Towns",  # for,
        "Rose Hartley et al., ‘Does",  # against
        "みどり町教育委員会, note 3 above.",  # the last section
        "Rose Hartley et al., note 12 above, p. 102.",  # what to watch
        "給食を考える会",  # corrections
        "みどり町教育委員会, note 1 above.",
    ]
    expected = [f"{number} {words}" for number, words in enumerate(where, 1)]
    assert [note[: len(start)] for note, start in zip(found, expected, strict=True)] == expected


def test_a_source_is_given_in_full_once_and_then_by_the_number_of_that_note(minimal: Project) -> None:
    text = "One.[@almanac-2024]\n\nTwo.[@nenpo-2025]\n\nThree.[@almanac-2024, p. 12-14]\n\nFour.[@almanac-2024]"
    words = {"ja": text, "en": text}
    assert notes(rain(minimal, **words).document) == [
        "1 Ada Wells, *An Almanac of Rain*, Cloud Press, 2024.",
        "2 天気研究会『雨の年報』、2025年3月 (Yearbook of Rain).",
        "3 Ada Wells, note 1 above, pp. 12–14.",
        "4 Ada Wells, note 1 above.",
    ]
    assert notes(rain(minimal, language="ja").document) == [
        "1 Ada Wells, *An Almanac of Rain*, Cloud Press, 2024.",
        "2 天気研究会『雨の年報』、2025年3月。",
        "3 Ada Wells・前掲注（1）、12～14頁。",
        "4 Ada Wells・前掲注（1）。",
    ]


def test_the_full_form_gives_the_place_too(minimal: Project) -> None:
    made = rain(minimal, ja="雨[@nenpo-2025, 9頁]。", en="Rain.[@nenpo-2025, p. 9]")
    assert notes(made.document) == ["1 天気研究会『雨の年報』、2025年3月 (Yearbook of Rain), p. 9."]
    assert notes(rain(minimal, language="ja").document) == ["1 天気研究会『雨の年報』、2025年3月、9頁。"]


def test_several_sources_stand_in_one_note(minimal: Project) -> None:
    text = "Rain.[@almanac-2024; @nenpo-2025, p. 3] More.[@nenpo-2025; @almanac-2024, p. 4]"
    assert notes(rain(minimal, ja=text, en=text).document) == [
        "1 Ada Wells, *An Almanac of Rain*, Cloud Press, 2024. "
        "天気研究会『雨の年報』、2025年3月 (Yearbook of Rain), p. 3.",
        "2 天気研究会, note 1 above. Ada Wells, note 1 above, p. 4.",
    ]
    assert notes(rain(minimal, language="ja").document)[1] == "2 天気研究会・前掲注（1）。Ada Wells・前掲注（1）、4頁。"


def test_an_author_named_in_the_text_is_left_out_of_the_first_note(minimal: Project) -> None:
    made = rain(minimal, ja="雨。", en="Wells counts the days.[-@almanac-2024, p. 7] Again.[-@almanac-2024]")
    assert notes(made.document) == [
        "1 *An Almanac of Rain*, Cloud Press, 2024, p. 7.",
        "2 Ada Wells, note 1 above.",
    ]


def test_words_before_a_source_begin_its_sentence(minimal: Project) -> None:
    made = rain(
        minimal,
        ja="雨[詳しくは@nenpo-2025、4頁、特に表；@almanac-2024、第2章]。雨^[霧雨も[特に@nenpo-2025、第3章]]。",
        en="Rain.[see @nenpo-2025, p. 4, esp. the table; also @almanac-2024, chap. 2] "
        "Rain.^[Drizzle too[esp. @nenpo-2025, chap. 3].]",
    )
    assert notes(made.document) == [
        "1 See 天気研究会『雨の年報』、2025年3月 (Yearbook of Rain), p. 4, esp. the table. "
        "Also Ada Wells, *An Almanac of Rain*, Cloud Press, 2024, chap. 2.",
        "2 Drizzle too (esp. 天気研究会, note 1 above, chap. 3).",
    ]
    assert notes(rain(minimal, language="ja").document) == [
        "1 詳しくは天気研究会『雨の年報』、2025年3月、4頁、特に表。"
        "Ada Wells, *An Almanac of Rain*, Cloud Press, 2024, 第2章.",
        "2 霧雨も（特に天気研究会・前掲注（1）、第3章）",
    ]


def test_an_authors_note_may_cite_and_counts_as_the_first_mention(minimal: Project) -> None:
    made = rain(
        minimal,
        ja="雨^[霧雨も数える[@nenpo-2025, 4頁]]。雨[@nenpo-2025]。",
        en="Rain.^[Drizzle counts[@nenpo-2025, p. 4].] Rain.[@nenpo-2025]",
    )
    assert notes(made.document) == [
        "1 Drizzle counts (天気研究会『雨の年報』、2025年3月 (Yearbook of Rain), p. 4).",
        "2 天気研究会, note 1 above.",
    ]
    assert notes(rain(minimal, language="ja").document) == [
        "1 霧雨も数える（天気研究会『雨の年報』、2025年3月、4頁）",
        "2 天気研究会・前掲注（1）。",
    ]


def test_both_editions_have_the_same_notes(school_meals: Project) -> None:
    for brief, audience in (("free-school-meals", "council"), ("kitchen-or-centre", "parents")):
        counts = [len(notes(draft(school_meals, brief, audience, language).document)) for language in ("ja", "en")]
        assert counts[0] == counts[1] > 0


# --- list of sources ---


def test_the_list_holds_each_source_once_the_editions_own_language_first(school_meals: Project) -> None:
    japanese = draft(school_meals, "free-school-meals", "council", "ja").document.sources
    english = draft(school_meals, "free-school-meals", "council", "en").document.sources
    assert [source.language[:2] for source in japanese] == ["ja"] * 5 + ["en"] * 2
    assert [source.language[:2] for source in english] == ["en"] * 2 + ["ja"] * 5
    assert len({source.id for source in japanese}) == 7
    assert {source.id for source in english} == {source.id for source in japanese}


def test_a_source_that_nothing_printed_cites_is_not_listed(school_meals: Project) -> None:
    # suzuki-sato-2023 is cited behind <!-- more -->, which councillors do not get.
    listed = {source.id for source in draft(school_meals, "free-school-meals", "council", "en").document.sources}
    assert "suzuki-sato-2023" not in listed
    visitors = {source.id for source in draft(school_meals, "free-school-meals", "visitors", "en").document.sources}
    assert "suzuki-sato-2023" in visitors


def test_sources_are_graded_and_their_mix_is_stated(minimal: Project) -> None:
    english, japanese = (draft(minimal, "umbrellas", "readers", language).document for language in ("en", "ja"))
    assert {source.id: source.grade for source in english.sources} == {
        "almanac-2024": "research",
        "nenpo-2025": "official",
    }
    assert {source.grade for source in japanese.sources} == {"研究", "公的資料"}
    assert japanese.colophon.grades == "公的資料 1件、研究 1件"


# --- numbers ---

HEADINGS = "Words.\n\n## Deep\n\nWords.\n\n### Deeper\n\nWords.\n\n### Deeper still\n\nWords.\n\n## Last\n\nWords.\n"


def numbers(document: Document) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return each section's number with those of its parts, and those of the headings within each."""
    return [
        (
            section.number,
            [
                (part.number, [node.get("number") for node in walk(part.body) if node.name == "h"])
                for part in section.parts
            ],
        )
        for section in document.sections
    ]


@pytest.fixture
def numbered(minimal: Project) -> Project:
    for name in ("one", "two", "three"):
        add_module(minimal, name, text=HEADINGS if name == "two" else "Words.")
    order(
        minimal,
        "  - title: {ja: 甲, en: First}\n    modules: [one, two]\n"
        "  - title: {ja: 乙, en: Second}\n    modules: [three]\n",
    )
    return minimal


def test_english_numbers_are_decimal_down_to_three_figures(numbered: Project) -> None:
    assert numbers(draft(numbered, "umbrellas", "readers", "en").document) == [
        ("1", [("1.1", []), ("1.2", ["1.2.1", "", "", "1.2.2"])]),
        ("2", [("2.1", [])]),
    ]


def test_japanese_numbers_are_those_of_official_documents(numbered: Project) -> None:
    assert numbers(draft(numbered, "umbrellas", "readers", "ja").document) == [
        ("第1", [("1", []), ("2", ["(1)", "ア", "イ", "(2)"])]),
        ("第2", [("1", [])]),
    ]


def test_a_section_of_one_untitled_module_is_headed_by_it_and_numbers_one_level_higher(numbered: Project) -> None:
    order(numbered, "  - modules: [two]\n")
    english, japanese = (draft(numbered, "umbrellas", "readers", language).document for language in ("en", "ja"))
    assert english.sections[0].heading == "Title two"
    assert english.sections[0].parts[0].heading == ""
    assert numbers(english) == [("1", [("", ["1.1", "", "", "1.2"])])]
    assert numbers(japanese) == [("第1", [("", ["1", "(1)", "(2)", "2"])])]
    assert [node.get("level") for node in elements(english, "h")] == ["3", "4", "4", "3"]


def test_headings_inside_a_part_stand_below_the_parts_own(numbered: Project) -> None:
    document = draft(numbered, "umbrellas", "readers", "en").document
    assert [node.get("level") for node in elements(document, "h")] == ["4", "5", "5", "4"]


def test_a_heading_is_labelled_with_its_number_for_the_bookmarks(numbered: Project) -> None:
    document = draft(numbered, "umbrellas", "readers", "ja").document
    assert [node.get("label") for node in elements(document, "h")] == [
        "(1) Deep",
        "ア Deeper",
        "イ Deeper still",
        "(2) Last",
    ]


def test_a_part_in_one_line_takes_no_number(numbered: Project) -> None:
    numbered.edit("content/modules/weather/one/module.yaml", "readers: core", "readers: optional")
    document = draft(numbered, "umbrellas", "readers", "en").document
    assert [(part.number, part.heading) for part in document.sections[0].parts] == [
        ("", "Title one"),
        ("1.1", "Title two"),
    ]


def test_every_text_block_has_a_number_of_its_own(school_meals: Project) -> None:
    document = draft(school_meals, "kitchen-or-centre", "council", "en").document
    found = [node.get("data-block") for node in walk(bodies(document)) if node.get("data-block")]
    assert len(found) > 20
    assert len(set(found)) == len(found)


# --- cross-references ---


def references(document: Document) -> list[tuple[str, str]]:
    return [(everything(node.children), node.get("href")) for node in elements(document, "a")]


def test_a_cross_reference_names_the_number_of_the_module(numbered: Project) -> None:
    numbered.write("content/modules/weather/three/en.md", "See @sec-two and @sec-three.")
    numbered.write("content/modules/weather/three/ja.md", "@sec-twoと@sec-threeを見よ。")
    english, japanese = (draft(numbered, "umbrellas", "readers", language).document for language in ("en", "ja"))
    assert references(english) == [("section 1.2", "#sec-two"), ("section 2.1", "#sec-three")]
    assert references(japanese) == [("第1の2", "#sec-two"), ("第2の1", "#sec-three")]


def test_a_cross_reference_to_an_argument_or_a_line_names_its_section(school_meals: Project, numbered: Project) -> None:
    english, japanese = (
        draft(school_meals, "free-school-meals", "council", language).document for language in ("en", "ja")
    )
    assert references(english) == [("section 3", "#sec-free-against-cost")]
    assert references(japanese) == [("第3", "#sec-free-against-cost")]
    numbered.edit("content/modules/weather/one/module.yaml", "readers: core", "readers: optional")
    numbered.write("content/modules/weather/three/en.md", "See @sec-one.")
    numbered.write("content/modules/weather/three/ja.md", "@sec-oneを見よ。")
    assert references(draft(numbered, "umbrellas", "readers", "en").document) == [("section 1", "#sec-one")]


def test_a_cross_reference_to_what_is_not_in_the_edition_is_an_error(minimal: Project) -> None:
    minimal.write(f"{RAIN}/en.md", "See @sec-snow.")
    assert errors(minimal, "umbrellas", "readers", "en") == [
        f'{UMBRELLAS}: error: the text refers to the module "snow", which is not in this edition (readers, en)\n'
        '    hint: name the module in the brief, or put it under "needs:" of the module that refers to it'
    ]


# --- figures ---


def test_figures_are_numbered_through_the_whole_brief(school_meals: Project) -> None:
    picture = (school_meals.root / "content/modules/money/prices/food-prices/chart.png").read_bytes()
    school_meals.write("content/modules/outlook/next-budget/chart.png", picture)
    for language in ("ja", "en"):
        path = f"content/modules/outlook/next-budget/{language}.md"
        text = (school_meals.root / path).read_text("utf-8")
        school_meals.write(path, f'![A chart](chart.png "Another chart")\n\n{text}')
    for language, wanted in (("en", ["Figure 1", "Figure 2"]), ("ja", ["図1", "図2"])):
        document = draft(school_meals, "free-school-meals", "council", language).document
        assert [node.get("number") for node in elements(document, "figure")] == wanted
        assert [node.get("id") for node in elements(document, "figure")] == ["figure-1", "figure-2"]


# --- arguments ---


def test_arguments_stand_side_by_side_the_shorter_side_filled_up(minimal: Project) -> None:
    for name, side in (("yes", "for"), ("no", "against"), ("never", "against")):
        add_module(minimal, name, more=f"side: {side}\nby: {{ja: 誰か, en: Somebody}}\n")
    order(minimal, "  - title: {ja: 賛否, en: For and against}\n    modules: [yes, no, never]\n")
    (section,) = draft(minimal, "umbrellas", "readers", "en").document.sections
    assert section.parts == ()
    assert section.sides is not None
    rows = [[cell and (cell.module, cell.by) for cell in row] for row in section.sides.rows]
    assert rows == [[("yes", "Somebody"), ("no", "Somebody")], [None, ("never", "Somebody")]]


# --- terms ---


def term_names(project: Project, audience: str = "readers", language: str = "en") -> list[str]:
    return [term.name for term in draft(project, "umbrellas", audience, language).document.terms]


def test_the_terms_box_explains_the_terms_that_the_edition_uses(minimal: Project) -> None:
    minimal.edit(f"{RAIN}/en.md", "Drizzle counts as rain.", "In a drizzle nobody needs one.")
    assert term_names(minimal) == ["drizzle"]
    assert term_names(minimal, language="ja") == ["霧雨"]
    minimal.edit(f"{RAIN}/en.md", "In a drizzle nobody needs one.", "Rain is rain.")
    assert term_names(minimal) == []


def test_the_terms_box_leaves_out_what_its_audience_knows(minimal: Project) -> None:
    minimal.edit(f"{RAIN}/en.md", "Drizzle counts as rain.", "In a drizzle nobody needs one.")
    assert term_names(minimal, audience="staff") == []


def test_a_term_in_a_passage_that_is_not_printed_is_not_explained(minimal: Project) -> None:
    minimal.edit(f"{RAIN}/en.md", "Drizzle counts as rain.", "Rain.")
    minimal.edit(f"{RAIN}/en.md", "The further south", "A drizzle. The further south")
    minimal.edit(f"{RAIN}/module.yaml", "readers: core", "readers: useful")
    assert term_names(minimal) == []


def test_a_term_in_a_note_alone_is_not_explained_and_none_arises_across_two_blocks(minimal: Project) -> None:
    text = "Rain.^[A drizzle.]\n\nThey said: driz\n\nzle"
    minimal.write(f"{RAIN}/en.md", text)
    assert term_names(minimal) == []


def test_a_term_is_named_with_its_abbreviation(school_meals: Project) -> None:
    english, japanese = (
        draft(school_meals, "kitchen-or-centre", "council", language).document for language in ("en", "ja")
    )
    assert "hazard analysis and critical control points (HACCP)" in [term.name for term in english.terms]
    assert "危害要因分析重要管理点（HACCP）" in [term.name for term in japanese.terms]


def abbreviate(project: Project, more: str = "") -> None:
    """Give the one term of the minimal project an abbreviation."""
    project.edit(
        "content/terms.yaml",
        "    en: drizzle\n",
        f"    en: drizzle\n  abbreviation: {{ja: DZ, en: DZ}}\n{more}",
    )


def test_a_term_is_in_full_where_the_reader_meets_it_and_then_abbreviated(minimal: Project) -> None:
    abbreviate(minimal)
    minimal.edit(UMBRELLAS, "  ja: 一人に一本で足りる。", "  ja: 一本は{term:drizzle}でも足りる。")
    minimal.edit(UMBRELLAS, "  en: One each is enough.", "  en: One is enough in a {term:drizzle}.")
    minimal.edit(UMBRELLAS, "雨の日は{fact", "短い{term:drizzle}や雨の日は{fact")
    minimal.edit(UMBRELLAS, "en: There were {fact", "en: Beside the {term:drizzle} there were {fact")
    made = rain(minimal, ja="{term:drizzle}も雨。", en="A {term:drizzle} is rain.")
    assert text_of(made.document) == (
        "One is enough in a drizzle (DZ).Beside the DZ there were 121 days of rain.A DZ is rain."
    )
    japanese = rain(minimal, language="ja").document
    assert text_of(japanese) == "一本は霧雨（DZ）でも足りる。短いDZや雨の日は121日あった。DZも雨。"
    staff = rain(minimal, audience="staff").document
    assert text_of(staff) == "One is enough in a DZ.Beside the DZ there were 121 days of rain.A DZ is rain."
    assert [term.name for term in made.document.terms] == ["drizzle (DZ)"]
    assert [term.name for term in staff.terms] == []


def test_arguments_are_met_row_by_row(minimal: Project) -> None:
    abbreviate(minimal)
    minimal.write(f"{RAIN}/en.md", "Rain.")
    minimal.write(f"{RAIN}/ja.md", "雨。")
    for name, side in (("yes", "for"), ("no", "against"), ("never", "for")):
        add_module(minimal, name, text="{term:drizzle}", more=f"side: {side}\nby: {{ja: 誰か, en: Somebody}}\n")
    order(minimal, "  - modules: [rain]\n  - title: {ja: 賛否, en: For and against}\n    modules: [never, yes, no]\n")
    sides = draft(minimal, "umbrellas", "readers", "en").document.sections[1].sides
    assert sides is not None
    rows = [[cell and everything(cell.body) for cell in row] for row in sides.rows]
    assert rows == [["Drizzle (DZ)", "DZ"], ["DZ", None]]


def test_neither_a_heading_nor_a_note_is_where_a_term_is_met(minimal: Project) -> None:
    abbreviate(minimal)
    text = "## On {term:drizzle}\n\nRain.^[In {term:drizzle}s too.] A {term:drizzle}.^[A {term:drizzle}.]"
    document = rain(
        minimal, ja="## {term:drizzle}\n\n雨^[{term:drizzle}も。]。{term:drizzle}^[{term:drizzle}]。", en=text
    )
    document = document.document
    assert [node.get("label") for node in elements(document, "h")] == ["1.1 On DZ"]
    assert "On DZRain. A drizzle (DZ)." in text_of(document)
    assert notes(document) == ["1 In drizzles (DZs) too.", "2 A DZ."]


def test_a_term_takes_the_ending_and_the_capital_of_its_place(minimal: Project) -> None:
    abbreviate(minimal)
    for typed, printed in (
        ("{term:drizzle}s fall.", "Drizzles (DZs) fall."),
        ("It falls.[@nenpo-2025] {term:drizzle}’s drops", "It falls. Drizzle’s (DZ’s) drops"),
        ("“{term:drizzle}”, say {fact:rainy-days} {term:drizzle}", "“Drizzle (DZ)”, say 121 days DZ"),
        ("all {fact:rainy-days} *{term:drizzle}*", "all 121 days drizzle (DZ)"),
        ("{term:drizzle short}, {term:drizzle full}, {term:drizzle}", "DZ, drizzle, drizzle (DZ)"),
        ("\\{term:drizzle}", "{term:drizzle}"),
    ):
        made = rain(minimal, ja="雨。", en=typed)
        assert text_of(made.document).endswith("of rain." + printed), typed


def test_the_words_of_a_link_may_hold_terms_and_facts(minimal: Project) -> None:
    abbreviate(minimal)
    made = rain(minimal, ja="雨。", en="A [*{term:drizzle}* of {fact:rainy-days}](https://weather.example).")
    assert text_of(made.document).endswith("A drizzle (DZ) of 121 days.")


def test_a_term_with_forms_of_its_own_is_explained_like_any_other(minimal: Project) -> None:
    abbreviate(minimal, "  first: {ja: 霧のような雨, en: fine rains (FRs)}\n  later: {ja: 同上, en: FRs}\n")
    document = rain(minimal, ja="{term:drizzle}。", en="In {term:drizzle} and {term:drizzle}.").document
    assert text_of(document).endswith("In fine rains (FRs) and FRs.")
    assert [term.id for term in document.terms] == ["drizzle"]


# --- masthead ---


def test_the_masthead_says_what_the_brief_is_when_and_for_whom(minimal: Project) -> None:
    english, japanese = (draft(minimal, "umbrellas", "readers", language).document for language in ("en", "ja"))
    top = english.masthead
    assert (top.series, top.number, top.issued, top.as_of, top.audience) == (
        "Weather Briefs",
        "No. 1",
        "24 November 2026",
        "20 November 2026",
        "Readers",
    )
    top = japanese.masthead
    assert (top.series, top.number, top.issued, top.as_of, top.audience) == (
        "天気ブリーフ",
        "第1号",
        "2026年11月24日",
        "2026年11月20日",
        "読者",
    )
    assert (japanese.issued, japanese.as_of) == ("2026-11-24", "2026-11-20")  # for the metadata


def test_the_dates_of_the_masthead_follow_the_calendar_of_the_audience(school_meals: Project) -> None:
    assert draft(school_meals, "free-school-meals", "council", "ja").document.masthead.issued == "令和8年10月5日"
    assert draft(school_meals, "free-school-meals", "parents", "ja").document.masthead.issued == "2026年10月5日"


@pytest.mark.parametrize(
    "edition, in_japanese, in_english",
    [
        (1, "", ""),
        (2, "第2版", "2nd edition"),
        (3, "第3版", "3rd edition"),
        (4, "第4版", "4th edition"),
        (11, "第11版", "11th edition"),
        (12, "第12版", "12th edition"),
        (21, "第21版", "21st edition"),
        (113, "第113版", "113th edition"),
    ],
)
def test_an_edition_is_named_from_the_second_on(
    minimal: Project, edition: int, in_japanese: str, in_english: str
) -> None:
    minimal.edit(UMBRELLAS, "number: 1", f"number: 1\nedition: {edition}")
    assert draft(minimal, "umbrellas", "readers", "ja").document.masthead.edition == in_japanese
    assert draft(minimal, "umbrellas", "readers", "en").document.masthead.edition == in_english


def test_a_brief_that_holds_something_not_public_is_marked(minimal: Project) -> None:
    add_module(minimal, "secret", handling="internal")
    order(minimal, "  - modules: [rain]\n  - modules: [secret]\n")
    minimal.edit("content/audiences.yaml", "languages: [en]", "languages: [ja, en]")
    for language, mark in (("en", "Internal"), ("ja", "部内限り")):
        assert draft(minimal, "umbrellas", "staff", language).document.masthead.handling == mark
        readers = draft(minimal, "umbrellas", "readers", language).document
        assert readers.masthead.handling == ""
        assert "secret" not in text_of(readers)


def test_the_authors_and_the_publisher_are_named_in_the_language_of_the_edition(school_meals: Project) -> None:
    top = draft(school_meals, "free-school-meals", "council", "ja").document.masthead
    assert (top.authors, top.publisher) == (("山田 若葉", "給食問題班"), "みどり町政策研究会（架空の団体）")
    colophon = draft(school_meals, "free-school-meals", "council", "en").document.colophon
    assert colophon.licence == "This brief may be copied and shared freely if its source is named."
