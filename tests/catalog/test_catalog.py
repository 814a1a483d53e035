"""Every figure has its document, its unit and a believable size. What breaks a law is told with its file and line."""

import re
from collections import Counter

import pytest

from estimator.catalog import CATALOG
from estimator.catalog.figures import KINDS, UNSTATED
from estimator.model import model
from estimator.uncertainty.distributions import quantiles

from .entries import CASES, LOADED, documents, earliest, latest, told, told_of

DATA = list(LOADED.data)
ENTRIES = [(kind, entry) for kind in KINDS for entry in LOADED.entries[kind].values()]
NOTES = [(kind, entry.key, note) for kind, entry in ENTRIES for note in entry.notes]


def notes_that(fail):
    return [told(f"{key}: {note.name}", kind, key, "notes", note.name) for kind, key, note in NOTES if fail(note)]


# Documents


def test_every_figure_has_a_source_or_a_reason():
    assert [] == [told_of("no source, no reason", datum) for datum in DATA if not (datum.sources or datum.because)]


def test_every_note_has_a_source_or_a_reason():
    assert [] == notes_that(lambda note: not (note.sources or note.because))


def test_every_source_of_a_figure_says_where():
    assert [] == [told_of("no where", datum) for datum in DATA if datum.sources and not datum.where]


def test_every_source_of_a_note_says_where():
    assert [] == notes_that(lambda note: note.sources and not note.where)


def test_every_source_that_a_file_cites_is_kept():
    """A source lost between file and memory is a figure without a document."""
    lost = []
    for datum in DATA:
        kind, *parts = datum.key.split("/")
        path = (parts[0], "figures", *parts[1:]) if kind in KINDS else ("figures", *parts)
        written = next(found for document in documents(kind, CATALOG) if (found := at(document.data, path)))
        if keys(written) != [source.key for source in datum.sources]:
            lost.append(told_of("sources lost", datum))
    assert [] == lost


def at(data, path):
    for part in path:
        data = data.get(part, {})
    return data


def keys(written):
    cited = written.get("source", [])
    return [cited] if isinstance(cited, str) else cited


def test_every_source_is_used_by_a_figure_a_note_or_a_published_case():
    stood = [
        version for _, _, figure in LOADED.figures for versions in figure.versions.values() for version in versions
    ]
    cited = {source.key for version in stood for source in version.datum.sources}
    cited |= {source.key for _, _, note in NOTES for source in note.sources}
    cited |= {source.key for source in (*LOADED.prices.index_sources, *LOADED.prices.rate_sources)}
    cited |= {source.key for sources in LOADED.prices.peg_sources.values() for source in sources}
    cited |= {source.key for source in CASES.sources}
    assert set(LOADED.sources) == cited


def test_every_source_has_a_title():
    assert [] == [told(key, "sources", key) for key, source in LOADED.sources.items() if not source.title.strip()]


def test_every_source_has_an_address():
    address = re.compile(r"https?://[\w.-]+\.\w+(:\d+)?([/?#]\S*)?")
    assert [] == [
        told(key, "sources", key) for key, source in LOADED.sources.items() if not address.fullmatch(source.url)
    ]


def test_no_document_is_from_the_future():
    dated = [(key, source.date) for key, source in LOADED.sources.items() if source.date]
    assert [] == [told(f"{key}: {day}", "sources", key) for key, day in dated if earliest(day) > latest(LOADED.version)]


# Keys


