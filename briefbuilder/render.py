"""Stage: Document + templates → Html. One string, and the stylesheets and pictures it needs, by name.

Jinja templates see the Document and the interface words of its language. Text reaches the page through the filter
`html` alone, which knows the closed vocabulary of `tree` and escapes everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from briefbuilder.document import Document
from briefbuilder.pages import Html
from briefbuilder.tree import Content, Element

TEMPLATE_OF_FORMAT = "{format}.html"


def environment(loader: BaseLoader) -> Environment:
    """Return the Jinja environment of the house: autoescape always, undefined names are errors, gettext in place."""
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.filters["html"] = html
    return made


def render(document: Document, *, template: str, env: Environment, styles: tuple[str, ...]) -> Html:
    """Return the document as HTML. `env` carries the templates and the catalogue of the document's language."""
    text = env.get_template(template).render(document=document)
    attached = tuple(file.path for file in document.attachments)
    return Html(text=text, styles=styles, pictures=(*_pictures(document), *attached), language=document.language)


def html(content: Content | Element | str) -> Markup:
    """Return content of the closed vocabulary as HTML. Raises KeyError for a name that is not in it."""
    nodes = (content,) if isinstance(content, (str, Element)) else content
    return Markup("").join(_node(node) for node in nodes)


def _node(node: Element | str) -> Markup:
    return escape(node) if isinstance(node, str) else _WRITERS[node.name](node)


def _tag(name: str, **attributes: str) -> Markup:
    pairs = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value
    )
    return Markup("<{}{}>").format(Markup(name), pairs)


def _same(name: str) -> Callable[[Element], Markup]:
    def write(node: Element) -> Markup:
        kept = {key: node.get(key) for key in ("lang", "data-block")}
        return _tag(name, **kept) + html(node.children) + Markup(f"</{name}>")

    return write


def _heading(node: Element) -> Markup:
    name = f"h{node.get('level')}"
    number = Markup('<span class="number">{}</span> ').format(node.get("number")) if node.get("number") else ""
    opening = _tag(name, id=node.get("id"), data_block=node.get("data-block"), data_label=node.get("label"))
    return opening + number + html(node.children) + Markup(f"</{name}>")


def _list(node: Element) -> Markup:
    opening = _tag("ol", start=node.get("start"), data_block=node.get("data-block"))
    return opening + html(node.children) + Markup("</ol>")


def _cell(name: str) -> Callable[[Element], Markup]:
    def write(node: Element) -> Markup:
        align = node.get("align")
        opening = _tag(
            name,
            class_=f"align-{align}" if align else "",
            scope="col" if name == "th" else "",
            data_block=node.get("data-block"),
        )
        return opening + html(node.children) + Markup(f"</{name}>")

    return write


def _link(node: Element) -> Markup:
    return _tag("a", href=node.get("href"), class_=node.get("class")) + html(node.children) + Markup("</a>")


def _note(node: Element) -> Markup:
    # The note stands inside the sentence and is moved to the foot of the page by CSS (float: footnote).
    opening = _tag("span", class_="note", id=node.get("id"), lang=node.get("lang"), data_note=node.get("number"))
    return opening + html(node.children) + Markup("</span>")


def _ruby(node: Element) -> Markup:
    return Markup("<ruby>{}<rt>{}</rt></ruby>").format(html(node.children), node.get("reading"))


def _fact(node: Element) -> Markup:
    return _tag("span", class_="fact", data_fact=node.get("id")) + html(node.children) + Markup("</span>")


def _term(node: Element) -> Markup:
    return _tag("span", class_="term", data_term=node.get("id")) + html(node.children) + Markup("</span>")


def _figure(node: Element) -> Markup:
    picture = _tag("img", src=node.get("src"), alt=node.get("alt"))
    number = Markup('<span class="number">{}</span> ').format(node.get("number"))
    caption = _tag("figcaption", data_block=node.get("data-block"))
    return (
        _tag("figure", id=node.get("id"))
        + picture
        + caption
        + Markup("{}{}</figcaption></figure>").format(number, html(node.children))
    )


