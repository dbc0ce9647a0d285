"""From a plan to the press's door: localise, compose, render, typeset. An edition ready to print.

All that can be known of a plan without printing it is known here; which plan it is, `fitting` finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateError

from briefbuilder import plan
from briefbuilder.backing import unbacked
from briefbuilder.compose import compose
from briefbuilder.diagnostics import Diagnostic, Findings, Place, error, has_errors
from briefbuilder.document import Document
from briefbuilder.expansion import unexplained
from briefbuilder.facts import rests_on
from briefbuilder.house import House, theme_sheet
from briefbuilder.library import Audience, Brief, Library, Look, Publication
from briefbuilder.localise import BLOCKS, Edition, localise
from briefbuilder.pages import Html
from briefbuilder.pictures import picture_fault
from briefbuilder.plan import Target
from briefbuilder.render import coloured, render
from briefbuilder.select import Selection
from briefbuilder.sources import PICTURE_LIMIT, Folder
from briefbuilder.theme import check_theme, tokens, unsaid
from briefbuilder.typeset import typeset


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition ready for the press."""

    target: Target
    format: str
    selection: Selection
    edition: Edition
    document: Document
    html: Html
    assets: Mapping[str, bytes]
    key: str
    findings: tuple[Diagnostic, ...]


def prepare(
    library: Library, read_findings: Iterable[Diagnostic], target: Target, house: House, selection: Selection
) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """Take a plan to the press's door: localise, compose, render, typeset."""
    brief, audience = library.briefs[target.brief], library.audiences[target.audience]
    name, place = _format(brief, audience)
    blocks, findings = _blocks(name, place, house)
    edition, more = localise(library, selection, target.language, blocks)
    findings += more
    findings += tuple(_blamed(library, selection, edition, read_findings))
    if library.publication is None:
        findings += (error(Place("content/publication.yaml"), "the series cannot be used: it has errors"),)
        return None, findings
    look, unknown = library.publication.look, _unknown_look(library.publication, house)
    findings += unknown
    if unknown:
        return None, findings
    document, more = compose(edition, library.publication, house.words(target.language))
    findings += (*more, *unbacked(library, edition), *unexplained(library, edition, document))
    html, more = _page(document, name, look, house) if name in house.formats() else (None, ())
    findings += more
    if html is None:
        return None, findings
    html = typeset(html)
    findings += tuple(_unprintable(library, selection, target, html, house))
    assets, more = _assets(html, document, house)
    findings += more
    findings += tuple(item for item in _theme_faults(html, assets, look, name) if item not in findings)
    key = plan.key(html, assets, house.fonts_key) if not has_errors(more) else ""
    return Draft(target, name, selection, edition, document, html, assets, key, findings), findings


def _format(brief: Brief, audience: Audience) -> tuple[str, Place]:
    """Return the format of an edition, and where it is ordered."""
    place = brief.places.at("format", audience.id) if audience.id in brief.formats else audience.places.at("format")
    return brief.format_for(audience), place


def _blocks(name: str, place: Place, house: House) -> tuple[frozenset[str], tuple[Diagnostic, ...]]:
    """Return the blocks that a format prints beside the sections. An unknown format or block is an error."""
    findings = Findings()
    if name not in house.formats():
        findings.unknown(place, "format", name, house.formats())
        return frozenset(), tuple(findings.items)
    blocks = house.blocks(f"{name}.html")
    for block in blocks:
        if block not in BLOCKS:
            findings.unknown(Place(f"templates/{name}.html"), "block", block, BLOCKS)
    return frozenset(blocks), tuple(findings.items)


def _unknown_look(publication: Publication, house: House) -> tuple[Diagnostic, ...]:
    """Return an error for a theme and for a paper that the house does not have."""
    findings, look = Findings(), publication.look
    for kind, name, known in (("theme", look.theme, house.themes()), ("paper", look.paper, house.papers())):
        if name not in known:
            findings.unknown(publication.places.at(kind), kind, name, known)
    return tuple(findings.items)


def _page(document: Document, name: str, look: Look, house: House) -> tuple[Html | None, tuple[Diagnostic, ...]]:
    template = f"{name}.html"
    try:
        env = house.environment(document.language)
        page = render(document, template=template, env=env, styles=house.styles(template, look))
    except (TemplateError, TypeError) as fault:
        where = _place_in_templates(fault, template, house)
        return None, (error(where, "the template cannot be used: {reason}", reason=fault),)
    sheet = theme_sheet(look.theme)
    said = tokens(house.read_style(sheet).decode("utf-8", "replace"), sheet, form=name, language=document.language)
    page, missing = coloured(page, {f"--{token.name}": token.value for token in said})
    return page, tuple(unsaid(token.removeprefix("--"), f"templates/{sheet}") for token in missing)


