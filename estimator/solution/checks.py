"""Data held against what others imply, and the order in which data are trusted."""

from dataclasses import dataclass

from estimator.case import Case
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solution.agreement import Direction, Verdict, verdict
from estimator.uncertainty.distributions import quantiles, relative_width


@dataclass(frozen=True, kw_only=True)
class Check:
    """A datum held against the value that other data imply: its p5, median and p95 in the quantity's unit.

    `p` tells how well they agree, `lenient` how well they could: with every default moved as far as it can go towards
    the datum, and every number within what it was rounded from. A disagreement that this mends hangs on defaults.
    """

    variable: Variable
    datum: Datum
    implied: tuple[float, float, float]
    direction: Direction
    p: float
    lenient: float
    support: tuple[Stated, ...]

    @property
    def hangs_on_defaults(self) -> bool:
        """Whether a disagreement would go if defaults were other than usual: what is stated is unusual, and may be."""
        usual = any(datum.is_default for _, datum in self.support)
        return usual and verdict(self.p) != "agrees" and verdict(self.lenient) == "agrees"

    @property
    def verdict(self) -> Verdict:
        """The word for how well the datum agrees, numbers taken as rounded."""
        return verdict(self.p if self.hangs_on_defaults else self.lenient)

    @property
    def ratio(self) -> float | None:
        """Stated over implied, median over median; None where one of them is nothing."""
        stated, implied = quantiles(self.datum)[1], self.implied[1]
        return stated / implied if stated > 0 and implied > 0 else None

    @property
    def replaces_default(self) -> bool:
        """Whether the datum is a default in whose place the scenario or an entry of the catalog states a value."""
        stated = [name for name, _ in self.support] == [self.variable]
        catalogued = all(datum.tier == Tier.USE for _, datum in self.support)
        return self.datum.tier == Tier.ASSUMPTION and (stated or catalogued)

    @property
    def facts_decide(self) -> bool:
        """Whether the implied value rests on facts alone, and the datum is none."""
        return self.datum.tier > Tier.GIVEN and all(datum.tier <= Tier.GIVEN for _, datum in self.support)


def ordered(case: Case, model: Model) -> tuple[Stated, ...]:
    """Data in the order in which they are taken: tier by tier; below facts the narrowest first, then reading order.

    Facts that only bound a quantity come after these: they are checks where anything else determines it. Last comes
    what a scenario assumes itself.
    """
    reading = {name: number for number, name in enumerate(model.quantities)}
    systems = {name: number for number, name in enumerate(case.parts)}

    def rank(stated: Stated) -> tuple[float, ...]:
        variable, datum = stated
        if datum.tier == Tier.ASSUMPTION and not datum.is_default:
            return (Tier.ASSUMPTION + 2,)
        if datum.value.side:
            return (Tier.ASSUMPTION + 1,)
        if datum.tier <= Tier.GIVEN:
            return (datum.tier,)
        return (datum.tier, relative_width(datum), reading[variable.quantity], systems[variable.system])

    return tuple(sorted(case.data, key=rank))
