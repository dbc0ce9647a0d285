"""Figures typed by hand where the ledger has a fact: "31か国" beside NATO加盟国. Values only; `check` reports them.

A figure is reported when it is a value of a fact, one that holds, held once or is claimed by somebody, and the sentence
speaks of that fact: by its wording ({value}か国, {value} members) and by words of its label or of the terms in it. How
much it must say depends on how telling the figure is: a month needs less than a year, and 31 less than 3.
What stands between quotation marks is what somebody else says; a correction may repeat what is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from briefbuilder.dates import PartialDate, Period
from briefbuilder.diagnostics import Findings
from briefbuilder.facts import in_language, value_on
from briefbuilder.figures import Figure, figures, same_width
from briefbuilder.library import LANGUAGES, Fact, Library
from briefbuilder.terms import accepted_forms
from briefbuilder.text import syntax
from briefbuilder.usage import Text, texts

_TELLING = 10  # from this number on a figure says something by itself
_LARGE = 10**4  # from this sum on a figure is not met by chance
_COMPOUND = 4  # letters of a Japanese word that is as telling as a term: 情報保護協定
_COMMON = 3  # a word in more labels than that, and in more than a twelfth of them, tells facts apart no longer
_SMALL_TALK = frozenset(
    ("about", "after", "between", "from", "have", "into", "that", "their", "there", "this", "whether", "which", "with")
)
_EVERYDAY = frozenset("日年月数国人回")
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
_SENTENCE = re.compile(r"(?:[^。．！？!?\n.]|\.(?=\S)|\n(?!\s*(?:\n|[-*|#>]|[0-9]+\.)))+")


@dataclass(frozen=True, slots=True)
class _Known:
    """A fact as it is looked for in the texts of one language."""

    fact: Fact
    right: Any  # the value that holds
    values: frozenset[Any]
    claimed: frozenset[Any]  # only claimed by somebody, and not right
    endings: tuple[str, ...]  # what its wordings have behind the value
    words: frozenset[str]  # that tell it from other facts
    terms: frozenset[str]  # forms of the terms in its label
    common: frozenset[str]  # that many facts share


def report_literals(library: Library, findings: Findings) -> None:
    """Report every figure in a text that is a fact's."""
    ledgers = {language: _ledger(library, language) for language in LANGUAGES}
    for text in texts(library):
        for fact, start, end, is_right in _found(text, ledgers[text.language]):
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
        value = value_on(fact, _day(library))
        findings.warning(
            place,
            '"{literal}" is not what the fact "{id}" says: {value}',
            hint="write {{fact:{id}}}; what somebody else says stands between quotation marks",
            literal=literal,
            id=fact.id,
            value=in_language(fact, value, language=text.language, calendar="gregorian", bare=False) if value else "–",
        )


def _found(text: Text, ledger: tuple[_Known, ...]) -> Iterator[tuple[Fact, int, int, bool]]:
    """Yield (fact, start, end, whether it is right) of each figure that is exactly one fact's."""
    written = same_width(text.passage.text)
    visible = _blanked(_MARKS, syntax.visible(written))
    own_words = _blanked(_QUOTES, visible)
    for sentence in _SENTENCE.finditer(own_words):
        start, end = sentence.span()
        printed = {name for name, _ in _facts_within(text, start, end)}
        for figure in figures(sentence[0], text.language):
            scores = _scores(figure, own_words[start:end], visible[start:end], text, ledger, printed)
            best = sorted(scores, key=lambda item: item[0], reverse=True)
            if best and (len(best) == 1 or best[0][0] > best[1][0]):
                known = best[0][1]
                is_right = _is_right(figure, known)
                first, last = _span(figure, known.fact, known.endings, sentence[0], text.language)
                yield known.fact, start + first, start + last, is_right


def _facts_within(text: Text, start: int, end: int) -> Iterator[tuple[str, int]]:
    return ((name, offset) for name, offset in syntax.facts(text.passage) if start <= offset < end)


