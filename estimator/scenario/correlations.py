"""Correlations of a scenario: from the names in the file to the streams of draws that they stand for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from estimator.case import Correlation
from estimator.datum import Datum, Stated
from estimator.errors import EstimatorError, Problem
from estimator.scenario.reader import Scenario, Tie
from estimator.uncertainty.correlation import groups, smallest_eigenvalue

_LEAST = 1e-9
"""An eigenvalue below this is 0 but for rounding."""


def correlations_of(scenario: Scenario, data: Sequence[Stated]) -> tuple[Correlation, ...]:
    """The correlations between the streams of a case.

    Raises:
        EstimatorError: names that nothing is drawn of, pairs of one stream or given twice, and correlations that cannot
            all hold; each with its line.
    """
    if not scenario.correlations:
        return ()
    known: dict[str, list[Datum]] = defaultdict(list)
    for variable, datum in data:
        for name in {str(variable), datum.key}:
            known[name].append(datum)
    found: dict[frozenset[str], Correlation] = {}
    numbers: dict[Correlation, int] = {}
    names: dict[str, str] = {}
    problems: list[Problem] = []
    for number, said in enumerate(scenario.correlations):
        read = _correlation(said, known, found)
        if isinstance(read, Correlation):
            found[frozenset((read.first, read.second))] = read
            numbers[read] = number
            names |= zip((read.first, read.second), said.between, strict=True)
        else:
            problems += [scenario.document.problem(("correlations", number), message) for message in read]
    for group, message in _impossible(tuple(found.values()), names):
        number = min(number for correlation, number in numbers.items() if correlation.first in group)
        problems.append(scenario.document.problem(("correlations", number), message))
    if problems:
        raise EstimatorError(problems)
    return tuple(found.values())


def _correlation(
    said: Tie, known: Mapping[str, Sequence[Datum]], others: Mapping[frozenset[str], Correlation]
) -> Correlation | list[str]:
    """The streams of two names; or what is wrong with them."""
    drawn = [_drawn(name, known.get(name, ())) for name in said.between]
    if wrong := [message for message in drawn if isinstance(message, str)]:
        return wrong
    first, second = (datum.key for datum in drawn if isinstance(datum, Datum))
    here, there = said.between
    if first == second:
        return [f"{here} and {there} are one range, drawn once for both"]
    if frozenset((first, second)) in others:
        return [f"{here} and {there} are correlated twice: these ranges are also those of another pair"]
    return Correlation(first, second, said.rho)


def _drawn(name: str, data: Sequence[Datum]) -> Datum | str:
    """The most trusted of the data that a name stands for, if it is a range; or why nothing is drawn of it."""
    if not data:
        return f"{name} is not drawn: no range of it is stated or assumed; correlate what it follows from"
    datum = min(data, key=lambda datum: (bool(datum.value.side), datum.tier))  # bounds come last
    return f"{name} is exact and moves with nothing; state a range of it" if datum.value.is_point else datum


def _impossible(correlations: Sequence[Correlation], names: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Groups of streams whose correlations cannot all hold."""
    for group in groups(correlations):
        smallest = smallest_eigenvalue(group, correlations)
        if smallest < _LEAST:
            *others, last = (names[stream] for stream in group)
            message = (
                f"the correlations of {', '.join(others)} and {last} cannot all hold: the smallest eigenvalue of their"
                f" matrix is {smallest:.2g} and should be above 0; make a rho smaller, or state those of the other"
                " pairs, which count as 0"
            )
            yield group, message
