"""The model's arithmetic on arrays that are drawn already: the project's kernel against NumPy and pint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pint  # noqa: TID253  # a baseline here
from campus import (
    H100_RATE,
    RESULTS,
    SERVER_SIZE,
    YEAR,
    Draws,
    bare_draws,
    by_hand,
    by_hand_in_blocks,
    by_kernel,
    in_slots,
)
from table import Row, at_most, count, faster, markdown, noted
from timing import minima, one_processor

from estimator.uncertainty.measurement import GROUP
from estimator.uncertainty.sampling import REPLICATE

BLOCKS = (2_048, 4_096, 8_192, 16_384)
"""Lengths of block by hand, of which the fastest is the baseline."""

STATED = {
    "accelerators": "accelerator",
    "accelerator_tdp": "W/accelerator",
    "server_rated_power": "kW/server",
    "non_accelerator_it_capacity": "MW",
    "reactor_net_power": "MW/reactor",
    "reactor_fleet_capacity": "MW",
    "reactors_out": "reactor",
    "compared_reactors": "reactor",
    "accelerator_peak_rate": "FLOP/s/accelerator",
    "accelerator_peak_rate_8bit": "FLOP/s/accelerator",
}
WANTED = ("W/accelerator", "", "reactor", "reactor", "", "", "FLOP", "H100e")
"""The project's units of inputs that have one, and of the results."""


@dataclass(frozen=True)
class WithUnits:
    """The inputs as quantities of pint, and the constants of `by_hand`."""

    inputs: Mapping[str, Any]
    constants: tuple[Any, ...]

    def results(self) -> tuple[Any, ...]:
        """The results in whatever units the formulas lead to."""
        return by_hand(self.inputs, *self.constants)

    def wanted(self) -> list[Any]:
        """The results in the units that they are wanted in."""
        return [quantity.to(unit) for quantity, unit in zip(self.results(), WANTED, strict=True)]


def with_units(x: Mapping[str, Draws]) -> tuple[WithUnits, WithUnits]:
    """In base units, which need no conversion; and in units that people state, which do."""
    registry = pint.UnitRegistry()
    for unit in ("accelerator", "server", "reactor", "FLOP", "H100e"):
        registry.define(f"{unit} = [{unit}]")
    known = (YEAR, "s"), (SERVER_SIZE, "accelerator/server"), (H100_RATE, "FLOP/s/H100e")
    constants = tuple(registry.Quantity(value, unit) for value, unit in known)
    plain = {name: unit.replace("kW", "W").replace("MW", "W") for name, unit in STATED.items()}
    base = {name: registry.Quantity(values, plain.get(name, "")) for name, values in x.items()}
    stated = {name: quantity.to(STATED.get(name, "")) for name, quantity in base.items()}
    return WithUnits(base, constants), WithUnits(stated, (constants[0].to("h"), *constants[1:]))


def check_equal(expected: Sequence[Draws], found: Sequence[Draws]) -> None:
    """Whoever computes it, it is the same model."""
    for name, first, second in zip(RESULTS, expected, found, strict=True):
        np.testing.assert_allclose(second, first, rtol=1e-12, err_msg=name)


def rows(draws: int, rounds: int) -> list[Row]:
    """The comparison at one number of draws."""
    x = bare_draws(np.random.default_rng(1), draws)
    base, stated = with_units(x)
    ours, theirs = ([np.empty(draws) for _ in RESULTS] for _ in range(2))
    works = {
        "kernel": by_kernel(x, ours, GROUP * REPLICATE),
        "slots": in_slots(draws, REPLICATE),
        **{str(block): by_hand_in_blocks(x, theirs, block) for block in BLOCKS},
        "whole": lambda: by_hand(x),
        "base": base.results,
        "stated": stated.wanted,
    }
    found = minima(works, rounds)
    for other in (theirs, by_hand(x), [quantity.magnitude for quantity in stated.wanted()]):
        check_equal(other, ours)
    block = min(BLOCKS, key=lambda block: found[str(block)])
    what = f"arithmetic, {count(draws)} draws"
    return [
        at_most(what, found["kernel"], f"NumPy by hand in blocks of {block:,}", found[str(block)], 1.3),
        faster(what, found["kernel"], "NumPy on whole arrays", found["whole"], 3),
        faster(what, found["kernel"], "pint around arrays, in units as stated", found["stated"], 4),
        noted(what, found["kernel"], "the kernel on draws that are in its slots", found["slots"]),
        noted(what, found["kernel"], "pint around arrays, all in base units", found["base"]),
    ]


def routine() -> list[Row]:
    """At the two sizes that are promised."""
    return [*rows(100_000, 100), *rows(1_000_000, 15)]


if __name__ == "__main__":
    one_processor()
    print(markdown(routine()))
