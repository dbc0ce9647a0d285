"""Numbers and money as each language writes them: never rounded unless somebody says how, and then half up."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbuilder.numbers import money, number, rounded


@pytest.mark.parametrize(
    "known, in_japanese, in_english",
    [
        (0, "0", "0"),
        (7, "7", "7"),
        (1240, "1,240", "1,240"),
        (9999, "9,999", "9,999"),
        (10_000, "1万", "10,000"),
        (10_001, "1万1", "10,001"),
        (117_800, "11万7,800", "117,800"),
        (999_999, "99万9,999", "999,999"),
        (1_000_000, "100万", "1 million"),
        (69_860_000, "6,986万", "69.86 million"),
        (100_000_000, "1億", "100 million"),
        (126_146_099, "1億2,614万6,099", "126,146,099"),  # never "about 126 million"
        (126_150_000, "1億2,615万", "126.15 million"),
        (1_001_000_000, "10億100万", "1.001 billion"),
        (1_230_000_000, "12億3,000万", "1.23 billion"),
        (1_000_000_000_000, "1兆", "1 trillion"),
        (1_000_000_000_001, "1兆1", "1,000,000,000,001"),
        (8_700_000_000_000, "8兆7,000億", "8.7 trillion"),
        (71.5, "71.5", "71.5"),
        (0.9, "0.9", "0.9"),
        (0.0625, "0.0625", "0.0625"),
        (12345.67, "12,345.67", "12,345.67"),
        (1e7, "1,000万", "10 million"),
        (-5, "−5", "−5"),
        (-12_000_000, "−1,200万", "−12 million"),
    ],
)
def test_a_number_is_written_as_each_language_writes_it(known: float, in_japanese: str, in_english: str) -> None:
    assert number(known, language="ja") == in_japanese
    assert number(known, language="en") == in_english


@pytest.mark.parametrize(
    "known, currency, in_japanese, in_english",
    [
        (310, "JPY", "310円", "¥310"),
        (1_500_000_000, "EUR", "15億ユーロ", "€1.5 billion"),
        (2.5, "USD", "2.5ドル", "US$2.5"),
        (40_000_000, "GBP", "4,000万ポンド", "£40 million"),
        (-310, "JPY", "−310円", "−¥310"),
    ],
)
def test_a_sum_of_money_names_its_currency(known: float, currency: str, in_japanese: str, in_english: str) -> None:
    assert money(known, currency=currency, language="ja") == in_japanese
    assert money(known, currency=currency, language="en") == in_english


_UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4, "": 1, "trillion": 10**12, "billion": 10**9, "million": 10**6}


def read_back(written: str, language: str) -> Decimal:
    """Read a printed number as a person would."""
    sign = -1 if written.startswith("−") else 1
    plain = written.removeprefix("−").replace(",", "")
    if language == "en":
        figures, _, unit = plain.partition(" ")
        return sign * Decimal(figures) * _UNITS[unit]
    assert re.fullmatch(r"(\d+兆)?(\d+億)?(\d+万)?(\d+(\.\d+)?)?", plain), plain
    parts = re.findall(r"([\d.]+)([兆億万]?)", plain)
    return sign * sum(Decimal(figures) * _UNITS[unit] for figures, unit in parts)


NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18),
    st.integers(1, 10**6).map(lambda few: few * 10**6),
    st.decimals(-(10**7), 10**7, places=4).map(float),
)


@pytest.mark.parametrize("language", ["ja", "en"])
@given(known=NUMBERS)
def test_a_printed_number_reads_back_as_the_same_value(language: str, known: float) -> None:
    assert read_back(number(known, language=language), language) == Decimal(str(known))


@pytest.mark.parametrize("language", ["ja", "en"])
@given(known=NUMBERS, currency=st.sampled_from(["EUR", "USD", "JPY", "GBP"]))
def test_a_printed_sum_reads_back_as_the_same_value(language: str, currency: str, known: float) -> None:
    written = money(known, currency=currency, language=language)
    bare = re.sub("ユーロ|ドル|円|ポンド|€|US\\$|¥|£", "", written)
    assert len(written) > len(bare)
    assert read_back(bare, language) == Decimal(str(known))


# --- rounding ---


@pytest.mark.parametrize(
    "known, decimals, printed",
    [
        (44.45, 1, "44.5"),
        (44.44, 1, "44.4"),
        (0.125, 2, "0.13"),  # a banker would write 0.12
        (2.5, 0, "3"),  # and here 2
        (-2.5, 0, "-3"),
        (-0.04, 1, "0.0"),
        (44, 1, "44.0"),
        (15, -1, "20"),
        (25, -1, "30"),
        (126_146_099, -4, "126150000"),
        (4_999, -4, "0"),
        (1.005, 2, "1.01"),  # as it was typed, not as a float holds it
        (71.0, None, "71"),
        (71.5, None, "71.5"),
    ],
)
def test_a_number_is_rounded_half_up(known: float, decimals: int | None, printed: str) -> None:
    assert f"{rounded(known, decimals):f}" == printed


@given(known=st.decimals(-(10**9), 10**9, places=5).map(float), decimals=st.integers(-9, 4))
def test_a_rounded_number_is_the_nearest_and_of_two_the_one_further_from_nought(known: float, decimals: int) -> None:
    step, exact = Fraction(10) ** -decimals, Fraction(str(known))
    near = Fraction(rounded(known, decimals))
    assert near % step == 0
    assert abs(near - exact) <= step / 2
    if abs(near - exact) == step / 2:
        assert abs(near) >= abs(exact)


@pytest.mark.parametrize(
    "known, decimals, in_japanese, in_english",
    [
        (126_146_099, -4, "1億2,615万", "126.15 million"),
        (126_146_099, -6, "1億2,600万", "126 million"),
        (1_234.5678, 2, "1,234.57", "1,234.57"),
        (9_999.6, 0, "1万", "10,000"),
        (999_999, -1, "100万", "1 million"),
        (15, 1, "15.0", "15.0"),
    ],
)
def test_a_rounded_number_is_written_like_any_other(
    known: float, decimals: int, in_japanese: str, in_english: str
) -> None:
    assert number(rounded(known, decimals), language="ja") == in_japanese
    assert number(rounded(known, decimals), language="en") == in_english
