"""What could have been said on a day: only what was known by then, what was not, and the same numbers for the rest."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import estimator
from estimator import EstimatorError
from estimator.catalog import catalog_as_of, load_catalog
from estimator.catalog.history import first_day
from estimator.datum import Tier
from estimator.report.check import check_text
from estimator.report.compare import comparison_text
from estimator.report.machine import as_csv, as_json, as_markdown
from estimator.report.tables import about
from estimator.report.text import text
from estimator.scenario import case_of, read_scenario
from estimator.wording import english

ROOT = Path(__file__).parents[1]
SCENARIOS = {path.stem: read_scenario(path) for path in sorted((ROOT / "scenarios").glob("*.yaml"))}
LAST = load_catalog().dated
MARCH = "2025-03-01"


@pytest.fixture
def ends(ends, monkeypatch, tmp_path):
    """Run the command line beside the scenarios; give its exit code, its output and its errors."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    return ends


@pytest.fixture(scope="module")
def march():
    return estimator.run(ROOT / "scenarios" / "meta-2025.yaml", draws=2000, as_of=MARCH)


def facts(source="{title: A document}", given="{facility_capacity: {value: 2 GW, source: said}}"):
    return f"title: t\nsources:\n  said: {source}\ngiven: {given}\nuse: {{accelerator: h100-sxm, reactor: epr}}\n"


def run(tmp_path, written, as_of=MARCH):
    (tmp_path / "s.yaml").write_text(written, "utf-8")
    return estimator.run(tmp_path / "s.yaml", draws=1000, as_of=as_of)


# Laws


@pytest.mark.parametrize("name", SCENARIOS)
def test_as_of_the_date_of_the_catalog_is_no_as_of_to_the_byte(name):
    path = ROOT / "scenarios" / f"{name}.yaml"
    plain, dated = estimator.run(path, draws=500), estimator.run(path, draws=500, as_of=str(LAST))
    assert [text(plain), as_json([plain]), as_markdown(plain)] == [text(dated), as_json([dated]), as_markdown(dated)]


@pytest.mark.parametrize("name", SCENARIOS)
@given(day=st.dates(date(2015, 1, 1), LAST))
@settings(max_examples=10, deadline=None)
def test_nothing_that_is_used_was_unknown(name, day):
    for _, datum in case_of(SCENARIOS[name], load_catalog().as_of(day)).data:
        if datum.tier in (Tier.USE, Tier.ASSUMPTION) and "/" in datum.key:
            late = [source.key for source in datum.sources if not source.date or first_day(source.date) > day]
            assert not late or "Public since" in datum.because, datum.key


@pytest.mark.parametrize("name", SCENARIOS)
@given(days=st.tuples(st.dates(date(2015, 1, 1), LAST), st.dates(date(2015, 1, 1), LAST)))
@settings(max_examples=10, deadline=None)
def test_what_was_known_of_a_scenario_stays_known(name, days):
    cases = [case_of(SCENARIOS[name], load_catalog().as_of(day)) for day in sorted(days)]
    before, after = ({one.variable for one in case.unknown} for case in cases)
    assert after <= before


@pytest.mark.parametrize("name", SCENARIOS)
@given(day=st.dates(date(2015, 1, 1), LAST))
@settings(max_examples=10, deadline=None)
def test_what_is_not_known_is_what_the_catalog_had_not(name, day):
    whole, case = (case_of(SCENARIOS[name], load_catalog().as_of(one)) for one in (LAST, day))
    known = {variable for variable, _ in case.data}
    assert {variable for variable, _ in whole.data} <= known | {one.variable for one in case.unknown}
    assert all(one.since > day and one.variable not in known for one in case.unknown)


def test_numbers_that_rest_on_nothing_new_do_not_move():
    stated = {"facility_capacity": "2 GW", "peak_pue": "1.1..1.3", "it_overhead": 1.1, "accelerator": "h100-sxm"}
    now, then = (estimator.estimate(stated, draws=2000, as_of=day)["accelerators"] for day in (None, "2026-06-01"))
    assert (now.p5, now.p50, now.p95) == (then.p5, then.p50, then.p95)


