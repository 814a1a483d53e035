"""As of a day: what was said later, which the user states, so that it stays; and what was not known yet."""

from collections.abc import Iterator, Sequence
from datetime import date

from estimator.case import Case, Claim, Unknown
from estimator.catalog.history import first_day, last_day
from estimator.datum import Source, Tier
from estimator.results.findings import Finding
from estimator.solver.plan import Plan


def later_documents(case: Case, claims: Sequence[Claim], day: date) -> Iterator[Finding]:
    """Facts and claims that rest on documents which were not surely out on a day, one finding for each document."""
    resting: dict[Source, dict[str, str]] = {}
    for variable, datum in case.data:
        for source in datum.sources if datum.tier == Tier.GIVEN else ():
            resting.setdefault(source, {})[str(variable)] = variable.system
    for claim in claims:
        if claim.source and len(claim.readings) != 1:
            resting.setdefault(claim.source, {})[claim.key] = ""
    for source, names in resting.items():
        if told := _told(source, day):
            verb = "rests" if len(names) == 1 else "rest"
            message = f"{', '.join(names)} {verb} on {source.key}, {told} {day}"
            yield Finding(kind="later", system=next(iter(names.values())), quantities=tuple(names), message=message)


def lacking(case: Case, plan: Plan) -> list[Unknown]:
    """What the catalog had not as of a day, of the quantities that are asked about and that nothing else gives."""
    asked = (one for one in case.unknown if one.variable in plan.network.index)
    return [one for one in asked if plan.is_open(one.variable)]


def unknown_texts(unknown: Sequence[Unknown]) -> Iterator[str]:
    """Each quantity with the day from which it is known, the documents that it waited for, and who lacks it."""
    groups: dict[str, list[str]] = {}
    for one in unknown:
        keys = ", ".join(source.key for source in one.sources)
        told = f"{one.variable.quantity}: known from {one.since}" + (f", by {keys}" if keys else "")
        groups.setdefault(told, []).append(one.variable.system)
    yield from (f"{told} ({', '.join(names)})" if any(names) else told for told, names in groups.items())


def _told(source: Source, day: date) -> str:
    """How a document stands to a day; nothing where it was out by then."""
    if not source.date:
        return "which has no date and may be later than"
    if first_day(source.date) > day:
        return f"which is of {source.date}, later than"
    return "" if last_day(source.date) <= day else f"which is of {source.date} and may be later than"
