"""The catalog as plain data and back, so that a copy of what was read and checked can be kept.

Whatever is made of the files is a dataclass, and its copy a list of its fields in their order: a field more needs no
word here. Sources are named by their keys, dimensions by their quantities; what is read when it is first asked for
stays plain until then.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from estimator.catalog.figures import KINDS, Catalog, Choice, Entry, Figure, Kinds, Note
from estimator.catalog.history import Version
from estimator.catalog.prices import Prices
from estimator.datum import Datum, Source, Tier, Value
from estimator.model import model

_CLASSES: dict[str, Any] = {
    one.__name__: one for one in (Catalog, Choice, Datum, Entry, Figure, Note, Prices, Source, Value, Version)
}
_LEFT_OUT = (("Catalog", "entries"), ("Catalog", "sources"), ("Datum", "dimension"), ("Figure", "options"))
"""Fields that follow from others, or that have lines of their own."""

Plain = Any


def plain_head(catalog: Catalog) -> Plain:
    """All but the entries."""
    return {"sources": [_fields(source) for source in catalog.sources.values()], "catalog": _plain(catalog)}


def plain_kinds(catalog: Catalog) -> list[Plain]:
    """The entries of every kind, in the order of the kinds."""
    return [[_plain(entry) for entry in catalog.entries[kind].values()] for kind in KINDS]


def catalog_of(head: Plain, kind_of: Callable[[str], Plain]) -> Catalog:
    """The catalog again; `kind_of` gives the plain entries of a kind when they are first asked for."""
    sources = {source.key: source for source in (_made(Source, told, {}, {}) for told in head["sources"])}

    def entries(kind: str) -> dict[str, Entry]:
        return {entry.key: entry for entry in _read(kind_of(kind), sources)}

    _, told = head["catalog"]["class"]
    made: Catalog = _made(Catalog, told, sources, {"entries": Kinds(entries), "sources": sources})
    return made


def _plain(value: Any) -> Plain:
    """A value as plain data: lists for tuples, maps of one key for all that JSON has not."""
    if isinstance(value, Source):
        return {"source": value.key}
    if type(value).__name__ in _CLASSES:
        return {"class": [type(value).__name__, _fields(value)]}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, timedelta):
        return {"days": value.days}
    if isinstance(value, Mapping):
        return {"map": [[key, _plain(one)] for key, one in value.items()]}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _fields(made: Any) -> list[Plain]:
    """The fields of a dataclass; what is read on demand stands under its name without the underscore."""
    name = type(made).__name__
    return [
        None if (name, field.name) in _LEFT_OUT else _plain(getattr(made, field.name.removeprefix("_")))
        for field in fields(made)
    ]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _read(told: Plain, sources: Mapping[str, Source]) -> Any:
    """The value of plain data."""
    if isinstance(told, list):
        return tuple(_read(one, sources) for one in told)
    if not isinstance(told, dict):
        return told
    ((kind, written),) = told.items()
    match kind:
        case "source":
            return sources[written]
        case "date":
            return date.fromisoformat(written)
        case "days":
            return timedelta(written)
        case "map":
            return {key: _read(one, sources) for key, one in written}
    name, values = written
    return _made(_CLASSES[name], values, sources, {})


def _made(kind: Any, told: list[Plain], sources: Mapping[str, Source], known: Mapping[str, Any]) -> Any:
    """A dataclass from its fields, but for those that are known."""
    names = _names(kind)
    values: dict[str, Any] = {
        name: partial(_read, one, sources) if name.startswith("_") else _read(one, sources)
        for name, one in zip(names, told, strict=True)
        if name not in known
    }
    if kind is Datum:
        values |= {"dimension": model().quantities[values["quantity"]].dimension, "tier": Tier(values["tier"])}
    if kind is Figure:
        values["options"] = {option: versions[-1].datum for option, versions in values["versions"].items()}
    return kind(**{**values, **known})
