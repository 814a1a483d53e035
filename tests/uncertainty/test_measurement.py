"""What many draws amount to: exact quantiles, histograms within their stated error, whatever the threads."""

import os
import pickle
import signal
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pytest import approx

import estimator
from estimator.catalog import load_catalog
from estimator.computing.workers import Threads
from estimator.model import model
from estimator.scenario import case_of, scenario_from
from estimator.solution.agreement import AGREES_FROM
from estimator.solution.worlds import Observatory
from estimator.solver.kernel import compiled
from estimator.uncertainty import drawing, measurement
from estimator.uncertainty.measurement import LEVELS, MOSTLY, Histogram, exact_quantiles, measured, samples
from estimator.uncertainty.sampling import REPLICATE, Sampler

EVERYWHERE = (-np.inf, np.inf)
STEP = 2.0**-10
"""A histogram tells numbers apart that differ by one part in 1,024."""


@pytest.fixture(scope="module")
def site():
    """The kernel of a site, its sampler, and the bounds of its outputs."""
    data = {"title": "t", "given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm", "reactor": "epr"}}
    world = Observatory(model(), case_of(scenario_from(data), load_catalog()), 100, 1).world()
    kernel = compiled(world.plan, world.plan.made_by)
    return kernel, Sampler(data=tuple(kernel.drawn), seed=1), dict.fromkeys(kernel.outputs, EVERYWHERE)


