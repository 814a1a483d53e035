"""Compute against vendors' dense peaks and published training runs."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.equations.compute import (
    annual_compute,
    h100_equivalents,
    h100_equivalents_per_accelerator,
    peak_compute_rate,
)

H100_8BIT = 1979e12
positive = st.floats(1e-3, 1e6)
fraction = st.floats(0.01, 1.0)
law = settings(deadline=None, max_examples=50)


def test_a_gb200_is_2_53_h100_equivalents():
    # Epoch AI, chip counts: 5,000 over 1,979 dense 8-bit TOP/s
    assert approx(5000 / 1979) == h100_equivalents_per_accelerator(5000e12, H100_8BIT)


def test_a_gb200_counts_as_epoch_prints_it():
    # Epoch AI, ai-chip-counts, GB200: 2.5265 H100e
    assert approx(2.5265, abs=5e-5) == h100_equivalents_per_accelerator(5000e12, H100_8BIT)


def test_an_a100_is_a_third_of_an_h100():
    # Epoch AI, ai-chip-counts, A100: 624 dense INT8 TOP/s, 0.3153 H100e
    assert approx(0.3153, abs=5e-5) == h100_equivalents_per_accelerator(624e12, H100_8BIT)


def test_an_h100_is_one_h100_equivalent():
    # the convention itself: Epoch AI, compute_h100_equivalents, h100_tops
    assert 1 == h100_equivalents_per_accelerator(H100_8BIT, H100_8BIT)


def test_new_carlisle_is_687_000_h100_equivalents():
    # Epoch AI, Frontier Data Centers, New Carlisle, 2026-03-23: 687,216 H100e of 1.047 million Trainium2
    assert approx(687_216, rel=1e-2) == h100_equivalents(1.047e6, h100_equivalents_per_accelerator(1299e12, H100_8BIT))


def test_1_3_million_h100_peak_at_1_29e21_flop_per_second_in_bf16():
    # NVIDIA H100 SXM, dense BF16: 989.4 TFLOP/s
    assert approx(1.29e21, rel=5e-3) == peak_compute_rate(1.3e6, 989.4e12)


def test_llama_3_1_took_3_8e25_flop_in_30_84_million_h100_hours():
    # Llama 3.1 model card: 30.84 M GPU-hours; Epoch AI: 0.404 while stepping, 0.346 over the whole run
    hours_per_accelerator = 30.84e6 / 16_384
    rate = peak_compute_rate(16_384, 989.5e12)
    assert approx(3.8e25, rel=1e-2) == annual_compute(rate, 0.404, 0.346 / 0.404, hours_per_accelerator * 3600)


@law
@given(positive, positive)
def test_doubling_accelerators_doubles_the_peak_rate(count, rate):
    assert approx(2 * peak_compute_rate(count, rate)) == peak_compute_rate(2 * count, rate)


@law
@given(positive, positive)
def test_doubling_accelerators_doubles_their_h100_equivalents(count, each):
    assert approx(2 * h100_equivalents(count, each)) == h100_equivalents(2 * count, each)


@law
@given(positive, fraction, fraction)
def test_useful_compute_never_exceeds_the_peak(rate, mfu, utilisation):
    assert annual_compute(rate, mfu, utilisation, 8760) <= rate * 8760


@law
@given(positive, positive)
def test_h100_equivalents_do_not_depend_on_the_unit_of_the_rates(rate, reference):
    kilo = h100_equivalents_per_accelerator(rate * 1e3, reference * 1e3)
    assert approx(kilo) == h100_equivalents_per_accelerator(rate, reference)