# What is used, and what is not known


def test_in_march_2025_a_rack_of_gb200s_was_rated_at_120_kilowatts(march):
    assert 122 == march["site", "server_rated_power"].p50
    assert "techradar-nvl72-2024" == march["site", "server_rated_power"].source


def test_in_march_2025_the_announcement_could_be_told_in_reactors_and_energy(march):
    for name in ("reactors_by_capacity", "reactors_by_energy", "annual_facility_energy", "h100_equivalents"):
        assert march["site", name].p50 > 0


def test_in_march_2025_nobody_had_told_what_a_watt_of_computers_costs(march):
    assert ("site", "capex") not in march
    assert "compute_capex_per_it_watt" in {one.variable.quantity for one in march.unknown}


def test_what_is_not_known_is_told_with_its_first_documents(march):
    told = "compute_capex_per_it_watt: known from 2026-05-14, by epoch-tco-2026, bernstein-2025, barclays-2025 (site,"
    assert told in text(march)
    assert f"Not known by {MARCH}" in text(march)
    assert f"## Not known by {MARCH}" in as_markdown(march)


def test_what_is_open_for_want_of_a_later_figure_says_so(march):
    needs = {item.needs for item in march.open if item.system == "money-2025"}
    assert {f"any one of accelerators, compute_capex_per_it_watt (not known by {MARCH})"} == needs


def test_what_nobody_asks_about_is_not_told_as_unknown(march):
    assert {"electric_car_energy", "peak_day_wue", "it_energy_per_query"}.isdisjoint(
        one.variable.quantity for one in march.unknown
    )


def test_a_fact_closes_what_was_not_known(tmp_path):
    given = "{facility_capacity: 2 GW, compute_capex_per_it_watt: 20 USD2025/W}"
    result = run(tmp_path, "title: t\ngiven: " + given + "\nuse: {accelerator: gb200}\n")
    assert "compute_capex_per_it_watt" not in {one.variable.quantity for one in result.unknown}


def test_what_the_facts_determine_is_not_told_as_unknown(tmp_path):
    result = run(tmp_path, "title: t\ngiven: {facility_capacity: 2 GW, it_capacity: 1.6 GW}\n", "2020-01-01")
    assert "peak_pue" in {one.variable.quantity for one in result.solution.case.unknown}
    assert "peak_pue" not in {one.variable.quantity for one in result.unknown}


def test_an_entry_of_which_nothing_was_known_leaves_its_figures_open(tmp_path):
    result = run(tmp_path, facts().replace("h100-sxm", "gb300"))
    assert "accelerators" not in result
    assert {"accelerator_tdp", "server_rated_power"} <= {one.variable.quantity for one in result.unknown}


def test_before_everything_an_answer_is_nearly_empty_and_honest(tmp_path):
    result = run(tmp_path, facts(), "1900-01-01")
    used = {datum.tier for _, datum in result.solution.case.data if datum.sources and datum.tier != Tier.GIVEN}
    assert used <= {Tier.CONVENTION}
    assert "reactors_by_capacity" not in result


def test_without_assumptions_only_figures_of_entries_are_told_as_unknown(tmp_path):
    (tmp_path / "s.yaml").write_text(facts().replace("h100-sxm", "gb300"), "utf-8")
    result = estimator.run(tmp_path / "s.yaml", draws=500, assumptions=False, as_of=MARCH)
    assert "accelerator_tdp" in {one.variable.quantity for one in result.unknown}
    assert "compute_capex_per_it_watt" not in {one.variable.quantity for one in result.solution.case.unknown}


def test_a_correlation_of_what_was_not_known_is_left_out(tmp_path):
    pair = "correlations: [{between: [pue, discount_rate], rho: 0.5, because: a test}]\n"
    assert () == run(tmp_path, facts() + pair).solution.case.correlations
    assert 1 == len(run(tmp_path, facts() + pair, None).solution.case.correlations)


