"""Claims that nothing else checks, held against what is usual of the same: a price, a PUE, a tariff."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from estimator.case import Claim
from estimator.claims.rules import USUAL
from estimator.claims.topics import Topic
from estimator.claims.verdicts import said
from estimator.datum import Datum, Tier, Variable
from estimator.solution.agreement import Verdict
from estimator.uncertainty.distributions import quantiles
from estimator.wording import Message, stated


@dataclass(frozen=True)
class Unusual:
    """A claim beside the default of its quantity; `factor` is that between their middles, above one."""

    claim: Claim
    variable: Variable
    default: Datum
    factor: float
    verdict: Verdict


def against_usual(topic: Topic, alone: Collection[str]) -> Iterator[Unusual]:
    """Claims that no other statement checks and of which something is usual, each in its first reading.

    Those that a bound alone checks are told only where they are out of the ordinary.
    """
    usual = {variable: datum for variable, datum in topic.case.data if datum.tier > Tier.GIVEN}
    stated = _checked_by_statements(topic)
    for claim in topic.claims:
        variable, datum = claim.readings[0]
        known = usual.get(variable)
        if known is None or known.value.is_point or claim.key in stated:
            continue
        found = _beside(claim, variable, datum, known)
        if claim.key in alone or found.verdict != "agrees":
            yield found


def _checked_by_statements(topic: Topic) -> frozenset[str]:
    """Claims of the ordinary reading that the scenario's other statements check, without any figure or default."""
    if not topic.readings:
        return frozenset()
    fit = topic.readings[0].fit
    known = [row for row, one in enumerate(fit.observations) if one.datum is None or not one.is_claimed]
    alone = fit.without(*known)
    shares = zip(alone.observations, alone.checked, strict=True)
    return frozenset(one.name for one, share in shares if share > 0)


def _beside(claim: Claim, variable: Variable, datum: Datum, known: Datum) -> Unusual:
    """How a claim lies beside a range: on a scale from one, such as that of a PUE, it is what is above one."""
    least = 1.0 if datum.dimension.scale == "log_excess" else 0.0
    (s5, s50, s95), (k5, k50, k95) = quantiles(datum), quantiles(known)
    beyond = max((k5 - least) / max(s95 - least, _NOTHING), (s5 - least) / max(k95 - least, _NOTHING))
    if (datum.value.side == ">=" and s50 <= k95) or (datum.value.side == "<=" and s50 >= k5):
        beyond = 1.0
    word: Verdict = "agrees" if beyond <= 1 else "tension" if beyond <= USUAL else "contradicts"
    return Unusual(claim, variable, known, max(s50 / k50, k50 / s50), word)


_NOTHING = 1e-9


def unusual_told(found: Unusual) -> Message:
    """A claim beside what is usual, in a sentence."""
    return Message.of(
        "verdict.beside-usual",
        claim=said(found.claim),
        word=found.verdict,
        variable=found.variable,
        usual=stated(found.default),
        factor=found.factor,
    )
