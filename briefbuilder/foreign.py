"""A step of `typeset`: marks the Japanese in foreign text with its language, for its letters and for screen readers.

Authors and the list of sources mark much of it. What is left (a title in a note, a name in brackets) is known by its
script. English in Japanese text is not: there Latin letters are mostly Japanese words, ODA for example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTER = "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_JAPANESE = f"(?:{_LETTER}|[\u3001-\u3004\u3008-\u303f\uff01-\uff60])"
_IN_BRACKETS = "[「『（【〈《][^「『（【〈《」』）】〉》]*[」』）】〉》]"
_LATIN = f"[A-Za-z0-9.&/+-]+(?={_JAPANESE})"  # stands between Japanese letters, as in 2026年 and ODAの
_RUN = re.compile(f"(?:{_IN_BRACKETS}|{_JAPANESE})(?:{_IN_BRACKETS}|{_JAPANESE}|{_LATIN})*")
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_LANG = re.compile(r'\slang="([^"]*)"')
_VOID = frozenset(["meta", "link", "br", "img", "hr", "col", "input", "wbr"])


def mark_japanese(text: str) -> str:
    """Return a page in HTML with each Japanese phrase of its text in other languages in a span of its language."""
    return "".join(_marked(text))


def _marked(text: str) -> Iterator[str]:
    languages = [""]
    is_head = False
    for part in _TAG.split(text):
        found = _NAME.match(part)
        if not part.startswith("<"):
            is_foreign = not is_head and languages[-1] and not languages[-1].startswith("ja")
            yield _RUN.sub(_span, part) if is_foreign else part
            continue
        name = found[1] if found else ""
        is_head = (is_head or name == "head") and part != "</head>"
        if part.startswith("</"):
            languages = languages[:-1] or [""]
        elif name and name not in _VOID and not part.endswith("/>"):
            own = _LANG.search(part)
            languages.append(own[1] if own else languages[-1])
        yield part


def _span(run: re.Match[str]) -> str:
    return f'<span lang="ja">{run[0]}</span>' if re.search(_LETTER, run[0]) else run[0]
