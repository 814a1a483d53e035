"""Reactor equivalents against what reactors really did."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.equations.reactors import (
    full_load_matching_capacity_factor,
    matching_capacity_factor,
    reactor_annual_energy,
    reactors_by_capacity,
    reactors_by_energy,
    reactors_by_unforced_capacity,
)
from estimator.model import model
from estimator.solver.algebra import compute, solved_for

YEAR, LEAP_YEAR = 8760, 8784
positive = st.floats(1e-3, 1e6)
fraction = st.floats(0.01, 1.0)
loss = st.floats(0.0, 0.5)
law = settings(deadline=None, max_examples=50)


def capacity_factor(energy: float, power: float, hours: float) -> float:
    """The equation of a reactor's energy, solved for its capacity factor."""
    equation = model().quantities["reactor_annual_energy"].equation
    known = {"reactor_annual_energy": energy, "reactor_net_power": power, "operating_year": hours}
    return compute(solved_for(equation.name, equation.tree, "reactor_capacity_factor"), known)


def test_olkiluoto_3_had_a_capacity_factor_of_0_741_in_2025():
    # TVO via Daily Finland, 2026: 10.38 TWh; PRIS via GeoNuclearData: 1,600 MW net
    assert approx(0.741, abs=5e-4) == capacity_factor(10.38e6, 1600, YEAR)


def test_olkiluoto_3_delivers_10_38_terawatt_hours_at_0_741():
    # TVO via Daily Finland, 2026
    assert approx(10.38e6, rel=1e-3) == reactor_annual_energy(1600, 0.7406, YEAR)


def test_olkiluoto_3_had_a_capacity_factor_of_0_689_in_the_leap_year_2024():
    # TVO via Daily Finland, 2025: 9.69 TWh over 8,784 h
    assert approx(0.689, abs=5e-4) == capacity_factor(9.69e6, 1600, LEAP_YEAR)


def test_taishan_2_had_a_capacity_factor_of_0_886_in_2023():
    # NexusGen 2024: 12.884 TWh, a world record; PRIS: 1,660 MW net
    assert approx(0.886, abs=5e-4) == capacity_factor(12.884e6, 1660, YEAR)


def test_two_gigawatts_are_1_235_epr_by_capacity():
    # EDF, Flamanville 3: 1,620 MW
    assert approx(1.235, abs=5e-4) == reactors_by_capacity(2000, 1620, 0)


def test_two_gigawatts_are_1_79_ap1000_by_capacity():
    # EIA and PRIS: 1,117 MW; facts/compute.md V30
    assert approx(1.79, abs=5e-3) == reactors_by_capacity(2000, 1117, 0)


def test_two_gigawatts_all_year_are_1_97_ap1000_by_energy():
    # ANS 2025: median capacity factor 0.91; facts/compute.md V30
    assert approx(1.97, abs=5e-3) == reactors_by_energy(2000 * YEAR, reactor_annual_energy(1117, 0.91, YEAR), 0)


def test_two_gigawatts_all_year_are_1_64_epr_by_energy_at_0_75():
    # facts/reactors.md, How many EPRs for a constant 2 GW: 1,630 MW
    assert approx(1.64, abs=5e-3) == reactors_by_energy(2000 * YEAR, reactor_annual_energy(1630, 0.75, YEAR), 0)


def test_two_epr_of_1620_megawatts_match_two_gigawatts_at_0_617():
    # "2 GW d'énergie, … l'équivalent de 2 réacteurs nucléaires de type EPR", French press, January 2025
    assert approx(0.617, abs=5e-4) == full_load_matching_capacity_factor(2000, 2, 1620, 0)


def test_two_epr_match_two_gigawatts_used_at_0_8_at_0_494():
    # users.md, seed cases: load factor 0.8
    assert approx(0.494, abs=5e-4) == matching_capacity_factor(2000 / 3240, 0.8)


@law
@given(positive, positive, fraction, loss)
def test_by_energy_at_constant_draw_is_at_least_by_capacity(load, power, factor, lost):
    by_energy = reactors_by_energy(load * YEAR, reactor_annual_energy(power, factor, YEAR), lost)
    assert by_energy >= reactors_by_capacity(load, power, lost) * (1 - 1e-12)


@law
@given(positive, positive, loss)
def test_grid_loss_never_lowers_the_number_of_reactors(load, power, lost):
    assert reactors_by_capacity(load, power, lost) >= reactors_by_capacity(load, power, 0)


@law
@given(positive, positive, fraction, loss)
def test_at_the_matching_capacity_factor_the_compared_reactors_are_just_enough(load, power, count, lost):
    matching = full_load_matching_capacity_factor(load, count, power, lost)
    assert approx(count) == reactors_by_energy(load * YEAR, reactor_annual_energy(power, matching, YEAR), lost)


@law
@given(positive, fraction)
def test_a_reactor_delivers_no_more_than_its_net_power(power, factor):
    assert reactor_annual_energy(power, factor, YEAR) <= power * YEAR


@law
@given(positive, fraction)
def test_a_facility_in_partial_use_is_matched_at_a_lower_factor(full, use):
    assert matching_capacity_factor(full, use) <= full


def test_two_gigawatts_are_1_30_epr_by_unforced_capacity():
    # unforced capacity is installed capacity less its forced outage rate: 1.235 ÷ 0.95
    assert approx(1.30, abs=5e-3) == reactors_by_unforced_capacity(2000 / 1620, 0.05)


@law
@given(positive, st.floats(0.0, 0.9))
def test_what_units_run_on_average_covers_the_load(by_capacity, rate):
    assert approx(by_capacity) == reactors_by_unforced_capacity(by_capacity, rate) * (1 - rate)
