"""Looks for known errors in what was said. The patterns are data; each kind of pattern is one function."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, log

from estimator.case import Claim
from estimator.catalog.detectors import Apart, Detector, Factor, Ratio, Slip, Value, Words
from estimator.claims.blame import Implied
from estimator.claims.consequences import Consequences, Memory, Number, consequences
from estimator.claims.rules import CONTRADICTS_BEYOND, LEAST_REACH
from estimator.claims.topics import Topic
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.results.findings import Finding
from estimator.uncertainty.distributions import Z90, quantiles
from estimator.wording import datum_text, either, listed, value_text


@dataclass(frozen=True)
class Detection:
    """A known error that was found: in which statements, in words, and by which factor if there is one."""

    name: str
    claims: tuple[str, ...]
    message: str
    factor: float | None = None


def detected(
    detectors: Sequence[Detector], claims: Sequence[Claim], found: Sequence[Topic], apart: Sequence[Finding]
) -> list[Detection]:
    """Everything that any detector finds: in what was quoted, and in the numbers of told readings that do not agree.

    What one detector finds in the same statements is told once, whatever they are read as, and in the fewest of them.
    """
    quotations = list(_quotations(claims, found))
    memory = Memory()
    readings = [reading for topic in found for reading in topic.told if reading.verdict != "agrees"]
    followed = [consequences(reading, memory) for reading in readings]
    result: dict[tuple[str, frozenset[str]], Detection] = {}
    for detector in detectors:
        match detector:
            case Words():
                hits = list(_words(detector, quotations))
            case Apart():
                hits = [_apart(detector, finding, claims) for finding in apart]
            case Value():
                hits = [hit for follows in followed for hit in _values(detector, follows)]
            case Ratio():
                hits = [hit for follows in followed for hit in _ratios(detector, follows)]
            case Slip():
                hits = [hit for follows in followed for hit in _slips(detector, follows)]
        for hit in hits:
            result.setdefault((hit.name, frozenset(hit.claims)), hit)
    return [hit for (name, claims), hit in result.items() if not any(n == name and one < claims for n, one in result)]


def _values(detector: Value, follows: Consequences) -> Iterator[Detection]:
    for number in follows.numbers:
        if number.variable.quantity in detector.quantities and detector.above <= number.median < detector.below:
            parts = {"quantity": number.variable, "value": _text(number.median, number.unit)}
            yield _told(detector, follows, number.support, number.median if number.unit == "1" else None, parts)


def _ratios(detector: Ratio, follows: Consequences) -> Iterator[Detection]:
    for number in follows.numbers:
        if number.variable.quantity not in detector.quantities:
            continue
        known = _known(follows, number, detector.over)
        if known and detector.above <= (ratio := number.median / known.median) < detector.below:
            value, usual = _text(number.median, number.unit), _text(known.median, known.unit)
            parts = {"quantity": number.variable, "value": value, "known": usual}
            yield _told(detector, follows, number.support, ratio, parts)


def _known(follows: Consequences, number: Number, over: str | None) -> Number | None:
    """What a number is held against: what is usual of the same, or another quantity, as stated or else as is usual."""
    if over is None:
        return follows.usual.get(number.variable)
    variable = Variable(number.variable.system, over)
    others = (other for other in follows.numbers if other.variable == variable)
    stated = (other for other in others if not set(other.support) & set(number.support))
    return next(stated, follows.usual.get(variable))


@dataclass(frozen=True)
class _Slipped:
    """A statement that would fit the rest if a factor were taken out of it."""

    stated: Stated
    name: str
    factor: float
    implied: Implied

    @property
    def right(self) -> str:
        """The value that would fit."""
        return _text(quantiles(self.stated[1])[1] / self.factor, self.implied.shown_in)


def _slips(detector: Slip, follows: Consequences) -> Iterator[Detection]:
    """One detection for each factor: that two statements are a factor apart does not tell which of them is wrong."""
    groups: dict[str, list[_Slipped]] = {}
    for name, implied in follows.reading.implied.items() if follows.reading.verdict == "contradicts" else ():
        variable, _ = follows.stated[name]
        if detector.quantities and variable.quantity not in detector.quantities:
            continue
        if detector.entries and not _in_use(follows, variable.system, detector.entries):
            continue
        if slipped := _slipped(detector, follows, follows.stated[name], implied):
            groups.setdefault(slipped.name, []).append(slipped)
    for name, group in groups.items():
        implied_texts = [value_text(*one.implied.quantiles, one.implied.shown_in) for one in group]
        parts = {"implied": listed(implied_texts), "factor": name, "right": either([one.right for one in group])}
        yield _told(detector, follows, [one.stated for one in group], group[0].factor, parts)


def _slipped(detector: Slip, follows: Consequences, stated: Stated, implied: Implied) -> _Slipped | None:
    """The factor that comes nearest to how far a statement is off, if what is then left contradicts no more."""
    variable, datum = stated
    gap = log(quantiles(datum)[1] / implied.quantiles[1])
    if detector.more and gap < 0:
        return None
    tried = [factor for factor in detector.factors if not factor.units or datum.dimension.unit in factor.units]
    sizes = {factor.name: size for factor in tried if (size := _size(factor, follows, variable)) > 1}
    left = {name: abs(abs(gap) - log(size)) for name, size in sizes.items()}
    nearest = min(left, key=lambda name: left[name], default="")
    if not nearest or left[nearest] >= min(_reach(datum, implied), log(sizes[nearest]) / 2):
        return None
    return _Slipped(stated, nearest, sizes[nearest] if gap > 0 else 1 / sizes[nearest], implied)


def _in_use(follows: Consequences, system: str, entries: Sequence[str]) -> bool:
    """Whether a system or a part of it uses one of the entries of the catalog."""
    case = follows.reading.case
    keys = [datum.key for variable, datum in case.data if variable.system in (system, *case.parts[system])]
    return any(key.startswith(f"{entry}/") for key in keys for entry in entries)


def _size(factor: Factor, follows: Consequences, variable: Variable) -> float:
    """A factor by which a statement can be wrong; 0 where it is a quantity of which nothing is known."""
    if isinstance(factor.factor, float):
        return factor.factor
    known = follows.usual.get(Variable(variable.system, factor.factor))
    return known.median if known else 0.0


def _reach(datum: Datum, implied: Implied) -> float:
    """How far apart a statement and what the rest implies may be, as a logarithm, and not contradict each other."""
    ranges = [(p5, p95) for p5, _, p95 in (quantiles(datum), implied.quantiles) if p5 > 0]
    spread = hypot(*(log(p95 / p5) / 2 / Z90 for p5, p95 in ranges))
    return max(CONTRADICTS_BEYOND * spread, LEAST_REACH)


@dataclass(frozen=True, kw_only=True)
class _Quotation:
    """The words of a statement on one line, and what is said of them: value, readings, what else it is about."""

    name: str
    value: str
    quote: str
    about: str
    readings: tuple[Variable, ...]


def _quotations(claims: Sequence[Claim], found: Sequence[Topic]) -> Iterator[_Quotation]:
    """Everything that is quoted: of claims, and of the facts beside them."""
    for claim in claims:
        variables = tuple(variable for variable, _ in claim.readings)
        yield _Quotation(
            name=claim.key, value=claim.value, quote=_plain(claim.quote), about=_plain(claim.about), readings=variables
        )
    known = {claim.key for claim in claims}
    for variable, datum in (stated for topic in found for stated in topic.readings[0].case.data):
        if datum.tier == Tier.GIVEN and datum.key not in known:
            yield _Quotation(
                name=datum.key, value=datum_text(datum), quote=_plain(datum.quote), about="", readings=(variable,)
            )


def _plain(text: str) -> str:
    """Text with one kind of space and of apostrophe, and accents as one character with their letter."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


