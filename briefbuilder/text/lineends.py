"""Line ends in the source: between Japanese letters nothing, elsewhere a space (JLREQ 3.1; CSS Text 3, 4.1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbuilder.tree import Content, Element

_JAPANESE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff…―]")


def join_lines(content: Content, language: str) -> Content:
    """Return a leaf's content with its line ends settled: nothing beside Japanese letters, else one space.

    In a Japanese text a line end beside a fact or cross-reference vanishes too, since its words will be Japanese.
    Notes and citations are looked through.
    """
    flat = _flat(content, language)
    keep = iter([_keeps_space(flat, found.start(), found.end(), language) for found in _LINE_END.finditer(flat)])
    return _with_line_ends(content, keep, language)


_LINE_END = re.compile(r"[ \t]*\n\s*")


def _flat(content: Content, language: str) -> str:
    parts: list[str] = []
    for node in content:
        if isinstance(node, str):
            parts.append(node)
        elif node.name in ("fact", "term", "ref"):
            parts.append("字" if language == "ja" else "x")
        elif node.name not in ("note", "cite"):
            parts.append(_flat(node.children, language))
    return "".join(parts)


def _keeps_space(flat: str, start: int, end: int, language: str) -> bool:
    before, after = flat[start - 1 : start], flat[end : end + 1]
    if not before or not after:
        return False
    beside = [bool(_JAPANESE.match(letter)) for letter in (before, after)]
    return not (any(beside) if language == "ja" else all(beside))


def _with_line_ends(content: Content, decisions: Iterator[bool], language: str) -> Content:
    made: list[Element | str] = []
    for node in content:
        if isinstance(node, str):
            made.append(_LINE_END.sub(lambda _: " " if next(decisions, True) else "", node))
        elif node.name == "note":
            made.append(Element(node.name, node.attributes, join_lines(node.children, language), node.line))
        elif node.name in ("fact", "term", "ref", "cite"):
            made.append(node)
        else:
            children = _with_line_ends(node.children, decisions, language)
            made.append(Element(node.name, node.attributes, children, node.line))
    return tuple(made)
