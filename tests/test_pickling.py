"""Results go to other processes and come back as they were."""

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import estimator
from estimator import EstimatorError
from estimator.errors import Problem

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = ["two-gigawatts", "stargate-2025", "colossus-phases", "epr-fleet"]


def back(thing):
    return pickle.loads(pickle.dumps(thing))


@pytest.fixture(scope="module")
def results():
    return {name: estimator.run(SCENARIOS / f"{name}.yaml", draws=2000) for name in NAMES}


@pytest.fixture(scope="module")
def returned(results):
    return {name: back(result) for name, result in results.items()}


def uncertain(result):
    """A value that follows from ranges."""
    return next((one.system, one.name) for one in result if one.tier == "derived" and one.draws)


@pytest.mark.parametrize("name", NAMES)
def test_values_come_back(name, results, returned):
    assert results[name].to_rows() == returned[name].to_rows()
    assert results[name].estimates == returned[name].estimates


@pytest.mark.parametrize("name", NAMES)
def test_findings_and_what_is_open_come_back(name, results, returned):
    assert (results[name].findings, results[name].open) == (returned[name].findings, returned[name].open)


@pytest.mark.parametrize("name", NAMES)
def test_values_over_time_come_back(name, results, returned):
    assert results[name].moment_rows() == returned[name].moment_rows()


@pytest.mark.parametrize("name", NAMES)
def test_draws_come_back(name, results, returned):
    here, there = (one.draws(uncertain(one), most=500) for one in (results[name], returned[name]))
    assert here.keys() == there.keys()
    assert all(np.array_equal(here[key], there[key]) for key in here)


@pytest.mark.parametrize("name", NAMES)
def test_explanations_come_back(name, results, returned):
    key = uncertain(results[name])
    assert results[name].explain(key) == returned[name].explain(key)


@pytest.mark.parametrize("name", NAMES)
def test_sensitivities_come_back(name, results, returned):
    key = uncertain(results[name])
    assert results[name].sensitivity(key) == returned[name].sensitivity(key)


def test_a_result_that_has_been_looked_at_comes_back():
    result = estimator.run(SCENARIOS / "two-gigawatts.yaml", draws=500)
    told = result.to_rows(), result.findings, result.dominant, result.explain("accelerators")
    found = back(result)
    assert told == (found.to_rows(), found.findings, found.dominant, found.explain("accelerators"))


def test_a_result_as_of_a_day_keeps_its_day():
    found = back(estimator.run(SCENARIOS / "two-gigawatts.yaml", draws=500, as_of="2025-03-01"))
    assert "2026-11 as of 2025-03-01" == found.catalog.name


def test_a_value_alone_brings_its_draws(results):
    value = results["two-gigawatts"]["accelerators"]
    assert (value, value.samples.tolist()) == (back(value), back(value).samples.tolist())


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_is_the_same(copied, results):
    assert results["two-gigawatts"].to_rows() == copied(results["two-gigawatts"]).to_rows()


def test_checks_comparisons_sweeps_and_scenarios_come_back():
    scenario = estimator.scenario_of(SCENARIOS / "two-gigawatts.yaml")
    compared = estimator.compare(scenario, scenario, draws=200)
    swept = estimator.sweep(scenario, {"peak_pue": [1.1, 1.2]}, draws=200)
    checked = estimator.check(SCENARIOS / "one-reactor-of-1400-megawatts.yaml")
    assert compared.to_rows() == back(compared).to_rows()
    assert swept.to_rows() == back(swept).to_rows()
    assert checked.to_data() == back(checked).to_data()
    assert scenario == back(scenario)


def test_a_process_pool_returns_results(results):
    scenario, method = SCENARIOS / "two-gigawatts.yaml", partial(estimator.run, draws=2000)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        first, second = pool.map(method, [scenario, scenario])
    rows = results["two-gigawatts"].to_rows()
    assert [rows, rows] == [first.to_rows(), second.to_rows()]
    assert results["two-gigawatts"].explain("accelerators") == first.explain("accelerators")


def test_problems_come_back_one_by_one():
    error = EstimatorError([Problem("one", "a.yaml", 1), Problem("two", "a.yaml", 2)])
    assert (error.problems, str(error)) == (back(error).problems, str(back(error)))


def test_a_result_of_another_catalog_is_refused(results):
    result = copy.copy(results["two-gigawatts"])
    result.catalog = replace(result.catalog, version="2020-01")
    with pytest.raises(EstimatorError, match="a result from a catalog of your own cannot be pickled"):
        pickle.dumps(result)
