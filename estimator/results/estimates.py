"""One value of a result: its range, where it is from, and the draws behind it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Any, overload

from estimator.datum import Datum, Tier
from estimator.errors import EstimatorError
from estimator.interface.arguments import told
from estimator.model import model
from estimator.scenario.plain_data import plain_value
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import exact_quantiles
from estimator.units.reading import registry
from estimator.values import value_of
from estimator.wording import Message, Told, english

if TYPE_CHECKING:
    import pint

COLUMNS = {
    "system": str, "quantity": str, "unit": str, "p5": float, "p50": float, "p95": float, "side": str, "tier": str,
    "source": str,
}  # fmt: skip
"""The columns of a table of values, and what is in them."""

_OF_TEXT = re.compile(r"(.?[<>^])?\d*s?")
"""Formats of texts: where they stand in how much room. All others are of numbers."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A quantity with its 90 % range. Numbers are in `unit`; None where the data contradict each other about it.

    `side` is ">=" or "<=" where the value is a bound, "either" where it rests on bounds of both kinds. `draws` are what
    the range rests on, 0 where it is exact; `error` is half the 95 % interval of the median that they leave. `shown_in`
    is the unit of its text where that is another, such as per cent. Money is in `prices`, such as USD2025.

    `float(estimate)` is the median. `<`, `<=`, `>` and `>=` compare medians: with numbers where no unit is due, with
    texts such as "1 GW", with quantities of pint, and with estimates in the same unit. There is no arithmetic, since
    two estimates may rest on the same ranges: compute with the joint draws of `Result.draws`, which know that.
    """

    system: str
    name: str
    unit: str
    p5: float | None
    p50: float | None
    p95: float | None
    side: str
    tier: str
    source: str
    draws: int = 0
    error: float = 0.0
    drawn: Callable[[], Draws] | None = field(default=None, repr=False, compare=False)
    shown_in: str = field(default="", repr=False, compare=False)
    prices: str = field(default="", repr=False, compare=False)

    @property
    def samples(self) -> Draws:
        """Draws of the quantity in its unit: as many as the run has, up to a million.

        Raises:
            EstimatorError: the quantity stands in or beside a conflict.
        """
        if self.drawn is None:
            raise EstimatorError(f"{self.name} has no run behind it, so no draws")
        return self.drawn()

    @overload
    def quantile(self, levels: float) -> float: ...
    @overload
    def quantile(self, levels: Sequence[float]) -> tuple[float, ...]: ...
    def quantile(self, levels: Any) -> Any:
        """Quantiles in the quantity's unit: of one level a number, `quantile(0.95)`, of several a tuple of numbers.

        Raises:
            EstimatorError: a level outside 0 to 1, or the quantity stands in or beside a conflict.
        """
        several = hasattr(levels, "__iter__") and getattr(levels, "shape", None) != ()
        wanted = [_level(level) for level in levels] if several and not isinstance(levels, str) else [_level(levels)]
        found = self._quantiles(wanted)
        return found if several else found[0]

    def _quantiles(self, levels: Sequence[float]) -> tuple[float, ...]:
        known = {0.05: self.p5, 0.5: self.p50, 0.95: self.p95}
        if all(known.get(level) is not None for level in levels):
            return tuple(known[level] or 0.0 for level in levels)
        return exact_quantiles(self.samples, levels)

    @property
    def quantity(self) -> "pint.Quantity[float]":
        """The median as a pint quantity.

        Raises:
            EstimatorError: the quantity is in conflict and has no single value.
        """
        return registry().Quantity(float(self), "dimensionless" if self.unit == "1" else self.unit)

    def __float__(self) -> float:
        if self.p50 is None:
            raise EstimatorError(f"{self.name} is in conflict; see the findings for its values")
        return self.p50

    def __lt__(self, other: Any) -> bool:
        return float(self) < self._in_unit(other)

    def __le__(self, other: Any) -> bool:
        return float(self) <= self._in_unit(other)

    def __gt__(self, other: Any) -> bool:
        return float(self) > self._in_unit(other)

    def __ge__(self, other: Any) -> bool:
        return float(self) >= self._in_unit(other)

    def _in_unit(self, other: Any) -> float:
        """What this value is compared with, in its unit.

        Raises:
            EstimatorError: it is of another unit, or no single value.
        """
        if isinstance(other, Estimate):
            if (other.unit, other._money) != (self.unit, self._money):
                units = f"{self._money or self.unit} and {other.name} in {other._money or other.unit}"
                raise EstimatorError(f"{self.name} is in {units}, which do not compare")
            return float(other)
        anywhere = replace(model().quantities[self.name].dimension, lower=-inf, upper=inf, zero=True)
        value = value_of(plain_value(other), self.name, anywhere)
        if not value.is_point or value.side:
            raise EstimatorError(f"{self.name} compares with single values, got {told(other)}; write one number")
        if value.money not in ("", "USD", self.prices or "USD"):
            raise EstimatorError(f"{self.name} is in {self._money or self.unit}, got {value.money}; convert it first")
        return value.parameters[0]

    @property
    def _money(self) -> str:
        """The unit of a sum of money, with the year of its prices; nothing for other quantities."""
        return self.unit.replace("USD", self.prices or "USD") if "USD" in self.unit else ""

    def __format__(self, form: str) -> str:
        if _OF_TEXT.fullmatch(form):
            return format(str(self), form)
        try:
            return format(float(self), form)
        except EstimatorError:
            raise
        except ValueError:
            raise EstimatorError(f"{form} is no format of a number; write such as .2f, or nothing for text") from None

    def __str__(self) -> str:
        return english(self.told)

    @property
    def told(self) -> Told | Message:
        """The value as a part of what is said; that it is in conflict where it has none."""
        if self.p5 is None or self.p50 is None or self.p95 is None:
            return Message.of("value.in-conflict")
        stated = self.tier != "derived" and not self.draws
        unit = self.shown_in or self.unit
        return Told((self.p5, self.p50, self.p95), unit, self.side, stated, 0 if stated else self.draws)


def cited(datum: Datum) -> str:
    """The keys of a datum's sources, or its reason in short."""
    if datum.sources:
        return ", ".join(source.key for source in datum.sources)
    return datum.because or ("stated, no source" if datum.tier == Tier.GIVEN else "")


def _level(written: Any) -> float:
    """A level of a quantile."""
    level = plain_value(written)
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 <= level <= 1:
        raise EstimatorError(f"quantiles are asked for by levels from 0 to 1, got {told(written)}")
    return float(level)
