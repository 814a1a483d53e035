"""Equivalences by other bases than a year's electricity at home: full draw, peak, all uses of a country, water, carbon.

Each basis has a name of its own: the same site is a million homes by one and two by another.
"""

from estimator.dimensions import (
    Carbon,
    CarbonPerCar,
    CarbonPerFlight,
    CarsByCarbon,
    Energy,
    EnergyBound,
    EnergyOfOthers,
    EnergyPerHousehold,
    EnergyPerPerson,
    Flights,
    Households,
    PeakDemand,
    People,
    Pools,
    PowerPerHousehold,
    Water,
    WaterPerHousehold,
    WaterPerPool,
)

household_peak: PowerPerHousehold
"""A household's part of the highest demand of its grid, all homes together: far below what one home can draw."""

national_population: People
"""People of a country."""

household_water: WaterPerHousehold
"""Water that a household takes from its pipes in a year."""

pool_volume: WaterPerPool
"""Water of one pool of 50 m × 25 m × 2 m, as at the Olympic Games."""

car_carbon: CarbonPerCar
"""Emissions of burning the fuel of a car in a year."""

flight_carbon: CarbonPerFlight
"""Emissions of one passenger on a flight over the Atlantic and back, for fuel alone."""


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


def water_households(annual_site_water_withdrawal: Water, household_water: WaterPerHousehold) -> Households:
    """Households that take as much water in a year as the site takes from pipes and wells."""
    return annual_site_water_withdrawal / household_water


def pools(annual_site_water_withdrawal: Water, pool_volume: WaterPerPool) -> Pools:
    """Olympic pools that hold as much water as the site takes in a year."""
    return annual_site_water_withdrawal / pool_volume


def carbon_cars(annual_scope2_location_based: Carbon, car_carbon: CarbonPerCar) -> CarsByCarbon:
    """Cars whose fuel emits in a year as much as the grid does for the facility."""
    return annual_scope2_location_based / car_carbon


def carbon_flights(annual_scope2_location_based: Carbon, flight_carbon: CarbonPerFlight) -> Flights:
    """Passengers over the Atlantic and back who emit as much as the grid does for the facility in a year."""
    return annual_scope2_location_based / flight_carbon
