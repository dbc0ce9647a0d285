"""English: numbers, units, names and dashes stay on the line of what they belong to; no letter is changed."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.typeset_english import hold_together


def held(text: str) -> str:
    """Return a set text with a tilde in place of each space at which no line may end."""
    return hold_together(text).replace(" \u2060", "~").replace("\n\u2060", "~")


@pytest.mark.parametrize(
    "text, signs",
    [
        ("under Article 5 of", "under Article~5 of"),
        ("Articles 4 and 5", "Articles~4 and 5"),
        ("Resolution 1244, No. 2, pp. 3–4, vol. 7", "Resolution~1244, No.~2, pp.~3–4, vol.~7"),
        ("2 per cent of GDP", "2~per~cent of GDP"),
        ("¥43 trillion and 300 km", "¥43~trillion and 300~km"),
        ("on 11 September 2001 in May 2025", "on 11~September 2001 in May 2025"),
        ("Mr Rutte and Dr. J. D. Smith", "Mr~Rutte and Dr.~J.~D.~Smith"),
        ("three capitals – Paris, Rome", "three capitals~– Paris, Rome"),
        ("three capitals — Paris", "three capitals~— Paris"),
        ("Article\n5", "Article~5"),
        # What only looks like it.
        ("partner 5", "partner 5"),
        ("with NATO. But", "with NATO. But"),
        ("in 2018 and", "in 2018 and"),
        ("5 kmh, 300 mmm", "5 kmh, 300 mmm"),
        ("the article on", "the article on"),
        ("2011 Maybe", "2011 Maybe"),
    ],
)
def test_a_number_or_name_is_not_torn_from_what_it_belongs_to(text: str, signs: str) -> None:
    assert held(f"<p>{text}</p>") == f"<p>{signs}</p>"


@pytest.mark.parametrize(
    "written, signs",
    [
        ('<p>Article <span class="fact">5</span></p>', '<p>Article~<span class="fact">5</span></p>'),
        ("<p>about <strong>2</strong> per cent</p>", "<p>about <strong>2</strong>~per~cent</p>"),
        ("<p>Article </p><p>5</p>", "<p>Article </p><p>5</p>"),
        ("<td>Article </td><td>5</td>", "<td>Article </td><td>5</td>"),
        ('<p>a table <span class="note">5</span></p>', '<p>a table <span class="note">5</span></p>'),
        ('<p>x<span class="note">in Article</span> 5</p>', '<p>x<span class="note">in Article</span> 5</p>'),
        ('<p>x<span class="note">p. 3</span> y</p>', '<p>x<span class="note">p.~3</span> y</p>'),
        ('<h2 data-label="Article 5">Article 5</h2>', '<h2 data-label="Article 5">Article~5</h2>'),
        ("<head><title>Article 5</title></head>", "<head><title>Article 5</title></head>"),
        ("<p><code>Article 5</code></p>", "<p><code>Article 5</code></p>"),
    ],
)
def test_tags_neither_hide_a_neighbour_nor_are_changed(written: str, signs: str) -> None:
    assert held(written) == signs


@given(st.lists(st.sampled_from(["Article", "5", "per", "cent", "–", "Mr", "A.", "&", "<", "May", "\n"]), max_size=12))
def test_nothing_but_joiners_is_added_and_none_twice(words: list[str]) -> None:
    written = f"<p>{escape(' '.join(words))}</p>"
    made = hold_together(written)
    assert made.replace("\u2060", "") == written
    assert "\u2060\u2060" not in made
