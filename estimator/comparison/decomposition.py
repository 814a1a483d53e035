"""Why two values differ: the gap between them, shared out among the inputs that differ.

The gap is told in the terms of each side: the data by which it knows the quantity, each switched from what one side
states to what the other side states, or what follows there. Where both know the quantity from the same data, the two
are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from estimator.comparison.attribution import design
from estimator.comparison.contrast import Span, Stand
from estimator.comparison.swaps import HERE, THERE, Switch, View, shares, switches
from estimator.comparison.terms import Terms
from estimator.datum import Variable
from estimator.results.estimates import cited
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.measurement import exact_quantiles
from estimator.units.reading import to_coherent
from estimator.wording import datum_text, listed, value_text

_SAME = 1e-9
"""Share of a value below which a contribution is rounding."""

_EVALUATIONS = 2**22
"""Values that a decomposition takes at most, over states and draws; draws that data were checked by are the least."""

_MOST_DRAWS = 2**17

BOTH: Literal["both"] = "both"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What one side knows of an input: p5, median and p95 in its unit, and where they are from."""

    quantiles: Span
    side: str
    tier: str
    source: str
    text: str


@dataclass(frozen=True)
class Input:
    """A quantity of which two sides know different values."""

    variable: Variable
    unit: str
    here: Known
    there: Known


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What one input contributes to a gap: a datum or, with several `inputs`, what two `entries` of the catalog say.

    `factor` and `difference` are p5, the value with every datum at its median, and p95 over the draws. The factors of
    all inputs multiply to the ratio, the differences add up to the gap; there are no factors where values are not all
    positive. `error` is the standard error that the drawing of orders leaves in the difference.
    """

    name: str
    inputs: tuple[Input, ...]
    entries: tuple[str, str]
    factor: Span | None
    difference: Span
    error: float


@dataclass(frozen=True, kw_only=True)
class Decomposition:
    """A gap in the terms of one side, or of both: `terms` says whose. It goes from `here` to `there`.

    These are the two values with every datum at its median. Ranges are over `draws`, of which a share is `lost`: those
    without a value in some mixture of inputs. `orders` were drawn where inputs are too many for all combinations.
    """

    terms: Literal["here", "there", "both"]
    here: float
    there: float
    contributions: tuple[Contribution, ...]
    orders: int
    draws: int
    lost: float


def decompositions(here: Stand, there: Stand) -> list[Decomposition]:
    """The gap in the terms of both sides: one decomposition where these are the same, or where one says nothing.

    A side that merely states the quantity says nothing of what it follows from.
    """
    own, other = _in_terms(View(here, there, HERE)), _in_terms(View(there, here, THERE))
    if _alike(own, other):
        return [replace(own, terms=BOTH)]
    bare = [[part.name for part in found.contributions] == [here.variable.quantity] for found in (own, other)]
    return [other] if bare[0] else [own] if bare[1] else [own, other]


def _alike(own: Decomposition, other: Decomposition) -> bool:
    """Whether two decompositions share the gap out in the same way among the same inputs."""
    first, second = ({part.name: part.difference[1] for part in found.contributions} for found in (own, other))
    size = max(abs(own.here), abs(own.there))
    return first.keys() == second.keys() and all(abs(first[name] - second[name]) <= _SAME * size for name in first)


def _in_terms(view: View) -> Decomposition:
    """The gap in the terms of one side; where some mixture of its inputs has no value, in those of the value itself."""
    found = view.terms
    decomposition = _shared_out(view, found)
    if not np.isfinite([part.difference[1] for part in decomposition.contributions]).all():
        return _shared_out(view, replace(found, plan=replace(found.plan, steps=[]), inputs=(found.variable,)))
    return decomposition


def _shared_out(view: View, found: Terms) -> Decomposition:
    """Contributions as readers are told them, the largest first; those that are only rounding are left out."""
    mine = view.mine
    switched = switches(view, found, view.columns(found.inputs, mine.world.draws))
    plan = design(len(switched), mine.result.solution.seed)
    most = max(min(_EVALUATIONS // len(plan.changed), _MOST_DRAWS), mine.world.draws)
    draws = min(mine.result.solution.draws, most)
    parts = shares(found, view.columns(found.inputs, draws), switched, plan)
    unit = to_coherent(mine.dimension.unit)
    here, there = (float(end) / unit for end in parts.ends[:, 0])
    positive = bool((parts.states > 0).all())
    errors = plan.errors(parts.states) / unit
    told = []
    for number, (switch, name) in enumerate(zip(switched, _names(switched, mine.variable.system), strict=True)):
        difference = _span(parts.differences[number] / unit)
        factor = _span(np.exp(parts.logarithms[number])) if positive else None
        inputs = tuple(_input(view, variable) for variable in _distinct(switch))
        if not max(map(abs, difference)) <= _SAME * max(abs(here), abs(there)):
            told.append(
                Contribution(
                    name=name,
                    inputs=inputs,
                    entries=switch.entries,
                    factor=factor,
                    difference=difference,
                    error=float(errors[number]),
                )
            )
    told.sort(key=lambda part: (-abs(part.difference[1]), part.name))
    lost = float(np.mean(~np.isfinite(parts.differences).all(axis=0)))
    return Decomposition(
        terms=view.whose, here=here, there=there, contributions=tuple(told), orders=len(plan.orders), draws=draws,
        lost=lost,
    )  # fmt: skip


def _span(drawn: Draws) -> Span:
    """p5 and p95 of the draws that have a value, around the first column, which has every datum at its median."""
    p5, p95 = exact_quantiles(drawn[1:][np.isfinite(drawn[1:])], (0.05, 0.95))
    return p5, float(drawn[0]), p95


def _names(switched: Sequence[Switch], system: str) -> list[str]:
    """What inputs are called: by quantity or choice, with systems where these are others or a name would repeat."""
    plain = [_plain(switch) for switch in switched]
    names = []
    for name, switch in zip(plain, switched, strict=True):
        systems = list(dict.fromkeys(variable.system for variable in switch.variables))
        if len(systems) == 1 and systems != [system]:
            name = f"{systems[0]}.{name}"
        elif plain.count(name) > 1:
            name = f"{name} of {listed(systems)}"
        names.append(name)
    return names


def _plain(switch: Switch) -> str:
    """The quantity that is switched, or the choice where that switches several."""
    first, *others = _distinct(switch)
    return switch.kind if others else first.quantity


def _distinct(switch: Switch) -> list[Variable]:
    """One variable of each quantity: a datum that systems share is told once."""
    return list({variable.quantity: variable for variable in reversed(switch.variables)}.values())[::-1]


def _input(view: View, variable: Variable) -> Input:
    here, there = view.in_order(_known(view.mine, variable), _known(view.other, view.twins[variable]))
    return Input(variable, view.mine.world.plan.network.dimension(variable).unit, here, there)


def _known(stand: Stand, variable: Variable) -> Known:
    world, result = stand.world, stand.result
    datum, unit = world.plan.basis.get(variable), world.plan.network.dimension(variable).unit
    if datum and variable not in world.plan.conditioned:
        return Known(
            quantiles=quantiles(datum), side=datum.value.side, tier=str(datum.tier), source=cited(datum),
            text=datum_text(datum),
        )  # fmt: skip
    found, side = world.possible(variable), world.direction(variable)
    text = value_text(*found, unit, side, draws=world.draws_of(variable))
    if datum:
        return Known(quantiles=found, side=side, tier=str(datum.tier), source=cited(datum), text=text)
    return Known(
        quantiles=found, side=side, tier="derived", source=result[variable].source if variable in result else "",
        text=text,
    )  # fmt: skip
