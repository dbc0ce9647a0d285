"""Four formats from one set of parts: which stand in which, in what order, and what the lists of facts say."""

from __future__ import annotations

import re

import pytest
from conftest import REPOSITORY, Project
from drafts import draft, errors
from test_compose import add_module, order

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.document import ContestedFact, FactRecord
from briefbuilder.draft import Draft
from briefbuilder.inspect import _compare_with_document
from briefbuilder.proof.expected import expect

KITCHEN, FREE = "briefs/kitchen-or-centre.yaml", "briefs/free-school-meals.yaml"
UMBRELLAS = "briefs/umbrellas.yaml"


def of_format(project: Project, name: str, *, audience: str = "council", language: str = "en") -> Draft:
    """Return the brief on kitchens in another format."""
    project.edit(KITCHEN, "format:\n  council: dossier\n  parents: glance\n", f"format: {name}\n")
    return draft(project, "kitchen-or-centre", audience, language)


def parts_of(made: Draft) -> list[str]:
    """Return the parts of a page in order, by their classes; the sections as one."""
    found = re.findall(r'<(?:header|section|footer) class="([a-z-]+)[^"]*"', made.html.text)
    return [name for before, name in zip(["", *found], found, strict=False) if name != before]


HEAD = ["masthead", "answer", "key-points"]
FOOT = ["terms", "sources", "colophon"]


