"""Reactors and fleets against what they really delivered."""

import re
from calendar import isleap

import pytest
from pytest import approx

from estimator import evaluate
from estimator.runs import solved
from estimator.scenario import scenario_from

from .entries import LOADED, REACTORS, datum, earliest, ends, latest, middle, note, options, told

NET_POWER, FACTOR, AVAILABILITY = "reactor_net_power", "reactor_capacity_factor", "reactor_availability"
ENERGY, FLEET_ENERGY = "reactor_annual_energy", "reactor_fleet_annual_energy"
FLEET_CAPACITY = "reactor_fleet_capacity"
YEARS = [
    (key, year)
    for key, entry in REACTORS.items()
    for year in sorted(options(entry, ENERGY) | options(entry, FLEET_ENERGY) | options(entry, FACTOR))
    if year.isdigit()
]
"""Every year for which a unit or a fleet has a record."""


def told_of(message, key, *path):
    """A message about a reactor's figure, behind its file and line."""
    return told(f"{key}: {message}", "reactors", key, "figures", *path)


def long_run(entry, quantity):
    """The ends of a figure where no year is stated."""
    return ends(entry, quantity) or ends(entry, quantity, "unstated")


def factor_of(key, year):
    """The capacity factor of a year on record: printed, or from energy, power and the hours of that year."""
    entry = REACTORS[key]
    for energy, power in ((ENERGY, NET_POWER), (FLEET_ENERGY, FLEET_CAPACITY)):
        if datum(entry, energy, year):
            known = {name: written(entry, name, year) for name in (energy, power)}
            return evaluate(FACTOR, operating_year=f"{8784 if isleap(int(year)) else 8760} h", **known).magnitude
    return middle(entry, FACTOR, year)


def written(entry, quantity, year):
    """A figure of a year, or of the long run, as text with its unit."""
    option = next(option for option in (year, "", "unstated") if datum(entry, quantity, option))
    return f"{middle(entry, quantity, option)} {datum(entry, quantity, option).dimension.unit}"


def factor_by_scenario(key, year):
    """What a scenario of that year takes for the capacity factor."""
    scenario = scenario_from({"title": "A year", "year": year, "use": {"reactor": key}}, needs_facts=False)
    return solved(scenario)[FACTOR]


# What every entry has


def test_every_reactor_has_a_net_power():
    assert [] == [told(key, "reactors", key) for key, entry in REACTORS.items() if not long_run(entry, NET_POWER)]


def test_every_reactor_has_a_capacity_factor_of_the_long_run():
    assert [] == [told(key, "reactors", key) for key, entry in REACTORS.items() if not long_run(entry, FACTOR)]


@pytest.mark.parametrize("key", REACTORS)
def test_a_capacity_factor_of_the_long_run_lies_between_0_3_and_0_98(key):
    low, _, high = long_run(REACTORS[key], FACTOR)
    assert 0.3 <= low <= high <= 0.98, told_of("capacity factor", key, FACTOR)


@pytest.mark.parametrize("key", REACTORS)
def test_a_reactor_stands_for_itself_in_a_scenario_without_a_year(key):
    found = solved(scenario_from({"title": "The long run", "use": {"reactor": key}}, needs_facts=False))
    assert (long_run(REACTORS[key], FACTOR), []) == (
        (found[FACTOR].p5, found[FACTOR].p50, found[FACTOR].p95),
        found.findings,
    )


# Years on record


@pytest.mark.parametrize(("key", "year"), YEARS)
def test_a_reactor_delivers_no_more_than_its_net_power_all_year(key, year):
    assert 0 <= factor_of(key, year) <= 1, told_of(f"{year}: {factor_of(key, year):.3f}", key)


@pytest.mark.parametrize(("key", "year"), YEARS)
def test_a_reactor_delivers_no_more_than_it_was_available(key, year):
    available = middle(REACTORS[key], AVAILABILITY, year) or 1
    assert factor_of(key, year) <= available, told_of(f"{year}: above {available}", key, AVAILABILITY)


@pytest.mark.parametrize(("key", "year"), YEARS)
def test_a_scenario_of_a_year_on_record_takes_its_capacity_factor(key, year):
    assert approx(factor_of(key, year), rel=2e-3) == factor_by_scenario(key, int(year)).p50


@pytest.mark.parametrize(("key", "year"), YEARS)
def test_a_year_on_record_has_one_figure(key, year):
    stated = [name for name in (ENERGY, FLEET_ENERGY, FACTOR) if datum(REACTORS[key], name, year)]
    assert 1 == len(stated), told_of(f"{year}: {stated}", key)


