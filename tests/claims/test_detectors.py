"""Errors that announcements make again and again: each published example is found, and no correct statement is."""

import re
from itertools import pairwise
from math import log
from pathlib import Path
from string import Formatter

import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.catalog import load_catalog
from estimator.catalog.detectors import FILE, Words, load_detectors

H100 = {"use": {"accelerator": "h100-sxm", "precision": "bf16"}}
DETECTORS = {detector.name: detector for detector in load_detectors()}


def said(value, *reads_as, **more):
    return {"value": value, "reads_as": list(reads_as), **more}


def checked(*claims, **scenario):
    return estimator.check({"title": "t", "claims": list(claims), **scenario})


def named(*claims, **scenario):
    """The names of the detectors that fire."""
    return {hit.name for hit in checked(*claims, **scenario).detectors}


def found(name, *claims, **scenario):
    """What one detector found, once."""
    (hit,) = [hit for hit in checked(*claims, **scenario).detectors if hit.name == name]
    return hit


def quoted(quote, **more):
    """The names of the detectors that fire on words, beside a statement in which nothing is wrong."""
    return named(
        said("1 GW", "facility_capacity"), {"value": "1 MW", "about": "something else", "quote": quote, **more}
    )


# E1, scopes: a site of 2 GW and a fleet of 1.3 million (Meta, January 2025, as tweaktown and others merged them)

SYSTEMS = {"site": {}, "added": {}, "fleet": {"use": {"accelerator": "h100-sxm"}}}
SITE = said("2 GW", "site.facility_capacity", id="power")
ADDED = said("1 GW", "added.it_capacity", id="power")
FLEET = said("1.3 M accelerators", "fleet.accelerators", id="gpus")


def test_a_site_and_a_fleet_are_kept_apart():
    assert ("power", "gpus") == found("mixed-scopes", SITE, FLEET, systems=SYSTEMS).claims


def test_a_year_and_a_stock_are_2_times_apart_or_more():
    # 1.3 M × 700 W × 1.82 × 1.14 = 1.89 GW of IT
    assert approx(1.85, rel=0.1) == found("mixed-scopes", ADDED, FLEET, systems=SYSTEMS).factor


def test_a_count_of_the_same_site_is_not_kept_apart():
    one = {"site": {"use": {"accelerator": "h100-sxm"}}}
    assert "mixed-scopes" not in named(SITE, said("1.3 M accelerators", "site.accelerators"), systems=one)


# E2, units of power and of energy


@pytest.mark.parametrize(
    "quote",
    [
        "une consommation annuelle allant jusqu'à 4 gigawatts",  # LeMagIT
        "10,000 kilowatts in a year",  # ask.com
        "consomme 4 GW par an",
        "uses 300 MW of electricity per year",
    ],
)
def test_an_energy_of_a_year_has_no_unit_of_power(quote):
    assert {"energy-with-a-unit-of-power"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "une consommation électrique maximale de 54917 MWh",  # fournisseurs-electricite.com
        "P = Power Consumed by the computational infrastructure: quantified as kilowatt-hours.",  # mlco2/codecarbon#455
        "une puissance de 300 MWh",
        "a new 100 MWh data center",
    ],
)
def test_a_power_has_no_unit_of_energy(quote):
    assert {"power-with-a-unit-of-energy"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "0.34 watt par seconde",  # 411answers
        "kiloWatts/hour",  # opendcim/openDCIM#369
        "50 kW per hour",
        "20 mégawatts par heure",
    ],
)
def test_a_watt_is_a_rate_already(quote):
    assert {"power-per-time"} == quoted(quote)


# E3, prefixes and periods


def slip(*claims, **scenario):
    return found("slipped-prefix-or-period", *claims, **scenario)


def test_450_mwh_of_france_are_two_prefixes_short():
    # voltadom.net: France "450 MWh"; 450 TWh are 51 GW on average
    hit = slip(said("450 MWh", "annual_facility_energy"), said("51 GW", "average_facility_load"))
    assert (1e-6, True, True) == (hit.factor, "×1,000,000" in hit.message, "450 TWh" in hit.message)


@pytest.mark.parametrize(
    ("energy", "factor", "right"),
    [("10 GWh", "×1,000", "10 TWh"), ("24 GWh", "×365", "8.76 TWh"), ("1.1 GWh", "×8,760", "9.64 TWh")],
    ids=["prefix", "day", "hour"],
)
def test_the_factor_that_would_fix_it_is_named(energy, factor, right):
    hit = slip(said("2 GW", "facility_capacity"), said(energy, "annual_facility_energy"))
    assert (True, True) == (factor in hit.message, right in hit.message)


