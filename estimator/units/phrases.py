"""Units of several words, signs of currencies and spellings of CO2e, as the single words that units are known by."""

import re

from estimator.units.names import CURRENCIES, MULTIPLIERS

SIGNS = {"US$": "USD", "CA$": "CAD", "C$": "CAD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW"}
"""Signs of currencies, longer ones first. A bare dollar is one of the United States."""

_SIGN = "|".join(map(re.escape, SIGNS))
_NAMED = "|".join(CURRENCIES)
_BEFORE = re.compile(rf"(?P<money>{_SIGN}|(?:{_NAMED})(?:[0-9]{{4}}(?=\s))?)\s*(?=[+−.0-9-])")
_WITHIN = re.compile(rf"(?P<scale>{'|'.join(sorted(MULTIPLIERS, key=len, reverse=True))})?(?P<sign>{_SIGN})")
_PREFIXES = ("k", "M")
_GRAMS = {"g": "g", "gram": "g", "gramme": "g", "kg": "kg", "kilogram": "kg", "kilogramme": "kg", "lb": "lb",
          "pound": "lb", "t": "t", "tonne": "t", "metric ton": "t", "kt": "kt", "kilotonne": "kt", "Mt": "Mt",
          "megatonne": "Mt", "Gt": "Gt", "gigatonne": "Gt"}  # fmt: skip
_CARBON = re.compile(
    rf"(?<![^\W\d_])(?P<mass>{'|'.join(sorted(_GRAMS, key=len, reverse=True))})s?[\s-]*"
    r"CO2(?:[\s-]?(?:eq|e|equivalents?)\.?)?(?!\w)"
)
_PHRASES = tuple(
    (re.compile(rf"(?<!\w){pattern}(?!\w)"), word)
    for pattern, word in (
        ("lakh crores?", "trillion"),
        ("(?:US|U.S.|American) dollars?", "USD"),
        ("Canadian dollars?", "CAD"),
        ("Swiss francs?", "CHF"),
        ("pounds? sterling", "GBP"),
        ("Indian rupees?", "INR"),
        ("metric tons?", "t"),
        ("short tons?", "short_ton"),
        ("(?:imperial|UK) gallons?", "imperial_gallon"),
        ("US gallons?", "gal"),
        ("acre[ -](?:feet|foot|ft)", "acft"),
        ("(?:cubic met(?:re|er)s?|mètres? cubes?)", "m3"),
        ("per ?cent", "%"),
    )
)


def money_before(text: str) -> tuple[str, str]:
    """The currency that stands before a number, "" if none, and the text behind it: `$65 bn` and `EUR 65 bn`."""
    match = _BEFORE.match(text)
    if not match:
        return "", text
    return SIGNS.get(match["money"], match["money"]), text[match.end() :]


def plain(words: str) -> str:
    """The words behind a number with each unit as one word: `tonnes of CO2 per year` is `tCO2e/year`."""
    words = words.replace("CO₂", "CO2").replace("m^3", "m3")
    words = re.sub(r"\s+(?:per|par|an?(?=\s+(?:day|hour|year)\b))\s+", "/", words)
    words = re.sub(r"(?<!\w)(?:of|de|d['’])\s*(?=\w)", "", words)
    words = _CARBON.sub(lambda found: f"{_GRAMS[found['mass']]}CO2e", words)
    for pattern, word in _PHRASES:
        words = pattern.sub(word, words)
    return _WITHIN.sub(_named_money, words)


def _named_money(found: re.Match[str]) -> str:
    """`€` as `EUR`; `M€` as `MEUR`, but `Md€` as `Md EUR`."""
    scale = found["scale"] or ""
    gap = "" if scale in ("", *_PREFIXES) else " "
    return f"{scale}{gap}{SIGNS[found['sign']]}"
