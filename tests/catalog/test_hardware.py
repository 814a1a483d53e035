"""Accelerators and servers against what is published of them, and against each other."""

from itertools import pairwise
from math import isclose

import pytest
from pytest import approx

from estimator import estimate
from estimator.catalog import CATALOG, load_catalog

from .entries import (
    ACCELERATORS,
    LOADED,
    SERVERS,
    datum,
    earliest,
    ends,
    latest,
    middle,
    note,
    options,
    spoiled,
    told,
)

TERA = 1e12
RATE, RATE_8BIT = "accelerator_peak_rate", "accelerator_peak_rate_8bit"
TDP, MEMORY, BANDWIDTH = "accelerator_tdp", "accelerator_memory", "accelerator_memory_bandwidth"
RATES = {key: options(entry, RATE) for key, entry in ACCELERATORS.items()}
RATE_16BIT = {key: rates.get("bf16", rates.get("fp16")) for key, rates in RATES.items()}


def told_of(message, entry, *path):
    """A message about an accelerator's figure, behind its file and line."""
    return told(f"{entry}: {message}", "accelerators", entry, "figures", *path)


def test_the_catalog_has_at_least_thirty_accelerators():
    assert len(ACCELERATORS) >= 30


NAMED = [
    "v100-sxm2", "a100-sxm-40gb", "a100-sxm-80gb", "h100-sxm", "h100-pcie", "h200-sxm", "b200", "gb200", "b300",
    "gb300", "rubin", "mi250x", "mi300a", "mi300x", "mi325x", "mi350x", "mi355x", "tpu-v4", "tpu-v5e", "tpu-v5p",
    "tpu-v6e", "tpu-v7", "trainium1", "trainium2", "trainium3", "inferentia2", "mtia-v1", "mtia-v2", "gaudi2",
    "gaudi3", "maia-100", "ascend-910b", "ascend-910c",
]  # fmt: skip


def test_the_accelerators_of_announcements_are_there():
    assert set() == set(NAMED) - set(ACCELERATORS)


# Dense rates double with each halving of the width: a rate with sparsity shows as a factor of two too many.

HALVINGS = [("tf32", "bf16"), ("bf16", "fp8"), ("bf16", "int8"), ("fp8", "fp4")]
NOT_DOUBLE = {
    ("trainium1", "tf32", "bf16"): (1, "TF32 runs at the rate of BF16 (AWS Neuron, Trainium)"),
    ("trainium1", "bf16", "fp8"): (1, "only INT8 is faster (AWS Neuron, Trainium)"),
    ("inferentia2", "tf32", "bf16"): (1, "TF32 runs at the rate of BF16 (AWS Neuron, Inferentia2)"),
    ("inferentia2", "bf16", "fp8"): (1, "only INT8 is faster (AWS Neuron, Inferentia2)"),
    ("trainium2", "tf32", "bf16"): (1, "TF32 runs at the rate of BF16 (AWS Neuron, Trainium2)"),
    ("trainium2", "bf16", "fp8"): (1.9475, "1,299 over 667 by AWS's own table (AWS Neuron, Trainium2)"),
    ("trainium3", "tf32", "bf16"): (1, "TF32 runs at the rate of BF16 (AWS Neuron, Trainium3)"),
    ("trainium3", "bf16", "fp8"): (3.7511, "2,517 over 671 by AWS's own table (AWS Neuron, Trainium3)"),
    ("trainium3", "fp8", "fp4"): (1, "MXFP4 runs at the rate of MXFP8 (AWS Neuron, Trainium3)"),
    ("tpu-v4", "bf16", "int8"): (1, "one rate for BF16 and INT8 (Google Cloud, TPU v4)"),
    ("tpu-v5p", "bf16", "fp8"): (1, "only INT8 is faster (Google Cloud, TPU7x, table)"),
    ("tpu-v6e", "bf16", "fp8"): (1, "only INT8 is faster (Google Cloud, TPU7x, table)"),
    ("mi250x", "bf16", "int8"): (1, "CDNA 2 has one rate for BF16 and INT8 (Epoch AI, row MI250X)"),
    ("gaudi2", "bf16", "fp8"): (1.9222, "865 over a rounded 450 (Epoch AI, row Gaudi2)"),
    ("gaudi3", "tf32", "bf16"): (3.6558, "1,678 over 459 (Epoch AI, row Gaudi3)"),
    ("gaudi3", "bf16", "fp8"): (1, "FP8 runs at the rate of BF16 (Epoch AI, row Gaudi3)"),
    ("h800-sxm", "tf32", "bf16"): (2.0821, "454.5 or 494.5: the documents differ and the value is half-way"),
    ("l40s", "tf32", "bf16"): (1.9781, "362 over 183 as NVIDIA rounds them"),
    ("l40s", "bf16", "fp8"): (2.0249, "733 over 362 as NVIDIA rounds them"),
    ("l40s", "bf16", "int8"): (2.0249, "733 over 362 as NVIDIA rounds them"),
    ("l4", "tf32", "bf16"): (2.0167, "121 over 60 as NVIDIA rounds them"),
    ("b300", "bf16", "int8"): (0.07, "INT8 is cut in Blackwell Ultra (Epoch AI, row B300)"),
    ("gb300", "bf16", "int8"): (0.066, "INT8 is cut in Blackwell Ultra (Epoch AI, row GB300)"),
    ("b300", "fp8", "fp4"): (3, "Blackwell Ultra: FP4 is three times FP8 (Epoch AI, row B300)"),
    ("gb300", "fp8", "fp4"): (3, "Blackwell Ultra: FP4 is three times FP8 (Epoch AI, row GB300)"),
    ("rubin", "bf16", "fp8"): (4.175, "16.7 over 4: raises the narrow formats (Epoch AI, chip counts)"),
    ("b30a", "fp8", "fp4"): (3, "half of a B300 (Tom's Hardware)"),
    ("rubin-ultra", "fp8", "fp4"): (2.8818, "100 for inference over 34.7 for training (AI Wiki, NVL576)"),
    ("rubin", "fp8", "fp4"): (2.0958, "35 over 16.7, both for training, from two documents"),
}  # fmt: skip


