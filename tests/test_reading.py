"""What we print we read: a value that a report shows is the same value in a scenario."""

import re
from math import exp
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Value
from estimator.errors import EstimatorError
from estimator.model import model
from estimator.results.estimates import Estimate
from estimator.units.reading import read, registry, written
from estimator.values import value_of
from estimator.wording import value_text

QUANTITIES = sorted(model().quantities)
SIDES = ["", ">=", "<="]


def value(text, quantity):
    return value_of(text, quantity, model().quantities[quantity].dimension)


def placed(dimension, place):
    """A number of a dimension; `place` is where it lies on the scale that ranges live on."""
    match dimension.scale:
        case "logit":
            return 1 / (1 + exp(-place))
        case "log_excess":
            return 1 + exp(place / 2)
    return exp(3 * place)


def text_of(quantity, numbers, **more):
    return value_text(*numbers, model().quantities[quantity].dimension.shown_in, **more)


PLACES = st.floats(-9, 9)
WIDTHS = st.floats(0.01, 2)


def printed(text):
    """The numbers of a text as they stand there, each with one unit of its last digit."""
    numbers = re.findall(r"(?<![⁰-⁹\w])[0-9][0-9,]*(?:\.[0-9]+)?", text.replace("×10", "×"))
    return [(float(one.replace(",", "")), 10.0 ** -len(one.partition(".")[2])) for one in numbers]


@given(st.sampled_from(QUANTITIES), PLACES, st.sampled_from(SIDES))
@settings(max_examples=1500, deadline=None)
def test_every_value_that_we_print_is_read_within_half_of_its_third_digit(quantity, place, side):
    number = placed(model().quantities[quantity].dimension, place)
    found = value(text_of(quantity, [number] * 3, side=side), quantity)
    assert (side, approx(number, rel=0.00501)) == (found.side, found.parameters[0])


@given(st.sampled_from(QUANTITIES), PLACES, st.sampled_from(SIDES))
@settings(max_examples=1500, deadline=None)
def test_every_stated_value_is_read_with_all_the_digits_that_are_printed(quantity, place, side):
    number = placed(model().quantities[quantity].dimension, place)
    text = text_of(quantity, [number] * 3, side=side, as_stated=True)
    found = value(text, quantity)
    again = text_of(quantity, found.parameters * 3, side=found.side, as_stated=True)
    assert printed(text)[0][0] == approx(printed(again)[0][0], rel=1e-6)
    assert number == approx(found.parameters[0], rel=0.00501)


