"""Facts and choices of the command line, written over those of a scenario."""

from collections.abc import Iterator, Sequence
from typing import Any

from estimator.document import Document, Path_, plain
from estimator.errors import Problem, suggestion
from estimator.model import model
from estimator.scenario.shapes import use_names


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
        elif data.get("systems") and key not in use_names():
            yield Problem(f"--set {setting}: say of which system, such as {next(iter(data['systems']))}.{key}")
            continue
        section = "given" if key in model().quantities else "use" if key in use_names() else ""
        if not section:
            near = suggestion(key, [*model().quantities, *use_names()])
            yield Problem(f"--set {setting}: {key} is not a quantity{near}")
            continue
        written = plain(value.strip())
        entry: Any = {**written} if isinstance(written, dict) else {"value": written}
        entry = {**entry, "because": "set for this run"} if section == "given" else written
        if not isinstance(target.get(section), dict):
            target[section] = {}
        target[section][key] = entry
        path: Path_ = ("systems", system, section, key) if dot else (section, key)
        document.lines[path] = (f"--set {name}", 0)
