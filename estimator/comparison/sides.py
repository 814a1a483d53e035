"""Scenarios side by side: what each gives, how they compare, and why they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from estimator.case import Case
from estimator.comparison.contrast import Contrast, Span, Stand, contrasts
from estimator.comparison.decomposition import Decomposition, decompositions
from estimator.comparison.sharing import told_apart
from estimator.datum import Variable
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.interface.arguments import Texts, texts
from estimator.interface.notebooks import data_frame, html_table
from estimator.method import DRAWS, SEED, method_of
from estimator.model import model
from estimator.results.estimates import Estimate
from estimator.results.result import HEADLINES, Result
from estimator.runs import solved_case
from estimator.scenario import Scenario, Written, case_of
from estimator.scenario.asked import asked, cases_by_side
from estimator.uncertainty.measurement import Progress
from estimator.units.digits import without_noise

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Side:
    """One scenario of a comparison: its letter, how it was asked for, its result, and the systems that are shown."""

    letter: str
    asked: str
    result: Result
    systems: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One system of one scenario."""

    side: Side
    system: str

    @property
    def name(self) -> str:
        """What reports call it: `A`, or `A site` where its scenario has several systems."""
        return f"{self.side.letter} {self.system}" if len(self.side.systems) > 1 else self.side.letter

    def estimate(self, quantity: str) -> Estimate | None:
        """A value; None where it is open."""
        return self[quantity] if (self.system, quantity) in self.side.result else None

    def __getitem__(self, quantity: str) -> Estimate:
        return self.side.result[self.system, quantity]

    def unit(self, quantity: str) -> str:
        """The unit of a value, with the year of prices."""
        return model().quantities[quantity].dimension.unit.replace("USD", self.side.result.prices)

    def counted(self, quantity: str) -> str:
        """What a value is a number of: its unit, or the reactor that stands behind it. Others do not compare."""
        unit = self.unit(quantity)
        return (self.side.result.reactor_labels.get(self.system) or unit) if unit == "reactor" else unit


Pair = tuple[Column, Column]
"""A system of the first scenario, and the one of another that is held against it."""


@dataclass(frozen=True)
class Gap:
    """Two values of a quantity against each other, and why they differ: in the terms of both, or of each in turn.

    There are no decompositions where nothing differs.
    """

    quantity: str
    pair: Pair
    contrast: Contrast
    decompositions: tuple[Decomposition, ...]


