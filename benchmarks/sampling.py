"""Sampling, the model and three quantiles of each result: the project against bare NumPy and other packages."""

from collections.abc import Mapping

import numpy as np
import openturns
import peers
from campus import RESULTS, Draws, bare_draws, bounds, by_hand, kernel, sampler
from table import Row, at_most, count, faster, markdown, noted
from timing import minima, one_processor

from estimator.datum import Variable
from estimator.uncertainty.measurement import LEVELS, Spread, measured

DRAWS = 1_000_000
FEW = 10_000


def ours(draws: int) -> dict[Variable, Spread]:
    """The project's quantiles."""
    return measured(kernel(), sampler(), bounds(), draws)


def bare_quantiles(results: Mapping[str, Draws]) -> list[Draws]:
    """Exact quantiles with bare NumPy."""
    return [np.quantile(values, LEVELS) for values in results.values()]


def check_close(expected: np.ndarray, found: np.ndarray) -> None:
    """Whoever draws it, it is the same distribution."""
    np.testing.assert_allclose(np.reshape(found, (len(RESULTS), 3)), expected, rtol=0.02)


def against_numpy() -> list[Row]:
    """Against no more than the draws and the quantiles."""
    results = dict(zip(RESULTS, by_hand(bare_draws(np.random.default_rng(1), DRAWS)), strict=True))
    works = {
        "ours": lambda: ours(DRAWS),
        "draws": lambda: bare_draws(np.random.default_rng(1), DRAWS),
        "fast draws": lambda: bare_draws(np.random.Generator(np.random.SFC64(1)), DRAWS),
        "quantiles": lambda: bare_quantiles(results),
    }
    found = minima(works, 7)
    expected = np.array([ours(DRAWS)[Variable("", name)].quantiles for name in RESULTS])
    check_close(expected, np.array(bare_quantiles(results)))
    what = f"sampling, model, quantiles, {count(DRAWS)} draws"
    return [
        at_most(what, found["ours"], "NumPy's draws and quantiles alone", found["draws"] + found["quantiles"], 1.3),
        noted(what, found["ours"], "the same with NumPy's SFC64", found["fast draws"] + found["quantiles"]),
    ]


def against_peers() -> list[Row]:
    """Against packages that draw, compute and summarise."""
    openturns.TBB.Disable()
    results = peers.turned()
    found = minima(
        {
            "ours": lambda: ours(DRAWS),
            "squigglepy": lambda: peers.squiggled(DRAWS),
            "openturns": lambda: peers.turned_quantiles(results, DRAWS),
        },
        5,
    )
    few = minima({"ours": lambda: ours(FEW), "monaco": lambda: peers.simulated(FEW)}, 2)
    few["ours"] = min(few["ours"], minima({"ours": lambda: ours(FEW)}, 20)["ours"])
    expected = np.array([ours(DRAWS)[Variable("", name)].quantiles for name in RESULTS])
    check_close(expected, np.array([list(found.values()) for found in peers.squiggled(DRAWS)]))
    check_close(expected, np.array(peers.turned_quantiles(results, DRAWS)).T)
    what = f"sampling, model, quantiles, {count(DRAWS)} draws"
    return [
        faster(what, found["ours"], "squigglepy", found["squigglepy"], 1.5),
        faster(what, found["ours"], "OpenTURNS", found["openturns"], 5),
        faster(what.replace(count(DRAWS), count(FEW)), few["ours"], "monaco", few["monaco"], 100),
    ]


def routine() -> list[Row]:
    """One thread each."""
    return [*against_numpy(), *against_peers()]


if __name__ == "__main__":
    one_processor()
    print(markdown(routine()))
