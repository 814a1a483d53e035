"""Plants, generators and materials against what was published, and the order that physics gives them."""

import pytest
from pytest import approx

from estimator import EstimatorError, estimate

from .entries import LOADED, datum, ends, middle, options, told, told_of

PLANTS, GENERATORS, MATERIALS = (LOADED.entries[kind] for kind in ("technologies", "generators", "materials"))
FACTOR, CREDIT = "supply_capacity_factor", "supply_capacity_credit"
CARBON, WATER = "supply_life_cycle_carbon_intensity", "supply_water_intensity"
COPPER, STEEL, CONCRETE = (f"{material}_per_supply_power" for material in ("copper", "steel", "concrete"))
LITRES_PER_GALLON = 3.785411784
CLOSE = 1 - 1e-9
TYPICAL = MATERIALS["typical"]
MASSES = ("copper_per_facility_power", "structural_steel_per_facility_power", COPPER, STEEL, CONCRETE)


def litres_per_kwh(gallons_per_mwh):
    """Macknick's unit in ours."""
    return gallons_per_mwh * LITRES_PER_GALLON / 1000


def factor(plant, country="unstated"):
    """The middle of a capacity factor, of a country or anywhere."""
    return options(PLANTS[plant], FACTOR).get(country) or middle(PLANTS[plant], FACTOR)


# Published figures


@pytest.mark.parametrize(
    ("plant", "median"),
    [
        ("onshore-wind", 11), ("offshore-wind", 12), ("utility-solar", 48), ("nuclear", 12),
        ("gas-combined-cycle", 490), ("coal", 820), ("hydro", 24), ("geothermal", 38), ("biomass", 230),
    ],
)  # fmt: skip
def test_a_plant_s_range_holds_the_median_of_ipcc_ar5(plant, median):  # annex III, table A.III.2
    low, _, high = ends(PLANTS[plant], CARBON)
    assert low < median < high


@pytest.mark.parametrize(
    ("plant", "least", "most"),
    [
        ("onshore-wind", 7.8, 16), ("offshore-wind", 12, 23), ("utility-solar", 8.0, 83), ("nuclear", 5.1, 6.4),
        ("gas-combined-cycle", 403, 513), ("coal", 751, 1095), ("hydro", 6, 147),
    ],
)  # fmt: skip
def test_a_plant_s_range_holds_that_of_unece_2021(plant, least, most):
    low, _, high = ends(PLANTS[plant], CARBON)
    assert low * CLOSE <= least < most <= high / CLOSE


@pytest.mark.parametrize(
    ("plant", "cooling", "gallons"),
    [
        ("nuclear", "tower", 672), ("nuclear", "once-through", 269), ("nuclear", "pond", 610),
        ("gas-combined-cycle", "tower", 205), ("gas-combined-cycle", "once-through", 100),
        ("gas-combined-cycle", "pond", 240), ("gas-combined-cycle", "dry", 2), ("coal", "tower", 687),
        ("coal", "once-through", 250), ("coal", "pond", 545), ("biomass", "tower", 553), ("biomass", "pond", 390),
        ("geothermal", "tower", 15), ("geothermal", "dry", 270), ("utility-solar", "", 1), ("hydro", "", 4491),
    ],
)  # fmt: skip
def test_a_plant_consumes_what_macknick_et_al_2012_have_as_median(plant, cooling, gallons):
    assert approx(litres_per_kwh(gallons), rel=0.01) == middle(PLANTS[plant], WATER, cooling)


def test_photovoltaics_have_the_one_gallon_of_2012_and_not_the_26_of_2011():
    assert ends(PLANTS["utility-solar"], WATER)[2] < litres_per_kwh(26) / 10


def test_combined_cycles_have_the_205_gallons_of_2012_and_not_the_198_of_2011():
    assert approx(litres_per_kwh(205), rel=5e-3) == middle(PLANTS["gas-combined-cycle"], WATER, "tower")


