"""Equivalences that people understand, each with its basis: energy of a year, or power at the peak."""

from estimator.units.dimensions import (
    Cars,
    Energy,
    EnergyBound,
    EnergyOfOthers,
    EnergyPerCar,
    EnergyPerHousehold,
    EnergyPerPerson,
    Households,
    NationalPower,
    PeakDemand,
    People,
    PeoplePerHousehold,
    PowerPerHousehold,
    Share,
)

household_energy: EnergyPerHousehold
"""Electricity that a household of a country uses in a year, at its meter and for all purposes."""

people_per_household: PeoplePerHousehold
"""People in a household of a country."""

national_energy: EnergyOfOthers
"""Electricity that a country uses in a year."""

national_peak: NationalPower
"""Highest demand for electricity that a country has seen."""

city_energy: EnergyOfOthers
"""Electricity that a city uses in a year, homes and businesses within its limits."""

operator_energy: EnergyOfOthers
"""Electricity that all data centres of an operator used in a year, as it reports it."""

world_data_centre_energy: EnergyOfOthers
"""Electricity that all data centres of the world use in a year, cryptocurrency left out."""

electric_car_energy: EnergyPerCar
"""Electricity that an electric car takes from the grid in a year, losses of charging included."""

household_peak: PowerPerHousehold
"""A household's part of the highest demand of its grid, all homes together: far below what one home can draw."""

national_population: People
"""People of a country."""


def households(annual_facility_energy: Energy, household_energy: EnergyPerHousehold) -> Households:
    """Households that use as much electricity in a year. Says nothing about peaks, and nothing about heat."""
    return annual_facility_energy / household_energy


def inhabitants(households: Households, people_per_household: PeoplePerHousehold) -> People:
    """People in these households: what they use at home, not what their country uses for them."""
    return households * people_per_household


def electric_cars(annual_facility_energy: Energy, electric_car_energy: EnergyPerCar) -> Cars:
    """Electric cars that take as much electricity in a year. Says nothing about when they charge."""
    return annual_facility_energy / electric_car_energy


def national_share(annual_facility_energy: Energy, national_energy: EnergyOfOthers) -> Share:
    """The facility's energy of a year as a share of its country's."""
    return annual_facility_energy / national_energy


def national_peak_share(facility_peak_demand: PeakDemand, national_peak: NationalPower) -> Share:
    """The facility's peak demand as a share of its country's, as if the two came together."""
    return facility_peak_demand / national_peak


def city_share(annual_facility_energy: Energy, city_energy: EnergyOfOthers) -> Share:
    """The facility's energy of a year as a share of what a city uses."""
    return annual_facility_energy / city_energy


def operator_share(annual_facility_energy: Energy, operator_energy: EnergyOfOthers) -> Share:
    """The facility's energy of a year as a share of what all data centres of its operator used."""
    return annual_facility_energy / operator_energy


def world_data_centre_share(annual_facility_energy: Energy, world_data_centre_energy: EnergyOfOthers) -> Share:
    """The facility's energy of a year as a share of what all data centres of the world use."""
    return annual_facility_energy / world_data_centre_energy


def full_draw_households(
    maximum_annual_facility_energy: EnergyBound, household_energy: EnergyPerHousehold
) -> Households:
    """Households that use in a year what the facility would take at its nameplate draw in every hour.

    The usual sum of press releases: an upper bound, since no site draws its nameplate all year.
    """
    return maximum_annual_facility_energy / household_energy


def peak_households(facility_peak_demand: PeakDemand, household_peak: PowerPerHousehold) -> Households:
    """Households whose part of a grid's highest demand is as large as the facility's peak."""
    return facility_peak_demand / household_peak


def energy_per_person(national_energy: EnergyOfOthers, national_population: People) -> EnergyPerPerson:
    """Electricity that a country uses in a year over its people: homes, trade, industry and all else."""
    return national_energy / national_population


def all_use_inhabitants(annual_facility_energy: Energy, energy_per_person: EnergyPerPerson) -> People:
    """People for whom their country uses as much electricity in a year, at home and everywhere else."""
    return annual_facility_energy / energy_per_person
