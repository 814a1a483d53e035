"""How good the model is: what it computes from published inputs, held against what was published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from math import comb
from statistics import median
from typing import get_args

from estimator.catalog import CATALOG, load_catalog
from estimator.catalog.published import GROUPS, Cases, PublishedCase, read_cases
from estimator.catalog.shapes import CaseKind
from estimator.datum import Datum, Source
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import Document
from estimator.method import SEED, Method
from estimator.model import model
from estimator.results.estimates import Estimate
from estimator.runs import solved
from estimator.scenario.reader import Scenario, System
from estimator.scenario.shapes import Fact
from estimator.wording import Message, english, listed

CASE_DRAWS = 10_000
"""Enough for the ends of ranges good to 2 %, in some 40 ms a case."""

LEVEL = 0.9
"""Share of published values that right ranges would hold."""

STEPS = (0.01, 0.02, 0.05, 0.10)
"""How near is near: a value that is further off than the last, and outside the range, is a miss."""


@dataclass(frozen=True)
class Outcome:
    """One published value beside the one computed. `factor` is the larger of the two over the smaller."""

    case: PublishedCase
    published: Datum
    computed: Estimate

    @property
    def value(self) -> float:
        """What was published, in the unit of the quantity."""
        return self.published.value.parameters[0]

    @property
    def ratio(self) -> float:
        """Computed over published."""
        return (self.computed.p50 or 0.0) / self.value

    @property
    def factor(self) -> float:
        """How far the two are apart, whichever is larger."""
        return max(self.ratio, 1 / self.ratio)

    @property
    def error(self) -> float:
        """The factor, less one."""
        return self.factor - 1

    @property
    def inside(self) -> bool | None:
        """Whether the published value lies in the 90 % range; None where exact inputs leave no range."""
        low, high = self.computed.p5 or 0.0, self.computed.p95 or 0.0
        return low <= self.value <= high if high - low > _EXACT * high else None

    @property
    def near(self) -> float | None:
        """The first of the steps that the error is within; None beyond the last."""
        return next((step for step in STEPS if self.error <= step + _EXACT), None)

    @property
    def judged(self) -> Message:
        """Inside the range, within a step, or a miss by a factor."""
        if self.inside:
            return Message.of("outcome.inside")
        return (
            Message.of("outcome.miss", factor=self.factor)
            if self.missed
            else Message.of("outcome.within", step=self.near)
        )

    @property
    def verdict(self) -> str:
        """`inside the 90 % range`, `within 5 %`, or `miss, factor 1.4`."""
        return english(self.judged)

    @property
    def missed(self) -> bool:
        """Whether the value is neither in the range nor near."""
        return not self.inside and self.near is None


_EXACT = 1e-9


@dataclass(frozen=True, kw_only=True)
class Score:
    """How some values came out. `ranged` of them were computed with a range, `inside` of which lie in it."""

    name: str
    cases: int
    values: int
    median_ratio: float
    median_error: float
    worst: Outcome
    missed: int
    ranged: int
    inside: int

    @property
    def expected(self) -> tuple[int, int]:
        """How many would lie inside nineteen times in twenty, were the ranges right and the values independent."""
        return _likely(self.ranged)


@dataclass(frozen=True, kw_only=True)
class Validation:
    """All outcomes, in the order of the files."""

    outcomes: tuple[Outcome, ...]
    cases: Cases
    catalog_version: str
    draws: int
    seed: int

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """One for each kind that there are cases of."""
        kinds = {kind: [one for one in self.outcomes if one.case.kind == kind] for kind in get_args(CaseKind)}
        return tuple(_score(kind, found) for kind, found in kinds.items() if found)

    @cached_property
    def group_scores(self) -> tuple[Score, ...]:
        """Those of the independent values, by group."""
        independent = [one for one in self.outcomes if one.case.kind == "independent"]
        groups = {group: [one for one in independent if one.case.group == group] for group in GROUPS}
        return tuple(_score(group, found) for group, found in groups.items() if found)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The documents of all cases that were run, by key."""
        data = (datum for one in self.outcomes for datum in one.case.data)
        found = {source.key: source for datum in data for source in datum.sources}
        return tuple(found[key] for key in sorted(found))


