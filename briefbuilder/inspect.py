"""Stage: Pdf + Document → Report. Reads the finished PDF back and proves that everything is there, in order.

Three accounts must agree: every block of the Document stands in the HTML; every text of the HTML stands in the PDF,
in the HTML's order, notes at the foot of the page; and nothing else stands there but list markers and repeated table
heads. The PDF is read with PDFium, which shares no code with the program that wrote it. White space, hyphens and case
count for nothing. What stands in the margins (running heads) is cut off by the type area.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from html.parser import HTMLParser
from typing import Any

import pypdfium2

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.document import Document
from briefbuilder.pages import Frame, Html, Pdf, Report
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
    found = _account(pages, expected, place, findings)
    return Report(len(pages), found, len(expected.notes), tuple(findings.items))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that stands together: its words as printed, and the number that compose gave it, if any."""

    words: str
    id: str
    is_head: bool  # of a table: printed again on each page the table reaches


@dataclass(frozen=True, slots=True)
class Expected:
    """The texts of a page in HTML, in reading order; notes and ruby readings apart."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    readings: tuple[str, ...]


def expect(text: str) -> Expected:
    """Return the texts that a page in HTML must print."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return Expected(tuple(reader.blocks), tuple(reader.notes), tuple(reader.readings))


_INLINE = frozenset(
    [
        "a",
        "em",
        "strong",
        "code",
        "span",
        "ruby",
        "b",
        "i",
        "sup",
        "sub",
        "br",
        "img",
        "cite",
        "q",
        "abbr",
        "small",
        "time",
    ]
)
_SILENT = frozenset(["head", "script", "style", "title", "template"])
_VOID = frozenset(["br", "img", "meta", "link", "hr", "col", "input"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self.readings: list[str] = []
        self.words: list[str] = []
        self.block_id, self.silent, self.heads = "", 0, 0
        self.aside: list[list[str]] = []  # open notes and readings
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _VOID:
            return
        kind = tag
        if tag in _SILENT:
            self.silent += 1
        elif tag == "span" and "note" in (given.get("class") or "").split():
            kind = "note"
            (self.aside[-1] if self.aside else self.words).append(given.get("data-note") or "")
            self.aside.append([])
        elif tag in ("rt", "rp"):
            kind = "rt"
            self.aside.append([])
        elif tag not in _INLINE:
            self.end_block()
            self.heads += tag == "thead"
            self.block_id = given.get("data-block") or ""
        self.stack.append(kind)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not self.stack:
            return
        kind = self.stack.pop()
        if kind in _SILENT:
            self.silent -= 1
        elif kind == "note":
            self.notes.append("".join(self.aside.pop()))
        elif kind == "rt":
            self.readings.append("".join(self.aside.pop()))
        elif kind not in _INLINE:
            self.end_block()
            self.heads -= kind == "thead"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            (self.aside[-1] if self.aside else self.words).append(data)

    def end_block(self) -> None:
        words = "".join(self.words)
        if normal(words) and not self.aside:
            self.blocks.append(Block(" ".join(words.split()), self.block_id, bool(self.heads)))
        self.words, self.block_id = [], ""


# PDFium gives U+0002 or U+FFFE for a hyphen at a line's end.
_IGNORED = re.compile("[\\s\x02\ufffe\ufeff\u00ad\u2010\u2011\u200b\u2060-]+")


def normal(text: str) -> str:
    """Return the text as it is compared: NFC, without white space and hyphens, without case."""
    return _IGNORED.sub("", unicodedata.normalize("NFC", text)).casefold()


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
                words=_beginning(" ".join(_words(node).split())),
                module=module or "the brief",
            )
    text = normal("".join(block.words for block in expected.blocks))
    for words in _strings(document):
        if normal(words) not in text:
            findings.error(
                place,
                'the template leaves out "{words}"',
                hint="print it in templates/",
                words=_beginning(words),
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


def _account(pages: list[str], expected: Expected, place: Place, findings: Findings) -> int:
    """Find each text again; return how many blocks were found."""
    texts = [normal(page) for page in pages]
    _take_notes(texts, expected.notes, place, findings)
    for reading in reversed(expected.readings):
        _take_last(texts, normal(reading))
    heads = sorted({normal(block.words) for block in expected.blocks if block.is_head}, key=len, reverse=True)
    cursor = _Cursor(texts, tuple(heads))
    found = 0
    for block in expected.blocks:
        if cursor.advance(normal(block.words)):
            found += 1
        else:
            findings.error(
                place,
                'the text "{words}" is missing from the finished PDF (expected on page {page} or after)',
                hint="the layout lost it: simplify the passage or the template around it",
                words=_beginning(block.words),
                page=cursor.page + 1,
            )
    rest = cursor.rest()
    if rest:
        findings.error(
            place,
            'the finished PDF prints "{words}", which is not in the brief',
            hint="a template or a style sheet adds it",
            words=_beginning(rest),
        )
    return found


def _take_notes(texts: list[str], notes: tuple[str, ...], place: Place, findings: Findings) -> None:
    """Cut the notes out of the pages, last first: a note stands on the page of its call or, rarely, the next."""
    page = len(texts) - 1
    for number, note in reversed(list(enumerate(notes, 1))):
        words = normal(note)
        for candidate in range(page, -1, -1):
            at = texts[candidate].rfind(words)
            if at >= 0:
                start = at
                marker = re.search(rf"(?:注|note)?[(（]?{number}[)）.]?$", texts[candidate][:at])
                if marker:
                    start = marker.start()
                texts[candidate] = texts[candidate][:start] + texts[candidate][at + len(words) :]
                page = candidate
                break
            if candidate and _is_broken(texts[candidate - 1], texts[candidate], words):
                _cut_broken(texts, candidate, words)
                page = candidate - 1
                break
        else:
            findings.error(
                place,
                'note {number} "{words}" is missing from the finished PDF',
                hint="the layout lost it: shorten the notes on its page",
                number=number,
                words=_beginning(note),
            )


def _is_broken(before: str, after: str, words: str) -> bool:
    return any(before.endswith(words[:cut]) and words[cut:] in after for cut in range(4, len(words) - 3))


def _cut_broken(texts: list[str], page: int, words: str) -> None:
    for cut in range(len(words) - 4, 3, -1):
        if texts[page - 1].endswith(words[:cut]) and words[cut:] in texts[page]:
            texts[page - 1] = texts[page - 1][: -cut or None]
            texts[page] = texts[page].replace(words[cut:], "", 1)
            return


def _take_last(texts: list[str], words: str) -> None:
    for page in range(len(texts) - 1, -1, -1):
        at = texts[page].rfind(words)
        if words and at >= 0:
            texts[page] = texts[page][:at] + texts[page][at + len(words) :]
            return


# What CSS prints before a list item: bullets, dashes, 1. (1) ① a. ア.
_MARKER = re.compile(r"(?:[•‣◦▪▸・–—―□■●○*]|[(（]?\d{1,3}[)）.、]?|[①-⑳]|[(（]?[a-zア-ン][)）.])")


class _Cursor:
    """Walks through the pages; each text must follow the one before, with nothing between but markers and heads."""

    def __init__(self, texts: list[str], heads: tuple[str, ...]) -> None:
        self.texts, self.heads = texts, heads
        self.page, self.offset = 0, 0

    def advance(self, words: str) -> bool:
        """Pass over the next text if it follows; otherwise stay and say so."""
        page, offset = self.page, self.offset
        while page < len(self.texts):
            at = self._follows(words, page, offset)
            if at is not None:
                self.page, self.offset = page, at + len(words)
                return True
            if self._continues(words, page, offset):
                return True
            if not self._is_explained(self.texts[page][offset:]):
                return self._torn(words)
            page, offset = page + 1, 0
        return False

    def _follows(self, words: str, page: int, offset: int) -> int | None:
        text = self.texts[page]
        at = text.find(words, offset)
        while at >= 0:
            if self._is_explained(text[offset:at]):
                return at
            at = text.find(words, at + 1)
        return None

    def _continues(self, words: str, page: int, offset: int) -> bool:
        """Pass over a text that breaks at the foot of the page and goes on at the head of the following ones."""
        text = self.texts[page]
        for cut in range(min(len(words) - 1, len(text) - offset), 0, -1):
            if not (text.endswith(words[:cut]) and self._is_explained(text[offset : len(text) - cut])):
                continue
            rest, following = words[cut:], page + 1
            while following < len(self.texts):
                at = self._follows(rest, following, 0)
                if at is not None:
                    self.page, self.offset = following, at + len(rest)
                    return True
                if not self.texts[following] or not rest.startswith(self.texts[following]):
                    break
                rest = rest[len(self.texts[following]) :]
                following += 1
        return False

    def _torn(self, words: str) -> bool:
        """Cut a text out of two neighbouring pages: the cells of a row higher than a page are torn apart."""
        for page in range(self.page, min(self.page + 2, len(self.texts) - 1)):
            start = self.offset if page == self.page else 0
            text, following = self.texts[page], self.texts[page + 1]
            for cut in range(len(words) - 8, 7, -1):
                at = text.find(words[:cut], start)
                if at < 0:
                    continue
                rest = following.find(words[cut:])
                if rest < 0:
                    break
                self.texts[page] = text[:at] + text[at + cut :]
                self.texts[page + 1] = following[:rest] + following[rest + len(words) - cut :]
                return True
        return False

    def _is_explained(self, between: str) -> bool:
        if not between:
            return True
        if len(between) <= 6 and _MARKER.fullmatch(between):
            return True
        for head in self.heads:
            between = between.replace(head, "")
        return not between or (len(between) <= 6 and bool(_MARKER.fullmatch(between)))

    def rest(self) -> str:
        """Return what is left on the pages after the last text."""
        tail = [self.texts[self.page][self.offset :], *self.texts[self.page + 1 :]] if self.texts else []
        return "".join(part for part in tail if not self._is_explained(part))


def _beginning(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else words[:40] + "…"
