"""Abbreviations that an edition prints before their full names, for readers who do not know them.

Looks at the finished document, in the order in which it is read, and only for the abbreviations of the term base.
Titles are plain words and count for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefbuilder import terms
from briefbuilder.diagnostics import Diagnostic, Place, warning
from briefbuilder.document import Document
from briefbuilder.library import Library, Passage, TermEntry
from briefbuilder.localise import Edition
from briefbuilder.text import syntax
from briefbuilder.tree import LEAVES, Content


def unexplained(library: Library, edition: Edition, document: Document) -> Iterator[Diagnostic]:
    """Yield a warning for each abbreviation typed before (or without) its full name, where it first stands."""
    language = edition.language
    unknown = {term.id: term for term in edition.terms if term.abbreviation}
    by_form = {form: term for term in library.terms.values() for form in terms.accepted_forms(term, language)}
    met: set[str] = set()
    for passage, content in _in_reading_order(library, edition, document):
        words = _literal(content, {name: term.preferred[language] for name, term in unknown.items()})
        for form, _ in terms.occurrences(words, by_form):
            term = unknown.get(by_form[form].id)
            if term is None or term.id in met:
                continue
            met.add(term.id)
            if form not in terms.full_forms(term, language):
                yield warning(
                    _place(passage, form, by_form),
                    'the abbreviation "{form}" stands here before its full name',
                    hint="write {{term:{id}}}: it prints the full name first for readers who do not know it",
                    form=form,
                    id=term.id,
                )


def _in_reading_order(library: Library, edition: Edition, document: Document) -> Iterator[tuple[Passage, Content]]:
    """Yield each text of a document beside the passage that it was made of."""
    brief, language = edition.brief, edition.language
    lengths = {module.id: module.length for section in edition.sections for module in section.modules}

    def passage(name: str) -> Passage:
        module = library.modules[name]
        return module.line[language] if lengths[name] == "line" else module.text[language]

    yield brief.answer[language], document.answer
    for passages, content in zip(brief.key_points, document.key_points, strict=False):
        yield passages[language], content
    for section in document.sections:
        yield from ((passage(part.module), part.body) for part in (*section.parts, *section.options))
        for row in section.sides.rows if section.sides else ():
            yield from ((passage(argument.module), argument.body) for argument in row if argument)
    for passages, content in zip(brief.watch, document.watch, strict=False):
        yield passages[language], content


def _literal(content: Content, names: Mapping[str, str]) -> str:
    """Return the words as typed. A mark counts where it gives the full name, and a fact or figure not at all."""
    parts = []
    for node in content:
        if isinstance(node, str):
            parts.append(node)
        elif node.name == "term":
            parts.append(f"\n{names.get(node.get('id'), '')}\n" if node.get("form") == "first" else "\n")
        elif node.name not in ("note", "cite", "fact", "h", "th", "chart"):
            parts.append(_literal(node.children, names) + ("\n" if node.name in LEAVES else ""))
    return "".join(parts)


def _place(passage: Passage, wanted: str, by_form: Mapping[str, TermEntry]) -> Place:
    typed = syntax.words(passage.text)
    return passage.place(next((at for form, at in terms.occurrences(typed, by_form) if form == wanted), 0))