@settings(deadline=None)
@given(
    arrays(np.float64, st.integers(1, 300), elements=st.floats(-1e12, 1e12)),
    st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_quantiles_are_those_of_numpy(values, levels):
    expected = np.quantile(values, levels)
    rounding = 1e-15 * np.ptp(values) + 1e-300  # a value near nothing is a difference of larger ones
    assert approx(expected, rel=1e-12, abs=rounding) == np.array(exact_quantiles(values.copy(), levels))


@pytest.mark.parametrize("blocks", [1, 2, 70])
def test_progress_ends_with_all_draws_told_once(site, blocks):
    told = []
    measured(*site, blocks * REPLICATE, progress=lambda done, total: told.append((done, total)))
    whole = (blocks * REPLICATE, blocks * REPLICATE)
    assert (whole, 1) == (told[-1], told.count(whole))


def test_quantiles_leave_the_draws_in_their_order():
    values = np.random.default_rng(1).standard_normal(1_000)
    before = values.copy()
    exact_quantiles(values, LEVELS)
    assert (before == values).all()


def test_there_are_no_quantiles_of_nothing():
    assert np.isnan(exact_quantiles(np.empty(0), LEVELS)).all()


@settings(deadline=None, max_examples=20)
@given(st.floats(-30, 30), st.floats(1e-3, 0.5), st.sampled_from([1, 2, 10]))
def test_a_histogram_is_exact_to_a_step(middle, width, blocks):
    draws = np.exp(middle + width * np.random.default_rng(blocks).standard_normal(100_000))
    histogram = Histogram(EVERYWHERE)
    for block in np.split(draws, blocks):
        histogram.count(block)
    assert approx(np.quantile(draws, LEVELS), rel=2 * STEP) == histogram.spread.quantiles


@settings(deadline=None, max_examples=30)
@given(arrays(np.float64, st.integers(2, 200), elements=st.floats(-1e6, 1e6)))
def test_a_histogram_counts_negative_draws_below_positive_ones(values):
    histogram = Histogram(EVERYWHERE)
    histogram.count(values)
    low, middle, high = histogram.spread.quantiles
    assert low <= middle <= high
    assert np.min(values) - abs(np.min(values)) * STEP - 1e-300 <= low
    assert high <= np.max(values) + abs(np.max(values)) * STEP + 1e-300


def test_histograms_add_up():
    draws = np.exp(np.random.default_rng(1).standard_normal(10_000))
    whole, first, second = Histogram(EVERYWHERE), Histogram(EVERYWHERE), Histogram(EVERYWHERE)
    whole.count(draws)
    first.count(draws[:300])
    second.count(draws[300:])
    first.add(second)
    assert whole.spread == first.spread


@pytest.mark.parametrize("kept", [0, 2**30], ids=["histograms", "draws"])
def test_impossible_draws_are_counted_and_left_out(kept, site, monkeypatch):
    kernel, sampler, bounds = site
    monkeypatch.setattr(measurement, "KEPT", kept)
    variable = next(v for v in kernel.outputs if v.quantity == "load_factor")
    free = measured(kernel, sampler, bounds, 50_000)[variable]
    held = measured(kernel, sampler, {**bounds, variable: (0.0, 0.8)}, 50_000)[variable]
    share = float(np.mean(samples(kernel, sampler, 50_000)[variable] > 0.8))
    assert (0.0, approx(share)) == (free.impossible, held.impossible)
    assert held.quantiles[2] < 0.8 * (1 + STEP) < free.quantiles[2]


def test_histograms_and_kept_draws_agree(site, monkeypatch):
    kernel, sampler, bounds = site
    exact = measured(kernel, sampler, bounds, 30_000)
    monkeypatch.setattr(measurement, "KEPT", 0)
    binned = measured(kernel, sampler, bounds, 30_000)
    for variable, spread in exact.items():
        assert approx(spread.quantiles, rel=2 * STEP) == binned[variable].quantiles


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_number_of_threads_moves_no_draw(threads, site):
    kernel, sampler, _ = site
    expected = samples(kernel, sampler, 5 * REPLICATE + 7)
    found = samples(kernel, sampler, 5 * REPLICATE + 7, threads=Threads(threads))
    assert all((expected[variable] == found[variable]).all() for variable in expected)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(threads=st.sampled_from([1, 2, 3]), draws=st.integers(1, 8 * REPLICATE), values=st.sampled_from([1, 2**20]))
def test_histograms_do_not_depend_on_who_counted(threads, draws, values, site, monkeypatch):
    monkeypatch.setattr(measurement, "KEPT", 0)
    expected = measured(*site, draws, workers=Threads(1))
    monkeypatch.setattr(drawing, "_MOST_VALUES", values)
    assert expected == measured(*site, draws, workers=Threads(threads))


def test_a_histogram_that_was_sent_counts_on(site):
    draws = np.concatenate([np.exp(np.random.default_rng(1).standard_normal(10_000)), [-1.0, 0.0, np.inf]])
    here = Histogram((0.0, 5.0))
    here.count(draws)
    sent = pickle.loads(pickle.dumps(here))
    for histogram in (here, sent):
        histogram.count(draws[:300])
    assert here.spread == sent.spread


def test_longer_blocks_move_no_draw(site, monkeypatch):
    kernel, sampler, _ = site
    expected = samples(kernel, sampler, 5 * REPLICATE + 7)
    monkeypatch.setattr(drawing, "_SHORT", 1)
    found = samples(kernel, sampler, 5 * REPLICATE + 7)
    assert all((expected[variable] == found[variable]).all() for variable in expected)


def test_more_draws_leave_the_first_ones_as_they_are(site):
    kernel, sampler, _ = site
    few, many = samples(kernel, sampler, 1_000), samples(kernel, sampler, 3 * REPLICATE)
    assert all((few[variable] == many[variable][:1_000]).all() for variable in few)


def test_progress_ends_with_all_draws(site, monkeypatch):
    kernel, sampler, bounds = site
    monkeypatch.setattr(drawing, "_MOST_VALUES", 1)  # parts of one replicate
    told = []
    measured(kernel, sampler, bounds, 5 * REPLICATE, lambda done, total: told.append((done, total)))
    assert [(n * REPLICATE, 5 * REPLICATE) for n in range(1, 6)] == told


def test_a_failing_thread_stops_the_others(site, monkeypatch):
    kernel, sampler, bounds = site

    def fails(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measured(kernel, sampler, bounds, 10**12, fails)


def test_impossible_draws_contradict_on_the_scale_of_all_else():
    assert AGREES_FROM == MOSTLY


def test_an_interrupted_run_leaves_no_file(tmp_path):
    if not hasattr(os, "killpg"):
        pytest.skip("no signals between processes here")
    script = "from estimator.cli import main; main()"
    facts = ["facility_capacity=2 GW", "accelerator=h100-sxm", "--draws", "1e10", "-o", str(tmp_path / "out.txt")]
    told = {**os.environ, "ESTIMATOR_PROGRESS": "on"}
    command = [sys.executable, "-c", script, "estimate", *facts]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=told)
    line = process.stderr.readline()  # the first word about progress, after two seconds
    while line and "draws" not in line:
        line = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=300)
    assert "% of 10,000,000,000 draws" in line
    assert [] == list(tmp_path.iterdir())
    assert 0 != process.returncode


