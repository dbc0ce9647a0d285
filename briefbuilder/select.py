"""Stage: Library + brief + audience → Selection. Which modules, at which length, and a stated reason for each.

What the audience may not see is barred here, on its metadata alone: its text is never parsed for that audience.
Everything that may come starts at its full length; `ladder` shortens and leaves out until the budget is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from briefbuilder.diagnostics import Diagnostic, Findings, Message, Place
from briefbuilder.library import LANGUAGES, Audience, Brief, BriefSection, Library, Module, Passages, Relevance, may_see
from briefbuilder.text import syntax

LENGTHS = ("full", "short", "line")  # descending; "" is out


@dataclass(frozen=True, slots=True)
class Choice:
    """A module in or out, at a length (empty: out), and why; and what it takes with it.

    `relevance` decides how early it is shortened; of modules that nobody decided about it is optional.
    """

    module: str
    section: int
    length: str
    reason: Message
    relevance: Relevance = Relevance.OPTIONAL
    weight: int = 0  # moves it up or down within its relevance
    side: str = ""  # for, against; empty: no argument
    is_own: bool = True  # False: it comes only because another module needs it
    is_held: bool = False  # the brief's own texts refer to it: it stays, at least as its line
    needs: tuple[str, ...] = ()
    refers: tuple[tuple[str, tuple[str, ...]], ...] = ()  # length → the modules that its text then refers to

    @property
    def is_in(self) -> bool:
        return bool(self.length)


@dataclass(frozen=True, slots=True)
class Mention:
    """A second place that asks for a module: it stands at its own, and here a line refers to it."""

    section: int
    module: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Another edition, in the same language, that is certain to hold a module."""

    module: str
    brief: str
    audience: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The plan of one brief for one audience: every candidate, in the order of the page."""

    brief: str
    audience: str
    choices: tuple[Choice, ...]
    mentions: tuple[Mention, ...] = ()
    elsewhere: tuple[Pointer, ...] = ()

    def of_section(self, number: int) -> tuple[Choice, ...]:
        """Return what is in, in the section with this index (from 0)."""
        return tuple(choice for choice in self.choices if choice.section == number and choice.is_in)

    def mentioned_in(self, number: int) -> tuple[str, ...]:
        """Return the modules that the section asks for too, and that are in, but in another section."""
        named = (mention.module for mention in self.mentions if mention.section == number)
        return tuple(name for name in named if name in self.lengths)

    def at(self, lengths: Mapping[str, str]) -> Selection:
        """Return the same candidates at other lengths; a module that is not named there is out."""
        choices = (replace(choice, length=lengths.get(choice.module, "")) for choice in self.choices)
        return replace(self, choices=tuple(choices))

    @property
    def lengths(self) -> dict[str, str]:
        """Return the length of each module that is in."""
        return {choice.module: choice.length for choice in self.choices if choice.is_in}


def select(library: Library, brief: Brief, audience: Audience) -> tuple[Selection, tuple[Diagnostic, ...]]:
    """Return everything that may come, in full, and what stands in the way. The same library gives the same plan."""
    desk = _Desk(library, brief, audience)
    desk.place_modules()
    desk.bring_what_is_needed()
    selection = Selection(brief.id, audience.id, tuple(desk.choices()), tuple(desk.mentions()))
    desk.report(selection)
    return selection, tuple(desk.findings.items)


@dataclass(frozen=True, slots=True)
class _Decision:
    length: str
    reason: Message
    relevance: Relevance = Relevance.OPTIONAL
    is_own: bool = True


class _Desk:
    """Where the modules of one brief are laid out for one audience."""

    def __init__(self, library: Library, brief: Brief, audience: Audience) -> None:
        self.library, self.brief, self.audience = library, brief, audience
        self.findings = Findings()
        self.placed: dict[str, int] = {}  # module → section, in the order of the page
        self.decided: dict[str, _Decision] = {}
        self.cut: dict[str, tuple[int, int]] = {}  # module → the section that had no room for it, and its `most`

    # Where each module stands: at the first place that names it, else at the first whose topics ask for it.

    def place_modules(self) -> None:
        named: dict[str, int] = {}
        for index, section in enumerate(self.brief.sections):
            for name in section.modules:
                if name in self.library.modules:
                    named.setdefault(name, index)
                else:
                    self.refuse_damaged(name, section.place)
        for index, section in enumerate(self.brief.sections):
            for name in section.modules:
                if named.get(name) == index:
                    self.place(name, index)
            if section.topics:
                self.refuse_unread(section)
                self.place_found(section, index, named)
        for name, (index, most) in self.cut.items():
            if name not in self.placed:
                self.placed[name] = index
                reason = _reason("out: the section takes {most} at most", most=str(most))
                self.decided[name] = replace(self.decided[name], length="", reason=reason)

    def place(self, name: str, section: int) -> None:
        self.placed[name] = section
        self.decided[name] = self.decide(self.library.modules[name])

    def place_found(self, section: BriefSection, index: int, named: Mapping[str, int]) -> None:
        """Place what the topics find: by the audience's order of kinds, then the most relevant, then by id."""
        found = [
            name
            for name, module in sorted(self.library.modules.items())
            if section.topics.mean(module) and name not in named and name not in self.placed
        ]
        for name in found:
            self.decided[name] = self.decide(self.library.modules[name])
        coming = sorted((name for name in found if self.decided[name].length), key=self.rank)
        most = len(coming) if section.topics.most is None else section.topics.most
        for name in coming[most:]:
            self.cut.setdefault(name, (index, most))
        for name in sorted(set(found) - set(coming[most:]), key=lambda name: (self.order(name), self.rank(name))):
            self.placed[name] = index

    def rank(self, name: str) -> tuple[int, int, str]:
        """Return the sorting key of relevance: the most relevant first, then the weightiest kind, then the id."""
        return _RELEVANCES.index(self.decided[name].relevance), -self.weight(name), name

    def order(self, name: str) -> int:
        kinds, kind = self.audience.order, self.library.modules[name].kind
        return kinds.index(kind) if kind in kinds else len(kinds)

    def weight(self, name: str) -> int:
        return self.audience.weights.get(self.library.modules[name].kind, 0)

    # Whether it comes at all.

    def decide(self, module: Module) -> _Decision:
        if not may_see(self.audience.clearance, module.handling):
            return _Decision(
                "",
                _reason(
                    "barred: {handling} is above the clearance {clearance}",
                    handling=module.handling,
                    clearance=self.audience.clearance,
                ),
            )
        relevance = module.for_.get(self.audience.id)
        if relevance is None:
            return _Decision("full", _reason("undecided: taken as optional"))
        if relevance is Relevance.SKIP:
            return _Decision("", _reason("out: marked skip for this audience"), relevance)
        if self.library.knows_module(self.audience, module.id) and relevance is not Relevance.CORE:
            return _Decision("", _reason("out: the audience knows it"), relevance)
        return _Decision("full", _reason(relevance.value), relevance)

    # What others need.

    def bring_what_is_needed(self) -> None:
        """Bring in what those that are in need: at least as its line, where it is placed or else before the first."""
        waiting = [name for name in self.placed if self.decided[name].length]
        while waiting:
            by = self.library.modules[waiting.pop(0)]
            for name in by.needs:
                if self.bring(name, by):
                    waiting.append(name)

    def bring(self, name: str, by: Module) -> bool:
        """Say whether a module that another needs comes in by this; report what bars it."""
        module = self.library.modules.get(name)
        if module is None:
            self.refuse_damaged(name, by.places.at("needs"))
            return False
        if name in self.decided and self.decided[name].length:
            return False
        if not may_see(self.audience.clearance, module.handling):
            self.findings.error(
                by.places.at("needs"),
                'it needs the module "{name}", which "{audience}" may not see ({handling})',
                hint='take it out of "needs:", or write a public module in its place',
                name=name,
                audience=self.audience.id,
                handling=module.handling,
            )
            return False
        relevance = module.for_.get(self.audience.id, Relevance.SKIP)
        is_known = self.library.knows_module(self.audience, name)
        template = "needed by {module}; the audience knows it" if is_known else "needed by {module}"
        is_line = is_known or relevance is Relevance.SKIP
        self.decided[name] = _Decision(
            length="line" if is_line else "full",
            reason=_reason(template, module=by.id),
            relevance=Relevance.OPTIONAL if relevance is Relevance.SKIP else relevance,
            is_own=False,
        )
        self.placed.setdefault(name, self.placed[by.id])
        return True

    # The plan.

    def choices(self) -> Iterator[Choice]:
        """Yield the choices in the order of the page; what only others need stands before the first of them."""
        shown: set[str] = set()
        at_home = {name for section in self.brief.sections for name in section.modules}

        def show(name: str) -> Iterator[Choice]:
            if name in shown:
                return
            shown.add(name)
            for needed in self.library.modules[name].needs if self.decided[name].length else ():
                if needed in self.placed and self.placed[needed] == self.placed[name] and needed not in at_home:
                    yield from show(needed)
            yield self.choice(name)

        for index in range(len(self.brief.sections)):
            for name in [name for name, section in self.placed.items() if section == index]:
                yield from show(name)

    def choice(self, name: str) -> Choice:
        module, decision = self.library.modules[name], self.decided[name]
        is_in = bool(decision.length)
        return Choice(
            module=name,
            section=self.placed[name],
            length=decision.length,
            reason=decision.reason,
            relevance=decision.relevance,
            weight=self.weight(name),
            side=module.side if module.side in ("for", "against") else "",
            is_own=decision.is_own,
            is_held=is_in and name in self.referred_by_brief(),
            needs=module.needs if is_in else (),
            refers=_references(module) if is_in else (),
        )

    def referred_by_brief(self) -> frozenset[str]:
        brief = self.brief
        written = (order for order in brief.corrections if isinstance(order, Passages))
        texts = (brief.answer, *brief.key_points, *brief.watch, *written)
        return frozenset(
            name for text in texts for language in LANGUAGES for name, _ in syntax.sections(text[language])
        )

    def mentions(self) -> Iterator[Mention]:
        """Yield the second places: those that ask for a module which stands in another section."""
        for index, section in enumerate(self.brief.sections):
            found = [name for name in sorted(self.placed) if section.topics.mean(self.library.modules[name])]
            for name in dict.fromkeys((*section.modules, *found)):
                is_in = name in self.placed and self.decided[name].length
                if is_in and self.placed[name] != index and self.cut.get(name, (-1,))[0] != index:
                    yield Mention(index, name)

    # What is wrong.

    def refuse_unread(self, section: BriefSection) -> None:
        """A module that cannot be read may belong to the topics asked for: without it the brief might be incomplete."""
        for name in sorted(self.library.damaged_of("module")):
            self.findings.error(
                section.place,
                'the module "{name}" has errors, and may belong to the topics asked for here',
                hint="mend them first",
                name=name,
            )

    def refuse_damaged(self, name: str, place: Place) -> None:
        if self.library.is_damaged("module", name):
            self.findings.error(
                place, 'the module "{name}" cannot be used: it has errors', hint="mend them first", name=name
            )

    def report(self, selection: Selection) -> None:
        for choice in selection.choices:
            if choice.reason.template.startswith("undecided"):
                self.findings.warning(
                    self.library.modules[choice.module].places.at("for"),
                    'nobody has decided how much the module matters to "{audience}"',
                    hint='add "{audience}: core", useful, optional or skip under "for:"',
                    audience=self.audience.id,
                )
        is_in = [choice for choice in selection.choices if choice.is_in]
        if selection.choices and not is_in and not self.findings.items:
            self.findings.warning(
                self.brief.place,
                'the brief holds no module for "{audience}"',
                hint='take the audience out of "audiences:", or look at "for:" and "handling:" of the modules',
                audience=self.audience.id,
            )
        self.report_dropped_side(selection)

    def report_dropped_side(self, selection: Selection) -> None:
        """A brief that argues both sides argues both for each reader, or neither."""
        in_brief = {choice.side for choice in selection.choices if choice.side}
        in_plan = {choice.side for choice in selection.choices if choice.side and choice.is_in}
        if len(in_brief) == 2 and len(in_plan) == 1:
            (lost,) = in_brief - in_plan
            self.findings.error(
                self.brief.place,
                'for "{audience}" the brief keeps no argument of the one side ({side}), and some of the other',
                hint='look at "for:" and "handling:" of the arguments: let the audience have both sides, or neither',
                audience=self.audience.id,
                side=lost,
            )


_RELEVANCES = tuple(Relevance)


def _references(module: Module) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the modules to which each form of a module refers, in either language."""
    found: dict[str, set[str]] = {length: set() for length in LENGTHS}
    for language in LANGUAGES:
        text, line = module.text[language], module.line[language]
        more = syntax.MORE.search(text.text)
        for name, offset in syntax.sections(text):
            found["full"].add(name)
            if more is None or offset < more.start():
                found["short"].add(name)
        found["line"] |= {name for name, _ in syntax.sections(line)}
    return tuple((length, tuple(sorted(names - {module.id}))) for length, names in found.items() if names)


def _reason(template: str, **values: str) -> Message:
    return Message(template, tuple(sorted(values.items())))
