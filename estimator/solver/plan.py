"""Which data are used, which are checks, and in which order the rest is computed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from estimator.case import Case
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solver.building import LARGEST_BLOCK
from estimator.solver.clusters import by_group, clusters
from estimator.solver.joining import Joining, piece_of
from estimator.solver.network import Network
from estimator.solver.outlines import ALONE, Parts, network, outline
from estimator.solver.planned import Plan, Redundant

__all__ = ["LARGEST_BLOCK", "Plan", "Redundant", "lay_out", "make_plan"]


def lay_out(model: Model, case: Case) -> Network:
    """The network of a case, with the inputs that its data set to zero unless its facts determine them.

    It holds the subjects of which the scenario or the catalog's entries say something, or that are asked for.
    """
    said = {name.quantity for name, datum in case.data if datum.tier in (Tier.GIVEN, Tier.USE)}
    model = model.about(said | {*case.asked})
    best: dict[Variable, Datum] = {}
    facts: list[tuple[Variable, bool]] = []
    stated: set[str] = set()
    conventions = case.conventions
    for name, datum in case.data:  # an assumption of zero stands back where a fact says otherwise
        if name.quantity not in model.quantities:
            continue
        if name not in best or datum.tier < best[name].tier:
            best[name] = datum
        if datum.tier <= Tier.GIVEN:
            facts.append((name, any(datum.value.parameters)))
        if name.quantity not in conventions:
            stated.add(name.system)
    zeros = {name for name, datum in best.items() if datum.value.is_point and datum.value.parameters == (0.0,)}
    groups, _ = clusters(case.parts, stated)
    of_zeros = by_group(groups, sorted(zeros), lambda name: name)
    of_facts = by_group(groups, facts, lambda fact: fact[0])
    kept = [
        _kept(model, case.parts, conventions, group, its_zeros, its_facts)
        for group, its_zeros, its_facts in zip(groups, of_zeros, of_facts, strict=True)
    ]
    return Network(model, case.parts, conventions, frozenset(chain.from_iterable(kept)))


def _kept(
    model: Model,
    parts: Mapping[str, tuple[str, ...]],
    conventions: frozenset[str],
    group: Sequence[str],
    zeros: Collection[Variable],
    facts: Sequence[tuple[Variable, bool]],
) -> Iterator[Variable]:
    """The zeros of systems that share something which their facts leave at zero."""
    if len(group) > 1:
        shape = tuple((system, tuple(parts[system])) for system in group)
        yield from _zeros_left(model, shape, conventions, frozenset(zeros), tuple(facts))
        return
    named = tuple((Variable("", name.quantity), something) for name, something in facts)
    unnamed = frozenset(Variable("", name.quantity) for name in zeros)
    for zero in _zeros_left_alone(model, ALONE, conventions, unnamed, named):
        yield Variable(group[0], zero.quantity)


def _zeros_left(
    model: Model,
    parts: Parts,
    conventions: frozenset[str],
    zeros: frozenset[Variable],
    facts: tuple[tuple[Variable, bool], ...],
) -> frozenset[Variable]:
    """The zeros that facts leave at zero; of each fact it is told whether it is something."""
    laid = network(model, parts, conventions, zeros)
    if denied := _behind(laid, (name for name, something in facts if something)):
        zeros -= denied  # fuel is burnt, so that not all energy comes from the grid
        laid = network(model, parts, conventions, zeros)
    names = tuple(name for name, _ in facts)
    if not zeros or not outline(model, parts, conventions, zeros, names, tuple(range(len(names)))).redundant:
        return zeros
    # with the zeros, facts check each other; without them, they may determine what was taken to be zero
    plain = outline(model, parts, conventions, frozenset(), names, tuple(range(len(names))))
    settled = {name for name in zeros if not plain.is_open(name) and name not in plain.basis}
    settled |= _behind(laid, (link.output for link in laid.empty if not plain.is_open(link.output)))
    return zeros - settled


_zeros_left_alone = lru_cache(maxsize=1024)(_zeros_left)


def _behind(network: Network, names: Iterable[Variable]) -> frozenset[Variable]:
    """The zeros by which some variables are zero; those that are not are passed over."""
    found: set[Variable] = set()
    queue = [name for name in names if network.state[name] == 0 and name not in network.zeros]
    while queue:
        name = queue.pop()
        below = {other for link in network.empty if link.output == name for other in link.variables} - {name}
        found |= below & network.zeros
        queue += [other for other in below - network.zeros if network.state[other] == 0]
    return frozenset(found)


def make_plan(
    network: Network, data: Iterable[Stated], excluded: Collection[Stated] = (), joining: bool = False
) -> Plan:
    """Take data in their order, each for what is still open, and order the steps that compute the rest.

    `excluded` data are left out: their variables follow from the others, if those determine them. So are data of
    subjects that the network does not hold. Systems that share nothing are planned apart, unless they are to be joined.
    """
    out = set(excluded)
    taken = [stated for stated in data if stated[0] in network.index and not (out and stated in out)]
    stated = {name.system for name, _ in taken if name.quantity not in network.conventions}
    groups, wholes = clusters(network.parts, stated, joining)
    numbered = by_group(groups, enumerate(taken), lambda one: one[1][0])
    pieces = [piece_of(network, group, [one for _, one in own]) for group, own in zip(groups, numbered, strict=True)]
    if len(pieces) == 1 and not wholes:
        return pieces[0].plan
    joined = Joining(network, taken, pieces, [[number for number, _ in own] for own in numbered], wholes)
    return make_plan(network, taken, joining=True) if joined.is_beyond else joined.plan()
