"""The catalog as plain data and back, so that a copy of what was read and checked can be kept.

Lists stand for what the reader made of the files, in the order of its fields; sources are named by their keys.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
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

_SOURCE = tuple(field.name for field in fields(Source))


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
            prices.index_lag.days, prices.rate_lag.days, prices.running,
            {key: _keys(cited) for key, cited in prices.peg_sources.items()},
        ],
    }  # fmt: skip


def plain_kind(entries: Mapping[str, Entry]) -> Plain:
    """The entries of one kind."""
    return {
        key: [
            entry.title, entry.group, entry.server, entry.quantities,
            [_plain_figure(figure) for figure in entry.figures], [_plain_note(note) for note in entry.notes],
            entry.also,
        ]
        for key, entry in entries.items()
    }  # fmt: skip


def catalog_of(head: Plain, kind_of: Callable[[str], Plain]) -> Catalog:
    """The catalog again; `kind_of` gives the plain entries of a kind when they are first asked for."""
    sources = {told[0]: Source(**dict(zip(_SOURCE, told, strict=True))) for told in head["sources"]}
    choices = {key: Choice(told[0], tuple(told[1]), told[2]) for key, told in head["choices"].items()}
    return Catalog(
        version=head["version"],
        entries=Kinds(lambda kind: _entries(kind_of(kind), sources)),
        choices=choices,
        assumptions=_figures(Tier.ASSUMPTION, sources, head["assumptions"]),
        conventions=_figures(Tier.CONVENTION, sources, head["conventions"]),
        sources=sources,
        _prices=partial(_prices, head["prices"], sources),
    )


def _plain_source(source: Source) -> list[str]:
    return [getattr(source, name) for name in _SOURCE]


def _keys(sources: Sequence[Source]) -> list[str]:
    return [source.key for source in sources]


def _plain_figure(figure: Figure) -> list[Any]:
    versions = {option: [_plain_version(one) for one in those] for option, those in figure.versions.items()}
    return [figure.quantity, figure.by, versions, figure.unless]


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
            key=key, title=title, group=group, server=server, quantities=tuple(quantities),
            _figures=partial(_figures, Tier.USE, sources, figures), _notes=partial(_notes, notes, sources),
            also=tuple(also),
        )
        for key, (title, group, server, quantities, figures, notes, also) in told.items()
    }  # fmt: skip


def _figures(tier: Tier, sources: Sources, told: Sequence[Any]) -> tuple[Figure, ...]:
    found = []
    for quantity, by, options, unless in told:
        versions = {
            option: tuple(_version(quantity, tier, sources, one) for one in those) for option, those in options.items()
        }
        data = {option: of[-1].datum for option, of in versions.items()}
        found.append(Figure(quantity, by, data, versions, unless))
    return tuple(found)


def _version(quantity: str, tier: Tier, sources: Sources, told: Sequence[Any]) -> Version:
    family, parameters, side, money, key, cited, where, because, since, until, why, public = told
    datum = Datum(
        quantity=quantity, value=Value(family, tuple(parameters), side, money),
        dimension=model().quantities[quantity].dimension, tier=tier, key=key,
        sources=tuple(sources[one] for one in cited), where=where, because=because,
    )  # fmt: skip
    return Version(
        datum=datum,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
        why=why,
        public=public,
    )


def _notes(told: Sequence[Any], sources: Sources) -> tuple[Note, ...]:
    return tuple(
        Note(
            name=name,
            value=value,
            sources=tuple(sources[one] for one in cited),
            where=where,
            because=because,
            since=date.fromisoformat(since),
        )
        for name, value, cited, where, because, since in told
    )


def _prices(told: Sequence[Any], sources: Sources) -> Prices:
    index, per_euro, index_cited, rate_cited, index_where, rate_where, index_lag, rate_lag, running, pegs = told
    return Prices(
        index=dict(map(tuple, index)), per_euro={key: dict(map(tuple, rates)) for key, rates in per_euro.items()},
        index_sources=tuple(sources[one] for one in index_cited),
        rate_sources=tuple(sources[one] for one in rate_cited),
        index_where=index_where, rate_where=rate_where, index_lag=timedelta(index_lag), rate_lag=timedelta(rate_lag),
        running=running, peg_sources={key: tuple(sources[one] for one in cited) for key, cited in pegs.items()},
    )  # fmt: skip


def plain_kinds(catalog: Catalog) -> list[Plain]:
    """The entries of every kind, in the order of the kinds."""
    return [plain_kind(catalog.entries[kind]) for kind in KINDS]
