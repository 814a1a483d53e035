"""Equivalences held against what else was said, basis by basis: they decide nothing, and are checked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from estimator.case import Case, Claim
from estimator.claims.readings import Reading
from estimator.claims.rules import A_SINGLE_ONE, ABOUT, COMPARED, OF_A_COUNT, RIGHT
from estimator.claims.topics import Topic
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.scenario.equivalences import Basis, bases, family
from estimator.solution.agreement import Verdict, p_value
from estimator.solution.rounding import MOST_ROUNDED, rounding
from estimator.solution.world import World
from estimator.solution.worlds import Observatory
from estimator.uncertainty.distributions import Z90, Draws, quantiles
from estimator.uncertainty.sampling import generator, sample
from estimator.units.reading import to_coherent


@dataclass(frozen=True)
class Held:
    """An equivalence by one basis: what follows from all else, in the unit of the claim, and how the claim compares.

    `factor` is that between the two, above one. Whole units have a range of whole numbers.
    """

    basis: Basis
    interval: tuple[float, float, float]
    factor: float
    p_value: float
    verdict: Verdict

    @property
    def is_right(self) -> bool:
        """Whether the claim is as near as averages of countries and years differ."""
        return self.verdict == "agrees" and self.factor <= RIGHT


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """A claim that compares, and all bases on which it can rest, the ordinary one first.

    `listed` are the bases that its readings name. A count is of machines that are to carry a load: it is not rounded.
    """

    claim: Claim
    system: str
    unit: str
    shown_in: str
    number: float
    held: tuple[Held, ...]
    listed: frozenset[Basis]
    is_count: bool
    label: str
    reading: Reading | None

    @property
    def ordinary(self) -> Held:
        """The claim by its first reading."""
        return self.held[0]

    @property
    def fitting(self) -> Held | None:
        """The first basis by which the claim is right or about right: of those that are listed, or else of any."""
        own = [one for one in self.held if one.basis in self.listed]
        fits = [one for one in (*own, *self.held) if one.verdict == "agrees" and not one.basis.whole]
        return fits[0] if fits else None

    @property
    def verdict(self) -> Verdict:
        """How it fits by what it can mean; a basis that nobody named explains a number, and does not make it right."""
        own = [one.verdict for one in self.held if one.basis in self.listed and not one.basis.whole]
        if self.is_count or not own:
            return self.held[0].verdict
        return min(own, key=("agrees", "tension", "contradicts").index)


def equivalences(model: Model, topic: Topic, labels: Mapping[str, str], draws: int, seed: int) -> Iterator[Equivalence]:
    """Every claim of a topic that compares, with its bases; none of those of which nothing else tells the size."""
    if not topic.equivalences:
        return
    reading = leading(topic)
    world = Observatory(model, _case(topic, reading), draws, seed).world()
    for claim in topic.equivalences:
        variable, datum = claim.readings[0]
        is_count = _is_count(claim, topic.case)
        held, listed = tuple(_held(world, claim, is_count, seed)), frozenset(_listed(claim))
        if any(one.basis in listed for one in held):  # else it cannot be told by what it is said to mean
            yield Equivalence(
                claim=claim, system=variable.system, unit=datum.dimension.unit, shown_in=datum.dimension.shown_in,
                number=quantiles(datum)[1], held=held, listed=listed, is_count=is_count,
                label=labels.get(variable.system, ""), reading=reading if topic.claims else None,
            )  # fmt: skip


def leading(topic: Topic) -> Reading | None:
    """The reading of all else that an equivalence is held against: the most ordinary one that is not contradicted.

    Readings stand in the order of what is usually meant; where all are contradicted, it is the first.
    """
    holding = (reading for reading in topic.readings if reading.verdict != "contradicts")
    agreeing = (reading for reading in topic.readings if reading.verdict == "agrees")
    if topic.readings and topic.readings[0].verdict in (None, "agrees"):
        return topic.readings[0]
    return next(agreeing, None) or next(holding, None) or next(iter(topic.readings), None)


def _case(topic: Topic, reading: Reading | None) -> Case:
    """All that a topic says in a reading; a limit gives way to a number of the same."""
    chosen = reading.choice if reading else {}
    said = [(variable, datum) for claim in topic.claims for variable, datum in claim.readings
            if chosen.get(claim.key) == variable]  # fmt: skip
    numbers = {variable for variable, datum in said if not datum.value.side}
    rest = [(variable, datum) for variable, datum in topic.case.data
            if not (variable in numbers and datum.tier == Tier.GIVEN and datum.value.side)]  # fmt: skip
    asked = dict.fromkeys(
        basis.quantity for claim in topic.equivalences for v, _ in claim.readings for basis in bases(v.quantity)
    )
    return replace(topic.case, data=(*_first(said), *rest), asked=tuple(asked))


def _first(said: Sequence[Stated]) -> list[Stated]:
    """One statement for each variable: its first."""
    return list({variable: (variable, datum) for variable, datum in reversed(said)}.values())[::-1]


def _listed(claim: Claim) -> Iterator[Basis]:
    for variable, _ in claim.readings:
        yield next(one for one in bases(variable.quantity) if one.quantity == variable.quantity and not one.over)


def _held(world: World, claim: Claim, is_count: bool, seed: int) -> Iterator[Held]:
    """A claim by all of its bases: those that its readings name first, in their order."""
    variable, datum = claim.readings[0]
    others = bases(variable.quantity)
    for basis in dict.fromkeys((*_listed(claim), *others)):
        implied = _implied(world, Variable(variable.system, basis.quantity), basis.over)
        if implied is not None and float(np.median(implied)) > 0:
            yield _against(basis, implied / to_coherent(datum.dimension.unit), datum, is_count, seed)


def _implied(world: World, variable: Variable, over: str) -> Draws | None:
    """Draws of a basis in coherent units; nothing where nothing tells them."""
    values = world.values.get(variable)
    if values is None or not over:
        return values
    divisor = world.values.get(Variable(variable.system, over))
    return None if divisor is None else values / divisor


def _against(basis: Basis, implied: Draws, datum: Datum, is_count: bool, seed: int) -> Held:
    p5, p50, p95 = (float(one) for one in np.quantile(implied[np.isfinite(implied)], (0.05, 0.5, 0.95)))
    said = quantiles(datum)
    if basis.whole:
        ends = tuple(float(ceil(round(one, 6))) for one in (p5, p50, p95))
        fits = ends[0] <= said[1] <= ends[2]
        return Held(
            basis, (ends[0], ends[1], ends[2]), _factor(said[1], ends[1]), 1.0, "agrees" if fits else "contradicts"
        )
    unit = datum.factor / to_coherent(datum.dimension.unit)
    p = p_value(implied * 1.0, "", _stated(datum, seed) * unit, datum)
    return Held(
        basis, (p5, p50, p95), _factor(said[1], p50), p, _compared(said, (p5, p50, p95), datum.value.side, is_count)
    )


def _factor(one: float, other: float) -> float:
    return max(one / other, other / one) if one > 0 and other > 0 else float("inf")


def _stated(datum: Datum, seed: int) -> Draws:
    """Draws of what a claim says, in its own unit: a number without a range was rounded."""
    drawn = sample(datum, _DRAWS, seed) / datum.factor
    if datum.value.is_point:
        spread = np.log1p(rounding(datum.value.parameters[0], MOST_ROUNDED)) / Z90
        drawn = drawn * np.exp(spread * generator(f"comparison/{datum.key}", seed, 0).standard_normal(_DRAWS))
    return drawn


_DRAWS = 4_096


def _compared(
    said: tuple[float, float, float], implied: tuple[float, float, float], side: str, is_count: bool
) -> Verdict:
    """Factors decide: near the middle of what follows, or within its range, an equivalence is about right."""
    if is_count:
        return "agrees" if said[1] * OF_A_COUNT >= implied[1] else "contradicts"
    if (side == ">=" and said[1] <= implied[1]) or (side == "<=" and said[1] >= implied[1]):
        return "agrees"
    about = A_SINGLE_ONE if said[1] == 1 else ABOUT
    if _factor(said[1], implied[1]) <= about or _apart(said, implied) <= 1:
        return "agrees"
    return "tension" if _apart(said, implied) <= RIGHT else "contradicts"


def _apart(said: tuple[float, float, float], implied: tuple[float, float, float]) -> float:
    """The factor between the nearest ends of two ranges; 1 where they overlap."""
    if said[2] <= 0 or implied[2] <= 0:
        return float("inf")
    return max(1.0, said[0] / implied[2], implied[0] / said[2])


def _is_count(claim: Claim, case: Case) -> bool:
    """Whether machines are counted that are to carry a load, rather than compared with it."""
    variable, _ = claim.readings[0]
    if family(variable.quantity) != "reactors":
        return False
    power = Variable(variable.system, "reactor_net_power")
    own = any(stated == power and datum.tier == Tier.GIVEN for stated, datum in case.data)
    compared = re.search(COMPARED, f"{claim.quote} {claim.about}", re.IGNORECASE)
    return variable.quantity == "reactors_with_outage" or (own and not compared)
