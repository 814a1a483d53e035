"""Training runs against model cards and papers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate, evaluate
from estimator.equations.training import (
    accelerator_hours,
    annual_training_runs,
    annual_training_tokens,
    average_accelerator_power,
    compute_for_text_stock,
    compute_optimal_tokens,
    text_stock_reading_time,
    training_accelerator_energy,
    training_carbon_location_based,
    training_compute,
    training_duration,
    training_facility_energy,
    training_it_energy,
    years_for_text_stock,
)

positive = st.floats(1e-3, 1e6)
fraction = st.floats(0.01, 1.0)
from_one = st.floats(1.0, 3.0)
law = settings(deadline=None, max_examples=50)

LLAMA_2 = [(184_320, 31.22), (368_640, 62.44), (1_720_320, 291.42)]  # Llama 2 model card: A100 hours, tCO2e
LLAMA_3_1 = [(1.46e6, 420), (7.0e6, 2040), (30.84e6, 8930), (39.3e6, 11_390)]  # Llama 3.1 model card: H100 hours, tCO2e


def carbon_at_the_chip(hours: float, watts: float, grams: float) -> float:
    """What model cards print: no server, no network, no PUE, unless the intensity holds it."""
    return training_carbon_location_based(training_accelerator_energy(hours, watts) / 1e9, grams)


def test_llama_3_1_405b_took_21_588_megawatt_hours_at_the_chips():
    # Llama 3.1 model card: 30.84 M H100 hours at 700 W
    found = evaluate(
        "training_accelerator_energy",
        accelerator_hours="30.84e6 accelerator*h/run",
        average_accelerator_power="700 W/accelerator",
    )
    assert approx(21_588) == found.to("MWh/run").magnitude


def test_llama_3_1_405b_emitted_8_930_tonnes():
    # Llama 3.1 model card: 8,930 tCO2e by location; 0.4137 kg/kWh holds its PUE, the card prints neither
    found = evaluate(
        "training_carbon_location_based",
        training_facility_energy="21588 MWh/run",
        grid_carbon_intensity="413.7 gCO2e/kWh",
    )
    assert approx(8930, rel=2e-4) == found.to("tCO2e/run").magnitude


def test_the_intensity_of_llama_3_1_is_a_grid_of_383_grams_at_a_pue_of_1_08():
    # Llama 3.1 model card, 8,930 t and 21,588 MWh; Meta's PUE of 2023, 1.08
    found = evaluate(
        "grid_carbon_intensity",
        training_carbon_location_based="8930 tCO2e/run",
        training_it_energy="21588 MWh/run",
        pue=1.08,
    )
    assert approx(383, abs=0.5) == found.to("gCO2e/kWh").magnitude


@pytest.mark.parametrize(("hours", "tonnes"), LLAMA_3_1)
def test_one_intensity_gives_the_carbon_of_every_llama_3_1(hours, tonnes):
    assert approx(tonnes, rel=1e-2) == carbon_at_the_chip(hours, 700, 413.7)


@pytest.mark.parametrize(("hours", "tonnes"), LLAMA_2)
def test_one_intensity_gives_the_carbon_of_every_llama_2(hours, tonnes):
    # 400 W and 0.4235 kg/kWh, which is their quotient: the card prints no intensity
    assert approx(tonnes, rel=1e-3) == carbon_at_the_chip(hours, 400, 423.5)


def test_gpt_3_emitted_552_tonnes():
    # Patterson et al. 2021 via BASF magazine: 1,287 MWh and 552 t; climate-awareness-nlp, gpt3.md: 429 gCO2eq/kWh
    found = evaluate(
        "training_carbon_location_based",
        training_facility_energy="1287 MWh/run",
        grid_carbon_intensity="429 gCO2e/kWh",
    )
    assert approx(552, abs=0.5) == found.to("tCO2e/run").magnitude


def test_gpt_3_took_14_8_days_on_10_000_v100():
    # Epoch AI, Data on AI Models: 3.552 million chip-hours; climate-awareness-nlp, gpt3.md: 14.8 days
    found = evaluate("training_duration", accelerator_hours="3.552e6 accelerator*h/run", accelerators=10_000)
    assert approx(14.8) == found.to("d/run").magnitude


def test_gpt_3_took_3_55_million_v100_hours():
    # Epoch AI, Data on AI Models: 3.14e23 FLOP at 0.197; V100, 125 TFLOP/s dense
    found = evaluate(
        "accelerator_hours",
        training_compute="3.14e23 FLOP/run",
        accelerator_peak_rate="125 TFLOP/s/accelerator",
        mfu=0.197,
        utilisation=1,
    )
    assert approx(3.552e6, rel=5e-3) == found.to("accelerator*h/run").magnitude


def test_llama_3_1_405b_took_3_8e25_operations():
    # Llama 3.1 model card: 405 billion parameters; The Llama 3 Herd of Models: 15.6 T tokens, 3.8e25 FLOP
    found = evaluate("training_compute", model_parameters="405e9 parameter", training_tokens="15.6e12 token/run")
    assert approx(3.8e25, rel=1e-2) == found.to("FLOP/run").magnitude


def test_llama_3_1_405b_used_0_346_of_its_h100_over_the_whole_run():
    # the same over 30.84 M hours at 989.5 TFLOP/s; while stepping it was 38 to 43 %
    assert approx(0.346, abs=2e-3) == training_compute(405e9, 15.6e12, 6) / (30.84e6 * 3600 * 989.5e12)


def test_llama_3_1_405b_took_78_days_on_16_384_h100():
    # The Llama 3 Herd of Models: 16,384 H100; model card: 30.84 M hours
    found = evaluate("training_duration", accelerator_hours="30.84e6 accelerator*h/run", accelerators=16_384)
    assert approx(78.4, abs=0.05) == found.to("d/run").magnitude


def test_deepseek_v3_took_3_29e24_operations():
    # DeepSeek-V3 README: 37 billion active parameters, 14.8 T tokens; Epoch AI: 3.29e24 FLOP
    assert approx(3.29e24, rel=2e-3) == training_compute(37e9, 14.8e12, 6)


def test_deepseek_v3_used_0_346_of_its_h800():
    # DeepSeek-V3 README: 2.664 M H800 hours of pre-training; 989.5 TFLOP/s dense in BF16
    found = evaluate(
        "mfu",
        accelerator_hours="2.664e6 accelerator*h/run",
        training_compute="3.2856e24 FLOP/run",
        accelerator_peak_rate="989.5 TFLOP/s/accelerator",
        utilisation=1,
    )
    assert approx(0.346, abs=5e-4) == found.magnitude


def test_chinchilla_read_1_4_trillion_tokens():
    # Hoffmann et al. 2022 via Epoch AI: 70 billion parameters on 1.4 T tokens, 20 tokens a parameter
    compute = training_compute(70e9, 1.4e12, 6)
    assert approx(1.4e12) == compute_optimal_tokens(compute, 20, 6)


def test_the_stock_of_text_is_worth_2_7e28_operations():
    # Villalobos et al. 2024: 300 T tokens; Hoffmann et al. 2022: 20 tokens a parameter, C = 6ND
    found = evaluate("compute_for_text_stock", text_stock="300e12 token", tokens_per_parameter="20 token/parameter")
    assert approx(2.7e28) == found.to("FLOP").magnitude


@pytest.mark.parametrize(("stock", "compute"), [(100e12, 3e27), (300e12, 2.7e28), (1000e12, 3e29)])
def test_three_times_the_text_takes_nine_times_the_compute(stock, compute):
    # the ends of the 90 % interval of Villalobos et al. 2024: 6 × 20 × (D ÷ 20)²
    assert approx(compute) == compute_for_text_stock(stock, 20, 6)


def test_a_site_of_5e27_operations_a_year_needs_5_4_years_of_them_in_one_run():
    # 2.7e28 ÷ 5e27
    found = evaluate(
        "years_for_text_stock",
        text_stock="300e12 token",
        tokens_per_parameter="20 token/parameter",
        annual_compute="5e27 FLOP",
    )
    assert approx(5.4) == found.to("year").magnitude


def test_the_same_site_reads_129_trillion_tokens_in_a_run_of_a_year():
    # √(5e27 × 20 ÷ 6)
    assert approx(129.1e12, rel=1e-3) == compute_optimal_tokens(5e27, 20, 6)


def test_the_same_site_reads_all_text_in_53_days_for_models_as_large_as_llama_3_1_405b():
    # 300e12 × 6 × 405e9 ÷ 5e27 of a year
    found = evaluate(
        "text_stock_reading_time",
        text_stock="300e12 token",
        annual_compute="5e27 FLOP",
        model_parameters="405e9 parameter",
    )
    assert approx(53.2, abs=0.05) == found.to("d").magnitude


def test_llama_3_1_405b_read_a_twentieth_of_all_text_in_78_days_of_16_384_h100():
    # model card: 15.6 T tokens and 30.84 M hours; Villalobos et al. 2024: 300 T; hence 78.4 d × 300 ÷ 15.6
    year = training_compute(405e9, 15.6e12, 6) * 365 / 78.4
    pace = annual_training_tokens(year, 405e9, 6)
    assert approx(78.4 * 300 / 15.6, rel=1e-3) == text_stock_reading_time(300e12, pace, 365)


def test_a_site_of_5e27_operations_a_year_takes_a_week_for_1e26():
    # 1e26 ÷ 5e27 of 365 days
    found = evaluate("reference_compute_duration", annual_compute="5e27 FLOP")
    assert approx(7.3) == found.to("d").magnitude


@law
@given(positive, positive, positive)
def test_twice_the_tokens_take_twice_the_compute(parameters, tokens, each):
    assert approx(2 * training_compute(parameters, tokens, each)) == training_compute(parameters, 2 * tokens, each)


@law
@given(positive, positive, fraction, fraction)
def test_stops_and_waiting_only_add_hours(compute, rate, mfu, utilisation):
    assert accelerator_hours(compute, rate, 1, 1) <= accelerator_hours(compute, rate, mfu, utilisation)


@law
@given(positive, from_one, from_one, from_one)
def test_energy_grows_from_chip_to_it_to_facility(chips, server, network, pue):
    it = training_it_energy(chips, server, network)
    assert chips <= it <= training_facility_energy(it, pue)


@law
@given(positive, positive)
def test_twice_the_accelerators_take_half_the_days(hours, count):
    assert approx(training_duration(hours, count) / 2) == training_duration(hours, 2 * count)


@law
@given(positive, positive)
def test_runs_of_a_year_use_its_compute(year, run):
    assert approx(year) == annual_training_runs(year, run) * run


@law
@given(positive, st.floats(1.0, 100.0))
def test_the_compute_that_reads_all_text_reads_it_once(stock, ratio):
    assert approx(stock) == compute_optimal_tokens(compute_for_text_stock(stock, ratio, 6), ratio, 6)


@law
@given(positive, st.floats(1.0, 100.0))
def test_four_times_the_compute_reads_twice_the_tokens(compute, ratio):
    assert approx(2 * compute_optimal_tokens(compute, ratio, 6)) == compute_optimal_tokens(4 * compute, ratio, 6)


@law
@given(positive, positive, st.floats(1.0, 100.0))
def test_the_years_of_compute_that_read_all_text_read_it_once(stock, year, ratio):
    years = years_for_text_stock(compute_for_text_stock(stock, ratio, 6), year, 1)
    assert approx(stock) == compute_optimal_tokens(year * years, ratio, 6)


@law
@given(positive, positive, st.floats(1.0, 100.0))
def test_a_tenth_of_the_years_reads_a_third_of_the_text(stock, year, ratio):
    years = years_for_text_stock(compute_for_text_stock(stock, ratio, 6), year, 1)
    assert approx(stock / 10**0.5) == compute_optimal_tokens(year * years / 10, ratio, 6)


@law
@given(positive, positive, positive)
def test_tokens_of_a_year_are_those_of_its_runs(year, parameters, tokens):
    runs = annual_training_runs(year, training_compute(parameters, tokens, 6))
    assert approx(runs * tokens) == annual_training_tokens(year, parameters, 6)


@law
@given(positive, positive)
def test_all_text_is_read_at_the_pace_of_a_year(stock, pace):
    assert approx(stock) == text_stock_reading_time(stock, pace, 365) / 365 * pace


def test_an_h100_draws_525_watts_in_training_by_epoch_ai():
    # Epoch AI, training costs, energy.py: 0.75 of the design power of 700 W
    assert approx(525) == average_accelerator_power(accelerator_power_limit=700, training_power_share=0.75)


def test_the_carbon_of_a_run_follows_from_model_chip_and_grid_alone():
    # Apertus card: 6 million GH200 hours, about 5 GWh; the default share of the limit covers it
    found = estimate(
        accelerator="gh200", workload="training", grid="switzerland", accelerator_hours="6e6 accelerator*h/run",
        draws=20_000,
    )  # fmt: skip
    assert found["training_facility_energy"].p5 < 5000 < found["training_facility_energy"].p95
    assert "training_carbon_location_based" in found


@law
@given(positive, fraction)
def test_packages_draw_no_more_than_their_limit(limit, share):
    assert limit >= average_accelerator_power(limit, share)
