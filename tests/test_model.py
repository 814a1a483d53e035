"""The model is sound, and adding to it means adding one function."""

import ast
import importlib.util
import inspect
import itertools
import random
from graphlib import TopologicalSorter
from math import log
from typing import get_args, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.case import Case
from estimator.datum import Datum, Tier, Value, Variable
from estimator.equations import MODULES
from estimator.model import ModelError, model, read_model
from estimator.results.explanation import explain
from estimator.solution.crosschecks import solve
from estimator.solver.algebra import compute
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import lay_out, make_plan
from estimator.units.dimensions import Dimension, middle
from estimator.units.reading import registry, to_coherent

MODEL = model()
EQUATIONS = list(MODEL.equations)
numbering = itertools.count()


def module(folder, text: str):
    """A module of equations, written and imported."""
    path = folder / f"subject_{next(numbering)}.py"
    path.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    result = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(result)
    return result


def test_the_model_is_closed():
    needed = {name for equation in EQUATIONS for name in equation.inputs}
    assert needed <= set(MODEL.quantities)


def test_the_model_is_acyclic():
    graph = {equation.name: equation.inputs for equation in EQUATIONS}
    assert set(MODEL.quantities) >= set(TopologicalSorter(graph).static_order())


def test_the_equations_are_independent():
    """The log-Jacobian has full rank at a random state: no equation follows from the others."""
    draw = random.Random(1)
    names = list(MODEL.quantities)
    state = {
        name: draw.uniform(0.2, 0.8) + (quantity.dimension.lower if quantity.dimension.lower else 0)
        for name, quantity in MODEL.quantities.items()
        if quantity.equation is None
    }
    for name in TopologicalSorter({e.name: e.inputs for e in EQUATIONS}).static_order():
        if name not in state:
            state[name] = MODEL.quantities[name].equation.function(
                **{key: state[key] for key in MODEL.quantities[name].equation.inputs}
            )
    step = 1e-6
    jacobian = np.zeros((len(EQUATIONS), len(names)))
    for row, equation in enumerate(EQUATIONS):
        jacobian[row, names.index(equation.name)] = -1.0
        for name in equation.inputs:
            moved = {key: state[key] * (np.exp(step) if key == name else 1.0) for key in equation.inputs}
            slope = log(equation.function(**moved) / state[equation.name]) / step
            jacobian[row, names.index(name)] = slope
    assert len(EQUATIONS) == np.linalg.matrix_rank(jacobian, tol=1e-4)


def test_every_subject_of_the_model_is_read():
    assert {"power", "energy", "reactors", "compute"} <= {q.subject for q in MODEL.quantities.values()}


@pytest.mark.parametrize("quantity", MODEL.quantities.values(), ids=lambda quantity: quantity.name)
def test_a_meaning_is_a_sentence(quantity):
    first = quantity.meaning.split("\n\n")[0].rstrip()
    assert (True, True) == (first[0].isupper(), first.endswith("."))


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.name)
def test_a_name_has_one_type_everywhere(equation):
    hints = get_type_hints(equation.function, include_extras=True)
    declared = {name: get_args(hint)[1] for name, hint in hints.items() if name != "return"}
    assert {name: MODEL.quantities[name].dimension for name in equation.inputs} == declared


def test_comparisons_too_use_the_types_of_the_names():
    for comparison in MODEL.comparisons:
        hints = get_type_hints(comparison.equation.function, include_extras=True)
        for name in comparison.equation.inputs:
            assert MODEL.quantities[name].dimension == get_args(hints[name])[1]


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.name)
def test_the_printed_formula_is_the_source(equation):
    source = inspect.getsource(equation.function)
    assert ast.dump(equation.tree) == ast.dump(ast.parse(source).body[0].body[-1].value)


def test_no_parameter_stands_for_two_quantities_of_one_name():
    assert len(MODEL.quantities) == len({name.lower().replace("_", "") for name in MODEL.quantities})


@pytest.mark.parametrize("unit", sorted({quantity.dimension.unit for quantity in MODEL.quantities.values()} - {"1"}))
def test_every_unit_of_the_vocabulary_is_in_the_registry(unit):
    assert to_coherent(unit) > 0


IMPORTS = "from estimator.units.dimensions import Expectation, Power, Fraction, RatioFromOne, Relation\n"
BROKEN = {
    "one return expression": (
        'def b(it_capacity: Power) -> Power:\n    """A thing."""\n    half = it_capacity / 2\n    return half\n'
    ),
    "b should be a docstring": "def b(it_capacity: Power) -> Power:\n    return it_capacity / 2\n",
    r"b uses max\(it_capacity, 2\); the closed list of functions is annuity": (
        'def b(it_capacity: Power) -> Power:\n    """A thing."""\n    return max(it_capacity, 2)\n'
    ),
    "b uses annuity": 'def b(mfu: Fraction) -> Power:\n    """A thing."""\n    return annuity(mfu, periods=2)\n',
    "annuity is defined twice": 'annuity: Power\n"""A thing."""\n',
    "b uses IfExp": 'def b(a: Power) -> Power:\n    """A thing."""\n    return a if a >= 1 else a\n',
    "b uses Mod": 'def b(it_capacity: Power) -> Power:\n    """A thing."""\n    return it_capacity % 2\n',
    "b uses FloorDiv": 'def b(it_capacity: Power) -> Power:\n    """A thing."""\n    return it_capacity // 2\n',
    "b needs nowhere": 'def b(nowhere: Power) -> Power:\n    """A thing."""\n    return nowhere / 2\n',
    "each of its parameters": (
        'def b(it_capacity: Power, peak_pue: RatioFromOne) -> Power:\n    """A thing."""\n    return it_capacity / 2\n'
    ),
    "b is defined twice": 'def b(pue: Fraction) -> Fraction:\n    """A."""\n    return pue / 2\n' * 2,
    "it_capacity is defined twice": 'it_capacity: Power\n"""A thing."""\n',
    "b has no meaning": "b: Power\n\nc = 3\n",
    "is not one of our dimensions": 'b: float\n"""A thing."""\n',
    "a missing annotation": 'def b(it_capacity: Power):\n    """A thing."""\n    return it_capacity / 2\n',
}


