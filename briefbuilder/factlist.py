"""The facts of the ledger in words: for a terminal in the author's language, or as plain values for a program.

Returns text and values, prints none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from briefbuilder import registry
from briefbuilder.library import LANGUAGES, Claim, Fact, FactValue, Library
from briefbuilder.listing import (
    INDENT,
    Reader,
    bilingual_as_json,
    editions,
    editions_as_json,
    first_of,
    in_both,
    indented,
    iso,
    places,
    places_as_json,
    wording,
)
from briefbuilder.report import fitted, wrapped
from briefbuilder.usage import resting_on

if TYPE_CHECKING:
    from briefbuilder.overview import Standing
    from briefbuilder.usage import Mention


def glance(library: Library, facts: Iterable[Fact], reader: Reader) -> str:
    """Return one row a fact: its value on the day, since when, by whose word, its state, when it is to be reviewed."""
    rows = []
    for fact in facts:
        value = registry.held(library, fact, reader.day)
        rows.append(
            (
                fact.id,
                wording(fact, value, reader.language),
                iso(value.from_ if value else None),
                first_of(value.sources if value else ()),
                ", ".join(reader.tell(state) for state in registry.states(library, fact)),
                iso(fact.review),
            )
        )
    heads = reader.heads(("fact", "value", "since", "sources", "state", "review"))
    return fitted(rows, heads, columns=reader.columns, flexible={3: 12, 4: 10, 1: 12})


def as_of(library: Library, facts: Iterable[Fact], reader: Reader) -> str:
    """Return the ledger as it stood on the reader's day, and apart the facts that had no value then."""
    rows, without = [], []
    for fact in facts:
        value = registry.held(library, fact, reader.day)
        if value is None:
            begins = registry.begins(fact, reader.day)
            later = f"  ({reader.tell('since {day}').format(day=begins)})" if begins else ""
            without.append(f"{INDENT}{fact.id}{later}")
        else:
            words = wording(fact, value, reader.language)
            rows.append((fact.id, words, iso(value.from_), iso(value.to), ", ".join(value.sources)))
    parts = []
    if rows:
        heads = reader.heads(("fact", "value", "since", "until", "sources"))
        parts.append(fitted(rows, heads, columns=reader.columns, flexible={4: 20, 1: 20}))
    if without:
        parts.append("\n".join([reader.tell("no value on {day}:").format(day=reader.day), *without]))
    return "\n\n".join(parts)


def expiring(items: Iterable[registry.Due], reader: Reader) -> str:
    """Return one row for each review or check that falls due, the earliest first; nothing where none does."""
    rows = [
        (
            iso(item.day),
            _left(item, reader),
            reader.tell(item.reason),
            item.fact.id,
            wording(item.fact, item.value, reader.language),
            iso(item.value.checked if item.value else None),
        )
        for item in items
    ]
    heads = reader.heads(("due", "days left", "what", "fact", "value", "checked"))
    return fitted(rows, heads, columns=reader.columns, flexible={4: 12}) if rows else ""


def _left(item: registry.Due, reader: Reader) -> str:
    left = (item.day - reader.day).days
    return str(left) if left >= 0 else reader.tell("{days} overdue").format(days=-left)


def expiring_count(items: Iterable[registry.Due], unchecked: int, reader: Reader) -> str:
    """Return how much is overdue, how much falls due, and how many values bear no date of a check."""
    days = [item.day for item in items]
    overdue = sum(day < reader.day for day in days)
    return reader.tell("{overdue} overdue, {due} due soon, {unchecked} values without a date of check").format(
        overdue=overdue, due=len(days) - overdue, unchecked=unchecked
    )


def conflict(library: Library, fact: Fact, reader: Reader) -> str:
    """Return a fact on which others differ: what we print, and who says what, with our verdict and note."""
    lines = _head(library, fact, reader)
    lines += _claims(library, registry.disagreeing(fact), reader)
    return "\n".join(lines)


def whole(
    library: Library, fact: Fact, mentions: Iterable[Mention], standings: Iterable[Standing], reader: Reader
) -> str:
    """Return everything about a fact: values, claims, where it stands in the texts, which pages print it."""
    lines = _head(library, fact, reader)
    if fact.confidence:
        lines.append(reader.line("confidence", reader.tell(fact.confidence)))
    if fact.review:
        lines.append(reader.line("review", str(fact.review)))
    if fact.derived:
        operands = ", ".join(map(str, fact.derived.operands))
        lines.append(reader.line("computed", f"{reader.tell(fact.derived.rule)} ({operands})"))
    if others := sorted(resting_on(library, [fact.id]) - {fact.id}):
        lines.append(reader.line("others are computed from it", ", ".join(others)))
    lines += reader.block("values", _history(fact, reader))
    lines += reader.block("claims", "\n".join(_claims(library, fact.claims, reader)))
    lines += reader.block("in the texts", places(mentions))
    lines += reader.block("in print", editions(standings, reader))
    return "\n".join(lines)


