"""What a Python user calls: evaluate, estimate, run, and what they refuse."""

import pickle
import re
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator import EstimatorError, estimate, evaluate
from estimator.model import model
from estimator.units.reading import registry

# Consistent values around a site of 1.3 M H100s; evaluate must find each name from its equation's other names.
MODEL = model()
EQUATIONS = {equation.name: equation for equation in MODEL.equations}

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.fractions() | st.decimals()
    | st.text(max_size=12) | st.dates() | st.sampled_from(["1.2", "1,250", ">= 1.2", "1.1..1.2", "120 %", "1.2 GW"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["low", "high"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
"""Whatever somebody may hand over for a ratio."""


def world() -> dict[str, object]:
    sizes = {
        "accelerators": 1e5, "accelerator_tdp": 700.0, "power_limit_ratio": 0.9, "server_rated_power": 10.2,
        "accelerators_per_server": 8.0, "server_measured_power": 8.4, "accelerator_memory": 80.0,
        "accelerator_memory_bandwidth": 3.35, "reactor_availability": 0.82, "reactor_fleet_capacity": 61370.0,
        "it_overhead": 1.14, "non_accelerator_it_capacity": 20.0, "peak_pue": 1.3, "demand_factor": 0.8,
        "connection_capacity": 300.0, "operating_year": 8760.0, "it_capacity_utilisation": 0.6, "pue": 1.1,
        "reactor_net_power": 1620.0, "reactor_capacity_factor": 0.74, "grid_loss": 0.05, "compared_reactors": 2.0,
        "reactors_out": 1.0, "reactor_forced_outage_rate": 0.05, "reliability_standard": 3.0,
        "accelerator_peak_rate": 989.4e12, "accelerator_peak_rate_8bit": 1979e12, "h100_peak_rate_8bit": 1979e12,
        "mfu": 0.38, "utilisation": 0.85,
        "grid_carbon_intensity": 400.0, "grid_upstream_carbon_intensity": 60.0, "contracted_carbon_intensity": 50.0,
        "on_site_share": 0.2, "generator_heat_rate": 2.5, "fuel_carbon_intensity": 200.0,
        "fuel_upstream_carbon_intensity": 40.0,
        "embodied_carbon_per_accelerator": 400.0, "embodied_carbon_per_facility_power": 900.0, "it_lifetime": 5.0,
        "facility_lifetime": 20.0, "one_year": 1.0, "wue": 0.4, "peak_day_wue": 2.0, "withdrawal_ratio": 1.4,
        "grid_water_intensity": 3.0, "compute_capex_per_it_watt": 26.0, "construction_capex_per_it_watt": 12.0,
        "accelerator_price": 30e3, "fuel_price": 13.0,
        "electricity_price": 80.0, "discount_rate": 0.08, "opex_per_it_watt": 0.9, "model_parameters": 405e9,
        "training_tokens": 15.6e12, "flop_per_parameter_token": 6.0, "training_power_share": 0.8,
        "tokens_per_query": 500.0, "reference_compute": 1e26,
        "tokens_per_parameter": 20.0, "text_stock": 300e12, "it_energy_per_query": 0.3, "household_energy": 4500.0,
        "people_per_household": 2.2, "national_energy": 449.0, "national_peak": 102e3, "city_energy": 50.0,
        "operator_energy": 18.0, "world_data_centre_energy": 415.0, "electric_car_energy": 2800.0,
        "supply_capacity_factor": 0.35, "supply_capacity_credit": 0.28, "supply_life_cycle_carbon_intensity": 11.0,
        "supply_water_intensity": 2.5, "on_site_generator_power": 36.0, "on_site_generators_out": 1.0,
        "on_site_capacity": 90.0, "backup_duration": 48.0, "backup_usable_share": 0.87, "backup_generator_power": 2.5,
        "backup_redundancy": 1.25, "backup_fuel_consumption": 0.268, "copper_per_facility_power": 28.0,
        "structural_steel_per_facility_power": 27.0, "copper_per_supply_power": 3.9, "steel_per_supply_power": 140.0,
        "concrete_per_supply_power": 500.0, "silicon_per_accelerator": 814.0, "wafer_area": 70686.0, "wafer_use": 0.57,
        "car_carbon": 2.0, "flight_carbon": 1.0, "household_water": 100.0, "pool_volume": 2500.0, "plant_reactors": 2.0,
        "contracted_power": 500.0, "contracted_price": 70.0, "contract_term": 20.0, "plant_cost_per_power": 8.0,
        "investment": 10e3, "investment_term": 4.0, "household_peak": 1.2, "national_population": 68e6,
    }  # fmt: skip
    found = {}
    for name, quantity in MODEL.quantities.items():
        if quantity.equation is None:
            unit = quantity.dimension.unit
            found[name] = registry().Quantity(sizes[name], "dimensionless" if unit == "1" else unit)
    while missing := [name for name in EQUATIONS if name not in found]:
        for name in missing:
            if all(key in found for key in EQUATIONS[name].inputs):
                found[name] = EQUATIONS[name].function(**{key: found[key] for key in EQUATIONS[name].inputs})
    return found


WORLD = world()
CONVENTIONS = (
    "operating_year", "h100_peak_rate_8bit", "one_year", "flop_per_parameter_token", "wafer_area", "reference_compute",
)  # fmt: skip
DIRECTIONS = [
    (name, wanted) for name, equation in EQUATIONS.items() for wanted in (name, *equation.inputs)
    if wanted not in CONVENTIONS
]  # fmt: skip


@pytest.mark.parametrize(("name", "wanted"), DIRECTIONS, ids=[f"{name}-for-{wanted}" for name, wanted in DIRECTIONS])
def test_evaluate_solves_every_equation_in_every_direction(name, wanted):
    known = {key: WORLD[key] for key in (name, *EQUATIONS[name].inputs) if key != wanted}
    assert approx(WORLD[wanted].to_base_units().magnitude) == evaluate(wanted, **known).to_base_units().magnitude


def test_what_a_value_is_made_of_on_the_way_is_shown_even_if_it_rests_on_assumptions_alone():
    result = estimator.estimate(capex="65 bn USD2025", accelerator="gb200", draws=2000)
    assert result["it_capacity"].p50 == approx(65e3 / result["capex_per_it_watt"].p50, rel=0.02)
    assert "it_capital_recovery" in result
    assert "embodied_carbon_per_accelerator" not in result


def test_evaluate_reads_text():
    assert approx(1040) == evaluate("facility_capacity", it_capacity="800 MW", peak_pue=1.3).to("MW").magnitude


def test_evaluate_reads_quantities():
    it = registry().Quantity(0.8, "GW")
    assert approx(1040) == evaluate("facility_capacity", it_capacity=it, peak_pue=1.3).to("MW").magnitude


@pytest.mark.parametrize("name", EQUATIONS)
def test_evaluate_answers_in_the_unit_of_the_vocabulary(name):
    unit = MODEL.quantities[name].dimension.unit
    found = evaluate(name, **{key: WORLD[key] for key in EQUATIONS[name].inputs})
    assert registry().Quantity(1, "dimensionless" if unit == "1" else unit).units == found.units


def test_evaluate_takes_arrays():
    found = evaluate("facility_capacity", it_capacity=registry().Quantity(np.array([100.0, 200.0]), "MW"), peak_pue=1.2)
    assert approx(np.array([120.0, 240.0])) == found.to("MW").magnitude


def test_evaluate_takes_a_plain_list_where_no_unit_is_due():
    found = evaluate("facility_capacity", it_capacity="100 MW", peak_pue=[1.1, 1.2])
    assert approx(np.array([110.0, 120.0])) == found.to("MW").magnitude


def test_arrays_broadcast():
    it = registry().Quantity(np.array([[100.0], [200.0]]), "MW")
    found = evaluate("facility_capacity", it_capacity=it, peak_pue=np.array([1.1, 1.2, 1.3]))
    assert (2, 3) == found.magnitude.shape


def test_a_scalar_in_gives_a_scalar_out():
    assert isinstance(evaluate("facility_capacity", it_capacity="800 MW", peak_pue=1.3).magnitude, float)


def test_evaluate_goes_through_several_equations():
    # Epoch AI, IT power by chip.csv: 1,453.5 W for each H100
    found = evaluate("it_capacity", accelerators=100_000, accelerator_tdp="700 W/accelerator",
                     server_overhead=10.2 / 8 / 0.7, it_overhead=1.14)  # fmt: skip
    assert approx(145.35) == found.to("MW").magnitude


def test_evaluate_knows_the_hours_of_a_year():
    assert approx(17.52) == evaluate("maximum_annual_facility_energy", facility_capacity="2 GW").to("TWh").magnitude


def test_evaluate_takes_the_hours_of_another_year():
    # TVO: Olkiluoto 3, 9.69 TWh in the leap year 2024 at 1,600 MW
    found = evaluate("reactor_capacity_factor", reactor_annual_energy="9.69 TWh/reactor",
                     reactor_net_power="1600 MW/reactor", operating_year="8784 h")  # fmt: skip
    assert approx(0.689, abs=5e-4) == found.magnitude


def test_evaluate_finds_olkiluotos_capacity_factor():
    # TVO: Olkiluoto 3, 10.38 TWh in 2025
    found = evaluate(
        "reactor_capacity_factor", reactor_annual_energy="10.38 TWh/reactor", reactor_net_power="1600 MW/reactor"
    )
    assert approx(0.741, abs=5e-4) == found.magnitude


def test_evaluate_finds_lbnls_capacity_utilisation():
    # LBNL 2024: 325 TWh from 74 GW in 2028
    found = evaluate("capacity_utilisation", annual_facility_energy="325 TWh", facility_capacity="74 GW")
    assert approx(0.501, abs=5e-4) == found.magnitude


def test_an_energy_is_no_power():
    with pytest.raises(EstimatorError, match=r"it_capacity should be a power \(MW\), got 800 MWh, an energy"):
        evaluate("facility_capacity", it_capacity="800 MWh", peak_pue=1.3)


def test_a_quantity_of_the_wrong_dimension_is_refused():
    with pytest.raises(EstimatorError, match="it_capacity should be a power"):
        evaluate("facility_capacity", it_capacity=registry().Quantity(1, "TWh"), peak_pue=1.3)


def test_a_power_without_unit_is_refused():
    with pytest.raises(EstimatorError, match=r"it_capacity should be a power .* without a unit"):
        evaluate("facility_capacity", it_capacity=800, peak_pue=1.3)


def test_an_unknown_name_is_refused_with_a_suggestion():
    with pytest.raises(EstimatorError, match="it_capacty is not a quantity; did you mean it_capacity"):
        evaluate("facility_capacity", it_capacty="800 MW", peak_pue=1.3)


def test_an_unknown_target_is_refused_with_a_suggestion():
    with pytest.raises(EstimatorError, match="facility_power is not a quantity"):
        evaluate("facility_power", it_capacity="800 MW", peak_pue=1.3)


def test_too_little_is_refused_with_what_is_missing():
    with pytest.raises(EstimatorError, match=r"facility_capacity does not follow from it_capacity; .*peak_pue"):
        evaluate("facility_capacity", it_capacity="800 MW")


def test_too_much_that_disagrees_is_refused():
    with pytest.raises(EstimatorError, match="contradicts what follows from"):
        evaluate("pue", facility_capacity="1 GW", it_capacity="800 MW", peak_pue=1.5, pue=1.1)


def test_too_much_that_agrees_is_no_matter():
    found = evaluate("facility_capacity", facility_capacity="1 GW", it_capacity="800 MW", peak_pue=1.25)
    assert approx(1000) == found.to("MW").magnitude


def test_one_array_element_that_disagrees_is_enough():
    with pytest.raises(EstimatorError, match="contradicts"):
        evaluate("it_capacity", it_capacity="800 MW", facility_capacity="1 GW", peak_pue=[1.25, 1.3])


def test_a_pue_below_one_is_refused():
    with pytest.raises(EstimatorError, match="peak_pue should be at least 1"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=0.9)


def test_a_pue_below_one_inside_an_array_is_refused():
    with pytest.raises(EstimatorError, match="peak_pue should be at least 1"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=[1.2, 0.9])


def test_a_power_of_zero_is_refused():
    with pytest.raises(EstimatorError, match="should be above 0"):
        evaluate("facility_capacity", it_capacity="0 MW", peak_pue=1.3)


def test_a_range_is_for_estimate():
    with pytest.raises(EstimatorError, match="use estimate for ranges"):
        evaluate("facility_capacity", it_capacity="700..900 MW", peak_pue=1.3)


@pytest.mark.parametrize("strange", [float("nan"), float("inf")])
def test_what_is_not_finite_is_refused(strange):
    with pytest.raises(EstimatorError, match="not finite"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=strange)


EVALUATED = [
    ("a truth", True, "got true"),
    ("a truth of numpy", np.bool_(True), "got true"),
    ("a truth in a list", [True, 1.2], "got true"),
    ("truths", np.array([True]), "got truths"),
    ("texts", np.array(["1.2"]), "got texts"),
    ("a list with nothing", [1.2, None], "got nothing"),
    ("lists of different lengths", [[1.1], [1.2, 1.3]], "got a list"),
    ("a set", {1.2}, "got a set"),
    ("a complex number", 1j, "got a complex number"),
    ("a bound", ">= 1.2", "use estimate for bounds, or leave out >="),
    ("about", "~1.2", "use estimate for ranges"),
    ("a map", {"low": 1.1, "high": 1.3}, "use estimate for ranges"),
    ("a size beyond sense", 1e300, "beyond all sense"),
    ("a number beyond floating point", 10**400, "not finite"),
    ("a series with a gap", pd.Series([1.2, None]), "not finite"),
    ("a doubtful comma", "1,250", "write 1250 or 1.25"),
]


@pytest.mark.parametrize(("peak_pue", "words"), [case[1:] for case in EVALUATED], ids=[case[0] for case in EVALUATED])
def test_evaluate_refuses_what_is_no_single_number(peak_pue, words):
    with pytest.raises(EstimatorError, match=rf"^peak_pue.*{re.escape(words)}"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=peak_pue)


NUMBERS = [np.int64(2), np.float32(2), np.array(2), Decimal(2), Fraction(2), "200 %"]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: type(number).__name__)
def test_evaluate_takes_a_number_of_any_library(number):
    assert 1600 == evaluate("facility_capacity", it_capacity="800 MW", peak_pue=number).magnitude


@pytest.mark.parametrize("numbers", [(1.1, 1.2), [Decimal("1.1"), 1.2], pd.Series([1.1, 1.2])], ids=str)
def test_evaluate_takes_several_numbers(numbers):
    assert approx([880, 960]) == evaluate("facility_capacity", it_capacity="800 MW", peak_pue=numbers).magnitude


def test_evaluate_takes_a_quantity_of_decimals():
    power = pint.UnitRegistry(non_int_type=Decimal).Quantity(Decimal(800), "MW")
    assert approx(960) == evaluate("facility_capacity", it_capacity=power, peak_pue=1.2).magnitude


def test_per_cent_of_a_power_is_refused():
    with pytest.raises(EstimatorError, match="per cent is of shares"):
        evaluate("facility_capacity", it_capacity="5 %", peak_pue=1.2)


def test_arrays_that_do_not_go_together_are_named():
    it = registry().Quantity(np.array([1.0, 2.0, 3.0]), "MW")
    with pytest.raises(EstimatorError, match="it_capacity is an array of 3 and peak_pue of 4"):
        evaluate("facility_capacity", it_capacity=it, peak_pue=[1.1] * 4)


def test_a_result_beyond_all_sense_is_refused():
    with pytest.raises(EstimatorError, match=r"facility_capacity is beyond all sense at 1e\+88"):
        evaluate("facility_capacity", it_capacity="1e44 MW", peak_pue=1e44)


@pytest.mark.parametrize("name", [5, None, ["pue"], b"pue"], ids=str)
def test_what_is_no_name_is_no_quantity(name):
    with pytest.raises(EstimatorError, match="is not a quantity"):
        evaluate(name, it_capacity="800 MW")


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_evaluate_answers_or_refuses_with_a_sentence(peak_pue):
    with suppress(EstimatorError):
        found = evaluate("facility_capacity", it_capacity="800 MW", peak_pue=peak_pue)
        assert np.isfinite(found.magnitude).all()


def test_a_result_outside_its_bounds_is_refused():
    """1 GW of facility cannot hold 1.9 GW of IT: evaluate says so, rather than a PUE of 0.53."""
    with pytest.raises(EstimatorError, match="peak_pue"):
        evaluate("peak_pue", facility_capacity="1 GW", it_capacity="1.9 GW")


def test_text_that_is_no_number_is_refused():
    with pytest.raises(EstimatorError, match="peak_pue"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue="high")


def test_an_object_that_is_no_number_is_refused_with_a_sentence():
    with pytest.raises(EstimatorError, match="peak_pue"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=["high"])


def test_nothing_at_all_is_refused_with_a_sentence():
    with pytest.raises(EstimatorError, match="peak_pue"):
        evaluate("facility_capacity", it_capacity="800 MW", peak_pue=None)


def test_an_empty_array_gives_an_empty_array():
    assert (0,) == evaluate("facility_capacity", it_capacity="800 MW", peak_pue=[]).magnitude.shape


def test_evaluate_leaves_its_arguments_alone():
    ratios = np.array([1.1, 1.2])
    evaluate("facility_capacity", it_capacity="800 MW", peak_pue=ratios)
    assert [1.1, 1.2] == ratios.tolist()


# estimate()


def test_estimate_solves_from_a_few_facts():
    result = estimate(it_capacity="800 MW", peak_pue=1.25)
    assert approx(1000) == result["facility_capacity"].p50


def test_estimate_takes_a_map_of_facts():
    assert approx(1000) == estimate({"it_capacity": "800 MW", "peak_pue": 1.25})["facility_capacity"].p50


@pytest.mark.parametrize("year", [2024, "2024"])
def test_estimate_takes_a_year(year):
    assert approx(8784) == estimate(average_facility_load="1 GW", year=year)["annual_facility_energy"].p50 * 1000


@pytest.mark.parametrize("year", ["twenty", "24", "², ", 1900, 2024.5])
def test_a_year_that_is_none_is_refused(year):
    with pytest.raises(EstimatorError, match="year: "):
        estimate(average_facility_load="1 GW", year=year)


def test_estimate_takes_quantities():
    result = estimate(it_capacity=registry().Quantity(800.0, "MW"), peak_pue=1.25)
    assert approx(1000) == result["facility_capacity"].p50


def test_a_quantity_that_evaluate_returns_goes_into_estimate():
    power = evaluate("it_power_per_accelerator", accelerator_power_limit="700 W/accelerator", server_overhead=1.8,
                     it_overhead=1.14)  # fmt: skip
    result = estimate(it_power_per_accelerator=power, accelerators="100 k accelerators")
    assert approx(143.64) == result["accelerator_it_capacity"].p50


def test_an_estimate_gives_its_median_as_a_quantity():
    assert approx(1.0) == estimate(it_capacity="800 MW", peak_pue=1.25)["facility_capacity"].quantity.to("GW").magnitude


def test_what_is_open_says_what_it_needs():
    with pytest.raises(EstimatorError, match="facility_capacity is open: needs peak_pue"):
        estimate(it_capacity="800 MW", assumptions=False)["facility_capacity"]


def test_all_problems_are_told_at_once():
    with pytest.raises(EstimatorError) as caught:
        estimate(it_capacity="800 MWh", peak_pue=0.9)
    assert 2 == len(caught.value.problems)


def test_one_seed_gives_one_answer():
    first, second = (estimate(facility_capacity="2 GW", accelerator="h100-sxm").to_rows() for _ in range(2))
    assert first == second


def test_another_seed_gives_other_ends():
    first, second = (estimate(facility_capacity="2 GW", accelerator="h100-sxm", seed=seed) for seed in (1, 2))
    assert first["annual_facility_energy"].p5 != second["annual_facility_energy"].p5


@pytest.mark.parametrize("draws", [0, -1, 10**12])
def test_a_senseless_number_of_draws_is_refused(draws):
    with pytest.raises(EstimatorError, match="draws should be between"):
        estimate(it_capacity="800 MW", draws=draws)


def test_rows_have_one_row_for_each_system_and_quantity():
    rows = estimate(facility_capacity="2 GW", accelerator="h100-sxm").to_rows()
    assert len(rows) == len({(row["system"], row["quantity"]) for row in rows})


def test_rows_are_tidy():
    rows = estimate(facility_capacity="2 GW", accelerator="h100-sxm").to_rows()
    columns = ["system", "quantity", "unit", "p5", "p50", "p95", "side", "tier", "source"]
    assert [columns] * len(rows) == [list(row) for row in rows]


def test_a_range_lies_around_its_median():
    rows = estimate(facility_capacity="2 GW", accelerator="h100-sxm", reactor="epr").to_rows()
    assert [] == [row for row in rows if not row["p5"] <= row["p50"] <= row["p95"]]


def test_an_error_survives_pickling():
    error = EstimatorError("one sentence")
    assert str(error) == str(pickle.loads(pickle.dumps(error)))


@pytest.mark.parametrize("year", [2024, "2024"])
def test_an_estimate_may_be_of_a_year_and_has_its_hours(year):
    result = estimate(facility_capacity="1 GW", year=year)
    assert approx(8.784) == result["maximum_annual_facility_energy"].p50
    assert {"": 2024} == result.years


def test_an_estimate_without_a_year_has_none():
    assert {} == estimate(facility_capacity="1 GW").years


def test_run_reads_a_file(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text("title: a site\ngiven: {it_capacity: 800 MW, peak_pue: 1.25}\n", "utf-8")
    assert approx(1000) == estimator.run(path)["facility_capacity"].p50


def test_run_takes_settings(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text("title: a site\ngiven: {it_capacity: 800 MW, peak_pue: 1.25}\n", "utf-8")
    assert approx(1200) == estimator.run(path, ["peak_pue=1.5"])["facility_capacity"].p50


def test_a_range_of_a_loss_widens_what_it_enters():
    # 2 GW of 1,600 MW reactors: 1.28 without loss, 1.56 where a fifth is lost
    found = estimate(facility_capacity="2 GW", reactor_net_power="1600 MW/reactor", grid_loss="0.02..0.2")
    assert approx((1.25 / 0.98, 1.25 / 0.8), rel=2e-3) == (
        found["reactors_by_capacity"].p5, found["reactors_by_capacity"].p95
    )  # fmt: skip


def test_a_subject_that_is_asked_for_is_worked_out():
    found = estimate(facility_capacity="2 GW", accelerator="gb200", asked=["years_for_text_stock"])
    assert found["years_for_text_stock"].p5 < found["years_for_text_stock"].p95


def test_a_subject_that_is_not_asked_for_says_how_to_ask():
    found = estimate(facility_capacity="2 GW", accelerator="gb200")
    with pytest.raises(EstimatorError, match=r'nothing is said of training.*asked=\["years_for_text_stock"\]'):
        found["years_for_text_stock"]


def test_asking_moves_no_other_value():
    plain = estimate(facility_capacity="2 GW", accelerator="gb200", draws=2000)
    asked = estimate(facility_capacity="2 GW", accelerator="gb200", draws=2000, asked=["years_for_text_stock"])
    assert plain["annual_compute"] == asked["annual_compute"]
