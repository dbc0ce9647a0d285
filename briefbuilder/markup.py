"""Markdown → tree. Python-Markdown does the reading; what it makes is translated into the closed vocabulary of `tree`.

Marks that are not allowed have been reported by `syntax.check`; here they are at worst plain text, never markup.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from briefbuilder import syntax
from briefbuilder.diagnostics import Findings, Place
from briefbuilder.library import Passage
from briefbuilder.tree import Content, Element, element, plain

NESTING_LIMIT = 30
BRACKET_LIMIT = 2_000
CELL_LIMIT = 2_000  # table cells in one text: the layout of more takes minutes


def parse(passage: Passage, *, language: str, findings: Findings) -> Content:
    """Return a whole text as blocks, with `more` and `only` elements where the author put them."""
    syntax.check(passage, findings)
    if _is_costly(passage, findings):
        return ()
    blocks: list[Element | str] = []
    for piece in _pieces(passage):
        if piece.mark == "more":
            blocks.append(element("more", line=piece.line))
            continue
        content = _blocks(piece, passage, language, findings)
        blocks.extend((Element("only", (("for", piece.mark),), content, piece.line),) if piece.mark else content)
    made = tuple(blocks)
    _check_size(made, passage, findings)
    return made


def parse_line(passage: Passage, *, language: str, findings: Findings) -> Content:
    """Return a passage of one paragraph as inline content."""
    syntax.check(passage, findings)
    if _is_costly(passage, findings):
        return ()
    blocks = _blocks(_Piece("", passage.text.strip(), passage.line), passage, language, findings)
    paragraphs = [block for block in blocks if isinstance(block, Element)]
    if len(paragraphs) == 1 and paragraphs[0].name == "p":
        return paragraphs[0].children
    findings.error(passage.place(0), "one paragraph is expected here", hint="no headings, lists, tables or blank lines")
    return ()


# Python-Markdown needs quadratic time for these (Python-Markdown #798), so they are refused before it sees them.
_COSTLY = re.compile(r"[\[(<*_`]{20}|(?:^[ \t]*>[> \t]{60})|(?:^(?:[ \t]{4}){25})", re.MULTILINE)


def _is_costly(passage: Passage, findings: Findings) -> bool:
    found = _COSTLY.search(passage.text)
    if found:
        findings.error(passage.place(found.start()), "the text is nested too deeply", hint="flatten it")
    brackets = passage.text.count("[")
    if brackets > BRACKET_LIMIT:
        findings.error(
            passage.place(passage.text.find("[")),
            "more than {limit} brackets in one text",
            hint="split it",
            limit=BRACKET_LIMIT,
        )
    if passage.text.count("|") > CELL_LIMIT * 2:
        findings.error(
            passage.place(passage.text.find("|")),
            "the tables hold more than {limit} cells",
            hint="a brief shows a selection: move the rest into an annex",
            limit=CELL_LIMIT,
        )
        return True
    return bool(found) or brackets > BRACKET_LIMIT


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text between fences: `mark` is "more", the audiences of an `only`, or empty."""

    mark: str
    text: str
    line: int


def _pieces(passage: Passage) -> list[_Piece]:
    visible = syntax.visible(passage.text).split("\n")
    pieces: list[_Piece] = []
    lines: list[str] = []
    mark, first = "", 1

    def close(number: int, following: str) -> None:
        nonlocal mark, first, lines
        if any(line.strip() for line in lines):
            pieces.append(_Piece(mark, "\n".join(lines), first))
        lines, mark, first = [], following, number + 1

    for number, line in enumerate(passage.text.split("\n"), 1):
        if syntax.MORE.match(visible[number - 1]):
            close(number, "")
            pieces.append(_Piece("more", "", number))
        elif opening := syntax.ONLY.match(visible[number - 1]):
            close(number, " ".join((opening[1] or opening[2] or "").split()))
        elif syntax.FENCE_END.match(visible[number - 1]):
            close(number, "")
        else:
            lines.append(line)
    close(0, "")
    return pieces


def _blocks(piece: _Piece, passage: Passage, language: str, findings: Findings) -> Content:
    reader = _markdown()
    reader.reset()
    lines = piece.text.split("\n")
    for preprocessor in reader.preprocessors:
        lines = preprocessor.run(lines)
    root: Xml = reader.parser.parseDocument(lines).getroot()  # type: ignore[assignment]  # it always has one
    for treeprocessor in reader.treeprocessors:
        if isinstance(treeprocessor, _Lines):
            treeprocessor.lines, treeprocessor.first = piece.text.split("\n"), piece.line
        changed = treeprocessor.run(root)
        root = root if changed is None else changed
    return _Translation(passage, language, findings).content(root)


@functools.cache
def _markdown() -> Markdown:
    reader = Markdown(extensions=["sane_lists", TableExtension(use_align_attribute=True)])
    reader.preprocessors.deregister("html_block")
    for name in ("code", "reference"):
        reader.parser.blockprocessors.deregister(name)
    for name in ("html", "reference", "image_reference", "short_reference", "short_image_ref", "automail"):
        reader.inlinePatterns.deregister(name)
    reader.inlinePatterns.deregister("entity")
    reader.treeprocessors.deregister("prettify")
    reader.ESCAPED_CHARS = [*reader.ESCAPED_CHARS, "<", "@", "|", "^", ":", "&"]
    reader.inlinePatterns.register(_Note(syntax.NOTE_START, reader), "note", 176)
    reader.inlinePatterns.register(_Citation(syntax.CITATION, reader), "citation", 175)
    reader.inlinePatterns.register(_Fact(syntax.FACT, reader), "fact", 174)
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
                    {"key": parts[2], "locator": parts[3] or "", "suppress": "yes" if parts[1] else ""},
                )
        return made, m.start(), m.end()


