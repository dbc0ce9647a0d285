"""One edition between its ladder of plans and its budget: what each plan costs, how it looks, which one is right.

`copyfit` searches; here its questions are answered: a text is measured, a plan becomes a draft, and whoever calls says
what a print of that draft showed: the press, or the record of former prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from briefbuilder.copyfit import Fit, Limits, Trial, copyfit
from briefbuilder.diagnostics import Diagnostic, error, has_errors
from briefbuilder.draft import Draft, prepare
from briefbuilder.elsewhere import elsewhere
from briefbuilder.house import House
from briefbuilder.ladder import Lengths, ladder
from briefbuilder.library import Library, Look, Relevance
from briefbuilder.localise import localise
from briefbuilder.measure import UNITS, Measure, measure
from briefbuilder.plan import Target
from briefbuilder.select import Selection, select

Answer = Callable[[Draft], Trial | None]  # what a print of this draft shows; None: nobody knows yet


@dataclass(frozen=True, slots=True)
class Fitted:
    """How far an edition is: its plan as it stands, the draft of it, what is wrong, and the prints that led there.

    `fit` is None while a print is wanting that nobody has made; then plan and draft are those to be printed next.
    """

    lengths: Lengths
    draft: Draft | None
    findings: tuple[Diagnostic, ...]
    fit: Fit | None
    trials: dict[str, Trial]  # by the draft's key

    @property
    def is_settled(self) -> bool:
        """Say whether the plan is final and right."""
        return self.fit is not None and self.draft is not None and not has_errors(self.findings)

    @property
    def is_failed(self) -> bool:
        return self.draft is None or has_errors(self.findings)


class Fitting:
    """An edition on its way to a plan. The same library and the same prints lead to the same plan."""

    def __init__(
        self,
        library: Library,
        read_findings: Iterable[Diagnostic],
        target: Target,
        house: House,
        *,
        pages: int | None = None,
    ) -> None:
        """`pages` takes the place of the audience's own budget of pages."""
        self.library, self.read_findings, self.target, self.house = library, tuple(read_findings), target, house
        self.brief, self.audience = library.briefs[target.brief], library.audiences[target.audience]
        selection, self.wrong = select(library, self.brief, self.audience)
        if self.brief.left_out:
            selection = replace(selection, elsewhere=elsewhere(library, selection, target.language))
        self.ladder = ladder(selection)
        budget = self.audience.budget
        text = budget.ja if target.language == "ja" else budget.en
        self.limits = Limits(pages or budget.pages, text)
        look = library.publication.look if library.publication else Look()
        self.calibration = house.calibration(self.brief.format_for(self.audience), target.language, look)
        self._drafts: dict[tuple[tuple[str, str], ...], tuple[Draft | None, tuple[Diagnostic, ...]]] = {}
        self._measures: dict[tuple[tuple[str, str], ...], Measure] = {}

    def search(self, answer: Answer) -> Fitted:
        """Search the plan that fits, as far as the answers go."""
        if has_errors(self.wrong):
            return self._fitted(self.ladder.rungs[0], None, {})
        trials: dict[str, Trial] = {}
        search = copyfit(self.ladder, self.text_of, self.limits, self.calibration)
        try:
            lengths = next(search)
            while True:
                draft, findings = self.draft_of(lengths)
                if draft is None or has_errors(findings):
                    return self._fitted(lengths, None, trials)
                trial = trials.get(draft.key) or answer(draft)
                if trial is None:
                    return self._fitted(lengths, None, trials)
                trials[draft.key] = trial
                lengths = search.send(trial)
        except StopIteration as end:
            fit: Fit = end.value
            return self._fitted(fit.lengths, fit, trials)

    def _fitted(self, lengths: Lengths, fit: Fit | None, trials: dict[str, Trial]) -> Fitted:
        draft, findings = self.draft_of(lengths)
        if fit is not None and not fit.is_good:
            findings = (*findings, self._excess(fit))
        return Fitted(lengths, draft, findings, fit, trials)

    def plan_of(self, lengths: Lengths) -> Selection:
        return self.ladder.selection.at(lengths)

    def draft_of(self, lengths: Lengths) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
        """Return the draft of a plan, and everything wrong with it."""
        key = tuple(sorted(lengths.items()))
        if key not in self._drafts:
            plan = self.plan_of(lengths)
            draft, findings = prepare(self.library, self.read_findings, self.target, self.house, plan)
            findings = (*self.wrong, *findings)
            self._drafts[key] = (replace(draft, findings=findings) if draft else None, findings)
        return self._drafts[key]

    def measure_of(self, lengths: Lengths) -> Measure:
        """Return how long a plan is, as a whole and in its parts."""
        key = tuple(sorted(lengths.items()))
        if key not in self._measures:
            edition, _ = localise(self.library, self.plan_of(lengths), self.target.language)
            self._measures[key] = measure(edition)
        return self._measures[key]

    def text_of(self, lengths: Lengths) -> int:
        """Return how long a plan is, in 字 or words."""
        return self.measure_of(lengths).total

    def _excess(self, fit: Fit) -> Diagnostic:
        """Return the error of a brief whose shortest plan is too long: by how much, and what it is made of."""
        language, unit = self.target.language, UNITS[self.target.language]
        measured = self.measure_of(fit.lengths)
        core = [choice.module for choice in self.plan_of(fit.lengths).choices if choice.relevance is Relevance.CORE]
        named = ", ".join(f"{name} ({measured.modules[name]})" for name in core if name in measured.modules)
        place = self.audience.places.at("budget", "pages" if fit.excess_pages else language)
        template = (
            'the shortest plan of "{edition}" has {pages} pages, {excess_pages} over the budget (about {excess} {unit})'
            if fit.excess_pages
            else 'the shortest plan of "{edition}" has {text} {unit}, {excess} over the budget'
        )
        return error(
            place,
            template,
            hint="raise the budget, or write shorter: the brief's own texts take {frame} {unit}; core are {core}",
            edition=self.target,
            pages=fit.trial.pages if fit.trial else 0,
            excess_pages=fit.excess_pages,
            excess=fit.excess_text,
            text=measured.total,
            frame=measured.frame,
            unit=unit,
            core=named or "–",
        )
