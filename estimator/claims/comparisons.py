"""Equivalences in sentences that can be printed: what it would be by each basis, and what the claim is right for."""

from estimator.claims.bases import Equivalence, Held
from estimator.claims.rules import RIGHT
from estimator.claims.verdicts import said
from estimator.wording import Listed, Message, Told


def comparison(found: Equivalence) -> Message:
    """What all else makes of an equivalence, basis by basis, and whether the claim is right by any of them."""
    told = tuple(based(one, found) for one in found.held if _is_told(one, found))
    return Message.of("comparison", claim=said(found.claim), bases=Listed(told, "comma"), judgement=judgement(found))


def _is_told(one: Held, found: Equivalence) -> bool:
    """Bases that readings name, one that explains the claim, and what it takes of whole machines that are counted."""
    if one.basis.whole:
        return found.is_count or (one.verdict == "agrees" and found.fitting is None)
    return one.basis in found.listed or one is found.fitting


def based(one: Held, found: Equivalence) -> Message:
    """An equivalence by one basis."""
    low, middle, high = one.interval
    interval = (low, middle, high) if low < high else (middle, middle, middle)
    told = Told(interval, found.shown_in, draws=0 if one.basis.whole else _PRECISION, called=_called(found))
    return Message.of("comparison.by", value=told, basis=Message.of(one.basis.told_as))


def _called(found: Equivalence) -> str:
    return found.label if found.unit == "reactor" else ""


def beside(one: Held, found: Equivalence) -> Message:
    """An equivalence by one basis, and how the claim compares with it."""
    value = based(one, found)["value"]
    probability = None if one.basis.whole else _probability(one)
    return Message.of("comparison.beside", value=value, basis=_basis(one), factor=one.factor, p=probability)


def judgement(found: Equivalence) -> Message:
    """Whether it is right, and by which basis."""
    ordinary, fitting = found.ordinary, found.fitting
    if found.is_count:
        kind = "comparison.carries" if found.verdict == "agrees" else "comparison.too-few"
        return Message.of(kind, number=found.number)
    if ordinary.verdict == "agrees":
        return _agreeing("comparison.right", ordinary)
    if fitting:
        return _agreeing("comparison.only", fitting, ordinary)
    whole = next((one for one in found.held if one.basis.whole and one.verdict == "agrees"), None)
    if whole:
        return _agreeing("comparison.only", whole, ordinary)
    kind = "comparison.strained" if found.verdict == "tension" else "comparison.off"
    return Message.of(kind, factor=ordinary.factor, basis=_basis(ordinary), p=_probability(ordinary))


def _agreeing(kind: str, one: Held, other: Held | None = None) -> Message:
    """Right, or about right, by a basis; and by how much it is off by the ordinary one."""
    word = Message.of("comparison.word-right" if one.factor <= RIGHT else "comparison.word-about")
    return Message.of(
        kind,
        word=word,
        basis=_basis(one),
        factor=other.factor if other else None,
        other=_basis(other) if other else None,
        p=_probability(other) if other else None,
    )


def _basis(one: Held) -> Message:
    return Message.of(one.basis.told_as)


def _probability(one: Held) -> Message:
    return Message.of("p.below", least=_LEAST) if one.p_value < _LEAST else Message.of("p", p=one.p_value)


_LEAST = 1e-3
"""A share of the draws below which these tell no more."""

_PRECISION = 4_096
