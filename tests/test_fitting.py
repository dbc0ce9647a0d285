"""An edition between its ladder and its budget: drafts instead of prints, and a record that is told what they show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Project
from test_select import write_module, write_sections

from briefbuilder.copyfit import Trial
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.measure import measure
from briefbuilder.plan import Target
from briefbuilder.read import read
from briefbuilder.sources import Folder

TEXT = "word " * 30 + "\n\n<!-- more -->\n\n" + "more " * 60


def fitting_of(project: Project, language: str = "en", **more: int) -> Fitting:
    library, findings = read(Folder(project.root))
    return Fitting(library, findings, Target("sledges", "readers", language), House(project.root), **more)


@pytest.fixture
def winter(minimal: Project) -> Project:
    """A brief of three modules: one core, one useful, one optional."""
    for name, relevance in (("frost", "core"), ("sleet", "useful"), ("fog", "optional")):
        write_module(minimal, name, relevance=relevance, text=TEXT)
    write_sections(minimal, "modules: [frost, sleet, fog]")
    minimal.write("templates/calibration.json", '{"brief": {"en": {"per_page": 400, "fixed": 1.0}}}')
    return minimal


class Pages:
    """Answers for the press: so many words are a page. It remembers what it was asked."""

    def __init__(self, words: int) -> None:
        self.words, self.asked = words, []  # type: ignore[var-annotated]

    def __call__(self, draft: Draft) -> Trial:
        self.asked.append(draft.key)
        pages, rest = divmod(measure(draft.edition).total, self.words)
        return Trial(pages + 1, round(rest / self.words, 3))


def set_budget(project: Project, budget: str) -> None:
    path, key = "content/audiences.yaml", "  format: brief\n"
    text = (project.root / path).read_text("utf-8")
    project.write(path, text.replace(key, f"{key}  budget: {budget}\n", 1))


def test_without_a_budget_everything_is_printed_in_full(winter: Project) -> None:
    fitted = fitting_of(winter).search(Pages(50))
    assert fitted.is_settled
    assert set(fitted.lengths.values()) == {"full"}


def test_a_budget_of_words_is_kept_to_the_word(winter: Project) -> None:
    fitting = fitting_of(winter)
    whole = fitting.text_of(fitting.ladder.rungs[0])
    for limit, expected in ((whole, "full"), (whole - 1, "short")):
        set_budget(winter, f"{{en: {limit}}}")
        assert fitting_of(winter).search(Pages(50)).lengths["fog"] == expected
        winter.edit("content/audiences.yaml", f"  budget: {{en: {limit}}}\n", "")


def test_each_language_keeps_its_own_budget(winter: Project) -> None:
    set_budget(winter, "{ja: 500}")
    english, japanese = (fitting_of(winter, language).search(Pages(50)) for language in ("en", "ja"))
    assert english.lengths["fog"] == "full"
    assert japanese.lengths.get("fog") != "full"


def test_what_a_print_shows_is_asked_once_and_settles_the_plan(winter: Project) -> None:
    set_budget(winter, "{pages: 4}")
    press = Pages(50)
    fitted = fitting_of(winter).search(press)
    assert fitted.is_settled
    assert len(press.asked) == len(set(press.asked)) == len(fitted.trials)
    assert fitted.fit is not None
    assert fitted.fit.trial == fitted.trials[fitted.draft.key]  # type: ignore[union-attr]


def test_a_search_that_nobody_answers_names_the_plan_to_print_first(winter: Project) -> None:
    set_budget(winter, "{pages: 4}")
    fitted = fitting_of(winter).search(lambda _: None)
    assert not fitted.is_settled
    assert not fitted.is_failed
    assert fitted.fit is None
    assert fitted.draft is not None


def test_recorded_prints_lead_to_the_same_plan_without_the_press(winter: Project) -> None:
    set_budget(winter, "{pages: 4}")
    first = fitting_of(winter).search(Pages(50))
    again = fitting_of(winter).search(lambda draft: first.trials.get(draft.key))
    assert again.is_settled
    assert again.lengths == first.lengths


def test_prints_of_another_budget_change_no_plan(winter: Project) -> None:
    set_budget(winter, "{pages: 4}")
    first = fitting_of(winter).search(Pages(50))
    others: dict[str, Trial] = {}
    for pages in (1, 2, 3, 5, 6):
        others |= fitting_of(winter, pages=pages).search(Pages(50)).trials
    press = Pages(50)
    again = fitting_of(winter).search(lambda draft: others.get(draft.key) or press(draft))
    assert again.lengths == first.lengths
    assert len(press.asked) <= len(first.trials)


def test_a_change_in_a_module_that_no_tried_plan_holds_asks_for_no_print(winter: Project) -> None:
    set_budget(winter, "{pages: 2}")
    winter.write("templates/calibration.json", '{"standard": {"a4": {"brief": {"en": {"per_page": 50, "fixed": 0}}}}}')
    first = fitting_of(winter).search(Pages(50))
    assert "fog" not in first.lengths
    winter.write("content/modules/sky/fog/en.md", TEXT.replace("word", "other") + "\n")
    again = fitting_of(winter).search(lambda draft: first.trials.get(draft.key))
    assert again.is_settled


def test_pages_asked_for_once_take_the_place_of_the_budget(winter: Project) -> None:
    set_budget(winter, "{pages: 9}")
    assert fitting_of(winter, pages=3).search(Pages(60)).fit.trial.pages <= 3  # type: ignore[union-attr]


def test_a_core_set_beyond_the_pages_says_by_how_much_and_what_it_is_made_of(winter: Project) -> None:
    set_budget(winter, "{pages: 1}")
    fitted = fitting_of(winter).search(Pages(20))
    assert fitted.is_failed
    (finding,) = map(str, fitted.findings)
    assert finding.splitlines() == [
        'content/audiences.yaml:9:12: error: the shortest plan of "sledges.readers.en" has 3 pages, 2 over the budget '
        "(about 520 words)",
        "    hint: raise the budget, or write shorter: the brief's own texts take 12 words; core are frost (33)",
    ]


def test_an_edition_with_errors_is_not_searched(winter: Project) -> None:
    winter.write("content/modules/sky/frost/en.md", "A {fact:nowhere}.\n")
    press = Pages(50)
    fitted = fitting_of(winter).search(press)
    assert fitted.is_failed
    assert press.asked == []


def test_the_fact_that_is_dated_at_its_first_use_is_measured_where_it_is_used(winter: Project) -> None:
    fitting = fitting_of(winter)
    for lengths in fitting.ladder.rungs:
        draft, _ = fitting.draft_of(lengths)
        assert draft is not None
        assert measure(draft.edition).total == fitting.text_of(lengths)


def test_both_languages_walk_down_the_same_ladder(winter: Project) -> None:
    english, japanese = fitting_of(winter, "en").ladder, fitting_of(winter, "ja").ladder
    assert english == replace(japanese)
