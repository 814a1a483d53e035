"""The worlds of a case: all of its data, or all but some, drawn in coherent units."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from estimator.case import Case
from estimator.computing.workers import Workers
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solution.agreement import Direction, p_value, verdict
from estimator.solution.checks import Check, ordered
from estimator.solution.defaults import Demand, demands, limits, reach, yielded
from estimator.solution.rounding import MOST_ROUNDED, rounding
from estimator.solution.world import World
from estimator.solver.evaluate import evaluate
from estimator.solver.kernel import compiled
from estimator.solver.network import Network
from estimator.solver.plan import Plan, lay_out, make_plan
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import Progress, measured, samples
from estimator.uncertainty.medians import median
from estimator.uncertainty.sampling import Sampler, generator, sample
from estimator.units.reading import to_coherent

CHECKED = 4_096
"""Draws by which data check each other: enough to tell shares of a few per cent."""


class Observatory:
    """Makes the worlds of one case: all of its data, or all but some."""

    def __init__(self, model: Model, case: Case, draws: int, seed: int, qmc: bool = False) -> None:
        self.case, self.qmc = case, qmc
        self.network: Network = lay_out(model, case)
        known = tuple(stated for stated in case.data if stated[0] in self.network.index)
        self.data = ordered(replace(case, data=known), self.network.model)
        self.draws, self.seed = min(draws, CHECKED), seed
        self._sampled: dict[Datum, Draws] = {}

    def sampler(self, data: Iterable[Datum]) -> Sampler:
        """Draws of some data of the case, as correlated as it says."""
        return Sampler(
            data=tuple(data), seed=self.seed, correlations=self.case.correlations, qmc=self.qmc, among=self.case.ranges
        )

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_sampled": {}}  # draws are made again where they are asked for, and are the same

    def sample(self, datum: Datum) -> Draws:
        """Draws of a datum by which data check each other, made once."""
        if datum not in self._sampled:
            self._sampled[datum] = self._sample(datum)
        return self._sampled[datum]

    def _sample(self, datum: Datum) -> Draws:
        if datum.value.is_point:
            return sample(datum, self.draws, self.seed)
        return self._joint[datum.key] if self.qmc else self.sampler([datum]).sample(self.draws)[0]

    @cached_property
    def _joint(self) -> dict[str, Draws]:
        """Draws of all ranges: quasi-random points are made for all of them at once."""
        drawn = self.sampler(self.case.ranges).sample(self.draws)
        return {datum.key: values for datum, values in zip(self.case.ranges, drawn, strict=True)}

    def world(self, without: Collection[Stated] = ()) -> World:
        """The world that follows from the data without some of them; defaults that break a bound there give way."""
        aside: list[Stated] = []
        while True:
            world = self.drawn(self.plan([*without, *aside]))
            world, rejected = self._given_way(world)
            if rejected is None:
                return replace(world, aside=tuple(aside))
            aside.append(rejected)

    def _given_way(self, world: World) -> tuple[World, Stated | None]:
        """A world in which defaults keep to the bounds of all values, as far as they can; or one that has to go."""
        hopeless: set[Demand] = set()
        while demand := next((one for one in self._demands(world) if one not in hopeless), None):
            answer = yielded(world.plan, world.values, demand, partial(self._possible, world))
            if isinstance(answer, Plan):
                world = self.drawn(answer)  # what one default gives way to, others need not
            elif answer:
                return world, answer
            else:
                hopeless.add(demand)
        return world, None

    def _demands(self, world: World) -> Iterator[Demand]:
        """Bounds that a world breaks: those of quantities, and those that are stated."""
        yield from demands(world.plan, world.values)
        for check in self.checks(world):
            side = check.datum.value.side
            if side and check.datum.tier == Tier.GIVEN and verdict(check.p) != "agrees":
                bound = check.datum.value.parameters[0] * check.datum.factor
                yield Demand(check.variable, bound, side == "<=")

    def _possible(self, world: World, demand: Demand) -> float:
        """The share of draws that keep a demand, defaults moved as far as they go and numbers rounded as stated."""
        return demand.kept(reach(world.plan, self._rounded(world), demand.at, not demand.upper))

    def _rounded(self, world: World) -> dict[Variable, Any]:
        """Draws of the data of a world in which stated numbers lie within what they were rounded from."""
        return {name: self._unrounded(datum) for name, datum in world.plan.basis.items()}

    def _unrounded(self, datum: Datum) -> Any:
        """Draws of what a number may have been before it was rounded; those of any other datum."""
        drawn = self.sample(datum)
        if datum.tier != Tier.GIVEN or not datum.value.is_point or datum.value.side:
            return drawn
        share = rounding(datum.value.parameters[0], MOST_ROUNDED)
        return drawn * generator(f"rounding/{datum.key}", self.seed, 0).uniform(1 - share, 1 + share, self.draws)

    def plan(self, without: Collection[Stated] = ()) -> Plan:
        """The plan of that world, not yet drawn."""
        return make_plan(self.network, self.data, without)

    def drawn(self, plan: Plan) -> World:
        """A plan with its draws."""
        values = evaluate(plan, {variable: self.sample(datum) for variable, datum in plan.basis.items()})
        kept = [name for name in values if name in self.network.index]  # not raw values of what is conditioned
        drawn = {name: np.broadcast_to(values[name], (self.draws,)) for name in kept}
        for name in [name for name, value in drawn.items() if not np.isfinite(value).any()]:
            del drawn[name]
            plan.made_by.pop(name, None)  # no draw could be solved, so it stays open
        return World(plan=plan, values=drawn, draws=self.draws)

    def joint_draws(self, world: World, variables: Sequence[Variable], draws: int) -> dict[Variable, Draws]:
        """Draws of some variables of a world, joint, in their units."""
        kernel = compiled(world.plan, variables)
        drawn = samples(kernel, self.sampler(kernel.drawn), draws)
        for variable in dict.fromkeys(variables):
            if variable not in drawn:
                drawn[variable] = np.full(draws, world.values[variable][0])
            drawn[variable] /= to_coherent(world.plan.network.dimension(variable).unit)  # in place: they may be many
        return {variable: drawn[variable] for variable in variables}

    def measure(
        self, world: World, draws: int, progress: Progress | None = None, workers: Workers | None = None
    ) -> None:
        """Replace the ranges of a world by those of all the draws asked for."""
        outputs = [name for name in (*world.plan.made_by, *world.plan.conditioned) if not world.is_exact(name)]
        kernel = compiled(world.plan, outputs)
        bounds = {variable: limits(world.plan.network.dimension(variable)) for variable in kernel.outputs}
        world.spreads = measured(kernel, self.sampler(kernel.drawn), bounds, draws, progress, workers)

    def check(self, world: World, variable: Variable, datum: Datum, support: tuple[Stated, ...]) -> Check:
        """A datum against the value of its variable in a world."""
        implied, direction = world.values[variable], world.direction(variable)
        p = p_value(implied, direction, self.sample(datum), datum)
        lenient = p if verdict(p) == "agrees" else self._lenient(world, variable, datum)
        return Check(
            variable=variable,
            datum=datum,
            implied=world.quantiles(variable),
            direction=direction,
            p=p,
            lenient=lenient,
            support=support,
        )

    def _lenient(self, world: World, variable: Variable, datum: Datum) -> float:
        """How well a datum could agree if defaults were not as usual; a default can be all that its quantity can."""
        if datum.tier == Tier.ASSUMPTION:
            return self.lenient_bound(world, variable)
        stated = self._unrounded(datum)
        up = median(world.values[variable]) < median(stated)
        implied = reach(world.plan, self._rounded(world), variable, up)
        if not np.isfinite(implied).any():  # so far that there is no value, so that one on the way there may agree
            return 1.0
        is_free = any(other.is_default for _, other in world.support(variable))
        direction: Direction = ("<=" if up else ">=") if is_free else world.direction(variable)
        return p_value(np.broadcast_to(implied, (self.draws,)), direction, stated, datum)

    def lenient_bound(self, world: World, variable: Variable) -> float:
        """How many draws of a value that breaks its bounds could keep them."""
        lower, upper = limits(self.network.dimension(variable))
        middle = median(world.values[variable])
        if not (middle < lower or middle > upper):
            return 1.0
        below = middle < lower
        return self._possible(world, Demand(variable, lower if below else upper, not below))

    def checks(self, world: World) -> list[Check]:
        """Every datum of a world that others determine, against the value that they give it."""
        basis = world.plan.basis
        return [
            self.check(world, redundant.variable, redundant.datum, tuple((v, basis[v]) for v in redundant.support))
            for redundant in world.plan.redundant
            if redundant.variable in world.values and all(v in basis for v in redundant.support)
        ]
