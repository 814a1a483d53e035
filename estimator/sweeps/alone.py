"""Points that are solved one by one: each as a run of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from estimator.case import Case
from estimator.computing.workers import Threads
from estimator.datum import Value
from estimator.method import Method
from estimator.results.estimates import Estimate
from estimator.results.result import HEADLINES, Result
from estimator.runs import solved_case
from estimator.scenario import Scenario
from estimator.sweeps.cases import at

Quantiles = tuple[float, float, float]
"""p5, median and p95; not a number where the data are in conflict."""


class Label(NamedTuple):
    """What a row says beside its point and its numbers."""

    system: str
    quantity: str
    unit: str
    side: str
    tier: str
    source: str


Row = tuple[Label, Quantiles]


@dataclass(frozen=True)
class Alone:
    """A scenario that can be solved at any numbers of what is swept; `quantities` are wanted, or headlines."""

    scenario: Scenario
    case: Case
    method: Method
    quantities: tuple[str, ...] = ()

    def result(self, numbers: Mapping[str, Value]) -> Result:
        """The run at some numbers."""
        case = at(self.case, numbers, self.method.catalog)
        return solved_case(self.scenario, case, self.method, workers=Threads(1))

    def wanted(self, result: Result) -> list[Estimate]:
        """The values of a result that are wanted, in reading order."""
        names = self.quantities or HEADLINES
        return [estimate for estimate in result.estimates if estimate.name in names]

    def rows(self, numbers: Mapping[str, Value]) -> list[Row]:
        """What a run at some numbers gives."""
        result = self.result(numbers)
        return [row_of(estimate, result.prices) for estimate in self.wanted(result)]


def row_of(estimate: Estimate, prices: str) -> Row:
    """An estimate as a row; money is told in `prices`."""
    unit = estimate.unit.replace("USD", prices)
    label = Label(estimate.system, estimate.name, unit, estimate.side, estimate.tier, estimate.source)
    return label, quantiles_of((estimate.p5, estimate.p50, estimate.p95))


def quantiles_of(numbers: Iterable[float | None]) -> Quantiles:
    """Quantiles that may be unknown."""
    p5, p50, p95 = (float("nan") if number is None else number for number in numbers)
    return p5, p50, p95
