"""Systems made of systems: what adds up, what passes down, what is shared."""

import pytest
from pytest import approx

from estimator import EstimatorError
from estimator.catalog import load_catalog
from estimator.datum import Tier, Variable
from estimator.model import model
from estimator.results.result import Result
from estimator.scenario import case_of, scenario_from
from estimator.solution.crosschecks import solve


def solved(systems, assumptions=True, draws=500, **top):
    scenario = scenario_from({"title": "t", "systems": systems, **top})
    case = case_of(scenario, load_catalog(), assumptions)
    titles = dict.fromkeys(systems, "")
    return Result("", solve(model(), case, draws, 1), load_catalog(), titles=titles, reactor_labels={})


def fleet(old=None, new=None, whole=None, use=None):
    systems = {"old": {"given": old or {}}, "new": {"given": new or {}},
               "all": {"parts": ["old", "new"], "given": whole or {}}}  # fmt: skip
    for name, chosen in (use or {}).items():
        systems[name]["use"] = chosen
    return systems


COUNTS = {"old": 600_000, "new": 700_000, "all": 1_300_000}
EXTENSIVE = [name for name, quantity in model().quantities.items() if quantity.dimension.extensive]


@pytest.mark.parametrize("wanted", COUNTS)
def test_a_sum_is_solved_for_the_missing_term(wanted):
    known = {name: {"accelerators": count} for name, count in COUNTS.items() if name != wanted}
    facts = {"old": known.get("old"), "new": known.get("new"), "whole": known.get("all")}
    assert approx(COUNTS[wanted]) == solved(fleet(**facts), assumptions=False)[wanted, "accelerators"].p50


@pytest.mark.parametrize("name", EXTENSIVE)
def test_every_extensive_quantity_sums(name):
    unit = model().quantities[name].dimension.unit
    result = solved(fleet({name: f"2 {unit}"}, {name: f"3 {unit}"}), assumptions=False)
    assert approx(5) == result["all", name].p50


NESTED = {"a": 1.0, "b": 2.0, "c": 4.0, "d": 8.0, "pair": 3.0, "triple": 7.0, "all": 15.0}


@pytest.mark.parametrize("wanted", ["a", "b", "c", "d", "all"])
def test_three_levels_are_solved_for_the_missing_term(wanted):
    parts = {"pair": ["a", "b"], "triple": ["pair", "c"], "all": ["triple", "d"]}
    stated = {"a", "b", "c", "d", "all"} - {wanted}
    systems = {
        name: {"parts": parts.get(name, []), "given": {"it_capacity": f"{size} MW"} if name in stated else {}}
        for name, size in NESTED.items()
    }
    result = solved(systems, assumptions=False)
    assert NESTED == {name: approx(result[name, "it_capacity"].p50) for name in NESTED}


def test_a_sum_that_disagrees_contradicts():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}, {"it_capacity": "3 GW"}), assumptions=False)
    assert result.contradicts


def test_a_sum_that_agrees_does_not():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}, {"it_capacity": "2 GW"}), assumptions=False)
    assert not result.contradicts


def test_a_part_larger_than_the_whole_contradicts():
    result = solved(fleet({"it_capacity": "3 GW"}, None, {"it_capacity": "2 GW"}), assumptions=False)
    assert result.contradicts


def test_a_larger_part_of_a_stated_minimum_is_no_contradiction():
    result = solved(
        fleet({"it_capacity": "3 GW"}, {"it_capacity": "1 GW"}, {"it_capacity": ">= 2 GW"}), assumptions=False
    )
    assert not result.contradicts


def test_a_ratio_of_the_whole_passes_down_to_parts_that_state_none():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "2 GW", "pue": 1.3}, {"pue": 1.1}))
    assert (1.1, 1.3) == (result["old", "pue"].p50, result["new", "pue"].p50)


def test_a_ratio_passes_down_through_three_levels():
    systems = {
        "leaf": {"given": {"it_capacity": "1 GW"}},
        "other": {"given": {"it_capacity": "1 GW"}},
        "half": {"parts": ["leaf"]},
        "all": {"parts": ["half", "other"], "given": {"pue": 1.1}},
    }
    assert 1.1 == solved(systems)["leaf", "pue"].p50