@given(st.sampled_from(QUANTITIES), PLACES, WIDTHS, WIDTHS, st.sampled_from([0, 200, 100_000]))
@settings(max_examples=2000, deadline=None)
def test_every_range_that_we_print_is_read_to_its_printed_digits(quantity, place, below, above, draws):
    dimension = model().quantities[quantity].dimension
    numbers = [placed(dimension, one) for one in (place - below, place, place + above)]
    assume(dimension.lower < numbers[0] < numbers[1] < numbers[2] < dimension.upper)
    text = text_of(quantity, numbers, draws=draws)
    found = value(text, quantity).parameters
    shown = printed(text)
    (central, _), *_ = shown
    scale = found[len(found) // 2] / central
    low, middle, high = found if len(found) == len(numbers) else found * len(numbers)
    for read_as, (number, digit) in zip((middle, low, high), shown, strict=True):
        assert approx(number, abs=0.3 * digit + 1e-3 * number) == read_as / scale


@given(st.sampled_from(QUANTITIES), PLACES, WIDTHS, WIDTHS)
@settings(max_examples=1000, deadline=None)
def test_no_end_of_a_range_prints_as_nothing(quantity, place, below, above):
    dimension = model().quantities[quantity].dimension
    numbers = [placed(dimension, one) for one in (place - 4 * below, place, place + 4 * above)]
    assert all(number > 0 for number, _ in printed(text_of(quantity, numbers)))


@given(st.sampled_from(QUANTITIES), PLACES)
@settings(max_examples=500, deadline=None)
def test_every_bound_with_a_range_is_refused_with_both_ways_to_write_it(quantity, place):
    dimension = model().quantities[quantity].dimension
    numbers = [placed(dimension, one) for one in (place - 1, place, place + 1)]
    text = text_of(quantity, numbers)
    with pytest.raises(
        EstimatorError, match=re.escape(f"write >= {text.partition(' (')[0]}, the bound, or {text}, the")
    ):
        value(f"≥ {text}", quantity)


RANGES = [
    ("2.0 GW (1.8–2.2)", "facility_capacity", (1800.0, 2000.0, 2200.0)),
    ("2,0 GW (1,8–2,2)", "facility_capacity", (1800.0, 2000.0, 2200.0)),
    ("800 MW (690–940)", "facility_capacity", (690.0, 800.0, 940.0)),
    ("800 MW (690 to 1,940)", "facility_capacity", (690.0, 800.0, 1940.0)),
    ("4.75×10²⁷ FLOP (1.37–11.17)", "annual_compute", (1.37e27, 4.75e27, 1.117e28)),
    ("290 k accelerators (250–340)", "accelerators", (250e3, 290e3, 340e3)),
    ("700,000 accelerator·h/run (500,000–1,300,000)", "accelerator_hours", (5e5, 7e5, 1.3e6)),
    ("1.23 reactors (1.20–1.26)", "reactors_by_capacity", (1.20, 1.23, 1.26)),
    ("56 % (40–72)", "it_capacity_utilisation", (0.40, 0.56, 0.72)),
    ("1.14 (1.05–1.20)", "peak_pue", (1.05, 1.14, 1.20)),
    ("3.4 M m³ (2.0–5.1)", "annual_site_water_consumption", (2000.0, 3400.0, 5100.0)),
]


@pytest.mark.parametrize(("text", "quantity", "numbers"), RANGES, ids=[text for text, *_ in RANGES])
def test_the_three_numbers_of_a_range_share_its_unit(text, quantity, numbers):
    assert Value("range", tuple(map(approx, numbers))) == value(text, quantity)


def test_money_of_a_year_keeps_its_year():
    assert Value("point", (9.7,), money="USD2025") == value("9.7 MUSD2025", "capex")


def test_a_range_of_money_of_a_year_keeps_its_year():
    assert "EUR2023" == value("9.7 bn EUR2023 (8.0–11.2)", "capex").money


@pytest.mark.parametrize(
    "remark", ["", ", upper bound", ", upper bound at the stated minimum", " at the stated minimum"]
)
def test_labels_and_remarks_behind_a_value_are_left_out(remark):
    assert 8.76 == value(f"8.76 TWh{remark}", "maximum_annual_facility_energy").parameters[0]


@pytest.mark.parametrize("remark", [", 2 whole units", ", 1–2 whole units", ", at least 1 whole unit"])
def test_the_whole_reactors_behind_a_number_of_them_are_left_out(remark):
    assert Value("range", (1.2, 1.23, 1.26)) == value(f"1.23 reactors (1.20–1.26){remark}", "reactors_by_capacity")


def test_a_range_of_another_dimension_is_told_by_its_median():
    with pytest.raises(EstimatorError, match="got 860 W, a power; write 860 W/accelerator"):
        value("860 W (660–1,100)", "it_power_per_accelerator")


def test_a_median_that_rounds_to_an_end_stays_inside():
    low, central, high = value("1.54 (1.50–1.54)", "peak_pue").parameters
    assert low < central < high < 1.545


def test_a_share_that_rounds_to_one_stays_below():
    assert value("1.00 (0.98–1.00)", "mfu").parameters[-1] < 1


def test_a_ratio_that_rounds_to_one_stays_above():
    assert value("1.00 (1.00–1.05)", "pue").parameters[0] > 1


def test_ends_that_round_to_the_value_are_no_range():
    assert Value("point", (1000.0,)) == value("1.00 GW (1.00–1.00)", "facility_capacity")


TYPES = ["1.23 EPR (1.20–1.26)", "1.23 EPR (1.20–1.26), 2 whole units", "1.2 × Olkiluoto 3", "2 AP1000", "3 BWRX-300"]


@pytest.mark.parametrize("text", TYPES)
def test_a_type_of_reactor_is_no_unit_but_a_choice(text):
    with pytest.raises(EstimatorError, match=r"write reactors, and .*use: \{reactor: epr\}"):
        value(text, "reactors_by_capacity")


@given(st.floats(1e-3, 1e9), st.sampled_from(["GW", "accelerator", "FLOP/s", "W/accelerator"]))
@settings(max_examples=300, deadline=None)
def test_a_quantity_of_pint_is_written_so_that_it_is_read_as_the_same_number(number, unit):
    assert number == read(written(registry().Quantity(number, unit))).central


@pytest.mark.parametrize("number", [137.625, 1.125, 0.125])
def test_three_decimals_of_a_quantity_of_pint_are_no_thousands(number):
    assert number == read(written(registry().Quantity(number, "accelerator"))).central


GOLDEN = Path(__file__).with_name("golden")
REPORTS = [
    path for path in sorted(GOLDEN.glob("*.txt")) if (GOLDEN.parents[1] / "scenarios" / f"{path.stem}.yaml").exists()
]
ROW = re.compile(r"  (?P<name>\w+) {2,}(?P<value>.*?)(?: {2,}|$)")


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_every_value_of_a_report_is_read_or_told_how_to_write_it(report):
    """A bound with a range, and a type of reactor, are what a scenario says in two places."""
    text = re.sub("\nExtremes\n.*?\n\n", "\n", report.read_text("utf-8"), flags=re.DOTALL)  # systems beside values
    rows = [row for row in map(ROW.match, text.splitlines()) if row and row["name"] in QUANTITIES]
    assert rows
    for row in rows:
        try:
            value(row["value"], row["name"])
        except EstimatorError as error:
            told = str(error)
            assert (
                re.search(r"write [<>]= .*, the bound, or|write reactors|write [0-9]+ W/accelerator$", told)
                or row["value"] == "in conflict"
            ), told


def test_an_estimate_reads_back_as_it_prints():
    estimate = Estimate(
        system="", name="mfu", unit="1", p5=0.40, p50=0.56, p95=0.72, side="", tier="derived", source="", shown_in="%"
    )
    assert Value("range", (approx(0.40), approx(0.56), approx(0.72))) == value(str(estimate), "mfu")


# Commas and points that may part thousands as well as decimals

DOUBTFUL = [
    ("1,500 MW", "facility_capacity", "write 1500 MW or 1.5 MW"),
    ("1.500 MW", "facility_capacity", "write 1500 MW or 1.5 MW"),
    ("1,585 GW", "facility_capacity", "write 1585 GW or 1.585 GW"),
    ("1.410 W/accelerator", "accelerator_tdp", "write 1410 W/accelerator or 1.41 W/accelerator"),
    ("1,250", "pue", "write 1250 or 1.25"),
    ("1.500 reactors", "reactors_by_capacity", "write 1500 reactors or 1.5 reactors"),
    ("1,500 USD/kW", "construction_capex_per_it_watt", "write 1500 USD/kW or 1.5 USD/kW"),
    (">= 1,500 MW", "facility_capacity", "write 1500 MW or 1.5 MW"),
    ("~1,500 MW", "facility_capacity", "write 1500 MW or 1.5 MW"),
    ("1,200..1,500 MW", "facility_capacity", "write 1500 MW or 1.5 MW"),
]


@pytest.mark.parametrize(("text", "quantity", "advice"), DOUBTFUL, ids=[text for text, *_ in DOUBTFUL])
def test_a_mark_that_stays_ambiguous_is_refused_with_both_ways_to_write_it(text, quantity, advice):
    with pytest.raises(EstimatorError, match=re.escape(advice)):
        value(text, quantity)


PLAIN = [
    ("100,000", "accelerators", 100_000),
    ("100.000", "accelerators", 100_000),
    ("100,000 accelerators", "accelerators", 100_000),
    ("12,345 households", "households", 12_345),
    ("1,3 million", "accelerators", 1.3e6),
    ("1.047 M accelerators", "accelerators", 1.047e6),
    ("1,410 W/accelerator", "accelerator_tdp", 1410),
    ("1,979 TFLOP/s/accelerator", "accelerator_peak_rate", 1.979e15),
    ("270,000 m³", "annual_site_water_consumption", 270),
    ("1,234 H100e", "h100_equivalents", 1234),
    ("0,741", "mfu", 0.741),
    ("97,125 %", "mfu", 0.97125),
    ("1.250", "pue", 1.25),
]


@pytest.mark.parametrize(("text", "quantity", "number"), PLAIN, ids=[text for text, *_ in PLAIN])
def test_a_mark_that_has_one_meaning_for_the_quantity_is_read(text, quantity, number):
    assert approx(number) == value(text, quantity).parameters[0]


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([",", ".", " ", "’", "_"]))
def test_a_count_is_whole_whatever_parts_its_thousands(thousands, rest, mark):
    number = f"{thousands}{mark}{rest:03d}"
    expected = float(number) if mark == "." and rest % 10 else 1000 * thousands + rest
    assert expected == value(f"{number} accelerators", "accelerators").parameters[0]


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_point_that_is_read_as_decimals_ends_as_we_print_them(before, behind):
    text = f"{before}.{behind:03d} MW"
    if behind % 10:
        assert float(text.removesuffix(" MW")) == value(text, "facility_capacity").parameters[0]
    else:
        with pytest.raises(EstimatorError, match="the point is ambiguous"):
            value(text, "facility_capacity")


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_comma_between_megawatts_is_refused_because_we_print_gigawatts(before, behind):
    with pytest.raises(EstimatorError, match="the comma is ambiguous"):
        value(f"{before},{behind:03d} MW", "facility_capacity")
