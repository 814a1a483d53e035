"""Facts and choices of the command line, written over those of a scenario."""

from collections.abc import Iterator, Sequence
from typing import Any

from estimator.errors import Problem, suggestion
from estimator.files.document import Document, Path_, plain
from estimator.model import model
from estimator.scenario.choices import use_names

SET = "set for this run"
"""Why a fact of the command line is one."""

SETTING = "--set "
"""What the place of such a fact begins with, where that of others is a file."""


def overridden(settings: Sequence[str], document: Document) -> Iterator[Problem]:
    """Write `--set NAME=VALUE` into the data, as facts of the command line."""
    for setting in settings:
        name, equals, value = setting.partition("=")
        system, dot, key = name.strip().rpartition(".")
        data = document.data if isinstance(document.data, dict) else {}
        if not equals or not value.strip():
            yield Problem(f"--set {setting}: write NAME=VALUE, such as site.pue=1.1")
            continue
        target = data
        if dot:
            systems = data.get("systems")
            if not isinstance(systems, dict) or not isinstance(systems.get(system), dict):
                known = systems if isinstance(systems, dict) else {}
                yield Problem(f"--set {setting}: there is no system {system}{suggestion(system, known)}")
                continue
            target = systems[system]
        elif data.get("systems") and key not in (*use_names(), "year"):
            yield Problem(f"--set {setting}: say of which system, such as {next(iter(data['systems']))}.{key}")
            continue
        section = "given" if key in model().quantities else "use" if key in use_names() else ""
        if not section and key != "year":
            near = suggestion(key, [*model().quantities, *use_names(), "year"])
            yield Problem(f"--set {setting}: {key} is not a quantity{near}")
            continue
        written = plain(value.strip())
        path: Path_ = (*(("systems", system) if dot else ()), *([section] if section else []), key)
        document.lines[path] = (f"{SETTING}{name}", 0)
        if not section:
            target[key] = year_of(written)
            continue
        if not isinstance(target.get(section), dict):
            target[section] = {}
        target[section][key] = _set(written) if section == "given" else written


def _set(written: Any) -> dict[str, Any]:
    """A value of the command line as a fact."""
    return {**(written if isinstance(written, dict) else {"value": written}), "because": SET}


def year_of(written: Any) -> Any:
    """A year of the command line as a number; what is none is left for the shape to refuse."""
    return int(written) if isinstance(written, str) and len(written) == 4 and written.isdecimal() else written
