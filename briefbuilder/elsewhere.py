"""Which other editions are certain to hold what this one leaves out: the reading path.

Certain is what even the shortest plan of the other edition holds, so that the pointer stays true whatever fits there.
A reader is pointed only to editions of audiences with no higher clearance than his own, and learns of no module above
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefbuilder.ladder import Lengths, ladder
from briefbuilder.library import Audience, Brief, Library, may_see
from briefbuilder.select import Pointer, Selection, select


def elsewhere(library: Library, selection: Selection, language: str) -> tuple[Pointer, ...]:
    """Return for each candidate the nearest edition in this language that is certain to hold it, if there is one.

    Other audiences' editions of the same brief come first, the one that holds most of the candidates before others, so
    that a reader is sent to few places; then other briefs, those for the same audience before others.
    """
    audience = library.audiences[selection.audience]
    candidates = (library.modules[choice.module] for choice in selection.choices)
    wanted = [module.id for module in candidates if may_see(audience.clearance, module.handling)]
    editions = [
        (brief, reader, [name for name in wanted if name in _certain(library, brief, reader)])
        for brief, reader in _editions(library, selection, audience, language)
    ]
    editions.sort(key=lambda edition: -len(edition[2]) if edition[0].id == selection.brief else 0)
    found: dict[str, Pointer] = {}
    for brief, reader, held in editions:
        for name in held:
            found.setdefault(name, Pointer(name, brief.id, reader.id))
    return tuple(found[name] for name in wanted if name in found)


def _editions(
    library: Library, selection: Selection, audience: Audience, language: str
) -> Iterator[tuple[Brief, Audience]]:
    """Yield the other editions to which this audience may be pointed, the nearest first."""
    own = library.briefs[selection.brief]
    others = sorted((brief for brief in library.briefs.values() if brief is not own), key=lambda brief: brief.number)
    for brief in (own, *others):
        readers = [library.audiences[name] for name in brief.audiences if name in library.audiences]
        for reader in sorted(readers, key=lambda reader: reader.id != audience.id):
            is_itself = brief is own and reader is audience
            is_open = may_see(audience.clearance, reader.clearance)
            if not is_itself and is_open and language in reader.languages:
                yield brief, reader


def _certain(library: Library, brief: Brief, audience: Audience) -> Lengths:
    """Return what an edition holds in any case: its fullest plan where it has no budget, else its shortest."""
    budget = audience.budget
    selection, _ = select(library, brief, audience)
    has_budget = any(limit is not None for limit in (budget.pages, budget.ja, budget.en))
    return ladder(selection).rungs[-1] if has_budget else selection.lengths
