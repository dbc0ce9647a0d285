"""Words in a drawing: measured by a table, which must tell what the fonts hold; broken into lines that fit."""

from __future__ import annotations

import runpy

import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.charts.lettering import GAP, broken, gaps, width


def test_the_table_of_widths_tells_what_the_fonts_hold() -> None:
    made = runpy.run_path(str(REPOSITORY / "scripts" / "make_widths.py"))["table"]()
    assert (REPOSITORY / "briefbuilder" / "charts" / "widths.py").read_text("utf-8") == made


@pytest.mark.parametrize(
    "words, language, em",
    [
        ("加盟国", "ja", 3.0),
        ("（年）", "ja", 3.0),
        ("加盟32か国", "ja", 4 + 2 * 0.555 + 2 * GAP),
        ("NATO", "en", 0.647 + 0.544 + 0.536 + 0.664),
        ("年", "en", 1.0),
        ("", "ja", 0.0),
    ],
)
def test_words_are_as_wide_as_their_letters_and_the_gaps_between_the_scripts(
    words: str, language: str, em: float
) -> None:
    assert width(words, language=language, size=10) == pytest.approx(em * 10, abs=0.02)


def test_bold_words_are_wider() -> None:
    light, bold = (width("Members", language="en", size=10, weight=weight) for weight in (400, 600))
    assert light < bold


def test_a_gap_stands_where_the_script_changes_and_nowhere_else() -> None:
    assert GAP == 0.2
    assert gaps("日NATO、2年") == (0, GAP, 0, 0, 0, 0, 0, GAP)


LABELS = st.text(st.sampled_from("あいう年、。（）（加盟国NATOmembers 0123456789・「」"), min_size=1, max_size=60)


@given(LABELS, st.floats(min_value=40, max_value=300), st.sampled_from(["ja", "en"]))
def test_broken_words_lose_nothing_and_fit_unless_a_piece_is_too_wide(words: str, limit: float, language: str) -> None:
    lines = broken(words, limit, language=language, size=10)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    for line in lines:
        is_one_piece = broken(line, 1, language=language, size=10) == (line,)
        assert width(line, language=language, size=10) <= limit + 0.01 or is_one_piece


@given(LABELS, st.floats(min_value=40, max_value=300))
def test_no_line_begins_with_a_mark_that_belongs_to_the_line_before(words: str, limit: float) -> None:
    lines = broken(words, limit, language="ja", size=10)
    assert not [line for line in lines[1:] if line[0] in "、。）」・"]


def test_lines_are_about_as_long_as_each_other() -> None:
    assert broken("条約上の防衛義務を伴うか", 110, language="ja", size=10) == ("条約上の防衛", "義務を伴うか")
