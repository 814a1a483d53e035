"""One load on every reactor type."""

from collections.abc import Mapping
from typing import Any

from estimator.catalog import Entry, load_catalog
from estimator.errors import EstimatorError, Problem
from estimator.method import Method
from estimator.results.result import Result
from estimator.runs import estimated

TYPES = "types"
"""The group of the catalog's reactors that are no single unit and no fleet."""


def loads(facts: Mapping[str, Any], group: str | None, method: Method) -> list[tuple[Entry, Result]]:
    """What a load is on each reactor of a group of the catalog, types first; of all groups if it is None.

    Raises:
        EstimatorError: a value that cannot be read, or no power.
    """
    entries = [entry for entry in load_catalog().entries["reactors"].values() if group in (None, entry.group)]
    entries.sort(key=lambda entry: (entry.group != TYPES, entry.group))
    return [(entry, _titled(loaded(facts, entry.key, method), entry.title)) for entry in entries]


def loaded(facts: Mapping[str, Any], reactor: str, method: Method) -> Result:
    """A load on one reactor; problems are told without the places of a scenario that nobody wrote.

    Raises:
        EstimatorError: a value that cannot be read, or no power.
    """
    try:
        return estimated({**facts, "reactor": reactor}, method)
    except EstimatorError as error:
        raise EstimatorError([Problem(problem.message) for problem in error.problems]) from None


def _titled(result: Result, title: str) -> Result:
    return Result(title, result.solution, result.catalog, titles=result.titles, reactor_labels=result.reactor_labels)
