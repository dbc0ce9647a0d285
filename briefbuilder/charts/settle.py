"""From a figure as authored to one in a language: facts drawn from the ledger on the brief's day, dates in words.

A part of the stage `localise`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from briefbuilder.charts.data import Branch, Chart, Event, Point, Row, Span, Tile, Value
from briefbuilder.dates import PartialDate, Period, in_words
from briefbuilder.diagnostics import Place
from briefbuilder.library import Amount, Bilingual, Fact, FactValue, Figure, FigureEvent, FigurePoint
from briefbuilder.numbers import number, rounded
from briefbuilder.statements import Speaker

Bar = Callable[[str, str, str, Place], bool]  # kind, name, handling, place: reports what readers may not see


@dataclass(frozen=True, slots=True)
class Settled:
    """A figure in one language, the sources behind it, and the facts that it prints, with their words."""

    chart: Chart
    sources: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def settle(figure: Figure, speaker: Speaker, bar: Bar) -> Settled | None:
    """Return the figure in the speaker's language, or None after reporting which fact or date stands in its way."""
    desk = _Desk(figure, speaker, bar)
    before = len(speaker.findings.items)
    chart = desk.chart()
    if chart is None or len(speaker.findings.items) > before:
        return None
    return Settled(chart, tuple(dict.fromkeys(desk.sources)), tuple(desk.facts))


@dataclass(slots=True)
class _Desk:
    figure: Figure
    speaker: Speaker
    bar: Bar
    sources: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.speaker.language

    def chart(self) -> Chart | None:
        figure, language = self.figure, self.language
        self.sources += figure.sources
        try:
            points = tuple(map(self.point, figure.points))
            events = tuple(self.events())
        except ValueError as fault:  # an era date of a time that has none
            self.speaker.findings.error(
                figure.place,
                'the figure "{id}" cannot be printed: {why}',
                hint='set "dates: gregorian"',
                id=figure.id,
                why=fault,
            )
            return None
        return Chart(
            id=figure.id,
            kind=figure.kind,
            language=language,
            calendar=self.speaker.audience.dates,
            title=figure.title[language],
            place=figure.place,
            unit=figure.unit[language] if figure.unit else "",
            series=self.named(figure.series),
            points=points,
            tracks=self.named(figure.tracks),
            events=events,
            columns=self.named(figure.columns),
            rows=tuple(Row(row.words[language], row.marks, row.place) for row in figure.rows),
            groups=self.named(figure.groups),
            tiles=tuple(
                Tile(tile.words[language], tile.row, tile.column, tile.group, tile.place) for tile in figure.tiles
            ),
            start=self.branch(figure.start) if figure.start else None,
        )

    def named(self, names: Iterable[Bilingual]) -> tuple[str, ...]:
        return tuple(name[self.language] for name in names)

    def branch(self, branch: Branch[Bilingual]) -> Branch[str]:
        answers = tuple((answer[self.language], self.branch(then)) for answer, then in branch.answers)
        return Branch(branch.words[self.language], answers, branch.place)

    def point(self, point: FigurePoint) -> Point:
        self.sources += point.sources
        when = point.at if isinstance(point.at, PartialDate) else None
        label = point.at[self.language] if isinstance(point.at, Bilingual) else self.date(point.at)
        values = tuple(self.value(amount) if amount else None for amount in point.amounts)
        return Point(label, when, values, point.is_estimate, point.place)

    def date(self, when: PartialDate) -> str:
        return in_words(when, language=self.language, calendar_of=self.speaker.audience.dates)

    def value(self, amount: Amount) -> Value | None:
        if not amount.fact:
            return Value(amount.number, number(amount.number, language=self.language))
        found = self.known(amount.fact, amount.place)
        if found is None:
            return None
        fact, value = found
        if not isinstance(value.value, (int, float)):
            self.refuse(fact, amount.place, 'the fact "{id}" is a {type}, and a number is needed here')
            return None
        words = number(rounded(value.value, fact.round), language=self.language)
        if fact.type == "percent":
            words += "%"
        self.facts.append((fact.id, words))
        return Value(float(rounded(value.value, fact.round)), words)

    def events(self) -> Iterator[Event]:
        for event in self.figure.events:
            self.sources += event.sources
            span = event.span or self.span(event)
            if span:
                words = span_in_words(span, language=self.language, calendar=self.speaker.audience.dates)
                if event.fact:
                    self.facts.append((event.fact, words))
                yield Event(event.what[self.language], span, words, event.track, event.place)

    def span(self, event: FigureEvent) -> Span | None:
        found = self.known(event.fact, event.place)
        if found is None:
            return None
        fact, value = found
        if isinstance(value.value, PartialDate):
            return Span(value.value, value.value)
        if isinstance(value.value, Period):
            return Span(value.value.start, value.value.end)
        self.refuse(fact, event.place, 'the fact "{id}" is a {type}, and a date or a period is needed here')
        return None

    def known(self, name: str, place: Place) -> tuple[Fact, FactValue] | None:
        """Return a fact and its value on the brief's day, or None after reporting why it cannot be printed."""
        fact = self.speaker.library.facts.get(name)
        if fact is None:
            if self.speaker.library.is_damaged("fact", name):
                self.speaker.findings.error(
                    place, 'the fact "{name}" cannot be used: it has errors', hint="mend them first", name=name
                )
            else:
                self.speaker.findings.unknown(place, "fact", name, self.speaker.library.facts)
            return None
        if self.bar("fact", fact.id, fact.handling, place) or self.speaker.is_barred(fact, place):
            return None
        value = self.speaker.value(fact, place)
        if value is None:
            return None
        self.speaker.refuse_contested(fact, place)
        if fact.use == "attributed" and not self.figure.note:
            self.speaker.findings.error(
                place,
                'the fact "{id}" is somebody\'s statement, and the figure does not say whose',
                hint='add a "note:" that says so',
                id=fact.id,
            )
        self.sources += self.speaker.sources(fact)
        return fact, value

    def refuse(self, fact: Fact, place: Place, template: str) -> None:
        self.speaker.findings.error(
            place, template, hint="name another fact, or type the value with its source", id=fact.id, type=fact.type
        )


def span_in_words(span: Span, *, language: str, calendar: str) -> str:
    """Return a stretch of time as short as it can be said: 1995年8月～9月, August–September 1995, since 1999."""
    start, end = span.start, span.end
    first = in_words(start, language=language, calendar_of=calendar)
    if end is None:
        return f"{first}～" if language == "ja" else f"since {first}"
    if not span.is_range:
        if span.is_about:
            return f"{first}頃" if language == "ja" else f"about {first}"
        return first
    last = in_words(end, language=language, calendar_of=calendar)
    within = start.year == end.year and start.month and end.month and not (start.day or end.day)
    if language == "ja":
        return f"{first}～{end.month}月" if within else f"{first}～{last}"
    if within:
        return f"{first.split()[0]}–{last}"
    return f"{first}–{last}" if first.isdigit() and last.isdigit() else f"{first} – {last}"
