"""Facts that are computed from others, so that no figure is typed twice: by which rules, from which types.

The operands' values come from `facts.value_on`, by way of a function: this file does not know what holds on a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from briefbuilder.dates import PartialDate
from briefbuilder.library import Derivation, Fact, FactValue
from briefbuilder.numbers import LARGEST_DIGITS

DIVIDING = ("share", "ratio", "change")  # their results seldom end: they need `round`
ValueOn = Callable[[Fact, date], FactValue | None]

_NO_NUMBERS = "only counts, percentages and money can be computed with"
_OF_SEVERAL_KINDS = "its parts must be of one type, and money of one currency"
_OF_PERCENT = "a share or change is that of a count or of money"
_OTHER_CURRENCY = "its currency must be that of its parts"
_WANTED = {
    "count": "its type must be count",
    "percent": "its type must be percent",
    "money": "its type must be money",
}
MISFITS = (_NO_NUMBERS, _OF_SEVERAL_KINDS, _OF_PERCENT, _OTHER_CURRENCY, *_WANTED.values())


def misfit(fact: Fact, derivation: Derivation, facts: Mapping[str, Fact]) -> str:
    """Return why a derived fact does not have the type that its parts give it; empty when it has.

    Counts stay counts and money money, of one currency. A share and a change are percent. The difference of two
    percentages is a count (of percentage points), money by a count is money a head, and a ratio else a count.
    """
    parts = [facts[operand.fact] for operand in derivation.operands]
    kinds, currencies = {part.type for part in parts}, {part.currency for part in parts}
    if kinds - {"count", "percent", "money"}:
        return _NO_NUMBERS
    if derivation.rule == "ratio" and [part.type for part in parts] == ["money", "count"]:
        currencies = {parts[0].currency}
        wanted = "money"
    elif len(kinds) > 1 or len(currencies) > 1:
        return _OF_SEVERAL_KINDS
    elif derivation.rule in ("share", "change"):
        wanted = "percent"
    elif derivation.rule == "ratio" or (derivation.rule == "difference" and kinds == {"percent"}):
        wanted = "count"
    else:
        wanted = parts[0].type
    if derivation.rule in ("share", "change") and kinds == {"percent"}:
        return _OF_PERCENT
    if fact.type != wanted:
        return _WANTED[wanted]
    return _OTHER_CURRENCY if wanted == "money" and {fact.currency} != currencies else ""


def computed(
    fact: Fact, derivation: Derivation, day: date, facts: Mapping[str, Fact], value_on: ValueOn
) -> FactValue | None:
    """Return the value of a derived fact on a day, with the sources of all its parts.

    It holds as long as all of its parts do; it was checked when the part was that was checked first. None: a part has
    no value on the day, there is nothing to divide by, or the result has more than 15 digits.
    """
    parts: list[tuple[FactValue, bool]] = []
    for operand in derivation.operands:
        value = value_on(facts[operand.fact], operand.day or day)
        if value is None:
            return None
        parts.append((value, operand.day is None))
    number = _number(derivation.rule, [Fraction(str(value.value)) for value, _ in parts])
    if number is None or abs(number) >= 10**LARGEST_DIGITS:
        return None
    moving = [value for value, is_moving in parts if is_moving]
    checked = [value.checked for value, _ in parts]
    return FactValue(
        value=int(number) if number.denominator == 1 else float(number),
        from_=max((value.from_ for value, _ in parts), key=lambda when: when.first),
        to=min((value.to for value in moving if value.to), key=lambda when: when.last, default=None),
        sources=tuple(dict.fromkeys(source for value, _ in parts for source in value.sources)),
        checked=None if None in checked else min((when for when in checked if when), key=lambda when: when.last),
        place=fact.places.at("derived"),
        as_of=_oldest(moving),
    )


def _oldest(values: list[FactValue]) -> PartialDate | None:
    return min((value.as_of for value in values if value.as_of), key=lambda when: when.last, default=None)


def _number(rule: str, parts: list[Fraction]) -> Fraction | None:
    first, last = parts[0], parts[-1]
    if rule == "sum":
        return sum(parts, Fraction())
    if rule == "difference":
        return first - last
    if not (first if rule == "change" else last):
        return None
    if rule == "change":
        return (last - first) / abs(first) * 100
    return first / last * (100 if rule == "share" else 1)
