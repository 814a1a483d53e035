"""Which inputs decide an output: how far each moves it alone, and what share of its variance each is behind.

An input is one datum: systems that share an assumption share one input.

Shares are of the variance of the output's logarithm. Equations multiply and divide; on a logarithm, shares of
independent factors add up to 1, and are the same for a quantity and for one over it. Where an output is not always
positive, such as a difference, they are of the variance of the output itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from estimator.computing.workers import Threads
from estimator.datum import Datum, Tier, Variable
from estimator.errors import EstimatorError
from estimator.interface.notebooks import data_frame, html_table
from estimator.model import model
from estimator.results.estimates import cited
from estimator.solver.kernel import Kernel, compiled
from estimator.solver.plan import Plan
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.indices import Function, Share, Sums, sums
from estimator.uncertainty.sampling import REPLICATE, Sampler, check_draws
from estimator.units.reading import to_coherent
from estimator.wording import datum_text, value_text

if TYPE_CHECKING:
    import pandas

PAIRS = 65_536
"""Pairs of draws: shares to ±0.01, most to ±0.005, in a fraction of a second."""

_NOISE = 1e-9
"""Relative standard deviation below which an output is exact but for rounding."""

_MOST_LOST = 0.05
"""Share of draws that may lack a value; of more, what is left is another output."""


_OUTPUT = {"system": str, "quantity": str, "unit": str, "central": float}
_INPUT = {
    "input": str, "input_unit": str, "p5": float, "p50": float, "p95": float, "tier": str, "source": str,
    "at_p5": float, "at_p95": float,
}  # fmt: skip
_SHARES = dict.fromkeys(("alone", "alone_low", "alone_high", "total", "total_low", "total_high"), float)

OF_INPUT = (*_INPUT, *_SHARES)
"""What is told of each input: what it is, where it puts the output, and its shares with their 95 % intervals."""

COLUMNS = {**_OUTPUT, **_INPUT, "share_of": str, **_SHARES}
"""The columns of a table of inputs, each beside the output, and what is in them."""


@dataclass(frozen=True, kw_only=True)
class Influence:
    """What one input does to an output, in the output's unit.

    `at_p5` and `at_p95` are the output with the input there and all others at their medians. `alone` (first order) is
    the share of variance that would go if the input were known; `total` what would stay if all others were.
    """

    name: str
    datum: Datum
    at_p5: float
    at_p95: float
    alone: Share
    total: Share


@dataclass(frozen=True, repr=False, kw_only=True)
class Sensitivity:
    """An output with its inputs, the one that moves it farthest first. `central` has all at their medians, in `unit`.

    `on_logarithm` says what shares are shares of; `impossible` is the share of draws that break the bounds of the
    quantity and still count, `lost` that of pairs without any value, which cannot.
    """

    variable: Variable
    unit: str
    central: float
    influences: tuple[Influence, ...]
    on_logarithm: bool
    pairs: int
    seed: int
    impossible: float
    lost: float

    @property
    def share_of(self) -> str:
        """What shares are shares of, in words."""
        return "variance of the logarithm" if self.on_logarithm else "variance of the value"

    def to_rows(self) -> list[dict[str, Any]]:
        """Tidy rows, one for each input, the one that moves the output farthest first."""
        return [self._row(influence) for influence in self.influences]

    def _row(self, influence: Influence) -> dict[str, Any]:
        datum, variable = influence.datum, self.variable
        row: dict[str, Any] = {"system": variable.system, "quantity": variable.quantity, "unit": self.unit}
        row |= {"central": self.central, "input": influence.name, "input_unit": datum.dimension.unit}
        row |= dict(zip(("p5", "p50", "p95"), quantiles(datum), strict=True))
        row |= {"tier": str(datum.tier), "source": cited(datum)}
        row |= {"at_p5": influence.at_p5, "at_p95": influence.at_p95, "share_of": self.share_of}
        for name, share in (("alone", influence.alone), ("total", influence.total)):
            row |= {name: share.value, f"{name}_low": share.low, f"{name}_high": share.high}
        return row

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a table of pandas.

        Raises:
            EstimatorError: pandas is not installed.
        """
        return data_frame(COLUMNS, self.to_rows())

    def __repr__(self) -> str:
        return f"<Sensitivity of {self.variable}: {len(self.influences)} inputs, {self.pairs:,} pairs of draws>"

    def _repr_html_(self) -> str:
        header = ("Input", "Value", "At its p5", "At its p95", "Alone", "Total")
        return html_table(f"{self.variable} by its inputs", header, [self._cells(one) for one in self.influences])

    def _cells(self, influence: Influence) -> tuple[str, ...]:
        unit = model().quantities[self.variable.quantity].dimension.shown_in or self.unit
        ends = [value_text(end, end, end, unit) for end in (influence.at_p5, influence.at_p95)]
        shares = [f"{100 * max(share.value, 0.0):.1f} %" for share in (influence.alone, influence.total)]
        return influence.name, datum_text(influence.datum), *ends, *shares


