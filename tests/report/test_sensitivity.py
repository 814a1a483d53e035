"""What decides a value, as a reader, a program and a picture are told it."""

import csv
import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.cli import commands, main
from estimator.report import sensitivity as module
from estimator.report.bars import Caption, Panel, Swing, picture
from estimator.report.sensitivity import (
    COLUMNS,
    sensitivity_picture,
    sensitivity_table,
    sensitivity_text,
)
from estimator.wording import dominance_text

META = str(Path(__file__).parents[2] / "scenarios" / "meta-2025.yaml")
NAME = "site.annual_facility_energy"


@pytest.fixture(scope="module")
def meta():
    return estimator.run(META)


@pytest.fixture(scope="module")
def energy(meta):
    return meta.sensitivity(NAME)


@pytest.fixture(scope="module")
def lines(meta, energy):
    return sensitivity_text(meta, energy).splitlines()


def of(name, lines):
    """The rows of an input."""
    return [line for line in lines if line.split()[:1] == [name]]


def test_the_value_stands_on_top_as_the_report_prints_it(meta, lines):
    assert f"{NAME} = {meta[NAME]}" == lines[0]


def test_every_input_has_a_row_for_its_swing_and_one_for_its_share(lines):
    assert [2, 2, 2] == [len(of(name, lines)) for name in ("it_capacity_utilisation", "peak_pue", "pue")]


def test_an_input_is_shown_with_its_range(lines):
    assert "0.56 (0.40–0.72)" in of("it_capacity_utilisation", lines)[0]


def test_the_widest_bar_goes_as_far_as_there_is_room(lines):
    swing = of("it_capacity_utilisation", lines)[0]
    assert re.search(r" -{24}\|#{24} ", swing)


def test_an_input_that_lowers_the_value_has_its_p95_on_the_left(lines):
    assert re.search(r"#+\|-+", of("peak_pue", lines)[0])


def test_the_ends_are_in_the_unit_of_the_value(lines):
    # 2 GW ÷ 1.25 × 0.40 or 0.72 × 1.12 × 8,760 h
    assert of("it_capacity_utilisation", lines)[0].endswith("6.28–11.3 TWh")


def test_it_is_said_what_shares_are_shares_of(lines):
    assert any("variance of its logarithm" in line for line in lines)


def test_a_value_that_is_not_always_positive_has_shares_of_itself(meta, energy):
    assert "variance of the value itself" in sensitivity_text(meta, replace(energy, on_logarithm=False))


def test_draws_that_cannot_be_are_told(meta, energy):
    assert f"12.3 % of draws put {NAME} where it cannot be" in sensitivity_text(meta, replace(energy, impossible=0.123))


def test_draws_without_a_value_are_told(meta, energy):
    assert "1 % of pairs of draws have no value" in sensitivity_text(meta, replace(energy, lost=0.01))


@pytest.mark.parametrize(
    "name",
    [NAME, "fleet-2025.facility_power_per_accelerator", "fleet-2025.reactors_by_energy", "site.annual_compute"],
)
def test_no_line_is_wider_than_the_page(name, meta):
    assert 118 >= max(map(len, sensitivity_text(meta, meta.sensitivity(name, 1)).splitlines()))


def test_no_line_is_wider_than_the_page_where_names_are_long(meta, energy):
    influences = tuple(replace(influence, name=influence.name * 4) for influence in energy.influences)
    text = sensitivity_text(meta, replace(energy, influences=influences))
    assert 118 >= max(map(len, text.splitlines()))


def test_a_row_for_programs_has_all_columns_filled(meta, energy):
    rows = list(csv.DictReader(io.StringIO(sensitivity_table(meta, energy, "csv"))))
    assert [*COLUMNS] == [*rows[0]]
    assert all(all(row.values()) for row in rows)


def test_rows_and_data_hold_the_same(meta, energy):
    data = json.loads(sensitivity_table(meta, energy, "json"))
    rows = csv.DictReader(io.StringIO(sensitivity_table(meta, energy, "csv")))
    assert [entry["alone"] for entry in data["inputs"]] == [float(row["alone"]) for row in rows]


def test_data_hold_what_it_takes_to_get_them_again(meta, energy):
    data = json.loads(sensitivity_table(meta, energy, "json"))
    assert ("site", "annual_facility_energy", "TWh", ">=") == tuple(
        data[k] for k in ("system", "quantity", "unit", "side")
    )
    assert (65_536, 1, "variance of the logarithm") == tuple(data[key] for key in ("pairs", "seed", "share_of"))


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.74, "mostly pue (74 %)"),
        (0.5, "mostly pue (50 %)"),
        (1.0, "only pue"),
        (0.38, "above all pue (38 %)"),
    ],
)
def test_the_dominant_input_is_told_in_a_few_words(share, text):
    assert text == dominance_text("pue", share)


# Pictures


@pytest.fixture
def drawn(monkeypatch):
    """Pictures give the words and bars that they would draw."""
    monkeypatch.setattr(module, "picture", lambda caption, panels, form: (caption, panels))