class _Fact(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("fact", {"id": m[1], "form": m[2] or ""}), m.start(), m.end()


class _Ruby(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        made = Xml("ruby", {"reading": m[2]})
        made.text = AtomicString(m[1])
        return made, m.start(), m.end()


class _Section(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Xml | None, int | None, int | None]:  # type: ignore[override]  # noqa: ARG002
        return Xml("ref", {"target": m[1]}), m.start(), m.end()


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


_SAME = frozenset(["p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "blockquote", "strong", "em", "code", "br"])
_SWALLOWED = re.compile(r"^ {0,3}(?:[-*+]|\d+\.) +\S")
_ASTERISKS = re.compile(r"\*\*|__")
_STASHED = re.compile("\x02|\x03")


class _Translation:
    """Translates one tree of Python-Markdown, reporting what has no place in the vocabulary."""

    def __init__(self, passage: Passage, language: str, findings: Findings) -> None:
        self.passage, self.language, self.findings = passage, language, findings
        self.line = passage.line

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
        plain_text = html.unescape(_STASHED.sub("", text))
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
        if name in ("fact", "cite", "citeitem", "ref", "ruby", "note"):
            attributes = tuple((key, value) for key, value in node.attrib.items() if value)
            return (Element(name, attributes, self.content(node), line_number),)
        if name in _SAME:
            return (Element(name, (), self.content(node), line_number),)
        if name == "img":
            self.error(
                "a picture stands inside a paragraph",
                hint="put it into a paragraph of its own, between blank lines",
            )
            return ()
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
        images = list(node)
        if (
            len(images) == 1
            and images[0].tag == "img"
            and not (node.text or "").strip()
            and not (images[0].tail or "").strip()
        ):
            return self.figure(images[0], line)
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
        made = self.leaf(Element("h", (("level", str(level)),), self.content(node), self.line))
        self.refuse_notes(made, "a heading")
        return (made,)

    def link(self, node: Xml) -> Content:
        address = html.unescape(_STASHED.sub("", node.get("href") or ""))
        if not address.startswith(syntax.SCHEMES):
            self.error(
                'the link "{address}" leads nowhere outside this computer',
                hint="begin it with https://, http:// or mailto:; for another module write @sec-its-id",
                address=address[:60],
            )
            return self.content(node)
        return (Element("a", (("href", address),), (plain(self.content(node)),), self.line),)

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
        if any(isinstance(node, Element) and node.name in ("note", "cite") for node in made.children):
            self.error("a note cannot stand in {where}", hint="put it into the text below", where=where)

    def error(self, template: str, *, hint: str, **values: object) -> None:
        self.findings.error(Place(self.passage.source.path, self.line), template, hint=hint, **values)


_BLOCKISH = frozenset(["p", "ul", "ol", "table", "blockquote", "h", "figure"])


def _align(node: Xml) -> tuple[tuple[str, str], ...]:
    return (("align", node.get("align") or ""),) if node.get("align") else ()


_JAPANESE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff…―]")


def join_lines(content: Content, language: str) -> Content:
    """Return a leaf's content with its line ends settled: nothing beside Japanese letters, else one space.

    In a Japanese text a line end beside a fact or cross-reference vanishes too, since its words will be Japanese.
    Notes and citations are looked through.
    """
    flat = _flat(content, language)
    keep = iter([_keeps_space(flat, found.start(), found.end(), language) for found in _LINE_END.finditer(flat)])
    return _with_line_ends(content, keep, language)


_LINE_END = re.compile(r"[ \t]*\n\s*")


def _flat(content: Content, language: str) -> str:
    parts: list[str] = []
    for node in content:
        if isinstance(node, str):
            parts.append(node)
        elif node.name in ("fact", "ref"):
            parts.append("字" if language == "ja" else "x")
        elif node.name not in ("note", "cite"):
            parts.append(_flat(node.children, language))
    return "".join(parts)


def _keeps_space(flat: str, start: int, end: int, language: str) -> bool:
    before, after = flat[start - 1 : start], flat[end : end + 1]
    if not before or not after:
        return False
    beside = [bool(_JAPANESE.match(letter)) for letter in (before, after)]
    return not (any(beside) if language == "ja" else all(beside))


def _with_line_ends(content: Content, decisions: Iterator[bool], language: str) -> Content:
    made: list[Element | str] = []
    for node in content:
        if isinstance(node, str):
            made.append(_LINE_END.sub(lambda _: " " if next(decisions, True) else "", node))
        elif node.name == "note":
            made.append(Element(node.name, node.attributes, join_lines(node.children, language), node.line))
        elif node.name in ("fact", "ref", "cite"):
            made.append(node)
        else:
            children = _with_line_ends(node.children, decisions, language)
            made.append(Element(node.name, node.attributes, children, node.line))
    return tuple(made)


def _check_size(content: Content, passage: Passage, findings: Findings) -> None:
    cells = 0

    def look(nodes: Content, depth: int) -> bool:
        nonlocal cells
        for node in nodes:
            if isinstance(node, Element):
                cells += node.name in ("th", "td")
                if depth > NESTING_LIMIT or not look(node.children, depth + 1):
                    return False
        return True

    if not look(content, 0):
        findings.error(passage.place(0), "the text is nested too deeply", hint="flatten its lists and quotes")
    if cells > CELL_LIMIT:
        findings.error(
            passage.place(0),
            "the tables hold {cells} cells; {limit} are the limit",
            hint="a brief shows a selection: move the rest into an annex",
            cells=cells,
            limit=CELL_LIMIT,
        )
