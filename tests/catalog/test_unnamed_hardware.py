"""Hardware that nobody named is a default by the year of what is described, and never beside a chip that is named."""

import pytest
from pytest import approx

import estimator
from estimator.catalog import load_catalog


def figures(name):
    return next(figure for figure in load_catalog().assumptions if figure.quantity == name)


DEFAULTS = (
    "accelerator_tdp", "accelerator_peak_rate", "accelerator_peak_rate_8bit", "accelerator_memory",
    "accelerator_memory_bandwidth",
)  # fmt: skip


@pytest.mark.parametrize("name", DEFAULTS)
def test_hardware_is_assumed_only_where_no_accelerator_is_named(name):
    assert figures(name).chosen({"precision": "bf16"}) is not None
    assert figures(name).chosen({"precision": "bf16", "accelerator": "v100-sxm2"}) is None


@pytest.mark.parametrize(
    ("year", "accelerator"), [(2018, "v100-sxm2"), (2021, "a100-sxm-80gb"), (2024, "h200-sxm"), (2025, "gb200")]
)
def test_the_chip_that_sold_best_lies_in_the_range_of_its_year(year, accelerator):
    low, _, high = figures("accelerator_tdp").chosen({"year": str(year)}).value.parameters
    chip = next(
        f for f in load_catalog().entries["accelerators"][accelerator].figures if f.quantity == "accelerator_tdp"
    )
    assert low < chip.options[""].value.parameters[0] < high


def test_every_chip_of_nvidia_since_hopper_lies_near_the_range_of_no_year():
    low, _, high = figures("accelerator_tdp").chosen({}).value.parameters
    entries = load_catalog().entries["accelerators"]
    watts = {
        key: next(f for f in entries[key].figures if f.quantity == "accelerator_tdp").options[""].value.parameters[0]
        for key in ("h100-sxm", "h200-sxm", "b200", "gb200", "gb300")
    }
    assert {} == {key: watt for key, watt in watts.items() if not low <= watt <= high}


def test_a_gigawatt_for_1_3_million_unnamed_accelerators_is_judged():
    # 1 GW / 1.25 / 1.14 / 1.60 / 1.3 M is 337 W, less than half of an H100's 700
    found = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M")
    assert approx(337, rel=0.02) == found["accelerator_tdp"].p50
    assert any("accelerator_tdp" in f.message and "contradicts" in f.message for f in found.findings)


@pytest.mark.parametrize(
    ("reading", "agrees"), [("accelerator_capacity", True), ("it_capacity", False), ("facility_capacity", False)]
)
def test_a_gigawatt_for_1_3_million_unnamed_accelerators_can_only_be_that_of_the_chips(reading, agrees):
    # 769 W each: an H100 is designed for 700 W alone, and for 700 × 1.82 × 1.14 with all IT
    found = estimator.estimate({reading: "1 GW", "accelerators": "1.3 M"}, draws=2000)
    assert agrees == (not any("contradicts" in finding.message for finding in found.findings))


def test_stated_facts_are_never_moved_by_unnamed_hardware():
    found = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M", draws=2000)
    assert (1000.0, 1.3e6) == (found["facility_capacity"].p50, found["accelerators"].p50)


def test_a_chip_that_states_no_memory_gets_none_of_unnamed_hardware():
    found = estimator.estimate(accelerators="1 k", accelerator="tpu-8t", draws=200)
    assert ("", "accelerator_tdp") not in found
