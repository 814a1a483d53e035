"""Looks for known errors in what was said. The patterns are data; each kind of pattern is one function."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, log

from estimator.case import Claim
from estimator.catalog.detectors import Apart, Detector, Factor, Ratio, Slip, Value, Words
from estimator.claims.blame import Implied
from estimator.claims.consequences import Consequences, Memory, Number, consequences
from estimator.claims.quotations import Quotation, quotations
from estimator.claims.readings import Reading
from estimator.claims.rules import CONTRADICTS_BEYOND, LEAST_REACH
from estimator.claims.topics import Topic
from estimator.datum import Datum, Stated, Variable
from estimator.results.findings import Finding
from estimator.uncertainty.distributions import Z90, quantiles
from estimator.wording import datum_text, either, listed, value_text


@dataclass(frozen=True)
class Detection:
    """A known error that was found: in which statements, in words, and by which factor if there is one.

    `left` is what it leaves of a gap between statements, as a logarithm.
    """

    name: str
    claims: tuple[str, ...]
    message: str
    factor: float | None = None
    left: float = 0.0


def detected(
    detectors: Sequence[Detector], claims: Sequence[Claim], found: Sequence[Topic], apart: Sequence[Finding]
) -> list[Detection]:
    """Everything that any detector finds: in what was quoted, and in the numbers of the least bad readings.

    Numbers are looked at only where the ordinary reading does not agree, and each gap between statements has one
    explanation: that which leaves least of it, in the fewest statements.
    """
    quoted = list(quotations(claims, found))
    memory = Memory()
    looked_at = [one for topic in found for one in _looked_at(topic)]
    followed = [consequences(reading, memory) for reading, _ in looked_at]
    moved = {id(follows): names for follows, (_, names) in zip(followed, looked_at, strict=True)}
    result: dict[tuple[str, frozenset[str]], Detection] = {}
    for detector in detectors:
        match detector:
            case Words():
                hits = list(_words(detector, quoted))
            case Apart():
                hits = [_apart(detector, finding, claims) for finding in apart]
            case Value():
                hits = [h for one in followed for h in _values(detector, one) if _is_about(h, moved[id(one)])]
            case Ratio():
                hits = [h for one in followed for h in _ratios(detector, one) if _is_about(h, moved[id(one)])]
            case Slip():
                hits = [h for one in followed for h in _slips(detector, one) if _is_about(h, moved[id(one)])]
        for hit in hits:
            result.setdefault((hit.name, frozenset(hit.claims)), hit)
    fewest = [hit for (name, claims), hit in result.items() if not any(n == name and one < claims for n, one in result)]
    return _one_for_each_gap(fewest, {one.name for one in detectors if isinstance(one, Ratio | Slip)})


def _looked_at(topic: Topic) -> Iterator[tuple[Reading, Collection[str] | None]]:
    """Readings whose numbers may hold an error, and in which statements it can be: None for any.

    Where none agrees, these are the ordinary one and the least bad one. Where others agree and the ordinary one does
    not, it is that, and what all that agree take for something else: no other error would explain it.
    """
    checked = [reading for reading in topic.told if reading.verdict]
    agreeing = [reading for reading in checked if reading.verdict == "agrees"]
    ordinary = topic.readings[:1]
    if checked and not agreeing:
        best = min(checked, key=lambda reading: reading.badness)
        looked_at = ordinary if best is ordinary[0] else (*ordinary, best)
        yield from ((reading, None) for reading in looked_at if reading.verdict)
    elif agreeing and ordinary[0].verdict == "contradicts":
        meant = ordinary[0].choice.items()
        yield ordinary[0], {name for name, one in meant if all(one != other.choice[name] for other in agreeing)}


def _is_about(hit: Detection, names: Collection[str] | None) -> bool:
    """Whether an error lies in one of some statements; in any, where they are not narrowed down."""
    return names is None or any(name in names for name in hit.claims)


def _one_for_each_gap(hits: Sequence[Detection], of_numbers: Collection[str]) -> list[Detection]:
    """The best explanation of each gap: a factor between the same statements, or some of them.

    That a number cannot be, or is out of the ordinary, is no explanation, and is told beside one.
    """
    explained: list[frozenset[str]] = []
    left_out = []
    for hit in sorted((hit for hit in hits if hit.name in of_numbers), key=lambda hit: hit.left):
        claims = frozenset(hit.claims)
        if any(claims <= one or one <= claims for one in explained):
            left_out.append(hit)
        explained.append(claims)
    return [hit for hit in hits if hit not in left_out]


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
            hit = _told(detector, follows, number.support, ratio, parts)
            yield replace(hit, left=_off_centre(detector, ratio))


def _off_centre(detector: Ratio, ratio: float) -> float:
    """How far a ratio is from what the error would make it, on a logarithm; a wide band explains little."""
    width = log(detector.below / detector.above)
    return abs(log(ratio) - log(detector.below * detector.above) / 2) if width < 1 else width


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
    left: float

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
        hit = _told(detector, follows, [one.stated for one in group], group[0].factor, parts)
        yield replace(hit, left=min(one.left for one in group))


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
    return _Slipped(stated, nearest, sizes[nearest] if gap > 0 else 1 / sizes[nearest], implied, left[nearest])


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


def _words(detector: Words, quotations: Sequence[Quotation]) -> Iterator[Detection]:
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
