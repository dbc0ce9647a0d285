"""The marks that authors may use in a text, and where they stand in it.

`refusals` reports what is none of them, `markup` turns the same patterns into the tree. Code spans and escaped
characters (`\\{`) are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from briefbuilder.library import Passage

KEY = r"[A-Za-z0-9_][A-Za-z0-9_:.+/-]*"
FACT = r"\{fact:([a-z0-9][a-z0-9-]*)(?: +(value|cited))?\}"
TERM = r"\{term:([a-z0-9][a-z0-9-]*)(?: +(full|short))?\}"
ENDING = r"((?:[’']?[a-z]{1,3}(?![A-Za-z0-9]))?)"  # {term:itpp}s
# Words may stand before the first key, as in [see @jiji-2024]; they end where no name of the kind a@b could go on.
_BEFORE = r"(?:[^\[\]@{}]*[^\[\]@{}A-Za-z0-9._/+\\-])?"
CITATION = rf"(?<![\^!])\[(-?@[^\[\]]+|{_BEFORE}-?@(?!sec-|fig-){KEY}[^\[\]]*(?=\](?!\()))\]"
CITED = re.compile(
    rf"\s*(?P<prefix>{_BEFORE})(?P<suppress>-?)@(?P<key>{KEY})\s*(?:[,、，\s]\s*(?P<locator>.*\S))?\s*$", re.DOTALL
)
FIGURE = r"\{figure:([a-z0-9][a-z0-9-]*)\}"
RUBY = r"\{([^{}|:.#][^{}|]*)\|([^{}|]+)\}"
SECTION = r"(?<![A-Za-z0-9.@\[])@sec-([a-z0-9-]*[a-z0-9])"
FIGURE_REFERENCE = r"(?<![A-Za-z0-9.@\[])@fig-([a-z0-9-]*[a-z0-9])"
NOTE_START = r"\^\["
MORE_MARK = r"<!--[ \t]*more[ \t]*-->"
MORE = re.compile(rf"^{MORE_MARK}[ \t]*$", re.MULTILINE)
FENCE = re.compile(r"^:::.*$", re.MULTILINE)
ONLY = re.compile(r"^:::+\s*\{\.only\s+for=(?:\"([^\"]*)\"|“([^”]*)”)\s*\}\s*$")
FENCE_END = re.compile(r"^:::+\s*$")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
SCHEMES = ("https://", "http://", "mailto:")

_HIDING = re.compile(r"\\[^\n]|`+")


def visible(text: str) -> str:
    """Return the text with code spans and escaped characters blanked, at the same offsets. Takes linear time."""
    runs: dict[int, list[int]] = {}  # where the backticks begin, by how many stand together
    for run in re.finditer("`+", text):
        runs.setdefault(len(run[0]), []).append(run.start())
    parts, position = [], 0
    while found := _HIDING.search(text, position):
        start, end = found.span()
        if text[start] == "`":
            same = runs.get(end - start, [])
            closing = bisect_left(same, end)
            if closing == len(same):  # what nothing closes is text
                parts.append(text[position:end])
                position = end
                continue
            end += same[closing] - start
        parts += [text[position:start], blanked(text[start:end])]
        position = end
    return "".join((*parts, text[position:]))


def facts(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (fact id, offset) of each fact that the passage prints."""
    for found in re.finditer(FACT, visible(passage.text)):
        yield found[1], found.start()


def terms(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (term id, offset) of each term that the passage names by its mark."""
    for found in re.finditer(TERM, visible(passage.text)):
        yield found[1], found.start()


def cited(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (source id, offset) of each source that the passage cites."""
    for found in re.finditer(CITATION, visible(passage.text)):
        for item in re.split("[;；]", found[1]):
            if parts := CITED.match(item):
                yield parts["key"], found.start()


def sections(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (module id, offset) of each cross-reference."""
    for found in re.finditer(SECTION, visible(passage.text)):
        yield found[1], found.start()


def figures(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (figure id, offset) of each figure that the passage shows, and of each that it refers to."""
    text = visible(passage.text)
    for pattern in (FIGURE, FIGURE_REFERENCE):
        for found in re.finditer(pattern, text):
            yield found[1], found.start()


def audiences(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (audience id, offset) of each name in a passage meant for some audiences only."""
    for found in FENCE.finditer(visible(passage.text)):
        for name in names(found[0]):
            yield name, found.start() + found[0].find(name)


def names(fence: str) -> list[str]:
    """Return the audiences that an opening fence names."""
    opening = ONLY.match(fence)
    return (opening[1] or opening[2] or "").split() if opening else []


_TARGET = r"""\]\([^\s()]+ +"[^"\n]*"\)|\]\([^)\n]*\)"""  # of a link or picture, with its title
_NO_WORDS = re.compile(rf"\{{[^{{}}|\n]*\}}|@{KEY}|{_TARGET}|{AUTOLINK.pattern}")


def words(text: str) -> str:
    """Return the text with all that is not printed as typed blanked, at the same offsets: marks, names, addresses."""
    return _NO_WORDS.sub(lambda found: blanked(found[0]), visible(text))


def blanked(text: str) -> str:
    """Return spaces in the place of a text, its line ends kept."""
    return re.sub(r"[^\n]", " ", text)