def _chart(node: Element) -> Markup:
    opening = _tag("figure", id=node.get("id"), class_="chart", data_fact=node.get("facts"))
    return opening + html(node.children) + Markup("</figure>")


def _caption(node: Element) -> Markup:
    number = Markup('<span class="number">{}</span> ').format(node.get("number"))
    opening = _tag("figcaption", data_block=node.get("data-block"))
    return opening + number + html(node.children) + Markup("</figcaption>")


def _credit(node: Element) -> Markup:
    label = Markup('<span class="label">{}</span> ').format(node.get("label"))
    opening = _tag("p", class_="credit", data_block=node.get("data-block"))
    return opening + label + html(node.children) + Markup("</p>")


# What a drawing is made of, and the attributes that reach the page; its colours are tokens (see `coloured`).
_DRAWN = {
    "svg": ("width", "height", "viewBox", "font-family", "font-size"),
    "title": (),
    "defs": (),
    "pattern": ("id", "width", "height", "patternUnits"),
    "rect": ("x", "y", "width", "height", "fill", "stroke", "stroke-width"),
    "line": ("x1", "y1", "x2", "y2", "stroke", "stroke-width", "stroke-dasharray"),
    "path": ("d", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    "circle": ("cx", "cy", "r", "fill", "stroke", "stroke-width"),
    "text": ("x", "y", "dx", "fill", "font-weight"),
}


def _drawn(name: str) -> Callable[[Element], Markup]:
    def write(node: Element) -> Markup:
        made = Markup("<{}").format(Markup(name))
        for key in _DRAWN[name]:
            value = node.get(key)
            if value.startswith("--"):
                value = f"var({value})"
            if value:
                made += Markup(' {}="{}"').format(Markup(key), value)
        return made + Markup(">") + html(node.children) + Markup("</{}>").format(Markup(name))

    return write


_COLOUR = re.compile(r' (fill|stroke)="var\((--[a-z0-9-]+)\)"')


def coloured(page: Html, tokens: Mapping[str, str]) -> tuple[Html, tuple[str, ...]]:
    """Put the values of the colour tokens into the drawings of a page; return it and the names that have none.

    WeasyPrint 70 hands none of the page's style on to a drawing. Nothing that an author writes can have the form of an
    attribute: its quotation marks are escaped.
    """
    missing = tuple(sorted({found[2] for found in _COLOUR.finditer(page.text)} - tokens.keys()))
    text = _COLOUR.sub(lambda found: f' {found[1]}="{tokens.get(found[2], "none")}"', page.text)
    return replace(page, text=text), missing


_WRITERS: dict[str, Callable[[Element], Markup]] = {
    **{
        name: _same(name)
        for name in [
            "p",
            "ul",
            "li",
            "thead",
            "tbody",
            "tr",
            "blockquote",
            "pre",
            "strong",
            "em",
            "code",
            "table",
            "cite",
            "span",
        ]
    },
    "ol": _list,
    "h": _heading,
    "th": _cell("th"),
    "td": _cell("td"),
    "a": _link,
    "br": lambda _: Markup("<br>"),
    "note": _note,
    "ruby": _ruby,
    "fact": _fact,
    "term": _term,
    "figure": _figure,
    "chart": _chart,
    "caption": _caption,
    "credit": _credit,
    **{name if name == "svg" else f"svg-{name}": _drawn(name) for name in _DRAWN},
}


def _pictures(document: Document) -> tuple[str, ...]:
    found: set[str] = set()

    def look(content: Iterable[Element | str]) -> None:
        for node in content:
            if isinstance(node, Element):
                if node.name == "figure":
                    found.add(node.get("src").removeprefix("asset:"))
                look(node.children)

    for section in document.sections:
        for part in (*section.parts, *section.options):
            look(part.body)
    return tuple(sorted(found))