@pytest.mark.parametrize("kind", [*KINDS, "sources"])
def test_a_key_stands_in_one_file_of_its_folder(kind):
    counted = Counter(key for document in documents(kind, CATALOG) for key in document.data)
    assert [] == [told(key, kind, key) for key, times in counted.items() if times > 1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_the_files_is_what_is_loaded(kind):
    assert {key for document in documents(kind, CATALOG) for key in document.data} == set(LOADED.entries[kind])


def test_a_key_is_written_in_lower_case_digits_and_dashes():
    named = [(kind, entry.key) for kind, entry in ENTRIES] + [("sources", key) for key in LOADED.sources]
    assert [] == [told(key, kind, key) for kind, key in named if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_entries_share_a_title(kind):
    titles = Counter(entry.title for entry in LOADED.entries[kind].values())
    assert [] == [title for title, times in titles.items() if times > 1]


def test_no_two_figures_share_a_random_stream():
    assert len(DATA) == len({datum.key for datum in DATA})


# Values


def test_every_figure_lies_within_the_bounds_of_its_quantity():
    assert [] == [
        told_of("out of bounds", datum)
        for datum in DATA
        if not datum.dimension.lower <= min(quantiles(datum)) <= max(quantiles(datum)) <= datum.dimension.upper
    ]


def test_every_range_has_its_value_inside():
    ranges = [(datum, datum.value.parameters) for datum in DATA if not datum.value.is_point]
    assert [] == [told_of("value outside", datum) for datum, (low, value, high) in ranges if not low < value < high]


# Believable sizes, far wider than any real figure: a wrong unit or a wrong column falls outside.
SIZES = {
    "accelerator_tdp": (10, 25_000),  # a wafer is one package
    "accelerator_power_limit": (10, 5000),
    "accelerator_memory": (8, 1100),
    "accelerator_memory_bandwidth": (0.1, 50),
    "accelerator_peak_rate": (1e12, 2e17),
    "accelerator_peak_rate_8bit": (1e14, 1e17),
    "h100_peak_rate_8bit": (1e15, 1e16),
    "accelerators_per_server": (1, 1000),
    "server_rated_power": (1, 1000),
    "server_measured_power": (1, 1000),
    "server_overhead": (1.01, 2.5),
    "power_limit_ratio": (0.3, 1),
    "it_overhead": (1.0, 1.4),
    "non_accelerator_it_capacity": (0, 0),
    "peak_pue": (1.05, 2.0),
    "pue": (1.02, 2.0),
    "demand_factor": (0.4, 1),
    "it_capacity_utilisation": (0.1, 1),
    "mfu": (0.01, 0.8),
    "utilisation": (0.2, 1),
    "operating_year": (8760, 8784),
    "grid_loss": (0, 0.15),
    "reactors_out": (0, 2),
    "reactor_forced_outage_rate": (0, 0.3),
    "reliability_standard": (0.1, 100),
    "reactor_net_power": (10, 2000),
    "reactor_capacity_factor": (0, 1),
    "reactor_availability": (0.2, 1),
    "reactor_annual_energy": (0, 16),
    "reactor_fleet_capacity": (100, 500_000),
    "reactor_fleet_annual_energy": (0.1, 3500),
    "grid_carbon_intensity": (1, 1200),
    "grid_upstream_carbon_intensity": (0.1, 300),
    "contracted_carbon_intensity": (0.1, 1200),
    "grid_water_intensity": (0, 25),
    "on_site_share": (0, 1),
    "generator_heat_rate": (1.1, 4),
    "fuel_carbon_intensity": (50, 500),
    "fuel_upstream_carbon_intensity": (5, 200),
    "embodied_carbon_per_accelerator": (20, 5000),
    "embodied_carbon_per_facility_power": (50, 5000),
    "it_lifetime": (2, 12),
    "facility_lifetime": (8, 60),
    "one_year": (1, 1),
    "supply_capacity_factor": (0.03, 0.97),
    "supply_capacity_credit": (0.0005, 1),
    "supply_life_cycle_carbon_intensity": (2, 1500),
    "supply_water_intensity": (0, 100),
    "on_site_generator_power": (1, 1500),
    "on_site_generators_out": (0, 5),
    "backup_usable_share": (0.5, 1),
    "backup_generator_power": (0.5, 5),
    "backup_redundancy": (1, 2.5),
    "backup_fuel_consumption": (0.2, 0.4),
    "copper_per_facility_power": (1, 100),
    "structural_steel_per_facility_power": (1, 200),
    "copper_per_supply_power": (0.3, 30),
    "steel_per_supply_power": (1, 500),
    "concrete_per_supply_power": (5, 2000),
    "silicon_per_accelerator": (100, 4000),
    "wafer_area": (70_685, 70_686),
    "wafer_use": (0.2, 0.95),
    "wue": (0, 5),
    "peak_day_wue": (0, 5),
    "withdrawal_wue": (0, 5),
    "withdrawal_ratio": (1, 4),
    "compute_capex_per_it_watt": (5, 100),
    "construction_capex_per_it_watt": (3, 40),
    "opex_per_it_watt": (0.1, 5),
    "electricity_price": (10, 400),
    "fuel_price": (3, 100),
    "accelerator_price": (1000, 100_000),
    "discount_rate": (0.01, 0.3),
    "model_parameters": (1e7, 1e13),
    "training_tokens": (1e9, 1e15),
    "flop_per_parameter_token": (6, 6),
    "average_accelerator_power": (50, 3000),
    "training_power_share": (0.3, 1),
    "tokens_per_parameter": (5, 200),
    "text_stock": (1e13, 1e16),
    "it_energy_per_query": (0.01, 50),
    "tokens_per_query": (50, 20_000),
    "reference_compute": (1e26, 1e26),
    "household_energy": (300, 30_000),
    "household_peak": (0.2, 20),
    "household_water": (20, 1000),
    "pool_volume": (1000, 5000),
    "car_carbon": (0.5, 10),
    "flight_carbon": (0.1, 10),
    "national_population": (1e5, 1e10),
    "plant_capacity_factor": (0.02, 1),
    "plant_cost_per_power": (0.3, 30),
    "people_per_household": (1, 8),
    "national_energy": (1, 40_000),
    "national_peak": (50, 2_000_000),
    "city_energy": (0.5, 200),
    "operator_energy": (0.5, 200),
    "world_data_centre_energy": (200, 3000),
    "electric_car_energy": (800, 8000),
    "accelerators": (1e3, 1e7),
    "it_capacity": (10, 10_000),
    "facility_capacity": (10, 15_000),
    "h100_equivalents": (1e3, 1e8),
    "compute_capex": (100, 500_000),
    "construction_capex": (50, 250_000),
}


def test_every_figure_has_a_believable_size():
    sized = [(datum, SIZES[datum.quantity]) for datum in DATA if datum.quantity in SIZES]
    assert [] == [
        told_of(f"{min(quantiles(datum))} to {max(quantiles(datum))} {datum.dimension.unit}", datum)
        for datum, (low, high) in sized
        if not low <= min(quantiles(datum)) <= max(quantiles(datum)) <= high
    ]


def test_every_quantity_of_the_catalog_has_a_believable_size():
    assert set() == {datum.quantity for datum in DATA} - set(SIZES)


def test_only_sites_are_about_what_adds_up_over_parts():
    """All others are types and comparisons: what adds up would be counted once for each system that names them."""
    extensive = {name for name, quantity in model().quantities.items() if quantity.dimension.extensive}
    kinds = {kind for kind, entry in ENTRIES for figure in entry.figures if figure.quantity in extensive}
    assert {"sites"} == kinds


# Choices


@pytest.mark.parametrize("choice", LOADED.choices)
def test_every_default_is_an_option(choice):
    assert LOADED.choices[choice].default in LOADED.choices[choice].options


@pytest.mark.parametrize("choice", LOADED.choices)
def test_every_choice_has_its_reason(choice):
    assert LOADED.choices[choice].because


LEFT_OPEN = {
    ("accelerator_peak_rate", "int8"): "INT8 was cut to a thirtieth in the newest chips, so no range stands for all",
    ("non_accelerator_it_capacity", "general"): "a general cloud seldom says how many other servers it has",
    ("compute_capex_per_it_watt", "general"): "general servers cost less for each watt, and no document says how much",
    ("withdrawal_wue", "unstated"): "the weather decides; a climate has it",
    ("withdrawal_wue", "liquid"): "the weather decides; a climate has it",
    ("withdrawal_wue", "liquid-tower"): "the weather decides; a climate has it",
    ("withdrawal_wue", "economised-air"): "the weather decides; a climate has it",
}


def test_every_option_has_its_assumption_but_what_nobody_knows():
    chosen = [found for found in LOADED.assumptions if found.by in LOADED.choices]
    missing = [
        (found.quantity, option)
        for found in chosen
        for option in (LOADED.choices[found.by].options if found.by in LOADED.choices else [UNSTATED])
        if option not in found.options
    ]
    assert list(LEFT_OPEN) == missing


def test_the_catalog_has_a_version():
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", LOADED.version)
