"""The maker of figures: content/figures/*.yaml. What each kind needs, what it cannot have, and where its data stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefbuilder.charts.canvas import SERIES
from briefbuilder.charts.data import Branch, Row, Span, Tile
from briefbuilder.dates import PartialDate
from briefbuilder.library import Amount, Bilingual, Figure, FigureEvent, FigurePoint, is_id
from briefbuilder.reading.desk import Entry, bilingual, places

# Kind → the parts that it is made of; the first may not be empty.
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "timeline": ("events", "tracks"),
    "gantt": ("events",),
    "column": ("points", "series", "unit"),
    "line": ("points", "series", "unit"),
    "step": ("points", "series", "unit"),
    "stacked": ("points", "series", "unit"),
    "sides": ("points", "series", "unit"),
    "before-after": ("points", "series", "unit"),
    "dots": ("rows", "columns"),
    "tiles": ("tiles", "groups"),
    "tree": ("start",),
}
_PARTS = ("points", "series", "unit", "events", "tracks", "rows", "columns", "tiles", "groups", "start")
_OF_TWO = frozenset(["sides", "before-after"])
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def figure(entry: Entry) -> Figure:
    shape = entry.shape
    _check_parts(entry)
    return Figure(
        id=entry.id,
        place=entry.place(),
        places=places(entry.tree, (entry.id,)),
        kind=shape.kind,
        title=bilingual(shape.title),
        note=bilingual(shape.note),
        description=bilingual(shape.description),
        handling=entry.desk.handling_of("figure", shape.handling),
        sources=tuple(shape.sources),
        unit=bilingual(shape.unit),
        series=tuple(map(bilingual, shape.series)),
        points=tuple(_points(entry)),
        tracks=tuple(map(bilingual, shape.tracks.values())),
        events=tuple(_events(entry)),
        columns=tuple(map(bilingual, shape.columns.values())),
        rows=tuple(_rows(entry)),
        groups=tuple(map(bilingual, shape.groups.values())),
        tiles=tuple(_tiles(entry)),
        start=_branch(entry, shape.start, ("start",)) if shape.start else None,
    )


def _check_parts(entry: Entry) -> None:
    shape, findings = entry.shape, entry.findings
    made_of = _MADE_OF[shape.kind]
    for part in _PARTS:
        if getattr(shape, part) and part not in made_of:
            findings.error(
                entry.place(part),
                'a figure of the kind {kind} has no "{part}"',
                hint="take it out, or choose another kind",
                kind=shape.kind,
                part=part,
            )
    if not getattr(shape, made_of[0]):
        findings.error(
            entry.place(),
            'the figure "{id}" is empty: it has no "{part}"',
            hint='add "{part}:"',
            id=entry.id,
            part=made_of[0],
        )
    for part in ("series", "tracks", "groups"):
        if len(getattr(shape, part)) > SERIES:
            findings.error(
                entry.place(part),
                'the figure "{id}" has {count} {part}; {limit} can be told apart in grey print',
                hint="put some of them together, or make two figures of it",
                id=entry.id,
                count=len(getattr(shape, part)),
                part=part,
                limit=SERIES,
            )
    if shape.kind in _OF_TWO and len(shape.series) != 2:
        findings.error(
            entry.place("series") if shape.series else entry.place(),
            "a figure of the kind {kind} needs two series",
            hint='name both under "series:"',
            kind=shape.kind,
        )
    if not shape.sources and shape.kind in ("dots", "tiles", "tree"):
        _lacks_source(entry, ())


def _lacks_source(entry: Entry, path: tuple[str | int, ...]) -> None:
    entry.findings.error(
        entry.place(*path),
        "what the figure shows here has no source",
        hint='add "sources:" here or for the whole figure, or take the value from a fact: {{fact: its-id}}',
    )


def _points(entry: Entry) -> Iterator[FigurePoint]:
    several = max(1, len(entry.shape.series))
    last: PartialDate | None = None
    for index, point in enumerate(entry.shape.points):
        path = ("points", index)
        at = _at(entry, point.at, (*path, "at"))
        typed = point.values or [point.value]
        if len(typed) != several:
            entry.findings.error(
                entry.place(*path),
                "{count} values for {several} series",
                hint="give one for each series, in their order; “-” stands for what is not known",
                count=len(typed),
                several=several,
            )
        amounts = tuple(_amount(entry, value, path) for value in typed)
        if any(amount and not amount.fact for amount in amounts) and not (point.sources or entry.shape.sources):
            _lacks_source(entry, path)
        if not any(amounts):
            entry.findings.error(
                entry.place(*path), "the point has no value", hint='add "value:", or take the point out'
            )
        if isinstance(at, PartialDate) and last and at.first < last.first and entry.shape.kind in ("line", "step"):
            entry.findings.error(
                entry.place(*path), "the points are not in the order of time", hint="set the earlier ones first"
            )
        last = at if isinstance(at, PartialDate) else last
        if at is not None:
            yield FigurePoint(at, amounts, tuple(point.sources), point.estimate, entry.place(*path))


def _at(entry: Entry, value: Any, path: tuple[str | int, ...]) -> PartialDate | Bilingual | None:
    if isinstance(value, dict):
        return _words(entry, value, path)
    try:
        return PartialDate.parse_any(str(value))
    except ValueError:
        entry.findings.error(
            entry.tree.place((entry.id, *path)),
            '"{name}" is not a date',
            hint='write it as 2026-11-20, 2026-11 or 2026; a category has "ja:" and "en:"',
            name=value,
        )
        return None


def _words(entry: Entry, value: dict[str, Any], path: tuple[str | int, ...]) -> Bilingual | None:
    for language, name in (("ja", "Japanese"), ("en", "English")):
        if not isinstance(value.get(language), str) or not value[language]:
            entry.findings.error(
                entry.place(*path),
                "the {language} {thing} is missing",
                hint='add "{name}:" beside "{other}:"',
                language=name,
                thing="label",
                name=language,
                other="en" if language == "ja" else "ja",
            )
            return None
    return Bilingual(value["ja"], value["en"])


def _fact_of(value: Any) -> str:
    """Return the fact that a value names, or an empty text."""
    is_named = isinstance(value, dict) and set(value) == {"fact"} and isinstance(value["fact"], str)
    return value["fact"] if is_named and is_id(value["fact"]) else ""


def _amount(entry: Entry, value: Any, path: tuple[str | int, ...]) -> Amount | None:
    if value is None or value in ("-", "–"):
        return None
    place = entry.place(*path)
    if fact := _fact_of(value):
        return Amount(0, fact, place)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        entry.findings.error(
            place,
            '"{value}" is neither a number nor a fact',
            hint="write a number in digits without commas, or {{fact: its-id}}",
            value=value,
        )
        return None
    number = float(value) if "." in value else int(value)
    if number < 0 and entry.shape.kind in ("stacked", "sides"):
        entry.findings.error(
            place,
            "a figure of the kind {kind} cannot show less than nothing",
            hint="choose the kind column",
            kind=entry.shape.kind,
        )
    return Amount(number, "", place)


def _events(entry: Entry) -> Iterator[FigureEvent]:
    tracks = list(entry.shape.tracks)
    for index, event in enumerate(entry.shape.events):
        path = ("events", index)
        fact, span = _fact_of(event.when), None
        if not fact:
            try:
                span = Span.parse(str(event.when))
            except ValueError:
                entry.findings.error(
                    entry.tree.place((entry.id, *path, "when")),
                    '"{name}" is not a date',
                    hint="write 2023, 2023-05, 2023-05-23, 1991~ (about), 1995-08/1995-09, 1999/.. or {{fact: its-id}}",
                    name=event.when,
                )
                continue
            if not (event.sources or entry.shape.sources):
                _lacks_source(entry, path)
        if event.track and event.track not in tracks:
            entry.findings.unknown(entry.tree.place((entry.id, *path, "track")), "track", event.track, tracks)
        elif tracks and not event.track:
            entry.findings.error(
                entry.place(*path),
                "the event has no track",
                hint='add "track:", one of: {known}',
                known=", ".join(tracks),
            )
        track = tracks.index(event.track) if event.track in tracks else 0
        yield FigureEvent(bilingual(event.what), span, fact, track, tuple(event.sources), entry.place(*path))


def _rows(entry: Entry) -> Iterator[Row[Bilingual]]:
    columns = list(entry.shape.columns)
    for index, row in enumerate(entry.shape.rows):
        for number, name in enumerate(row.in_):
            if name not in columns:
                entry.findings.unknown(
                    entry.tree.place((entry.id, "rows", index, "in", number)), "column", name, columns
                )
        yield Row(bilingual(row.what), tuple(name in row.in_ for name in columns), entry.place("rows", index))


def _tiles(entry: Entry) -> Iterator[Tile[Bilingual]]:
    groups = list(entry.shape.groups)
    taken: dict[tuple[int, int], str] = {}
    for index, tile in enumerate(entry.shape.tiles):
        place = entry.place("tiles", index)
        if tile.group and tile.group not in groups:
            entry.findings.unknown(entry.tree.place((entry.id, "tiles", index, "group")), "group", tile.group, groups)
        if other := taken.get((tile.row, tile.column)):
            entry.findings.error(
                place,
                'the tile "{first}" lies at the same place (row {row}, column {column})',
                hint="move one of them",
                first=other,
                row=tile.row,
                column=tile.column,
            )
        taken[tile.row, tile.column] = tile.what.en
        group = groups.index(tile.group) if tile.group in groups else 0
        yield Tile(bilingual(tile.what), tile.row, tile.column, group, place)


def _branch(entry: Entry, shape: Any, path: tuple[str | int, ...]) -> Branch[Bilingual]:
    words = shape.ask or shape.outcome
    if (shape.ask is None) == (shape.outcome is None) or bool(shape.ask) != bool(shape.answers):
        entry.findings.error(
            entry.place(*path),
            "neither a question with answers nor an outcome",
            hint='write "ask:" and "answers:", or "outcome:" alone',
        )
    answers = tuple(
        (bilingual(answer.answer), _branch(entry, answer.then, (*path, "answers", index, "then")))
        for index, answer in enumerate(shape.answers)
    )
    return Branch(bilingual(words) or Bilingual("", ""), answers, entry.place(*path))
