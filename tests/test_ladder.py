"""How plans get shorter, step by step: what gives way first, what stays, and that the sides stay balanced."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import BASE, READERS, Sample, a_module, libraries, modules, passages

from briefbuilder.diagnostics import Place
from briefbuilder.ladder import Lengths, ladder
from briefbuilder.library import Bilingual, BriefSection, Library, Module, Relevance, Topics, may_see
from briefbuilder.select import LENGTHS, Selection, select

CORE, USEFUL, OPTIONAL = Relevance.CORE, Relevance.USEFUL, Relevance.OPTIONAL


def library_of(*made: Module, named: tuple[tuple[str, ...], ...] = (), **audience: object) -> Library:
    """Return a library of these modules, and a brief that names them all, in one section or in those given."""
    parts = named or (tuple(module.id for module in made),)
    sections = tuple(BriefSection(Place("b", 1), Bilingual("節", "Section"), names, Topics()) for names in parts)
    brief = replace(BASE.briefs["sledges"], sections=sections)
    reader = replace(BASE.audiences["readers"], **audience)  # type: ignore[arg-type]
    return replace(
        BASE,
        modules={module.id: module for module in made},
        briefs={"sledges": brief},
        audiences={"readers": reader},
    )


def module(name: str, relevance: Relevance | None, **values: object) -> Module:
    return a_module(name, for_={"readers": relevance} if relevance else {}, **values)


def selection_of(library: Library) -> Selection:
    return select(library, library.briefs["sledges"], library.audiences["readers"])[0]


def rungs_of(library: Library) -> tuple[Lengths, ...]:
    return ladder(selection_of(library)).rungs


def steps(library: Library) -> list[str]:
    """Return what each rung changes: "a short", "b out", "c+d line"."""
    rungs, made = rungs_of(library), []
    for before, after in pairwise(rungs):
        changed = {name: after.get(name, "out") for name in before if before[name] != after.get(name, "")}
        (length,) = set(changed.values())
        made.append(f"{'+'.join(sorted(changed))} {length}")
    return made


def test_the_least_relevant_is_shortened_first_and_dropped_before_the_useful_is_a_line() -> None:
    made = library_of(module("a", CORE), module("b", USEFUL), module("c", OPTIONAL))
    assert steps(made) == ["c short", "c line", "b short", "c out", "b line", "a short", "b out"]


def test_a_module_that_nobody_decided_about_goes_as_early_as_an_optional_one() -> None:
    assert steps(library_of(module("a", USEFUL), module("b", None)))[:2] == ["b short", "b line"]


def test_of_two_equally_relevant_modules_the_later_on_the_page_gives_way_first() -> None:
    made = library_of(module("b", OPTIONAL), module("a", OPTIONAL))
    assert steps(made) == ["a short", "b short", "a line", "b line", "a out", "b out"]


@pytest.mark.parametrize("weight, first", [(1, "b short"), (-1, "a short")])
def test_an_audience_weighs_kinds_within_a_relevance(weight: int, first: str) -> None:
    made = library_of(
        module("a", USEFUL, kind="position"),
        module("b", USEFUL, kind="facts"),
        module("c", CORE, kind="facts"),
        weights={"position": weight},
    )
    assert steps(made)[0] == first
    assert steps(made)[-1] == f"{'a' if first[0] == 'b' else 'b'} out"


def argument(name: str, side: str, relevance: Relevance = USEFUL, **values: object) -> Module:
    return module(name, relevance, kind="argument", side=side, **values)


def test_arguments_for_and_against_step_in_pairs() -> None:
    made = library_of(
        argument("f1", "for"), argument("f2", "for"), argument("a1", "against"), argument("a2", "against")
    )
    assert steps(made) == ["a2+f2 short", "a1+f1 short", "a2+f2 line", "a1+f1 line", "a2+f2 out"]


def test_a_pair_stays_as_long_as_its_more_relevant_half() -> None:
    made = library_of(argument("f1", "for", CORE), argument("a1", "against", OPTIONAL), module("b", USEFUL))
    assert steps(made) == ["b short", "b line", "a1+f1 short", "b out"]


def test_the_most_relevant_of_each_side_are_paired_and_what_has_no_partner_goes_first() -> None:
    made = library_of(argument("f1", "for", OPTIONAL), argument("f2", "for", USEFUL), argument("a1", "against", USEFUL))
    assert steps(made) == ["f1 short", "f1 line", "a1+f2 short", "f1 out", "a1+f2 line"]


def test_the_last_argument_of_a_side_is_never_dropped() -> None:
    made = library_of(argument("f1", "for", OPTIONAL), argument("a1", "against", OPTIONAL), module("b", OPTIONAL))
    assert steps(made)[-1] == "b out"
    assert rungs_of(made)[-1] == {"f1": "line", "a1": "line"}


def test_no_section_keeps_one_side_alone() -> None:
    made = library_of(
        *(argument(f"f{number}", "for") for number in (1, 2, 3)),
        *(argument(f"a{number}", "against") for number in (1, 2)),
        named=(("f1", "a1"), ("f2", "f3", "a2")),
    )
    for lengths in rungs_of(made):
        assert ("f1" in lengths) == ("a1" in lengths)
        assert bool({"f2", "f3"} & lengths.keys()) == ("a2" in lengths)


def test_what_a_module_needs_stays_as_long_as_that_module() -> None:
    made = library_of(module("a", OPTIONAL), module("b", USEFUL, needs=("a",)))
    assert steps(made) == ["a short", "a line", "b short", "b line", "b out", "a out"]


def test_what_only_one_module_needs_is_dropped_with_it() -> None:
    made = library_of(module("a", None), module("b", USEFUL, needs=("a",)), named=(("b",),))
    assert rungs_of(made)[0] == {"a": "line", "b": "full"}
    assert steps(made) == ["b short", "b line", "a+b out"]


def test_what_a_core_module_needs_is_never_dropped() -> None:
    made = library_of(module("a", OPTIONAL), module("b", CORE, needs=("a",)))
    assert rungs_of(made)[-1] == {"a": "line", "b": "short"}


def test_what_a_text_refers_to_stays_as_long_as_the_words_that_refer_to_it() -> None:
    text = passages("Short, see @sec-a.\n\n<!-- more -->\n\nMore, see @sec-b.")
    made = library_of(module("a", OPTIONAL), module("b", OPTIONAL), module("c", CORE, text=text))
    assert steps(made) == ["b short", "a short", "b line", "a line", "c short", "b out"]


def test_what_the_briefs_own_words_refer_to_is_never_dropped() -> None:
    made = library_of(module("a", OPTIONAL))
    brief = replace(made.briefs["sledges"], answer=passages("No. See @sec-a."))
    assert rungs_of(replace(made, briefs={"sledges": brief}))[-1] == {"a": "line"}


def test_a_longer_plan_gives_back_one_module_the_most_relevant_first() -> None:
    made = ladder(selection_of(library_of(module("a", CORE), module("b", USEFUL), module("c", OPTIONAL))))
    assert list(made.longer({"a": "short", "b": "line"})) == [
        {"a": "full", "b": "line"},
        {"a": "short", "b": "short"},
        {"a": "short", "b": "line", "c": "line"},
    ]


def test_a_module_is_given_back_with_what_it_needs_and_never_without_what_it_refers_to() -> None:
    needy = module("b", USEFUL, needs=("a",))
    made = ladder(selection_of(library_of(module("a", None), needy, named=(("b",),))))
    assert list(made.longer({})) == [{"b": "line", "a": "line"}]
    telling = module("b", USEFUL, line=passages("See @sec-a."))
    made = ladder(selection_of(library_of(module("a", OPTIONAL), telling)))
    assert list(made.longer({})) == [{"a": "line"}]


# On random libraries


def plans(library: Library) -> list[tuple[Selection, Selection, Lengths]]:
    """Return every rung of every ladder: the selection, the plan, its lengths."""
    made = []
    for brief in library.briefs.values():
        for name in READERS:
            selection, _ = select(library, brief, library.audiences[name])
            made += [(selection, selection.at(lengths), lengths) for lengths in ladder(selection).rungs]
    return made


@given(libraries())
@settings(max_examples=80, deadline=None)
def test_no_plan_drops_what_is_core_or_holds_what_handling_forbids_or_skip_leaves_out(sample: Sample) -> None:
    library = sample.library
    for selection, plan, lengths in plans(library):
        reader = library.audiences[plan.audience]
        for choice in selection.choices:
            module = library.modules[choice.module]
            relevance = module.for_.get(reader.id)
            if not may_see(reader.clearance, module.handling):
                assert choice.module not in lengths
            elif relevance is CORE and choice.is_in and choice.is_own:
                assert lengths[choice.module] in ("full", "short")
        assert set(lengths) <= {choice.module for choice in selection.choices}


@given(libraries())
@settings(max_examples=80, deadline=None)
def test_no_plan_lacks_what_it_needs_or_refers_to_or_drops_a_side(sample: Sample) -> None:
    library = sample.library
    for selection, plan, lengths in plans(library):
        reader = library.audiences[plan.audience]
        for choice in plan.choices:
            if not choice.is_in:
                continue
            module = library.modules[choice.module]
            for name in module.needs:
                if may_see(reader.clearance, library.modules[name].handling):
                    assert name in lengths
            for name in dict(choice.refers).get(choice.length, ()):
                assert name in lengths or name not in selection.lengths
        sides = {choice.side for choice in selection.choices if choice.is_in and choice.side}
        assert sides == {choice.side for choice in plan.choices if choice.is_in and choice.side}


@given(libraries())
@settings(max_examples=80, deadline=None)
def test_each_rung_is_shorter_than_the_one_above_and_no_module_grows(sample: Sample) -> None:
    library = sample.library
    for brief in library.briefs.values():
        rungs = ladder(select(library, brief, library.audiences["readers"])[0]).rungs
        order = (*LENGTHS, "")
        for above, below in pairwise(rungs):
            assert above != below
            assert below.keys() <= above.keys()
            assert all(order.index(below.get(name, "")) >= order.index(above[name]) for name in above)


@given(libraries(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_no_order_of_the_input_changes_a_plan(sample: Sample, chance: random.Random) -> None:
    library = sample.library

    def shuffled(things: dict[str, object]) -> dict[str, object]:
        items = list(things.items())
        chance.shuffle(items)
        return dict(items)

    parts = {part: shuffled(dict(getattr(library, part))) for part in ("modules", "audiences", "briefs")}
    other = replace(library, **parts)  # type: ignore[arg-type]
    for name, brief in library.briefs.items():
        for reader in READERS:
            one = select(library, brief, library.audiences[reader])
            two = select(other, other.briefs[name], other.audiences[reader])
            assert one == two
            assert ladder(one[0]) == ladder(two[0])


@given(libraries(), st.data())
@settings(max_examples=80, deadline=None)
def test_a_new_module_changes_exactly_the_plans_that_ask_for_its_topics(sample: Sample, data: st.DataObject) -> None:
    library = sample.library
    new = data.draw(modules("new", ()))
    more = replace(library, modules={**library.modules, "new": new})
    for brief in library.briefs.values():
        asks = any(section.topics.mean(new) for section in brief.sections)
        has_room = not any(section.topics.most for section in brief.sections)
        for name in READERS:
            reader = library.audiences[name]
            before, after = (select(each, brief, reader)[0] for each in (library, more))
            if not asks:
                assert before == after
            elif has_room:
                comes = may_see(reader.clearance, new.handling) and new.for_.get(name) is not Relevance.SKIP
                assert after.lengths == {**before.lengths, **({"new": "full"} if comes else {})}