def _place_in_templates(fault: Exception, template: str, house: House) -> Place:
    """Return where a template fails. Jinja says it of slips in the syntax; else only the traceback knows."""
    name, line = getattr(fault, "name", None) or template, getattr(fault, "lineno", 0) or 0
    for frame, number in walk_tb(fault.__traceback__):
        path = Path(frame.f_code.co_filename)
        for folder in house.folders:
            if path.suffix == ".html" and path.is_relative_to(folder):
                name, line = path.relative_to(folder).as_posix(), number
    return Place(f"templates/{name}", line)


def _assets(html: Html, document: Document, house: House) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    findings = Findings()
    assets = {file.path: file.text.encode() for file in document.attachments}
    for name in html.styles:
        try:
            assets[name] = house.read_style(name)
            _report_opacity(f"templates/{name}", assets[name].decode("utf-8", "replace"), findings)
        except FileNotFoundError:
            findings.error(Place(f"templates/{name}"), "the style sheet is missing")
    folder = Folder(house.project)
    for name in (name for name in html.pictures if name not in assets):
        data = folder.read_bytes(name, PICTURE_LIMIT, findings)
        if data is None:
            continue
        if reason := picture_fault(data):
            findings.error(
                Place(name),
                "the picture cannot be used: {reason}",
                hint="save it again as PNG or JPEG",
                reason=reason,
            )
        assets[name] = data
    return assets, tuple(findings.items)


def _report_opacity(path: str, style: str, findings: Findings) -> None:
    """Report what is seen through: WeasyPrint 70 draws it after all else, so that it would be read after all else."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), style)
    for found in _OPACITY.finditer(plain):
        if float(found[1]) < 1 or found[2]:
            line = plain.count("\n", 0, found.start()) + 1
            column = found.start() - plain.rfind("\n", 0, found.start())
            findings.error(
                Place(path, line, column),
                "opacity takes a text out of the order in which it is read",
                hint="name the colour that it makes on the paper",
            )


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OPACITY = re.compile(r"(?<![-\w])opacity\s*:\s*(\d*\.?\d+)(%?)")


def _theme_faults(html: Html, assets: Mapping[str, bytes], look: Look, name: str) -> tuple[Diagnostic, ...]:
    sheets = {sheet: assets[sheet].decode("utf-8", "replace") for sheet in html.styles if sheet in assets}
    theme = theme_sheet(look.theme)
    others = tuple(text for sheet, text in sheets.items() if sheet != theme)
    return check_theme(sheets[theme], f"templates/{theme}", others, form=name, language=html.language)


def _unprintable(
    library: Library, selection: Selection, target: Target, html: Html, house: House
) -> Iterator[Diagnostic]:
    """Yield each letter of the page that no font of the house has, where the author wrote it."""
    unknown = sorted(set(html.text) - house.letters - _INVISIBLE)
    if not unknown:
        return
    brief = library.briefs[target.brief]
    modules = [library.modules[choice.module] for choice in selection.choices if choice.is_in]
    texts = [module.text[target.language].source for module in modules]
    texts += [passage.source for passage in (brief.answer.ja, *(module.line.ja for module in modules))]
    for letter in unknown:
        places = [text.place(text.text.index(letter)) for text in texts if letter in text.text] or [brief.place]
        for place in dict.fromkeys(places):
            yield _without_font(place, letter, html.text)


def _without_font(place: Place, letter: str, text: str) -> Diagnostic:
    code = f"{ord(letter):04X}"
    if letter in _SELECTORS:  # it is not seen itself: what it stands behind is named
        return error(
            place,
            'no font of the house has the form of "{letter}" that was chosen (U+{code})',
            hint="write the plain letter, or add a font that has its form (templates/fonts)",
            letter=text[text.index(letter) - 1],
            code=code,
        )
    return error(
        place,
        'no font of the house has the character "{letter}" (U+{code})',
        hint="write it otherwise, or add a font that has it (templates/fonts)",
        letter=letter,
        code=code,
    )


_SELECTORS = frozenset(map(chr, range(0xE0100, 0xE01F0)))  # of the forms of kanji
# Never drawn: line ends, tabs, joiners, variation selectors.
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u2060") | frozenset(map(chr, range(0xFE00, 0xFE10)))


def _blamed(
    library: Library, selection: Selection, edition: Edition, findings: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Yield the findings of `read` that concern an edition: in its brief, its modules' folders, and its facts."""
    folders = tuple(f"{library.modules[choice.module].folder}/" for choice in selection.choices if choice.is_in)
    facts = [part.places for fact in edition.facts for part in rests_on(library.facts[fact.id], library.facts)]
    places = {place for fact in facts for place in (fact.own, *fact.inner.values())}
    for item in findings:
        path = item.place.path
        if path == edition.brief.place.path or (folders and path.startswith(folders)) or item.place in places:
            yield item
