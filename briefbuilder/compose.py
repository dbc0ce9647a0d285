"""Stage: Edition → Document. Numbers, ids, cross-references, notes, sources, terms: what only the whole can know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import NullTranslations

from briefbuilder import citations, matter
from briefbuilder.annexes import Annexes
from briefbuilder.diagnostics import Diagnostic, Findings
from briefbuilder.document import (
    Argument,
    Attachment,
    Document,
    Name,
    Part,
    Section,
    Sides,
    Source,
)
from briefbuilder.library import LANGUAGES, Publication
from briefbuilder.localise import Edition, LocalModule, LocalSection
from briefbuilder.measure import of_module
from briefbuilder.numbering import heading_number, part_number, reference_number, section_number
from briefbuilder.terms import in_brackets
from briefbuilder.tree import LEAVES, Content, Element, element, plain, rewrite, walk

MOST_CREDITS = 4  # named below a figure; all stand in the list of sources


def compose(
    edition: Edition, publication: Publication, words: NullTranslations
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return the document. `words` are the interface words of the edition's language."""
    desk = _Desk(edition, words)
    brief, language = edition.brief, edition.language
    answer = desk.finish(edition.answer)
    key_points = tuple(desk.finish(point) for point in edition.key_points)
    sections = tuple(desk.section(section, number) for number, section in enumerate(edition.sections, 1))
    watch = tuple(desk.finish(point) for point in edition.watch)
    corrections = tuple(desk.finish(point) for point in edition.corrections)
    annexes = Annexes(
        edition, desk.say, desk.short_name, desk.number_block
    )  # they name sources: what is reckoned from those comes last
    facts_box, timeline = annexes.facts_box(), annexes.timeline()
    facts_annex, contested = annexes.records(), annexes.contested()
    sources = desk.sources()
    document = Document(
        brief=brief.id,
        audience=edition.audience.id,
        language=language,
        title=brief.title[language],
        question=brief.question[language],
        masthead=matter.masthead(edition, publication, desk.cited_sources, desk.say),
        answer=answer,
        key_points=key_points,
        facts_box=facts_box,
        sections=sections,
        watch=watch,
        corrections=corrections,
        timeline=timeline,
        facts_annex=facts_annex,
        contested=contested,
        terms=matter.terms_box(edition, (answer, *key_points, *_bodies(sections), *watch, *corrections)),
        sources=sources,
        source_groups=matter.by_grade(sources, desk.say),
        colophon=matter.colophon(edition, publication, desk.cited_sources, desk.say),
        attachments=tuple(desk.attachments),
        names=tuple(Name(tongue, brief.title[tongue], brief.question[tongue]) for tongue in LANGUAGES),
        issued=brief.issued.isoformat(),
        as_of=brief.as_of.isoformat(),
        left_out=matter.left_out(edition.left_out, language, desk.say),
    )
    return document, tuple(desk.findings.items)


