"""Unknowns that can only be solved together, found by matching equations to them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from estimator.datum import Variable
from estimator.solver.algebra import compute
from estimator.solver.links import Link

_TINY = 1e-30


def coupled(equations: Sequence[frozenset[Variable]]) -> list[frozenset[Variable]]:
    """The smallest sets of unknowns that as many equations determine on their own, in the order they can be solved.

    Args:
        equations: the unknowns of each equation.
    """
    owner = _matched(equations)
    waits_for = {
        variable: [other for other in sorted(equations[number]) if other != variable and other in owner]
        for variable, number in owner.items()
    }
    reaches = {variable: _reached(variable, waits_for) for variable in waits_for}
    groups = {
        variable: frozenset(other for other in reaches[variable] if variable in reaches[other]) | {variable}
        for variable in waits_for
    }
    closed = [
        group
        for variable, group in groups.items()
        if reaches[variable] <= group and all(equations[owner[member]] <= group for member in group)
    ]
    return sorted(set(closed), key=lambda group: (len(group), sorted(group)))


def _matched(equations: Sequence[frozenset[Variable]]) -> dict[Variable, int]:
    """An equation of its own for as many unknowns as possible (augmenting paths)."""
    owner: dict[Variable, int] = {}

    def settle(number: int, tried: set[Variable]) -> bool:
        for variable in sorted(equations[number] - tried):
            tried.add(variable)
            if variable not in owner or settle(owner[variable], tried):
                owner[variable] = number
                return True
        return False

    for number in range(len(equations)):
        settle(number, set())
    return owner


def _reached(start: Variable, waits_for: Mapping[Variable, Sequence[Variable]]) -> set[Variable]:
    """All unknowns that a variable's equation needs, directly or through others."""
    seen: set[Variable] = set()
    queue = list(waits_for[start])
    while queue:
        variable = queue.pop()
        if variable not in seen:
            seen.add(variable)
            queue += waits_for.get(variable, ())
    return seen


def independent(links: Sequence[Link], unknowns: Sequence[Variable], state: Mapping[Variable, float]) -> list[Link]:
    """Equations of which none follows from the ones before it, as far as the unknowns go."""
    basis = np.empty((0, len(unknowns)))
    kept = []
    for link, row in zip(links, _slopes_at(links, unknowns, state), strict=True):
        longer = np.vstack([basis, row])
        if np.linalg.matrix_rank(longer) > len(basis):
            basis = longer
            kept.append(link)
    return kept


def is_regular(links: Sequence[Link], unknowns: Sequence[Variable], state: Mapping[Variable, float]) -> bool:
    """Whether equations determine their unknowns, at a state that is no exception."""
    return bool(np.linalg.matrix_rank(_slopes_at(links, unknowns, state)) == len(unknowns))


def _slopes_at(links: Sequence[Link], unknowns: Sequence[Variable], state: Mapping[Variable, float]) -> Any:
    guess = np.array([[state[unknown] for unknown in unknowns]])
    return linearised(links, unknowns, state, guess)[1][0]


def linearised(
    links: Sequence[Link], unknowns: Sequence[Variable], known: Mapping[Variable, Any], guess: Any
) -> tuple[Any, Any]:
    """Residuals of equations relative to their size, and their slopes in every unknown, by complex steps.

    Args:
        guess: the unknowns' values, draws × unknowns.
    """
    residual = np.empty((len(guess), len(links)))
    slopes = np.empty((len(guess), len(links), len(unknowns)))
    for column in range(len(unknowns)):
        point = {unknown: guess[:, number] + 0j for number, unknown in enumerate(unknowns)}
        point[unknowns[column]] = point[unknowns[column]] + 1j * _TINY
        values = {**known, **point}
        for row, link in enumerate(links):
            local = link.local(values)
            right, left = compute(link.equation.tree, local), local[link.equation.name]
            scale = np.maximum(np.abs(right), np.abs(left)) + _TINY
            difference = (right - left) / np.real(scale)
            residual[:, row] = np.real(difference)
            slopes[:, row, column] = np.imag(difference) / _TINY
    return residual, slopes