def sensitivity(plan: Plan, variable: Variable, pairs: int = PAIRS, seed: int = 1) -> Sensitivity:
    """How an output of a plan follows from each of the uncertain data that it rests on.

    `pairs` of draws are taken in whole blocks of 8,192.

    Raises:
        EstimatorError: a number of pairs without sense, the output is exact, or too many draws lack a value.
    """
    check_draws(pairs)
    kernel, dimension = compiled(plan, [variable]), plan.network.dimension(variable)
    if variable not in kernel.outputs:
        raise EstimatorError(f"{variable} is exact: no uncertain input goes into it")
    unit, blocks = to_coherent(dimension.unit), -(-pairs // REPLICATE)
    first = _first(kernel, variable, seed) / unit
    on_logarithm = bool((first > 0).all())
    impossible = float(np.mean((first < dimension.lower - _NOISE) | (first > dimension.upper + _NOISE)))
    found = _summed(kernel, variable, on_logarithm, blocks, seed)
    central, *ends = (float(value) for value in swings(kernel, variable) / unit)
    lost = float(found.lost.max() / found.pairs)
    if lost > _MOST_LOST or not np.isfinite([central, *ends]).all():
        raise EstimatorError(f"{variable} has no value for some of what its inputs can be, so no share of it is theirs")
    if found.spread <= _NOISE * (1.0 if on_logarithm else abs(central * unit)):
        raise EstimatorError(f"{variable} is exact: its uncertain inputs cancel")
    names = names_of(kernel.drawn)
    influences = [
        Influence(name=names[datum], datum=datum, at_p5=at_p5, at_p95=at_p95, alone=alone, total=total)
        for datum, at_p5, at_p95, alone, total in zip(
            kernel.drawn, ends[::2], ends[1::2], found.alone, found.total, strict=True
        )
    ]
    moving = [influence for influence in influences if influence.total.value > _NOISE]  # others cancel on the way
    moving.sort(key=lambda influence: (-_reach(influence, central), influence.name))
    return Sensitivity(
        variable=variable,
        unit=dimension.unit,
        central=central,
        influences=tuple(moving),
        on_logarithm=on_logarithm,
        pairs=found.pairs,
        seed=seed,
        impossible=impossible,
        lost=lost,
    )


def _reach(influence: Influence, central: float) -> float:
    ends = influence.at_p5, central, influence.at_p95
    return max(ends) - min(ends)


def names_of(data: Iterable[Datum]) -> dict[Datum, str]:
    """What readers call inputs: a fact by its variable, a figure by its quantity, or by its key where that is taken."""
    names = {datum: datum.key if datum.tier == Tier.GIVEN else datum.quantity for datum in data}
    taken = list(names.values())
    return {datum: name if taken.count(name) == 1 else datum.key for datum, name in names.items()}


def swings(kernel: Kernel, variable: Variable) -> Draws:
    """An output at the medians of all inputs, then with each in turn at its p5 and at its p95, in coherent units."""
    slots = kernel.slots(1 + 2 * len(kernel.drawn))
    for number, (datum, slot) in enumerate(kernel.drawn.items()):
        p5, p50, p95 = (quantile * datum.factor for quantile in quantiles(datum))
        slots[slot][:] = p50
        slots[slot][1 + 2 * number], slots[slot][2 + 2 * number] = p5, p95
    kernel.run(slots)
    ends: Draws = slots[kernel.outputs[variable]]
    return ends


def _first(kernel: Kernel, variable: Variable, seed: int) -> Draws:
    """The first replicate of an output."""
    columns = [np.empty(REPLICATE) for _ in kernel.drawn]
    Sampler(data=tuple(kernel.drawn), seed=seed).fill(0, columns, np.empty(REPLICATE))
    return _function(kernel, variable, on_logarithm=False)(columns)


def _summed(kernel: Kernel, variable: Variable, on_logarithm: bool, blocks: int, seed: int) -> Sums:
    """The sums over blocks of pairs: draws of one replicate, and of the next one, which are independent of them."""
    sampler = Sampler(data=tuple(kernel.drawn), seed=seed)

    def block(number: int) -> Sums:
        here, there = ([np.empty(REPLICATE) for _ in kernel.drawn] for _ in range(2))
        scratch = np.empty(REPLICATE)
        sampler.fill(2 * number, here, scratch)
        sampler.fill(2 * number + 1, there, scratch)
        return sums(_function(kernel, variable, on_logarithm), here, there)

    parts = Threads().map(block, range(blocks))
    found = next(parts)
    for part in parts:  # in their order, so that the number of threads does not show
        found += part
    return found


def _function(kernel: Kernel, variable: Variable, on_logarithm: bool) -> Function:
    """A kernel as a function of its inputs, with working memory of its own."""
    slots = kernel.slots(REPLICATE)

    def output(columns: Sequence[Draws]) -> Draws:
        for slot, column in zip(kernel.drawn.values(), columns, strict=True):
            slots[slot] = column
        kernel.run(slots)
        values: Draws = slots[kernel.outputs[variable]]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.log(values) if on_logarithm else values.copy()

    return output


def dominant(samples: Mapping[str, Draws], output: Draws) -> dict[str, float]:
    """First-order shares from draws that there are anyway, the largest first: squared correlations of logarithms.

    For a product of powers of independent inputs they are its first-order indices; else about these, and never more
    than what a straight line explains. Draws are taken as they are where one is not positive.
    """
    possible = np.isfinite(output)
    target = _standardised(output[possible])
    shares = {name: float(np.mean(_standardised(drawn[possible]) * target) ** 2) for name, drawn in samples.items()}
    return dict(sorted(shares.items(), key=lambda share: -share[1]))


def dominant_inputs(
    plan: Plan, values: Mapping[Variable, Draws], outputs: Iterable[Variable]
) -> dict[Variable, tuple[str, float]]:
    """The input behind most of each output's variance, and its share. Exact outputs have none, and stated ones.

    `values` are the draws of all variables of a plan.
    """
    result = {}
    for output in outputs:
        if output not in plan.made_by or output not in values:
            continue
        data = {plan.basis[name]: name for name in plan.response(output) if not plan.basis[name].value.is_point}
        names = names_of(data)
        if data and (shares := dominant({names[datum]: values[data[datum]] for datum in data}, values[output])):
            name, share = next(iter(shares.items()))
            result[output] = name.removeprefix(f"{output.system}."), share
    return result


def _standardised(drawn: Draws) -> Draws:
    """Draws on their logarithm, if they have one, with a mean of 0 and a variance of 1; 0 where they do not vary."""
    values: Draws = np.log(drawn) if (drawn > 0).all() else drawn
    spread = float(values.std())
    result: Draws = (values - values.mean()) / (spread if spread > _NOISE * abs(values.mean()) else np.inf)
    return result