def test_a_slip_upwards_is_named_too():
    assert 1000 == slip(said("9 TWh", "annual_facility_energy"), said("2 MW", "facility_capacity")).factor


def test_a_slip_between_two_statements_is_told_once_and_names_both():
    hit = slip(said("2 GW", "facility_capacity"), said("10 GWh", "annual_facility_energy"))
    assert ("claim-1", "claim-2") == hit.claims


def test_an_energy_that_agrees_has_no_slip():
    assert set() == named(said("2 GW", "facility_capacity"), said("10 TWh", "annual_facility_energy"))


def test_a_factor_of_ten_is_no_slip_that_people_make():
    claims = said("2 GW", "facility_capacity"), said("90 TWh", "annual_facility_energy")
    assert "slipped-prefix-or-period" not in named(*claims)


def test_gallons_for_litres_are_tried_where_there_is_a_volume():
    gallons = [one for one in DETECTORS["slipped-prefix-or-period"].factors if "gallons" in one.name]
    assert [(3.785, ("L", "L/kWh"))] == [(one.factor, one.units) for one in gallons]


def test_gallons_for_litres_are_not_tried_on_energy():
    # 10 TWh ÷ 3.785
    claims = said("2 GW", "facility_capacity"), said("38 TWh", "annual_facility_energy")
    assert "slipped-prefix-or-period" not in named(*claims)


def test_water_for_each_megawatt_hour_is_a_thousandth():
    # Enerzine, of Meta
    assert {"water-per-megawatt-hour"} == quoted("un WUE de 0,20 litre par mégawattheure")


def test_68_billion_gallons_a_day_are_those_of_a_year():
    # parallect.ai
    assert {"water-of-a-year-in-a-day"} == quoted("68 billion gallons per day")


# E4, the design power of chips


def test_8_gw_over_11_4_million_h100s_is_the_power_of_chips_alone():
    # pranoytez: 8 GW ÷ 700 W
    hit = found("chip-power-as-site-power", said("8 GW", "facility_capacity"), said("11.4 M", "accelerators"), **H100)
    assert approx(8e9 / 11.4e6 / 700) == hit.factor


@pytest.mark.parametrize(("count", "name"), [("1.3 M", True), ("1 M", False)], ids=["769 W", "1,000 W"])
def test_1_gw_and_1_3_million_h100s_is_the_power_of_chips_alone(count, name):
    # users.md, seed cases: 769 W is to be flagged
    names = named(said("1 GW", "facility_capacity"), said(count, "accelerators"), **H100)
    assert name == ("chip-power-as-site-power" in names)


@pytest.mark.parametrize(("power", "name"), [("770 MW", True), ("840 MW", False)])
def test_it_power_of_a_tenth_more_is_that_of_chips_alone(power, name):
    names = named(said(power, "it_capacity"), said("1 M", "accelerators"), **H100)
    assert name == ("it-power-of-packages-alone" in names)


def test_the_same_as_it_power_leaves_out_servers():
    assert "it-power-of-packages-alone" in named(said("8 GW", "it_capacity"), said("11.4 M", "accelerators"), **H100)


def test_the_design_power_as_the_text_has_it_counts():
    claims = (
        said("8 GW", "facility_capacity"),
        said("11.4 M", "accelerators"),
        said("700 W/accelerator", "accelerator_tdp"),
    )
    assert "chip-power-as-site-power" in named(*claims)


@pytest.mark.parametrize("quantity", ["accelerator_capacity", "server_capacity"])
def test_power_of_the_chips_that_is_called_so_is_right(quantity):
    power = {"accelerator_capacity": "8 GW", "server_capacity": "14.5 GW"}[quantity]
    assert set() == named(said(power, quantity), said("11.4 M", "accelerators"), **H100)


def test_1452_w_for_each_h100_are_right():
    # Epoch's ladder: 700 W × 1.82 × 1.14 of IT
    assert set() == named(said("1.452 GW", "it_capacity"), said("1 M", "accelerators"), **H100)


def test_nine_tenths_of_what_the_packages_take_is_the_power_of_chips_alone():
    names = named(said("630 MW", "facility_capacity"), said("1 M", "accelerators"), **H100)
    assert names & {"chip-power-as-site-power", "less-power-than-the-packages"} == {"chip-power-as-site-power"}


def test_1_gw_and_1_3_million_gb200s_are_less_than_the_packages_take():
    claims = said("1 GW", "facility_capacity"), said("1.3 M", "accelerators")
    hit = found("less-power-than-the-packages", *claims, use={"accelerator": "gb200"})
    assert approx(769 / 1200, rel=1e-3) == hit.factor


