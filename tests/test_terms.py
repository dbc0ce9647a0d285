"""Terms in running text: beside kana and kanji, the longest form, capitals, line ends, forms to avoid."""

from __future__ import annotations

import pytest

from briefbuilder import terms
from briefbuilder.diagnostics import Place
from briefbuilder.library import Bilingual, TermEntry


def term(
    name: str, ja: str, en: str, *, short: str = "", accepted: tuple[str, ...] = (), avoided: tuple[str, ...] = ()
) -> TermEntry:
    """Return a term whose further forms count in both languages."""
    return TermEntry(
        name,
        Place("terms.yaml"),
        Bilingual(ja, en),
        Bilingual(short, short) if short else None,
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
