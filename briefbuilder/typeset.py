"""Stage: Html → Html. The Japanese/English spacing and breaking pass, on finished HTML.

What it does now: the last three letters of a Japanese paragraph keep together, so that no line ends a paragraph with a
single letter (JLREQ 3.1.10 d, 段落末尾処理). The glue between scripts and the justification belong here too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from briefbuilder.pages import Html

_TAIL = re.compile(r"((?:&#?\w+;|[^<>&;\s]){3})(</p>)")  # a character reference is one letter


def typeset(html: Html) -> Html:
    """Return the page with its spacing and breaking settled for its language."""
    if html.language != "ja":
        return html
    return replace(html, text=_TAIL.sub(r'<span class="tail">\1</span>\2', html.text))
