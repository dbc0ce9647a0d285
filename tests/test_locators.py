"""The place that a citation names: understood in either script, printed as the edition names it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder import locators

TABLE = [
    ("p. 3", "3頁", "p. 3"),
    ("p.3", "3頁", "p. 3"),
    ("3", "3頁", "p. 3"),
    ("3頁", "3頁", "p. 3"),
    ("３頁", "3頁", "p. 3"),
    ("ｐ．３", "3頁", "p. 3"),
    ("3ページ", "3頁", "p. 3"),
    ("p. xii", "xii頁", "p. xii"),
    ("pp. 3-5", "3～5頁", "pp. 3–5"),
    ("3〜5頁", "3～5頁", "pp. 3–5"),
    ("pp. 3–5, 8, 10–12", "3～5、8、10～12頁", "pp. 3–5, 8, 10–12"),
    ("3頁、5頁", "3、5頁", "pp. 3, 5"),
    ("pp. 3 and 5", "3、5頁", "pp. 3, 5"),
    ("vol. 2, p. 33", "第2巻、33頁", "vol. 2, p. 33"),
    ("第12巻第3号", "第12巻第3号", "vol. 12, no. 3"),
    ("part II", "第II部", "pt. II"),
    ("chap. 2", "第2章", "chap. 2"),
    ("Chapter 2", "第2章", "chap. 2"),
    ("第2章", "第2章", "chap. 2"),
    ("第2～4章", "第2～4章", "chaps. 2–4"),
    ("chap. 2, sec. 3", "第2章第3節", "chap. 2, sec. 3"),
    ("§ 4", "第4節", "sec. 4"),
    ("para. 12", "第12段落", "para. 12"),
    ("12段落", "第12段落", "para. 12"),
    ("段落12", "第12段落", "para. 12"),
    ("art. 5", "第5条", "art. 5"),
    ("Article 5", "第5条", "art. 5"),
    ("第5条", "第5条", "art. 5"),
    ("arts. 4, 5", "第4、5条", "arts. 4, 5"),
    ("第5条第2項", "第5条第2項", "art. 5, para. 2"),
    ("art. 5, para. 2", "第5条第2項", "art. 5, para. 2"),
    ("art. 5(2)", "第5条第2項", "art. 5, para. 2"),
    ("art. 5(2)(3)", "第5条第2項第3号", "art. 5, para. 2, item 3"),
    ("第9条の2", "第9条の2", "art. 9-2"),
    ("fig. 1", "図1", "fig. 1"),
    ("figs 1, 2", "図1、図2", "figs. 1, 2"),
    ("図1、2", "図1、図2", "figs. 1, 2"),
    ("図1、2、3行目", "図1、2、3行目", "fig. 1, lines 2, 3"),
    ("図1、表2", "図1、表2", "fig. 1, table 2"),
    ("note 3", "注3", "note 3"),
    ("注（3）", "注3", "note 3"),
    ("脚注3", "注3", "note 3"),
    ("line 9", "9行目", "line 9"),
    ("9行目", "9行目", "line 9"),
    ("annex A", "附属書A", "annex A"),
    ("附属書1", "附属書1", "annex 1"),
]


@pytest.mark.parametrize("typed, in_japanese, in_english", TABLE)
def test_a_place_is_understood_in_either_script(typed: str, in_japanese: str, in_english: str) -> None:
    found = locators.parse(typed)
    assert (locators.in_words(found, "ja"), locators.in_words(found, "en")) == (in_japanese, in_english)
    assert found.suffix == ""


@pytest.mark.parametrize(
    "typed, in_english, suffix",
    [
        ("p. 3, and elsewhere", "p. 3", ", and elsewhere"),
        ("p. 3 and elsewhere", "p. 3", " and elsewhere"),
        ("第5条、特に後段", "art. 5", ", 特に後段"),
        ("2024年版", "", ", 2024年版"),
        ("3頁の表", "", ", 3頁の表"),
        ("passim", "", ", passim"),
        ("note the date", "", ", note the date"),
        ("no comment", "", ", no comment"),
        ("part of the text", "", ", part of the text"),
        ("the ITPP, p. 3", "", ", the ITPP, p. 3"),
        ("12 of them", "", ", 12 of them"),
        ("", "", ""),
    ],
)
def test_what_is_no_place_stays_the_authors_words(typed: str, in_english: str, suffix: str) -> None:
    found = locators.parse(typed)
    assert (locators.in_words(found, "en"), found.suffix) == (in_english, suffix)


NUMBERS = st.lists(
    st.one_of(
        st.integers(1, 999).map(str),
        st.tuples(st.integers(1, 400), st.integers(401, 999)).map(lambda both: f"{both[0]}-{both[1]}"),
    ),
    min_size=1,
    max_size=4,
).map(", ".join)
LABELS = ["pp.", "chap.", "secs", "paras.", "arts.", "figs", "tables", "notes", "lines", "vols", "annexes"]


@given(st.lists(st.tuples(st.sampled_from(LABELS), NUMBERS), min_size=1, max_size=3, unique_by=lambda part: part[0]))
def test_what_is_printed_in_one_language_is_understood_for_the_other(parts: list[tuple[str, str]]) -> None:
    first = locators.parse(", ".join(f"{label} {numbers}" for label, numbers in parts))
    assert first.suffix == ""
    words = {language: locators.in_words(first, language) for language in ("ja", "en")}
    for printed in words.values():
        again = locators.parse(printed)
        assert again.suffix == ""
        assert {language: locators.in_words(again, language) for language in words} == words


@given(st.text(max_size=60))
def test_no_text_is_lost(typed: str) -> None:
    found = locators.parse(typed)
    if not found.parts:
        assert found.suffix.removeprefix(", ") == typed.strip()
    assert typed.strip().endswith(found.suffix.lstrip(", "))
