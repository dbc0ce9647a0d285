"""Stage: Pdf + Document → Report. Reads the finished PDF back and proves that everything is there, in order.

Three accounts must agree: every block of the Document stands in the HTML; every text of the HTML stands in the PDF,
in the HTML's order, notes at the foot of the page; and nothing else stands there but list markers and repeated table
heads. No text may be cut off by its box. The PDF is read with PDFium, which shares no code with the program that wrote
it. White space, hyphens and case count for nothing. What stands in the margins (running heads) is left out: only the
type area is read. For what the readers may not see the whole file is searched (`proof/secrecy.py`). Last comes the
preflight, as for any PDF (`proof/preflight.py`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import zip_longest
from typing import Any

import pypdfium2

from briefbuilder.diagnostics import Diagnostic, Findings, Place, error
from briefbuilder.document import (
    Argument,
    Claim,
    Colophon,
    ContestedFact,
    Document,
    Event,
    FactRecord,
    FactRow,
    FormerValue,
    Masthead,
    Part,
    Section,
    Sides,
    SourceGroup,
    Term,
)
from briefbuilder.pages import Frame, Html, Pdf, Report
from briefbuilder.proof.account import account, beginning
from briefbuilder.proof.clipping import clipped
from briefbuilder.proof.expected import Expected, expect, normal
from briefbuilder.proof.preflight import preflight
from briefbuilder.proof.secrecy import Withheld, leaks
from briefbuilder.proof.sheets import TooLarge
from briefbuilder.proof.whereabouts import pages_of_facts, pages_of_sources
from briefbuilder.tree import Content, Element, walk

PAGE_LIMIT = 600


def inspect(
    pdf: Pdf,
    html: Html,
    document: Document,
    *,
    name: str,
    secret: Withheld | None = None,
    styles: Mapping[str, bytes] | None = None,
    is_for_press: bool = False,
) -> Report:
    """Return what the PDF holds, with an error for each text that is lost, doubled, not ours, or not for its readers.

    `secret`: what its readers may not see; `styles`: the style sheets by name, where a colour too faint is then found;
    `is_for_press`: it needs no tags.
    """
    findings = Findings()
    place = Place(name)
    for message in pdf.messages:
        _report_message(message, place, findings)
    expected = expect(html.text)
    _compare_with_document(document, expected, place, findings)
    pages = read_pages(pdf)
    if len(pages) > PAGE_LIMIT:
        findings.error(place, "{pages} pages; {limit} are the limit", hint=None, pages=len(pages), limit=PAGE_LIMIT)
    found = account(pages, expected, place, findings)
    _report_clipped(pdf, place, findings)
    _report_leaks(pdf, secret or Withheld(), place, findings)
    if len(pages) <= PAGE_LIMIT:
        findings.extend(_preflight(pdf, place, _colours(styles or {}), is_for_press=is_for_press))
    return Report(
        len(pages),
        found,
        len(expected.notes),
        tuple(findings.items),
        facts=pages_of_facts(pdf),
        sources=pages_of_sources(pdf, document),
    )


def _preflight(pdf: Pdf, place: Place, colours: Mapping[str, Place], *, is_for_press: bool) -> tuple[Diagnostic, ...]:
    try:
        found = preflight(
            pdf.data, place, frames=pdf.frames, colours=colours, is_for_press=is_for_press, judges_shares=False
        )
        return found.findings
    except TooLarge as fault:
        return (
            error(place, "{limit} {thing} are the most that may stand on a page", limit=fault.limit, thing=fault.what),
        )


def _colours(styles: Mapping[str, bytes]) -> dict[str, Place]:
    """Return where each colour is first written: "#rrggbb" → its place."""
    found: dict[str, Place] = {}
    for name, data in styles.items():
        for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
            for colour in _COLOUR.finditer(line.lower()):
                digits = colour[1] if len(colour[1]) == 6 else "".join(digit * 2 for digit in colour[1])
                found.setdefault(f"#{digits}", Place(f"templates/{name}", number, colour.start() + 1))
    return found


_COLOUR = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])")


def read_pages(pdf: Pdf) -> list[str]:
    """Return the text in each page's type area, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(pdf.data) as opened:
        return [_within(page, frame) for page, frame in zip(opened, pdf.frames, strict=True)]


def _report_clipped(pdf: Pdf, place: Place, findings: Findings) -> None:
    with pypdfium2.PdfDocument(pdf.data) as opened:
        for number, page in enumerate(opened, 1):
            for words in clipped(page):
                findings.error(
                    place,
                    'the text "{words}" is cut off on page {page}',
                    hint="a style sheet makes its box too small: let the box grow with its text",
                    words=beginning(words),
                    page=number,
                )


def _report_leaks(pdf: Pdf, secret: Withheld, place: Place, findings: Findings) -> None:
    """Report what must not be there, by name alone: whoever reads the report may not know its words either."""
    for leak in leaks(pdf.data, secret):
        findings.error(
            place,
            'words of the {kind} "{id}" ({handling}) stand on page {page}: these readers may not see it'
            if leak.page
            else 'words of the {kind} "{id}" ({handling}) stand in the file, on no page: these readers may not see it',
            hint="nothing was published: somebody copied them into a text or a template",
            kind=leak.thing.kind,
            id=leak.thing.id,
            handling=leak.thing.handling,
            page=leak.page,
        )


