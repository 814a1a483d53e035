"""Queries against the figures that Epoch AI, Google and OpenAI published."""

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate, evaluate
from estimator.equations.carbon import facility_carbon_intensity
from estimator.equations.inference import (
    carbon_per_query,
    energy_per_query,
    energy_per_token,
    it_energy_per_token,
    queries_per_day,
    tokens_per_day,
    water_per_query,
)

GALLON = 3.785411784  # L
positive = st.floats(1e-3, 1e6)
from_one = st.floats(1.0, 3.0)
share = st.floats(0.0, 0.99)
law = settings(deadline=None, max_examples=50)

EPOCH = [  # Epoch AI, How much energy does ChatGPT use?, spreadsheet: FLOP, utilisation, PUE, tokens, Wh per query
    (1e14, 0.10, 1.2, 500, 0.301),
    (3e14, 0.10, 1.2, 1500, 0.902),
    (2e13, 0.10, 1.2, 500, 0.060),
    (2e14, 0.05, 1.3, 500, 1.304),
    (6e14, 0.05, 1.3, 1500, 3.911),
]


def it_energy(flop: float, utilisation: float) -> float:
    """Watt-hours: seconds of an H100 at 989 TFLOP/s, at 70 % of a server's 1,275 W a GPU."""
    return flop / (9.89e14 * utilisation) * 1275 * 0.7 / 3600


@pytest.mark.parametrize(("flop", "utilisation", "pue", "_", "watt_hours"), EPOCH)
def test_a_query_to_chatgpt_takes_what_epoch_prints(flop, utilisation, pue, _, watt_hours):
    assert approx(watt_hours, abs=5e-4) == energy_per_query(it_energy(flop, utilisation), pue)


@pytest.mark.parametrize(("flop", "utilisation", "pue", "tokens", "watt_hours"), EPOCH)
def test_a_token_of_chatgpt_takes_its_part_of_what_epoch_prints(flop, utilisation, pue, tokens, watt_hours):
    # the same, row Output tokens per query
    each = energy_per_token(it_energy_per_token(it_energy(flop, utilisation), tokens), pue)
    assert approx(watt_hours / tokens, rel=1e-2) == each


def test_a_long_answer_takes_more_and_each_of_its_tokens_the_same():
    # the same, columns GPT-4o and GPT-4o with long outputs: 0.301 Wh for 500 tokens, 0.902 for 1,500
    short, long = (
        evaluate("it_energy_per_token", energy_per_query=energy, pue=1.2, tokens_per_query=tokens)
        for energy, tokens in (("0.301 Wh/query", "500 token/query"), ("0.902 Wh/query", "1500 token/query"))
    )
    assert approx(short.magnitude, rel=2e-3) == long.magnitude
    assert approx(0.301 / 1.2 / 500 * 3600) == short.to("J/token").magnitude


def test_a_query_follows_from_its_tokens():
    # solved backward: 1.8 J a token, 500 tokens, 0.25 Wh
    found = evaluate("it_energy_per_query", it_energy_per_token="1.8 J/token", tokens_per_query="500 token/query")
    assert approx(0.25) == found.to("Wh/query").magnitude


def ecologits(parameters: float, gpus: int, batch: int = 64) -> float:
    """Joules of GPUs for a token: EcoLogits 0.11.3, its regression on H100s, by billions of active parameters."""
    return 3600 * gpus * (1.1665e-6 * exp(-0.0112059 * batch) * parameters + 4.0529e-5)


def test_the_default_token_takes_what_ecologits_regression_gives_for_a_large_model():
    # 100 billion active parameters on one server of eight H100s: 2.8 J, servers apart; ours holds all IT
    default = estimate(average_it_load="1 GW", model="mistral-large-2", draws=5000)["it_energy_per_token"]
    assert approx(2.8, abs=0.05) == ecologits(100, 8)
    assert default.p5 < ecologits(100, 8) < default.p95


def test_a_token_of_llama_3_1_8b_takes_what_ecologits_and_ml_energy_give():
    # ML.ENERGY, longitudinal analysis: 0.20 and 0.12 J at a batch of 64 on one H100, the GPU alone
    found = estimate(
        average_it_load="1 GW", model="llama-3-1-8b", tokens_per_query="717 token/query", draws=5000
    )["it_energy_per_token"]  # fmt: skip
    assert approx(0.16, abs=0.01) == ecologits(8, 1)
    assert approx(ecologits(8, 1), rel=0.05) == found.p50
    assert found.p5 < 0.12 < 0.20 < found.p95


