"""Numbers that changed: what the catalog had before, what it has since, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from estimator.catalog import Catalog, catalog_as_of
from estimator.catalog.history import day_of
from estimator.datum import Datum
from estimator.errors import EstimatorError
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.wording import Document, Item, Items, Message, Rows, Section, Table, datum_text

COLUMNS = ("date", "entry", "figure", "before", "after", "why")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One figure of an entry that another took the place of, on a day."""

    date: str
    entry: str
    figure: str
    before: str
    after: str
    why: str


def changes(catalog: Catalog, since: date = date.min) -> list[Change]:
    """What changed from a day on, the newest first; documents that left a number as it was are no change."""
    found = [change for change in _all(catalog) if since <= date.fromisoformat(change.date) <= catalog.dated]
    if catalog.day:
        found = [change for change in found if date.fromisoformat(change.date) <= catalog.day]
    return sorted(found, key=lambda change: change.date, reverse=True)


def changes_text(
    form: str, since: str | None = None, kind: str | None = None, key: str | None = None, as_of: str | None = None
) -> str:
    """The changes, of all figures or of a kind or an entry of it: text, markdown, csv or json.

    Raises:
        EstimatorError: a day that is none, or a kind or entry without any change.
    """
    catalog = catalog_as_of(as_of)
    place = "/".join(filter(None, (kind, key)))
    found = changes(catalog, day_of(since) if since is not None else date.min)
    found = [change for change in found if f"{change.entry}/".startswith(f"{place}/" if place else "")]
    if place and not found:
        raise EstimatorError(f"nothing of {place} is on record as changed")
    if form == "json":
        return json_text([asdict(change) for change in found])
    if form == "csv":
        return csv_of(COLUMNS, map(asdict, found))
    heading = Message.of("changes.heading", catalog=catalog.name, since=since) if form == "text" else None
    section = Section(heading=heading, blocks=(_table(found),))
    return rendered(Document(sections=(section,)), form)


def _table(found: Sequence[Change]) -> Table:
    """A row for each change; on a terminal, which has no room for that, two lines."""
    rows = tuple(tuple(getattr(change, name) for name in COLUMNS) for change in found)
    aloud = Items(tuple(map(_told, found)))
    return Table(columns=COLUMNS, groups=(Rows(rows),), aloud=aloud)


def _all(catalog: Catalog) -> Iterator[Change]:
    for kind, entry, figure in catalog.figures:
        place = f"{kind}/{entry.key}" if entry else kind
        for option, versions in figure.versions.items():
            name = f"{figure.quantity} ({figure.by}: {option})" if option else figure.quantity
            for version, following in pairwise(versions):
                before, after = _value(version.datum), _value(following.datum)
                if before != after:
                    yield Change(
                        date=str(version.until),
                        entry=place,
                        figure=name,
                        before=before,
                        after=after,
                        why=" ".join(version.why.split()),
                    )


def _value(datum: Datum) -> str:
    """A value, money with the year of its prices."""
    return datum_text(datum).replace("USD", datum.value.money or "USD")


def _told(change: Change) -> Item:
    head = Message.of("changes.figure", date=change.date, entry=change.entry, figure=change.figure)
    return Item(
        head,
        (Item(Message.of("changes.change", before=change.before, after=change.after, why=change.why)),),
        as_is=True,
    )