def broken_ratios(catalog, folder):
    """Rates that are not twice those of double the width, nor what is known instead, each with its file and line."""
    for key, entry in catalog.entries["accelerators"].items():
        rates = options(entry, RATE)
        for wide, narrow in HALVINGS:
            if wide not in rates or narrow not in rates:
                continue
            expected, _ = NOT_DOUBLE.get((key, wide, narrow), (2, ""))
            ratio = rates[narrow] / rates[wide]
            if not isclose(expected, ratio, rel_tol=3e-3):
                message = f"{key}: {narrow} runs at {ratio:.4g} times {wide}, expected {expected:g}"
                yield told(message, "accelerators", key, "figures", RATE, narrow, folder=folder)


def test_half_the_width_is_twice_the_rate():
    assert [] == list(broken_ratios(LOADED, CATALOG))


@pytest.mark.parametrize("pair", NOT_DOUBLE, ids="-".join)
def test_every_exception_is_still_one(pair):
    entry, wide, narrow = pair
    assert not isclose(2, RATES[entry][narrow] / RATES[entry][wide], rel_tol=3e-3)


@pytest.mark.parametrize("pair", [pair for pair in NOT_DOUBLE if pair[2] in ("fp8", "fp4")], ids="-".join)
def test_the_catalog_gives_the_reason_of_every_exception_below_16_bits(pair):
    entry, wide, narrow = pair
    reasons = [datum(ACCELERATORS[entry], RATE, precision).because for precision in (wide, narrow)]
    assert any(reasons), told_of("no because", entry, RATE, narrow)


NVIDIA = "accelerators/nvidia.yaml"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fp4:\n        value: 10000", "fp4:\n        value: 20000", "gb200: fp4 runs at 4 times fp8, expected 2"),
        ("fp8: {value: 3500", "fp8: {value: 7000", "b100: fp8 runs at 4 times bf16, expected 2"),
        ("fp4:\n        value: 15000", "fp4:\n        value: 10000", "gb300: fp4 runs at 2 times fp8, expected 3"),
    ],
)
def test_a_rate_that_breaks_the_ratios_is_told_with_its_file_and_line(old, new, message, tmp_path):
    folder, line = spoiled(tmp_path, NVIDIA, old, new)
    assert f"{folder / NVIDIA}:{line}: {message}" in list(broken_ratios(load_catalog(folder), folder))