@pytest.mark.parametrize(
    ("plant", "country", "published"),
    [
        ("onshore-wind", "usa", 0.343),  # EIA, table 4.08.B, 2024
        ("utility-solar", "usa", 0.232),  # the same
        ("nuclear", "usa", 0.924),  # EIA, table 4.08.B, 2020
        ("hydro", "usa", 0.407),  # the same
        ("gas-combined-cycle", "usa", 0.571),  # EIA, table 4.08.A, 2020
        ("coal", "usa", 0.491),  # EIA, table 4.08.A, 2021
        ("gas-peaker", "unstated", 0.117),  # the same
        ("onshore-wind", "france", 0.251),  # RTE, 2023
        ("onshore-wind", "united-kingdom", 0.2582),  # DUKES 6.3, mean 2020 to 2024
        ("offshore-wind", "united-kingdom", 0.4009),  # the same
        ("utility-solar", "united-kingdom", 0.1025),  # the same
        ("onshore-wind", "germany", 0.209),  # Destatis, first half of 2021
        ("utility-solar", "germany", 0.105),  # the same
        ("utility-solar", "china", 1218 / 8016),  # National Energy Administration, to November 2023
        ("nuclear", "china", 7001 / 8016),  # the same
        ("onshore-wind", "unstated", 0.39),  # IRENA, table H.1, 2021
        ("geothermal", "unstated", 0.77),  # the same
    ],
)
def test_a_capacity_factor_s_range_holds_the_published_one(plant, country, published):
    option = country if datum(PLANTS[plant], FACTOR, country) else ""
    low, _, high = ends(PLANTS[plant], FACTOR, option)
    assert low < published < high


@pytest.mark.parametrize(
    ("plant", "rating"),
    [("onshore-wind", 0.41), ("utility-solar", 0.11), ("nuclear", 0.95), ("coal", 0.83), ("gas-combined-cycle", 0.74),
     ("gas-peaker", 0.60)],
)  # fmt: skip
def test_a_capacity_credit_s_range_reaches_the_rating_of_pjm_for_2026(plant, rating):
    low, _, high = ends(PLANTS[plant], CREDIT, "unstated" if datum(PLANTS[plant], CREDIT, "unstated") else "")
    assert low * CLOSE <= rating <= high / CLOSE


@pytest.mark.parametrize(
    ("plant", "tonnes"),
    [("offshore-wind", 8.0), ("onshore-wind", 2.9), ("utility-solar", 2.8221), ("nuclear", 1.473), ("coal", 1.15),
     ("gas-combined-cycle", 1.1)],
)  # fmt: skip
def test_copper_of_a_plant_holds_the_figure_of_iea(plant, tonnes):  # The Role of Critical Minerals, kg/MW
    low, _, high = ends(TYPICAL, COPPER, plant)
    assert low * 0.995 <= tonnes <= high / CLOSE


def test_an_h100_has_814_square_millimetres_of_silicon():
    assert 814 == middle(TYPICAL, "silicon_per_accelerator", "h100-sxm")


# Laws


def test_the_technologies_of_the_subject_are_there():
    wanted = {"onshore-wind", "offshore-wind", "utility-solar", "gas-combined-cycle", "gas-peaker", "coal", "nuclear",
              "hydro", "geothermal"}  # fmt: skip
    assert wanted <= set(PLANTS)


@pytest.mark.parametrize("key", PLANTS)
def test_every_plant_has_a_capacity_factor_where_no_country_is_stated(key):
    assert datum(PLANTS[key], FACTOR, "unstated") or datum(PLANTS[key], FACTOR), told(key, "technologies", key)


@pytest.mark.parametrize("key", PLANTS)
def test_every_title_says_how_the_nameplate_is_meant(key):
    assert "by annual energy" in PLANTS[key].title or "called as peaking plants" in PLANTS[key].title


