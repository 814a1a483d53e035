"""A plan as straight-line NumPy over blocks of draws: no names, no units, no arrays but those that are reused."""

import ast
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Datum, Variable
from estimator.equations.functions import FUNCTIONS
from estimator.solver.evaluate import solved_together, strictest
from estimator.solver.plan import Plan
from estimator.solver.steps import Block, Combined, Conditioned, Kept, Limit, Solved, Step

Array = NDArray[np.float64]
Instruction = tuple[np.ufunc, int, int, int]
"""An operation, the slots of its operands and of its result."""

_UFUNCS: dict[type[ast.operator], np.ufunc] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}


@dataclass(frozen=True)
class Constant:
    """An operand that is one number. Other operands are numbers of computed values."""

    value: float


@dataclass(frozen=True)
class Called:
    """A function of the closed list, with the slots of its operands and of its result."""

    function: Callable[..., Any]
    inputs: tuple[int, ...]
    target: int


Operand = int | Constant
ONE = Constant(1.0)


@dataclass(frozen=True)
class Together:
    """A block of equations that is solved at once, with the slots of what it needs and of what it gives."""

    step: Block
    inputs: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Kernel:
    """A program over slots: `drawn` are the data that are read, `outputs` the variables that are written, by slot.

    `constants` are slots that hold one number; the slots in `scratch` are temporary. `inputs` are slots of variables
    whose values come from outside: arrays that broadcast to the blocks.
    """

    program: tuple[Instruction | Called | Together, ...]
    size: int
    drawn: Mapping[Datum, int]
    outputs: Mapping[Variable, int]
    constants: Mapping[int, float]
    scratch: tuple[int, ...]
    inputs: Mapping[Variable, int] = field(default_factory=dict)

    def slots(self, length: int | tuple[int, ...]) -> list[Any]:
        """Working memory for blocks of a length, or of a shape; one for each thread. Inputs are not in it."""
        slots: list[Any] = [None] * self.size
        for slot, value in self.constants.items():
            slots[slot] = value
        for slot in {*self.scratch, *self.drawn.values(), *self.outputs.values()}:
            slots[slot] = np.empty(length)
        return slots

    def run(self, slots: list[Any]) -> None:
        """Run the program: from the slots of what is drawn to those of the outputs."""
        with np.errstate(all="ignore"):
            for item in self.program:
                if isinstance(item, Together):
                    known = {
                        variable: slots[slot] for variable, slot in zip(item.step.inputs, item.inputs, strict=True)
                    }
                    found = solved_together(item.step, known)
                    for target, slot in zip(item.step.targets, item.targets, strict=True):
                        slots[slot][:] = found[target]
                elif isinstance(item, Called):
                    slots[item.target][:] = item.function(*(slots[slot] for slot in item.inputs))
                else:
                    operation, left, right, result = item
                    operation(slots[left], slots[right], out=slots[result])


def compiled(plan: Plan, outputs: Iterable[Variable], inputs: Collection[Variable] = ()) -> Kernel:
    """The program that computes some outputs of a plan. Outputs that rest on exact data alone get no slot.

    `inputs` are variables whose values will come from outside, whatever the plan has for them.
    """
    wanted = tuple(outputs)
    builder = _Builder(basis={name: datum for name, datum in plan.basis.items() if name not in inputs})
    builder.inputs = {name: builder.fresh() for name in inputs}
    builder.values |= builder.inputs
    for step in needed(plan.steps, wanted, inputs):
        builder.add(step)
    return builder.kernel(wanted)


def needed(steps: Sequence[Step], outputs: Iterable[Variable], inputs: Collection[Variable] = ()) -> list[Step]:
    """The steps on which outputs rest, in their order, as far down as the inputs."""
    known = set(inputs)
    wanted, kept = set(outputs) - known, []
    for step in reversed(steps):
        if not wanted.isdisjoint(step.targets):
            wanted.update(set(step.inputs) - known)
            kept.append(step)
    return kept[::-1]


