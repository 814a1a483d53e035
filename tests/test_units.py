"""Text becomes a quantity through one door, and what is shown can be read again."""

import os
import re
from contextlib import suppress
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.errors import EstimatorError
from estimator.model import model
from estimator.units import reading
from estimator.units.names import UNIT_NAMES
from estimator.units.reading import Stated, dimensionality, read, registry, show, to_coherent
from estimator.wording import value_text

"""Seconds after which something that should be instant has run away."""

READ = [
    ("2 GW", 2.0, "GW"),
    ("2GW", 2.0, "GW"),
    ("  2 GW\n", 2.0, "GW"),
    ("1.5e3 kW", 1500.0, "kW"),
    (".5 GW", 0.5, "GW"),
    ("+2 GW", 2.0, "GW"),
    ("-3 GW", -3.0, "GW"),
    ("0 GW", 0.0, "GW"),
    ("1.3 M accelerators", 1.3e6, "accelerator"),
    ("1.3M accelerators", 1.3e6, "accelerator"),
    ("1.3M accelerator", 1.3e6, "accelerator"),
    ("1,3 million accelerators", 1.3e6, "accelerator"),
    ("1,300,000 accelerators", 1.3e6, "accelerator"),
    ("1_300_000 accelerators", 1.3e6, "accelerator"),
    ("1 300 000 accelerators", 1.3e6, "accelerator"),
    ("1\u202f300\u202f000 accelerators", 1.3e6, "accelerator"),
    ("1,300.5 kW", 1300.5, "kW"),
    ("0,5 GW", 0.5, "GW"),
    ("0,500 GW", 0.5, "GW"),
    ("0.741", 0.741, ""),
    ("1,300 accelerators", 1300.0, "accelerator"),
    ("100,000 GPUs", 1e5, "accelerator"),
    ("1.300 servers", 1300.0, "server"),
    ("1.300.000 W", 1.3e6, "W"),
    ("1.500,5 MW", 1500.5, "MW"),
    ("1 500,5 MW", 1500.5, "MW"),
    ("1’500 MW", 1500.0, "MW"),
    ("1'500.250 MW", 1500.25, "MW"),
    ("1\u2009500 MW", 1500.0, "MW"),
    ("1.585 GW", 1.585, "GW"),
    ("1,410 W/accelerator", 1410.0, "W/accelerator"),
    ("1,979 TFLOP/s/accelerator", 1979.0, "TFLOP/s/accelerator"),
    ("270,000 m³", 270_000.0, "m**3"),
    ("$30,000/accelerator", 30_000.0, "USD/accelerator"),
    ("−3 GW", -3.0, "GW"),
    ("1.14×10²¹ FLOP/s", 1.14e21, "FLOP/s"),
    ("1.14 x 10^21 FLOP/s", 1.14e21, "FLOP/s"),
    ("1.500·10**21 FLOP/s", 1.5e21, "FLOP/s"),
    ("1.35×10⁻⁵", 1.35e-5, ""),
    ("600k GPUs", 6e5, "accelerator"),
    ("65 billion USD", 65e9, "USD"),
    ("65 milliards EUR", 65e9, "EUR"),
    ("$65bn", 65e9, "USD"),
    ("$ 65 bn", 65e9, "USD"),
    ("€5", 5.0, "EUR"),
    ("$65 M/MW", 65e6, "USD/MW"),
    ("$3/W", 3.0, "USD/W"),
    ("1 kt", 1.0, "kt"),
    ("5 m³", 5.0, "m**3"),
    ("700 W/accelerator", 700.0, "W/accelerator"),
    ("9.89e14 FLOP/s/accelerator", 9.89e14, "FLOP/s/accelerator"),
    ("2 kW h", 2.0, "kW*h"),
    ("2 kW·h", 2.0, "kW*h"),
    ("50 %", 0.5, ""),
    ("50%", 0.5, ""),
    ("1.3e6", 1.3e6, ""),
    ("1.3 M", 1.3e6, ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), READ, ids=[text.strip() for text, *_ in READ])
def test_a_quantity_is_read_as_people_write_it(text, value, unit):
    stated = read(text)
    assert Stated(central=approx(value), unit=unit) == stated


