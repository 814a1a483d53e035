"""Money, in US dollars of one year: what it takes to build, to power, and to use. Each scope has its own name."""

from estimator.equations.functions import annuity
from estimator.units.dimensions import (
    Accelerators,
    Compute,
    DiscountRate,
    Duration,
    EnergyOrZero,
    HeatRate,
    Lifetime,
    Money,
    MoneyOfOwn,
    MoneyOrZero,
    MoneyPerAccelerator,
    MoneyPerCompute,
    MoneyPerEnergy,
    MoneyPerPower,
    MoneyPerWork,
    Power,
    Share,
    Yearly,
)

compute_capex_per_it_watt: MoneyPerPower
"""Price of accelerators, servers, storage and network, installed, over the IT power that they are rated for."""

construction_capex_per_it_watt: MoneyPerPower
"""Price of shell, power and cooling, over the IT power that they serve. Land is left out."""

accelerator_price: MoneyPerAccelerator
"""Price of an accelerator package alone, as large buyers pay it."""

electricity_price: MoneyPerEnergy
"""What the facility pays for electricity from the grid, all in."""

fuel_price: MoneyPerEnergy
"""What fuel for generators on site costs over the energy in it, by the same heating value as their heat rate."""

discount_rate: DiscountRate
"""Cost of capital: interest and profit over what was spent, for each year."""

opex_per_it_watt: MoneyPerPower
"""Cost of a year of running a site, other than electricity and capital, over its IT power."""


def capex_per_it_watt(
    compute_capex_per_it_watt: MoneyPerPower, construction_capex_per_it_watt: MoneyPerPower
) -> MoneyPerPower:
    """Price of a site with all that stands in it, over its IT power. Land, generation and financing are left out."""
    return compute_capex_per_it_watt + construction_capex_per_it_watt


def compute_capex(it_capacity: Power, compute_capex_per_it_watt: MoneyPerPower) -> Money:
    """Price of everything at IT equipment input: accelerators, their servers, storage and network."""
    return it_capacity * compute_capex_per_it_watt


def construction_capex(it_capacity: Power, construction_capex_per_it_watt: MoneyPerPower) -> Money:
    """Price of shell, power and cooling, land left out."""
    return it_capacity * construction_capex_per_it_watt


def capex(it_capacity: Power, capex_per_it_watt: MoneyPerPower) -> Money:
    """Price of a site with all that stands in it. Land, generation and financing are left out."""
    return it_capacity * capex_per_it_watt


def capex_per_facility_watt(capex: Money, facility_capacity: Power) -> MoneyPerPower:
    """Price of a site with all that stands in it, over its nameplate draw."""
    return capex / facility_capacity


def accelerator_capex(accelerators: Accelerators, accelerator_price: MoneyPerAccelerator) -> Money:
    """Price of the accelerators alone, a part of the price of compute."""
    return accelerators * accelerator_price


def accelerator_share_of_capex(accelerator_capex: Money, capex: Money) -> Share:
    """The price of the accelerators alone as a share of that of the whole site."""
    return accelerator_capex / capex


def annual_electricity_cost(annual_grid_energy: EnergyOrZero, electricity_price: MoneyPerEnergy) -> MoneyOrZero:
    """What a year of electricity from the grid costs."""
    return annual_grid_energy * electricity_price


def annual_fuel_cost(
    annual_on_site_energy: EnergyOrZero, generator_heat_rate: HeatRate, fuel_price: MoneyPerEnergy
) -> MoneyOrZero:
    """What the fuel of generators on site costs in a year."""
    return annual_on_site_energy * generator_heat_rate * fuel_price


def it_capital_recovery(discount_rate: DiscountRate, it_lifetime: Lifetime, one_year: Lifetime) -> Yearly:
    """Share of the price of IT that each year of its life has to bring in: repayment and interest.

    The capital recovery factor, rate / (1 - (1 + rate) ** -years); without interest, one part in as many years.
    """
    return 1 / annuity(discount_rate, it_lifetime / one_year)


def facility_capital_recovery(discount_rate: DiscountRate, facility_lifetime: Lifetime, one_year: Lifetime) -> Yearly:
    """Share of the price of a building that each year of its life has to bring in: repayment and interest.

    The capital recovery factor, as for IT.
    """
    return 1 / annuity(discount_rate, facility_lifetime / one_year)


def annual_opex(it_capacity: Power, opex_per_it_watt: MoneyPerPower) -> Money:
    """Cost of a year of running a site, other than electricity and capital."""
    return it_capacity * opex_per_it_watt


def annual_cost(
    compute_capex: Money,
    it_capital_recovery: Yearly,
    construction_capex: Money,
    facility_capital_recovery: Yearly,
    annual_electricity_cost: MoneyOrZero,
    annual_fuel_cost: MoneyOrZero,
    annual_opex: Money,
) -> MoneyOfOwn:
    """What a year costs, with capital: each part over its own lifetime. Of a whole, with one rate for all of it."""
    return (
        compute_capex * it_capital_recovery
        + construction_capex * facility_capital_recovery
        + annual_electricity_cost
        + annual_fuel_cost
        + annual_opex
    )


def cost_per_accelerator_hour(
    annual_cost: MoneyOfOwn, accelerators: Accelerators, operating_year: Duration
) -> MoneyPerWork:
    """What an hour of an accelerator costs, used or not."""
    return annual_cost / (accelerators * operating_year)


def cost_per_compute(annual_cost: MoneyOfOwn, annual_compute: Compute) -> MoneyPerCompute:
    """What useful operations cost, 10²¹ FLOP."""
    return annual_cost / annual_compute
