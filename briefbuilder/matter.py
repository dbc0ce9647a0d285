"""What stands around the sections of a document: masthead, terms box, colophon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from briefbuilder import terms
from briefbuilder.dates import in_words, of_day
from briefbuilder.document import Colophon, Masthead, Source, SourceGroup, Term
from briefbuilder.library import Publication, Reference, highest
from briefbuilder.localise import Edition, LeftOut
from briefbuilder.source_forms import ordinal
from briefbuilder.tree import LEAVES, Content

Say = Callable[[str], str]  # the interface words of the edition's language

_GRADES = {
    "primary": "primary source",
    "official": "official source",
    "press": "press",
    "research": "research",
    "commentary": "commentary",
    "machine": "machine-generated text",
    "": "ungraded",
}


def terms_box(edition: Edition, bodies: tuple[Content, ...]) -> tuple[Term, ...]:
    """Return the entries for the terms that an edition uses, of those that its format explains."""
    language = edition.language
    names = {entry.id: entry.preferred[language] for entry in edition.glossary}
    text = "\n".join([edition.brief.question[language], *(_with_gaps(body, names) for body in bodies)])
    return tuple(
        Term(entry.id, terms.name(entry, language), entry.meaning[language])
        for entry in terms.used(text, edition.glossary, language)
    )


def _with_gaps(content: Content, names: Mapping[str, str]) -> str:
    """Return the words with a line end between blocks, so that no term arises across two of them.

    `names` are those of the terms to explain: a mark counts as its term, whatever it prints.
    """
    parts = []
    for node in content:
        if isinstance(node, str):
            parts.append(node)
        elif node.name == "term" and node.get("id") in names:
            parts.append(f"\n{names[node.get('id')]}\n")
        elif node.name not in ("note", "cite"):
            stands_apart = node.name in LEAVES or node.name.startswith("svg")
            parts.append(_with_gaps(node.children, names) + ("\n" if stands_apart else ""))
    return "".join(parts)


def masthead(edition: Edition, publication: Publication, cited: Iterable[str], say: Say) -> Masthead:
    """Return what identifies the brief."""
    brief, language = edition.brief, edition.language
    handling = _handling(edition, cited)

    def day(when: date) -> str:
        return in_words(of_day(when), language=language, calendar_of=edition.audience.dates)

    return Masthead(
        series=publication.series[language],
        number=say("No. {}").format(brief.number),
        edition=_edition_label(brief.edition, language) if brief.edition > 1 else "",
        issued="" if brief.is_reconstruction else day(brief.issued),
        as_of=day(brief.as_of),
        audience=edition.audience.name[language],
        handling="" if handling == "public" else say(handling),
        authors=tuple(author[language] for author in brief.authors),
        publisher=publication.publisher[language],
        reconstruction=_reconstruction(day(brief.as_of), day(brief.issued), say) if brief.is_reconstruction else "",
    )


def _reconstruction(day: str, issued: str, say: Say) -> str:
    return say(
        "Reconstructed from the record of facts as it stood on {day}. The text is that of the edition of {issued}."
    ).format(day=day, issued=issued)


def _handling(edition: Edition, cited: Iterable[str]) -> str:
    """Return the strictest handling of what an edition prints."""
    return highest(
        [
            *(module.handling for section in edition.sections for module in section.modules),
            *(fact.handling for fact in edition.facts),
            *(edition.references[name].handling for name in cited),
        ]
    )


def _edition_label(number: int, language: str) -> str:
    if language == "ja":
        return f"第{number}版"
    return f"{ordinal(number)} edition"


def colophon(edition: Edition, publication: Publication, cited: Iterable[str], say: Say) -> Colophon:
    """Return who answers for the brief, and the mix of the sources that it cites."""
    language = edition.language
    counts = Counter(edition.references[name].grade for name in cited)
    graded = [
        say("{grade}: {count}").format(grade=say(name), count=counts[grade])
        for grade, name in _GRADES.items()
        if counts[grade]
    ]
    return Colophon(
        publisher=publication.publisher[language],
        disclaimer=publication.disclaimer[language],
        licence=publication.licence[language],
        language=publication.language[language],
        grades=("、" if language == "ja" else ", ").join(graded),
    )


def by_grade(sources: tuple[Source, ...], say: Say) -> tuple[SourceGroup, ...]:
    """Return the sources grouped by grade, the strongest first, those without one last."""
    words = {say(_GRADES[grade]) if grade else "": say(_GRADES[grade]) for grade in _GRADES}
    groups = {name: tuple(source for source in sources if source.grade == name) for name in words}
    return tuple(
        SourceGroup(say("{grade} ({count})").format(grade=words[name], count=len(group)), group)
        for name, group in groups.items()
        if group
    )


def grade(reference: Reference, say: Say) -> str:
    """Return the grade of a source in words; empty when it has none."""
    return say(_GRADES[reference.grade]) if reference.grade else ""


def left_out(items: tuple[LeftOut, ...], language: str, say: Say) -> str:
    """Return what an edition leaves out, and where it stands: "‘A’ and ‘B’ (see …); ‘C’"; empty when nothing."""
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(_whereabouts(item, say), []).append(item.title)
    certain = sorted(groups.items(), key=lambda group: not group[0])  # those that stand nowhere for certain, last
    parts = [
        _quoted(titles, language) + (say(" ({where})").format(where=where) if where else "")
        for where, titles in certain
    ]
    return say("Not in this edition: {items}.").format(items=say("; ").join(parts)) if parts else ""


def _whereabouts(item: LeftOut, say: Say) -> str:
    if item.brief and item.audience:
        return say("see ‘{brief}’, the edition for {audience}").format(brief=item.brief, audience=item.audience)
    if item.brief:
        return say("see ‘{brief}’").format(brief=item.brief)
    return say("see the edition for {audience}").format(audience=item.audience) if item.audience else ""


def _quoted(titles: list[str], language: str) -> str:
    if language == "ja":
        return "".join(f"「{title}」" for title in titles)
    *rest, last = (f"‘{title}’" for title in titles)
    return f"{', '.join(rest)} and {last}" if rest else last
