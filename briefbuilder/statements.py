"""A fact as an edition states it: its words on the brief's day, with its date or author; or why it cannot be stated.

A part of the stage `localise`. What follows a figure where it is read first (`as-of`) is prepared here and settled by
`dates_at_first_use`, once the whole edition is there to be read through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefbuilder.dates import of_day
from briefbuilder.diagnostics import Findings, Place
from briefbuilder.facts import can_change, contest, date_behind, in_figures, in_language, lacking, value_on
from briefbuilder.library import Audience, Brief, Fact, FactValue, Library
from briefbuilder.tree import Content, Element, element, rewrite

_CORRECTABLE = frozenset(["wrong", "outdated", "imprecise"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who states facts to whom, and on which day."""

    library: Library
    brief: Brief
    audience: Audience
    language: str
    findings: Findings

    def state(self, fact: Fact, place: Place, *, bare: bool) -> Content:
        """Return a fact as an element, or nothing after reporting why it cannot be stated."""
        value = None if self.is_barred(fact, place) else self.value(fact, place)
        if value is None:
            return ()
        self.refuse_contested(fact, place)
        words = self.words(fact, value, bare=bare, place=place)
        made = element("fact", words, id=fact.id)
        follows = "" if bare else self.date_at_first_use(fact, value)
        return (made.with_attributes(as_of=follows) if follows else made,)

    def tell(self, fact: Fact, place: Place) -> tuple[FactValue, str] | None:
        """Return a value and its words in figures, for a box or list, or None after reporting why there is none."""
        value = None if self.is_barred(fact, place) else self.value(fact, place)
        if value is None:
            return None
        self.refuse_contested(fact, place)
        return value, self.figures(fact, value, place)

    def figures(self, fact: Fact, value: FactValue, place: Place) -> str:
        """Return a value as a table shows it, with whose statement it is."""
        try:
            words = in_figures(fact, value, language=self.language, calendar=self.audience.dates)
        except ValueError as fault:
            self.refuse_words(fact, fault, place)
            return ""
        return self.attributed(fact, words)

    def is_barred(self, fact: Fact, place: Place) -> bool:
        if fact.use == "never":
            self.findings.error(
                place,
                'the fact "{id}" must not be printed',
                hint='its record at {where} says "use: never": write the sentence without it',
                id=fact.id,
                where=fact.place,
            )
        return fact.use == "never"

    def value(self, fact: Fact, place: Place) -> FactValue | None:
        """Return the value on the brief's day, or None after reporting for want of what there is none."""
        day, facts = self.brief.as_of, self.library.facts
        value = value_on(fact, day, facts)
        if value is not None:
            return value
        missing, when = lacking(fact, day, facts) or (fact, day)
        if missing is fact and fact.derived:
            self.findings.error(
                place,
                'the fact "{id}" cannot be computed on {day}: it has more than 15 digits, or nothing to be divided by',
                hint="look at the values that it is computed from: {where}",
                id=fact.id,
                day=day,
                where=fact.places.at("derived"),
            )
            return None
        template = 'the fact "{id}" has no value on {day}'
        if missing is not fact:
            template = 'the fact "{whole}" is computed from "{id}", which has no value on {day}'
        hint = "add one in {where}, with its source, or change the brief's as_of"
        if self.brief.is_reconstruction:
            hint = "choose another day (its record begins with {first}), or add a value in {where}, with its source"
        self.findings.error(
            place,
            template,
            hint=hint,
            id=missing.id,
            day=when,
            where=missing.place,
            whole=fact.id,
            first=min((value.from_ for value in missing.values), key=lambda known: known.first, default="–"),
        )
        return None

    def sources(self, fact: Fact) -> tuple[str, ...]:
        """Return the sources of the value on the brief's day."""
        value = value_on(fact, self.brief.as_of, self.library.facts)
        return value.sources if value else ()

    def refuse_contested(self, fact: Fact, place: Place) -> None:
        """Report a contested fact that would be printed as plain truth (see `facts.contest`)."""
        against = contest(fact, self.library.facts) if fact.use == "plain" else None
        if isinstance(against, Fact):
            self.findings.error(
                place,
                'the fact "{id}" is held with low confidence and would be printed as if it were certain',
                hint='set "use: attributed" in {where} and say whose statement it is, or find a better source',
                id=against.id,
                where=fact.place,
            )
        elif against:
            self.findings.error(
                place,
                'the fact "{id}" is contested by "{by}" and would be printed as if it were certain',
                hint='in {where}, set "use: attributed", or settle the claim ("verdict:"), or say "confidence: high"',
                id=fact.id,
                by=against.by,
                where=fact.place,
            )

    def words(self, fact: Fact, value: FactValue, *, bare: bool, place: Place) -> str:
        calendar = self.audience.dates
        try:
            words = in_language(fact, value, language=self.language, calendar=calendar, bare=bare)
        except ValueError as fault:
            self.refuse_words(fact, fault, place)
            return ""
        if bare:
            return words
        if fact.use == "attributed":
            return self.attributed(fact, words)
        if fact.use == "dated" and fact.type not in ("date", "period"):
            return words + date_behind(value.as_of or value.from_, value, language=self.language, calendar=calendar)
        return words

    def attributed(self, fact: Fact, words: str) -> str:
        """Return words with whose statement they are, where the ledger wants that said."""
        if fact.use != "attributed" or not fact.attribute_to:
            return words
        who = fact.attribute_to[self.language]
        return f"{words}（{who}による）" if self.language == "ja" else f"{words} (according to {who})"

    def refuse_words(self, fact: Fact, fault: ValueError, place: Place) -> None:
        self.findings.error(
            place,
            'the fact "{id}" cannot be printed: {why}',
            hint='set "dates: gregorian"',
            id=fact.id,
            why=fault,
        )

    def date_at_first_use(self, fact: Fact, value: FactValue) -> str:
        """Return what follows a figure that can change where it is read first, for an audience that wants it so."""
        if self.audience.as_of != "first" or fact.use != "plain" or not can_change(fact, self.library.facts):
            return ""
        when = value.as_of or value.checked
        if when is None:
            return ""
        if when.first > self.brief.as_of:
            when = of_day(self.brief.as_of)
        return date_behind(when, value, language=self.language, calendar=self.audience.dates)

    def correct(self, fact: Fact, place: Place) -> Content:
        """Return what is right, by the ledger, and what we note on those who had said otherwise by the brief's day.

        Nothing is returned where nobody had: an error, but for a reconstruction, which may well go back that far.
        """
        notes = [
            claim.note[self.language]
            for claim in fact.claims
            if claim.note
            and claim.verdict in _CORRECTABLE
            and (claim.asserted is None or claim.asserted.first <= self.brief.as_of)
        ]
        if notes:
            colon, stop, space = ("：", "。", "") if self.language == "ja" else (": ", ". ", " ")
            stated = self.state(fact, place, bare=False)
            return (fact.label[self.language], colon, *stated, stop, space.join(notes))
        if not self.brief.is_reconstruction:
            self.findings.error(
                place,
                'the fact "{id}" corrects nobody: no claim that is wrong, outdated or imprecise has a note',
                hint='add a claim with "verdict:" and "note:" in {where}, or write the correction here ("ja:", "en:")',
                id=fact.id,
                where=fact.place,
            )
        return ()


def dates_at_first_use(content: Content, seen: set[str]) -> Content:
    """Return the content with the date behind each fact that is read here first; `seen` remembers them.

    Headings and notes are passed over: a heading stays short, and not everybody reads the notes.
    """

    def change(node: Element) -> Content | None:
        if node.name in ("h", "note"):
            return (node,)
        if node.name != "fact" or not node.get("as-of") or node.get("id") in seen:
            return None
        seen.add(node.get("id"))
        return (replace(node, children=(*node.children, node.get("as-of"))),)

    return rewrite(content, change)
