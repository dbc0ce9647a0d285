"""Tables and paragraphs for a terminal fit its width, in Western and in Japanese letters."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.report import fitted, shortened, wrapped


def columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def test_a_table_cuts_its_flexible_columns_in_their_order_and_no_others() -> None:
    rows = [("nato-members", "事実の値は三十二か国である", "a-long-name-of-a-source", "2024-03-07")]
    head = ("fact", "value", "sources", "since")
    whole, narrower, narrow = (
        fitted(rows, head, columns=width, flexible={2: 8, 1: 8}).splitlines()[1] for width in (80, 62, 50)
    )
    assert whole == "nato-members  事実の値は三十二か国である  a-long-name-of-a-source  2024-03-07"
    assert narrower == "nato-members  事実の値は三十二か国である  a-long-…  2024-03-07"
    assert narrow == "nato-members  事実の値は三…  a-long-…  2024-03-07"
    for width in range(40, 80):
        for line in fitted(rows, head, columns=width, flexible={2: 8, 1: 8}).splitlines():
            assert columns(line) <= max(width, 12 + 8 + 8 + 10 + 6)
            assert "nato-members" in line or "fact" in line


@pytest.mark.parametrize(
    "text, width, expected",
    [
        ("members", 7, "members"),
        ("members", 6, "membe…"),
        ("三十二か国", 10, "三十二か国"),
        ("三十二か国", 8, "三十二…"),
    ],
)
def test_what_is_cut_off_is_marked(text: str, width: int, expected: str) -> None:
    assert shortened(text, width) == expected


def test_western_words_stay_whole_and_japanese_lines_neither_begin_with_a_stop_nor_end_with_an_opening_bracket() -> (
    None
):
    assert wrapped("Says it was set up in 2025.", columns=14, indent="  ") == "  Says it was\n  set up in\n  2025."
    assert wrapped("代表部は独立した。", columns=16, indent="") == "代表部は独立し\nた。"
    assert wrapped("代表部は独立（専任）", columns=14, indent="") == "代表部は独立\n（専任）"
    assert wrapped("x" * 12, columns=5, indent="") == "xxxxx\nxxxxx\nxx"


@given(st.text(alphabet="ab 。、（」あ漢Ａ–", max_size=60), st.integers(20, 40))
def test_no_line_is_wider_than_it_may_be_and_no_letter_is_lost(text: str, width: int) -> None:
    made = wrapped(text, columns=width, indent="  ")
    assert "".join(made.split()) == "".join(text.split())
    assert all(columns(line) <= width for line in made.split("\n"))
