"""Defaults that keep within limits: drawn from what they usually are, given what others leave them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from estimator.datum import Variable
from estimator.solver.plan import Plan
from estimator.solver.steps import Conditioned, Kept, Limit, Solved


def way_back(plan: Plan, source: Variable, target: Variable) -> tuple[Solved, ...] | None:
    """Steps that give `source` from `target`, if one chain of single equations leads from the one to the other."""
    moved, chain = plan.downstream(source), []
    while target != source:
        made = plan.made_by.get(target)
        if not isinstance(made, Solved):
            return None
        between = [name for name in made.inputs if name in moved]
        expression = made.link.solved_for(between[0]) if len(between) == 1 else None
        if expression is None:
            return None
        chain.append(Solved(between[0], made.link, expression))
        target = between[0]
    return tuple(chain)


def conditioned(
    plan: Plan, source: Variable, limits: Sequence[Limit], truncated: Callable[[Any, Any, Any], Any]
) -> Plan:
    """A plan in which a datum keeps within limits, those that it has already among them."""
    before = plan.conditioned.get(source)
    step = Conditioned(source, _raw(source), (*(before.limits if before else ()), *limits), truncated)
    own = ((source,), (step.raw,))
    after = [other for other in plan.after(source) if other.targets not in own]
    later = {id(other) for other in after}
    beside = [other for other in plan.steps if id(other) not in later and other.targets not in own]
    steps = [*beside, Kept(step.raw, source), step, *after]
    return replace(plan, steps=steps, conditioned={**plan.conditioned, source: step})


def _raw(variable: Variable) -> Variable:
    """The name of a datum's own values; no quantity is called so."""
    return Variable(variable.system, f"{variable.quantity} unconditioned")
