"""Stage: Selection + language → Edition. One language; every fact, date and label settled.

The first stage that parses texts, and only those that were selected. An edition remembers the facts it prints.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefbuilder.crosscheck import check_names
from briefbuilder.dates import in_words
from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.facts import in_language, value_on
from briefbuilder.library import (
    Audience,
    Brief,
    Fact,
    FactValue,
    Library,
    Module,
    Passage,
    Reference,
    TermEntry,
    highest,
    may_see,
)
from briefbuilder.select import Selection
from briefbuilder.text import syntax
from briefbuilder.text.markup import parse, parse_line
from briefbuilder.tree import Content, Element, element, rewrite, walk


@dataclass(frozen=True, slots=True)
class LocalModule:
    """A selected module in one language, at its length."""

    id: str
    kind: str
    side: str
    handling: str
    title: str
    by: str
    length: str
    body: Content


@dataclass(frozen=True, slots=True)
class LocalSection:
    """A section in one language; without a title of its own where it is one module."""

    title: str
    modules: tuple[LocalModule, ...]


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """A fact as an edition prints it, and the module (or "brief") where it stands."""

    id: str
    words: str
    module: str
    handling: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A brief for one audience in one language. Citations and cross-references are still names."""

    brief: Brief
    audience: Audience
    language: str
    answer: Content
    key_points: tuple[Content, ...]
    sections: tuple[LocalSection, ...]
    watch: tuple[Content, ...]
    corrections: tuple[Content, ...]
    references: dict[str, Reference]  # that its audience may see
    terms: tuple[TermEntry, ...]
    facts: tuple[PrintedFact, ...]


def localise(library: Library, selection: Selection, language: str) -> tuple[Edition, tuple[Diagnostic, ...]]:
    """Return the edition, and everything wrong in the texts that it uses."""
    desk = _Desk(library, library.briefs[selection.brief], library.audiences[selection.audience], language)
    brief = desk.brief
    sections = []
    for index, section in enumerate(brief.sections):
        modules = tuple(
            desk.module(library.modules[choice.module], choice.length) for choice in selection.of_section(index)
        )
        if modules:
            sections.append(LocalSection(section.title[language] if section.title else "", modules))
    desk.here = "brief"
    edition = Edition(
        brief=brief,
        audience=desk.audience,
        language=language,
        answer=desk.blocks(brief.answer[language]),
        key_points=tuple(desk.line(passages[language]) for passages in brief.key_points),
        sections=tuple(sections),
        watch=tuple(desk.line(passages[language]) for passages in brief.watch),
        corrections=tuple(desk.line(passages[language]) for passages in brief.corrections),
        references={
            name: source
            for name, source in library.references.items()
            if may_see(desk.audience.clearance, source.handling)
        },
        terms=tuple(term for name, term in sorted(library.terms.items()) if name not in desk.audience.knows),
        facts=tuple(desk.facts),
    )
    return edition, tuple(desk.findings.items)