def test_servers_counted_as_accelerators_are_out_of_band():
    # 10.2 kW a server of eight, with its share of the facility
    claims = said("1.45 GW", "facility_capacity"), said("100 k", "accelerators")
    assert {"power-per-accelerator-out-of-band"} == named(*claims)


def test_10_gw_and_4_5_million_gpus_are_within_the_band():
    # Huang, September 2025: 2.0 to 2.5 kW each
    assert set() == named(said("10 GW", "facility_capacity"), said("4.5 M", "accelerators"))


# E5 to E7, nameplate, PUE and load


def energy_of(power, energy, quantity="facility_capacity"):
    return named(said(power, quantity), said(energy, "annual_facility_energy"))


def test_nameplate_in_every_hour_of_the_year_is_no_draw():
    assert {"nameplate-as-constant-draw"} == energy_of("2 GW", "17.52 TWh")


@pytest.mark.parametrize(("energy", "name"), [("16.82 TWh", True), ("15.1 TWh", False)], ids=["0.96", "0.86"])
def test_the_planning_figure_of_utilities_is_nearly_nameplate_and_that_of_e3_is_not(energy, name):
    assert name == ("nameplate-as-constant-draw" in energy_of("2 GW", energy))


@pytest.mark.parametrize(("energy", "name"), [("3 TWh", True), ("4 TWh", False)], ids=["0.17", "0.23"])
def test_less_than_a_fifth_stands_idle(energy, name):
    assert name == ("load-factor-out-of-the-ordinary" in energy_of("2 GW", energy))


@pytest.mark.parametrize(("energy", "name"), [("135 TWh", True), ("150 TWh", False)], ids=["1.54", "1.71"])
def test_no_pue_of_today_is_1_7(energy, name):
    assert name == ("pue-twice" in energy_of("10 GW", energy))


def test_a_pue_of_1_04_is_a_good_one():
    # AWS names sites down to 1.04
    claims = said("10.4 TWh", "annual_facility_energy"), said("10 TWh", "annual_it_energy")
    assert "pue-not-at-all" not in named(*claims)


def test_it_at_full_power_all_year_is_none_either():
    assert {"nameplate-as-constant-draw"} == named(said("1 GW", "it_capacity"), said("8.76 TWh", "annual_it_energy"))


def test_the_average_in_every_hour_of_the_year_is_right():
    assert set() == energy_of("2 GW", "17.52 TWh", "average_facility_load")


@pytest.mark.parametrize("energy", ["8.76 TWh", "10 TWh"])
def test_a_load_factor_of_half_is_right(energy):
    assert set() == energy_of("2 GW", energy)


def test_10_gw_are_multiplied_by_a_pue_of_1_2_twice():
    # designmusketeer: 10 GW × 8,760 h × 1.2 = 105 TWh
    hit = found("pue-twice", said("10 GW", "facility_capacity"), said("105 TWh", "annual_facility_energy"))
    assert approx(1.2, rel=2e-3) == hit.factor


def test_a_pue_of_1_2_on_it_is_applied_once():
    # 10 GW of IT at 0.6 × 8,760 h × 1.12
    assert set() == energy_of("10 GW", "59 TWh", "it_capacity")


def test_an_average_of_it_with_its_pue_is_right():
    claims = said("8 GW", "average_it_load"), said("1.2", "pue"), said("84.1 TWh", "annual_facility_energy")
    assert set() == named(*claims)


@pytest.mark.parametrize("energy", ["105 TWh", "120 TWh"])
def test_more_than_full_power_is_impossible_too(energy):
    assert "implied-load-above-nameplate" in energy_of("10 GW", energy)


def test_a_facility_that_takes_no_more_than_its_it_has_no_cooling():
    assert {"pue-not-at-all"} == named(said("2 GW", "facility_capacity"), said("2 GW", "it_capacity"))


def test_energy_of_it_as_that_of_the_facility_has_no_cooling():
    # mlco2/codecarbon#1320: PUE on one figure and not on the other
    claims = said("10 TWh", "annual_facility_energy"), said("10 TWh", "annual_it_energy")
    assert {"pue-not-at-all"} == named(*claims)


@pytest.mark.parametrize("it", ["1.6 GW", "1.7 GW"])
def test_a_facility_that_cools_its_it_is_right(it):
    assert set() == named(said("2 GW", "facility_capacity"), said(it, "it_capacity"))


@pytest.mark.parametrize(("power", "load"), [("9 GW", 1.015), ("8 GW", 1.142), ("0.45 GW", 20.29)])
def test_80_twh_are_more_than_such_sites_can_draw(power, load):
    # fournisseur-energie.com
    claims = said(power, "facility_capacity"), said("80 TWh", "annual_facility_energy")
    assert approx(load, rel=1e-3) == found("implied-load-above-nameplate", *claims).factor


