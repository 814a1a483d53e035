"""Contradictions are shown, whole and in any order; nobody innocent absorbs them."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate
from estimator.case import Case
from estimator.catalog import load_catalog
from estimator.datum import Tier, Variable
from estimator.model import model
from estimator.results.findings import findings
from estimator.results.result import Result
from estimator.scenario import case_of, scenario_from
from estimator.solution.crosschecks import solve

MILLION = {"accelerators": "1.3 M accelerators"}
FACTS = {"facility_capacity": "1 GW", **MILLION}
DRAWS = 500


def case(given_facts, use=None, assumptions=True) -> Case:
    data = {"title": "t", "given": given_facts, "use": use or {"accelerator": "h100-sxm"}}
    return case_of(scenario_from(data), load_catalog(), assumptions)


def told(case: Case, draws: int = DRAWS):
    """Rows and findings of a case, as a reader gets them."""
    solution = solve(model(), case, draws, 1)
    result = Result("", solution, load_catalog(), titles={"": ""}, reactor_labels={})
    return result.to_rows(), findings(solution)


def of_kind(result, kind):
    return [finding for finding in result.findings if finding.kind == kind]


@pytest.fixture(scope="module")
def facility():
    return estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")


@pytest.fixture(scope="module")
def it():
    return estimate(it_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")


# 1 GW and 1.3 million H100s, V14: both cannot be about one system


@pytest.mark.parametrize("given_facts", [FACTS, {"it_capacity": "1 GW", **MILLION}], ids=["facility", "it"])
@settings(deadline=None, max_examples=12)
@given(st.randoms(use_true_random=False))
def test_the_order_of_assumptions_and_types_changes_nothing(given_facts, shuffler):
    original = case(given_facts)
    facts = [stated for stated in original.data if stated[1].tier <= Tier.GIVEN]
    others = [stated for stated in original.data if stated[1].tier > Tier.GIVEN]
    shuffler.shuffle(others)
    assert told(original) == told(Case(parts=original.parts, data=(*facts, *others)))


def test_reversed_assumptions_change_nothing():
    original = case(FACTS)
    kept = [stated for stated in original.data if stated[1].tier != Tier.ASSUMPTION]
    assumed = [stated for stated in original.data if stated[1].tier == Tier.ASSUMPTION]
    assert told(original) == told(Case(parts=original.parts, data=(*kept, *reversed(assumed))))


def test_the_order_of_the_facts_changes_no_value():
    one, other = (told(case(dict(order)))[0] for order in (FACTS.items(), reversed(FACTS.items())))
    values = [{(row["quantity"], row["p5"], row["p50"], row["p95"]) for row in rows} for rows in (one, other)]
    assert values[0] == values[1]


def test_the_order_of_the_facts_changes_no_verdict():
    verdicts = []
    for order in (FACTS.items(), reversed(FACTS.items())):
        finding = told(case(dict(order)))[1][0]
        verdicts.append((finding.kind, set(finding.quantities), approx(finding.ratio)))
    assert verdicts[0] == verdicts[1]


def test_the_contradiction_comes_first(facility):
    assert "contradiction" == facility.findings[0].kind


def test_the_contradiction_names_both_facts(facility):
    assert {"accelerators", "facility_capacity"} <= set(facility.findings[0].quantities[:2])


def test_the_sentence_names_both_facts(facility):
    start = facility.findings[0].message.partition(" contradict")[0]
    assert ("accelerators 1.3 M" in start, "facility_capacity 1.0 GW" in start) == (True, True)


def test_there_is_one_contradiction(facility):
    assert 1 == len(of_kind(facility, "contradiction"))


def test_a_gigawatt_of_facility_is_off_by_a_factor_of_2_3(facility):
    # facts/compute.md V14 and decision 0002: 2.27 GW
    assert 2.1 < facility.findings[0].ratio < 2.6


def test_a_gigawatt_of_it_is_off_by_a_factor_of_1_8(it):
    # users.md, seed cases: 700 W × 1.82 × 1.14 × 1.3 M = 1.89 GW
    assert 1.7 < it.findings[0].ratio < 2.0


@pytest.mark.parametrize("name", ["peak_pue", "it_overhead", "server_overhead", "pue"])
@pytest.mark.parametrize("which", ["facility", "it"])
def test_no_ratio_falls_below_one(name, which, request):
    assert 1 < request.getfixturevalue(which)[name].p5


@pytest.mark.parametrize(
    ("name", "median"), [("facility_capacity", 1000.0), ("accelerators", 1.3e6), ("accelerator_tdp", 700.0)]
)
def test_members_keep_what_was_stated(facility, name, median):
    assert approx(median) == facility[name].p50


def test_assumed_members_keep_what_was_assumed(facility):
    peak_pue = next(f for f in load_catalog().assumptions if f.quantity == "peak_pue").options["unstated"].value
    found = facility["peak_pue"]
    assert peak_pue.parameters == (found.p5, found.p50, found.p95)


def test_it_capacity_has_two_routes(facility):
    assert 2 == len(facility.solution.routes[Variable("", "it_capacity")])


def test_the_routes_are_those_of_either_fact(facility):
    facts = [
        {str(variable) for variable, datum in route.support if datum.tier == Tier.GIVEN}
        for route in facility.solution.routes[Variable("", "it_capacity")]
    ]
    assert [{"accelerators"}, {"facility_capacity"}] == sorted(facts, key=sorted)


def test_it_capacity_has_no_median(facility):
    assert (None, None, None) == (facility["it_capacity"].p5, facility["it_capacity"].p50, facility["it_capacity"].p95)


def test_it_capacity_is_1_83_gigawatts_by_the_accelerators(facility):
    # decision 0002
    medians = sorted(route.quantiles[1] for route in facility.solution.routes[Variable("", "it_capacity")])
    assert approx(1830, rel=0.01) == medians[1]


def test_no_route_rests_on_all_of_the_circuit(facility):
    members = set(facility.solution.conflicts[0].members)
    routes = [route for ways in facility.solution.routes.values() for route in ways]
    assert [] == [route for route in routes if len(members - set(route.support)) < 2]


def test_a_quantity_beside_the_circuit_keeps_its_value(facility):
    # 1.3 M H100s, dense BF16, 989.4 TFLOP/s
    assert approx(1.29e21, rel=5e-3) == facility["peak_compute_rate"].p50


def test_equivalents_beside_the_circuit_keep_their_value(facility):
    assert approx(1.3e6) == facility["h100_equivalents"].p50


def test_the_bound_on_energy_keeps_its_value(facility):
    assert approx(8.76) == facility["maximum_annual_facility_energy"].p50


def test_each_fact_is_recomputed_from_the_rest(facility):
    assert [("accelerators",), ("facility_capacity",)] == sorted(f.quantities for f in of_kind(facility, "recomputed"))


def test_a_contradiction_is_one_for_programs_too(facility):
    assert facility.contradicts


def test_more_draws_give_the_same_verdict():
    first, second = (told(case(FACTS), draws)[1][0] for draws in (500, 4000))
    assert (first.kind, first.quantities) == (second.kind, second.quantities)


# facts before catalog types before assumptions


@pytest.fixture(scope="module")
def olkiluoto():
    return estimate(
        reactor_annual_energy="10.38 TWh/reactor", reactor_net_power="1600 MW/reactor", reactor="epr",
        facility_capacity="1 GW",
    )  # fmt: skip


def test_olkiluoto_3_has_its_own_capacity_factor_whatever_its_type(olkiluoto):
    # TVO via Daily Finland 2026: 10.38 TWh at 1,600 MW
    assert approx(0.741, abs=5e-4) == olkiluoto["reactor_capacity_factor"].p50


def test_olkiluoto_3_keeps_its_own_net_power(olkiluoto):
    assert (1600, 1600) == (olkiluoto["reactor_net_power"].p5, olkiluoto["reactor_net_power"].p95)


def test_olkiluoto_3_contradicts_nothing(olkiluoto):
    assert not olkiluoto.contradicts


def test_a_type_that_facts_leave_far_behind_is_a_cross_check():
    result = estimate(reactor_annual_energy="4 TWh/reactor", reactor_net_power="1600 MW/reactor", reactor="epr")
    assert [("reactor_capacity_factor",)] == [finding.quantities for finding in of_kind(result, "cross-check")]


def test_the_facts_still_win_there():
    result = estimate(reactor_annual_energy="4 TWh/reactor", reactor_net_power="1600 MW/reactor", reactor="epr")
    assert approx(4e6 / 1600 / 8760) == result["reactor_capacity_factor"].p50


def test_the_year_is_never_solved_for():
    result = estimate(average_facility_load="1 GW", annual_facility_energy="9 TWh")
    assert Variable("", "operating_year") not in result.solution.world.plan.made_by


def test_an_energy_that_no_year_allows_contradicts():
    # users.md, seed cases: 80 TWh from 8 GW is a load factor of 1.142, an error
    assert estimate(facility_capacity="8 GW", annual_facility_energy="80 TWh").contradicts


def test_numbers_that_are_rounded_contradict_nothing_by_their_rounding():
    # 80 TWh from 9 GW is 1.015, and from 9.2 GW 0.993
    assert not estimate(facility_capacity="9 GW", annual_facility_energy="80 TWh").contradicts


def test_an_energy_that_a_year_does_allow_does_not():
    # LBNL 2024: 325 TWh from 74 GW
    assert not estimate(facility_capacity="74 GW", annual_facility_energy="325 TWh").contradicts


def test_lbnls_own_figures_give_half_utilisation():
    result = estimate(facility_capacity="74 GW", annual_facility_energy="325 TWh")
    assert approx(0.501, abs=5e-4) == result["capacity_utilisation"].p50


# hard bounds


@pytest.fixture(scope="module")
def too_much_it():
    return estimate(facility_capacity="1 GW", it_capacity="1.9 GW")


def test_more_it_than_facility_contradicts(too_much_it):
    assert {"facility_capacity", "it_capacity"} == set(of_kind(too_much_it, "contradiction")[0].quantities)


def test_the_broken_bound_is_named(too_much_it):
    assert "peak_pue" in of_kind(too_much_it, "contradiction")[0].message


def test_no_pue_of_one_half_is_printed(too_much_it):
    printed = [row["p50"] for row in too_much_it.to_rows() if row["quantity"] == "peak_pue" and row["p50"]]
    assert [] == [median for median in printed if median < 1]


def test_a_utilisation_above_one_contradicts():
    assert estimate(it_capacity="1 GW", average_it_load="1.2 GW").contradicts


def test_bounds_that_hold_contradict_nothing():
    assert not estimate(facility_capacity="1 GW", it_capacity="0.8 GW").contradicts


# several facts


AGREEING = {"facility_capacity": "1250 MW", "it_capacity": "1000 MW", "peak_pue": 1.25}


@pytest.mark.parametrize("wrong", AGREEING)
def test_one_wrong_fact_of_three_puts_all_three_in_conflict(wrong):
    values = {"facility_capacity": "2500 MW", "it_capacity": "500 MW", "peak_pue": 2.5}
    result = estimate({**AGREEING, wrong: values[wrong]}, assumptions=False)
    assert set(AGREEING) == set(of_kind(result, "contradiction")[0].quantities)


@pytest.mark.parametrize("wrong", AGREEING)
def test_the_factor_between_them_is_told(wrong):
    values = {"facility_capacity": "2500 MW", "it_capacity": "500 MW", "peak_pue": 2.5}
    result = estimate({**AGREEING, wrong: values[wrong]}, assumptions=False)
    assert approx(2.0) == of_kind(result, "contradiction")[0].ratio


def test_facts_that_agree_are_said_to_agree():
    messages = [finding.message for finding in of_kind(estimate(AGREEING), "recomputed")]
    assert [True] * 3 == [message.endswith("agrees") for message in messages]


def test_facts_that_agree_are_no_contradiction():
    assert not estimate(AGREEING).contradicts


def test_colossus_agrees_with_epochs_figures():
    # Epoch AI, Frontier Data Centers, Colossus 1: 100 k H100, 139 MW of IT, 181 MW
    result = estimate(
        accelerators="100 k accelerators", it_capacity="139 MW", facility_capacity="181 MW", accelerator="h100-sxm"
    )
    assert not result.contradicts


def test_two_separate_contradictions_are_both_told():
    result = estimate(
        {**AGREEING, "facility_capacity": "2500 MW", "annual_it_energy": "1 TWh", "average_it_load": "800 MW"},
        assumptions=False,
    )
    assert 2 == len(of_kind(result, "contradiction"))


def test_an_assumption_that_the_facts_imply_prints_beside_it():
    result = estimate(facility_capacity="1250 MW", it_capacity="1000 MW")
    assert approx(1.25) == result["peak_pue"].p50


TOO_FEW_WATTS = {
    "accelerators": "1.3 M accelerators",
    "facility_capacity": "0.8 GW",
    "accelerator_tdp": "700 W/accelerator",
    "power_limit_ratio": 1,
}


def test_an_expectation_is_a_warning():
    result = estimate(TOO_FEW_WATTS, assumptions=False)
    assert ["expectation"] == [finding.kind for finding in result.findings]


def test_an_expectation_is_no_contradiction():
    result = estimate(TOO_FEW_WATTS, assumptions=False)
    assert not result.contradicts


# sides


def side(name: str, **facts) -> str:
    return estimate(facts, assumptions=False)[name].side


def test_a_minimum_stays_one_through_a_product():
    assert ">=" == side("facility_capacity", it_capacity=">= 1 GW", peak_pue=1.2)


def test_a_minimum_turns_into_a_maximum_under_a_division():
    assert "<=" == side("facility_power_per_accelerator", facility_capacity="1 GW", accelerators=">= 1 M accelerators")


def test_a_maximum_turns_into_a_minimum_under_a_division():
    assert ">=" == side("facility_power_per_accelerator", facility_capacity="1 GW", accelerators="<= 1 M accelerators")


def test_two_minima_over_each_other_may_lie_either_way():
    assert "either" == side(
        "facility_power_per_accelerator", facility_capacity=">= 1 GW", accelerators=">= 1 M accelerators"
    )


def test_a_minimum_over_a_maximum_is_a_minimum():
    assert ">=" == side(
        "facility_power_per_accelerator", facility_capacity=">= 1 GW", accelerators="<= 1 M accelerators"
    )


def test_a_minimum_that_cancels_leaves_no_side():
    """Both rungs of the ladder have the same minimum in them; their ratio does not."""
    assert "" == side(
        "capacity_utilisation", it_capacity=">= 1 GW", peak_pue=1.25, pue=1.1, it_capacity_utilisation=0.5
    )


def test_a_stated_minimum_stays_one():
    assert ">=" == side("it_capacity", it_capacity=">= 1 GW", peak_pue=1.2)


def test_a_minimum_below_what_follows_contradicts_nothing():
    assert not estimate(facility_capacity=">= 1 GW", it_capacity="1 GW", peak_pue=1.25).contradicts


def test_a_minimum_above_what_follows_contradicts():
    assert estimate(facility_capacity=">= 2 GW", it_capacity="1 GW", peak_pue=1.25).contradicts


def test_a_maximum_below_what_follows_contradicts():
    assert estimate(facility_capacity="<= 1 GW", it_capacity="1 GW", peak_pue=1.25).contradicts


def test_the_data_are_the_same_after_solving():
    before = case(FACTS)
    copy = replace(before, parts=dict(before.parts), data=tuple(before.data))
    solve(model(), before, 100, 1)
    assert copy == before


def test_random_order_of_all_data_gives_the_same_contradiction():
    original, shuffler = case(FACTS), random.Random(3)
    data = list(original.data)
    shuffler.shuffle(data)
    first, second = told(original)[1][0], told(Case(parts=original.parts, data=tuple(data)))[1][0]
    assert (first.kind, set(first.quantities)) == (second.kind, set(second.quantities))
