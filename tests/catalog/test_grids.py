"""Grids and climates against what was published of them, and the order that physics gives them."""

import pytest
from pytest import approx

from estimator import estimate

from .entries import LOADED, datum, ends, middle, told, told_of

GRIDS, CLIMATES = LOADED.entries["grids"], LOADED.entries["climates"]
DIRECT, UPSTREAM, GRID_WATER = "grid_carbon_intensity", "grid_upstream_carbon_intensity", "grid_water_intensity"
REGIONS = [key for key in GRIDS if key.startswith("us-")]
COUNTRIES = [key for key in GRIDS if key not in REGIONS]
HUMID_FROM_COLD_TO_HOT = ["8", "7", "6a", "5a", "4a", "3a", "2a", "1a"]
GRAMS_PER_POUND = 453.59237
MWH_TO_KWH = 1000


def grams_per_kwh(pounds_per_mwh):
    """eGRID's unit in ours, exactly."""
    return pounds_per_mwh * GRAMS_PER_POUND / MWH_TO_KWH


def direct(key):
    """The middle of a grid's direct carbon intensity."""
    return middle(GRIDS[key], DIRECT)


def water_of_cooling(zone, cooling):
    """The middle of the water that a zone's sites take for each unit of IT energy, what is drained included."""
    return middle(CLIMATES[zone], "withdrawal_wue", cooling)


def options_of(entry):
    """Quantity and option of every figure of an entry."""
    return [(figure.quantity, option) for figure in entry.figures for option in figure.options]


# Published carbon intensities


def test_france_emitted_21_7_grams_per_kwh_in_2024_by_rte():
    assert approx(21.7) == direct("france")


def test_the_united_states_emitted_771_pounds_per_mwh_in_2023_by_egrid():
    assert approx(grams_per_kwh(770.884), rel=2e-3) == direct("usa")


@pytest.mark.parametrize(
    ("pounds", "key"),
    [
        (741.741, "us-miso-south"),
        (903.306, "us-tva"),
        (736.629, "us-ercot"),
        (916.054, "us-pjm-west"),
        (596.326, "us-virginia-carolina"),
        (1404.963, "us-wisconsin"),
        (926.552, "us-iowa"),
        (635.267, "us-northwest"),
        (846.007, "us-southeast"),
        (706.189, "us-southwest"),
        (429.983, "us-california"),
    ],
)
def test_a_region_of_the_united_states_emits_what_egrid2023_prints_of_its_subregion(pounds, key):
    assert approx(grams_per_kwh(pounds), rel=1e-3) == direct(key)


def test_the_united_kingdom_holds_the_operators_125_and_the_governments_177_grams():
    low, _, high = ends(GRIDS["united-kingdom"], DIRECT)
    assert low < 125 < 177 == approx(high)


def test_germany_holds_both_the_traced_277_and_the_federal_agencys_363_grams():
    low, _, high = ends(GRIDS["germany"], DIRECT)
    assert low < 277 < 363 == approx(high)


def test_india_emitted_712_grams_in_the_financial_year_2024_by_its_authority():
    assert approx(711.7) == direct("india")


def test_what_lies_upstream_in_the_united_states_is_life_cycle_less_direct_of_one_source():
    assert approx(403.65 - 335.64, rel=1e-3) == middle(GRIDS["usa"], UPSTREAM)


def test_plants_consume_3_67_litres_per_kwh_in_france_by_ecologits():
    assert approx(3.67) == middle(GRIDS["france"], GRID_WATER)


def test_water_of_every_grid_is_a_range_as_wide_as_that_of_the_united_states():
    widths = {key: ends(GRIDS[key], GRID_WATER) for key in GRIDS if datum(GRIDS[key], GRID_WATER)}
    assert 30 == len(widths)
    for low, value, high in widths.values():
        assert approx((value / 1.2, value * 1.2), rel=0.01) == (low, high)


# Published cooling


def test_an_economised_hall_in_washington_takes_0_27_to_0_83_litres_per_kwh():
    assert approx((0.27, 0.55, 0.83), abs=0.01) == ends(CLIMATES["4a"], "withdrawal_wue", "economised-air")


def test_cooling_towers_in_washington_take_1_74_to_2_61_litres_per_kwh():
    assert approx((1.74, 2.18, 2.61), abs=0.01) == ends(CLIMATES["4a"], "withdrawal_wue", "liquid-tower")


def test_an_economised_hall_in_miami_takes_0_77_to_2_36_litres_per_kwh():
    assert approx((0.77, 1.57, 2.36), abs=0.01) == ends(CLIMATES["1a"], "withdrawal_wue", "economised-air")


