"""How an edition states a fact: dated where it is first read, and what is right where others are wrong."""

from __future__ import annotations

from datetime import date

from conftest import Project
from drafts import draft, errors, notes, rain, text_of

from briefbuilder.check import check
from briefbuilder.localise import localise
from briefbuilder.read import read
from briefbuilder.select import select
from briefbuilder.sources import Folder

FACTS = "content/facts/weather.yaml"
UMBRELLAS = "briefs/umbrellas.yaml"
SLEDGES = "briefs/sledges.yaml"


def dating(project: Project, *, checked: str = "checked: 2025-07-01", as_of: str = "") -> None:
    """Let readers see the date of a figure where it is first read."""
    project.edit("content/audiences.yaml", "readers:\n", "readers:\n  as_of: first\n")
    project.edit(
        FACTS, "sources: [nenpo-2025]}", ", ".join(filter(None, ["sources: [nenpo-2025]", checked, as_of])) + "}"
    )


def words_of(project: Project, language: str = "en") -> list[str]:
    return [fact.words for fact in draft(project, "umbrellas", "readers", language).edition.facts]


# --- the date at first use ---


def test_a_figure_carries_its_date_where_it_is_first_read_and_nowhere_else(minimal: Project) -> None:
    dating(minimal)
    made = draft(minimal, "umbrellas", "readers", "en")
    text = text_of(made.document)
    assert text.count("121 days (as of 1 July 2025)") == text.count("as of") == 1
    assert text.index("121 days (as of 1 July 2025)") < text.rindex("121 days")
    assert words_of(minimal) == ["121 days (as of 1 July 2025)", "121 days"]
    assert words_of(minimal, "ja") == ["121日（2025年7月1日時点）", "121日"]


def test_the_printed_page_has_the_date_too(minimal: Project) -> None:
    dating(minimal)
    made = draft(minimal, "umbrellas", "readers", "en")
    assert made.html.text.replace("\u2060", "").count("121 days (as of 1 July 2025)") == 1


def test_readers_who_do_not_ask_for_dates_get_none(minimal: Project) -> None:
    dating(minimal)
    minimal.edit("content/audiences.yaml", "as_of: first", "as_of: never")
    assert words_of(minimal) == ["121 days", "121 days"]


def test_the_day_to_which_a_figure_refers_goes_before_that_of_its_check(minimal: Project) -> None:
    dating(minimal, as_of="as_of: 2025-06-30")
    assert words_of(minimal)[0] == "121 days (as of the end of June 2025)"
    assert words_of(minimal, "ja")[0] == "121日（2025年6月末時点）"


def test_a_figure_is_never_dated_after_its_brief(minimal: Project) -> None:
    dating(minimal, checked="checked: 2026-12-01")
    assert words_of(minimal)[0] == "121 days (as of 20 November 2026)"


def test_a_figure_that_nobody_has_checked_is_not_dated(minimal: Project) -> None:
    dating(minimal, checked="")
    assert words_of(minimal) == ["121 days", "121 days"]


def test_a_figure_of_history_is_not_dated(minimal: Project) -> None:
    dating(minimal)
    old = "    - {value: 118, from: 2024-01-01, to: 2024-12-31, sources: [almanac-2024]}\n"
    minimal.edit(FACTS, old, "")
    assert words_of(minimal) == ["121 days", "121 days"]


def test_neither_a_heading_nor_a_note_nor_a_bare_value_is_the_first_use(minimal: Project) -> None:
    dating(minimal)
    minimal.edit(UMBRELLAS, "There were {fact:rainy-days} of rain.", "It rained on {fact:rainy-days value} days.")
    minimal.edit(UMBRELLAS, "雨の日は{fact:rainy-days}あった。", "雨の日は{fact:rainy-days value}日あった。")
    text = "## Of {fact:rainy-days}\n\nRain.^[On {fact:rainy-days}.] Again {fact:rainy-days}, then {fact:rainy-days}.\n"
    made = rain(minimal, en=text, ja=text)
    assert [fact.words for fact in made.edition.facts] == [
        "121",
        "121 days",
        "121 days",
        "121 days (as of 1 July 2025)",
        "121 days",
    ]


