"""Phases as they are written: what they are laid out as, and everything that can be wrong with them."""

import pytest
from pytest import approx

import estimator
from estimator.errors import EstimatorError

OPERATING = """
      - {id: 1, from: 2024-07-01, status: operating, given: {it_capacity: 100 MW}}
      - {id: 2, from: 2025-01-01, to: 2025-12-31, status: operating, stock: {it_capacity: 300 MW}}
"""
PLANNED = "      - {id: 3, from: 2026-06-01, status: announced, given: {it_capacity: 1 GW}}\n"


def written(tmp_path, phases, more="", top="years: [2024, 2027]\n", systems=""):
    file = tmp_path / "ramp.yaml"
    file.write_text(f"title: t\n{top}systems:\n{systems}  site:\n{more}    phases:\n{phases}")
    return file


def scenario(tmp_path, phases, *arguments, settings=(), **names):
    return estimator.run(written(tmp_path, phases, *arguments, **names), settings, draws=2000)


def moment(result, system, quantity, measure, year, status="operating"):
    (found,) = [
        one for one in result.moments
        if (one.system, one.status, one.quantity, one.measure, one.year) == (system, status, quantity, measure, year)
    ]  # fmt: skip
    return found


# What is meant


def test_what_a_phase_adds_follows_from_the_stock_after_it(tmp_path):
    assert 200 == approx(scenario(tmp_path, OPERATING)["site-2", "it_capacity"].p50)


def test_stocks_after_every_phase_are_solved_for_what_each_adds(tmp_path):
    # 100, then 250, then 400: 150 and 150 are added
    phases = """
      - {id: a, from: 2024-01-01, status: operating, stock: {it_capacity: 100 MW}}
      - {id: b, from: 2025-01-01, status: operating, stock: {it_capacity: 250 MW}}
      - {id: c, from: 2026-01-01, status: operating, stock: {it_capacity: 400 MW}}
"""
    result = scenario(tmp_path, phases)
    assert [150, 150] == approx([result[name, "it_capacity"].p50 for name in ("site-b", "site-c")])
    assert 250 == result["site-b-stock", "it_capacity"].p50


def test_a_system_is_the_sum_of_phases_that_are_equally_sure(tmp_path):
    assert 300 == scenario(tmp_path, OPERATING)["site", "it_capacity"].p50


def test_no_total_is_told_of_phases_that_are_not(tmp_path):
    result = scenario(tmp_path, OPERATING + PLANNED)
    assert ("site", "it_capacity") not in result
    assert ("site-2-stock", "it_capacity") in result


def test_energy_of_a_year_is_that_of_the_hours_in_service(tmp_path):
    result = scenario(tmp_path, OPERATING)
    whole = result["site-1", "annual_it_energy"].p50
    assert 184 / 365 * whole == approx(moment(result, "site", "annual_it_energy", "in the year", 2024).p50)


def test_a_system_of_a_leap_year_has_its_8784_hours(tmp_path):
    phase = "      - {id: 1, from: 2023-01-01, status: operating, given: {it_capacity: 100 MW}}\n"
    result = scenario(tmp_path, phase, "    year: 2024\n    given: {it_capacity_utilisation: 1.0}\n")
    assert 0.8784 == approx(result["site", "annual_it_energy"].p50)
    assert 0.8784 == approx(moment(result, "site", "annual_it_energy", "in the year", 2024).p50)
    assert 0.8760 == approx(moment(result, "site", "annual_it_energy", "in the year", 2025).p50)


def test_of_several_years_of_hours_each_phase_has_its_own(tmp_path):
    facts = "given: {it_capacity: 100 MW, it_capacity_utilisation: 1.0}"
    phases = f"      - {{id: 1, from: 2023-01-01, status: operating, {facts}}}\n"
    systems = f"  old:\n    year: 2024\n    phases:\n{phases}"
    result = scenario(tmp_path, phases, systems=systems)
    energy = [moment(result, name, "annual_it_energy", "in the year", 2024).p50 for name in ("old", "site")]
    assert [0.8784, 0.8784] == approx(energy)


