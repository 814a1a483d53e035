"""Backup: carrying the whole facility for a while from batteries, or from generators with fuel of their own."""

from estimator.units.dimensions import (
    Duration,
    EnergyOrZero,
    Fraction,
    Fuel,
    FuelConsumption,
    Generators,
    Power,
    PowerPerGenerator,
    RatioFromOne,
)

backup_duration: Duration
"""Time for which the facility runs without grid or plant: minutes from batteries, hours or days from fuel."""

backup_usable_share: Fraction
"""Energy that batteries give to the facility over their rated energy."""

backup_generator_power: PowerPerGenerator
"""Nameplate of one backup generator."""

backup_redundancy: RatioFromOne
"""Backup generators installed over those that carry the nameplate draw. Spares stand group by group, not per site."""

backup_fuel_consumption: FuelConsumption
"""Diesel that backup generators burn over the electricity that they make."""


def backup_energy(facility_capacity: Power, backup_duration: Duration) -> EnergyOrZero:
    """Energy of the facility at nameplate draw for the time that it runs on backup."""
    return facility_capacity * backup_duration


def backup_battery_energy(backup_energy: EnergyOrZero, backup_usable_share: Fraction) -> EnergyOrZero:
    """Rated energy of batteries that carry the facility for that time by themselves."""
    return backup_energy / backup_usable_share


def backup_generators(
    facility_capacity: Power, backup_generator_power: PowerPerGenerator, backup_redundancy: RatioFromOne
) -> Generators:
    """Generators that carry the facility at nameplate draw, with spares; how long, the fuel decides."""
    return facility_capacity / backup_generator_power * backup_redundancy


def backup_fuel(backup_energy: EnergyOrZero, backup_fuel_consumption: FuelConsumption) -> Fuel:
    """Diesel with which generators carry the facility for that time by themselves."""
    return backup_energy * backup_fuel_consumption
