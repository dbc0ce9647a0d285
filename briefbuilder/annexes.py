"""Facts set out as lists: facts box, timeline, facts annex, contested facts. A step of `compose`.

Sources are called by their short names here, without notes; all of them stand in the list of sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from briefbuilder import document, locators
from briefbuilder.dates import PartialDate, Period, as_of_in_words, in_words
from briefbuilder.document import ContestedFact, Event, FactRecord, FactRow, FormerValue
from briefbuilder.facts import in_figures
from briefbuilder.library import Claim, Fact, FactValue
from briefbuilder.localise import Edition, ListedFact
from briefbuilder.numbers import number
from briefbuilder.tree import Content, element

Say = Callable[[str], str]  # the interface words of the edition's language
Name = Callable[[str], str]  # the short name of a source, which is then listed

_VERDICTS = {
    "wrong": "wrong",
    "outdated": "out of date",
    "imprecise": "imprecise",
    "unverified": "not verified",
    "opinion": "an opinion",
    "agrees": "agrees",
}
_CONFIDENCES = {"high": "high confidence", "medium": "medium confidence", "low": "low confidence"}


class Annexes:
    """Makes the lists of one edition."""

    def __init__(self, edition: Edition, say: Say, name: Name, block: Callable[[], str]) -> None:
        self.edition, self.say, self.name, self.block = edition, say, name, block

    def facts_box(self) -> tuple[FactRow, ...]:
        """Return the facts box, in the order in which the brief names its facts."""
        return tuple(
            FactRow(
                block=self.block(),
                label=listed.fact.label[self.language],
                value=_marked(listed, listed.words),
                when=self.when(listed),
                sources=self.sources(listed.value.sources),
            )
            for listed in self.edition.facts_box
        )

    def timeline(self) -> tuple[Event, ...]:
        """Return the timeline, the earliest day first; of two that may be the same day, the less precise first."""
        return tuple(self.event(listed) for listed in sorted(self.edition.timeline, key=_beginning))

    def event(self, listed: ListedFact) -> Event:
        is_date = _is_date(listed.value)
        return Event(
            block=self.block(),
            when=_marked(listed, listed.words) if is_date else (self.day(listed.value.from_),),
            label=listed.fact.label[self.language],
            value=() if is_date else _marked(listed, listed.words),
            sources=self.sources(listed.value.sources),
        )

    def records(self) -> tuple[FactRecord, ...]:
        """Return every fact that the edition prints, with all that the ledger says of it."""
        if "facts-annex" not in self.edition.blocks:
            return ()
        return tuple(self.record(listed) for listed in self.edition.annex)

    def record(self, listed: ListedFact) -> FactRecord:
        fact, value = listed.fact, listed.value
        today = self.edition.brief.as_of
        known = [other for other in fact.values if other is not value and other.from_.first <= today]
        is_checked = value.checked and value.checked.first <= today
        return FactRecord(
            block=self.block(),
            id=f"fact-{fact.id}",
            label=fact.label[self.language],
            words=listed.words,
            when=self.when(listed),
            sources=self.sources(value.sources),
            checked=self.say("last checked {}").format(self.day(value.checked)) if value.checked and is_checked else "",
            confidence=self.say(_CONFIDENCES[fact.confidence]) if fact.confidence else "",
            history=tuple(
                FormerValue(self.figures(fact, other), self.held(fact, other), self.sources(other.sources))
                for other in sorted(known, key=lambda other: other.from_.first)
            ),
        )

    def contested(self) -> tuple[ContestedFact, ...]:
        """Return the printed facts of which a source says otherwise, with all that sources say of them."""
        if "contested" not in self.edition.blocks:
            return ()
        return tuple(
            ContestedFact(
                block=self.block(),
                id=f"claims-{listed.fact.id}",
                label=listed.fact.label[self.language],
                words=listed.words,
                claims=tuple(self.claim(listed.fact, claim) for claim in claims),
            )
            for listed in self.edition.annex
            for claims in [self.open_claims(listed.fact)]
            if any(claim.verdict != "agrees" for claim in claims)
        )

    def open_claims(self, fact: Fact) -> tuple[Claim, ...]:
        """Return the claims that had been made by the brief's day and whose sources these readers may see."""
        today = self.edition.brief.as_of
        return tuple(
            claim
            for claim in fact.claims
            if claim.by in self.edition.references and not (claim.asserted and claim.asserted.first > today)
        )

    def claim(self, fact: Fact, claim: Claim) -> document.Claim:
        return document.Claim(
            who=self.name(claim.by),
            at=self.place_in_source(claim.at),
            words=claim.words[self.language] if claim.words else self.claimed(fact, claim.value),
            asserted=self.day(claim.asserted) if claim.asserted else "",
            verdict=self.say(_VERDICTS[claim.verdict]),
            note=claim.note[self.language] if claim.note else "",
        )

    # --- words ---

    @property
    def language(self) -> str:
        return self.edition.language

    def day(self, when: PartialDate, write: Callable[..., str] = in_words) -> str:
        """Return a date as the readers write dates; before the first era that they can reckon with, Gregorian."""
        try:
            return write(when, language=self.language, calendar_of=self.edition.audience.dates)
        except ValueError:
            return write(when, language=self.language)

    def figures(self, fact: Fact, value: FactValue) -> str:
        try:
            return in_figures(fact, value, language=self.language, calendar=self.edition.audience.dates)
        except ValueError:
            return in_figures(fact, value, language=self.language, calendar="gregorian")

    def when(self, listed: ListedFact) -> str:
        """Return since when a value holds; empty where it is a date itself."""
        if _is_date(listed.value):
            return ""
        if day := listed.value.as_of:
            return self.say("as of {}").format(self.day(day, write=as_of_in_words))
        template = "as of {}" if listed.fact.use == "dated" else "since {}"
        return self.say(template).format(self.day(listed.value.from_))

    def held(self, fact: Fact, value: FactValue) -> str:
        """Return from when to when another value held; it ends at the latest where the next begins."""
        later = [other.from_ for other in fact.values if other.from_.first > value.from_.first]
        if value.to:
            return self.say("{start} to {end}").format(start=self.day(value.from_), end=self.day(value.to))
        if later:
            return self.say("{start} until {end}").format(start=self.day(value.from_), end=self.day(min(later)))
        return self.say("since {}").format(self.day(value.from_))

    def sources(self, names: Iterable[str]) -> str:
        """Return sources by their short names; those that cannot be read have been reported."""
        known = [name for name in names if name in self.edition.references]
        return ("、" if self.language == "ja" else "; ").join(dict.fromkeys(map(self.name, known)))

    def place_in_source(self, at: str) -> str:
        """Return where in a source something stands, as citations name places; what is no place stays as it is."""
        place = locators.parse(at)
        return at if place.suffix else locators.in_words(place, self.language)

    def claimed(self, fact: Fact, value: str) -> str:
        """Return what a source says, in figures where it is a bare number or date of the fact's type."""
        try:
            if fact.type in ("date", "period"):
                return self.day(PartialDate.parse(value))
            written = number(float(value) if "." in value else int(value), language=self.language)
        except ValueError:
            return value
        return f"{written}%" if fact.type == "percent" else written


def _marked(listed: ListedFact, words: str) -> Content:
    return (element("fact", words, id=listed.fact.id),)


def _is_date(value: FactValue) -> bool:
    return isinstance(value.value, (PartialDate, Period))


def _beginning(listed: ListedFact) -> tuple[date, PartialDate, str]:
    known = listed.value.value
    start = (
        known.start if isinstance(known, Period) else known if isinstance(known, PartialDate) else listed.value.from_
    )
    return start.first, start, listed.fact.id
