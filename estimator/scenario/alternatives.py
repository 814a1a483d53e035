"""Entries of the catalog that a scenario leaves open: `accelerator: [h100-sxm, b200]` are readings."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from estimator.errors import EstimatorError
from estimator.scenario.reader import Scenario

MOST = 24
"""Combinations of entries that are tried."""


def alternatives(scenario: Scenario) -> list[tuple[str, ...]]:
    """Every combination of entries where several are named, as settings; the first is the scenario as it stands.

    Raises:
        EstimatorError: more combinations than are tried.
    """
    found = list(_several(scenario.document.data))
    combinations = [tuple(settings) for settings in product(*found)] if found else []
    if len(combinations) > MOST:
        raise EstimatorError(
            f"the entries under use make {len(combinations)} combinations, more than {MOST}; leave some of them out"
        )
    return combinations


def one_entry_each(scenario: Scenario) -> None:
    """Refuse a scenario that leaves entries open, where one answer is asked for.

    Raises:
        EstimatorError: several entries are named.
    """
    if found := list(_several(scenario.document.data)):
        name = found[0][0].partition("=")[0]
        entries = ", ".join(setting.partition("=")[2] for setting in found[0])
        raise EstimatorError(
            f"{name} has several entries ({entries}), which are readings for estimator check; choose one, with"
            f" --set {found[0][0]}"
        )


def _several(data: Any) -> Iterator[list[str]]:
    """Settings for each choice that names several entries, of all systems or of one."""
    if not isinstance(data, Mapping):
        return
    yield from _listed(data.get("use"), "")
    systems = data.get("systems")
    for name, system in systems.items() if isinstance(systems, Mapping) else ():
        if isinstance(system, Mapping):
            yield from _listed(system.get("use"), f"{name}.")


def _listed(use: Any, before: str) -> Iterator[list[str]]:
    for name, entries in use.items() if isinstance(use, Mapping) else ():
        if isinstance(entries, list) and len(entries) > 1:
            yield [f"{before}{name}={entry}" for entry in dict.fromkeys(entries)]