def test_bf16_and_fp16_run_at_one_rate():
    both = [key for key, rates in RATES.items() if {"bf16", "fp16"} <= rates.keys()]
    assert [] == [
        told_of("bf16 and fp16 differ", key, RATE, "fp16")
        for key in both
        if ends(ACCELERATORS[key], RATE, "bf16") != ends(ACCELERATORS[key], RATE, "fp16")
    ]


def test_the_8_bit_rate_is_the_higher_of_fp8_and_int8():
    found = {key: [rates[by] for by in ("fp8", "int8") if by in rates] for key, rates in RATES.items()}
    highest = {key: max(rates, default=None) for key, rates in found.items()}
    assert [] == [
        told_of("8-bit rate is not the higher of FP8 and INT8", key, RATE_8BIT)
        for key, entry in ACCELERATORS.items()
        if middle(entry, RATE_8BIT) != highest[key]
    ]


def test_an_8_bit_rate_without_document_leaves_h100_equivalents_open():
    assert "h100_equivalents" not in estimate(accelerators=8, accelerator="v100-sxm2")


NO_BF16 = {
    "v100-sxm2": "Volta knows FP16 alone",
    "ascend-910b": "only FP16 is documented",
    "maia-200": "only FP8 and FP4 are documented",
    "tpu-8t": "only FP4 is documented",
    "tpu-8i": "only FP4 is documented",
    "mi455x": "only FP8 and FP4 are documented",
    "rubin-ultra": "only FP8 and FP4 are documented",
    "rubin-cpx": "only FP4 is documented",
    "trainium4": "only multiples of FP8 and FP4 are documented",
    "groq-lpu": "only FP16 and INT8 are documented",
    "cerebras-wse-3": "only one rate, at 16 bits, is documented",
}


def test_every_accelerator_has_the_default_precision_but_those_without_a_document():
    default = LOADED.choices["precision"].default
    assert set(NO_BF16) == {key for key, rates in RATES.items() if default not in rates}


@pytest.mark.parametrize("entry", NO_BF16)
def test_a_rate_without_document_leaves_compute_open(entry):
    assert "peak_compute_rate" not in estimate(accelerators=8, accelerator=entry)


# Published WITH sparsity, in TFLOP/s: data sheets of NVIDIA and AMD; AWS Neuron, Trainium2 and Trainium3; SemiAnalysis
# on "Jensen math" (989 sold as 1,979); Tom's Hardware on the MI355X. 1,979 is the H100's BF16 with sparsity and its
# dense FP8: only one of the two may stand here.
A100 = {"tf32": 312, "bf16": 624, "int8": 1248}
H100 = {"tf32": 989, "bf16": 1979, "fp8": 3958, "int8": 3958}
MI300X = {"tf32": 1307.4, "bf16": 2614.9, "fp8": 5229.8, "int8": 5229.8}
SPARSE = {
    "a100-sxm-40gb": A100, "a100-sxm-80gb": A100, "a100-pcie": A100,
    "h100-sxm": H100, "h200-sxm": H100, "gh200": H100, "h800-sxm": H100,
    "h100-pcie": {"tf32": 756, "bf16": 1513, "fp8": 3026, "int8": 3026},
    "h100-nvl": {"bf16": 1671, "fp8": 3341, "int8": 3341},
    "h20": {"tf32": 148, "bf16": 296, "fp8": 592, "int8": 592},
    "l40s": {"tf32": 366, "bf16": 733, "fp8": 1466, "int8": 1466},
    "l4": {"tf32": 120, "bf16": 242, "fp8": 485, "int8": 485},
    "b100": {"tf32": 1750, "bf16": 3500, "fp8": 7000, "int8": 7000, "fp4": 14_000},
    "b200": {"tf32": 2250, "bf16": 4500, "fp8": 9000, "int8": 9000, "fp4": 18_000},
    "gb200": {"tf32": 2500, "bf16": 5000, "fp8": 10_000, "int8": 10_000, "fp4": 20_000},
    "b300": {"tf32": 2250, "bf16": 4500, "fp8": 9000, "fp4": 18_000},
    "gb300": {"tf32": 2500, "bf16": 5000, "fp8": 10_000, "fp4": 20_000},
    "mi300a": {"tf32": 980.6, "bf16": 1961.2, "fp8": 3922.3, "int8": 3922.3},
    "mi300x": MI300X, "mi325x": MI300X,
    "mi350x": {"bf16": 4614, "fp8": 9228, "int8": 9228, "fp4": 18_450},
    "mi355x": {"bf16": 5033, "fp8": 10_066, "int8": 10_066, "fp4": 20_100},
    "trainium2": {"tf32": 2563, "bf16": 2563, "fp8": 2563},
    "trainium3": {"tf32": 2517, "bf16": 2517},
}  # fmt: skip
SPARSE_16BIT = {key: rates | {"fp16": rates["bf16"]} for key, rates in SPARSE.items()}


