"""Stage: Pdf + Document → Report. Reads the finished PDF back and proves that everything is there, in order.

Three accounts must agree: every block of the Document stands in the HTML; every text of the HTML stands in the PDF,
in the HTML's order, notes at the foot of the page; and nothing else stands there but list markers and repeated table
heads. The PDF is read with PDFium, which shares no code with the program that wrote it. White space, hyphens and case
count for nothing. What stands in the margins (running heads) is cut off by the type area.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pypdfium2

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.document import Document
from briefbuilder.pages import Frame, Html, Pdf, Report
from briefbuilder.proof.account import account, beginning
from briefbuilder.proof.expected import Expected, expect, normal
from briefbuilder.tree import Element, walk

PAGE_LIMIT = 600


def inspect(pdf: Pdf, html: Html, document: Document, *, name: str) -> Report:
    """Return what the PDF holds, with an error for each text that is lost, doubled or not ours."""
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
    return Report(len(pages), found, len(expected.notes), tuple(findings.items))


def read_pages(pdf: Pdf) -> list[str]:
    """Return the text in each page's type area, in the order in which it was drawn."""
    with pypdfium2.PdfDocument(pdf.data) as opened:
        return [_within(page, frame) for page, frame in zip(opened, pdf.frames, strict=True)]


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


_PRINTED_FIELDS = frozenset({"question", "heading", "by", "name", "meaning"})


def _compare_with_document(document: Document, expected: Expected, place: Place, findings: Findings) -> None:
    """Report what the template left out."""
    in_html = [block.id for block in expected.blocks if block.id]
    for module, node in _numbered(document, ""):
        if node.get("data-block") not in in_html:
            findings.error(
                place,
                'the template leaves out the text "{words}" of {module}',
                hint="print it in templates/",
                words=beginning(" ".join(_words(node).split())),
                module=module or "the brief",
            )
    text = normal("".join(block.words for block in expected.blocks))
    for words in _strings(document):
        if normal(words) not in text:
            findings.error(
                place,
                'the template leaves out "{words}"',
                hint="print it in templates/",
                words=beginning(words),
            )


def _numbered(value: Any, module: str) -> Iterator[tuple[str, Element]]:
    if isinstance(value, Element):
        for node in walk((value,)):
            if node.get("data-block") and normal(_words(node)):
                yield module, node
    elif isinstance(value, tuple):
        for item in value:
            yield from _numbered(item, module)
    elif is_dataclass(value):
        module = getattr(value, "module", module)
        for part in fields(value):
            yield from _numbered(getattr(value, part.name), module)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif is_dataclass(value) and not isinstance(value, Element):
        for part in fields(value):
            inner = getattr(value, part.name)
            if isinstance(inner, str):
                if part.name in _PRINTED_FIELDS and inner:
                    yield inner
            else:
                yield from _strings(inner)


def _words(node: Element) -> str:
    return "".join(child if isinstance(child, str) else _words(child) for child in node.children)
