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
        ("<p>雨が降る。</p>", '<p>雨<span class="tail">が降る。</span></p>'),
        ('<p data-block="b1">雨が降る。</p>', '<p data-block="b1">雨<span class="tail">が降る。</span></p>'),
        ("<p>雨だ。</p><p>雪が降る。</p>", "both"),
        # A character reference is one letter.
        (
            "<p>甲。B&amp;C</p>",
            '<p>甲。<span class="tail">B&amp;C</span></p>',
        ),
        ("<p>雨&#39;雪&#39;</p>", '<p>雨<span class="tail">&#39;雪&#39;</span></p>'),
        ("<p>雨あ&lt;&gt;</p>", '<p>雨<span class="tail">あ&lt;&gt;</span></p>'),
        # No line breaks before the call of a note, so that two letters before it are enough.
        (
            '<p>雨が降る<span class="note">注</span>。</p>',
            '<p>雨が<span class="tail">降る</span><span class="note">注</span>。</p>',
        ),
        ("<p>甲&#x96EA;乙丙</p>", '<p>甲<span class="tail">&#x96EA;乙丙</span></p>'),
    ],
)
def test_the_last_three_letters_of_a_japanese_paragraph_keep_together(written: str, typeset_as: str) -> None:
    if typeset_as == "both":
        typeset_as = '<p><span class="tail">雨だ。</span></p><p>雪<span class="tail">が降る。</span></p>'
    assert set_in(written) == typeset_as


@pytest.mark.parametrize(
    "written",
    [
        "<p>雨</p>",
        "<p>雨だ</p>",
        "<p></p>",
        "<td>雨だ</td>",
        "<p>雨が<strong>降る。</strong></p>",  # the tail may not cross a tag
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


# --- headings ---


def test_a_heading_breaks_between_phrases_alone() -> None:
    made = set_in("<h2>現在の協力</h2>")
    assert made.replace("\u2060", "~") == "<h2>現~在~の協~力</h2>"


def test_a_phrase_longer_than_a_narrow_column_may_break() -> None:
    assert set_in("<h2>東京連絡事務所の経緯</h2>").replace("\u2060", "~") == "<h2>東京連絡事務所の経~緯</h2>"


def test_only_headings_are_held_together() -> None:
    assert "\u2060" not in set_in("<p>現在の協力は次のとおりである。</p>")


# --- glue ---

GAP, FIXED, HALF = '<span class="gap"> </span>', '<span class="gap">\u00a0</span>', '<span class="half"> </span>'


def in_signs(text: str) -> str:
    """Return a set line with its glue as signs: ' a gap, ^ one that holds, | half a square; >「 =」 the forms."""
    made = set_in(f"<td>{text}</td>").removeprefix("<td>").removesuffix("</td>")
    for glue, sign in ((GAP, "'"), (FIXED, "^"), (HALF, "|")):
        made = made.replace(glue, sign)
    for form, sign in (("opening", ">"), ("narrow", "=")):
        made = re.sub(f'<span class="{form}">(.)</span>', rf"{sign}\1", made)
    return made


@pytest.mark.parametrize(
    "text, signs",
    [
        ("日本とNATOは", "日本と'NATO'は"),
        ("第5条と32か国、2024年5月", "第^5^条と'32^か国、2024^年'5^月"),
        ("約15億ユーロの5割", "約'15^億ユーロの'5^割"),
        ("NATOー", "NATO^ー"),  # no line begins with it
        ("日本 NATO", "日本 NATO"),  # the author's own space
        ("「はい」と", ">「はい」と"),
        ("彼は「はい」。", "彼は|>「はい=」。"),
        ("甲、乙。丙", "甲、乙。丙"),
        ("」「", "=」|>「"),
        ("甲」、乙", "甲=」、乙"),
        ("（「甲」）", ">（=「甲=」）"),
        ("甲・乙", "甲・乙"),
        ("甲）・乙", "甲=）=・乙"),
    ],
)
def test_glue_stands_where_the_requirements_for_japanese_want_it(text: str, signs: str) -> None:
    assert in_signs(text) == signs


@pytest.mark.parametrize(
    "written, typeset_as",
    [
        ("<td>日本<strong>NATO</strong>は</td>", f"<td>日本<strong>{GAP}NATO</strong>{GAP}は</td>"),
        (
            '<td>甲<a href="#x">A乙「丙」</a>B</td>',
            f'<td>甲{GAP}<a href="#x">A乙「丙」</a>B</td>',
        ),  # a link is one piece
        ("<td>甲</td><td>A</td>", "<td>甲</td><td>A</td>"),
        ('<td>甲<span class="note">注A</span>A</td>', f'<td>甲<span class="note">注{GAP}A</span>A</td>'),
        ("<td>甲<br>A</td>", "<td>甲<br>A</td>"),
        ("<td><ruby>甲<rt>こうA</rt></ruby>A</td>", f"<td><ruby>甲<rt>こうA</rt></ruby>{GAP}A</td>"),
        ("<pre>甲A</pre>", "<pre>甲A</pre>"),
        ("<head><title>甲A</title></head>", "<head><title>甲A</title></head>"),
        ("<td>甲……乙</td>", '<td>甲<span class="dash">……</span>乙</td>'),
        ("<td>甲…<em>…</em>乙</td>", "<td>甲…<em>…</em>乙</td>"),
    ],
)
def test_tags_neither_hide_a_neighbour_nor_are_broken(written: str, typeset_as: str) -> None:
    assert set_in(written) == typeset_as


LATIN = '<span class="latin" lang="en">'


@pytest.mark.parametrize(
    "written, typeset_as",
    [
        ("日本のPartnershipは", f"日本の{GAP}{LATIN}Partnership</span>{GAP}は"),
        (
            "「Individually Tailored Partnership Programme」",
            f'<span class="opening">「</span>{LATIN}Individually Tailored Partnership Programme</span>」',
        ),
        ("NATOのSummitは", f"NATO{GAP}の{GAP}Summit{GAP}は"),  # not long
        ("COMMUNIQUESは", f"COMMUNIQUES{GAP}は"),  # not a word
        ('<cite lang="en">Partnership</cite>', '<cite lang="en">Partnership</cite>'),
        ("<code>partnership</code>", "<code>partnership</code>"),
        ('<a href="#x">Partnership</a>', '<a href="#x">Partnership</a>'),
        ("Part<em>nershipping</em>", "Part<em>nershipping</em>"),
    ],
)
def test_a_latin_phrase_with_a_long_word_is_marked_as_english(written: str, typeset_as: str) -> None:
    assert set_in(f"<td>{written}</td>") == f"<td>{typeset_as}</td>"


def plain(made: str) -> str:
    """Return what was set without what the pass has added."""
    for glue in (GAP, FIXED, HALF):
        made = made.replace(glue, "")
    return re.sub(r'<span class="(?:opening|narrow|dash|tail|latin)"(?: lang="en")?>(.*?)</span>', r"\1", made)


@given(st.text(st.sampled_from("雨が降る。、「」（）・……――NATO12年&<>\"' ;#a"), max_size=24))
def test_no_word_is_lost_and_no_character_reference_split(words: str) -> None:
    written = f"<td>{escape(words)}</td>"
    made = set_in(written)
    assert plain(plain(made)) == written
    assert unescape(re.sub(r"<[^>]*>| ", "", made)).replace("\u00a0", "") == words.replace(" ", "")
