"""Stage: Selection + language → Edition. One language; every fact, date and label settled.

The first stage that parses texts, and only those that were selected. An edition remembers the facts it prints.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import PurePosixPath

from briefbuilder import terms
from briefbuilder.charts.description import csv, describe
from briefbuilder.charts.draw import draw
from briefbuilder.charts.settle import settle
from briefbuilder.crosscheck import check_names
from briefbuilder.diagnostics import Diagnostic, Findings, Place
from briefbuilder.facts import value_on
from briefbuilder.library import (
    Audience,
    Brief,
    Correction,
    Fact,
    FactValue,
    Library,
    Module,
    Passage,
    Passages,
    Reference,
    TermEntry,
    highest,
    may_see,
)
from briefbuilder.select import Selection
from briefbuilder.statements import Speaker, dates_at_first_use
from briefbuilder.text import syntax
from briefbuilder.text.markup import parse, parse_line
from briefbuilder.tree import Content, Element, element, plain, rewrite, walk


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
    mentions: tuple[str, ...] = ()  # modules that this section asks for too, and that stand in another one

    @property
    def parts(self) -> tuple[LocalModule, ...]:
        """What stands by itself, before the options and the arguments."""
        set_apart = (*self.options, *(module for row in self.rows for module in row if module))
        return tuple(module for module in self.modules if module not in set_apart)

    @property
    def options(self) -> tuple[LocalModule, ...]:
        """The options to choose from: none or at least two, since one by itself is no choice."""
        options = tuple(module for module in self.modules if module.kind == "option" and not module.side)
        return options if len(options) > 1 else ()

    @property
    def rows(self) -> tuple[tuple[LocalModule | None, LocalModule | None], ...]:
        """The arguments side by side, for and against; the shorter side is filled up with None."""
        supporting, opposing = (
            [module for module in self.modules if module.side == side] for side in ("for", "against")
        )
        return tuple(zip_longest(supporting, opposing))

    @property
    def in_reading_order(self) -> tuple[LocalModule, ...]:
        """The parts, the options, then the arguments row by row."""
        return (*self.parts, *self.options, *(module for row in self.rows for module in row if module))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A module that an edition leaves out, by its title, and where it stands: in the edition for this audience (empty:
    the same), of this brief (empty: the same). Both empty: nowhere for certain."""

    title: str
    audience: str
    brief: str


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """A fact as an edition prints it, and the module (or "brief") where it stands; in the order of reading."""

    id: str
    words: str
    module: str
    handling: str


