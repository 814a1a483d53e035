"""A scenario gives the same numbers whatever it is written as: a file, its text, plain data, or one that was read."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pint
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.scenario.plain_data import plain_data, plain_value

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = [path.name for path in sorted(SCENARIOS.glob("*.yaml"))]
CLAIMS = [name for name in NAMES if re.search("^claims:", (SCENARIOS / name).read_text("utf-8"), re.MULTILINE)]
SITE = "title: a site\ngiven: {it_capacity: 800 MW}\nassume: {peak_pue: 1.2..1.4}\n"
WAYS = {
    "data": lambda path: yaml.safe_load(path.read_text("utf-8")),
    "text": lambda path: path.read_text("utf-8"),
    "scenario": lambda path: estimator.scenario_of(path),
}


LONG = {"meta-2022-2028.yaml", "colossus-2024.yaml"}
"""Their findings take long; that the cases are equal, from which all findings follow, is tested for these, too."""


def told(result):
    """What a run tells, and the case that it was made of."""
    return result.title, result.to_rows(), result.moment_rows(), result.open, result.solution.case


def findings(result):
    return [(finding.kind, finding.message, finding.quantities, finding.ratio) for finding in result.findings]


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_gives_the_same_numbers(name, monkeypatch):
    monkeypatch.chdir(SCENARIOS)  # where those that extend others find them
    expected = told(estimator.run(SCENARIOS / name, draws=500))
    assert [expected] * 3 == [told(estimator.run(write(SCENARIOS / name), draws=500)) for write in WAYS.values()]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LONG])
def test_every_scenario_has_the_same_findings(name, monkeypatch):
    monkeypatch.chdir(SCENARIOS)
    expected = findings(estimator.run(SCENARIOS / name, draws=500))
    assert [expected] * 2 == [
        findings(estimator.run(WAYS[way](SCENARIOS / name), draws=500)) for way in ("data", "text")
    ]


@pytest.mark.parametrize("name", CLAIMS)
def test_every_announcement_gets_the_same_verdict(name, monkeypatch):
    monkeypatch.chdir(SCENARIOS)
    expected = estimator.check(SCENARIOS / name).to_data()
    assert [expected] * 2 == [estimator.check(WAYS[way](SCENARIOS / name)).to_data() for way in ("data", "text")]


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text(SITE, "utf-8")
    return path


@pytest.mark.parametrize("way", WAYS)
def test_settings_seed_and_day_work_the_same(way, site):
    method = {"draws": 500, "seed": 7, "as_of": "2025-03-01", "assumptions": False}
    expected, found = (estimator.run(one, ["pue=1.1"], **method) for one in (site, WAYS[way](site)))
    assert told(expected) == told(found)


@pytest.mark.parametrize("way", WAYS)
def test_a_sweep_has_the_same_rows(way, site):
    over = {"it_capacity": ["100 MW", "200 MW"]}
    expected, found = (estimator.sweep(one, over, draws=200).to_rows() for one in (site, WAYS[way](site)))
    assert expected == found


def without_names(comparison):
    return [{**row, "asked": ""} for row in comparison.to_rows()]


@pytest.mark.parametrize("way", ["text", "scenario"])
def test_a_comparison_has_the_same_rows(way, site):
    larger = site.with_name("larger.yaml")
    larger.write_text(SITE.replace("800", "900"), "utf-8")
    expected = estimator.compare(site, larger, draws=500)
    found = estimator.compare(WAYS[way](site), WAYS[way](larger), draws=500)
    assert without_names(expected) == without_names(found)


def test_data_share_what_they_say_in_the_same_number():
    small, large = (
        {"title": "", "given": {"it_capacity": "1 MW", "peak_pue": pue, "pue": "1.1..1.2"}} for pue in (1.2, 1.5)
    )
    row = estimator.compare(small, large, quantities=["pue"], draws=500).to_rows()[1]
    assert 1 == row["ratio_p5"] == row["ratio_p95"]


def test_data_under_other_settings_share_their_draws_as_a_file_does_with_itself(site):
    data = yaml.safe_load(SITE)
    expected = estimator.compare(site, f"{site}@it_capacity=900 MW", draws=500)
    found = estimator.compare(data, estimator.scenario_of(data, ["it_capacity=900 MW"]), draws=500)
    assert without_names(expected) == without_names(found)


def test_a_setting_overrides_data():
    data = {"title": "a site", "given": {"it_capacity": "800 MW", "peak_pue": 1.25}}
    assert approx(1200) == estimator.run(data, "peak_pue=1.5")["facility_capacity"].p50


def test_settings_of_a_scenario_add_up():
    scenario = estimator.scenario_of(SITE, ["peak_pue=1.5"])
    assert approx(150) == estimator.run(scenario, ["it_capacity=100 MW"])["facility_capacity"].p50


def test_a_setting_leaves_the_scenario_as_it_was():
    scenario = estimator.scenario_of(SITE)
    estimator.run(scenario, ["it_capacity=100 MW"], draws=100)
    assert 800 == estimator.run(scenario, draws=100)["it_capacity"].p50


def test_data_are_left_as_they_were():
    data = {"title": "x", "systems": {"a": {"phases": [{"id": 1, "from": "2025-01-01", "status": "operating",
            "given": {"it_capacity": "1 MW"}}]}}}  # fmt: skip
    before = repr(data)
    estimator.run(data, ["a-1.it_capacity=2 MW"], draws=100)
    assert before == repr(data)


def test_a_sweep_keeps_the_data_that_it_was_given():
    data = {"title": "x", "given": {"it_capacity": "1 MW"}}
    found = estimator.sweep(data, {"peak_pue": [1.1, 1.2]}, quantities=["it_capacity"], draws=100)
    data["given"]["it_capacity"] = "5 MW"
    assert {1.0} == {row["p50"] for row in found}


def test_a_problem_of_a_text_has_its_line():
    with pytest.raises(EstimatorError, match=r"^the text:2: pu is not a quantity; did you mean pue"):
        estimator.run("title: x\ngiven: {pu: 1.1}\n")


def test_a_problem_of_data_has_the_way_to_it():
    with pytest.raises(EstimatorError, match=r"^systems\.a\.given.pue: pue should be at least 1"):
        estimator.run({"title": "x", "systems": {"a": {"given": {"pue": 0.5}}}})


def test_a_fact_of_data_is_explained_by_the_way_to_it():
    told = estimator.run({"title": "x", "given": {"pue": 1.1}}, draws=100).explain("pue")
    assert "stated in given.pue" in told


def test_a_text_of_one_line_is_the_name_of_a_file():
    with pytest.raises(EstimatorError, match="there is no such file"):
        estimator.run("title: x")


def test_a_text_may_begin_with_the_mark_of_its_bytes():
    assert "a site" == estimator.scenario_of("\ufeff" + SITE).title


def test_data_extend_files_of_the_working_directory(site, monkeypatch):
    monkeypatch.chdir(site.parent)
    found = estimator.run({"extends": "site.yaml", "given": {"peak_pue": 1.5}}, draws=100)
    assert approx(1200) == found["facility_capacity"].p50


def test_data_that_extend_what_is_not_there_are_refused():
    with pytest.raises(EstimatorError, match=r"^extends: extends no\.yaml: there is no such file"):
        estimator.run({"title": "x", "extends": "no.yaml"})


@pytest.mark.parametrize("strange", [None, 5, b"title: x\n", [], object(), {"title": "x"}.items()])
@pytest.mark.parametrize("door", [estimator.run, estimator.check, estimator.sweep, estimator.scenario_of])
def test_what_is_no_scenario_is_refused_in_a_sentence(door, strange):
    over = ({"pue": [1.1, 1.2]},) if door is estimator.sweep else ()
    with pytest.raises(EstimatorError, match="a scenario is a file, its text of several lines, data"):
        door(strange, *over)


def test_data_that_hold_themselves_are_refused():
    data = {"title": "x"}
    data["given"] = data
    with pytest.raises(EstimatorError, match="nested too deep, or hold themselves"):
        estimator.run(data)


@pytest.mark.parametrize("key", [1.5, None, True, (1, 2)])
def test_a_key_that_is_no_word_is_refused(key):
    with pytest.raises(EstimatorError, match="is the key of a map; write a plain word"):
        estimator.run({"title": "x", "given": {key: 1}})


def test_a_manifest_of_what_is_no_file_is_refused(tmp_path):
    from estimator.report.manifest import manifest_text
    from estimator.runs import Request

    with pytest.raises(EstimatorError, match="a manifest notes files to be read again; save what is no file"):
        manifest_text(Request(files=("x",)), [estimator.run(SITE, draws=100)], [], str(tmp_path / "m.json"))


OTHER = pint.UnitRegistry()
NUMBERS = [
    np.int64(2), np.uint8(2), np.float32(2), np.float64(2), np.array(2), np.array(2.0), Decimal(2), Fraction(2),
    pd.Series([2]).iloc[0], pd.Series([2], dtype="Int64").iloc[0], OTHER.Quantity(2, ""),
    OTHER.Quantity(np.array(2), ""),
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=[type(number).__name__ for number in NUMBERS])
def test_numbers_of_every_kind_are_numbers(number):
    found = estimator.run({"title": "x", "given": {"pue": number, "it_capacity": "1 MW"}}, draws=100)
    assert 2 == found["pue"].p50 == estimator.estimate(pue=number, draws=100)["pue"].p50


def test_a_quantity_of_another_registry_is_read_by_its_unit():
    assert 800 == estimator.estimate(it_capacity=OTHER.Quantity(Decimal("0.8"), "GW"), draws=100)["it_capacity"].p50


def test_a_quantity_of_several_numbers_is_refused():
    with pytest.raises(EstimatorError, match="a quantity of MW should hold one number"):
        estimator.estimate(it_capacity=OTHER.Quantity(np.array([1, 2]), "MW"))


def test_a_row_of_a_table_is_a_map_of_facts():
    row = pd.DataFrame({"it_capacity": ["800 MW"], "peak_pue": [1.25], "year": [2024]}).iloc[0]
    assert approx(1000) == estimator.estimate(row, draws=100)["facility_capacity"].p50


def test_tuples_arrays_and_days_stand_where_a_file_has_lists_and_texts():
    phase = {"id": np.int64(1), "from": pd.Timestamp("2025-01-01"), "status": np.str_("operating"),
             "given": {"it_capacity": "1 MW"}}  # fmt: skip
    data = {"title": "x", "systems": {"a": {"phases": (phase,)}, "b": {"parts": np.array(["a"])}}}
    assert 1 == estimator.run(data, draws=100)["b.it_capacity"].p50


def test_what_is_given_twice_is_refused():
    with pytest.raises(EstimatorError, match="pue: given twice"):
        estimator.estimate({"pue": 1.1}, pue=1.2)


@pytest.mark.parametrize("facts", [5, "pue=1.1", [1.1]])
def test_facts_that_are_no_map_are_refused(facts):
    with pytest.raises(EstimatorError, match="facts should be a map of quantities to their values"):
        estimator.estimate(facts)


PLAIN = st.recursive(
    st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(PLAIN)
def test_plain_data_stay_as_they_are(data):
    assert data == plain_data(data)


@given(st.floats(allow_nan=False) | st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_a_number_of_numpy_is_the_number_of_python(number):
    assert number == plain_value(np.array(number)) == plain_value(np.asarray([number])[0])
