"""A finished PDF as a typesetter sees it: the letters of each page where they stand, the areas behind them, links.

Read with PDFium. What PDFium infers (spaces, line ends) is left out: only what is drawn is here. Lengths in pt, from
the lower left corner of the page.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from math import hypot
from typing import Any

import pypdfium2
from pypdfium2 import raw

from briefbuilder.colours import Colour
from briefbuilder.proof.tags import Tags, read_tags

PAGES, OBJECTS, GLYPHS = 600, 100_000, 200_000  # of a file, of a page, of a page: more is not read
_DEPTH = 8  # of forms within forms
_UPRIGHT = 0.02
UNKNOWN_PAGE = -1  # of a target that is there, and that PDFium cannot tell

Box = tuple[float, float, float, float]  # left, bottom, right, top
Outline = tuple[tuple[float, float], ...]


class TooLarge(Exception):
    """A file or page holds more than is read: `what` (pages, objects, letters) and how many are the limit."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what, limit)
        self.what, self.limit = what, limit


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A piece of text drawn at once: its face and colour, and what it says of its place in the tag tree."""

    order: int  # of all that is drawn on the page
    face: str
    size: float
    is_bold: bool
    is_embedded: bool
    is_upright: bool
    colour: Colour
    opacity: float
    mark: int  # its marked-content id, -1 without
    language: str  # of its own mark, where that has one
    is_artifact: bool
    is_in_form: bool  # whose marks PDFium does not tell


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """A letter and the room that it takes up along its line: its advance, not its ink."""

    letter: str
    left: float
    right: float
    baseline: float
    run: Run
    is_readable: bool  # the file says which letter it is

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, self.baseline + self.run.size * 0.35


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape behind or above a text."""

    order: int
    box: Box
    colour: Colour | None  # None: a picture or a gradient
    opacity: float
    outlines: tuple[Outline, ...] = ()
    clips: tuple[tuple[Outline, ...], ...] = ()

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        return (not self.outlines or _holds(self.outlines, x, y)) and all(_holds(clip, x, y) for clip in self.clips)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where it can be pressed, and its target: a page (from 1; UNKNOWN_PAGE), an address, or neither."""

    box: Box
    page: int
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    number: int
    box: Box  # what is visible of it
    glyphs: tuple[Glyph, ...]  # in the order in which they are drawn, without spaces
    areas: tuple[Area, ...]
    links: tuple[Link, ...]
    tags: Tags


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A whole file: its pages and what it says of itself."""

    sheets: tuple[Sheet, ...]
    title: str
    language: str
    dates: tuple[str, str]  # of making, of the last change, as the file writes them
    is_tagged: bool


def read_sheaf(data: bytes) -> Sheaf:
    """Return what a PDF holds. Raises pypdfium2.PdfiumError where it is none or is locked, and TooLarge."""
    with pypdfium2.PdfDocument(data) as opened:
        if len(opened) > PAGES:
            raise TooLarge("pages", PAGES)
        sheets = []
        for number, page in enumerate(opened, 1):
            sheets.append(_sheet(opened, page, number))
            page.close()
        return Sheaf(
            tuple(sheets),
            opened.get_metadata_value("Title").strip() or _in_packet(data, "dc:title"),
            _catalogue_language(opened),
            (
                opened.get_metadata_value("CreationDate") or _in_packet(data, "xmp:CreateDate"),
                opened.get_metadata_value("ModDate") or _in_packet(data, "xmp:ModifyDate"),
            ),
            bool(raw.FPDFCatalog_IsTagged(opened)),
        )


def _in_packet(data: bytes, name: str) -> str:
    """Return what the XMP packet says under a name. PDF 2.0 has no other metadata (ISO 32000-2, 14.3.3), and PDF/A-4
    forbids it; in PDF/A the packet is never compressed."""
    tag = re.escape(name.encode())
    found = re.search(rb"<" + tag + rb"\b[^>]*>(.{1,4000}?)</" + tag + rb">", data, re.DOTALL)
    return re.sub(rb"<[^>]*>|\s+", b" ", found[1]).decode("utf-8", "replace").strip() if found else ""


