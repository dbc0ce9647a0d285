"""What a page in HTML must print: its texts in reading order, the notes and ruby readings apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser


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
