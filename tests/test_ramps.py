"""Phases over time: what stands, what a year brings, what has come by then, and what is never added up."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator.datum import Phase, Variable
from estimator.ramps import days_in_service, installed, moments
from estimator.report.text import text

law = settings(deadline=None, max_examples=60)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
STEP = Phase("site", "site-1", "operating", date(2024, 9, 2))
EVEN = Phase("site", "site-2", "operating", date(2025, 1, 1), date(2025, 12, 31))


@st.composite
def phases(draw):
    start = draw(days)
    end = draw(st.none() | st.integers(1, 1500).map(lambda more: start + timedelta(more)))
    return Phase("site", "site-1", "operating", start, end, draw(st.none() | st.floats(0.5, 10)))


# Time


def test_a_step_serves_from_its_day_on():
    assert [0, 0, 1] == [installed(STEP, date(2024, 9, day)) for day in (1, 2, 3)]


def test_from_2_september_there_are_121_days_of_2024():
    # 29 of September, 31, 30 and 31
    assert 121 == days_in_service(STEP, 2024)


def test_a_leap_year_has_its_day():
    assert [366, 365] == [
        days_in_service(Phase("s", "p", "operating", date(2020, 1, 1)), year) for year in (2024, 2025)
    ]


def test_what_grows_evenly_through_a_year_serves_half_of_it():
    assert 364 / 2 + 1 == approx(days_in_service(EVEN, 2025))
    assert 0.5 == approx(installed(EVEN, date(2025, 7, 2)), abs=2e-3)


def test_what_is_retired_is_gone_after_its_lifetime():
    phase = Phase("s", "p", "operating", date(2020, 1, 1), None, 5.0)
    assert [1, 0] == [installed(phase, date(year, 1, 3)) for year in (2024, 2025)]
    assert 5 * 365.25 == approx(sum(days_in_service(phase, year) for year in range(2020, 2030)))


def by_hand(phase, year):
    """The same, day by day."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    middles = np.arange(length * 24) / 24 + 1 / 48 + first.toordinal()
    start, grown = phase.start.toordinal(), (phase.end - phase.start).days if phase.end else 0

    def built(at):
        return np.clip((at - start) / grown, 0, 1) if grown else (at > start).astype(float)

    share = built(middles) - (built(middles - phase.lifetime * 365.25) if phase.lifetime else 0)
    return float(share.sum() / 24)


@law
@given(phases(), st.integers(2015, 2040))
def test_days_in_service_are_those_counted_by_the_hour(phase, year):
    assert by_hand(phase, year) == approx(days_in_service(phase, year), abs=0.05)


@law
@given(phases())
def test_all_that_is_built_serves_for_its_lifetime(phase):
    total = sum(days_in_service(phase, year) for year in range(2015, 2060))
    if phase.lifetime:
        assert phase.lifetime * 365.25 == approx(total, rel=1e-9)
    else:
        assert total > 20 * 365


@law
@given(phases(), st.integers(2015, 2040))
def test_a_share_is_a_share(phase, year):
    assert 0 <= installed(phase, date(year, 1, 1)) <= 1
    assert -1e-9 <= days_in_service(phase, year) <= 366


# Sums


def two(status="operating"):
    return [STEP, Phase("site", "site-2", status, date(2025, 1, 1))]


def summed(phases, quantity, **draws):
    named = {Variable(name.replace("_", "-"), quantity): values for name, values in draws.items()}
    return moments(phases, (2024, 2026), quantity, "TWh", named, {}, 8760.0)


def test_quantiles_of_a_sum_are_not_sums_of_quantiles():
    generator = np.random.default_rng(1)
    first, second = generator.lognormal(0, 1, (2, 20_000))
    (found,) = [moment for moment in summed(two(), "it_capacity", site_1=first, site_2=second) if moment.year == 2025]
    assert np.quantile(first + second, [0.05, 0.5, 0.95]) == approx([found.p5, found.p50, found.p95], rel=1e-9)
    assert found.p95 < np.quantile(first, 0.95) + np.quantile(second, 0.95)


def test_cumulated_energy_is_that_of_the_years_before_it():
    ones = np.ones(10)
    found = {
        (moment.measure, moment.year): moment.p50
        for moment in summed(two(), "annual_it_energy", site_1=ones, site_2=ones)
    }
    assert 121 / 365 == approx(found["in the year", 2024])
    assert 2.0 == approx(found["in the year", 2025])
    assert 121 / 365 + 4.0 == approx(found["cumulative", 2026])


def test_what_is_announced_is_not_added_to_what_runs():
    ones = np.ones(10)
    found = summed(two("announced"), "it_capacity", site_1=ones, site_2=ones)
    assert {("operating", 1.0), ("announced", 1.0)} == {(one.status, one.p50) for one in found if one.year == 2026}


def test_a_sum_with_an_unknown_part_is_unknown_from_then_on():
    found = {moment.year: moment.p50 for moment in summed(two(), "it_capacity", site_1=np.ones(10))}
    assert {2024: 1.0, 2025: None, 2026: None} == found


# Scenarios


def scenario(tmp_path, phases, more=""):
    file = tmp_path / "ramp.yaml"
    file.write_text(f"title: t\nyears: [2024, 2027]\nsystems:\n  site:\n{more}    phases:\n{phases}")
    return estimator.run(file, draws=2000)