# The Python interface


@pytest.fixture(scope="module")
def run():
    return estimator.estimate(facility_capacity="2 GW", accelerator="h100-sxm", reactor="epr", draws=20_000)


def test_an_estimate_has_its_draws(run):
    assert 20_000 == len(run["annual_facility_energy"].samples)


def test_the_draws_have_the_quantiles_that_are_shown(run):
    found = run["annual_facility_energy"]
    assert approx((found.p5, found.p50, found.p95)) == tuple(np.quantile(found.samples, LEVELS))


def test_any_quantile_can_be_asked_for(run):
    found = run["annual_facility_energy"]
    assert approx(np.quantile(found.samples, [0.1, 0.9])) == np.array(found.quantile([0.1, 0.9]))


def test_draws_of_several_quantities_are_joint(run):
    drawn = run.draws("annual_facility_energy", "average_facility_load")
    energy, load = drawn.values()
    assert approx(load * 8760 / 1e6) == energy


def test_a_fact_has_draws_of_its_own():
    found = estimator.estimate(facility_capacity="1.8..2.2 GW", draws=20_000)["facility_capacity"]
    assert approx((1_800, 2_200), rel=0.01) == tuple(np.quantile(found.samples, [0.05, 0.95]))


def test_an_exact_value_has_equal_draws(run):
    assert {17.52} == set(np.round(run["maximum_annual_facility_energy"].samples, 9))


def test_draws_are_as_many_as_asked_for_at_most(run):
    assert 7 == len(next(iter(run.draws("pue", most=7).values())))


@pytest.mark.parametrize("level", [-0.1, 1.1, float("nan")])
def test_a_level_outside_zero_to_one_is_refused(level, run):
    with pytest.raises(estimator.EstimatorError, match="levels from 0 to 1"):
        run["pue"].quantile([level])


def test_a_quantity_in_conflict_has_no_draws():
    result = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")
    with pytest.raises(estimator.EstimatorError, match="conflict"):
        result["it_capacity"].samples  # noqa: B018


def test_the_error_of_the_median_is_below_half_a_per_cent_by_default():
    """The widest figure of a site, over ten seeds."""
    medians = [
        estimator.estimate(facility_capacity="2 GW", accelerator="h100-sxm", seed=seed)["annual_compute"].p50
        for seed in range(10)
    ]
    assert np.std(medians) / np.mean(medians) < 0.005


def test_few_draws_are_shown_with_few_digits():
    few = estimator.estimate(facility_capacity="2 GW", draws=50)["annual_facility_energy"]
    many = estimator.estimate(facility_capacity="2 GW")["annual_facility_energy"]
    assert len(str(few)) < len(str(many))


def test_draws_are_written_as_parquet(run):
    parquet = pytest.importorskip("pyarrow.parquet")
    import io

    from estimator.report.parquet import draws_parquet

    table = parquet.read_table(io.BytesIO(draws_parquet(run)))
    assert 20_000 == table.num_rows
    assert b"TWh" == table.schema.field("annual_facility_energy").metadata[b"unit"]
    assert approx(run["annual_facility_energy"].p50) == np.median(table["annual_facility_energy"])


def test_the_reported_error_covers_the_true_median_as_often_as_it_says(site):
    """A nominal 95 % interval, over 500 seeds."""
    whole, _, _ = site
    variable = next(v for v in whole.outputs if v.quantity == "annual_compute")
    data = {"title": "t", "given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm"}}
    world = Observatory(model(), case_of(scenario_from(data), load_catalog()), 100, 1).world()
    kernel = compiled(world.plan, [variable])
    everywhere = {variable: EVERYWHERE}
    truth = measured(kernel, Sampler(data=tuple(kernel.drawn), seed=10**6), everywhere, 4_000_000)[variable].quantiles[
        1
    ]
    found = [
        measured(kernel, Sampler(data=tuple(kernel.drawn), seed=n), everywhere, 2_000)[variable] for n in range(500)
    ]
    covered = np.mean([abs(spread.quantiles[1] - truth) <= spread.error for spread in found])
    assert 0.93 <= covered <= 0.97
