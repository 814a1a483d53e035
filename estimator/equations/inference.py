"""Answering queries: energy, water and carbon of one, and how many a day the site could answer."""

from estimator.dimensions import (
    CarbonIntensity,
    CarbonPerQuery,
    EnergyPerQuery,
    FractionOrZero,
    Power,
    QueriesPerDay,
    RatioFromOne,
    WaterIntensity,
    WaterPerQuery,
)

it_energy_per_query: EnergyPerQuery
"""Energy of one query at IT equipment input, idle capacity included."""


def energy_per_query(it_energy_per_query: EnergyPerQuery, pue: RatioFromOne) -> EnergyPerQuery:
    """Energy of one query at the facility."""
    return it_energy_per_query * pue


def queries_per_day(average_it_load: Power, it_energy_per_query: EnergyPerQuery) -> QueriesPerDay:
    """Queries that the site could answer if it did nothing else."""
    return average_it_load / it_energy_per_query


def water_per_query(it_energy_per_query: EnergyPerQuery, wue: WaterIntensity) -> WaterPerQuery:
    """Water consumed at the site for one query."""
    return it_energy_per_query * wue


def carbon_per_query(
    energy_per_query: EnergyPerQuery, grid_carbon_intensity: CarbonIntensity, on_site_share: FractionOrZero
) -> CarbonPerQuery:
    """Direct emissions of the grid for one query."""
    return energy_per_query * grid_carbon_intensity * (1 - on_site_share)
