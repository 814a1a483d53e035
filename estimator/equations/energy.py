"""From rated power to average load and energy in a year."""

from estimator.units.dimensions import (
    Duration,
    Energy,
    EnergyBound,
    Expectation,
    Fraction,
    PeakDemand,
    Power,
    RatioFromOne,
)

operating_year: Duration
"""Hours of the year that annual figures cover: 8,760, or those of the calendar year that a scenario states."""

it_capacity_utilisation: Fraction
"""Average IT load over installed IT capacity: the one input about use."""

pue: RatioFromOne
"""Annual facility energy over annual IT energy. Estimated, unless a metered year is given (ISO/IEC 30134-2).

Heat reuse never brings it below 1; that is another figure (ERE).
"""


def average_it_load(it_capacity: Power, it_capacity_utilisation: Fraction) -> Power:
    """IT load, averaged over the year."""
    return it_capacity * it_capacity_utilisation


def average_facility_load(average_it_load: Power, pue: RatioFromOne) -> Power:
    """Facility load, averaged over the year."""
    return average_it_load * pue


def capacity_utilisation(average_facility_load: Power, facility_capacity: Power) -> Fraction:
    """Average facility load over nameplate. A result: average IT load can then never exceed installed IT."""
    return average_facility_load / facility_capacity


def load_factor(average_facility_load: Power, facility_peak_demand: PeakDemand) -> Fraction:
    """Average facility load over the facility's peak demand."""
    return average_facility_load / facility_peak_demand


def annual_it_energy(average_it_load: Power, operating_year: Duration) -> Energy:
    """Energy that reaches IT equipment in a year."""
    return average_it_load * operating_year


def annual_facility_energy(average_facility_load: Power, operating_year: Duration) -> Energy:
    """Energy that the facility takes in a year."""
    return average_facility_load * operating_year


def maximum_annual_facility_energy(facility_capacity: Power, operating_year: Duration) -> EnergyBound:
    """Energy of a year at constant nameplate draw: an upper bound, never an estimate."""
    return facility_capacity * operating_year


def design_day_needs_no_less_than_the_year(peak_pue: RatioFromOne, pue: RatioFromOne) -> Expectation:
    """A design day is the hardest for cooling: a PUE below that of the year is of another site or boundary."""
    return peak_pue >= pue
