"""Stage: Library + brief + audience → Selection. Which modules, at which length, and a stated reason for each.

What the audience may not see is barred here, on its metadata alone: its text is never parsed for that audience.
Lengths follow relevance (core full, useful short, optional line). Fitting to the audience's budget is a later step
on the same choices.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefbuilder.diagnostics import Diagnostic, Findings, Message, Place
from briefbuilder.library import Audience, Brief, Library, Module, Relevance, may_see

LENGTHS = ("full", "short", "line")  # descending
_LENGTH_OF = {Relevance.CORE: "full", Relevance.USEFUL: "short", Relevance.OPTIONAL: "line"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A module in or out, at a length (empty: out), and why."""

    module: str
    section: int
    length: str
    reason: Message

    @property
    def is_in(self) -> bool:
        return bool(self.length)


@dataclass(frozen=True, slots=True)
class Selection:
    """The plan of one brief for one audience: every candidate, in the order of the page."""

    brief: str
    audience: str
    choices: tuple[Choice, ...]

    def of_section(self, number: int) -> tuple[Choice, ...]:
        """Return what is in, in the section with this index (from 0)."""
        return tuple(choice for choice in self.choices if choice.section == number and choice.is_in)


def select(library: Library, brief: Brief, audience: Audience) -> tuple[Selection, tuple[Diagnostic, ...]]:
    """Return the plan, and what stands in its way. The same library gives the same plan."""
    plan = _Plan(library, brief, audience)
    named = {name for section in brief.sections for name in section.modules}
    for index, section in enumerate(brief.sections):
        for name in section.modules:
            plan.consider(name, index, by_name=True)
        if section.topics:
            plan.refuse_unread(index)
        for name in sorted(library.modules):
            if name not in named and set(section.topics) & set(library.modules[name].topics):
                plan.consider(name, index, by_name=False)
    if plan.choices and not plan.findings.items and not any(choice.is_in for choice in plan.choices):
        plan.findings.warning(
            brief.place,
            'the brief holds no module for "{audience}"',
            hint='take the audience out of "audiences:", or look at "for:" and "handling:" of the modules',
            audience=audience.id,
        )
    return Selection(brief.id, audience.id, tuple(plan.choices)), tuple(plan.findings.items)


class _Plan:
    def __init__(self, library: Library, brief: Brief, audience: Audience) -> None:
        self.library, self.brief, self.audience = library, brief, audience
        self.choices: list[Choice] = []
        self.coming: set[str] = set()  # modules that are in, or will be once what they need is
        self.findings = Findings()

    def refuse_unread(self, section: int) -> None:
        """A module that cannot be read may belong to the topics asked for: without it the brief might be incomplete."""
        for name in sorted(self.library.damaged_of("module")):
            self.findings.error(
                self.brief.sections[section].place,
                'the module "{name}" has errors, and may belong to the topics asked for here',
                hint="mend them first",
                name=name,
            )

    def consider(self, name: str, section: int, *, by_name: bool) -> None:
        module = self.library.modules.get(name)
        if module is None:
            self.refuse_damaged(name, self.brief.sections[section].place)
            return
        if any(choice.module == name for choice in self.choices):
            return
        length, reason = self.decide(module, by_name=by_name)
        if length:
            self.coming.add(name)
            for needed in module.needs:
                self.pull_in(needed, module, section)
        self.choices.append(Choice(name, section, length, reason))

    def refuse_damaged(self, name: str, place: Place) -> None:
        if self.library.is_damaged("module", name):
            self.findings.error(
                place, 'the module "{name}" cannot be used: it has errors', hint="mend them first", name=name
            )

    def decide(self, module: Module, *, by_name: bool) -> tuple[str, Message]:
        if not may_see(self.audience.clearance, module.handling):
            return "", _reason(
                "barred: {handling} is above the clearance {clearance}",
                handling=module.handling,
                clearance=self.audience.clearance,
            )
        relevance = module.for_.get(self.audience.id)
        if relevance is None:
            if not by_name:
                return "", _reason("out: nobody has decided about it for this audience")
            self.findings.warning(
                module.places.at("for"),
                'nobody has decided how much the module matters to "{audience}"',
                hint='add "{audience}: core", useful, optional or skip under "for:"',
                audience=self.audience.id,
            )
            return "short", _reason("in, undecided: named by the brief")
        if relevance is Relevance.SKIP:
            return "", _reason("out: marked skip for this audience")
        if module.id in self.audience.knows and relevance is not Relevance.CORE:
            return "", _reason("out: the audience knows it")
        return _LENGTH_OF[relevance], _reason("in: {relevance} for this audience", relevance=relevance.value)

    def pull_in(self, name: str, by: Module, section: int) -> None:
        """Bring in what another module needs, at least as its line, unless it comes anyway or is known."""
        module = self.library.modules.get(name)
        named = {other for part in self.brief.sections for other in part.modules}
        if name in self.audience.knows:
            return
        if module is None:
            self.refuse_damaged(name, by.places.at("needs"))
            return
        if name in self.coming:
            return
        if name in named and self.decide_quietly(module):
            return
        if not may_see(self.audience.clearance, module.handling):
            self.findings.error(
                by.places.at("needs"),
                'it needs the module "{name}", which "{audience}" may not see ({handling})',
                hint='take it out of "needs:", or write a public module in its place',
                name=name,
                audience=self.audience.id,
                handling=module.handling,
            )
            return
        relevance = module.for_.get(self.audience.id, Relevance.OPTIONAL)
        length = _LENGTH_OF.get(relevance, "line")
        self.coming.add(name)
        for needed in module.needs:
            self.pull_in(needed, module, section)
        self.choices.append(Choice(name, section, length, _reason("in: needed by {module}", module=by.id)))

    def decide_quietly(self, module: Module) -> bool:
        """Say whether a module that the brief names will come in by itself."""
        relevance = module.for_.get(self.audience.id)
        return may_see(self.audience.clearance, module.handling) and relevance is not Relevance.SKIP


def _reason(template: str, **values: str) -> Message:
    return Message(template, tuple(sorted(values.items())))
