"""A step of printing: what a PDF says of itself (XMP, ISO 16684-1), from the metadata of the page.

It claims the standards of the edition's profile, names the brief in both languages, and gives no other dates than the
brief's own. PDF/A-1 to 3 want every schema described that is not of their own list: so PDF/UA's comes with a
description (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefbuilder.pages import Profile

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
_REVISIONS = {"pdfaid": {4: "2020"}, "pdfuaid": {2: "2024"}}
_UA_SCHEMA = Markup("""\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the head of a page says. Titles and descriptions are by language, that of the page first."""

    titles: tuple[tuple[str, str], ...]
    descriptions: tuple[tuple[str, str], ...]
    language: str
    authors: tuple[str, ...]
    publisher: str
    rights: str
    identifier: str
    created: str  # ISO date
    modified: str
    generator: str


def read_particulars(html: Any) -> Particulars:
    """Return the metadata of a page, given as a tree of elements (ElementTree)."""
    metas = [(meta.get("name", ""), meta.get("lang", ""), meta.get("content", "")) for meta in html.iter("meta")]
    language = html.get("lang", "")

    def first(name: str) -> str:
        return next((content for key, _, content in metas if key == name), "")

    def by_language(name: str) -> tuple[tuple[str, str], ...]:
        found = [(tongue, content) for key, tongue, content in metas if key == name and content]
        return tuple(sorted(found, key=lambda pair: (pair[0] != language, pair[0])))

    return Particulars(
        titles=by_language("dcterms.title") or ((language, html.findtext(".//title") or ""),),
        descriptions=by_language("dcterms.description") or ((language, first("description")),),
        language=language,
        authors=tuple(content for key, _, content in metas if key == "author"),
        publisher=first("dcterms.publisher"),
        rights=first("dcterms.rights"),
        identifier=first("dcterms.identifier"),
        created=first("dcterms.created"),
        modified=first("dcterms.modified"),
        generator=first("generator"),
    )


def rdf(particulars: Particulars, profile: Profile, producer: str) -> bytes:
    """Return the rdf:RDF element of a file's XMP packet."""
    spaces = Markup("").join(Markup(' xmlns:{}="{}"').format(name, uri) for name, uri in _NAMESPACES.items())
    parts = [Markup('<rdf:Description rdf:about=""{}>\n').format(spaces)]
    parts += [*_claims(profile), *_dublin_core(particulars), *_others(particulars, producer)]
    parts.append(Markup("</rdf:Description>\n"))
    if profile.ua and profile.a and profile.a < 4:
        parts.append(_UA_SCHEMA)
    body = Markup("").join(parts)
    return str(Markup('<rdf:RDF xmlns:rdf="{}">\n{}</rdf:RDF>').format(_NAMESPACES["rdf"], body)).encode()


def _claims(profile: Profile) -> Iterator[Markup]:
    for prefix, part in (("pdfaid", profile.a), ("pdfuaid", profile.ua)):
        if part:
            yield _simple(f"{prefix}:part", str(part))
            yield _simple(f"{prefix}:rev", _REVISIONS[prefix].get(part, ""))
    yield _simple("pdfaid:conformance", profile.conformance)


def _dublin_core(particulars: Particulars) -> Iterator[Markup]:
    yield _simple("dc:format", "application/pdf")
    yield _by_language("dc:title", particulars.titles)
    yield _by_language("dc:description", particulars.descriptions)
    yield _list("dc:creator", "Seq", particulars.authors)
    yield _list("dc:publisher", "Bag", (particulars.publisher,))
    yield _list("dc:language", "Bag", (particulars.language,))
    yield _list("dc:date", "Seq", (particulars.created,))
    yield _simple("dc:identifier", particulars.identifier)
    yield _by_language("dc:rights", ((particulars.language, particulars.rights),))
    yield _by_language("xmpRights:UsageTerms", ((particulars.language, particulars.rights),))


def _others(particulars: Particulars, producer: str) -> Iterator[Markup]:
    yield _simple("xmp:CreateDate", particulars.created)
    yield _simple("xmp:ModifyDate", particulars.modified)
    yield _simple("xmp:CreatorTool", particulars.generator)
    yield _simple("pdf:Producer", producer)


def _simple(name: str, value: str) -> Markup:
    return Markup("<{0}>{1}</{0}>\n").format(name, value) if value else Markup("")


def _list(name: str, kind: str, values: tuple[str, ...]) -> Markup:
    items = Markup("").join(Markup("<rdf:li>{}</rdf:li>").format(value) for value in values if value)
    return Markup("<{0}><rdf:{1}>{2}</rdf:{1}></{0}>\n").format(name, kind, items) if items else Markup("")


def _by_language(name: str, values: tuple[tuple[str, str], ...]) -> Markup:
    """Return a text in each language, the first one as the default too (Info/Title must be equal to that)."""
    if not values or not values[0][1]:
        return Markup("")
    items = Markup("").join(
        Markup('<rdf:li xml:lang="{}">{}</rdf:li>').format(language, text)
        for language, text in (("x-default", values[0][1]), *values)
    )
    return Markup("<{0}><rdf:Alt>{1}</rdf:Alt></{0}>\n").format(name, items)