def _catalogue_language(opened: Any) -> str:
    size = raw.FPDFCatalog_GetLanguage(opened, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFCatalog_GetLanguage(opened, buffer, size)
    return _text(buffer)


def _text(buffer: Any) -> str:
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]


def _sheet(opened: Any, page: Any, number: int) -> Sheet:
    left, bottom, right, top = page.get_cropbox()
    drawn = _Drawn()
    drawn.take(page)
    glyphs = tuple(_parted(_glyphs(page, drawn)))
    return Sheet(
        number, (left, bottom, right, top), glyphs, tuple(drawn.areas), tuple(_links(opened, page)), read_tags(page)
    )


class _Drawn:
    """All that is drawn on a page: its texts by their handle, its areas in order."""

    def __init__(self) -> None:
        self.runs: dict[int, Run] = {}
        self.areas: list[Area] = []
        self.faces: dict[int, tuple[str, bool, bool]] = {}
        self.count = 0

    def take(self, page: Any) -> None:
        for drawn in page.get_objects(max_depth=_DEPTH):
            self.count += 1
            if self.count > OBJECTS:
                raise TooLarge("objects", OBJECTS)
            if drawn.type == raw.FPDF_PAGEOBJ_TEXT:
                self.runs[_address(drawn.raw)] = self.run(drawn)
            elif drawn.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
                self.areas.append(Area(self.count, drawn.get_bounds(), None, 1.0, (), _clips(drawn.raw)))
            elif drawn.type == raw.FPDF_PAGEOBJ_PATH and _is_filled(drawn.raw):
                self.areas.append(self.area(drawn))

    def run(self, drawn: Any) -> Run:
        font = raw.FPDFTextObj_GetFont(drawn.raw)
        face, is_bold, is_embedded = self.faces.setdefault(_address(font), _face(font))
        matrix = drawn.get_matrix()
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(drawn.raw, size)
        colour, opacity = _fill(drawn.raw)
        opacity *= _opacity_of_forms(drawn)
        is_artifact, language = _marks(drawn.raw)
        scale = hypot(matrix.c, matrix.d)
        return Run(
            order=self.count,
            face=face,
            size=round(size.value * scale, 2),
            is_bold=is_bold,
            is_embedded=is_embedded,
            is_upright=abs(matrix.b) <= _UPRIGHT * scale and matrix.a > 0,
            colour=colour,
            opacity=opacity,
            mark=raw.FPDFPageObj_GetMarkedContentID(drawn.raw),
            language=language,
            is_artifact=is_artifact,
            is_in_form=drawn.container is not None,
        )

    def area(self, drawn: Any) -> Area:
        colour, opacity = _fill(drawn.raw)
        matrix = drawn.get_matrix()
        count = raw.FPDFPath_CountSegments(drawn.raw)
        outlines: tuple[Outline, ...] = ()
        if count <= 64 and drawn.container is None:
            segments = (raw.FPDFPath_GetPathSegment(drawn.raw, index) for index in range(count))
            outlines = _outlines(segments, matrix)
        return Area(self.count, drawn.get_bounds(), colour, opacity, outlines, _clips(drawn.raw))


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _face(font: Any) -> tuple[str, bool, bool]:
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").partition("+")
    face = name[2] or name[0]
    weight = raw.FPDFFont_GetWeight(font)
    return face, weight >= 600 or "bold" in face.lower(), raw.FPDFFont_GetIsEmbedded(font) == 1


def _fill(handle: Any) -> tuple[Colour, float]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return (red.value, green.value, blue.value), alpha.value / 255


def _opacity_of_forms(drawn: Any) -> float:
    """Return the opacity of the forms (groups) that something is drawn in."""
    opacity, form = 1.0, drawn.container
    while form is not None:
        opacity *= _fill(form.raw)[1] if _has_fill(form.raw) else 1.0
        form = form.container
    return opacity