@dataclass(slots=True)
class _Desk:
    """Counters and addresses of one document in the making."""

    edition: Edition
    words: NullTranslations
    findings: Findings = field(default_factory=Findings)
    notes: int = 0
    figures: int = 0
    blocks: int = 0
    first_note: dict[str, int] = field(default_factory=dict)
    listed: dict[str, None] = field(default_factory=dict)  # sources of the boxes and annexes
    attachments: list[Attachment] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)  # terms
    numbers: dict[str, int] = field(default_factory=dict)  # of the figures drawn from data, by their id

    def __post_init__(self) -> None:
        self.labels = _labels(self.edition, self.say)
        self.numbers = _figure_numbers(self.edition, self.findings)

    @property
    def language(self) -> str:
        return self.edition.language

    def say(self, words: str) -> str:
        return self.words.pgettext("page", words)

    def section(self, section: LocalSection, number: int) -> Section:
        made, count = [], 0
        for module in section.parts:
            is_numbered = bool(section.title) and module.length != "line"
            count += is_numbered
            label = part_number(self.language, number, count) if is_numbered else ""
            body = self.body(module, number, count if is_numbered else 0)
            made.append(_part(module, label, module.title if section.title else "", body))
        options = tuple(
            _part(module, self.say("Option {}").format(count), module.title, self.body(module, number, None))
            for count, module in enumerate(section.options, 1)
        )
        return Section(
            id=f"section-{number}",
            number=section_number(self.language, number),
            heading=section.title or section.modules[0].title,
            parts=tuple(made),
            options=options,
            sides=self.sides(section) if section.rows else None,
            see=tuple(self.see(name) for name in section.mentions),
        )

    def see(self, name: str) -> Content:
        """Return the line that leads to a module in another section."""
        title = next(part.title for section in self.edition.sections for part in section.modules if part.id == name)
        words = self.say("See {section}, ‘{title}’.").format(section=self.labels[name], title=title)
        return (element("a", words, href=f"#sec-{name}"),)

    def sides(self, section: LocalSection) -> Sides:
        """Set the arguments side by side. They are finished row by row, since notes are numbered as they are read."""
        made: dict[str, list[Argument]] = {"for": [], "against": []}
        for row in section.rows:
            for module in filter(None, row):
                made[module.side].append(self.argument(module))
        balance = self.balance(section) if self.edition.brief.balance else ""
        return Sides(tuple(made["for"]), tuple(made["against"]), balance)

    def balance(self, section: LocalSection) -> str:
        """Return how many arguments each side has, and how long they are together."""
        sides = {side: [module for module in section.modules if module.side == side] for side in ("for", "against")}
        lengths = {side: sum(of_module(module, self.language) for module in modules) for side, modules in sides.items()}
        return self.say(
            "{supporting} for ({supporting_length} words), {opposing} against ({opposing_length} words)."
        ).format(
            supporting=len(sides["for"]),
            supporting_length=lengths["for"],
            opposing=len(sides["against"]),
            opposing_length=lengths["against"],
        )

    def argument(self, module: LocalModule) -> Argument:
        return Argument(module.id, f"sec-{module.id}", module.title, module.by, self.finish(module.body))

    def body(self, module: LocalModule, section: int, part: int | None) -> Content:
        """Number the headings inside a module, two levels below its own; those of an option (part None) have none."""
        counts = [0, 0]

        def change(node: Element) -> Content | None:
            if node.name != "h":
                return None
            depth = int(node.get("level")) - 2
            counts[depth] += 1
            counts[depth + 1 :] = [0] * (1 - depth)
            number = "" if part is None else heading_number(self.language, section, part, counts[: depth + 1])
            label = f"{number} {plain(node.children)}".strip()
            identity = f"sec-{module.id}-{'-'.join(str(count) for count in counts[: depth + 1])}"
            level = str(depth + (3 if part == 0 else 4))
            return (node.with_attributes(level=level, number=number, id=identity, label=label),)

        return self.finish(rewrite(module.body, change))

    def finish(self, content: Content) -> Content:
        """Turn citations into notes, cross-references into words, and give every text block its number."""
        return rewrite(rewrite(content, self._settle), self._stamp)

    def _settle(self, node: Element) -> Content | None:
        if node.name == "cite":
            return (self.note(self.cited(node), self.named(node)),)
        if node.name == "note":
            return (self.note(rewrite(node.children, self._settle_in_note), self.named(node)),)
        if node.name == "term":
            return (self.term(node),)
        if node.name == "ref":
            return self.reference(node)
        if node.name == "figref":
            return self.figure_reference(node)
        if node.name == "chart":
            return (self.chart(node),)
        if node.name == "figure":
            self.figures += 1
            number = self.say("Figure {}").format(self.figures)
            return (node.with_attributes(number=number, id=f"figure-{self.figures}"),)
        return None

    def _settle_in_note(self, node: Element) -> Content | None:
        if node.name == "cite":
            return self.bracketed(node)
        if node.name == "term":
            return (self.term(node, is_aside=True),)
        return self._settle(node)

    def term(self, node: Element, *, is_aside: bool = False) -> Element:
        """Return a term in its first form where the readers meet it, then in its later one. A note is no meeting."""
        name, is_met = node.get("id"), node.get("id") in self.met
        if not is_aside and node.get("first"):
            self.met.add(name)
        if is_met or not node.get("first"):
            return element("term", *node.children, id=name)
        return element("term", node.get("first"), id=name, form="first")

    def chart(self, node: Element) -> Element:
        """Give a figure drawn from data its number, and put the names of its sources below it."""
        self.figures += 1
        number = self.say("Figure {}").format(self.figures)

        def change(part: Element) -> Content | None:
            if part.name == "caption":
                return (part.with_attributes(number=number),)
            if part.get("kind") == "note":
                return (part.with_attributes(label=self.say("Note:")),)
            if part.get("kind") == "sources":
                return self.credit(part)
            return None

        parts = [part for part in node.children if isinstance(part, Element)]
        kept = tuple(part for part in parts if part.name not in ("shown", "data"))
        self.attachments += [
            Attachment(f"data/figure-{self.figures}.csv", f"{number}: {_title(parts)}", plain(part.children))
            for part in parts
            if part.name == "data"
        ]
        facts = " ".join(dict.fromkeys(part.get("fact") for part in parts if part.name == "shown"))
        attributes = (("id", f"figure-{self.figures}"), ("facts", facts))
        return Element("chart", attributes, rewrite(kept, change), node.line)

    def credit(self, node: Element) -> Content:
        """Name the sources of a figure in short; they stand in full in the list of sources."""
        keys = [part.get("key") for part in node.children if isinstance(part, Element)]
        names = tuple(dict.fromkeys(filter(None, map(self.short_name, keys))))
        label = self.say("Source:") if len(names) == 1 else self.say("Sources:")
        words = ("、" if self.language == "ja" else "; ").join(names[:MOST_CREDITS])
        if (more := len(names) - MOST_CREDITS) > 0:
            words = self.say("{names} and {count} more (see the list of sources)").format(names=words, count=more)
        return (element("credit", words, kind="sources", label=label),) if names else ()

    def figure_reference(self, node: Element) -> Content:
        number = self.numbers.get(node.get("target"))
        if number is None:
            self.findings.error(
                self.edition.brief.place,
                'the text refers to the figure "{figure}", which is not in this edition ({audience}, {language})',
                hint="write {{figure:{figure}}} into a text of the edition, or refer to it in the full form only",
                figure=node.get("target"),
                audience=self.edition.audience.id,
                language=self.language,
            )
            return ()
        return (element("a", self.say("Figure {}").format(number), href=f"#figure-{number}"),)

    def _stamp(self, node: Element) -> Content | None:
        if node.name not in LEAVES:
            return None
        return (node.with_attributes(data_block=self.number_block()),)

    def number_block(self) -> str:
        self.blocks += 1
        return f"b{self.blocks}"

    def note(self, content: Content, sources: tuple[str, ...]) -> Element:
        """Return a note. `sources` are those that it cites: no page prints them, the record of the build keeps them."""
        self.notes += 1
        names = (("number", str(self.notes)), ("id", f"note-{self.notes}"), ("sources", " ".join(sources)))
        return Element("note", names, content)

    def named(self, node: Element) -> tuple[str, ...]:
        """Return the sources that a citation or an author's note cites, each once."""
        keys = (item.get("key") for item in walk((node,)) if item.name == "citeitem")
        return tuple(dict.fromkeys(key for key in keys if key in self.edition.references))

    def cited(self, node: Element, *, is_sentence: bool = True) -> Content:
        """Return the words of a citation: in full at its first note, then in short."""
        out: list[Element | str] = []
        for item in node.children:
            if not isinstance(item, Element):
                continue
            reference = self.edition.references.get(item.get("key"))
            if reference is None:
                continue
            if out:
                out.append("" if self.language == "ja" else " ")
            first = self.first_note.setdefault(reference.id, self.notes + 1)
            locator, anonymous = item.get("locator"), bool(item.get("suppress"))
            if prefix := item.get("prefix"):
                out.append(_prefix(prefix, self.language, is_sentence=is_sentence))
            if first == self.notes + 1:
                out += citations.note(reference, language=self.language, locator=locator, anonymous=anonymous)
            else:
                out += citations.again(reference, language=self.language, locator=locator, first=first)
        return tuple(part for part in out if part)

    def bracketed(self, node: Element) -> Content:
        """Return the words of a citation inside an author's own note: between brackets, without the full stop."""
        words = list(self.cited(node, is_sentence=False))
        if words and isinstance(words[-1], str):
            words[-1] = words[-1].rstrip("。.")
        opening, closing = in_brackets("|", self.language).split("|")
        return (opening, *words, closing)

    def reference(self, node: Element) -> Content:
        label = self.labels.get(node.get("target"))
        if label is None:
            self.findings.error(
                self.edition.brief.place,
                'the text refers to the module "{module}", which is not in this edition ({audience}, {language})',
                hint='name the module in the brief, or put it under "needs:" of the module that refers to it',
                module=node.get("target"),
                audience=self.edition.audience.id,
                language=self.language,
            )
            return ()
        return (element("a", label, href=f"#sec-{node.get('target')}"),)

    def short_name(self, name: str) -> str:
        """Return the short name of a source, which is then listed; empty where it cannot be used."""
        reference = self.edition.references.get(name)
        if reference is None:
            return ""
        self.listed[name] = None
        return citations.short_name(reference, self.language)

    @property
    def cited_sources(self) -> tuple[str, ...]:
        return tuple({**self.first_note, **self.listed})

    def sources(self) -> tuple[Source, ...]:
        cited = [self.edition.references[name] for name in self.cited_sources]
        cited.sort(key=lambda reference: citations.sort_key(reference, self.language))
        return tuple(
            Source(
                id=reference.id,
                language=str(reference.item.get("language", "")) or self.language,
                entry=citations.entry(
                    reference,
                    language=self.language,
                    say=self.say,
                ),
                grade=matter.grade(reference, self.say),
                short=citations.short_name(reference, self.language),
                note=self.say("note {}").format(note) if (note := self.first_note.get(reference.id)) else "",
            )
            for reference in cited
        )