RANGES = [
    ("9.3..15 MUSD/MW", 9.3, 15.0, "MUSD/MW"),
    ("1.1..1.4", 1.1, 1.4, ""),
    ("1.1...1.4", 1.1, 1.4, ""),
    ("1.1 .. 1.4", 1.1, 1.4, ""),
    ("500 MW..2 GW", 0.5, 2.0, "GW"),
    ("1.8–2.2 GW", 1.8, 2.2, "GW"),
    ("500 MW – 2 GW", 0.5, 2.0, "GW"),
    ("−2–−1 GW", -2.0, -1.0, "GW"),
    ("30 %–50 %", 0.3, 0.5, ""),
    ("-1..1 GW", -1.0, 1.0, "GW"),
    ("1 M..2 M accelerators", 1e6, 2e6, "accelerator"),
    ("$60bn..$65bn", 60e9, 65e9, "USD"),
    ("10 %..60 %", 0.1, 0.6, ""),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES, ids=[text for text, *_ in RANGES])
def test_two_ends_are_a_range_without_a_centre(text, low, high, unit):
    assert Stated(central=None, unit=unit, low=approx(low), high=approx(high)) == read(text)


def test_a_multiplier_in_words_at_both_ends_is_a_range():
    assert Stated(central=None, unit="USD", low=60e9, high=65e9) == read("60 billion..65 billion USD")


@pytest.mark.parametrize("text", ["~1 GW", "≈1 GW", "~ 1 GW"])
def test_about_is_ten_per_cent_either_way(text):
    assert Stated(central=1.0, unit="GW", low=approx(0.9), high=approx(1.1)) == read(text)


@pytest.mark.parametrize(("text", "side"), [(">= 2 GW", ">="), ("≥2 GW", ">="), ("<= 2 GW", "<="), ("≤ 2 GW", "<=")])
def test_a_bound_carries_its_side(text, side):
    assert Stated(central=2.0, unit="GW", side=side) == read(text)


def test_a_bare_bound_has_no_unit():
    assert Stated(central=1.3e6, unit="", side=">=") == read(">= 1.3e6")


def test_the_quantity_of_a_stated_value_has_its_unit():
    assert 2000 == approx(read("2 GW").quantity.to("MW").magnitude)


def test_the_quantity_of_a_range_is_its_geometric_middle():
    assert 3 == approx(read("1..9 GW").quantity.to("GW").magnitude)


