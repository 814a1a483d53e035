"""What every claim must pass, whoever proposed it: nothing stands in a draft that does not stand in the text."""

from collections.abc import Iterable, Sequence
from math import isclose, isfinite

from estimator.errors import EstimatorError
from estimator.model import model
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.lexicon import LANGUAGES, load_lexicon
from estimator.reading.numbers import numbers
from estimator.reading.text import Text, plain_of, tokens_of
from estimator.values import value_of

_CLOSE = 1e-9
_BOUNDS = ("=", "~", ">=", "<=", "range")


def refusal(text: Text, claim: ReadClaim) -> str:
    """Why a claim is none: "" where its characters hold its numbers, none is zero, and its quote is of the text."""
    start, end = claim.span
    first, last = claim.quoted
    if not 0 <= first <= start < end <= last <= len(text.raw) or text.raw[first:last] != claim.quote:
        return "its span or its quote is not in the text"
    if not (isfinite(claim.low) and isfinite(claim.high) and 0 < claim.low <= claim.high):
        return "its value is zero, negative, infinite or upside down"
    if claim.bound not in _BOUNDS or (claim.bound == "range") != (claim.low < claim.high):
        return "its bound is none"
    if not _written(text.raw[start:end], claim):
        return "its value does not follow from its characters"
    return ""


def _written(span: str, claim: ReadClaim) -> bool:
    """Whether the numbers of a span, by one factor that units and multipliers may be, are the ends of a claim."""
    tokens = list(tokens_of(plain_of(span)))
    for language in LANGUAGES:
        found = list(numbers(tokens, load_lexicon().words[language].numbers))
        values = {value for one in found for value in (one.value, one.grouped or one.value)}
        if claim.low == claim.high and any(_known_factor(claim.high / value) for value in values):
            return True
        if len(found) > 1 and claim.low < claim.high and _ratio(found[0].value, found[-1].value, claim):
            return True
    return False


def _known_factor(factor: float) -> bool:
    """Whether a factor is that of a unit, with or without a conversion."""
    return any(isclose(factor, known, rel_tol=_CLOSE) for known in load_lexicon().factors)


def _ratio(low: float, high: float, claim: ReadClaim) -> bool:
    """Whether two numbers are the ends of a range, the first perhaps without its multiplier."""
    ratio = claim.high / claim.low
    return any(isclose(high / low / power, ratio, rel_tol=_CLOSE) for power in (1.0, 1e3, 1e6, 1e9, 1e12))


def gated(text: Text, claims: Iterable[ReadClaim]) -> tuple[tuple[ReadClaim, ...], tuple[Unread, ...]]:
    """The claims that pass, and the others with the reason."""
    kept, refused = [], []
    for claim in claims:
        if reason := refusal(text, claim):
            start = max(0, min(claim.span[0], len(text.raw)))
            end = max(start, min(claim.span[1], len(text.raw)))
            refused.append(Unread((start, end), text.raw[start:end], text.line(start), f"refused: {reason}"))
        else:
            kept.append(claim)
    return tuple(kept), tuple(refused)


def value_text(claim: ReadClaim, money: str) -> tuple[str, tuple[str, ...], str]:
    """How a scenario writes a claim, the quantities that take it, and what was changed; or "" and the reason.

    `money` is what sums are written in, such as USD2025.
    """
    reason = ""
    for written, note in _spellings(claim, money):
        fitting = []
        for name in claim.reads_as:
            try:
                value_of(_per_run(written, name), name, model().quantities[name].dimension)
                fitting.append(name)
            except (EstimatorError, KeyError) as error:
                reason = reason or str(error)
        if fitting:
            names = [name for name in fitting if _unit(name) == _unit(fitting[0])]
            return _per_run(written, fitting[0]), tuple(names), note
    return "", (), reason


def _unit(name: str) -> str:
    return model().quantities[name].dimension.unit


def _per_run(written: str, name: str) -> str:
    """Figures of one training are told per run."""
    if not _unit(name).endswith("/run") or written.endswith("/run"):
        return written
    return "..".join(f"{end}/run" for end in written.split(".."))


def _spellings(claim: ReadClaim, money: str) -> Sequence[tuple[str, str]]:
    """Ways to write a value, the closest to the text first: as written, in our unit, without "about"."""
    sign = claim.bound if claim.bound in ("~", ">=", "<=") else ""
    space = " " if sign in (">=", "<=") else ""
    ways = [way for way in (_as_written(claim, money), _in_unit(claim, money)) if way]
    exact = [(f"{sign}{space}{way}", "") for way in ways]
    note = "The text says about; the range of 10 % around it would leave what is possible."
    return [*exact, *((way, note) for way in ways if sign == "~")]


def _as_written(claim: ReadClaim, money: str) -> str:
    """The digits of the text, unless they do not give the value of the claim."""
    if not claim.written:
        return ""
    return claim.written.replace(money[:3], money) if money else claim.written


def _in_unit(claim: ReadClaim, money: str) -> str:
    unit = "" if claim.unit == "1" else claim.unit
    if money:
        unit = unit.replace(money[:3], money)
    ends = [f"{end:.12g} {unit}".strip() for end in dict.fromkeys((claim.low, claim.high))]
    return "..".join(ends)
