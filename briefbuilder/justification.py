"""Spreads a line of Japanese over its measure: put in the place of WeasyPrint 70's own, which stretches spaces alone.

What a line lacks goes first to the spaces of Latin words and the gaps between the scripts, up to a limit, and what is
then left evenly to all places (JLREQ 3.8.3): those, other glue (see `typeset`), and between Japanese letters. Nothing
is put behind an opening mark, before a closing one, into …… and ――, or before the call of a note. A line that lacks
too much for that stays as it is.

Uses WeasyPrint's private parts (`layout.inline`, `formatting_structure.boxes`); a test pins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from briefbuilder.typeset import CLOSING, DASHES, JAPANESE, MARKS, OPENING

LARGEST = 0.25  # em: the most that may be put at one place
FIRST_TO_SPACES, FIRST_TO_GAPS = 0.2, 0.02  # em
_WORD_JOINER = "\u2060"  # begins the call of a note (templates/styles/notes.css)


@dataclass(slots=True)
class _Piece:
    """A text, or a box that is one letter to its line, and the places where it can give: inside, and behind."""

    box: Any
    inside: int = 0
    behind: int = 0
    first: float = 0.0  # px at each of its places that may be given before the others get any

    @property
    def places(self) -> int:
        return self.inside + self.behind

    @property
    def text(self) -> str:
        return str(self.box.text) if isinstance(self.box, boxes.TextBox) else "\ufffc"

    @property
    def is_glue(self) -> bool:
        return not self.text.strip(" \u00a0")

    @property
    def has_white_half(self) -> bool:
        """Say whether it ends with a mark on a whole square: the white half of that may stand out of the line."""
        return self.text[-1] in CLOSING and self.box.style["font_feature_settings"] == "normal"

    @property
    def is_spaced(self) -> bool:
        """Say whether its letters are squares, between each two of which there is a place."""
        return bool(JAPANESE.match(self.text)) or self.text[0] in MARKS


def install() -> None:
    """Let WeasyPrint call this for every justified line."""
    inline.justify_line = spread


def spread(_: Any, line: Any, extra: float) -> None:
    """Share out what a line lacks, in px."""
    pieces = [_Piece(box) for box in _pieces(line)]
    while pieces and pieces[-1].is_glue:
        pieces.pop()
    if pieces and pieces[-1].has_white_half:
        extra += pieces[-1].box.style["font_size"] / 2
    em = line.style["font_size"]
    _count(pieces, em)
    places = sum(piece.places for piece in pieces)
    first = sum(piece.places * piece.first for piece in pieces)
    if not places or extra - first > LARGEST * em * places:
        return
    share = min(1.0, extra / first) if first else 0.0
    unit = (extra - share * first) / places
    _move(line, {id(piece.box): (piece, share * piece.first + unit) for piece in pieces}, 0)


def _pieces(box: Any) -> Iterator[Any]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, (boxes.LineBox, boxes.InlineBox)):
            yield from _pieces(child)
        elif not isinstance(child, boxes.TextBox) or child.text:
            yield child


def _count(pieces: list[_Piece], em: float) -> None:
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.is_glue:
            piece.behind = 1
            piece.first = FIRST_TO_GAPS * em if piece.box.style["font_size"] < em / 3 else 0.0
        elif piece.is_spaced:
            piece.inside = len(piece.text) - 1
            piece.behind = following is not None and _may_part(piece.text[-1], following)
        elif isinstance(piece.box, boxes.TextBox):
            piece.inside = piece.text.strip().count(" ") + piece.text.count("\u00a0")
            piece.first = FIRST_TO_SPACES * em
        else:
            piece.behind = following is not None and _may_part("\u3042", following)  # like any letter


def _may_part(last: str, following: _Piece) -> bool:
    """Say whether there is a place between a letter and what follows it."""
    first = following.text[0]
    if following.is_glue or last in OPENING or first in CLOSING or first == _WORD_JOINER:
        return False
    return bool(JAPANESE.match(first)) or first in OPENING | DASHES or first == "\ufffc"


def _move(box: Any, pieces: dict[int, tuple[_Piece, float]], moved: float) -> float:
    """Move a box and all in it; return by how much what follows it is to be moved."""
    box.position_x += moved
    before = moved
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, (boxes.LineBox, boxes.InlineBox)):
            moved = _move(child, pieces, moved)
            continue
        if isinstance(child, boxes.TextBox):
            child.position_x += moved
        else:
            child.translate(moved, 0)
        if id(child) in pieces:
            moved += _widen(*pieces[id(child)])
    box.width += moved - before
    return moved


def _widen(piece: _Piece, unit: float) -> float:
    """Put so much (px) at each place of a piece; return by how much it grew. Its text is shaped anew when drawn."""
    box, growth = piece.box, unit * piece.places
    if piece.inside:
        style = box.style.copy()
        style["letter_spacing" if piece.is_spaced else "word_spacing"] = unit + _own(box, piece)
        box.style = style
    if isinstance(box, boxes.TextBox):
        box.width += growth
    return growth


def _own(box: Any, piece: _Piece) -> float:
    value = box.style["letter_spacing" if piece.is_spaced else "word_spacing"]
    return 0.0 if value == "normal" else float(value)
