"""Where a value comes from: formula, numbers, meaning, and each input the same way, down to the document."""

import ast
import textwrap
from collections.abc import Iterator
from copy import deepcopy

from estimator.claims.agreement import verdict
from estimator.claims.crosschecks import Solution
from estimator.claims.findings import route_origin, route_text
from estimator.claims.gaps import Provider, needs
from estimator.datum import Datum, Variable
from estimator.model import model
from estimator.solver.links import Link
from estimator.solver.steps import Block, Combined, Solved, Step
from estimator.wording import datum_text, listed, value_text

_WIDTH = 118


def explain(solution: Solution, variable: Variable, provider: Provider) -> str:
    """The explanation of one quantity; `provider` says what brings what is missing."""
    seen: set[Variable] = set()
    lines = list(_explained(solution, variable, 0, seen, provider))
    if any(not datum.value.is_point for _, datum in _data(solution, seen)):
        lines += ["", "Numbers in formulas are medians; medians of ranges need not multiply out."]
    return "\n".join([*lines, ""])


def derivation(solution: Solution, variable: Variable) -> str:
    """The formula by which a value was computed, in short."""
    if route := solution.beside_conflict(variable):
        return f"from {route_origin(solution, route)}"
    match solution.world.plan.made_by.get(variable):
        case Solved(expression=expression, link=link):
            if all(other.system == variable.system for other in link.variables):
                return ast.unparse(expression)
            return f"sum over parts: {link.output.system} = {link.equation.formula}"
        case Combined(factors=factors):
            return "from " + ", ".join(link.output.quantity for link, _ in factors) + " together"
        case Block(links=links):
            return "solved together from " + ", ".join(dict.fromkeys(link.output.quantity for link in links))
    return ""


def _data(solution: Solution, seen: set[Variable]) -> Iterator[tuple[Variable, Datum]]:
    return ((variable, datum) for variable, datum in solution.stated.items() if variable in seen)


def _explained(
    solution: Solution, variable: Variable, depth: int, seen: set[Variable], provider: Provider
) -> Iterator[str]:
    indent = "  " * depth
    known = {**model().quantities, **solution.world.plan.network.model.quantities}
    quantity = known[variable.quantity]
    name = str(variable)
    if variable in seen:
        yield f"{indent}{name}: see above"
        return
    seen.add(variable)
    if datum := solution.stated.get(variable):
        held = solution.world.plan.conditioned.get(variable)
        yield f"{indent}{name} = {_value(solution, variable) if held else datum_text(datum)}, {datum.tier}"
        yield from _wrapped(quantity.meaning.splitlines()[0], depth + 1)
        yield from _provenance(datum, depth + 1)
        if held:
            usual = datum_text(solution.world.plan.basis[variable])
            kept = listed(list(dict.fromkeys(str(limit.at) for limit in held.limits)))
            yield from _wrapped(f"usually {usual}; here as far as {kept} can be with what is stated", depth + 1)
        yield from _superseded(solution, variable, depth + 1)
        return
    beside = solution.beside_conflict(variable)
    if routes := solution.routes.get(variable, [beside] if beside else []):
        yield f"{indent}{name} " + ("is in conflict" if variable in solution.routes else "stands beside a conflict")
        yield from _wrapped(quantity.meaning.splitlines()[0], depth + 1)
        for route in routes:
            yield from _wrapped(route_text(solution, variable, route), depth + 1)
            for origin, datum in route.support:
                yield f"{indent}    {origin} = {datum_text(datum)}, {datum.tier}"
                yield from _provenance(datum, depth + 3)
        return
    step = solution.world.plan.made_by.get(variable)
    if step is None:
        yield f"{indent}{name} is open: needs {needs(solution.world.plan, variable, provider)}"
        yield from _wrapped(quantity.meaning, depth + 1)
        return
    yield f"{indent}{name} = {_value(solution, variable)}"
    for paragraph in quantity.meaning.split("\n\n"):
        yield from _wrapped(" ".join(paragraph.split()), depth + 1)
    yield from _formula(solution, variable, step, depth + 1)
    yield from _superseded(solution, variable, depth + 1)
    for needed in step.inputs:
        yield from _explained(solution, needed, depth + 1, seen, provider)


def _value(solution: Solution, variable: Variable) -> str:
    unit = solution.world.plan.network.dimension(variable).shown_in
    if route := solution.settled.get(variable):
        return value_text(*route.quantiles, unit, route.direction, draws=solution.checked)
    world = solution.world
    side = world.direction(variable)
    note = ", at the stated minimum" if side == "either" else ""
    return value_text(*world.possible(variable), unit, side, draws=world.draws_of(variable)) + note


def _formula(solution: Solution, variable: Variable, step: Step, depth: int) -> Iterator[str]:
    """The equation as written, as solved, and with numbers."""
    indent = "  " * depth
    match step:
        case Solved(link=link, expression=expression):
            written = f"{link.equation.name} = {link.equation.formula}"
            if link.output.system and link.output.quantity != link.equation.name:
                written = f"{link.output.quantity}: {written}"
            target = link.name_of(variable)
            yield f"{indent}{written}"
            lead = target if link.output == variable else f"so {target}"
            if link.output != variable:
                yield f"{indent}{lead} = {ast.unparse(expression)}"
            yield f"{indent}{' ' * len(lead)} = {_with_numbers(solution, link, expression)}"
        case Combined(factors=factors):
            yield f"{indent}combining, so that the other unknowns cancel:"
            yield from (f"{indent}  {link.output} = {link.equation.formula}" for link, _ in factors)
        case Block(links=links):
            yield f"{indent}solving together:"
            yield from (f"{indent}  {link.output} = {link.equation.formula}" for link in links)


def _with_numbers(solution: Solution, link: Link, expression: ast.expr) -> str:
    named = {**link.names, link.equation.name: link.output}

    class Numbers(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            if node.id not in named:  # a function
                return node
            variable = named[node.id]
            stated = solution.stated.get(variable)
            world = solution.world
            held = variable in world.plan.conditioned
            if not stated and variable not in world.values and variable not in solution.settled:
                return node  # open: no draw has a value
            text = datum_text(stated) if stated and not held else _value(solution, variable)
            return ast.Name(text.partition(" (")[0].lstrip("≥≤ "), ast.Load())

    return ast.unparse(Numbers().visit(deepcopy(expression)))  # the plan still needs its own


def _provenance(datum: Datum, depth: int) -> Iterator[str]:
    """Document, place and quote, or the reason."""
    for source in datum.sources:
        yield from _wrapped(f"source {source.key}: {source}", depth)
    if datum.where:
        yield from _wrapped(f"where: {datum.where}", depth)
    if datum.quote:
        yield from _wrapped(f"quote: “{datum.quote}”", depth)
    if datum.because:
        yield from _wrapped(f"because: {datum.because}", depth)
    if datum.place:
        yield from _wrapped(f"stated in {datum.place}", depth)
    if not (datum.sources or datum.because):
        yield from _wrapped("stated, no source", depth)


def _superseded(solution: Solution, variable: Variable, depth: int) -> Iterator[str]:
    """Catalog figures and defaults that a better-founded value stands before."""
    for check in solution.checks:
        if check.variable == variable:
            why = check.datum.because or ", ".join(source.key for source in check.datum.sources)
            usual = f"the {check.datum.tier} value {datum_text(check.datum)}, which {verdict(check.p)}"
            yield from _wrapped(f"stands before {usual}: {why}", depth)


def _wrapped(line: str, depth: int) -> list[str]:
    indent = "  " * depth
    return textwrap.wrap(
        " ".join(line.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
