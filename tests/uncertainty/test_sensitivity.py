"""Which inputs decide an output: swings, shares, and the input behind most of it."""

from math import log
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.computing.workers import Threads
from estimator.datum import Variable
from estimator.results import sensitivity as module
from estimator.results.sensitivity import dominant, dominant_inputs, sensitivity
from estimator.solver.evaluate import evaluate
from estimator.uncertainty.distributions import quantiles
from estimator.uncertainty.sampling import REPLICATE
from estimator.units.reading import to_coherent

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ENERGY = Variable("site", "annual_facility_energy")


@pytest.fixture(scope="module")
def meta():
    return estimator.run(SCENARIOS / "meta-2025.yaml")


@pytest.fixture(scope="module")
def energy(meta):
    return meta.sensitivity("site.annual_facility_energy")


def test_the_use_of_its_capacity_decides_the_energy_of_a_site(energy):
    assert "it_capacity_utilisation" == energy.influences[0].name
    assert energy.influences[0].alone.value > 0.7


def test_an_output_has_all_of_its_inputs_and_no_other(energy):
    assert {"it_capacity_utilisation", "peak_pue", "pue"} == {influence.name for influence in energy.influences}


def test_an_assumption_that_systems_share_is_one_input(meta):
    names = [influence.name for influence in meta.sensitivity("fleet-2025.annual_facility_energy").influences]
    assert 1 == names.count("it_capacity_utilisation")


def test_facts_are_named_by_their_system(meta):
    names = [influence.name for influence in meta.sensitivity("fleet-2025.accelerator_capacity").influences]
    assert {"fleet-2024.h100_equivalents", "added-2025.it_capacity"} <= {*names}


TWO_FLEETS = """
title: two fleets
systems:
  old: {given: {accelerators: 100k}, use: {accelerator: h100-sxm}}
  new: {given: {accelerators: 100k}, use: {accelerator: b200}}
  both: {parts: [old, new], given: {pue: 1.1}}
"""


def test_figures_of_two_entries_for_one_quantity_are_told_apart(tmp_path):
    (tmp_path / "two.yaml").write_text(TWO_FLEETS, "utf-8")
    found = estimator.run(tmp_path / "two.yaml").sensitivity("both.it_capacity")
    names = {influence.name for influence in found.influences if influence.datum.quantity == "server_rated_power"}
    assert {"servers/dgx-h100/server_rated_power", "servers/dgx-b200/server_rated_power"} == names


def test_the_ends_of_a_tornado_are_evaluations_at_these_points(meta, energy):
    plan = meta.solution.world.plan
    medians = {name: quantiles(datum)[1] * datum.factor for name, datum in plan.basis.items()}
    unit = to_coherent("TWh")
    assert approx(evaluate(plan, medians)[ENERGY] / unit, rel=1e-12) == energy.central
    for influence in energy.influences:
        same = [name for name, datum in plan.basis.items() if datum.key == influence.datum.key]
        for level, end in ((0, influence.at_p5), (2, influence.at_p95)):
            moved = dict.fromkeys(same, quantiles(influence.datum)[level] * influence.datum.factor)
            assert approx(evaluate(plan, {**medians, **moved})[ENERGY] / unit, rel=1e-12) == end


def test_the_widest_swing_comes_first(meta):
    found = meta.sensitivity("fleet-2025.annual_facility_energy")
    widths = [abs(influence.at_p95 - influence.at_p5) for influence in found.influences]
    assert sorted(widths, reverse=True) == widths


def test_the_shares_of_a_product_are_variances_of_logarithms():
    result = estimator.estimate(
        it_capacity={"lognormal": {"median": "1 GW", "gsd": 1.3}},
        it_capacity_utilisation={"lognormal": {"median": 0.4, "gsd": 1.1}},
        assumptions=False,
    )
    found = {influence.name: influence.alone.value for influence in result.sensitivity("average_it_load").influences}
    whole = log(1.3) ** 2 + log(1.1) ** 2
    expected = {"it_capacity": log(1.3) ** 2 / whole, "it_capacity_utilisation": log(1.1) ** 2 / whole}
    assert approx(expected, abs=0.005) == found