def test_a_ratio_that_all_parts_share_is_that_of_the_whole():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "2 GW"}, {"peak_pue": 1.25}), assumptions=False)
    assert approx(1.25) == result["all", "peak_pue"].p50


def test_the_ratio_of_a_whole_of_different_parts_is_their_weighted_mean():
    result = solved(
        fleet({"it_capacity": "1 GW", "peak_pue": 1.2}, {"it_capacity": "3 GW", "peak_pue": 1.4}), assumptions=False
    )
    assert approx((1.2 + 3 * 1.4) / 4) == result["all", "peak_pue"].p50


def test_use_passes_down():
    systems = fleet({"accelerators": "1 k accelerators"}, {"accelerators": "1 k accelerators"})
    systems["all"]["use"] = {"accelerator": "gb200"}
    assert 1200 == solved(systems)["new", "accelerator_tdp"].p50


def test_a_parts_own_use_stands_before_that_of_the_whole():
    used = {"old": {"accelerator": "h100-sxm"}, "all": {"accelerator": "gb200"}}
    systems = fleet({"accelerators": "1 k accelerators"}, {"accelerators": "1 k accelerators"}, use=used)
    assert 700 == solved(systems)["old", "accelerator_tdp"].p50


@pytest.mark.parametrize("name", ["reactors_by_capacity", "reactors_by_energy", "facility_peak_demand"])
def test_what_does_not_add_up_is_not_summed(name):
    used = {"reactor": "epr"}
    result = solved(fleet({"facility_capacity": "1 GW"}, {"facility_capacity": "2 GW"}, use={"all": used}))
    plan = result.solution.world.plan
    links = [link for link in plan.network.links if link.output == Variable("all", name)]
    assert [name] == [link.equation.name for link in links]


def test_a_stated_peak_demand_of_the_whole_is_no_fact_about_its_parts():
    result = solved(
        fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}, {"facility_peak_demand": "1.5 GW"}), assumptions=False
    )
    assert ("old", "facility_peak_demand") not in result


def test_compared_reactors_of_the_whole_are_no_fact_about_its_parts():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}, {"compared_reactors": 2}))
    assert ("old", "compared_reactors") not in result


def test_reactors_of_the_whole_are_those_of_its_summed_capacity():
    used = {"reactor": "epr"}
    result = solved(fleet({"facility_capacity": "1 GW"}, {"facility_capacity": "2 GW"}, use={"all": used}), draws=100)
    parts = [result[name, "reactors_by_capacity"].p50 for name in ("old", "new")]
    assert approx(sum(parts)) == result["all", "reactors_by_capacity"].p50


def test_assumptions_apply_to_leaves_only():
    case = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"})).solution.case
    assert {"old", "new"} == {variable.system for variable, datum in case.data if datum.tier == Tier.ASSUMPTION}


def test_catalog_figures_apply_to_leaves_only():
    systems = fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}, use={"all": {"accelerator": "gb200"}})
    case = solved(systems).solution.case
    assert {"old", "new"} == {variable.system for variable, datum in case.data if datum.tier == Tier.USE}


@pytest.mark.parametrize("name", ["operating_year", "h100_peak_rate_8bit"])
def test_conventions_are_known_everywhere(name):
    values = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"})).solution.world.values
    assert {"old", "new", "all"} == {variable.system for variable in values if variable.quantity == name}


def test_parts_of_different_years_are_refused():
    systems = fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"})
    systems["old"]["year"], systems["new"]["year"] = 2024, 2025
    with pytest.raises(EstimatorError, match="cover different years"):
        solved(systems)


def test_a_leap_year_holds_for_all_parts():
    systems = fleet({"average_facility_load": "1 GW"}, {"average_facility_load": "1 GW"})
    assert approx(2 * 8.784) == solved(systems, year=2024)["all", "annual_facility_energy"].p50


def width(estimate):
    return (estimate.p95 - estimate.p5) / estimate.p50


def test_two_equal_sites_share_what_is_assumed_about_them():
    result = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}), draws=2000)
    one, both = result["old", "annual_facility_energy"], result["all", "annual_facility_energy"]
    assert approx(width(one), rel=1e-9) == width(both)


def test_two_equal_sites_have_twice_the_energy_of_one_in_every_draw():
    values = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"})).solution.world.values
    one, both = (values[Variable(name, "annual_facility_energy")] for name in ("old", "all"))
    assert approx(2 * one) == both