def test_it_is_explained_since_when_a_later_copy_was_public(march):
    told = " ".join(march.explain("site.accelerator_tdp").split())
    assert "Public since 2025-02-15: released, row NVIDIA GB200, column Release date (epoch-hardware)." in told


# Later documents


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("which is of 2025-06, later than 2025-03-01", "{title: A document, date: 2025-06}"),
        ("which is of 2025 and may be later than 2025-03-01", '{title: A document, date: "2025"}'),
        ("which has no date and may be later than 2025-03-01", "{title: A document}"),
    ],
)
def test_a_fact_of_a_later_document_stays_and_is_told(told, source, tmp_path):
    result = run(tmp_path, facts(source))
    assert f"facility_capacity rests on said, {told}" in [found.message for found in result.findings]
    assert 2000 == result["facility_capacity"].p50


def test_only_what_the_scenario_says_is_told_as_later(march):
    late = [found.quantities for found in march.findings if found.kind == "later"]
    assert [("money-2024.capex",)] == late


@pytest.mark.parametrize("day", ["2025-03-01", "2025-02", "2024"])
def test_a_fact_of_a_document_that_was_out_is_no_finding(day, tmp_path):
    result = run(tmp_path, facts(f'{{title: A document, date: "{day}"}}'))
    assert [] == [found for found in result.findings if found.kind == "later"]


def test_a_fact_without_a_document_is_the_users_own(tmp_path):
    assert [] == [f for f in run(tmp_path, facts(given="{pue: 1.1}", source="{title: A}").replace(
        "sources:\n  said: {title: A}\n", "")).findings if f.kind == "later"]  # fmt: skip


def test_without_a_day_no_document_is_late(tmp_path):
    result = run(tmp_path, facts("{title: A document, date: 2025-06}"), None)
    assert [] == [found for found in result.findings if found.kind == "later"]


def test_money_is_told_in_the_last_prices_that_were_known(march):
    assert 39.2e9 == pytest.approx(march["money-2024", "capex"].p50 * 1e6, rel=1e-9)


# Other ways in


def test_a_check_knows_no_more_than_the_day(tmp_path):
    checked = estimator.check(ROOT / "scenarios" / "meta-2025.yaml", as_of=MARCH)
    shown = check_text(checked, "text")
    assert f"catalog {load_catalog().version} as of {MARCH}." in shown
    assert f"Not known by {MARCH}" in shown
    assert ["money-2024.capex rests on motley-fool-2025, which is of 2025 and may be later than 2025-03-01"] == [
        english(told) for told in checked.later
    ]
    assert MARCH == json.loads(check_text(checked, "json"))["as_of"]


def test_a_check_without_a_day_says_nothing_of_days():
    checked = estimator.check(ROOT / "scenarios" / "meta-2025.yaml")
    assert ((), ()) == (checked.later, checked.unknown)
    assert "as_of" not in json.loads(check_text(checked, "json"))


def test_a_comparison_knows_no_more_than_the_day():
    path = ROOT / "scenarios" / "two-gigawatts.yaml"
    comparison = estimator.compare(path, f"{path}@accelerator=gb200", draws=1000, as_of=MARCH)
    assert f"catalog {load_catalog().version} as of {MARCH}, " in comparison_text(comparison, "text")
    assert MARCH == json.loads(comparison_text(comparison, "json"))["as_of"]
    assert 122 == comparison.sides[1].result["server_rated_power"].p50


def test_a_day_may_be_a_date():
    known = (estimator.estimate(pue=1.1, reactor="epr", draws=500, as_of=day) for day in (MARCH, date(2025, 3, 1)))
    assert 1 == len({as_csv([result]) for result in known})


def test_json_and_files_carry_the_day(march):
    data = json.loads(as_json([march]))
    assert ["title", "estimator_version", "catalog_version", "as_of", "rows"] == list(data)[:5]
    assert MARCH == data["as_of"] == about([march])["as_of"]
    lacking = {(one["system"], one["quantity"]): one for one in data["not_known"]}
    assert "2026-05-14" == lacking["site", "compute_capex_per_it_watt"]["known_from"]


