"""The stages in order. This file reads aloud: a brief's way from authored text to a published PDF.

    read → select → localise → compose → render → typeset → print → inspect → publish

Around them: which editions are wanted, which are fresh, and what became of each.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from briefbuilder import plan, publish
from briefbuilder.compose import compose
from briefbuilder.diagnostics import Diagnostic, Findings, Place, error, has_errors
from briefbuilder.document import Document
from briefbuilder.house import House
from briefbuilder.inspect import inspect
from briefbuilder.library import Library
from briefbuilder.localise import Edition, localise
from briefbuilder.outcome import Outcome, Result, fresh
from briefbuilder.pages import Html, Pdf
from briefbuilder.pictures import picture_fault
from briefbuilder.plan import Target, Wish
from briefbuilder.read import read
from briefbuilder.render import render
from briefbuilder.select import Selection, select
from briefbuilder.sources import PICTURE_LIMIT, Folder
from briefbuilder.typeset import typeset
from briefbuilder.workers import WALL_SECONDS, Fault, Press


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition ready for the press."""

    target: Target
    selection: Selection
    edition: Edition
    document: Document
    html: Html
    assets: Mapping[str, bytes]
    key: str
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Watcher:
    """What the builder tells while it works; `cli` fills in what to do with it."""

    on_wait: Callable[[], None] = field(default=lambda: None)
    on_start: Callable[[int], None] = field(default=lambda _: None)
    on_result: Callable[[Result], None] = field(default=lambda _: None)


def build(project: Path, dist: Path, wish: Wish, *, jobs: int, watcher: Watcher) -> Outcome:
    """Print every wanted edition that is not fresh, and publish what passed. Raises PressFault."""
    with publish.only_builder(dist, watcher.on_wait):
        house = House(project)
        stamp = plan.stamp(project, house.root)
        record = publish.read_manifest(dist)
        library, findings = read(Folder(project))
        wanted, asked = wanted_targets(library, wish)
        if has_errors(asked):
            return Outcome((), (*asked,))
        with ExitStack() as stack:
            results = tuple(_results(library, findings, wanted, house, dist, record, jobs, watcher, stack))
        withdrawn = _withdraw(library, record, dist) if wish.is_everything else ()
        _write_record(dist, record, results, stamp, library, withdrawn)
        ordered = tuple(sorted(results, key=lambda result: wanted.index(result.target)))
        return Outcome(ordered, findings, withdrawn)


def wanted_targets(library: Library, wish: Wish) -> tuple[tuple[Target, ...], tuple[Diagnostic, ...]]:
    """Return the editions that a wish means, and what in the wish nobody knows."""
    findings = Findings()
    orders = {brief.id: brief.audiences for brief in library.briefs.values()}
    languages = {audience.id: audience.languages for audience in library.audiences.values()}
    damaged = library.damaged
    if not library.briefs and not damaged:
        findings.error(Place("briefs"), "there is no brief", hint='make one with "python3 build.py new brief ID"')
    wanted = plan.targets(orders, languages, wish, findings, damaged=damaged)
    return wanted, tuple(findings.items)


def prepare(
    library: Library, read_findings: Iterable[Diagnostic], target: Target, house: House
) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """Take an edition from the library to the press's door: select, localise, compose, render, typeset."""
    brief, audience = library.briefs[target.brief], library.audiences[target.audience]
    selection, findings = select(library, brief, audience)
    edition, more = localise(library, selection, target.language)
    findings += more
    findings += tuple(_blamed(library, selection, brief.place.path, read_findings))
    if library.publication is None:
        findings += (error(Place("content/publication.yaml"), "the series cannot be used: it has errors"),)
        return None, findings
    document, more = compose(edition, library.publication, house.words(target.language))
    findings += more
    html, more = _page(document, brief.format, brief.place, house)
    findings += more
    if html is None:
        return None, findings
    html = typeset(html)
    assets, more = _assets(html, house)
    findings += more
    key = plan.key(html, assets, house.fonts_key) if not has_errors(more) else ""
    return Draft(target, selection, edition, document, html, assets, key, findings), findings


def _page(document: Document, name: str, place: Place, house: House) -> tuple[Html | None, tuple[Diagnostic, ...]]:
    findings = Findings()
    if name not in house.formats():
        findings.unknown(place, "format", name, house.formats())
        return None, tuple(findings.items)
    template = f"{name}.html"
    try:
        env = house.environment(document.language)
        return render(document, template=template, env=env, styles=house.styles(template)), ()
    except TemplateError as fault:
        where = Place(f"templates/{getattr(fault, 'name', None) or template}", getattr(fault, "lineno", 0) or 0)
        return None, (error(where, "the template cannot be used: {reason}", reason=fault.message or fault),)


def _assets(html: Html, house: House) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    findings = Findings()
    assets: dict[str, bytes] = {}
    for name in html.styles:
        try:
            assets[name] = house.read_style(name)
        except FileNotFoundError:
            findings.error(Place(f"templates/{name}"), "the style sheet is missing")
    folder = Folder(house.project)
    for name in html.pictures:
        data = folder.read_bytes(name, PICTURE_LIMIT, findings)
        if data is None:
            continue
        if reason := picture_fault(data):
            findings.error(
                Place(name),
                "the picture cannot be used: {reason}",
                hint="save it again as PNG or JPEG",
                reason=reason,
            )
        assets[name] = data
    return assets, tuple(findings.items)