class _Desk:
    """What is at hand while one edition is put into its language."""

    def __init__(self, library: Library, brief: Brief, audience: Audience, language: str) -> None:
        self.library, self.brief, self.audience, self.language = library, brief, audience, language
        self.findings = Findings()
        self.facts: list[PrintedFact] = []
        self.here = "brief"

    def module(self, module: Module, length: str) -> LocalModule:
        self.here = module.id
        handling = module.handling
        passage = module.line[self.language] if length == "line" else module.text[self.language]
        if length == "line":
            body: Content = (element("p", *self.line(passage), line=passage.line),)
        else:
            body = _pictures(self.blocks(passage, length), module, passage, self.findings)
            handling = highest((handling, *self.pictures(body, module, passage)))
        return LocalModule(
            id=module.id,
            kind=module.kind,
            side=module.side or "",
            handling=handling,
            title=module.title[self.language],
            by=module.by[self.language] if module.by else "",
            length=length,
            body=body,
        )

    def blocks(self, passage: Passage, length: str = "full") -> Content:
        self.check(passage)
        content = parse(passage, language=self.language, findings=self.findings)
        return self.settle(_cut(content, length, self.audience.id), passage)

    def line(self, passage: Passage) -> Content:
        self.check(passage)
        return self.settle(parse_line(passage, language=self.language, findings=self.findings), passage)

    def check(self, passage: Passage) -> None:
        """Report the names in a text that nobody defined, and the sources that exist but cannot be used."""
        check_names(passage, self.library, self.findings)
        for name, offset in syntax.cited(passage):
            source = self.library.references.get(name)
            if source is None:
                self.refuse_damaged("source", name, passage.place(offset))
            else:
                self.bar("source", name, source.handling, passage.place(offset))
        for name, offset in syntax.sections(passage):
            if name not in self.library.modules:
                self.refuse_damaged("module", name, passage.place(offset))

    def refuse_damaged(self, kind: str, name: str, place: Place) -> None:
        if self.library.is_damaged(kind, name):
            self.findings.error(
                place,
                f'the {kind} "{{name}}" cannot be used: it has errors',
                hint="mend them first",
                name=name,
            )

    def bar(self, kind: str, name: str, handling: str, place: Place) -> bool:
        """Report what a text shows although its readers may not see it."""
        if may_see(self.audience.clearance, handling):
            return False
        self.findings.error(
            place,
            f'"{{audience}}" may not see the {kind} "{{name}}" ({{handling}})',
            hint="write the text without it, or move it into a module of that handling",
            audience=self.audience.id,
            name=name,
            handling=handling,
        )
        return True

    def pictures(self, body: Content, module: Module, passage: Passage) -> Iterator[str]:
        """Yield the handling of each picture that has its own, and report those that the audience may not see."""
        for node in walk(body):
            name = node.get("src").rpartition("/")[2] if node.name == "figure" else ""
            if name in module.figures:
                self.bar("picture", name, module.figures[name], Place(passage.source.path, node.line))
                yield module.figures[name]

    def settle(self, content: Content, passage: Passage) -> Content:
        """Replace each fact by its words, and leave out what refers to a module that nobody defined (see `check`)."""

        def change(node: Element) -> Content | None:
            if node.name == "ref" and node.get("target") not in self.library.modules:
                return ()
            return self.fact(node, passage) if node.name == "fact" else None

        return rewrite(content, change)

    def fact(self, node: Element, passage: Passage) -> Content:
        fact = self.library.facts.get(node.get("id"))
        place = _place_of_fact(node, passage)
        if fact is None:
            self.refuse_damaged("fact", node.get("id"), place)
            return ()
        if self.bar("fact", fact.id, fact.handling, place):
            return ()
        if fact.use == "never":
            self.findings.error(
                place,
                'the fact "{id}" must not be printed',
                hint='its record at {where} says "use: never": write the sentence without it',
                id=fact.id,
                where=fact.place,
            )
            return ()
        value = value_on(fact, self.brief.as_of)
        if value is None:
            self.findings.error(
                place,
                'the fact "{id}" has no value on {day}',
                hint="add one in {where}, with its source, or change the brief's as_of",
                id=fact.id,
                day=self.brief.as_of,
                where=fact.place,
            )
            return ()
        words = self.words(fact, value, bare=node.get("form") == "value", place=place)
        self.facts.append(PrintedFact(fact.id, words, self.here, fact.handling))
        return (element("fact", words, id=fact.id),)

    def words(self, fact: Fact, value: FactValue, *, bare: bool, place: Place) -> str:
        calendar = self.audience.dates
        try:
            words = in_language(fact, value, language=self.language, calendar=calendar, bare=bare)
        except ValueError as fault:
            self.findings.error(
                place,
                'the fact "{id}" cannot be printed: {why}',
                hint='set "dates: gregorian"',
                id=fact.id,
                why=fault,
            )
            return ""
        if bare:
            return words
        if fact.use == "attributed" and fact.attribute_to:
            who = fact.attribute_to[self.language]
            return f"{words}（{who}による）" if self.language == "ja" else f"{words} (according to {who})"
        if fact.use == "dated" and fact.type not in ("date", "period"):
            when = in_words(value.from_, language=self.language, calendar_of=calendar)
            return f"{words}（{when}時点）" if self.language == "ja" else f"{words} (as of {when})"
        return words


def _cut(content: Content, length: str, audience: str) -> Content:
    """Return the short or the full form, with the passages for other audiences taken out."""
    out: list[Element | str] = []
    for node in content:
        if isinstance(node, Element) and node.name == "more":
            if length == "short":
                break
        elif isinstance(node, Element) and node.name == "only":
            if audience in node.get("for").split():
                out.extend(node.children)
        else:
            out.append(node)
    return tuple(out)


def _place_of_fact(node: Element, passage: Passage) -> Place:
    offset = passage.text.find("{fact:" + node.get("id"))
    return passage.place(max(offset, 0))


def _pictures(content: Content, module: Module, passage: Passage, findings: Findings) -> Content:
    """Give each figure the path of its picture, which must lie beside the text."""
    known = {unicodedata.normalize("NFC", name): name for name in module.pictures}

    def change(node: Element) -> Content | None:
        if node.name != "figure":
            return None
        wanted = node.get("file")
        name = known.get(unicodedata.normalize("NFC", wanted))
        if name is None:
            findings.error(
                Place(passage.source.path, node.line),
                'the picture "{file}" does not lie beside the text',
                hint="put it (PNG or JPEG) into {folder}/ and name it without a path",
                file=wanted,
                folder=str(PurePosixPath(module.folder)),
            )
            return ()
        return (node.with_attributes(src=f"asset:{module.folder}/{name}"),)

    return rewrite(content, change)
