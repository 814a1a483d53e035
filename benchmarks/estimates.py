"""How long estimates from random facts take: `python benchmarks/estimates.py --number 2000`.

Each takes two to five quantities, drawn with their sizes from a seed, whether they fit together or not, and now and
then entries of the catalog. Prints the processor time by quantile, how many were refused, and the slowest with its
facts.
"""

import argparse
import random
import time

import estimator
from estimator.catalog import load_catalog
from estimator.model import model

_ENTRIES = {
    "accelerator": ("h100-sxm", "gb200", "mi300x", "tpu-v5e"), "reactor": ("epr", "ap1000"), "grid": ("france", "usa"),
    "cost": ("epoch-2026",),
}  # fmt: skip


def sizes() -> dict[str, float]:
    """A size for each quantity: that of a site of which everything is asked."""
    entries = {name: keys[0] for name, keys in _ENTRIES.items()}
    site = estimator.estimate({"facility_capacity": "100 MW", **entries}, draws=500, asked=[*model().quantities])
    return {found.name: found.p50 for found in site if found.p50}


def facts(number: int, around: dict[str, float]) -> dict[str, object]:
    """The facts of one estimate."""
    draw = random.Random(number)
    exact = {figure.quantity for figure in load_catalog().conventions}
    names = draw.sample(sorted(around.keys() - exact), draw.randint(2, 5))
    found: dict[str, object] = {}
    for name in names:
        dimension = model().quantities[name].dimension
        value = around[name] * draw.lognormvariate(0, 1)
        value = min(max(value, dimension.lower), dimension.upper)
        found[name] = f"{value:.4g} {dimension.unit}" if dimension.unit != "1" else float(f"{value:.4g}")
    chosen = {name: draw.choice(keys) for name, keys in _ENTRIES.items() if draw.random() < 0.3}
    return {**found, **chosen}


def main() -> None:
    """Estimate, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--draws", type=int, default=10_000)
    arguments = parser.parse_args()
    around, taken, refused = sizes(), list[tuple[float, int]](), 0
    for number in range(arguments.first, arguments.first + arguments.number):
        stated = facts(number, around)
        before = time.process_time()
        try:
            result = estimator.estimate(stated, draws=arguments.draws)
            for told in (result.findings, result.estimates, result.open):
                len(told)
        except estimator.EstimatorError:
            refused += 1
        taken.append((time.process_time() - before, number))
    taken.sort()
    print(
        f"{arguments.number:,} estimates of {arguments.draws:,} draws, {refused:,} refused; seconds of processor time"
    )
    for level in (0.5, 0.9, 0.99, 1.0):
        print(f"  {level:>5.0%}  {taken[min(int(level * len(taken)), len(taken) - 1)][0]:.3f}")
    print(f"slowest: {facts(taken[-1][1], around)}")


if __name__ == "__main__":
    main()