def test_arguments_are_read_row_by_row(school_meals: Project) -> None:
    school_meals.edit("content/audiences.yaml", "parents:\n", "parents:\n  as_of: first\n")
    for argument in ("for/free-for-families", "for/free-for-no-stigma", "against/free-against-cost"):
        for language in ("ja", "en"):
            path = f"content/modules/debate/{argument}/{language}.md"
            text = (school_meals.root / path).read_text("utf-8")
            school_meals.write(path, text.rstrip() + " {fact:midori-pupils}{fact:own-kitchens}\n")
    made = draft(school_meals, "free-school-meals", "parents", "en")
    order = [
        fact.module for fact in made.edition.facts if fact.id == "own-kitchens" and fact.module.startswith("free-")
    ]
    assert order[:2] == ["free-for-families", "free-against-cost"]
    assert [fact.words for fact in made.edition.facts if fact.id == "midori-pupils"].index(
        "1,186 pupils (as of 30 September 2026)"
    ) == 0


def test_a_dated_fact_says_the_day_to_which_it_refers(minimal: Project) -> None:
    minimal.edit(FACTS, "  type: count\n", "  type: count\n  use: dated\n")
    assert words_of(minimal)[0] == "121 days (as of 1 January 2025)"
    minimal.edit(FACTS, "sources: [nenpo-2025]}", "sources: [nenpo-2025], as_of: 2025-12-31}")
    assert words_of(minimal) == ["121 days (as of the end of December 2025)"] * 2


# --- sources ---


def test_a_cited_fact_brings_the_sources_of_the_value_that_is_printed(minimal: Project) -> None:
    text = {"en": "There were {fact:rainy-days cited} of rain.", "ja": "雨の日は{fact:rainy-days cited}あった。"}
    assert [source.id for source in rain(minimal, **text).document.sources] == ["nenpo-2025"]
    minimal.edit(UMBRELLAS, "as_of: 2026-11-20", "as_of: 2024-06-30")
    made = rain(minimal)
    assert [source.id for source in made.document.sources] == ["almanac-2024"]
    assert "There were 118 days of rain." in text_of(made.document)
    (note,) = notes(made.document)
    assert note.startswith("1 ")


def test_a_cited_fact_with_a_date_is_dated_before_its_note(minimal: Project) -> None:
    dating(minimal)
    minimal.edit(UMBRELLAS, "{fact:rainy-days} of rain.", "rain.")
    minimal.edit(UMBRELLAS, "{fact:rainy-days}あった。", "多い。")
    made = rain(minimal, en="It rained on {fact:rainy-days cited}.", ja="{fact:rainy-days cited}降った。")
    assert '(as of 1 July 2025)</span><span class="note"' in made.html.text.replace("\u2060", "")


def test_a_heading_cannot_bring_sources(minimal: Project) -> None:
    minimal.write("content/modules/weather/rain/en.md", "## Of {fact:rainy-days cited}\n\nRain.\n")
    found = errors(minimal, "umbrellas", "readers", "en")
    assert any("a note cannot stand in a heading" in line for line in found)


# --- derived facts ---

MORE = """
more-rain:
  label: {ja: 雨の日の増加, en: More rain}
  type: percent
  round: 1
  derived: {change: ["rainy-days@2024-05-01", rainy-days]}
"""


def test_a_derived_fact_is_stated_like_any_other(minimal: Project) -> None:
    minimal.write("content/facts/more.yaml", MORE)
    made = rain(minimal, en="Up by {fact:more-rain}.", ja="{fact:more-rain}増えた。")
    assert "Up by 2.5%." in text_of(made.document)
    assert "2.5%増えた。" in text_of(rain(minimal, language="ja").document)


def test_what_is_wrong_with_a_part_stops_the_editions_that_print_the_whole(minimal: Project) -> None:
    minimal.write("content/facts/more.yaml", MORE)
    rain(minimal, en="Up by {fact:more-rain}.", ja="{fact:more-rain}増えた。")
    minimal.edit(FACTS, "sources: [nenpo-2025]", "sources: [nenpo-2026]")
    minimal.edit(UMBRELLAS, "There were {fact:rainy-days} of rain.", "Rain.")
    minimal.edit(UMBRELLAS, "雨の日は{fact:rainy-days}あった。", "雨。")
    assert any('unknown source "nenpo-2026"' in line for line in errors(minimal, "umbrellas", "readers", "en"))


def test_a_derived_fact_without_a_value_names_the_part_that_has_none(minimal: Project) -> None:
    minimal.write("content/facts/more.yaml", MORE)
    rain(minimal, en="Up by {fact:more-rain}.", ja="{fact:more-rain}増えた。")
    minimal.edit(UMBRELLAS, "as_of: 2026-11-20", "as_of: 2023-12-31")
    assert (
        "content/modules/weather/rain/en.md:1:7: error: "
        'the fact "more-rain" is computed from "rainy-days", which has no value on 2023-12-31\n'
        f"    hint: add one in {FACTS}:2:1, with its source, or change the brief's as_of"
    ) in errors(minimal, "umbrellas", "readers", "en")


