"""A case as a function of what is not known for certain: every quantity, computed forward from the free inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Datum, Stated, Tier, Value, Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.kernel import compiled
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.uncertainty.distributions import quantiles
from estimator.units.dimensions import Dimension
from estimator.units.reading import to_coherent

Array = NDArray[np.float64]

_STEP = 1e-3
_WEIGHTS = ((1, 8 / 12), (-1, -8 / 12), (2, -1 / 12), (-2, 1 / 12))
"""A slope from four points: errors of 1e-12, by the step's fourth power and by rounding."""

_SAME = 1e-8
"""A slope nearer than this to a whole number is that number: a product has its powers as slopes."""

_FARTHEST = 200.0
"""Logarithms beyond this are of nothing that is."""


@dataclass(frozen=True, kw_only=True)
class Unknowns:
    """Quantities as functions of unknowns, the logarithms of inputs in their units.

    Inputs that share a figure of the catalog share one unknown. `start` is where nothing that is known is left; `fixed`
    are the figures that have no other value.
    """

    network: Network
    outputs: tuple[Variable, ...]
    slots: tuple[Datum, ...]
    start: Array
    fixed: tuple[Stated, ...]
    _kernel: Any
    _constants: Mapping[Variable, float]

    def logarithms(self, states: Array) -> Array:
        """The logarithm of every output, in its unit: states × outputs. NaN where an output is not positive."""
        memory = self._kernel.slots(len(states))
        inputs = np.exp(np.clip(states, -_FARTHEST, _FARTHEST)) * self._factors
        for number, datum in enumerate(self.slots):
            memory[self._kernel.drawn[datum]][:] = inputs[:, number]
        self._kernel.run(memory)
        result = np.empty((len(states), len(self.outputs)))
        for column, variable in enumerate(self.outputs):
            slot = self._kernel.outputs.get(variable)
            result[:, column] = memory[slot] if slot is not None else self._constants[variable]
        with np.errstate(all="ignore"):
            logarithms: Array = np.log(result / self._units)
        return logarithms

    def linearised(self, state: Array) -> tuple[Array, Array]:
        """The logarithms at a state, and their slopes in every unknown: outputs, and outputs × unknowns."""
        count = len(state)
        moves = np.vstack([place * _STEP * np.eye(count) for place, _ in _WEIGHTS])
        found = self.logarithms(np.vstack([state[None], state + moves]))
        with np.errstate(invalid="ignore"):  # what is nothing has no logarithm
            moved = found[1:].reshape(len(_WEIGHTS), count, -1)
            slopes = sum(weight * moved[number] for number, (_, weight) in enumerate(_WEIGHTS)).T / _STEP
            whole = np.round(slopes)
            return found[0], np.where(np.abs(slopes - whole) < _SAME, whole, slopes)

    @cached_property
    def at_start(self) -> tuple[Array, Array]:
        """The logarithms and slopes from which every fit sets out."""
        return self.linearised(self.start)

    @cached_property
    def moving(self) -> frozenset[Variable]:
        """The outputs that some unknown moves."""
        _, slopes = self.at_start
        return frozenset(v for v, row in zip(self.outputs, slopes, strict=True) if np.any(np.abs(row) > 0))

    @cached_property
    def _factors(self) -> Array:
        return np.array([datum.factor for datum in self.slots])

    @cached_property
    def _units(self) -> Array:
        return np.array([to_coherent(self.network.dimension(variable).unit) for variable in self.outputs])

    @cached_property
    def column(self) -> dict[Variable, int]:
        """Where an output stands."""
        return {variable: number for number, variable in enumerate(self.outputs)}


def unknowns_of(network: Network, figures: Mapping[Variable, Datum], outputs: Sequence[Variable]) -> Unknowns:
    """The unknowns of a case, and as functions of them those quantities that its inputs determine."""
    plan = make_plan(network, figures.items())
    outputs = tuple(variable for variable in outputs if variable in plan.basis or variable in plan.made_by)
    kernel = compiled(plan, outputs)
    slots = tuple(kernel.drawn)
    constants: dict[Variable, float] = {}
    if lacking := [variable for variable in outputs if variable not in kernel.outputs]:
        point = {variable: _middle(datum) * datum.factor for variable, datum in plan.basis.items()}
        values = evaluate(plan, point)
        constants = {variable: float(values[variable]) for variable in lacking}
    start = np.array([log(_middle(datum)) for datum in slots])
    fixed = tuple(stated for stated in figures.items() if stated[1].value.is_point)
    return Unknowns(
        network=network, outputs=outputs, slots=slots, start=start, fixed=fixed, _kernel=kernel, _constants=constants
    )


def inputs_of(network: Network, data: Sequence[Stated]) -> dict[Variable, Datum]:
    """For every input a datum: a fixed one, or a range that stands for an unknown; those of one figure are equal."""
    trusted: dict[Variable, Datum] = {}
    for variable, datum in sorted(data, key=lambda stated: stated[1].tier):
        if variable not in trusted or trusted[variable].value.side:
            trusted[variable] = datum
    result = {}
    for variable in network.variables:
        quantity = network.model.quantities[variable.quantity]
        if quantity.equation:
            continue
        known = trusted.get(variable)
        if variable in network.zeros:
            result[variable] = replace(_free(variable, quantity.dimension, 0.0), value=Value("point", (0.0,)))
        elif known is None:
            result[variable] = _free(variable, quantity.dimension, _USUAL[quantity.dimension.scale])
        elif _is_fixed(known):
            result[variable] = known
        else:
            named = _free(variable, quantity.dimension, quantiles(known)[1])
            result[variable] = named if known.tier == Tier.GIVEN else replace(named, key=known.key)
    return result


_USUAL = {"log": 1.0, "logit": 0.5, "log_excess": 1.2}


def _free(variable: Variable, dimension: Dimension, value: float) -> Datum:
    """A datum that stands for an unknown; its parameters say where to start."""
    return Datum(
        quantity=variable.quantity, value=Value("uniform", (value, value)), dimension=dimension, tier=Tier.GIVEN,
        key=str(variable),
    )  # fmt: skip


def _is_fixed(datum: Datum) -> bool:
    """Whether a figure has no other value: conventions, exact defaults, and statements of nothing."""
    value = datum.value
    exact = datum.tier in (Tier.CONVENTION, Tier.ASSUMPTION)
    return value.is_point and not value.side and (exact or value.parameters[0] <= 0)


def _middle(datum: Datum) -> float:
    return datum.value.parameters[0]