@pytest.mark.parametrize(
    "name, parts",
    [
        ("glance", [*HEAD, "facts-box", "numbered", "watch", "corrections", *FOOT]),
        ("brief", [*HEAD, "facts-box", "numbered", "watch", "corrections", *FOOT]),
        ("issue", [*HEAD, "contents", "facts-box", "numbered", "watch", "corrections", "timeline", *FOOT]),
        (
            "dossier",
            [
                *(*HEAD, "contents", "facts-box", "numbered", "watch", "corrections"),
                *("timeline", "facts-annex", "contested", *FOOT),
            ],
        ),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_format_has_its_parts_in_order(school_meals: Project, name: str, parts: list[str], language: str) -> None:
    assert parts_of(of_format(school_meals, name, language=language)) == parts


def test_a_part_that_nobody_ordered_is_not_there(school_meals: Project) -> None:
    text = (school_meals.root / KITCHEN).read_text("utf-8")
    school_meals.write(KITCHEN, re.sub("^(?:facts_box|timeline):.*\n", "", text, flags=re.M))
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert not {"facts-box", "timeline"} & set(parts_of(made))
    assert "Timeline" not in made.html.text


def test_the_key_points_of_the_longer_formats_are_the_summary(school_meals: Project) -> None:
    assert "要旨" in of_format(school_meals, "issue", language="ja").html.text
    assert "要点" in draft(school_meals, "free-school-meals", "parents", "ja").html.text


def test_a_brief_orders_a_format_for_each_audience_or_one_for_all(school_meals: Project) -> None:
    formats = {
        name: draft(school_meals, "kitchen-or-centre", name, "en").html.text.count('class="glance"')
        for name in ("parents", "council")
    }
    assert formats == {"parents": 1, "council": 0}
    school_meals.edit(KITCHEN, "format:\n  council: dossier\n  parents: glance\n", "format: {parents: issue}\n")
    assert 'class="issue"' in draft(school_meals, "kitchen-or-centre", "parents", "en").html.text
    assert 'class="brief"' in draft(school_meals, "kitchen-or-centre", "council", "en").html.text  # the council's own


# --- facts box ---


def test_the_facts_box_gives_figures_with_their_days_and_sources(school_meals: Project) -> None:
    rows = draft(school_meals, "kitchen-or-centre", "council", "en").document.facts_box
    assert [(row.label, row.value[0].children[0], row.when, row.sources) for row in rows] == [  # type: ignore[union-attr]
        (
            "Cost of a new central kitchen",
            "¥1.23 billion (according to the board of education’s estimate)",
            "since February 2026",
            "みどり町教育委員会 (2026)",
        ),
        ("Cost of kitchens at every school", "¥1.69 billion", "since February 2026", "みどり町教育委員会 (2026)"),
        ("Pupils in Midori", "1,240 pupils", "since 1 May 2025", "みどり町教育委員会 (2026)"),
        ("Charge for one meal", "¥280", "since May 2019", "鈴木一郎・佐藤桜 (2023)"),
    ]
    japanese = draft(school_meals, "kitchen-or-centre", "council", "ja").document.facts_box
    assert [row.when for row in japanese] == [
        "令和8年2月から",
        "令和8年2月から",
        "令和7年5月1日から",
        "令和元年5月から",
    ]
    assert japanese[2].value[0].children == ("1,240人",)  # type: ignore[union-attr]


def test_numbers_in_the_box_are_figures_where_running_text_spells_them_out(minimal: Project) -> None:
    minimal.edit("content/facts/weather.yaml", "value: 121", "value: 3")
    minimal.edit(UMBRELLAS, "sections:", "facts_box: [rainy-days]\nsections:")
    made = draft(minimal, "umbrellas", "readers", "en")
    assert "There were three days of rain" in re.sub("<[^>]+>", "", made.html.text)
    assert made.document.facts_box[0].value[0].children == ("3 days",)  # type: ignore[union-attr]


def test_a_dated_fact_of_the_box_says_of_which_day_it_is(school_meals: Project) -> None:
    school_meals.edit(FREE, "sections:\n", "facts_box: [free-meals-status, petition-submitted]\nsections:\n")
    rows = draft(school_meals, "free-school-meals", "parents", "en").document.facts_box
    assert [row.when for row in rows] == ["as of 15 September 2026", ""]  # a date needs none
    assert rows[1].value[0].children == ("19 March 2026",)  # type: ignore[union-attr]  # without the "on" of running text


def test_facts_of_the_box_count_as_printed_and_their_sources_are_listed(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "parents", "en")
    assert ("kitchens-cost", "brief") in {(fact.id, fact.module) for fact in made.edition.facts}
    school_meals.edit(KITCHEN, "facts_box: [", "facts_box: [support-rate, ")
    again = draft(school_meals, "kitchen-or-centre", "parents", "en")
    assert len(again.edition.facts) == len(made.edition.facts) + 1
    assert "midori-nichinichi-2026" in {source.id for source in again.document.sources}


def test_a_list_that_the_format_does_not_print_prints_no_facts(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "parents", "en")  # a glance has no timeline
    assert made.document.timeline == ()
    assert "centre-opened" in {fact.id for fact in made.edition.facts}  # a key point has it
    assert "petition-submitted" not in {fact.id for fact in made.edition.facts}


# --- timeline ---


def test_the_timeline_runs_by_date_each_no_more_precise_than_it_is_known(school_meals: Project) -> None:
    events = draft(school_meals, "kitchen-or-centre", "council", "en").document.timeline
    assert [(_words(event.when), event.label, _words(event.value)) for event in events] == [
        ("1978", "Opening of the central kitchen", ""),
        ("May 2019", "The previous rise in the charge", ""),
        ("May 2019", "Charge for one meal", "¥280"),
        ("2026–2030", "Period of the building plan", ""),
        ("19 March 2026", "State of the free meals question", "under review by the board of education"),
        ("19 March 2026", "Petition handed in", ""),
    ]
    japanese = draft(school_meals, "kitchen-or-centre", "council", "ja").document.timeline
    assert [_words(event.when) for event in japanese][:4] == [
        "昭和53年",
        "令和元年5月",
        "令和元年5月",
        "令和8年から令和12年まで",
    ]


def _words(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, tuple):
        return "".join(map(_words, content))
    return _words(content.children)  # type: ignore[attr-defined]


# --- annexes of the dossier ---


def record(made: Draft, name: str) -> FactRecord:
    return next(item for item in made.document.facts_annex if item.id == f"fact-{name}")


def contested(made: Draft, name: str) -> ContestedFact:
    return next(item for item in made.document.contested if item.id == f"claims-{name}")


def test_the_facts_annex_holds_every_printed_fact_once(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    listed = [item.id.removeprefix("fact-") for item in made.document.facts_annex]
    assert sorted(listed) == sorted({fact.id for fact in made.edition.facts})
    assert len(listed) > 5


def test_the_facts_annex_tells_former_values_and_none_of_after_the_briefs_day(school_meals: Project) -> None:
    found = record(draft(school_meals, "kitchen-or-centre", "council", "en"), "meal-fee")
    assert (found.words, found.when, found.checked) == ("¥280", "since May 2019", "last checked 1 March 2026")
    assert [(former.words, former.when) for former in found.history] == [("¥250", "April 2009 to April 2019")]
    line = "{value: 280, from: 2019-05, to: 2026-08, sources: [suzuki-sato-2023], checked: 2026-0"
    school_meals.edit("content/facts/meals.yaml", f"{line}3-01", f"{line}5-01")
    assert record(draft(school_meals, "kitchen-or-centre", "council", "en"), "meal-fee").checked == ""


def test_contested_facts_say_who_says_what_and_what_it_is_worth(school_meals: Project) -> None:
    found = contested(draft(school_meals, "kitchen-or-centre", "council", "en"), "midori-pupils")
    assert (found.label, found.words) == ("Pupils in Midori", "1,240 pupils")
    (claim,) = found.claims
    assert (claim.words, claim.asserted, claim.verdict) == ("1,300", "November 2025", "imprecise")
    assert claim.note == "Apparently counts pupils who go to school outside the town."
    japanese = contested(draft(school_meals, "kitchen-or-centre", "council", "ja"), "midori-pupils")
    assert (japanese.claims[0].verdict, japanese.claims[0].asserted) == ("不正確", "令和7年11月")


def test_a_fact_on_which_all_sources_agree_is_not_contested(school_meals: Project) -> None:
    school_meals.edit("content/facts/meals.yaml", "      verdict: imprecise\n", "      verdict: agrees\n")
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert "claims-midori-pupils" not in {item.id for item in made.document.contested}


def test_words_of_a_claim_stand_in_the_language_of_the_edition(school_meals: Project) -> None:
    school_meals.edit(
        "content/facts/meals.yaml",
        "      sources: [tanaka-2019, midori-board-2026]\n",
        "      sources: [tanaka-2019, midori-board-2026]\n  claims:\n"
        "    - {by: meal-leaflet-2025, value: {ja: 民間の工場, en: a factory}, verdict: wrong}\n",
    )
    school_meals.edit(KITCHEN, "facts_box: [", "facts_box: [kitchen-model, ")
    for language, words in (("ja", "民間の工場"), ("en", "a factory")):
        made = draft(school_meals, "kitchen-or-centre", "council", language)
        assert contested(made, "kitchen-model").claims[0].words == words


@pytest.mark.parametrize(
    "at, japanese, english",
    [
        ("line 9", "9行目", "line 9"),
        ("lines 9, 28", "9、28行目", "lines 9, 28"),
        ("lines 143-147", "143～147行目", "lines 143–147"),
        ("the last caption", "the last caption", "the last caption"),
    ],
)
def test_the_place_of_a_claim_is_named_as_citations_name_places(
    school_meals: Project, at: str, japanese: str, english: str
) -> None:
    school_meals.edit(
        "content/facts/meals.yaml",
        "      sources: [tanaka-2019, midori-board-2026]\n",
        "      sources: [tanaka-2019, midori-board-2026]\n  claims:\n"
        f'    - {{by: meal-leaflet-2025, at: "{at}", value: {{ja: 工場, en: a factory}}, verdict: wrong}}\n',
    )
    school_meals.edit(KITCHEN, "facts_box: [", "facts_box: [kitchen-model, ")
    for language, words in (("ja", japanese), ("en", english)):
        made = draft(school_meals, "kitchen-or-centre", "council", language)
        assert contested(made, "kitchen-model").claims[0].at == words


def test_sources_that_only_a_claim_names_are_listed_in_the_dossier_alone(school_meals: Project) -> None:
    assert "meal-leaflet-2025" in _listed(draft(school_meals, "kitchen-or-centre", "council", "en"))
    assert "meal-leaflet-2025" not in _listed(draft(school_meals, "kitchen-or-centre", "parents", "en"))


def test_a_claim_of_a_source_that_these_readers_may_not_see_is_left_out(school_meals: Project) -> None:
    school_meals.edit(
        "content/references.overlay.yaml", "meal-leaflet-2025:\n", "meal-leaflet-2025:\n  handling: restricted\n"
    )
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert made.document.contested == ()


def _listed(made: Draft) -> set[str]:
    return {source.id for source in made.document.sources}


def test_the_dossier_explains_the_terms_that_its_readers_know_too(school_meals: Project) -> None:
    def names(format_: str) -> set[str]:
        school_meals.write(KITCHEN, re.sub("parents: [a-z]+", f"parents: {format_}", text))
        return {term.id for term in draft(school_meals, "kitchen-or-centre", "parents", "en").document.terms}

    text = (school_meals.root / KITCHEN).read_text("utf-8")
    assert "school-meals" not in names("brief")
    assert "school-meals" in names("dossier")


# --- sources of the glance ---


def test_a_glance_calls_a_source_by_its_short_name_and_note_or_gives_it_in_full(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "parents", "en")
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", made.html.text.partition('class="sources"')[2]))
    page = page.replace("\u2060", "")
    assert "official (1): みどり町教育委員会 (2026), note 1" in page
    for source in made.document.sources:
        assert source.note or _words(source.entry) in page


# --- options ---


def test_options_are_numbered_for_themselves_after_the_other_parts(minimal: Project) -> None:
    for name in ("sun", "wind"):
        add_module(minimal, name)
        minimal.edit(f"content/modules/weather/{name}/module.yaml", "kind: background", "kind: option")
    order(minimal, "  - title: {ja: 選択肢, en: Options}\n    modules: [sun, rain, wind]\n")
    section = draft(minimal, "umbrellas", "readers", "en").document.sections[0]
    assert [part.module for part in section.parts] == ["rain"]
    assert [(part.number, part.heading) for part in section.options] == [
        ("Option 1", "Title sun"),
        ("Option 2", "Title wind"),
    ]
    japanese = draft(minimal, "umbrellas", "readers", "ja")
    assert [part.number for part in japanese.document.sections[0].options] == ["案1", "案2"]
    assert "案2" in japanese.html.text


def test_a_text_refers_to_an_option_by_its_section_and_number(minimal: Project) -> None:
    for name in ("sun", "wind"):
        add_module(minimal, name, text="See @sec-wind.")
        minimal.edit(f"content/modules/weather/{name}/module.yaml", "kind: background", "kind: option")
    order(minimal, "  - title: {ja: 選択肢, en: Options}\n    modules: [sun, wind]\n")
    assert ">section 1, option 2</a>" in draft(minimal, "umbrellas", "readers", "en").html.text.replace("\u2060", "")
    assert ">第1の案2</a>" in draft(minimal, "umbrellas", "readers", "ja").html.text


def test_one_option_by_itself_is_a_part_like_others(minimal: Project) -> None:
    add_module(minimal, "sun")
    minimal.edit("content/modules/weather/sun/module.yaml", "kind: background", "kind: option")
    order(minimal, "  - title: {ja: 選択肢, en: Options}\n    modules: [sun, rain]\n")
    section = draft(minimal, "umbrellas", "readers", "en").document.sections[0]
    assert [part.module for part in section.parts] == ["sun", "rain"]
    assert section.options == ()


# --- bad input ---


def test_a_fact_never_to_be_printed_is_refused_where_the_box_names_it(school_meals: Project) -> None:
    school_meals.edit(KITCHEN, "facts_box: [centre-cost", "facts_box: [state-subsidy")
    (found,) = errors(school_meals, "kitchen-or-centre", "parents", "en")
    assert found.startswith('briefs/kitchen-or-centre.yaml:30:13: error: the fact "state-subsidy" must not be printed')


def test_a_template_that_names_an_unknown_block_is_refused(school_meals: Project) -> None:
    school_meals.write("templates/poster.html", "{# blocks: facts-bux #}<html><body></body></html>")
    school_meals.edit(KITCHEN, "parents: glance", "parents: poster")
    (found,) = errors(school_meals, "kitchen-or-centre", "parents", "en")
    assert found == 'templates/poster.html: error: unknown block "facts-bux"\n    hint: did you mean "facts-box"?'


# --- proof ---


def test_a_list_of_facts_out_of_order_is_found(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert _said(made, made) == []
    partial = "templates/parts/timeline.html"
    text = (REPOSITORY / partial).read_text("utf-8")
    school_meals.write(partial, text.replace("event in document.timeline", "event in document.timeline|reverse"))
    spoilt = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert _said(spoilt, made) == ['the template prints "1978" out of order']


@pytest.mark.parametrize("part", ["facts-box", "timeline", "facts-annex", "contested"])
def test_a_list_of_facts_that_a_template_omits_is_found(school_meals: Project, part: str) -> None:
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    school_meals.write(f"templates/parts/{part}.html", "")
    spoilt = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert any("leaves out" in item for item in _said(spoilt, made))


def test_a_line_that_a_template_leaves_out_of_a_list_is_found_though_it_stands_elsewhere(school_meals: Project) -> None:
    made = draft(school_meals, "kitchen-or-centre", "council", "en")
    partial = "templates/parts/facts-annex.html"
    text = (REPOSITORY / partial).read_text("utf-8")
    school_meals.write(partial, text.replace("{{ record.sources }}", ""))
    spoilt = draft(school_meals, "kitchen-or-centre", "council", "en")
    assert 'the template leaves out "みどり町教育委員会 (2026)"' in _said(spoilt, made)


def _said(page: Draft, wanted: Draft) -> list[str]:
    """Return what the proof says of a page in HTML and the document that it should show."""
    findings = Findings()
    _compare_with_document(wanted.document, expect(page.html.text), Place("x.pdf"), findings)
    return [str(item.message) for item in findings.items]
