"""The catalog as plain data and back, so that a copy of what was read and checked can be kept.

Lists stand for what the reader made of the files, in the order of its fields; sources are named by their keys.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from estimator.catalog.figures import KINDS, Catalog, Choice, Entry, Figure, Kinds, Note
from estimator.catalog.history import Version
from estimator.catalog.prices import Prices
from estimator.datum import Datum, Source, Tier, Value
from estimator.model import model

Plain = dict[str, Any]
Sources = Mapping[str, Source]


def plain_head(catalog: Catalog) -> Plain:
    """All but the entries."""
    prices = catalog.prices
    return {
        "version": catalog.version,
        "sources": [_plain_source(source) for source in catalog.sources.values()],
        "choices": {key: [one.default, one.options, one.because] for key, one in catalog.choices.items()},
        "assumptions": [_plain_figure(figure) for figure in catalog.assumptions],
        "conventions": [_plain_figure(figure) for figure in catalog.conventions],
        "prices": [
            [*prices.index.items()], {key: [*rates.items()] for key, rates in prices.per_euro.items()},
            _keys(prices.index_sources), _keys(prices.rate_sources), prices.index_where, prices.rate_where,
            prices.index_lag.days, prices.rate_lag.days,
        ],
    }  # fmt: skip


def plain_kind(entries: Mapping[str, Entry]) -> Plain:
    """The entries of one kind."""
    return {
        key: [
            entry.title, entry.group, entry.server, entry.quantities,
            [_plain_figure(figure) for figure in entry.figures], [_plain_note(note) for note in entry.notes],
        ]
        for key, entry in entries.items()
    }  # fmt: skip


def catalog_of(head: Plain, kind_of: Callable[[str], Plain]) -> Catalog:
    """The catalog again; `kind_of` gives the plain entries of a kind when they are first asked for."""
    sources = {told[0]: Source(*told) for told in head["sources"]}
    choices = {key: Choice(told[0], tuple(told[1]), told[2]) for key, told in head["choices"].items()}
    return Catalog(
        head["version"],
        Kinds(lambda kind: _entries(kind_of(kind), sources)),
        choices,
        _figures(Tier.ASSUMPTION, sources, head["assumptions"]),
        _figures(Tier.CONVENTION, sources, head["conventions"]),
        sources,
        partial(_prices, head["prices"], sources),
    )


def _plain_source(source: Source) -> list[str]:
    return [source.key, source.title, source.publisher, source.date, source.url, source.licence]


def _keys(sources: Sequence[Source]) -> list[str]:
    return [source.key for source in sources]


def _plain_figure(figure: Figure) -> list[Any]:
    versions = {option: [_plain_version(one) for one in those] for option, those in figure.versions.items()}
    return [figure.quantity, figure.by, versions]


def _plain_version(version: Version) -> list[Any]:
    datum, value = version.datum, version.datum.value
    told = [value.family, value.parameters, value.side, value.money, datum.key, _keys(datum.sources), datum.where]
    until = version.until.isoformat() if version.until else ""
    return [*told, datum.because, version.since.isoformat(), until, version.why, version.public]


def _plain_note(note: Note) -> list[Any]:
    return [note.name, note.value, _keys(note.sources), note.where, note.because, note.since.isoformat()]


def _entries(told: Plain, sources: Sources) -> dict[str, Entry]:
    return {
        key: Entry(
            key, title, group, server, tuple(quantities),
            partial(_figures, Tier.USE, sources, figures), partial(_notes, notes, sources),
        )
        for key, (title, group, server, quantities, figures, notes) in told.items()
    }  # fmt: skip


def _figures(tier: Tier, sources: Sources, told: Sequence[Any]) -> tuple[Figure, ...]:
    found = []
    for quantity, by, options in told:
        versions = {
            option: tuple(_version(quantity, tier, sources, one) for one in those) for option, those in options.items()
        }
        found.append(Figure(quantity, by, {option: of[-1].datum for option, of in versions.items()}, versions))
    return tuple(found)


def _version(quantity: str, tier: Tier, sources: Sources, told: Sequence[Any]) -> Version:
    family, parameters, side, money, key, cited, where, because, since, until, why, public = told
    datum = Datum(
        quantity, Value(family, tuple(parameters), side, money), model().quantities[quantity].dimension, tier, key,
        tuple(sources[one] for one in cited), where, because=because,
    )  # fmt: skip
    return Version(datum, date.fromisoformat(since), date.fromisoformat(until) if until else None, why, public)


def _notes(told: Sequence[Any], sources: Sources) -> tuple[Note, ...]:
    return tuple(
        Note(name, value, tuple(sources[one] for one in cited), where, because, date.fromisoformat(since))
        for name, value, cited, where, because, since in told
    )


def _prices(told: Sequence[Any], sources: Sources) -> Prices:
    index, per_euro, index_cited, rate_cited, index_where, rate_where, index_lag, rate_lag = told
    return Prices(
        dict(map(tuple, index)), {key: dict(map(tuple, rates)) for key, rates in per_euro.items()},
        tuple(sources[one] for one in index_cited), tuple(sources[one] for one in rate_cited),
        index_where, rate_where, timedelta(index_lag), timedelta(rate_lag),
    )  # fmt: skip


def plain_kinds(catalog: Catalog) -> list[Plain]:
    """The entries of every kind, in the order of the kinds."""
    return [plain_kind(catalog.entries[kind]) for kind in KINDS]
