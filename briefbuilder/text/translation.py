"""The tree of Python-Markdown → the closed vocabulary of `tree`; what has no place there is a finding."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element as Xml

from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import Passage
from briefbuilder.sources import HIDDEN
from briefbuilder.text import syntax
from briefbuilder.text.lineends import join_lines
from briefbuilder.tree import Content, Element, plain, rewrite, walk


def translate(root: Xml, passage: Passage, language: str, findings: Findings) -> Content:
    """Return the blocks of a text. `root` is what `marks.parse_blocks` made of it."""
    return _Translation(passage, language, findings).content(root)


_SAME = frozenset(["p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "blockquote", "strong", "em", "code", "br"])
_SWALLOWED = re.compile(r"^ {0,3}(?:[-*+]|\d+\.) +\S")
_ASTERISKS = re.compile(r"\*\*|__")
_COLUMNS = 12  # of a table across the whole page: five letters each
_STASHED = re.compile("\x02|\x03")


class _Translation:
    """Translates one tree of Python-Markdown, reporting what has no place in the vocabulary."""

    def __init__(self, passage: Passage, language: str, findings: Findings) -> None:
        self.passage, self.language, self.findings = passage, language, findings
        self.line = passage.line
        self.has_heading = False

    def content(self, parent: Xml) -> Content:
        made: list[Element | str] = []
        if parent.text and parent.text.strip("\n"):
            made.append(self.text(parent.text))
        for child in parent:
            made.extend(self.node(child))
            if child.tail and child.tail.strip("\n"):
                made.append(self.text(child.tail))
            elif child.tail and made and isinstance(made[-1], Element) and made[-1].name not in _BLOCKISH:
                made.append("\n")
        return tuple(made)

    def text(self, text: str) -> str:
        plain_text = HIDDEN.sub("", html.unescape(_STASHED.sub("", text)))
        if _ASTERISKS.search(plain_text):
            self.error(
                "emphasis is not closed, or a space stands inside its marks",
                hint="write **words** without inner spaces",
            )
        return plain_text

    def node(self, node: Xml) -> Content:
        name = node.tag
        if line := node.get("line"):
            self.line = int(line)
        line_number = self.line
        if name == "p":
            return self.paragraph(node)
        if name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self.heading(node, int(name[1]))
        if name == "code":
            return (Element("code", (), (html.unescape("".join(node.itertext())),), line_number),)
        if name in ("th", "td"):
            made = self.leaf(Element(name, _align(node), self.content(node), line_number))
            if name == "th":
                self.refuse_notes(made, "a table's head")
            return (made,)
        if name == "li":
            return (self.item(node),)
        if name == "ol":
            start = node.get("start") or ""
            return (Element("ol", (("start", start),) if start else (), self.content(node), line_number),)
        if name == "a":
            return self.link(node)
        if name in ("fact", "term", "cite", "citeitem", "ref", "figref", "ruby", "note"):
            attributes = tuple((key, value) for key, value in node.attrib.items() if value)
            return (Element(name, attributes, self.content(node), line_number),)
        if name == "table":
            self.check_columns(node)
        if name in _SAME:
            return (Element(name, (), self.content(node), line_number),)
        if name == "chart":
            self.error(
                "a figure stands inside a paragraph",
                hint="put it into a paragraph of its own, between blank lines; refer to it by @fig-its-id",
            )
            return ()
        if name == "img":
            self.error(
                "a picture stands inside a paragraph",
                hint="put it into a paragraph of its own, between blank lines",
            )
            return ()
        if name != "hr":  # which `refusals.check` has found, with its line and column
            self.error("“{name}” is not supported", hint="see docs/authoring.md", name=name)
        return ()

    def paragraph(self, node: Xml) -> Content:
        line = self.line
        raw = node.get("raw") or ""
        for offset, text in enumerate(raw.split("\n")[1:], 1):
            if _SWALLOWED.match(text):
                self.findings.error(
                    Place(self.passage.source.path, line + offset),
                    "the list has no blank line before it, so it prints as running text",
                    hint="leave one line empty before the first item",
                )
                break
        if "|" in raw and re.search(r"^\s*\|?\s*:?-{3,}", raw, re.MULTILINE):
            self.findings.error(
                Place(self.passage.source.path, line),
                "the table is not recognised",
                hint="leave one line empty before it, and give each row as many cells as the head",
            )
        alone = _alone(node)
        if alone is not None and alone.tag == "img":
            return self.figure(alone, line)
        if alone is not None and alone.tag == "chart":
            return (Element("chart", (("id", alone.get("id") or ""),), (), line),)
        return (self.leaf(Element("p", (), self.content(node), line)),)

    def item(self, node: Xml) -> Element:
        """A list item holds blocks; a tight one gets the paragraph that its text is."""
        line = self.line
        content = self.content(node)
        inline: list[Element | str] = []
        blocks: list[Element | str] = []
        for child in content:
            if isinstance(child, Element) and child.name in _BLOCKISH:
                blocks.append(child)
            else:
                inline.append(child)
        if (inline and plain(tuple(inline)).strip()) or any(isinstance(part, Element) for part in inline):
            blocks.insert(0, self.leaf(Element("p", (), tuple(inline), line)))
        return Element("li", (), tuple(blocks), line)

    def heading(self, node: Xml, level: int) -> Content:
        if level not in (2, 3):
            self.error("a heading of level {level} is not allowed", hint="use ## or ###", level=level)
            level = min(max(level, 2), 3)
        elif level == 3 and not self.has_heading:
            self.error("a heading of level 3 stands under none of level 2", hint="use ##")
        self.has_heading = True
        made = self.leaf(Element("h", (("level", str(level)),), self.content(node), self.line))
        self.refuse_notes(made, "a heading")
        return (made,)

    def check_columns(self, table: Xml) -> None:
        columns = max((len(row) for row in table.iter("tr")), default=0)
        line = next((int(number) for inner in table.iter() if (number := inner.get("line"))), self.line)
        if columns > _COLUMNS:
            self.findings.warning(
                Place(self.passage.source.path, line),
                "the table has {columns} columns; on a page {limit} can be read",
                hint="split it into two tables, or turn rows into columns",
                columns=columns,
                limit=_COLUMNS,
            )

    def link(self, node: Xml) -> Content:
        address = html.unescape(_STASHED.sub("", node.get("href") or ""))
        if not address.startswith(syntax.SCHEMES):
            self.error(
                'the link "{address}" leads nowhere outside this computer',
                hint="begin it with https://, http:// or mailto:; for another module write @sec-its-id",
                address=address[:60],
            )
            return self.content(node)
        words = rewrite(self.content(node), lambda inner: inner.children if inner.name == "a" else None)
        made = Element("a", (("href", address),), words, self.line)
        self.refuse_notes(made, "a link")
        return (made,)

    def figure(self, image: Xml, line: int) -> Content:
        name, alternative = html.unescape(image.get("src") or ""), image.get("alt") or ""
        if not alternative.strip():
            self.error(
                "the picture has no description",
                hint="say between the brackets what it shows, for those who cannot see it",
            )
        caption = image.get("title") or ""
        return (Element("figure", (("file", name), ("alt", alternative)), (caption,) if caption else (), line),)

    def leaf(self, made: Element) -> Element:
        return Element(made.name, made.attributes, join_lines(made.children, self.language), made.line)

    def refuse_notes(self, made: Element, where: str) -> None:
        if any(node.name in ("note", "cite") or node.get("form") == "cited" for node in walk(made.children)):
            self.error("a note cannot stand in {where}", hint="put it into the text below", where=where)

    def error(self, template: str, *, hint: str, **values: object) -> None:
        self.findings.error(Place(self.passage.source.path, self.line), template, hint=hint, **values)


def _alone(node: Xml) -> Xml | None:
    """Return what a paragraph holds if that is one thing and nothing else."""
    inner = list(node)
    has_words = (node.text or "").strip() or any((child.tail or "").strip() for child in inner)
    return inner[0] if len(inner) == 1 and not has_words else None


_BLOCKISH = frozenset(["p", "ul", "ol", "table", "blockquote", "h", "figure", "chart"])


def _align(node: Xml) -> tuple[tuple[str, str], ...]:
    return (("align", node.get("align") or ""),) if node.get("align") else ()
