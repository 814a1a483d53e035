"""Which way values go when the bounds that they rest on give way."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimator.datum import Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import Plan

_NOISE = 1e-9
_UP, _DOWN = 1.01, 0.99


def directions(plan: Plan, point: Mapping[Variable, Any]) -> dict[Variable, tuple[Any, Any]]:
    """For each variable that rests on bounds, whether it can be more than computed, and whether it can be less.

    `point` holds a number for every datum of the plan, or an array of them, in coherent units.
    """
    found: dict[Variable, tuple[Any, Any]] = {}
    sided = {name: datum for name, datum in plan.basis.items() if datum.value.side}
    before = evaluate(plan, point) if sided else {}
    for name, datum in sided.items():
        moved = point[name] * (_UP if datum.value.side == ">=" else _DOWN)
        for variable, value in evaluate(plan, {**point, name: moved}).items():
            change, noise = value - before[variable], _NOISE * np.abs(before[variable])
            if np.any(np.abs(change) > noise):
                more, less = found.get(variable, (False, False))
                found[variable] = more | (change > noise), less | (change < -noise)
    return found
