"""Queries against the figures that Epoch AI, Google and OpenAI published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import evaluate
from estimator.equations.inference import carbon_per_query, energy_per_query, queries_per_day, water_per_query

GALLON = 3.785411784  # L
positive = st.floats(1e-3, 1e6)
from_one = st.floats(1.0, 3.0)
share = st.floats(0.0, 0.99)
law = settings(deadline=None, max_examples=50)

EPOCH = [  # Epoch AI, How much energy does ChatGPT use?, spreadsheet: FLOP, utilisation, PUE, Wh per query
    (1e14, 0.10, 1.2, 0.301),
    (3e14, 0.10, 1.2, 0.902),
    (2e13, 0.10, 1.2, 0.060),
    (2e14, 0.05, 1.3, 1.304),
    (6e14, 0.05, 1.3, 3.911),
]


def it_energy(flop: float, utilisation: float) -> float:
    """Watt-hours: seconds of an H100 at 989 TFLOP/s, at 70 % of a server's 1,275 W a GPU."""
    return flop / (9.89e14 * utilisation) * 1275 * 0.7 / 3600


@pytest.mark.parametrize(("flop", "utilisation", "pue", "watt_hours"), EPOCH)
def test_a_query_to_chatgpt_takes_what_epoch_prints(flop, utilisation, pue, watt_hours):
    assert approx(watt_hours, abs=5e-4) == energy_per_query(it_energy(flop, utilisation), pue)


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
@given(positive, positive, share)
def test_generators_on_site_take_their_share_off_the_grid_s_carbon(each, intensity, on_site):
    assert approx(carbon_per_query(each, intensity, 0.0) * (1 - on_site)) == carbon_per_query(each, intensity, on_site)