@pytest.mark.parametrize("entry", SPARSE_16BIT)
def test_no_rate_with_sparsity_is_stored(entry):
    found = {by: ends(ACCELERATORS[entry], RATE, by) for by in SPARSE_16BIT[entry] if by in RATES[entry]}
    assert [] == [
        told_of(f"{by} holds {SPARSE_16BIT[entry][by]:,} TFLOP/s, which is with sparsity", entry, RATE, by)
        for by, (low, _, high) in found.items()
        if 0.98 * low <= SPARSE_16BIT[entry][by] * TERA <= 1.02 * high
    ]


# Published: Epoch AI, ai-chip-counts, 8-bit OP/s over those of an H100
EQUIVALENTS = {"h100-sxm": 1.0, "h200-sxm": 1.0, "gb200": 2.5265, "gb300": 2.5265, "a100-sxm-80gb": 0.3153,
               "trainium2": 0.6564, "tpu-v7": 2.3315, "mi300x": 1.3213}  # fmt: skip


@pytest.mark.parametrize("entry", EQUIVALENTS)
def test_h100_equivalents_are_those_that_epoch_prints(entry):
    assert approx(EQUIVALENTS[entry], abs=1e-4) == estimate(accelerators=1, accelerator=entry)["h100_equivalents"].p50


# Memory


def test_memory_and_its_bandwidth_are_stated_together():
    assert {key for key, entry in ACCELERATORS.items() if datum(entry, MEMORY)} == {
        key for key, entry in ACCELERATORS.items() if datum(entry, BANDWIDTH)
    }


def test_a_memory_is_read_ten_to_a_hundred_times_in_a_second():
    """HBM is read 23 to 76 times, GDDR less: swapped columns and wrong units fall outside."""
    reads = {key: 1000 * middle(entry, BANDWIDTH) / middle(entry, MEMORY) for key, entry in ACCELERATORS.items()
             if datum(entry, MEMORY)}  # fmt: skip
    assert [] == [
        told_of(f"{times:.0f} a second", key, BANDWIDTH) for key, times in reads.items() if not 10 < times < 100
    ]


def test_an_operation_at_16_bits_comes_with_1_to_30_thousandths_of_a_byte():
    """From a TPU v6e at 1.8 to an H20, whose rates are cut and whose memory is not, at 27."""
    bytes_ = {key: middle(entry, BANDWIDTH) * TERA / RATE_16BIT[key] for key, entry in ACCELERATORS.items()
              if datum(entry, BANDWIDTH) and RATE_16BIT[key]}  # fmt: skip
    assert [] == [
        told_of(f"{ratio:.2g} B/FLOP", key, BANDWIDTH) for key, ratio in bytes_.items() if not 1e-3 < ratio < 0.03
    ]


# Most memory and bandwidth of one stack: JEDEC JESD235D (HBM2, and HBM2E as makers raised it), JESD238 (HBM3),
# makers' HBM3E at 9.6 Gbit/s, JESD270-4 (HBM4, 2 TB/s) as makers raised it to 11 Gbit/s.
STACK = {"HBM2": (8, 0.32), "HBM2E": (16, 0.47), "HBM3": (24, 0.82), "HBM3E": (36, 1.23), "HBM4": (64, 2.82)}
STACKS = {
    "v100-sxm2": (4, "HBM2"), "a100-sxm-40gb": (5, "HBM2"), "a100-sxm-80gb": (5, "HBM2E"), "a100-pcie": (5, "HBM2E"),
    "h100-pcie": (5, "HBM2E"), "h100-sxm": (5, "HBM3"), "h800-sxm": (5, "HBM3"), "h200-sxm": (6, "HBM3E"),
    "b100": (8, "HBM3E"), "b200": (8, "HBM3E"), "gb200": (8, "HBM3E"), "b300": (8, "HBM3E"), "gb300": (8, "HBM3E"),
    "rubin": (8, "HBM4"), "mi250x": (8, "HBM2E"), "mi300a": (8, "HBM3"), "mi300x": (8, "HBM3"), "mi325x": (8, "HBM3E"),
    "mi350x": (8, "HBM3E"), "mi355x": (8, "HBM3E"), "gaudi2": (6, "HBM2E"), "gaudi3": (8, "HBM2E"),
    "trainium2": (4, "HBM3"), "trainium3": (4, "HBM3E"), "tpu-v7": (8, "HBM3E"),
}  # fmt: skip