@pytest.mark.parametrize("kind", ["technologies", "generators", "materials"])
def test_every_range_rises_from_low_over_value_to_high(kind):
    found = [
        (entry, figure.quantity, option)
        for entry in LOADED.entries[kind].values()
        for figure in entry.figures
        for option in figure.options
    ]
    assert [] == [
        told_of("does not rise", datum(entry, quantity, option))
        for entry, quantity, option in found
        for low, value, high in [ends(entry, quantity, option)]
        if not (low < value < high or datum(entry, quantity, option).value.is_point)
    ]


def test_the_sun_shines_less_in_germany_than_in_france_and_there_less_than_in_the_united_states():
    found = [factor("utility-solar", country) for country in ("united-kingdom", "germany", "france", "usa")]
    assert sorted(found) == found


def test_no_wind_blows_as_steadily_as_reactors_run():
    assert factor("utility-solar") < factor("onshore-wind") < factor("offshore-wind") < factor("nuclear")


@pytest.mark.parametrize("plant", ["nuclear", "gas-combined-cycle", "coal", "biomass"])
def test_towers_consume_more_than_once_through_cooling(plant):
    assert middle(PLANTS[plant], WATER, "tower") > middle(PLANTS[plant], WATER, "once-through")


def test_what_burns_emits_more_over_its_life_than_what_does_not():
    burning = min(middle(PLANTS[key], CARBON) for key in ("gas-combined-cycle", "coal"))
    others = ("onshore-wind", "offshore-wind", "utility-solar", "nuclear", "hydro", "geothermal")
    assert max(middle(PLANTS[key], CARBON) for key in others) < burning


def test_fuel_burnt_in_a_plant_is_most_of_its_life_cycle_but_not_all():
    # a combined cycle at 1.95 kWh of gas for each kWh and 181 g for each of those burns 353 g
    direct = middle(GENERATORS["combined-cycle-block"], "generator_heat_rate") * 181
    assert 0.6 < direct / middle(PLANTS["gas-combined-cycle"], CARBON) < 1


def test_a_turbine_without_a_steam_cycle_needs_more_fuel_than_a_combined_cycle():
    simple, combined = (
        ends(GENERATORS[key], "generator_heat_rate") for key in ("stargate-turbines", "combined-cycle-block")
    )
    assert combined[2] < simple[0]


def test_every_figure_by_technology_is_of_one_that_is_known():
    assert set() == {plant for mass in (COPPER, STEEL, CONCRETE) for plant in options(TYPICAL, mass)} - set(PLANTS)


def test_a_choice_of_cooling_changes_the_water_of_a_plant():
    tower, dry = (
        estimate(facility_capacity="1 GW", supply="gas-combined-cycle", plant_cooling=cooling)["annual_supply_water"]
        for cooling in ("tower", "dry")
    )
    assert approx(205 / 2, rel=0.05) == tower.p50 / dry.p50


def test_a_plant_that_has_no_figure_for_a_cooling_has_no_water():
    found = estimate(facility_capacity="1 GW", supply="nuclear", plant_cooling="dry")
    assert "annual_supply_water" not in {each.name for each in found.estimates}


def test_a_country_chooses_the_capacity_factor():
    usa, germany = (
        estimate(facility_capacity="1 GW", supply="onshore-wind", country=country)["supply_capacity"].p50
        for country in ("usa", "germany")
    )
    assert usa < 0.7 * germany


def test_a_country_without_a_figure_takes_that_of_plants_anywhere():
    anywhere, spain = (
        estimate(facility_capacity="1 GW", supply="onshore-wind", **use)[FACTOR].p50
        for use in ({}, {"country": "spain"})
    )
    assert anywhere == spain


def test_a_technology_that_does_not_exist_is_told_what_there_is():
    with pytest.raises(EstimatorError, match="onshore-win is no supply of the catalog; did you mean onshore-wind"):
        estimate(facility_capacity="1 GW", supply="onshore-win")
