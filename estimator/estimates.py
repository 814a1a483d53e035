"""One value of a result: its range, where it is from, and the draws behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from estimator.errors import EstimatorError
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import exact_quantiles
from estimator.units import registry
from estimator.wording import value_text

if TYPE_CHECKING:
    import pint


@dataclass(frozen=True)
class Estimate:
    """A quantity with its 90 % range. Numbers are in `unit`; None where the data contradict each other about it.

    `side` is ">=" or "<=" where the value is a bound, "either" where it rests on bounds of both kinds. `draws` are what
    the range rests on, 0 where it is exact; `error` is half the 95 % interval of the median that they leave. `shown_in`
    is the unit of its text where that is another, such as per cent.
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

    @property
    def samples(self) -> Draws:
        """Draws of the quantity in its unit: as many as the run has, up to a million.

        Raises:
            EstimatorError: the quantity stands in or beside a conflict.
        """
        if self.drawn is None:
            raise EstimatorError(f"{self.name} has no run behind it, so no draws")
        return self.drawn()

    def quantile(self, levels: Sequence[float]) -> tuple[float, ...]:
        """Quantiles in the quantity's unit: `quantile([0.05, 0.5, 0.95])` is p5, median and p95.

        Raises:
            EstimatorError: a level outside 0 to 1, or the quantity stands in or beside a conflict.
        """
        if any(not 0 <= level <= 1 for level in levels):
            raise EstimatorError(f"quantiles are asked for by levels from 0 to 1, got {', '.join(map(str, levels))}")
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
        if self.p50 is None:
            raise EstimatorError(f"{self.name} is in conflict; see the findings for its values")
        return registry().Quantity(self.p50, "dimensionless" if self.unit == "1" else self.unit)

    def __str__(self) -> str:
        if self.p5 is None or self.p50 is None or self.p95 is None:
            return "in conflict"
        stated = self.tier != "derived" and not self.draws
        unit = self.shown_in or self.unit
        return value_text(self.p5, self.p50, self.p95, unit, self.side, stated, 0 if stated else self.draws)