def _scores(
    figure: Figure, sentence: str, context: str, text: Text, ledger: tuple[_Known, ...], printed: set[str]
) -> list[tuple[int, _Known]]:
    found = []
    for known in ledger:
        if known.fact.id in printed or not _is_value(figure, known):
            continue
        if text.part == "corrections" and not _is_right(figure, known):
            continue
        if (score := _score(figure, known, sentence, context, text.language)) > 0:
            found.append((score, known))
    return found


def _is_value(figure: Figure, known: _Known) -> bool:
    return figure.value in known.values or _is_within(figure, known)


def _is_right(figure: Figure, known: _Known) -> bool:
    return figure.value == known.right or (_is_within(figure, known) and figure.value not in known.claimed)


def _is_within(figure: Figure, known: _Known) -> bool:
    """Say whether a day is given where the fact knows the month."""
    when, right = figure.value, known.right
    return (
        isinstance(when, PartialDate)
        and isinstance(right, PartialDate)
        and bool(when.day and right.month and not right.day)
        and right.first <= when.first <= right.last
    )


def _score(figure: Figure, known: _Known, sentence: str, context: str, language: str) -> int:
    """Return how surely a figure is the fact's: 0 where the sentence does not say enough."""
    points = _points(known, context, language)
    touches = points + _count(known.common, context, language)
    if isinstance(figure.value, PartialDate):
        needed = 1 if figure.value.month else 2
        return points if points >= needed else 0
    if isinstance(figure.value, Period):
        return touches
    is_telling = figure.value >= _TELLING or figure.value != figure.value.to_integral_value()
    before, after = sentence[: figure.start], sentence[figure.end :]
    has_unit = _span(figure, known.fact, known.endings, sentence, language) != (figure.start, figure.end)
    if known.fact.type in ("percent", "money"):
        is_exact = figure.value >= _LARGE or figure.value != figure.value.to_integral_value()
        return (touches if is_exact else points) if has_unit else 0
    if has_unit:
        enough = touches if is_telling else points >= 2
        return 4 + points if enough else 0
    stands_alone = is_telling and figure.has_digits and _ends_phrase(before, after, language)
    return points if stands_alone and points and touches >= 2 else 0


def _points(known: _Known, context: str, language: str) -> int:
    """Return how much a sentence speaks of a fact: a word of its label counts one, a term or a long compound two."""
    compounds = {word for word in known.words if language == "ja" and len(word) >= _COMPOUND}
    telling = known.terms | compounds
    return _count(known.words - compounds, context, language) + 2 * _count(telling, context, language)


def _count(words: frozenset[str], sentence: str, language: str) -> int:
    return sum(bool(_word(word, language).search(sentence)) for word in words)


@cache
def _word(word: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a word: in English with any ending (rain, rained), in Japanese as it stands."""
    return re.compile(rf"\b{re.escape(word)}" if language == "en" else re.escape(word), re.IGNORECASE)


def _span(figure: Figure, fact: Fact, endings: tuple[str, ...], sentence: str, language: str) -> tuple[int, int]:
    """Return where a figure stands with its unit: the sign, or what the fact's wording has behind the value."""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if fact.type == "percent":
        found = re.match(r"\s?(?:%|パーセント|per ?cent)", after)
    elif fact.type == "money":
        sign, names = _SIGNS[fact.currency or "EUR"]
        if leading := re.search(rf"(?:{sign})\s?$", before):
            return leading.start(), figure.end
        found = re.match(rf"\s?(?:{names})", after)
    else:
        matches = filter(None, (_follows(ending, after, language) for ending in endings))
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


def _ends_phrase(before: str, after: str, language: str) -> bool:
    """Say whether a number stands for itself, with no other thing behind it that it counts (and no sign before it)."""
    if re.search(r"[$€£¥%第]\s?$|\b(?:[Aa]rticle|[Cc]hapter|[Ss]ection|[Nn]o\.|[Pp]age|pp?\.)\s?$", before):
        return False
    if language == "ja":
        return bool(re.match(r"\s?(?:[、。（）()]|[ぁ-ゖ]|$)", after)) and not re.match(r"\s?[かつ]", after)
    return bool(re.match(rf"\s*(?:[,.;:)(—–]|$|(?:{_FUNCTION_WORDS})\b)", after))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: syntax.blanked(found[0]), text)


