"""What line breaking took and gave: the space dropped at the end of a line, the hyphen put there.

Each piece of text is laid beside its own text in the HTML. Readers that join the pieces of a tag tree would otherwise
run the words at line ends together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from briefbuilder.tagging.roles import INLINE
from briefbuilder.tagging.tree import Node, Piece, Untaggable

_SPACES = frozenset(" \t\n\r\f")
_UNSEEN = frozenset("\u00ad\u200b")  # soft hyphen; the zero-width space that WeasyPrint puts into empty items
_HYPHENS = frozenset("\u2010-")
_CHILD = "\0"  # where a child stands in the text of its parent


def find_gaps(root: Node) -> None:
    """Note on each piece whether a space behind it is lost, and whether it ends with a hyphen of line breaking.

    Raises Untaggable where what is drawn is not what the HTML says.
    """
    sources: dict[Any, _Source] = {}
    for run in _runs(root):
        edges = {piece: _edges(piece, sources) for piece in run}
        blanks = {first for first, second in pairwise(run) if second.is_blank}
        for first, second in pairwise(piece for piece in run if not piece.is_blank):
            is_there = first.text.endswith(" ") or second.text.startswith(" ")
            first.has_space = not is_there and (edges[first][1] or edges[second][0] or first in blanks)


def _runs(root: Node) -> list[list[Piece]]:
    """Return the pieces of each block in reading order: between blocks no space is missed."""
    runs: list[list[Piece]] = []

    def gather(node: Node, run: list[Piece]) -> None:
        for kid in node.kids:
            if isinstance(kid, Piece):
                run.append(kid)
            elif isinstance(kid, Node):
                if kid.kind in INLINE and kid.kind not in ("Note", "FENote", "Reference"):
                    gather(kid, run)
                else:
                    runs.append([])
                    gather(kid, runs[-1])

    gather(root, [])
    return runs


@dataclass(slots=True)
class _Source:
    """The own text of an HTML element, read from its beginning."""

    text: str
    position: int = 0

    def skip(self, letters: frozenset[str]) -> bool:
        """Go over letters; return whether a space was among them."""
        start = self.position
        while self.position < len(self.text) and self.text[self.position] in letters:
            self.position += 1
        return not _SPACES.isdisjoint(self.text[start : self.position])


def _edges(piece: Piece, sources: dict[Any, _Source]) -> tuple[bool, bool]:
    """Return whether a space stands before and behind a piece in the source."""
    if piece.element is None:
        return False, False
    source = sources.setdefault(piece.element, _Source(_own_text(piece.element)))
    before = source.skip(_SPACES | _UNSEEN | {_CHILD})
    for index, letter in enumerate(piece.text):
        if letter in _SPACES or letter in _UNSEEN:
            continue
        source.skip(_SPACES | _UNSEEN | {_CHILD} if index else frozenset())
        if source.position < len(source.text) and source.text[source.position].lower() == letter.lower():
            source.position += 1
        elif index == len(piece.text) - 1 and letter in _HYPHENS:
            piece.has_hyphen = True
        else:
            raise Untaggable(f"the words drawn are not those of the page: “{piece.text}”")
    return before, source.skip(_SPACES | _UNSEEN)


def _own_text(element: Any) -> str:
    return (element.text or "") + "".join(_CHILD + (child.tail or "") for child in element)
