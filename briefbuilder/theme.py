"""A theme against the style sheets that use it: it says every token, and its text can be read on its grounds.

A theme is a style sheet of tokens (`--ink: #16191d`), for all pages, for a language (`:root:lang(ja)`) or a format
(`:root.glance`). What is a colour of text, and what a ground, the style sheets themselves tell: `color: var(--ink)`,
`background: var(--tint)`; the paper (`--paper`) is a ground too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefbuilder.colours import ENOUGH, contrast, grey, parse
from briefbuilder.diagnostics import Diagnostic, Place, error, warning

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;{}]*?)\s*(?:;|$)")
_USED = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_COLOURED = re.compile(r"(?<![\w-])(color|background(?:-color)?|border(?:-\w+)*-color)\s*:\s*var\(\s*--([\w-]+)\s*\)")
_SELECTOR = re.compile(r":root(?:\.([\w-]+))?(?::lang\(([\w-]+)\))?")
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as one rule of a theme gives it."""

    name: str
    value: str
    place: Place


def tokens(sheet: str, path: str, *, form: str, language: str) -> Iterator[Token]:
    """Yield the tokens of a theme that hold for a format and a language: what counts more comes later."""
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sheet)
    rules = ((_SELECTOR.fullmatch(rule[1].strip()), rule) for rule in _RULE.finditer(text))
    held = [(selector, rule) for selector, rule in rules if selector and _holds(selector, form, language)]
    for _, rule in sorted(held, key=lambda pair: sum(map(bool, pair[0].groups()))):
        for found in _TOKEN.finditer(rule[2]):
            start = rule.start(2) + found.start()
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            yield Token(found[1], found[2], Place(path, line, column))


def _holds(selector: re.Match[str], form: str, language: str) -> bool:
    return selector[1] in (None, form) and selector[2] in (None, language)


@lru_cache(maxsize=64)
def check_theme(sheet: str, path: str, styles: tuple[str, ...], *, form: str, language: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a theme for a format, in a language, given the other style sheets of the page."""
    rules = _COMMENT.sub("", "".join(styles))
    said = tuple(tokens(sheet, path, form=form, language=language))
    return (*_unsaid(said, rules, path), *_colour_faults(said, rules))


def _unsaid(said: Iterable[Token], rules: str, path: str) -> Iterator[Diagnostic]:
    known = {token.name for token in said} | {found[1] for found in _TOKEN.finditer(rules)}
    for name in sorted({*_USED.findall(rules), PAPER} - known):
        yield unsaid(name, path)


def unsaid(name: str, path: str) -> Diagnostic:
    """Return the error that a theme leaves out a token."""
    return error(
        Place(path),
        'the theme does not say "--{name}"',
        hint="take the line over from templates/themes/standard.css",
        name=name,
    )


def _colour_faults(said: tuple[Token, ...], rules: str) -> Iterator[Diagnostic]:
    uses = _COLOURED.findall(rules)
    inks = {name for kind, name in uses if kind == "color"}
    grounds = {name for kind, name in uses if kind.startswith("background")} | {PAPER}
    named = {name for _, name in uses} | {PAPER}
    for token in said:
        if token.name in named and parse(token.value) is None:
            yield error(
                token.place,
                '"--{name}" is no colour that can be printed: {value}',
                hint="write it as #1b4a72, without transparency",
                name=token.name,
                value=token.value,
            )
    for token in said:
        for ground in said:
            if token.name in inks and ground.name in grounds:
                yield from _faint(token, ground)


def _faint(token: Token, ground: Token) -> Iterator[Diagnostic]:
    ink, paper = parse(token.value), parse(ground.value)
    if ink is None or paper is None:
        return
    found = min(contrast(ink, paper), contrast(grey(ink), grey(paper)))
    if found < ENOUGH:
        yield warning(
            token.place,
            'text in "--{name}" is too faint on "--{ground}": {found} : 1, in colour or in grey',
            hint="make the one darker or the other lighter, to {least} : 1 at least (WCAG 2.2, 1.4.3)",
            name=token.name,
            ground=ground.name,
            found=f"{int(found * 10) / 10:.1f}",
            least=ENOUGH,
        )
