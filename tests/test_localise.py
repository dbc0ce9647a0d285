"""One language of a brief: facts settled by the brief's date and the reader's calendar, texts cut to their length."""

from __future__ import annotations

import pytest
from conftest import Project
from drafts import draft, errors, rain, text_of

RAIN = "content/modules/weather/rain"
FACTS = "content/facts/weather.yaml"
UMBRELLAS = "briefs/umbrellas.yaml"

FIRST_SNOW = """
first-snow:
  label: {ja: 初雪, en: First snow}
  type: date
  values:
    - {value: 2019, from: 2019, sources: [almanac-2024]}
"""
STATUS = """
drought:
  label: {ja: 渇水, en: Drought}
  type: status
  use: dated
  values:
    - {value: {ja: 渇水, en: drought}, from: 2025-06, to: 2025-08-31, sources: [nenpo-2025]}
    - {value: {ja: 平年並み, en: normal}, from: 2025-09-01, sources: [nenpo-2025]}
"""


def facts_of(project: Project, brief: str, audience: str, language: str) -> dict[str, str]:
    return {fact.id: fact.words for fact in draft(project, brief, audience, language).edition.facts}


# --- facts ---


@pytest.mark.parametrize(
    "as_of, days", [("2024-01-01", "118"), ("2024-12-31", "118"), ("2025-01-01", "121"), ("2026-11-20", "121")]
)
def test_a_fact_has_the_value_of_the_day_that_the_brief_is_as_of(minimal: Project, as_of: str, days: str) -> None:
    minimal.edit(UMBRELLAS, "as_of: 2026-11-20", f"as_of: {as_of}")
    assert f"There were {days} days of rain." in text_of(draft(minimal, "umbrellas", "readers", "en").document)
    assert f"雨の日は{days}日あった。" in text_of(draft(minimal, "umbrellas", "readers", "ja").document)


def test_two_briefs_of_one_project_print_the_values_of_their_own_days(school_meals: Project) -> None:
    assert facts_of(school_meals, "kitchen-or-centre", "parents", "ja")["meal-fee"] == "280円"
    assert facts_of(school_meals, "free-school-meals", "parents", "ja")["meal-fee"] == "310円"


def test_a_fact_without_a_value_on_the_day_is_an_error_where_it_is_named(minimal: Project) -> None:
    minimal.edit(UMBRELLAS, "as_of: 2026-11-20", "as_of: 2023-12-31")
    found = errors(minimal, "umbrellas", "readers", "en")
    assert (
        f'{RAIN}/en.md:1:14: error: the fact "rainy-days" has no value on 2023-12-31\n'
        f"    hint: add one in {FACTS}:2:1, with its source, or change the brief's as_of"
    ) in found


def test_a_date_follows_the_calendar_of_each_audience(school_meals: Project) -> None:
    era = facts_of(school_meals, "free-school-meals", "council", "ja")
    gregorian = facts_of(school_meals, "free-school-meals", "parents", "ja")
    english = facts_of(school_meals, "free-school-meals", "council", "en")
    assert (era["fee-changed"], gregorian["fee-changed"], english["fee-changed"]) == (
        "令和8年9月",
        "2026年9月",
        "September 2026",
    )
    kitchens = [facts_of(school_meals, "kitchen-or-centre", name, "ja") for name in ("council", "parents")]
    assert [facts["centre-opened"] for facts in kitchens] == ["昭和53年", "1978年"]
    assert era["trial-period"] == "令和8年4月から令和9年3月まで"
    assert english["trial-period"] == "April 2026 to March 2027"


def test_an_english_edition_is_gregorian_for_readers_of_era_dates_too(minimal: Project) -> None:
    minimal.write(FACTS, (minimal.root / FACTS).read_text("utf-8") + FIRST_SNOW)
    made = rain(minimal, en="It snowed in {fact:first-snow}.", ja="{fact:first-snow}に降った。", audience="staff")
    assert [fact.words for fact in made.edition.facts if fact.id == "first-snow"] == ["2019"]


def test_both_calendars_stand_side_by_side_for_an_audience_that_wants_both(minimal: Project) -> None:
    minimal.write(FACTS, (minimal.root / FACTS).read_text("utf-8") + FIRST_SNOW)
    minimal.edit("content/audiences.yaml", "languages: [en]", "languages: [ja, en]")
    made = rain(minimal, ja="{fact:first-snow}に降った。", audience="staff", language="ja")
    assert "平成31／令和元年（2019年）に降った。" in text_of(made.document)


def test_an_era_date_before_1873_cannot_be_printed(minimal: Project) -> None:
    minimal.write(FACTS, (minimal.root / FACTS).read_text("utf-8") + FIRST_SNOW.replace("2019", "1868"))
    minimal.edit("content/audiences.yaml", "languages: [en]", "languages: [ja, en]")
    minimal.write(f"{RAIN}/ja.md", "雪は{fact:first-snow}に降った。")
    assert (
        f'{RAIN}/ja.md:1:3: error: the fact "first-snow" cannot be printed: '
        "1868: era dates before 1873 follow the old calendar\n"
        '    hint: set "dates: gregorian"'
    ) in errors(minimal, "umbrellas", "staff", "ja")
    assert not errors(minimal, "umbrellas", "readers", "ja")


