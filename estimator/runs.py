"""Two ways in from Python: run a scenario, estimate from a few facts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from estimator.catalog import Catalog, Entry, catalog_as_of, load_catalog
from estimator.claims.crosschecks import solve
from estimator.datum import Case
from estimator.model import model
from estimator.result import Result
from estimator.scenario import Scenario, case_of, read_scenario, scenario_from
from estimator.scenario.case import choices_of
from estimator.scenario.settings import year_of
from estimator.scenario.shapes import use_names
from estimator.uncertainty.measurement import Progress
from estimator.uncertainty.sampling import balanced, check_draws
from estimator.units import written
from estimator.workers import Workers

DRAWS = 100_000
"""Enough for medians good to half a per cent, whatever the width, at no felt wait."""

SEED = 1


def run(
    path: str | Path,
    settings: Sequence[str] = (),
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    qmc: bool = False,
    progress: Progress | None = None,
    asked: Sequence[str] = (),
    workers: Workers | None = None,
    as_of: str | date | None = None,
) -> Result:
    """Solve a scenario file.

    Args:
        path: the file.
        settings: texts `system.quantity=value` that override it, as `--set` does.
        draws: random draws behind the ranges.
        seed: with one seed, one file gives one output.
        assumptions: whether the catalog's defaults fill what facts leave open.
        qmc: draw quasi-random numbers, of which fewer are needed for smooth results.
        progress: called with the number of draws done and of all draws.
        asked: quantities whose subjects are worked out even if the scenario says nothing of them.
        workers: who computes many draws, such as `workers_at` of a scheduler; threads of this process by default.
        as_of: a day such as 2025-03-01, of which only what was known by then is taken from the catalog.

    Raises:
        EstimatorError: every problem of the file, with its line.
    """
    catalog = catalog_as_of(as_of)
    return solved(
        read_scenario(path, settings), draws=draws, seed=seed, assumptions=assumptions, qmc=qmc, progress=progress,
        asked=asked, workers=workers, catalog=catalog,
    )  # fmt: skip


def estimate(
    facts: Mapping[str, Any] | None = None,
    /,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    qmc: bool = False,
    progress: Progress | None = None,
    asked: Sequence[str] = (),
    workers: Workers | None = None,
    as_of: str | date | None = None,
    **named: Any,
) -> Result:
    """Solve for everything that a few facts determine.

    `facts` and `named` are quantities with their values, catalog entries by kind, and the calendar `year` that annual
    figures cover: `estimate(facility_capacity="2 GW", accelerator="h100-sxm", reactor="epr", year=2024)`.

    Raises:
        EstimatorError: an unknown name, a wrong unit, a broken bound: all problems at once.
    """
    catalog = catalog_as_of(as_of)
    named = {**(facts or {}), **named}
    use = {name: value for name, value in named.items() if name in use_names()}
    year = {name: year_of(value) for name, value in named.items() if name == "year"}
    given = {name: _plain(value) for name, value in named.items() if name not in {*use, *year}}
    title = ", ".join(f"{name} = {value}" for name, value in named.items()).encode(errors="replace").decode()
    scenario = scenario_from({"title": title, "given": given, "use": use, **year}, needs_facts=not use)
    return solved(
        scenario, draws=draws, seed=seed, assumptions=assumptions, qmc=qmc, progress=progress, asked=asked,
        workers=workers, catalog=catalog,
    )  # fmt: skip


def solved(
    scenario: Scenario,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    qmc: bool = False,
    progress: Progress | None = None,
    asked: Sequence[str] = (),
    workers: Workers | None = None,
    catalog: Catalog | None = None,
) -> Result:
    """Solve a scenario that has been read, with all of the catalog unless another is given."""
    known = catalog or load_catalog()
    case = replace(case_of(scenario, known, assumptions), asked=tuple(asked))
    return solved_case(
        scenario, case, draws=draws, seed=seed, qmc=qmc, progress=progress, workers=workers, catalog=known
    )


def solved_case(
    scenario: Scenario,
    case: Case,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    qmc: bool = False,
    progress: Progress | None = None,
    workers: Workers | None = None,
    catalog: Catalog | None = None,
) -> Result:
    """Solve the case that a scenario was made into."""
    check_draws(draws)
    known = catalog or load_catalog()
    solution = solve(model(), case, balanced(draws) if qmc else draws, seed, qmc, progress, workers)
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


def _plain(value: Any) -> Any:
    """A quantity of ours as text; anything else as it is."""
    return written(value) if hasattr(value, "magnitude") and hasattr(value, "units") else value
