"""Stage: Document + templates → Html. One string, and the stylesheets and pictures it needs, by name.

Jinja templates see the Document and the interface words of its language. Text reaches the page through the filter
`html` alone, which knows the closed vocabulary of `tree` and escapes everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

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
    return Html(text=text, styles=styles, pictures=_pictures(document), language=document.language)


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
