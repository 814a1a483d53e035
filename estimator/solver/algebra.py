"""Expressions: computed on any numbers, solved for one name, read as products of powers."""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from estimator.equations.functions import FUNCTIONS

_OPERATIONS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
}


def compute(tree: ast.expr, values: Mapping[str, Any]) -> Any:
    """The value of an expression; `values` holds whatever supports arithmetic."""
    match tree:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=value):
            return value
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATIONS[type(op)](compute(left, values), compute(right, values))
        case ast.UnaryOp(operand=operand):
            return -compute(operand, values)
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
            return _applied(FUNCTIONS[name], [compute(argument, values) for argument in arguments])
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _OPERATIONS[type(op)](compute(left, values), compute(right, values))
    raise TypeError(f"{ast.unparse(tree)} is no expression of the model")


def _applied(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """A function of numbers; what stands for many numbers, such as an interval, knows how it goes through one."""
    for argument in arguments:
        if hasattr(argument, "through"):
            return argument.through(function, arguments)
    return function(*arguments)


def occurrences(tree: ast.expr, name: str) -> int:
    """How often a name stands in an expression."""
    return sum(isinstance(part, ast.Name) and part.id == name for part in ast.walk(tree))


@lru_cache(maxsize=4096)
def solved_for(output: str, tree: ast.expr, wanted: str) -> ast.expr | None:
    """`output = tree`, solved for a name in the tree: an expression of the others.

    None if the name occurs twice, in an exponent or in a function.
    """
    if wanted == output:
        return tree
    exponents_of = [
        part.right for part in ast.walk(tree) if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Pow)
    ]
    functions = [part for part in ast.walk(tree) if isinstance(part, ast.Call)]
    if occurrences(tree, wanted) != 1 or any(occurrences(part, wanted) for part in (*exponents_of, *functions)):
        return None
    known: ast.expr = ast.Name(output, ast.Load())
    while not isinstance(tree, ast.Name):
        tree, known = _peeled(tree, known, wanted)
    return known


def _peeled(tree: ast.expr, known: ast.expr, wanted: str) -> tuple[ast.expr, ast.expr]:
    """One operation undone: the side of the tree that holds the wanted name, and what that side equals."""
    if isinstance(tree, ast.UnaryOp):
        return tree.operand, ast.UnaryOp(ast.USub(), known)
    if not isinstance(tree, ast.BinOp):
        raise TypeError(f"{ast.unparse(tree)} is no expression of the model")
    left, right = tree.left, tree.right
    on_left = occurrences(left, wanted) == 1
    side, other = (left, right) if on_left else (right, left)
    match tree.op:
        case ast.Add():
            return side, ast.BinOp(known, ast.Sub(), other)
        case ast.Mult():
            return side, ast.BinOp(known, ast.Div(), other)
        case ast.Sub():
            return side, ast.BinOp(known, ast.Add(), right) if on_left else ast.BinOp(left, ast.Sub(), known)
        case ast.Div():
            return side, ast.BinOp(known, ast.Mult(), right) if on_left else ast.BinOp(left, ast.Div(), known)
        case ast.Pow():  # even powers take the positive root
            return side, ast.BinOp(known, ast.Pow(), ast.BinOp(ast.Constant(1), ast.Div(), right))
    raise TypeError(f"{ast.unparse(tree)} cannot be undone")


def exponents(tree: ast.expr, unknown: frozenset[str], zeros: frozenset[str] = frozenset()) -> dict[str, float] | None:
    """The powers of the unknown names, where the expression is a product of them; None where it is a sum of them.

    A name in `zeros` is known to be zero: with all that it is multiplied with, it drops out of a sum.
    """
    match tree:
        case ast.Name(id=name):
            return {name: 1.0} if name in unknown else {}
        case ast.Constant():
            return {}
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            first, second = exponents(left, unknown, zeros), exponents(right, unknown, zeros)
            if first is None or second is None:
                return None
            sign = 1.0 if isinstance(op, ast.Mult) else -1.0
            return {name: first.get(name, 0.0) + sign * second.get(name, 0.0) for name in {**first, **second}}
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=power)) if isinstance(power, int | float):
            base = exponents(left, unknown, zeros)
            return None if base is None else {name: power * exponent for name, exponent in base.items()}
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right) if _is_zero(right, zeros):
            return exponents(left, unknown, zeros)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if _is_zero(left, zeros):
            return exponents(right, unknown, zeros)
    parts = {part.id for part in ast.walk(tree) if isinstance(part, ast.Name)}
    return None if parts & unknown else {}


def _is_zero(tree: ast.expr, zeros: frozenset[str]) -> bool:
    """Whether an expression is zero whatever the other names in it are."""
    match tree:
        case ast.Name(id=name):
            return name in zeros
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _is_zero(left, zeros) or _is_zero(right, zeros)
        case ast.BinOp(left=left, op=ast.Div()):
            return _is_zero(left, zeros)
    return False