def _head(library: Library, fact: Fact, reader: Reader) -> list[str]:
    value = registry.held(library, fact, reader.day)
    lines = [wrapped(f"{fact.id}  {fact.label.ja} / {fact.label.en}", columns=reader.columns, indent="")]
    when = [reader.tell("since {day}").format(day=value.from_)] if value else []
    when += [reader.tell("as of {day}").format(day=value.as_of)] if value and value.as_of else []
    lines.append(reader.line("value", in_both(fact, value) + (f" ({', '.join(when)})" if when else "")))
    lines.append(reader.line("state", ", ".join(reader.tell(state) for state in registry.states(library, fact))))
    if fact.attribute_to:
        lines.append(reader.line("according to", f"{fact.attribute_to.ja} / {fact.attribute_to.en}"))
    return lines + reader.note(fact.note)


def _history(fact: Fact, reader: Reader) -> str:
    rows = [
        (iso(value.from_), iso(value.to), in_both(fact, value), ", ".join(value.sources), iso(value.checked))
        for value in fact.values
    ]
    heads = reader.heads(("since", "until", "value", "sources", "checked"))
    return indented(fitted(rows, heads, columns=reader.columns - len(INDENT), flexible={3: 18, 2: 20})) if rows else ""


def _claims(library: Library, claims: Iterable[Claim], reader: Reader) -> list[str]:
    """Return each claim: verdict, who (source, place, when), what, and our note."""
    lines = []
    for claim in claims:
        reference = library.references.get(claim.by)
        short = reference.short[reader.language] if reference and reference.short else ""
        who = " · ".join(filter(None, (claim.by, short, claim.at, str(claim.asserted or ""))))
        said = reader.tell("[{verdict}] {who}: “{what}”").format(
            verdict=reader.tell(claim.verdict),
            who=who,
            what=claim.words[reader.language] if claim.words else claim.value,
        )
        lines.append(wrapped(said, columns=reader.columns, indent=INDENT))
        lines += reader.note(claim.note, INDENT * 2)
    return lines


# As plain values


def as_json(library: Library, fact: Fact, reader: Reader) -> dict[str, Any]:
    """Return all that the ledger says of a fact, with its value on the reader's day."""
    value = registry.held(library, fact, reader.day)
    return {
        "id": fact.id,
        "label": bilingual_as_json(fact.label),
        "type": fact.type,
        "day": str(reader.day),
        "value": _value_as_json(fact, value) if value else None,
        "states": registry.states(library, fact),
        "use": fact.use,
        "attribute_to": bilingual_as_json(fact.attribute_to),
        "confidence": fact.confidence or None,
        "review": iso(fact.review) if fact.review else None,
        "note": bilingual_as_json(fact.note),
        "computed_from": [str(part) for part in fact.derived.operands] if fact.derived else None,
        "computed_into": sorted(resting_on(library, [fact.id]) - {fact.id}),
        "values": [_value_as_json(fact, value) for value in fact.values],
        "claims": [claim_as_json(claim) for claim in fact.claims],
    }


def whole_as_json(
    library: Library, fact: Fact, mentions: Iterable[Mention], standings: Iterable[Standing], reader: Reader
) -> dict[str, Any]:
    """Return a fact with the places of the texts that print it, and the editions and pages."""
    return {
        **as_json(library, fact, reader),
        "places": places_as_json(mentions),
        "editions": editions_as_json(standings),
    }


def due_as_json(item: registry.Due, reader: Reader) -> dict[str, Any]:
    return {
        "due": str(item.day),
        "days_left": (item.day - reader.day).days,
        "reason": item.reason,
        "fact": item.fact.id,
        "value": _value_as_json(item.fact, item.value) if item.value else None,
    }


def _value_as_json(fact: Fact, value: FactValue) -> dict[str, Any]:
    return {
        "wording": {language: wording(fact, value, language) for language in LANGUAGES},
        "from": str(value.from_),
        "to": str(value.to) if value.to else None,
        "as_of": str(value.as_of) if value.as_of else None,
        "sources": value.sources,
        "checked": str(value.checked) if value.checked else None,
    }


def claim_as_json(claim: Claim) -> dict[str, Any]:
    return {
        "by": claim.by,
        "at": claim.at or None,
        "value": bilingual_as_json(claim.words) or claim.value,
        "asserted": str(claim.asserted) if claim.asserted else None,
        "verdict": claim.verdict,
        "note": bilingual_as_json(claim.note),
    }
