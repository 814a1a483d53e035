"""Which further figures would check a claim: each is tried before it is named."""

from collections.abc import Iterator
from dataclasses import replace

from estimator.case import Case, Claim
from estimator.claims.topics import Topic
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import Model
from estimator.results.result import HEADLINES
from estimator.scenario.equivalences import is_equivalence
from estimator.solver.plan import Plan, lay_out, make_plan
from estimator.wording import Listed

_ENOUGH = 3
"""Figures that are named as worth asking for."""

_TRIED = "tried"


def needed(model: Model, topic: Topic, claim: Claim) -> Listed:
    """The figures of a claim's system, asked for first and stated by nobody, that would check it if they were known."""
    lacking: list[Variable] = []
    for variable in _candidates(model, topic, claim):
        if _decides(model, topic, claim, variable):
            lacking.append(variable)
        if len(lacking) == _ENOUGH:
            break
    return Listed(tuple(lacking), "or")


def _candidates(model: Model, topic: Topic, claim: Claim) -> Iterator[Variable]:
    said = (variable for other in topic.claims for variable, _ in other.readings)
    stated = {*said, *(variable for variable, datum in topic.case.data if datum.tier == Tier.GIVEN)}
    for headline in HEADLINES:
        variable, dimension = Variable(claim.readings[0][0].system, headline), model.quantities[headline].dimension
        if variable not in stated and dimension.extensive and not dimension.label:
            yield variable


def _decides(model: Model, topic: Topic, claim: Claim, variable: Variable) -> bool:
    """Whether a claim would be checked if a quantity were known: if all else says how much that is, by the claim."""
    first = [other.readings[0] for other in topic.claims]
    data = (*topic.case.data, *first)
    if not is_equivalence(claim):
        plan = _plan(model, replace(topic.case, data=data, asked=(variable.quantity,)))
        return variable in plan.made_by and claim.readings[0][0] in plan.response(variable)
    dimension = model.quantities[variable.quantity].dimension
    tried = Datum(
        quantity=variable.quantity, value=Value("point", (1.0,)), dimension=dimension, tier=Tier.GIVEN, key=_TRIED
    )
    compared = claim.readings[0][0]
    plan = _plan(model, replace(topic.case, data=(*data, (variable, tried)), asked=(compared.quantity,)))
    return compared in plan.made_by


def _plan(model: Model, case: Case) -> Plan:
    network = lay_out(model, case)
    return make_plan(network, [stated for stated in case.data if stated[0] in network.index])
