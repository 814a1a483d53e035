"""A comparison as a reader and a program are told it."""

import csv
import io
import json
import sys
from math import prod
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest import approx

from estimator import compare
from estimator.cli import commands, main
from estimator.comparison.sides import COLUMNS
from estimator.report.compare import comparison_text
from estimator.report.gaps import COLUMNS as GAP_COLUMNS
from estimator.report.gaps import explanation_text
from estimator.wording import difference_text

ROOT = Path(__file__).parents[2]
TWO, META = (str(ROOT / "scenarios" / f"{name}.yaml") for name in ("two-gigawatts", "meta-2025"))
FEW = 2_000


@pytest.fixture(scope="module")
def chips():
    return compare(TWO, f"{TWO}@accelerator=gb200", draws=FEW)


@pytest.fixture(scope="module")
def sites():
    return compare(f"{META}:site", f"{ROOT}/scenarios/stargate-2025.yaml:abilene", TWO, draws=FEW)


@pytest.fixture(scope="module")
def one_moved():
    return compare(META, f"{META}@site.pue=1.3", draws=FEW)


def block(text, heading):
    """The lines under a heading."""
    lines = text.splitlines()
    start = lines.index(heading) + 1
    return lines[start : next(n for n in range(start, len(lines)) if not lines[n])]


def cells(text, heading, name):
    """The cells of one row under a heading."""
    (row,) = (line for line in block(text, heading) if line.split()[:1] == [name])
    return [cell.strip() for cell in row.split("  ") if cell.strip()][1:]


# Side by side


def test_letters_stand_for_scenarios(chips):
    lines = block(comparison_text(chips, "text"), "Scenarios")
    assert [
        f"  A: {TWO}: A 2 GW site full of H100s",
        f"  B: {TWO}@accelerator=gb200: A 2 GW site full of H100s",
    ] == lines


def test_a_system_is_told_with_its_scenario(sites):
    assert "  A: " + f"{META}:site: Meta, January 2025: the site of 2 GW or more" in " ".join(
        block(comparison_text(sites, "text"), "Scenarios")[:2]
    ).replace("    ", "")


def test_every_headline_has_a_row(chips):
    names = [line.split()[0] for line in block(comparison_text(chips, "text"), "Values")[1:]]
    assert [*chips.quantities] == names


def test_quantities_are_shown_as_they_were_asked_for():
    comparison = compare(TWO, TWO, quantities=["pue", "it_overhead", "pue"], draws=FEW)
    assert ["pue", "it_overhead"] == [
        line.split()[0] for line in block(comparison_text(comparison, "text"), "Values")[1:]
    ]


def test_what_does_not_differ_is_called_the_same(chips):
    assert ["same"] == cells(comparison_text(chips, "text"), "Ratios", "it_capacity")


def test_a_ratio_has_a_range(chips):
    (ratio,) = cells(comparison_text(chips, "text"), "Ratios", "h100_equivalents")
    assert ratio.startswith("1.7")
    assert "(" in ratio


def test_a_difference_has_a_sign(chips):
    (difference,) = cells(comparison_text(chips, "text"), "Differences", "accelerators")
    assert difference.startswith("−")
    assert difference.endswith(")")


def test_numbers_of_reactors_differ_by_reactors_of_that_kind(sites):
    assert any("EPR (" in cell for cell in cells(comparison_text(sites, "text"), "Differences", "reactors_by_energy"))


def test_bounds_stay_with_what_follows_from_them(sites):
    text = comparison_text(sites, "text")
    assert cells(text, "Values", "it_capacity")[0].startswith("≥ ")
    assert cells(text, "Ratios", "it_capacity")[0].startswith("≤ ")


def test_systems_that_nothing_moves_are_only_named(one_moved):
    text = comparison_text(one_moved, "text")
    assert ["A site", "B site"] == [cell.strip() for cell in block(text, "Values")[0].split("  ") if cell.strip()]
    assert "Not shown, since all of it is the same: fleet-2024, " in text


