"""Terms in running text: beside kana and kanji, the longest form, capitals, line ends, forms to avoid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefbuilder import terms
from briefbuilder.diagnostics import Place
from briefbuilder.library import Bilingual, Places, TermEntry


def term(
    name: str, ja: str, en: str, *, short: str = "", accepted: tuple[str, ...] = (), avoided: tuple[str, ...] = ()
) -> TermEntry:
    """Return a term whose further forms count in both languages."""
    return TermEntry(
        name,
        Place("terms.yaml"),
        Places(Place("terms.yaml")),
        Bilingual(ja, en),
        Bilingual(short, short) if short else None,
        None,
        None,
        {"ja": accepted, "en": accepted},
        {"ja": avoided, "en": avoided},
        Bilingual("…", "…"),
    )


NATO = term("nato", "北大西洋条約機構", "North Atlantic Treaty Organization", short="NATO", avoided=("ナトー",))
GENERAL = term("general", "事務局長", "secretary general")
OFFICE = term("office", "連絡事務所", "liaison office", accepted=("事務所",), avoided=("事務局", "bureau"))
EVERY = (NATO, GENERAL, OFFICE)


def used(text: str, language: str = "ja") -> list[str]:
    return [found.id for found in terms.used(text, EVERY, language)]


def avoided(text: str, language: str = "ja") -> list[tuple[str, str, int]]:
    return [(form, found.id, offset) for form, found, offset in terms.avoided(text, EVERY, language)]


@pytest.mark.parametrize("text", ["NATOは", "日本とNATO", "（NATO）", "NATO", "「NATO」の", "のNATO。", "ＡNATOの"])
def test_a_latin_form_counts_beside_japanese_letters(text: str) -> None:
    assert used(text) == ["nato"]


@pytest.mark.parametrize("text", ["NATOs", "SENATO", "NATO2", "nato", "N ATO"])
def test_a_latin_form_counts_as_a_whole_word_only(text: str) -> None:
    assert used(text) == []
    assert used(text, "en") == []


def test_a_japanese_form_counts_anywhere() -> None:
    assert used("東京連絡事務所設置案") == ["office"]


def test_terms_come_in_the_order_of_their_first_use_and_once() -> None:
    assert used("事務所とNATOと事務所と事務局長とNATO") == ["office", "nato", "general"]


def test_a_form_to_avoid_is_found_with_its_place() -> None:
    assert avoided("ナトーの事務局") == [("ナトー", "nato", 0), ("事務局", "office", 4)]


def test_a_form_to_avoid_inside_an_accepted_one_is_none() -> None:
    assert avoided("事務局長が来た") == []
    assert avoided("事務局長と事務局") == [("事務局", "office", 5)]


def test_a_form_that_begins_with_a_small_letter_counts_at_the_head_of_a_sentence() -> None:
    assert used("Liaison offices are no secretary generals. Liaison office.", "en") == ["office"]
    assert avoided("Bureau or bureau, but no BUREAU and no bureaucrat.", "en") == [
        ("bureau", "office", 0),
        ("bureau", "office", 10),
    ]


def test_a_form_counts_over_the_line_ends_of_the_source() -> None:
    assert used("the liaison\noffice", "en") == ["office"]
    assert used("東京連絡事\n務所") == ["office"]
    assert avoided("事務\n局長") == []


def test_a_sign_in_a_form_is_a_sign_and_no_pattern() -> None:
    entry = term("c", "C++（言語）", "C++ (language)")
    assert [found.id for found in terms.used("C++（言語）とは", (entry,), "ja")] == ["c"]
    assert terms.used("CCC（言語）", (entry,), "ja") == ()


def test_no_terms_find_nothing() -> None:
    assert terms.used("NATO", (), "ja") == ()
    assert list(terms.avoided("NATO", (), "en")) == []


# --- what a mark prints ---

ITPP = term("itpp", "国別計画", "Tailored Programme", short="ITPP")


@pytest.mark.parametrize(
    "language, is_known, first, later",
    [
        ("ja", False, "国別計画（ITPP）", "ITPP"),
        ("en", False, "Tailored Programme (ITPP)", "ITPP"),
        ("ja", True, "ITPP", "ITPP"),
        ("en", True, "ITPP", "ITPP"),
    ],
)
def test_a_term_is_given_in_full_where_it_is_met_unless_its_readers_know_it(
    language: str, is_known: bool, first: str, later: str
) -> None:
    forms = terms.forms(ITPP, language, is_known=is_known)
    assert (forms.first, forms.later) == (first, later)
    assert (forms.full, forms.short) == (ITPP.preferred[language], "ITPP")


def test_a_term_without_an_abbreviation_is_the_same_everywhere() -> None:
    assert terms.forms(OFFICE, "en", is_known=False) == terms.Forms(*["liaison office"] * 4)


def test_a_term_may_have_forms_of_its_own() -> None:
    own = replace(ITPP, first=Bilingual("計画", "new technologies (NTs)"), later=Bilingual("同計画", "NTs"))
    assert terms.forms(own, "ja", is_known=False) == terms.Forms("計画", "同計画", "国別計画", "ITPP")
    forms = terms.forms(own, "en", is_known=False, begins=True)
    assert (forms.first, forms.later) == ("New technologies (NTs)", "NTs")
    assert terms.forms(own, "en", is_known=True).first == "NTs"


@pytest.mark.parametrize("ending", ["s", "’s", "es"])
def test_the_ending_belongs_to_the_name_and_to_its_abbreviation(ending: str) -> None:
    forms = terms.forms(ITPP, "en", is_known=False, ending=ending)
    assert (forms.first, forms.later) == (f"Tailored Programme{ending} (ITPP{ending})", f"ITPP{ending}")


def test_a_small_letter_becomes_a_capital_at_the_head_of_an_english_sentence_only() -> None:
    assert terms.forms(OFFICE, "en", is_known=False, begins=True).first == "Liaison office"
    assert terms.forms(term("x", "e計画", "x"), "ja", is_known=False, begins=True).first == "e計画"


# --- the longest form, whole words ---

LATIN = st.text("ABCabc", min_size=1, max_size=5)
JAPANESE = st.text("国別計画のは", min_size=1, max_size=4)
AROUND = st.text("国のは、。（）「」 .,()", max_size=4)


@given(JAPANESE, JAPANESE, AROUND, AROUND)
def test_the_longer_form_always_wins_beside_whatever_it_stands(short: str, more: str, before: str, after: str) -> None:
    shorter, longer = term("short", short, "x"), term("long", short + more, "y")
    assume(short not in before + after and short not in (short + more)[1:])
    text = before + short + more + after
    assume((before + short).find(short) == len(before))
    for order in ((shorter, longer), (longer, shorter)):
        assert [found.id for found in terms.used(text, order, "ja")] == ["long"]
        assert list(terms.avoided(text, order, "ja")) == []


@given(LATIN, LATIN, AROUND, AROUND, st.sampled_from(["ja", "en"]))
def test_a_latin_form_counts_beside_anything_but_never_inside_a_longer_word(
    form: str, more: str, before: str, after: str, language: str
) -> None:
    entry = term("short", form, form)
    assert [found.id for found in terms.used(before + form + after, [entry], language)] == ["short"]
    for word in (form + more, more + form, f"{form}4", f"7{form}"):
        assert terms.used(before + word + after, [entry], language) == ()


@given(LATIN, LATIN, st.sampled_from(["ja", "en"]))
def test_a_longer_latin_name_takes_in_the_shorter_one(form: str, more: str, language: str) -> None:
    both = [term("short", form, form), term("long", f"{form} {more}", f"{form} {more}")]
    assume(more.casefold() != form.casefold())
    assert [found.id for found in terms.used(f"（{form} {more}）", both, language)] == ["long"]
