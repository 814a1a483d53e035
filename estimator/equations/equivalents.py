"""Equivalences that people understand, each with its basis: energy of a year, or power at the peak."""

from estimator.dimensions import (
    ComparedRatio,
    Energy,
    EnergyPerHousehold,
    Households,
    NationalEnergy,
    NationalPower,
    PeakDemand,
    People,
    PeoplePerHousehold,
)

household_energy: EnergyPerHousehold
"""Electricity that a household of a country uses in a year, at its meter and for all purposes."""

people_per_household: PeoplePerHousehold
"""People in a household of a country."""

national_energy: NationalEnergy
"""Electricity that a country uses in a year."""

national_peak: NationalPower
"""Highest demand for electricity that a country has seen."""


def households(annual_facility_energy: Energy, household_energy: EnergyPerHousehold) -> Households:
    """Households that use as much electricity in a year. Says nothing about peaks, and nothing about heat."""
    return annual_facility_energy / household_energy


def inhabitants(households: Households, people_per_household: PeoplePerHousehold) -> People:
    """People in these households: what they use at home, not what their country uses for them."""
    return households * people_per_household


def national_share(annual_facility_energy: Energy, national_energy: NationalEnergy) -> ComparedRatio:
    """The facility's energy of a year as a share of its country's."""
    return annual_facility_energy / national_energy


def national_peak_share(facility_peak_demand: PeakDemand, national_peak: NationalPower) -> ComparedRatio:
    """The facility's peak demand as a share of its country's, as if the two came together."""
    return facility_peak_demand / national_peak
