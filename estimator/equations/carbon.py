"""Greenhouse gases: burnt on site, in the grid by location and by contract, upstream of it, and in what was built.

Scope 2 is told both ways and never summed (GHG Protocol). Life-cycle figures of power plants belong to none of these.
"""

from estimator.units.dimensions import (
    Accelerators,
    Carbon,
    CarbonIntensity,
    CarbonIntensityOrZero,
    CarbonPerAccelerator,
    CarbonPerCar,
    CarbonPerCompute,
    CarbonPerEnergy,
    CarbonPerFlight,
    CarbonPerPower,
    CarbonPerWork,
    CarsByCarbon,
    Compute,
    Duration,
    Energy,
    EnergyOrZero,
    Flights,
    FractionOrZero,
    HeatRate,
    Lifetime,
    Power,
)

grid_carbon_intensity: CarbonIntensity
"""Direct emissions of the grid's power plants over the electricity that they generate, where the site stands."""

grid_upstream_carbon_intensity: CarbonIntensity
"""Life-cycle emissions of the grid's power plants less the direct ones, over the electricity that they generate.

Holds fuels before they are burnt and the making of plants, and no losses of the grid: wider than scope 3, category 3,
in the plants and narrower in the losses.
"""

contracted_carbon_intensity: CarbonIntensityOrZero
"""Emissions of the supply that was contracted for, over the electricity used. Nothing of it is physical."""

fuel_carbon_intensity: CarbonIntensity
"""Emissions of burning a fuel over the energy in it."""

fuel_upstream_carbon_intensity: CarbonIntensity
"""Emissions of a fuel before it is burnt, from well to site, over the energy in it."""

embodied_carbon_per_accelerator: CarbonPerAccelerator
"""Emissions of making an accelerator and its share of a server, network and storage."""

embodied_carbon_per_facility_power: CarbonPerPower
"""Emissions of building a facility and its power and cooling, over its nameplate draw."""

car_carbon: CarbonPerCar
"""Emissions of burning the fuel of a car in a year."""

flight_carbon: CarbonPerFlight
"""Emissions of one passenger on a flight over the Atlantic and back, for fuel alone."""


def generator_carbon_intensity(
    generator_heat_rate: HeatRate, fuel_carbon_intensity: CarbonIntensity
) -> CarbonPerEnergy:
    """Emissions of generators on site over the electricity that they make."""
    return generator_heat_rate * fuel_carbon_intensity


def facility_carbon_intensity(
    grid_carbon_intensity: CarbonIntensity, generator_carbon_intensity: CarbonPerEnergy, on_site_share: FractionOrZero
) -> CarbonPerEnergy:
    """Direct emissions over the energy that the facility takes, of its grid and of generators on site by their shares.

    By location: what was contracted does not enter, nor do emissions upstream of grid and generators.
    """
    return grid_carbon_intensity * (1 - on_site_share) + generator_carbon_intensity * on_site_share


def annual_scope1(annual_on_site_energy: EnergyOrZero, generator_carbon_intensity: CarbonPerEnergy) -> Carbon:
    """Emissions of fuels burnt on site in a year."""
    return annual_on_site_energy * generator_carbon_intensity


def annual_scope2_location_based(annual_grid_energy: EnergyOrZero, grid_carbon_intensity: CarbonIntensity) -> Carbon:
    """Direct emissions of the grid for the facility's electricity in a year, whatever was contracted."""
    return annual_grid_energy * grid_carbon_intensity


def annual_scope2_market_based(
    annual_grid_energy: EnergyOrZero, contracted_carbon_intensity: CarbonIntensityOrZero
) -> Carbon:
    """Emissions of the contracted supply in a year. Another way of telling scope 2, never a second part of it."""
    return annual_grid_energy * contracted_carbon_intensity


def annual_upstream_carbon(
    annual_grid_energy: EnergyOrZero,
    grid_upstream_carbon_intensity: CarbonIntensity,
    annual_on_site_energy: EnergyOrZero,
    generator_heat_rate: HeatRate,
    fuel_upstream_carbon_intensity: CarbonIntensity,
) -> Carbon:
    """Emissions upstream of the grid's power plants and of generators on site, for a year (scope 3).

    Category 3 of scope 3 is less the making of power plants and more the losses of the grid, which nothing here holds.
    """
    return (
        annual_grid_energy * grid_upstream_carbon_intensity
        + annual_on_site_energy * generator_heat_rate * fuel_upstream_carbon_intensity
    )


def annual_embodied_carbon(
    accelerators: Accelerators,
    embodied_carbon_per_accelerator: CarbonPerAccelerator,
    it_lifetime: Lifetime,
    facility_capacity: Power,
    embodied_carbon_per_facility_power: CarbonPerPower,
    facility_lifetime: Lifetime,
    one_year: Lifetime,
) -> Carbon:
    """Emissions of making IT equipment and building, a year's part of each lifetime (scope 3)."""
    return (
        accelerators * embodied_carbon_per_accelerator * one_year / it_lifetime
        + facility_capacity * embodied_carbon_per_facility_power * one_year / facility_lifetime
    )


def cue(annual_scope1: Carbon, annual_scope2_location_based: Carbon, annual_it_energy: Energy) -> CarbonPerEnergy:
    """Carbon usage effectiveness: emissions of the facility's energy over its IT energy (ISO/IEC 30134-8)."""
    return (annual_scope1 + annual_scope2_location_based) / annual_it_energy


def sci_per_accelerator_hour(
    annual_scope1: Carbon,
    annual_scope2_location_based: Carbon,
    annual_embodied_carbon: Carbon,
    accelerators: Accelerators,
    operating_year: Duration,
) -> CarbonPerWork:
    """Software carbon intensity (ISO/IEC 21031), (E × I + M) / R, with an hour of an accelerator, used or not, for R.

    Its boundary is the whole facility for a year, with idle equipment, cooling, and a year's part of making IT and
    building. I is direct and by location, as the standard asks for; contracts do not enter, and emissions upstream of
    the power plants (scope 3, category 3) stand apart.
    """
    return (annual_scope1 + annual_scope2_location_based + annual_embodied_carbon) / (accelerators * operating_year)


def sci_per_compute(
    annual_scope1: Carbon,
    annual_scope2_location_based: Carbon,
    annual_embodied_carbon: Carbon,
    annual_compute: Compute,
) -> CarbonPerCompute:
    """Software carbon intensity (ISO/IEC 21031), (E × I + M) / R, with useful operations, 10¹⁸ FLOP, for R.

    Boundary and intensity are those of an accelerator-hour's.
    """
    return (annual_scope1 + annual_scope2_location_based + annual_embodied_carbon) / annual_compute


def carbon_cars(annual_scope2_location_based: Carbon, car_carbon: CarbonPerCar) -> CarsByCarbon:
    """Cars whose fuel emits in a year as much as the grid does for the facility."""
    return annual_scope2_location_based / car_carbon


def carbon_flights(annual_scope2_location_based: Carbon, flight_carbon: CarbonPerFlight) -> Flights:
    """Passengers over the Atlantic and back who emit as much as the grid does for the facility in a year."""
    return annual_scope2_location_based / flight_carbon