def _prefix(words: str, language: str, *, is_sentence: bool) -> str:
    """Return the author's words before a source; they begin the note's sentence."""
    if language == "en" and is_sentence:
        words = words[0].upper() + words[1:]
    return f"{words} " if words[-1].isascii() else words


def _part(module: LocalModule, number: str, heading: str, body: Content) -> Part:
    return Part(module.id, f"sec-{module.id}", number, heading, module.length, body)


def _labels(edition: Edition, say: Callable[[str], str]) -> dict[str, str]:
    """Return the words by which each module is referred to: section 1.2 / 第1の2; section 3, option 2 / 第3の案2."""
    made = {}
    for number, section in enumerate(edition.sections, 1):
        count = 0
        for module in section.parts:
            is_numbered = bool(section.title) and module.length != "line"
            count += is_numbered
            made[module.id] = say("section {}").format(
                reference_number(edition.language, number, count if is_numbered else 0)
            )
        whole = say("section {}").format(reference_number(edition.language, number, 0))
        for count, module in enumerate(section.options, 1):
            made[module.id] = say("{section}, option {number}").format(section=whole, number=count)
        made |= {module.id: whole for row in section.rows for module in row if module}
    return made


def _title(parts: list[Element]) -> str:
    return next((plain(part.children) for part in parts if part.name == "caption"), "")


def _figure_numbers(edition: Edition, findings: Findings) -> dict[str, int]:
    """Return the number of each figure drawn from data. Pictures are counted too; all in the order of reading."""
    modules = (module.body for section in edition.sections for module in section.modules)
    texts = (edition.answer, *edition.key_points, *modules, *edition.watch, *edition.corrections)
    numbers: dict[str, int] = {}
    drawn = [node for text in texts for node in walk(text) if node.name in ("figure", "chart")]
    for number, node in enumerate(drawn, 1):
        if node.name == "chart" and node.get("id") in numbers:
            findings.error(
                edition.brief.place,
                'the figure "{figure}" stands twice in this edition ({audience}, {language})',
                hint="show it once and refer to it by @fig-{figure}",
                figure=node.get("id"),
                audience=edition.audience.id,
                language=edition.language,
            )
        elif node.name == "chart":
            numbers[node.get("id")] = number
    return numbers


def _bodies(sections: tuple[Section, ...]) -> list[Content]:
    bodies = []
    for section in sections:
        bodies += [part.body for part in (*section.parts, *section.options)]
        if section.sides:
            bodies += [argument.body for argument in (*section.sides.supporting, *section.sides.opposing)]
    return bodies
