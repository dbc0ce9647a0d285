"""Stage: Html → Pdf. The only file that imports WeasyPrint; it runs in a worker process alone (see `press`).

It is handed finished HTML and a closed table of assets. Its fetcher knows nothing else: no file, no network. All that
WeasyPrint merely logs (a missing glyph, an unknown property, a lost anchor) comes back as messages, and each fails
the edition.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, ReplacedBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefbuilder import justification, metadata
from briefbuilder.attaching import attach_text, list_files
from briefbuilder.pages import ARCHIVE, Frame, Html, Pdf, Profile
from briefbuilder.tagging.aloud import read_aloud
from briefbuilder.tagging.build import our_tags
from briefbuilder.tagging.links import join_links
from briefbuilder.tagging.tree import Node, Untaggable

BASE = "brief://page/"  # a private scheme: relative links would become local paths, so there are none
_PT_PER_PX = 0.75
_BLEED = "@page { bleed: 3mm; marks: crop }"
_OPTIONS: dict[str, dict[str, Any]] = {  # of `write_pdf`, by profile
    "archive": {"pdf_variant": "pdf/a-3a"},
    "ua2": {"pdf_variant": "pdf/a-4f", "pdf_tags": True},
    "press": {"pdf_version": "1.6"},
}

justification.install()


class _ClosedTable(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no type information
    """Answers `asset:` addresses from the table, refuses all others and remembers them.

    WeasyPrint swallows what a fetcher raises (even FatalURLFetchingError inside SVG), hence the list.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__()
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        name = url.removeprefix("asset:")
        if url.startswith("asset:") and name in self.assets:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})
        self.refused.append(url)
        raise ValueError(f"not in the table of assets: {url}")


class _Tray(logging.Handler):
    """Collects what WeasyPrint and fontTools complain of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def print_pdf(html: Html, assets: Mapping[str, bytes], fonts: FontConfiguration, profile: Profile = ARCHIVE) -> Pdf:
    """Return the finished brief. What cannot be tagged honestly is among its messages, and fails it."""
    tray, table = _Tray(), _ClosedTable(assets)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(tray)
    try:
        styles = [
            weasyprint.CSS(string=assets[name].decode(), url_fetcher=table, base_url=BASE, font_config=fonts)
            for name in html.styles
        ]
        if not profile.is_tagged:
            styles.append(weasyprint.CSS(string=_BLEED, url_fetcher=table, base_url=BASE, font_config=fonts))
        source = weasyprint.HTML(string=html.text, base_url=BASE, url_fetcher=table)
        options = {**_OPTIONS[profile.name], "pdf_identifier": True}
        document = source.render(font_config=fonts, stylesheets=styles, **options)
        _settle_attachments(document.metadata)
        try:
            data = _written(document, source.etree_element, profile, options)
        except Untaggable as fault:
            tray.messages.append(f"the page cannot be tagged: {fault}")
            data = document.write_pdf(pdf_identifier=True)  # without tags; what else is wrong with it is found too
    finally:
        logger.removeHandler(tray)
    messages = [*tray.messages, *(f"refused: {url}" for url in table.refused)]
    places = {name: number for number, page in reversed(list(enumerate(document.pages, 1))) for name in page.anchors}
    return Pdf(
        data=data,
        frames=tuple(_frame(page) for page in document.pages),
        places=tuple(sorted(places.items())),
        marks=_marks(document.pages),
        messages=tuple(dict.fromkeys(messages)),
        fill=_fill(document.pages[-1]),
    )


def _settle_attachments(said: Any) -> None:
    """Date the attached data by the brief, not by the clock, and say what they are (ISO 32000-2, 7.11.3)."""
    issued = datetime.fromisoformat(said.created or "1970-01-01").replace(tzinfo=UTC)
    for attachment in said.attachments:
        attachment.created = attachment.modified = issued
        attachment.relationship = "Data"


_MARKED = {"data-fact": "fact", "data-source": "source"}


def _marks(pages: Sequence[Any]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the pages of each marked element. An id would do, but would become an address in the PDF."""
    found: dict[str, set[int]] = {}
    for number, page in enumerate(pages, 1):
        for box in page._page_box.descendants():
            element: Any = getattr(box, "element", None)
            for attribute, kind in _MARKED.items() if element is not None else ():
                for name in (element.get(attribute) or "").split():
                    found.setdefault(f"{kind}:{name}", set()).add(number)
    return tuple((name, tuple(sorted(numbers))) for name, numbers in sorted(found.items()))


def _written(document: Any, page: Any, profile: Profile, options: Mapping[str, Any]) -> bytes:
    """Write the laid-out document. `page` is its HTML as a tree of elements."""
    particulars = metadata.read_particulars(page)
    packet = metadata.rdf(particulars, profile, f"WeasyPrint {weasyprint.__version__}")
    document.metadata.generate_rdf_metadata = lambda *_: packet
    if profile.is_tagged:
        join_links(document.pages, page)
    else:
        document.metadata.attachments.clear()
        for laid_out in document.pages:
            laid_out.links.clear()

    with our_tags(page, is_2=profile.ua == 2) if profile.is_tagged else nullcontext(list[Node]()) as tree:

        def finish(_: Any, pdf: Any) -> None:
            _finish(document, pdf, particulars)
            if profile.conformance == "F":  # which means: with a file in it
                attach_text(
                    pdf,
                    f"{particulars.identifier or 'brief'}.txt",
                    read_aloud(tree[0]),
                    description=particulars.titles[0][1],
                    day=particulars.created,
                )
            list_files(pdf)

        data: bytes = document.write_pdf(finisher=finish, **options)
    return data


def _finish(document: Any, pdf: Any, particulars: metadata.Particulars) -> None:
    """Add to a PDF in the making what WeasyPrint leaves out."""
    if "Metadata" not in pdf.catalog:
        document.metadata.include_in_pdf(pdf, "", None, None, compress=False)
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].compress = False  # for what reads it without reading PDF
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    for key, day in (("CreationDate", particulars.created), ("ModDate", particulars.modified)):
        if key in pdf.info:
            pdf.info[key] = pydyf.String(f"D:{day.replace('-', '')}")  # WeasyPrint 70 adds a zone to a mere day


def _frame(page: Any) -> Frame:
    # The type area of a page: `_page_box` is private to WeasyPrint 70; a test pins what is read from it.
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    height = page.height
    return Frame(
        left=left * _PT_PER_PX,
        bottom=(height - top - box.height) * _PT_PER_PX,
        right=(left + box.width) * _PT_PER_PX,
        top=(height - top) * _PT_PER_PX,
    )


def _fill(page: Any) -> float:
    """Return how far a page's type area is filled, from 0 to 1: its text down to the last line, and its notes."""
    box = page._page_box
    notes = [child for child in box.children if isinstance(child, FootnoteAreaBox)]
    lines = [
        part.position_y + part.height
        for child in box.children
        if child.element_tag == "html"
        for part in child.descendants()
        if isinstance(part, (LineBox, ReplacedBox))
    ]
    used = max(lines, default=box.content_box_y()) - box.content_box_y() + sum(area.margin_height() for area in notes)
    return round(float(min(max(used / box.height, 0.0), 1.0)), 3)


def warm(families: tuple[str, ...]) -> FontConfiguration:
    """Load the fonts once, before the workers are forked: they share what was paid here."""
    fonts = FontConfiguration()
    words = "".join(f'<p style="font-family:{family!r}">Aあ<b>Aあ</b></p>' for family in families)
    weasyprint.HTML(string=words, base_url=BASE, url_fetcher=_ClosedTable({})).write_pdf(font_config=fonts)
    return fonts
