"""The vocabulary as text."""

from estimator.errors import EstimatorError, suggestion
from estimator.model import Quantity, model
from estimator.report.text import aligned


def quantities_text(name: str | None) -> str:
    """The vocabulary in reading order, or one quantity.

    Raises:
        EstimatorError: there is no such quantity.
    """
    quantities = model().quantities
    if name is None:
        lines: list[str] = []
        for subject in dict.fromkeys(quantity.subject for quantity in quantities.values()):
            mine = [quantity for quantity in quantities.values() if quantity.subject == subject]
            lines += [subject, *aligned([(q.name, q.dimension.unit, _formula(q)) for q in mine]), ""]
        return "\n".join(lines)
    if name not in quantities:
        raise EstimatorError(f"{name} is not a quantity{suggestion(name, quantities)}")
    quantity = quantities[name]
    users = [equation.name for equation in model().equations if name in equation.inputs]
    lines = [f"{name}, {quantity.dimension.unit}", *(f"  {line}".rstrip() for line in quantity.meaning.splitlines())]
    lines.append(
        f"  {name} = {_formula(quantity)}" if quantity.equation else "  an input: given, catalogued or assumed"
    )
    lines += [f"  used by {', '.join(users)}"] if users else []
    return "\n".join([*lines, ""])


def _formula(quantity: Quantity) -> str:
    return quantity.equation.formula if quantity.equation else ""
