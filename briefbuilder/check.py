"""Everything that can be wrong without printing, all at once: every text in both languages, every edition's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from briefbuilder import terms
from briefbuilder.charts.description import describe
from briefbuilder.charts.draw import draw
from briefbuilder.charts.settle import settle
from briefbuilder.conditions import check_conditions
from briefbuilder.crosscheck import check_names, plain_words
from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.facts import is_overdue
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.library import HANDLINGS, LANGUAGES, Library, Passage, Passages, TermEntry
from briefbuilder.literals import report_literals
from briefbuilder.plan import Wish, targets
from briefbuilder.publish import read_manifest
from briefbuilder.read import read
from briefbuilder.record import Record
from briefbuilder.sources import Folder
from briefbuilder.statements import Speaker
from briefbuilder.text.letters import Slip, slips
from briefbuilder.text.markup import parse, parse_line
from briefbuilder.text.syntax import words


def check(
    project: Path, *, as_of: date | None = None, today: date | None = None
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the library and every finding, each once, in the order of its place.

    With `as_of` every brief is looked at as it would be reconstructed for that day. With `today` each fact is named
    whose review was due before it.
    """
    library, findings = read(Folder(project))
    library = library.as_it_stood(as_of)
    house = House(project)
    tray = Findings([*findings])
    for language in LANGUAGES:
        _check_texts(library, language, tray)
        _check_figures(library, language, tray)
    check_conditions(library.modules.values(), tray)
    report_literals(library, tray)
    for place, _, language, plain in plain_words(library):
        _check_words(plain, place, library, language, tray)
    record = Record(read_manifest(project / "dist", as_of), "")
    for target in targets(library, Wish(), tray):
        fitting = Fitting(library, findings, target, house)
        tray.extend(fitting.draft_of(fitting.ladder.rungs[0])[1])  # everything that may come
        tray.extend(fitting.search(record.answers(target)).findings)
    if today:
        _check_reviews(library, today, tray)
    unique = dict.fromkeys(tray.items)
    return library, tuple(sorted(unique, key=lambda item: (item.place, item.severity)))


def _check_texts(library: Library, language: str, findings: Findings) -> None:
    for module in library.modules.values():
        check_names(module.text[language], library, findings)
        parse(module.text[language], language=language, findings=findings)
        _check_line(module.line[language], library, language, findings)
        _check_wording(module.text[language], library, language, findings)
    for brief in library.briefs.values():
        written = (order for order in brief.corrections if isinstance(order, Passages))
        for passages in (*brief.key_points, *brief.watch, *written):
            _check_line(passages[language], library, language, findings)
        _check_wording(brief.answer[language], library, language, findings)


def _check_reviews(library: Library, today: date, findings: Findings) -> None:
    for fact in library.facts.values():
        if is_overdue(fact, today):
            findings.warning(
                fact.places.at("review"),
                'the fact "{id}" was to be checked again by {day}',
                hint='look at its sources, then move "checked:" and "review:" on',
                id=fact.id,
                day=fact.review,
            )


def _check_figures(library: Library, language: str, findings: Findings) -> None:
    """Draw every figure, shown or not, as the readers of the latest brief would see it, by each calendar in use."""
    if not library.briefs or not library.audiences:
        return
    brief = max(library.briefs.values(), key=lambda brief: (brief.as_of, brief.id))
    calendars = sorted({audience.dates for audience in library.audiences.values()})
    readers = library.audiences[min(library.audiences)]
    for calendar in calendars if language == "ja" else calendars[:1]:
        insiders = replace(readers, clearance=HANDLINGS[-1], dates=calendar)
        speaker = Speaker(library, brief, insiders, language, findings)
        for figure in library.figures.values():
            settled = settle(figure, speaker, lambda *_: False)
            if settled:
                draw(settled.chart, describe(settled.chart), findings)


def _check_line(passage: Passage, library: Library, language: str, findings: Findings) -> None:
    check_names(passage, library, findings)
    parse_line(passage, language=language, findings=findings)
    _check_wording(passage, library, language, findings)


def _check_wording(passage: Passage, library: Library, language: str, findings: Findings) -> None:
    plain, path = words(passage.text), passage.source.path
    lines = {item.place.line for item in findings.items if item.place.path == path}  # a slip is told once
    for form, term, offset in terms.avoided(plain, library.terms.values(), language):
        _report_avoided(form, term, passage.place(offset), language, findings)
    for slip in slips(plain, language):
        place = passage.place(slip.offset)
        if place.line not in lines:
            _report_slip(slip, place, findings)


def _check_words(plain: str, place: Place, library: Library, language: str, findings: Findings) -> None:
    for form, term, _ in terms.avoided(plain, library.terms.values(), language):
        _report_avoided(form, term, place, language, findings)
    for slip in slips(plain, language):
        _report_slip(slip, place, findings)


def _report_slip(slip: Slip, place: Place, findings: Findings) -> None:
    findings.warning(place, slip.template, hint='write "{preferred}"', found=slip.found, preferred=slip.preferred)


def _report_avoided(form: str, term: TermEntry, place: Place, language: str, findings: Findings) -> None:
    findings.warning(
        place,
        '"{form}" is a form to avoid',
        hint='write "{preferred}"',
        form=form,
        preferred=term.preferred[language],
    )