@pytest.mark.parametrize(("key", "year"), YEARS)
def test_a_year_on_record_is_over(key, year):
    assert 1970 <= int(year) < int(LOADED.version[:4]), told_of(year, key)


@pytest.mark.parametrize("key", REACTORS)
def test_availability_is_known_beside_output_only(key):
    assert options(REACTORS[key], AVAILABILITY).keys() <= {year for name, year in YEARS if name == key}


# Types and their units

TYPES = [key for key, entry in REACTORS.items() if entry.group == "types"]
UNITS = [
    (kind, key)
    for kind in TYPES
    for key, entry in REACTORS.items()
    if entry.group == "units" and re.search(rf"\b{kind}s?\b", entry.title, re.IGNORECASE)
]
"""Units whose title names their type."""


def test_the_types_are_there():
    assert {"epr", "epr2", "ap1000", "vver-1200", "apr1400"} <= set(TYPES)


@pytest.mark.parametrize("key", [key for key, entry in REACTORS.items() if entry.group == "units"])
def test_the_title_of_a_unit_names_its_type(key):
    assert 1 == len([kind for kind, unit in UNITS if unit == key]), told(key, "reactors", key)


@pytest.mark.parametrize(("kind", "key"), UNITS)
def test_a_unit_is_as_large_as_its_type(kind, key):
    low, _, high = ends(REACTORS[kind], NET_POWER)
    assert 0.97 * low <= middle(REACTORS[key], NET_POWER) <= 1.03 * high, told_of(f"no {kind}", key, NET_POWER)


# Published net power, MW: IAEA PRIS by way of GeoNuclearData
NET = {"olkiluoto-3": 1600, "taishan-1": 1660, "taishan-2": 1660, "hinkley-point-c": 1630}


@pytest.mark.parametrize("key", NET)
def test_a_unit_has_its_published_net_power(key):
    assert NET[key] == middle(REACTORS[key], NET_POWER)


@pytest.mark.parametrize("key", [key for key, entry in REACTORS.items() if entry.group == "fleets"])
def test_the_average_reactor_of_a_fleet_is_a_large_one(key):
    assert 500 < middle(REACTORS[key], NET_POWER) < 1500, told_of("average reactor", key, NET_POWER)


# NucNet 2025: reactors in each fleet
@pytest.mark.parametrize(("key", "reactors"), [("french-fleet", 57), ("us-fleet", 94)])
def test_the_net_power_of_a_fleet_is_that_of_its_reactors(key, reactors):
    fleet = REACTORS[key]
    average = middle(fleet, NET_POWER)
    assert approx(reactors, abs=0.5) == long_run(fleet, FLEET_CAPACITY)[1] / average


# Notes

COST = re.compile(r"(~?\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))? (USD|EUR|GBP|CNY)(\d{4})/kW")
BELIEVABLE = {"USD": (1500, 25_000), "EUR": (1500, 25_000), "GBP": (1500, 25_000), "CNY": (8000, 60_000)}
COSTS = [key for key, entry in REACTORS.items() if note(entry, "overnight_cost")]
STARTED = [key for key, entry in REACTORS.items() if note(entry, "commercial_operation")]


def told_of_note(message, key, name):
    return told(f"{key}: {message}", "reactors", key, "notes", name)


@pytest.mark.parametrize("key", COSTS)
def test_an_overnight_cost_is_money_for_each_kilowatt(key):
    written = note(REACTORS[key], "overnight_cost")
    assert COST.fullmatch(written), told_of_note(written, key, "overnight_cost")


@pytest.mark.parametrize("key", COSTS)
def test_an_overnight_cost_has_a_believable_size(key):
    low, high, currency, _ = COST.fullmatch(note(REACTORS[key], "overnight_cost")).groups()
    least, most = BELIEVABLE[currency]
    cost = [float(end.lstrip("~")) for end in (low, high) if end]
    assert least <= min(cost) <= max(cost) <= most, told_of_note(str(cost), key, "overnight_cost")


@pytest.mark.parametrize("key", STARTED)
def test_commercial_operation_began_on_a_day_that_has_passed(key):
    day = note(REACTORS[key], "commercial_operation")
    assert 1970 <= earliest(day).year <= latest(LOADED.version).year, told_of_note(day, key, "commercial_operation")
    assert earliest(day) <= latest(LOADED.version), told_of_note(day, key, "commercial_operation")


# Published years

