"""Step after localise: how long an edition's running text is, in the unit of its language: 字 or words.

Running text is what a reader reads from top to bottom: the answer, key points, sections with their headings, what to
watch, corrections. Notes, terms, sources, drawings and the colophon are not counted, nor are numbers of sections
and notes.
字 are characters without white space; words stand between white space.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefbuilder.localise import Edition, LocalModule
from briefbuilder.tree import BLOCKS, Content

UNITS = {"ja": "字", "en": "words"}


@dataclass(frozen=True, slots=True)
class Measure:
    """The length of an edition's running text, and of its parts, in 字 or words."""

    frame: int  # answer, key points, what to watch, corrections
    headings: tuple[int, ...]  # the title of each section of its own
    modules: Mapping[str, int]

    @property
    def total(self) -> int:
        return self.frame + sum(self.headings) + sum(self.modules.values())


def measure(edition: Edition) -> Measure:
    """Return how long an edition is."""
    language = edition.language
    frame = (edition.answer, *edition.key_points, *edition.watch, *edition.corrections)
    return Measure(
        frame=sum(count(content, language) for content in frame),
        headings=tuple(count((section.title,), language) for section in edition.sections),
        modules={module.id: of_module(module, language) for section in edition.sections for module in section.modules},
    )


def of_module(module: LocalModule, language: str) -> int:
    """Return the length of a module with its heading, and with whose view it is."""
    return count((module.title,), language) + count((module.by,), language) + count(module.body, language)


def count(content: Content, language: str) -> int:
    """Return the length of a content in 字 or words."""
    words = "".join(_spaced(content)).split()
    return sum(map(len, words)) if language == "ja" else len(words)


def _spaced(content: Content) -> Iterable[str]:
    for node in content:
        if isinstance(node, str):
            yield node
        elif node.name not in _NOT_COUNTED:
            yield from _spaced(node.children)
            if node.name in BLOCKS or node.name == "br":
                yield "\n"


_NOT_COUNTED = frozenset(["note", "cite", "ref", "svg", "data", "credit"])