def test_two_sites_with_statements_of_their_own_do_not_share_draws():
    pue = {"pue": "1.1..1.4", "it_capacity_utilisation": 0.5}
    result = solved(fleet({"it_capacity": "1 GW", **pue}, {"it_capacity": "1 GW", **pue}), draws=2000)
    one, both = result["old", "annual_facility_energy"], result["all", "annual_facility_energy"]
    assert 0.6 * width(one) < width(both) < 0.8 * width(one)


def test_one_statement_about_the_whole_is_one_draw_for_its_parts():
    known = {"it_capacity": "1 GW", "it_capacity_utilisation": 0.5}
    values = solved(fleet(known, known, {"pue": "1.1..1.4"})).solution.world.values
    assert approx(values[Variable("old", "pue")]) == values[Variable("new", "pue")]


def test_another_input_moves_no_other_draw():
    without = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW"}))
    more = solved(fleet({"it_capacity": "1 GW"}, {"it_capacity": "1 GW", "grid_loss": "0.01..0.05"}))
    assert without["all", "annual_facility_energy"] == more["all", "annual_facility_energy"]


def test_a_difference_of_minima_carries_both_sides():
    result = solved(fleet({"it_capacity": ">= 1 GW"}, None, {"it_capacity": ">= 3 GW"}), assumptions=False)
    assert "either" == result["new", "it_capacity"].side


def test_what_a_minimum_leaves_is_a_minimum():
    result = solved(fleet({"it_capacity": "1 GW"}, None, {"it_capacity": ">= 3 GW"}), assumptions=False)
    assert (">=", approx(2000)) == (result["new", "it_capacity"].side, result["new", "it_capacity"].p50)


def test_a_whole_of_one_part_is_that_part():
    systems = {"only": {"given": {"it_capacity": "1 GW"}}, "all": {"parts": ["only"]}}
    assert approx(1000) == solved(systems)["all", "it_capacity"].p50


def test_two_wholes_may_share_a_part():
    """The fleet of one year is part of the fleet of the next, and of the company's."""
    systems = {
        "a": {"given": {"it_capacity": "1 GW"}}, "b": {"given": {"it_capacity": "2 GW"}},
        "c": {"given": {"it_capacity": "4 GW"}}, "first": {"parts": ["a", "b"]}, "second": {"parts": ["b", "c"]},
    }  # fmt: skip
    result = solved(systems)
    assert (approx(3000), approx(6000)) == tuple(result[name, "it_capacity"].p50 for name in ("first", "second"))


def test_parts_may_be_listed_after_their_whole():
    systems = {"all": {"parts": ["late"]}, "late": {"given": {"it_capacity": "1 GW"}}}
    assert approx(1000) == solved(systems)["all", "it_capacity"].p50


# Carbon of wholes: sums of what each part burns and takes from its grid.


def sites(east=0, west=0):
    return {
        "east": {"given": {"facility_capacity": "1 GW", "on_site_share": east}},
        "west": {"given": {"facility_capacity": "1 GW", "on_site_share": west}},
        "both": {"parts": ["east", "west"]},
    }


@pytest.mark.parametrize("shares", [(0, 0), (0.5, 0), (0.5, 0.25)])
@pytest.mark.parametrize("name", ["annual_scope1", "annual_scope2_location_based"])
def test_a_whole_emits_what_its_parts_emit(shares, name):
    result = solved(sites(*shares), draws=2000, use={"grid": "france"})
    both, east, west = (result[system, name].samples for system in ("both", "east", "west"))
    assert approx(east + west) == both


def test_a_whole_has_the_intensity_of_its_parts_by_their_energy():
    result = solved(sites(0.5, 0.25), draws=2000, use={"grid": "france"})
    emitted = result["both", "annual_scope1"].samples + result["both", "annual_scope2_location_based"].samples
    intensity = emitted / result["both", "annual_facility_energy"].samples / 1000  # t/TWh, g/kWh
    assert approx(intensity) == result["both", "facility_carbon_intensity"].samples


def test_a_whole_without_generators_says_nothing_of_them():
    result = solved(sites(), use={"grid": "france"})
    assert 0 == result["both", "annual_scope1"].p50