def ramp(start):
    phases = [{"id": 1, "from": f"{start}-01-01", "status": "operating", "given": {"it_capacity": "100 MW"}}]
    return {"title": "t", "years": [2025, 2028], "systems": {"site": {"phases": phases}}}


def test_values_over_time_are_said_to_be_left_out():
    note = "Values over time are not compared; `run --format csv` has them for each scenario, by year."
    assert note in " ".join(comparison_text(compare(ramp(2025), ramp(2027), draws=FEW), "text").split())
    assert "over time" not in comparison_text(compare(TWO, TWO, draws=FEW), "text")


def test_scenarios_that_are_the_same_are_shown_all_the_same():
    text = comparison_text(compare(TWO, TWO, draws=FEW), "text")
    assert "annual_facility_energy" in text
    assert "Differences" not in text


def test_a_conflict_is_shown_without_a_number():
    facts = {"facility_capacity": "1 GW", "accelerators": "1.3 M accelerators"}
    clashing = {"title": "t", "given": facts, "use": {"accelerator": "h100-sxm"}}
    text = comparison_text(compare(TWO, clashing, draws=FEW), "text")
    assert "in conflict" == cells(text, "Values", "it_capacity")[-1]
    assert "it_capacity" not in " ".join(block(text, "Ratios"))
    assert any(line.startswith("  B: contradiction: ") for line in block(text, "Notes"))


def test_what_has_no_common_unit_is_said():
    text = comparison_text(compare(TWO, f"{TWO}@reactor=ap1000", draws=FEW), "text")
    note = "reactors_by_capacity and reactors_by_energy: EPR in A and AP1000 in B, which do not compare."
    assert note in " ".join(text.split())


def test_scenarios_without_a_common_system_are_not_compared():
    text = comparison_text(compare(META, TWO, quantities=["pue"], draws=FEW), "text")
    assert "Nothing is compared: no two systems have the same name" in text


def test_money_is_told_with_its_year(sites):
    assert "Money is in dollars of 2025." in comparison_text(sites, "text")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_last_lines_tell_how_to_get_it_again(chips, form):
    assert f"{FEW:,} draws, seed 1." in comparison_text(chips, form)


@pytest.mark.parametrize("name", ["chips", "sites", "one_moved"])
def test_no_line_is_wider_than_the_page(name, request):
    comparison = request.getfixturevalue(name)
    text = comparison_text(comparison, "text") + explanation_text(comparison, "annual_facility_energy", "text")
    assert 118 >= max(len(line) for line in text.splitlines() if str(ROOT) not in line)


def test_markdown_has_a_table_for_values_and_one_for_ratios(chips):
    lines = comparison_text(chips, "markdown").splitlines()
    assert "|  | A | B |" in lines
    assert "|  | B ÷ A |" in lines


def test_rows_for_programs_hold_every_column(chips):
    rows = list(csv.DictReader(io.StringIO(comparison_text(chips, "csv"))))
    assert [*COLUMNS] == [*rows[0]]
    assert len(chips.quantities) * 2 == len(rows)


def test_rows_and_data_hold_the_same(chips):
    rows = csv.DictReader(io.StringIO(comparison_text(chips, "csv")))
    data = json.loads(comparison_text(chips, "json"))
    assert [row["ratio_p50"] for row in rows] == [
        "" if row["ratio_p50"] is None else str(row["ratio_p50"]) for row in data["rows"]
    ]
    assert ["A", "B"] == [scenario["scenario"] for scenario in data["scenarios"]]


def test_the_first_scenario_is_against_nothing(chips):
    data = json.loads(comparison_text(chips, "json"))["rows"]
    assert {("A", None), ("B", "A")} == {(row["scenario"], row["against"]) for row in data}


# Why


@pytest.fixture(scope="module")
def why(chips):
    return explanation_text(chips, "annual_compute", "text")


HEADING = "In the terms of A and B alike"


def test_both_values_stand_above_the_gap(why):
    assert any("A: " in line and "B: " in line for line in block(why, "B against A"))


