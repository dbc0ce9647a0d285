"""The marks that authors may use in a text, and the search for those that they may not.

`check` looks at the raw characters, so every finding has its exact line and column. `markup` turns the same patterns
into the tree. Code spans and escaped characters (`\\{`) are passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from briefbuilder.diagnostics import Findings
from briefbuilder.library import Passage
from briefbuilder.sources import HIDDEN

KEY = r"[A-Za-z0-9_][A-Za-z0-9_:.+/-]*"
FACT = r"\{fact:([a-z0-9][a-z0-9-]*)(?: +(value))?\}"
CITATION = r"\[(-?@[^\[\]]+)\]"
CITED = re.compile(rf"\s*(-?)@({KEY})\s*(?:[,、，\s]\s*(.*\S))?\s*$", re.DOTALL)
RUBY = r"\{([^{}|:.#][^{}|]*)\|([^{}|]+)\}"
SECTION = r"(?<![A-Za-z0-9.@\[])@sec-([a-z0-9-]*[a-z0-9])"
NOTE_START = r"\^\["
MORE = re.compile(r"^<!--\s*more\s*-->[ \t]*$", re.MULTILINE)
FENCE = re.compile(r"^:::.*$", re.MULTILINE)
ONLY = re.compile(r"^:::+\s*\{\.only\s+for=(?:\"([^\"]*)\"|“([^”]*)”)\s*\}\s*$")
FENCE_END = re.compile(r"^:::+\s*$")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]+)>")
SCHEMES = ("https://", "http://", "mailto:")

_HIDE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|\\[^\n]", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

_FORBIDDEN = (
    (
        re.compile(r"<!--(?!\s*more\s*-->).*?(?:-->|\Z)", re.DOTALL),
        "an HTML comment is not allowed",
        "delete it: what a brief does not print does not belong into its text",
    ),
    (
        re.compile(r"<(?!https?://|mailto:|!--)[A-Za-z/!?][^>\n]*>?"),
        'raw HTML "{found}" is not allowed',
        "use Markdown; to print the sign itself write \\<",
    ),
    (
        re.compile(r"\{[:.#][^}\n]*\}?"),
        'the attribute list "{found}" is not allowed',
        "remove it: the look of a page belongs to its template; to print the sign itself write \\{{",
    ),
    (
        re.compile(r"\[\^[^\]\n]*\](?:\s*:)?"),
        'the footnote "{found}" is not allowed',
        "write the note where it belongs: ^[Its text.]",
    ),
    (
        re.compile(r"^ {0,3}\[(?![-@^])[^\]\n]+\]:.*$", re.MULTILINE),
        "a link definition is not allowed",
        "write the address at its place: [words](https://…)",
    ),
    (
        re.compile(r"(?<=\])\[(?![-]?@)[^\]\n]*\]"),
        "a reference link is not allowed",
        "write the address at its place: [words](https://…)",
    ),
    (
        re.compile(r"^ {0,3}(?:([-*_])[ \t]*)(?:\1[ \t]*){2,}$", re.MULTILINE),
        "a rule is not allowed",
        "give the passage a heading instead (##)",
    ),
    (
        re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE),
        "a code block is not allowed",
        "write ordinary paragraphs",
    ),
    (
        re.compile(r"\{fact(?!:[a-z0-9][a-z0-9-]*(?: +value)?\})[^}\n]*\}?"),
        'the fact "{found}" is not written as it should be',
        "write {{fact:its-id}} or {{fact:its-id value}}",
    ),
)
# What looks like a list to a Japanese eye and is none in Markdown.
_DOUBTFUL = (
    (
        re.compile(r"^[-*+]\u3000.*$", re.MULTILINE),
        "this line is not a list item",
        "put an ordinary space behind the sign",
    ),
    (
        re.compile(r"^(?:・|[０-９]+．|[①-⑳]).*$", re.MULTILINE),
        "this line prints as running text, not as a list",
        'begin it with "- " or "1. "',
    ),
    (re.compile(r"^｜.*$", re.MULTILINE), "this line is not a table row", 'write the half-width sign "|"'),
)


def visible(text: str) -> str:
    """Return the text with code spans and escaped characters blanked, at the same offsets."""
    return _HIDE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def check(passage: Passage, findings: Findings) -> None:
    """Report every mark that is not allowed, at its own line and column."""
    text = visible(passage.text)
    inner = FENCE.sub(lambda found: " " * len(found[0]), text)  # fences have their own check
    taken: list[tuple[int, int]] = []
    for pattern, template, hint in _FORBIDDEN:
        for found in pattern.finditer(inner):
            if any(start <= found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            findings.error(passage.place(found.start()), template, hint=hint, found=_shorten(found[0].strip()))
    for pattern, template, hint in _DOUBTFUL:
        for found in pattern.finditer(text):
            findings.warning(passage.place(found.start()), template, hint=hint)
    for found in _ENTITY.finditer(text):
        if HIDDEN.search(html.unescape(found[0])):
            findings.error(
                passage.place(found.start()),
                'the entity "{found}" stands for an invisible character',
                hint="delete it",
                found=found[0],
            )
    _check_citations(passage, text, findings)
    _check_fences(passage, text, findings)


def _check_citations(passage: Passage, text: str, findings: Findings) -> None:
    for found in re.finditer(CITATION, text):
        for item in re.split("[;；]", found[1]):
            if not CITED.match(item):
                findings.error(
                    passage.place(found.start()),
                    'the citation "{found}" is not written as it should be',
                    hint="write [@source], [@source, p. 3] or [@one; @other]",
                    found=found[0],
                )


def _check_fences(passage: Passage, text: str, findings: Findings) -> None:
    opened: int | None = None
    for found in FENCE.finditer(text):
        place = passage.place(found.start())
        if FENCE_END.match(found[0]):
            if opened is None:
                findings.error(place, "“:::” closes what was never opened", hint="remove the line")
            opened = None
        elif not ONLY.match(found[0]):
            findings.error(
                place,
                'the opening "{found}" is not known',
                hint='write ::: {{.only for="press public"}}',
                found=_shorten(found[0]),
            )
            opened = found.start()
        elif opened is not None:
            findings.error(place, "“:::” inside “:::” is not allowed", hint="close the first one before this line")
        else:
            opened = found.start()
    if opened is not None:
        findings.error(
            passage.place(opened), "“:::” is never closed", hint="write “:::” on a line of its own at the end"
        )
    marks = list(MORE.finditer(text))
    for found in marks[1:]:
        findings.error(passage.place(found.start()), "“<!-- more -->” stands here a second time", hint="keep one")


def facts(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (fact id, offset) of each fact that the passage prints."""
    for found in re.finditer(FACT, visible(passage.text)):
        yield found[1], found.start()


def cited(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (source id, offset) of each source that the passage cites."""
    for found in re.finditer(CITATION, visible(passage.text)):
        for item in re.split("[;；]", found[1]):
            if parts := CITED.match(item):
                yield parts[2], found.start()


def sections(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (module id, offset) of each cross-reference."""
    for found in re.finditer(SECTION, visible(passage.text)):
        yield found[1], found.start()


def audiences(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield (audience id, offset) of each name in a passage meant for some audiences only."""
    for found in FENCE.finditer(visible(passage.text)):
        if opening := ONLY.match(found[0]):
            for name in (opening[1] or opening[2] or "").split():
                yield name, found.start() + found[0].find(name)


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
