"""The maker of sources: the CSL-JSON export of Zotero, untouched, and the overlay beside it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import Reference
from briefbuilder.reading.desk import Desk, bilingual, keyed, partial_date
from briefbuilder.reading.schema import OverlayShape
from briefbuilder.sources import Source


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
        if desk.damaged & {f"overlay:{item['id']}", "overlay:"}:
            desk.damaged.add(f"source:{item['id']}")
            continue
        added = overlay.get(item["id"])
        shape = added.shape if added else OverlayShape()
        made[item["id"]] = Reference(
            id=item["id"],
            item=item,
            grade=shape.grade or "",
            title={str(name): text for name, text in shape.title.items()},
            short=bilingual(shape.short),
            archived=shape.archived.url if shape.archived else "",
            archived_on=partial_date(shape.archived.date) if shape.archived else None,
            yomi=shape.yomi or "",
            handling=desk.handling_of("source", shape.handling),
            note=bilingual(shape.note),
        )
    for name, entry in overlay.items():
        if name not in made and f"source:{name}" not in desk.damaged:
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
    except RecursionError:
        items = None
    if not isinstance(items, list) or not all(isinstance(item, dict) and _has_id(item) for item in items):
        findings.error(Place(source.path), "this is not a CSL-JSON export", hint="in Zotero choose “CSL JSON”")
        return None
    for name, count in Counter(str(item["id"]) for item in items).items():
        if count > 1:
            findings.error(Place(source.path), 'the source "{name}" stands here twice', hint="keep one", name=name)
    for item in items:
        for key in ("author", "editor", "translator"):
            if not _is_people(item.get(key, [])):
                findings.error(
                    Place(source.path),
                    'the source "{name}" names its {key} in a form that is not CSL-JSON',
                    hint="export it again from Zotero (CSL JSON)",
                    name=item["id"],
                    key=key,
                )
                return None
    return [{**item, "id": str(item["id"])} for item in items]


def _has_id(item: dict[str, Any]) -> bool:
    return isinstance(item.get("id"), (str, int)) and item["id"] not in ("", True, False)


def _is_people(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(person, dict) and all(isinstance(part, str) for part in person.values()) for person in value
    )
