"""Which statement of a contradiction is wrong, if the data can tell, and what the others then say of each.

What the scenario states and could be wrong is taken out, and the rest is looked at again until it contradicts itself no
more: these are the rounds. What is implied for a statement rests on no other that could be wrong in another round than
its own. Figures of the catalog and defaults may be suspects, but stay.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from estimator.claims.conflicts import around
from estimator.claims.fit import Fit
from estimator.claims.observations import Observation
from estimator.claims.rules import DECIDED, TIE
from estimator.datum import Variable
from estimator.solution.agreement import CONTRADICTS_BELOW

_MOST_ROUNDS = 4


@dataclass(frozen=True)
class Blame:
    """Rows of a fit that could be wrong, round by round, and the p-value of what is left after the first round.

    None as a p-value: nothing is left to check.
    """

    rounds: tuple[tuple[int, ...], ...] = ()
    rest: float | None = None

    def suspects(self, fit: Fit) -> tuple[str, ...]:
        """The statements of the first round."""
        return tuple(fit.observations[row].name for row in self.rounds[0]) if self.rounds else ()

    def culprit(self, fit: Fit) -> str | None:
        """The scenario's statement to blame, if one stands out and the rest does not contradict itself without it."""
        if not self.rounds or len(self.rounds[0]) > 1 or (self.rest is not None and self.rest < CONTRADICTS_BELOW):
            return None
        suspect = fit.observations[self.rounds[0][0]]
        return suspect.name if suspect.is_claimed else None


@dataclass(frozen=True, kw_only=True)
class Implied:
    """What all other statements say of one: p5, median and p95 in its unit; readers are shown it in `shown_in`.

    `without` are statements that were left out as well, since they could be wrong.
    """

    variable: Variable
    quantiles: tuple[float, float, float]
    unit: str
    shown_in: str
    without: tuple[Observation, ...] = ()


def blamed(fit: Fit, certain: Collection[Observation], p_value: Callable[[Fit], float | None]) -> Blame:
    """Who could be wrong in a fit that contradicts itself; in a certain conflict, nothing but its members at first.

    Args:
        fit: of all statements.
        certain: members of a certain conflict, if there is one.
        p_value: how well a fit agrees.
    """
    rounds: list[tuple[int, ...]] = []
    rest, left = fit, list[float | None]()
    while len(rounds) < _MOST_ROUNDS and (rows := _suspects(rest, () if rounds else certain)):
        rounds.append(rows)
        own = claimed(fit, rows)
        if not own:
            break
        rest = rest.without(*own)
        left.append(p_value(rest))
        if (p := left[-1]) is None or p >= CONTRADICTS_BELOW:
            break
    return Blame(tuple(rounds), left[0] if left else None)


def claimed(fit: Fit, rows: Sequence[int]) -> list[int]:
    """Those of some rows that the scenario states."""
    return [row for row in rows if fit.observations[row].is_claimed]


def _suspects(fit: Fit, certain: Collection[Observation]) -> tuple[int, ...]:
    """The rows whose leaving out improves a fit about as much as any, and the best of the scenario's own.

    Exact figures of the catalog are never blamed.
    """
    gains = {
        row: float(fit.normalised[row] ** 2)
        for row, observation in enumerate(fit.observations)
        if fit.active[row] and fit.normalised[row] and _can_be_wrong(observation)
        if not certain or observation in certain
    }
    own = claimed(fit, [*gains])
    most = max(gains.values(), default=0.0)
    best = max((gains[row] for row in own), default=0.0) * (1 - TIE)
    return tuple(row for row, gain in gains.items() if most - gain < DECIDED or (row in own and gain >= best))


def _can_be_wrong(observation: Observation) -> bool:
    datum = observation.datum
    return datum is not None and (observation.is_claimed or not datum.value.is_point)


def implied(fit: Fit, rounds: Sequence[Sequence[int]] = ()) -> Iterator[tuple[str, Implied]]:
    """The value of each of the scenario's statements by all others but those that could be wrong.

    Suspects of one round are alternatives: each is held against the others, as if it were the wrong one.
    """
    for row, observation in enumerate(fit.observations):
        if not observation.is_claimed:
            continue
        out = [suspect for rows in rounds if row not in rows for suspect in claimed(fit, rows)]
        rest = fit.without(row, *out) if fit.active[row] or out else fit
        if rest.determined(row) and np.isfinite(rest.logarithms[row]):
            dimension = fit.unknowns.network.dimension(observation.variable)
            ends = around(float(rest.logarithms[row]), rest.spread(row))
            p5, p50, p95 = (min(max(end, dimension.lower), dimension.upper) for end in ends)
            without = tuple(fit.observations[suspect] for suspect in sorted(out))
            yield (
                observation.name,
                Implied(
                    variable=observation.variable,
                    quantiles=(p5, p50, p95),
                    unit=dimension.unit,
                    shown_in=dimension.shown_in,
                    without=without,
                ),
            )
