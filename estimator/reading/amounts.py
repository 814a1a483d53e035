"""An amount that a text mentions, what it is worth, and how a scenario writes it."""

from dataclasses import dataclass, replace

from estimator.reading.lexicon import Composite, Unit
from estimator.reading.numbers import Number


@dataclass(frozen=True, kw_only=True)
class Mention:
    """An amount at tokens `first` up to `last`, whose numbers are at `heads`.

    `low` and `high` are in the unit of the kind. `written` is how a scenario writes it, "" where it has no spelling.
    `bound` is `=`, `~`, `>=`, `<=` or `range`. `elided`: the unit is that of another amount, by its position.
    """

    first: int
    last: int
    low: float
    high: float
    kind: str
    unit: str
    bound: str = "="
    rate: str = ""
    chip: str = ""
    written: str = ""
    heads: tuple[Number, ...]
    draft: tuple[str, str] = ("", "")
    elided: int | None = None
    change: bool = False


def composed(mention: Mention, known: Composite) -> Mention:
    """An amount as what it is by its rate."""
    unit = known.unit
    if mention.kind == "money":
        unit = mention.unit if known.kind == "money" else unit.replace("USD", mention.draft[1])
    return replace(
        mention, kind=known.kind, unit=unit, low=mention.low * known.factor, high=mention.high * known.factor,
        draft=(mention.draft[0], mention.draft[1] and mention.draft[1] + known.draft),
    )  # fmt: skip


def settled(number: Number, unit: Unit | None) -> float | None:
    """What a number is worth, before its unit; None where a mark leaves that open and the unit does not tell."""
    whole = unit is not None and unit.whole and number.factor == 1
    if number.grouped is not None and whole:
        return number.grouped
    if number.doubtful and number.factor == 1:
        return None
    return number.value


_LETTERS = {1e3: "k", 1e6: "M", 1e9: "bn", 1e12: "T", 1.0: ""}


def written(number: Number, value: float, unit: Unit, draft: str) -> str:
    """An amount as scenarios write it: the digits of the text, its multiplier, its unit."""
    if not draft:
        return ""
    digits = number.digits if number.grouped is None or value == number.value else f"{value:.0f}"
    thousands = {"k": 1e3, "M": 1e6}.get(unit.thousands, 1.0)
    factor = number.factor * thousands
    if factor not in _LETTERS or unit.times != 1 or (factor > 1 and "e" in digits):
        digits, factor = f"{value * unit.times * thousands:.12g}", 1.0
    letter = _LETTERS[factor]
    if letter == "T":
        digits, letter = f"{digits}e12", ""
    return f"{digits} {letter + ' ' if letter else ''}{draft}".strip()
