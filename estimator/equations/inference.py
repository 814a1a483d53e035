"""Answering queries: energy, water and carbon of one and of its tokens, and how many a day the site could answer."""

from estimator.units.dimensions import (
    CarbonPerEnergy,
    CarbonPerQuery,
    EnergyPerQuery,
    EnergyPerToken,
    Power,
    QueriesPerDay,
    RatioFromOne,
    TokensPerDay,
    TokensPerQuery,
    WaterIntensity,
    WaterPerQuery,
)

it_energy_per_query: EnergyPerQuery
"""Energy of one query at IT equipment input, idle capacity included."""

tokens_per_query: TokensPerQuery
"""Tokens of the answer to one query, hidden steps of reasoning among them; those of the question are not counted."""


def energy_per_query(it_energy_per_query: EnergyPerQuery, pue: RatioFromOne) -> EnergyPerQuery:
    """Energy of one query at the facility."""
    return it_energy_per_query * pue


def it_energy_per_token(it_energy_per_query: EnergyPerQuery, tokens_per_query: TokensPerQuery) -> EnergyPerToken:
    """Energy of one token of an answer at IT equipment input; reading the question is shared out among them."""
    return it_energy_per_query / tokens_per_query


def energy_per_token(it_energy_per_token: EnergyPerToken, pue: RatioFromOne) -> EnergyPerToken:
    """Energy of one token of an answer at the facility."""
    return it_energy_per_token * pue


def queries_per_day(average_it_load: Power, it_energy_per_query: EnergyPerQuery) -> QueriesPerDay:
    """Queries that the site could answer if it did nothing else."""
    return average_it_load / it_energy_per_query


def tokens_per_day(queries_per_day: QueriesPerDay, tokens_per_query: TokensPerQuery) -> TokensPerDay:
    """Tokens of all these answers."""
    return queries_per_day * tokens_per_query


def water_per_query(it_energy_per_query: EnergyPerQuery, wue: WaterIntensity) -> WaterPerQuery:
    """Water consumed at the site for one query."""
    return it_energy_per_query * wue


def carbon_per_query(energy_per_query: EnergyPerQuery, facility_carbon_intensity: CarbonPerEnergy) -> CarbonPerQuery:
    """Direct emissions of grid and generators for one query, by location."""
    return energy_per_query * facility_carbon_intensity