@pytest.mark.parametrize("message", BROKEN)
def test_an_equation_that_breaks_a_rule_is_refused(message, tmp_path):
    with pytest.raises(ModelError, match=message):
        read_model((*MODULES, module(tmp_path, IMPORTS + BROKEN[message])))


def test_an_equation_of_a_global_name_is_refused(tmp_path):
    text = 'import math\n\n\ndef b(pue: Fraction) -> Fraction:\n    """A thing."""\n    return pue * math.pi\n'
    with pytest.raises(ModelError, match="b uses Attribute"):
        read_model((*MODULES, module(tmp_path, IMPORTS + text)))


def test_a_keyword_parameter_is_refused(tmp_path):
    text = 'def b(pue: Fraction, *, peak_pue: Fraction) -> Fraction:\n    """A thing."""\n    return pue * peak_pue\n'
    with pytest.raises(ModelError, match="each of its parameters"):
        read_model((*MODULES, module(tmp_path, IMPORTS + text)))


def test_a_relation_is_read_as_certain(tmp_path):
    text = 'def b(mfu: Fraction, utilisation: Fraction) -> Relation:\n    """A law."""\n    return mfu <= utilisation\n'
    assert read_model((*MODULES, module(tmp_path, IMPORTS + text))).comparisons[-1].certain


# Adding a quantity: one function in a module, and nothing else.

EXTRA = '''"""Floor space."""

from estimator.units.dimensions import Power, PowerPerReactor, Fraction, Reactors

halls: Reactors
"""Number of halls, in the only count that this test has at hand."""


def facility_capacity_per_hall(facility_capacity: Power, halls: Reactors) -> PowerPerReactor:
    """Nameplate facility power of one hall."""
    return facility_capacity / halls
'''
ADDED = "facility_capacity_per_hall"


@pytest.fixture
def larger(tmp_path):
    return read_model((*MODULES, module(tmp_path, EXTRA)))


def fact(larger, name: str, value: float) -> tuple[Variable, Datum]:
    dimension = larger.quantities[name].dimension
    return Variable("", name), Datum(
        quantity=name, value=Value("point", (value,)), dimension=dimension, tier=Tier.GIVEN, key=name
    )


WORLD = {"facility_capacity": 1250.0, "halls": 5.0, ADDED: 250.0, "it_capacity": 1000.0, "peak_pue": 1.25}


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        (ADDED, ("facility_capacity", "halls")),
        (ADDED, ("it_capacity", "peak_pue", "halls")),
        ("halls", ("facility_capacity", ADDED)),
        ("facility_capacity", ("halls", ADDED)),
        ("it_capacity", ("halls", ADDED, "peak_pue")),
        ("peak_pue", ("halls", ADDED, "it_capacity")),
    ],
)
def test_an_added_quantity_is_solved_in_every_direction(larger, wanted, known):
    data = tuple(fact(larger, name, WORLD[name]) for name in known)
    plan = make_plan(lay_out(larger, Case(parts={"": ()}, data=data)), data)
    values = evaluate(plan, {variable: datum.value.parameters[0] * datum.factor for variable, datum in data})
    unit = to_coherent(larger.quantities[wanted].dimension.unit)
    assert approx(WORLD[wanted]) == values[Variable("", wanted)] / unit


def test_an_added_quantity_explains_its_formula(larger):
    case = Case(parts={"": ()}, data=tuple(fact(larger, name, WORLD[name]) for name in ("facility_capacity", "halls")))
    text = explain(solve(larger, case, 10, 1), Variable("", ADDED), {})
    assert "facility_capacity_per_hall = facility_capacity / halls" in text


def test_an_added_quantity_joins_in_contradictions(larger):
    facts = {**WORLD, ADDED: 500.0}
    case = Case(
        parts={"": ()}, data=tuple(fact(larger, name, facts[name]) for name in ("facility_capacity", "halls", ADDED))
    )
    assert 1 == len(solve(larger, case, 10, 1).conflicts)


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 0.98), st.floats(0.001, 0.01), st.sampled_from(["log", "logit"]))
def test_the_middle_of_a_range_lies_inside_it(low, width, scale):
    assert low < middle(low, low + width, scale) < low + width


def test_the_middle_of_a_range_of_ratios_from_one_is_that_of_their_excess():
    assert approx(1.2) == middle(1.1, 1.4, "log_excess")


def test_zero_is_a_value_of_inputs_only_where_a_type_says_so():
    zero = [
        "contracted_carbon_intensity", "discount_rate", "grid_loss", "grid_water_intensity",
        "non_accelerator_it_capacity", "on_site_generators_out", "on_site_share", "peak_day_wue",
        "reactor_forced_outage_rate", "reactors_out", "supply_water_intensity", "wue",
    ]  # fmt: skip
    assert zero == sorted(name for name, one in MODEL.quantities.items() if one.dimension.zero and not one.equation)


def test_a_dimension_without_bounds_is_positive():
    assert 0.0 == Dimension("MW", "a power").lower


def test_the_expression_of_an_equation_and_its_function_agree_on_quantities():
    values = {"it_capacity": registry().Quantity(800, "MW"), "peak_pue": 1.3}
    equation = MODEL.quantities["facility_capacity"].equation
    assert equation.function(**values) == compute(equation.tree, values)
