"""Stage: Html → Html. The spacing and breaking pass, on finished HTML. What follows is of Japanese (JLREQ 3.1, 3.2;
JIS X 4051); English has a file of its own (`typeset_english`). No letter that an author wrote is changed.

WeasyPrint 70 sets Japanese like so many squares. This pass gives it what it lacks, by *glue*: a space in a span of a
known width. A space vanishes at the edge of a line and nothing of it reaches the text of the PDF, so that one means
serves three ends:

- a quarter of an em between Japanese and Latin letters (3.2.2), none at the edge of a line;
- an opening mark is set on half its square, and glue is its other half: it is trimmed at the head of a line (3.1.5);
- of marks that touch, the inner ones take the half-width form of the face (feature ss20): 」「 are 1.5 squares.

A Latin phrase with a long word is marked as English, so that the word may be hyphenated as such where it meets the end
of a line; it keeps the Latin letters of the Japanese face, which are drawn for it.

Headings break between phrases (文節) alone, as BudouX finds them: word joiners hold a phrase together.

That a closing mark counts half at the end of a line, and how the rest of the line is spread, is the business of
`justification`. The style of the spans is in templates/styles/setting.css.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

from briefbuilder.foreign import mark_japanese
from briefbuilder.pages import Html
from briefbuilder.typeset_english import hold_together

CLOSING = frozenset("、。，．）」』】〕〉》］｝")
OPENING = frozenset("（「『【〔〈《［｛")
MIDDLE = frozenset("・：；")
MARKS = CLOSING | OPENING | MIDDLE
UNITS = frozenset("年月日時分秒週歳か件回名人円億万兆条項号章節頁度割％")  # never parted from their number
_LATIN_ENDS = frozenset(".’”")  # of an abbreviation, of a quotation
NO_START = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞヽヾ々〻")
DASHES = frozenset("…‥―─")
JAPANESE = re.compile("[\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff€£¥$%#&@+=°±×÷−]")

_GAP = '<span class="gap"> </span>'  # a quarter of an em, where a line may end
_FIXED_GAP = '<span class="gap">\u00a0</span>'  # where none may
_HALF = '<span class="half"> </span>'

_TAG = re.compile(r"(<[^>]*>)")
# A character reference is one letter, and so is a kanji with the selector of its form.
_LETTER = re.compile("&#?\\w+;|.[\ufe00-\ufe0f\U000e0100-\U000e01ef]?", re.DOTALL)
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = frozenset(["a", "em", "strong", "code", "span", "cite", "ruby", "b", "i", "sup", "sub", "abbr", "small"])
_UNTOUCHED = frozenset(["head", "pre", "rt", "title", "style", "svg"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LONGEST_PHRASE = 6  # letters: a longer one may break, lest it stand out of a narrow column
_JOINER = "\u2060"
_PHRASE = re.compile(r"[A-Za-z]+(?:[-’' ][A-Za-z]+)*")
_LONG_WORD = re.compile(r"\b[A-Za-z][a-z]{8,29}\b")  # a shorter one gains little by a hyphen
# The last three letters, and the closing marks behind them: no line holds but one letter (JLREQ 3.1.10 d).
_TAIL = re.compile(r"((?:&#?\w+;|[^<>&;\s]){3}[、。」』）】]*)(</(?:p|li|dd)>)")


def typeset(html: Html) -> Html:
    """Return the page with its spacing and breaking settled for its language."""
    text = mark_japanese(html.text)
    if html.language == "en":
        return replace(html, text=hold_together(text))
    if html.language != "ja":
        return replace(html, text=text)
    kept_together = _TAIL.sub(r'<span class="tail">\1</span>\2', text)
    return replace(html, text="".join(_Page(kept_together).pieces()))


@dataclass(slots=True)
class _Letter:
    """A letter of a line of text: what it becomes, and what is put before and after it."""

    written: str
    in_link: bool
    character: str
    position: int = -1  # among the pieces of the page
    is_marked: bool = False  # its language is said already, or it is code
    before: str = ""
    after: str = ""
    style: str = ""

    def __str__(self) -> str:
        own = f'<span class="{self.style}">{self.written}</span>' if self.style else self.written
        return f"{self.before}{own}{self.after}"


# Something between two letters that is neither: a picture, an edge; the call of a note.
_BARRIER, _CALL = _Letter("", False, ""), _Letter("", False, "")


@dataclass(slots=True)
class _Page:
    """A page taken apart into tags and letters. Inline tags do not interrupt a line of text; all others do."""

    text: str
    made: list[str | _Letter] = field(default_factory=list)
    lines: list[list[_Letter]] = field(default_factory=lambda: [[]])  # the open one last, behind those around it
    open: list[tuple[str, bool]] = field(default_factory=list)  # the name of each, and whether it says a language
    untouched: int = 0
    links: int = 0
    headings: int = 0
    marked: int = 0

    def pieces(self) -> Iterator[str]:
        for part in _TAG.split(self.text):
            if part.startswith("<"):
                self.tag(part)
            elif self.untouched or not part:
                self.made.append(part)
            else:
                self.letters(part)
        self.end_line()
        yield from map(str, self.made)

    def letters(self, part: str) -> None:
        for written in _LETTER.findall(part):
            letter = _Letter(written, bool(self.links), unescape(written), len(self.made), bool(self.marked))
            self.made.append(letter)
            self.lines[-1].append(letter)

    def tag(self, tag: str) -> None:
        found = _NAME.match(tag)
        name = found[1] if found else ""
        if not tag.startswith("</"):
            self.opens(tag, name)
            self.made.append(tag)
        else:
            self.made.append(tag)
            self.closes(name)

    def opens(self, tag: str, name: str) -> None:
        if name == "span" and 'class="note"' in tag:
            name = "note"
            self.lines[-1].append(_CALL)
            self.lines.append([])
        elif name in ("br", "img"):
            self.lines[-1].append(_BARRIER)
            return
        elif name not in _INLINE and name not in _UNTOUCHED:
            self.end_line()
        if name in ("meta", "link", "hr", "col", "input", "") or tag.endswith("/>"):
            return
        is_marked = name == "code" or (name != "html" and ' lang="' in tag)
        self.open.append((name, is_marked))
        self.marked += is_marked
        self.untouched += name in _UNTOUCHED
        self.links += name == "a"
        self.headings += name in _HEADINGS

    def closes(self, name: str) -> None:
        if not self.open or name in ("br", "img"):
            return
        opened, is_marked = self.open.pop()
        self.marked -= is_marked
        self.untouched -= opened in _UNTOUCHED
        self.links -= opened == "a"
        if opened == "note":
            _set(self.lines.pop())
        elif opened not in _INLINE and opened not in _UNTOUCHED:
            line = self.lines[-1]
            self.end_line()
            if opened == "p":
                _keep_before_call(line)
        self.headings -= opened in _HEADINGS

    def end_line(self) -> None:
        _set(self.lines[-1])
        if self.headings:
            _hold_phrases(self.lines[-1])
        self.lines[-1] = []


def _set(line: list[_Letter]) -> None:
    """Settle a line of text: what stands between each two letters, and the form of each mark."""
    around = [_BARRIER, *line, _BARRIER]
    for index, letter in enumerate(line):
        before, after = around[index], around[index + 2]
        if letter.in_link:
            continue
        if letter.character in CLOSING and after.character in MARKS:
            letter.style, letter.after = "narrow", _HALF if after.character in OPENING else ""
        elif letter.character in OPENING:
            _set_opening(letter, before)
        elif letter.character in MIDDLE:
            letter.style = "narrow" if before.character in MARKS or after.character in MARKS else ""
        elif letter.character in DASHES:
            _set_dash(letter, before, after)
    _mark_english(line)
    for first, second in pairwise(line):
        if gap := _gap(first.character, second.character):
            _put_between(first, second, gap)


def _keep_before_call(line: list[_Letter]) -> None:
    """Keep the last two letters together where the call of a note ends a paragraph: no line breaks before a call."""
    rest = list(line)
    while rest and rest[-1].character in CLOSING:
        rest.pop()
    if len(rest) < 3 or rest.pop() is not _CALL:
        return
    first, last = rest[-2:]
    if first.position + 1 == last.position and not first.in_link and first.character.strip():
        first.before += '<span class="tail">'
        last.after = "</span>" + last.after


def _set_opening(letter: _Letter, before: _Letter) -> None:
    if before.character in OPENING | MIDDLE:
        letter.style = "narrow"
    elif before.character in CLOSING and not before.in_link:
        letter.style = "opening"  # the glue stands behind the closing mark
    elif not before.character:
        letter.style = "opening"
    elif not before.character.isspace() and not before.in_link:
        letter.style, letter.before = "opening", _HALF


def _set_dash(letter: _Letter, before: _Letter, after: _Letter) -> None:
    """…… and ―― are one sign of two letters: not torn, not spread (JLREQ 3.1.10), and Japanese beside Latin too."""
    begins, ends = _is_same(letter, after), _is_same(before, letter)
    if begins and not ends:
        letter.before = '<span class="dash">'
    elif ends and not begins:
        letter.after = "</span>"


def _is_same(first: _Letter, second: _Letter) -> bool:
    """Say whether the second letter repeats the first, with no tag between them."""
    return first.character == second.character and first.position + 1 == second.position


def _mark_english(line: list[_Letter]) -> None:
    """Mark each phrase with a long Latin word that no tag interrupts."""
    for found in _PHRASE.finditer("".join(letter.character or "\ufffc" for letter in line)):
        phrase = line[found.start() : found.end()]
        is_whole = phrase[-1].position - phrase[0].position == len(phrase) - 1
        if is_whole and _LONG_WORD.search(found[0]) and not (phrase[0].in_link or phrase[0].is_marked):
            phrase[0].before = '<span class="latin" lang="en">'
            phrase[-1].after = "</span>"


def _gap(first: str, second: str) -> str:
    """Return the glue between a Japanese and a Latin letter, either way round; empty where there is none."""
    if JAPANESE.match(first) and LATIN.match(second):
        return _FIXED_GAP if first == "第" and second.isdigit() else _GAP
    if (LATIN.match(first) or first in _LATIN_ENDS) and JAPANESE.match(second):
        return _FIXED_GAP if second in NO_START or (first.isdigit() and second in UNITS) else _GAP
    return ""


def _hold_phrases(line: list[_Letter]) -> None:
    """Let a heading break between its phrases alone; and what stands at a tag or at glue is left as it is."""
    start = 0
    for length in _phrases("".join(letter.character or "\ufffc" for letter in line)):
        phrase = line[start : start + length]
        start += length
        for first, second in pairwise(phrase if length <= _LONGEST_PHRASE else ()):
            if second.position == first.position + 1 and not (first.after or second.before):
                second.before = _JOINER


@lru_cache(maxsize=256)
def _phrases(text: str) -> tuple[int, ...]:
    """Return how many letters each phrase of a Japanese text has."""
    return tuple(len(phrase) for phrase in _budoux().parse(text)) if text else ()


@cache
def _budoux() -> Any:
    import budoux  # takes its time, and a build with nothing to do needs no heading

    return budoux.load_default_japanese_parser()


def _put_between(first: _Letter, second: _Letter, glue: str) -> None:
    """Put glue where it is no part of a link: each piece of a link would be a link of its own."""
    if not second.in_link:
        second.before = glue + second.before
    elif not first.in_link:
        first.after += glue
