"""Editions that are not printed: what a project becomes up to the press's door, and words to look at it with."""

from __future__ import annotations

from collections.abc import Iterable

from conftest import Project

from briefbuilder.diagnostics import Diagnostic
from briefbuilder.document import Document
from briefbuilder.draft import Draft
from briefbuilder.fitting import Fitting
from briefbuilder.house import House
from briefbuilder.library import Relevance
from briefbuilder.plan import Target
from briefbuilder.publish import read_manifest
from briefbuilder.read import read
from briefbuilder.record import Record
from briefbuilder.sources import Folder
from briefbuilder.tree import Element, plain, walk


def prepared(project: Project, brief: str, audience: str, language: str) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """Return an edition ready to print, and everything found wrong on the way."""
    library, findings = read(Folder(project.root))
    fitting = Fitting(library, findings, Target(brief, audience, language), House(project.root))
    return fitting.draft_of(by_relevance(fitting))


def as_printed(project: Project, brief: str, audience: str, language: str) -> Draft:
    """Return the very edition that the last build of a project printed."""
    library, findings = read(Folder(project.root))
    target = Target(brief, audience, language)
    record = Record(read_manifest(project.dist), "")
    fitted = Fitting(library, findings, target, House(project.root)).search(record.answers(target))
    assert fitted.is_settled
    assert fitted.draft is not None
    return fitted.draft


LENGTH_OF = {Relevance.CORE: "full", Relevance.USEFUL: "short", Relevance.OPTIONAL: "line"}


def by_relevance(fitting: Fitting) -> dict[str, str]:
    """Return a plan of all three lengths: what is core in full, what is useful in short, the rest in a line."""
    choices = (choice for choice in fitting.ladder.selection.choices if choice.is_in)
    return {
        choice.module: max(choice.length, LENGTH_OF[choice.relevance], key=("full", "short", "line").index)
        for choice in choices
    }


def draft(project: Project, brief: str, audience: str, language: str) -> Draft:
    """Return an edition in which nothing is wrong."""
    made, findings = prepared(project, brief, audience, language)
    assert not findings, "\n".join(map(str, findings))
    assert made is not None
    return made


def errors(project: Project, brief: str, audience: str, language: str) -> list[str]:
    """Return what is wrong with an edition, as a person reads it."""
    return [str(item) for item in prepared(project, brief, audience, language)[1]]


def rain(
    project: Project, *, ja: str | None = None, en: str | None = None, audience: str = "readers", language: str = "en"
) -> Draft:
    """Return the brief on umbrellas after its one module got another text."""
    for name, text in (("ja", ja), ("en", en)):
        if text is not None:
            project.write(f"content/modules/weather/rain/{name}.md", text)
    return draft(project, "umbrellas", audience, language)


def bodies(document: Document) -> Iterable[Element | str]:
    """Yield all authored text of a document in reading order."""
    yield from document.answer
    for point in document.key_points:
        yield from point
    for section in document.sections:
        for part in section.parts:
            yield from part.body
        for row in section.sides.rows if section.sides else ():
            for argument in row:
                yield from argument.body if argument else ()
    for point in (*document.watch, *document.corrections):
        yield from point


def notes(document: Document) -> list[str]:
    """Return the notes in the order in which they are read, each behind its number."""
    found = [node for node in walk(bodies(document)) if node.name == "note"]
    return [f"{node.get('number')} {everything(node.children)}" for node in found]


def everything(content: Iterable[Element | str]) -> str:
    """Return all words of a content, those of its notes too; what is emphasised between asterisks."""
    return "".join(_words(node) for node in content)


def _words(node: Element | str) -> str:
    if isinstance(node, str):
        return node
    inner = everything(node.children)
    return f"*{inner}*" if node.name == "em" else inner


def text_of(document: Document) -> str:
    """Return the running text of a document."""
    return plain(bodies(document))
