"""Quantities over the years of a ramp: sums of draws, by system and status."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.case import Phase
from estimator.datum import Variable
from estimator.method import Method
from estimator.model import model
from estimator.results.years import Followed, counted_by_hours, groups_of, moments
from estimator.runs import estimate, solved
from estimator.scenario import scenario_from

law = settings(deadline=None, max_examples=30)
LEVELS = [0.05, 0.5, 0.95]


def phase(name, start, status="operating", lifetime=None, end=None, system="site"):
    return Phase(system=system, name=name, status=status, start=date(start, 1, 1), end=end, lifetime=lifetime)


def two(status="operating"):
    return [phase("site-1", 2024), phase("site-2", 2025, status)]


def told(phases, quantity, years=(2024, 2026), sides=None, leaves=None, **draws):
    """Moments of what is known of some phases by their draws."""
    drawn = {name.replace("_", "-"): np.asarray(values, dtype=float) for name, values in draws.items()}
    known = {name: tuple(np.nanquantile(values, LEVELS)) for name, values in drawn.items()}
    followed = Followed(
        quantity=quantity,
        unit="u",
        quantiles=known,
        sides=sides or {},
        hours=dict.fromkeys([one.name for one in phases], 8760.0),
    )
    groups = groups_of(phases, leaves or {"site": [one.name for one in phases]})
    count = max(map(len, drawn.values()))
    found = moments(groups, years, [followed], lambda names, _: {name: drawn[name.system] for name in names}, count)
    return {(one.system, one.status, one.measure, one.year): one for one in found}


def test_quantiles_of_a_sum_are_not_sums_of_quantiles():
    first, second = np.random.default_rng(1).lognormal(0, 1, (2, 20_000))
    found = told(two(), "it_capacity", site_1=first, site_2=second)["site", "operating", "at its end", 2025]
    assert np.quantile(first + second, LEVELS) == approx([found.p5, found.p50, found.p95], rel=1e-9)
    assert found.p95 < np.quantile(first, 0.95) + np.quantile(second, 0.95)


@law
@given(
    st.lists(st.tuples(st.integers(2020, 2030), st.sampled_from([None, 3.0])), min_size=1, max_size=5),
    st.integers(1, 99),
)
def test_any_ramp_is_the_sum_of_its_phases_year_by_year(written, seed):
    phases = [phase(f"site-{number}", start, lifetime=years) for number, (start, years) in enumerate(written)]
    draws = np.random.default_rng(seed).lognormal(0, 0.5, (len(phases), 500))
    found = told(phases, "it_capacity", (2020, 2034), **{f"site_{n}": values for n, values in enumerate(draws)})
    for year in range(2020, 2035):
        stands = [one.start.year <= year and not (one.lifetime and one.start.year + 3 <= year) for one in phases]
        total = draws[stands].sum(axis=0) if any(stands) else np.zeros(1)
        one = found["site", "operating", "at its end", year]
        assert np.quantile(total, LEVELS) == approx([one.p5, one.p50, one.p95])


def test_cumulated_energy_is_that_of_the_years_before_it():
    found = told(two(), "annual_it_energy", site_1=np.ones(10), site_2=np.ones(10))
    values = {(measure, year): one.p50 for (_, _, measure, year), one in found.items()}
    assert 366 / 365 == approx(values["in the year", 2024])
    assert 366 / 365 + 4 == approx(values["cumulative", 2026])


def test_what_is_announced_is_not_added_to_what_runs():
    found = told(two("announced"), "it_capacity", site_1=np.ones(10), site_2=np.ones(10))
    assert {("operating", 1.0), ("announced", 1.0)} == {
        (status, one.p50)
        for (_, status, measure, year), one in found.items()
        if (measure, year) == ("at its end", 2026)
    }


def test_a_sum_with_an_unknown_part_is_unknown_from_then_on():
    found = told(two(), "it_capacity", site_1=np.ones(10))
    assert [1.0, None, None] == [found["site", "operating", "at its end", year].p50 for year in (2024, 2025, 2026)]


def test_a_bound_of_one_phase_is_one_of_the_sum():
    ones = np.ones(10)
    found = told(two(), "it_capacity", sides={"site-1": ">="}, site_1=ones, site_2=ones)
    assert [">=", ">=", ">="] == sides_of(found, "at its end")
    found = told(two(), "it_capacity", sides={"site-1": ">=", "site-2": "<="}, site_1=ones, site_2=ones)
    assert [">=", "either", "either"] == sides_of(found, "at its end")


def sides_of(found, measure):
    return [one.side for one in found.values() if one.measure == measure]


def test_a_bound_does_not_bear_on_years_before_its_phase():
    ones, bound = np.ones(10), {"site-2": ">="}
    found = told(two(), "it_capacity", sides=bound, site_1=ones, site_2=ones)
    assert ["", ">=", ">="] == sides_of(found, "at its end")
    found = told(two(), "annual_it_energy", sides=bound, site_1=ones, site_2=ones)
    assert ["", ">=", ">="] == sides_of(found, "in the year") == sides_of(found, "cumulative")


def test_a_bound_does_not_bear_on_what_is_added_or_retired_of_others():
    phases = [phase("site-1", 2024, lifetime=2.5), phase("site-2", 2025, lifetime=2.5)]
    found = told(phases, "it_capacity", (2024, 2028), {"site-2": ">="}, site_1=np.ones(10), site_2=np.ones(10))
    assert ["", ">=", "", "", ""] == sides_of(found, "added in the year")
    assert ["", "", "", ">=", ""] == sides_of(found, "retired in the year")


def test_a_bound_is_gone_with_its_phase_and_stays_in_what_is_cumulated():
    phases = [phase("site-1", 2024, lifetime=1.3), phase("site-2", 2024)]
    found = told(phases, "annual_it_energy", (2024, 2027), {"site-1": ">="}, site_1=np.ones(10), site_2=np.ones(10))
    assert [">=", ">=", "", ""] == sides_of(found, "in the year")
    assert {">="} == set(sides_of(found, "cumulative"))


def test_a_whole_of_systems_with_phases_has_moments_of_its_own():
    phases = [
        phase("a-1", 2024, system="a"),
        phase("b-1", 2025, system="b"),
        phase("b-2", 2025, "announced", system="b"),
    ]
    leaves = {
        "a-1": ["a-1"],
        "a": ["a-1"],
        "b": ["b-1", "b-2"],
        "other": ["other"],
        "all": ["a-1", "b-1", "b-2", "other"],
    }
    groups = groups_of(phases, leaves)
    assert [("a", "operating"), ("b", "operating"), ("b", "announced"), ("all", "operating"), ("all", "announced")] == [
        (group.system, group.status) for group in groups
    ]
    found = told(phases, "it_capacity", leaves=leaves, a_1=[1.0, 2.0], b_1=[2.0, 4.0], b_2=[5.0, 6.0])
    assert 4.5 == approx(found["all", "operating", "at its end", 2025].p50)


def test_draws_that_are_no_numbers_are_left_out():
    found = told(two(), "it_capacity", site_1=[1.0, np.nan, 3.0], site_2=[1.0, 1.0, 1.1])
    assert 3.05 == approx(found["site", "operating", "at its end", 2025].p50)


def test_draws_are_made_only_of_what_adds_up():
    asked = []
    known = {"site-1": (1.0, 2.0, 3.0), "site-2": (1.0, 2.0, 3.0)}

    def draw(names, count):
        asked.append((sorted(names), count))
        return {name: np.ones(count) for name in names}

    apart, together = two("announced"), two()
    for phases in (apart, together):
        followed = Followed(quantity="it_capacity", unit="MW", quantiles=known, sides={})
        moments(groups_of(phases, {"site": ["site-1", "site-2"]}), (2024, 2025), [followed], draw, 1000)
    assert [([Variable("site-1", "it_capacity"), Variable("site-2", "it_capacity")], 1000)] == asked


def test_of_very_many_draws_a_million_are_added_up():
    asked = []

    def draw(names, count):
        asked.append(count)
        return {name: np.ones(2) for name in names}

    known = {"site-1": (1.0, 2.0, 3.0), "site-2": (1.0, 2.0, 3.0)}
    groups = groups_of(two(), {"site": ["site-1", "site-2"]})
    moments(groups, (2024, 2025), [Followed(quantity="it_capacity", unit="MW", quantiles=known, sides={})], draw, 10**9)
    assert [1_000_000] == asked


def test_energy_goes_by_hours_and_write_offs_do_not():
    hourly = counted_by_hours(model())
    assert {"annual_it_energy", "annual_scope2_location_based", "annual_compute", "annual_electricity_cost"} <= hourly
    assert hourly.isdisjoint({"annual_embodied_carbon", "annual_opex", "capex", "accelerators"})


def test_a_ramp_of_one_phase_has_the_values_of_the_phase():
    text = {"title": "t", "years": [2025, 2026], "systems": {"site": {"phases": [
        {"id": 1, "from": "2025-01-01", "status": "operating", "given": {"it_capacity": "~100 MW"}}]}}}  # fmt: skip
    result = solved(scenario_from(text), Method(draws=2000))
    phase = result["site-1", "annual_facility_energy"]
    (found,) = [
        one for one in result.moments
        if (one.quantity, one.measure, one.year) == ("annual_facility_energy", "in the year", 2026)
    ]  # fmt: skip
    assert (phase.p5, phase.p50, phase.p95) == (found.p5, found.p50, found.p95)


def test_draws_of_a_quantity_that_is_named_twice_are_those_of_one_named_once():
    result = estimate(it_capacity="~100 MW", draws=200)
    (once,), (twice,) = (result.draws(*names).values() for names in (["it_capacity"], ["it_capacity", "it_capacity"]))
    assert approx(once) == twice
