"""Power plants and contracts as announcements tell them: what a plant gives in a year, what it costs, what is bought.

A plant is a system of its own: its capacity is not that of the site that it is built for.
"""

from estimator.units.dimensions import (
    CarbonAvoided,
    CarbonIntensity,
    ContractedPower,
    Duration,
    EnergyOfPlant,
    EnergyPerHousehold,
    Fraction,
    FractionOrZero,
    HomesOfPlant,
    Lifetime,
    MoneyOfOwn,
    MoneyOfPlantPerPower,
    MoneyOfYear,
    MoneyPerEnergyOfPlant,
    PlantCapacity,
    PlantCapacityFactor,
    PlantReactors,
    Power,
    PowerPerReactor,
    ShareOfPlant,
)

plant_reactors: PlantReactors
"""Reactors of one plant, all of a type."""

contracted_power: ContractedPower
"""Power of a plant that one buyer has contracted for, all of it or a part."""

contracted_price: MoneyPerEnergyOfPlant
"""What a buyer pays for each unit of energy under a contract with a plant."""

contract_term: Lifetime
"""Years for which a contract runs."""

plant_cost_per_power: MoneyOfPlantPerPower
"""Price of building a plant over its net power, interest left out (overnight cost)."""

investment: MoneyOfOwn
"""A sum that somebody said would be spent over some years, whatever it is for."""

investment_term: Lifetime
"""Years over which an announced sum is to be spent."""


def plant_capacity(plant_reactors: PlantReactors, reactor_net_power: PowerPerReactor) -> PlantCapacity:
    """Net power of a plant. Of wind and sun it is the nameplate at the grid, and stated as such."""
    return plant_reactors * reactor_net_power


def plant_capacity_factor(reactor_capacity_factor: Fraction) -> PlantCapacityFactor:
    """Energy of a plant's year over that of a year at net power: its reactors', or that of its technology."""
    return reactor_capacity_factor


def annual_plant_energy(
    plant_capacity: PlantCapacity, plant_capacity_factor: PlantCapacityFactor, operating_year: Duration
) -> EnergyOfPlant:
    """Energy that a plant delivers to the grid in a year."""
    return plant_capacity * plant_capacity_factor * operating_year


def plant_households(annual_plant_energy: EnergyOfPlant, household_energy: EnergyPerHousehold) -> HomesOfPlant:
    """Households that use in a year as much electricity as a plant delivers. Says nothing about any one hour."""
    return annual_plant_energy / household_energy


def plant_share_of_site(plant_capacity: PlantCapacity, facility_capacity: Power) -> ShareOfPlant:
    """Net power of a plant over the nameplate draw of the site that it is built for, if they are one system's."""
    return plant_capacity / facility_capacity


def plant_cost(plant_capacity: PlantCapacity, plant_cost_per_power: MoneyOfPlantPerPower) -> MoneyOfOwn:
    """Price of building a plant, interest left out."""
    return plant_capacity * plant_cost_per_power


def annual_displaced_carbon(
    annual_plant_energy: EnergyOfPlant, grid_carbon_intensity: CarbonIntensity
) -> CarbonAvoided:
    """Direct emissions of the grid for as much electricity as a plant delivers in a year.

    What a plant avoids is something else: that hangs on which plants it stands in for, hour by hour.
    """
    return annual_plant_energy * grid_carbon_intensity


def annual_contracted_energy(
    contracted_power: ContractedPower, plant_capacity_factor: PlantCapacityFactor, operating_year: Duration
) -> EnergyOfPlant:
    """Energy of a year under a contract for a part of a plant's power, as the plant delivers it."""
    return contracted_power * plant_capacity_factor * operating_year


def annual_contract_cost(
    annual_contracted_energy: EnergyOfPlant, contracted_price: MoneyPerEnergyOfPlant
) -> MoneyOfYear:
    """What a buyer pays in a year under a contract with a plant."""
    return annual_contracted_energy * contracted_price


def contract_cost(annual_contract_cost: MoneyOfYear, contract_term: Lifetime, one_year: Lifetime) -> MoneyOfOwn:
    """What a buyer pays over a contract's years, added up without interest, at the price of one year."""
    return annual_contract_cost * contract_term / one_year


def annual_investment(investment: MoneyOfOwn, investment_term: Lifetime, one_year: Lifetime) -> MoneyOfYear:
    """An announced sum for each year of its term, as if the years were alike."""
    return investment * one_year / investment_term


def delivered_plant_energy(annual_plant_energy: EnergyOfPlant, grid_loss: FractionOrZero) -> EnergyOfPlant:
    """Energy of a plant's year behind the losses of the grid."""
    return annual_plant_energy * (1 - grid_loss)