class Comparison:
    """Scenarios side by side, solved with the same draws for all that they share. The first is the one to compare with.

    `quantities` are those that are shown: the headline figures unless others are asked for.
    """

    def __init__(self, sides: Sequence[Side], quantities: Sequence[str] = ()) -> None:
        self.sides = tuple(sides)
        systems = dict.fromkeys(system for side in sides for system in side.systems)
        columns = [Column(side, name) for name in systems for side in sides if name in side.systems]
        single = all(len(side.systems) == 1 for side in sides)
        self.columns = tuple(sorted(columns, key=lambda one: one.side.letter) if single else columns)
        headlines = [name for name in HEADLINES if any(column.estimate(name) for column in self.columns)]
        self.quantities = tuple(dict.fromkeys(quantities or headlines))

    def __repr__(self) -> str:
        titles = "; ".join(f"{side.letter} {side.result.title!r:.60}" for side in self.sides)
        return f"<Comparison of {titles}: {len(self.quantities)} quantities>"

    def _repr_html_(self) -> str:
        titles = "; ".join(f"{side.letter}: {side.result.title}" for side in self.sides)
        rows = [[name, *(_told(column, name) for column in self.columns)] for name in self.quantities]
        return html_table(titles, ("quantity", *(column.name for column in self.columns)), rows)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Systems of the first scenario with those of each other one: of the same name, or the only ones of both."""
        first, *others = self.sides
        return tuple(
            (Column(first, system), Column(other, twin))
            for other in others
            for system in first.systems
            for twin in other.systems
            if system == twin or len(first.systems) == len(other.systems) == 1
        )

    @cached_property
    def contrasts(self) -> dict[tuple[Pair, str], Contrast]:
        """Every pair of values that are shown and can be compared, against each other."""
        asked = [(pair, name) for pair in self.pairs for name in self.quantities if not incomparable(pair, name)]
        found = contrasts([(_stand(here, name), _stand(there, name)) for (here, there), name in asked])
        return dict(zip(asked, found, strict=True))

    def explain(self, quantity: str) -> list[Gap]:
        """Why a quantity differs, for each pair of systems that have values of it.

        Raises:
            EstimatorError: there is no such quantity, or no two values of it that can be compared.
        """
        if problems := list(_unknown(texts("quantity", quantity, "pue"))):
            raise EstimatorError(problems)
        wrong = {pair: incomparable(pair, quantity) for pair in self.pairs}
        if all(wrong.values()):
            raise EstimatorError(map(Problem, wrong.values() or [UNPAIRED]))
        return [_gap(pair, quantity) for pair, reason in wrong.items() if not reason]

    def to_rows(self) -> list[dict[str, Any]]:
        """Tidy rows, one for each system and quantity, with its ratio to the first scenario and the difference.

        What is open or in conflict has no numbers.
        """
        against = {there: (here, there) for here, there in self.pairs}
        return [
            _row(column, name, pair := against.get(column), self.contrasts.get((pair, name)) if pair else None)
            for column in self.columns
            for name in self.quantities
        ]

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a table of pandas.

        Raises:
            EstimatorError: pandas is not installed.
        """
        kinds = {name: float if name.endswith(("p5", "p50", "p95")) else str for name in COLUMNS}
        return data_frame(kinds, self.to_rows())


UNPAIRED = "no two systems have the same name; choose one of each scenario as FILE:SYSTEM"


def compare(
    *scenarios: Written,
    quantities: Texts = (),
    settings: Texts = (),
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    progress: Progress | None = None,
    as_of: str | date | None = None,
) -> Comparison:
    """Set scenarios side by side, and tell why they differ.

    Args:
        scenarios: two or more files, each as `FILE[:SYSTEM][@NAME=VALUE]...`: one system of it alone, and facts or
            choices that override it; or texts of files, data in the shape of one, scenarios that were read.
        quantities: what is shown; the headline figures if none are named.
        settings: texts `NAME=VALUE` that override all of the scenarios.
        draws: random draws behind the ranges.
        seed: of the draws. What two scenarios share has the same draws in both.
        assumptions: whether the catalog's defaults fill what facts leave open.
        progress: called with the number of draws done and of all draws.
        as_of: a day such as 2025-03-01, of which only what was known by then is taken from the catalog.

    Raises:
        EstimatorError: every problem of every scenario; fewer than two of them; an unknown system or quantity; an
            argument that is none.

    >>> small, large = ({"title": "", "given": {"it_capacity": f"{size} MW"}} for size in (100, 150))
    >>> gap, = compare(small, large, quantities=["facility_capacity"]).explain("facility_capacity")
    >>> [(part.name, round(part.factor[1], 9)) for part in gap.decompositions[0].contributions]
    [('it_capacity', 1.5)]
    """
    method = method_of(
        draws=draws, seed=seed, assumptions=assumptions, settings=settings, as_of=as_of, progress=progress
    )
    catalog, names = method.catalog, texts("quantities", quantities, "pue")
    wanted = [asked(written, method.settings) for written in scenarios]
    problems = [*_miscounted(scenarios), *_unknown(names)]
    made: list[tuple[Scenario, Case]] = []
    for one in wanted:
        try:
            scenario = one.scenario()
            made.append((scenario, case_of(scenario, catalog, method.assumptions)))
            problems += one.misnamed(scenario)
        except EstimatorError as error:
            problems += error.problems
    if problems:
        raise EstimatorError(problems)
    cases = told_apart(cases_by_side(made, ascii_uppercase))
    results = [
        solved_case(scenario, case, method, _part(progress, number, len(cases)))
        for number, ((scenario, _), case) in enumerate(zip(made, cases, strict=True))
    ]
    sides = [
        Side(letter, one.text or result.title, result, (one.system,) if one.system else result.systems)
        for letter, one, result in zip(ascii_uppercase, wanted, results, strict=False)
    ]
    return Comparison(sides, names)