def test_carbon_and_money_follow_energy_and_building(tmp_path):
    # by hand: 100 MW of IT at half use and a PUE of 1.2 take 525.6 GWh a year, at 400 g/kWh 210.24 kt
    facts = "it_capacity_utilisation: 0.5, pue: 1.2, grid_carbon_intensity: 400 gCO2e/kWh, on_site_share: 0"
    facts += ", it_capacity: 100 MW, capex: 3.9 bn USD2025"
    phases = f"""
      - {{id: 1, from: 2025-01-01, to: 2026-01-01, status: operating, given: {{{facts}}}}}
"""
    result = scenario(tmp_path, phases, "    lifetime: 2\n", top="years: [2025, 2029]\n")
    carbon = [
        moment(result, "site", "annual_scope2_location_based", "in the year", year).p50 for year in range(2025, 2030)
    ]
    assert [105_120, 210_240, 105_120, 0, 0] == approx(carbon, rel=1e-3)
    spent = [moment(result, "site", "capex", "in the year", year).p50 for year in range(2025, 2030)]
    assert [3900, 0, 0, 0, 0] == approx(spent)
    assert 3900 == approx(moment(result, "site", "capex", "cumulative", 2029).p50)


def test_what_is_used_in_a_system_is_used_by_its_phases(tmp_path):
    result = scenario(tmp_path, OPERATING, "    use: {accelerator: gb200}\n")
    assert 1200 == result["site-1", "accelerator_tdp"].p50


def test_a_phase_can_be_set_from_the_command_line(tmp_path):
    result = scenario(tmp_path, OPERATING, settings=["site-1.it_capacity=150 MW"])
    assert [150, 150] == approx([result[name, "it_capacity"].p50 for name in ("site-1", "site-2")])


def test_a_phase_is_explained_down_to_its_line(tmp_path):
    explained = scenario(tmp_path, OPERATING).explain("site-2.it_capacity")
    assert "site = site-1 + site-2" in explained
    assert "ramp.yaml:7" in explained


def test_a_file_laid_over_another_replaces_its_phases_as_a_list(tmp_path):
    written(tmp_path, OPERATING)
    file = tmp_path / "over.yaml"
    file.write_text(
        "title: t\nextends: ramp.yaml\nsystems:\n  site:\n    use: {accelerator: gb200}\n    phases:\n"
        "      - {id: 9, from: 2027-01-01, status: contracted, given: {it_capacity: 1 GW}}\n"
    )
    result = estimator.run(file, draws=500)
    assert ["site-9"] == [phase.name for phase in result.phases]
    assert 1200 == result["site-9", "accelerator_tdp"].p50


def test_a_file_laid_over_another_keeps_phases_that_it_does_not_name(tmp_path):
    written(tmp_path, OPERATING)
    file = tmp_path / "over.yaml"
    file.write_text("title: t\nextends: ramp.yaml\nsystems:\n  site: {lifetime: 4}\n")
    assert [4, 4] == [phase.lifetime for phase in estimator.run(file, draws=500).phases]


def test_scenarios_with_phases_are_compared_and_their_inputs_ranked(tmp_path):
    file = written(tmp_path, OPERATING)
    comparison = estimator.compare(
        str(file), f"{file}@site-1.it_capacity=200 MW", quantities=["it_capacity"], draws=500
    )
    assert {"site", "site-1", "site-2"} == {column.system for column in comparison.columns}
    assert estimator.run(file, draws=500).sensitivity("site.annual_it_energy").influences


def test_a_portfolio_of_systems_with_phases_is_followed_by_status(tmp_path):
    systems = """  old: {given: {it_capacity: 50 MW}}
  other:
    phases:
      - {id: 1, from: 2024-01-01, status: operating, given: {it_capacity: 500 MW}}
  all: {parts: [old, other, site]}
"""
    result = scenario(tmp_path, OPERATING + PLANNED, systems=systems)
    assert 800 == approx(moment(result, "all", "it_capacity", "at its end", 2026).p50)
    assert 1000 == approx(moment(result, "all", "it_capacity", "at its end", 2026, "announced").p50)
    assert ("all", "it_capacity") not in result


# What is wrong

