"""Line ends of the source: nothing beside Japanese letters, one space between English words."""

from __future__ import annotations

import pytest

from briefbuilder.diagnostics import Findings
from briefbuilder.library import Passage
from briefbuilder.sources import Source
from briefbuilder.text.markup import parse_line
from briefbuilder.tree import plain


def joined(text: str, language: str) -> str:
    """Return the words that a paragraph prints; a fact is ‹its id›, a cross-reference →its target."""
    findings = Findings()
    content = parse_line(Passage(text, Source("a.md", text)), language=language, findings=findings)
    assert findings.items == []
    return plain(content)


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("雪は\n山に降る。", "雪は山に降る。"),
        ("雪は  \t\n   山に降る。".replace("  \t", " "), "雪は山に降る。"),
        ("雪は**山**\nに降る。", "雪は山に降る。"),
        ("雪は\n**山**に降る。", "雪は山に降る。"),
        ("雪は*山\nに*降る。", "雪は山に降る。"),
        ("**雪**\n**山**", "雪山"),
        ("雪は{山|やま}\nに降る。", "雪は山に降る。"),
        ("{雪|ゆき}\n{山|やま}", "雪山"),
        ("雪は[山](https://example.org)\nに降る。", "雪は山に降る。"),
        ("雪は降る[@a]\n。山。", "雪は降る。山。"),
        ("雪は降る^[注。]\nが積もらない。", "雪は降るが積もらない。"),
        ("NATOは\n2024年に", "NATOは2024年に"),
        ("東京の\nNATO事務所", "東京のNATO事務所"),
        ("NATO\nの事務所", "NATOの事務所"),
        ("「雪」\n（山）", "「雪」（山）"),
        ("雪……\n山", "雪……山"),
        ("雪は、\n山に。", "雪は、山に。"),
        ("𠮷野の\n山", "𠮷野の山"),
        ("ＮＡＴＯ\nと日本", "ＮＡＴＯと日本"),
        ("Snow and\nice", "Snow and ice"),
        ("NATO^[注。]\nWEU", "NATO WEU"),
    ],
)
def test_a_line_end_in_a_japanese_paragraph_leaves_no_space(typed: str, printed: str) -> None:
    assert joined(typed, "ja") == printed


def test_a_line_end_beside_a_fact_leaves_no_space_in_japanese_and_one_in_english() -> None:
    assert joined("雨は\n{fact:a}\n降る。", "ja") == "雨は降る。"
    assert joined("It rained on\n{fact:a}\nof them.", "en") == "It rained on  of them."


@pytest.mark.parametrize(
    "typed, printed",
    [
        ("Snow falls\nin the hills.", "Snow falls in the hills."),
        ("Snow falls \n  in the hills.", "Snow falls in the hills."),
        ("Snow falls *in\nthe* hills.", "Snow falls in the hills."),
        ("Snow *falls*\n**in** the hills.", "Snow falls in the hills."),
        ("Snow falls.[@a]\nIn the hills.", "Snow falls. In the hills."),
        ("Snow falls.^[A\nnote.]\nIn the hills.", "Snow falls. In the hills."),
        ("Snow (雪)\nfalls.", "Snow (雪) falls."),
        ("Snow is 雪\nin Japanese.", "Snow is 雪 in Japanese."),
        ("The word is 雪\n山 here.", "The word is 雪山 here."),
    ],
)
def test_a_line_end_in_an_english_paragraph_leaves_one_space(typed: str, printed: str) -> None:
    assert joined(typed, "en") == printed


def test_spaces_that_were_typed_inside_a_line_stay() -> None:
    assert joined("山田 太郎は　雪を\n見た。", "ja") == "山田 太郎は　雪を見た。"


def test_the_line_ends_of_a_note_are_its_own() -> None:
    text = "雪は降る^[山に\n降る。]\nが。"
    content = parse_line(Passage(text, Source("a.md", text)), language="ja", findings=Findings())
    (note,) = [node for node in content if not isinstance(node, str)]
    assert plain(note.children) == "山に降る。"
