"""Which data are used, which become checks, and what stays open."""

import pytest
from pytest import approx

from estimator.case import Case
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model
from estimator.results.gaps import needs
from estimator.solver.network import Network
from estimator.solver.plan import lay_out, make_plan
from estimator.solver.steps import Combined, Solved


def stated(name: str, value: float = 1.0, tier: Tier = Tier.GIVEN, system: str = "") -> tuple[Variable, Datum]:
    datum = Datum(
        quantity=name,
        value=Value("point", (value,)),
        dimension=model().quantities[name].dimension,
        tier=tier,
        key=f"{system}.{name}",
    )
    return Variable(system, name), datum


def plan_of(*data, parts=None):
    return make_plan(Network(model(), parts or {"": ()}, frozenset({"operating_year"})), data)


def of(name: str, system: str = "") -> Variable:
    return Variable(system, name)


def test_an_equation_with_one_unknown_is_solved_for_it():
    plan = plan_of(stated("it_capacity"), stated("peak_pue"))
    assert isinstance(plan.made_by[of("facility_capacity")], Solved)


def test_the_first_of_two_data_for_one_quantity_is_used():
    first, second = stated("pue", 1.1), stated("pue", 1.2)
    assert first[1] == plan_of(first, second).basis[of("pue")]


def test_the_second_of_two_data_for_one_quantity_is_a_check():
    first, second = stated("pue", 1.1), stated("pue", 1.2)
    assert [second[1]] == [redundant.datum for redundant in plan_of(first, second).redundant]


def test_a_datum_that_others_determine_is_a_check():
    plan = plan_of(stated("it_capacity"), stated("peak_pue"), stated("facility_capacity"))
    assert [of("facility_capacity")] == [redundant.variable for redundant in plan.redundant]


def test_a_check_names_the_data_that_determine_its_quantity():
    plan = plan_of(stated("it_capacity"), stated("peak_pue"), stated("facility_capacity"))
    assert {of("it_capacity"), of("peak_pue")} == plan.redundant[0].support


def test_unknowns_that_cancel_in_a_ratio_are_no_obstacle():
    # facility power per accelerator ÷ peak PUE is IT power per accelerator, whatever the number of accelerators
    plan = plan_of(
        stated("facility_power_per_accelerator"), stated("peak_pue"), stated("non_accelerator_it_capacity", 0.0)
    )
    assert plan.is_open(of("it_power_per_accelerator"))


def test_unknowns_that_cancel_in_a_ratio_are_no_obstacle_where_all_it_is_the_accelerators():
    data = (stated("facility_power_per_accelerator"), stated("peak_pue"), stated("non_accelerator_it_capacity", 0.0))
    network = lay_out(model(), Case(parts={"": ()}, data=data))
    assert isinstance(make_plan(network, data).made_by[of("it_power_per_accelerator")], Combined)


def test_a_sum_that_cancels_is_determined_and_said_not_to_be_solved():
    # reactors by capacity over compared reactors is the matching factor, whatever is lost on the way
    plan = plan_of(stated("reactors_by_capacity"), stated("compared_reactors"))
    assert plan.is_settled(of("full_load_matching_capacity_factor"))
    assert "no more data" in needs(plan, of("full_load_matching_capacity_factor"), {})


def test_what_nothing_bears_on_is_open():
    assert plan_of(stated("it_capacity")).is_open(of("accelerators"))


def test_what_no_chain_reaches_is_never_guessed():
    assert [] == plan_of(stated("it_capacity")).steps


def test_an_open_quantity_is_closed_by_its_own_missing_input():
    plan = plan_of(stated("it_capacity"))
    assert of("peak_pue") in plan.closed_by(of("facility_capacity"))


def test_an_open_quantity_is_not_closed_by_a_stranger():
    plan = plan_of(stated("it_capacity"))
    assert of("pue") not in plan.closed_by(of("facility_capacity"))


def test_a_result_follows_each_datum_by_its_power():
    plan = plan_of(stated("facility_capacity"), stated("peak_pue"))
    response = {str(name): approx(value) for name, value in plan.response(of("it_capacity")).items()}
    assert {"facility_capacity": 1.0, "peak_pue": -1.0} == response


def test_an_excluded_datum_follows_from_the_others():
    data = stated("it_capacity"), stated("peak_pue"), stated("facility_capacity")
    network = Network(model(), {"": ()}, frozenset())
    assert of("it_capacity") in make_plan(network, data, [data[0]]).made_by


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_order_of_data_decides_only_which_is_the_check(order):
    data = [stated("it_capacity"), stated("peak_pue"), stated("facility_capacity")]
    plan = plan_of(*(data[number] for number in order))
    assert [data[order[-1]][0]] == [redundant.variable for redundant in plan.redundant]