def test_a_dated_fact_says_since_when_it_holds(minimal: Project) -> None:
    minimal.write(FACTS, (minimal.root / FACTS).read_text("utf-8") + STATUS)
    words = {"en": "The rivers are {fact:drought}.", "ja": "川は{fact:drought}。"}
    english = rain(minimal, **words)
    assert "The rivers are normal (as of 1 September 2025)." in text_of(english.document)
    assert "川は平年並み（2025年9月1日時点）。" in text_of(rain(minimal, language="ja").document)
    minimal.edit(UMBRELLAS, "as_of: 2026-11-20", "as_of: 2025-07-01")
    assert "The rivers are drought (as of June 2025)." in text_of(rain(minimal).document)


def test_a_dated_fact_follows_the_calendar_of_the_audience(school_meals: Project) -> None:
    words = facts_of(school_meals, "free-school-meals", "council", "ja")["free-meals-status"]
    assert words == "町議会の特別委員会で審議中（令和8年9月15日時点）"


def test_an_attributed_fact_says_who_says_so_and_its_bare_value_does_not(school_meals: Project) -> None:
    brief = draft(school_meals, "free-school-meals", "parents", "en")
    said = {(fact.module, fact.words) for fact in brief.edition.facts if fact.id == "support-rate"}
    assert said == {
        ("brief", "71.5%"),
        ("free-for-families", "71.5% (according to a survey by the Midori Federation of PTAs)"),
    }
    japanese = draft(school_meals, "free-school-meals", "parents", "ja")
    assert "71.5%（みどり町PTA連合会の調査による）" in {fact.words for fact in japanese.edition.facts}


def test_a_fact_never_to_be_printed_is_not_printed_and_the_author_learns_why(school_meals: Project) -> None:
    school_meals.edit("briefs/free-school-meals.yaml", "- ja: 12月の町議会。", "- ja: 補助{fact:state-subsidy}。")
    found = errors(school_meals, "free-school-meals", "council", "ja")
    assert found == [
        'briefs/free-school-meals.yaml:53:11: error: the fact "state-subsidy" must not be printed\n'
        '    hint: its record at content/facts/meals.yaml:198:1 says "use: never": write the sentence without it'
    ]


def test_an_edition_remembers_the_facts_that_it_prints_and_where(minimal: Project) -> None:
    made = draft(minimal, "umbrellas", "readers", "en")
    assert [(fact.id, fact.words, fact.module) for fact in made.edition.facts] == [
        ("rainy-days", "121 days", "brief"),
        ("rainy-days", "121 days", "rain"),
    ]


# --- lengths ---

SHORT, REST, LINE = "Drizzle counts as rain.", "The further south a town lies", "It rained on 121 days."


@pytest.mark.parametrize(
    "relevance, there, not_there",
    [
        ("core", [SHORT, REST], [LINE]),
        ("useful", [SHORT], [REST, LINE]),
        ("optional", [LINE], [SHORT, REST]),
    ],
)
def test_a_module_has_the_length_that_its_audience_needs(
    minimal: Project, relevance: str, there: list[str], not_there: list[str]
) -> None:
    minimal.edit(f"{RAIN}/module.yaml", "readers: core", f"readers: {relevance}")
    text = text_of(draft(minimal, "umbrellas", "readers", "en").document)
    assert [words in text for words in there] == [True] * len(there)
    assert [words in text for words in not_there] == [False] * len(not_there)


def test_a_short_form_without_the_mark_more_is_the_whole_text(minimal: Project) -> None:
    minimal.edit(f"{RAIN}/module.yaml", "readers: core", "readers: useful")
    assert "One.Two." in text_of(rain(minimal, en="One.\n\nTwo.").document)


def test_a_passage_for_some_audiences_is_read_by_them_only(school_meals: Project) -> None:
    texts = {
        audience: text_of(draft(school_meals, "free-school-meals", audience, "en").document)
        for audience in ("council", "parents")
    }
    for parents_only in ("please tell the school",):
        assert parents_only in texts["parents"]
        assert parents_only not in texts["council"]
    assert "the budget has to be rearranged" in texts["council"]
    assert "the budget has to be rearranged" not in texts["parents"]


def test_a_source_that_only_the_other_audience_reads_of_is_not_listed(minimal: Project) -> None:
    text = 'Rain.\n\n::: {.only for="staff"}\n\nSleet.[@almanac-2024]\n\n:::\n'
    assert [source.id for source in rain(minimal, en=text).document.sources] == []
    assert [source.id for source in rain(minimal, en=text, audience="staff").document.sources] == ["almanac-2024"]


# --- pictures ---


def test_a_picture_is_found_beside_the_text_and_named_in_the_closed_table(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "parents", "en")
    assert made.html.pictures == ("content/modules/money/prices/food-prices/chart.png",)


def test_a_picture_that_does_not_lie_beside_the_text_is_an_error(minimal: Project) -> None:
    minimal.write(f"{RAIN}/en.md", 'Rain.\n\n![A cloud](cloud.png "A cloud")\n')
    assert (
        f'{RAIN}/en.md:3: error: the picture "cloud.png" does not lie beside the text\n'
        f"    hint: put it (PNG or JPEG) into {RAIN}/ and name it without a path"
    ) in errors(minimal, "umbrellas", "readers", "en")
