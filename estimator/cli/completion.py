"""What may stand at the cursor of a shell: words, each with what it means."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from estimator.errors import EstimatorError

Words = Iterator[tuple[str, str]]

# Heavy imports (numpy, pydantic, pint) stand inside the functions, which only a shell that completes calls.


def scenarios(begun: str) -> Words:
    """Scenario files, and the folders on the way to them."""
    folder = Path(begun) if begun.endswith("/") else Path(begun).parent
    shown = "" if str(folder) == "." and not begun.startswith("./") else f"{str(folder).rstrip('/')}/"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir() and not path.name.startswith("."):
            yield f"{shown}{path.name}/", ""
        elif path.suffix in (".yaml", ".yml"):
            yield f"{shown}{path.name}", ""


def quantities() -> Words:
    """Names of the vocabulary."""
    from estimator.model import model

    for name, quantity in model().quantities.items():
        yield name, quantity.meaning.partition("\n")[0]


def facts(begun: str, before: Sequence[str]) -> Words:
    """NAME= of a quantity or a choice, and after it the choices. Some shells cut words at the equals sign."""
    name, equals, _ = begun.partition("=")
    chosen = name if equals else _cut(before)
    if chosen:
        for value, meaning in _choices(chosen.rpartition(".")[2]):
            yield (f"{chosen}={value}" if equals else value), meaning
        return
    for word, meaning in (*quantities(), *_uses(), ("year", "the calendar year that annual figures cover")):
        yield f"{word}=", meaning


def _cut(before: Sequence[str]) -> str:
    """The name whose value is begun, where a shell has cut NAME=VALUE into three words or dropped the sign between."""
    *earlier, last = before or [""]
    if last == "=":
        return earlier[-1] if earlier else ""
    is_value = bool(earlier) and earlier[-1] == "="
    return "" if "=" in last or is_value else last


def settings(begun: str, files: Sequence[str]) -> Words:
    """NAME=VALUE for systems of scenario files."""
    if "=" in begun:
        yield from facts(begun, [])
        return
    for system in _systems(files):
        for word, meaning in facts("", []):
            yield f"{system}.{word}".lstrip("."), meaning


def variables(files: Sequence[str]) -> Words:
    """Quantities of the systems of scenario files; without files, of the nameless system of the command line."""
    for system in _systems(files):
        for name, meaning in quantities():
            yield f"{system}.{name}".lstrip("."), meaning


def kinds() -> Words:
    """Kinds of the catalog."""
    from estimator.report.catalog import known

    for kind in known():
        yield kind, ""


def entries(kind: str) -> Words:
    """Entries of a kind of the catalog."""
    from estimator.report.catalog import known

    yield from known().get(kind, {}).items()


def cases() -> Words:
    """Published cases that the model is held against."""
    from estimator.validation import load_cases

    for key, case in load_cases().by_key.items():
        yield key, case.title


def _uses() -> Words:
    from estimator.scenario.choices import use_names

    for name in use_names():
        yield name, "an entry of the catalog, or a choice"


def _choices(name: str) -> Words:
    from estimator.scenario.choices import use_options

    yield from use_options(name).items()


def _systems(files: Sequence[str]) -> Sequence[str]:
    """The systems of the first file that can be read; nameless where there are none."""
    from estimator.files.document import read_document

    for file in files:
        try:
            data = read_document(file).data
        except EstimatorError:
            continue
        systems = data.get("systems") if isinstance(data, dict) and isinstance(data.get("systems"), dict) else None
        return [part for name, text in systems.items() for part in (name, *_phases(name, text))] if systems else [""]
    return [""]


def _phases(system: str, text: Any) -> Iterator[str]:
    """The systems that the phases of one are."""
    phases = text.get("phases") if isinstance(text, dict) else None
    yield from (f"{system}-{phase['id']}" for phase in phases or () if isinstance(phase, dict) and "id" in phase)
