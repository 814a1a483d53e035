"""A plan and its draws, turned into arrays: the one place where the model is computed."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from estimator.datum import Variable
from estimator.solver.algebra import compute
from estimator.solver.blocks import linearised
from estimator.solver.plan import Plan
from estimator.solver.steps import Block, Combined, Conditioned, Kept, Limit, Solved, Step

_ITERATIONS = 100
_PATIENCE = 16
"""Iterations in which a draw has to come closer, if only a little."""

_CONVERGED = 1e-11
_SOLVED = 1e-8
_LONGEST = 2.0
"""Largest step on a logarithm: beyond a factor of seven at once, Newton's method runs away."""


def evaluate(plan: Plan, draws: Mapping[Variable, Any], steps: Sequence[Step] | None = None) -> dict[Variable, Any]:
    """The value of every determined variable, in coherent units.

    Args:
        plan: which steps to take.
        draws: the values of the plan's basis: floats or arrays that broadcast together.
        steps: those of the plan that are to be taken, where `draws` hold what the others give.
    """
    values: dict[Variable, Any] = {  # floats of NumPy's divide by zero as arrays do
        variable: np.float64(value) if isinstance(value, float | int) else value for variable, value in draws.items()
    }
    with np.errstate(all="ignore"):
        for step in plan.steps if steps is None else steps:
            match step:
                case Solved(target, link, expression):
                    values[target] = compute(expression, link.local(values))
                case Combined():
                    values[step.target] = _product(step, values)
                case Block():
                    values.update(solved_together(step, values))
                case Kept(target, source):
                    values[target] = values[source]
                case Conditioned():
                    values[step.target] = _conditioned(step, values)
    return values


def _conditioned(step: Conditioned, values: Mapping[Variable, Any]) -> Any:
    return step.truncated(values[step.raw], *room(step, values))


def room(step: Conditioned, values: Mapping[Variable, Any]) -> tuple[Any, Any]:
    """The lowest and the highest that a default can be; infinite where nothing limits it."""

    def end(limit: Limit) -> Any:
        return end_of(limit, step.target, values)

    low = strictest(step.limits, end, np.maximum, -np.inf, upper=False)
    return low, strictest(step.limits, end, np.minimum, np.inf, upper=True)


def strictest(
    limits: Sequence[Limit], end: Callable[[Limit], Any], stricter: Callable[[Any, Any], Any], free: Any, *, upper: bool
) -> Any:
    """What `stricter` leaves of the ends of all lower limits, or of all upper ones; `free` where there are none."""
    ends = [end(limit) for limit in limits if limit.upper == upper]
    return reduce(stricter, ends) if ends else free


def end_of(limit: Limit, target: Variable, values: Mapping[Variable, Any]) -> Any:
    """What a default is at a limit."""
    known = {**values, limit.at: np.float64(limit.bound)}
    with np.errstate(all="ignore"):
        for step in limit.steps:
            known[step.target] = compute(step.expression, step.link.local(known))
    return known[target]


def _product(step: Combined, values: Mapping[Variable, Any]) -> Any:
    """Each equation with its unknowns at one is a known factor; the powers make the unknowns cancel."""
    result: Any = 1.0
    for link, power in step.factors:
        known = {**dict.fromkeys(step.unknown, 1.0), **{k: v for k, v in values.items() if k not in step.unknown}}
        ratio = compute(link.equation.tree, link.local(known)) / known[link.output]
        result = result * ratio**-power
    return result


def solved_together(step: Block, values: Mapping[Variable, Any]) -> dict[Variable, Any]:
    """All draws at once: in plain steps first, which linear equations need one of, then on logarithms.

    Draws that neither solves, or that have no single solution, are NaN.
    """
    known = {variable: np.asarray(values[variable], dtype=float) for variable in step.inputs}
    shape = np.broadcast_shapes(*(value.shape for value in known.values()))
    count, size = len(step.targets), int(np.prod(shape))
    flat = {variable: np.broadcast_to(value, shape).reshape(size) for variable, value in known.items()}
    found = _newton(step, flat, np.ones((size, count)), on_logarithms=False)
    failed = np.isnan(found).any(axis=1)
    if failed.any():
        rest = {variable: value[failed] for variable, value in flat.items()}
        found[failed] = _newton(step, rest, np.ones((int(failed.sum()), count)), on_logarithms=True)
    return {target: found[:, number].reshape(shape) for number, target in enumerate(step.targets)}


