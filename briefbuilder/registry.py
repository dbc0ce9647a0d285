"""The ledger on a day: what holds, who says otherwise, what must be checked again, what a source has said. Values only.

The day is given: only the commands ask the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from briefbuilder.dates import PartialDate
from briefbuilder.diagnostics import Place
from briefbuilder.facts import contest, value_on
from briefbuilder.library import Claim, Fact, FactValue, Library
from briefbuilder.usage import mentions

CHECK_HOLDS = timedelta(days=365)  # for so long a check of a value is believed


def of(library: Library, ids: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Return the facts with these ids, or all, in the order of their ids."""
    wanted = set(ids) or library.facts.keys()
    return tuple(fact for name, fact in sorted(library.facts.items()) if name in wanted)


def held(library: Library, fact: Fact, day: date) -> FactValue | None:
    """Return the value that holds on a day, or None."""
    return value_on(fact, day, library.facts)


def disagreeing(fact: Fact) -> tuple[Claim, ...]:
    """Return the claims that say something else than the ledger does or did."""
    return tuple(claim for claim in fact.claims if claim.verdict != "agrees")


def states(library: Library, fact: Fact) -> tuple[str, ...]:
    """Return what an author must know of a fact: its use, and whether it is contested or weakly founded."""
    found = [] if fact.use == "plain" else [fact.use]
    if fact.confidence == "low":
        found.append("low confidence")
    elif contest(fact, library.facts):
        found.append("contested")
    return tuple(found) or ("plain",)


def conflicts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts on which sources disagree, and those that stand in the ledger because others get them wrong."""
    return tuple(fact for fact in facts if disagreeing(fact) or fact.use in ("corrected", "never"))


@dataclass(frozen=True, slots=True)
class Due:
    """A fact that must be looked at again: on which day at the latest, and why ("review", or "check" of its value)."""

    day: date
    fact: Fact
    value: FactValue | None
    reason: str


def due(library: Library, facts: Iterable[Fact], *, today: date, days: int) -> tuple[Due, ...]:
    """Return what falls due within so many days, or has fallen due, in the order of the days.

    A review is due at the end of the day, month or year that is written. The check of a value is due a year after the
    last one; values that no longer hold need none.
    """
    found = []
    for fact in facts:
        value = held(library, fact, today)
        if fact.review:
            found.append(Due(fact.review.last, fact, value, "review"))
        if value and value.checked:
            found.append(Due(value.checked.last + CHECK_HOLDS, fact, value, "check"))
    limit = today + timedelta(days=days)
    return tuple(sorted((item for item in found if item.day <= limit), key=lambda item: (item.day, item.fact.id)))


def unchecked(library: Library, facts: Iterable[Fact], *, today: date) -> tuple[Fact, ...]:
    """Return the facts whose value holds, but nobody has written down when it was checked."""
    return tuple(fact for fact in facts if (value := held(library, fact, today)) and not value.checked)


def begins(fact: Fact, day: date) -> PartialDate | None:
    """Return since when a fact has a value, if that is after the day; None where its values have ended or are none."""
    later = [value.from_ for value in fact.values if value.from_.first > day]
    return min(later, key=lambda when: when.first, default=None)


def claims_by(library: Library, source: str) -> tuple[tuple[Fact, Claim], ...]:
    """Return every claim that a source makes, with the fact that it concerns."""
    return tuple((fact, claim) for fact in of(library) for claim in fact.claims if claim.by == source)


def resting_on(library: Library, source: str) -> tuple[Fact, ...]:
    """Return the facts of which at least one value names the source."""
    return tuple(fact for fact in of(library) if any(source in value.sources for value in fact.values))


def reliability(library: Library, source: str) -> Mapping[str, int]:
    """Return how often each verdict fell on the claims of a source, the commonest first."""
    count = Counter(claim.verdict for _, claim in claims_by(library, source))
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))


def missing_sources(library: Library) -> Mapping[str, tuple[Place, ...]]:
    """Return each source that a text or a fact names and nobody defined, with the places that name it."""
    found: dict[str, list[Place]] = {}
    for mention in mentions(library, "source"):
        found.setdefault(mention.id, []).append(mention.place)
    for fact in of(library):
        for number, value in enumerate(fact.values):
            for index, name in enumerate(value.sources):
                found.setdefault(name, []).append(fact.places.at("values", number, "sources", index))
        for number, claim in enumerate(fact.claims):
            found.setdefault(claim.by, []).append(fact.places.at("claims", number, "by"))
    return {
        name: tuple(dict.fromkeys(places)) for name, places in sorted(found.items()) if name not in library.references
    }
