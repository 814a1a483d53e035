"""Figures over time: from when each could be known, and what stood in its place before."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from estimator.datum import Datum, Source
from estimator.errors import EstimatorError


@dataclass(frozen=True, kw_only=True)
class Version:
    """What stands for a figure from `since` on; `until` another took its place, and `why`.

    `public` tells where the day is from that a later copy of what was public before counts from.
    """

    datum: Datum
    since: date
    until: date | None = None
    why: str = ""
    public: str = ""

    def told_on(self, day: date) -> Datum:
        """The datum as it was known on a day: where its documents are later copies, the reason says since when."""
        if not self.public or all(source.date and last_day(source.date) <= day for source in self.datum.sources):
            return self.datum
        because = " ".join(filter(None, (self.datum.because, f"Public since {self.since}: {self.public}.")))
        return replace(self.datum, because=because)


def version_at(versions: Iterable[Version], day: date) -> Version | None:
    """The version that stood on a day; None where nothing was known yet."""
    return next((one for one in versions if one.since <= day and not (one.until and one.until <= day)), None)


def first_day(written: str) -> date:
    """The first day of a day, a month or a year."""
    return date.fromisoformat(written + {4: "-01-01", 7: "-01"}.get(len(written), ""))


def last_day(written: str) -> date:
    """The last day of a day, a month or a year."""
    first = first_day(written)
    month = first.month if len(written) > 4 else 12
    day = first.day if len(written) > 7 else calendar.monthrange(first.year, month)[1]
    return date(first.year, month, day)


def known_since(sources: Sequence[Source], latest: date) -> date:
    """The day by which all documents were out, at the latest that of the catalog which cites them.

    A document dated by month or year counts from the end of it, one without a date from the catalog's day; what rests
    on a reason alone was never unknown.
    """
    days = (last_day(source.date) if source.date else latest for source in sources)
    return max((min(day, latest) for day in days), default=date.min)


def day_of(written: str | date) -> date:
    """A day as it is asked for.

    Raises:
        EstimatorError: it is no day of the calendar, or a time of one.
    """
    if isinstance(written, datetime):
        raise EstimatorError(f"{str(written)[:40]} is a time, and not a day; take its date()")
    if isinstance(written, date):
        return written
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            raise ValueError
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        told = str(written)[:40] or "nothing"
        raise EstimatorError(f"{told} is no day of the calendar; write such as 2025-03-01") from None


def disorder(versions: Sequence[Version], latest: date) -> Iterator[tuple[int, str]]:
    """What is wrong with the order of versions in time: the number of the earlier one, and a sentence."""
    for number, (version, following) in enumerate(pairwise(versions)):
        until = version.until or latest
        if until > latest:
            yield number, f"until {until} is after the catalog's own date, {latest}"
        if until <= version.since:
            since = "the one before it held until then" if number else "its documents were not out before"
            yield number, f"until {until} leaves it no day from {version.since} on ({since}); write the oldest first"
        if not following.public and (later := _later(following.datum.sources, until, latest)):
            out = later[0].date or "without a date"
            yield number, f"until {until} is before {later[0].key}, {out}, on which what follows rests"


def _later(sources: Sequence[Source], day: date, latest: date) -> list[Source]:
    """Documents that cannot have been out on a day; one without a date counts from the latest of all."""
    return [source for source in sources if (first_day(source.date) if source.date else latest) > day]
