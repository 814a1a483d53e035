"""The time of a ramp: what is in service when, for how long in a year, and what comes and goes."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.case import Phase
from estimator.scenario.ramps import added, days_in_service, installed, measures, retired, years_in_service, years_of

law = settings(deadline=None, max_examples=80)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
STEP = Phase(system="site", name="site-1", status="operating", start=date(2024, 9, 2))
EVEN = Phase(system="site", name="site-2", status="operating", start=date(2025, 1, 1), end=date(2025, 12, 31))
FIVE = Phase(system="site", name="site-3", status="operating", start=date(2020, 1, 1), end=None, lifetime=5.0)


@st.composite
def phases(draw):
    start = draw(days)
    end = draw(st.none() | st.integers(1, 1500).map(lambda more: start + timedelta(more)))
    return Phase(
        system="site",
        name="site-1",
        status="operating",
        start=start,
        end=end,
        lifetime=draw(st.none() | st.sampled_from([1.0, 3.0, 4.5, 5.0, 10.0])),
    )


def test_a_step_serves_from_its_day_on():
    assert [0, 0, 1] == [installed(STEP, date(2024, 9, day)) for day in (1, 2, 3)]


def test_from_2_september_there_are_121_days_of_2024():
    # 29 of September, 31, 30 and 31
    assert 121 == days_in_service(STEP, 2024)


def test_a_leap_year_has_its_day():
    whole = Phase(system="s", name="p", status="operating", start=date(2020, 1, 1))
    assert [366, 365] == [days_in_service(whole, year) for year in (2024, 2025)]
    assert [1, 1] == [years_in_service(whole, year) for year in (2024, 2025)]


def test_what_grows_evenly_through_a_year_serves_half_of_it():
    assert 364 / 2 + 1 == approx(days_in_service(EVEN, 2025))
    assert 0.5 == approx(installed(EVEN, date(2025, 7, 2)), abs=2e-3)


def test_what_grows_evenly_over_two_years_adds_by_their_days():
    phase = Phase(system="s", name="p", status="operating", start=date(2024, 1, 1), end=date(2026, 1, 1))
    assert [366 / 731, 365 / 731, 0] == approx([added(phase, year) for year in (2024, 2025, 2026)])


def test_what_came_on_new_years_day_is_no_part_of_the_year_before():
    assert [0, 1, 0] == [added(FIVE, year) for year in (2019, 2020, 2021)]


def test_five_years_from_new_year_2020_end_with_2024():
    assert [1, 1, 0] == [installed(FIVE, date(year, 1, 1)) for year in (2024, 2025, 2026)]
    assert [366, 365, 365, 365, 366, 0] == [days_in_service(FIVE, year) for year in range(2020, 2026)]
    assert [0, 1] == [retired(FIVE, year) for year in (2024, 2025)]


def test_what_came_on_29_february_is_retired_on_1_march():
    phase = Phase(system="s", name="p", status="operating", start=date(2024, 2, 29), end=None, lifetime=1.0)
    assert 306 + 31 + 28 + 1 == sum(days_in_service(phase, year) for year in (2024, 2025))


def test_half_a_year_of_lifetime_is_182_days_and_15_hours():
    phase = Phase(system="s", name="p", status="operating", start=date(2025, 1, 1), end=None, lifetime=0.5)
    assert 365.25 / 2 == approx(days_in_service(phase, 2025))


def anniversary(day, years):
    whole = int(years)
    later = day + timedelta(1) if (day.month, day.day) == (2, 29) and whole else day
    return later.replace(year=day.year + whole).toordinal() + (years - whole) * 365.25


def part_by_part(phase, year, parts=4000):
    """The days of a phase in a year, its parts counted one by one."""
    first, last = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    share = (np.arange(parts) + 0.5) / parts
    start, end = phase.start, phase.end or phase.start
    came = start.toordinal() + share * (end - start).days
    gone = np.full(parts, np.inf)
    if phase.lifetime:
        earliest, latest = anniversary(start, phase.lifetime), anniversary(end, phase.lifetime)
        gone = earliest + share * (latest - earliest)
    return float(np.clip(np.minimum(gone, last) - np.maximum(came, first), 0, None).mean())


@law
@given(phases(), st.integers(2015, 2040))
def test_days_in_service_are_those_of_its_parts_counted_one_by_one(phase, year):
    assert part_by_part(phase, year) == approx(days_in_service(phase, year), abs=0.01)


@law
@given(phases(), st.integers(2015, 2040))
def test_days_in_service_are_those_counted_day_by_day(phase, year):
    day, total = date(year, 1, 1), 0.0
    while day.year == year:  # the mean of a day's two ends: exact but for days on which something turns
        total += (installed(phase, day) + installed(phase, day + timedelta(1))) / 2
        day += timedelta(1)
    assert total == approx(days_in_service(phase, year), abs=1.01)


@law
@given(phases())
def test_all_that_is_built_serves_for_its_lifetime(phase):
    total = sum(days_in_service(phase, year) for year in range(2015, 2060))
    if phase.lifetime:
        assert phase.lifetime * 365.25 == approx(total, abs=1.5)
    else:
        assert total > 20 * 365


@law
@given(phases(), st.integers(2015, 2040))
def test_a_share_is_a_share(phase, year):
    assert 0 <= installed(phase, date(year, 1, 1)) <= 1
    assert -1e-9 <= days_in_service(phase, year) <= 366


@law
@given(phases(), st.integers(2015, 2040))
def test_what_stands_is_what_stood_and_what_came_less_what_went(phase, year):
    before, after = (installed(phase, date(one, 1, 1)) for one in (year, year + 1))
    assert after == approx(before + added(phase, year) - retired(phase, year))


@law
@given(phases())
def test_all_of_a_phase_comes_and_all_of_it_goes(phase):
    years = range(2015, 2060)
    assert 1 == approx(sum(added(phase, year) for year in years))
    assert bool(phase.lifetime) == approx(sum(retired(phase, year) for year in years))


def test_a_ramp_is_followed_to_the_first_whole_year_of_its_last_phase():
    assert (2024, 2026) == years_of([STEP, EVEN])


def told(quantity, unit="MW", years=(2024, 2026), phases=(STEP, EVEN), hours=(8760, 8760)):
    return {name: shares.round(4).tolist() for name, shares in measures(phases, years, quantity, unit, hours).items()}


def test_a_capacity_is_a_stock():
    found = told("it_capacity")
    assert [[1, 0], [1, 1], [1, 1]] == found["at its end"]
    assert [[1, 0], [0, 1], [0, 0]] == found["added in the year"]
    assert "retired in the year" not in found


def test_what_has_a_lifetime_is_retired():
    assert [[0], [1], [0]] == told("it_capacity", phases=(FIVE,), hours=(8760,))["retired in the year"]


def test_what_a_year_brings_goes_by_the_hours_in_service():
    found = told("annual_it_energy", "TWh")
    assert [[0.3315, 0], [1, 0.5014], [1, 1]] == found["in the year"]
    assert [2.3315, 1.5014] == found["cumulative"][2]


def test_in_a_leap_year_8784_hours_of_8760_count_and_of_8784_as_many():
    whole = (Phase(system="s", name="p", status="operating", start=date(2020, 1, 1)),)
    assert [[1.0027]] == told("annual_it_energy", "TWh", (2024, 2024), whole, (8760,))["in the year"]
    assert [[1.0]] == told("annual_it_energy", "TWh", (2024, 2024), whole, (8784,))["in the year"]


def test_a_write_off_is_one_of_calendar_years():
    assert [[1.0]] == told("annual_embodied_carbon", "t", (2024, 2024), (FIVE,), None)["in the year"]


def test_the_most_that_a_year_could_bring_is_of_that_year():
    assert {"in the year", "cumulative"} == told("maximum_annual_facility_energy", "TWh").keys()


def test_money_is_spent_once_and_not_undone_by_retirement():
    found = told("capex", "MUSD", (2020, 2026), (FIVE,), (8760,))
    assert [[1], [0], [0], [0], [0], [0], [0]] == found["in the year"]
    assert [[1]] * 7 == found["cumulative"]


def test_what_came_before_the_first_year_shown_is_in_what_is_cumulated():
    found = told("annual_it_energy", "TWh", (2026, 2026), (STEP,), (8760,))
    assert [[2.3315]] == found["cumulative"]
