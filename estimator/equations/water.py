"""Water: taken and consumed at the site, and consumed by the power plants behind it. The two are never added up."""

from estimator.units.dimensions import (
    DailyWater,
    Energy,
    EnergyOrZero,
    Expectation,
    Households,
    Pools,
    Power,
    RatioFromOne,
    Water,
    WaterIntensity,
    WaterPerHousehold,
    WaterPerPool,
    WaterTaken,
)

wue: WaterIntensity
"""Water consumed at the site over its annual IT energy (ISO/IEC 30134-9); PUE does not enter.

Several operators print what they take from pipes and wells under this name: that is `withdrawal_wue`.
"""

peak_day_wue: WaterIntensity
"""Water consumed at the site on a design day over the IT energy of that day."""

withdrawal_ratio: RatioFromOne
"""Water taken by the site over water consumed: what is not evaporated goes to the drain."""

grid_water_intensity: WaterIntensity
"""Water consumed by the grid's power plants over the electricity that they generate."""

household_water: WaterPerHousehold
"""Water that a household takes from its pipes in a year."""

pool_volume: WaterPerPool
"""Water of one pool of 50 m × 25 m × 2 m, as at the Olympic Games."""


def withdrawal_wue(wue: WaterIntensity, withdrawal_ratio: RatioFromOne) -> WaterTaken:
    """Water taken by the site over its annual IT energy, what is drained included."""
    return wue * withdrawal_ratio


def facility_wue(wue: WaterIntensity, pue: RatioFromOne) -> WaterTaken:
    """Water consumed at the site over all energy of the facility, as some national statistics print it."""
    return wue / pue


def annual_site_water_consumption(annual_it_energy: Energy, wue: WaterIntensity) -> Water:
    """Water that evaporates or is otherwise used up at the site in a year."""
    return annual_it_energy * wue


def annual_site_water_withdrawal(annual_site_water_consumption: Water, withdrawal_ratio: RatioFromOne) -> Water:
    """Water that the site takes from pipes, wells and rivers in a year; part of it comes back."""
    return annual_site_water_consumption * withdrawal_ratio


def peak_day_water(it_capacity: Power, peak_day_wue: WaterIntensity) -> DailyWater:
    """Water consumed at the site on a design day with all IT at work."""
    return it_capacity * peak_day_wue


def annual_grid_water(annual_grid_energy: EnergyOrZero, grid_water_intensity: WaterIntensity) -> Water:
    """Water consumed by power plants for the facility's electricity in a year, elsewhere than at the site."""
    return annual_grid_energy * grid_water_intensity


def design_day_takes_no_less_water_than_the_year(peak_day_wue: WaterIntensity, wue: WaterIntensity) -> Expectation:
    """Cooling evaporates most on a design day: less water than over the year is of another site or cooling."""
    return peak_day_wue >= wue


def water_households(annual_site_water_withdrawal: Water, household_water: WaterPerHousehold) -> Households:
    """Households that take as much water in a year as the site takes from pipes and wells."""
    return annual_site_water_withdrawal / household_water


def pools(annual_site_water_withdrawal: Water, pool_volume: WaterPerPool) -> Pools:
    """Olympic pools that hold as much water as the site takes in a year."""
    return annual_site_water_withdrawal / pool_volume