def test_an_economised_hall_in_fairbanks_has_a_pue_of_1_077_to_1_174():
    assert approx((1.077, 1.126, 1.174), abs=1e-3) == ends(CLIMATES["8"], "pue", "economised-air")


def test_a_water_cooled_hall_in_phoenix_has_a_pue_of_1_084_to_1_201():
    assert approx((1.084, 1.142, 1.201), abs=1e-3) == ends(CLIMATES["2b"], "pue", "liquid-tower")


# Laws


def test_there_are_at_least_thirty_countries():
    assert 30 <= len(COUNTRIES)


def test_there_are_fifteen_climate_zones():
    assert 15 == len(CLIMATES)


def test_france_emits_less_than_germany_and_germany_less_than_poland():
    assert direct("france") < direct("germany") < direct("poland")


def test_every_grid_has_a_direct_carbon_intensity():
    assert [] == [told(key, "grids", key) for key, entry in GRIDS.items() if not datum(entry, DIRECT)]


def test_every_region_of_the_united_states_emits_between_50_and_1000_grams_per_kwh():
    assert [] == [
        told_of("direct carbon intensity", datum(GRIDS[key], DIRECT))
        for key in REGIONS
        if not 50 <= min(ends(GRIDS[key], DIRECT)) <= max(ends(GRIDS[key], DIRECT)) <= 1000
    ]


def test_the_average_of_the_united_states_lies_between_its_regions():
    assert min(map(direct, REGIONS)) < direct("usa") < max(map(direct, REGIONS))


def test_no_grid_emits_more_than_burning_lignite():
    assert [] == [told(key, "grids", key) for key in GRIDS if direct(key) > 1200]


def test_no_direct_figure_rests_on_a_life_cycle_table_alone():
    assert [] == [
        told_of("life cycle taken for direct", datum(entry, DIRECT))
        for entry in GRIDS.values()
        if {source.key for source in datum(entry, DIRECT).sources} == {"ecologits"}
    ]


@pytest.mark.parametrize("key", [key for key, entry in GRIDS.items() if datum(entry, UPSTREAM)])
def test_what_lies_upstream_is_under_150_grams_per_kwh(key):
    assert middle(GRIDS[key], UPSTREAM) < 150


def test_in_humid_zones_an_economised_hall_takes_more_water_the_hotter_it_is():
    found = [water_of_cooling(zone, "economised-air") for zone in HUMID_FROM_COLD_TO_HOT]
    assert sorted(found) == found


@pytest.mark.parametrize("zone", CLIMATES)
def test_cooling_towers_take_more_water_than_economised_air_and_that_no_less_than_dry_chillers(zone):
    towers, air, dry = (water_of_cooling(zone, cooling) for cooling in ("liquid-tower", "economised-air", "chiller"))
    assert dry <= air < towers


@pytest.mark.parametrize("zone", CLIMATES)
def test_what_towers_evaporate_is_no_more_than_heat_can_evaporate(zone):  # 3.6 MJ ÷ 2.43 MJ/kg, heat up to the PUE
    found = estimate(it_capacity="1 GW", climate=zone, cooling="liquid-tower")
    assert found["wue"].p50 < 3.6 / 2.43 * middle(CLIMATES[zone], "pue", "liquid-tower")


@pytest.mark.parametrize("zone", CLIMATES)
def test_every_range_of_a_climate_rises_from_low_over_value_to_high(zone):
    found = [ends(CLIMATES[zone], quantity, option) for quantity, option in options_of(CLIMATES[zone])]
    assert [] == [each for each in found if not each[0] < each[1] < each[2]]


@pytest.mark.parametrize("key", GRIDS)
def test_every_range_of_direct_emissions_rises_from_low_over_value_to_high(key):
    low, value, high = ends(GRIDS[key], DIRECT)
    assert low < value < high


def test_liquid_at_the_chip_says_nothing_of_where_the_heat_goes():
    low, _, high = ends(CLIMATES["4a"], "withdrawal_wue", "liquid")
    assert low < 0.01 < ends(CLIMATES["4a"], "withdrawal_wue", "liquid-tower")[2] == high


def test_dry_coolers_take_next_to_no_water_in_any_place():
    # Microsoft's closed loops: 8,000 m³ a year; 369 MW of IT at a use of 0.56 are 1.81 TWh
    found = estimate(it_capacity="369 MW", cooling="liquid-dry", asked=["annual_site_water_withdrawal"])
    assert found["annual_site_water_withdrawal"].p5 < 8.0 < found["annual_site_water_withdrawal"].p95


def test_a_site_may_take_no_water_at_all():
    found = estimate(it_capacity="100 MW", wue="0 L/kWh", cooling="liquid-dry")
    assert found["annual_site_water_consumption"].p50 == 0
