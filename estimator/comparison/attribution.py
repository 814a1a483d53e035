"""Shapley values (Shapley 1953): what each of several changes contributes to the change of a function.

It is a change's effect, averaged over the orders of making them all.

Contributions add up to the whole change, whatever the function; a change without effect contributes nothing, changes
with equal effects contribute the same, and turned round they are the same with the other sign. They are linear in the
function's values: a design says at which states it takes these, and with which weights.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from estimator.uncertainty.distributions import Draws

MOST_EXACT = 12
"""Changes of which all combinations are computed; of more, orders are drawn."""

_STATES = 2**MOST_EXACT
"""About how many states orders that are drawn may lead through."""


@dataclass(frozen=True)
class Design:
    """The states in which a function is to be computed: a row for each, telling which changes are made.

    The first state has none of the changes, the last one all. `orders` are those that were drawn, each followed by its
    reverse, and `paths` the states that they lead through; there are none where the design is exact.
    """

    changed: NDArray[np.bool_]
    weights: Draws
    orders: NDArray[np.int64]
    paths: NDArray[np.int64]

    @property
    def exact(self) -> bool:
        """Whether every combination is computed."""
        return not len(self.orders)

    def contributions(self, values: Draws) -> Draws:
        """What each change contributes, from the function's values in all states; further axes are kept."""
        found: Draws = np.tensordot(self.weights, values, axes=1)
        return found

    def errors(self, values: Draws) -> Draws:
        """The standard error of each contribution that the drawing of orders leaves, from one value for each state."""
        if self.exact:
            return np.zeros(self.changed.shape[1])
        effects = np.zeros(self.orders.shape)
        np.put_along_axis(effects, self.orders, np.diff(values[self.paths], axis=1), axis=1)
        pairs = (effects[::2] + effects[1::2]) / 2
        spread: Draws = pairs.std(axis=0, ddof=1) / len(pairs) ** 0.5
        return spread


def design(changes: int, seed: int = 1) -> Design:
    """The design for a number of changes: exact up to MOST_EXACT, else from orders that depend on the seed alone."""
    return _exact(changes) if changes <= MOST_EXACT else _drawn(changes, seed)


def _exact(changes: int) -> Design:
    changed = (np.arange(2**changes)[:, None] >> np.arange(changes)) & 1 == 1
    made = changed.sum(axis=1)
    before = [1 / (changes * comb(changes - 1, number)) for number in range(changes)] if changes else []
    weights = np.array(
        [[before[n - 1] if on else -before[n] for on, n in zip(row, made, strict=True)] for row in changed.T]
    )
    none = np.empty((0, changes), dtype=np.int64)
    return Design(changed, weights.reshape(changes, len(changed)), none, none)


def _drawn(changes: int, seed: int) -> Design:
    generator = np.random.default_rng(seed)
    pairs = max(_STATES // (2 * changes), 2)
    drawn = generator.permuted(np.tile(np.arange(changes), (pairs, 1)), axis=1)
    orders = np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, changes)
    place = np.argsort(orders, axis=1)  # of each change in its order
    steps = place[:, None, :] < np.arange(changes + 1)[None, :, None]
    changed, paths = np.unique(steps.reshape(-1, changes), axis=0, return_inverse=True)
    paths = paths.reshape(len(orders), changes + 1)
    weights = np.zeros((changes, len(changed)))
    np.add.at(weights, (orders, paths[:, 1:]), 1 / len(orders))
    np.add.at(weights, (orders, paths[:, :-1]), -1 / len(orders))
    return Design(changed, weights, orders, paths)
