"""A case as a function of what is not known for certain: every quantity, computed forward from the free inputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.claims.observations import Observation
from estimator.datum import Datum, Stated, Tier, Value, Variable
from estimator.dimensions import Dimension
from estimator.solver.evaluate import evaluate
from estimator.solver.kernel import compiled
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.uncertainty.distributions import quantiles
from estimator.units import to_coherent

Array = NDArray[np.float64]

_STEP = 1e-5
_FARTHEST = 200.0
"""Logarithms beyond this are of nothing that is."""


@dataclass(frozen=True)
class Unknowns:
    """Quantities as functions of unknowns, the logarithms of inputs in their units.

    Inputs that share a figure of the catalog share one unknown. `start` is where nothing that is known is left.
    """

    network: Network
    outputs: tuple[Variable, ...]
    slots: tuple[Datum, ...]
    start: Array
    _kernel: Any
    _constants: Mapping[Variable, float]

    def logarithms(self, states: Array) -> Array:
        """The logarithm of every output, in its unit: states × outputs. NaN where an output is not positive."""
        memory = self._kernel.slots(len(states))
        for number, datum in enumerate(self.slots):
            slot = self._kernel.drawn[datum]
            memory[slot][:] = np.exp(np.clip(states[:, number], -_FARTHEST, _FARTHEST)) * datum.factor
        self._kernel.run(memory)
        result = np.empty((len(states), len(self.outputs)))
        with np.errstate(all="ignore"):
            for column, variable in enumerate(self.outputs):
                slot = self._kernel.outputs.get(variable)
                values = memory[slot] if slot is not None else self._constants[variable]
                result[:, column] = np.log(values / to_coherent(self.network.dimension(variable).unit))
        return result

    def linearised(self, state: Array) -> tuple[Array, Array]:
        """The logarithms at a state, and their slopes in every unknown: outputs, and outputs × unknowns."""
        moves = _STEP * np.eye(len(state))
        found = self.logarithms(np.vstack([state[None], state + moves, state - moves]))
        count = len(state)
        with np.errstate(invalid="ignore"):  # what is nothing has no logarithm
            return found[0], (found[1 : 1 + count] - found[1 + count :]).T / (2 * _STEP)

    @cached_property
    def column(self) -> dict[Variable, int]:
        """Where an output stands."""
        return {variable: number for number, variable in enumerate(self.outputs)}


def unknowns_of(network: Network, data: Sequence[Stated], observations: Sequence[Observation]) -> Unknowns:
    """The unknowns of a case, and the observed quantities as functions of them."""
    figures = _inputs(network, data)
    plan = make_plan(network, figures.items())
    outputs = tuple(dict.fromkeys(observation.variable for observation in observations))
    outputs = tuple(variable for variable in outputs if variable in plan.basis or variable in plan.made_by)
    kernel = compiled(plan, outputs)
    slots = tuple(kernel.drawn)
    constants: dict[Variable, float] = {}
    if lacking := [variable for variable in outputs if variable not in kernel.outputs]:
        point = {variable: _middle(datum) * datum.factor for variable, datum in plan.basis.items()}
        values = evaluate(plan, point)
        constants = {variable: float(values[variable]) for variable in lacking}
    start = np.array([log(_middle(datum)) for datum in slots])
    return Unknowns(network, outputs, slots, start, kernel, constants)


def _inputs(network: Network, data: Sequence[Stated]) -> dict[Variable, Datum]:
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
    return Datum(variable.quantity, Value("uniform", (value, value)), dimension, Tier.GIVEN, str(variable))


def _is_fixed(datum: Datum) -> bool:
    """Whether a figure has no other value: conventions, exact defaults, and statements of nothing."""
    value = datum.value
    exact = datum.tier in (Tier.CONVENTION, Tier.ASSUMPTION)
    return value.is_point and not value.side and (exact or value.parameters[0] <= 0)


def _middle(datum: Datum) -> float:
    return datum.value.parameters[0]
