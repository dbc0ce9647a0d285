"""Japanese in an English page is marked, once, and nothing else is."""

from __future__ import annotations

import pytest

from briefbuilder.foreign import mark_japanese


@pytest.mark.parametrize(
    "text, marked",
    [
        ("See 東京 and 大阪.", "See [東京] and [大阪]."),
        ("NATO, 2012. 外務省「題名」、2010年6月25日 (Title)", "NATO, 2012. [外務省「題名」、2010年6月25日] (Title)"),
        (
            "「NATO（北大西洋条約機構）の本部」『Arab News Japan』（AP）、2025年1月",
            "[「NATO（北大西洋条約機構）の本部」『Arab News Japan』（AP）、2025年1月]",
        ),
        ("<i lang='x'>東京</i>", "<i lang='x'>[東京]</i>"),
        ('<span lang="ja">東京</span>', '<span lang="ja">東京</span>'),
        ('<span lang="ja">東京 <em>大阪</em></span> 京都', '<span lang="ja">東京 <em>大阪</em></span> [京都]'),
        ('<img alt="東京"> 100 × 5 & “q”', '<img alt="東京"> 100 × 5 & “q”'),
        ("（only marks）", "（only marks）"),
    ],
)
def test_japanese_is_marked(text: str, marked: str) -> None:
    page = '<html lang="en"><head><title>東京</title></head><body><br>{}</body></html>'
    wanted = marked.replace("[", '<span lang="ja">').replace("]", "</span>")
    assert mark_japanese(page.format(text)) == page.format(wanted)
