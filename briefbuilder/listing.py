"""What the lists of facts and of sources share: who reads them, and how places, pages and blocks are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

from briefbuilder.dates import PartialDate
from briefbuilder.facts import in_language
from briefbuilder.library import LANGUAGES, Bilingual, Fact, FactValue
from briefbuilder.report import language_of, table, wrapped

if TYPE_CHECKING:
    from briefbuilder.overview import Standing
    from briefbuilder.usage import Mention

INDENT = "    "
DASH = "–"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the words of the terminal, its width in columns, and the day on which it is asked."""

    words: NullTranslations
    columns: int
    day: date

    @property
    def language(self) -> str:
        return language_of(self.words)

    def tell(self, word: str) -> str:
        """Return a word of the interface in the reader's language."""
        return self.words.gettext(word)

    def heads(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.words.gettext(name) for name in names)

    def line(self, label: str, words: str) -> str:
        """Return "label: words" in the lines that it needs, set in."""
        return wrapped(f"{self.words.gettext(label)}: {words}", columns=self.columns, indent=INDENT)

    def block(self, title: str, text: str) -> list[str]:
        """Return a block with its title and an empty line before it; nothing where the text is empty."""
        return ["", self.words.gettext(title), text] if text else []

    def note(self, words: Bilingual | None, indent: str = INDENT) -> list[str]:
        """Return a note in both languages."""
        both = [words[language] for language in LANGUAGES] if words else []
        return [wrapped(text, columns=self.columns, indent=indent) for text in both]


def wording(fact: Fact, value: FactValue | None, language: str) -> str:
    """Return a value as the texts print it, dates by the Gregorian calendar; a dash for none."""
    return in_language(fact, value, language=language, calendar="gregorian", bare=False) if value else DASH


def in_both(fact: Fact, value: FactValue | None) -> str:
    """Return a value as both languages print it."""
    ja, en = (wording(fact, value, language) for language in LANGUAGES)
    return ja if ja == en else f"{ja} / {en}"


def iso(when: PartialDate | date | None) -> str:
    return str(when) if when else DASH


def first_of(words: Iterable[str]) -> str:
    """Return the first of some names, and how many more there are."""
    names = list(words)
    return (names[0] + (f" +{len(names) - 1}" if names[1:] else "")) if names else DASH


def places(mentions: Iterable[Mention]) -> str:
    """Return the place of each mention on a line of its own, each place once."""
    return "\n".join(dict.fromkeys(f"{INDENT}{mention.place}" for mention in mentions))


def editions(standings: Iterable[Standing], reader: Reader) -> str:
    """Return a row for each edition: on which pages the last build printed the thing, and whether it is still fresh."""
    rows = [
        (
            standing.printing.target.brief,
            standing.printing.target.audience,
            standing.printing.target.language,
            ", ".join(map(str, standing.printing.pages)) or DASH,
            reader.tell(standing.state),
        )
        for standing in standings
    ]
    heads = reader.heads(("brief", "audience", "language", "pages", "state"))
    return indented(table(rows, heads)) if rows else ""


def indented(text: str) -> str:
    return "\n".join(INDENT + line for line in text.split("\n"))


def places_as_json(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    return [
        {
            "file": mention.place.path,
            "line": mention.place.line,
            "column": mention.place.column,
            mention.kind: mention.owner,
            "language": mention.language or None,
        }
        for mention in mentions
    ]


def editions_as_json(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    return [
        {
            "brief": standing.printing.target.brief,
            "audience": standing.printing.target.audience,
            "language": standing.printing.target.language,
            "pages": standing.printing.pages,
            "modules": standing.printing.modules,
            "state": standing.state,
        }
        for standing in standings
    ]


def bilingual_as_json(words: Bilingual | None) -> Mapping[str, str] | None:
    return {language: words[language] for language in LANGUAGES} if words else None
