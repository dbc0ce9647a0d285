"""The breaking pass on finished HTML: the last letters of a Japanese paragraph keep together."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.pages import Html
from briefbuilder.typeset import typeset


def page(text: str, language: str = "ja") -> Html:
    return Html(text, ("styles/a.css",), ("b.png",), language)


def set_in(text: str, language: str = "ja") -> str:
    return typeset(page(text, language)).text


@pytest.mark.parametrize(
    "written, typeset_as",
    [
        ("<p>雨が降る。</p>", '<p>雨が<span class="tail">降る。</span></p>'),
        ('<p data-block="b1">雨が降る。</p>', '<p data-block="b1">雨が<span class="tail">降る。</span></p>'),
        ("<p>雨だ。</p><p>雪が降る。</p>", "both"),
        # A character reference is one letter.
        ("<p>AとB&amp;C</p>", '<p>Aと<span class="tail">B&amp;C</span></p>'),
        ("<p>雨&#39;雪&#39;</p>", '<p>雨<span class="tail">&#39;雪&#39;</span></p>'),
        ("<p>雨あ&lt;&gt;</p>", '<p>雨<span class="tail">あ&lt;&gt;</span></p>'),
        ("<p>甲&#x96EA;乙丙</p>", '<p>甲<span class="tail">&#x96EA;乙丙</span></p>'),
    ],
)
def test_the_last_three_letters_of_a_japanese_paragraph_keep_together(written: str, typeset_as: str) -> None:
    if typeset_as == "both":
        typeset_as = '<p><span class="tail">雨だ。</span></p><p>雪が<span class="tail">降る。</span></p>'
    assert set_in(written) == typeset_as


@pytest.mark.parametrize(
    "written",
    [
        "<p>雨</p>",
        "<p>雨だ</p>",
        "<p></p>",
        "<h2>雨が降る。</h2>",
        "<p>雨が<strong>降る。</strong></p>",  # the tail may not cross a tag
        '<p>雨が降る<span class="note">注である。</span></p>',
        "<p>雨が降る。<br></p>",
        "<p>a b c</p>",
    ],
)
def test_other_texts_stay_as_they_are(written: str) -> None:
    assert set_in(written) == written


def test_an_english_page_stays_as_it_is() -> None:
    assert set_in("<p>It rains in Japan.</p>", "en") == "<p>It rains in Japan.</p>"


def test_what_a_page_needs_stays_with_it() -> None:
    made = typeset(page("<p>雨が降る。</p>"))
    assert (made.styles, made.pictures, made.language) == (("styles/a.css",), ("b.png",), "ja")


@given(st.text(st.sampled_from("雨が降る。&<>\"' ;#a1x"), max_size=12))
def test_no_word_is_lost_and_no_character_reference_split(words: str) -> None:
    made = set_in(f"<p>{escape(words)}</p>")
    tail = re.search(r'<span class="tail">(.*?)</span>', made)
    plain = made.replace('<span class="tail">', "").replace("</span>", "")
    assert plain == f"<p>{escape(words)}</p>"
    if tail:
        assert len(unescape(tail[1])) == 3
        assert unescape(re.sub(r"<[^>]*>", "|", made)) == f"|{words[:-3]}|{words[-3:]}||"
