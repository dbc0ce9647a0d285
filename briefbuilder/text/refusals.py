"""What authors may not write in a text, and what would not print as they mean it.

The search looks at the raw characters, so every finding has its exact line and column.
"""

from __future__ import annotations

import html
import re

from briefbuilder.diagnostics import Findings
from briefbuilder.library import Passage
from briefbuilder.sources import HIDDEN
from briefbuilder.text.syntax import (
    CITATION,
    CITED,
    FACT,
    FENCE,
    FENCE_END,
    FIGURE,
    KEY,
    MORE,
    MORE_MARK,
    NOTE_START,
    ONLY,
    RUBY,
    TERM,
    blanked,
    names,
    visible,
)

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")

_FORBIDDEN = (
    (
        re.compile(rf"(?!{MORE_MARK})<!--.*?(?:-->|\Z)", re.DOTALL),
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
        re.compile(r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.MULTILINE),
        "a rule is not allowed",
        "give the passage a heading instead (##)",
    ),
    (
        re.compile(r"(?!\{fact:[a-z0-9][a-z0-9-]*(?: +(?:value|cited))?\})[{｛]\s*[Ff]act[^}｝\n]*[}｝]?"),
        'the fact "{found}" is not written as it should be',
        "write {{fact:its-id}}, {{fact:its-id value}} or {{fact:its-id cited}}",
    ),
    (
        re.compile(rf"(?!{TERM})[{{｛]\s*[Tt]erm[:：][^}}｝\n]*[}}｝]?"),
        'the term "{found}" is not written as it should be',
        "write {{term:its-id}}, {{term:its-id full}} or {{term:its-id short}}",
    ),
    (
        re.compile(rf"(?!{FIGURE})[{{｛]\s*[Ff]igure[^}}｝\n]*[}}｝]?"),
        'the figure "{found}" is not written as it should be',
        "write {{figure:its-id}} in a paragraph of its own",
    ),
    (
        re.compile(rf"(?!{FACT})(?!{TERM})(?!{FIGURE})(?!{RUBY})\{{[^}}\n]*\}}?"),
        'the braces "{found}" mean nothing',
        "write {{fact:its-id}}, {{term:its-id}} or {{漢字|かんじ}}; to print the sign itself write \\{{",
    ),
    (
        re.compile(r"\]（\s*(?:https?:|mailto:)[^）\n]*）?"),
        "full-width brackets stand around an address",
        "write [words](https://…) with half-width brackets",
    ),
)
_CODE_BLOCK = re.compile(r"^[ \t>]*(?:```[^`\n]*|~~~.*)$", re.MULTILINE)
_BARE_CITATION = re.compile(rf"(?<![A-Za-z0-9._/+-])[@＠](?!(?:sec|fig)-[a-z0-9]){KEY}")
_MARK_INSIDE = re.compile(r"\{|\*|_[^_\s]+_(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"\]\([^)\n]*\)|<(?:https?://|mailto:)[^\s<>]+>")
# What looks like a list to a Japanese eye and is none in Markdown.
_DOUBTFUL = (
    (
        re.compile(r"^[-*+]\u3000.*$", re.MULTILINE),
        "this line is not a list item",
        "put an ordinary space behind the sign",
    ),
    (
        re.compile(r"^(?:・|[０-９]+[．.]|[①-⑳]|\d+[)）．] ?).*$", re.MULTILINE),
        "this line prints as running text, not as a list",
        'begin it with "- " or "1. "',
    ),
    (
        re.compile(r"^ {1,3}(?=(?:[-*+]|\d+\.) +\S)", re.MULTILINE),
        "fewer than four spaces nest nothing: the item prints at the outer level",
        "indent it by four spaces, or not at all",
    ),
    (
        re.compile(r"^＃+.*$", re.MULTILINE),
        "this line prints as running text, not as a heading",
        'begin it with "## " in half-width signs',
    ),
    (
        re.compile(r"＊＊[^＊\n]+＊＊"),
        "full-width signs emphasise nothing",
        "write **words** with half-width signs",
    ),
    (re.compile(r"^｜.*$", re.MULTILINE), "this line is not a table row", 'write the half-width sign "|"'),
)


def check(passage: Passage, findings: Findings) -> None:
    """Report every mark that is not allowed, at its own line and column."""
    text = visible(passage.text)
    inner = FENCE.sub(lambda found: " " * len(found[0]), text)  # fences have their own check
    taken = bytearray(len(inner))  # 1 where a mark has been reported: each character once
    for pattern, template, hint in _FORBIDDEN:
        for found in pattern.finditer(inner):
            if taken[found.start()]:
                continue
            taken[found.start() : found.end()] = b"\1" * len(found[0])
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
    for found in _CODE_BLOCK.finditer(passage.text):
        findings.error(passage.place(found.start()), "a code block is not allowed", hint="write ordinary paragraphs")
    _check_citations(passage, text, findings)
    _check_notes(passage, text, findings)
    _check_tables(passage, text, findings)
    _check_fences(passage, text, findings)
    _check_more(passage, text, findings)


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
        if _MARK_INSIDE.search(found[1]):
            findings.error(
                passage.place(found.start()),
                'the citation "{found}" holds another mark',
                hint="write its words plainly; facts, terms and emphasis stand outside it",
                found=_shorten(found[0]),
            )
    elsewhere = _ADDRESS.sub(_blank, re.sub(CITATION, _blank, text))
    for found in _BARE_CITATION.finditer(elsewhere):
        if not passage.text.endswith("\\[", 0, found.start()):  # \[@ prints both signs
            findings.error(
                passage.place(found.start()),
                'the citation "{found}" is not written as it should be',
                hint="write [@source] or [@source, p. 3], for a module @sec-its-id, to print the sign itself \\@",
                found=_shorten(found[0].rstrip(".:")),
            )


def _check_notes(passage: Passage, text: str, findings: Findings) -> None:
    """Report each note that its paragraph does not close, and each inside another."""
    closed = -1
    for found in re.finditer(NOTE_START, text):
        place, outer = passage.place(found.start()), closed
        end = re.compile(r"\n[ \t]*\n|\Z").search(text, found.end())
        closed = _end_of_note(text, found.end(), end.start() if end else len(text))
        if closed < 0:
            findings.error(place, "the note is not closed", hint="write “]” at its end, in the same paragraph")
            return
        if found.start() < outer:
            findings.error(
                place, "a note stands inside a note", hint="close the first one with “]” before, or merge the two"
            )
            closed = outer


def _end_of_note(text: str, start: int, end: int) -> int:
    depth = 1
    for offset in range(start, end):
        depth += {"[": 1, "]": -1}.get(text[offset], 0)
        if depth == 0:
            return offset
    return -1


def _check_tables(passage: Passage, text: str, findings: Findings) -> None:
    """Report each row with more cells than the head: Python-Markdown leaves the surplus out."""
    lines = text.split("\n")
    offset, width = 0, 0
    for number, line in enumerate(lines):
        if number and "|" in line and _TABLE_RULE.match(line.strip()):
            width = _cells(lines[number - 1])
        elif not line.strip():
            width = 0
        elif width and _cells(line) > width:
            findings.error(
                passage.place(offset),
                "the row has {cells} cells, but the head has {width}",
                hint="give both the same number; a “|” that is to be printed is written \\|",
                cells=_cells(line),
                width=width,
            )
        offset += len(line) + 1


_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")


def _cells(row: str) -> int:
    return row.strip().removeprefix("|").removesuffix("|").count("|") + 1


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
        elif not names(found[0]):
            findings.error(place, "the opening names no audience", hint='write ::: {{.only for="press public"}}')
            opened = found.start()
        elif opened is not None:
            findings.error(place, "“:::” inside “:::” is not allowed", hint="close the first one before this line")
        else:
            opened = found.start()
    if opened is not None:
        findings.error(
            passage.place(opened), "“:::” is never closed", hint="write “:::” on a line of its own at the end"
        )


def _check_more(passage: Passage, text: str, findings: Findings) -> None:
    marks = list(re.finditer(MORE_MARK, text))
    for found in marks[1:]:
        findings.error(passage.place(found.start()), "“<!-- more -->” stands here a second time", hint="keep one")
    for found in marks[:1]:
        place, before = passage.place(found.start()), text[: found.start()]
        if not MORE.match(text, found.start()):
            findings.error(
                place,
                "“<!-- more -->” does not stand alone on its line",
                hint="give it a line of its own, with a blank line before and after",
            )
        elif len(FENCE.findall(before)) % 2:
            findings.error(place, "“<!-- more -->” stands inside “:::”", hint="put it before or after the passage")
        elif not before.strip():
            findings.error(place, "the short form is empty", hint="write it above “<!-- more -->”")


def _blank(found: re.Match[str]) -> str:
    return blanked(found[0])


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
