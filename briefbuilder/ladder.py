"""Step between select and localise: Selection → a ladder of plans, each a little shorter than the one before.

The first rung holds everything in full. On each further rung one module is one form shorter, or out; arguments for and
against step in pairs, so that the sides stay balanced. Never dropped: what is core, what another module or the brief
itself refers to, and the last argument of a side. The order is total and depends on the selection alone, so both
languages of an edition walk down the same ladder, and stop where their own budget is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from briefbuilder.library import Relevance
from briefbuilder.select import LENGTHS, Choice, Selection

Lengths = Mapping[str, str]  # module → full, short or line; what is out is not there

# In which order plans get shorter. A less relevant module is always shortened before a more relevant one, and
# everything is shortened to a line before anything useful is dropped.
_STEPS = (
    (Relevance.OPTIONAL, "short"),
    (Relevance.OPTIONAL, "line"),
    (Relevance.USEFUL, "short"),
    (Relevance.OPTIONAL, ""),
    (Relevance.USEFUL, "line"),
    (Relevance.CORE, "short"),
    (Relevance.USEFUL, ""),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What steps together: a module, or an argument for and one against."""

    modules: tuple[str, ...]
    relevance: Relevance
    weight: int
    position: int  # on the page

    @property
    def importance(self) -> tuple[int, int, int]:
        """Return its sorting key: what is kept longest comes first."""
        return _RELEVANCES.index(self.relevance), -self.weight, self.position


@dataclass(frozen=True, slots=True)
class Ladder:
    """The plans of one selection, from the fullest to the shortest."""

    selection: Selection
    rungs: tuple[Lengths, ...]
    units: tuple[Unit, ...]  # the most important first

    def longer(self, lengths: Lengths) -> Iterator[Lengths]:
        """Yield the plans that have one unit in its next longer form, the most important first."""
        fullest = self.rungs[0]
        for unit in self.units:
            grown = _grown(unit, lengths, fullest)
            made = {**lengths, **grown}
            for name in [name for name in grown if name not in lengths]:
                _bring_needs(name, made, self.selection, fullest)
            if grown and _is_sound(made, self.selection):
                yield made


def ladder(selection: Selection) -> Ladder:
    """Return the plans of a selection. The same candidates give the same ladder."""
    units = tuple(sorted(_units(selection), key=lambda unit: unit.importance))
    lengths: Lengths = selection.lengths
    rungs = [lengths]
    while (shorter := _next(lengths, units, selection)) is not None:
        lengths = shorter
        rungs.append(lengths)
    return Ladder(selection, tuple(rungs), units)


def _units(selection: Selection) -> Iterator[Unit]:
    """Yield the modules that are in, the arguments of a section paired: the most relevant of each side, and so on."""
    position = {choice.module: number for number, choice in enumerate(selection.choices)}
    sides: dict[tuple[int, str], list[Choice]] = {}
    for choice in selection.choices:
        if choice.is_in and choice.side:
            sides.setdefault((choice.section, choice.side), []).append(choice)
        elif choice.is_in:
            yield _unit((choice,), position)
    for section in sorted({section for section, _ in sides}):
        ranked = [
            sorted(
                sides.get((section, side), []),
                key=lambda choice: (_RELEVANCES.index(choice.relevance), -choice.weight, position[choice.module]),
            )
            for side in ("for", "against")
        ]
        for pair in zip_longest(*ranked):
            yield _unit(tuple(choice for choice in pair if choice), position)


def _unit(choices: tuple[Choice, ...], position: Mapping[str, int]) -> Unit:
    return Unit(
        modules=tuple(choice.module for choice in choices),
        relevance=min((choice.relevance for choice in choices), key=_RELEVANCES.index),
        weight=max(choice.weight for choice in choices),
        position=min(position[choice.module] for choice in choices),
    )


def _next(lengths: Lengths, units: tuple[Unit, ...], selection: Selection) -> Lengths | None:
    """Return the next shorter plan, or None when nothing may be shortened any more."""
    for relevance, length in _STEPS:
        for unit in reversed(units):
            if unit.relevance is relevance and (shorter := _shorter(unit, length, lengths, selection)) is not None:
                return shorter
    return None


def _shorter(unit: Unit, length: str, lengths: Lengths, selection: Selection) -> Lengths | None:
    """Return the plan with a unit at this length, or None when it is not longer than that, or has to stay."""
    change = [name for name in unit.modules if _rank(lengths.get(name, "")) < _rank(length)]
    if not change:
        return None
    if length:
        return {**lengths, **dict.fromkeys(change, length)}
    left = _without_orphans({name: kept for name, kept in lengths.items() if name not in change}, selection)
    return left if _is_sound(left, selection) else None


def _is_sound(lengths: Lengths, selection: Selection) -> bool:
    """Say whether a plan lacks nothing that it needs, holds no orphan, and has its sides."""
    wanted = _wanted(lengths, selection)
    return not (
        wanted & selection.lengths.keys() - lengths.keys()
        or _without_orphans(lengths, selection) != lengths
        or _lacks_a_side(lengths, selection)
    )


def _without_orphans(lengths: Lengths, selection: Selection) -> Lengths:
    """Leave out what came only because others needed it, once nothing that is in needs it or refers to it."""
    wanted = _wanted(lengths, selection)
    orphans = {
        choice.module
        for choice in selection.choices
        if choice.module in lengths and not choice.is_own and choice.module not in wanted
    }
    left = {name: length for name, length in lengths.items() if name not in orphans}
    return _without_orphans(left, selection) if orphans else left


def _wanted(lengths: Lengths, selection: Selection) -> set[str]:
    """Return the modules that a plan cannot do without: those that it refers to, and those that others need."""
    wanted = {choice.module for choice in selection.choices if choice.is_held}
    for choice in selection.choices:
        if length := lengths.get(choice.module):
            wanted.update(choice.needs, dict(choice.refers).get(length, ()))
    return wanted


def _lacks_a_side(lengths: Lengths, selection: Selection) -> bool:
    """Say whether a plan has dropped a side wholly, of all it had, or in a section that keeps the other."""
    sides = {(choice.section, choice.side) for choice in selection.choices if choice.side and choice.is_in}
    left = {(choice.section, choice.side) for choice in selection.choices if choice.side and choice.module in lengths}
    one_sided = any((section, _OTHER[side]) in left for section, side in sides - left)
    return one_sided or {side for _, side in left} != {side for _, side in sides}


_OTHER = {"for": "against", "against": "for"}


def _grown(unit: Unit, lengths: Lengths, fullest: Lengths) -> dict[str, str]:
    """Return the next longer lengths of what is shortest in a unit; none of it grows beyond the fullest plan."""
    shorter = [name for name in unit.modules if _rank(lengths.get(name, "")) > _rank(fullest[name])]
    if not shorter:
        return {}
    shortest = max(_rank(lengths.get(name, "")) for name in shorter)
    return {name: _FORMS[shortest - 1] for name in shorter if _rank(lengths.get(name, "")) == shortest}


def _bring_needs(name: str, lengths: dict[str, str], selection: Selection, fullest: Lengths) -> None:
    needs = next(choice.needs for choice in selection.choices if choice.module == name)
    for needed in needs:
        if needed not in lengths and needed in fullest:
            lengths[needed] = "line"
            _bring_needs(needed, lengths, selection, fullest)


_RELEVANCES = tuple(Relevance)
_FORMS = (*LENGTHS, "")


def _rank(length: str) -> int:
    return _FORMS.index(length)
