"""What line breaking took and gave: the space dropped at the end of a line, the hyphen put there.

Each piece of text is laid beside its own text in the HTML. Readers that join the pieces of a tag tree would otherwise
run the words at line ends together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefbuilder.tagging.roles import INLINE
from briefbuilder.tagging.tree import Node, Piece, Untaggable

_SPACES = frozenset(" \t\n\r\f")
_UNSEEN = frozenset("\u00ad\u200b")  # soft hyphen; the zero-width space that WeasyPrint puts into empty items
_HYPHENS = frozenset("\u2010-")

_Position = tuple[int, int]  # in the HTML: which text of it, in document order, and which letter of that


def find_gaps(root: Node, html: Any) -> None:
    """Note on each piece whether a space behind it is lost, and whether it ends with a hyphen of line breaking.

    Raises Untaggable where what is drawn is not what the HTML says.
    """
    source = _Source(html)
    for run in _runs(root):
        former: Piece | None = None
        end: _Position | None = None
        for piece in run:
            place = source.find(piece)
            is_apart = bool(end and place and source.has_space(end, place[0]))
            if former and not (former.text.endswith(" ") or piece.text.startswith(" ")):
                former.has_space |= is_apart or (piece.is_blank and piece.text != "")
            end = place[1] if place else end
            former = former if piece.is_blank else piece


def _runs(root: Node) -> list[list[Piece]]:
    """Return the pieces of each block in reading order: between blocks no space is missed."""
    runs: list[list[Piece]] = []

    def gather(node: Node, run: list[Piece]) -> None:
        for kid in node.kids:
            if isinstance(kid, Piece):
                run.append(kid)
            elif isinstance(kid, Node):
                is_call = node.kind == "Reference"  # its label stands in the line; the note itself does not
                if is_call or (kid.kind in INLINE and kid.kind not in ("Note", "FENote")):
                    gather(kid, run)
                else:
                    runs.append([])
                    gather(kid, runs[-1])

    gather(root, [])
    return runs


@dataclass(slots=True)
class _Cursor:
    """How far the own text of an element has been read: the texts before, between and behind its children."""

    texts: list[int]
    at: int = 0
    letter: int = 0


class _Source:
    """The texts of the HTML in document order, each read from its beginning."""

    def __init__(self, html: Any) -> None:
        self.texts: list[tuple[Any, str]] = []  # whose own text, and the text
        self._cursors: dict[Any, _Cursor] = {}
        self._above: dict[Any, Any] = {child: parent for parent in html.iter() for child in parent}
        self._take(html)

    def _take(self, element: Any) -> None:
        cursor = self._cursors[element] = _Cursor([])
        self._add(element, element.text, cursor)
        for child in element:
            self._take(child)
            self._add(element, child.tail, cursor)

    def _add(self, element: Any, text: str | None, cursor: _Cursor) -> None:
        cursor.texts.append(len(self.texts))
        self.texts.append((element, text or ""))

    def find(self, piece: Piece) -> tuple[_Position, _Position] | None:
        """Return where a piece begins and ends in the HTML; None for what is generated or blank."""
        cursor = self._cursors.get(piece.element)
        if cursor is None:
            return None
        begin: _Position | None = None
        for index, letter in enumerate(piece.text):
            if letter in _SPACES or letter in _UNSEEN:
                continue
            found = self._next(cursor)
            if found is not None and found[1].lower() == letter.lower():
                begin = begin or found[0]
                cursor.letter += 1
            elif index == len(piece.text) - 1 and letter in _HYPHENS:
                piece.has_hyphen = True
            else:
                raise Untaggable(f"the words drawn are not those of the page: “{piece.text}”")
        return (begin, (cursor.texts[cursor.at], cursor.letter)) if begin else None

    def _next(self, cursor: _Cursor) -> tuple[_Position, str] | None:
        while cursor.at < len(cursor.texts):
            number = cursor.texts[cursor.at]
            text = self.texts[number][1]
            while cursor.letter < len(text):
                if text[cursor.letter] not in _SPACES and text[cursor.letter] not in _UNSEEN:
                    return (number, cursor.letter), text[cursor.letter]
                cursor.letter += 1
            if cursor.at + 1 == len(cursor.texts):
                return None
            cursor.at, cursor.letter = cursor.at + 1, 0
        return None

    def has_space(self, end: _Position, begin: _Position) -> bool:
        """Say whether a space stands between two pieces: in texts of elements that hold the one or the other."""
        first, last = self.texts[end[0]], self.texts[begin[0]]
        if end[0] == begin[0]:
            between = [first[1][end[1] : begin[1]]]
        else:
            around = {*self._ancestors(first[0]), *self._ancestors(last[0])}
            inner = self.texts[end[0] + 1 : begin[0]]
            between = [first[1][end[1] :], last[1][: begin[1]]]
            between += [text for element, text in inner if element in around and not text.strip()]
        return any(not _SPACES.isdisjoint(text) for text in between)

    def _ancestors(self, element: Any) -> list[Any]:
        found = []
        while element is not None:
            found.append(element)
            element = self._above.get(element)
        return found
