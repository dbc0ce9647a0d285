"""A fact in words: which value holds on a day, how far it can be relied on, and how it is written in a language.

English forms follow CLDR plurals (Babel) and British habits; numbers are written by `numbers`, dates by `dates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from babel import Locale
from babel.lists import format_list

from briefbuilder import derive
from briefbuilder.dates import PartialDate, Period, as_of_in_words, in_words, period_in_words
from briefbuilder.library import Bilingual, BilingualList, Claim, Fact, FactValue
from briefbuilder.numbers import money, number, rounded

LOCALES = {"ja": Locale("ja"), "en": Locale("en", "GB")}
_SMALL = dict(zip("123456789", ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), strict=True))
_CHANGING = frozenset(["count", "percent", "money", "status", "list"])
_IN_BRACKETS = {"both": "era", "gregorian-era": "gregorian"}
_OPEN_VERDICTS = frozenset(["unverified", "opinion"])


def value_on(fact: Fact, day: date, facts: Mapping[str, Fact]) -> FactValue | None:
    """Return the value that holds on a day, or None. Of several the one that began last.

    A derived fact is computed from the others as they stand on that day; whoever asks need not know which it is.
    """
    return _value_on(fact, day, facts, {})


def _value_on(
    fact: Fact, day: date, facts: Mapping[str, Fact], known: dict[tuple[str, date], FactValue | None]
) -> FactValue | None:
    if not fact.derived:
        return _held_on(fact, day)
    if (fact.id, day) not in known:  # parts may be shared: each is computed once
        known[fact.id, day] = derive.computed(
            fact, fact.derived, day, facts, lambda part, when: _value_on(part, when, facts, known)
        )
    return known[fact.id, day]


def _held_on(fact: Fact, day: date) -> FactValue | None:
    holding = [
        value for value in fact.values if value.from_.first <= day and (value.to is None or day <= value.to.last)
    ]
    return max(holding, key=lambda value: value.from_.first, default=None)


def rests_on(fact: Fact, facts: Mapping[str, Fact]) -> tuple[Fact, ...]:
    """Return a fact and every fact that it is computed from, at any depth, each once."""
    found: dict[str, Fact] = {}
    waiting = [fact]
    while waiting:
        one = waiting.pop(0)
        if one.id not in found:
            found[one.id] = one
            waiting += [
                facts[part.fact] for part in (one.derived.operands if one.derived else ()) if part.fact in facts
            ]
    return tuple(found.values())


def lacking(fact: Fact, day: date, facts: Mapping[str, Fact]) -> tuple[Fact, date] | None:
    """Return the typed-in fact for want of whose value on which day a fact has none; None: that is not the reason."""
    waiting, seen = [(fact, day)], set()
    while waiting:
        one, when = waiting.pop()
        if (one.id, when) in seen:
            continue
        seen.add((one.id, when))
        if one.derived:
            waiting += [(facts[part.fact], part.day or when) for part in reversed(one.derived.operands)]
        elif _held_on(one, when) is None:
            return one, when
    return None


def contest(fact: Fact, facts: Mapping[str, Fact]) -> Claim | Fact | None:
    """Return what stands against printing a fact as plain truth: an open claim, or a fact held with low confidence.

    A fact is contested when we hold it with low confidence ourselves, or when somebody says otherwise and we have not
    refuted him (verdicts unverified and opinion), unless we hold it with high confidence. A derived fact is contested
    when any of its parts is.
    """
    for one in rests_on(fact, facts):
        if one.confidence == "low":
            return one
        claim = next((claim for claim in one.claims if claim.verdict in _OPEN_VERDICTS), None)
        if claim and one.confidence != "high":
            return claim
    return None


def can_change(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Say whether a value may be another one some day, so that its reader needs its date.

    A date or period never does. Of the others: what had several values, refers to a day, or is to be reviewed.
    """
    return fact.type in _CHANGING and any(
        len(one.values) > 1 or one.review is not None or any(value.as_of for value in one.values)
        for one in rests_on(fact, facts)
    )


def is_overdue(fact: Fact, today: date) -> bool:
    """Say whether the day by which a fact was to be checked again has passed: the last that its `review` can mean."""
    return fact.review is not None and fact.review.last < today


def in_language(fact: Fact, value: FactValue, *, language: str, calendar: str, bare: bool) -> str:
    """Return a value in words: worded by the fact's `say`, or bare.

    English spells out one to nine where they count something in a sentence (so, by `say`), as British houses do. The
    plural is that of the number as it is printed (CLDR: 1 is "one", 1.0 is "other").
    """
    written = _written(fact, value, language=language, calendar=calendar)
    wordings = fact.say.get(language)
    if bare or not wordings:
        return written
    category = "other"
    if isinstance(value.value, (int, float)):
        printed = rounded(value.value, fact.round)
        category = LOCALES[language].plural_form(printed)
        if language == "en" and fact.type == "count" and str(printed) in _SMALL:
            written = _SMALL[str(printed)]
    return wordings.get(category, wordings["other"]).replace("{value}", written)


def in_figures(fact: Fact, value: FactValue, *, language: str, calendar: str) -> str:
    """Return a value as it stands in a table: numbers with the wording of `say`, all others bare, always in figures."""
    written = _written(fact, value, language=language, calendar=calendar)
    wordings = fact.say.get(language)
    if not wordings or not isinstance(value.value, (int, float)):
        return written
    category = LOCALES[language].plural_form(rounded(value.value, fact.round))
    return wordings.get(category, wordings["other"]).replace("{value}", written)


def date_behind(when: PartialDate, value: FactValue, *, language: str, calendar: str) -> str:
    """Return the date that follows a value, in brackets; by one calendar, since the second would be a bracket within.

    The last day of a month is its end only where a figure refers to it (2025年6月末時点): a check on that day is
    no more than a day.
    """
    write = as_of_in_words if when == value.as_of else in_words
    words = write(when, language=language, calendar_of=_IN_BRACKETS.get(calendar, calendar))
    return f"（{words}時点）" if language == "ja" else f" (as of {words})"


def _written(fact: Fact, value: FactValue, *, language: str, calendar: str) -> str:
    known = value.value
    if isinstance(known, PartialDate):
        return in_words(known, language=language, calendar_of=calendar)
    if isinstance(known, Period):
        return period_in_words(known, language=language, calendar_of=calendar)
    if isinstance(known, Bilingual):
        return known[language]
    if isinstance(known, BilingualList):
        return format_list(known[language], locale=LOCALES[language])
    if isinstance(known, str):
        return known
    printed = rounded(known, fact.round)
    if fact.type == "percent":
        return f"{number(printed, language=language)}%"
    if fact.type == "money":
        return money(printed, currency=fact.currency or "", language=language)
    return number(printed, language=language)