@dataclass(frozen=True, slots=True)
class ListedFact:
    """A fact that stands in a box or list, with the value that holds, in figures."""

    fact: Fact
    value: FactValue
    words: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A brief for one audience in one language. Citations and cross-references are still names.

    `blocks` are those that its format prints beside the sections (see `BLOCKS`); the others are empty here.
    """

    brief: Brief
    audience: Audience
    language: str
    answer: Content
    key_points: tuple[Content, ...]
    facts_box: tuple[ListedFact, ...]
    timeline: tuple[ListedFact, ...]
    annex: tuple[ListedFact, ...]  # every fact that is printed
    blocks: frozenset[str]
    sections: tuple[LocalSection, ...]
    watch: tuple[Content, ...]
    corrections: tuple[Content, ...]
    references: dict[str, Reference]  # that its audience may see
    terms: tuple[TermEntry, ...]  # that its audience does not know
    glossary: tuple[TermEntry, ...]  # that its format explains where they are used
    facts: tuple[PrintedFact, ...]
    left_out: tuple[LeftOut, ...] = ()


# What a format may print beside the sections; its template says which.
BLOCKS = ("facts-box", "timeline", "facts-annex", "contested", "all-terms")


def localise(
    library: Library, selection: Selection, language: str, blocks: frozenset[str] = frozenset()
) -> tuple[Edition, tuple[Diagnostic, ...]]:
    """Return the edition with the blocks of its format, and everything wrong in the texts that it uses."""
    desk = _Desk(library, library.briefs[selection.brief], library.audiences[selection.audience], language)
    brief = desk.brief
    sections = []
    for index, section in enumerate(brief.sections):
        modules = tuple(
            desk.module(library.modules[choice.module], choice.length) for choice in selection.of_section(index)
        )
        mentions = selection.mentioned_in(index)
        if modules or mentions:
            title = section.title or (library.modules[mentions[0]].title if not modules else None)
            sections.append(LocalSection(title[language] if title else "", modules, mentions))
    terms = tuple(term for name, term in sorted(library.terms.items()) if name not in desk.audience.knows)
    edition = Edition(
        brief=brief,
        audience=desk.audience,
        language=language,
        answer=desk.blocks(brief.answer[language]),
        key_points=tuple(desk.line(passages[language]) for passages in brief.key_points),
        facts_box=desk.listed("facts_box") if "facts-box" in blocks else (),
        timeline=desk.listed("timeline") if "timeline" in blocks else (),
        annex=(),
        blocks=blocks,
        sections=tuple(sections),
        watch=tuple(desk.line(passages[language]) for passages in brief.watch),
        corrections=tuple(filter(None, (desk.correction(order) for order in brief.corrections))),
        references={
            name: source
            for name, source in library.references.items()
            if may_see(desk.audience.clearance, source.handling)
        },
        terms=terms,
        glossary=tuple(term for _, term in sorted(library.terms.items())) if "all-terms" in blocks else terms,
        facts=(),
        left_out=_left_out(library, selection, language) if brief.left_out else (),
    )
    edition = _read_through(edition, library.facts)
    if blocks & {"facts-annex", "contested"}:
        edition = replace(edition, annex=desk.annex(edition.facts))
    return edition, tuple(desk.findings.items)


def _read_through(edition: Edition, facts: Mapping[str, Fact]) -> Edition:
    """Read an edition from its answer to its corrections: date the facts at their first use, and remember them all."""
    seen: set[str] = set()
    printed: list[PrintedFact] = []

    def read(content: Content, where: str = "brief") -> Content:
        settled = dates_at_first_use(content, seen)
        for node in walk(settled):
            if node.name == "chart":
                printed.extend(_drawn(node, where, facts))
            if node.name == "fact":
                name = node.get("id")
                printed.append(PrintedFact(name, plain(node.children), where, facts[name].handling))
        return settled

    def look(rows: tuple[ListedFact, ...]) -> tuple[ListedFact, ...]:
        printed.extend(PrintedFact(row.fact.id, row.words, "brief", row.fact.handling) for row in rows)
        return rows

    return replace(
        edition,
        answer=read(edition.answer),
        key_points=tuple(read(point) for point in edition.key_points),
        facts_box=look(edition.facts_box),
        sections=tuple(
            replace(
                section,
                modules=tuple(
                    replace(module, body=read(module.body, module.id)) for module in section.in_reading_order
                ),
            )
            for section in edition.sections
        ),
        watch=tuple(read(point) for point in edition.watch),
        corrections=tuple(read(point) for point in edition.corrections),
        timeline=look(edition.timeline),
        facts=tuple(printed),
    )


def cited_by(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return (source, module or "brief") of each citation of an edition and of each source of its lists of facts, each
    pair once, sorted."""
    own = (edition.answer, *edition.key_points, *edition.watch, *edition.corrections)
    texts = [("brief", content) for content in own]
    texts += [(module.id, module.body) for section in edition.sections for module in section.modules]
    cited = {(node.get("key"), name) for name, content in texts for node in walk(content) if node.name == "citeitem"}
    cited |= {(key, "brief") for row in (*edition.facts_box, *edition.timeline) for key in row.value.sources}
    cited |= {(key, "brief") for row in edition.annex for value in row.fact.values for key in value.sources}
    if "contested" in edition.blocks:
        cited |= {(claim.by, "brief") for row in edition.annex for claim in row.fact.claims}
    return tuple(sorted((key, name) for key, name in cited if key in edition.references))


def _left_out(library: Library, selection: Selection, language: str) -> tuple[LeftOut, ...]:
    """Return what the plan leaves out and its reader may know of."""
    audience = library.audiences[selection.audience]
    pointers = {pointer.module: pointer for pointer in selection.elsewhere}
    made = []
    for choice in selection.choices:
        module = library.modules[choice.module]
        if (
            choice.is_in
            or library.knows_module(audience, choice.module)
            or not may_see(audience.clearance, module.handling)
        ):
            continue
        pointer = pointers.get(choice.module)
        reader = library.audiences[pointer.audience] if pointer else audience
        brief = library.briefs[pointer.brief if pointer else selection.brief]
        made.append(
            LeftOut(
                title=module.title[language],
                audience=reader.name[language] if reader is not audience else "",
                brief=brief.title[language] if brief.id != selection.brief else "",
            )
        )
    return tuple(made)


def _drawn(node: Element, where: str, facts: Mapping[str, Fact]) -> Iterator[PrintedFact]:
    """Yield the facts that a figure shows."""
    for made in node.children:
        if isinstance(made, Element) and made.name == "shown":
            name = made.get("fact")
            yield PrintedFact(name, made.get("words"), where, facts[name].handling)