OPERATING = """
      - {id: 1, from: 2024-07-01, status: operating, given: {it_capacity: 100 MW}}
      - {id: 2, from: 2025-01-01, to: 2025-12-31, status: operating, stock: {it_capacity: 300 MW}}
"""
PLANNED = "      - {id: 3, from: 2026-06-01, status: announced, given: {it_capacity: 1 GW}}\n"


def test_what_a_phase_adds_follows_from_the_stock_after_it(tmp_path):
    assert 200 == approx(scenario(tmp_path, OPERATING)["site-2", "it_capacity"].p50)


def test_a_system_is_the_sum_of_phases_that_are_equally_sure(tmp_path):
    assert 300 == scenario(tmp_path, OPERATING)["site", "it_capacity"].p50


def test_no_total_is_told_of_phases_that_are_not(tmp_path):
    result = scenario(tmp_path, OPERATING + PLANNED)
    assert ("site", "it_capacity") not in result
    assert ("site-2-stock", "it_capacity") in result
    assert "site over time, operating" in text(result)
    assert "site over time, announced" in text(result)


def test_energy_of_a_year_is_that_of_the_hours_in_service(tmp_path):
    result = scenario(tmp_path, OPERATING)
    rows = {(row["quantity"], row["measure"], row["year"]): row["p50"] for row in result.moment_rows()}
    whole = result["site-1", "annual_it_energy"].p50
    assert 184 / 365 * whole == approx(rows["annual_it_energy", "in the year", 2024], rel=0.01)


def test_what_is_used_in_a_system_is_used_by_its_phases(tmp_path):
    result = scenario(tmp_path, OPERATING, "    use: {accelerator: gb200}\n")
    assert 1200 == result["site-1", "accelerator_tdp"].p50


def test_rows_carry_year_measure_and_status(tmp_path):
    from estimator.report.machine import as_csv

    header, *rows = as_csv([scenario(tmp_path, OPERATING)]).splitlines()
    assert header.startswith("system,quantity,year,measure,status,unit,p5")
    assert any(row.startswith("site,it_capacity,2025,at its end,operating,MW,300.0") for row in rows)


def test_a_fiscal_year_is_a_label(tmp_path):
    result = scenario(tmp_path, OPERATING)
    result.fiscal_year_ends = 6
    assert "fiscal 2025 with June 2025" in text(result)


WRONG = [
    ("{id: 1, from: 2025-01-01, status: operating}", "{id: 2, from: 2024-01-01, status: operating}",
     "put phases in order"),
    ("{id: 1, from: 2024-01-01, to: 2025-06-01, status: operating}", "{id: 2, from: 2025-01-01, status: operating}",
     "phases of one system follow each other"),
    ("{id: 1, from: 2025-01-01, to: 2024-01-01, status: operating}", "{id: 2, from: 2026-01-01, status: operating}",
     "swap from and to"),
    ("{id: 1, from: 2025-01-01, status: operating}", "{id: 1, from: 2026-01-01, status: operating}", "are called 1"),
    ("{id: 1, from: 2025-13-01, status: operating}", "{id: 2, from: 2026-01-01, status: operating}", "is no day"),
    ("{id: 1, from: 2025-01-01, status: perhaps}", "{id: 2, from: 2026-01-01, status: operating}", "status"),
    ("{id: 1, from: 2025-01-01}", "{id: 2, from: 2026-01-01, status: operating}", "status is missing"),
    ("{id: 1, from: 2025-01-01, status: operating, given: {pues: 1}}", "{id: 2, from: 2026-01-01, status: operating}",
     "pues is not a quantity"),
    ("{id: other, from: 2025-01-01, status: operating}", "{id: 2, from: 2026-01-01, status: operating}",
     "another system"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "wanted"), WRONG, ids=[wanted for _, _, wanted in WRONG])
def test_phases_that_cannot_be_are_refused_with_their_line(tmp_path, first, second, wanted):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        f"title: t\nsystems:\n  site-other: {{given: {{it_capacity: 1 MW}}}}\n  site:\n    phases:\n"
        f"      - {first}\n      - {second}\n"
    )
    with pytest.raises(estimator.EstimatorError, match=wanted) as caught:
        estimator.run(file)
    assert {6, 7} >= {problem.line for problem in caught.value.problems}


def test_parts_and_phases_do_not_go_together(tmp_path):
    file = tmp_path / "both.yaml"
    file.write_text(
        "title: t\nsystems:\n  a: {given: {it_capacity: 1 MW}}\n"
        "  site: {parts: [a], phases: [{id: 1, from: 2025-01-01, status: operating, given: {it_capacity: 1 MW}}]}\n"
    )
    with pytest.raises(estimator.EstimatorError, match="both parts and phases"):
        estimator.run(file)


def test_a_system_that_is_its_own_part_is_refused(tmp_path):
    file = tmp_path / "circle.yaml"
    file.write_text("title: t\nsystems:\n  a: {parts: [b], given: {it_capacity: 1 MW}}\n  b: {parts: [a]}\n")
    with pytest.raises(estimator.EstimatorError, match="is a part of itself"):
        estimator.run(file)


def test_a_fleet_of_1_5_million_with_300_000_mi300x_has_1_2_million_others():
    # Epoch AI, ai-chip-counts: Meta at the end of 2025, 1.195 M by NVIDIA and 1.84 M H100e of them
    result = estimator.run("scenarios/three-companies.yaml", draws=2000)
    assert 1.195e6 == approx(result["meta-nvidia", "accelerators"].p50, rel=0.02)
    assert 1.84e6 == approx(result["meta-nvidia", "h100_equivalents"].p50, rel=0.04)
