"""Supply at a glance: plants of one technology that generate, over a year, what a facility takes from its grid.

Whether they generate it when the facility needs it takes a model of every hour, which this is not.
"""

from estimator.units.dimensions import (
    CarbonIntensity,
    Duration,
    EnergyOrZero,
    Expectation,
    FirmCapacity,
    Fraction,
    FractionOrZero,
    LifeCycleCarbon,
    PeakDemand,
    SupplyCapacity,
    Water,
    WaterIntensity,
)

supply_capacity_factor: Fraction
"""Energy of a year over that of a year at nameplate, for plants of one technology.

Wind, sun and water set it for some; for plants that burn fuel it follows from how often they are called.
"""

supply_capacity_credit: Fraction
"""Share of nameplate that a grid counts on when supply is scarcest (effective load carrying capability)."""

supply_life_cycle_carbon_intensity: CarbonIntensity
"""Emissions of building, fuelling, running and removing a plant over the electricity of its life. Never scope 2."""

supply_water_intensity: WaterIntensity
"""Water that a plant consumes in operation, most of it for cooling, over the electricity that it generates."""


def annual_supply_energy(annual_grid_energy: EnergyOrZero, grid_loss: FractionOrZero) -> EnergyOrZero:
    """Energy that plants generate in a year for what the facility does not make itself, losses on the way included."""
    return annual_grid_energy / (1 - grid_loss)


def supply_capacity(
    annual_supply_energy: EnergyOrZero, supply_capacity_factor: Fraction, operating_year: Duration
) -> SupplyCapacity:
    """Nameplate of plants of one technology that generate what the facility takes from its grid over a year.

    Says nothing about any hour: calm, night, drought and repair need storage, other plants or a grid beside them.
    """
    return annual_supply_energy / (supply_capacity_factor * operating_year)


def supply_firm_capacity(supply_capacity: SupplyCapacity, supply_capacity_credit: Fraction) -> FirmCapacity:
    """Part of that nameplate that a grid would count on when supply is scarcest."""
    return supply_capacity * supply_capacity_credit


def annual_supply_life_cycle_carbon(
    annual_supply_energy: EnergyOrZero, supply_life_cycle_carbon_intensity: CarbonIntensity
) -> LifeCycleCarbon:
    """Life-cycle emissions of that electricity, a year's part. Scope 2 counts combustion alone; the two never mix."""
    return annual_supply_energy * supply_life_cycle_carbon_intensity


def annual_supply_water(annual_supply_energy: EnergyOrZero, supply_water_intensity: WaterIntensity) -> Water:
    """Water that those plants consume in a year, elsewhere than at the site."""
    return annual_supply_energy * supply_water_intensity


def firm_supply_covers_the_peak(
    supply_firm_capacity: FirmCapacity,
    grid_loss: FractionOrZero,
    facility_peak_demand: PeakDemand,
    on_site_share: FractionOrZero,
) -> Expectation:
    """Plants that give a year's energy may not carry the peak: storage, other plants or a grid fill the gap.

    The peak is less what generators on site give, if their share is the same in all hours.
    """
    return supply_firm_capacity * (1 - grid_loss) >= facility_peak_demand * (1 - on_site_share)
