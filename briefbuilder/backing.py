"""What stands behind the core facts of an edition: for readers who ask for primary sources, the press is not enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from briefbuilder.diagnostics import Diagnostic, error
from briefbuilder.facts import value_on
from briefbuilder.library import LANGUAGES, Fact, FactValue, Library, Relevance
from briefbuilder.localise import Edition
from briefbuilder.text import syntax

_GOOD = frozenset(["primary", "official"])


def unbacked(library: Library, edition: Edition) -> Iterator[Diagnostic]:
    """Yield an error for each core fact that no primary or official source bears out, at its value in the ledger.

    Core is what the answer, a key point or a module that is core for the audience prints. An attributed fact is
    exempt: it is told as somebody's word, and so is one of the press alone when it is worded that way.
    """
    if edition.audience.sources != "primary":
        return
    told: set[str] = set()
    for name, where in _core_facts(library, edition).items():
        for fact, value in _typed_in(library.facts[name], edition.brief.as_of, library.facts):
            if fact.id in told or _is_backed(library, value.sources):
                continue
            told.add(fact.id)
            yield error(
                value.place,
                'no primary or official source stands behind the fact "{id}", which is core for "{audience}" ({where})',
                hint='add one under "sources:", print the fact attributed ("use: attributed"), '
                'or let the audience take "sources: any"',
                id=fact.id,
                audience=edition.audience.id,
                where=where,
            )


def _typed_in(fact: Fact, day: date, facts: Mapping[str, Fact]) -> Iterator[tuple[Fact, FactValue]]:
    """Yield what a fact says on a day: its value, or those of the facts that it is computed from. None: nothing."""
    waiting, seen = [(fact, day)], set()
    while waiting:
        one, when = waiting.pop()
        if (one.id, when) in seen or one.use == "attributed":
            continue
        seen.add((one.id, when))
        if one.derived:
            waiting += [(facts[part.fact], part.day or when) for part in one.derived.operands if part.fact in facts]
        elif value := value_on(one, when, facts):
            yield one, value


def _is_backed(library: Library, sources: tuple[str, ...]) -> bool:
    if any(library.is_damaged("source", name) for name in sources):
        return True  # it has been reported already
    return any(library.references[name].grade in _GOOD for name in sources if name in library.references)


def _core_facts(library: Library, edition: Edition) -> dict[str, str]:
    """Return the core facts that the edition prints, each with the first place of a text that prints it.

    The place is the same for both languages of an edition, so that a fact is reported once.
    """
    brief, printed = edition.brief, {fact.id for fact in edition.facts}
    texts = [brief.answer, *brief.key_points]
    for section in edition.sections:
        for part in section.modules:
            module = library.modules[part.id]
            if module.for_.get(edition.audience.id) is Relevance.CORE:
                texts.append(module.line if part.length == "line" else module.text)
    core: dict[str, str] = {}
    for passages in texts:
        for passage in (passages[language] for language in LANGUAGES):
            for name, offset in syntax.facts(passage):
                core.setdefault(name, str(passage.place(offset)))
    return {name: where for name, where in sorted(core.items()) if name in printed}
