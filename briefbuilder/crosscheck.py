"""The cross-check: every name that metadata or a text uses must be one that somebody defined.

Part of the stage `read`; `check_names` looks at a text when it is used, so that a barred text is never looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import LANGUAGES, Bilingual, BilingualList, Brief, Correction, Fact, Library, Passage, Places
from briefbuilder.text import syntax


def cross_check(library: Library, findings: Findings) -> None:
    """Report every name in the metadata that nobody defined. Names in texts are looked up where a text is used."""
    _check_audiences(library, findings)
    _check_modules(library, findings)
    _check_lines(library, findings)
    _check_facts(library, findings)
    _check_figures(library, findings)
    _check_plain_words(library, findings)
    _check_briefs(library, findings)


def _check_briefs(library: Library, findings: Findings) -> None:
    topics = {topic for module in library.modules.values() for topic in module.topics}
    numbers: dict[int, str] = {}
    for brief in library.briefs.values():
        at = brief.places.at
        _once(brief.audiences, "audience", at("audiences"), findings)
        for index, name in enumerate(brief.audiences):
            _known(library, findings, at("audiences", index), "audience", name, library.audiences)
        _check_formats(brief, library, findings)
        for key, names in (("facts_box", brief.facts_box), ("timeline", brief.timeline)):
            for index, name in enumerate(names):
                _known(library, findings, at(key, index), "fact", name, library.facts)
                if name in names[:index]:
                    findings.error(at(key, index), 'the fact "{name}" is named twice', hint="keep one", name=name)
        for number, section in enumerate(brief.sections):
            _once(section.modules, "module", at("sections", number, "modules"), findings)
            for index, name in enumerate(section.modules):
                place = at("sections", number, "modules", index)
                _known(library, findings, place, "module", name, library.modules)
            _check_topics(library, brief, number, topics, findings)
        for order in brief.corrections:
            if isinstance(order, Correction):
                _known(library, findings, order.place, "fact", order.fact, library.facts)
        if brief.number in numbers:
            findings.error(
                at("number"),
                "number {number} in the series belongs to {other} already",
                hint="give each brief its own number",
                number=brief.number,
                other=numbers[brief.number],
            )
        numbers.setdefault(brief.number, brief.id)


def _check_formats(brief: Brief, library: Library, findings: Findings) -> None:
    for name in brief.formats:
        place = brief.places.at("format", name)
        if name in library.audiences and name not in brief.audiences:
            findings.error(
                place,
                'the brief is not made for "{audience}"',
                hint='name it under "audiences:", or take it out here',
                audience=name,
            )
        elif name not in brief.audiences:
            _known(library, findings, place, "audience", name, library.audiences)


def _check_topics(library: Library, brief: Brief, number: int, known: set[str], findings: Findings) -> None:
    """Report topics that nobody writes about, and topics that no module has together."""
    wanted, path = brief.sections[number].topics, ("sections", number, "topics")
    is_list = (*path, 0) in brief.places.inner
    unknown = False
    for key, names in (("all", wanted.all), ("any", wanted.any)):
        for index, name in enumerate(names):
            if name not in known:
                unknown = True
                place = brief.places.at(*path, index) if is_list else brief.places.at(*path, key, index)
                findings.unknown(place, "topic", name, known)
    if wanted and not unknown and not any(wanted.mean(module) for module in library.modules.values()):
        findings.error(
            brief.places.at(*path),
            "no module is on these topics together",
            hint='ask for fewer of them, or under "any:"; "python3 build.py matrix --topics" shows what there is',
        )


def _once(names: Iterable[str], kind: str, place: Place, findings: Findings) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            findings.error(place, f'the {kind} "{{name}}" is named twice', hint="keep one", name=name)


def _known(library: Library, findings: Findings, place: Place, kind: str, name: str, known: Iterable[str]) -> None:
    if name not in known and not library.is_damaged(kind, name):
        findings.unknown(place, kind, name, known)


def _check_audiences(library: Library, findings: Findings) -> None:
    for audience in library.audiences.values():
        _once(audience.languages, "language", audience.places.at("languages"), findings)
        for index, name in enumerate(audience.knows):
            if (
                name not in library.terms
                and name not in library.modules
                and not (library.is_damaged("term", name) or library.is_damaged("module", name))
            ):
                findings.unknown(audience.places.at("knows", index), "term", name, [*library.terms, *library.modules])


def _check_modules(library: Library, findings: Findings) -> None:
    for module in library.modules.values():
        for name in module.for_:
            _known(library, findings, module.places.at("for", name), "audience", name, library.audiences)
        for index, name in enumerate(module.needs):
            _known(library, findings, module.places.at("needs", index), "module", name, library.modules)
        if circle := circle_of(module.id, lambda name: library.modules[name].needs if name in library.modules else ()):
            findings.error(
                module.places.at("needs"),
                "the module needs itself: {circle}",
                hint='take one of them out of "needs:"',
                circle=" → ".join(circle),
            )


def _check_lines(library: Library, findings: Findings) -> None:
    """Report modules whose line is the same, at each of them: one of them was copied and never rewritten."""
    for language in LANGUAGES:
        same: dict[str, list[str]] = {}
        for name, module in sorted(library.modules.items()):
            same.setdefault(" ".join(module.line[language].text.split()), []).append(name)
        for names in same.values():
            for name in names if len(names) > 1 else ():
                module = library.modules[name]
                findings.warning(
                    module.places.at("line", language),
                    'the line is that of the module "{other}" too',
                    hint="say in it what this module alone says, or make one module of the two",
                    other=next(other for other in names if other != name),
                )


def circle_of(start: str, needs: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Return the way on which a thing needs itself, or an empty one."""
    trail: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while trail:
        way = trail.pop()
        for name in needs(way[-1]):
            if name == start:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                trail.append((*way, name))
    return ()


