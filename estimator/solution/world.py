"""One plan with its draws: what each value is, on which side it is open, and what lies where it cannot."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from estimator.datum import Datum, Stated, Value, Variable
from estimator.solution.agreement import Direction, verdict
from estimator.solution.defaults import NEARLY_ALL, SLACK, allowed
from estimator.solution.directions import directions
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import Plan
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.measurement import Spread
from estimator.units.reading import to_coherent


@dataclass(kw_only=True)
class World:
    """One plan with the draws by which its data check each other; `spreads` hold what more draws amount to.

    `aside` are defaults that cannot hold beside what is stated, and which the plan does without. `raw` are what
    defaults are that limits hold back, without these, and values of which no draw is a number.
    """

    plan: Plan
    values: dict[Variable, Draws]
    draws: int
    spreads: dict[Variable, Spread] = field(default_factory=dict)
    aside: tuple[Stated, ...] = ()
    raw: dict[Variable, Any] = field(default_factory=dict)
    _left: dict[Variable, float] = field(default_factory=dict)
    _exact: dict[Variable, dict[Variable, Any]] = field(default_factory=dict)
    _moved: dict[Variable, set[bool]] | None = None
    _supports: dict[Variable, tuple[Stated, ...]] = field(default_factory=dict)

    def of(self, variable: Variable) -> "World":
        """The world that knows all that a variable rests on."""
        return self

    def own(self) -> list[Variable]:
        """The computed variables that no other world knows."""
        return list(self.plan.made_by)

    def changing(self, variable: Variable) -> "World":
        """The same as a world in which a datum may change."""
        return self

    def with_values(self, plan: Plan, values: dict[Variable, Draws], raw: dict[Variable, Any]) -> "World":
        """A world of the same kind, with another plan and other values."""
        return World(plan=plan, values=values, draws=self.draws, raw=raw)

    def tell(self, spreads: dict[Variable, Spread]) -> None:
        """Take over what more draws amount to."""
        self.spreads = spreads

    def direction(self, variable: Variable) -> Direction:
        """The side of a value that rests on stated bounds."""
        if variable in self.plan.basis:
            return self.plan.basis[variable].value.side
        found = self._directions().get(variable, set())
        return "" if not found else "either" if len(found) == 2 else ">=" if True in found else "<="

    def _directions(self) -> dict[Variable, set[bool]]:
        """For each variable, whether it can be more (True) or less (False) than computed, by moving each bound."""
        if self._moved is None:
            point = {name: quantiles(datum)[1] * datum.factor for name, datum in self.plan.basis.items()}
            self._moved = {
                variable: {way for way, moves in ((True, more), (False, less)) if moves}
                for variable, (more, less) in directions(self.plan, point).items()
            }
        return self._moved

    def support(self, variable: Variable) -> tuple[Stated, ...]:
        """The data, conventions aside, that a variable rests on."""
        if variable not in self._supports:
            basis = self.plan.basis
            used = self.plan.response(variable) if variable not in basis else [variable]
            ordered = sorted(used, key=self.plan.network.index.__getitem__)
            self._supports[variable] = tuple((name, basis[name]) for name in ordered)
        return self._supports[variable]

    def quantiles(self, variable: Variable) -> tuple[float, float, float]:
        """p5, median and p95 in the quantity's unit: exact where one range decides, else of the draws.

        Draws outside the quantity's bounds are left out, unless nearly all are; `outside` counts them.
        """
        if variable in self.plan.basis and not self.is_held(variable):
            return quantiles(self.plan.basis[variable])
        unit = to_coherent(self.plan.network.dimension(variable).unit)
        if self.is_exact(variable):
            ranges = self._ranges(variable)
            values = self._at_quantiles(ranges[0])[variable] if ranges else self.values[variable][0]
            found = np.sort(np.broadcast_to(values, 3))
        elif variable in self.spreads:
            found = np.array(self.spreads[variable].quantiles)
        else:
            drawn, inside = self.values[variable], self._inside(variable)
            possible = inside if verdict(float(np.mean(inside))) == "agrees" else np.isfinite(drawn)
            found = np.quantile(drawn[possible], (0.05, 0.5, 0.95))
        p5, p50, p95 = found / unit
        return float(p5), float(p50), float(p95)

    def possible(self, variable: Variable) -> tuple[float, float, float]:
        """The same within the bounds of the quantity, which a value may miss by what numbers were rounded."""
        dimension = self.plan.network.dimension(variable)
        p5, p50, p95 = (min(max(end, dimension.lower), dimension.upper) for end in self.quantiles(variable))
        return p5, p50, p95

    def is_held(self, variable: Variable) -> bool:
        """Whether limits move a default by more than hardly at all."""
        if variable not in self.plan.conditioned:
            return False
        if variable not in self._left:
            self._left[variable] = allowed(self.plan, self.values, variable)
        return self._left[variable] < NEARLY_ALL

    def held(self, variable: Variable) -> Datum:
        """A datum of the basis, with the values that what is stated leaves to a default."""
        datum = self.plan.basis[variable]
        if not self.is_held(variable):
            return datum
        p5, p50, p95 = self.possible(variable)
        return replace(datum, value=Value("range", (p5, p50, p95)) if p5 < p95 else Value("point", (p50,)))

    def is_exact(self, variable: Variable) -> bool:
        """Whether a value follows from one range at most, so that its quantiles follow from those of the range."""
        ranges = self._ranges(variable)
        return (
            len(ranges) <= 1 and self.plan.conditioned.keys().isdisjoint(ranges) and bool(self._inside(variable).all())
        )

    def _ranges(self, variable: Variable) -> list[Variable]:
        return [name for name, datum in self.support(variable) if not datum.value.is_point]

    def error(self, variable: Variable) -> float:
        """Half the 95 % interval of the median that the draws leave, in the quantity's unit; 0 where it is exact."""
        if variable not in self.spreads:
            return 0.0
        return self.spreads[variable].error / to_coherent(self.plan.network.dimension(variable).unit)

    def draws_of(self, variable: Variable) -> int:
        """The draws that the quantiles of a variable rest on; 0 where they are exact."""
        if (variable in self.plan.basis and not self.is_held(variable)) or self.is_exact(variable):
            return 0
        return self.spreads[variable].draws if variable in self.spreads else self.draws

    def _at_quantiles(self, varied: Variable) -> dict[Variable, Any]:
        """What follows from a range, at its quantiles and all else at its median."""
        if varied not in self._exact:
            steps, datum = self.plan.after(varied), self.plan.basis[varied]
            point = {name: self._medians[name] for step in steps for name in step.inputs if name in self._medians}
            point[varied] = np.array(quantiles(datum)) * datum.factor
            self._exact[varied] = evaluate(self.plan, point, steps)
        return self._exact[varied]

    @cached_property
    def _medians(self) -> dict[Variable, Any]:
        point = {name: quantiles(datum)[1] * datum.factor for name, datum in self.plan.basis.items()}
        return evaluate(self.plan, point)

    def outside(self) -> dict[Variable, float]:
        """Computed variables with draws outside their hard bounds, and the share of such draws."""
        return self._outside(self.plan.made_by)

    def _outside(self, variables: Iterable[Variable]) -> dict[Variable, float]:
        result = {}
        for variable in variables:
            spread = self.spreads.get(variable)
            share = spread.impossible if spread else float(1 - np.mean(self._inside(variable)))
            if share:
                result[variable] = share
        return result

    def _inside(self, variable: Variable) -> "np.typing.NDArray[np.bool_]":
        dimension = self.plan.network.dimension(variable)
        value = self.values[variable] / to_coherent(dimension.unit)
        inside: np.typing.NDArray[np.bool_] = (value >= dimension.lower - SLACK) & (value <= dimension.upper + SLACK)
        return inside

    def broken(self) -> dict[Variable, float]:
        """Variables whose bounds so many draws break that they contradict the data: the p-value of each.

        A value that is itself only a bound breaks none that lies on its open side.
        """
        return {
            variable: 1 - share
            for variable, share in self.outside().items()
            if verdict(1 - share) != "agrees" and not self._reaches_inside(variable)
        }

    def _reaches_inside(self, variable: Variable) -> bool:
        direction = self.direction(variable)
        below = self.quantiles(variable)[1] < self.plan.network.dimension(variable).lower
        return direction in ("either", ">=" if below else "<=")
