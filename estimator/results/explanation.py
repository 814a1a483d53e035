"""Where a value comes from: formula, numbers, meaning, and each input the same way, down to the document."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from estimator.datum import Datum, Variable
from estimator.model import model
from estimator.results.findings import route_origin, route_told
from estimator.results.gaps import Provider, needed
from estimator.solution.agreement import verdict
from estimator.solution.crosschecks import Solution
from estimator.solver.links import Link
from estimator.solver.steps import Block, Combined, Solved, Step
from estimator.wording import Cell, Citation, Formula, Item, Listed, Message, Told, language, lines, stated


def explain(solution: Solution, variable: Variable, provider: Provider) -> str:
    """The explanation of one quantity in English; `provider` says what brings what is missing."""
    told = explanation(solution, variable, provider)
    return "\n".join([*lines(told, language()), ""])


def explanation(solution: Solution, variable: Variable, provider: Provider) -> tuple[Item, ...]:
    """The explanation of one quantity, as a tree: each input is under what it goes into."""
    seen: set[Variable] = set()
    told = _Explaining(solution, provider, seen).value(variable)
    if any(not datum.value.is_point for name, datum in solution.stated.items() if name in seen):
        return told, Item("", as_is=True), Item(Message.of("explain.medians"), as_is=True)
    return (told,)


def derivation(solution: Solution, variable: Variable) -> Cell:
    """The formula by which a value was computed, in short."""
    if route := solution.beside_conflict(variable):
        return Message.of("origin", origin=route_origin(solution, route))
    match solution.world.plan.made_by.get(variable):
        case Solved(expression=expression, link=link):
            if all(other.system == variable.system for other in link.variables):
                return ast.unparse(expression)
            return Message.of("derived.sum", system=link.output.system, formula=link.equation.formula)
        case Combined(factors=factors):
            names = Listed(tuple(link.output.quantity for link, _ in factors), "comma")
            return Message.of("derived.combined", quantities=names)
        case Block(links=links):
            names = Listed(tuple(dict.fromkeys(link.output.quantity for link in links)), "comma")
            return Message.of("derived.together", quantities=names)
    return ""


@dataclass(frozen=True)
class _Explaining:
    """Explains values of a solution, each once: the others say that they were `seen`."""

    solution: Solution
    provider: Provider
    seen: set[Variable]

    def value(self, variable: Variable) -> Item:
        """One value and what is under it: as stated, by its routes, as open, or as computed."""
        solution = self.solution
        if variable in self.seen:
            return Item(Message.of("explain.see-above", variable=variable), as_is=True)
        self.seen.add(variable)
        if datum := solution.stated.get(variable):
            return self._stated(variable, datum)
        if variable in solution.routes or solution.beside_conflict(variable):
            return self._routes(variable)
        if step := solution.world.plan.made_by.get(variable):
            return self._computed(variable, step)
        needs = needed(solution.world.plan, variable, self.provider)
        return Item(
            Message.of("explain.open", variable=variable, needs=needs), (Item(self._meaning(variable)),), as_is=True
        )

    def _meaning(self, variable: Variable) -> str:
        known = {**model().quantities, **self.solution.world.plan.network.model.quantities}
        return known[variable.quantity].meaning

    def _in_short(self, variable: Variable) -> Item:
        return Item(self._meaning(variable).splitlines()[0])

    def _stated(self, variable: Variable, datum: Datum) -> Item:
        plan = self.solution.world.plan
        held = plan.conditioned.get(variable)
        value = _value(self.solution, variable) if held else stated(datum)
        under = [self._in_short(variable), *_provenance(datum)]
        if held:
            kept = Listed(tuple(dict.fromkeys(limit.at for limit in held.limits)))
            under.append(Item(Message.of("explain.usually", usual=stated(plan.basis[variable]), kept=kept)))
        under += _superseded(self.solution, variable)
        return Item(_given(variable, value, datum), tuple(under), as_is=True)

    def _routes(self, variable: Variable) -> Item:
        solution = self.solution
        beside = solution.beside_conflict(variable)
        kind = "explain.in-conflict" if variable in solution.routes else "explain.beside-conflict"
        under = [self._in_short(variable)]
        for route in solution.routes.get(variable, [beside] if beside else []):
            data = [
                Item(_given(origin, stated(datum), datum), tuple(_provenance(datum)), as_is=True)
                for origin, datum in route.support
            ]
            under.append(Item(route_told(solution, variable, route), tuple(data)))
        return Item(Message.of(kind, variable=variable), tuple(under), as_is=True)

    def _computed(self, variable: Variable, step: Step) -> Item:
        head = Message.of("explain.value", variable=variable, value=_value(self.solution, variable))
        under = [
            *(Item(paragraph) for paragraph in self._meaning(variable).split("\n\n")),
            *_formula(self.solution, variable, step),
            *_superseded(self.solution, variable),
        ]
        return Item(head, (*under, *map(self.value, step.inputs)), as_is=True)


def _given(variable: Variable, value: Cell, datum: Datum) -> Message:
    return Message.of("explain.given", variable=variable, value=value, tier=str(datum.tier))


def _told(solution: Solution, variable: Variable) -> Told:
    unit = solution.world.plan.network.dimension(variable).shown_in
    if route := solution.settled.get(variable):
        return Told(route.quantiles, unit, route.direction, draws=solution.checked)
    world = solution.world
    return Told(world.possible(variable), unit, world.direction(variable), draws=world.draws_of(variable))


def _value(solution: Solution, variable: Variable) -> Cell:
    value = _told(solution, variable)
    bounded = value.side == "either" and variable not in solution.settled
    return Message.of("value.at-minimum", value=value) if bounded else value


def _formula(solution: Solution, variable: Variable, step: Step) -> Iterator[Item]:
    """The equation as written, as solved, and with numbers."""
    match step:
        case Solved(link=link, expression=expression):
            yield from _solved(solution, variable, link, expression)
        case Combined(factors=factors):
            yield _together("explain.combining", [link for link, _ in factors])
        case Block(links=links):
            yield _together("explain.solving", list(links))


def _solved(solution: Solution, variable: Variable, link: Link, expression: ast.expr) -> Iterator[Item]:
    name, target = link.equation.name, link.name_of(variable)
    as_other = link.output.quantity if link.output.system and link.output.quantity != name else None
    yield Item(Message.of("explain.equation", output=as_other, name=name, formula=link.equation.formula), as_is=True)
    lead: Cell = target
    if link.output != variable:
        lead = Message.of("explain.so", target=target)
        yield Item(Message.of("explain.solved", lead=lead, formula=ast.unparse(expression)), as_is=True)
    numbers = _with_numbers(solution, link, expression)
    yield Item(Message.of("explain.numbers", lead=lead, formula=numbers), as_is=True)


def _together(kind: str, links: list[Link]) -> Item:
    equations = [
        Item(Message.of("explain.link", output=link.output, formula=link.equation.formula), as_is=True)
        for link in links
    ]
    return Item(Message.of(kind), tuple(equations), as_is=True)


def _with_numbers(solution: Solution, link: Link, expression: ast.expr) -> Formula:
    """A formula in which the names of what is known are holes for medians."""
    named = {**link.names, link.equation.name: link.output}
    parts: dict[str, Cell] = {}

    class Holes(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.Name:
            if node.id not in named or not (median := _median(solution, named[node.id])):
                return node  # a function, or open: no draw has a value
            hole = f"n{len(parts)}"  # a name may be that of a system, with signs that no hole has
            parts[hole] = median
            return ast.Name(f"{{{hole}}}", ast.Load())

    written = ast.unparse(Holes().visit(deepcopy(expression)))  # the plan still needs its own
    return Formula(written, tuple(parts.items()))


def _median(solution: Solution, variable: Variable) -> Told | None:
    """The median of a value, with the digits that its range justifies."""
    datum, world = solution.stated.get(variable), solution.world
    if datum and variable not in world.plan.conditioned:
        return replace(stated(datum), side="", shows="median")
    if datum or variable in world.values or variable in solution.settled:
        return replace(_told(solution, variable), side="", shows="median")
    return None


def _provenance(datum: Datum) -> Iterator[Item]:
    """Document, place and quote, or the reason."""
    for source in datum.sources:
        yield Item(Message.of("explain.source", key=source.key, document=Citation(source)))
    if datum.where:
        yield Item(Message.of("explain.where", where=datum.where))
    if datum.quote:
        yield Item(Message.of("explain.quote", quote=datum.quote))
    if datum.because:
        yield Item(Message.of("explain.because", because=datum.because))
    if datum.place:
        yield Item(Message.of("explain.place", place=datum.place))
    if not (datum.sources or datum.because):
        yield Item(Message.of("explain.no-source"))


def _superseded(solution: Solution, variable: Variable) -> Iterator[Item]:
    """Catalog figures and defaults that a better-founded value stands before."""
    for check in solution.checks:
        if check.variable == variable:
            keys = Listed(tuple(source.key for source in check.datum.sources), "comma")
            yield Item(
                Message.of(
                    "explain.stands-before",
                    tier=str(check.datum.tier),
                    value=stated(check.datum),
                    word=Message.of("check.word", word=verdict(check.p)),
                    why=check.datum.because or keys,
                )
            )
