"""The vocabulary as text."""

from collections.abc import Iterator

from estimator.errors import EstimatorError, suggestion
from estimator.model import Equation, Quantity, model
from estimator.report.labels import labels
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
    lines = [f"{name}, {quantity.dimension.unit}: {labels()[name]}"]
    lines += [f"  {line}".rstrip() for line in quantity.meaning.splitlines()]
    if quantity.equation:
        lines += [f"  {name} = {_formula(quantity)}", f"  written in {_place(quantity.equation)}"]
    else:
        lines.append("  an input: given, catalogued or assumed")
    lines += [f"  used by {', '.join(users)}"] if users else []
    return "\n".join([*lines, ""])


def _place(equation: Equation) -> str:
    """File and line of an equation."""
    code = equation.function.__code__
    return f"{equation.function.__module__.replace('.', '/')}.py:{code.co_firstlineno}"


def glossary() -> str:
    """The vocabulary as a page of Markdown, subject by subject."""
    lines = ["# Glossary", "", *_PREFACE]
    quantities = model().quantities.values()
    for subject in dict.fromkeys(quantity.subject for quantity in quantities):
        lines += ["", f"## {subject.capitalize()}"]
        for quantity in quantities:
            if quantity.subject == subject:
                lines += ["", *_entry(quantity)]
    lines += ["", "## What must hold, or should", ""]
    for comparison in model().comparisons:
        kind = "must hold" if comparison.certain else "should hold"
        lines.append(f"- `{comparison.equation.formula}` {kind}. {' '.join(comparison.meaning.split())}")
    return "\n".join([*lines, ""])


_PREFACE = (
    "Every quantity by the name that it has in scenario files, on the command line, in Python and in results.",
    "`estimator quantities --format markdown` writes this page from the equations.",
)


def _entry(quantity: Quantity) -> Iterator[str]:
    unit = "" if quantity.dimension.unit == "1" else f", {quantity.dimension.unit}"
    yield f"**{quantity.name}**{unit}  "
    yield " ".join(quantity.meaning.split())
    if quantity.equation:
        yield ""
        yield f"    {quantity.name} = {_formula(quantity)}"


def _formula(quantity: Quantity) -> str:
    return quantity.equation.formula if quantity.equation else ""