def test_more_than_the_peak_on_average_is_impossible_too():
    assert "implied-load-above-nameplate" in energy_of("8 GW", "80 TWh", "facility_peak_demand")


def test_15_gw_reserved_and_11_twh_stand_idle():
    # RTE, January 2026: 8 % of what is reserved
    claims = said("15 GW", "facility_capacity"), said("11 TWh", "annual_facility_energy")
    assert approx(0.084, rel=0.01) == found("load-factor-out-of-the-ordinary", *claims).factor


def test_a_third_figure_that_agrees_with_one_hides_no_error():
    claims = said("8 GW", "facility_capacity"), said("5 GW", "average_facility_load")
    assert "implied-load-above-nameplate" in named(*claims, said("80 TWh", "annual_facility_energy"))


# E8 and E9, reactors and homes


@pytest.mark.parametrize(
    "quote",
    [
        "soit l'équivalent d'un réacteur nucléaire",  # Next and Révolution Énergétique, of 1.4 GW
        "soit quasiment la moitié de la production d’un réacteur nucléaire",  # lagazettefrance.fr, of 1 GW
        "roughly the output of five nuclear reactors",
        "as much power as a nuclear plant",
        "two nuclear reactors' worth of electricity",
        "1,000 MW: the output of a typical nuclear reactor",  # datacenterobserver.vercel.app
    ],
)
def test_a_reactor_without_a_type_says_nothing(quote):
    assert {"reactor-without-type"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "2 GW d'énergie, soit tout de même l'équivalent de 2 réacteurs nucléaires de type EPR",  # of Meta
        "0,9 GW, soit la puissance d'un réacteur de Gravelines",  # adddouchy.blogspot
    ],
)
def test_a_reactor_without_a_capacity_factor_says_half(quote):
    assert {"reactor-without-capacity-factor"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "14 TWh a year, as much as 1.2 EPRs deliver at a capacity factor of 0.8",
        "en énergie, l'équivalent d'un EPR à un facteur de charge de 74 %",
        "Amazon buys 960 MW from the Susquehanna nuclear plant",
        "Microsoft will restart a nuclear reactor at Three Mile Island",
        "le site est à 3 km de la centrale nucléaire",
        "EDF revoit à la baisse la puissance de l'EPR de Flamanville",  # energynews.pro
    ],
)
def test_a_reactor_with_its_type_and_factor_and_one_that_sells_are_right(quote):
    assert set() == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "360 MW, enough to power 90,000 homes",
        "la consommation de 825 000 foyers",
        "enough electricity to supply a city of 1 million people",
        "de quoi alimenter 2,9 millions de logements",
        "un centre de données de 100 mégawatts peut consommer autant d'électricité que 100 000 ménages",  # IEA
        "l'équivalent de la consommation de deux millions de foyers",  # the same
    ],
)
def test_homes_without_a_basis_say_nothing(quote):
    assert {"households-without-basis"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "as much as 825,000 US homes of 10,500 kWh in 2023",
        "la consommation de 400 000 foyers français à 4 770 kWh par an, tous usages",
        "The line passes 200 homes on its way to the power station",
        "waste heat will warm 5,000 homes",
        "2,4 TWh, soit la consommation annuelle moyenne d'environ 500 000 foyers français",  # iactu.info, of Arcep
    ],
)
def test_homes_with_a_basis_and_neighbours_are_right(quote):
    assert set() == quoted(quote)


# E10, kinds of water


@pytest.mark.parametrize(
    "quote",
    [
        "660 million gallons of water a day for cooling",  # datacentres.com
        "3 to 7 million gallons a month for cooling",  # the same page
        "deux millions de litres d'eau par jour",
    ],
)
def test_water_of_no_kind_says_nothing(quote):
    assert {"kinds-of-water-merged"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "17.4 billion gallons of water directly and 211 billion indirectly, through power plants, in 2023",  # LBNL
        "The site withdrew 2.1 million m³ of water and returned 1.4 million",
        "un prélèvement d'eau de 300 000 m3 par an",
        "681 000 m³ d'eau en direct, 6 millions en comptant la consommation indirecte",  # iactu.info, of Arcep
        "un WUE de 0,20 litre par kWh",
        "15,000 gallons of diesel",
        "un WUE de 200 litres par mégawattheure",
    ],
)
def test_water_of_one_kind_is_right(quote):
    assert set() == quoted(quote)


# E11, sparse rates