@cache
def load_cases() -> Cases:
    """The cases of the catalog.

    Raises:
        EstimatorError: every problem of their files, with file and line.
    """
    return read_cases(CATALOG / "validation", load_catalog())


def validate(
    keys: Sequence[str] = (), *, draws: int = CASE_DRAWS, seed: int = SEED, cases: Cases | None = None
) -> Validation:
    """Compute published cases, all of them unless some are named.

    Raises:
        EstimatorError: a key of no case, or a case that does not determine what it holds against.
    """
    cases = cases or load_cases()
    for key in keys:
        if key not in cases.by_key:
            near = suggestion(key, cases.by_key, "; estimator validate lists them all")
            raise EstimatorError(f"{key} is no case of validation{near}")
    chosen = [case for key, case in cases.by_key.items() if key in keys or not keys]
    outcomes = [one for case in chosen for one in outcomes_of(case, draws, seed)]
    return Validation(
        outcomes=tuple(outcomes), cases=cases, catalog_version=load_catalog().version, draws=draws, seed=seed
    )


def outcomes_of(case: PublishedCase, draws: int = CASE_DRAWS, seed: int = SEED) -> tuple[Outcome, ...]:
    """What the model gives for each value that a case holds it against.

    Raises:
        EstimatorError: it gives none, or the inputs contradict each other or the catalog.
    """
    system = System(
        name="", title="", given=_facts(case.given), assume=_facts(case.assume), use=case.use, parts=(), year=case.year
    )
    prices = load_catalog().choices["prices"].default
    scenario = Scenario(
        title=case.title,
        description="",
        systems={"": system},
        sources={},
        claims=(),
        correlations=(),
        prices=prices,
        document=Document(case.file, None),
    )
    result = solved(scenario, Method(draws=draws, seed=seed, asked=tuple(one.quantity for one in case.published)))
    if conflicts := result.solution.conflicts:
        members = listed([str(variable) for variable, _ in conflicts[0].members])
        raise EstimatorError(
            [Problem(f"{case.key}: its inputs contradict each other: {members}", case.file, case.line)]
        )
    try:
        computed = [replace(result[one.quantity], drawn=None) for one in case.published]  # else all draws are kept
    except EstimatorError as error:
        raise EstimatorError([Problem(f"{case.key}: {error}", case.file, case.line)]) from None
    return tuple(Outcome(case, one, estimate) for one, estimate in zip(case.published, computed, strict=True))


def _facts(data: Sequence[Datum]) -> dict[str, Fact]:
    """Inputs as a scenario has them, in the reading order of the model."""
    stated = {datum.quantity: Fact(value=datum.value) for datum in data}
    return {name: stated[name] for name in model().quantities if name in stated}


def _score(name: str, outcomes: Sequence[Outcome]) -> Score:
    ranged = [one.inside for one in outcomes if one.inside is not None]
    return Score(
        name=name,
        cases=len({one.case.key for one in outcomes}),
        values=len(outcomes),
        median_ratio=median(one.ratio for one in outcomes),
        median_error=median(one.error for one in outcomes),
        worst=max(outcomes, key=lambda one: one.error),
        missed=sum(one.missed for one in outcomes),
        ranged=len(ranged),
        inside=sum(ranged),
    )


def _likely(count: int) -> tuple[int, int]:
    """The middle 95 % of a binomial count with the share LEVEL."""
    shares = [comb(count, hits) * LEVEL**hits * (1 - LEVEL) ** (count - hits) for hits in range(count + 1)]
    below = [sum(shares[: hits + 1]) for hits in range(count + 1)]
    low = next(hits for hits in range(count + 1) if below[hits] > _TAIL)
    high = next(hits for hits in range(count + 1) if below[hits] >= 1 - _TAIL)
    return low, high


_TAIL = 0.025
