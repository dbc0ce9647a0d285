"""The tag tree before it is written: elements, the pieces of text drawn for them, the links that lie over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_UNSPOKEN = dict.fromkeys(map(ord, "\u2060\u00ad\u200b\ufffc"))


class Untaggable(Exception):
    """The page holds something that the tag tree has no honest place for. The message says what and where."""


@dataclass(slots=True, eq=False)
class Piece:
    """A text, or a picture, that a page draws in one sequence of marked content."""

    page: int  # from 0
    mcid: int  # on its page, in the order of drawing
    text: str  # of a picture: U+FFFC
    element: Any  # the HTML element whose own text it is; None: generated, or a picture
    has_space: bool = False  # a space stood behind it that line breaking dropped
    has_hyphen: bool = False  # its last sign is a hyphen that line breaking put in

    @property
    def spoken(self) -> str:
        """The text as it is read out: with its space and without a hyphen of line breaking."""
        if self.is_blank:
            return ""
        text = self.text[:-1] if self.has_hyphen else self.text
        return text.translate(_UNSPOKEN) + " " * self.has_space

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is drawn: WeasyPrint leaves out a text of spaces alone."""
        return not self.text.strip()


@dataclass(slots=True, eq=False)
class Cover:
    """The annotation over one line of a link."""

    page: int
    annotation: Any  # a pydyf.Dictionary


@dataclass(slots=True, eq=False)
class Node:
    """A structure element. `attributes` are by owner: {"Table": {"Scope": "/Row"}}, values as PDF writes them."""

    kind: str
    element: Any
    language: str
    parent: Node | None = None
    kids: list[Node | Piece | Cover] = field(default_factory=list)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    id: str = ""
    alternative: str | None = None
    expansion: str = ""
    title: str = ""  # of a link: what its annotations say, where that is not its text
    refers: list[Node] = field(default_factory=list)
    first_page: int = 0

    def add(self, kid: Node) -> Node:
        kid.parent = self
        self.kids.append(kid)
        return kid

    def nodes(self) -> Iterator[Node]:
        """Yield this node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def pieces(self) -> Iterator[Piece]:
        """Yield all that is drawn for this node, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.pieces()
            elif isinstance(kid, Piece):
                yield kid

    @property
    def text(self) -> str:
        """The words, as they are read out."""
        return "".join(piece.spoken for piece in self.pieces()).strip()