SPARSE = said("1979 TFLOP/s/accelerator", "accelerator_peak_rate")


def test_1979_teraflops_of_an_h100_are_sparse():
    # SemiAnalysis, "Jensen math"
    assert approx(2, rel=1e-3) == found("sparse-as-dense", SPARSE, **H100).factor


def test_a_cluster_that_is_counted_in_sparse_rates_is_found_by_its_sum():
    # users.md, seed cases: 1.3 M H100s
    claims = said("1.3 M", "accelerators"), said("2.57e21 FLOP/s", "peak_compute_rate")
    assert {"sparse-as-dense"} == named(*claims, **H100)


def test_fp8_with_sparsity_is_four_times_dense_bf16():
    # users.md, seed cases
    claims = said("1.3 M", "accelerators"), said("5.15e21 FLOP/s", "peak_compute_rate")
    assert {"sparse-at-half-the-bits"} == named(*claims, **H100)


def test_1979_teraflops_in_fp8_are_dense():
    assert set() == named(SPARSE, use={"accelerator": "h100-sxm", "precision": "fp8"})


def test_989_teraflops_are_dense():
    assert set() == named(said("1.3 M", "accelerators"), said("1.29e21 FLOP/s", "peak_compute_rate"), **H100)


# E12, units, equivalents and dies


@pytest.mark.parametrize("quote", ["almost 600,000 H100s equivalents of compute", "600k H100e", "144 GPU dies a rack"])
def test_equivalents_are_no_units(quote):
    # Meta, January 2024, corrected by DCD
    assert {"equivalents-read-as-units"} == named(said("600 k", "accelerators", quote=quote), **H100)


def test_equivalents_that_are_read_as_such_are_right():
    assert set() == named(said("600 k H100e", "h100_equivalents", quote="600,000 H100 equivalents"), **H100)


def test_units_that_are_called_so_are_right():
    assert set() == named(said("350 k", "accelerators", quote="350,000 H100 GPUs"), **H100)


def test_2_5_times_too_many_gb200s_may_be_h100_equivalents():
    claims = said("1 GW", "facility_capacity"), said("0.97 M", "accelerators")
    hit = found("h100-equivalents-as-units", *claims, use={"accelerator": "gb200"})
    assert approx(2.5, rel=0.02) == hit.factor


def test_too_few_gb200s_are_no_h100_equivalents():
    claims = said("1 GW", "facility_capacity"), said("155 k", "accelerators")
    assert "h100-equivalents-as-units" not in named(*claims, use={"accelerator": "gb200"})


def test_10_gw_of_rubins_are_4_5_million_dies():
    # Huang, September 2025
    claims = said("10 GW", "facility_capacity"), said("4 M..5 M accelerators", "accelerators")
    assert 2 == found("dies-as-units", *claims, use={"accelerator": "rubin"}).factor


def test_half_as_many_as_the_rest_implies_are_no_dies():
    claims = said("10 GW", "facility_capacity"), said("1 M", "accelerators")
    assert "dies-as-units" not in named(*claims, use={"accelerator": "rubin"})


def test_an_h100_has_one_die_and_is_one_equivalent():
    names = named(said("2 GW", "facility_capacity"), said("2.3 M", "accelerators"), **H100)
    assert not names & {"dies-as-units", "h100-equivalents-as-units"}


def test_accelerators_of_two_dies_are_in_the_catalog():
    known = load_catalog().entries["accelerators"]
    entries = [entry.removeprefix("accelerators/") for entry in DETECTORS["dies-as-units"].entries]
    assert [] == [entry for entry in entries if entry not in known]


# E13, money


# E13, scopes of money: Fouju, 1.4 GW for 8.5 billion euros (Le Monde) or 50 (Next)


def fouju(amount, reads_as):
    return named(said("1.4 GW", "facility_capacity"), said(amount, reads_as), use={"prices": "USD2025"})


def test_the_price_of_buildings_is_told_from_that_of_sites():
    assert {"price-of-a-building-as-of-a-site"} == fouju("8.5 bn EUR2025", "capex")
    power = said("1.1 GW", "it_capacity")
    site = named(power, said("50 bn EUR2025", "construction_capex"), use={"prices": "USD2025"})
    assert {"price-of-a-site-as-of-a-building"} == site


def test_either_price_is_right_in_its_own_scope():
    assert set() == fouju("50 bn EUR2025", "capex") | fouju("11 bn EUR2025", "construction_capex")


