"""Facts held against what the rest says of them, each left out in turn."""

from collections.abc import Iterator, Sequence

from estimator.datum import Stated, Tier
from estimator.solution.agreement import verdict
from estimator.solution.checks import Check
from estimator.solution.worlds import Observatory

MOST_FACTS_LEFT_OUT = 24
"""Facts that are each left out in turn and recomputed from the rest; of more, the first ones are."""


def recomputed(
    observatory: Observatory, conflicts: Sequence[tuple[Sequence[Stated], Stated]], checks: Sequence[Check]
) -> Iterator[Check]:
    """Each fact left out and computed from all the rest, where the rest determines it.

    `conflicts` are told by their members and the one that the main world does without. An exact default that the facts
    overrule, such as no other IT, is silence and no evidence against them.
    """
    silent = [
        (check.variable, check.datum)
        for check in checks
        if check.datum.is_default and check.datum.value.is_point and verdict(check.p) != "agrees"
    ]
    silent += [  # zeros that facts deny
        (variable, datum)
        for variable, datum in observatory.data
        if datum.is_default and datum.value.parameters == (0.0,) and variable not in observatory.network.zeros
    ]
    facts = [stated for stated in observatory.data if stated[1].tier == Tier.GIVEN]
    for fact in facts[:MOST_FACTS_LEFT_OUT]:
        variable, datum = fact
        elsewhere = [left_out for members, left_out in conflicts if fact not in members]
        rivals = [stated for stated in observatory.data if stated[0] == variable]
        plan = observatory.plan_around(variable.system, [*elsewhere, *rivals, *silent])
        if variable not in plan.made_by:
            continue
        world = observatory.drawn(plan)
        if variable in world.values:
            yield observatory.check(world, variable, datum, world.support(variable))
