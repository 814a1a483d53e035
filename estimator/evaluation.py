"""The checked door to the equations: one quantity from known ones."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from estimator.case import Case
from estimator.catalog import load_catalog
from estimator.datum import Datum, Tier, Value, Variable
from estimator.errors import EstimatorError, suggestion
from estimator.interface.known_values import check_shapes, coherent, outermost
from estimator.model import model
from estimator.results.gaps import needs
from estimator.solver.evaluate import evaluate as evaluate_plan
from estimator.solver.plan import Plan, lay_out, make_plan
from estimator.units.conversion import sane
from estimator.units.reading import registry, to_coherent
from estimator.values import check_bounds, value_of

if TYPE_CHECKING:
    import pint

_ROUNDING = 1e-12
"""By less than this, a value that is solved for may miss a bound."""


def evaluate(name: str, **known: Any) -> "pint.Quantity[Any]":
    """One quantity from known ones, by the equations in whatever direction they are needed.

    Values are text with a unit, quantities, or numbers and arrays where no unit is due. Arrays broadcast. Nothing is
    assumed but conventions and exact defaults: no grid loss, no power cap, no IT beside the accelerators'.

    Raises:
        EstimatorError: an unknown name, a wrong dimension, a broken bound, a range or a bound instead of a value,
            arrays that do not go together, too little or too much known.

    >>> evaluate("facility_capacity", it_capacity="800 MW", peak_pue=1.3).to("GW").magnitude
    1.04
    """
    quantities = model().quantities
    for unknown in (word for word in (name, *known) if str(word) not in quantities):
        raise EstimatorError(f"{unknown} is not a quantity{suggestion(str(unknown), quantities)}")
    _check_money(known)
    values = {key: coherent(value, key, quantities[key].dimension) for key, value in known.items()}
    check_shapes(values)
    plan, exact = _plan_with_defaults(values, name)
    target = Variable("", name)
    if plan.is_open(target):
        raise EstimatorError(
            f"{name} does not follow from {', '.join(known) or 'nothing'}; it needs {needs(plan, target, lambda _: '')}"
        )
    fixed = {Variable("", key): datum.value.parameters[0] * datum.factor for key, datum in exact.items()}
    fixed |= {Variable("", key): value for key, value in values.items()}
    found = evaluate_plan(plan, {variable: fixed[variable] for variable in plan.basis})
    _check_surplus(plan, values, found)
    return _answer(name, found[target])


def _plan_with_defaults(values: Mapping[str, Any], name: str) -> tuple[Plan, dict[str, Datum]]:
    """How a quantity follows from known values, conventions and exact defaults, and what the latter are.

    A default of zero, such as no generation on site, may be all that keeps it from being known: then it is left out.
    """
    catalog = load_catalog()
    exact = {figure.quantity: datum for figure in catalog.conventions for datum in figure.options.values()}
    choices = {name: choice.default for name, choice in catalog.choices.items()}
    defaults = {figure.quantity: figure.chosen(choices) for figure in catalog.assumptions}
    exact |= {key: datum for key, datum in defaults.items() if datum and datum.value.is_point}
    stated = {key: _stated(key, value, exact.get(key)) for key, value in values.items()}
    plan = _plan_of({**exact, **stated}, name)
    if plan.is_open(Variable("", name)):
        exact = {key: datum for key, datum in exact.items() if datum.value.parameters != (0.0,)}
        plan = _plan_of({**exact, **stated}, name)
    return plan, exact


def _plan_of(data: Mapping[str, Datum], asked: str) -> Plan:
    """How one quantity follows from others of one system."""
    stated = tuple(sorted(((Variable("", key), datum) for key, datum in data.items()), key=lambda one: one[1].tier))
    network = lay_out(model(), Case(parts={"": ()}, data=stated, asked=(asked,)))
    return make_plan(network, stated)


def _stated(name: str, value: Any, default: Datum | None) -> Datum:
    """A known value as a datum of the plan, which asks of it only whether it is zero."""
    parameters = (1.0,) if np.any(value) or not np.size(value) else (0.0,)
    tier = Tier.CONVENTION if default and default.tier == Tier.CONVENTION else Tier.GIVEN
    return Datum(
        quantity=name, value=Value("point", parameters), dimension=model().quantities[name].dimension, tier=tier,
        key=name,
    )  # fmt: skip


def _check_surplus(plan: Plan, values: Mapping[str, Any], found: Mapping[Variable, Any]) -> None:
    """Refuse known values that contradict what follows from the others."""
    for check in plan.redundant:
        key = check.variable.quantity
        if key in values and not np.allclose(values[key], found[check.variable], rtol=1e-6, atol=0):
            others = ", ".join(other.quantity for other in check.support)
            raise EstimatorError(f"{key} contradicts what follows from {others}; leave one out")


def _answer(name: str, found: Any) -> "pint.Quantity[Any]":
    """What was found, in the unit of its quantity, if it can be."""
    dimension = model().quantities[name].dimension
    answer = found / to_coherent(dimension.unit)
    answer = np.where((answer < dimension.lower) & (answer > dimension.lower - _ROUNDING), dimension.lower, answer)
    if not np.isfinite(answer).all():
        raise EstimatorError(f"{name} has no finite value that follows; check the sizes of what is known")
    for end in outermost(answer):
        check_bounds(sane(end, name), name, dimension)
    unit = "dimensionless" if dimension.unit == "1" else dimension.unit
    return registry().Quantity(answer if np.ndim(answer) else float(answer), unit)


def _check_money(known: Mapping[str, Any]) -> None:
    """Refuse money of several years or of another currency: only a scenario converts it, and says how."""
    texts = {key: value for key, value in known.items() if isinstance(value, str)}
    money = {value_of(text, key, model().quantities[key].dimension).money for key, text in texts.items()} - {"", "USD"}
    if len(money) > 1 or any(not one.startswith("USD") for one in money):
        raise EstimatorError(f"money is in {' and '.join(sorted(money))}; use estimate with prices, which converts it")