class _Desk:
    """What is at hand while one edition is put into its language."""

    def __init__(self, library: Library, brief: Brief, audience: Audience, language: str) -> None:
        self.library, self.brief, self.audience, self.language = library, brief, audience, language
        self.findings = Findings()
        self.speaker = Speaker(library, brief, audience, language, self.findings)

    def module(self, module: Module, length: str) -> LocalModule:
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
            if node.name == "chart":
                yield self.library.figures[node.get("id")].handling
            if name in module.figures:
                self.bar("picture", name, module.figures[name], Place(passage.source.path, node.line))
                yield module.figures[name]

    def settle(self, content: Content, passage: Passage) -> Content:
        """Replace each fact by its words, and leave out what refers to a module that nobody defined (see `check`)."""

        def change(node: Element) -> Content | None:
            if node.name == "ref" and node.get("target") not in self.library.modules:
                return ()
            if node.name == "term":
                return self.term(node, passage)
            if node.name == "figref" and node.get("target") not in self.library.figures:
                return ()
            if node.name == "chart":
                return self.chart(node, passage)
            return self.fact(node, passage) if node.name == "fact" else None

        return rewrite(rewrite(content, change), _short_in_heads)

    def term(self, node: Element, passage: Passage) -> Content:
        """Give a term its later form, and with `first` the form where the readers meet it: only compose knows where."""
        entry = self.library.terms.get(node.get("id"))
        if entry is None:
            offset = passage.text.find("{term:" + node.get("id"))
            self.refuse_damaged("term", node.get("id"), passage.place(max(offset, 0)))
            return ()
        forms = terms.forms(
            entry,
            self.language,
            is_known=entry.id in self.audience.knows,
            ending=node.get("ending"),
            begins=bool(node.get("begins")),
        )
        if node.get("form"):
            return (element("term", forms.full if node.get("form") == "full" else forms.short, id=entry.id),)
        return (element("term", forms.later, id=entry.id, first=forms.first),)

    def fact(self, node: Element, passage: Passage) -> Content:
        fact = self.library.facts.get(node.get("id"))
        place = _place_of_fact(node, passage)
        if fact is None:
            self.refuse_damaged("fact", node.get("id"), place)
            return ()
        if self.bar("fact", fact.id, fact.handling, place):
            return ()
        stated = self.speaker.state(fact, place, bare=node.get("form") == "value")
        return (*stated, *self.cited(fact, place)) if stated and node.get("form") == "cited" else stated

    def listed(self, key: str) -> tuple[ListedFact, ...]:
        """Return the facts that the brief orders into a box or list."""
        made = []
        for index, name in enumerate(getattr(self.brief, key)):
            place = self.brief.places.at(key, index)
            fact = self.library.facts.get(name)
            if fact is None:
                self.refuse_damaged("fact", name, place)
            elif not self.bar("fact", name, fact.handling, place) and (found := self.speaker.tell(fact, place)):
                made.append(ListedFact(fact, *found))
        return tuple(made)

    def annex(self, printed: Iterable[PrintedFact]) -> tuple[ListedFact, ...]:
        """Return every fact that is printed, in the order of reading."""
        made = []
        for name in dict.fromkeys(fact.id for fact in printed):
            fact = self.library.facts[name]
            value = value_on(fact, self.brief.as_of, self.library.facts)
            if value is not None:
                made.append(ListedFact(fact, value, self.speaker.figures(fact, value, self.brief.place)))
        return tuple(made)

    def cited(self, fact: Fact, place: Place) -> Content:
        """Return a citation of the sources of a fact's value on the brief's day."""
        known = [name for name in self.speaker.sources(fact) if name in self.library.references]
        for name in known:
            self.bar("source", name, self.library.references[name].handling, place)
        items = [element("citeitem", key=name, locator="", suppress="") for name in known]
        return (element("cite", *items),) if items else ()

    def chart(self, node: Element, passage: Passage) -> Content:
        """Draw a figure, with its caption and what stands below it."""
        figure = self.library.figures.get(node.get("id"))
        place = passage.place(max(passage.text.find("{figure:" + node.get("id") + "}"), 0))
        if figure is None:
            self.refuse_damaged("figure", node.get("id"), place)
            return ()
        if self.bar("figure", figure.id, figure.handling, place):
            return ()
        settled = settle(figure, self.speaker, self.bar)
        if settled is None:
            return ()
        for name in settled.sources:
            if source := self.library.references.get(name):
                self.bar("source", name, source.handling, place)
            else:
                self.refuse_damaged("source", name, figure.place)
        words = figure.description[self.language] if figure.description else describe(settled.chart)
        drawing = draw(settled.chart, words, self.findings)
        data = element("data", csv(settled.chart))
        shown = tuple(element("shown", fact=name, words=words) for name, words in settled.facts)
        credit = tuple(element("citeitem", key=name) for name in settled.sources)
        note = (element("credit", figure.note[self.language], kind="note"),) if figure.note else ()
        below = (element("caption", figure.title[self.language]), *note, element("credit", *credit, kind="sources"))
        return (Element("chart", node.attributes, (*shown, data, drawing, *below), node.line),)

    def correction(self, order: Passages | Correction) -> Content:
        if isinstance(order, Passages):
            return self.line(order[self.language])
        fact = self.library.facts.get(order.fact)
        if fact is None:
            self.refuse_damaged("fact", order.fact, order.place)
            return ()
        return () if self.bar("fact", fact.id, fact.handling, order.place) else self.speaker.correct(fact, order.place)


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


def _short_in_heads(node: Element) -> Content | None:
    """A heading says a term in its later form, and is not where the readers meet it."""
    if node.name not in ("h", "th"):
        return None
    return (replace(node, children=rewrite(node.children, _without_first)),)


def _without_first(node: Element) -> Content | None:
    return (element("term", *node.children, id=node.get("id")),) if node.name == "term" else None


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
