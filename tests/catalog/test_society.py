"""Countries and models against what is published of them, and against each other."""

import pytest
from pytest import approx

from estimator import estimate, evaluate
from estimator.uncertainty.distributions import quantiles

from .entries import LOADED, datum, ends, middle, options, told

COUNTRIES, MODELS = LOADED.entries["countries"], LOADED.entries["models"]
NATIONAL, PEAK, HOUSEHOLD, PEOPLE = "national_energy", "national_peak", "household_energy", "people_per_household"
PARAMETERS, TOKENS = "model_parameters", "training_tokens"
TRAINED = {key: entry for key, entry in MODELS.items() if entry.group == "models"}
ANSWERING = {key: entry for key, entry in MODELS.items() if entry.group == "answers"}
HOURS = 8760
UNITS = {PARAMETERS: "parameter", TOKENS: "token/run"}


def with_figure(quantity):
    """Countries that have a figure of a quantity."""
    return [key for key, entry in COUNTRIES.items() if datum(entry, quantity)]


def of_two_gigawatts(country, quantity):
    """What a load of 2 GW all through the year means for a country."""
    return estimate(average_facility_load="2 GW", country=country)[quantity]


def rising(low, middle, high):
    """Whether a figure lies between its ends."""
    return low < middle < high


def training_compute(model):
    """Operations of a model's training run by the convention of six for each parameter and token."""
    known = {quantity: f"{middle(MODELS[model], quantity)} {unit}" for quantity, unit in UNITS.items()}
    return evaluate("training_compute", **known).magnitude


# Countries


def test_there_are_at_least_fifteen_countries():
    assert len(COUNTRIES) >= 15


def test_every_country_has_its_electricity_of_a_year():
    assert [] == [told(key, "countries", key) for key, entry in COUNTRIES.items() if not datum(entry, NATIONAL)]


@pytest.mark.parametrize("kind", ["countries", "models"])
def test_figures_lie_between_their_ends(kind):
    wrong = [
        told(f"{quantity} lies outside its ends", kind, key, "figures", quantity)
        for key, entry in LOADED.entries[kind].items()
        for quantity in entry.quantities
        for found in [datum(entry, quantity)]
        if found and not found.value.is_point and not rising(*ends(entry, quantity))
    ]
    assert [] == wrong


def test_two_gigawatts_all_year_are_3_9_percent_of_french_consumption():  # validation case V29
    assert approx(0.039, abs=5e-4) == of_two_gigawatts("france", "national_share").p50


def test_two_gigawatts_all_year_are_54_9_percent_of_irish_consumption():  # validation case V29
    assert approx(0.549, abs=5e-4) == of_two_gigawatts("ireland", "national_share").p50


def test_two_gigawatts_all_year_are_0_43_percent_of_american_consumption():  # validation case V29
    assert approx(0.0043, abs=5e-5) == of_two_gigawatts("usa", "national_share").p50


def test_two_gigawatts_all_year_are_4_2_percent_of_the_worlds_data_centres():  # validation case V29
    assert approx(0.042, abs=5e-4) == of_two_gigawatts("usa", "world_data_centre_share").p50


def test_the_worlds_data_centres_use_about_1_5_percent_of_its_electricity():  # IEA, of consumption, not demand
    (centres,) = [found.options["2024"] for found in LOADED.assumptions if found.quantity == "world_data_centre_energy"]
    assert approx(0.015, rel=0.12) == quantiles(centres)[1] / middle(COUNTRIES["world"], NATIONAL)


def test_two_gigawatts_all_year_are_1_67_million_american_households():
    assert approx(1.67e6, rel=5e-3) == of_two_gigawatts("usa", "households").p50


def test_two_gigawatts_all_year_are_3_65_to_4_12_million_french_households():
    found = of_two_gigawatts("france", "households")
    assert approx((3.65e6, 4.12e6), rel=5e-3) == (found.p5, found.p95)


def test_two_gigawatts_all_year_are_6_0_to_6_5_million_british_households():
    found = of_two_gigawatts("united-kingdom", "households")
    assert approx((6.04e6, 6.49e6), rel=5e-3) == (found.p5, found.p95)


@pytest.mark.parametrize("country", with_figure(PEAK))
def test_the_record_of_a_country_is_above_its_mean_load_and_below_four_times_it(country):
    mean = middle(COUNTRIES[country], NATIONAL) * 1e6 / HOURS
    assert 1 < middle(COUNTRIES[country], PEAK) / mean < 4


@pytest.mark.parametrize("country", with_figure(HOUSEHOLD))
def test_households_use_the_energy_that_users_should_expect(country):  # plausible: 1.5 to 20 MWh a home
    assert 1500 < middle(COUNTRIES[country], HOUSEHOLD) < 20_000


@pytest.mark.parametrize("country", with_figure(PEOPLE))
def test_households_have_between_two_and_five_people(country):
    assert 2 <= middle(COUNTRIES[country], PEOPLE) <= 5


def test_countries_of_the_union_use_less_than_the_union():
    members = ("denmark", "france", "germany", "ireland", "italy", "netherlands", "poland", "spain", "sweden")
    assert sum(middle(COUNTRIES[key], NATIONAL) for key in members) < middle(COUNTRIES["european-union"], NATIONAL)


