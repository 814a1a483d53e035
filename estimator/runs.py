"""Two ways in from Python: run a scenario, estimate from a few facts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from estimator.case import Case
from estimator.catalog import Catalog, Entry
from estimator.computing.workers import Workers
from estimator.errors import EstimatorError, Problem
from estimator.files.document import plain
from estimator.interface.arguments import Texts, told
from estimator.method import DRAWS, SEED, USUAL, Method, method_of
from estimator.model import model
from estimator.results.result import Result
from estimator.scenario import Scenario, Written, case_of, scenario_from, scenario_of
from estimator.scenario.alternatives import one_entry_each
from estimator.scenario.case import choices_of
from estimator.scenario.choices import use_names
from estimator.scenario.plain_data import plain_data, plain_value
from estimator.scenario.settings import year_of
from estimator.solution.crosschecks import solve
from estimator.uncertainty.measurement import Progress
from estimator.uncertainty.sampling import balanced, check_draws


def run(
    scenario: Written,
    settings: Texts = (),
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    qmc: bool = False,
    progress: Progress | None = None,
    asked: Texts = (),
    workers: Workers | None = None,
    as_of: str | date | None = None,
) -> Result:
    """Solve a scenario.

    Args:
        scenario: a file, by its path; its text, of two lines or more; data in the shape of a file; or a scenario that
            `scenario_of` has read. All give the same numbers.
        settings: texts `system.quantity=value` that override it, as `--set` does.
        draws: random draws behind the ranges.
        seed: with one seed, one scenario gives one output.
        assumptions: whether the catalog's defaults fill what facts leave open.
        qmc: draw quasi-random numbers, of which fewer are needed for smooth results.
        progress: called with the number of draws done and of all draws.
        asked: quantities whose subjects are worked out even if the scenario says nothing of them.
        workers: who computes many draws, such as `workers_at` of a scheduler; threads of this process by default.
        as_of: a day such as 2025-03-01, of which only what was known by then is taken from the catalog.

    Raises:
        EstimatorError: every problem of the scenario, with its line; every argument that is none.
    """
    method = method_of(
        draws=draws, seed=seed, qmc=qmc, assumptions=assumptions, settings=settings, asked=asked, as_of=as_of,
        progress=progress, workers=workers,
    )  # fmt: skip
    read = scenario_of(scenario, method.settings)
    one_entry_each(read)
    return solved(read, method, progress, workers)


def estimate(
    facts: Mapping[str, Any] | None = None,
    /,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    qmc: bool = False,
    progress: Progress | None = None,
    asked: Texts = (),
    workers: Workers | None = None,
    as_of: str | date | None = None,
    **named: Any,
) -> Result:
    """Solve for everything that a few facts determine.

    `facts` and `named` are quantities with their values, catalog entries by kind, and the calendar `year` that annual
    figures cover: `estimate(facility_capacity="2 GW", accelerator="h100-sxm", reactor="epr", year=2024)`. Values are
    texts with a unit, quantities of pint, or numbers where no unit is due, of Python, numpy or pandas.

    Raises:
        EstimatorError: an unknown name, a wrong unit, a broken bound, an argument that is none: all problems at once.
    """
    method = method_of(
        draws=draws, seed=seed, qmc=qmc, assumptions=assumptions, asked=asked, as_of=as_of,
        progress=progress, workers=workers,
    )  # fmt: skip
    return solved(_few(facts, named), method, progress, workers)


def estimated(facts: Mapping[str, Any], method: Method, progress: Progress | None = None) -> Result:
    """Solve for everything that a few facts determine, by a method that has been checked."""
    return solved(_few(facts, {}), method, progress)


def _few(facts: Mapping[str, Any] | None, named: Mapping[str, Any]) -> Scenario:
    """A few facts as a scenario, whose title tells them.

    Raises:
        EstimatorError: every problem of them.
    """
    if facts is not None and not hasattr(facts, "items"):  # rows of pandas have items, and are no Mapping
        wanted = "a map of quantities to their values, such as {'pue': 1.1}"
        raise EstimatorError(f"facts should be {wanted}, got {told(facts)}")
    read = dict(facts.items()) if facts is not None else {}
    if twice := read.keys() & named.keys():
        raise EstimatorError(f"{', '.join(sorted(twice))}: given twice; leave one of the two out")
    stated = {name: _plain(value) for name, value in {**read, **named}.items()}
    use = {name: value for name, value in stated.items() if name in use_names()}
    year = {name: year_of(value) for name, value in stated.items() if name == "year"}
    given = {name: value for name, value in stated.items() if name not in {*use, *year}}
    title = ", ".join(f"{name} = {value}" for name, value in stated.items()).encode(errors="replace").decode()
    return scenario_from({"title": title, "given": given, "use": use, **year}, needs_facts=not use)


def _plain(value: Any) -> Any:
    """A value as a scenario file would have it; what can be none is left for its quantity to refuse."""
    return plain_data(value) if isinstance(value, Mapping) else plain_value(value)


def solved(
    scenario: Scenario, method: Method = USUAL, progress: Progress | None = None, workers: Workers | None = None
) -> Result:
    """Solve a scenario that has been read."""
    case = replace(case_of(scenario, method.catalog, method.assumptions), asked=method.asked)
    return solved_case(scenario, case, method, progress, workers)


def solved_case(
    scenario: Scenario,
    case: Case,
    method: Method = USUAL,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> Result:
    """Solve the case that a scenario was made into."""
    check_draws(method.draws)
    draws = balanced(method.draws) if method.qmc else method.draws
    known = method.catalog
    solution = solve(model(), case, draws, method.seed, method.qmc, progress, workers)
    titles = {name: system.title for name, system in scenario.systems.items()}
    description = " ".join(scenario.description.split())
    return Result(
        scenario.title, solution, known, description=description, titles=titles,
        reactor_labels=reactor_labels(scenario, known),
        claims=scenario.claims, phases=scenario.phases, span=scenario.years,
        fiscal_year_ends=scenario.fiscal_year_ends,
        years={name: system.year for name, system in scenario.systems.items() if system.year},
        files=scenario.document.files,
    )  # fmt: skip


def reactor_labels(scenario: Scenario, catalog: Catalog) -> dict[str, str]:
    """What stands behind numbers of reactors, by system."""
    chosen = {name: use["reactor"] for name, use in choices_of(scenario).items() if "reactor" in use}
    return {name: _reactor_label(catalog.entries["reactors"][key]) for name, key in chosen.items()}


def _reactor_label(entry: Entry) -> str:
    """What stands behind a number of reactors: a type by its key, a unit by its name; a fleet has none."""
    return {"types": entry.key.upper(), "units": f"× {entry.title.partition(' (')[0]}"}.get(entry.group, "")


Watch = Callable[[], Progress]


@dataclass(frozen=True)
class Request:
    """What a command line or a manifest asks for: scenario files, or texts NAME=VALUE, and how they are solved."""

    files: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    method: Method = USUAL


def answers(request: Request, watch: Watch | None = None, workers: Workers | None = None) -> list[Result]:
    """One result for each file, or one for the facts; `watch` starts to tell the progress of one of them.

    What they are does not depend on the workers that compute them.

    Raises:
        EstimatorError: every problem of every file, or of the facts.
    """
    method = request.method
    if request.facts:
        return [solved(_few(_parted(request.facts), {}), method, watch() if watch else None, workers)]
    results: list[Result] = []
    problems: list[Problem] = []
    for file in request.files:
        try:
            scenario = scenario_of(Path(file), method.settings)
            results.append(solved(scenario, method, watch() if watch else None, workers))
        except EstimatorError as error:
            problems += error.problems
    if problems:
        raise EstimatorError(problems)
    return results


def _parted(facts: Sequence[str]) -> dict[str, object]:
    named: dict[str, object] = {}
    for fact in facts:
        name, equals, value = (part.strip() for part in fact.partition("="))
        if not equals or not value:
            raise EstimatorError(f"{fact}: write NAME=VALUE, such as facility_capacity='2 GW'")
        if name in named:
            raise EstimatorError(f"{name} is given twice")
        named[name] = plain(value)
    return named
