"""The vocabulary as text."""

import inspect

from estimator.equations import power
from estimator.model import model
from estimator.report.reference import quantities_text


def test_a_quantity_is_told_with_what_readers_call_it():
    assert "it_overhead, 1: IT overhead" == quantities_text("it_overhead").splitlines()[0]


def test_file_and_line_of_an_equation_are_told():
    line = inspect.getsourcelines(power.facility_capacity)[1]
    assert f"  written in estimator/equations/power.py:{line}" in quantities_text("facility_capacity").splitlines()


def test_an_input_is_said_to_be_one():
    told = {name: quantities_text(name) for name, quantity in model().quantities.items() if not quantity.equation}
    assert [] == [name for name, text in told.items() if "an input: given, catalogued or assumed" not in text]
