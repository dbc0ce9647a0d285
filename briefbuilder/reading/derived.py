"""The check of facts that are computed from others: each part is there, fits, and is not computed from the whole.

A fact that cannot be computed is reported and left out, as damaged, so that nothing after `read` meets a circle. What
is computed is handled as strictly as the strictest of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefbuilder.crosscheck import circle_of
from briefbuilder.derive import DIVIDING, misfit
from briefbuilder.diagnostics import Findings
from briefbuilder.facts import rests_on, value_on
from briefbuilder.library import Derivation, Fact, highest

MOST_PARTS = 100  # counted at any depth


def computable(facts: Mapping[str, Fact], damaged: set[str], findings: Findings) -> dict[str, Fact]:
    """Return the facts without those that cannot be computed; these are reported and added to `damaged`.

    A fact of which a part is damaged is left out without a further word.
    """
    left = {name: fact for name, fact in facts.items() if f"fact:{name}" not in damaged}
    for fact in list(left.values()):
        if fact.derived and _has_fault(fact, fact.derived, left, damaged, findings):
            damaged.add(f"fact:{fact.id}")
    while lost := {name for name, fact in left.items() if f"fact:{name}" in damaged or set(_parts(fact)) - left.keys()}:
        damaged |= {f"fact:{name}" for name in lost}
        left = {name: fact for name, fact in left.items() if name not in lost}
    for name in [name for name, fact in left.items() if len(rests_on(fact, left)) - 1 > MOST_PARTS]:
        place = left.pop(name).places.at("derived")
        damaged.add(f"fact:{name}")
        findings.error(
            place,
            "the fact is computed from more than {limit} others",
            hint="give some of them values of their own",
            limit=MOST_PARTS,
        )
    for fact in left.values():
        if fact.derived:
            _check_fixed_days(fact, fact.derived, left, findings)
    return {
        name: replace(fact, handling=highest(one.handling for one in rests_on(fact, left)))
        for name, fact in left.items()
    }


def _parts(fact: Fact) -> tuple[str, ...]:
    return tuple(operand.fact for operand in fact.derived.operands) if fact.derived else ()


def _has_fault(
    fact: Fact, derivation: Derivation, facts: Mapping[str, Fact], damaged: set[str], findings: Findings
) -> bool:
    place = fact.places.at("derived", derivation.rule)
    before = len(findings.items)
    unknown = [name for name in _parts(fact) if name not in facts]
    for index, name in enumerate(_parts(fact)):
        if name in unknown and f"fact:{name}" not in damaged and "fact:" not in damaged:
            findings.unknown(fact.places.at("derived", derivation.rule, index), "fact", name, facts)
    if circle := circle_of(fact.id, lambda name: _parts(facts[name]) if name in facts else ()):
        findings.error(
            place,
            "the fact is computed from itself: {circle}",
            hint="give one of them values of its own",
            circle=" → ".join(circle),
        )
    elif not unknown:
        _check_use(fact, derivation, facts, findings)
        if why := misfit(fact, derivation, facts):
            findings.error(
                place,
                "the fact cannot be computed: {problem}",
                hint='look at "type:" and "currency:" of this fact and of those that it is computed from',
                problem=why,
            )
    if derivation.rule in DIVIDING and fact.round is None:
        findings.error(place, "how far the result is rounded, is missing", hint='add "round: 1" (decimals) to the fact')
    return len(findings.items) > before or bool(unknown)


def _check_use(fact: Fact, derivation: Derivation, facts: Mapping[str, Fact], findings: Findings) -> None:
    """Report a fact that would bring what must not be printed, or not without its author, onto a page."""
    for index, operand in enumerate(derivation.operands):
        part, place = facts[operand.fact], fact.places.at("derived", derivation.rule, index)
        if part.use == "never" and fact.use != "never":
            findings.error(
                place,
                'the fact "{id}" must not be printed, nor what is computed from it',
                hint='its record at {where} says "use: never"; give this fact the same',
                id=part.id,
                where=part.place,
            )
        elif part.use == "attributed" and fact.use not in ("attributed", "never"):
            findings.error(
                place,
                'the fact "{id}" is printed only with whose statement it is, and so must be what is computed from it',
                hint='add "use: attributed" and "attribute_to:"',
                id=part.id,
            )


def _check_fixed_days(fact: Fact, derivation: Derivation, facts: Mapping[str, Fact], findings: Findings) -> None:
    for index, operand in enumerate(derivation.operands):
        if operand.day and value_on(facts[operand.fact], operand.day, facts) is None:
            findings.error(
                fact.places.at("derived", derivation.rule, index),
                'the fact "{id}" has no value on {day}',
                hint="name another day, or add a value in {where}, with its source",
                id=operand.fact,
                day=operand.day,
                where=facts[operand.fact].place,
            )
