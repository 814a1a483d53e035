"""Every figure has its document, its unit and a believable size."""

import re
import shutil
from math import isclose

import pytest
from pytest import approx

from estimator import EstimatorError
from estimator.catalog import CATALOG, load_catalog
from estimator.catalog.loader import KINDS
from estimator.document import read_document
from estimator.model import model
from estimator.uncertainty.distributions import quantiles

LOADED = load_catalog()
DATA = list(LOADED.data)
ACCELERATORS = LOADED.entries["accelerators"]
RATES = {
    key: {by: quantiles(datum)[1] for by, datum in figure.options.items()}
    for key, entry in ACCELERATORS.items()
    for figure in entry.figures
    if figure.quantity == "accelerator_peak_rate"
}  # fmt: skip


def figure(entry, quantity):
    return next(found for found in entry.figures if found.quantity == quantity)


def key(datum):
    return datum.key


@pytest.mark.parametrize("datum", DATA, ids=key)
def test_every_figure_has_a_source_or_a_reason(datum):
    assert datum.sources or datum.because


@pytest.mark.parametrize("datum", [datum for datum in DATA if datum.sources], ids=key)
def test_every_source_says_where(datum):
    assert datum.where


@pytest.mark.parametrize("datum", DATA, ids=key)
def test_every_figure_lies_within_the_bounds_of_its_quantity(datum):
    low, high = min(quantiles(datum)), max(quantiles(datum))
    assert datum.dimension.lower <= low <= high <= datum.dimension.upper


@pytest.mark.parametrize("datum", [datum for datum in DATA if not datum.value.is_point], ids=key)
def test_every_range_has_its_value_inside(datum):
    low, middle, high = datum.value.parameters
    assert low < middle < high


def test_every_source_is_used():
    cited = {source.key for datum in DATA for source in datum.sources}
    assert set(LOADED.sources) == cited


@pytest.mark.parametrize("source", LOADED.sources.values(), ids=key)
def test_every_source_can_be_found(source):
    assert (True, True) == (bool(source.title), source.url.startswith("http"))


def test_no_two_figures_share_a_random_stream():
    assert len(DATA) == len({datum.key for datum in DATA})


# Believable sizes, far wider than any real figure: a wrong unit or a wrong column falls outside.
SIZES = {
    "accelerator_tdp": (10, 5000),
    "accelerator_peak_rate": (1e12, 1e17),
    "accelerator_peak_rate_8bit": (1e14, 1e17),
    "server_overhead": (1.05, 2.5),
    "it_overhead": (1.0, 1.4),
    "peak_pue": (1.05, 2.0),
    "pue": (1.02, 2.0),
    "reactor_net_power": (10, 2000),
    "reactor_capacity_factor": (0.4, 0.98),
}


@pytest.mark.parametrize("datum", [datum for datum in DATA if datum.quantity in SIZES], ids=key)
def test_every_figure_has_a_believable_size(datum):
    low, high = SIZES[datum.quantity]
    assert low <= min(quantiles(datum)) <= max(quantiles(datum)) <= high


# Dense rates double with each halving of the width; a sparse figure shows as a factor of two too many.
NOT_DOUBLE = {
    ("trainium2", "bf16", "fp8"): "1,299 over 667 by AWS's own table",
    ("tpu-v5p", "bf16", "fp8"): "FP8 runs at the rate of BF16; only INT8 is faster",
    ("tpu-v6e", "bf16", "fp8"): "FP8 runs at the rate of BF16; only INT8 is faster",
    ("gb300", "fp8", "fp4"): "Blackwell Ultra: FP4 is three times FP8",
}
PAIRS = [
    (entry, wide, narrow)
    for entry, rates in RATES.items()
    for wide, narrow in (("bf16", "fp8"), ("fp8", "fp4"))
    if wide in rates and narrow in rates
]


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair not in NOT_DOUBLE], ids="-".join)
def test_half_the_width_is_twice_the_rate(pair):
    entry, wide, narrow = pair
    assert approx(2 * RATES[entry][wide], rel=2e-3) == RATES[entry][narrow]


@pytest.mark.parametrize("pair", NOT_DOUBLE, ids="-".join)
def test_every_exception_is_still_one(pair):
    entry, wide, narrow = pair
    assert not isclose(2 * RATES[entry][wide], RATES[entry][narrow], rel_tol=2e-3)


@pytest.mark.parametrize("entry", [entry for entry, rates in RATES.items() if "fp16" in rates])
def test_bf16_and_fp16_run_at_one_rate(entry):
    assert RATES[entry]["bf16"] == RATES[entry]["fp16"]


@pytest.mark.parametrize("entry", ACCELERATORS)
def test_the_8_bit_rate_is_the_higher_of_fp8_and_int8(entry):
    highest = max(rate for by, rate in RATES[entry].items() if by in ("fp8", "int8"))
    assert highest == quantiles(figure(ACCELERATORS[entry], "accelerator_peak_rate_8bit").options[""])[1]


# Published: Epoch AI, ai-chip-counts, 8-bit OP/s over those of an H100
EQUIVALENTS = {"h100-sxm": 1.0, "gb200": 2.5265, "gb300": 2.5265, "a100-sxm-80gb": 0.3153, "trainium2": 0.6564,
               "tpu-v7": 2.3315, "mi300x": 1.3213}  # fmt: skip


@pytest.mark.parametrize("entry", EQUIVALENTS)
def test_h100_equivalents_are_those_that_epoch_prints(entry):
    reference = next(figure.options[""] for figure in LOADED.conventions if figure.quantity == "h100_peak_rate_8bit")
    rate = quantiles(figure(ACCELERATORS[entry], "accelerator_peak_rate_8bit").options[""])[1]
    assert approx(EQUIVALENTS[entry], abs=1e-4) == rate / quantiles(reference)[1]


