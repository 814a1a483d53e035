"""From the spelling of a unit to its name in the registry, or a sentence about why not."""

import re
from difflib import get_close_matches

from estimator.errors import EstimatorError
from estimator.units.names import ADVICE, MULTIPLIERS, UNIT_NAMES

MONEY = re.compile(r"(?P<unit>[kMGT]?(?P<currency>USD|EUR|GBP|CNY))(?P<year>[0-9]{4})?(?![^\W_])")
"""Money, with or without the year of its prices: `EUR2023`."""

_MOST_FACTORS = 6
_ALIKE = 0.75
"""Similarity from which on another unit is suggested: below it, litres would be minutes."""


def multiplier_of(text: str) -> tuple[float, str]:
    """The multiplier that a text begins with, 1 if none, and the rest: `M accelerators` is 1e6 and ` accelerators`."""
    match = re.match(r"\s*([A-Za-z]+)(?=\s|\Z|/)", text)
    if match and match[1] in MULTIPLIERS:
        return MULTIPLIERS[match[1]], text[match.end() :]
    return 1.0, text


def unit_of(text: str, whole: str, example: str = "") -> str:
    """A product or quotient of known unit names, "" for no text; nothing else is ever handed to pint.

    `example` is a unit that would fit, for messages.

    Raises:
        EstimatorError: an unknown or doubtful unit, told of the `whole` text.
    """
    if not text:
        return ""
    names: list[str] = []
    operator = "*"
    for part in re.split(r"\s*([*/·])\s*|\s+", text):
        if part is None:
            operator = "*" if names else operator
        elif part in ("*", "·", "/"):
            operator = "/" if part == "/" else "*"
        elif name := _unit_name(part):
            names.append(("/" if operator == "/" else "*" if names else "") + name)
            operator = "*"
        else:
            raise EstimatorError(f"'{whole}': {_unknown_unit(part or text, example)}")
    if len(names) > 1 and any(name.strip("*/") == "year" for name in names):
        raise EstimatorError(f"'{whole}': instead of 'year', {ADVICE['yr']}")
    if len(names) > _MOST_FACTORS:
        raise EstimatorError(f"'{whole[:40]}…' has too many units")
    if not names or operator == "/" or names[0].startswith("/"):
        raise EstimatorError(f"'{whole}': '{text}' is not a unit; write such as {example or 'GW or W/accelerator'}")
    return "".join(names)


def _unit_name(spelling: str) -> str:
    """What the registry calls a unit, "" if it is none; money keeps the year of its prices, as in `EUR2023`."""
    money = MONEY.fullmatch(spelling)
    return f"{UNIT_NAMES[money['unit']]}{money['year'] or ''}" if money else UNIT_NAMES.get(spelling, "")


def _unknown_unit(token: str, example: str) -> str:
    if token in ADVICE:
        advice = ADVICE[token]
        return f"'{token}' {advice}" if advice.startswith(("may", "is ")) else f"instead of '{token}', {advice}"
    by_case = [known for known in UNIT_NAMES if known.lower() == token.lower()]
    near = by_case[:1] or get_close_matches(token, UNIT_NAMES, n=1, cutoff=_ALIKE)
    if near and token:
        return f"'{token}' is not a unit; did you mean {near[0]}?"
    if example == "reactor":  # a report prints their type: 1.2 EPR
        return f"instead of '{token}', write reactors, and name their type under use, such as use: {{reactor: epr}}"
    if not token or not re.fullmatch(r"[^\W\d_][\w³²]*", token):
        return f"'{token}' is not a unit; write a number and a unit, such as 2 {example or 'GW'}"
    return f"'{token}' is not a unit; write such as {example or 'GW, TWh or USD'}"
