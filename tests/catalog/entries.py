"""Figures of the catalog by entry, the lines that they stand on, and copies of the catalog with one mistake."""

import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from estimator.catalog import CATALOG, Entry, checked_catalog
from estimator.catalog.figures import KINDS
from estimator.catalog.published import read_cases
from estimator.datum import Datum
from estimator.files.document import Document, read_document
from estimator.uncertainty.distributions import quantiles

LOADED = checked_catalog()
CASES = read_cases(CATALOG / "validation", LOADED)
ACCELERATORS, SERVERS, REACTORS = (LOADED.entries[kind] for kind in ("accelerators", "servers", "reactors"))


def datum(entry: Entry, quantity: str, option: str = "") -> Datum | None:
    return next((figure.options.get(option) for figure in entry.figures if figure.quantity == quantity), None)


def ends(entry: Entry, quantity: str, option: str = "") -> tuple[float, float, float] | None:
    """p5, median and p95; None where the entry has no such figure."""
    found = datum(entry, quantity, option)
    return quantiles(found) if found else None


def middle(entry: Entry, quantity: str, option: str = "") -> float | None:
    found = ends(entry, quantity, option)
    return found[1] if found else None


def options(entry: Entry, quantity: str) -> dict[str, float]:
    """Medians of a figure by its options, such as rates by precision or energies by year."""
    found = [figure.options for figure in entry.figures if figure.quantity == quantity]
    return {option: quantiles(each)[1] for given in found for option, each in given.items()}


def note(entry: Entry, name: str) -> str:
    return next((note.value for note in entry.notes if note.name == name), "")


def earliest(day: str) -> date:
    """The first day that a date, written to the day, the month or the year, can mean."""
    return date.fromisoformat(day + "-01-01"[len(day) - 4 :])


def latest(day: str) -> date:
    """The last day that it can mean, a month taken as 31 days."""
    return earliest(day) + timedelta(days={4: 365, 7: 30, 10: 0}[len(day)])


@cache
def documents(kind: str, folder: Path) -> tuple[Document, ...]:
    files = sorted((folder / kind).glob("*.yaml")) or [folder / f"{kind}.yaml"]
    return tuple(read_document(file) for file in files)


def told(message: str, kind: str, *path: str, folder: Path = CATALOG) -> str:
    """A message behind the file and line of what it is about."""
    found = documents(kind, folder)
    document = next((each for each in found if path in each.lines), found[0])
    return str(document.problem(path, message))


def told_of(message: str, found: Datum) -> str:
    """A message behind the file and line of a figure."""
    kind, *parts = found.key.split("/")
    path = (parts[0], "figures", *parts[1:]) if kind in KINDS else ("figures", *parts)
    return told(f"{found.key}: {message}", kind, *path)


def spoiled(tmp_path: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """The catalog, copied with one text replaced, and the line of the replacement; no old text: put in at the top."""
    folder = tmp_path / "catalog"
    shutil.copytree(CATALOG, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder, text[: text.index(old)].count("\n") + 1
