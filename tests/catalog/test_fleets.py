"""Operators' fleets, single sites, cities and prices against what was published of them, and against each other."""

import re
from datetime import date

import pytest
from pytest import approx

from estimator import estimate, evaluate

from .entries import LOADED, datum, ends, middle, options, told, told_of

FLEETS, SITES, CITIES, GRIDS = (LOADED.entries[kind] for kind in ("operators", "sites", "cities", "grids"))
PRICE, TAKEN, DRAINED, OF_FLEET = "electricity_price", "withdrawal_wue", "withdrawal_ratio", "operator_energy"
GALLON = 3.785411784e-6  # ML
COPIED = date(2026, 5, 23)
OF_COUNTRIES = [key for key, entry in GRIDS.items() if entry.group == "countries" and datum(entry, PRICE)]
REGIONS = [key for key, entry in GRIDS.items() if entry.group == "us-regions"]


def day(site):
    """The month of a site's key."""
    return date.fromisoformat(re.search(r"\d{4}-\d{2}$", site)[0] + "-01")


def told_price(key):
    """A price's reason, by which its dollars have a year."""
    return datum(GRIDS[key], PRICE).because


# Fleets


def test_there_are_the_four_largest_operators_and_two_more():
    assert {"google", "meta", "microsoft", "aws", "equinix", "ovhcloud"} == set(FLEETS)


@pytest.mark.parametrize("fleet", FLEETS)
def test_every_fleet_has_a_pue_for_years_without_one(fleet):
    low, value, high = ends(FLEETS[fleet], "pue", "unstated") or ends(FLEETS[fleet], "pue")
    assert 1.03 < low < value < high < 1.6


def test_no_fleet_has_a_wue_since_none_says_that_it_counts_what_is_consumed():
    assert [] == [told(key, "operators", key) for key, entry in FLEETS.items() if datum(entry, "wue")]


def test_google_consumed_1_05_litres_for_a_kilowatt_hour_of_it_in_2024():
    # 2026 Environmental Report: 7,787 million gallons, 30,637,100 MWh, PUE 1.09
    published = evaluate(
        "wue", annual_site_water_consumption=f"{7787e6 * GALLON} ML", annual_facility_energy="30.6371 TWh", pue=1.09
    )
    found = estimate(it_capacity="1 GW", fleet="google", year=2024)["wue"].p50
    assert approx(1.049, abs=1e-3) == published.to("L/kWh").magnitude == approx(found, abs=1e-3)


@pytest.mark.parametrize(
    ("year", "gallons", "megawatt_hours", "pue"),
    [(2022, 5219.9e6, 20_616_500, 1.10), (2023, 6100.6e6, 23_980_800, 1.10), (2025, 10_523e6, 42_415_800, 1.09)],
)
def test_google_s_water_follows_from_its_volumes(year, gallons, megawatt_hours, pue):
    # 2026 Environmental Report, water use by data center location, electricity consumption, PUE
    taken, ratio = options(FLEETS["google"], TAKEN)[str(year)], options(FLEETS["google"], DRAINED)[str(year)]
    assert approx(gallons * GALLON * 1e6 * pue / (megawatt_hours * 1e3), rel=3e-3) == taken / ratio


def test_meta_s_withdrawal_by_its_own_tables_lies_within_the_range_of_2023():
    # 2024 report: 3,881 ML withdrawn for 14,975,435 MWh of data centres, PUE 1.08; with leased rooms in both
    taken = 3881e6 / 14_975_435e3 * 1.08
    low, value, high = ends(FLEETS["meta"], TAKEN, "2023")
    assert low < value < high < taken


def test_aws_took_0_12_litres_for_a_kilowatt_hour_of_it_in_2025():
    assert approx(0.12) == options(FLEETS["aws"], TAKEN)["2025"]


def test_aws_took_40_per_cent_less_water_in_2024_than_in_2021():  # AWS, sustainability page
    series = options(FLEETS["aws"], TAKEN)
    assert approx(0.40, abs=0.01) == 1 - series["2024"] / series["2021"]


def test_microsoft_took_39_per_cent_less_water_in_fiscal_2024_than_in_2021():  # Microsoft, December 2024
    series = options(FLEETS["microsoft"], TAKEN)
    assert approx(0.39, abs=0.01) == 1 - series["2024"] / series["2021"]


