"""Where the facility's energy comes from: the grid, and generators on site."""

from estimator.units.dimensions import Energy, EnergyOrZero, FractionOrZero, HeatRate

on_site_share: FractionOrZero
"""Share of the facility's energy that is generated on site."""

generator_heat_rate: HeatRate
"""Energy of the fuel over the electricity that generators on site make of it."""


def annual_on_site_energy(annual_facility_energy: Energy, on_site_share: FractionOrZero) -> EnergyOrZero:
    """Energy that generators on site give to the facility in a year."""
    return annual_facility_energy * on_site_share


def annual_grid_energy(annual_facility_energy: Energy, on_site_share: FractionOrZero) -> EnergyOrZero:
    """Energy that the facility takes from the grid in a year."""
    return annual_facility_energy * (1 - on_site_share)
