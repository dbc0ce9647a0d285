"""Why an edition holds what it holds: each module with its form, cost and reason, and the sum against the budget.

Values; `plan_report` puts them into words. Nothing is printed here: pages are those of recorded prints, or an estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from briefbuilder.conditions import shown_and_hidden
from briefbuilder.diagnostics import Message
from briefbuilder.fitting import Fitted, Fitting
from briefbuilder.ladder import Lengths
from briefbuilder.measure import UNITS
from briefbuilder.plan import Target
from briefbuilder.select import Choice


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the plan: a module, or (without one) the brief's own texts or the heading of a section."""

    module: str
    title: str
    length: str
    cost: int  # 字 or words
    total: int  # up to here
    reason: Message | None
    passages: tuple[int, int] = (0, 0)  # for some audiences only: those that this one reads, and those that it does not


@dataclass(frozen=True, slots=True)
class Side:
    """The arguments of one side in a plan: how many, how long together, and whose they are."""

    side: str  # for, against
    count: int
    text: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The plan of one edition, in full. `pages` are printed or, before that, estimated."""

    target: Target
    unit: str
    rows: tuple[Row, ...]
    text: int
    text_limit: int | None
    pages: int
    page_limit: int | None
    is_printed: bool
    prints: int
    sides: tuple[Side, ...]


def explain(fitting: Fitting, fitted: Fitted) -> Account:
    """Return the account of a plan as far as it is known."""
    measured = fitting.measure_of(fitted.lengths)
    trial = fitted.fit.trial if fitted.fit else None
    return Account(
        target=fitting.target,
        unit=UNITS[fitting.target.language],
        rows=tuple(_rows(fitting, fitted)),
        text=measured.total,
        text_limit=fitting.limits.text,
        pages=trial.pages if trial else math.ceil(fitting.calibration.extent(measured.total)),
        page_limit=fitting.limits.pages,
        is_printed=trial is not None,
        prints=len(fitted.trials),
        sides=tuple(_sides(fitting, fitted.lengths)),
    )


def _rows(fitting: Fitting, fitted: Fitted) -> list[Row]:
    language, library = fitting.target.language, fitting.library
    measured = fitting.measure_of(fitted.lengths)
    plan = fitting.plan_of(fitted.lengths)
    rows = [Row("", "", "", measured.frame, measured.frame, None)]
    headings = list(measured.headings)
    for number, section in enumerate(fitting.brief.sections):
        choices = [choice for choice in plan.choices if choice.section == number]
        if plan.of_section(number) or plan.mentioned_in(number):
            title, cost = section.title[language] if section.title else "", headings.pop(0)
            rows.append(Row("", title, "", cost, rows[-1].total + cost, None))
        for choice in choices:
            cost = measured.modules.get(choice.module, 0)
            title = library.modules[choice.module].title[language]
            reason = reason_of(choice, fitting, fitted)
            module = library.modules[choice.module]
            passages = shown_and_hidden(module, fitting.audience.id, language, choice.length)
            rows.append(Row(choice.module, title, choice.length, cost, rows[-1].total + cost, reason, passages))
    return rows


def reason_of(choice: Choice, fitting: Fitting, fitted: Fitted) -> Message:
    """Return why a module has its form in a plan: its relevance, and what had to give way when it was shortened."""
    rungs = fitting.ladder.rungs
    length, fullest = fitted.lengths.get(choice.module, ""), rungs[0].get(choice.module, "")
    if length == fullest:
        return choice.reason
    step = next(rung for rung, lengths in enumerate(rungs) if lengths.get(choice.module, "") == length)
    if not length and (needed_by := _needed_by(choice, fitting, rungs[step - 1], rungs[step])):
        return Message("dropped with {module}, which needs it", (("module", needed_by),))
    before, limit = fitting.text_of(rungs[step - 1]), fitting.limits.text
    is_text = limit is not None and before > limit
    room = limit if is_text and limit is not None else fitting.text_of(_rung_of(fitted, fitting))
    values = {
        "relevance": choice.relevance.value if choice.is_own else "needed",
        "excess": str(max(1, before - room)),
        "unit": UNITS[fitting.target.language],
    }
    return Message(_TEMPLATES[bool(length), is_text], tuple(sorted(values.items())))


_TEMPLATES = {  # is it still in, is it the text that was too long
    (True, True): "{relevance}; shortened: {excess} {unit} over the budget",
    (True, False): "{relevance}; shortened: {excess} {unit} more than the pages hold",
    (False, True): "{relevance}; dropped: {excess} {unit} over the budget",
    (False, False): "{relevance}; dropped: {excess} {unit} more than the pages hold",
}


def _rung_of(fitted: Fitted, fitting: Fitting) -> Lengths:
    return fitting.ladder.rungs[fitted.fit.rung] if fitted.fit else fitted.lengths


def _needed_by(choice: Choice, fitting: Fitting, before: Lengths, after: Lengths) -> str:
    """Return the module that took this one along when it was dropped; empty: it went by itself."""
    if choice.is_own:
        return ""
    gone = before.keys() - after.keys()
    return next(
        (
            other.module
            for other in fitting.ladder.selection.choices
            if other.module in gone and choice.module in other.needs
        ),
        "",
    )


def _sides(fitting: Fitting, lengths: Lengths) -> list[Side]:
    language, costs = fitting.target.language, fitting.measure_of(lengths).modules
    made = []
    for side in ("for", "against"):
        choices = [choice for choice in fitting.plan_of(lengths).choices if choice.is_in and choice.side == side]
        views = [fitting.library.modules[choice.module].by for choice in choices]
        by = dict.fromkeys(view[language] for view in views if view)
        if choices:
            made.append(Side(side, len(choices), sum(costs[choice.module] for choice in choices), tuple(by)))
    return made


@dataclass(frozen=True, slots=True)
class Difference:
    """A module that two audiences do not read alike: its form for the one and for the other (empty: not at all)."""

    module: str
    title: str
    one: str
    other: str


def differences(fitting: Fitting, one: Lengths, other: Lengths) -> tuple[Difference, ...]:
    """Return what two plans of a brief do not have alike, in the order of the first one's page, then of the other's."""
    titles = fitting.library.modules
    names = dict.fromkeys((*(choice.module for choice in fitting.ladder.selection.choices), *sorted(other)))
    return tuple(
        Difference(name, titles[name].title[fitting.target.language], one.get(name, ""), other.get(name, ""))
        for name in names
        if one.get(name, "") != other.get(name, "")
    )
