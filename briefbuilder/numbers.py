"""Numbers and sums of money in words, and rounding.

公用文作成の考え方 (文化審議会建議, 2022) Ⅰ-4: figures half-width; 兆・億・万 with figures, 千・百 not. English has
British habits. Nothing is rounded unless its fact says so, and then half up, away from zero, as statisticians do.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

LARGEST_DIGITS = 15  # a number with more is not kept exactly; there is no unit above 兆 either
_JAPANESE_UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
_ENGLISH_UNITS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_MINUS = "−"
_SIGNS = {"EUR": "€", "USD": "US$", "JPY": "¥", "GBP": "£"}
_JAPANESE_CURRENCIES = {"EUR": "ユーロ", "USD": "ドル", "JPY": "円", "GBP": "ポンド"}


def rounded(value: int | float | Decimal, decimals: int | None) -> Decimal:
    """Return a number with so many decimals, half up; negative: to tens, hundreds, …; None: as it is."""
    exact = Decimal(str(value))
    if decimals is None:
        return exact.quantize(Decimal(1)) if isinstance(value, float) and value.is_integer() else exact
    made = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    made = made.quantize(Decimal(1)) if decimals < 0 else made
    return abs(made) if made == 0 else made  # there is no −0


def number(value: int | float | Decimal, *, language: str) -> str:
    """Return a number, never rounded: 1億2,615万 from ten thousand up, and 126.15 million from a million up.

    Where that would take more than three decimals, English gets all its digits: 126,146,099.
    """
    exact = rounded(value, None)
    if language == "ja":
        return _mixed_japanese(exact) if exact == exact.to_integral_value() and abs(exact) >= 10**4 else _digits(exact)
    for size, name in _ENGLISH_UNITS:
        if abs(exact) >= size and (exact / size * 1000) % 1 == 0:
            return f"{_digits((exact / size).normalize())} {name}"
    return _digits(exact)


def money(value: int | float | Decimal, *, currency: str, language: str) -> str:
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
    return f"{value:,f}".replace("-", _MINUS)