def test_the_world_uses_more_than_its_countries():
    apart = {"world", "european-union"}
    countries = sum(
        middle(entry, NATIONAL) for key, entry in COUNTRIES.items() if not key.startswith("us-") and key not in apart
    )
    assert countries < middle(COUNTRIES["world"], NATIONAL)


# Models


def test_there_are_at_least_fifteen_models():
    assert len(TRAINED) >= 15


@pytest.mark.parametrize("quantity", [PARAMETERS, TOKENS])
def test_every_model_has_its_parameters_and_tokens(quantity):
    assert [] == [told(key, "models", key) for key, entry in TRAINED.items() if not options(entry, quantity)]


@pytest.mark.parametrize(
    ("model", "published", "tolerance"),
    [
        ("gpt-3", 3.14e23, 0.02),  # Epoch AI, data on models
        ("chinchilla", 5.76e23, 0.05),  # Hoffmann et al. 2022, the budget of Gopher
        ("gopher", 5.76e23, 0.15),  # the same budget, counted with what six operations leave out
        ("palm", 2.53e24, 0.01),  # Epoch AI, data on models
        ("llama-1-13b", 7.8e22, 0.01),  # Epoch AI, data on models
        ("llama-1-33b", 2.73e23, 0.01),  # Epoch AI, data on models
        ("llama-1-65b", 5.5e23, 0.01),  # Epoch AI, data on models
        ("falcon-40b", 2.4e23, 0.01),  # Epoch AI, data on models
        ("falcon-180b", 3.76e24, 0.01),  # Epoch AI, data on models
        ("nemotron-4-340b", 1.8e25, 0.03),  # Epoch AI, data on models
        ("llama-3-1-405b", 3.79e25, 0.01),  # validation case V24
        ("llama-3-1-405b", 3.8e25, 0.01),  # The Llama 3 Herd of Models
        ("deepseek-v3", 3.29e24, 0.01),  # validation case V25
        ("llama-4-behemoth", 5.18e25, 0.01),  # Epoch AI, data on models
        ("gpt-4", 2.1e25, 0.05),  # Epoch AI's estimate
    ],
)
def test_training_compute_is_what_was_published(model, published, tolerance):
    assert approx(published, rel=tolerance) == training_compute(model)


def test_a_model_that_a_scenario_names_gives_its_training_compute():
    assert approx(3.79e25, rel=0.01) == estimate(model="llama-3-1-405b")["training_compute"].p50


def test_the_estimate_of_gpt_4_spans_more_than_a_factor_of_two():
    low, _, high = ends(MODELS["gpt-4"], TOKENS)
    assert high / low > 2


def test_chinchilla_read_twenty_tokens_for_each_parameter():
    assert approx(20) == middle(MODELS["chinchilla"], TOKENS) / middle(MODELS["chinchilla"], PARAMETERS)


@pytest.mark.parametrize("model", TRAINED)
def test_models_read_more_than_half_a_token_for_each_parameter_and_fewer_than_five_thousand(model):
    assert 0.5 < middle(MODELS[model], TOKENS) / middle(MODELS[model], PARAMETERS) < 5000


@pytest.mark.parametrize("model", ["deepseek-v3", "llama-4-maverick", "llama-4-scout", "qwen-3-235b-a22b"])
def test_mixtures_of_experts_count_the_parameters_that_are_active(model):
    assert middle(MODELS[model], PARAMETERS) < 50e9


# Answers


@pytest.mark.parametrize("model", ANSWERING)
def test_every_model_that_answers_says_so_of_energy_or_tokens(model):
    assert {"it_energy_per_query", "tokens_per_query"} & {*MODELS[model].quantities}


@pytest.mark.parametrize(
    ("model", "pue", "published", "tolerance"),
    [
        ("gpt-4o", 1.2, 0.301, 0.01),  # Epoch AI, spreadsheet, row Energy per query
        ("gemini-apps", 1.09, 0.24, 0.01),  # Google, median text prompt
        ("llama-3-1-8b", 1, 114 / 3600, 0.02),  # MIT Technology Review, 114 joules per response
        ("llama-3-1-405b", 1, 6706 / 3600, 0.03),  # MIT Technology Review, 6,706 joules per response
    ],
)
def test_the_energy_of_a_query_is_what_was_published(model, pue, published, tolerance):
    found = estimate(model=model, pue=pue, average_it_load="1 MW", draws=1000)
    assert approx(published, rel=tolerance) == found["energy_per_query"].p50


def test_epoch_s_query_takes_two_joules_for_a_token():
    # 0.301 Wh over 500 tokens
    found = estimate(model="gpt-4o", pue=1.2, it_energy_per_query="0.251 Wh/query", tokens_per_query="500 token/query")
    assert approx(0.301 * 3600 / 500, rel=1e-2) == found["energy_per_token"].p50


def test_a_larger_llama_takes_more_for_a_query():
    small, large = (middle(MODELS[key], "it_energy_per_query") for key in ("llama-3-1-8b", "llama-3-1-405b"))
    assert small < large


def test_the_making_of_every_kind_of_accelerator_is_one_figure_and_says_so():
    (figure,) = [one for one in LOADED.assumptions if one.quantity == "embodied_carbon_per_accelerator"]
    assert "not to be compared" in figure.options[""].because.replace("\n", " ")
