"""Numbers as readers want them: the readable prefix, and no digit that has not been earned."""

from math import ceil, floor, log10
from typing import Any

READABLE: dict[str, dict[str, float]] = {
    "MW": {"W": 1e6, "kW": 1e3, "MW": 1.0, "GW": 1e-3, "TW": 1e-6},
    "TWh": {"kWh": 1e9, "MWh": 1e6, "GWh": 1e3, "TWh": 1.0},
    "TWh/reactor": {"GWh/reactor": 1e3, "TWh/reactor": 1.0},
    "TB": {"GB": 1e3, "TB": 1.0, "PB": 1e-3, "EB": 1e-6},
    "TB/s": {"TB/s": 1.0, "PB/s": 1e-3, "EB/s": 1e-6},
    "FLOP/s/accelerator": {"TFLOP/s/accelerator": 1e-12},
    "FLOP/s/H100e": {"TFLOP/s/H100e": 1e-12},
    "tCO2e": {"kgCO2e": 1e3, "tCO2e": 1.0, "ktCO2e": 1e-3, "MtCO2e": 1e-6},
    "tCO2e/run": {"kgCO2e/run": 1e3, "tCO2e/run": 1.0, "ktCO2e/run": 1e-3},
    "t": {"kg": 1e3, "t": 1.0, "kt": 1e-3, "Mt": 1e-6},
    "mm2/accelerator": {"mm²/accelerator": 1.0},
    "mm2/wafer": {"mm²/wafer": 1.0},
    "wafer": {"wafers": 1.0, "k wafers": 1e-3},
    "generator": {"generators": 1.0},
    "ML": {"L": 1e6, "m³": 1e3, "M m³": 1e-3},
    "ML/d": {"m³/d": 1e3},
    "L/query": {"mL/query": 1e3, "L/query": 1.0},
    "MUSD": {"USD": 1e6, "MUSD": 1.0, "bn USD": 1e-3},
    "MWh/run": {"MWh/run": 1.0, "GWh/run": 1e-3, "TWh/run": 1e-6},
    "accelerator*h/run": {"accelerator·h/run": 1.0, "M accelerator·h/run": 1e-6},
    "parameter": {"M parameters": 1e-6, "bn parameters": 1e-9},
    "token": {"bn tokens": 1e-9, "trillion tokens": 1e-12},
    "token/run": {"bn tokens/run": 1e-9, "trillion tokens/run": 1e-12},
    "token/d": {"bn tokens/d": 1e-9, "trillion tokens/d": 1e-12},
    "query/d": {"query/d": 1.0, "M query/d": 1e-6, "bn query/d": 1e-9},
    "person": {"people": 1.0, "k people": 1e-3, "M people": 1e-6},
    "household": {"households": 1.0, "k households": 1e-3, "M households": 1e-6},
    "car": {"cars": 1.0, "k cars": 1e-3, "M cars": 1e-6},
    "pool": {"pools": 1.0, "k pools": 1e-3},
    "flight": {"flights": 1.0, "k flights": 1e-3, "M flights": 1e-6},
    "kL/household": {"m³/household": 1.0},
    "kL/pool": {"m³/pool": 1.0},
}
"""For units of the vocabulary, the units that a reader is shown, smallest first, and how many of them make one."""

WHOLE = (
    "accelerator", "server", "wafer", "generator", "person", "household", "car",
    "pool", "flight", "query", "run", "token", "parameter",
)  # fmt: skip
"""Units of what is counted in whole numbers; reactors and equivalents are not."""

ERROR = 0.64
"""Standard error of p5 or p95 from n draws of a normal distribution, times √n, as a share of the 90 % interval."""

_COUNTS = {"": 1.0, "k ": 1e3, "M ": 1e6}
_MOST = 5
_FAR = 10.0
"""Times the value, from where on an end of its range is of quite another size."""
_SMALL = 0.6
"""Times the value, up to where an end of its range may need digits of its own."""
_TRUE = 0.25
"""The share of itself by which rounding may move such an end."""
_NEXT = 0.9995
"""From here on a value is rounded up into the next unit."""


def joined(number: str, interval: str, unit: str) -> str:
    """`1.23 reactors (1.20–1.26)`."""
    gap = " " if unit and not unit.startswith("×") else ""
    return f"{number}{gap}{unit}" + (f" ({interval})" if interval else "")


def shown(
    value: float,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    as_stated: bool = False,
    draws: int = 0,
    beside: float = 0.0,
) -> tuple[str, str, str]:
    """A value with the readable prefix and the digits that its range justifies.

    Returns:
        the number, its range ("" if none), and the unit as a reader writes it: `("17.5", "", "TWh")`.
        `low` and `high` are the ends of a 90 % interval in the same unit. A value `as_stated` keeps up to six digits.
        `draws` are those that the three were estimated from, 0 where they are exact: few draws earn few digits.
        The unit suits the value, or one that it stands `beside`.
    """
    readable, factor, decimals = _fitted(value, unit, low, high, draws, beside)
    spread = (high - low) * factor if low is not None and high is not None else 0.0
    while as_stated and not spread and decimals < _MOST and _is_rounded(value * factor, decimals):
        decimals += 1
    if unit in WHOLE and factor == 1 and abs(value) >= 1:
        decimals = min(decimals, 2)  # 744.682 servers would be read as thousands
    number = _digits(value * factor, decimals)
    if not spread or low is None or high is None:
        return _trimmed(number, unit), "", readable
    return number, "–".join(_end(end * factor, value * factor, decimals) for end in (low, high)), readable