# What is looked for


def _ledger(library: Library, language: str) -> tuple[_Known, ...]:
    labels = {name: _label_words(fact.label[language], language) for name, fact in library.facts.items()}
    count = Counter(word for words in labels.values() for word in words)
    limit = max(_COMMON, len(labels) // 12)
    made = []
    for name, fact in sorted(library.facts.items()):
        if fact.type in ("text", "status", "list"):
            continue
        common = {word for word in labels[name] if count[word] > limit or word in _singles(labels[name])}
        terms = _term_forms(library, fact.label[language], language) - common
        right = _comparable(fact, held.value) if (held := value_on(fact, _day(library))) else None
        values = {right, *(_comparable(fact, value.value) for value in fact.values)}
        said = {_claimed(fact, claim.value) for claim in fact.claims if claim.verdict != "agrees"}
        claimed = {value for value in said - values if not _is_vaguer(value, right)}
        wordings = fact.say.get(language, {}).values()
        made.append(
            _Known(
                fact=fact,
                right=right,
                values=frozenset((values | claimed) - {None}),
                claimed=frozenset(claimed - {None}),
                endings=tuple(dict.fromkeys(filter(None, (wording.partition("{value}")[2] for wording in wordings)))),
                words=frozenset(labels[name] - common - terms),
                terms=frozenset(terms),
                common=frozenset(common),
            )
        )
    return tuple(made)


def _day(library: Library) -> date:
    """Return the day for which the texts are written: the latest as-of date of a brief."""
    return max((brief.as_of for brief in library.briefs.values()), default=date.max)


def _label_words(label: str, language: str) -> set[str]:
    """Return the words of a label that can be looked for: runs of one script, English words without their plural."""
    if language == "en":
        words = {word for word in re.findall(r"[A-Za-z]{4,}|[A-Z]{2,}", label) if word.lower() not in _SMALL_TALK}
        return {re.sub(r"(?<=\w{3})s$", "", word) for word in words}
    runs = re.findall(r"[一-鿿々]+|[ァ-ヺー]+|[A-Za-z]+", label)
    runs = [re.sub("(?<=..)[数率額日年量]$", "", run) for run in runs]
    return {run for run in runs if len(run) > 1 or (run > "一" and run not in _EVERYDAY)}


def _singles(words: set[str]) -> set[str]:
    return {word for word in words if len(word) == 1}


def _term_forms(library: Library, label: str, language: str) -> set[str]:
    """Return every form of each term of which a form of at least three letters stands in a label."""
    found: set[str] = set()
    for term in library.terms.values():
        forms = accepted_forms(term, language)
        if any(len(form) > 2 and form in label for form in forms):
            found |= {form for form in forms if len(form) > 2}
    return found


def _is_vaguer(said: Any, right: Any) -> bool:
    """Say whether a date only says less than the right one: 2025 of January 2025."""
    is_dates = isinstance(said, PartialDate) and isinstance(right, PartialDate)
    return is_dates and said.first <= right.first and right.last <= said.last


def _comparable(fact: Fact, value: Any) -> Any:
    return Decimal(str(value)) if fact.type in ("count", "percent", "money") else value


def _claimed(fact: Fact, said: str) -> Any:
    """Return what a claim says as a value of the fact's type, or None where it is put in words."""
    try:
        if fact.type in ("count", "percent", "money"):
            return Decimal(said)
        return Period.parse(said) if fact.type == "period" else PartialDate.parse(said)
    except (InvalidOperation, ValueError):
        return None
