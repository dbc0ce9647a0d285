"""How long a text is: 字 without spaces, words between spaces; notes and numbers do not count."""

from __future__ import annotations

import pytest

from briefbuilder.measure import count
from briefbuilder.tree import Content, element


@pytest.mark.parametrize(
    "content, language, length",
    [
        (("雪は 山に\n降る。",), "ja", 7),
        (("NATO は32か国",), "ja", 9),
        (("Snow falls in the hills.",), "en", 5),
        ((element("p", "One"), element("p", "two")), "en", 2),
        (("Snow", element("note", "a note of many words"), " falls"), "en", 2),
        (("See ", element("ref", target="rain"), " there"), "en", 2),
        ((element("ruby", "漢字", reading="かんじ"),), "ja", 2),
        ((element("li", element("strong", "A"), " b"), element("li", element("p", "c"))), "en", 3),
        ((element("tr", element("td", "1,000"), element("td", "members")),), "en", 2),
        ((), "en", 0),
    ],
)
def test_running_text_is_counted(content: Content, language: str, length: int) -> None:
    assert count(content, language) == length
