"""Figures typed by hand where the ledger has a fact: "118日" beside 雨の日数. Values only; `check` reports them.

A figure is reported when it is a value of a fact, one that holds, held once or is claimed by somebody, and the sentence
speaks of that fact: by its wording ({value}か国, {value} members) and by words of its label or of the terms in it. How
much it must say depends on how telling the figure is: a month needs less than a year, and 31 less than 3.
What stands between quotation marks, or in a sentence that cites whoever claims it, is what somebody else says; a
correction may repeat what is wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from briefbuilder.clues import Clue, Clues, clues, day_of
from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Findings
from briefbuilder.facts import in_language, value_on
from briefbuilder.figures import Figure, figures, same_width
from briefbuilder.library import LANGUAGES, Fact, Library
from briefbuilder.text import syntax
from briefbuilder.usage import Text, texts

_TELLING = 10  # from this number on a figure says something by itself
_NEAR = 80  # letters on either side of a figure in which its unit stands
_LARGE = 10**4  # from this sum on a figure is not met by chance
_FUNCTION_WORDS = (
    "and|as|at|before|but|by|for|from|if|in|is|on|or|since|so|than|that|to|until|was|when|which|while|with"
)
_SIGNS = {
    "EUR": ("€", "ユーロ|euros?"),
    "USD": (r"US\$|\$", "ドル|dollars?"),
    "JPY": ("¥", "円|yen"),
    "GBP": ("£", "ポンド|pounds?"),
}

_MARKS = re.compile(
    rf"{syntax.FACT}|{syntax.CITATION}|{syntax.SECTION}|\{{[^{{}}]*\}}|\]\([^()]*\)|<[^<>]*>|^:::.*$|^ *[0-9]+\. ",
    re.MULTILINE,
)
_QUOTES = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|(?<!\w)‘[^‘]*?’(?!\w)|\"[^\"\n]*\"|^>.*$", re.MULTILINE)
_SENTENCE = re.compile(r"(?:[^。．！？!?\n.]|\.(?=\S)|\n(?![ \t]*(?:\n|[-*|#>]|[0-9]+\.)))+")


def report_literals(library: Library, findings: Findings) -> None:
    """Report every figure in a text that is a fact's."""
    ledger = {language: clues(library, language) for language in LANGUAGES}
    for text in texts(library):
        for fact, start, end, is_right in _found(text, ledger[text.language]):
            _report(library, text, fact, (start, end), findings, is_right=is_right)


def _report(
    library: Library, text: Text, fact: Fact, span: tuple[int, int], findings: Findings, *, is_right: bool
) -> None:
    place, literal = text.passage.place(span[0]), text.passage.text[slice(*span)]
    if fact.use == "never":
        findings.warning(
            place,
            '"{literal}" is a figure of the fact "{id}", which must not be printed',
            hint="write the sentence without it",
            literal=literal,
            id=fact.id,
        )
    elif is_right:
        findings.warning(
            place,
            '"{literal}" is typed by hand, and is the fact "{id}"',
            hint="write {{fact:{id}}}: then it is right everywhere when it changes",
            literal=literal,
            id=fact.id,
        )
    else:
        value = value_on(fact, day_of(library), library.facts)
        findings.warning(
            place,
            '"{literal}" is not what the fact "{id}" says: {value}',
            hint="write {{fact:{id}}}; what somebody else says stands between quotation marks",
            literal=literal,
            id=fact.id,
            value=in_language(fact, value, language=text.language, calendar="gregorian", bare=False) if value else "–",
        )


def _found(text: Text, known: Clues) -> Iterator[tuple[Fact, int, int, bool]]:
    """Yield (fact, start, end, whether it is right) of each figure that is exactly one fact's."""
    visible = _blanked(_MARKS, syntax.visible(same_width(text.passage.text)))
    own_words = _blanked(_QUOTES, visible)
    printed = sorted((offset, name) for name, offset in syntax.facts(text.passage))
    sources = sorted((offset, name) for name, offset in syntax.cited(text.passage))
    for found in _SENTENCE.finditer(own_words):
        start, end = found.span()
        sentence = _Sentence(found[0], visible[start:end], text.language)
        cited = _between(sources, start, end + 2)  # in English a citation stands behind the full stop
        here = _between(printed, start, end)
        for figure in figures(sentence.words, text.language):
            facts = [clue for clue in known.of(figure.value) if clue.fact.id not in here]
            facts = [clue for clue in facts if not cited & clue.claimed.get(figure.value, frozenset())]
            if text.part == "corrections":
                facts = [clue for clue in facts if _is_right(figure, clue)]
            if clue := _surest(figure, facts, sentence):
                first, last = _span(figure, clue, sentence)
                yield clue.fact, start + first, start + last, _is_right(figure, clue)


