"""The catalog, ready to be asked: from a copy of what was read and checked before, else from its files."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from estimator.catalog.compiled import can_be_kept, keep, kept_catalog, stamp
from estimator.catalog.figures import KINDS, Catalog, named
from estimator.catalog.history import day_of
from estimator.catalog.place import CATALOG
from estimator.catalog.seal import digest, seal_of


@cache
def load_catalog(folder: Path = CATALOG) -> Catalog:
    """The catalog: a figure that nobody can read stops whoever asks for any other.

    All of it is read at once, unless nothing was changed since all of it was.

    Raises:
        EstimatorError: every problem of its files, with file and line.
    """
    now = digest(folder)
    if folder != CATALOG:
        return _read(folder, now)
    key = stamp(now)
    if known := kept_catalog(key):
        return known
    catalog = _read(folder, now)
    if can_be_kept():
        keep(catalog, key)
    return catalog


def catalog_as_of(day: str | date | None = None) -> Catalog:
    """The catalog with what was known on a day; all of it without one.

    Raises:
        EstimatorError: this is no day, or one after the catalog's own; a problem of the catalog's files.
    """
    return load_catalog().as_of(day_of(day)) if day is not None else load_catalog()


def checked_catalog(folder: Path = CATALOG) -> Catalog:
    """The catalog, read and checked as a whole, whatever is known of it.

    Raises:
        EstimatorError: every unknown name, unit, source or key, every bound broken, every file that nobody reads, each
            with file and line.
    """
    from estimator.catalog.loader import checked_catalog as checked  # shapes of pydantic take a tenth of a short run

    return checked(folder)


def _read(folder: Path, now: str) -> Catalog:
    """The catalog from its files: entries when they are asked for where the files are those that were checked."""
    from estimator.catalog.loader import checked_catalog as checked  # see above
    from estimator.catalog.loader import sealed_catalog

    return sealed_catalog(folder) if seal_of(folder) == now else checked(folder)


def key_of(name: str, written: Any) -> Any:
    """The key of what `use` names, such as united-kingdom for `country: UK`; anything else as it is written."""
    kind = next((kind for kind, one in KINDS.items() if one == name), "")
    return named(written, load_catalog().entries[kind]) if kind and isinstance(written, str) else written
