"""Python-Markdown as this project sets it up: its core without what authors may not use, and our few marks added.

The order of the marks is literal: a note may hold citations, a citation no other mark.
"""

from __future__ import annotations

import functools
import re
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from briefbuilder.text import syntax


def parse_blocks(text: str, *, first: int) -> Xml:
    """Return Python-Markdown's own tree of a text whose first line has this number in its file.

    Each block carries `line`, the number of its first line, and `raw`, its text before the marks were read.
    """
    reader = _markdown()
    reader.reset()
    lines = text.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    root: Xml = reader.parser.parseDocument(lines).getroot()  # type: ignore[assignment]  # it always has one
    for treeprocessor in reader.treeprocessors:
        if isinstance(treeprocessor, _Lines):
            treeprocessor.lines, treeprocessor.first = text.split("\n"), first
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    return root


@functools.cache
def _markdown() -> Markdown:
    reader = Markdown(extensions=["sane_lists", TableExtension(use_align_attribute=True)])
    reader.preprocessors.deregister("html_block")
    for name in ("code", "reference"):
        reader.parser.blockprocessors.deregister(name)
    for name in ("html", "reference", "image_reference", "short_reference", "short_image_ref", "automail"):
        reader.inlinePatterns.deregister(name)
    reader.inlinePatterns.deregister("entity")
    reader.inlinePatterns.register(_Address(syntax.AUTOLINK.pattern, reader), "autolink", 120)  # in place of its own
    reader.treeprocessors.deregister("prettify")
    reader.ESCAPED_CHARS = [*reader.ESCAPED_CHARS, "<", "@", "|", "^", ":", "&"]
    reader.inlinePatterns.register(_Note(syntax.NOTE_START, reader), "note", 176)
    reader.inlinePatterns.register(_Citation(syntax.CITATION, reader), "citation", 175)
    reader.inlinePatterns.register(_Fact(syntax.FACT, reader), "fact", 174)
    reader.inlinePatterns.register(_Term(syntax.TERM + syntax.ENDING, reader), "term", 173.5)
    reader.inlinePatterns.register(_Figure(syntax.FIGURE, reader), "figure", 173.5)
    reader.inlinePatterns.register(_FigureReference(syntax.FIGURE_REFERENCE, reader), "figure_reference", 171)
    reader.inlinePatterns.register(_Ruby(syntax.RUBY, reader), "ruby", 173)
    reader.inlinePatterns.register(_Section(syntax.SECTION, reader), "section", 172)
    reader.treeprocessors.register(_Lines(reader), "lines", 25)
    return reader


class _Note(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]
        depth = 1
        for offset in range(m.end(), len(data)):
            depth += {"[": 1, "]": -1}.get(data[offset], 0)
            if depth == 0:
                made = Xml("note")
                made.text = data[m.end() : offset]
                return made, m.start(), offset + 1
        return None, None, None


class _Citation(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        made = Xml("cite")
        for item in re.split("[;；]", m[1]):
            if parts := syntax.CITED.match(item):
                SubElement(
                    made,
                    "citeitem",
                    {
                        "key": parts["key"],
                        "prefix": " ".join(parts["prefix"].split()),
                        "locator": " ".join((parts["locator"] or "").split()),
                        "suppress": "yes" if parts["suppress"] else "",
                    },
                )
        return made, m.start(), m.end()


class _Fact(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("fact", {"id": m[1], "form": m[2] or ""}), m.start(), m.end()


class _Term(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]
        begins = "yes" if _begins_sentence(data[: m.start()]) else ""
        return Xml("term", {"id": m[1], "form": m[2] or "", "ending": m[3], "begins": begins}), m.start(), m.end()


# Between \x02 and \x03 stands what has been read already, such as a citation behind the full stop.
_SENTENCE_END = re.compile(r"[.!?][”’)]*(?:\x02[^\x03]*\x03)*\s+[“‘(*]*\Z")


def _begins_sentence(before: str) -> bool:
    return not before.strip("“‘(* \n") or bool(_SENTENCE_END.search(before[-200:]))


class _Figure(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("chart", {"id": m[1]}), m.start(), m.end()


class _FigureReference(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("figref", {"target": m[1]}), m.start(), m.end()


class _Ruby(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        made = Xml("ruby", {"reading": m[2]})
        made.text = AtomicString(m[1])
        return made, m.start(), m.end()


class _Section(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("ref", {"target": m[1]}), m.start(), m.end()


class _Address(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        made = Xml("a", {"href": self.unescape(m[1])})
        made.text = AtomicString(made.attrib["href"].removeprefix("mailto:"))
        return made, m.start(), m.end()


class _Lines(Treeprocessor):
    """Gives each block the number of its source line: the raw text is still there, so it is looked up in order."""

    lines: list[str]
    first: int

    def run(self, root: Xml) -> None:
        cursor = 0
        for block in root.iter():
            start = (block.text or "").strip().split("\n")[0].strip()
            if not start:
                continue
            for number in range(cursor, len(self.lines)):
                if start in self.lines[number]:
                    cursor = number
                    break
            block.set("line", str(cursor + self.first))
            block.set("raw", block.text or "")
