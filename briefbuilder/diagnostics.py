"""What is wrong, where, and how to mend it.

Stages collect diagnostics and never print them. A diagnostic keeps its message as a template and the values to
fill in, so that `report` can put it in the language of the author's terminal (locales/<lang>).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the edition it concerns; a warning is counted and printed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in an authored file: path relative to the project, line and column from 1 (0 = the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the author: a template in English (the catalogue's key) and its values."""

    template: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.template.format_map(dict(self.values))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: severity, place, message, and a hint that says how to mend it."""

    severity: Severity
    place: Place
    message: Message
    hint: Message | None = None

    def __str__(self) -> str:
        text = f"{self.place}: {self.severity}: {self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


def error(place: Place, template: str, *, hint: str | None = None, **values: object) -> Diagnostic:
    """Return an error; `values` fill the braces of both sentences."""
    return _diagnostic(Severity.ERROR, place, template, hint, values)


def warning(place: Place, template: str, *, hint: str | None = None, **values: object) -> Diagnostic:
    """Return a warning; `values` fill the braces of both sentences."""
    return _diagnostic(Severity.WARNING, place, template, hint, values)


def _diagnostic(
    severity: Severity, place: Place, template: str, hint: str | None, values: dict[str, object]
) -> Diagnostic:
    pairs = tuple((name, str(value)) for name, value in sorted(values.items()))
    return Diagnostic(severity, place, Message(template, pairs), Message(hint, pairs) if hint else None)


@dataclass(slots=True)
class Findings:
    """The collecting tray of a stage: findings in the order in which they were made."""

    items: list[Diagnostic] = field(default_factory=list)

    def error(self, place: Place, template: str, *, hint: str | None = None, **values: object) -> None:
        self.items.append(error(place, template, hint=hint, **values))

    def warning(self, place: Place, template: str, *, hint: str | None = None, **values: object) -> None:
        self.items.append(warning(place, template, hint=hint, **values))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.items.extend(diagnostics)

    def unknown(self, place: Place, kind: str, name: str, known: Iterable[str]) -> None:
        """Report a name that nobody defined, with the nearest one that somebody did."""
        near = nearest(name, known)
        self.error(
            place,
            f'unknown {kind} "{{name}}"',
            hint='did you mean "{near}"?' if near else _HINTS_FOR_UNKNOWN.get(kind),
            name=name,
            near=near or "",
        )


_HINTS_FOR_UNKNOWN = {
    "fact": "define it in content/facts/*.yaml, or remove it",
    "source": "export it from Zotero into content/references.json",
    "figure": "define it in content/figures/*.yaml, or remove it",
    "module": 'make it with "python3 build.py new module {name}"',
    "audience": "define it in content/audiences.yaml",
    "term": "define it in content/terms.yaml",
    "topic": "a topic exists when a module names it",
    "language": "the languages are ja and en",
    "theme": "the themes are the files in templates/themes",
    "paper": "the papers are a4 and letter",
}


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `name`, or None when none comes near."""
    found = difflib.get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return found[0] if found else None


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether at least one of them stops an edition."""
    return any(item.severity is Severity.ERROR for item in diagnostics)
