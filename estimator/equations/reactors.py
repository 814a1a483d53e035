"""Reactor equivalents: by capacity and by energy, two different statements."""

from estimator.units.dimensions import (
    ComparedRatio,
    Duration,
    Energy,
    EnergyOfReactors,
    EnergyPerReactor,
    Expectation,
    Fraction,
    FractionOrZero,
    Power,
    PowerOfReactors,
    PowerPerReactor,
    Reactors,
    ReactorsOnAverage,
    ReactorsOut,
    Share,
)

reactor_net_power: PowerPerReactor
"""Reference unit power of a reactor, net of the plant's own consumption."""

reactor_capacity_factor: Fraction
"""Energy of a year over that of a year at net power; long run for a type. IAEA PRIS calls it load factor."""

reactor_availability: Fraction
"""Share of a year's energy at net power that a reactor could have delivered, output turned down on purpose included."""

reactor_fleet_capacity: PowerOfReactors
"""Net power of all reactors of a fleet, such as a country's."""

grid_loss: FractionOrZero
"""Share of the power plants' output that is lost on the way to the facility."""

reactor_forced_outage_rate: FractionOrZero
"""Share of the time for which a reactor is wanted and does not run because something failed (IEEE 762).

Planned outages and what they overrun are left out, on both sides; a reactor that runs at part of its power counts as
running.
"""

reliability_standard: Duration
"""Hours of a year for which a supply may leave its load uncovered, on average (loss of load expectation)."""

reactors_out: ReactorsOut
"""Reactors that stand still at the same time in a plan for outages: one, in the rule of N-1."""

compared_reactors: Reactors
"""Number of reactors that a statement compares the facility with."""


def reactor_annual_energy(
    reactor_net_power: PowerPerReactor, reactor_capacity_factor: Fraction, operating_year: Duration
) -> EnergyPerReactor:
    """Energy that one reactor delivers to the grid in a year."""
    return reactor_net_power * reactor_capacity_factor * operating_year


def reactor_fleet_annual_energy(
    reactor_fleet_capacity: PowerOfReactors, reactor_capacity_factor: Fraction, operating_year: Duration
) -> EnergyOfReactors:
    """Energy that a fleet of reactors delivers to the grid in a year."""
    return reactor_fleet_capacity * reactor_capacity_factor * operating_year


def share_of_reactor_fleet_capacity(facility_capacity: Power, reactor_fleet_capacity: PowerOfReactors) -> Share:
    """The facility's nameplate draw as a share of the net power of a fleet of reactors."""
    return facility_capacity / reactor_fleet_capacity


def share_of_reactor_fleet_energy(
    annual_facility_energy: Energy, reactor_fleet_annual_energy: EnergyOfReactors
) -> Share:
    """The facility's energy of a year as a share of what a fleet of reactors delivers."""
    return annual_facility_energy / reactor_fleet_annual_energy


def reactors_by_capacity(
    facility_capacity: Power, reactor_net_power: PowerPerReactor, grid_loss: FractionOrZero
) -> Reactors:
    """Reactors whose net power, all running, equals the facility's nameplate draw. Says nothing about energy."""
    return facility_capacity / (reactor_net_power * (1 - grid_loss))


def reactors_with_outage(reactors_by_capacity: Reactors, reactors_out: ReactorsOut) -> Reactors:
    """Reactors of which some can stand still while the rest cover the facility's nameplate draw.

    Says nothing about two outages with one cause, nor about refuelling that is planned.
    """
    return reactors_by_capacity + reactors_out


def reactors_by_unforced_capacity(
    reactors_by_capacity: Reactors, reactor_forced_outage_rate: FractionOrZero
) -> ReactorsOnAverage:
    """Reactors whose net power equals the facility's nameplate draw once forced outages have taken their share of it.

    What capacity markets count as unforced capacity: an average, which says nothing about any one hour.
    """
    return reactors_by_capacity / (1 - reactor_forced_outage_rate)


def reactors_by_energy(
    annual_facility_energy: Energy, reactor_annual_energy: EnergyPerReactor, grid_loss: FractionOrZero
) -> Reactors:
    """Reactors whose energy in a year equals the facility's. Says nothing about any one hour."""
    return annual_facility_energy / (reactor_annual_energy * (1 - grid_loss))


def full_load_matching_capacity_factor(
    facility_capacity: Power, compared_reactors: Reactors, reactor_net_power: PowerPerReactor, grid_loss: FractionOrZero
) -> ComparedRatio:
    """Capacity factor at which the compared reactors' energy equals the facility's at constant nameplate draw."""
    return facility_capacity / (compared_reactors * reactor_net_power * (1 - grid_loss))


def matching_capacity_factor(
    full_load_matching_capacity_factor: ComparedRatio, capacity_utilisation: Fraction
) -> ComparedRatio:
    """Capacity factor at which the compared reactors' energy equals the facility's.

    Above it they are more than enough, below it they are too few.
    """
    return full_load_matching_capacity_factor * capacity_utilisation


def output_stays_within_availability(reactor_capacity_factor: Fraction, reactor_availability: Fraction) -> Expectation:
    """Output above availability means that the two figures have different bases, such as gross and net."""
    return reactor_capacity_factor <= reactor_availability
