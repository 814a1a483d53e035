"""A scenario in whatever way it is written: a file, its text, plain data in the shape of one, or one that was read."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

from estimator.errors import EstimatorError
from estimator.files.document import Document, Path_, read_text
from estimator.scenario.layers import laid_over_bases
from estimator.scenario.plain_data import plain_data
from estimator.scenario.reader import Scenario, read_scenario, scenario_of_document, with_settings

Written = str | os.PathLike[str] | Mapping[str, Any] | Scenario
"""A file, by its path; its text, of two lines or more; data in the shape of a file; or a scenario that was read."""

TEXT = "the text"
"""What problems call a scenario that is a text, in place of its file."""


def scenario_of(written: Written, settings: Sequence[str] = ()) -> Scenario:
    '''A scenario, read and checked, to be run, checked, compared or swept as often as need be.

    Args:
        written: a file, by its path; the text of one, known by its line breaks; data in the shape of one; a scenario.
            What a text or data extend is looked for in the working directory.
        settings: texts `system.quantity=value` that override it, as `--set` does.

    Raises:
        EstimatorError: every problem of what is written, with its line, or with its way through the data.

    >>> site = scenario_of("""
    ... title: a site
    ... given: {it_capacity: 800 MW, peak_pue: 1.25}
    ... """)
    >>> site.title
    'a site'
    '''
    if isinstance(written, Scenario):
        return with_settings(written, settings)
    if is_text(written):
        return scenario_of_document(*laid_over_bases(read_text(written.removeprefix("\ufeff"), TEXT)), settings)
    if isinstance(written, Mapping):
        data = plain_data(written)
        return scenario_of_document(*laid_over_bases(Document("", data, dict(_ways(data, ())))), settings)
    if isinstance(written, str) or (isinstance(written, os.PathLike) and isinstance(os.fspath(written), str)):
        return read_scenario(Path(written), settings)
    raise EstimatorError(
        "a scenario is a file, its text of several lines, data in the shape of one, or a Scenario; got"
        f" {'nothing' if written is None else f'a value of type {type(written).__name__}'}"
    )


def kept(written: Written) -> Written:
    """What is written, so that it stays as it is now: data are copied."""
    return plain_data(written) if isinstance(written, Mapping) else written


def is_text(written: Any) -> TypeGuard[str]:
    """Whether something is the text of a scenario, and no path: it has a line break."""
    return isinstance(written, str) and "\n" in written and not _is_name(written)


def _is_name(written: str) -> bool:
    """Whether there is a file of that name: lines may break in names, too."""
    try:
        return Path(written).exists()
    except (OSError, ValueError):
        return False


def _ways(data: Any, path: Path_) -> Iterator[tuple[Path_, tuple[str, int]]]:
    """Every way into plain data, and what problems call it; they have no lines."""
    if path:
        yield path, (".".join(map(str, path)), 0)
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _ways(value, (*path, key))