@dataclass(kw_only=True)
class _Builder:
    """Translates steps into instructions on values, which `kernel` then puts into as few slots as it takes."""

    basis: Mapping[Variable, Datum]
    drawn: dict[Datum, int] = field(default_factory=dict)
    values: dict[Variable, Operand] = field(default_factory=dict)
    program: list[tuple[Any, tuple[Operand, ...], tuple[int, ...]]] = field(default_factory=list)
    seen: dict[tuple[Any, ...], int] = field(default_factory=dict)
    inputs: dict[Variable, int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        for variable, datum in self.basis.items():
            if datum.value.is_point:
                self.values[variable] = Constant(datum.value.parameters[0] * datum.factor)
                continue
            if datum not in self.drawn:  # systems that share an assumption share its draws
                self.drawn[datum] = self.fresh()
            self.values[variable] = self.drawn[datum]

    def fresh(self) -> int:
        self.count += 1
        return self.count - 1

    def add(self, step: Step) -> None:
        match step:
            case Solved(target, link, expression):
                self.values[target] = self.translated(expression, link.local(self.values))
            case Combined():
                self.values[step.target] = self.product(step)
            case Block():
                inputs = tuple(self.values[variable] for variable in step.inputs)
                targets = tuple(self.fresh() for _ in step.targets)
                self.program.append((step, inputs, targets))
                self.values.update(zip(step.targets, targets, strict=True))
            case Kept(target, source):
                self.values[target] = self.values[source]
            case Conditioned():
                self.values[step.target] = self.conditioned(step)

    def conditioned(self, step: Conditioned) -> Operand:
        """A default between the strictest of its limits."""

        def end(limit: Limit) -> Operand:
            return self.end(limit, step.target)

        def stricter(function: np.ufunc) -> Callable[[Operand, Operand], Operand]:
            return lambda one, other: self.called(function, (one, other))

        low = strictest(step.limits, end, stricter(np.maximum), Constant(-np.inf), upper=False)
        high = strictest(step.limits, end, stricter(np.minimum), Constant(np.inf), upper=True)
        return self.called(step.truncated, (self.values[step.raw], low, high))

    def end(self, limit: Limit, target: Variable) -> Operand:
        """What a default is at a limit."""
        known = {**self.values, limit.at: Constant(limit.bound)}
        for step in limit.steps:
            known[step.target] = self.translated(step.expression, step.link.local(known))
        return known[target]

    def product(self, step: Combined) -> Operand:
        """Each equation with its unknowns at one is a known factor; the powers make the unknowns cancel."""
        result: Operand = ONE
        for link, power in step.factors:
            known = {**self.values, **dict.fromkeys(step.unknown, ONE)}
            factor = self.translated(link.equation.tree, link.local(known))
            ratio = self.operation(ast.Div, factor, known[link.output])
            result = self.operation(ast.Mult, result, self.operation(ast.Pow, ratio, Constant(-power)))
        return result

    def translated(self, tree: ast.expr, names: Mapping[str, Operand]) -> Operand:
        match tree:
            case ast.Name(id=name):
                return names[name]
            case ast.Constant(value=int() | float() as value):
                return Constant(float(value))
            case ast.BinOp(left=left, op=op, right=right):
                return self.operation(type(op), self.translated(left, names), self.translated(right, names))
            case ast.UnaryOp(operand=operand):
                return self.operation(ast.Mult, self.translated(operand, names), Constant(-1.0))
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self.called(FUNCTIONS[name], tuple(self.translated(argument, names) for argument in arguments))
        raise TypeError(f"{ast.unparse(tree)} is no expression of the model")

    def operation(self, kind: type[ast.operator], left: Operand, right: Operand) -> Operand:
        """A value by its number, or a constant; what is computed once is not computed again."""
        ufunc = _UFUNCS[kind]
        if isinstance(left, Constant) and isinstance(right, Constant):
            with np.errstate(all="ignore"):
                return Constant(float(ufunc(left.value, right.value)))
        if right == ONE and kind in (ast.Mult, ast.Div, ast.Pow):
            return left
        if left == ONE and kind is ast.Mult:
            return right
        key = (ufunc, left, right)
        if key not in self.seen:
            self.seen[key] = self.fresh()
            self.program.append((ufunc, (left, right), (self.seen[key],)))
        return self.seen[key]

    def called(self, function: Callable[..., Any], operands: tuple[Operand, ...]) -> Operand:
        """The value of a function by its number, or a constant."""
        known = [operand.value for operand in operands if isinstance(operand, Constant)]
        if len(known) == len(operands):
            with np.errstate(all="ignore"):
                return Constant(float(function(*known)))
        key = (function, *operands)
        if key not in self.seen:
            self.seen[key] = self.fresh()
            self.program.append((function, operands, (self.seen[key],)))
        return self.seen[key]

    def kernel(self, outputs: Sequence[Variable]) -> Kernel:
        """The program on slots. A slot is free again after the last use of what it holds."""
        results = {variable: self.values[variable] for variable in outputs}
        kept = {value for value in results.values() if isinstance(value, int)}
        last: dict[Operand, int] = {}
        for number, (_, operands, _) in enumerate(self.program):
            last.update(dict.fromkeys(operands, number))
        read_or_kept = {*last, *kept}
        used = {datum: value for datum, value in self.drawn.items() if value in read_or_kept}
        outside = {name: value for name, value in self.inputs.items() if value in read_or_kept}
        slot_of: dict[Operand, int] = {value: slot for slot, value in enumerate((*used.values(), *outside.values()))}
        drawn = {datum: slot_of[value] for datum, value in used.items()}
        inputs = {name: slot_of[value] for name, value in outside.items()}
        size = len(slot_of)
        constants: dict[int, float] = {}
        scratch: list[int] = []
        free: list[int] = []
        program: list[Instruction | Called | Together] = []
        for number, (operation, operands, targets) in enumerate(self.program):
            for operand in operands:
                if isinstance(operand, Constant) and operand not in slot_of:
                    slot_of[operand], constants[size] = size, operand.value
                    size += 1
            read = tuple(slot_of[operand] for operand in operands)
            freed = {slot_of[value] for value in operands if last[value] == number and slot_of[value] in scratch}
            if isinstance(operation, np.ufunc):
                free += freed  # an operation may write over what it reads
            for target in targets:
                if target in kept:
                    slot_of[target], size = size, size + 1
                elif free:
                    slot_of[target] = free.pop()
                else:
                    slot_of[target], size = size, size + 1
                    scratch.append(slot_of[target])
            written = tuple(slot_of[target] for target in targets)
            if isinstance(operation, np.ufunc):
                program.append((operation, read[0], read[1], written[0]))
            else:
                free += freed
                is_block = isinstance(operation, Block)
                program.append(Together(operation, read, written) if is_block else Called(operation, read, written[0]))
        found = {variable: slot_of[value] for variable, value in results.items() if isinstance(value, int)}
        return Kernel(
            program=tuple(program),
            size=size,
            drawn=drawn,
            outputs=found,
            constants=constants,
            scratch=tuple(scratch),
            inputs=inputs,
        )
