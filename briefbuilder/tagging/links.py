"""One annotation for each line of a link. WeasyPrint 70 makes one for each box in it, a word in bold for example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def join_links(pages: Iterable[Any], html: Any) -> None:
    """Join the links of each page (public: `Page.links`) that are pieces of one link on one line."""
    parents = {child: parent for parent in html.iter() for child in parent}
    for page in pages:
        joined: list[tuple[str, str, tuple[float, ...], Any]] = []
        of: list[Any] = []  # the HTML link of each
        for kind, target, rectangle, box in page.links:
            link = _link(box.element, parents)
            if of and of[-1] is link and _overlap(joined[-1][2], rectangle):
                _, _, former, first = joined[-1]
                joined[-1] = (kind, target, _around(former, rectangle), first)
            else:
                joined.append((kind, target, rectangle, box))
                of.append(link)
        page.links[:] = joined


def _link(element: Any, parents: dict[Any, Any]) -> Any:
    while element is not None and not (element.tag == "a" and element.get("href")):
        element = parents.get(element)
    return element


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return min(one[3], other[3]) - max(one[1], other[1]) > min(one[3] - one[1], other[3] - other[1]) / 2


def _around(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