def test_a_quantity_and_what_divides_by_it_have_the_same_shares(meta):
    per_accelerator, accelerators = (
        {i.name: i.alone.value for i in meta.sensitivity(("site", name)).influences}
        for name in ("facility_power_per_accelerator", "accelerators")
    )
    assert approx(per_accelerator, rel=1e-9) == accelerators  # the capacity of the site is exact


def test_what_is_not_always_positive_has_shares_of_its_own_variance():
    facts = {"it_capacity": "150..220 MW", "accelerators": "80k..120k", "server_overhead": 1.8, "it_overhead": 1.14}
    hardware = {"accelerator_power_limit": "700 W/accelerator"}
    result = estimator.estimate(facts | hardware, assumptions=False)
    found = result.sensitivity("non_accelerator_it_capacity")
    assert not found.on_logarithm
    assert approx(1, abs=0.05) == sum(influence.alone.value for influence in found.influences)
    assert found.impossible > 0


def test_shares_are_of_the_logarithm_where_all_draws_are_positive(energy):
    assert energy.on_logarithm


def test_the_same_seed_gives_the_same_shares(meta, energy):
    assert energy == meta.sensitivity("site.annual_facility_energy")


def test_another_seed_gives_other_shares_of_the_same_kind(meta, energy):
    other = sensitivity(meta.solution.world.plan, ENERGY, seed=2)
    pairs = list(zip(energy.influences, other.influences, strict=True))
    assert all(one.alone != two.alone for one, two in pairs)
    assert all(approx(one.alone.value, abs=0.01) == two.alone.value for one, two in pairs)


def test_the_number_of_threads_does_not_show(meta, energy, monkeypatch):
    monkeypatch.setattr(module, "Threads", lambda: Threads(1))
    assert energy == meta.sensitivity("site.annual_facility_energy")


def test_an_unrelated_system_changes_nothing(tmp_path, meta, energy):
    text = (SCENARIOS / "meta-2025.yaml").read_text("utf-8")
    more = "systems:\n  elsewhere: {given: {facility_capacity: 1..2 GW}, use: {accelerator: h100-sxm}}\n"
    (tmp_path / "more.yaml").write_text(text.replace("systems:\n", more, 1), "utf-8")
    assert energy == estimator.run(tmp_path / "more.yaml").sensitivity("site.annual_facility_energy")


def test_draws_come_in_whole_blocks(meta):
    assert REPLICATE == meta.sensitivity("site.annual_facility_energy", draws=1).pairs


def test_shares_are_good_to_one_percent(meta):
    found = meta.sensitivity("site.reactors_by_energy")
    reach = [share.high - share.value for influence in found.influences for share in (influence.alone, influence.total)]
    assert 0.01 > max(reach)


def test_a_stated_range_rests_on_itself(meta):
    [influence] = meta.sensitivity("added-2025.it_capacity").influences
    assert ("added-2025.it_capacity", 1.0) == (influence.name, influence.alone.value)


CONFLICT = {"facility_capacity": "1 GW", "accelerators": "1.3 M accelerators", "accelerator": "h100-sxm"}


def test_inputs_that_cancel_are_no_inputs():
    # average load over capacity: whatever the contradiction says of the capacity itself
    found = estimator.estimate(CONFLICT).sensitivity("capacity_utilisation")
    assert {"it_capacity_utilisation", "peak_pue", "pue"} == {influence.name for influence in found.influences}