@dataclass(slots=True)
class _Sentence:
    """A sentence: its own words (marks and quotations blanked), and its context (the marks alone blanked)."""

    words: str
    context: str
    language: str
    heard: dict[str, tuple[int, int]] = field(default_factory=dict)

    def before(self, figure: Figure) -> str:
        return self.words[max(figure.start - _NEAR, 0) : figure.start]

    def after(self, figure: Figure) -> str:
        return self.words[figure.end : figure.end + _NEAR]

    def speaks_of(self, clue: Clue) -> tuple[int, int]:
        """Return how much the sentence says of a fact: a word of its label counts one, a telling one two.

        The second number counts in the words that many labels share.
        """
        if clue.fact.id not in self.heard:
            points = self.count(clue.words) + 2 * self.count(clue.telling)
            self.heard[clue.fact.id] = (points, points + self.count(clue.common))
        return self.heard[clue.fact.id]

    def count(self, words: frozenset[str]) -> int:
        return sum(bool(_word(word, self.language).search(self.context)) for word in words)


def _between(names: list[tuple[int, str]], start: int, end: int) -> set[str]:
    """Return the names that stand between two offsets, of names sorted by their own."""
    return {name for _, name in names[bisect_left(names, (start, "")) : bisect_left(names, (end, ""))]}


def _is_right(figure: Figure, clue: Clue) -> bool:
    return figure.value == clue.right or figure.value not in clue.values


def _surest(figure: Figure, facts: list[Clue], sentence: _Sentence) -> Clue | None:
    """Return the one fact that a figure is, or None where it is none, or could as well be another."""
    scores = sorted(((_score(figure, clue, sentence), clue.fact.id) for clue in facts), reverse=True)
    if not scores or not scores[0][0] or (scores[1:] and scores[0][0] == scores[1][0]):
        return None
    return next(clue for clue in facts if clue.fact.id == scores[0][1])


def _score(figure: Figure, clue: Clue, sentence: _Sentence) -> int:
    """Return how surely a figure is the fact's: 0 where the sentence does not say enough."""
    points, touches = sentence.speaks_of(clue)
    if isinstance(figure.value, PartialDate):
        return points if points >= (1 if figure.value.month else 2) else 0
    if isinstance(figure.value, Period):
        return touches
    is_whole = figure.value == figure.value.to_integral_value()
    is_telling = figure.value >= _TELLING or not is_whole
    has_unit = _span(figure, clue, sentence) != (figure.start, figure.end)
    if clue.fact.type in ("percent", "money"):
        is_exact = figure.value >= _LARGE or not is_whole
        return (touches if is_exact else points) if has_unit else 0
    if has_unit:
        enough = touches if is_telling else points >= 2
        return 4 + points if enough else 0
    stands_alone = is_telling and figure.has_digits and _ends_phrase(figure, sentence)
    return points if stands_alone and points and touches >= 2 else 0


@cache
def _word(word: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a word: in English with any ending (rain, rained), in Japanese as it stands."""
    return re.compile(rf"\b{re.escape(word)}" if language == "en" else re.escape(word), re.IGNORECASE)


def _span(figure: Figure, clue: Clue, sentence: _Sentence) -> tuple[int, int]:
    """Return where a figure stands with its unit: the sign, or what the fact's wording has behind the value."""
    after = sentence.after(figure)
    if clue.fact.type == "percent":
        found = re.match(r"\s?(?:%|パーセント|per ?cent)", after)
    elif clue.fact.type == "money":
        sign, names = _SIGNS[clue.fact.currency or "EUR"]
        if leading := re.search(rf"(?:{sign})\s?$", sentence.before(figure)):
            return figure.start - len(leading[0]), figure.end
        found = re.match(rf"\s?(?:{names})", after)
    else:
        matches = filter(None, (_follows(ending, after, sentence.language) for ending in clue.endings))
        found = max(matches, key=lambda match: match.end(), default=None)
    return figure.start, figure.end + (found.end() if found else 0)


def _follows(ending: str, after: str, language: str) -> re.Match[str] | None:
    if language == "ja":
        return re.match(rf"\s?{_kana_variants(ending)}", after)
    between = rf"(?:[\s-](?!(?:{_FUNCTION_WORDS})\b)[\w’'-]+){{0,2}}[\s-]"  # 31 full members
    return re.match(rf"{between}{re.escape(ending.strip())}\b", after)


def _kana_variants(ending: str) -> str:
    """Return the pattern of a counter, か in all the ways in which it is written (31カ国, 31ヵ国, 31ヶ国, 31箇国)."""
    return re.sub("^[かカヵヶケ箇個](?=[国月所年])", "[かカヵヶケ箇個]", re.escape(ending))


def _ends_phrase(figure: Figure, sentence: _Sentence) -> bool:
    """Say whether a number stands for itself, with no other thing behind it that it counts (and no sign before it)."""
    before, after = sentence.before(figure), sentence.after(figure)
    if re.search(r"[$€£¥%第]\s?$|\b(?:[Aa]rticle|[Cc]hapter|[Ss]ection|[Nn]o\.|[Pp]age|pp?\.)\s?$", before):
        return False
    if sentence.language == "ja":
        return bool(re.match(r"\s?(?:[、。（）()]|[ぁ-ゖ]|$)", after)) and not re.match(r"\s?[かつ]", after)
    return bool(re.match(rf"\s*(?:[,.;:)(—–]|$|(?:{_FUNCTION_WORDS})\b)", after))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: syntax.blanked(found[0]), text)