def _blamed(
    library: Library, selection: Selection, brief_path: str, findings: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Yield the findings of `read` that concern an edition: those in its brief and in its modules' folders."""
    folders = tuple(f"{library.modules[choice.module].folder}/" for choice in selection.choices if choice.is_in)
    for item in findings:
        if item.place.path == brief_path or (folders and item.place.path.startswith(folders)):
            yield item


def _results(
    library: Library,
    findings: tuple[Diagnostic, ...],
    wanted: tuple[Target, ...],
    house: House,
    dist: Path,
    record: dict[str, Any],
    jobs: int,
    watcher: Watcher,
    stack: ExitStack,
) -> Iterator[Result]:
    """Yield what becomes of each edition, the fresh ones first, then the printed ones as they are done."""
    to_print: list[Draft] = []
    press: Press | None = None
    for target in wanted:
        draft, wrong = prepare(library, findings, target, house)
        former = record.get("editions", {}).get(str(target), {})
        if draft is None or has_errors(wrong):
            yield _told(watcher, _failed(target, dist, wrong))
        elif former.get("key") == draft.key and plan.is_published(dist, former):
            yield _told(watcher, fresh(target, former, wrong))
        else:
            if press is None:  # it warms up while the other editions are prepared
                press = stack.enter_context(_press(house))
            to_print.append(draft)
    if press is None:
        return
    watcher.on_start(len(to_print))
    to_print.sort(key=lambda draft: -len(draft.html.text))  # the longest first
    with ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(_timed, press, draft): draft for draft in to_print}
        try:
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield _told(watcher, _published(waiting.pop(future), future, dist))
        except BaseException:
            for future in waiting:
                future.cancel()
            press.stop()
            raise


def _press(house: House) -> Press:
    cache = house.project / ".cache"
    conf = cache / "fonts.conf"
    publish.write_whole(conf, house.fonts_conf(cache / "fontconfig").encode())
    return Press(fonts_conf=conf, families=house.families)


def _timed(press: Press, draft: Draft) -> tuple[Pdf, float]:
    start = time.monotonic()
    return press.print_pdf(draft.html, draft.assets), time.monotonic() - start


def _published(draft: Draft, future: Future[tuple[Pdf, float]], dist: Path) -> Result:
    """Inspect a printed edition and publish it if it passed."""
    target = draft.target
    name = publish.pdf_name(target.brief, target.audience, target.language)
    try:
        pdf, seconds = future.result()
    except Fault as fault:
        return _failed(target, dist, (*draft.findings, _fault(fault, name)))
    report = inspect(pdf, draft.html, draft.document, name=name)
    findings = (*draft.findings, *report.findings)
    if has_errors(findings):
        return _failed(target, dist, findings)
    try:
        publish.publish(dist, name, pdf.data)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        unwritten = error(
            Place(name),
            "the PDF cannot be written: {reason}",
            hint="the former one is still there",
            reason=reason,
        )
        return _failed(target, dist, (*findings, unwritten))
    return Result(
        target,
        "printed",
        name,
        draft.key,
        report.pages,
        report.blocks,
        report.notes,
        seconds,
        findings=findings,
    )


def _fault(fault: Fault, name: str) -> Diagnostic:
    reasons = {
        "time": (
            "printing took longer than {limit} seconds and was stopped",
            "shorten or simplify the passage that takes so long",
        ),
        "memory": (
            "printing needed too much memory and was stopped",
            "shorten its tables, make its pictures smaller",
        ),
        "nesting": ("the page is nested too deeply", "flatten its lists, quotes and tables"),
        "death": (
            "the printing process died or ran out of time or memory",
            "shorten its tables, make its pictures smaller",
        ),
    }
    template, hint = reasons.get(fault.reason, ("printing failed: {reason}", None))
    return error(Place(name), template, hint=hint, limit=WALL_SECONDS, reason=fault.reason)


def _failed(target: Target, dist: Path, findings: tuple[Diagnostic, ...]) -> Result:
    name = publish.pdf_name(target.brief, target.audience, target.language)
    return Result(target, "failed", name, kept=(dist / name).is_file(), findings=findings)


def _told(watcher: Watcher, result: Result) -> Result:
    watcher.on_result(result)
    return result


def _withdraw(library: Library, record: Mapping[str, Any], dist: Path) -> tuple[str, ...]:
    """Remove published editions that no readable brief orders any more; never those of a damaged brief."""
    ordered, _ = wanted_targets(library, Wish())
    names = {str(target) for target in ordered}
    gone = []
    for name, former in sorted(record.get("editions", {}).items()):
        brief, audience, _ = name.split(".")
        if (
            name not in names
            and not library.is_damaged("brief", brief)
            and not library.is_damaged("audience", audience)
        ):
            publish.withdraw(dist, former["path"])
            gone.append(name)
    return tuple(gone)


def _write_record(
    dist: Path,
    record: dict[str, Any],
    results: tuple[Result, ...],
    stamp: str,
    library: Library,
    withdrawn: tuple[str, ...],
) -> None:
    editions = {name: former for name, former in record.get("editions", {}).items() if name not in withdrawn}
    for result in results:
        if result.state == "printed":
            editions[str(result.target)] = _entry(dist, result)
    ordered, _ = wanted_targets(library, Wish())
    is_whole = not any(result.state == "failed" for result in results) and {str(target) for target in ordered} == set(
        editions
    )
    was_whole = record.get("stamp") == stamp and record.get("is_whole", False)
    is_current = {str(result.target) for result in results} == set(editions) or was_whole
    publish.write_manifest(
        dist,
        {"stamp": stamp, "is_whole": is_whole and is_current and not library.damaged, "editions": editions},
    )


def _entry(dist: Path, result: Result) -> dict[str, Any]:
    path = dist / result.path
    status = os.stat(path)
    return {
        "path": result.path,
        "key": result.key,
        "size": status.st_size,
        "mtime": status.st_mtime_ns,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "pages": result.pages,
        "blocks": result.blocks,
        "notes": result.notes,
    }