@pytest.mark.parametrize(
    "quote",
    [
        "un campus de 50 milliards d'euros",  # Next, of Fouju
        "un investissement de 8,5 milliards d’euros",  # Le Monde, of the same
        "the $200bn Hyperion campus",
        "US$10 billion",
        "$7.5B in investment",  # aimmediahouse.com, of Jasper Parish
        "27–29 bn USD",
    ],
)
def test_money_without_scope_says_nothing(quote):
    assert {"money-without-scope"} == quoted(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "$34.9 billion of capital expenditures in the quarter, including finance leases",
        "8,5 milliards d'euros pour la construction des bâtiments",
        "$27 billion of financing for the shell",
        "0.08 dollars for each kWh",
        "~$80bn FY2025",
    ],
)
def test_money_with_scope_or_period_is_right(quote):
    assert set() == quoted(quote)


def test_what_the_file_says_a_sum_is_for_counts():
    quote = "50 milliards d'euros d'investissements"
    assert set() == quoted(quote, about="all that is to be invested in the campus, computers included")


# E17 and E19, what is announced, and who produces


@pytest.mark.parametrize(
    "quote",
    [
        "15 000 MW réservés pour des centres de données",  # e-voltaire.fr
        "90 GW of requests from data centres",
        "10 GW announced so far",
    ],
)
def test_what_is_reserved_is_not_what_is_drawn(quote):
    assert {"announced-as-operating"} == named(said("15 GW", "average_facility_load", quote=quote))


def test_what_is_reserved_can_be_read_as_such():
    claim = said("15 GW", "connection_capacity", quote="15 000 MW réservés pour des centres de données")
    assert set() == named(claim)


def test_what_is_drawn_is_drawn():
    quote = "Of 15 GW reserved, 1.3 GW are drawn on average"
    assert set() == named(said("1.3 GW", "average_facility_load", quote=quote))


@pytest.mark.parametrize(
    "quote",
    [
        "A 20 MW data center produces 20,000 kW",  # aterio.io
        "Le centre de données produit 20 MW",
    ],
)
def test_a_data_centre_produces_no_power(quote):
    assert {"power-produced"} == quoted(quote)


# Correct statements, in which nothing is wrong


@pytest.mark.parametrize(
    "quote",
    [
        "The campus will draw 1.4 GW at peak and use 8 TWh a year",
        "A capacity of 2 GW and a consumption of 14 TWh per year",
        "Microsoft added over 2 GW of new capacity in a year",
        "an average annual load of 1.2 GW",
        "We add 1 GW a year",
        "annual energy demand with a peak of 2 GW",
        "A data center generating 20 MW with gas turbines",
        "We'll bring online ~1GW of compute in '25",
        "U.S. data centers consumed 176 TWh in 2023, 4.4 % of electricity",
        "a battery of 400 MWh with a maximum power of 100 MW",
        "The data center's on-site gas turbines produce 300 MW",
        "the grid can follow a ramp of 50 MW per hour",
        "up to a maximum of 5 TWh a year",
        "Meta used 14,975 GWh of electricity in 2023",
        "more than 1.3 million GPUs by the end of the year",
        "one year ago the site took 300 MW, and it takes 500 MW a year later",
        "the data center produces 20 MW of heat",
        "power prices of 80 euros per MWh",
        "une puissance de raccordement de 1 400 MW, pour environ 8 TWh par an",
        "la consommation annuelle est de 10 TWh, soit 1,2 GW en moyenne",
        "RTE prévoit 15 à 20 TWh en 2030",
        "la puissance appelée atteint 120 MW en pointe",
        "une puissance de 100 MW, soit 700 GWh par an",
        "un centre de données équipé de panneaux solaires produisant 3 MW",
        "une consommation maximale de 5 TWh en 2030",
        "un taux de charge de 60 %",
        "un PUE de 1,2 sur l’année 2024",
        "500 MW de capacité informatique dès 2027",
    ],
)
def test_a_correct_statement_is_no_error(quote):
    assert set() == quoted(quote)


SCENARIOS = sorted((Path(estimator.__file__).parents[1] / "scenarios").glob("*.yaml"))
EXPECTED = {
    "amazon-2024": {"money-without-scope"},
    "colossus-2-gb200s": set(),
    "french-requests-80-twh": {"implied-load-above-nameplate", "pue-twice"},
    "gpus-of-10-gigawatts": {"chip-power-as-site-power"},
    "h100s-of-8-gigawatts": {"chip-power-as-site-power"},
    "meta-2025": {"mixed-scopes", "reactor-without-capacity-factor"},
    "microsoft-fy2025": {"money-without-scope"},
    "one-reactor-of-1400-megawatts": {"reactor-without-type"},
    "stargate-2025": {"mixed-scopes", "money-without-scope"},
}


