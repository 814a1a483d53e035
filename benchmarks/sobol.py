"""Sobol indices of every result, first order and total, to ±0.01: the project against SALib.

Both analyse the logarithm of a result, whose shares do not depend on which way round a ratio is written.
"""

from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
from campus import RESULTS, Marginal, by_hand, from_scale, marginals, plan
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sample
from table import Row, duration, faster, markdown
from timing import minima, one_processor

from estimator.datum import Variable

PAIRS = 16_384
"""Pairs of draws of the project: half the 95 % intervals of its indices are below 0.01."""

ENOUGH = 4_096
"""The least base samples, a power of two, for which SALib's indices are within ±0.01 of those of 65,536."""

OURS = "estimator.results.sensitivity"


def problem() -> dict[str, Any]:
    """The inputs on the scale on which they are normal, uniform or triangular, as SALib wants them."""
    found = marginals().values()
    return {
        "num_vars": len(found),
        "names": list(marginals()),
        "dists": [{"uniform": "unif", "triangular": "triang"}.get(marginal.family, "norm") for marginal in found],
        "bounds": [_bounds(marginal) for marginal in found],
    }


def _bounds(marginal: Marginal) -> list[float]:
    if marginal.family != "triangular":
        return list(marginal.parameters)
    low, mode, high = marginal.parameters
    return [low, high, (mode - low) / (high - low)]


def salib(base: int) -> list[Any]:
    """Indices of all results, with their 95 % intervals by bootstrap as SALib makes them."""
    known = problem()
    rows = sample.sample(known, base, calc_second_order=False, seed=1)
    x = {
        name: from_scale(marginal, rows[:, number].copy())
        for number, (name, marginal) in enumerate(marginals().items())
    }
    return [analysis.analyze(known, np.log(result), calc_second_order=False, seed=1) for result in by_hand(x)]


def ours() -> list[Any]:
    """Indices of all results by the project, at as many pairs as it takes to ±0.01."""
    from estimator.results.sensitivity import sensitivity  # not in every version

    return [sensitivity(plan(), Variable("", name), PAIRS) for name in RESULTS]


def check_close(expected: list[Any], found: list[Any]) -> None:
    """The same indices by two ways, each to ±0.01."""
    names = list(marginals())
    for theirs, mine in zip(expected, found, strict=True):
        known = {influence.datum.quantity: influence for influence in mine.influences}
        for number, name in enumerate(names):
            mine_of = known.get(name)  # a result does not rest on every input
            alone, total = (mine_of.alone.value, mine_of.total.value) if mine_of else (0.0, 0.0)
            np.testing.assert_allclose([alone, total], [theirs["S1"][number], theirs["ST"][number]], atol=0.02)


def routine() -> list[Row]:
    """A blank for ours where the version measured has no sensitivity analysis."""
    theirs = partial(salib, ENOUGH)
    what, name = f"Sobol indices of {len(RESULTS)} results to ±0.01", f"SALib, {ENOUGH:,} base samples"
    if find_spec(OURS) is None:
        return [Row(what, "", f"{name}: {duration(minima({name: theirs}, 2)[name])}", "")]
    check_close(theirs(), ours())
    found = minima({"ours": ours, name: theirs}, 3)
    return [faster(what, found["ours"], name, found[name], 20)]


if __name__ == "__main__":
    one_processor()
    print(markdown(routine()))