REFUSED = {
    "": "empty",
    " \n": "empty",
    "1,500 MW": "thousands or decimals; write 1500 MW or 1.5 MW",
    "1.500 MW": "thousands or decimals; write 1500 MW or 1.5 MW",
    "1,585 GW": "write 1585 GW or 1.585 GW",
    "$1,500 M": "write $1500 M or $1.5 M",
    "1.500 M accelerators": "write 1500 M accelerators or 1.5 M accelerators",
    "1,500e3 W": "write 1500e3 W or 1.5e3 W",
    "1.2.3 GW": "decimals after a point, such as 1500.5",
    "1.500,500.5 GW": "decimals after a point",
    "1,23,456 W": "ambiguous",
    "9**9**9 W": "is not a unit",
    "1 W**2": "is not a unit",
    "1 W^2": "is not a unit",
    "1.2 ± 0.1 GW": "low..high",
    "1.2 +/- 0.1 GW": "low..high",
    "1.2 +- 0.1 GW": "low..high",
    "nan W": "not a quantity",
    "inf W": "not a quantity",
    "-inf W": "not a quantity",
    "NO": "not a quantity",
    "GW": "not a quantity",
    "two GW": "not a quantity",
    "$": "not a quantity",
    "~": "not a quantity",
    "~ ~1 GW": "not a quantity",
    ">= ~2 GW": "not a quantity",
    "٣ GW": "not a quantity",
    "1..": "not a quantity",
    "..1": "not a quantity",
    "1e999 W": "finite",
    "1e999..2 W": "finite",
    "1e308 M accelerators": "finite",
    "1e5000 W": "finite",
    "1 PF": "PFLOP/s",
    "1 PFLOPS": "PFLOP/s",
    "1 FLOPS": "FLOP/s",
    "1 TOPS": "TFLOP/s, dense",
    "1 TWh/year": "'annual'",
    "1 TWh/yr": "'annual'",
    "2 GW+": ">=",
    "2+ GW": ">=",
    "1-2 GW": "low..high",
    "–2 GW": "not a quantity",
    "2 GW–": "did you mean GW",
    "1–2–3 GW": "low..high",
    "2..2 GW": "the range has no width; write 2 GW",
    "1 GW..1000 MW": "the range has no width",
    "2–2 GW": "the range has no width",
    "≥ 1.23 reactors (1.20–1.26)": "write >= 1.23 reactors, the bound, or 1.23 reactors (1.20–1.26), the range",
    "2 GW (3–4)": "between the ends",
    "2 GW (4–1)": "smaller end first",
    "2 GW (1.8 GW–2.2 GW)": "numbers in the unit before it",
    "2 GW (about)": "is not a unit",
    "~2 GW (1.8–2.2)": "leave out ~",
    "1 USD2020..2 USD2021": "in the same money",
    "60–65 billion USD": "both ends",
    "1—2 GW": "low..high",
    "3..1 GW": "smaller end first",
    "1..1 GW": "no width",
    "1..2..3 GW": "not a",
    "1 GWh..2 GW": "different dimensions",
    "60..65 billion USD": "both ends",
    "2 gw": "GW",
    "2 mw": "MW",
    "2 mW": "MW",
    "2 twh": "TWh",
    "65 B USD": "bn",
    "65 G USD": "bn",
    "1.3 m accelerators": "write M",
    "5 chips": "accelerators",
    "2 EPR": "use: {reactor: epr}",
    "> 2 GW": ">=",
    "< 2 GW": "<=",
    "2 accelerator s/": "not a unit",
    "2 /GW": "not a unit",
    "2 GW/": "not a unit",
    "2 acelerators": "accelerator",
    "2 knot": "not a unit",
    "0x10 W": "not a unit",
    "__import__('os')": "not a quantity",
    "2 GW; 3 GW": "not a unit",
    "x" * 10_000: "too long",
    "9" * 10_000 + " W": "too long",
    "1 " + "W*" * 5_000: "too long",
}


@pytest.mark.parametrize(("text", "advice"), REFUSED.items(), ids=[text[:20] or "nothing" for text in REFUSED])
def test_what_is_ambiguous_or_no_quantity_is_refused_with_advice(text, advice):
    with pytest.raises(EstimatorError, match=re.escape(advice)):
        read(text)


@pytest.mark.parametrize(
    "text", ["1..2 M accelerators", "600..700k accelerators", "1..2 trillion USD", "$60..$65bn", "1..2 mn accelerators"]
)
def test_a_multiplier_at_one_end_only_is_refused(text):
    with pytest.raises(EstimatorError, match="both ends"):
        read(text)


def test_a_per_cent_sign_at_one_end_only_is_refused():
    with pytest.raises(EstimatorError, match="both ends"):
        read("0.5..60 %")


@pytest.mark.parametrize("text", ["~1.7e308 W", "~-1.7e308 W"])
def test_the_ends_of_about_are_finite(text):
    with pytest.raises(EstimatorError, match="finite"):
        read(text)


def test_about_a_negative_number_has_its_lower_end_first():
    stated = read("~-1 GW")
    assert (approx(-1.1), approx(-0.9)) == (stated.low, stated.high)


def test_a_range_across_zero_has_a_real_quantity():
    assert isinstance(read("-1..1 GW").quantity.magnitude, float)


@pytest.mark.parametrize("text", ["1 " + "YFLOP " * 30, "1 " + "YFLOP " * 25 + "..2 W", "1 W..2 W" + "/YFLOP" * 20])
def test_a_unit_beyond_floating_point_is_bad_input(text):
    with pytest.raises(EstimatorError):
        to_coherent(read(text).unit)


@pytest.mark.parametrize(
    "text",
    ["9**9**9 W", "9" * 190 + " W", "1" + ",111" * 49 + ",", "1 " + "W " * 99, "1" + " 111" * 49, "((" * 99, "~" * 199],
    ids=lambda text: text[:12],
)
def test_dangerous_text_comes_to_an_end(text, ending):
    with suppress(EstimatorError):
        read(text)