UNIT_YEARS = {
    ("olkiluoto-3", 2023): 0.740,  # TVO: 10.37 TWh
    ("olkiluoto-3", 2024): 0.689,  # TVO: 9.69 TWh, on the 8,784 h of a leap year
    ("olkiluoto-3", 2025): 0.741,  # TVO: 10.38 TWh
    ("taishan-1", 2020): 0.625,  # CAEA 2020, table 2: 9.118 TWh to the grid
    ("taishan-1", 2021): 0.524,  # IAEA PRIS by way of Wikipedia
    ("taishan-2", 2021): 0.748,  # IAEA PRIS by way of Wikipedia
    ("taishan-2", 2020): 0.854,  # 12.455 TWh, on the 8,784 h of a leap year
    ("taishan-2", 2023): 0.886,  # NexusGen 2024: 12.884 TWh
}
FRENCH_YEARS = {2019: 0.686, 2020: 0.613, 2021: 0.671, 2022: 0.519, 2023: 0.596, 2024: 0.671, 2025: 0.676}
"""EDF's output of 379.5, 335.4, 360.7, 279.0, 320.4, 361.7 and 373 TWh over the net power and hours of each year."""


@pytest.mark.parametrize(("key", "year"), UNIT_YEARS)
def test_a_unit_had_its_published_capacity_factor(key, year):
    assert approx(UNIT_YEARS[key, year], abs=1e-3) == factor_by_scenario(key, year).p50


@pytest.mark.parametrize("year", FRENCH_YEARS)
def test_the_french_fleet_had_its_published_capacity_factor(year):
    assert approx(FRENCH_YEARS[year], abs=5e-3) == factor_by_scenario("french-fleet", year).p50


@pytest.mark.parametrize(("key", "year"), [("olkiluoto-3", 2024), ("taishan-1", 2021), ("french-fleet", 2022)])
def test_a_year_on_record_is_no_range(key, year):
    found = factor_by_scenario(key, year)
    assert found.p5 == found.p50 == found.p95


def test_olkiluoto_3_could_have_delivered_more_than_it_did_in_2024():
    # TVO, 2024: available for 76.1 % of the year
    assert approx(0.761) == middle(REACTORS["olkiluoto-3"], AVAILABILITY, "2024")


def test_a_year_without_a_record_takes_the_long_run():
    found = factor_by_scenario("olkiluoto-3", 2019)
    assert long_run(REACTORS["olkiluoto-3"], FACTOR) == (found.p5, found.p50, found.p95)


# Forced outages

OUTAGES = "reactor_forced_outage_rate"
TYPES = [key for key, entry in REACTORS.items() if entry.group == "types"]


@pytest.mark.parametrize("key", TYPES)
def test_every_type_has_a_forced_outage_rate_below_one_in_ten(key):
    assert 0.01 < middle(REACTORS[key], OUTAGES) < 0.1


@pytest.mark.parametrize("key", TYPES)
def test_forced_outages_leave_room_for_the_capacity_factor(key):
    # a reactor delivers no more than it can while nothing fails
    assert middle(REACTORS[key], FACTOR) < 1 - middle(REACTORS[key], OUTAGES)


def test_olkiluoto_3_failed_for_108_hours_of_2024():
    # TVO, 20 January 2025: 108 hours apart from the annual outage, which took 74 days of 366
    assert approx(108 / (8784 - 74 * 24), abs=5e-5) == middle(REACTORS["olkiluoto-3"], OUTAGES, "2024")


def test_olkiluoto_3_did_not_fail_in_2025():
    # Daily Finland, 6 January 2026: no unplanned interruptions
    assert 0 == middle(REACTORS["olkiluoto-3"], OUTAGES, "2025")


def test_the_record_of_the_epr_lies_in_its_range():
    # Taishan 1, 381 days, and Olkiluoto 3, 108 hours, of the days since commercial operation of three units up to 2025
    low, _, high = ends(REACTORS["epr"], OUTAGES)
    assert low < (381 + 108 / 24) / (2575 + 2307 + 975) < high


@pytest.mark.parametrize("rate", [0.0151, 0.0194, 0.0236, 0.012 / (1 - 0.189), 0.03])
def test_what_others_plan_with_lies_in_the_default_range(rate):
    # ERCOT by size, ENTSO-E's forced outage factor over the time not planned, ReEDS
    default = next(figure for figure in LOADED.assumptions if figure.quantity == OUTAGES).options[""]
    assert default.value.parameters[0] < rate < default.value.parameters[2]
