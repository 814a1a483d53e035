"""Numbers in words and digits of either language: what is written is what is read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.reading.lexicon import load_lexicon
from estimator.reading.numbers import numbers
from estimator.reading.text import plain_of, tokens_of

EN_UNITS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
)
EN_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
FR_UNITS = re.findall(
    r"\S+",
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf",
)
FR_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 7: "soixante", 8: "quatre-vingt",
           9: "quatre-vingt"}  # fmt: skip


def english(number: int) -> str:
    """A number below a million in English words."""
    if number >= 1000:
        rest = english(number % 1000) if number % 1000 else ""
        return f"{english(number // 1000)} thousand {rest}".strip()
    if number >= 100:
        rest = f"and {english(number % 100)}" if number % 100 else ""
        return f"{EN_UNITS[number // 100 - 1]} hundred {rest}".strip()
    if number < 20:
        return EN_UNITS[number - 1]
    unit = f"-{EN_UNITS[number % 10 - 1]}" if number % 10 else ""
    return EN_TENS[number // 10 - 2] + unit


def french(number: int) -> str:
    """A number below a million in French words."""
    if number >= 1000:
        thousands = "mille" if number // 1000 == 1 else f"{french(number // 1000)} mille"
        return f"{thousands} {french(number % 1000)}" if number % 1000 else thousands
    if number >= 100:
        hundreds = "cent" if number // 100 == 1 else f"{FR_UNITS[number // 100 - 1]} cent"
        return f"{hundreds} {french(number % 100)}" if number % 100 else hundreds
    if number < 20:
        return FR_UNITS[number - 1]
    tens = number // 10
    rest = number - (tens - tens % 2 if tens in (7, 9) else tens) * 10
    joint = " et " if rest in (1, 11) and tens < 8 else "-"
    return f"{FR_TENS[tens]}{joint}{FR_UNITS[rest - 1]}" if rest else FR_TENS[tens]


def read(text: str, language: str) -> list[float]:
    tokens = list(tokens_of(plain_of(text)))
    return [one.value for one in numbers(tokens, load_lexicon().words[language].numbers) if not one.article]


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 999_999))
def test_english_words_are_read_back(number):
    assert [number] == read(f"Some {english(number)} GPUs", "en")


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 999_999))
def test_french_words_are_read_back(number):
    assert [number] == read(f"Quelque {french(number)} accélérateurs", "fr")


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 999), st.sampled_from([("million", 1e6), ("billion", 1e9), ("trillion", 1e12)]))
def test_english_words_with_a_multiplier_are_read_back(number, multiplier):
    word, factor = multiplier
    assert [number * factor] == read(f"{english(number)} {word} tokens", "en")


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9_999_999))
def test_groups_of_digits_are_read_back(number):
    assert [number] == read(f"{number:,} GPUs", "en")
    assert [number] == read(f"{number:,} GPU".replace(",", "\u202f"), "fr")


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9999), st.integers(1, 99))
def test_decimals_are_read_back(whole, decimals):
    due = float(f"{whole}.{decimals:02}")
    assert [due] == read(f"{whole}.{decimals:02} GW", "en")
    assert [due] == read(f"{whole},{decimals:02} GW", "fr")


@pytest.mark.parametrize(
    ("text", "language", "due"),
    [
        ("1,3 million", "fr", 1.3e6),
        ("15 000 milliards", "fr", 15e12),
        ("une trentaine de milliards", "fr", 30e9),
        ("un million et demi", "fr", 1.5e6),
        ("soixante-quinze", "fr", 75),
        ("quatre-vingt-dix-sept", "fr", 97),
        ("$65bn", "en", 65e9),
        ("2.1M", "en", 2.1e6),
        ("half a million", "en", 0.5e6),
        ("a million and a half", "en", 1.5e6),
        ("1.1 x 10^25", "en", 1.1e25),
        ("2 × 10²⁶", "en", 2e26),
        ("10^{26}", "en", 1e26),
        ("5e26", "en", 5e26),
        ("１２ MW", "en", 12),
        ("3,4 Md€", "fr", 3.4e9),
    ],
)
def test_a_way_to_write_a_number(text, language, due):
    assert [due] == pytest.approx(read(text, language))


@pytest.mark.parametrize("text", ["00 W", "0 MW", "zero", "1e999", "GPT-4", "H100", "v2.0 0", "007"])
def test_what_is_no_number_is_none(text):
    assert [] == read(text, "en")
