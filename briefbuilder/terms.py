"""Terms in running text: how a mark prints, which ones a brief really uses, and where an avoided form stands.

Forms of Latin letters count as whole words, with ASCII neighbours only (kana are word characters to `re`, so \\b would
never match in 「GDPは」); Japanese forms count anywhere. The longest form wins. A form that begins with a small letter
counts with a capital too (it may begin a sentence), and the line ends of the source part none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from briefbuilder.library import TermEntry


@dataclass(frozen=True, slots=True)
class Forms:
    """What the mark of a term prints: where the readers meet it, from then on, and by its own word full or short."""

    first: str
    later: str
    full: str
    short: str


def forms(term: TermEntry, language: str, *, is_known: bool, ending: str = "", begins: bool = False) -> Forms:
    """Return the forms of a term: its own, or first the full name with the abbreviation, later the abbreviation.

    `ending` is what the author wrote right behind the mark ("s"); `begins`: the mark begins an English sentence.
    Readers who know the term get its later form at once.
    """

    def said(words: str) -> str:
        return words[:1].upper() + words[1:] if begins and language == "en" else words

    full = said(term.preferred[language] + ending)
    short = said(term.abbreviation[language] + ending) if term.abbreviation else full
    later = said(term.later[language] + ending) if term.later else short
    first = said(term.first[language] + ending) if term.first else said(name(term, language, ending))
    return Forms(later if is_known else first, later, full, short)


def name(term: TermEntry, language: str, ending: str = "") -> str:
    """Return the preferred form, and behind it the abbreviation if there is one."""
    full = term.preferred[language] + ending
    return full + (in_brackets(term.abbreviation[language] + ending, language) if term.abbreviation else "")


def in_brackets(words: str, language: str) -> str:
    """Return words as they stand behind what they explain."""
    return f"（{words}）" if language == "ja" else f" ({words})"


def full_forms(term: TermEntry, language: str) -> tuple[str, ...]:
    """Return the accepted forms but the abbreviation."""
    short = term.abbreviation[language] if term.abbreviation else ""
    return tuple(form for form in accepted_forms(term, language) if form != short)


def used(text: str, terms: Iterable[TermEntry], language: str) -> tuple[TermEntry, ...]:
    """Return the terms that a text uses, in the order of their first use."""
    by_form = {form: term for term in terms for form in accepted_forms(term, language)}
    found: dict[str, TermEntry] = {}
    for form, _ in occurrences(text, by_form):
        found.setdefault(by_form[form].id, by_form[form])
    return tuple(found.values())


def avoided(text: str, terms: Iterable[TermEntry], language: str) -> Iterator[tuple[str, TermEntry, int]]:
    """Yield (form, term, offset) for each avoided form; one inside an accepted form (事務局 in 事務局長) is none."""
    entries = tuple(terms)
    wrong = {form: term for term in entries for form in term.avoided[language]}
    right = {form: term for term in entries for form in accepted_forms(term, language)}
    for form, offset in occurrences(text, {**right, **wrong}):
        if form in wrong:
            yield form, wrong[form], offset


def accepted_forms(term: TermEntry, language: str) -> tuple[str, ...]:
    """Return the forms under which a term may stand in a text."""
    short = (term.abbreviation[language],) if term.abbreviation else ()
    return (term.preferred[language], *short, *term.accepted[language])


def occurrences(text: str, forms: Mapping[str, TermEntry]) -> Iterator[tuple[str, int]]:
    """Yield (form, offset) of each form in a text, the longest where several begin."""
    letters = _squeezed(text)
    present = frozenset(form for form in forms if _squeezed_form(form) in letters)  # most forms stand in no given text
    if not present:
        return
    pattern, longest_first = _pattern(present)
    for found in pattern.finditer(text):
        yield longest_first[(found.lastindex or 1) - 1], found.start()


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


_squeezed_form = lru_cache(maxsize=4096)(_squeezed)


@lru_cache(maxsize=1024)
def _pattern(forms: frozenset[str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a pattern with a group for each form, and the forms in the order of the groups."""
    longest_first = tuple(sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile("|".join(f"({_whole(form)})" for form in longest_first)), longest_first


def _whole(form: str) -> str:
    before = r"(?<![A-Za-z0-9])" if form[0].isascii() and form[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if form[-1].isascii() and form[-1].isalnum() else ""
    return before + "".join(_letters(form)) + after


def _letters(form: str) -> Iterator[str]:
    """Yield the pattern of each letter: capital at the head of a sentence, and with a line end where one may stand."""
    for index, letter in enumerate(form):
        if index and not (letter.isascii() and form[index - 1].isascii()):
            yield r"\n?"
        if letter == " ":
            yield r"\s+"
        elif index == 0 and letter.isascii() and letter.islower():
            yield f"[{letter}{letter.upper()}]"
        else:
            yield re.escape(letter)
