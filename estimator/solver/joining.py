"""Plans of systems that share nothing, joined, with those of the wholes above them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from estimator.datum import Stated, Variable
from estimator.solver.bearing import Bearing, Joined
from estimator.solver.building import Outline
from estimator.solver.network import Network
from estimator.solver.outlines import ALONE, Parts, outline
from estimator.solver.planned import Plan, Redundant
from estimator.solver.renaming import Renamed, Renaming
from estimator.solver.totals import Found, Standing, Upper, UpperBuilder

_STANDING = 3
"""Systems that stand for all that are alike in what they tell of a whole."""


@dataclass(frozen=True)
class Piece:
    """The plan of systems that share something. `names` are those that the outline has for them."""

    plan: Plan
    outline: Outline
    parts: Parts
    data: tuple[Variable, ...]
    alike: tuple[int, ...]
    names: Mapping[str, str]

    def standing(self, seed: int) -> Outline:
        """The same at another random state."""
        network = self.plan.network
        zeros = _renamed(network.zeros, self.names)
        return outline(network.model, self.parts, network.conventions, zeros, self.data, self.alike, seed)


def _renamed(variables: Iterable[Variable], names: Mapping[str, str]) -> frozenset[Variable]:
    return frozenset(Variable(names[name.system], name.quantity) for name in variables)


def piece_of(network: Network, group: tuple[str, ...], data: Sequence[Stated]) -> Piece:
    """Systems that share something, planned."""
    own = network.piece(group)
    alone = len(group) == 1
    names = {group[0]: ""} if alone else {system: system for system in group}
    parts = ALONE if alone else tuple((system, tuple(own.parts[system])) for system in group)
    variables = tuple(Variable(names[name.system], name.quantity) for name, _ in data)
    first: dict[str, int] = {}
    alike = () if alone else tuple(first.setdefault(datum.key, number) for number, (_, datum) in enumerate(data))
    made = outline(own.model, parts, own.conventions, _renamed(own.zeros, names), variables, alike)
    return Piece(_plan(own, made, data, group), made, parts, variables, alike, names)


def _plan(network: Network, outline: Outline, data: Sequence[Stated], group: tuple[str, ...]) -> Plan:
    """What an outline is with data."""
    renaming = Renaming(group[0]) if group != ("",) and len(group) == 1 else None
    bearing: Bearing = Renamed(outline.rows, group[0]) if renaming else outline.rows
    steps = [renaming.step(step) for step in outline.steps] if renaming else [*outline.steps]
    name = {old: renaming.variable(old) if renaming else old for old in outline.basis}
    redundant = [
        Redundant(*data[number], frozenset(name[one] for one in support)) for _, number, support in outline.redundant
    ]
    basis = {name[old]: data[number][1] for old, number in outline.basis.items()}
    return Plan(network, bearing, basis, redundant, steps, {target: one for one in steps for target in one.targets})


class Joining:
    """Joins plans. `numbers` are those of the data of each piece among all; `wholes` follow from the pieces.

    `is_beyond` tells that a whole says something of its parts after all, so that they have to be planned together.
    """

    def __init__(
        self,
        network: Network,
        data: Sequence[Stated],
        pieces: Sequence[Piece],
        numbers: Sequence[Sequence[int]],
        wholes: Sequence[str],
    ) -> None:
        self.network, self.data, self.pieces, self.numbers = network, data, pieces, numbers
        self.wholes = frozenset(wholes)
        self.below = Found({}, {}, {}, {}, [])
        for place, piece in enumerate(pieces):
            self._take(place, piece)
        standing, self.members = self._standing()
        self.upper = Upper(network, wholes, standing)
        self._of_upper()

    def _take(self, place: int, piece: Piece) -> None:
        """What was found of a piece."""
        numbers, plan, below = self.numbers[place], piece.plan, self.below
        for (variable, _), local in zip(plan.basis.items(), piece.outline.basis.values(), strict=True):
            number = below.basis[variable] = numbers[local]
            if self.data[number][0] == variable:
                below.data[number] = variable
            else:
                below.shared.append(variable)
        systems = {name: system for system, name in piece.names.items()}
        for step, after, turn in zip(plan.steps, piece.outline.after, piece.outline.when, strict=True):
            if after:
                below.steps.setdefault(Variable(systems[after.system], after.quantity), []).append(step)
            else:
                below.rounds.setdefault(turn, []).append(step)

    def _standing(self) -> tuple[list[Standing], dict[str, tuple[str, ...]]]:
        """Pieces that stand for all, of each kind so many, and the systems that each of their systems stands for."""
        if not self.wholes:
            return [], {}
        kinds: dict[object, list[Piece]] = {}
        over = self._over()
        for place, piece in enumerate(self.pieces):
            systems = tuple(piece.names)
            kind = (
                piece.data,
                piece.plan.network.zeros and _renamed(piece.plan.network.zeros, piece.names),
                over.get(systems[0]),
            )
            kinds.setdefault(kind if len(systems) == 1 else place, []).append(piece)
        standing: list[Standing] = []
        members: dict[str, tuple[str, ...]] = {}
        free = known = 0
        for alike in kinds.values():
            for piece in alike[:_STANDING]:
                made = piece.standing(len(standing) + 1)
                standing.append(Standing(made, piece.names, free, known))
                free, known = free + made.rows.freedom.shape[1], known + len(made.rows.columns)
                if len(piece.names) == 1:
                    members[next(iter(piece.names))] = tuple(next(iter(one.names)) for one in alike)
        return [Standing(one.outline, one.name_of, one.freedom, free + one.response) for one in standing], members

    def _over(self) -> dict[str, frozenset[str]]:
        """The wholes that each system is a part of."""
        found: dict[str, set[str]] = {}
        for whole in self.wholes:
            for part in self.network.parts[whole]:
                found.setdefault(part, set()).add(whole)
        return {part: frozenset(wholes) for part, wholes in found.items()}

    def _of_upper(self) -> None:
        """Plan the wholes."""
        first: dict[str, int] = {}
        alike = [first.setdefault(datum.key, number) for number, (_, datum) in enumerate(self.data)]
        builder = UpperBuilder(self.upper, self.below, alike)
        own = {number: name for number, (name, _) in enumerate(self.data) if name.system in self.wholes}
        self.outline = builder.build_on(own)
        self.is_beyond, self.number = builder.is_beyond, builder.basis

    def plan(self) -> Plan:
        """The plan of all systems."""
        shared = {name: self.data[number][0] != name for name, number in self.number.items()}
        basis = {
            name: self.data[number][1]
            for name, number in sorted(self.number.items(), key=lambda one: (shared[one[0]], one[1]))
        }
        below: dict[str, Bearing] = {system: one.plan.bearing for one in self.pieces for system in one.names}
        rank = {name: number for number, name in enumerate(basis)}
        steps = [*self.outline.steps]
        return Plan(
            self.network,
            Joined(below, self.upper, self.outline, self.members, rank),
            basis,
            self._redundant(),
            steps,
            {target: step for step in steps for target in step.targets},
            {},
            tuple(one.plan for one in self.pieces),
            tuple(step for step in steps if step.targets[0].system in self.wholes),
        )

    def _redundant(self) -> list[Redundant]:
        """What is redundant in a piece, in the order of the data."""
        found = [
            (self.numbers[place][number], redundant)
            for place, piece in enumerate(self.pieces)
            for (_, number, _), redundant in zip(piece.outline.redundant, piece.plan.redundant, strict=True)
        ]
        found += [(number, Redundant(*self.data[number], support)) for _, number, support in self.outline.redundant]
        return [redundant for _, redundant in sorted(found, key=lambda one: one[0])]
