"""Strict YAML: text → plain values with the place of each.

A safe subset read from libyaml's events: mappings, sequences and text. Every scalar stays the text that was typed
(`no`, `12:30` and `1.10` mean nothing else). Tags, anchors, aliases, merge keys, duplicate keys and several documents
in one file are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
            return self.refuse(event, "the file is empty", hint='see "docs/authoring.md" for what belongs here')
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
            self.refuse(event, 'the tag "{tag}" is not allowed', hint="put the text between quotes", tag=tag)
        self.marks[path] = _position(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def scalar(self, event: Any, path: Path) -> str:
        text: str = event.value
        if text == "" and event.style is None:
            self.findings.error(
                Place(self.source.path, *_position(event)),
                '"{key}" has no value',
                hint="write a value or remove the line; a text with a comma inside { } needs quotes".replace(
                    "{ }", "{{ }}"
                ),
                key=next((str(step) for step in reversed(path) if isinstance(step, str)), "entry"),
            )
        if event.start_mark.line != event.end_mark.line and event.style != "|":
            text = _FOLD_BETWEEN_JAPANESE.sub("", text).replace("\n", "\n\n")  # where an empty line stood
        return text

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


# A line break that YAML folded into a space, between two Japanese characters: no space is wanted (JLREQ 3.1).
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_FOLD_BETWEEN_JAPANESE = re.compile(f"(?<=[{_JAPANESE}]) (?=[{_JAPANESE}])")


def _position(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _report_fault(source: Source, fault: yaml.YAMLError, findings: Findings) -> None:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = source.text.split("\n")
    near = [(number, lines[number - 1]) for number in (line, line - 1) if 0 < number <= len(lines)]
    for number, text in near:
        for pattern, template, hint in _SLIPS:
            if found := pattern.search(text):
                findings.error(Place(source.path, number, found.start(1) + 1), template, hint=hint)
                return
    problem = str(getattr(fault, "problem", "") or "it cannot be read")
    findings.error(
        Place(source.path, line, column),
        "this is not valid YAML: {problem}",
        hint='quote a text that contains ": " or begins with a sign; indent with spaces',
        problem=problem,
    )


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
        re.compile(r":\s+([@`%])"),
        "a text cannot begin with this sign",
        'put the whole text between "double quotes"',
    ),
)