# Published: NVIDIA and Epoch AI, rated power of server or rack over its accelerators
RATED = {"h100-sxm": 10_200 / 8, "a100-sxm-80gb": 6_500 / 8, "b200": 14_300 / 8, "gb200": 132_000 / 72}


@pytest.mark.parametrize("entry", RATED)
def test_the_server_of_an_accelerator_is_rated_as_published(entry):
    tdp = quantiles(figure(ACCELERATORS[entry], "accelerator_tdp").options[""])[1]
    overhead = figure(LOADED.entries["servers"][ACCELERATORS[entry].server], "server_overhead").options[""]
    assert approx(RATED[entry], rel=0.01) == tdp * quantiles(overhead)[1]


@pytest.mark.parametrize("entry", ACCELERATORS)
def test_every_accelerator_has_the_default_precision(entry):
    assert LOADED.choices["precision"].default in RATES[entry]


@pytest.mark.parametrize("choice", LOADED.choices)
def test_every_default_is_an_option(choice):
    assert LOADED.choices[choice].default in LOADED.choices[choice].options


@pytest.mark.parametrize("found", [found for found in LOADED.assumptions if found.by], ids=lambda found: found.quantity)
def test_every_option_has_its_assumption(found):
    assert set(LOADED.choices[found.by].options) == set(found.options)


def test_no_entry_is_about_an_extensive_quantity():
    entries = [entry for kind in LOADED.entries.values() for entry in kind.values()]
    extensive = [f.quantity for e in entries for f in e.figures if model().quantities[f.quantity].dimension.extensive]
    assert [] == extensive


def test_the_catalog_has_a_version():
    assert re.fullmatch(r"\d{4}-\d{2}", LOADED.version)


# A copy with one mistake


def spoiled(tmp_path, name, old, new):
    """The catalog, copied with one text replaced, and the line of the replacement."""
    folder = tmp_path / "catalog"
    shutil.copytree(CATALOG, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder, text[: text.index(old)].count("\n") + 1


NVIDIA, TYPES = "accelerators/nvidia.yaml", "reactors/types.yaml"
MISTAKES = {
    "unknown unit": (NVIDIA, "value: 400 W/accelerator", "value: 400 Watt/accelerator", "is not a unit"),
    "wrong dimension": (NVIDIA, "value: 400 W/accelerator", "value: 400 W", "should be a power per"),
    "no unit": (NVIDIA, "value: 400 W/accelerator", "value: 400", "without a unit"),
    "unknown quantity": (NVIDIA, "accelerator_tdp:", "accelerator_tpd:", "did you mean accelerator_tdp"),
    "unknown source": (NVIDIA, "source: epoch-hardware", "source: epoch-hardwear", "is no source"),
    "missing source": (NVIDIA, "source: epoch-hardware, ", "", "neither source nor because"),
    "missing where": (NVIDIA, 'W/accelerator, source: epoch-hardware, where: "row NVIDIA A100 SXM4 80 GB, '
                      'column TDP"}', "W/accelerator, source: epoch-hardware}", "no where"),
    "unknown key": (NVIDIA, "value: 400 W/accelerator,", "value: 400 W/accelerator, page: 7,", "page"),
    "unknown server": (NVIDIA, "server: dgx-a100", "server: dgx-a1000", "is no entry of servers"),
    "unknown option": (NVIDIA, "fp32: {value: 19.49", "fp33: {value: 19.49", "fp33 is no option"),
    "bound broken": (TYPES, "high: 0.88", "high: 1.88", "between 0 and 1"),
    "range reversed": (TYPES, "low: 0.60", "low: 0.99", "reactor_capacity_factor"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_catalog_is_told(mistake, tmp_path):
    name, old, new, message = MISTAKES[mistake]
    folder, _ = spoiled(tmp_path, name, old, new)
    with pytest.raises(EstimatorError, match=message):
        load_catalog(folder)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_catalog_is_told_with_file_and_line(mistake, tmp_path):
    name, old, new, _ = MISTAKES[mistake]
    folder, line = spoiled(tmp_path, name, old, new)
    with pytest.raises(EstimatorError) as caught:
        load_catalog(folder)
    places = [problem.line for problem in caught.value.problems if problem.file.endswith(name)]
    assert any(abs(place - line) <= 3 for place in places), str(caught.value)


def test_a_duplicate_key_is_told_with_its_line(tmp_path):
    folder, line = spoiled(tmp_path, NVIDIA, "h100-sxm:", "a100-sxm-80gb:")
    with pytest.raises(EstimatorError, match=rf"nvidia\.yaml:{line}: .*a100-sxm-80gb"):
        load_catalog(folder)


def test_an_unused_source_is_told_with_its_line(tmp_path):
    unused = "nobody:\n  title: A document that nobody cites\n  url: https://example.org\n"
    first = next(iter(read_document(CATALOG / "sources" / "reactors.yaml").data))
    folder, line = spoiled(tmp_path, "sources/reactors.yaml", f"{first}:", f"{unused}{first}:")
    with pytest.raises(EstimatorError, match=rf"reactors\.yaml:{line}: nobody is a source of nothing"):
        load_catalog(folder)


def test_all_mistakes_are_told_at_once(tmp_path):
    folder, _ = spoiled(tmp_path, NVIDIA, "value: 400 W/accelerator", "value: 400 Wh")
    path = folder / "reactors" / "types.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 0.74", "value: 1.74", 1), "utf-8")
    with pytest.raises(EstimatorError) as caught:
        load_catalog(folder)
    assert 2 == len(caught.value.problems)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_a_folder(kind):
    assert list((CATALOG / kind).glob("*.yaml"))