def test_google_s_electricity_grew_by_27_per_cent_in_2024():  # Google, 2025 Environmental Report
    series = options(FLEETS["google"], OF_FLEET)
    assert approx(0.27, abs=0.015) == series["2024"] / series["2023"] - 1


def test_google_s_electricity_grew_by_37_per_cent_in_2025():  # cloudnews.tech on the 2026 report
    series = options(FLEETS["google"], OF_FLEET)
    assert approx(0.37, abs=0.015) == series["2025"] / series["2024"] - 1


def test_meta_s_electricity_grew_by_34_per_cent_in_2023():  # hyperscalers.news
    series = options(FLEETS["meta"], OF_FLEET)
    assert approx(0.34, abs=0.01) == series["2023"] / series["2022"] - 1


def test_a_site_of_an_operator_is_told_as_a_share_of_its_fleet():
    found = estimate(annual_facility_energy="15 TWh", fleet="meta", year=2023)
    assert approx(15 / 14.98) == found["operator_share"].p50


def test_naming_a_fleet_does_not_give_a_site_the_fleet_s_energy():
    found = estimate(facility_capacity="1 GW", fleet="google", year=2024)
    assert found["annual_facility_energy"].p95 < 8.784


def test_an_operator_s_measured_pue_stands_before_that_of_a_climate():
    found = estimate(it_capacity="1 GW", fleet="google", year=2024, climate="1a", cooling="liquid-tower")
    assert approx(1.09) == found["pue"].p50


def test_an_operator_s_water_stands_before_that_of_a_climate():
    found = estimate(it_capacity="1 GW", fleet="aws", year=2025, climate="1a", cooling="liquid-tower")
    assert approx(0.12) == found["withdrawal_wue"].p50


# Sites


def test_there_are_at_least_twenty_sites_at_a_date():
    assert len(SITES) >= 20


@pytest.mark.parametrize("site", SITES)
def test_a_site_s_title_says_where_a_date_is_a_projection(site):
    assert (day(site) > COPIED.replace(day=1)) == SITES[site].title.endswith("projected")


@pytest.mark.parametrize("site", SITES)
def test_a_site_s_facility_draws_more_than_its_it_and_less_than_1_45_times_it(site):
    assert 1.15 < middle(SITES[site], "facility_capacity") / middle(SITES[site], "it_capacity") < 1.45


@pytest.mark.parametrize("site", SITES)
def test_an_h100_equivalent_takes_between_300_and_1500_watts_of_it(site):
    watts = middle(SITES[site], "it_capacity") * 1e6 / middle(SITES[site], "h100_equivalents")
    assert 300 < watts < 1500


@pytest.mark.parametrize("site", SITES)
def test_figures_of_a_site_that_prove_nothing_say_so(site):
    entry = SITES[site]
    quantities = ("facility_capacity", "compute_capex", "construction_capex")
    told_so = ("Identity, no evidence", "Three gas units")  # one site's facility power is that of its power plant
    found = [datum(entry, quantity) for quantity in quantities]
    assert [] == [told_of("an identity", each) for each in found if not each.because.startswith(told_so)]


@pytest.mark.parametrize("site", SITES)
def test_capex_of_a_site_is_its_it_power_at_the_author_s_unit_cost(site):
    for quantity, unit_cost in (("compute_capex", 26.113), ("construction_capex", 11.769)):  # MUSD of 2025 per MW
        assert approx(unit_cost, rel=6e-4) == middle(SITES[site], quantity) / middle(SITES[site], "it_capacity")


def test_colossus_of_september_2024_takes_139_megawatts_of_it_and_181_in_all():  # validation case V08
    found = estimate(site="colossus-1-2024-09")
    assert approx((139, 181)) == (found["it_capacity"].p50, found["facility_capacity"].p50)


def test_colossus_of_september_2024_gives_1390_watts_to_each_h100():
    assert approx(1390) == estimate(site="colossus-1-2024-09")["it_power_per_accelerator"].p50


def test_colossus_of_september_2024_agrees_with_h100s_and_with_the_prices_of_its_author():
    found = estimate(site="colossus-1-2024-09", accelerator="h100-sxm", cost="epoch-2026")
    assert not found.contradicts


def test_colossus_2_is_49_per_cent_above_the_gigawatt_that_was_announced():
    assert approx(1.49, abs=0.01) == middle(SITES["colossus-2-2026-05"], "facility_capacity") / 1000


