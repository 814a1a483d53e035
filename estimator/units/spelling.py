"""From the spelling of a unit to its name in the registry, or a sentence about why not."""

import re
from difflib import get_close_matches

from estimator.errors import EstimatorError
from estimator.units.names import ADVICE, MONEY, MULTIPLIERS, UNIT_NAMES
from estimator.units.sizes import dimensionality

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
    near = _alike(token, example)
    if near and token:
        return f"'{token}' is not a unit; did you mean {near[0]}?"
    if example == "reactor":  # a report prints their type: 1.2 EPR
        return f"instead of '{token}', write reactors, and name their type under use, such as use: {{reactor: epr}}"
    if not token or not re.fullmatch(r"[^\W\d_][\w³²]*", token):
        return f"'{token}' is not a unit; write a number and a unit, such as 2 {example or 'GW'}"
    return f"'{token}' is not a unit; write such as {example or 'GW, TWh or USD'}"


def _alike(token: str, example: str) -> list[str]:
    """The unit that a word was probably meant for: one that has a place in `example`, or none."""
    wanted = set(dimensionality(example).split(", ")) if example else set()
    known = [name for name, unit in UNIT_NAMES.items() if not wanted or _has_place(unit, example)]
    by_case = [name for name in known if name.lower() == token.lower()]
    return by_case[:1] or get_close_matches(token, known, n=1, cutoff=_ALIKE)


def _has_place(unit: str, example: str) -> bool:
    """Whether a unit, or what it is over, stands in another as a factor."""
    parts = re.split(r"[*/]", example)
    return any(dimensionality(unit) == dimensionality(part) for part in (example, *parts))
