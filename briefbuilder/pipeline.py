"""The stages in order. This file reads aloud: a brief's way from authored text to a published PDF.

    read → select → localise → compose → render → typeset → print → inspect → publish

The stages from localise to typeset are called in `draft`. `fitting` chooses the plan, and is told here what each print
shows until one fits. Around them: which editions are wanted, which are fresh, and what became of each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from briefbuilder import plan, publish
from briefbuilder.copyfit import Trial
from briefbuilder.diagnostics import Diagnostic, Findings, Place, error, has_errors
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitted, Fitting
from briefbuilder.house import House
from briefbuilder.inspect import inspect
from briefbuilder.library import Audience, Library
from briefbuilder.localise import cited_by
from briefbuilder.measure import measure
from briefbuilder.outcome import Outcome, PrintedThing, Result, fresh
from briefbuilder.pages import PROFILES, Pdf, Report
from briefbuilder.plan import Target, Wish
from briefbuilder.proof.secrecy import Withheld, withheld
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
        record = Record(publish.read_manifest(dist, wish.as_of, wish.profile), plan.stamp(project, house.root))
        library, findings = read(Folder(project))
        library = library.as_it_stood(wish.as_of)
        asked = Findings()
        wanted = plan.targets(library, wish, asked)
        if has_errors(asked.items):
            return Outcome((), (*findings, *asked.items))
        shop = _Shop(house, dist, record, wish, jobs, watcher, stack)
        results: list[Result] = []
        try:
            results.extend(shop.results(library, findings, wanted))
        except BaseException:  # above all Ctrl-C: what has been published need not be printed again
            with suppress(OSError):
                unfinished = record.after(library, Outcome(tuple(results), findings), dist, {}, pages=wish.pages)
                publish.write_manifest(dist, unfinished, wish.as_of, wish.profile)
            raise
        lost = tuple(shop.told(shop.failed(target, ())) for target in record.lost(library, wish))
        withdrawn = record.withdrawn(library) if wish.is_everything else {}
        for path in withdrawn.values():
            publish.withdraw(dist, path)
        ordered = tuple(sorted(results, key=lambda result: wanted.index(result.target)))
        outcome = Outcome((*ordered, *lost), tuple(_concerning(findings, library, wish)), tuple(withdrawn))
        try:
            manifest = record.after(library, outcome, dist, withdrawn, pages=wish.pages)
            publish.write_manifest(dist, manifest, wish.as_of, wish.profile)
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


@dataclass(frozen=True, slots=True)
class _Printed:
    """A fitted edition as the press printed it, in how many prints, and how long they took. None: it does not fit."""

    fitted: Fitted
    pdf: Pdf | None
    prints: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Order:
    """An edition to print: on its way to a plan, the draft to begin with, and what may not stand in it."""

    fitting: Fitting
    draft: Draft
    secret: Withheld


@dataclass(slots=True)
class _Shop:
    """What the editions of one build share. The press starts with the first edition that needs it."""

    house: House
    dist: Path
    record: Record
    wish: Wish
    jobs: int
    watcher: Watcher
    stack: ExitStack
    secrets: dict[str, Withheld] = field(default_factory=dict)  # by clearance

    def results(
        self, library: Library, findings: tuple[Diagnostic, ...], wanted: tuple[Target, ...]
    ) -> Iterator[Result]:
        """Yield what becomes of each edition, the fresh ones first, then the printed ones as they are done."""
        to_print: list[_Order] = []
        press: Press | None = None
        for target in wanted:
            secret = self.secret(library, library.audiences[target.audience])
            fitting = Fitting(library, findings, target, self.house, pages=self.wish.pages)
            fitted = fitting.search(self.record.answers(target))
            draft, former = fitted.draft, self.record.edition(target)
            if draft is None or fitted.is_failed:
                yield self.told(self.failed(target, fitted.findings, fitted))
            elif fitted.is_settled and self.record.is_fresh(target, draft.key, secret.key, self.dist):
                yield self.told(replace(fresh(target, former, fitted.findings), trials=fitted.trials))
            else:
                press = press or self.start_press()  # it warms up while the other editions are prepared
                to_print.append(_Order(fitting, draft, secret))
        if press:
            yield from self.printed(press, to_print)

    def secret(self, library: Library, audience: Audience) -> Withheld:
        """Return what an audience may not see, and what its PDFs are therefore searched for."""
        if audience.clearance not in self.secrets:
            self.secrets[audience.clearance] = withheld(library, audience.clearance)
        return self.secrets[audience.clearance]

    def start_press(self) -> Press:
        if damaged := self.house.damaged_fonts():
            raise PressFault(f"templates/fonts/{damaged[0]} is missing or damaged")
        cache = self.house.project / ".cache"
        publish.sweep(cache)
        conf = cache / "fonts.conf"
        publish.write_whole(conf, self.house.fonts_conf(cache / "fontconfig").encode())
        return self.stack.enter_context(Press(fonts_conf=conf, families=self.house.families))

    def printed(self, press: Press, orders: list[_Order]) -> Iterator[Result]:
        """Print on every core, the longest edition first, and yield each result as it comes."""
        self.watcher.on_start(len(orders))
        longest_first = sorted(orders, key=lambda order: -len(order.draft.html.text))
        with ThreadPoolExecutor(self.jobs) as pool:
            waiting = {pool.submit(self.print_until_it_fits, press, order.fitting): order for order in longest_first}
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

    def print_until_it_fits(self, press: Press, fitting: Fitting) -> _Printed:
        """Print one plan after another until the search is content. What the record knows is not printed again."""
        self.watcher.on_print(fitting.target)
        start = time.monotonic()
        recorded = self.record.answers(fitting.target)
        prints: dict[str, Pdf] = {}

        def show(draft: Draft) -> Trial:
            if draft.key not in prints:
                prints[draft.key] = press.print_pdf(draft.html, draft.assets, PROFILES[self.wish.profile])
            pdf = prints[draft.key]
            return Trial(len(pdf.frames), pdf.fill)

        fitted = fitting.search(lambda draft: recorded(draft) or show(draft))
        if fitted.is_settled and fitted.draft and show(fitted.draft) != fitted.trials[fitted.draft.key]:
            fitted = fitting.search(show)  # the record was wrong: only what is printed now counts
        pdf = prints.get(fitted.draft.key) if fitted.is_settled and fitted.draft else None
        return _Printed(fitted, pdf, len(prints), time.monotonic() - start)

    def published(self, order: _Order, future: Future[_Printed]) -> Result:
        """Inspect a printed edition and publish it if it passed."""
        target, secret = order.draft.target, order.secret
        name = self.name(target)
        try:
            made = future.result()
        except Fault as fault:
            return self.failed(target, (*order.draft.findings, _fault(fault, name)))
        fitted, draft, pdf = made.fitted, made.fitted.draft, made.pdf
        if draft is None or pdf is None:
            return self.failed(target, fitted.findings, fitted)
        styles = {sheet: draft.assets[sheet] for sheet in draft.html.styles}
        is_for_press = not PROFILES[self.wish.profile].is_tagged
        report = inspect(
            pdf, draft.html, draft.document, name=name, secret=secret, styles=styles, is_for_press=is_for_press
        )
        findings = (*fitted.findings, *report.findings)
        if has_errors(findings):
            return self.failed(target, findings, fitted)
        try:
            publish.publish(self.dist, name, pdf.data)
        except OSError as fault:
            return self.failed(target, (*findings, _unwritten(name, fault)), fitted)
        return Result(
            target,
            "printed",
            name,
            draft.key,
            report.pages,
            report.blocks,
            report.notes,
            made.seconds,
            format=draft.format,
            text=measure(draft.edition).total,
            fill=pdf.fill,
            prints=made.prints,
            trials=fitted.trials,
            withheld=len(secret.things),
            secret=secret.key,
            modules=_pages_of_modules(draft, pdf),
            facts=_printed_facts(draft, report),
            sources=_printed_sources(draft, report),
            findings=findings,
        )

    def failed(self, target: Target, findings: tuple[Diagnostic, ...], fitted: Fitted | None = None) -> Result:
        name = self.name(target)
        is_kept = (self.dist / name).is_file()
        return Result(target, "failed", name, kept=is_kept, trials=fitted.trials if fitted else {}, findings=findings)

    def name(self, target: Target) -> str:
        return publish.pdf_name(target.brief, target.audience, target.language, self.wish.as_of, self.wish.profile)

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
    named = [(source, name) for source, name in cited_by(draft.edition) if source in report.sources]
    return _printed_things(named, report.sources)


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