def test_a_choice_of_the_catalog_is_told_by_its_entries(why):
    assert ["h100-sxm", "gb200"] == cells(why, HEADING, "accelerator")[:2]


def test_the_figures_of_a_choice_are_told_with_their_documents(why):
    told = " ".join(" ".join(block(why, "Where these are from")).split())
    assert (
        "server, accelerators_per_server: A 8 accelerator/server, use (epoch-it-power); B 72 accelerator/server" in told
    )


def test_the_last_row_is_all_together(why):
    assert block(why, HEADING)[-1].strip().startswith("all, at their medians")


def test_the_method_is_told(why):
    assert "Shapley values" in why


def test_two_ways_of_knowing_are_told_one_after_the_other(sites):
    text = explanation_text(sites, "annual_facility_energy", "text")
    assert ["≥ 2.0 GW", "1.2 GW"] == cells(text, "In the terms of A", "facility_capacity")[:2]
    assert "400 k accelerators" == cells(text, "In the terms of B", "accelerators")[1]
    assert "Either way explains the whole gap." in " ".join(text.split())


def test_bounds_are_not_called_equal(sites):
    assert "B ÷ A ≤ 0.5" in explanation_text(sites, "annual_facility_energy", "text")


def test_systems_without_a_gap_are_named(one_moved):
    text = explanation_text(one_moved, "annual_facility_energy", "text")
    assert "B and A fleet-2024: the same in every draw" in text


def test_orders_that_are_drawn_are_told_with_their_error():
    def portfolio(size):
        sites = {f"s{n}": {"given": {"it_capacity": f"{size + n} MW", "pue": 1 + size / (900 + n)}} for n in range(7)}
        return {"title": "t", "systems": {**sites, "all": {"parts": [*sites]}}}

    text = explanation_text(compare(portfolio(100), portfolio(200), draws=FEW), "annual_facility_energy", "text")
    assert "random orders, good to" in " ".join(text.split())


def test_contributions_for_programs_multiply_to_the_ratio(chips):
    (gap,) = json.loads(explanation_text(chips, "annual_compute", "json"))["gaps"]
    (found,) = gap["decompositions"]
    assert approx(found["to"] / found["from"]) == prod(part["factor"]["value"] for part in found["contributions"])
    assert approx(found["to"] - found["from"]) == sum(part["difference"]["value"] for part in found["contributions"])


def test_contributions_as_rows_hold_the_same(sites):
    rows = list(csv.DictReader(io.StringIO(explanation_text(sites, "annual_facility_energy", "csv"))))
    assert [*GAP_COLUMNS] == [*rows[0]]
    data = json.loads(explanation_text(sites, "annual_facility_energy", "json"))["gaps"]
    told = [part["factor"]["value"] for gap in data for one in gap["decompositions"] for part in one["contributions"]]
    assert told == [float(row["factor"]) for row in rows]


def test_what_both_sides_know_of_an_input_is_told_to_programs(sites):
    rows = csv.DictReader(io.StringIO(explanation_text(sites, "annual_facility_energy", "csv")))
    row = next(row for row in rows if (row["scenario"], row["input"]) == ("B", "facility_capacity"))
    known = ("input_unit", "from_p50", "from_side", "from_tier", "from_source", "to_p50", "to_tier")
    assert ["MW", "2000.0", ">=", "given", "zuckerberg", "1200.0", "given"] == [row[name] for name in known]


def test_an_explanation_is_markdown_where_that_is_asked_for(chips):
    lines = explanation_text(chips, "annual_compute", "markdown").splitlines()
    assert "|  | A | B | factor | difference |" in lines


# Differences in words

