"""Findings and results in words: for a terminal, a log, GitHub Actions or a program. Returns text, prints none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from gettext import NullTranslations
from typing import Any

from briefbuilder.conditions import count
from briefbuilder.diagnostics import Diagnostic, Message, Severity
from briefbuilder.library import UNLABELLED, Library
from briefbuilder.outcome import Outcome, Result


def say(message: Message, words: NullTranslations) -> str:
    """Return a message in the language of the author's terminal."""
    template = words.gettext(message.template) if message.template else ""
    return template.format_map(
        {name: words.gettext(value) if name in _IN_WORDS and value else value for name, value in message.values}
    )


# The values that are words of the interface themselves, not what the author typed.
_IN_WORDS = frozenset(
    [
        *("encoding", "handling", "clearance", "kind", "language", "problem", "reason", "relevance", "side", "thing"),
        *("unit", "where"),
    ]
)


def finding(item: Diagnostic, words: NullTranslations) -> str:
    """Return a finding as place: severity: message, with its hint on a line of its own."""
    text = f"{item.place}: {words.gettext(item.severity.value)}: {say(item.message, words)}"
    hint = f"\n    {words.gettext('hint')}: {say(item.hint, words)}" if item.hint else ""
    return text + hint


def annotation(item: Diagnostic, words: NullTranslations) -> str:
    """Return a finding as a GitHub Actions workflow command."""
    place = item.place
    where = [f"file={_property(place.path)}"]
    where += [f"line={place.line}"] if place.line else []
    where += [f"col={place.column}"] if place.column else []
    text = say(item.message, words) + (f" ({say(item.hint, words)})" if item.hint else "")
    return f"::{item.severity.value} {','.join(where)}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def line_of(result: Result, words: NullTranslations) -> str:
    """Return one line on what became of an edition."""
    name = str(result.target)
    if result.state == "printed":
        pages = words.ngettext("{pages} page", "{pages} pages", result.pages).format(pages=result.pages)
        proof = words.gettext("{blocks} texts and {notes} notes found again").format(
            blocks=result.blocks, notes=result.notes
        )
        if result.withheld:
            proof += ", " + _count(
                words, "nothing of {n} withheld thing", "nothing of {n} withheld things", result.withheld
            )
        took = _count(words, "{n} print", "{n} prints", result.prints) + ", " if result.prints > 1 else ""
        return f"{words.gettext('printed')}  {name}  {pages}, {proof}, {took}{result.seconds:.1f} s"
    if result.state == "failed":
        kept = words.gettext("the former PDF is still there") if result.kept else words.gettext("no PDF")
        return f"{words.gettext('failed')}   {name}  {kept}"
    return f"{words.gettext('fresh')}    {name}"


def summary(outcome: Outcome, words: NullTranslations) -> str:
    """Return the last line of a build."""
    count = {
        state: sum(result.state == state for result in outcome.results) for state in ("printed", "fresh", "failed")
    }
    found = outcome.all_findings()
    errors = sum(item.severity is Severity.ERROR for item in found)
    if not found and count["fresh"] and not (count["printed"] or outcome.withdrawn):
        text = words.ngettext(
            "nothing to do: {fresh} edition is fresh",
            "nothing to do: {fresh} editions are fresh",
            count["fresh"],
        ).format(**count)
        if outcome.known_warnings:
            text += ", " + _count(
                words,
                '{n} warning ("build.py check" shows it)',
                '{n} warnings ("build.py check" shows them)',
                outcome.known_warnings,
            )
        return text
    parts = [
        words.gettext(template).format(**count)
        for state, template in (
            ("printed", "{printed} printed"),
            ("fresh", "{fresh} fresh"),
            ("failed", "{failed} failed"),
        )
        if count[state] or state == "printed"
    ]
    parts += [_count(words, "{n} error", "{n} errors", errors)] if errors else []
    warnings = len(found) - errors
    parts += [_count(words, "{n} warning", "{n} warnings", warnings)] if warnings else []
    return ", ".join(parts)


def _count(words: NullTranslations, one: str, many: str, number: int) -> str:
    return words.ngettext(one, many, number).format(n=number)