@pytest.mark.parametrize(
    "path", [path for path in SCENARIOS if "reads_as" in path.read_text("utf-8")], ids=lambda p: p.stem
)
def test_shipped_announcements_have_the_errors_that_they_are_shown_for(path):
    assert EXPECTED.get(path.stem, set()) == {hit.name for hit in estimator.check(path).detectors}


# What is told


def test_an_error_of_several_readings_is_told_once():
    power = said("8 GW", "facility_capacity", "facility_peak_demand", "average_facility_load")
    hits = checked(power, said("80 TWh", "annual_facility_energy")).detectors
    assert ["implied-load-above-nameplate", "pue-twice"] == [hit.name for hit in hits]


def test_an_error_between_two_claims_is_not_told_of_three():
    power = said("8 GW", "facility_capacity", "it_capacity")
    claims = power, said("80 TWh", "annual_facility_energy"), said("1.2", "peak_pue")
    hits = [hit for hit in checked(*claims).detectors if hit.name == "implied-load-above-nameplate"]
    assert [("claim-1", "claim-2")] == [hit.claims for hit in hits]


def test_claims_are_named_with_value_and_reading():
    power = said("8 GW", "facility_capacity", id="requests")
    hit = found("implied-load-above-nameplate", power, said("80 TWh", "annual_facility_energy", id="energy"))
    assert hit.message.startswith("requests 8 GW as facility_capacity and energy 80 TWh as annual_facility_energy:")


def test_words_are_shown_as_they_were_written():
    quote = "une consommation annuelle allant jusqu’à 4 gigawatts"
    hit = found("energy-with-a-unit-of-power", said("4 GW", "facility_capacity", id="power", quote=quote))
    assert hit.message.startswith(
        "power 4 GW as facility_capacity (“une consommation annuelle allant jusqu'à 4 gigawatts”)"
    )


def test_of_a_long_quotation_what_was_found_is_shown():
    quote = "word " * 500 + "0.34 watt par seconde" + " word" * 500
    message = found("power-per-time", said("1 W", "facility_capacity", quote=quote)).message
    assert ("0.34 watt par seconde" in message, len(message) < 400) == (True, True)


def test_what_two_claims_quote_is_told_once():
    power = said("2 GW", "facility_capacity", quote="2 GW, soit l'équivalent de 2 réacteurs nucléaires")
    reactors = said("2 reactors", "reactors_by_capacity", quote="2 GW, soit l'équivalent de 2 réacteurs nucléaires")
    assert ("claim-1",) == found("reactor-without-type", power, reactors, use={"reactor": "epr"}).claims


def test_the_quotation_of_a_fact_counts_too():
    fact = {"facility_capacity": {"value": "1 GW", "quote": "as much as a nuclear reactor"}}
    assert {"reactor-without-type"} == named(said("0.8 GW", "it_capacity"), given=fact)


def test_any_apostrophe_and_any_space_will_do():
    assert {"money-without-scope"} == quoted("50\u202fmilliards\u00a0d’euros")


def test_a_limit_is_no_value():
    assert set() == named(said(">= 8 GW", "facility_capacity"), said("80 TWh", "annual_facility_energy"))


PARTS = dict.fromkeys(("claims", "quantity", "value", "known", "implied", "factor", "right", "finding"), "x")


@pytest.mark.parametrize("detector", DETECTORS.values(), ids=DETECTORS)
def test_a_message_is_one_sentence_that_can_be_filled(detector):
    filled = detector.message.format(**PARTS)
    assert (None, False, True) == (re.search(r"[.?!] ", filled), filled.endswith("."), len(filled) < 240)


@pytest.mark.parametrize("detector", DETECTORS.values(), ids=DETECTORS)
def test_a_message_says_which_claims_and_uses_only_the_parts_of_its_pattern(detector):
    parts = {part for _, part, _, _ in Formatter().parse(detector.message) if part}
    assert (True, set()) == (bool(parts & {"claims", "finding"}), parts - set(detector.parts))


@pytest.mark.parametrize("detector", DETECTORS.values(), ids=DETECTORS)
def test_every_detector_says_why_in_a_sentence(detector):
    assert (True, True) == (detector.because.endswith("."), len(detector.because) < 140)


# Quotations of any length