def test_a_kilotonne_is_no_knot():
    assert dimensionality("t") == dimensionality(read("1 kt").unit)


def test_an_accelerator_is_no_number():
    assert dimensionality("W") != dimensionality("W/accelerator")


def test_money_of_two_currencies_does_not_add_up():
    assert dimensionality("USD") != dimensionality("EUR")


@pytest.mark.parametrize("unit", sorted(set(UNIT_NAMES.values())))
def test_the_registry_knows_every_unit_that_is_read(unit):
    assert to_coherent(unit) > 0


def test_the_application_registry_of_pint_is_left_alone():
    import pint

    registry()
    assert registry() is not pint.get_application_registry().get()


PIECES = [
    *"0123456789", ".", ",", " ", "..", "-", "+", "e", "E6", "_", "~", ">=", "<=", "<", "$", "€", "%", "±", "/",
    "*", "**", "(", "·", "^", "W", "GW", "kW", "TWh", "M", "k", "m", "bn", "million", "accelerators", "reactor",
    "USD", "FLOP", "s", "m³", "nan", "inf", "1e308", "1e-308", "\u202f", "\n", "year", "PF", "B",
]  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
@settings(max_examples=1000, deadline=None)
def test_any_text_is_a_finite_quantity_of_a_known_unit_or_bad_input(text):
    try:
        stated = read(text)
    except EstimatorError:
        return
    numbers = [number for number in (stated.central, stated.low, stated.high) if number is not None]
    assert numbers
    assert all(isfinite(number) for number in numbers)
    assert isfinite(to_coherent(stated.unit))


