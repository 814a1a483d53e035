"""The catalog and the vocabulary as text."""

import textwrap
from collections.abc import Iterator

from estimator.catalog import Catalog, Entry, Figure, load_catalog
from estimator.errors import EstimatorError, suggestion
from estimator.model import Quantity, model
from estimator.report.text import aligned
from estimator.wording import datum_text

_WIDTH = 118


def catalog_text(kind: str | None, key: str | None) -> str:
    """All kinds, the entries of a kind, or one entry with its figures and documents.

    Raises:
        EstimatorError: there is no such kind or entry.
    """
    catalog = load_catalog()
    kinds = {**catalog.entries, "assumptions": {}, "conventions": {}, "sources": catalog.sources}
    if kind is None:
        table = [(name, f"{len(entries)} entries" if entries else "") for name, entries in kinds.items()]
        return "\n".join([f"catalog {catalog.version}", *aligned(table), ""])
    if kind not in kinds:
        near = suggestion(kind, kinds, f"; it has {', '.join(kinds)}")
        raise EstimatorError(f"{kind} is no kind of the catalog{near}")
    if kind == "sources":
        known = {name: [f"{name}: {source}"] for name, source in catalog.sources.items()}
    elif kind in ("assumptions", "conventions"):
        figures = catalog.assumptions if kind == "assumptions" else catalog.conventions
        known = {figure.quantity: list(_figure(figure)) for figure in figures}
    else:
        known = {name: list(_entry(entry)) for name, entry in catalog.entries[kind].items()}
    if key is not None and key not in known:
        raise EstimatorError(f"{kind} has no {key}{suggestion(key, known)}")
    if key is not None:
        return "\n".join([*known[key], ""])
    if kind in catalog.entries:
        return "\n".join([*aligned(_overview(catalog, kind)), ""])
    return "\n".join([line for lines in known.values() for line in lines] + [""])


def _overview(catalog: Catalog, kind: str) -> list[tuple[str, ...]]:
    """One row for each entry, with the figures that do not depend on a choice."""
    entries = catalog.entries[kind].values()
    columns = list(dict.fromkeys(f.quantity for entry in entries for f in entry.figures if not f.by))
    rows: list[tuple[str, ...]] = [("", *columns)]
    for entry in entries:
        plain = {figure.quantity: datum_text(figure.options[""]) for figure in entry.figures if not figure.by}
        rows.append((entry.key, *(plain.get(column, "") for column in columns)))
    return rows


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.key}: {entry.title}" + (f", in {entry.server}" if entry.server else "")
    for figure in entry.figures:
        yield from _figure(figure)


def _figure(figure: Figure) -> Iterator[str]:
    for option, datum in figure.options.items():
        name = f"{figure.quantity} ({figure.by}: {option})" if option else figure.quantity
        yield f"  {name} = {datum_text(datum)}"
        notes = [f"{source.key}: {source}" for source in datum.sources]
        notes += [f"where: {datum.where}"] * bool(datum.where) + [f"because: {datum.because}"] * bool(datum.because)
        for note in notes:
            yield from textwrap.wrap(
                " ".join(note.split()), _WIDTH, initial_indent="    ", subsequent_indent="      ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip


def quantities_text(name: str | None) -> str:
    """The vocabulary in reading order, or one quantity.

    Raises:
        EstimatorError: there is no such quantity.
    """
    quantities = model().quantities
    if name is None:
        lines: list[str] = []
        for subject in dict.fromkeys(quantity.subject for quantity in quantities.values()):
            mine = [quantity for quantity in quantities.values() if quantity.subject == subject]
            lines += [subject, *aligned([(q.name, q.dimension.unit, _formula(q)) for q in mine]), ""]
        return "\n".join(lines)
    if name not in quantities:
        raise EstimatorError(f"{name} is not a quantity{suggestion(name, quantities)}")
    quantity = quantities[name]
    users = [equation.name for equation in model().equations if name in equation.inputs]
    lines = [f"{name}, {quantity.dimension.unit}", *(f"  {line}".rstrip() for line in quantity.meaning.splitlines())]
    lines.append(
        f"  {name} = {_formula(quantity)}" if quantity.equation else "  an input: given, catalogued or assumed"
    )
    lines += [f"  used by {', '.join(users)}"] if users else []
    return "\n".join([*lines, ""])


def _formula(quantity: Quantity) -> str:
    return quantity.equation.formula if quantity.equation else ""