@pytest.mark.parametrize("entry", STACKS)
def test_a_memory_fits_its_stacks(entry):
    stacks, generation = STACKS[entry]
    most = stacks * STACK[generation][0] * 1.074  # GiB are sold as GB
    assert 0.45 * most < middle(ACCELERATORS[entry], MEMORY) <= most, told_of(generation, entry, MEMORY)


@pytest.mark.parametrize("entry", STACKS)
def test_a_bandwidth_fits_its_stacks(entry):
    stacks, generation = STACKS[entry]
    most = stacks * STACK[generation][1]
    assert 0.55 * most < middle(ACCELERATORS[entry], BANDWIDTH) <= most, told_of(generation, entry, BANDWIDTH)


# Families: each accelerator and its successors

FAMILIES = [
    ["v100-sxm2", "a100-sxm-40gb", "a100-sxm-80gb", "h100-sxm", "h200-sxm", "b200", "b300"],
    ["h100-sxm", "gh200"],
    ["a100-pcie", "h100-pcie", "h100-nvl"],
    ["b200", "gb200", "gb300", "rubin"],
    ["mi250x", "mi300x", "mi325x", "mi350x", "mi355x"],
    ["mi250x", "mi300a"],
    ["tpu-v4", "tpu-v5p", "tpu-v7", "tpu-8t"],
    ["tpu-v5e", "tpu-v6e"],
    ["tpu-v7", "tpu-8i"],
    ["trainium1", "trainium2", "trainium3"],
    ["gaudi2", "gaudi3"],
    ["mtia-v1", "mtia-v2", "mtia-300"],
    ["maia-100", "maia-200"],
    ["ascend-910b", "ascend-910c"],
]
SUCCESSIONS = [pair for family in FAMILIES for pair in pairwise(family)]
STEPS_BACK = {
    ("tpu-v7", "tpu-8t", BANDWIDTH): "the eighth generation is split: 8t for training has less, 8i for inference more",
}
DATED_LATE = {
    ("h200-sxm", "b200"): "Epoch dates the H200 2024-11-18, three days after the B200; servers had it in the spring",
}


@pytest.mark.parametrize("quantity", [MEMORY, BANDWIDTH])
def test_a_successor_has_no_less_memory_nor_bandwidth(quantity):
    found = {key: middle(entry, quantity) for key, entry in ACCELERATORS.items()}
    less = {
        (old, new, quantity): told_of(f"less {quantity} than {old}", new, quantity)
        for old, new in SUCCESSIONS
        if found[old] and found[new] and found[new] < found[old]
    }
    assert {key for key in STEPS_BACK if key[2] == quantity} == set(less), "\n".join(less.values())


def test_a_successor_computes_no_less_at_16_bits():
    assert [] == [
        told_of(f"lower rate than {old}", new, RATE)
        for old, new in SUCCESSIONS
        if RATE_16BIT[old] and RATE_16BIT[new] and RATE_16BIT[new] < RATE_16BIT[old]
    ]


RELEASED = {key: note(entry, "released") for key, entry in ACCELERATORS.items()}


def dated(message, entry):
    return told(f"{entry}: {message}", "accelerators", entry, "notes", "released")


def test_every_accelerator_has_a_date_of_release():
    assert [] == [told(key, "accelerators", key) for key, day in RELEASED.items() if not day]


@pytest.mark.parametrize("entry", RELEASED)
def test_a_date_of_release_is_a_date_since_2010(entry):
    assert earliest(RELEASED[entry]).year >= 2010, dated(RELEASED[entry], entry)


