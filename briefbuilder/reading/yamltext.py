"""Strict YAML: text → plain values with the place of each.

A safe subset read from libyaml's events: mappings, sequences and text. Every scalar stays the text that was typed
(`no`, `12:30` and `1.10` mean nothing else). Tags, anchors, aliases, merge keys, duplicate keys and several documents
in one file are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.sources import Source

DEPTH_LIMIT = 20
NODE_LIMIT = 50_000

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A YAML file: dicts, lists and strings, and the (line, column) of each value and of each key, by path."""

    source: Source
    value: Any
    marks: dict[Path, tuple[int, int]]
    keys: dict[Path, tuple[int, int]]

    def place(self, path: Path) -> Place:
        """Return the place of a value, or of the nearest thing around it that exists."""
        return self._place(self.marks, path)

    def place_of_key(self, path: Path) -> Place:
        """Return the place of the key that ends the path, or of the nearest thing around it."""
        if path in self.keys:
            return Place(self.source.path, *self.keys[path])
        return self._place(self.marks, path)

    def _place(self, marks: dict[Path, tuple[int, int]], path: Path) -> Place:
        while path and path not in marks:
            path = path[:-1]
        return Place(self.source.path, *marks.get(path, (1, 1)))


class _Refused(Exception):
    """Reading stopped; the finding has been made."""


def read_tree(source: Source, findings: Findings) -> Tree | None:
    """Return the file as values with places, or None when findings were made. (Reads no disk: the text is given.)"""
    reader = _Reader(source, findings)
    before = len(findings.items)
    try:
        value = reader.document()
    except _Refused:
        return None
    except yaml.YAMLError as fault:
        del findings.items[before:]  # what was found on the way may well be its consequence
        _report_fault(source, fault, findings)
        return None
    if len(findings.items) > before:
        return None
    return Tree(source, value, reader.marks, reader.keys)


class _Reader:
    def __init__(self, source: Source, findings: Findings) -> None:
        self.source, self.findings = source, findings
        self.marks: dict[Path, tuple[int, int]] = {}
        self.keys: dict[Path, tuple[int, int]] = {}
        self.nodes = 0
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events: Iterator[Any] = iter(yaml.parse(source.text, Loader=loader))

    def document(self) -> Any:
        next(self.events)  # StreamStart
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            place = Place(self.source.path)
            self.findings.error(place, "the file is empty", hint="docs/authoring.md says what belongs here")
            raise _Refused
        value = self.node(next(self.events), ())
        next(self.events)  # DocumentEnd
        event = next(self.events)
        if isinstance(event, yaml.DocumentStartEvent):
            return self.refuse(event, "a second document begins here", hint='remove the line "---"')
        return value

    def node(self, event: Any, path: Path) -> Any:
        self.nodes += 1
        if len(path) > DEPTH_LIMIT or self.nodes > NODE_LIMIT:
            self.refuse(event, "the file is nested too deeply or too large", hint="split it")
        if getattr(event, "anchor", None):
            self.refuse(
                event,
                'anchors and aliases ("&" and "*") are not allowed',
                hint='write the value out, or put the text between quotes if it begins with "&" or "*"',
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            typed = tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(event, 'the tag "{tag}" is not allowed', hint="put the text between quotes", tag=typed)
        self.marks[path] = _position(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def scalar(self, event: Any, path: Path) -> str:
        text: str = event.value
        if text == "" and not event.style:  # quotes say that it is meant to be empty
            self.report_empty(event, path)
        if event.start_mark.line != event.end_mark.line and event.style != "|":
            text = self.unfolded(text, event).replace("\n", "\n\n")  # where an empty line stood
        return text

    def unfolded(self, text: str, event: Any) -> str:
        """Take out the spaces that YAML put for line ends between Japanese letters; those that were typed stay."""
        start, end = event.start_mark, event.end_mark
        lines = self.source.text.split("\n")[start.line : end.line + 1]
        lines[0] = lines[0][start.column :].lstrip("\"'")
        for above, below in pairwise(line.strip() for line in lines):
            if _JAPANESE.match(above[-1:]) and _JAPANESE.match(below[:1]):
                tail, head = above[-6:], below[:6].rstrip("\"'")
                text = text.replace(f"{tail} {head}", tail + head, 1)
        return text

    def report_empty(self, event: Any, path: Path) -> None:
        key = next((str(step) for step in reversed(path) if isinstance(step, str)), "entry")
        place = Place(self.source.path, *_position(event))
        place_of_key = Place(self.source.path, *self.keys.get(path, _position(event)))
        if key.startswith("fact:"):
            self.findings.error(
                place_of_key,
                "a text that begins with a fact needs quotes",
                hint='put the whole text between "double quotes"',
            )
        elif ":" in key:
            self.findings.error(place_of_key, "a space is missing behind the colon", hint='write ": "')
        else:
            self.findings.error(
                place,
                '"{key}" has no value',
                hint="write a value or remove the line; a text with a comma inside {{ }} needs quotes",
                key=key,
            )

    def sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self.node(event, (*path, len(values))))
        return values

    def mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, "a key must be a single word", hint="see docs/authoring.md")
            key = event.value
            if key in values:
                self.findings.error(
                    Place(self.source.path, *_position(event)),
                    'the key "{key}" stands here twice (first in line {first})',
                    hint="keep one of them",
                    key=key,
                    first=self.keys[(*path, key)][0],
                )
            if key == "<<":
                self.refuse(event, 'merge keys ("<<") are not allowed', hint="write the values out")
            self.keys[(*path, key)] = _position(event)
            values[key] = self.node(next(self.events), (*path, key))
        return values

    def refuse(self, event: Any, template: str, *, hint: str, **values: object) -> Any:
        self.findings.error(Place(self.source.path, *_position(event)), template, hint=hint, **values)
        raise _Refused


