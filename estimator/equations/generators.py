"""Generation on site: what the generators must be able to give, how many they are, and the fuel that they burn."""

from estimator.units.dimensions import (
    CapacityFactorOnSite,
    Duration,
    EnergyOrZero,
    Expectation,
    FractionOrZero,
    FuelEnergy,
    Generators,
    GeneratorsOut,
    HeatRate,
    InstalledOnSite,
    PeakDemand,
    PeakOnSite,
    PowerPerGenerator,
)

on_site_generator_power: PowerPerGenerator
"""Nameplate of one generator on site, a turbine, an engine or a block of a combined cycle."""

on_site_generators_out: GeneratorsOut
"""Generators on site that stand still at the same time in a plan for outages: one, in the rule of N-1."""


on_site_capacity: InstalledOnSite
"""Nameplate of the generators that are installed, or to be installed, on site."""


def on_site_peak(facility_peak_demand: PeakDemand, on_site_share: FractionOrZero) -> PeakOnSite:
    """Power that generators on site give at the facility's peak, if their share is the same in all hours."""
    return facility_peak_demand * on_site_share


def on_site_generators(
    on_site_peak: PeakOnSite, on_site_generator_power: PowerPerGenerator, on_site_generators_out: GeneratorsOut
) -> Generators:
    """Generators on site of which some can stand still while the rest give their share of the peak."""
    return on_site_peak / on_site_generator_power + on_site_generators_out


def on_site_capacity_needed(on_site_generators: Generators, on_site_generator_power: PowerPerGenerator) -> PeakOnSite:
    """Nameplate of those generators, the ones that can stand still among them."""
    return on_site_generators * on_site_generator_power


def on_site_capacity_factor(
    annual_on_site_energy: EnergyOrZero, on_site_capacity: InstalledOnSite, operating_year: Duration
) -> CapacityFactorOnSite:
    """Energy that generators on site give in a year over that of a year at their installed nameplate."""
    return annual_on_site_energy / (on_site_capacity * operating_year)


def annual_on_site_fuel(annual_on_site_energy: EnergyOrZero, generator_heat_rate: HeatRate) -> FuelEnergy:
    """Fuel that generators on site burn in a year, by the heating value that the heat rate goes by."""
    return annual_on_site_energy * generator_heat_rate


def installed_generators_are_those_needed(
    on_site_capacity: InstalledOnSite, on_site_capacity_needed: PeakOnSite
) -> Expectation:
    """Fewer generators than their share of the peak needs, with one out, lean on the grid when it is needed most."""
    return on_site_capacity >= on_site_capacity_needed
