"""The power ladder against published ratings."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.equations.power import (
    accelerator_capacity,
    accelerator_it_capacity,
    accelerator_power_limit,
    facility_capacity,
    facility_draws_at_least_the_accelerators_limit,
    facility_peak_demand,
    facility_power_per_accelerator,
    it_capacity,
    it_power_per_accelerator,
    peak_demand_fits_the_connection,
    server_capacity,
)

positive = st.floats(1e-3, 1e6)
fraction = st.floats(0.01, 1.0)
from_one = st.floats(1.0, 3.0)
law = settings(deadline=None, max_examples=50)


def test_an_h100_draws_1453_watts_of_it_power():
    # Epoch AI, IT power by chip.csv, row H100: 10.2 kW × 1.14 ÷ 8
    assert approx(1453.5) == it_power_per_accelerator(700, 10_200 / 8 / 700, 1.14)


def test_an_a100_draws_926_watts_of_it_power():
    # Epoch AI, IT power by chip.csv, row A100: 6.5 kW × 1.14 ÷ 8
    assert approx(926, abs=0.5) == it_power_per_accelerator(400, 6_500 / 8 / 400, 1.14)


def test_a_gb200_in_an_nvl72_rack_draws_2090_watts_of_it_power():
    # Epoch AI, IT power by chip.csv, row GB200: 132 kW × 1.14 ÷ 72
    assert approx(2090) == it_power_per_accelerator(1200, 132_000 / 72 / 1200, 1.14)


def test_colossus_with_100_000_accelerators_has_139_megawatts_of_it_capacity():
    # Epoch AI, Frontier Data Centers, Colossus 1, 2024-09-02: 139 MW of IT power
    assert approx(139e6) == it_capacity(accelerator_it_capacity(100_000, 1390), 0)


def test_colossus_draws_181_megawatts_at_a_peak_pue_of_1_30():
    # Epoch AI, Frontier Data Centers, Colossus 1, 2024-09-02: 181 MW of facility power
    assert approx(181, abs=0.5) == facility_capacity(139, 1.30)


def test_new_carlisle_has_910_megawatts_of_it_capacity():
    # Epoch AI, Frontier Data Centers, New Carlisle, 2026-03-23: 910 MW; 1.047 million Trainium2 at 869 W
    assert approx(910e6, rel=1e-2) == accelerator_it_capacity(1.047e6, 869)


def test_new_carlisle_draws_1092_megawatts():
    # Epoch AI, Frontier Data Centers, New Carlisle, 2026-03-23
    assert approx(1092) == facility_capacity(910, 1.20)


def test_the_accelerators_take_two_fifths_of_the_peak_facility_power():
    # Epoch AI, data insight of 18 December 2025: 1 ÷ (1.53 × 1.14 × 1.40), about 40 %
    servers = server_capacity(accelerator_capacity(1, 1), 1.53)
    assert approx(0.41, abs=0.005) == 1 / facility_capacity(servers * 1.14, 1.40)


def test_a_dgx_h100_is_rated_10_2_kilowatts():
    # NVIDIA DGX H100, rated power; Epoch AI, estimation: server over GPU 1.82
    assert approx(10_200, rel=2e-3) == server_capacity(accelerator_capacity(8, 700), 1.82)


def test_one_gigawatt_over_1_3_million_accelerators_is_769_watts():
    # the division that readers of Meta's post of 24 January 2025 are tempted by
    assert approx(769, abs=0.5) == facility_power_per_accelerator(1e9, 1.3e6)


def test_769_watts_break_no_expectation_for_a_700_watt_accelerator():
    assert facility_draws_at_least_the_accelerators_limit(769, 700)


def test_769_watts_are_too_few_for_a_1200_watt_accelerator():
    assert not facility_draws_at_least_the_accelerators_limit(769, 1200)


def test_a_maia_100_capped_at_500_watts_has_a_power_limit_of_500_watts():
    # Microsoft Maia 100: 700 W design, 500 W provisioned
    assert approx(500) == accelerator_power_limit(700, 500 / 700)


def test_a_node_rated_10_2_kilowatts_peaks_at_8_4():
    # Latif et al. 2025, abstract: 8.4 kW measured, 82 % of 10.2 kW
    assert approx(8.4, abs=0.05) == facility_peak_demand(10.2, 0.82)


def test_colossus_at_155_megawatts_does_not_fit_a_connection_of_150():
    # Tom's Hardware, November 2024: 150 MW approved, experts expect 155 MW
    assert not peak_demand_fits_the_connection(155, 150)


@law
@given(positive, positive)
def test_doubling_accelerators_doubles_capacity(count, power):
    assert approx(2 * accelerator_it_capacity(count, power)) == accelerator_it_capacity(2 * count, power)


@law
@given(positive, positive)
def test_doubling_accelerators_doubles_their_own_capacity(count, power):
    assert approx(2 * accelerator_capacity(count, power)) == accelerator_capacity(2 * count, power)


@law
@given(positive, from_one)
def test_it_capacity_never_exceeds_facility_capacity(it, ratio):
    assert it <= facility_capacity(it, ratio)


@law
@given(positive, from_one)
def test_accelerators_never_exceed_their_servers(power, ratio):
    assert power <= server_capacity(power, ratio)


@law
@given(positive, from_one, from_one)
def test_it_power_per_accelerator_is_at_least_its_limit(limit, server, network):
    assert limit <= it_power_per_accelerator(limit, server, network)


@law
@given(positive, fraction)
def test_a_power_limit_never_exceeds_the_design_limit(tdp, ratio):
    assert tdp >= accelerator_power_limit(tdp, ratio)


@law
@given(positive, fraction)
def test_peak_demand_never_exceeds_nameplate(capacity, ratio):
    assert capacity >= facility_peak_demand(capacity, ratio)


@law
@given(positive, st.floats(0, 1e6))
def test_other_it_adds_to_that_of_the_accelerators(accelerators, other):
    assert approx(other, abs=1e-6) == it_capacity(accelerators, other) - accelerators


@law
@given(positive, positive)
def test_power_per_accelerator_times_accelerators_is_the_facility(capacity, count):
    assert approx(capacity) == facility_power_per_accelerator(capacity, count) * count


@law
@given(positive, positive, from_one, from_one)
def test_the_ladder_and_the_power_per_accelerator_agree(count, limit, server, network):
    by_ladder = server_capacity(accelerator_capacity(count, limit), server) * network
    assert approx(by_ladder) == accelerator_it_capacity(count, it_power_per_accelerator(limit, server, network))
