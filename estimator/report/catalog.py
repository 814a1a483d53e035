"""The catalog as text and as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from estimator.catalog import Catalog, Entry, Figure, Note, catalog_as_of, load_catalog
from estimator.datum import Datum, Source
from estimator.errors import EstimatorError, suggestion
from estimator.model import model
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.report.saying import document_told, origin
from estimator.uncertainty.distributions import quantiles
from estimator.wording import (
    Cell,
    Document,
    Items,
    Listed,
    Message,
    Paragraph,
    Rows,
    Section,
    Table,
    datum_text,
    stated,
)
from estimator.wording import Item as Line

COLUMNS = (
    "kind", "group", "key", "title", "quantity", "choice", "option", "p5", "p50", "p95", "unit", "value", "source",
    "where", "because",
)  # fmt: skip
SOURCE_COLUMNS = ("key", "title", "publisher", "date", "url", "licence")


def catalog_text(kind: str | None, key: str | None, as_of: str | None = None) -> str:
    """All kinds, the entries of a kind, or one entry with its figures and documents; `as_of` a day, if one is given.

    Raises:
        EstimatorError: there is no such kind or entry.
    """
    return rendered(catalog_document(kind, key, catalog_as_of(as_of)), "text")


def catalog_document(kind: str | None, key: str | None, catalog: Catalog) -> Document:
    """All kinds, the entries of a kind, or one entry in full.

    Raises:
        EstimatorError: there is no such kind or entry.
    """
    kinds = _kinds(catalog)
    if kind is None:
        rows = tuple((name, Message.of("catalog.entries", count=len(_known(items)))) for name, items in kinds.items())
        heading = Message.of("catalog.heading", catalog=catalog.name)
        return Document(sections=(Section(heading=heading, blocks=(Table(groups=(Rows(rows),)),)),))
    items = _items(kinds, kind)
    if key is not None:
        one = _one(items, kind, key)
        return Document(sections=(_in_full([one], [*_unknown(one, catalog)]),))
    if kind in catalog.entries:
        return Document(sections=(Section(blocks=(_overview(catalog, kind),)),))
    return Document(sections=(_in_full([*items.values()]),))


def _known(items: Mapping[str, "Item"]) -> list["Item"]:
    """Entries of which something is known, and all else."""
    return [item for item in items.values() if not isinstance(item, Entry) or item.figures]


def _unknown(item: "Item", catalog: Catalog) -> Iterator[Line]:
    """Figures of an entry that were not known yet as of a day."""
    if not isinstance(item, Entry) or not catalog.whole:
        return
    (whole,) = (entries[item.key] for entries in catalog.whole.entries.values() if entries.get(item.key) == item)
    for figure in whole.figures:
        for option, versions in figure.versions.items():
            if versions[0].since > (catalog.day or versions[0].since):
                day, since = str(catalog.day), str(versions[0].since)
                yield Line(
                    Message.of("catalog.unknown", figure=_name(figure, option), day=day, since=since), as_is=True
                )


def catalog_table(kind: str | None, key: str | None, form: str, as_of: str | None = None) -> str:
    """One row for each figure and note, or for each source, as CSV or JSON.

    Raises:
        EstimatorError: there is no such kind or entry.
    """
    kinds = _kinds(catalog_as_of(as_of))
    chosen = {kind: _items(kinds, kind)} if kind else {name: kinds[name] for name in kinds if name != "sources"}
    if kind and key:
        chosen = {kind: {key: _one(chosen[kind], kind, key)}}
    columns = SOURCE_COLUMNS if kind == "sources" else COLUMNS
    rows = [row for name, items in chosen.items() for item in items.values() for row in _rows(name, item)]
    if form == "csv":
        return csv_of(columns, rows)
    return json_text(rows)


def known() -> dict[str, dict[str, str]]:
    """The kinds of the catalog, and the keys of each with their titles."""
    return {
        kind: {key: getattr(item, "title", "") for key, item in items.items()}
        for kind, items in _kinds(load_catalog()).items()
    }


Item = Entry | Figure | Source


def _kinds(catalog: Catalog) -> dict[str, Mapping[str, Item]]:
    return {
        **catalog.entries,
        "assumptions": {figure.quantity: figure for figure in catalog.assumptions},
        "conventions": {figure.quantity: figure for figure in catalog.conventions},
        "sources": catalog.sources,
    }


def _items(kinds: Mapping[str, Mapping[str, Item]], kind: str) -> Mapping[str, Item]:
    if kind not in kinds:
        near = suggestion(kind, kinds, f"; it has {', '.join(kinds)}")
        raise EstimatorError(f"{kind} is no kind of the catalog{near}")
    return kinds[kind]


def _one(known: Mapping[str, Item], kind: str, key: str) -> Item:
    if key not in known:
        raise EstimatorError(f"{kind} has no {key}{suggestion(key, known)}")
    return known[key]


def _overview(catalog: Catalog, kind: str) -> Table:
    """One row for each entry, group by group, with the figures that do not depend on a choice, or else its title."""
    entries = [entry for entry in catalog.entries[kind].values() if entry.figures or not catalog.day]
    columns = list(dict.fromkeys(f.quantity for entry in entries for f in entry.figures if f.chosen({})))
    units = {column: model().quantities[column].dimension.unit for column in columns}
    rows: dict[str, list[tuple[Cell | None, ...]]] = {}
    for entry in entries:
        plain = {f.quantity: datum for f in entry.figures if (datum := f.chosen({}))}
        cells = [_cell(plain.get(name), unit) for name, unit in units.items()]
        rows.setdefault(entry.group, []).append((entry.key, *(cells or [entry.title])))
    return Table(
        columns=(None, *columns) if columns else (),
        units=(None, *(unit if unit != "1" else None for unit in units.values())) if columns else (),
        groups=tuple(Rows(tuple(mine), group) for group, mine in rows.items()),
    )


def _cell(datum: Datum | None, unit: str) -> Cell | None:
    """A value without the unit that heads its column; counts say how many thousands or millions."""
    return replace(stated(datum), less=unit if unit != "1" else "") if datum else None


def _in_full(items: Sequence["Item"], unknown: Sequence[Line] = ()) -> Section:
    """Entries, assumptions or sources in full."""
    if len(items) == 1 and isinstance(entry := items[0], Entry):
        heading = Message.of("catalog.entry", key=entry.key, title=entry.title, server=entry.server or None)
        lines = [*map(_note, entry.notes), *(line for figure in entry.figures for line in _figure(figure))]
        return Section(heading=heading, blocks=(Items((*lines, *unknown)),))
    sources = [document_told(item) for item in items if isinstance(item, Source)]
    if sources:
        return Section(blocks=(Paragraph(Listed(tuple(sources), "lines"), as_is=True),))
    figures = [item for item in items if isinstance(item, Figure)]
    return Section(blocks=(Items(tuple(line for figure in figures for line in _figure(figure))),))


def _note(note: Note) -> Line:
    said = Message.of("catalog.note", name=note.name, value=note.value)
    return Line(said, tuple(map(Line, origin(note.sources, note.where, note.because))), as_is=True)


def _figure(figure: Figure) -> Iterator[Line]:
    for option, datum in figure.options.items():
        told = Message.of("catalog.figure", figure=_name(figure, option), value=stated(datum))
        yield Line(told, tuple(map(Line, origin(datum.sources, datum.where, datum.because))), as_is=True)


def _name(figure: Figure, option: str) -> Cell:
    """A figure by its quantity, and the choice that it is of."""
    if not option:
        return figure.quantity
    return Message.of("catalog.option", quantity=figure.quantity, choice=figure.by, option=option)


def _rows(kind: str, item: Item) -> Iterator[dict[str, Any]]:
    match item:
        case Source():
            yield {column: getattr(item, column) for column in SOURCE_COLUMNS}
        case Figure():
            yield from _figure_rows(item, {"kind": kind, "group": "", "key": "", "title": ""})
        case Entry():
            about = {"kind": kind, "group": item.group, "key": item.key, "title": item.title}
            for note in item.notes:
                yield {**_blank(), **about, "quantity": note.name, "value": note.value, **_cited(note)}
            for figure in item.figures:
                yield from _figure_rows(figure, about)


def _figure_rows(figure: Figure, about: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for option, datum in figure.options.items():
        p5, p50, p95 = quantiles(datum)
        yield {
            **_blank(), **about, "quantity": figure.quantity, "choice": figure.by, "option": option,
            "p5": p5, "p50": p50, "p95": p95, "unit": datum.dimension.unit, "value": datum_text(datum), **_cited(datum),
        }  # fmt: skip


def _blank() -> dict[str, Any]:
    return dict.fromkeys(COLUMNS, "")


def _cited(item: Datum | Note) -> dict[str, str]:
    keys = ", ".join(source.key for source in item.sources)
    return {"source": keys, "where": " ".join(item.where.split()), "because": " ".join(item.because.split())}