def _words(detector: Words, quotations: Sequence[_Quotation]) -> Iterator[Detection]:
    """What is quoted twice is told once."""
    told: set[str] = set()
    for one in quotations:
        readings = [variable for variable in one.readings if variable.quantity in detector.reads_as]
        if one.quote in told or (detector.reads_as and not readings):
            continue
        match = _found(detector.words, one.quote)
        if not match or (detector.also and not _found(detector.also, one.quote)):
            continue
        if _found(detector.unless, f"{one.quote} {one.about}"):
            continue
        told.add(one.quote)
        meaning = [str(variable) for variable in readings or one.readings if str(variable) != one.name]
        read = f" as {either(meaning)}" if meaning else ""
        text = f"{one.name} {one.value}{read} (“{_excerpt(one.quote, match)}”)"
        yield Detection(detector.name, (one.name,), _filled(detector, {"claims": text}))


def _found(expressions: Sequence[str], text: str) -> re.Match[str] | None:
    """The first of the expressions that is found."""
    return next((match for one in expressions if (match := re.search(one, text, re.IGNORECASE))), None)


_AROUND = 60
"""Characters that are shown on either side of what was found."""


def _excerpt(quote: str, match: re.Match[str]) -> str:
    """The words that were found, with whole words around them."""
    before, after = quote[: match.start()], quote[match.end() :]
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + "…"
    return f"{before}{match[0]}{after}"


def _apart(detector: Apart, finding: Finding, claims: Sequence[Claim]) -> Detection:
    names = {str(claim.readings[0][0]): claim.key for claim in claims if claim.readings}
    message = _filled(detector, {"finding": finding.message})
    return Detection(detector.name, tuple(names.get(name, name) for name in finding.quantities), message, finding.ratio)


def _told(
    detector: Value | Ratio | Slip, follows: Consequences, statements: Sequence[Stated], factor: float | None,
    parts: Mapping[str, object],
) -> Detection:  # fmt: skip
    claims = listed([_named(follows, variable, datum) for variable, datum in statements])
    message = _filled(detector, {"claims": claims, **parts})
    return Detection(detector.name, tuple(datum.key for _, datum in statements), message, factor)


def _named(follows: Consequences, variable: Variable, datum: Datum) -> str:
    """A statement by its name, its value as it was written, and what it is taken for."""
    written = follows.reading.written.get(datum.key)
    return f"{datum.key} {written} as {variable}" if written else f"{datum.key} {datum_text(datum)}"


def _text(value: float, unit: str) -> str:
    return value_text(value, value, value, unit)


def _filled(detector: Detector, parts: Mapping[str, object]) -> str:
    return " ".join(detector.message.format(**parts).split())
