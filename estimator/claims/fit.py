"""Least squares on logarithms: the values that agree best with all statements, and how well they agree.

Generalised least squares as in data reconciliation (Britt & Luecke 1973, Technometrics 15; Crowe et al. 1983, AIChE J.
29): statements are measurements, equations are exact. Limits count where they bind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from estimator.claims.observations import Observation
from estimator.claims.rules import ON_IT, STILL_KEPT
from estimator.claims.separation import least_squares, principal_directions
from estimator.claims.unknowns import Unknowns

Array = NDArray[np.float64]

_STEPS = 60
_CONVERGED = 1e-9
_LONGEST = 6.0
"""Largest step on the scale of an unknown."""

_RANK = 1e-6
_NOTHING = 1e-6
"""A share of an observation that others determine, below which it is noise."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The best values, the residuals of all observations in their own standard deviations, and what follows.

    `active` are the observations that count: all but the limits that are kept, of those that were not left out, `kept`.
    `slopes` are those of the logarithms.
    """

    unknowns: Unknowns
    observations: tuple[Observation, ...]
    state: Array
    logarithms: Array
    slopes: Array
    residuals: Array
    deviations: Array
    active: NDArray[np.bool_]
    kept: NDArray[np.bool_]

    @property
    def statistic(self) -> float:
        """The sum of squared residuals."""
        return float(self.residuals[self.active] @ self.residuals[self.active])

    @cached_property
    def _factors(self) -> tuple[Array, Array, Array]:
        """The singular vectors and values of the weighted slopes, without directions that nothing observes."""
        weighted = self.slopes[self.active] / self.deviations[self.active, None]
        return principal_directions(weighted, _RANK)

    @property
    def redundancy(self) -> int:
        """Degrees of freedom: statements that count, less the unknowns that they determine."""
        return int(self.active.sum()) - len(self._factors[1])

    @cached_property
    def p_value(self) -> float | None:
        """How often statements that are right would disagree by this much or more; None where nothing is redundant."""
        return survival(self.statistic, self.redundancy) if self.redundancy > 0 else None

    @cached_property
    def checked(self) -> Array:
        """For every observation, the share of its variance that others do not explain: 0 where they say nothing."""
        left, _, _ = self._factors
        result = np.zeros(len(self.observations))
        result[self.active] = 1 - np.sum(left**2, axis=1)
        return np.where(result > _NOTHING, result, 0.0)

    @cached_property
    def normalised(self) -> Array:
        """Residuals over their own standard deviations: the square is what the statistic loses without the row."""
        result = np.zeros(len(self.observations))
        rows = self.checked > 0
        result[rows] = self.residuals[rows] / np.sqrt(self.checked[rows])
        return result

    def determined(self, row: int) -> bool:
        """Whether the observations that count determine what a row observes."""
        _, _, right = self._factors
        slope = self.slopes[row]
        return bool(np.linalg.norm(slope - (slope @ right.T) @ right) < 1e-6 * max(float(np.linalg.norm(slope)), 1.0))

    def spread(self, row: int) -> float:
        """The standard deviation of the logarithm of what a row observes, by this fit."""
        _, values, right = self._factors
        return float(np.linalg.norm(self.slopes[row] @ (right.T / values)))

    def without(self, *rows: int) -> "Fit":
        """The fit of all other observations that count here; rows left out stay in their places.

        The hard bounds of the variables themselves go, too: they are no statement about where within them these lie.
        """
        about = {self.observations[row].variable for row in rows}
        bounds = [n for n, one in enumerate(self.observations) if one.variable in about and one.datum is None]
        left_out = frozenset([*rows, *bounds, *np.flatnonzero(~self.kept).tolist()])
        return fitted(self.unknowns, self.observations, left_out)


def survival(statistic: float, redundancy: int) -> float:
    """The share of a chi-squared distribution beyond a sum of squares."""
    from scipy.special import chdtrc  # slow to load, and not needed by other commands

    return float(chdtrc(redundancy, statistic))


def fitted(unknowns: Unknowns, observations: Sequence[Observation], left_out: frozenset[int] = frozenset()) -> Fit:
    """Gauss-Newton on the unknowns; which limits bind is decided anew at each step.

    What is compared here is compared with room for rounding, so that no processor's last digit decides.
    """
    rows = np.array([unknowns.column[observation.variable] for observation in observations], dtype=int)
    statements = _Statements(observations, left_out)
    state = unknowns.start
    logarithms, slopes = unknowns.at_start
    linear = True
    for _ in range(_STEPS):
        apart, deviations = statements.apart(logarithms[rows])
        step = _step(slopes[rows] / deviations[:, None], apart, statements.counted(apart), statements.sides)
        cost = statements.cost(apart)
        for length in _LENGTHS:
            expected = (logarithms + slopes @ (length * step))[rows] if linear else None
            here, there = _moved(unknowns, state + length * step, slopes, rows, expected)
            linear = linear and there is slopes
            if statements.cost(statements.apart(here[rows])[0]) <= cost * (1 + 1e-9) + 1e-12:
                break
        else:
            break
        state, logarithms, slopes = state + length * step, here, there
        if np.abs(length * step).max(initial=0.0) < _CONVERGED:
            break
    residuals, deviations, active = statements.settled(logarithms[rows])
    return Fit(
        unknowns=unknowns, observations=tuple(observations), state=state, logarithms=logarithms[rows],
        slopes=slopes[rows], residuals=residuals, deviations=deviations, active=active, kept=statements.kept,
    )  # fmt: skip


def _moved(
    unknowns: Unknowns, state: Array, slopes: Array, rows: NDArray[np.int_], expected: Array | None
) -> tuple[Array, Array]:
    """The logarithms and slopes at a state; the slopes are as they were where the logarithms in use are as expected."""
    if expected is not None:
        logarithms = unknowns.logarithms(state[None])[0]
        if np.all(np.abs(logarithms[rows] - expected) < _STRAIGHT):
            return logarithms, slopes
    return unknowns.linearised(state)


_STRAIGHT = 1e-10
"""Differences of logarithms below which products are products."""

_NOISE = 1e-9
"""Differences of logarithms below this are none."""

_LENGTHS = (1.0, 0.5, 0.25, 0.1, 0.01, 0.001)


class _Statements:
    """Observations as arrays. `sides` are 1 for a lower limit, -1 for an upper one, 0 for a value."""

    def __init__(self, observations: Sequence[Observation], left_out: frozenset[int]) -> None:
        self.middle = np.array([one.middle for one in observations])
        self.below, self.above = (np.array([getattr(one, end) for one in observations]) for end in ("below", "above"))
        self.sides = np.array([{">=": 1, "<=": -1}.get(one.side, 0) for one in observations])
        self.kept = np.array([number not in left_out for number in range(len(observations))], dtype=bool)

    def apart(self, logarithms: Array) -> tuple[Array, Array]:
        """Observed less computed in standard deviations, those of the side on which it lies; and the deviations."""
        difference = self.middle - logarithms
        deviations = np.where(difference < -_NOISE, self.above, self.below)
        return difference / deviations, deviations

    def counted(self, apart: Array) -> NDArray[np.bool_]:
        """Statements that can count: that are not left out, and of something that is not nothing."""
        return self.kept & np.isfinite(apart)

    def binding(self, apart: Array) -> NDArray[np.bool_]:
        """Statements that do count: values, and limits that are not kept."""
        with np.errstate(invalid="ignore"):
            found: NDArray[np.bool_] = self.counted(apart) & ((self.sides == 0) | (self.sides * apart > STILL_KEPT))
            return found

    def settled(self, logarithms: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
        """Residuals, deviations, and what counts at the best values; one on which a value lies has both deviations."""
        apart, deviations = self.apart(logarithms)
        deviations = np.where(np.abs(apart) < ON_IT, (self.below + self.above) / 2, deviations)
        active = self.binding(apart)
        return np.where(active, apart, 0.0), deviations, active

    def cost(self, apart: Array) -> float:
        """The sum of the squares that count."""
        binding = self.binding(apart)
        return float(apart[binding] @ apart[binding])


def _step(slopes: Array, apart: Array, counted: NDArray[np.bool_], sides: NDArray[np.int_]) -> Array:
    """The least-squares step on values and binding limits, where each binding limit is missed and each other one kept.

    One limit at a time is taken in or let go, the one that is worst off, as in active-set methods.
    """
    binding = counted & ((sides == 0) | (sides * apart > STILL_KEPT))
    seen: set[bytes] = set()
    while True:
        solved = least_squares(slopes[binding], apart[binding], _RANK)
        step: Array = np.clip(solved, -_LONGEST, _LONGEST)
        missed = np.where(counted & (sides != 0), sides * (apart - slopes @ step), 0.0)
        wrong = np.where(binding, -missed, missed)
        worst = int(np.argmax(wrong > wrong.max() - STILL_KEPT))  # the first of those that are equally wrong
        seen.add(binding.tobytes())
        binding = binding.copy()
        binding[worst] = not binding[worst]
        if wrong[worst] <= STILL_KEPT or binding.tobytes() in seen:
            return step
