"""A plan and its draws, turned into arrays: the one place where the model is computed."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimator.datum import Variable
from estimator.solver.algebra import compute
from estimator.solver.blocks import linearised
from estimator.solver.plan import Block, Combined, Plan, Solved

_ITERATIONS = 50
_CONVERGED = 1e-11


def evaluate(plan: Plan, draws: Mapping[Variable, Any]) -> dict[Variable, Any]:
    """The value of every determined variable, in coherent units.

    Args:
        plan: which steps to take.
        draws: the values of the plan's basis: floats or arrays that broadcast together.
    """
    values: dict[Variable, Any] = dict(draws)
    with np.errstate(all="ignore"):
        for step in plan.steps:
            match step:
                case Solved(target, link, expression):
                    values[target] = compute(expression, link.local(values))
                case Combined():
                    values[step.target] = _product(step, values)
                case Block():
                    values.update(_together(step, values))
    return values


def _product(step: Combined, values: Mapping[Variable, Any]) -> Any:
    """Each equation with its unknowns at one is a known factor; the powers make the unknowns cancel."""
    result: Any = 1.0
    for link, power in step.factors:
        known = {**dict.fromkeys(step.unknown, 1.0), **{k: v for k, v in values.items() if k not in step.unknown}}
        ratio = compute(link.equation.tree, link.local(known)) / known[link.output]
        result = result * ratio**-power
    return result


def _together(step: Block, values: Mapping[Variable, Any]) -> dict[Variable, Any]:
    """Newton's method on all draws at once, with derivatives by complex steps."""
    known = {variable: np.asarray(values[variable], dtype=float) for variable in step.inputs}
    shape = np.broadcast_shapes(*(value.shape for value in known.values()))
    count, size = len(step.targets), int(np.prod(shape))
    flat = {variable: np.broadcast_to(value, shape).reshape(size) for variable, value in known.items()}
    guess = np.ones((size, count))
    for _ in range(_ITERATIONS):
        residual, slopes = linearised(step.links, step.targets, flat, guess)
        move = np.einsum("nij,nj->ni", np.linalg.pinv(slopes, rcond=1e-12), residual)
        guess = guess - move
        if not np.any(np.abs(move) > _CONVERGED * np.abs(guess)):
            break
    residual, slopes = linearised(step.links, step.targets, flat, guess)
    singular = np.linalg.matrix_rank(slopes) < count
    guess[singular | (np.abs(residual).max(axis=1) > 1e-8)] = np.nan
    return {target: guess[:, number].reshape(shape) for number, target in enumerate(step.targets)}
