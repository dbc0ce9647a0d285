"""The maker of facts: values in their types, in order and without overlap, and their wordings."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Place
from briefbuilder.library import Bilingual, BilingualList, Claim, Fact, FactValue
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
            )
            for claim in shape.claims
        ),
        review=partial_date(shape.review),
        note=bilingual(shape.note),
    )


def _claimed(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    english = value.get("en", "")
    return ", ".join(english) if isinstance(english, list) else str(english)


def _check_fact(entry: Entry, values: tuple[FactValue, ...]) -> None:
    shape, findings = entry.shape, entry.findings
    if not shape.values and shape.use != "never":
        findings.error(entry.place(), 'the fact "{id}" has no values', hint="add one, with its source", id=entry.id)
    if shape.type == "money" and not shape.currency:
        findings.error(entry.place(), 'the key "currency" is missing', hint="add currency: EUR")
    if shape.use == "attributed" and not shape.attribute_to:
        findings.error(
            entry.place("use"),
            "whose statement it is, is missing",
            hint='add "attribute_to:" with ja: and en:',
        )
    ordered = sorted(values, key=lambda value: value.from_.first)
    for earlier, later in pairwise(ordered):
        is_superseded = earlier.to is None and earlier.from_.first < later.from_.first
        if not is_superseded and (earlier.to is None or earlier.to.last >= later.from_.first):
            findings.error(
                later.place,
                "two values hold at the same time: {first} and {second}",
                hint='let the earlier one end ("to:") before the later one begins',
                first=f"{earlier.from_}/{earlier.to or '…'}",
                second=f"{later.from_}/{later.to or '…'}",
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
    )


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(part)}" for key, part in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FORMS = {
    "count": "a whole number, in digits without commas",
    "percent": "a number such as 44.5",
    "money": "a number in digits, such as 1500000000",
    "date": "2023, 2023-05 or 2023-05-23",
    "period": "2023/2026 or 2021-04/2022-03",
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
        if not _NUMBER.fullmatch(value) or (kind == "count" and "." in value):
            raise ValueError(value)
        return float(value) if "." in value else int(value)
    return Period.parse(value) if kind == "period" else PartialDate.parse(value)


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
