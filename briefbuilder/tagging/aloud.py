"""The tag tree as plain text, in the order in which it is read out: each block a line, notes behind their paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefbuilder.tagging.roles import INLINE
from briefbuilder.tagging.tree import Node, Piece


def read_aloud(document: Node) -> str:
    """Return the words of a document."""
    voice = _Voice()
    voice.speak(document)
    voice.end_line()
    return "\n".join(voice.lines) + "\n"


@dataclass(slots=True)
class _Voice:
    lines: list[str] = field(default_factory=list)
    line: str = ""
    label: str = ""  # of the list item whose first line is still to come
    notes: list[str] = field(default_factory=list)

    def speak(self, node: Node) -> None:
        if node.kind in ("Note", "FENote"):
            self.notes.append(_apart(node))
        elif node.kind == "Reference":
            self.line += f"[{node.text}]"
        elif node.kind == "RT":
            self.line += f"({node.text})"
        elif node.kind == "Figure":
            self.own_line(f"[{node.alternative or ''}]")
            self.kids(node)
        elif node.kind == "TR":
            self.own_line(" | ".join(_apart(kid) for kid in node.kids if isinstance(kid, Node)))
        elif node.kind == "Lbl":
            self.end_line()
            self.label = node.text
        elif node.kind in INLINE or node.kind == "RB":
            self.kids(node)
        else:
            self.end_line()
            self.kids(node)
            self.end_line()

    def kids(self, node: Node) -> None:
        for kid in node.kids:
            if isinstance(kid, Node):
                self.speak(kid)
            elif isinstance(kid, Piece):
                self.line += kid.spoken

    def own_line(self, text: str) -> None:
        self.end_line()
        self.line = text
        self.end_line()

    def end_line(self) -> None:
        if self.line.strip():
            self.lines.append(f"{self.label} {self.line.strip()}".strip())
            self.line = self.label = ""
        self.lines += self.notes
        self.notes = []


def _apart(node: Node) -> str:
    voice = _Voice()
    voice.kids(node)
    voice.end_line()
    text = " ".join(voice.lines)
    return f"[{text}]" if node.kind in ("Note", "FENote") else text
