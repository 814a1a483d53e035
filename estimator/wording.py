"""Values as readers write them."""

from math import ceil

from estimator.datum import Datum
from estimator.uncertainty.distributions import quantiles
from estimator.units.digits import joined, shown, shown_signed

_SIGNS = {">=": "≥ ", "<=": "≤ "}


def value_text(
    p5: float, p50: float, p95: float, unit: str, side: str = "", as_stated: bool = False, draws: int = 0
) -> str:
    """`≥ 1.23 reactors (1.20–1.26)`: side, median, unit, 90 % range; a stated number with the digits it has.

    `draws` are those that an estimated range rests on: digits that they have not earned are left out.
    """
    low, high = (p5, p95) if p95 - p5 > 1e-9 * abs(p50) else (None, None)
    return _SIGNS.get(side, "") + joined(*shown(p50, unit, low, high, as_stated, draws))


def number_text(p5: float, p50: float, p95: float, unit: str, side: str, beside: float) -> tuple[str, str]:
    """`≥ 1.23 (1.20–1.26)` and its unit, which suits a value that it stands beside."""
    low, high = (p5, p95) if p95 - p5 > 1e-9 * abs(p50) else (None, None)
    number, interval, readable = shown(p50, unit, low, high, beside=beside)
    return _SIGNS.get(side, "") + joined(number, interval, ""), readable


def difference_text(
    p5: float, p50: float, p95: float, unit: str, side: str = "", draws: int = 0, beside: float = 0.0
) -> str:
    """`−8.7 TWh (−11.3 to −5.7)`: a difference with its 90 % range, in a unit that suits what it stands `beside`."""
    return _SIGNS.get(side, "") + joined(*shown_signed(p50, unit, p5, p95, draws, beside))


def datum_text(datum: Datum) -> str:
    """The stated value of a datum."""
    return value_text(*quantiles(datum), datum.dimension.shown_in, datum.value.side, as_stated=True)


def units_needed(p5: float, p95: float, side: str = "") -> str:
    """Whole units for a range of fractional ones: `2 whole units`, `1–2 whole units`."""
    low, high = ceil(round(p5, 9)), ceil(round(p95, 9))
    number = f"{low}" if low == high else f"{low}–{high}"
    word = "unit" if number == "1" else "units"
    return f"{ {'>=': 'at least ', '<=': 'at most '}.get(side, '') }{number} whole {word}"


def factor_text(ratio: float) -> str:
    """A ratio as a factor above one."""
    factor = max(ratio, 1 / ratio) if ratio > 0 else float("inf")
    return f"factor {factor:.1f}" if factor < 9.95 else f"factor {factor:,.0f}"


def ratio_text(ratio: float) -> str:
    """A ratio with two decimals, or with none where it is large."""
    return f"{ratio:.2f}" if ratio < 9.995 else f"{ratio:,.0f}"


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def either(words: list[str]) -> str:
    """`a, b or c`."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def dominance_text(name: str, share: float) -> str:
    """`mostly it_capacity_utilisation (74 %)`; `above all` where that is less than half, `only` where it is all."""
    if share >= 0.995:
        return f"only {name}"
    return f"{'mostly' if share >= 0.5 else 'above all'} {name} ({100 * share:.0f} %)"