DIFFERENCES = [
    ((-11.3, -8.67, -5.7, "TWh"), "−8.7 TWh (−11.3 to −5.7)"),
    ((-0.2, 0.01, 0.3, "TWh"), "+10 GWh (−200 to +300)"),
    ((0.0, 0.0, 0.0, "MW"), "0 MW"),
    ((-800.0, -800.0, -800.0, "MW"), "−800 MW"),
    ((1200.0, 1200.0, 1200.0, "MW"), "+1.20 GW"),
    ((0.58e21, 0.81e21, 1.05e21, "FLOP/s"), "+0.81×10²¹ FLOP/s (+0.58 to +1.05)"),
    ((-0.059, -0.007, 0.043, "1"), "−0.007 (−0.059 to +0.043)"),
    ((-0.4, -0.001, 0.4, "reactor"), "0.00 reactors (−0.40 to +0.40)"),
]


@pytest.mark.parametrize(("value", "text"), DIFFERENCES, ids=[text for _, text in DIFFERENCES])
def test_a_difference_is_shown_with_the_digits_that_its_range_justifies(value, text):
    assert text == difference_text(*value)


def test_a_bound_of_a_difference_keeps_its_side():
    assert "≤ −800 MW" == difference_text(-800, -800, -800, "MW", "<=")


def test_differences_that_stand_together_have_one_unit():
    assert "+0.03 TWh" == difference_text(0.03, 0.03, 0.03, "TWh", beside=2.0)


# On the command line


def run(*arguments):
    return CliRunner().invoke(commands, ["compare", *arguments])


def test_the_command_prints_what_the_report_says(chips):
    arguments = (TWO, f"{TWO}@accelerator=gb200", "--draws", str(FEW))
    assert comparison_text(chips, "text") == run(*arguments).output


def test_the_command_explains(chips):
    arguments = (TWO, f"{TWO}@accelerator=gb200", "--draws", str(FEW), "--explain", "annual_compute")
    assert explanation_text(chips, "annual_compute", "text") == run(*arguments).output


def test_what_is_set_for_all_is_set_in_each():
    arguments = (TWO, f"{TWO}@pue=1.3", "--set", "peak_pue=1.5", "--quantity", "peak_pue", "--format", "csv")
    rows = csv.DictReader(io.StringIO(run(*arguments, "--draws", "100").output))
    assert ["1.5", "1.5"] == [row["p50"] for row in rows]


def test_assumptions_can_be_left_out():
    output = run(TWO, TWO, "--no-assumptions", "--quantity", "annual_facility_energy", "--format", "csv").output
    assert ["", ""] == [row["p50"] for row in csv.DictReader(io.StringIO(output))]


def test_the_output_can_go_to_a_file(tmp_path):
    path = tmp_path / "out.md"
    assert "" == run(TWO, TWO, "--draws", "100", "--format", "markdown", "-o", str(path)).output
    assert path.read_text("utf-8").startswith("# A and B side by side")


def test_bad_input_ends_with_every_problem_and_2(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["estimator", "compare", f"{META}:sit", "--quantity", "pu"])
    with pytest.raises(SystemExit) as caught:
        main()
    told = capsys.readouterr()
    assert (2, "", 3) == (caught.value.code, told.out, len(told.err.splitlines()))


SUMS = [
    f"{ROOT}/scenarios/{name}.yaml:{system}"
    for name, system in (
        ("meta-2025", "money-2024"), ("stargate-2025", "money"), ("amazon-2024", "money-2024"),
        ("microsoft-fy2025", "money"), ("colossus-2024", "order-2025"),
    )
]  # fmt: skip


def test_scenarios_of_one_system_each_stand_in_the_order_asked_for_whatever_their_systems_are_called():
    assert ["A", "B", "C", "D", "E"] == [column.name for column in compare(*SUMS, draws=FEW).columns]


def test_many_scenarios_are_rows_where_that_makes_fewer_tables():
    quantities = ("facility_capacity", "accelerators", "annual_facility_energy", "reactors_by_capacity")
    values = block(comparison_text(compare(*SUMS, quantities=quantities, draws=FEW), "text"), "Values")
    assert [*quantities] == values[0].split()
    assert ["A", "B", "C", "D", "E"] == [line.split()[0] for line in values[1:6]]
