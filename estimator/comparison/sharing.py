"""Common random numbers: data of several cases that are one statement share their draws, and no others do.

Figures of the catalog are the same everywhere. What a scenario states is named by its variable alone, so that two
scenarios may use one name for two statements; these get streams of their own.
"""

from collections.abc import Sequence
from dataclasses import replace

from estimator.case import Case
from estimator.datum import Datum


def told_apart(cases: Sequence[Case]) -> list[Case]:
    """Cases in which data of one key are one statement.

    The first statement under a key keeps it, and with it the draws that its case has alone; others get a number.
    """
    made: dict[str, list[list[Datum]]] = {}
    return [_renamed(case, made) for case in cases]


def _renamed(case: Case, made: dict[str, list[list[Datum]]]) -> Case:
    """A case with the keys that its statements have among those that were `made` under the same keys."""
    stated: dict[str, list[Datum]] = {}
    for _, datum in case.data:
        if "/" not in datum.key:  # the keys of catalog figures are paths, which names of systems and claims cannot be
            stated.setdefault(datum.key, []).append(datum)
    keys = {key: _key(key, data, made.setdefault(key, [])) for key, data in stated.items()}
    return replace(
        case,
        data=tuple((name, replace(datum, key=keys.get(datum.key, datum.key))) for name, datum in case.data),
        correlations=tuple(
            replace(pair, first=keys.get(pair.first, pair.first), second=keys.get(pair.second, pair.second))
            for pair in case.correlations
        ),
    )


def _key(key: str, data: list[Datum], made: list[list[Datum]]) -> str:
    """What a statement is called: as the one that it repeats, or as a new one."""
    repeated = (number for number, others in enumerate(made) if any(a == b for a in data for b in others))
    number = next(repeated, len(made))
    if number == len(made):
        made.append(data)
    return f"{key} ({number + 1})" if number else key