def test_a_value_beside_a_conflict_rests_on_its_own_route():
    result = estimator.estimate(CONFLICT)
    settled = [variable for variable in result.solution.settled if variable in result]
    assert settled
    for variable in settled:
        ranges = [datum for _, datum in result.solution.settled[variable].support if not datum.value.is_point]
        if ranges and result[variable].p50:  # nothing burnt on site is nothing, whatever the fuel
            found = result.sensitivity(variable)
            keys = {datum.key for _, datum in result.solution.settled[variable].support}
            assert keys >= {influence.datum.key for influence in found.influences}


BAD = [
    ("facility_capacity", "facility_capacity is exact: no uncertain input goes into it"),
    ("it_capacity", r"it_capacity is in conflict and has no single value: .* from facility_capacity; .* from accel"),
    ("annual_carbon", "annual_carbon is not a quantity"),
    ("reactors_by_capacity", "reactors_by_capacity is open: needs reactor_net_power"),
    ("elsewhere.pue", "there is no system elsewhere"),
]


@pytest.mark.parametrize(("name", "message"), BAD)
def test_what_has_no_sensitivity_is_refused_in_a_sentence(name, message):
    with pytest.raises(EstimatorError, match=message):
        estimator.estimate(CONFLICT).sensitivity(name)


# From ordinary draws


def test_the_dominant_input_of_a_product_has_its_first_order_share():
    generator = np.random.default_rng(1)
    wide, narrow = (np.exp(spread * generator.standard_normal(200_000)) for spread in (0.3, 0.1))
    assert approx({"wide": 0.9, "narrow": 0.1}, abs=0.005) == dominant({"narrow": narrow, "wide": wide}, wide / narrow)


def test_the_dominant_input_comes_first():
    generator = np.random.default_rng(1)
    wide, narrow = (np.exp(spread * generator.standard_normal(1_000)) for spread in (0.3, 0.1))
    assert ["wide", "narrow"] == [*dominant({"narrow": narrow, "wide": wide}, wide * narrow)]


def test_an_input_that_does_not_vary_decides_nothing():
    generator = np.random.default_rng(1)
    drawn = generator.random(1_000)
    assert 0.0 == dominant({"drawn": drawn, "exact": np.full(1_000, 0.7)}, drawn)["exact"]


def test_draws_without_a_value_are_left_out():
    drawn = np.random.default_rng(1).random(1_000)
    assert approx(1.0) == dominant({"drawn": drawn}, np.where(drawn > 0.9, np.nan, drawn))["drawn"]


def test_negative_draws_are_taken_as_they_are():
    drawn = np.random.default_rng(1).standard_normal(1_000)
    assert approx(1.0) == dominant({"drawn": drawn}, 3 * drawn + 1)["drawn"]


def test_the_dominant_input_of_a_site_s_energy_is_the_use_of_its_capacity(meta, energy):
    world = meta.solution.world
    name, share = dominant_inputs(world.plan, world.values, [ENERGY])[ENERGY]
    assert "it_capacity_utilisation" == name
    assert approx(energy.influences[0].alone.value, abs=0.03) == share


def test_a_fact_of_the_same_system_is_named_without_it(meta):
    world, variable = meta.solution.world, Variable("added-2025", "accelerator_it_capacity")
    assert ("it_capacity", approx(1.0)) == dominant_inputs(world.plan, world.values, [variable])[variable]


def test_a_fact_of_another_system_is_named_with_it(meta):
    world, variable = meta.solution.world, Variable("fleet-2025", "it_capacity")
    assert "added-2025.it_capacity" == dominant_inputs(world.plan, world.values, [variable])[variable][0]


def test_exact_and_stated_values_have_no_dominant_input(meta):
    world = meta.solution.world
    exact = [Variable("site", name) for name in ("facility_capacity", "maximum_annual_facility_energy", "peak_pue")]
    assert {} == dominant_inputs(world.plan, world.values, exact)


def test_most_outputs_of_a_run_have_their_dominant_input(meta):
    world = meta.solution.world
    assert len(dominant_inputs(world.plan, world.values, world.plan.made_by)) > 80