def test_new_carlisle_of_march_2026_would_cost_34_5_billion_dollars():  # facts of May 2026, 34.47
    assert approx(34_470, rel=1e-3) == estimate(site="new-carlisle-2026-03")["capex"].p50


def test_a_fact_stands_before_the_figure_of_a_site():
    found = estimate(site="colossus-1-2024-09", it_capacity="150 MW")
    assert approx(150) == found["it_capacity"].p50


# Cities and cars


def test_there_are_at_least_six_cities():
    assert len(CITIES) >= 6


def test_two_gigawatts_all_year_are_a_third_of_new_york_city():
    found = estimate(average_facility_load="2 GW", city="new-york-city")
    assert approx(17.52 / 50, rel=1e-3) == found["city_share"].p50


@pytest.mark.parametrize(("city", "country"), [("london", "united-kingdom"), ("berlin", "germany")])
def test_a_capital_uses_less_than_a_sixth_of_its_country(city, country):
    share = middle(CITIES[city], "city_energy") / middle(LOADED.entries["countries"][country], "national_energy")
    assert 0.02 < share < 1 / 6


def test_an_electric_car_of_9_697_miles_a_year_takes_2_800_kilowatt_hours():  # US Department of Energy, fact 994
    (found,) = [found.options[""] for found in LOADED.assumptions if found.quantity == "electric_car_energy"]
    assert approx(2800) == found.value.parameters[1]


# Prices


def test_at_least_fifteen_countries_have_a_price_of_electricity():
    assert len(OF_COUNTRIES) >= 15


def test_every_region_of_the_united_states_has_a_price():
    assert [] == [told(key, "grids", key) for key in REGIONS if not datum(GRIDS[key], PRICE)]


@pytest.mark.parametrize("grid", [*OF_COUNTRIES, *REGIONS])
def test_the_dollars_of_a_price_have_a_year(grid):
    assert re.match(r"US dollars of (November )?202[45]\b", told_price(grid))


@pytest.mark.parametrize("grid", [key for key in OF_COUNTRIES if "EUR/MWh" in told_price(key)])
def test_a_price_in_euros_says_its_rate(grid):
    assert "1.08 USD a EUR" in told_price(grid)


def test_louisiana_s_industry_paid_5_61_cents_in_2024():  # EIA-861
    assert approx(56.1) == middle(GRIDS["us-miso-south"], PRICE)


def test_american_industry_paid_8_13_cents_in_2024():  # EIA-861
    assert approx(81.3) == middle(GRIDS["usa"], PRICE)


def test_britain_pays_more_than_three_times_what_america_pays():  # DESNZ and EIA, 2024
    assert middle(GRIDS["united-kingdom"], PRICE) > 3 * middle(GRIDS["usa"], PRICE)


def test_prices_stand_with_grids_so_that_a_country_beside_a_grid_adds_no_second_one():
    assert [] == [key for key, entry in LOADED.entries["countries"].items() if datum(entry, PRICE)]


def test_electricity_is_paid_where_the_grid_is_whatever_country_it_is_compared_with():
    # EIA-861: 5.61 cents of 2024, in dollars of any near year
    found = estimate(annual_grid_energy="1 TWh", grid="us-miso-south", country="france", cost="epoch-2026")
    assert approx(56.1, rel=0.05) == found["annual_electricity_cost"].p50


# Design days


@pytest.mark.parametrize("cooling", ["liquid", "liquid-tower", "liquid-dry", "economised-air", "chiller", "unstated"])
def test_no_site_evaporates_more_on_its_worst_day_than_heat_can_evaporate(cooling):
    # 3.6 MJ ÷ 2.43 MJ/kg for each kWh of heat, and 1.45 kWh of heat for each of IT
    (found,) = [found.options[cooling] for found in LOADED.assumptions if found.quantity == "peak_day_wue"]
    assert found.value.parameters[-1] < 3.6 / 2.43 * 1.45


def test_towers_take_most_water_on_a_design_day_and_chillers_least():
    (found,) = [found.options for found in LOADED.assumptions if found.quantity == "peak_day_wue"]
    towers, pads, dry = (found[key].value.parameters[1] for key in ("liquid-tower", "economised-air", "chiller"))
    assert dry < pads < towers
