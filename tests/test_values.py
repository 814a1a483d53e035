"""Every form of a value, and a sentence for every one that is refused."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Value
from estimator.errors import EstimatorError
from estimator.model import model
from estimator.uncertainty.distributions import draw
from estimator.values import value_of


def value(written, quantity="facility_capacity"):
    return value_of(written, quantity, model().quantities[quantity].dimension)


READ = [
    ("a number with a unit", "2 GW", "facility_capacity", Value("point", (2000.0,))),
    ("a number in the unit of the quantity", "2 MW", "facility_capacity", Value("point", (2.0,))),
    ("a product that is a power", "1 GWh/h", "facility_capacity", Value("point", (1000.0,))),
    ("a count with a multiplier", "1.3 M accelerators", "accelerators", Value("point", (1.3e6,))),
    ("a bare count in text", "1.3e6", "accelerators", Value("point", (1.3e6,))),
    ("a bare count", 1_300_000, "accelerators", Value("point", (1.3e6,))),
    ("a bare ratio", 1.2, "peak_pue", Value("point", (1.2,))),
    ("a ratio on its bound", 1, "peak_pue", Value("point", (1.0,))),
    ("a share in per cent", "40 %", "mfu", Value("point", (0.4,))),
    ("a share of zero where zero is a value", 0, "grid_loss", Value("point", (0.0,))),
    ("about", "~1 GW", "facility_capacity", Value("range", (900.0, 1000.0, approx(1100)))),
    ("a range on the log scale", "1..4 GW", "facility_capacity", Value("range", (1000.0, approx(2000), 4000.0))),
    ("a range of ratios from one", "1.1..1.4", "peak_pue", Value("range", (1.1, approx(1.2), 1.4))),
    ("a range of shares", "0.2..0.5", "mfu", Value("range", (0.2, approx(1 / 3), 0.5))),
    ("at least", ">= 2 GW", "facility_capacity", Value("point", (2000.0,), ">=")),
    ("at most", "<= 2 GW", "facility_capacity", Value("point", (2000.0,), "<=")),
    (
        "low, central and high",
        {"low": "500 MW", "central": "1 GW", "high": "1.2 GW"},
        "facility_capacity",
        Value("range", (500.0, 1000.0, 1200.0)),
    ),
    ("low and high", {"low": 1.1, "high": 1.4}, "peak_pue", Value("range", (1.1, approx(1.2), 1.4))),
    (
        "normal",
        {"normal": {"mean": "1 GW", "sd": "100 MW"}},
        "facility_capacity",
        Value("normal", (1000.0, 100.0)),
    ),
    (
        "lognormal",
        {"lognormal": {"median": "1 GW", "gsd": 1.2}},
        "facility_capacity",
        Value("lognormal", (1000.0, 1.2)),
    ),
    ("uniform", {"uniform": {"low": 1, "high": 1.4}}, "peak_pue", Value("uniform", (1.0, 1.4))),
    (
        "triangular",
        {"triangular": {"low": 1, "mode": 1.1, "high": 1.4}},
        "peak_pue",
        Value("triangular", (1.0, 1.1, 1.4)),
    ),
    ("pert", {"pert": {"low": 0, "mode": 0.4, "high": 1}}, "mfu", Value("pert", (0.0, 0.4, 1.0))),
    ("beta", {"beta": {"alpha": 2, "beta": 3}}, "mfu", Value("beta", (2.0, 3.0))),
]


NUMBERS = [
    np.int64(2), np.uint8(2), np.int8(2), np.float16(2), np.float32(2), np.float64(2), np.longdouble(2), np.array(2),
    np.array(2.0), np.array(2, dtype=object), Decimal(2), Fraction(2), pd.Series([2])[0], True + 1,
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: type(number).__name__)
def test_a_number_of_any_library_is_a_number(number):
    assert Value("point", (2.0,)) == value(number, "accelerators")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: type(number).__name__)
def test_a_number_of_any_library_is_one_inside_a_map(number):
    assert Value("range", (2.0, approx(2.5), 4.0)) == value({"low": number, "central": 2.5, "high": 4}, "pue")


@pytest.mark.parametrize(
    ("written", "quantity", "expected"), [case[1:] for case in READ], ids=[case[0] for case in READ]
)
def test_a_value_is_read_in_the_unit_of_its_quantity(written, quantity, expected):
    assert expected == value(written, quantity)


REFUSED = [
    ("an energy for a power", "1 GWh", "facility_capacity", "should be a power (MW), got 1 GWh, an energy"),
    ("a mass for a power", "1 kt", "facility_capacity", "a mass"),
    ("reactors for a power", "2 reactors", "facility_capacity", "a number of reactors"),
    ("a power for a ratio", "1.2 GW", "peak_pue", "a ratio of at least 1, got 1.2 GW, a power"),
    ("equivalents for accelerators", "600k H100e", "accelerators", "H100 equivalents"),
    ("a power for that of one accelerator", "700 W", "accelerator_tdp", "write 700 W/accelerator"),
    ("a power for that of one reactor", "1620 MW", "reactor_net_power", "write 1620 MW/reactor"),
    ("a bare number for a power", 2, "facility_capacity", "write the unit, such as 2 MW"),
    ("a bare number in text for a power", "2", "facility_capacity", "write the unit, such as 2 MW"),
    ("text that is no quantity", "NO", "facility_capacity", "facility_capacity: 'NO' is not a quantity"),
    ("a truth", True, "facility_capacity", "got true"),
    ("a truth for a count", False, "accelerators", "got false"),
    ("nothing", None, "facility_capacity", "got nothing"),
    ("a list", [1, 2], "facility_capacity", "got a list; write one value, or low..high for a range"),
    ("a tuple", (400, 600), "facility_capacity", "got a tuple; write one value, or low..high for a range"),
    ("a set", {1}, "accelerators", "got a set"),
    ("an array", np.array([1, 2]), "accelerators", "got an array of 2"),
    ("a truth of numpy", np.bool_(True), "accelerators", "got true"),
    ("a truth without axes", np.array(False), "accelerators", "got false"),
    ("a complex number", 1j, "accelerators", "got a complex number"),
    ("a complex number of numpy", np.complex64(1), "accelerators", "got a complex number"),
    ("a date", date(2025, 1, 1), "accelerators", "got a value of type date"),
    ("a date of numpy", np.datetime64("2025-01-01"), "accelerators", "got a value of type datetime64"),
    ("a duration of numpy", np.timedelta64(5, "s"), "accelerators", "got a value of type timedelta64"),
    ("bytes", b"5", "accelerators", "got a value of type bytes"),
    ("a cell of pandas without a value", pd.NA, "accelerators", "got nothing"),
    ("a time of pandas without a value", pd.NaT, "accelerators", "got nothing"),
    ("a NaN of numpy", np.float32("nan"), "accelerators", "finite"),
    ("a NaN of decimal", Decimal("sNaN"), "accelerators", "finite"),
    ("a fraction beyond floating point", Fraction(10**400), "accelerators", "finite"),
    ("per cent of a count", "5%", "accelerators", "per cent is of shares; write a number of accelerators"),
    ("a range in per cent of a power", "5 %..6 %", "facility_capacity", "got 5 %; per cent is of shares"),
    ("a range without width", "2..2 GW", "facility_capacity", "no width; write 2 GW"),
    ("a map without width", {"low": 1.2, "high": 1.2}, "pue", "no width; write 1.2"),
    ("an unknown unit of a price", "8 qq/kWh", "electricity_price", "'qq' is not a unit; write such as USD/MWh"),
    ("an infinite number", float("inf"), "accelerators", "finite"),
    ("not a number", float("nan"), "accelerators", "finite"),
    ("a number beyond floating point", 10**400, "accelerators", "finite"),
    ("a PUE below one", 0.6, "pue", "pue should be at least 1, got 0.6"),
    ("a PUE in per cent above one", "20 %", "pue", "at least 1, got 0.2"),
    ("a share above one", 1.2, "mfu", "between 0 and 1, got 1.2"),
    ("a share below zero", -0.1, "mfu", "between 0 and 1, got -0.1"),
    ("about a share, reaching above one", "~0.95", "mfu", "between 0 and 1, got 1.045"),
    ("a negative count", -5, "accelerators", "at least 0 accelerator, got -5"),
    ("a negative power", "-1 GW", "facility_capacity", "at least 0 MW, got -1000"),
    ("a count of zero", 0, "accelerators", "above 0; leave it out where it is unknown"),
    ("a range the wrong way round", "2..1 GW", "facility_capacity", "smaller end first"),
    ("a map the wrong way round", {"low": 1.4, "high": 1.1}, "pue", "smaller end first"),
    ("a centre outside its range", {"low": 1.1, "central": 1.5, "high": 1.4}, "pue", "between low and high"),
    ("a range that ends on one", "1..1.4", "pue", "{uniform: {low: 1, high: 1.4}}"),
    ("a range of shares up to one", "0.5..1", "mfu", "{uniform: {low: 0.5, high: 1}}"),
    ("a range of losses from zero", "0..0.1", "grid_loss", "{uniform: {low: 0, high: 0.1}}"),
    ("a range that starts below one", "0.9..1.4", "pue", "at least 1, got 0.9"),
    ("an about inside a map", {"low": "~1.1", "central": 1.2, "high": 1.4}, "pue", "one number is due"),
    ("a bound inside a map", {"low": ">= 1.1", "central": 1.2, "high": 1.4}, "pue", "one number is due"),
    ("a range inside a map", {"low": "1.1..1.2", "high": 1.4}, "pue", "one number is due"),
    ("an empty map", {}, "pue", "write value, or low, central and high"),
    ("a family and more", {"normal": {"mean": 1.2, "sd": 0.01}, "low": 1.1}, "pue", "write value"),
    ("an unknown family", {"gamma": {"k": 1}}, "pue", "gamma is no family"),
    ("a family misspelt", {"norml": {"mean": 1.2, "sd": 0.01}}, "pue", "did you mean normal?"),
    ("a family without its numbers", {"normal": 3}, "pue", "normal is given by mean, sd"),
    ("a number too few", {"normal": {"mean": 1.2}}, "pue", "normal is given by mean, sd"),
    ("a number too many", {"beta": {"alpha": 1, "beta": 2, "low": 0}}, "mfu", "beta is given by alpha, beta"),
    ("a normal without width", {"normal": {"mean": 1.2, "sd": 0}}, "grid_loss", "sd"),
    ("a normal of negative width", {"normal": {"mean": "1 GW", "sd": "-1 GW"}}, "it_capacity", "sd above 0"),
    ("a normal that reaches below one", {"normal": {"mean": 1.1, "sd": 0.1}}, "pue", "reaches beyond"),
    ("a normal that reaches above one", {"normal": {"mean": 0.9, "sd": 0.1}}, "mfu", "reaches beyond"),
    ("a lognormal of no width", {"lognormal": {"median": 1.2, "gsd": 1}}, "pue", "geometric sd, above 1"),
    ("a lognormal around zero", {"lognormal": {"median": "0 W", "gsd": 2}}, "it_capacity", "median above 0"),
    ("a lognormal that reaches below one", {"lognormal": {"median": 1.1, "gsd": 1.1}}, "pue", "reaches beyond"),
    ("a lognormal that reaches above one", {"lognormal": {"median": 0.8, "gsd": 1.2}}, "mfu", "reaches beyond"),
    ("a gsd with a unit", {"lognormal": {"median": "1 GW", "gsd": "2 GW"}}, "it_capacity", "gsd should be a number"),
    ("a uniform the wrong way round", {"uniform": {"low": 1.4, "high": 1.1}}, "pue", "low < high"),
    ("a uniform that starts below one", {"uniform": {"low": 0.9, "high": 1.1}}, "pue", "reaches beyond at least 1"),
    ("a triangle without a slope", {"triangular": {"low": 1, "mode": 1, "high": 2}}, "pue", "low < mode < high"),
    ("a triangle above one", {"triangular": {"low": 0, "mode": 0.5, "high": 1.1}}, "mfu", "reaches beyond"),
    ("a pert the wrong way round", {"pert": {"low": 1, "mode": 3, "high": 2}}, "pue", "low < mode < high"),
    ("a negative pert", {"pert": {"low": "-1 W", "mode": "1 W", "high": "2 W"}}, "it_capacity", "reaches beyond"),
    ("a beta of a power", {"beta": {"alpha": 2, "beta": 3}}, "it_capacity", "reaches beyond"),
    ("a beta of a ratio from one", {"beta": {"alpha": 2, "beta": 3}}, "pue", "reaches beyond"),
    ("a beta with a negative parameter", {"beta": {"alpha": 2, "beta": -3}}, "mfu", "above 0"),
    ("an energy for the mean of a power", {"normal": {"mean": "1 GWh", "sd": "1 MW"}}, "it_capacity", "an energy"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "quantity", "advice"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_no_value_of_the_quantity_is_refused_with_advice(written, quantity, advice):
    with pytest.raises(EstimatorError, match=re.escape(advice)):
        value(written, quantity)


@pytest.mark.parametrize("written", ["~-1 GW", "~0 GW"])
def test_about_nothing_or_less_is_out_of_bounds_and_not_the_wrong_way_round(written):
    with pytest.raises(EstimatorError, match=r"at least 0|above 0"):
        value(written)


@pytest.mark.parametrize(("written", "quantity"), [("0..0.5", "mfu"), ("0 GW..2 GW", "facility_capacity")])
def test_a_range_that_ends_on_a_forbidden_zero_is_refused_with_the_advice_of_any_other_bound(written, quantity):
    with pytest.raises(EstimatorError, match="uniform"):
        value(written, quantity)


def test_a_beta_without_alpha_is_told_that_it_is_alpha():
    with pytest.raises(EstimatorError, match="alpha"):
        value({"beta": {"alpha": 0, "beta": 3}}, "mfu")


EXTREME = {
    "a power that overflows its unit": "1e308 GW",
    "a range whose middle overflows": "1e200..1e201 MW",
    "a range whose middle underflows": "1e-200..1e-199 MW",
    "a range that no draw stays finite in": "1e-300..1e300 MW",
    "a normal that overflows": {"normal": {"mean": "1e308 GW", "sd": "1e307 GW"}},
    "a lognormal whose tail overflows": {"lognormal": {"median": "1 GW", "gsd": 1e300}},
}


@pytest.mark.parametrize("written", EXTREME.values(), ids=EXTREME)
def test_a_number_beyond_all_sense_is_refused(written):
    with pytest.raises(EstimatorError):
        value(written)


def test_every_quantity_says_what_it_is_when_it_gets_nothing():
    for name, quantity in model().quantities.items():
        with pytest.raises(EstimatorError, match=re.escape(f"{name} should be {quantity.dimension.noun}")):
            value_of(None, name, quantity.dimension)


SOFT = st.floats(1e-6, 1e6)
FAMILIES = st.one_of(
    st.builds(lambda a, b: {"uniform": {"low": a, "high": b}}, SOFT, SOFT),
    st.builds(lambda a, b, c: {"triangular": {"low": a, "mode": b, "high": c}}, SOFT, SOFT, SOFT),
    st.builds(lambda a, b, c: {"pert": {"low": a, "mode": b, "high": c}}, SOFT, SOFT, SOFT),
    st.builds(lambda a, b: {"beta": {"alpha": a, "beta": b}}, SOFT, SOFT),
    st.builds(lambda a, b: {"low": a, "high": b}, st.floats(1e-4, 3), st.floats(1e-4, 3)),
    st.builds(
        lambda ends: {"low": ends[0], "central": ends[1], "high": ends[2]},
        st.lists(st.floats(1e-4, 3), min_size=3, max_size=3).map(sorted),
    ),
)


@given(FAMILIES, st.sampled_from(["pue", "mfu", "grid_loss", "accelerators", "compared_reactors"]))
@settings(max_examples=300, deadline=None)
def test_no_draw_of_an_accepted_bounded_value_leaves_the_bounds(written, quantity):
    dimension = model().quantities[quantity].dimension
    try:
        accepted = value_of(written, quantity, dimension)
    except EstimatorError:
        return
    drawn = draw(accepted, dimension.scale, np.random.default_rng(1), 2_000)
    assert dimension.lower <= drawn.min()
    assert drawn.max() <= dimension.upper


@given(st.floats(1, 5), st.floats(0.001, 1), st.sampled_from(["normal", "lognormal"]))
@settings(max_examples=200, deadline=None)
def test_hardly_any_draw_of_an_accepted_normal_leaves_the_bounds(middle, width, family):
    numbers = {"mean": middle, "sd": width} if family == "normal" else {"median": middle, "gsd": 1 + width}
    dimension = model().quantities["pue"].dimension
    try:
        accepted = value_of({family: numbers}, "pue", dimension)
    except EstimatorError:
        return
    drawn = draw(accepted, dimension.scale, np.random.default_rng(1), 10_000)
    assert (drawn < dimension.lower).mean() < 1e-3


WORDS = ("1 GW", "1..2 GW", "~1", "2 reactors")
KEYS = ("low", "central", "high", "normal", "mean", "sd", "lognormal", "median", "gsd", "beta", "alpha")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)  # fmt: skip


@given(ANYTHING, st.sampled_from(sorted(model().quantities)))
@settings(max_examples=400, deadline=None)
def test_anything_at_all_is_a_finite_value_or_bad_input(written, quantity):
    try:
        accepted = value(written, quantity)
    except EstimatorError:
        return
    assert all(isfinite(parameter) for parameter in accepted.parameters)
