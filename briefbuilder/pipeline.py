"""The stages in order. This file reads aloud: a brief's way from authored text to a published PDF.

    read → select → localise → compose → render → typeset → print → inspect → publish

The stages from select to typeset are called in `draft`. Around them: which editions are wanted, which are fresh, and
what became of each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from briefbuilder import plan, publish
from briefbuilder.diagnostics import Diagnostic, Findings, Place, error, has_errors
from briefbuilder.draft import Draft, prepare
from briefbuilder.house import House
from briefbuilder.inspect import inspect
from briefbuilder.library import Library
from briefbuilder.localise import cited_by
from briefbuilder.outcome import Outcome, PrintedThing, Result, fresh
from briefbuilder.pages import Pdf, Report
from briefbuilder.plan import Target, Wish
from briefbuilder.read import read
from briefbuilder.record import Record
from briefbuilder.sources import Folder
from briefbuilder.workers import WALL_SECONDS, Fault, Press, PressFault


@dataclass(slots=True)
class Watcher:
    """What the builder tells while it works; `cli` fills in what to do with it."""

    on_wait: Callable[[], None] = field(default=lambda: None)
    on_start: Callable[[int], None] = field(default=lambda _: None)
    on_print: Callable[[Target], None] = field(default=lambda _: None)  # called from a thread of its own
    on_result: Callable[[Result], None] = field(default=lambda _: None)


def build(project: Path, dist: Path, wish: Wish, *, jobs: int, watcher: Watcher) -> Outcome:
    """Print every wanted edition that is not fresh, and publish what passed. Raises PressFault."""
    with publish.only_builder(dist, watcher.on_wait), ExitStack() as stack:
        house = House(project)
        record = Record(publish.read_manifest(dist, wish.as_of), plan.stamp(project, house.root))
        library, findings = read(Folder(project))
        library = library.as_it_stood(wish.as_of)
        asked = Findings()
        wanted = plan.targets(library, wish, asked)
        if has_errors(asked.items):
            return Outcome((), (*findings, *asked.items))
        shop = _Shop(house, dist, record, jobs, watcher, stack, wish.as_of)
        results: list[Result] = []
        try:
            results.extend(shop.results(library, findings, wanted))
        except BaseException:  # above all Ctrl-C: what has been published need not be printed again
            with suppress(OSError):
                unfinished = record.after(library, Outcome(tuple(results), findings), dist, {})
                publish.write_manifest(dist, unfinished, wish.as_of)
            raise
        lost = tuple(shop.told(shop.failed(target, ())) for target in record.lost(library, wish))
        withdrawn = record.withdrawn(library) if wish.is_everything else {}
        for path in withdrawn.values():
            publish.withdraw(dist, path)
        ordered = tuple(sorted(results, key=lambda result: wanted.index(result.target)))
        outcome = Outcome((*ordered, *lost), tuple(_concerning(findings, library, wish)), tuple(withdrawn))
        try:
            publish.write_manifest(dist, record.after(library, outcome, dist, withdrawn), wish.as_of)
        except OSError as fault:
            return replace(outcome, findings=(*outcome.findings, _unwritten(publish.MANIFEST, fault)))
        return outcome


def _concerning(findings: tuple[Diagnostic, ...], library: Library, wish: Wish) -> Iterator[Diagnostic]:
    """Yield the findings of `read` that a wish has to do with: all but those of briefs that it does not name, and of
    modules that none of those it names can take in."""
    briefs = [library.briefs[name] for name in wish.briefs if name in library.briefs]
    takes_all = not wish.briefs or any(section.topics for brief in briefs for section in brief.sections)
    modules = {name for brief in briefs for section in brief.sections for name in section.modules}
    modules |= {name for module in library.modules.values() for name in module.needs}
    for item in findings:
        folder, _, name = item.place.path.rpartition("/")
        if folder == "briefs" and wish.briefs and name.rpartition(".")[0] not in wish.briefs:
            continue
        if folder.startswith("content/modules") and not takes_all and not modules & set(item.place.path.split("/")):
            continue
        yield item


@dataclass(slots=True)
class _Shop:
    """What the editions of one build share. The press starts with the first edition that needs it."""

    house: House
    dist: Path
    record: Record
    jobs: int
    watcher: Watcher
    stack: ExitStack
    as_of: date | None

    def results(
        self, library: Library, findings: tuple[Diagnostic, ...], wanted: tuple[Target, ...]
    ) -> Iterator[Result]:
        """Yield what becomes of each edition, the fresh ones first, then the printed ones as they are done."""
        to_print: list[Draft] = []
        press: Press | None = None
        for target in wanted:
            draft, wrong = prepare(library, findings, target, self.house)
            former = self.record.edition(target)
            if draft is None or has_errors(wrong):
                yield self.told(self.failed(target, wrong))
            elif former.get("key") == draft.key and plan.is_published(self.dist, former):
                yield self.told(fresh(target, former, wrong))
            else:
                press = press or self.start_press()  # it warms up while the other editions are prepared
                to_print.append(draft)
        if press:
            yield from self.printed(press, to_print)

    def start_press(self) -> Press:
        if damaged := self.house.damaged_fonts():
            raise PressFault(f"templates/fonts/{damaged[0]} is missing or damaged")
        cache = self.house.project / ".cache"
        publish.sweep(cache)
        conf = cache / "fonts.conf"
        publish.write_whole(conf, self.house.fonts_conf(cache / "fontconfig").encode())
        return self.stack.enter_context(Press(fonts_conf=conf, families=self.house.families))

    def printed(self, press: Press, drafts: list[Draft]) -> Iterator[Result]:
        """Print on every core, the longest edition first, and yield each result as it comes."""
        self.watcher.on_start(len(drafts))
        longest_first = sorted(drafts, key=lambda draft: -len(draft.html.text))
        with ThreadPoolExecutor(self.jobs) as pool:
            waiting = {pool.submit(self.timed, press, draft): draft for draft in longest_first}
            try:
                while waiting:
                    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield self.told(self.published(waiting.pop(future), future))
            except BaseException:
                for future in waiting:
                    future.cancel()
                press.stop()
                raise

    def timed(self, press: Press, draft: Draft) -> tuple[Pdf, float]:
        self.watcher.on_print(draft.target)
        start = time.monotonic()
        return press.print_pdf(draft.html, draft.assets), time.monotonic() - start

    def published(self, draft: Draft, future: Future[tuple[Pdf, float]]) -> Result:
        """Inspect a printed edition and publish it if it passed."""
        target = draft.target
        name = self.name(target)
        try:
            pdf, seconds = future.result()
        except Fault as fault:
            return self.failed(target, (*draft.findings, _fault(fault, name)))
        report = inspect(pdf, draft.html, draft.document, name=name)
        findings = (*draft.findings, *report.findings)
        if has_errors(findings):
            return self.failed(target, findings)
        try:
            publish.publish(self.dist, name, pdf.data)
        except OSError as fault:
            return self.failed(target, (*findings, _unwritten(name, fault)))
        return Result(
            target,
            "printed",
            name,
            draft.key,
            report.pages,
            report.blocks,
            report.notes,
            seconds,
            modules=_pages_of_modules(draft, pdf),
            facts=_printed_facts(draft, report),
            sources=_printed_sources(draft, report),
            findings=findings,
        )

    def failed(self, target: Target, findings: tuple[Diagnostic, ...]) -> Result:
        name = self.name(target)
        return Result(target, "failed", name, kept=(self.dist / name).is_file(), findings=findings)

    def name(self, target: Target) -> str:
        return publish.pdf_name(target.brief, target.audience, target.language, self.as_of)

    def told(self, result: Result) -> Result:
        self.watcher.on_result(result)
        return result


def _pages_of_modules(draft: Draft, pdf: Pdf) -> tuple[tuple[str, int], ...]:
    pages = dict(pdf.places)
    modules = (module.id for section in draft.edition.sections for module in section.modules)
    return tuple((name, pages[f"sec-{name}"]) for name in modules if f"sec-{name}" in pages)


def _printed_facts(draft: Draft, report: Report) -> tuple[PrintedThing, ...]:
    return _printed_things([(fact.id, fact.module) for fact in draft.edition.facts], report.facts)


def _printed_sources(draft: Draft, report: Report) -> tuple[PrintedThing, ...]:
    return _printed_things(cited_by(draft.edition), report.sources)


def _printed_things(named: Iterable[tuple[str, str]], pages: Mapping[str, tuple[int, ...]]) -> tuple[PrintedThing, ...]:
    modules: dict[str, set[str]] = {name: set() for name in pages}
    for name, module in named:
        modules.setdefault(name, set()).add(module)
    return tuple(
        PrintedThing(name, tuple(sorted(modules[name])), tuple(pages.get(name, ()))) for name in sorted(modules)
    )


def _unwritten(name: str, fault: OSError) -> Diagnostic:
    return error(
        Place(f"dist/{name}"),
        "the file cannot be written: {reason}",
        hint="make room or mend the permissions; what was published stays as it was",
        reason=fault.strerror or fault,
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