def test_without_a_day_json_and_files_have_none():
    result = estimator.estimate(pue=1.1, draws=100)
    assert {"as_of", "not_known"}.isdisjoint(json.loads(as_json([result])))
    assert "as_of" not in about([result])


@pytest.mark.parametrize(
    "command",
    [
        ["run", "scenarios/two-gigawatts.yaml", "--draws", 500],
        ["estimate", "facility_capacity=2 GW", "reactor=epr", "--draws", 500],
        ["check", "scenarios/meta-2025.yaml"],
        ["compare", "scenarios/two-gigawatts.yaml", "scenarios/two-gigawatts.yaml@pue=1.2", "--draws", 500],
        ["reactors", "2 GW", "--draws", 500],
        ["reactors", "2 GW", "--outages", "epr", "--draws", 500],
        ["sensitivity", "scenarios/two-gigawatts.yaml", "it_capacity", "--draws", 8192],
        ["run", "scenarios/two-gigawatts.yaml", "--explain", "it_capacity", "--draws", 500],
        ["catalog"],
    ],
    ids=lambda command: " ".join(map(str, command[:4])),
)
def test_a_command_says_as_of_when(command, ends):
    code, out, _ = ends(*command, "--as-of", MARCH)
    assert 0 == code
    assert "as of 2025-03-01" in out or '"as_of": "2025-03-01"' in out


@pytest.mark.parametrize("day", ["2025-3-1", "2025-02-30", "2025-03", "yesterday", "", "-1", "2025-03-01 "])
@pytest.mark.parametrize(
    "command", [["run", "scenarios/two-gigawatts.yaml"], ["reactors", "2 GW"], ["catalog"], ["catalog", "--changes"]]
)
def test_a_day_of_no_calendar_is_bad_input(command, day, ends):
    code, out, err = ends(*command, f"--as-of={day}")
    assert (2, "") == (code, out)
    assert f"{day or 'nothing'} is no day of the calendar; write such as 2025-03-01\n" == err


def test_a_day_to_come_is_bad_input(ends):
    code, out, err = ends("check", "scenarios/meta-2025.yaml", "--as-of", "2126-01-01")
    assert (2, "") == (code, out)
    assert f"as of 2126-01-01: the catalog is of {LAST}; of what came after it knows nothing\n" == err


def test_the_outages_of_what_was_not_known_are_bad_input(ends):
    code, _, err = ends("reactors", "2 GW", "--outages", "epr", "--as-of", "2020-01-01")
    assert 2 == code
    assert "not known by 2020-01-01" in err


def test_a_table_of_reactors_is_blank_where_nothing_was_known(ends):
    code, out, _ = ends("reactors", "2 GW", "--draws", 500, "--as-of", MARCH)
    row = next(line for line in out.splitlines() if line.strip().startswith("natrium"))
    assert (0, "natrium") == (code, row.strip())
    assert "Blank: not known by 2025-03-01." in out


def test_a_manifest_carries_the_day_and_rerun_repeats_it(ends, monkeypatch):
    run_ = ["run", "scenarios/two-gigawatts.yaml", "--draws", 500, "--as-of", MARCH, "-o", "r.json", "--manifest"]
    assert 0 == ends(*run_, "m.json")[0]
    assert MARCH == json.loads(Path("m.json").read_text("utf-8"))["as_of"]
    assert MARCH == json.loads(Path("r.json").read_text("utf-8"))["as_of"]
    code, out, _ = ends("rerun", "m.json")
    assert (0, "r.json (json): the same") == (code, out.strip().partition(",")[0])


def test_a_manifest_without_a_day_has_none(ends):
    ends("run", "scenarios/two-gigawatts.yaml", "--draws", 500, "--manifest", "m.json")
    assert "as_of" not in json.loads(Path("m.json").read_text("utf-8"))


def test_a_day_is_refused_before_a_file_is_read():
    with pytest.raises(EstimatorError, match="soon is no day of the calendar"):
        estimator.run(os.devnull, as_of="soon")


def test_the_whole_catalog_is_asked_for_without_a_day():
    assert catalog_as_of(None) is load_catalog()