def test_a_fact_divided_by_nothing_cannot_be_stated(minimal: Project) -> None:
    minimal.write("content/facts/more.yaml", MORE)
    minimal.edit(FACTS, "value: 118", "value: 0")
    minimal.write("content/modules/weather/rain/en.md", "Up by {fact:more-rain}.")
    assert (
        "content/modules/weather/rain/en.md:1:7: error: "
        'the fact "more-rain" cannot be computed on 2026-11-20: '
        "it has more than 15 digits, or nothing to be divided by\n"
        "    hint: look at the values that it is computed from: content/facts/more.yaml:6:3"
    ) in errors(minimal, "umbrellas", "readers", "en")


def test_what_is_computed_from_a_restricted_fact_is_restricted(minimal: Project) -> None:
    minimal.write("content/facts/more.yaml", MORE + "  handling: public\n")
    minimal.edit(FACTS, "  type: count\n", "  type: count\n  handling: restricted\n")
    minimal.edit(UMBRELLAS, "There were {fact:rainy-days} of rain.", "Up by {fact:more-rain}.")
    found = errors(minimal, "umbrellas", "readers", "en")
    assert any('may not see the fact "more-rain" (restricted)' in line for line in found)


# --- corrections ---


def correcting(project: Project, verdict: str = "wrong") -> None:
    project.edit(UMBRELLAS, "sections:\n", "corrections:\n  - fact: rainy-days\nsections:\n")
    note = "note: {ja: 雪の日を含む。, en: It counts snow.}"
    claims = (
        "  claims:\n"
        f"    - {{by: almanac-2024, value: 210, verdict: {verdict}, {note}}}\n"
        "    - {by: nenpo-2025, value: 121, verdict: agrees, note: {ja: 一致。, en: The same.}}\n"
        "  values:\n"
    )
    project.edit(FACTS, "  values:\n", claims)


def test_a_correction_is_taken_from_the_ledger(minimal: Project) -> None:
    correcting(minimal)
    english = draft(minimal, "umbrellas", "readers", "en")
    assert text_of(english.document).endswith("Days of rain: 121 days. It counts snow.")
    japanese = draft(minimal, "umbrellas", "readers", "ja")
    assert text_of(japanese.document).endswith("雨の日数：121日。雪の日を含む。")
    assert english.edition.facts[-1].words == "121 days"


def test_a_correction_needs_somebody_who_is_wrong(minimal: Project) -> None:
    correcting(minimal, "agrees")
    assert any(
        'the fact "rainy-days" corrects nobody' in line for line in errors(minimal, "umbrellas", "readers", "en")
    )


def test_a_reconstruction_corrects_nobody_who_had_not_spoken_yet(minimal: Project) -> None:
    correcting(minimal)
    minimal.edit(FACTS, "value: 210,", "value: 210, asserted: 2025-03,")
    library, _ = read(Folder(minimal.root))
    corrections = {
        day: localise(stood, select(stood, stood.briefs["umbrellas"], stood.audiences["readers"])[0], "en")
        for day in (date(2025, 2, 28), date(2025, 3, 1))
        for stood in [library.as_it_stood(day)]
    }
    assert [(len(edition.corrections), findings) for edition, findings in corrections.values()] == [(0, ()), (1, ())]


# --- reviews ---


def test_a_review_that_is_due_is_a_warning_for_who_says_which_day_it_is(minimal: Project) -> None:
    minimal.edit(FACTS, "  type: count\n", "  type: count\n  review: 2020-01-31\n")
    told = [str(item) for item in check(minimal.root, today=date(2020, 2, 1))[1]]
    assert told == [
        f'{FACTS}:7:3: warning: the fact "rainy-days" was to be checked again by 2020-01-31\n'
        '    hint: look at its sources, then move "checked:" and "review:" on'
    ]
    assert check(minimal.root, today=date(2020, 1, 31))[1] == ()
    assert check(minimal.root)[1] == ()


def test_the_command_check_counts_the_reviews_that_are_due(minimal: Project) -> None:
    minimal.edit(FACTS, "  type: count\n", "  type: count\n  review: 2020-01-31\n")
    assert "0 errors, 1 warnings" in minimal.run("check").stdout


def test_a_build_does_not_know_of_reviews(minimal: Project) -> None:
    minimal.edit(FACTS, "  type: count\n", "  type: count\n  review: 2020-01-31\n")
    assert errors(minimal, "umbrellas", "readers", "en") == []
