"""The model as data: every quantity with its type, meaning and equation, read from the equations' own source."""

import ast
import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import ModuleType
from typing import Any, get_args

from estimator.equations import MODULES
from estimator.equations.functions import FUNCTIONS
from estimator.units import dimensions
from estimator.units.dimensions import Dimension


class ModelError(Exception):
    """The equations themselves break a rule of the model: a mistake of ours, not of a user."""


@dataclass(frozen=True)
class Equation:
    """A one-expression function. `formula` is its source; `tree` the expression; `function` computes it."""

    name: str
    inputs: tuple[str, ...]
    tree: ast.expr
    function: Callable[..., Any]

    @property
    def formula(self) -> str:
        """The expression as its source has it."""
        return ast.unparse(self.tree)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One name of the vocabulary: what it means, its dimension, and its equation unless it is an input."""

    name: str
    dimension: Dimension
    meaning: str
    subject: str
    equation: Equation | None = None


@dataclass(frozen=True)
class Comparison:
    """A relation between quantities; `certain` if no possible world breaks it, else an expectation."""

    equation: Equation
    meaning: str
    certain: bool


@dataclass(frozen=True, eq=False)
class Model:
    """All quantities in reading order, and the relations between them."""

    quantities: dict[str, Quantity]
    comparisons: tuple[Comparison, ...]
    _cuts: dict[frozenset[str], "Model"] = field(default_factory=dict, repr=False)

    @property
    def equations(self) -> Iterator[Equation]:
        """All equations, in reading order."""
        return (quantity.equation for quantity in self.quantities.values() if quantity.equation)

    @cached_property
    def using(self) -> dict[str, tuple[Equation, ...]]:
        """For each name, the equations that use it or give it, in reading order."""
        found: dict[str, list[Equation]] = {}
        for equation in self.equations:
            for name in dict.fromkeys((equation.name, *equation.inputs)):
                found.setdefault(name, []).append(equation)
        return {name: tuple(equations) for name, equations in found.items()}

    @cached_property
    def subjects(self) -> frozenset[str]:
        """All subjects."""
        return frozenset(quantity.subject for quantity in self.quantities.values())

    def about(self, names: Collection[str]) -> "Model":
        """The subjects that some quantities belong to, all that these need, and those that every site has.

        The others cannot matter where nothing is known of any of their quantities.
        """
        kept = {
            quantity.subject for quantity in self.quantities.values() if quantity.name in names or _is_asked(quantity)
        }
        found = set[str]()
        while kept != found:
            found = set(kept)
            needed = {
                name
                for q in self.quantities.values()
                if q.subject in found and q.equation
                for name in q.equation.inputs
            }
            kept |= {self.quantities[name].subject for name in needed}
        if found == self.subjects:
            return self
        subjects = frozenset(found)
        if subjects not in self._cuts:
            self._cuts[subjects] = self._cut(subjects)
        return self._cuts[subjects]

    def _cut(self, subjects: Collection[str]) -> "Model":
        quantities = {name: quantity for name, quantity in self.quantities.items() if quantity.subject in subjects}
        comparisons = tuple(c for c in self.comparisons if quantities.keys() >= {*c.equation.inputs})
        return Model(quantities, comparisons)


def _is_asked(quantity: Quantity) -> bool:
    """Whether a quantity is missed where it is open."""
    return bool(quantity.equation) and not quantity.dimension.optional


@cache
def model() -> Model:
    """The model that `estimator.equations` describes."""
    return read_model(MODULES)


def read_model(modules: Sequence[ModuleType]) -> Model:
    """Read quantities, equations and relations from modules of equations.

    Raises:
        ModelError: a name without type or meaning, a body of more than one expression, an operation outside the
            closed list, a name defined twice or never.
    """
    quantities: dict[str, Quantity] = {}
    comparisons: list[Comparison] = []
    for module in modules:
        for found in _definitions(module):
            if isinstance(found, Comparison):
                comparisons.append(found)
            elif found.name in quantities or found.name in FUNCTIONS:
                raise ModelError(f"{found.name} is defined twice")
            else:
                quantities[found.name] = found
    result = Model(quantities, tuple(comparisons))
    for equation in [*result.equations, *(comparison.equation for comparison in comparisons)]:
        if unknown := [name for name in equation.inputs if name not in quantities]:
            raise ModelError(f"{equation.name} needs {', '.join(unknown)}, which no module defines")
    return result


def _definitions(module: ModuleType) -> Iterator[Quantity | Comparison]:
    subject = module.__name__.rpartition(".")[2]
    body = ast.parse(inspect.getsource(module)).body
    for node, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is None:
            if not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)):
                raise ModelError(f"{node.target.id} has no meaning: write a docstring under it")
            meaning = inspect.cleandoc(str(following.value.value))
            yield Quantity(name=node.target.id, dimension=_dimension(node.annotation), meaning=meaning, subject=subject)
        elif isinstance(node, ast.FunctionDef):
            equation, meaning = _equation(node, module)
            kind = _annotation(node.returns)
            if kind in (dimensions.Relation, dimensions.Expectation):
                yield Comparison(equation, meaning, kind is dimensions.Relation)
            else:
                yield Quantity(
                    name=node.name, dimension=_dimension(node.returns), meaning=meaning, subject=subject,
                    equation=equation,
                )  # fmt: skip


def _equation(node: ast.FunctionDef, module: ModuleType) -> tuple[Equation, str]:
    meaning = ast.get_docstring(node)
    if not meaning or len(node.body) != 2 or not isinstance(node.body[1], ast.Return) or not node.body[1].value:
        raise ModelError(f"{node.name} should be a docstring and one return expression")
    tree = node.body[1].value
    inputs = tuple(argument.arg for argument in node.args.args)
    _check_expression(tree, node.name)
    used = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)} - FUNCTIONS.keys()
    if used != set(inputs):
        raise ModelError(f"{node.name} should use each of its parameters, and nothing else")
    return Equation(node.name, inputs, tree, getattr(module, node.name)), meaning


_ALLOWED = (
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.UnaryOp, ast.USub, ast.Name, ast.Load, ast.Constant,
    ast.Compare, ast.LtE, ast.GtE, ast.Call,
)  # fmt: skip


def _check_expression(tree: ast.expr, name: str) -> None:
    for part in ast.walk(tree):
        if not isinstance(part, _ALLOWED):
            raise ModelError(f"{name} uses {type(part).__name__}, which the solver cannot turn round")
        if isinstance(part, ast.Call) and (part.keywords or ast.unparse(part.func) not in FUNCTIONS):
            raise ModelError(f"{name} uses {ast.unparse(part)}; the closed list of functions is {', '.join(FUNCTIONS)}")


def _annotation(node: ast.expr | None) -> object:
    if not isinstance(node, ast.Name) or not hasattr(dimensions, node.id):
        raise ModelError(f"{ast.unparse(node) if node else 'a missing annotation'} is not one of our dimensions")
    return getattr(dimensions, node.id)


def _dimension(node: ast.expr | None) -> Dimension:
    kind = get_args(_annotation(node))[1]
    if not isinstance(kind, Dimension):
        raise ModelError(f"{kind} is not a dimension")
    return kind