def _part(progress: Progress | None, number: int, parts: int) -> Progress | None:
    """The progress of one of several runs of equal length, told as that of all."""
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, parts * total)


def _miscounted(scenarios: Sequence[Written]) -> Iterator[Problem]:
    if len(scenarios) < 2:
        yield Problem("a comparison takes two scenarios or more; FILE@NAME=VALUE is FILE with one value changed")
    if len(scenarios) > len(ascii_uppercase):
        yield Problem(f"a comparison takes at most {len(ascii_uppercase)} scenarios, got {len(scenarios)}")


def _unknown(quantities: Sequence[str]) -> Iterator[Problem]:
    for name in quantities:
        if name not in model().quantities:
            system, _, last = name.rpartition(".")
            known = system and last in model().quantities
            advice = "; choose systems as FILE:SYSTEM" if known else suggestion(last, model().quantities)
            yield Problem(f"{name} is not a quantity{advice}")


def incomparable(pair: Pair, quantity: str) -> str:
    """Why two values of a quantity cannot be compared; nothing where they can."""
    for column in pair:
        estimate = column.estimate(quantity)
        if estimate is None:
            return f"{quantity} is open in {column.name}"
        if estimate.p50 is None:
            return f"{quantity} is in conflict in {column.name} and has no single value"
    different = unlike(pair, quantity)
    return f"{quantity}: {different}" if different else ""


def unlike(pair: Pair, quantity: str) -> str:
    """How two values differ in what they are numbers of; nothing where they do not, or where there are not two."""
    first, second = (column.counted(quantity) for column in pair)
    if first == second or not all(column.estimate(quantity) for column in pair):
        return ""
    return f"{first} in {pair[0].side.letter} and {second} in {pair[1].side.letter}, which do not compare"


def _stand(column: Column, quantity: str) -> Stand:
    return Stand(column.side.result, Variable(column.system, quantity))


def _gap(pair: Pair, quantity: str) -> Gap:
    here, there = (_stand(column, quantity) for column in pair)
    (contrast,) = contrasts([(here, there)])
    return Gap(quantity, pair, contrast, () if contrast.same else tuple(decompositions(here, there)))


def _row(column: Column, quantity: str, pair: Pair | None, contrast: Contrast | None) -> dict[str, Any]:
    estimate, side = column.estimate(quantity), column.side
    known: dict[str, Any] = {"scenario": side.letter, "asked": side.asked, "system": column.system}
    known |= {"quantity": quantity, "unit": column.unit(quantity)}
    known |= {name: getattr(estimate, name) for name in _VALUE if estimate}
    known |= {"against": pair[0].side.letter, "against_system": pair[0].system} if pair else {}
    if contrast:
        known |= _spread("difference", contrast.difference, contrast.difference_side)
        known |= _spread("ratio", contrast.ratio, contrast.ratio_side) if contrast.ratio else {}
    return {name: without_noise(known.get(name)) for name in COLUMNS}


def _told(column: Column, quantity: str) -> str:
    """A value in words, its money with the year of its prices."""
    estimate = column.estimate(quantity)
    return "open" if estimate is None else str(estimate).replace("USD", column.side.result.prices)


def _spread(name: str, span: Span, side: str) -> dict[str, Any]:
    return {f"{name}_p5": span[0], f"{name}_p50": span[1], f"{name}_p95": span[2], f"{name}_side": side}


_VALUE = ("p5", "p50", "p95", "side", "tier", "source")

COLUMNS = (
    "scenario", "asked", "system", "quantity", "unit", *_VALUE, "against", "against_system",
    "ratio_p5", "ratio_p50", "ratio_p95", "ratio_side",
    "difference_p5", "difference_p50", "difference_p95", "difference_side",
)  # fmt: skip
"""One row for each system and quantity; blank for what is not known."""
