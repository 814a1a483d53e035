"""Looks for known errors in what was said. The patterns are data; each kind of pattern is one function."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from estimator.catalog.detectors import Detector
from estimator.claims.findings import Finding
from estimator.claims.readings import Reading
from estimator.claims.topics import Topic
from estimator.datum import Claim, Datum, Stated, Tier, Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.uncertainty.distributions import quantiles
from estimator.units import to_coherent
from estimator.wording import datum_text, listed, value_text

_NEAR = 0.15
"""A slip explains a gap if what is left of its logarithm is below this, or within the range of what is implied."""


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
    """Everything that any detector finds in any reading, once each."""
    result: dict[tuple[str, tuple[str, ...]], Detection] = {}
    views = [_View(reading) for topic in found for reading in topic.readings]
    for detector in detectors:
        match detector.pattern:
            case "words":
                hits = list(_words(detector, claims, found))
            case "apart":
                hits = [_apart(detector, finding) for finding in apart]
            case "slip":
                hits = [hit for view in views for hit in _slips(detector, view)]
            case "value":
                hits = [hit for view in views for hit in _values(detector, view)]
            case "ratio":
                hits = [hit for view in views for hit in _ratios(detector, view)]
        for hit in hits:
            result.setdefault((hit.name, hit.claims), hit)
    return list(result.values())


class _View:
    """What a reading's own statements determine, and what is known without any of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.network: Network = reading.fit.unknowns.network
        conventions = [stated for stated in reading.case.data if stated[1].tier == Tier.CONVENTION]
        data = [(one.variable, one.datum) for one in reading.fit.observations if one.datum and one.is_claimed]
        self.names = {one.variable: one.name for one in reading.fit.observations if one.is_claimed}
        self.data: dict[Variable, Datum] = dict(data)
        self.own, self.support = _determined(self.network, [*conventions, *data])
        known = [stated for stated in reading.case.data if stated[1].tier > Tier.GIVEN]
        self.known, _ = _determined(self.network, [*conventions, *known])

    def text(self, variables: Sequence[Variable]) -> str:
        """Statements by name, value and what they are read as."""
        return listed([f"{self.names[one]} {datum_text(self.data[one])}" + self._meaning(one) for one in variables])

    def _meaning(self, variable: Variable) -> str:
        name = self.names[variable]
        return f" as {variable}" if name in self.reading.choice else ""


def _determined(
    network: Network, data: Sequence[Stated]
) -> tuple[dict[Variable, float], Mapping[Variable, tuple[Variable, ...]]]:
    """The median of every variable that data determine, in its unit, and the data that each rests on."""
    plan = make_plan(network, data)
    values = evaluate(plan, {variable: quantiles(datum)[1] * datum.factor for variable, datum in plan.basis.items()})
    found = {one: float(value) / to_coherent(network.dimension(one).unit) for one, value in values.items()}
    stated = {variable for variable, datum in data if datum.tier == Tier.GIVEN}
    limits = {variable for variable, datum in data if datum.value.side}
    used = {one: {one} if one in plan.basis else set(plan.response(one)) for one in found}
    found = {one: value for one, value in found.items() if limits.isdisjoint(used[one])}  # a limit is no value
    support = {one: tuple(name for name in used if name in used[one] & stated) for one in found}
    return found, support


def _values(detector: Detector, view: _View) -> Iterator[Detection]:
    for variable, value in view.own.items():
        if variable.quantity == detector.quantity and detector.above <= value < detector.below:
            unit = view.network.dimension(variable).unit
            if support := view.support[variable]:
                shown = value_text(value, value, value, unit)
                yield _told(detector, view, support, shown, factor=value if unit == "1" else None)


def _ratios(detector: Detector, view: _View) -> Iterator[Detection]:
    for variable, value in view.own.items():
        if variable.quantity != detector.quantity or not view.support[variable]:
            continue
        unit = view.network.dimension(variable).unit
        if detector.over == "implied":
            known = _implied(view, variable)
        else:
            known = view.known.get(Variable(variable.system, detector.over))
        if not known or not value:
            continue
        ratio = value / known
        if detector.equals:
            wanted = view.known.get(Variable(variable.system, detector.equals))
            hit = bool(wanted and abs(wanted - 1) > detector.within and abs(log(ratio / wanted)) < detector.within)
        else:
            hit = detector.above <= ratio <= detector.below
        if hit:
            shown = value_text(value, value, value, unit)
            yield _told(
                detector, view, view.support[variable], shown, known=value_text(known, known, known, unit), factor=ratio
            )


def _implied(view: _View, variable: Variable) -> float | None:
    """What all others imply for a statement that they contradict."""
    name = view.names.get(variable, "")
    if view.reading.verdict != "contradicts" or name not in view.reading.implied:
        return None
    return view.reading.implied[name].quantiles[1]


def _slips(detector: Detector, view: _View) -> Iterator[Detection]:
    if view.reading.verdict != "contradicts":
        return
    for name, implied in view.reading.implied.items():
        datum = view.data.get(implied.variable)
        if datum is None or view.names.get(implied.variable) != name:
            continue
        p5, p50, p95 = implied.quantiles
        gap, reach = log(quantiles(datum)[1] / p50), max(log(p95 / p5) / 2, _NEAR)
        for slip in detector.slips:
            fits = not slip.units or datum.dimension.unit in slip.units
            if fits and abs(abs(gap) - log(slip.factor)) < reach < log(slip.factor):
                unit = datum.dimension.unit
                yield _told(
                    detector, view, (implied.variable,), "", implied=value_text(p5, p50, p95, unit), slip=slip.name,
                    factor=slip.factor if gap > 0 else 1 / slip.factor,
                )  # fmt: skip


def _words(detector: Detector, claims: Sequence[Claim], found: Sequence[Topic]) -> Iterator[Detection]:
    statements = [(claim.key, claim.value, claim.quote, [v.quantity for v, _ in claim.readings]) for claim in claims]
    known = {claim.key for claim in claims}
    for observation in (one for topic in found for one in topic.readings[0].fit.observations):
        if observation.is_claimed and observation.datum and observation.name not in known:
            quantity = observation.variable.quantity
            statements.append((observation.name, datum_text(observation.datum), observation.datum.quote, [quantity]))
    for name, value, quote, quantities in statements:
        if detector.reads_as and not set(detector.reads_as) & set(quantities):
            continue
        if quote and re.search(detector.words, quote) and not (detector.unless and re.search(detector.unless, quote)):
            yield Detection(detector.name, (name,), _filled(detector.message, claims=f"{name} {value} (“{quote}”)"))


def _apart(detector: Detector, finding: Finding) -> Detection:
    message = _filled(detector.message, finding=finding.message)
    return Detection(detector.name, finding.quantities, message, finding.ratio)


def _told(
    detector: Detector, view: _View, variables: Sequence[Variable], value: str, *, known: str = "", implied: str = "",
    slip: str = "", factor: float | None = None,
) -> Detection:  # fmt: skip
    message = _filled(
        detector.message, claims=view.text(variables), value=value, known=known, implied=implied, name=slip,
        factor=factor or 1.0,
    )  # fmt: skip
    return Detection(detector.name, tuple(view.names[variable] for variable in variables), message, factor)


def _filled(message: str, **parts: object) -> str:
    return " ".join(message.format(**parts).split())
