"""Statements as observations: where each says that a quantity lies, and how firmly, on the scale of its logarithm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.rounding import MOST_ROUNDED, ROUNDED, ROUNDED_TO_WHOLE, rounding
from estimator.solver.network import Network
from estimator.uncertainty.distributions import Z90, quantiles
from estimator.units.dimensions import Dimension
from estimator.units.reading import Side


@dataclass(frozen=True, kw_only=True)
class Observation:
    """What one statement says of a variable: its median, and the standard deviations below and above it, as logarithms.

    A side makes it a limit. A hard bound of the quantity is one without a datum: nobody said it, and nobody can be
    wrong about it.
    """

    name: str
    variable: Variable
    datum: Datum | None
    middle: float
    below: float
    above: float
    side: Side = ""

    @property
    def tier(self) -> Tier:
        """How far it is trusted; hard bounds before all."""
        return self.datum.tier if self.datum else Tier.CONVENTION

    @property
    def is_claimed(self) -> bool:
        """Whether the scenario states it, rather than the catalog or a default."""
        return self.tier == Tier.GIVEN

    @property
    def is_documented(self) -> bool:
        """Whether it names a document."""
        return bool(self.datum and self.datum.sources)


def observed(data: Sequence[Stated]) -> Iterator[Observation]:
    """The data of a case, conventions and exact zeros aside; a figure that systems share counts once.

    A default is silent about a quantity of which the scenario or the catalog says something.
    """
    best = {variable: min(datum.tier for other, datum in data if other == variable) for variable, _ in data}
    seen: set[tuple[str, str]] = set()
    for variable, datum in data:
        shared = datum.tier > Tier.GIVEN
        if datum.tier == Tier.CONVENTION or (datum.tier == Tier.ASSUMPTION and best[variable] < Tier.ASSUMPTION):
            continue
        if shared and (datum.key, variable.quantity) in seen:
            continue
        if observation := _observation(variable, datum):
            seen.add((datum.key, variable.quantity))
            yield observation


def _observation(variable: Variable, datum: Datum) -> Observation | None:
    p5, p50, p95 = quantiles(datum)
    if p50 <= 0:
        return None
    if datum.value.is_point and datum.dimension.unit in ROUNDED_TO_WHOLE and p50 >= 1 and p50 == int(p50):
        p5, p95 = p50 - 0.5, p50 + 0.5
    name = datum.key if datum.tier == Tier.GIVEN else str(variable)
    spread = log(1 + rounding(p50, MOST_ROUNDED) if datum.tier == Tier.GIVEN else 1 + ROUNDED) / Z90
    if p5 == p95:
        return Observation(
            name=name, variable=variable, datum=datum, middle=log(p50), below=spread, above=spread,
            side=datum.value.side,
        )  # fmt: skip
    least = log(1 + ROUNDED) / Z90
    above = max(log(p95 / p50) / Z90, least)
    below = max(log(p50 / p5) / Z90, least) if p5 > 0 else above
    return Observation(
        name=name, variable=variable, datum=datum, middle=log(p50), below=below, above=above, side=datum.value.side
    )


def bounded(network: Network) -> Iterator[Observation]:
    """The hard bounds of all variables, other than that all are positive."""
    spread = log(1 + ROUNDED) / Z90
    for variable in network.variables:
        dimension: Dimension = network.dimension(variable)
        if dimension.lower > 0:
            yield Observation(
                name="", variable=variable, datum=None, middle=log(dimension.lower), below=spread, above=spread,
                side=">=",
            )  # fmt: skip
        if dimension.upper < inf:
            yield Observation(
                name="", variable=variable, datum=None, middle=log(dimension.upper), below=spread, above=spread,
                side="<=",
            )  # fmt: skip