def _check_facts(library: Library, findings: Findings) -> None:
    for fact in library.facts.values():
        at = fact.places.at
        for number, value in enumerate(fact.values):
            for index, name in enumerate(value.sources):
                _known(library, findings, at("values", number, "sources", index), "source", name, library.references)
        for number, claim in enumerate(fact.claims):
            _known(library, findings, at("claims", number, "by"), "source", claim.by, library.references)


def _check_figures(library: Library, findings: Findings) -> None:
    for figure in library.figures.values():
        for index, name in enumerate(figure.sources):
            _known(library, findings, figure.places.at("sources", index), "source", name, library.references)
        inner = [("points", number, point.sources) for number, point in enumerate(figure.points)]
        inner += [("events", number, event.sources) for number, event in enumerate(figure.events)]
        for part, number, sources in inner:
            for index, name in enumerate(sources):
                place = figure.places.at(part, number, "sources", index)
                _known(library, findings, place, "source", name, library.references)
        for point in figure.points:
            for amount in filter(None, point.amounts):
                _known_fact(library, findings, amount.fact, amount.place)
        for event in figure.events:
            _known_fact(library, findings, event.fact, event.place)


def _known_fact(library: Library, findings: Findings, name: str, place: Place) -> None:
    if name:
        _known(library, findings, place, "fact", name, library.facts)


# What means something in a text only, and would be printed as it is anywhere else.
_MARK = re.compile(r"\{fact|\{term|\[-?@|@sec-|@fig-|\^\[|\*\*|<!--|\]\(")


def _check_plain_words(library: Library, findings: Findings) -> None:
    """Report each title, question, name and wording of a fact that holds a mark of the texts."""
    for place, thing, _, words in plain_words(library):
        if _MARK.search(words):
            findings.error(
                place,
                'the {thing} "{words}" would be printed with its marks',
                hint="write it in plain words: facts, terms, notes and emphasis belong into texts",
                thing=thing,
                words=words,
            )


PlainWords = tuple[Place, str, str, str]


def plain_words(library: Library) -> Iterator[PlainWords]:
    """Yield (place, what it is, language, words) of all that is printed as it was typed: titles, names, wordings."""
    for module in library.modules.values():
        yield from _both(module.places, ("title",), "title", module.title)
        yield from _both(module.places, ("by",), "name", module.by)
    for brief in library.briefs.values():
        yield from _both(brief.places, ("title",), "title", brief.title)
        yield from _both(brief.places, ("question",), "question", brief.question)
        for index, author in enumerate(brief.authors):
            yield from _both(brief.places, ("authors", index, "name"), "name", author)
        for index, section in enumerate(brief.sections):
            yield from _both(brief.places, ("sections", index, "title"), "title", section.title)
    for audience in library.audiences.values():
        yield from _both(audience.places, ("name",), "name", audience.name)
    for figure in library.figures.values():
        yield from _both(figure.places, ("title",), "title", figure.title)
        yield from _both(figure.places, ("note",), "note", figure.note)
    for term in library.terms.values():
        for part in ("preferred", "abbreviation", "first", "later"):
            yield from _both(term.places, (part,), "form", getattr(term, part))
        yield from _both(term.places, ("meaning",), "meaning", term.meaning)
    for fact in library.facts.values():
        yield from _wordings(fact)


def _wordings(fact: Fact) -> Iterator[PlainWords]:
    yield from _both(fact.places, ("label",), "label", fact.label)
    yield from _both(fact.places, ("attribute_to",), "name", fact.attribute_to)
    for language, wordings in fact.say.items():
        for category, wording in wordings.items():
            yield fact.places.at("say", language, category), "wording", language, wording
    for index, value in enumerate(fact.values):
        if isinstance(value.value, Bilingual):
            yield from _both(fact.places, ("values", index, "value"), "value", value.value)
        elif isinstance(value.value, BilingualList):
            for language in LANGUAGES:
                for number, item in enumerate(value.value[language]):
                    place = fact.places.at("values", index, "value", language, number)
                    yield place, "value", language, item


def _both(places: Places, path: tuple[str | int, ...], thing: str, words: Bilingual | None) -> Iterator[PlainWords]:
    for language in LANGUAGES if words else ():
        yield places.at(*path, language), thing, language, words[language] if words else ""


def check_names(passage: Passage, library: Library, findings: Findings) -> None:
    """Report every fact, source, module and audience that a text names and nobody defined, at its own place."""
    for name, offset in syntax.facts(passage):
        _known(library, findings, passage.place(offset), "fact", name, library.facts)
    for name, offset in syntax.terms(passage):
        _known(library, findings, passage.place(offset), "term", name, library.terms)
    for name, offset in syntax.cited(passage):
        _known(library, findings, passage.place(offset), "source", name, library.references)
    for name, offset in syntax.sections(passage):
        _known(library, findings, passage.place(offset), "module", name, library.modules)
    for name, offset in syntax.figures(passage):
        _known(library, findings, passage.place(offset), "figure", name, library.figures)
    for name, offset in syntax.audiences(passage):
        _known(library, findings, passage.place(offset), "audience", name, library.audiences)