LONG = 10_000
WORDY = [detector for detector in DETECTORS.values() if isinstance(detector, Words)]
TEDIOUS = {
    "digits": "1" * LONG,
    "digits and spaces": "1 " * (LONG // 2),
    "points": "1." * (LONG // 2),
    "letters": "a" * LONG,
    "spaces": " " * LONG,
    "power": "puissance " * (LONG // 10),
    "powers": "1 GW " * (LONG // 5),
    "energies": "max 1 " * (LONG // 6),
    "data centres": "data center a b " * (LONG // 16),
    "reactors": "equivalent as much x as " * (LONG // 24),
    "homes": "power 1 million a b " * (LONG // 20),
    "years": "annual consumption " * (LONG // 19),
    "money": "$1 " * (LONG // 3),
    "gallons": "1 billion gallons a " * (LONG // 20),
}


@pytest.mark.parametrize("text", TEDIOUS.values(), ids=TEDIOUS)
def test_10_000_characters_are_read_to_their_end(text, ending):
    expressions = [one for detector in WORDY for one in (*detector.words, *detector.also, *detector.unless)]
    for expression in expressions:
        re.search(expression, text, re.IGNORECASE)


@pytest.mark.parametrize("detector", WORDY, ids=lambda detector: detector.name)
def test_nothing_in_an_expression_repeats_without_an_end_but_the_letters_of_a_word(detector):
    expressions = " ".join((*detector.words, *detector.also, *detector.unless))
    assert [] == re.findall(r"(?<!\\w)(?<!\\)[*+]|\{\d+,\}", expressions)


# The file


def test_the_file_names_each_detector_once_and_in_words():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name) for name in DETECTORS)


def test_slips_are_far_enough_from_each_other_to_be_told_apart():
    for detector in DETECTORS.values():
        sizes = sorted(one.factor for one in getattr(detector, "factors", ()) if isinstance(one.factor, float))
        assert all(log(larger / smaller) > 0.9 for smaller, larger in pairwise(sizes))


MISTAKES = {
    "key": ("    above: 1.005\n", "    abov: 1.005\n", "abov: is not known here; did you mean above?"),
    "quantity": (
        "[peak_pue, pue]",
        "[peak_pu, pue]",
        "pue-not-at-all: quantities: peak_pu is not a quantity; did you mean peak_pue?",
    ),
    "over": ("over: accelerator_tdp", "over: accelerator_power", "over: accelerator_power is not a quantity"),
    "factor": ("factor: h100_equivalents_per_accelerator", "factor: h100s", "factors: h100s is not a quantity"),
    "reading": ("reads_as: [accelerators]", "reads_as: [gpus]", "reads_as: gpus is not a quantity"),
    "expression": ("[ramp\\w*,", "['ramp(',", "unless: 'ramp(' is no regular expression"),
    "term": ("also: [<reactor-type>]", "also: [<reactor-kind>]", "also: <reactor-kind> is no term of this file"),
    "unit": ("units: [L, L/kWh]", "units: [L, gallon]", "factors: gallon is no unit"),
    "part": ("{factor} would explain the gap", "{slip} would explain the gap", "message has no part {slip} to show"),
    "brace": ("{factor} would explain the gap", "{factor would explain the gap", "message cannot be filled"),
    "pattern": ("pattern: apart", "pattern: aprt", "mixed-scopes: pattern should be one of value, ratio, slip"),
    "list": ("reads_as: [accelerators]", "reads_as: accelerators", "reads_as: input should be a valid tuple"),
    "section": ("\nterms:", "\nwords:", "words: is not known here"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_the_file_is_told_with_its_line(right, wrong, message, tmp_path):
    text = FILE.read_text("utf-8")
    before, _, after = text.partition(right)
    copy = tmp_path / "detectors.yaml"
    copy.write_text(before + wrong + after, "utf-8")
    with pytest.raises(EstimatorError) as problem:
        load_detectors(copy)
    line = before.count("\n") + 1 + wrong.startswith("\n")
    told = [one for one in problem.value.problems if message in one.message]
    assert [(str(copy), True)] == [(one.file, line - 1 <= one.line <= line) for one in told]


def test_all_mistakes_are_told_at_once(tmp_path):
    copy = tmp_path / "detectors.yaml"
    text = FILE.read_text("utf-8").replace("    above: 1.005\n", "    abov: 1.005\n", 1)
    copy.write_text(text.replace("[peak_pue, pue]", "[peak_pu, pue]"), "utf-8")
    with pytest.raises(EstimatorError) as problem:
        load_detectors(copy)
    assert 3 == len(problem.value.problems)  # the key, the one that is missing now, and the quantity


def test_a_file_that_is_no_map_is_refused(tmp_path):
    copy = tmp_path / "detectors.yaml"
    copy.write_text("- a\n", "utf-8")
    with pytest.raises(EstimatorError, match="dictionary"):
        load_detectors(copy)


def test_no_detector_is_named_in_python():
    package = Path(estimator.__file__).parent
    source = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    assert [] == [name for name in DETECTORS if name in source]
