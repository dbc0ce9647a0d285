"""Markdown → tree. Python-Markdown does the reading; what it makes is translated into the closed vocabulary of `tree`.

Marks that are not allowed have been reported by `refusals.check`; here they are at worst plain text, never markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefbuilder.diagnostics import Diagnostic, Findings
from briefbuilder.library import Passage
from briefbuilder.text import refusals, syntax
from briefbuilder.text.marks import parse_blocks
from briefbuilder.text.translation import translate
from briefbuilder.tree import Content, Element, element

NESTING_LIMIT = 30
BRACKET_LIMIT = 2_000
_REMEMBERED = 4_096  # texts
CELL_LIMIT = 2_000  # table cells in one text: the layout of more takes minutes


def parse(passage: Passage, *, language: str, findings: Findings) -> Content:
    """Return a whole text as blocks, with `more` and `only` elements where the author put them."""
    content, found = _parsed(passage, language)
    findings.extend(found)
    return content


def parse_line(passage: Passage, *, language: str, findings: Findings) -> Content:
    """Return a passage of one paragraph as inline content."""
    content, found = _parsed_line(passage, language)
    findings.extend(found)
    return content


# The same text is read for every audience and every plan that is weighed. What is read depends on nothing else.
@lru_cache(maxsize=_REMEMBERED)
def _parsed(passage: Passage, language: str) -> tuple[Content, tuple[Diagnostic, ...]]:
    findings = Findings()
    return _blocks_of(passage, language, findings), tuple(findings.items)


@lru_cache(maxsize=_REMEMBERED)
def _parsed_line(passage: Passage, language: str) -> tuple[Content, tuple[Diagnostic, ...]]:
    findings = Findings()
    return _line_of(passage, language, findings), tuple(findings.items)


def _blocks_of(passage: Passage, language: str, findings: Findings) -> Content:
    refusals.check(passage, findings)
    if _is_costly(passage, findings):
        return ()
    blocks: list[Element | str] = []
    for piece in _pieces(passage):
        if piece.mark == "more":
            blocks.append(element("more", line=piece.line))
            continue
        content = _blocks(piece, passage, language, findings)
        blocks.extend((Element("only", (("for", piece.mark),), content, piece.line),) if piece.mark else content)
    made = tuple(blocks)
    _check_size(made, passage, findings)
    return made


def _line_of(passage: Passage, language: str, findings: Findings) -> Content:
    refusals.check(passage, findings)
    if _is_costly(passage, findings):
        return ()
    blocks = _blocks(_Piece("", passage.text.strip(), passage.line), passage, language, findings)
    paragraphs = [block for block in blocks if isinstance(block, Element)]
    if len(paragraphs) == 1 and paragraphs[0].name == "p":
        return paragraphs[0].children
    findings.error(passage.place(0), "one paragraph is expected here", hint="no headings, lists, tables or blank lines")
    return ()


# Python-Markdown needs quadratic time for these (Python-Markdown #798), so they are refused before it sees them.
_COSTLY = re.compile(r"[\[(<*_`\\]{20}|(?:^[ \t]*>[> \t]{60})|(?:^(?:[ \t]{4}){25})", re.MULTILINE)


def _is_costly(passage: Passage, findings: Findings) -> bool:
    found = _COSTLY.search(passage.text)
    if found:
        findings.error(passage.place(found.start()), "the text is nested too deeply", hint="flatten it")
    brackets = passage.text.count("[")
    if brackets > BRACKET_LIMIT:
        findings.error(
            passage.place(passage.text.find("[")),
            "more than {limit} brackets in one text",
            hint="split it",
            limit=BRACKET_LIMIT,
        )
    if passage.text.count("|") > CELL_LIMIT * 2:
        findings.error(
            passage.place(passage.text.find("|")),
            "the tables hold more than {limit} cells",
            hint="a brief shows a selection: move the rest into an annex",
            limit=CELL_LIMIT,
        )
        return True
    return bool(found) or brackets > BRACKET_LIMIT


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text between fences: `mark` is "more", the audiences of an `only`, or empty."""

    mark: str
    text: str
    line: int


def _pieces(passage: Passage) -> list[_Piece]:
    visible = syntax.visible(passage.text).split("\n")
    pieces: list[_Piece] = []
    lines: list[str] = []
    mark, first = "", 1

    def close(number: int, following: str) -> None:
        nonlocal mark, first, lines
        if any(line.strip() for line in lines):
            pieces.append(_Piece(mark, "\n".join(lines), first))
        lines, mark, first = [], following, number + 1

    for number, line in enumerate(passage.text.split("\n"), 1):
        if syntax.MORE.match(visible[number - 1]):
            close(number, mark)
            pieces.append(_Piece("more", "", number))
        elif opening := syntax.ONLY.match(visible[number - 1]):
            close(number, " ".join((opening[1] or opening[2] or "").split()))
        elif syntax.FENCE_END.match(visible[number - 1]):
            close(number, "")
        else:
            lines.append(line)
    close(0, "")
    return pieces


def _blocks(piece: _Piece, passage: Passage, language: str, findings: Findings) -> Content:
    return translate(parse_blocks(piece.text, first=piece.line), passage, language, findings)


def _check_size(content: Content, passage: Passage, findings: Findings) -> None:
    cells = 0

    def look(nodes: Content, depth: int) -> bool:
        nonlocal cells
        for node in nodes:
            if isinstance(node, Element):
                cells += node.name in ("th", "td")
                if depth > NESTING_LIMIT or not look(node.children, depth + 1):
                    return False
        return True

    if not look(content, 0):
        findings.error(passage.place(0), "the text is nested too deeply", hint="flatten its lists and quotes")
    if cells > CELL_LIMIT:
        findings.error(
            passage.place(0),
            "the tables hold {cells} cells; {limit} are the limit",
            hint="a brief shows a selection: move the rest into an annex",
            cells=cells,
            limit=CELL_LIMIT,
        )
