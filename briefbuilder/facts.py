"""A fact in words: which value holds on a day, and how it is written in a language.

公用文作成の考え方 (文化審議会建議, 2022) Ⅰ-4: figures half-width; 兆・億・万 with figures, 千・百 not. English forms
follow CLDR plurals (Babel) and British habits. Nothing is rounded.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

from briefbuilder.dates import PartialDate, Period, in_words, period_in_words
from briefbuilder.library import Bilingual, BilingualList, Fact, FactValue

LOCALES = {"ja": Locale("ja"), "en": Locale("en", "GB")}
_JAPANESE_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_ENGLISH_UNITS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_MINUS = "−"
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SIGNS = {"EUR": "€", "USD": "US$", "JPY": "¥", "GBP": "£"}
_JAPANESE_CURRENCIES = {"EUR": "ユーロ", "USD": "ドル", "JPY": "円", "GBP": "ポンド"}


def value_on(fact: Fact, day: date) -> FactValue | None:
    """Return the value that holds on a day, or None. Of several the one that began last."""
    holding = [
        value for value in fact.values if value.from_.first <= day and (value.to is None or day <= value.to.last)
    ]
    return max(holding, key=lambda value: value.from_.first, default=None)


def in_language(fact: Fact, value: FactValue, *, language: str, calendar: str, bare: bool) -> str:
    """Return a value in words: worded by the fact's `say`, or bare.

    English spells out one to nine where they count something in a sentence (so, by `say`), as British houses do.
    """
    written = _written(fact, value, language=language, calendar=calendar)
    wordings = fact.say.get(language)
    if bare or not wordings:
        return written
    category = "other"
    if isinstance(value.value, (int, float)):
        category = LOCALES[language].plural_form(value.value)
        if language == "en" and fact.type == "count" and 0 < value.value < 10:
            written = _SMALL[int(value.value) - 1]
    return wordings.get(category, wordings["other"]).replace("{value}", written)


def _written(fact: Fact, value: FactValue, *, language: str, calendar: str) -> str:
    known = value.value
    if isinstance(known, PartialDate):
        return in_words(known, language=language, calendar_of=calendar)
    if isinstance(known, Period):
        return period_in_words(known, language=language, calendar_of=calendar)
    if isinstance(known, Bilingual):
        return known[language]
    if isinstance(known, BilingualList):
        return format_list(known[language], locale=LOCALES[language])
    if isinstance(known, str):
        return known
    if fact.type == "percent":
        return f"{number(known, language=language)}%"
    if fact.type == "money":
        return money(known, currency=fact.currency or "", language=language)
    return number(known, language=language)


def number(value: int | float, *, language: str) -> str:
    """Return a number, never rounded: 1億2,615万 from ten thousand up, and 126.15 million from a million up.

    Where that would take more than three decimals, English gets all its digits: 126,146,099.
    """
    exact = Decimal(str(value))
    if language == "ja":
        return _mixed_japanese(exact) if exact == exact.to_integral_value() and abs(exact) >= 10**4 else _digits(exact)
    for size, name in _ENGLISH_UNITS:
        if abs(exact) >= size and (exact / size * 1000) % 1 == 0:
            return f"{_digits((exact / size).normalize())} {name}"
    return _digits(exact)


def money(value: int | float, *, currency: str, language: str) -> str:
    """Return a sum: 15億ユーロ / €1.5 billion."""
    written = number(value, language=language)
    if language == "ja":
        return f"{written}{_JAPANESE_CURRENCIES[currency]}"
    return f"{_MINUS if value < 0 else ''}{_SIGNS[currency]}{written.removeprefix(_MINUS)}"


def _mixed_japanese(value: Decimal) -> str:
    rest, parts = int(abs(value)), []
    for size, name in _JAPANESE_UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{name}")
    if rest:
        parts.append(f"{rest:,}")
    return (_MINUS if value < 0 else "") + "".join(parts)


def _digits(value: Decimal) -> str:
    return str(format_decimal(value, locale=LOCALES["en"], decimal_quantization=False)).replace("-", _MINUS)