def _newton(step: Block, known: Mapping[Variable, Any], guess: Any, on_logarithms: bool) -> Any:
    """Newton's method from a guess; NaN for draws that do not converge or are singular.

    Each draw is done as soon as it has converged itself, so that it does not matter which others are computed with it.
    One that has come no closer for a while goes round in circles, and is given up.
    """
    moving = np.arange(len(guess))
    closest, since = np.full(len(guess), np.inf), np.zeros(len(guess), dtype=int)
    for _ in range(_ITERATIONS):
        there = {variable: value[moving] for variable, value in known.items()}
        here = guess[moving]
        residual, slopes, _ = _finite(step, there, here)
        if on_logarithms:
            slopes = slopes * here[:, None, :]
        move = _least_squares(slopes, residual)
        here = here * np.exp(np.clip(-move, -_LONGEST, _LONGEST)) if on_logarithms else here - move
        guess[moving] = here
        scale = 1.0 if on_logarithms else np.abs(here)
        distance = np.abs(residual).max(axis=1)
        since[moving] = np.where(distance < closest[moving], 0, since[moving] + 1)
        closest[moving] = np.minimum(distance, closest[moving])
        is_far = (np.abs(move) > _CONVERGED * scale).any(axis=1)
        moving = moving[is_far & (since[moving] < _PATIENCE)]
        if not len(moving):
            break
    residual, slopes, lost = _finite(step, known, guess)
    guess[lost | _is_singular(slopes * guess[:, None, :]) | (np.abs(residual).max(axis=1) > _SOLVED)] = np.nan
    return guess


def _least_squares(slopes: Any, residual: Any) -> Any:
    """The step that leaves least of the residuals, draw by draw."""
    size = np.linalg.norm(slopes, axis=2)
    size[size == 0] = 1.0  # far from the solution an equation may hardly feel its unknowns: all count alike
    slopes, residual = slopes / size[:, :, None], residual / size
    if slopes.shape[2] == 1:
        along = slopes[:, :, 0]
        squares = (along**2).sum(axis=1)
        return ((along * residual).sum(axis=1) / np.where(squares, squares, np.inf))[:, None]
    if slopes.shape[1] != slopes.shape[2]:
        return _pseudo_solved(slopes, residual)
    singular = np.linalg.det(slopes) == 0
    move = np.empty(residual.shape)
    move[~singular] = np.linalg.solve(slopes[~singular], residual[~singular, :, None])[:, :, 0]
    move[singular] = _pseudo_solved(slopes[singular], residual[singular])  # slow, so that the others are spared it
    return move


def _pseudo_solved(slopes: Any, residual: Any) -> Any:
    """The shortest of the steps that leave least of the residuals."""
    return np.einsum("nij,nj->ni", np.linalg.pinv(slopes, rcond=1e-12), residual)


def _is_singular(slopes: Any) -> Any:
    """Draws of which equations do not determine the unknowns."""
    if slopes.shape[2] == 1:
        return ~slopes[:, :, 0].any(axis=1)
    return np.linalg.matrix_rank(slopes) < slopes.shape[2]


def _finite(step: Block, known: Mapping[Variable, Any], guess: Any) -> tuple[Any, Any, Any]:
    """Residuals and slopes with runaway draws set to zero, and which those are."""
    guess[~np.isfinite(guess).all(axis=1)] = 1.0
    residual, slopes = linearised(step.links, step.targets, known, guess)
    lost = ~(np.isfinite(slopes).all(axis=(1, 2)) & np.isfinite(residual).all(axis=1))
    residual[lost], slopes[lost] = 0.0, 0.0
    return residual, slopes, lost
