"""What an HTML element means in a tag tree: the standard structure types of PDF 1.7 and 2.0 (ISO 32000-2, 14.8.4)."""

from __future__ import annotations

from dataclasses import dataclass

# Elements that only group or dress: their text belongs to what they stand in.
TRANSPARENT = frozenset(
    [
        "html",
        "body",
        "span",
        "em",
        "strong",
        "b",
        "i",
        "small",
        "sup",
        "sub",
        "cite",
        "a",
        "time",
        "mark",
        "u",
        "s",
        "abbr",
        "bdi",
        "bdo",
        "br",
        "wbr",
        "hr",
        "colgroup",
        "col",
        "picture",
        "dfn",
        "var",
        "data",
    ]
)

_TYPES = {
    "main": "Part",
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "header": "Div",
    "footer": "Sect",
    "aside": "Div",
    "address": "Div",
    "div": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
    "img": "Figure",
    "svg": "Figure",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    "q": "Quote",
    "ruby": "Ruby",
}

# In PDF 2.0 these have types of their own, or their type of 1.7 is no more.
_TYPES_2 = {
    "article": "Sect",
    "aside": "Aside",
    "em": "Em",
    "i": "Em",
    "strong": "Strong",
    "b": "Strong",
    "sup": "Sub",
    "sub": "Sub",
}
# Types that PDF 2.0 takes from 1.7 (ISO/TS 32005): they stand in no namespace, which means that of 1.7.
ONLY_1_7 = frozenset(["BlockQuote", "Code", "Quote", "TOC", "TOCI", "Reference", "Note", "Art"])

# Types that hold blocks and no text of their own.
GROUPS = frozenset(["Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote"])
NO_WORDS = frozenset(["L", "LI", "Table", "TR", "THead", "TBody", "TFoot", "TOC"])
INLINE = frozenset(["Span", "Link", "Reference", "Note", "FENote", "Code", "Quote", "Ruby", "Em", "Strong", "Sub"])

NUMBERINGS = {
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "none": "None",
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The structure types of a version of PDF: of 1.7 for PDF/UA-1, of 2.0 for PDF/UA-2."""

    is_2: bool

    def type_of(self, name: str) -> str | None:
        """Return the structure type of an HTML element, None for a transparent one. Raises KeyError if unknown."""
        if self.is_2 and name in _TYPES_2:
            return _TYPES_2[name]
        return None if name in TRANSPARENT else _TYPES[name]

    @property
    def note(self) -> str:
        return "FENote" if self.is_2 else "Note"


def numbering(style: object, *, is_ordered: bool) -> str:
    """Return the ListNumbering of a list-style-type; a style of the house's own is the plainest of its kind."""
    if isinstance(style, str) and style in NUMBERINGS:
        return NUMBERINGS[style]
    return "Decimal" if is_ordered else "Disc"
