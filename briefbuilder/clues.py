"""What gives a fact away in a text: its values, the wording around them, and the words of its label. Values only.

A word that many labels share tells little (the subject of all briefs stands in half of them), one of a single label
much; a term of the term base counts with all its forms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from briefbuilder.dates import PartialDate, Period
from briefbuilder.facts import value_on
from briefbuilder.library import Fact, Library
from briefbuilder.terms import accepted_forms

_COMPOUND = 4  # letters of a Japanese word that is as telling as a term: 情報保護協定
_COMMON = 3  # a word in more labels than that, and in more than a twelfth of them, tells facts apart no longer
_SMALL_TALK = frozenset(
    ("about", "after", "between", "from", "have", "into", "that", "their", "there", "this", "whether", "which", "with")
)
_EVERYDAY = frozenset("日年月数国人回")


@dataclass(frozen=True, slots=True)
class Clue:
    """A fact as it is looked for in the texts of one language."""

    fact: Fact
    right: Any  # the value that holds; numbers as Decimal
    values: frozenset[Any]  # that hold or held, or that somebody claims
    claimed: Mapping[Any, frozenset[str]]  # of these, what only somebody claims, and who
    endings: tuple[str, ...]  # what its wordings have behind the value
    telling: frozenset[str]  # terms in its label, in all their forms, and long compounds
    words: frozenset[str]  # the other words of its label that few labels have
    common: frozenset[str]  # those that many have


@dataclass(frozen=True, slots=True)
class Clues:
    """All clues of one language, by value."""

    by_value: Mapping[Any, tuple[Clue, ...]] = field(default_factory=dict)

    def of(self, value: Any) -> tuple[Clue, ...]:
        """Return the facts that a figure can be; a day also those of which the month alone is known."""
        found = self.by_value.get(value, ())
        if isinstance(value, PartialDate) and value.day:
            month = PartialDate(value.year, value.month)
            found += tuple(clue for clue in self.by_value.get(month, ()) if clue.right == month)
        return found


def clues(library: Library, language: str) -> Clues:
    """Return what gives each fact that is a number or date away; texts, states and lists are words."""
    labels = {name: _label_words(fact.label[language], language) for name, fact in library.facts.items()}
    count = Counter(word for words in labels.values() for word in words)
    limit = max(_COMMON, len(labels) // 12)
    found: dict[Any, tuple[Clue, ...]] = {}
    for name, fact in sorted(library.facts.items()):
        if fact.type in ("text", "status", "list"):
            continue
        common = frozenset(word for word in labels[name] if count[word] > limit or len(word) == 1)
        clue = _clue(library, fact, language, labels[name] - common, common)
        for value in clue.values:
            found[value] = (*found.get(value, ()), clue)
    return Clues(found)


def _clue(library: Library, fact: Fact, language: str, words: frozenset[str], common: frozenset[str]) -> Clue:
    compounds = {word for word in words if language == "ja" and len(word) >= _COMPOUND}
    telling = (_term_forms(library, fact.label[language], language) | compounds) - common
    held = value_on(fact, day_of(library), library.facts)
    right = _comparable(fact, held.value) if held else None
    values = {right, *(_comparable(fact, value.value) for value in fact.values)}
    said: dict[Any, frozenset[str]] = {}
    for claim in fact.claims:
        value = _claimed(fact, claim.value)
        if claim.verdict != "agrees" and value is not None and value not in values and not _is_vaguer(value, right):
            said[value] = said.get(value, frozenset()) | {claim.by}
    endings = (wording.partition("{value}")[2] for wording in fact.say.get(language, {}).values())
    return Clue(
        fact=fact,
        right=right,
        values=frozenset((values | said.keys()) - {None}),
        claimed=said,
        endings=tuple(dict.fromkeys(filter(None, endings))),
        telling=frozenset(telling),
        words=frozenset(words - telling),
        common=common,
    )


def day_of(library: Library) -> date:
    """Return the day for which the texts are written: the latest as-of date of a brief."""
    return max((brief.as_of for brief in library.briefs.values()), default=date.max)


def _label_words(label: str, language: str) -> frozenset[str]:
    """Return the words of a label that can be looked for: runs of one script, English words without their plural."""
    if language == "en":
        words = {word for word in re.findall(r"[A-Za-z]{4,}|[A-Z]{2,}", label) if word.lower() not in _SMALL_TALK}
        return frozenset(re.sub(r"(?<=\w{3})s$", "", word) for word in words)
    runs = re.findall(r"[一-鿿々]+|[ァ-ヺー]+|[A-Za-z]+", label)
    runs = [re.sub("(?<=..)[数率額日年量]$", "", run) for run in runs]
    return frozenset(run for run in runs if len(run) > 1 or ("一" < run <= "鿿" and run not in _EVERYDAY))


def _term_forms(library: Library, label: str, language: str) -> set[str]:
    """Return every form of each term of which a form of at least three letters stands in a label."""
    found: set[str] = set()
    for term in library.terms.values():
        forms = accepted_forms(term, language)
        if any(len(form) > 2 and form in label for form in forms):
            found |= {form for form in forms if len(form) > 2}
    return found


def _is_vaguer(said: Any, right: Any) -> bool:
    """Say whether a date only says less than the right one: 2025 of January 2025."""
    is_dates = isinstance(said, PartialDate) and isinstance(right, PartialDate)
    return is_dates and said.first <= right.first and right.last <= said.last


def _comparable(fact: Fact, value: Any) -> Any:
    return Decimal(str(value)) if fact.type in ("count", "percent", "money") else value


def _claimed(fact: Fact, said: str) -> Any:
    """Return what a claim says as a value of the fact's type, or None where it is put in words."""
    try:
        if fact.type in ("count", "percent", "money"):
            return Decimal(said)
        return Period.parse(said) if fact.type == "period" else PartialDate.parse(said)
    except (InvalidOperation, ValueError):
        return None
