"""Facts about different systems that readers are tempted to divide by each other, and cannot."""

from collections.abc import Iterator, Mapping
from itertools import islice

from estimator.case import Case
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.results.findings import Finding
from estimator.solution.agreement import verdict
from estimator.solution.checks import Check
from estimator.solution.worlds import Observatory
from estimator.wording import Message, Told, stated

MOST_PAIRS = 24
"""Pairs that are tried; of more, the first ones are."""


def kept_apart(model: Model, case: Case, draws: int, seed: int) -> Iterator[Finding]:
    """Pairs of a power and a count from different systems that could not be about one and the same thing.

    Each pair is put into one imagined system with the hardware that the scenario names; a warning tells what breaks.
    A system that states both, a power and a count, has its own ratio and tempts nobody; nor do two that stand side by
    side in one whole, since its author told them apart.
    """
    above = _above(case.parts)
    facts = [stated for stated in case.data if stated[1].tier == Tier.GIVEN and stated[1].dimension.extensive]
    powers = {variable.system for variable, datum in facts if datum.dimension.unit == "MW"}
    counts = {variable.system for variable, datum in facts if datum.dimension.counts}
    only_powers = [one for one in facts if one[0].system in powers - counts and one[1].dimension.unit == "MW"]
    only_counts = [one for one in facts if one[0].system in counts - powers and one[1].dimension.counts]
    pairs = (
        (power, count)
        for count in only_counts
        for power in only_powers
        if not _side_by_side(power[0].system, count[0].system, above)
    )
    for power, count in islice(pairs, MOST_PAIRS):
        hardware = _hardware(case, count, power)
        told = list(_warned(model, case, (power, count), hardware, (draws, seed))) if hardware else []
        yield from told
        lone = [fact for fact in facts if fact[0].system in (power[0].system, count[0].system)] == [power, count]
        if not told and (lone or len(facts) == 2):
            said = Message.of("finding.apart", power=_named(power), count=_named(count))
            yield Finding(kind="apart", system=power[0].system, quantities=(str(power[0]), str(count[0])), told=said)


def _above(parts: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """The wholes that each system is in, at any height; parts come before wholes."""
    found: dict[str, set[str]] = {system: set() for system in parts}
    for whole in reversed([*parts]):
        for part in parts[whole]:
            found[part] |= {whole} | found[whole]
    return found


def _side_by_side(one: str, other: str, above: Mapping[str, set[str]]) -> bool:
    """Whether two systems are in one whole, and neither is in the other."""
    return one not in above[other] and other not in above[one] and not above[one].isdisjoint(above[other])


def _hardware(case: Case, *facts: Stated) -> str:
    """The system whose accelerator stands in: one of the facts' own or of their parts, else the first that has one."""
    equipped = [v.system for v, datum in case.data if v.quantity == "accelerator_tdp" and datum.tier == Tier.USE]
    own = [name for variable, _ in facts for name in (variable.system, *case.parts[variable.system])]
    return next((name for name in own if name in equipped), equipped[0] if equipped else "")


def _warned(
    model: Model, case: Case, pair: tuple[Stated, Stated], hardware: str, sampling: tuple[int, int]
) -> Iterator[Finding]:
    figures = [stated for stated in case.data if stated[0].system == hardware and stated[1].tier not in (Tier.GIVEN,)]
    one = Case(
        parts={"": ()}, data=tuple((Variable("", variable.quantity), datum) for variable, datum in [*figures, *pair])
    )
    observatory = Observatory(model, one, *sampling)
    (power, power_datum), (count, count_datum) = pair
    check = _recomputed(observatory, Variable("", count.quantity), count_datum)
    if check is None or verdict(check.p) != "contradicts":
        return
    said = Message.of(
        "finding.not-the-same",
        power=_named(pair[0]),
        count=_named(pair[1]),
        hardware=hardware,
        value=stated(power_datum),
        implied=Told(check.implied, count_datum.dimension.unit, check.direction, draws=observatory.draws),
        factor=check.ratio or 1.0,
    )
    yield Finding(kind="apart", system=power.system, quantities=(str(power), str(count)), told=said, ratio=check.ratio)


def _named(fact: Stated) -> Message:
    return Message.of("datum", variable=fact[0], value=stated(fact[1]))


def _recomputed(observatory: Observatory, variable: Variable, datum: Datum) -> Check | None:
    world = observatory.world([stated for stated in observatory.data if stated[0] == variable])
    if variable not in world.plan.made_by:
        return None
    return observatory.check(world, variable, datum, world.support(variable))
