"""The text of a brief as a frozen tree: what Markdown becomes, and what every later stage rewrites.

The vocabulary is closed. Whatever an author writes ends as one of these names or as plain text, so that nothing
he writes can reach the page as markup of its own.

Blocks: p h ul ol li table thead tbody tr th td blockquote pre figure only, and for a figure drawn from data:
    chart  id                           read → localise fills it with svg, caption, credit, and what is not printed:
                                        the facts shown, the data; number set by compose
Inline: strong em code a br ruby, and what the stages settle:
    fact   id, form (value, cited)      read → localise replaces it by span.fact
    term   id, form                     read → localise gives it its forms, compose chooses the one to print
    cite   children citeitem            read → compose replaces it by note
    note   children                     read (author's own) and compose (sources); number set by compose
    ref    target                       read → compose gives it its words
    figref target                       read → compose gives it the figure's number
Drawings: svg and svg-* (title defs pattern rect line path circle text), made by `charts` alone; colours are tokens
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

Node = "Element | str"


@dataclass(frozen=True, slots=True)
class Element:
    """A named node with attributes in the order they were given, its children, and the source line (0 = none)."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Element | str, ...] = ()
    line: int = 0

    def get(self, attribute: str, default: str = "") -> str:
        """Return an attribute's value, or `default`."""
        for key, value in self.attributes:
            if key == attribute:
                return value
        return default

    def with_attributes(self, **values: str) -> Element:
        """Return the element with these attributes set; "_" in a name stands for "-"."""
        changed = {**dict(self.attributes), **{key.replace("_", "-"): value for key, value in values.items()}}
        return replace(self, attributes=tuple(changed.items()))


Content = tuple[Element | str, ...]

BLOCKS = frozenset(
    [
        "p",
        "h",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "blockquote",
        "pre",
        "figure",
        "chart",
        "caption",
        "credit",
        "only",
    ]
)
# Blocks whose children are inline content: the unit of completeness, and later of translation.
LEAVES = frozenset(["p", "h", "th", "td", "pre", "figure", "caption", "credit"])


def element(name: str, *children: Element | str, line: int = 0, **attributes: str) -> Element:
    """Build an element; "_" in an attribute's name stands for "-", a trailing "_" is dropped."""
    pairs = tuple((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return Element(name, pairs, children, line)


def walk(content: Iterable[Element | str]) -> Iterator[Element]:
    """Yield every element, parents before children, in reading order."""
    for node in content:
        if isinstance(node, Element):
            yield node
            yield from walk(node.children)


def plain(content: Iterable[Element | str]) -> str:
    """Return the words that the content prints in running text: no notes, citations, ruby readings, drawings."""
    return "".join(_plain(content))


def _plain(content: Iterable[Element | str]) -> Iterator[str]:
    for node in content:
        if isinstance(node, str):
            yield node
        elif node.name not in {"note", "cite", "rt", "svg"}:
            yield from _plain(node.children)


def rewrite(content: Iterable[Element | str], change: Callable[[Element], Content | None]) -> Content:
    """Return the content with each element for which `change` answers replaced by that answer, outermost first.

    Where `change` answers None the element stays and its children are rewritten.
    """
    out: list[Element | str] = []
    for node in content:
        if isinstance(node, str):
            out.append(node)
            continue
        answer = change(node)
        if answer is not None:
            out.extend(answer)
        elif node.children:
            out.append(replace(node, children=rewrite(node.children, change)))
        else:
            out.append(node)
    return tuple(out)
