"""Letters and signs that do not belong into a text of their language are told with what does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.text.letters import slips
from briefbuilder.text.syntax import words


def mended(text: str, language: str) -> str:
    """Return a text with what is preferred in the place of each slip."""
    for slip in sorted(slips(words(text), language), key=lambda slip: -slip.offset):
        assert text.startswith(slip.found, slip.offset)
        text = text[: slip.offset] + slip.preferred + text[slip.offset + len(slip.found) :]
    return text


@pytest.mark.parametrize(
    "typed, preferred",
    [
        ("ＮＡＴＯの３２か国、１．５倍", "NATOの32か国、1.5倍"),
        ("日本(NATO)は", "日本（NATO）は"),
        ("NATO(北大西洋条約機構)は", "NATO（北大西洋条約機構）は"),
        ("日本, 米国. 注:次のとおり", "日本、 米国。 注：次のとおり"),
        ("本当か?はい!", "本当か？はい！"),
        ("ﾃﾞﾀ、｢はい｣", "デタ、「はい」"),
        ("しかし...だが", "しかし……だが"),
        # As it should be.
        ("NATO (Brussels) 3.5, 4", "NATO (Brussels) 3.5, 4"),
        ("雪は35%、①㎡％", "雪は35%、①㎡％"),
        ("`日本(a)`と[日本](https://example.org/日本(a))", "`日本(a)`と[日本](https://example.org/日本(a))"),
        ("と報じた[@kyodo-2025, p. 3]。", "と報じた[@kyodo-2025, p. 3]。"),
        ("- 雪\n1. 雨", "- 雪\n1. 雨"),
    ],
)
def test_japanese_is_typed_with_half_width_latin_and_full_width_marks(typed: str, preferred: str) -> None:
    assert mended(typed, "ja") == preferred


@pytest.mark.parametrize(
    "typed, preferred",
    [
        ("\"Yes,\" it's 'so'.", "“Yes,” it’s ‘so’."),
        ("('a') *'b'* in the '90s", "(‘a’) *‘b’* in the ’90s"),
        ("three - Paris - and 2010--2020 or a -- b", "three – Paris – and 2010 – 2020 or a – b"),
        ("and so on...", "and so on…"),
        ("Tokyo（Japan），then", "Tokyo(Japan),then"),
        # As it should be.
        ("‘Yes’, it’s like-minded, 3–4", "‘Yes’, it’s like-minded, 3–4"),
        ("| a | b |\n| --- | :-- |\n| - | c |", "| a | b |\n| --- | :-- |\n| - | c |"),
        ("- one\n- two\n    - three", "- one\n- two\n    - three"),
        ('::: {.only for="press"}\ntext\n:::', '::: {.only for="press"}\ntext\n:::'),
        ("a\n\n<!-- more -->\n\nb", "a\n\n<!-- more -->\n\nb"),
        ('![Rain](assets/rain.png "Rain (2020)")', '![Rain](assets/rain.png "Rain (2020)")'),
        ("`it's` and 防衛省（『白書』）", "`it's` and 防衛省（『白書』）"),
    ],
)
def test_english_is_typed_with_curly_quotes_and_dashes(typed: str, preferred: str) -> None:
    assert mended(typed, "en") == preferred


@given(st.text(st.sampled_from("雪aA１Ａ(),.:?!\"'- ｡ﾕ（），"), max_size=16), st.sampled_from(["ja", "en"]))
def test_every_slip_stands_where_it_is_told_and_what_is_preferred_is_no_slip_of_its_kind(text: str, lang: str) -> None:
    for slip in slips(text, lang):
        assert text.startswith(slip.found, slip.offset)
        assert slip.preferred != slip.found