def test_a_picture_has_a_swing_for_each_input_on_the_axis_of_the_value(meta, energy, drawn):
    caption, [panel] = sensitivity_picture(meta, energy)
    assert "TWh" == caption.axis
    assert ["it_capacity_utilisation", "peak_pue", "pue"] == [swing.label.partition("\n")[0] for swing in panel.bars]
    assert approx((6.28, 8.79, 11.30), abs=0.01) == panel.bars[0][2:]


@pytest.mark.parametrize(
    ("name", "axis"),
    [("site.annual_compute", "×10²⁸ FLOP"), ("site.it_capacity", "GW"), ("site.accelerators", "k accelerators")],
)
def test_the_axis_of_a_picture_has_a_readable_unit(name, axis, meta, drawn):
    caption, [panel] = sensitivity_picture(meta, meta.sensitivity(name, 1))
    assert axis == caption.axis
    assert 1 <= panel.bars[0].end < 1000


def test_a_picture_says_where_its_facts_are_from_and_how_to_get_it_again(meta, energy, drawn):
    source = sensitivity_picture(meta, energy)[0].source
    assert source.startswith("Scenario: Meta, January 2025. Facts: Meta, Facebook post by Mark Zuckerberg")
    assert source.endswith("Shares: 65,536 pairs of draws.")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_shares_are_the_same_bytes(form, meta, energy):
    assert sensitivity_picture(meta, energy, form) == sensitivity_picture(meta, energy, form)


SWINGS = [
    [Swing("a", "50 %", 1.0, 2.0, 3.0), Swing("b", "1 %", 2.1, 2.0, 1.9)],
    [Swing("neither way", "0 %", 2.0, 2.0, 2.0), Swing("one way", "1 %", 1.0, 2.0, 1.5)],
    [Swing("a name that no line could hold " * 4, "100.0 %", 1.0, 2.0, 3.0)],
    [Swing("below nothing", "50 %", -1.0, 2.0, 5.0)],
]


@pytest.mark.parametrize("swings", SWINGS)
def test_swings_stay_within_the_picture(swings):
    from matplotlib.image import imread

    pixels = imread(io.BytesIO(picture(Caption("T", "S", "TWh", "Source"), [Panel("", swings)], "png")))[:, :, :3]
    assert [1.0] * 4 == [edge.min() for edge in (pixels[:20], pixels[-20:], pixels[:, :20], pixels[:, -20:])]


# On the command line


def run(*arguments):
    return CliRunner().invoke(commands, ["sensitivity", *arguments])


def test_the_command_prints_what_the_report_says(lines):
    assert lines == run(META, NAME).output.splitlines()


def test_the_command_gives_the_same_output_twice():
    assert run(META, NAME, "--seed", "7").output == run(META, NAME, "--seed", "7").output


def test_a_fact_that_is_set_takes_its_place_among_the_inputs():
    output = run(META, NAME, "--set", "site.facility_capacity=1.5..2.5 GW", "--format", "csv").output
    inputs = {row["input"]: row["tier"] for row in csv.DictReader(io.StringIO(output))}
    assert "given" == inputs["site.facility_capacity"]


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("PNG", b"\x89PNG")])
def test_a_picture_is_written_in_the_form_of_its_name(ending, start, tmp_path):
    path = tmp_path / f"picture.{ending}"
    assert 0 == run(META, NAME, "--plot", str(path)).exit_code
    assert path.read_bytes().startswith(start)


def test_the_output_can_go_to_a_file(tmp_path):
    path = tmp_path / "out.csv"
    assert "" == run(META, NAME, "--format", "csv", "-o", str(path)).output
    assert path.read_text("utf-8").startswith("system,quantity,unit,central,input")


CONFLICT = ["--set", "site.accelerators=3 M accelerators", "--set", "site.facility_capacity=1 GW"]

BAD = [
    ("site.facility_capacity", [], "site.facility_capacity is exact: no uncertain input goes into it"),
    ("site.facility_capacty", [], "facility_capacty is not a quantity; did you mean facility_capacity?"),
    ("added-2025.national_share", [], "added-2025.national_share is open: needs national_energy (use: country)"),
    ("site.it_capacity", CONFLICT, "site.it_capacity is in conflict and has no single value: "),
    (NAME, ["--plot", "picture.gif"], "picture.gif is no name of a picture; it should end in .svg or .png"),
    (NAME, ["--draws", "0"], "draws should be between 1 and 100,000,000,000, got 0"),
]


@pytest.mark.parametrize(("name", "options", "message"), BAD)
def test_what_cannot_be_told_ends_with_one_sentence_and_2(name, options, message, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["estimator", "sensitivity", META, name, *options])
    with pytest.raises(SystemExit) as caught:
        main()
    told = capsys.readouterr()
    assert (2, "", 1) == (caught.value.code, told.out, len(told.err.splitlines()))
    assert told.err.startswith(message)


def test_a_conflict_names_the_facts_of_its_routes():
    error = run(META, "site.it_capacity", *CONFLICT).exception
    assert isinstance(error, EstimatorError)
    assert "from site.accelerators" in str(error)
    assert "from site.facility_capacity" in str(error)


def test_without_matplotlib_the_extra_to_install_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    outcome = run(META, NAME, "--plot", str(tmp_path / "p.svg"))
    assert "pip install 'estimator[plot]'" in str(outcome.exception)
    assert "" == outcome.output
