"""As of a day: what was said later, which the user states, so that it stays; and what was not known yet."""

from collections.abc import Iterator, Sequence
from datetime import date

from estimator.case import Case, Claim, Unknown
from estimator.catalog.history import first_day, last_day
from estimator.datum import Source, Tier, Variable
from estimator.results.findings import Finding
from estimator.solver.plan import Plan
from estimator.wording import Listed, Message


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
            said = Message.of("finding.later", names=Listed(tuple(names), "comma"), document=source.key, how=told)
            yield Finding(kind="later", system=next(iter(names.values())), quantities=tuple(names), told=said)


def lacking(case: Case, plan: Plan) -> list[Unknown]:
    """What the catalog had not as of a day, of the quantities that are asked about and that nothing else gives."""
    asked = (one for one in case.unknown if one.variable in plan.network.index)
    return [one for one in asked if plan.is_open(one.variable)]


def unknown_told(unknown: Sequence[Unknown]) -> Iterator[Message]:
    """Each quantity with the day from which it is known, the documents that it waited for, and who lacks it."""
    groups: dict[tuple[str, date, tuple[str, ...]], list[str]] = {}
    for one in unknown:
        keys = tuple(source.key for source in one.sources)
        groups.setdefault((one.variable.quantity, one.since, keys), []).append(one.variable.system)
    for (quantity, since, keys), systems in groups.items():
        yield Message.of(
            "unknown",
            quantity=Variable("", quantity),
            since=str(since),
            documents=Listed(keys, "comma") if keys else None,
            systems=Listed(tuple(systems), "comma") if any(systems) else None,
        )


def _told(source: Source, day: date) -> Message | None:
    """How a document stands to a day; nothing where it was out by then."""
    if not source.date:
        return Message.of("later.undated", day=str(day))
    if first_day(source.date) > day:
        return Message.of("later.after", date=source.date, day=str(day))
    return None if last_day(source.date) <= day else Message.of("later.maybe", date=source.date, day=str(day))
