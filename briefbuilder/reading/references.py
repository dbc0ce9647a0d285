"""The maker of sources: the CSL-JSON export of Zotero, untouched, and the overlay beside it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import Reference
from briefbuilder.reading.desk import Desk, bilingual, keyed
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
        added = overlay.get(item["id"])
        shape = added.shape if added else OverlayShape()
        made[item["id"]] = Reference(
            id=item["id"],
            item=item,
            grade=shape.grade or "",
            title={str(name): text for name, text in shape.title.items()},
            short=bilingual(shape.short),
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
