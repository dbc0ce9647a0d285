"""The maker of facts: values in their types, in order and without overlap, and their wordings."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Place
from briefbuilder.library import Bilingual, BilingualList, Claim, Derivation, Fact, FactValue, Operand
from briefbuilder.numbers import LARGEST_DIGITS
from briefbuilder.reading.desk import Entry, bilingual, partial_date, places
from briefbuilder.reading.yamltext import Path


def fact(entry: Entry) -> Fact:
    shape = entry.shape
    values = tuple(
        made for index, value in enumerate(shape.values) if (made := _fact_value(entry, index, value)) is not None
    )
    _check_fact(entry, values)
    return Fact(
        id=entry.id,
        place=entry.place(),
        places=places(entry.tree, (entry.id,)),
        label=bilingual(shape.label),
        type=shape.type,
        say=_say(entry),
        currency=shape.currency,
        use=shape.use,
        attribute_to=bilingual(shape.attribute_to),
        handling=entry.desk.handling_of("fact", shape.handling),
        confidence=shape.confidence or "",
        values=values,
        claims=tuple(
            Claim(
                claim.by,
                claim.at or "",
                _claimed(claim.value),
                partial_date(claim.asserted),
                claim.verdict,
                bilingual(claim.note),
                _claimed_in_words(claim.value),
            )
            for claim in shape.claims
        ),
        review=partial_date(shape.review),
        note=bilingual(shape.note),
        derived=_derivation(entry),
        round=shape.round,
    )


def _derivation(entry: Entry) -> Derivation | None:
    if entry.shape.derived is None:
        return None
    ways = {rule: parts for rule, parts in entry.shape.derived if parts is not None}
    if len(ways) != 1 or entry.shape.values:
        entry.findings.error(
            entry.place("derived"),
            "a fact is either computed in one way or has values",
            hint='keep one of "values:" and "derived: {{difference: [a, b]}}" (or sum, share, ratio, change)',
        )
        return None
    ((rule, parts),) = ways.items()
    return Derivation(rule, tuple(_operand(part) for part in parts))


def _operand(text: str) -> Operand:
    name, _, day = text.partition("@")
    return Operand(name, PartialDate.parse(day).first if day else None)


def _claimed(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    english = value.get("en", "")
    return ", ".join(english) if isinstance(english, list) else str(english)


def _claimed_in_words(value: Any) -> Bilingual | None:
    if not isinstance(value, dict) or not {"ja", "en"} <= set(value):
        return None
    ja, en = value["ja"], value["en"]
    return Bilingual(
        "、".join(map(str, ja)) if isinstance(ja, list) else str(ja),
        ", ".join(map(str, en)) if isinstance(en, list) else str(en),
    )


def _check_fact(entry: Entry, values: tuple[FactValue, ...]) -> None:
    shape, findings = entry.shape, entry.findings
    if not shape.values and not shape.derived and shape.use != "never":
        findings.error(entry.place(), 'the fact "{id}" has no values', hint="add one, with its source", id=entry.id)
    if shape.type == "money" and not shape.currency:
        findings.error(entry.place(), 'the key "currency" is missing', hint="add currency: EUR")
    if shape.use == "attributed" and not shape.attribute_to:
        findings.error(
            entry.place("use"),
            "whose statement it is, is missing",
            hint='add "attribute_to:" with ja: and en:',
        )
    if shape.round is not None and shape.type not in ("count", "percent", "money"):
        findings.error(entry.place("round"), "only numbers are rounded", hint='take out "round:"')
    _check_order(entry, values)


def _check_order(entry: Entry, values: tuple[FactValue, ...]) -> None:
    """Report values that hold at the same time, and days on which none holds unless that is meant (`gap: true`)."""
    meant = {value.from_ for value in entry.shape.values if value.gap}
    for earlier, later in pairwise(sorted(values, key=lambda value: value.from_.first)):
        is_superseded = earlier.to is None and earlier.from_.first < later.from_.first
        if not is_superseded and (earlier.to is None or earlier.to.last >= later.from_.first):
            entry.findings.error(
                later.place,
                "two values hold at the same time: {first} and {second}",
                hint='let the earlier one end ("to:") before the later one begins',
                first=f"{earlier.from_}/{earlier.to or '…'}",
                second=f"{later.from_}/{later.to or '…'}",
            )
        elif earlier.to and earlier.to.last + timedelta(1) < later.from_.first and str(later.from_) not in meant:
            entry.findings.warning(
                later.place,
                "no value holds from {first} to {last}",
                hint='let the two meet ("to:", "from:"), or write "gap: true" here if that is so',
                first=earlier.to.last + timedelta(1),
                last=later.from_.first - timedelta(1),
            )


def _fact_value(entry: Entry, index: int, shape: Any) -> FactValue | None:
    path: Path = ("values", index)
    place = entry.tree.place((entry.id, *path, "value"))
    try:
        value = _typed(entry.shape.type, shape.value, entry, place)
    except ValueError:
        entry.findings.error(
            place,
            '"{value}" is not a value of the type {type}',
            hint=_FORMS[entry.shape.type],
            value=_shown(shape.value),
            type=entry.shape.type,
        )
        return None
    if value is None:
        return None
    if shape.to and PartialDate.parse(shape.to).last < PartialDate.parse(shape.from_).first:
        entry.findings.error(place, "the value ends before it begins", hint='look at "from:" and "to:"')
    return FactValue(
        value=value,
        from_=PartialDate.parse(shape.from_),
        to=partial_date(shape.to),
        sources=tuple(shape.sources),
        checked=partial_date(shape.checked),
        place=place,
        as_of=partial_date(shape.as_of),
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(part)}" for key, part in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FORMS = {
    "count": "a whole number, in digits without commas, of at most 15 digits",
    "percent": "a number such as 44.5, of at most 15 digits",
    "money": "a number in digits, such as 1500000000, at most 15 of them",
    "date": "2023, 2023-05, 2023-05-23 or, for a fiscal year, FY2025",
    "period": "2023/2026, 2021-04/2022-03 or, without an end, 2023/..",
    "text": 'two lines, "ja:" and "en:"',
    "status": 'two lines, "ja:" and "en:"',
    "list": 'two lines, "ja: [...]" and "en: [...]", with the same items in the same order',
}


def _typed(kind: str, value: Any, entry: Entry, place: Place) -> Any:
    """Return a value in its type. Raises ValueError when the words do not have its form."""
    if kind in ("text", "status"):
        if not isinstance(value, dict) or not value or set(value) - {"ja", "en"}:
            raise ValueError(value)
        if not all(isinstance(half, str) for half in value.values()):
            raise ValueError(value)
        for language, name in (("ja", "Japanese"), ("en", "English")):
            if not value.get(language):
                entry.findings.error(
                    place,
                    "the {language} {thing} is missing",
                    hint='add "{name}:" beside "{other}:"',
                    language=name,
                    thing="value",
                    name=language,
                    other="en" if language == "ja" else "ja",
                )
                return None
        return Bilingual(value["ja"], value["en"])
    if kind == "list":
        return _listed(value)
    if not isinstance(value, str):
        raise ValueError(value)
    if kind in ("count", "percent", "money"):
        return _counted(kind, value)
    return Period.parse(value) if kind == "period" else PartialDate.parse_any(value)


def _counted(kind: str, value: str) -> int | float:
    digits = value.removeprefix("-").replace(".", "").lstrip("0")
    if not _NUMBER.fullmatch(value) or (kind == "count" and "." in value) or len(digits) > LARGEST_DIGITS:
        raise ValueError(value)
    return float(value) if "." in value else int(value)


def _listed(value: Any) -> BilingualList:
    if not isinstance(value, dict) or set(value) != {"ja", "en"}:
        raise ValueError(value)
    for items in value.values():
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            raise ValueError(value)
    if len(value["ja"]) != len(value["en"]):
        raise ValueError(value)
    return BilingualList(tuple(value["ja"]), tuple(value["en"]))


def _say(entry: Entry) -> dict[str, dict[str, str]]:
    say = entry.shape.say
    if say is None:
        return {}
    english = {"other": say.en} if isinstance(say.en, str) else say.en
    made = {"ja": {"other": say.ja}, "en": english}
    if (
        not isinstance(english, dict)
        or "other" not in english
        or set(english) - {"one", "other"}
        or not all(isinstance(wording, str) for wording in english.values())
    ):
        entry.findings.error(
            entry.place("say", "en"), 'the English wording needs "one:" and "other:"', hint="or a single text"
        )
        return {}
    for language, wordings in made.items():
        for wording in wordings.values():
            if wording.count("{value}") != 1:
                entry.findings.error(
                    entry.place("say", language),
                    'the wording "{wording}" does not contain {{value}} once',
                    hint="write {{value}} where the value stands",
                    wording=wording,
                )
    return made
