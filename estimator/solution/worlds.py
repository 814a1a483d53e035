"""The worlds of a case: all of its data, or all but some, drawn in coherent units."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from estimator.solution.joined import JoinedWorld, joined_plan
from estimator.solution.rounding import MOST_ROUNDED, rounding
from estimator.solution.world import World
from estimator.solver.clusters import by_group, clusters
from estimator.solver.evaluate import evaluate
from estimator.solver.kernel import compiled
from estimator.solver.network import Network
from estimator.solver.plan import Plan, Redundant, lay_out, make_plan
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import Progress, measured, samples, spread
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
        self._worlds: dict[tuple[tuple[str, ...], frozenset[Stated]], World] = {}
        conventions = self.network.conventions
        stated = {name.system for name, _ in self.data if name.quantity not in conventions}
        groups, _ = clusters(case.parts, stated)
        shared = by_group(groups, self.data, lambda stated: stated[0])
        self._region = {system: (group, data) for group, data in zip(groups, shared, strict=True) for system in group}

    def sampler(self, data: Iterable[Datum]) -> Sampler:
        """Draws of some data of the case, as correlated as it says."""
        return Sampler(
            data=tuple(data), seed=self.seed, correlations=self.case.correlations, qmc=self.qmc, among=self.case.ranges
        )

    def __getstate__(self) -> dict[str, Any]:
        return {
            **vars(self),
            "_sampled": {},
            "_worlds": {},
        }  # draws are made again where they are asked for, and are the same

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
            plan = self.plan([*without, *aside])
            world, rejected = (
                self._joined(plan, [*without, *aside]) if plan.pieces else self._given_way(self.drawn(plan))
            )
            if not rejected:
                return replace(world, aside=tuple(aside))
            aside += rejected

    def _joined(self, plan: Plan, without: Sequence[Stated]) -> tuple[World, list[Stated]]:
        """The world of systems that share nothing, each of which was seen to on its own; or data that have to go."""
        found = [self._alone(piece, without) for piece in plan.pieces]
        if rejected := [stated for world in found for stated in world.aside]:
            return found[0], rejected
        plan = joined_plan(plan, [world.plan for world in found])
        pieces = {system: one for one in found for system in one.plan.network.parts}
        values = {name: drawn for one in found for name, drawn in one.values.items()}
        known = values | {name: drawn for one in found for name, drawn in one.raw.items()}
        own = {name: self.sample(datum) for name, datum in plan.basis.items() if name.system not in pieces}
        computed = evaluate(plan, known | own, plan.above)
        drawn, raw = self._broadcast(plan, own | {name: computed[name] for one in plan.above for name in one.targets})
        return self._given_way(JoinedWorld(plan=plan, values=values | drawn, draws=self.draws, raw=raw, pieces=pieces))

    def _alone(self, plan: Plan, without: Sequence[Stated]) -> World:
        """The world of systems that share something, once for all worlds that leave out the same of their data."""
        systems = tuple(plan.network.parts)
        left_out = frozenset(stated for stated in without if stated[0].system in plan.network.parts)
        if (systems, left_out) not in self._worlds:
            _, data = self._region[systems[0]]
            aside: list[Stated] = []
            while True:
                world, rejected = self._given_way(self.drawn(plan))
                if not rejected:
                    break
                aside += rejected
                plan = make_plan(plan.network, data, [*left_out, *aside])
            self._worlds[systems, left_out] = replace(world, aside=tuple(aside))
        world = self._worlds[systems, left_out]
        return world

    def _given_way(self, world: World) -> tuple[World, list[Stated]]:
        """A world in which defaults keep to the bounds of all values, as far as they can; or one that has to go."""
        hopeless: set[Demand] = set()
        while demand := next((one for one in self._demands(world) if one not in hopeless), None):
            answer = yielded(world.plan, world.values, demand, partial(self._possible, world))
            if isinstance(answer, Plan):
                world = self._redrawn(world, answer)  # what one default gives way to, others need not
            elif answer:
                return world, [answer]
            else:
                hopeless.add(demand)
        return world, []

    def _demands(self, world: World) -> Iterator[Demand]:
        """Bounds that a world breaks: those of quantities, and those that are stated."""
        yield from demands(world.plan, world.values, world.own())
        for one in world.plan.redundant:
            datum = one.datum
            if world.of(one.variable) is world and datum.value.side and datum.tier == Tier.GIVEN:
                check = self._checked(world, one)
                if check and verdict(check.p) != "agrees":
                    yield Demand(one.variable, datum.value.parameters[0] * datum.factor, datum.value.side == "<=")

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

    def plan_around(self, system: str, without: Collection[Stated]) -> Plan:
        """The same for a system of which something is stated, and those that share anything with it."""
        if not self._is_apart:
            return self.plan(without)
        systems, data = self._region[system]
        return make_plan(self.network.piece(systems), data, without)

    @cached_property
    def _is_apart(self) -> bool:
        """Whether systems that share nothing can be planned apart."""
        return bool(self.plan().pieces)

    def touched(self, data: Iterable[Stated]) -> set[str]:
        """The systems of which something may rest on some data."""
        below = {system for name, _ in data for system in self._region[name.system][0]}
        return below | (self.network.parts.keys() - self._region.keys()) if self._is_apart else {*self.network.parts}

    def drawn(self, plan: Plan) -> World:
        """A plan with its draws."""
        values = evaluate(plan, {variable: self.sample(datum) for variable, datum in plan.basis.items()})
        drawn, raw = self._broadcast(plan, values)
        return World(plan=plan, values=drawn, draws=self.draws, raw=raw)

    def _redrawn(self, world: World, plan: Plan) -> World:
        """A world in which one more limit holds a default back: all else stays."""
        fresh = next(one for name, one in plan.conditioned.items() if one is not world.plan.conditioned.get(name))
        world = world.changing(fresh.target)
        known = {**world.raw, **world.values, fresh.target: self.sample(plan.basis[fresh.target])}
        first = next(number for number, step in enumerate(plan.steps) if step is fresh) - 1
        steps = plan.steps[first:]  # from the one on that keeps what the default usually is
        values = evaluate(plan, known, steps)
        moved = {name: values[name] for step in steps for name in step.targets}
        drawn, raw = self._broadcast(plan, moved)
        kept = {name: value for name, value in world.values.items() if name not in moved}
        return world.with_values(plan, kept | drawn, world.raw | raw)

    def _broadcast(
        self, plan: Plan, values: Mapping[Variable, Any]
    ) -> tuple[dict[Variable, Draws], dict[Variable, Any]]:
        """As many draws of every value; and those that are none: what conditioned defaults usually are, and no numbers.

        What no draw could be solved for stays open.
        """
        drawn: dict[Variable, Draws] = {}
        raw: dict[Variable, Any] = {}
        for name, value in values.items():
            if name not in plan.network.index:
                raw[name] = value
            elif np.isfinite(value).any():
                drawn[name] = value if np.shape(value) == (self.draws,) else np.broadcast_to(value, (self.draws,))
            else:
                raw[name] = value
                plan.made_by.pop(name, None)
        return drawn, raw

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
        if draws <= self.draws and not self.qmc:
            bounds = {variable: limits(world.plan.network.dimension(variable)) for variable in outputs}
            world.tell({name: spread(world.values[name], bounds[name]) for name in outputs})
            return
        kernel = compiled(world.plan, outputs)
        bounds = {variable: limits(world.plan.network.dimension(variable)) for variable in kernel.outputs}
        world.tell(measured(kernel, self.sampler(kernel.drawn), bounds, draws, progress, workers))

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
        found = (self._checked(world, redundant) for redundant in world.plan.redundant)
        return [check for check in found if check]

    def _checked(self, world: World, redundant: Redundant) -> Check | None:
        """A datum against the value that others give it, if they do."""
        basis, variable = world.plan.basis, redundant.variable
        if variable not in world.values or not all(name in basis for name in redundant.support):
            return None
        support = tuple((name, basis[name]) for name in redundant.support)
        return self.check(world.of(variable), variable, redundant.datum, support)
