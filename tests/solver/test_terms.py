"""A value in terms that two worlds know."""

import pytest
from pytest import approx

from estimator.comparison.terms import terms
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan

YEAR = {"operating_year": 8760.0}


def world(parts=None, **known):
    """A plan, and the values that it gives to all variables; names are `quantity` or `system__quantity`."""
    data = []
    for name, value in known.items():
        system, _, quantity = name.rpartition("__")
        variable = Variable(system, quantity)
        dimension = model().quantities[quantity].dimension
        data.append(
            (
                variable,
                Datum(
                    quantity=quantity,
                    value=Value("point", (value,)),
                    dimension=dimension,
                    tier=Tier.GIVEN,
                    key=str(variable),
                ),
            )
        )
    plan = make_plan(Network(model(), parts or {"": ()}, frozenset()), data)
    return plan, evaluate(plan, {name: datum.value.parameters[0] * datum.factor for name, datum in plan.basis.items()})


def inputs_of(quantity, mine, *others, system=""):
    """The inputs of a quantity, by name, in the terms of one world that others know, too."""
    plan, values = mine
    found = terms(plan, Variable(system, quantity), [values, *(other for _, other in others)])
    return {str(name) for name in found.inputs}


SIZED = world(facility_capacity=2000.0, peak_pue=1.25, it_capacity_utilisation=0.5, pue=1.1, **YEAR)
COUNTED = world(
    accelerators=1e5, it_power_per_accelerator=1390.0, non_accelerator_it_capacity=10.0, peak_pue=1.3,
    it_capacity_utilisation=0.6, pue=1.2, **YEAR,
)  # fmt: skip


def test_where_both_worlds_follow_the_data_are_the_inputs():
    other = world(facility_capacity=1000.0, peak_pue=1.4, it_capacity_utilisation=0.7, pue=1.3, **YEAR)
    expected = {"facility_capacity", "peak_pue", "it_capacity_utilisation", "pue", "operating_year"}
    assert expected == inputs_of("annual_facility_energy", SIZED, other)


def test_data_of_one_world_are_inputs_even_where_the_other_computes_them():
    assert "facility_capacity" in inputs_of("annual_facility_energy", SIZED, COUNTED)


def test_what_the_other_world_does_not_know_is_not_opened():
    assert "it_capacity" in inputs_of("annual_facility_energy", COUNTED, SIZED)


def test_what_the_other_world_knows_nothing_of_is_its_own_input():
    other = world(annual_facility_energy=9.0)
    assert {"annual_facility_energy"} == inputs_of("annual_facility_energy", SIZED, other)


def test_a_datum_is_its_own_input():
    assert {"pue"} == inputs_of("pue", SIZED, COUNTED)


PARTS = {"a": (), "b": (), "": ("a", "b")}
MORE = {"a": (), "b": (), "c": (), "": ("a", "b", "c")}


def fleet(parts, count):
    facts = {f"{name}__accelerators": count for name in parts if name}
    return world(parts, **facts, **{f"{name}__it_power_per_accelerator": 1400.0 for name in parts if name},
                 **{f"{name}__non_accelerator_it_capacity": 5.0 for name in parts if name})  # fmt: skip


def test_a_sum_over_the_same_parts_is_opened():
    found = inputs_of("accelerators", fleet(PARTS, 1e5), fleet(PARTS, 2e5))
    assert {"a.accelerators", "b.accelerators"} == found


def test_a_sum_over_other_parts_is_not():
    assert {"accelerators"} == inputs_of("accelerators", fleet(PARTS, 1e5), fleet(MORE, 2e5))


def test_a_whole_of_other_parts_is_told_by_its_own_equations():
    found = inputs_of("it_capacity", fleet(PARTS, 1e5), fleet(MORE, 2e5))
    assert {"accelerators", "it_power_per_accelerator", "non_accelerator_it_capacity"} == found


@pytest.mark.parametrize(("mine", "other"), [(SIZED, COUNTED), (COUNTED, SIZED)], ids=["sized", "counted"])
@pytest.mark.parametrize("quantity", ["annual_facility_energy", "it_capacity", "facility_capacity"])
def test_the_terms_give_the_value_of_each_world(mine, other, quantity):
    plan, values = mine
    found = terms(plan, Variable("", quantity), [values, other[1]])
    for known in (values, other[1]):
        told = evaluate(found.plan, {name: known[name] for name in found.inputs})[found.variable]
        assert approx(known[found.variable], rel=1e-9) == told
