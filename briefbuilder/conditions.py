"""Passages for some audiences only (`::: {.only for="press"}`): counted, compared between the languages, kept rare.

What many conditions make of one text nobody can review: a difference that large belongs into modules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefbuilder.diagnostics import Findings
from briefbuilder.library import LANGUAGES, Library, Module, Passage, Relevance
from briefbuilder.text import syntax

MOST = 2  # passages in one text
LARGEST = 1 / 2  # share of its letters
_WITH_TEXT = ("full", "short")  # the lengths that print of the text; the line is a text of its own


@dataclass(frozen=True, slots=True)
class Condition:
    """A passage for some audiences only: whose, where it begins, and how many letters it has (white space aside)."""

    audiences: tuple[str, ...]
    offset: int
    letters: int


def conditions(passage: Passage) -> tuple[Condition, ...]:
    """Return the conditional passages of a text, in order."""
    return tuple(_conditions(passage))


def _conditions(passage: Passage) -> Iterator[Condition]:
    opening: tuple[tuple[str, ...], int, int] | None = None
    for fence in syntax.FENCE.finditer(syntax.visible(passage.text)):
        if audiences := tuple(syntax.names(fence[0])):
            opening = audiences, fence.start(), fence.end()
        elif opening:
            inside = "".join(passage.text[opening[2] : fence.start()].split())
            yield Condition(opening[0], opening[1], len(inside))
            opening = None


def shown_and_hidden(module: Module, audience: str, language: str, length: str = "full") -> tuple[int, int]:
    """Return how many conditional passages of a module at this length an audience reads, and how many it does not."""
    text = module.text[language]
    more = syntax.MORE.search(syntax.visible(text.text)) if length == "short" else None
    found = [it for it in conditions(text) if more is None or it.offset < more.start()] if length in _WITH_TEXT else []
    shown = sum(audience in condition.audiences for condition in found)
    return shown, len(found) - shown


def check_conditions(modules: Iterable[Module], findings: Findings) -> None:
    """Report conditions that differ between the languages, that no reader meets, and texts with too many of them."""
    for module in modules:
        found = {language: conditions(module.text[language]) for language in LANGUAGES}
        if [set(it.audiences) for it in found["ja"]] != [set(it.audiences) for it in found["en"]]:
            first = next(language for language in LANGUAGES if found[language])
            findings.error(
                module.text[first].place(found[first][0].offset),
                "the passages for some audiences only are not the same in ja.md and en.md",
                hint="give both texts the same passages, in the same order, for the same audiences",
            )
            continue
        for language in LANGUAGES:
            _check_text(module, module.text[language], found[language], findings)


def _check_text(module: Module, text: Passage, found: tuple[Condition, ...], findings: Findings) -> None:
    inside, letters = sum(it.letters for it in found), len("".join(syntax.FENCE.sub("", text.text).split()))
    if len(found) > MOST or inside > LARGEST * letters:
        findings.warning(
            text.place(found[0].offset),
            "too much of this text is for some audiences only: {inside} of its {letters} letters, in {count} places",
            hint="make modules of their own of them, each with its own readers",
            inside=inside,
            letters=letters,
            count=len(found),
        )
    for condition in found:
        for name in condition.audiences:
            if module.for_.get(name) is Relevance.SKIP:
                findings.warning(
                    text.place(condition.offset),
                    'nobody will read this: the module is marked skip for "{audience}"',
                    hint='take the audience out of the passage, or out of skip under "for:"',
                    audience=name,
                )


def count(library: Library) -> tuple[int, int]:
    """Return how many conditional passages there are in a project, and in how many modules."""
    counts = [len(conditions(module.text["en"])) for module in library.modules.values()]
    return sum(counts), sum(map(bool, counts))
