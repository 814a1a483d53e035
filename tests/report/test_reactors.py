"""One load against every reactor type: three statements that are not one."""

import csv
import io
import json

import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.catalog import load_catalog
from estimator.method import Method
from estimator.reactors.loads import TYPES
from estimator.report.reactors import reactor_table

KEYS = {key: entry.group for key, entry in load_catalog().entries["reactors"].items()}


def table(
    load="2 GW", of="facility_capacity", utilisation=None, group=TYPES, form="text", standard=None, outage_rate=None
):
    stated = {
        of: load, "capacity_utilisation": utilisation, "reliability_standard": standard,
        "reactor_forced_outage_rate": outage_rate,
    }  # fmt: skip
    facts = {name: value for name, value in stated.items() if value is not None}
    return reactor_table(facts, group, Method(draws=500), form)


def values(quantity, **more):
    """The median of a quantity for each reactor, by the title of the reactor."""
    rows = csv.DictReader(io.StringIO(table(form="csv", **more)))
    return {row["title"]: float(row["p50"]) for row in rows if row["quantity"] == quantity}


def test_every_type_has_its_row():
    lines = table().splitlines()
    missing = [key for key, group in KEYS.items() if group == TYPES and not any(key in line for line in lines)]
    assert [] == missing


def test_units_and_fleets_have_rows_where_all_are_asked_for():
    lines = table(group=None).splitlines()
    assert [] == [key for key in KEYS if not any(line.split()[:1] == [key] for line in lines)]


def test_types_come_first():
    groups = [line.strip() for line in table(group=None).splitlines() if line.strip() in set(KEYS.values())]
    assert [TYPES, "american-units", "fleets", "units"] == groups


def test_two_gigawatts_are_1_23_epr_by_capacity():
    # facts/users.md, seed cases: 1.235 at 1,620 MW
    assert approx(1.235, abs=0.005) == values("reactors_by_capacity")["EPR (European pressurised-water reactor)"]


def test_with_one_out_it_takes_three_epr():
    # facts/reactors.md: deterministic N-1, 3 for 2 GW and 2 for 1 GW
    line = next(line for line in table().splitlines() if line.split()[:1] == ["epr"])
    assert "2 3" in " ".join(line.split())
    assert "1      2" in next(line for line in table("1 GW").splitlines() if line.split()[:1] == ["epr"])


def test_the_number_out_is_added_to_the_number_by_capacity():
    capacity, outage = values("reactors_by_capacity"), values("reactors_with_outage")
    assert approx([value + 1 for value in capacity.values()]) == [*outage.values()]


def test_five_epr_of_one_rate_leave_the_load_short_for_at_most_three_hours():
    # by hand: with four at 0.05, 4.2 h; with five, 0.26 h
    line = next(line for line in table(outage_rate="0.05").splitlines() if line.split()[:1] == ["epr"])
    assert "2 3 5 " in " ".join(line.split())


def test_the_column_of_outages_is_named_for_its_standard():
    assert "0.4 h short" in table(standard="0.4 h")


def test_reactors_that_never_run_are_never_enough():
    line = next(line for line in table(outage_rate="0.999").splitlines() if line.split()[:1] == ["epr"])
    assert "too many" in line


def test_two_out_are_two_more():
    found = estimator.estimate(facility_capacity="2 GW", reactor="epr", reactors_out=2)
    assert approx(found["reactors_by_capacity"].p50 + 2) == found["reactors_with_outage"].p50


def test_it_equipment_needs_more_than_a_facility_of_the_same_power():
    of_it = values("reactors_by_capacity", load="1 GW", of="it_capacity")
    of_facility = values("reactors_by_capacity", load="1 GW")
    assert all(of_it[title] > of_facility[title] for title in of_facility)


@pytest.mark.parametrize(
    ("utilisation", "terawatt_hours"), [("0.5", 8.76), ("0.8", 14.016), ("0.96", 16.82), ("1", 17.52)]
)
def test_a_stated_utilisation_gives_the_energy(utilisation, terawatt_hours):
    # facts/users.md, seed cases: 2 GW at load factors of 0.5, 0.8, 0.96 and 1.0
    found = set(values("annual_facility_energy", utilisation=utilisation).values())
    assert [approx(terawatt_hours, rel=1e-3)] == [*found]


@pytest.mark.parametrize(("factor", "reactors"), [("0.9", 1.36), ("0.75", 1.64), ("0.6", 2.04)])
def test_at_full_use_energy_takes_as_many_epr_as_published(factor, reactors):
    # facts/reactors.md, how many EPRs for a constant 2 GW, at 1,630 MW
    found = estimator.estimate(
        facility_capacity="2 GW", capacity_utilisation=1, reactor_net_power="1630 MW/reactor",
        reactor_capacity_factor=factor, assumptions=False, grid_loss=0,
    )  # fmt: skip
    assert approx(reactors, abs=0.01) == found["reactors_by_energy"].p50


def test_a_stated_utilisation_is_not_called_assumed():
    assert "assumed" not in table(utilisation="0.8")


def test_an_assumed_one_is_named():
    assert "assumed: it_capacity_utilisation 0.56 (0.40–0.72)" in table()


def test_a_range_of_loads_gives_a_range():
    assert "(" in next(line for line in table("1.8..2.2 GW").splitlines() if "olkiluoto" in line or "epr" in line)


def test_json_holds_every_type():
    assert len([key for key, group in KEYS.items() if group == TYPES]) == len(json.loads(table(form="json")))


def test_markdown_is_a_table():
    lines = [line for line in table(form="markdown").splitlines() if line.startswith("|")]
    assert {lines[0].count("|")} == {line.count("|") for line in lines}


BAD = {
    "no power": ({"load": "2 GWh"}, "facility_capacity should be a power"),
    "no unit": ({"load": "2"}, "without a unit"),
    "below nothing": ({"load": "-2 GW"}, "at least 0 MW"),
    "a use above one": ({"utilisation": "1.2"}, "capacity_utilisation should be between 0 and 1"),
    "a use of no number": ({"utilisation": "often"}, "capacity_utilisation"),
    "not a number": ({"load": "nan W"}, "nan"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_value_is_told_by_its_name(what):
    arguments, message = BAD[what]
    with pytest.raises(EstimatorError, match=message):
        table(**arguments)


def test_both_bad_values_are_told_at_once():
    with pytest.raises(EstimatorError) as caught:
        table(load="2 GWh", utilisation="7")
    assert 2 == len(caught.value.problems)
