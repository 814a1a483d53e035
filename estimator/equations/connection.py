"""What a grid connection can feed, for those who know it alone: the largest site behind it, and the most energy."""

from estimator.dimensions import (
    ConnectableAccelerators,
    ConnectablePower,
    Duration,
    EnergyOfConnection,
    Fraction,
    Power,
    PowerPerAccelerator,
    RatioFromOne,
)


def connectable_capacity(connection_capacity: Power, demand_factor: Fraction) -> ConnectablePower:
    """Largest nameplate draw whose expected peak the connection carries, without generation on site."""
    return connection_capacity / demand_factor


def connectable_it_capacity(connectable_capacity: ConnectablePower, peak_pue: RatioFromOne) -> ConnectablePower:
    """IT capacity of the largest site that the connection carries."""
    return connectable_capacity / peak_pue


def connectable_accelerators(
    connectable_it_capacity: ConnectablePower, it_power_per_accelerator: PowerPerAccelerator
) -> ConnectableAccelerators:
    """Accelerators of the largest site that the connection carries."""
    return connectable_it_capacity / it_power_per_accelerator


def connectable_annual_energy(connection_capacity: Power, operating_year: Duration) -> EnergyOfConnection:
    """Energy of a year at the whole contracted power: an upper bound, never an estimate."""
    return connection_capacity * operating_year