# Between two of these a line end leaves no space (JLREQ 3.1).
_JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")


def _position(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _report_fault(source: Source, fault: yaml.YAMLError, findings: Findings) -> None:
    if (opened := getattr(fault, "context_mark", None)) and "quoted scalar" in str(getattr(fault, "context", "")):
        findings.error(
            Place(source.path, opened.line + 1, opened.column + 1),
            "the text between quotation marks does not end",
            hint="close it with the same mark; a mark inside it is written twice ('') or as \\\"",
        )
        return
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = source.text.split("\n")
    near = [(number, lines[number - 1]) for number in (line, line - 1) if 0 < number <= len(lines)]
    for number, text in near:
        for pattern, template, hint in _SLIPS:
            if found := pattern.search(text):
                findings.error(Place(source.path, number, found.start(1) + 1), template, hint=hint)
                return
    if _is_indented_further(lines, line):
        findings.error(
            Place(source.path, line, 1),
            "the line is indented further than the one above, which has its value already",
            hint="begin keys that belong together below each other",
        )
        return
    problem = str(getattr(fault, "problem", "") or "it cannot be read")
    findings.error(
        Place(source.path, line, column),
        "this is not valid YAML: {problem}",
        hint='quote a text that contains ": " or begins with a sign; indent with spaces',
        problem=problem,
    )


def _is_indented_further(lines: list[str], line: int) -> bool:
    if not 1 < line <= len(lines):
        return False
    above, below = lines[line - 2], lines[line - 1]
    has_value = re.match(r"\s*[\w-]+: +[^\s#|>]", above) and re.match(r"\s*[\w-]+:(?: |$)", below)
    return bool(has_value) and len(below) - len(below.lstrip()) > len(above) - len(above.lstrip())


_SLIPS = (
    (re.compile(r"^\s*[^\s:#]+(：)"), "a full-width colon “：” after a key", 'write ":" and a space'),
    (re.compile(r"^\s*(\u3000)"), "a full-width space before a key", "indent with ordinary spaces"),
    (re.compile(r"^\s*(\t)"), "a tab before a key", "indent with ordinary spaces"),
    (
        re.compile(r"^\s*[\w-]+: [^\"'|>\[{].*?(: )"),
        'a text that contains ": " needs quotes',
        'put the whole text between "double quotes"',
    ),
    (
        re.compile(r"(?::|^\s*-)\s+([@`%*&!])"),
        "a text cannot begin with this sign",
        'put the whole text between "double quotes"',
    ),
    (
        re.compile(r"(?::|^\s*-)\s+(?:\{[^{}]*\}|\[[^\[\]]*\])[ \t]*([^\s#,}\]])"),
        "a text that begins with a brace or bracket needs quotes",
        'put the whole text between "double quotes"',
    ),
    (
        re.compile(r"""(?::|^\s*-)\s+(?:"[^"]*"|'[^']*')[ \t]*([^\s#,}\]])"""),
        "the text goes on behind its closing quotation mark",
        'put the whole text between "double quotes", and write \\" for a mark inside it',
    ),
    (re.compile(r"^\s*[A-Za-z_]+(:)[^\s:/]"), "a space is missing behind the colon", 'write ": "'),
)
