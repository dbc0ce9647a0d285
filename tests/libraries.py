"""Random small libraries, and printers that print nothing: what plans are tried on by the thousand."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from conftest import PROJECTS
from hypothesis import strategies as st

from briefbuilder.copyfit import Calibration, Fit, Limits, Trial, copyfit
from briefbuilder.diagnostics import Place
from briefbuilder.ladder import Ladder, Lengths
from briefbuilder.library import (
    Audience,
    Bilingual,
    Brief,
    BriefSection,
    Library,
    Module,
    Passage,
    Passages,
    Relevance,
    Topics,
)
from briefbuilder.localise import localise
from briefbuilder.measure import measure
from briefbuilder.read import read
from briefbuilder.sources import Folder, Source

BASE, _ = read(Folder(PROJECTS / "minimal"))
TOPICS = ("rain", "snow", "wind")
KINDS = ("background", "facts", "position", "outlook")
READERS = ("readers", "staff", "press")
NAMES = tuple(f"m{number}" for number in range(9))


def passages(text: str) -> Passages:
    """Return the same text in both languages."""
    passage = Passage(text, Source("text.md", text))
    return Passages(passage, passage)


def a_module(name: str, **values: object) -> Module:
    """Return a module, with what is given set on it."""
    module = replace(
        BASE.modules["rain"],
        id=name,
        place=Place(f"content/modules/sky/{name}/module.yaml"),
        title=Bilingual(f"題{name}", f"Title {name}"),
        folder=f"content/modules/sky/{name}",
        by=Bilingual("誰", "Somebody"),
        line=passages("One line."),
        needs=(),
        topics=("rain",),
        handling="public",
        for_={},
    )
    return replace(module, **values)  # type: ignore[arg-type]


@st.composite
def modules(draw: st.DrawFn, name: str, others: tuple[str, ...]) -> Module:
    """A module that may need, and refer to, some of the others."""
    short, more = draw(st.integers(1, 30)), draw(st.integers(0, 60))
    refers = draw(st.sampled_from(["", *(f" See @sec-{other}." for other in others)]))
    in_more = draw(st.booleans())
    text = "word " * short + ("" if in_more else refers) + "\n\n<!-- more -->\n\n" + "more " * more
    text += (refers if in_more else "") + "end."
    side = draw(st.sampled_from([None, None, "for", "against"]))
    relevances = st.sampled_from([*Relevance, Relevance.CORE, None])
    for_ = {reader: relevance for reader in READERS if (relevance := draw(relevances)) is not None}
    return a_module(
        name,
        text=passages(text),
        line=passages("In a line" + " of words" * draw(st.integers(0, 4)) + "."),
        kind="argument" if side else draw(st.sampled_from(KINDS)),
        side=side,
        topics=tuple(sorted(draw(st.sets(st.sampled_from(TOPICS), min_size=1)))),
        handling=draw(st.sampled_from(["public", "public", "public", "internal", "restricted"])),
        for_=for_,
        needs=tuple(sorted(draw(st.sets(st.sampled_from(others), max_size=2)))) if others else (),
    )


@st.composite
def sections(draw: st.DrawFn, names: tuple[str, ...]) -> BriefSection:
    topics = Topics(
        all=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=1))),
        any=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=2, unique=True))),
        kinds=tuple(draw(st.lists(st.sampled_from([*KINDS, "argument"]), max_size=2, unique=True))),
        most=draw(st.sampled_from([None, None, 1, 2])),
    )
    named = tuple(draw(st.lists(st.sampled_from(names), max_size=4, unique=True)))
    return BriefSection(Place("briefs/sledges.yaml", 20), Bilingual("節", "Section"), named, topics)


def _audience(draw: st.DrawFn, name: str) -> Audience:
    return replace(
        BASE.audiences["readers"],
        id=name,
        clearance=draw(st.sampled_from(["public", "internal", "restricted"])),
        knows=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))),
        order=tuple(draw(st.permutations(KINDS))[:2]),
        weights={kind: draw(st.integers(-1, 1)) for kind in sorted(draw(st.sets(st.sampled_from(KINDS), max_size=2)))},
    )


class Sample:
    """A random library; it tells of itself what a person needs who looks for the reason of a failure."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __repr__(self) -> str:
        modules = [
            f"{name} {'/'.join(one.topics)} {one.kind} {one.side} {one.handling} needs={one.needs} "
            + " ".join(f"{reader}={relevance.value}" for reader, relevance in one.for_.items())
            for name, one in self.library.modules.items()
        ]
        asked = [[(part.modules, part.topics) for part in brief.sections] for brief in self.library.briefs.values()]
        readers = [(one.id, one.clearance, one.knows) for one in self.library.audiences.values()]
        return "\n".join([*modules, *map(str, asked), *map(str, readers)])


@st.composite
def libraries(draw: st.DrawFn) -> Sample:
    """A library of up to nine modules, two briefs and three audiences; needs go in no circle."""
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    made = {name: draw(modules(name, names[:number])) for number, name in enumerate(names)}
    audiences = {name: _audience(draw, name) for name in READERS}
    briefs: dict[str, Brief] = {}
    for name in ("sledges", "umbrellas"):
        parts = tuple(draw(st.lists(sections(names), min_size=1, max_size=3)))
        texts = {"answer": passages("The answer."), "key_points": (), "watch": (), "corrections": ()}
        briefs[name] = replace(BASE.briefs[name], sections=parts, audiences=READERS, **texts)  # type: ignore[arg-type]
    return Sample(replace(BASE, modules=made, audiences=audiences, briefs=briefs))


@dataclass(frozen=True)
class Printer:
    """Prints nothing: the longer a plan, the more pages; `noise` makes single plans longer than they should be."""

    text_of: Callable[[Lengths], int]
    per_page: int = 60
    noise: int = 0

    def __call__(self, lengths: Lengths) -> Trial:
        chance = zlib.crc32(repr(sorted(lengths.items())).encode())
        extent = 0.5 + (self.text_of(lengths) + (chance % (self.noise + 1))) / self.per_page
        pages = max(1, math.ceil(extent))
        return Trial(pages, round(min(extent - pages + 1, 1.0), 3))


def text_of(library: Library, ladder: Ladder) -> Callable[[Lengths], int]:
    """Return what measures the English plans of a ladder, in words."""
    known: dict[str, int] = {}

    def measured(lengths: Lengths) -> int:
        key = repr(sorted(lengths.items()))
        if key not in known:
            known[key] = measure(localise(library, ladder.selection.at(lengths), "en")[0]).total
        return known[key]

    return measured


def search(
    ladder: Ladder,
    measured: Callable[[Lengths], int],
    printer: Callable[[Lengths], Trial],
    limits: Limits,
    *,
    calibration: Calibration | None = None,
    known: Mapping[str, Trial] | None = None,
) -> tuple[Fit, dict[str, Trial]]:
    """Run a search to its end; return its outcome and what had to be printed for it, by plan."""
    asking, printed = copyfit(ladder, measured, limits, calibration or Calibration(60, 0.5)), {}
    try:
        lengths = next(asking)
        while True:
            key = repr(sorted(lengths.items()))
            trial = (known or {}).get(key) or printed.setdefault(key, printer(lengths))
            lengths = asking.send(trial)
    except StopIteration as end:
        return end.value, printed
