"""The makers of the ledger: audiences, terms, facts, sources and the series, each from its validated shape.

Part of the stage `read`. An entry with errors is reported, remembered as damaged, and does not spoil its neighbours.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import (
    Audience,
    Bilingual,
    Budget,
    Claim,
    Fact,
    FactValue,
    Publication,
    Reference,
    TermEntry,
    is_id,
)
from briefbuilder.schema import BilingualShape, OverlayShape, PublicationShape, validate
from briefbuilder.sources import Folder, Source
from briefbuilder.yamltext import Path, Tree, read_tree

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Desk:
    """What the readers share: where the project lies, the tray of findings, what turned out damaged."""

    folder: Folder
    findings: Findings = field(default_factory=Findings)
    damaged: set[str] = field(default_factory=set)

    def tree(self, path: str, kind: str, name: str = "") -> Tree | None:
        source = self.folder.read_text(path, self.findings)
        tree = read_tree(source, self.findings) if source else None
        if tree is None:
            self.damaged.add(f"{kind}:{name}")
        return tree

    def exists(self, path: str) -> bool:
        return (self.folder.root / path).exists()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a keyed file: its id, its validated shape, and where it stands."""

    id: str
    shape: Any
    tree: Tree
    findings: Findings

    def place(self, *path: str | int) -> Place:
        return self.tree.place_of_key((self.id, *path))


def keyed(
    desk: Desk,
    path: str,
    kind: str,
    shape: Any,
    make: Callable[[Entry], Thing | None],
    *,
    optional: bool = False,
) -> dict[str, Thing]:
    """Read a file that maps ids to entries; a bad entry does not spoil its neighbours."""
    if not desk.exists(path):
        if not optional:
            desk.findings.error(Place(path), "the file is missing", hint="see docs/authoring.md")
        return {}
    tree = desk.tree(path, kind)
    if tree is None:
        return {}
    if not isinstance(tree.value, dict):
        validate(dict[str, Any], tree, desk.findings)
        desk.damaged.add(f"{kind}:")
        return {}
    made: dict[str, Thing] = {}
    for name in tree.value:
        before = len(desk.findings.items)
        if not is_id(name):
            desk.findings.error(
                tree.place_of_key((name,)),
                '"{name}" is not an id',
                hint="lower-case letters a–z, digits and hyphens, at most 64",
                name=name,
            )
            continue
        value = validate(shape, tree, desk.findings, under=(name,))
        thing = make(Entry(name, value, tree, desk.findings)) if value is not None else None
        if thing is None or len(desk.findings.items) > before:
            desk.damaged.add(f"{kind}:{name}")
        if thing is not None:
            made[name] = thing
    return made


def merge(into: dict[str, Fact], more: Mapping[str, Fact], kind: str, desk: Desk) -> None:
    for name, thing in more.items():
        if name in into:
            desk.findings.error(
                thing.place,
                'the {kind} "{name}" exists already at {first}',
                hint="keep one of them, or give this one another id",
                kind=kind,
                name=name,
                first=into[name].place,
            )
            continue
        into[name] = thing


def bilingual(shape: BilingualShape | None) -> Any:
    return Bilingual(shape.ja, shape.en) if shape else None


def partial_date(text: str | None) -> Any:
    return PartialDate.parse(text) if text else None


def audience(entry: Entry) -> Audience:
    shape = entry.shape
    return Audience(
        id=entry.id,
        place=entry.place(),
        name=bilingual(shape.name),
        languages=tuple(shape.languages),
        clearance=shape.clearance,
        dates=shape.dates,
        knows=frozenset(shape.knows),
        format=shape.format,
        budget=Budget(shape.budget.pages, shape.budget.ja, shape.budget.en),
    )


def term(entry: Entry) -> TermEntry:
    shape = entry.shape
    return TermEntry(
        id=entry.id,
        place=entry.place(),
        preferred=bilingual(shape.preferred),
        abbreviation=bilingual(shape.abbreviation),
        accepted={"ja": tuple(shape.accepted.ja), "en": tuple(shape.accepted.en)},
        avoided={"ja": tuple(shape.avoided.ja), "en": tuple(shape.avoided.en)},
        meaning=bilingual(shape.meaning),
    )