def test_no_accelerator_is_from_the_future():
    """A year alone, such as that of Rubin, means its first day here."""
    version = latest(LOADED.version)
    assert [] == [dated(f"{day} is after {version}", key) for key, day in RELEASED.items() if earliest(day) > version]


def test_a_successor_is_released_later():
    early = {
        (old, new): dated(f"{RELEASED[new]}, before {old}", new)
        for old, new in SUCCESSIONS
        if latest(RELEASED[new]) < earliest(RELEASED[old])
    }
    assert set(DATED_LATE) == set(early), "\n".join(early.values())


# Power


def test_an_operation_at_16_bits_in_a_second_costs_0_3_to_3_watts_a_tera():
    """From a B100 at 0.4 to an H20, whose rates are cut, at 2.7."""
    watts = {key: middle(entry, TDP) * TERA / RATE_16BIT[key] for key, entry in ACCELERATORS.items()
             if datum(entry, TDP) and RATE_16BIT[key]}  # fmt: skip
    assert [] == [told_of(f"{cost:.2g} W for a TFLOP/s", key, TDP) for key, cost in watts.items() if not 0.3 < cost < 3]


def test_an_operation_at_8_bits_in_a_second_costs_0_1_to_1_5_watts_a_tera():
    """From Rubin at 0.12 to an H20, whose rates are cut, at 1.35."""
    watts = {key: middle(entry, TDP) * TERA / middle(entry, RATE_8BIT) for key, entry in ACCELERATORS.items()
             if datum(entry, TDP) and datum(entry, RATE_8BIT)}  # fmt: skip
    assert [] == [told_of(f"{cost:.2g} W for a TOP/s", key, TDP) for key, cost in watts.items() if not 0.1 < cost < 1.5]


def test_no_power_limit_is_above_the_design_limit():
    limited = {key: ends(entry, "accelerator_power_limit") for key, entry in ACCELERATORS.items()}
    assert [] == [
        told_of("limit above TDP", key, "accelerator_power_limit")
        for key, limit in limited.items()
        if limit and any(low > high for low, high in zip(limit, ends(ACCELERATORS[key], TDP), strict=True))
    ]


SEATED = {key: entry for key, entry in ACCELERATORS.items() if entry.server}


def rating(server, tdp):
    """p5, median and p95 of a server's rated power, in kW; by its overhead where no rating is known."""
    if rated := ends(server, "server_rated_power"):
        return rated
    return tuple(
        ratio * middle(server, "accelerators_per_server") * tdp / 1000 for ratio in ends(server, "server_overhead")
    )


def test_a_server_is_rated_for_more_than_its_accelerators():
    """Down to the low end of its rating; so its overhead, where it follows, is above 1."""
    leaner = []
    for key, entry in SEATED.items():
        server = SERVERS[entry.server]
        number = middle(server, "accelerators_per_server")
        if datum(server, "server_rated_power") and rating(server, 0)[0] <= number * middle(entry, TDP) / 1000:
            leaner.append(told(f"{entry.server}: no more than {key}", "servers", entry.server))
    assert [] == leaner


def test_a_server_has_a_rating_or_an_overhead():
    both = {
        key: [bool(datum(entry, name)) for name in ("server_rated_power", "server_overhead")]
        for key, entry in SERVERS.items()
    }
    assert [] == [told(key, "servers", key) for key, found in both.items() if sum(found) != 1]


def test_a_rated_server_holds_a_whole_number_of_accelerators():
    held = {key: middle(entry, "accelerators_per_server") for key, entry in SERVERS.items()}
    rated = {key for key, entry in SERVERS.items() if datum(entry, "server_rated_power")}
    assert [] == [told(key, "servers", key) for key in rated if not held[key] or held[key] % 1]


def test_every_accelerator_with_a_server_has_a_design_limit():
    assert [] == [told(key, "accelerators", key) for key, entry in SEATED.items() if not datum(entry, TDP)]


MEASURED = {key: entry for key, entry in SEATED.items() if datum(SERVERS[entry.server], "server_measured_power")}