PHASE = "{id: 2, from: 2026-01-01, status: operating}"
WRONG = [
    ("{id: 1, from: 2025-01-01, status: operating}", "{id: 2, from: 2024-01-01, status: operating}",
     "put phases in order"),
    ("{id: 1, from: 2024-01-01, to: 2025-06-01, status: operating}", "{id: 2, from: 2025-01-01, status: operating}",
     "phases of one system follow each other"),
    ("{id: 1, from: 2025-01-01, to: 2024-01-01, status: operating}", PHASE, "swap from and to"),
    ("{id: 1, from: 2025-01-01, to: 2025-01-01, status: operating}", PHASE, "swap from and to"),
    ("{id: 2, from: 2025-01-01, status: operating}", PHASE, "two phases of site are called 2; rename one"),
    ("{id: 1, from: 2025-13-01, status: operating}", PHASE, "2025-13-01 is no day"),
    ("{id: 1, from: 2025-02-29, status: operating}", PHASE, "2025-02-29 is no day"),
    ("{id: 1, from: soon, status: operating}", PHASE, "soon is no day; write such as 2025-06-30"),
    ("{id: 1, from: 0001-01-01, status: operating}", PHASE, "days lie in 1950 to 2150"),
    ("{id: 1, from: 2025-01-01, to: 9999-12-31, status: operating}", PHASE, "days lie in 1950 to 2150"),
    ("{id: 1, from: 2025-01-01, status: perhaps}", PHASE, "status"),
    ("{id: 1, from: 2025-01-01}", PHASE, "status is missing"),
    ("{from: 2025-01-01, status: operating}", PHASE, "id is missing"),
    ("{id: 1, from: 2025-01-01, status: operating, until: 2026-01-01}", PHASE, "until is not known here"),
    ("{id: 1, from: 2025-01-01, status: operating, given: {pues: 1}}", PHASE, "pues is not a quantity"),
    ("{id: 1, from: 2025-01-01, status: operating, stock: {pues: 1}}", PHASE, "pues is not a quantity"),
    ("{id: 1, from: 2025-01-01, status: operating, given: {pue: 0.5}}", PHASE, "pue"),
    ("{id: 1, from: 2025-01-01, status: operating, given: {pue: {value: 1.1, source: nobody}}}", PHASE,
     "there is no source nobody"),
    ("{id: other, from: 2025-01-01, status: operating}", PHASE, "site-other, which is another system"),
    ("{id: a b, from: 2025-01-01, status: operating}", PHASE, "is no name of a system"),
    ("[2025]", PHASE, "should be a map"),
    ("{id: null, from: 2025-01-01, status: operating}", PHASE, "id should be a short name"),
    ("{id: 1, from: 2025-01-01, to: later, status: operating}", PHASE, "later is no day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "wanted"), WRONG, ids=[f"{n}-{wanted}" for n, (*_, wanted) in enumerate(WRONG)]
)
def test_phases_that_cannot_be_are_refused_with_their_line(tmp_path, first, second, wanted):
    other = "  site-other: {given: {it_capacity: 1 MW}}\n"
    file = written(tmp_path, f"      - {first}\n      - {second}\n", top="", systems=other)
    with pytest.raises(EstimatorError, match=wanted) as caught:
        estimator.run(file)
    assert {6, 7} >= {problem.line for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("lifetime", "wanted"),
    [("-1", "greater than 0"), ("0", "greater than 0"), (".nan", "lifetime"), (".inf", "less than or equal to 100"),
     ("101", "less than or equal to 100"), ("long", "lifetime"), ("true", "lifetime"), ("5 years", "lifetime")],
)  # fmt: skip
def test_a_lifetime_is_a_number_of_years(tmp_path, lifetime, wanted):
    with pytest.raises(EstimatorError, match=wanted) as caught:
        scenario(tmp_path, OPERATING, f"    lifetime: {lifetime}\n")
    assert [5] == [problem.line for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("years", "wanted"),
    [("[2028, 2022]", "the first and the last"), ("[2022, 2200]", "the first and the last"), ("[2022]", "years"),
     ("[1000, 1010]", "the first and the last"), ("[2140, 2160]", "the first and the last"), ("2025", "years"),
     ("[2022, 2023, 2024]", "years"), ("[a, b]", "years"), ("[2022.5, 2024]", "years")],
)  # fmt: skip
def test_years_are_a_first_and_a_last_one(tmp_path, years, wanted):
    with pytest.raises(EstimatorError, match=wanted) as caught:
        scenario(tmp_path, OPERATING, top=f"years: {years}\n")
    assert {2} == {problem.line for problem in caught.value.problems}


def test_years_that_end_before_anything_comes_are_told(tmp_path):
    with pytest.raises(EstimatorError, match="years end in 2020, before the first phase on 2024-07-01"):
        scenario(tmp_path, OPERATING, top="years: [2010, 2020]\n")


def test_a_phase_without_a_last_day_may_say_so(tmp_path):
    phase = "      - {id: 1, from: 2024-07-01, to: null, status: operating, given: {it_capacity: 100 MW}}\n"
    assert scenario(tmp_path, phase).phases[0].end is None


def test_a_month_in_which_fiscal_years_end_is_one_of_twelve(tmp_path):
    with pytest.raises(EstimatorError, match="fiscal_year_ends"):
        scenario(tmp_path, OPERATING, top="fiscal_year_ends: 13\n")


def test_all_problems_of_phases_are_told_at_once(tmp_path):
    phases = """
      - {id: 1, from: 2026-01-01, to: 2025-01-01, status: operating, given: {pues: 1}}
      - {id: 2, from: 2024-01-01, to: 2023-01-01, status: operating}
      - {id: 3, from: 2022-01-01, status: operating}
      - {id: 4, from: 2027-01-01, status: perhaps}
"""
    with pytest.raises(EstimatorError) as caught:
        scenario(tmp_path, phases, "    lifetime: -1\n    use: {accelerator: h100}\n", top="years: [2030, 2020]\n")
    assert {2, 5, 6, 9, 10, 11, 12} == {problem.line for problem in caught.value.problems} | {9}
    told = " ".join(problem.message for problem in caught.value.problems)
    assert all(
        word in told for word in ("pues", "swap from and to", "put phases in order", "status", "lifetime", "h100")
    )


def test_parts_and_phases_do_not_go_together(tmp_path):
    with pytest.raises(EstimatorError, match="both parts and phases"):
        scenario(tmp_path, OPERATING, "    parts: [a]\n", systems="  a: {given: {it_capacity: 1 MW}}\n")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("systems: {a: {phases: [], given: {pue: 1.1}}}", "phases of a names no phase"),
     ("systems: {a: {lifetime: 5, given: {pue: 1.1}}}", "lifetime of a is of phases"),
     ("years: [2024, 2025]\nsystems: {a: {given: {pue: 1.1}}}", "years is of phases"),
     ("fiscal_year_ends: 6\nsystems: {a: {given: {pue: 1.1}}}", "fiscal_year_ends is of phases"),
     ("phases: [{id: 1}]\ngiven: {pue: 1.1}", "phases is not known here"),
     ("systems: {a: {phases: {id: 1}, given: {pue: 1.1}}}", "phases should be a list")],
)  # fmt: skip
def test_words_about_phases_where_there_are_none_are_refused(tmp_path, text, wanted):
    file = tmp_path / "none.yaml"
    file.write_text(f"title: t\n{text}\n")
    with pytest.raises(EstimatorError, match=wanted):
        estimator.run(file)


def test_a_stock_of_which_something_is_retired_is_no_sum_of_additions(tmp_path):
    phases = """
      - {id: 1, from: 2020-01-01, status: operating, given: {it_capacity: 100 MW}}
      - {id: 2, from: 2025-01-01, to: 2025-12-31, status: operating, stock: {it_capacity: 300 MW}}
"""
    with pytest.raises(EstimatorError, match="site-1 is retired from 2024-01-01 on") as caught:
        scenario(tmp_path, phases, "    lifetime: 4\n")
    assert 9 == caught.value.problems[0].line
    assert 200 == approx(scenario(tmp_path, phases, "    lifetime: 6\n")["site-2", "it_capacity"].p50)
