"""The catalog as text and as a table."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from estimator.catalog import Catalog, Entry, Figure, Note, catalog_as_of, load_catalog
from estimator.datum import Datum, Source
from estimator.errors import EstimatorError, suggestion
from estimator.model import model
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering.text import aligned
from estimator.uncertainty.distributions import quantiles
from estimator.wording import datum_text

_WIDTH = 118
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
    catalog = catalog_as_of(as_of)
    kinds = _kinds(catalog)
    if kind is None:
        table = [(name, f"{len(_known(items))} entries") for name, items in kinds.items()]
        return "\n".join([f"catalog {catalog.name}", *aligned(table), ""])
    items = _items(kinds, kind)
    if key is not None:
        return "\n".join([*_lines(one := _one(items, kind, key)), *_unknown(one, catalog), ""])
    if kind in catalog.entries:
        return "\n".join([*_overview(catalog, kind), ""])
    return "\n".join([line for item in items.values() for line in _lines(item)] + [""])


def _known(items: Mapping[str, "Item"]) -> list["Item"]:
    """Entries of which something is known, and all else."""
    return [item for item in items.values() if not isinstance(item, Entry) or item.figures]


def _unknown(item: "Item", catalog: Catalog) -> Iterator[str]:
    """Figures of an entry that were not known yet as of a day."""
    if not isinstance(item, Entry) or not catalog.whole:
        return
    (whole,) = (entries[item.key] for entries in catalog.whole.entries.values() if entries.get(item.key) == item)
    for figure in whole.figures:
        for option, versions in figure.versions.items():
            if versions[0].since > (catalog.day or versions[0].since):
                name = f"{figure.quantity} ({figure.by}: {option})" if option else figure.quantity
                yield f"  {name}: not known by {catalog.day}, but from {versions[0].since} on"


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


def _overview(catalog: Catalog, kind: str) -> list[str]:
    """One row for each entry, group by group, with the figures that do not depend on a choice, or else its title."""
    entries = [entry for entry in catalog.entries[kind].values() if entry.figures or not catalog.day]
    columns = list(dict.fromkeys(f.quantity for entry in entries for f in entry.figures if f.chosen({})))
    units = [model().quantities[column].dimension.unit for column in columns]
    rows: list[tuple[str, ...]] = [("", *columns), ("", *(unit if unit != "1" else "" for unit in units))]
    for group in dict.fromkeys(entry.group for entry in entries):
        rows.append((group, *[""] * (len(columns) or 1)))
        for entry in entries:
            if entry.group == group:
                plain = {f.quantity: datum_text(datum) for f in entry.figures if (datum := f.chosen({}))}
                cells = [_cell(plain.get(name, ""), unit) for name, unit in zip(columns, units, strict=True)]
                rows.append((f"  {entry.key}", *(cells or [entry.title])))
    return aligned(rows if columns else rows[2:])


def _cell(value: str, unit: str) -> str:
    """A value without the unit that heads its column; counts say how many thousands or millions."""
    return value.replace(f" {unit}s", "").removesuffix(f" {unit}").replace(f" {unit} ", " ")


def _lines(item: Item) -> Iterator[str]:
    """An entry, assumption or source in full."""
    match item:
        case Source():
            yield f"{item.key}: {item}"
        case Figure():
            yield from _figure(item)
        case Entry():
            yield f"{item.key}: {item.title}" + (f", in {item.server}" if item.server else "")
            for note in item.notes:
                yield f"  {note.name}: {note.value}"
                yield from origin(note.sources, note.where, note.because)
            for figure in item.figures:
                yield from _figure(figure)


def _figure(figure: Figure) -> Iterator[str]:
    for option, datum in figure.options.items():
        name = f"{figure.quantity} ({figure.by}: {option})" if option else figure.quantity
        yield f"  {name} = {datum_text(datum)}"
        yield from origin(datum.sources, datum.where, datum.because)


def origin(sources: Sequence[Source], where: str, because: str) -> Iterator[str]:
    """The documents of a figure, the place in them and the reason, as lines of an indented list."""
    notes = [f"{source.key}: {source}" for source in sources]
    notes += [f"where: {where}"] * bool(where) + [f"because: {because}"] * bool(because)
    for note in notes:
        yield from textwrap.wrap(
            " ".join(note.split()), _WIDTH, initial_indent="    ", subsequent_indent="      ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip


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