def fact(entry: Entry) -> Fact:
    shape = entry.shape
    values = tuple(
        made for index, value in enumerate(shape.values) if (made := _fact_value(entry, index, value)) is not None
    )
    _check_fact(entry, values)
    return Fact(
        id=entry.id,
        place=entry.place(),
        label=bilingual(shape.label),
        type=shape.type,
        say=_say(entry),
        currency=shape.currency,
        use=shape.use,
        attribute_to=bilingual(shape.attribute_to),
        values=values,
        claims=tuple(
            Claim(
                claim.by,
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
    return str(value.get("en", "")) if isinstance(value, dict) else str(value)


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
        if earlier.to and earlier.to.last >= later.from_.first:
            findings.error(
                later.place,
                "two values hold at the same time: {first} and {second}",
                hint='let the earlier one end ("to:") before the later one begins',
                first=f"{earlier.from_}/{earlier.to}",
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
            value=shape.value,
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


_FORMS = {
    "count": "a whole number, in digits without commas",
    "percent": "a number such as 44.5",
    "money": "a number in digits, such as 1500000000",
    "date": "2023, 2023-05 or 2023-05-23",
    "period": "2023/2026 or 2021-04/2022-03",
    "text": 'two lines, "ja:" and "en:"',
    "status": 'two lines, "ja:" and "en:"',
}


def _typed(kind: str, value: Any, entry: Entry, place: Place) -> Any:
    """Return a value in its type. Raises ValueError when the words do not have its form."""
    if kind in ("text", "status"):
        if not isinstance(value, dict) or not value or set(value) - {"ja", "en"}:
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
    if not isinstance(value, str):
        raise ValueError(value)
    if kind == "count":
        return int(value)
    if kind in ("percent", "money"):
        return int(value) if value.lstrip("-").isdigit() else float(value)
    return Period.parse(value) if kind == "period" else PartialDate.parse(value)


def _say(entry: Entry) -> dict[str, dict[str, str]]:
    say = entry.shape.say
    if say is None:
        return {}
    english = {"other": say.en} if isinstance(say.en, str) else say.en
    made = {"ja": {"other": say.ja}, "en": english}
    if not isinstance(english, dict) or "other" not in english or set(english) - {"one", "other"}:
        entry.findings.error(
            entry.place("say", "en"), 'the English wording needs "one:" and "other:"', hint="or a single text"
        )
        return {}
    for language, wordings in made.items():
        for wording in wordings.values():
            if wording.count("{value}") != 1:
                entry.findings.error(
                    entry.place("say", language),
                    'the wording "{wording}" does not contain {value} once',
                    hint="write {{value}} where the value stands".format(),
                    wording=wording,
                    value="{value}",
                )
    return made


def references(desk: Desk) -> dict[str, Reference]:
    path = "content/references.json"
    if not desk.exists(path):
        return {}
    source = desk.folder.read_text(path, desk.findings)
    items = _csl_items(source, desk.findings) if source else None
    if source is None or items is None:
        desk.damaged.add("source:")
        return {}
    overlay = keyed(
        desk, "content/references.overlay.yaml", "overlay", OverlayShape, lambda entry: entry, optional=True
    )
    made: dict[str, Reference] = {}
    for item in items:
        added = overlay.get(item["id"])
        shape = added.shape if added else OverlayShape()
        made[item["id"]] = Reference(
            id=item["id"],
            item=item,
            grade=shape.grade or "",
            title={str(name): text for name, text in shape.title.items()},
            archived=shape.archived or "",
            note=bilingual(shape.note),
        )
    for name, entry in overlay.items():
        if name not in made:
            desk.findings.unknown(entry.place(), "source", name, made)
    return made


def _csl_items(source: Source, findings: Findings) -> list[dict[str, Any]] | None:
    try:
        items = json.loads(source.text)
    except json.JSONDecodeError as fault:
        findings.error(
            Place(source.path, fault.lineno, fault.colno),
            "this is not valid JSON: {problem}",
            hint="export it again from Zotero (CSL JSON)",
            problem=fault.msg,
        )
        return None
    if not isinstance(items, list) or not all(isinstance(item, dict) and item.get("id") for item in items):
        findings.error(Place(source.path), "this is not a CSL-JSON export", hint="in Zotero choose “CSL JSON”")
        return None
    for name, count in Counter(str(item["id"]) for item in items).items():
        if count > 1:
            findings.error(Place(source.path), 'the source "{name}" stands here twice', hint="keep one", name=name)
    return items


def publication(desk: Desk) -> Publication | None:
    path = "content/publication.yaml"
    if not desk.exists(path):
        desk.findings.error(
            Place(path),
            "the file is missing",
            hint="it names the series, the publisher, the disclaimer; see docs/authoring.md",
        )
        return None
    tree = desk.tree(path, "publication")
    shape = validate(PublicationShape, tree, desk.findings) if tree else None
    if shape is None:
        return None
    parts = ("series", "publisher", "disclaimer", "licence", "language")
    return Publication(*(bilingual(getattr(shape, part)) for part in parts))