@pytest.mark.parametrize("entry", MEASURED)
def test_a_server_never_drew_more_than_the_top_of_its_rating(entry):
    server = SERVERS[ACCELERATORS[entry].server]
    _, _, most = rating(server, middle(ACCELERATORS[entry], TDP))
    message = told(server.key, "servers", server.key, "figures", "server_measured_power")
    assert 0.4 * most < middle(server, "server_measured_power") <= most, message


def test_an_h100_server_drew_8_4_kw():
    # Latif et al. 2025, abstract: 8.4 kW of a rated 10.2 kW
    assert 8.4 == middle(SERVERS["dgx-h100"], "server_measured_power")


# Published, W of server for each accelerator: NVIDIA's ratings of DGX systems over eight, Epoch AI's of racks over 72
RATED = {
    "a100-sxm-80gb": 6500 / 8,  # 812.5
    "h100-sxm": 10_200 / 8,  # 1,275
    "h200-sxm": 10_200 / 8,
    "b200": 14_300 / 8,  # 1,787.5
    "b300": 14_500 / 8,  # 1,812.5
    "gb200": 132_000 / 72,  # 1,833
    "gb300": 140_000 / 72,  # 1,944
    "rubin": 210_000 / 72,  # 2,917
}


@pytest.mark.parametrize("entry", RATED)
def test_the_server_of_an_accelerator_is_rated_as_published(entry):
    server = estimate(accelerators="1 M accelerators", accelerator=entry)["server_capacity"]
    assert approx(RATED[entry], rel=5e-3) == server.p50


# Published, IT power for each accelerator: Epoch AI, IT power by chip. Medians of lopsided ranges do not multiply out.
IT_POWER = {"a100-sxm-80gb": 926, "h100-sxm": 1453.5, "gb200": 2090, "gb300": 2217}


@pytest.mark.parametrize("entry", IT_POWER)
def test_it_power_of_an_accelerator_is_what_epoch_prints(entry):
    found = estimate(accelerators=1, accelerator=entry)["it_power_per_accelerator"]
    assert approx(IT_POWER[entry], rel=0.05) == found.p50


# Whole machines. The overheads of these nodes rest on the same machines: this tests that the tool gives back what was
# measured, not that it would have foretold it.

EL_CAPITAN = {"accelerators": "44544 accelerators", "accelerator": "mi300a"}
EL_CAPITAN_AT_HPL = 1.742e18 / 58.89e9 / 1e6
"""29.6 MW. TOP500, November 2024: 1.742 EFLOP/s at 58.89 GFLOP/s for each watt, network included."""


def test_el_capitan_lies_within_the_range():
    found = estimate(**EL_CAPITAN)["it_capacity"]
    assert found.p5 < EL_CAPITAN_AT_HPL < found.p95


def test_el_capitan_is_met_within_10_per_cent():
    assert approx(EL_CAPITAN_AT_HPL, rel=0.1) == estimate(**EL_CAPITAN)["it_capacity"].p50


def test_the_overhead_of_an_eight_gpu_server_overstates_el_capitan_1_7_times():
    # 1.82: DGX H100, 10.2 kW over 8 × 700 W; the package of an MI300A already holds CPU and memory
    assert approx(1.72, abs=0.02) == estimate(**EL_CAPITAN, server_overhead=1.82)["it_capacity"].p50 / EL_CAPITAN_AT_HPL


def test_the_peak_limit_of_a_package_and_that_overhead_overstate_el_capitan_2_4_times():
    # Epoch AI's formula on its 760 W for each package: 69 MW
    found = estimate(**EL_CAPITAN, accelerator_tdp="760 W/accelerator", server_overhead=1.82)["it_capacity"]
    assert approx(2.37, abs=0.03) == found.p50 / EL_CAPITAN_AT_HPL


def test_the_overhead_of_an_eight_gpu_server_leaves_el_capitan_out_of_the_range():
    assert EL_CAPITAN_AT_HPL < estimate(**EL_CAPITAN, server_overhead=1.82)["it_capacity"].p5


def test_the_peak_load_of_frontier_lies_within_the_range():
    # Tom's Hardware, May 2022: 29 MW at peak load, 9,408 nodes of four MI250X
    found = estimate(accelerators="37632 accelerators", accelerator="mi250x")["it_capacity"]
    assert found.p5 < 29 < found.p95


