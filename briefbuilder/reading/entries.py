"""The makers of audiences, terms and the series, each from its validated shape."""

from __future__ import annotations

from briefbuilder.diagnostics import Place
from briefbuilder.library import UNLABELLED, Audience, Budget, Look, Publication, TermEntry
from briefbuilder.reading.desk import Desk, Entry, bilingual, places
from briefbuilder.reading.schema import PublicationShape
from briefbuilder.reading.validation import validate


def audience(entry: Entry) -> Audience:
    shape = entry.shape
    return Audience(
        id=entry.id,
        place=entry.place(),
        places=places(entry.tree, (entry.id,)),
        name=bilingual(shape.name),
        languages=tuple(shape.languages),
        clearance=shape.clearance,
        dates=shape.dates,
        as_of=shape.as_of,
        sources=shape.sources,
        knows=tuple(shape.knows),
        format=shape.format,
        budget=Budget(shape.budget.pages, shape.budget.ja, shape.budget.en),
        order=tuple(shape.order),
        weights=dict(shape.weights),
    )


def term(entry: Entry) -> TermEntry:
    shape = entry.shape
    return TermEntry(
        id=entry.id,
        place=entry.place(),
        places=places(entry.tree, (entry.id,)),
        preferred=bilingual(shape.preferred),
        abbreviation=bilingual(shape.abbreviation),
        first=bilingual(shape.first),
        later=bilingual(shape.later),
        accepted={"ja": tuple(shape.accepted.ja), "en": tuple(shape.accepted.en)},
        avoided={"ja": tuple(shape.avoided.ja), "en": tuple(shape.avoided.en)},
        meaning=bilingual(shape.meaning),
    )


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
    if tree is None or shape is None:
        return None
    desk.handling, desk.is_configured = shape.handling or UNLABELLED, shape.handling is not None
    return Publication(
        series=bilingual(shape.series),
        publisher=bilingual(shape.publisher),
        disclaimer=bilingual(shape.disclaimer),
        licence=bilingual(shape.licence),
        language=bilingual(shape.language),
        handling=desk.handling,
        look=Look(shape.theme, shape.paper),
        places=places(tree),
    )