def _has_fill(handle: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    return bool(raw.FPDFPageObj_GetFillColor(handle, *parts))


def _is_filled(handle: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, mode, stroke)
    return mode.value != int(raw.FPDF_FILLMODE_NONE)


def _marks(handle: Any) -> tuple[bool, str]:
    """Return whether a text is marked as an artifact, and the language of its own mark."""
    is_artifact, language = False, ""
    for index in range(raw.FPDFPageObj_CountMarks(handle)):
        mark = raw.FPDFPageObj_GetMark(handle, index)
        buffer, size = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(mark, buffer, 126, size)
        is_artifact = is_artifact or _text(buffer) == "Artifact"
        value = (ctypes.c_ushort * 64)()
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", value, 126, size):
            language = _text(value)
    return is_artifact, language


def _clips(handle: Any) -> tuple[tuple[Outline, ...], ...]:
    clip = raw.FPDFPageObj_GetClipPath(handle)
    paths = range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0)
    return tuple(
        _outlines(
            (
                raw.FPDFClipPath_GetPathSegment(clip, path, segment)
                for segment in range(min(64, max(0, raw.FPDFClipPath_CountPathSegments(clip, path))))
            ),
            None,
        )
        for path in paths
    )


def _outlines(segments: Iterator[Any], matrix: Any) -> tuple[Outline, ...]:
    """Return the corners of each part of a path; curves become the lines between their points."""
    parts: list[list[tuple[float, float]]] = []
    for segment in segments:
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if not parts or raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            parts.append([])
        parts[-1].append(matrix.on_point(x.value, y.value) if matrix else (x.value, y.value))
    return tuple(tuple(part) for part in parts if len(part) > 2)


def _holds(outlines: tuple[Outline, ...], x: float, y: float) -> bool:
    """Say whether a point lies within a path, by the even-odd rule (ISO 32000-1, 8.5.3.3.3)."""
    is_within = False
    for outline in outlines:
        for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                is_within = not is_within
    return is_within


def _glyphs(page: Any, drawn: _Drawn) -> Iterator[Glyph]:
    words = page.get_textpage()
    count = words.count_chars()
    if count > GLYPHS:
        raise TooLarge("letters", GLYPHS)
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(count):
        if raw.FPDFText_IsGenerated(words, index):
            continue
        code = raw.FPDFText_GetUnicode(words, index)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        run = drawn.runs.get(_address(raw.FPDFText_GetTextObject(words, index)))
        if run is None or letter.isspace():
            continue
        raw.FPDFText_GetLooseCharBox(words, index, box)
        raw.FPDFText_GetCharOrigin(words, index, x, y)
        is_readable = code != 0 and code != 0xFFFD and raw.FPDFText_HasUnicodeMapError(words, index) != 1
        yield Glyph(letter, box.left, box.right, y.value, run, is_readable)
    words.close()


def _parted(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Give each letter of a ligature (――, ffi) its share of the room: PDFium gives the whole of it to each."""
    for _, same in groupby(glyphs, key=lambda glyph: (glyph.run.order, glyph.left, glyph.right, glyph.baseline)):
        letters = list(same)
        share = (letters[0].right - letters[0].left) / len(letters)
        for index, glyph in enumerate(letters):
            left = glyph.left + index * share
            yield replace(glyph, left=left, right=left + share) if len(letters) > 1 else glyph


def _links(opened: Any, page: Any) -> Iterator[Link]:
    position, handle = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, handle):
        box = raw.FS_RECTF()
        raw.FPDFLink_GetAnnotRect(handle, box)
        action = raw.FPDFLink_GetAction(handle)
        target = raw.FPDFLink_GetDest(opened, handle) or (raw.FPDFAction_GetDest(opened, action) if action else None)
        page_number = raw.FPDFDest_GetDestPageIndex(opened, target) + 1 if target else 0
        if target and not page_number:
            page_number = UNKNOWN_PAGE  # a structure destination (ISO 32000-2, 12.3.2.3), which PDFium does not follow
        address = ""
        if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
            size = raw.FPDFAction_GetURIPath(opened, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(opened, action, buffer, size)
            address = buffer.value.decode("utf-8", "replace")
        # WeasyPrint 70 writes some boxes upside down.
        low, high = sorted((box.bottom, box.top))
        yield Link((box.left, low, box.right, high), page_number, address)