def test_a_convention_is_never_solved_for():
    plan = make_plan(
        Network(model(), {"": ()}, frozenset({"operating_year"})),
        [stated("operating_year", 8760, Tier.CONVENTION), stated("average_it_load"), stated("annual_it_energy")],
    )
    assert of("operating_year") not in plan.made_by


def test_energy_and_load_that_both_are_given_make_one_a_check_of_the_other():
    plan = make_plan(
        Network(model(), {"": ()}, frozenset({"operating_year"})),
        [stated("operating_year", 8760, Tier.CONVENTION), stated("average_it_load"), stated("annual_it_energy")],
    )
    assert [of("annual_it_energy")] == [redundant.variable for redundant in plan.redundant]


def test_a_whole_is_the_sum_of_its_parts():
    parts = {"a": (), "b": (), "all": ("a", "b")}
    plan = plan_of(stated("accelerators", system="a"), stated("accelerators", system="b"), parts=parts)
    assert {of("accelerators", "a"), of("accelerators", "b")} == set(plan.made_by[of("accelerators", "all")].inputs)


def test_reactor_equivalents_are_not_summed_over_parts():
    parts = {"a": (), "b": (), "all": ("a", "b")}
    data = (stated("reactors_by_capacity", system="a"), stated("reactors_by_capacity", system="b"))
    assert plan_of(*data, parts=parts).is_open(of("reactors_by_capacity", "all"))


def test_peak_demands_are_not_summed_over_parts():
    parts = {"a": (), "b": (), "all": ("a", "b")}
    data = (stated("facility_peak_demand", system="a"), stated("facility_peak_demand", system="b"))
    assert plan_of(*data, parts=parts).is_open(of("facility_peak_demand", "all"))


@pytest.mark.parametrize("wanted", ["a", "b", "all"])
def test_a_sum_is_solved_for_whichever_term_is_missing(wanted):
    parts = {"a": (), "b": (), "all": ("a", "b")}
    plan = plan_of(*(stated("it_capacity", system=name) for name in parts if name != wanted), parts=parts)
    assert of("it_capacity", wanted) in plan.made_by


def test_an_input_of_zero_is_solved_for_all_the_same_where_facts_determine_it():
    data = (
        stated("it_capacity", 10.0),
        stated("accelerator_it_capacity", 8.0),
        stated("non_accelerator_it_capacity", 0.0, Tier.ASSUMPTION),
    )
    network = lay_out(model(), Case(parts={"": ()}, data=data))
    assert of("non_accelerator_it_capacity") in make_plan(network, data).made_by


def test_an_assumption_of_zero_stands_back_where_a_fact_says_otherwise():
    # else the network would take the product for nothing, and what it depends on for irrelevant
    data = (stated("on_site_share", 0.4), stated("on_site_share", 0.0, Tier.ASSUMPTION))
    assert 0 < lay_out(model(), Case(parts={"": ()}, data=data)).state[of("annual_on_site_energy")]


def test_an_assumption_of_zero_stands_where_no_fact_is_about_it():
    data = (stated("facility_capacity", 1000.0), stated("on_site_share", 0.0, Tier.ASSUMPTION))
    network = lay_out(model(), Case(parts={"": ()}, data=data, asked=("annual_on_site_energy",)))
    assert 0 == network.state[of("annual_on_site_energy")]


# Zeros: what is multiplied by one does not matter, and does not follow.


def test_what_is_multiplied_by_zero_need_not_be_known():
    facts = (stated("grid_carbon_intensity", 400.0), stated("on_site_share", 0.0))
    plan = make_plan(lay_out(model(), Case(parts={"": ()}, data=facts)), facts)
    assert isinstance(plan.made_by[of("facility_carbon_intensity")], Combined)


def test_what_is_multiplied_by_zero_does_not_follow():
    facts = (
        stated("grid_carbon_intensity", 400.0), stated("on_site_share", 0.0), stated("facility_carbon_intensity", 400.0)
    )  # fmt: skip
    assert make_plan(lay_out(model(), Case(parts={"": ()}, data=facts)), facts).is_open(
        of("generator_carbon_intensity")
    )


def test_a_stated_loss_is_not_the_default_of_none():
    data = (
        stated("facility_capacity"), stated("reactor_net_power"), stated("grid_loss", 0.1),
        stated("grid_loss", 0.0, Tier.ASSUMPTION),
    )  # fmt: skip
    plan = make_plan(lay_out(model(), Case(parts={"": ()}, data=data)), data)
    assert of("grid_loss") in plan.response(of("reactors_by_capacity"))
