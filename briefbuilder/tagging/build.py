"""Puts our tag tree in the place of WeasyPrint's own while a PDF is written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf
import weasyprint.pdf

from briefbuilder.tagging.gaps import find_gaps
from briefbuilder.tagging.reading import Reader
from briefbuilder.tagging.roles import Vocabulary
from briefbuilder.tagging.tree import Node, Untaggable
from briefbuilder.tagging.writing import Sheet, Writer


@contextlib.contextmanager
def our_tags(html: Any, *, is_2: bool) -> Iterator[list[Node]]:
    """Let WeasyPrint write our tags. `html` is the page as a tree of elements; `is_2` means PDF 2.0, for PDF/UA-2.

    Yields a list that holds the root of the tree once it is written. Within, `write_pdf` raises Untaggable for what has
    no honest place in the tree.
    """
    stock = weasyprint.pdf.add_tags

    def add_tags(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:  # noqa: ARG001
        roots.append(_add_tags(pdf, document, streams, html, is_2=is_2))

    roots: list[Node] = []
    weasyprint.pdf.add_tags = add_tags
    try:
        yield roots
    finally:
        weasyprint.pdf.add_tags = stock


def _add_tags(pdf: Any, document: Any, streams: list[Any], html: Any, *, is_2: bool) -> Node:
    reader = Reader(html, Vocabulary(is_2))
    for page, stream in zip(document.pages, streams, strict=True):
        reader.read(page, stream._tags)
    find_gaps(reader.document, html)
    spaces = _spaces(document.fonts)
    sheets = [Sheet.of(number, stream, spaces) for number, stream in enumerate(streams)]
    writer = Writer(pdf, sheets, is_2=is_2)
    writer.write(reader.document, reader.artifacts)
    if is_2:
        _point_to_elements(pdf, writer.made)
    return reader.document


def _spaces(fonts: Mapping[Any, Any]) -> dict[str, bytes]:
    """Return the glyph of the space of each font that has drawn one."""
    return {
        str(font.hash): f"{glyph:04x}".encode()
        for font in fonts.values()
        for glyph, text in sorted(font.to_unicode.items())
        if text == " " and not font.bitmap
    }


def _point_to_elements(pdf: Any, made: Mapping[Node, Any]) -> None:
    """Make every destination one of a structure element (PDF/UA-2, 8.8): links by name, bookmarks by order."""
    by_id = {
        identifier: element
        for node, element in reversed(list(made.items()))
        if node.element is not None and (identifier := node.element.get("id"))
    }
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for name, destination in zip(names[::2], names[1::2], strict=True):
        if name.string not in by_id:
            raise Untaggable(f"there is no element for the destination “{name.string}”")
        destination[0] = by_id[name.string].reference
    headings = [element for node, element in made.items() if node.kind in ("H1", "H2", "H3", "H4", "H5", "H6")]
    outlines = [
        item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and "Title" in item and "Dest" in item
    ]
    if len(headings) != len(outlines):
        raise Untaggable(f"there are {len(headings)} headings and {len(outlines)} bookmarks")
    for outline, heading in zip(_in_order(pdf, outlines), headings, strict=True):
        outline["Dest"][0] = heading.reference


def _in_order(pdf: Any, outlines: list[Any]) -> Iterator[Any]:
    """Yield the bookmarks in reading order: a bookmark, those below it, those after it."""
    by_reference = {outline.reference: outline for outline in outlines}
    following = pdf.objects[int(pdf.catalog["Outlines"].split()[0])]["First"] if outlines else None

    def walk(reference: Any) -> Iterator[Any]:
        while reference is not None:
            outline = by_reference[reference]
            yield outline
            if "First" in outline:
                yield from walk(outline["First"])
            reference = outline.get("Next")

    return walk(following)