@given(
    st.floats(1e-6, 1e9), st.sampled_from(sorted(name for name in UNIT_NAMES if not name.endswith(("3", "³", "VA"))))
)
@settings(max_examples=200, deadline=None)
def test_a_number_and_a_unit_are_read_as_written(value, unit):
    assume(not re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", repr(value)))  # of a count, these are thousands
    assert Stated(central=value, unit=UNIT_NAMES[unit]) == read(f"{value!r} {unit}")


SHOWN = [
    (2000, "MW", "2.0 GW"),
    (999.6, "MW", "1.0 GW"),
    (350, "MW", "350 MW"),
    (17.5, "TWh", "17.5 TWh"),
    (0.0175, "TWh", "17.5 GWh"),
    (1453.5, "W/accelerator", "1,454 W/accelerator"),
    (1.29e21, "FLOP/s", "1.29×10²¹ FLOP/s"),
    (1.3e6, "accelerator", "1.3 M accelerators"),
    (600_000, "accelerator", "600 k accelerators"),
    (5_000, "accelerator", "5,000 accelerators"),
    (1, "reactor", "1 reactor"),
    (2, "reactor", "2 reactors"),
    (1.23, "reactor", "1.23 reactors"),
    (0, "MW", "0 MW"),
    (0.56, "dimensionless", "0.56"),
    (1.35e-5, "dimensionless", "1.35×10⁻⁵"),
]


@pytest.mark.parametrize(("value", "unit", "text"), SHOWN, ids=[text for *_, text in SHOWN])
def test_a_quantity_is_shown_with_a_readable_prefix_and_three_digits(value, unit, text):
    assert text == show(registry().Quantity(float(value), unit))


def test_a_count_is_not_shown_with_three_decimals_which_would_be_thousands():
    assert "744.68 servers" == value_text(744.682, 744.682, 744.682, "server", as_stated=True)


@pytest.mark.parametrize("value", [9.999e20, 9.996e8])
def test_the_number_before_a_power_of_ten_is_below_ten(value):
    assert not show(registry().Quantity(value, "FLOP/s")).startswith("10")


TEXTS = [
    ((1.20, 1.23, 1.26, "reactor"), "1.23 reactors (1.20–1.26)"),
    ((2, 2, 2, "reactor"), "2 reactors"),
    ((2, 2, 2, "reactor", ">="), "≥ 2 reactors"),
    ((2, 2, 2, "reactor", "<="), "≤ 2 reactors"),
    ((900, 1000, 1100, "MW"), "1.00 GW (0.90–1.10)"),
    ((1.2e6, 1.3e6, 1.4e6, "accelerator"), "1.30 M accelerators (1.20–1.40)"),
    ((1.05, 1.14, 1.20, "1"), "1.14 (1.05–1.20)"),
    ((1.2e21, 1.29e21, 1.4e21, "FLOP/s"), "1.29×10²¹ FLOP/s (1.20–1.40)"),
    ((1, 1000, 1e6, "MW"), "1.0 GW (0.001–1,000)"),
    ((0.78, 800, 775_512, "MW"), "800 MW (0.8–776,000)"),
    ((0.051, 1, 3, "1"), "1.0 (0.05–3.0)"),
    ((0, 5, 10, "ML"), "5,000 m³ (0–10,000)"),
    ((800, 998, 1230, "MW"), "1.00 GW (0.80–1.23)"),
    ((0.95, 0.99999, 1.05, "MW"), "1.00 MW (0.95–1.05)"),
]


@pytest.mark.parametrize(("value", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_a_range_is_shown_with_the_digits_that_it_justifies(value, text):
    assert text == value_text(*value)


def read_back(text: str, unit: str) -> float:
    """What a shown quantity says, in `unit`."""
    stated = read(text)
    return stated.central * to_coherent(stated.unit) / to_coherent(unit)


@given(
    st.floats(1e-5, 1e30),
    st.sampled_from(
        ["W", "MW", "TWh", "W/accelerator", "accelerator", "H100e", "reactor", "FLOP", "FLOP/s", "USD", "h", "1"]
    ),
)
@settings(max_examples=400, deadline=None)
def test_a_shown_quantity_reads_back_within_half_of_its_third_digit(value, unit):
    quantity = registry().Quantity(value, "dimensionless" if unit == "1" else unit)
    assert value == approx(read_back(show(quantity), unit), rel=0.00501)


TABLE = Path(reading.__file__).with_name("unit_table.txt")
VOCABULARY = {quantity.dimension.unit for quantity in model().quantities.values()} - {"1"}
SINGLE = sorted({*UNIT_NAMES.values(), *(part for unit in VOCABULARY for part in unit.split("/"))})


def made_by_pint(name: str) -> str:
    """A row of the table: the unit, its size in coherent units, its dimensions and their powers."""
    unit = registry().Quantity(1.0, name)
    dimensions = " ".join(f"{key} {int(power)}" for key, power in sorted(unit.dimensionality.items()))
    return f"{name}\t{float(unit.to_base_units().magnitude)!r}\t{dimensions}"


@pytest.mark.generated
def test_the_table_of_units_is_what_pint_makes_of_them():
    rows = "".join(f"{made_by_pint(name)}\n" for name in SINGLE)
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        TABLE.write_text(rows, "utf-8")
    assert rows == TABLE.read_text("utf-8"), "run this test with ESTIMATOR_UPDATE_GOLDEN=1"


@pytest.mark.parametrize("unit", sorted(VOCABULARY))
def test_products_of_units_are_as_large_as_pint_says(unit):
    assert approx(registry().Quantity(1.0, unit).to_base_units().magnitude, rel=1e-14) == reading.to_coherent(unit)


@given(st.sampled_from(SINGLE), st.sampled_from(SINGLE), st.sampled_from(SINGLE), st.sampled_from(SINGLE))
def test_two_units_have_one_dimension_if_pint_says_so(first, second, third, fourth):
    one, other = f"{first}/{second}", f"{third}/{fourth}"
    same = registry().Quantity(1.0, one).dimensionality == registry().Quantity(1.0, other).dimensionality
    assert same == (dimensionality(one) == dimensionality(other))


def test_the_ends_of_a_range_may_have_multipliers_of_their_own():
    stated = read("900 k accelerators..1.3 M accelerators")
    assert (900_000, 1_300_000) == (stated.low, stated.high)


@pytest.mark.parametrize("written", ["1..2 M", "1 k..2000", "30..50 %", "30 %..0.5"])
def test_a_multiplier_at_one_end_alone_is_refused(written):
    with pytest.raises(EstimatorError, match="write the multiplier at both ends"):
        read(written)