def test_a_gigawatt_of_it_writes_48_trillion_tokens_a_day():
    # 24 GWh ÷ 0.25 Wh × 500
    found = evaluate(
        "tokens_per_day",
        average_it_load="1 GW",
        it_energy_per_query="0.25 Wh/query",
        tokens_per_query="500 token/query",
    )
    assert approx(48e12) == found.to("token/d").magnitude


def test_epoch_s_query_takes_a_quarter_of_a_watt_hour_of_it():
    # the same, row Energy per query, 0.301 Wh at PUE 1.2, solved backward
    found = evaluate("it_energy_per_query", energy_per_query="0.301 Wh/query", pue=1.2)
    assert approx(0.251, abs=5e-4) == found.to("Wh/query").magnitude


def test_a_prompt_to_gemini_takes_0_22_watt_hours_of_it():
    # Google via Particle News, August 2025: median 0.24 Wh, fleet PUE 1.09, overhead 8 %
    found = evaluate("it_energy_per_query", energy_per_query="0.24 Wh/query", pue=1.09)
    assert approx(0.24 * 0.92, abs=1e-3) == found.to("Wh/query").magnitude


def test_altman_s_figures_are_0_95_litres_for_a_kilowatt_hour():
    # Altman via The Decoder, June 2025: 0.34 Wh and 0.000085 gallons, 0.32 mL; if his energy is that of IT
    found = evaluate("wue", it_energy_per_query="0.34 Wh/query", water_per_query=f"{0.000085 * GALLON} L/query")
    assert approx(0.946, abs=1e-3) == found.to("L/kWh").magnitude


def test_a_gigawatt_of_it_answers_96_billion_queries_a_day():
    # 24 GWh ÷ 0.25 Wh
    found = evaluate("queries_per_day", average_it_load="1 GW", it_energy_per_query="0.25 Wh/query")
    assert approx(96e9) == found.to("query/d").magnitude


def test_a_query_of_0_3_watt_hours_emits_0_12_grams_on_a_grid_of_400():
    # Epoch AI, 0.3 Wh
    found = evaluate(
        "carbon_per_query",
        energy_per_query="0.3 Wh/query",
        grid_carbon_intensity="400 gCO2e/kWh",
        on_site_share=0,
    )
    assert approx(0.12) == found.to("gCO2e/query").magnitude


def test_a_query_on_generators_of_its_own_emits_what_they_burn():
    # the same on gas at EIA's average heat rate, 410.7 g/kWh (tests of carbon)
    found = evaluate(
        "carbon_per_query",
        energy_per_query="0.3 Wh/query",
        grid_carbon_intensity="400 gCO2e/kWh",
        on_site_share=1,
        generator_carbon_intensity="410.7 gCO2e/kWh",
    )
    assert approx(0.3 * 0.4107) == found.to("gCO2e/query").magnitude


@law
@given(positive, from_one)
def test_it_is_a_part_of_a_query_s_energy(each, pue):
    assert each <= energy_per_query(each, pue)


@law
@given(positive, positive)
def test_all_queries_of_a_day_take_the_energy_of_a_day(load, each):
    assert approx(load) == queries_per_day(load, each) * each


@law
@given(positive, positive)
def test_pue_changes_no_water(each, wue):
    assert approx(each * wue) == water_per_query(each, wue)


@law
@given(positive, positive, positive)
def test_the_tokens_of_a_day_take_the_energy_of_a_day(load, each, tokens):
    assert approx(load) == tokens_per_day(queries_per_day(load, each), tokens) * it_energy_per_token(each, tokens)


@law
@given(positive, positive, share)
def test_generators_as_dirty_as_the_grid_change_no_query(each, intensity, on_site):
    mixed = facility_carbon_intensity(intensity, intensity, on_site)
    assert approx(carbon_per_query(each, intensity)) == carbon_per_query(each, mixed)


@law
@given(positive, positive, positive, share)
def test_generators_on_site_add_their_own_carbon_to_what_they_take_off_the_grid_s(each, grid, burnt, on_site):
    parts = carbon_per_query(each, grid) * (1 - on_site) + carbon_per_query(each, burnt) * on_site
    assert approx(parts) == carbon_per_query(each, facility_carbon_intensity(grid, burnt, on_site))
