"""The measures of finished PDFs in words: one file whole, or many in a table. Returns text, prints none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from gettext import NullTranslations
from typing import Any

from briefbuilder import report
from briefbuilder.diagnostics import Severity
from briefbuilder.proof.japanese import GOALS
from briefbuilder.proof.preflight import Measures, Preflight

_HEAD = (
    "file",
    "pages",
    "kinsoku",
    "gaps",
    "pairs",
    "flush",
    "tracking",
    "brackets",
    "line ends",
    "lone",
    "loose",
    "breaks",
    "errors",
    "warnings",
)


def table(found: Iterable[tuple[str, Preflight]], words: NullTranslations) -> str:
    """Return one row a file: its measures, and how many errors and warnings it has."""
    rows = [(name, *_row(preflight)) for name, preflight in found]
    return report.table(rows, tuple(words.gettext(name) for name in _HEAD))


def _row(preflight: Preflight) -> tuple[str, ...]:
    it = preflight.measures
    errors, warnings = counts(preflight)
    japanese: tuple[str, ...] = (
        str(it.kinsoku),
        *map(_share, (it.gaps, it.pairs, it.flush)),
        f"{it.tracking_95:.3f}",
        *map(_share, (it.heads, it.ends)),
        str(it.lone),
    )
    japanese = japanese if it.lines else ("–",) * len(japanese)
    return str(it.pages), *japanese, str(it.loose), str(it.breaks), str(errors), str(warnings)


def whole(preflight: Preflight, words: NullTranslations) -> str:
    """Return every measure of a file that has something to measure, each with its goal."""
    it = preflight.measures
    if not it.pages:
        return ""
    yes, no = words.gettext("yes"), words.gettext("no")
    shown = [(name, found, goal, yes if is_met else no) for name, found, goal, is_met in _rows(it, words)]
    head = tuple(words.gettext(name) for name in ("measure", "found", "goal", "reached"))
    return "\n".join([_line(it, words), report.table(shown, head)])


def _line(it: Measures, words: NullTranslations) -> str:
    text = words.ngettext("{pages} page", "{pages} pages", it.pages).format(pages=it.pages)
    if it.lines:
        text += words.gettext(", {lines} lines of Japanese, running text of {size} pt, {measure} em a line").format(
            lines=it.lines, size=f"{it.size:g}", measure=f"{it.measure:g}"
        )
    if it.latin_lines:
        text += words.gettext(", {lines} full lines of Latin text").format(lines=it.latin_lines)
    return text


def _rows(it: Measures, words: NullTranslations) -> Iterator[tuple[str, str, str, bool]]:
    """Yield name, what was found, the goal, and whether it is reached."""
    if it.lines:
        yield words.gettext("kinsoku errors"), str(it.kinsoku), "0", not it.kinsoku
        for name, text in _SHARES.items():
            share = getattr(it, name)
            if share is not None:
                yield (
                    words.gettext(text),
                    _share(share),
                    f"≥ {GOALS[name]:.0%}".replace("≥ 100%", "100%"),
                    share >= GOALS[name],
                )
        limit = GOALS["tracking"]
        found = f"{it.tracking_50:.3f} · {it.tracking_95:.3f} · {it.tracking_max:.3f}"
        yield words.gettext("tracking in em: median · 95 % · most"), found, f"95 % ≤ {limit:g}", it.tracking_95 <= limit
        yield words.gettext("last lines of one letter"), str(it.lone), "0", not it.lone
    if it.latin_lines:
        yield words.gettext("usual word space in em"), f"{it.word_space:.2f}", "≤ 0.5", it.word_space <= 0.5
        yield words.gettext("loose lines"), str(it.loose), "0", not it.loose
    yield words.gettext("bad page breaks"), str(it.breaks), "0", not it.breaks
    yield words.gettext("letters that cannot be read back"), str(it.unreadable), "0", not it.unreadable
    yield words.gettext("radicals in place of letters"), str(it.radicals), "0", not it.radicals
    yield words.gettext("texts too faint"), str(it.faint), "0", not it.faint


_SHARES = {
    "gaps": "gaps between the scripts, 0.15–0.35 em",
    "pairs": "touching marks closed up",
    "flush": "lines flush",
    "heads": "brackets trimmed at the head of a line",
    "ends": "marks half-width at the end of a line",
}


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}%".replace(".0%", "%")


def counts(preflight: Preflight) -> tuple[int, int]:
    """Return how many errors and warnings a file has."""
    errors = sum(item.severity is Severity.ERROR for item in preflight.findings)
    return errors, len(preflight.findings) - errors


def as_json(name: str, preflight: Preflight, words: NullTranslations) -> Mapping[str, Any]:
    """Return a file's measures and findings as plain values."""
    return {
        "file": name,
        "measures": asdict(preflight.measures),
        "findings": [report.finding_as_json(item, words) for item in preflight.findings],
    }