def test_frontier_drew_0_82_of_its_rating_at_hpl():
    # TOP500, June 2024: 1.206 EFLOP/s at 52.93 GFLOP/s for each watt, 22.8 MW on 9,216 nodes of four MI250X
    found = estimate(accelerators="36864 accelerators", accelerator="mi250x")["it_capacity"]
    assert approx(0.82, abs=0.03) == 1.206e18 / 52.93e9 / 1e6 / found.p50


# Where documents conflict, the figure says so: what they print lies in its range or is told as its reason.

CONFLICTS = {
    ("tpu-v4", TDP, ""): (192, 340, 373),
    ("trainium3", TDP, ""): (700, 1000),
    ("mi250x", TDP, ""): (500, 560),
    ("mi300a", TDP, ""): (550, 760),
    ("rubin", TDP, ""): (1800, 2300),
    ("tpu-v5e", TDP, ""): (225, 300),
    ("ascend-910b", RATE, "fp16"): (220, 320, 376),
    ("ascend-910c", RATE, "bf16"): (752, 780, 800),
    ("b200", RATE, "fp32"): (62.08, 75, 80),
    ("b300", RATE, "fp4"): (13_125, 13_500, 14_000),
    ("gaudi3", RATE, "bf16"): (1678, 1835),
    ("mi355x", RATE, "fp8"): (4600, 5033),
    ("mi355x", RATE, "fp4"): (9200, 10_066),
    ("rubin", RATE, "fp8"): (16_700, 17_500),
    ("rubin", RATE, "fp4"): (35_000, 50_000),
    ("trainium1", RATE, "int8"): (380, 420),
    ("b200", BANDWIDTH, ""): (7.7, 8),
    ("b300", MEMORY, ""): (270, 288),
}
SCALE = {RATE: TERA}


@pytest.mark.parametrize("conflict", CONFLICTS, ids="-".join)
def test_every_side_of_a_conflict_is_in_the_range_or_told(conflict):
    entry, quantity, option = conflict
    found = datum(ACCELERATORS[entry], quantity, option)
    low, _, high = ends(ACCELERATORS[entry], quantity, option)
    scale = SCALE.get(quantity, 1)
    unheard = [
        side
        for side in CONFLICTS[conflict]
        if not 0.999 * low <= side * scale <= 1.001 * high and f"{side:,}" not in found.because
    ]
    assert [] == unheard, told_of("conflict", entry, quantity)


@pytest.mark.parametrize("conflict", CONFLICTS, ids="-".join)
def test_a_conflict_cites_two_documents_or_tells_both_sides(conflict):
    entry, quantity, option = conflict
    found = datum(ACCELERATORS[entry], quantity, option)
    assert found.because, told_of("no because", entry, quantity)
    assert len(found.sources) >= 2 or all(f"{side:,}" in found.because for side in CONFLICTS[conflict])


@pytest.mark.parametrize("entry", ["tpu-v4", "trainium3", "rubin", "tpu-v5e"])
def test_a_conflict_of_power_that_is_open_is_a_range_over_all_sides(entry):
    low, _, high = ends(ACCELERATORS[entry], TDP)
    sides = CONFLICTS[entry, TDP, ""]
    assert low <= min(sides) < max(sides) <= high, told_of("conflict", entry, TDP)


def test_the_mi355x_does_not_repeat_the_row_of_the_mi350x():
    # Epoch AI's columns FP8 and FP4 print 4,600 and 9,200 for both; its column INT8 and AMD have 5,033 and 10,066
    assert approx((5033e12, 10_066e12), rel=1e-3) == (RATES["mi355x"]["fp8"], RATES["mi355x"]["fp4"])


# Naming an accelerator is no statement that could contradict anything


@pytest.mark.parametrize("entry", ACCELERATORS)
def test_naming_an_accelerator_brings_no_conflict(entry):
    found = estimate(accelerators="1000 accelerators", accelerator=entry).findings
    assert [] == [finding.message for finding in found if finding.kind in ("tension", "conflict", "contradiction")]


def test_a_cloudmatrix_is_rated_for_1456_watts_an_accelerator():
    # SemiAnalysis by way of WinBuzzer, 2025: 559 kW for 384 Ascend 910C
    found = estimate(accelerators="1 M accelerators", accelerator="ascend-910c")["server_capacity"]
    assert approx(559_000 / 384, rel=5e-3) == found.p50