def as_json(outcome: Outcome, words: NullTranslations) -> str:
    """Return a build as one JSON object: an entry an edition, and every finding."""
    return json.dumps(
        {
            "ok": outcome.is_good,
            "editions": [
                {
                    "brief": result.target.brief,
                    "audience": result.target.audience,
                    "language": result.target.language,
                    "state": result.state,
                    "path": result.path,
                    "pages": result.pages,
                    "texts_found": result.blocks,
                    "notes_found": result.notes,
                    "withheld_searched": result.withheld,
                    "prints": result.prints,
                    "seconds": round(result.seconds, 3),
                    "kept": result.kept,
                    "findings": [finding_as_json(item, words) for item in result.findings],
                }
                for result in outcome.results
            ],
            "findings": [finding_as_json(item, words) for item in outcome.all_findings()],
            "withdrawn": outcome.withdrawn,
        },
        ensure_ascii=False,
        indent=1,
    )


def finding_as_json(item: Diagnostic, words: NullTranslations) -> Mapping[str, Any]:
    """Return a finding as plain values."""
    return {
        "severity": item.severity.value,
        "file": item.place.path,
        "line": item.place.line,
        "column": item.place.column,
        "message": say(item.message, words),
        "hint": say(item.hint, words) if item.hint else None,
    }


def unlabelled(library: Library, words: NullTranslations) -> str:
    """Return a line on what carries no handling of its own; empty when all does."""
    if not sum(library.unlabelled.values()):
        return ""
    text = words.gettext(
        "without handling of their own: {modules} modules, {facts} facts, {sources} sources; they count as {handling}"
    )
    return text.format(
        modules=library.unlabelled["module"],
        facts=library.unlabelled["fact"],
        sources=library.unlabelled["source"],
        handling=words.gettext(library.publication.handling if library.publication else UNLABELLED),
    )


def conditional(library: Library, words: NullTranslations) -> str:
    """Return a line on the passages for some audiences only; empty when there are none."""
    passages, modules = count(library)
    text = words.gettext("passages for some audiences only: {passages} (modules: {modules})")
    return text.format(passages=passages, modules=modules) if passages else ""


def table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...], *, right: tuple[int, ...] = ()) -> str:
    """Return rows as columns of equal width, those named in `right` flush right; wide letters count twice (UAX #11)."""
    lines = [head, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]

    def cell(text: str, column: int) -> str:
        gap = " " * (widths[column] - _width(text))
        return gap + text if column in right else text + gap

    return "\n".join("  ".join(cell(text, column) for column, text in enumerate(line)).rstrip() for line in lines)


def fitted(rows: Iterable[tuple[str, ...]], head: tuple[str, ...], *, columns: int, flexible: Mapping[int, int]) -> str:
    """Return rows as a `table` that is no wider than so many columns, as far as its flexible columns can be cut.

    `flexible` holds how narrow each of them may become, by its index; they give way in this order. The others (ids,
    dates) are never cut.
    """
    lines = [head, *rows]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    over = sum(widths) + 2 * (len(head) - 1) - columns
    for column, least in flexible.items():
        given = min(max(over, 0), max(widths[column] - max(least, _width(head[column])), 0))
        widths[column] -= given
        over -= given
    return table([tuple(map(shortened, line, widths)) for line in lines[1:]], head)


def shortened(text: str, columns: int) -> str:
    """Return a text that fits into so many columns, with an ellipsis where something was cut off."""
    return text if _width(text) <= columns else cut(text, columns - 1) + "…"


def wrapped(text: str, *, columns: int, indent: str) -> str:
    """Return a text in lines of at most so many columns, each set in.

    Western words stay whole where a line can hold them; Japanese breaks between any two letters, but not before what
    closes and not behind what opens.
    """
    room, lines, line = columns - _width(indent), [], ""
    for piece in _PIECES.findall(text):
        for part in [piece] if _width(piece.rstrip()) <= room else piece:
            if line and _width(line + part.rstrip()) > room:
                lines.append(line.rstrip())
                line = ""
            line += part
    return "\n".join(indent + line for line in [*lines, line.rstrip()])


_PIECES = re.compile(r"[!-~‘’“”–—]+ *| +|[（「『［]*.[。、，．）」』］：]*")


def language_of(words: NullTranslations) -> str:
    """Return the language of the author's terminal: ja or en."""
    return str(words.info().get("language", "en"))


def cut(text: str, columns: int) -> str:
    """Return the beginning of a text that fits into so many columns of a terminal."""
    while _width(text) > columns:
        text = text[:-1]
    return text


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