def _within(page: Any, frame: Frame) -> str:
    text = page.get_textpage()
    slack = 1.0  # pt: accents and brackets may stand out of the type area a little
    words: str = text.get_text_bounded(
        left=frame.left - slack, bottom=frame.bottom - slack, right=frame.right + slack, top=frame.top + slack
    )
    text.close()
    page.close()
    return words


def _report_message(message: str, place: Place, findings: Findings) -> None:
    if glyph := re.search(r"\.notdef glyph rendered.*?U\+([0-9A-Fa-f]+)", message):
        code = int(glyph[1], 16)
        findings.error(
            place,
            'no font of the house has the character "{letter}" (U+{code})',
            hint="write it otherwise, or add a font that has it (templates/fonts)",
            letter=chr(code),
            code=f"{code:04X}",
        )
    else:
        findings.error(place, "the layout engine complains: {message}", hint=None, message=message)


# The plain words and the lines that every template prints. Blocks (paragraphs, cells …) are known by their numbers.
_PRINTED_FIELDS: Mapping[type, tuple[str, ...]] = {
    Document: ("question", "key_points", "watch", "corrections", "left_out"),
    Masthead: ("series", "number", "edition", "issued", "as_of", "audience", "handling", "reconstruction"),
    Section: ("heading", "see"),
    Sides: ("balance",),
    Part: ("heading",),
    Argument: ("heading", "by"),
    Term: ("name", "meaning"),
    FactRow: ("label", "value", "when", "sources"),
    Event: ("when", "label", "value", "sources"),
    FactRecord: ("label", "words", "when", "sources", "checked", "confidence"),
    FormerValue: ("when", "words", "sources"),
    ContestedFact: ("label", "words"),
    Claim: ("who", "at", "words", "asserted", "verdict", "note"),
    Colophon: ("publisher", "disclaimer", "licence", "language"),
}


def _compare_with_document(document: Document, expected: Expected, place: Place, findings: Findings) -> None:
    """Report what the template left out."""
    in_html = {block.id for block in expected.blocks if block.id}
    for module, node in _numbered(document, ""):
        if node.get("data-block") not in in_html:
            _report_left_out(_printed(node.children), module, place, findings)
    text = normal("".join(block.words for block in expected.blocks))
    for words in _lines(document):
        if normal(words) not in text:
            _report_left_out(words, "", place, findings)
    for source in document.sources:
        full, short = _printed(source.entry), source.short if source.note else ""
        if normal(full) not in text and not (short and normal(short) in text):
            _report_left_out(full, "", place, findings)
    for rows in (document.facts_box, document.timeline, document.facts_annex, document.contested):
        _compare_rows(rows, expected, place, findings)


def _compare_rows(rows: tuple[Any, ...], expected: Expected, place: Place, findings: Findings) -> None:
    """Report what a template leaves out of a list of facts, or prints out of order. Each row is known by its number."""
    positions = {block.id: index for index, block in enumerate(expected.blocks) if block.id}
    starts = [positions.get(row.block, -1) for row in rows]
    for row, start, end in zip_longest(rows, starts, starts[1:]):
        lines = list(_lines(row))
        if end is not None and 0 <= end < start:
            findings.error(
                place,
                'the template prints "{words}" out of order',
                hint="print the lists of facts as they come in the document",
                words=beginning(lines[0]),
            )
            return
        text = normal("".join(block.words for block in expected.blocks[start:end])) if start >= 0 else ""
        offset = 0
        for words in lines:
            offset = text.find(normal(words), offset)
            if offset < 0:
                _report_left_out(words, "", place, findings)
                break


def _report_left_out(words: str, module: str, place: Place, findings: Findings) -> None:
    template = 'the template leaves out "{words}" of {module}' if module else 'the template leaves out "{words}"'
    findings.error(place, template, hint="print it in templates/", words=beginning(words), module=module)


def _numbered(value: Any, module: str) -> Iterator[tuple[str, Element]]:
    if isinstance(value, Element):
        for node in walk((value,)):
            if node.get("data-block") and normal(_printed(node.children)):
                yield module, node
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbered(item, module)
    elif is_dataclass(value):
        module = getattr(value, "module", module)
        for part in fields(value):
            yield from _numbered(getattr(value, part.name), module)


def _lines(value: Any) -> Iterator[str]:
    """Yield the words of each field that a template must print, of the document and of all that it holds."""
    if isinstance(value, tuple):
        for item in value:
            yield from _lines(item)
    elif is_dataclass(value) and not isinstance(value, (Element, SourceGroup)):
        for part in fields(value):
            inner = getattr(value, part.name)
            if part.name not in _PRINTED_FIELDS.get(type(value), ()):
                yield from _lines(inner)
            elif isinstance(inner, str):
                yield inner
            elif inner and isinstance(inner[0], tuple):
                yield from map(_printed, inner)
            else:
                yield _printed(inner)


def _printed(content: Content) -> str:
    """Return the words that a content prints where it stands: of a note its number alone."""
    return "".join(
        node if isinstance(node, str) else node.get("number") if node.name == "note" else _printed(node.children)
        for node in content
    )