def _fitted(
    value: float, unit: str, low: float | None, high: float | None, draws: int, beside: float
) -> tuple[str, float, int]:
    """Unit, factor and decimals of a value; of the next unit where rounding carries it there: 998 MW may be 1.0 GW."""
    readable, factor = scaled(beside or value, unit)
    decimals = _places(value, low, high, draws, readable, factor)
    larger, less = scaled(round(value * factor, decimals) / factor, unit)
    if beside or not less < factor:
        return readable, factor, decimals
    return larger, less, _places(value, low, high, draws, larger, less)


def _places(value: float, low: float | None, high: float | None, draws: int, readable: str, factor: float) -> int:
    """Decimals of a value in the unit that it is shown in."""
    if readable.startswith(POWER):
        return 2
    spread = (high - low) * factor if low is not None and high is not None else 0.0
    return _decimals(value * factor, spread, ERROR * spread / draws**0.5 if draws else 0.0)


def _end(value: float, beside: float, decimals: int) -> str:
    """An end of a range with the decimals of the value `beside`, but for ends of quite another size.

    Of one that is far larger three digits are enough; one that is far smaller has as many as keep it true, so that
    nothing prints as 0 that is not.
    """
    if not value:
        return _digits(value, decimals)
    exponent = floor(log10(abs(value)))
    if abs(value) >= _FAR * abs(beside):
        decimals = min(decimals, 2 - exponent)
    while abs(value) < _SMALL * abs(beside) and abs(round(value, decimals) - value) > _TRUE * abs(value):
        decimals += 1
    return _digits(value, decimals)


def shown_signed(
    value: float, unit: str, low: float, high: float, draws: int = 0, beside: float = 0.0
) -> tuple[str, str, str]:
    """A difference with signs: `("−8.7", "−11.3 to −5.7", "TWh")`.

    Unit and digits suit the largest of its numbers, and of one that it stands `beside`.
    """
    largest = max(abs(value), abs(low), abs(high))
    spread = high - low if high - low > 1e-9 * largest else 0.0
    size = beside or largest
    readable, factor = scaled(size, unit)
    error = ERROR * spread * factor / draws**0.5 if draws else 0.0
    decimals = 2 if readable.startswith(POWER) else _decimals(size * factor, spread * factor, error)
    number, *ends = (_signed(end * factor, decimals) for end in (value, low, high))
    return number, " to ".join(ends) if spread else "", readable


def _signed(value: float, decimals: int) -> str:
    rounded = round(value, decimals) + 0.0  # no minus before nothing
    return f"{rounded:{'+' if rounded else ''},.{max(decimals, 0)}f}".replace("-", "−")


def scaled(value: float, unit: str) -> tuple[str, float]:
    """The unit to show a value in, with a power of ten where it takes one, and what to multiply the value by."""
    readable, factor = _readable(value, unit)
    if not value or 1e-4 <= abs(value * factor) < 1e7:
        return readable, factor
    power = int(f"{abs(value * factor):.2e}".partition("e")[2])  # of the rounded value: 9.999 is 10.0
    return f"{POWER}{str(power).translate(_SUPERSCRIPTS)} {readable}".rstrip(), factor * 10.0**-power


def _is_rounded(value: float, decimals: int) -> bool:
    return abs(round(value, decimals) - value) > 1e-7 * abs(value)


def _readable(value: float, unit: str) -> tuple[str, float]:
    """The unit to show a value in, and what to multiply the value by."""
    size = abs(value)
    if unit in READABLE:
        fitting = [(name, factor) for name, factor in READABLE[unit].items() if size * factor >= _NEXT]
        return (fitting or list(READABLE[unit].items())[:1])[-1] if size else (unit, 1.0)
    if unit in ("accelerator", "server", "H100e"):
        name = unit if unit == "H100e" or value == 1 else f"{unit}s"
        for prefix, scale in reversed(_COUNTS.items()):
            if size >= scale * (10 if scale == 1e3 else _NEXT) or scale == 1:
                return prefix + name, 1 / scale
    if unit == "%":
        return unit, 100.0
    if unit == "reactor":
        return ("reactor" if value == 1 else "reactors"), 1.0
    return ("" if unit == "1" else unit), 1.0


def _decimals(value: float, spread: float, error: float) -> int:
    """Decimals worth printing: a tenth of the 90 % interval, two or three significant digits, none below the error."""
    if not value:
        return 0
    exponent = int(f"{abs(value):.2e}".partition("e")[2])  # of the rounded value: 0.9996 is 1.00
    if not spread:
        return 0 if exponent >= 3 else 2 - exponent
    decimals = max(-floor(log10(spread / 10) + 1e-9), 1 - exponent)
    if error:
        decimals = max(min(decimals, -ceil(log10(2 * error) - 1e-9)), -exponent)
    return min(decimals, max(2 - exponent, 0))


def _digits(value: float, decimals: int) -> str:
    rounded = round(value, decimals)
    return f"{rounded:,.{max(decimals, 0)}f}"


def _trimmed(number: str, unit: str) -> str:
    """A single value without the zeros that nobody stated: 2.0 GW, 1.3 M accelerators, 2 reactors."""
    if "." not in number:
        return number
    short = number.rstrip("0")
    whole = unit in ("reactor", "accelerator", "server", "accelerator/server") or len(short) > len("2.")
    return short.removesuffix(".") if whole else short + "0" * short.endswith(".")


POWER = "×10"
"""How a unit begins that takes a power of ten."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def without_noise(value: Any) -> Any:
    """A number without the digits that binary arithmetic leaves behind; anything else as it is."""
    return float(f"{value:.12g}") if isinstance(value, float) else value
