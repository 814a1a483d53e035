"""What a run gives back: values with their ranges, findings, what stays open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from estimator.case import Claim, Phase, Unknown
from estimator.catalog import KINDS, Catalog, catalog_as_of, load_catalog
from estimator.datum import Datum, Tier, Variable
from estimator.errors import EstimatorError
from estimator.interface.arguments import whole_number
from estimator.interface.keys import variable_of
from estimator.interface.notebooks import data_frame, html_table
from estimator.model import model
from estimator.results.apart import kept_apart
from estimator.results.estimates import COLUMNS, Estimate
from estimator.results.estimating import estimates_of, stated_estimate
from estimator.results.explanation import explain
from estimator.results.findings import Finding, findings, routes_told
from estimator.results.gaps import Open, needs, open_quantities, usual_figures
from estimator.results.lateness import lacking, later_documents
from estimator.results.prefixes import slips
from estimator.results.sensitivity import PAIRS, Sensitivity, dominant_inputs, sensitivity
from estimator.results.shown import plan_of
from estimator.results.years import Followed, Group, Moment, followed, groups_of, mixed, moments
from estimator.scenario.ramps import passing, years_of
from estimator.solution.crosschecks import Solution
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import KEPT
from estimator.units.digits import without_noise
from estimator.wording import Cell, Message, english

if TYPE_CHECKING:
    import pandas

HEADLINES = (
    "facility_capacity", "it_capacity", "accelerators", "it_power_per_accelerator", "facility_power_per_accelerator",
    "capacity_utilisation", "annual_facility_energy", "maximum_annual_facility_energy", "reactors_by_capacity",
    "reactors_by_energy", "h100_equivalents", "peak_compute_rate", "annual_compute", "capex",
)  # fmt: skip
"""What a reader of an announcement asks first."""

_FEW = 6
"""Systems that are named in one line."""


class Result:
    """A solved scenario. `result["site.pue"]`, or `result["pue"]` where there is one unnamed system.

    `for estimate in result` goes through all values, system by system in reading order; `dict(result)` has them by
    system and quantity. A result goes through `pickle`, to other processes and back.

    `years` are those that annual figures cover, by system; `files` are those read, each with the SHA-256 of its bytes.
    """

    def __init__(
        self,
        title: str,
        solution: Solution,
        catalog: Catalog,
        *,
        description: str = "",
        titles: Mapping[str, str],
        reactor_labels: Mapping[str, str],
        claims: Sequence[Claim] = (),
        phases: Sequence[Phase] = (),
        span: tuple[int, int] | None = None,
        fiscal_year_ends: int | None = None,
        years: Mapping[str, int] | None = None,
        files: Mapping[str, str] | None = None,
    ) -> None:
        self.title, self.description, self.solution, self.catalog = title, description, solution, catalog
        self.titles, self.reactor_labels, self.claims = titles, reactor_labels, tuple(claims)
        self.phases, self.span, self.fiscal_year_ends = tuple(phases), span, fiscal_year_ends
        self.years, self.files = years or {}, files or {}

    def __getitem__(self, key: str | tuple[str, str]) -> Estimate:
        variable = self.variable(key)
        if variable not in self.solution.world.plan.network.index:
            subject = model().quantities[variable.quantity].subject
            raise EstimatorError(
                f"nothing is said of {subject}, so {variable.quantity} was not worked out; ask for it with"
                f' asked=["{variable.quantity}"], or with --explain {variable.quantity}'
            )
        if variable not in self._estimates:
            if since := next((one.since for one in self.unknown if one.variable == variable), None):
                raise EstimatorError(f"{variable} is not known by {self.catalog.day}, but from {since} on; state it")
            raise EstimatorError(
                f"{variable} is open: needs {needs(self.solution.world.plan, variable, self._provider)}"
            )
        return self._estimates[variable]

    def __contains__(self, key: object) -> bool:
        if isinstance(key, Estimate):
            return key in self._estimates.values()
        return self.variable(key) in self._estimates

    def __iter__(self) -> Iterator[Estimate]:
        return iter(self._estimates.values())

    def __len__(self) -> int:
        return len(self._estimates)

    def keys(self) -> list[Variable]:
        """System and quantity of every value, in the order of the values."""
        return list(self._estimates)

    def __repr__(self) -> str:
        named = [name for name in self.systems if name]
        of = f" of {', '.join(named[:_FEW])}{' …' * (len(named) > _FEW)}" if named else ""
        return f"<Result {self.title!r:.80}: {len(self)} values{of}, {self.solution.draws:,} draws>"

    def _repr_html_(self) -> str:
        named = [("system",)] if any(self.systems) else [()]
        rows = [
            (*((estimate.system,) if named[0] else ()), estimate.name, self._in_prices(str(estimate)), estimate.source)
            for estimate in self
        ]
        return html_table(self.title, (*named[0], "quantity", "value", "source"), rows)

    def __getstate__(self) -> dict[str, Any]:
        """All but the catalog, which is looked up again: it is large, and the same everywhere.

        Raises:
            EstimatorError: the catalog is not the one of this version.
        """
        if (self.catalog.whole or self.catalog) is not load_catalog():
            raise EstimatorError("a result from a catalog of your own cannot be pickled; take its to_rows()")
        return {**vars(self), "catalog": self.catalog.day}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, catalog=catalog_as_of(state["catalog"]))

    def variable(self, key: object) -> Variable:
        """The variable that a key names: `(system, quantity)`, `"system.quantity"` or `"quantity"`.

        Raises:
            EstimatorError: there is no such system or quantity.
        """
        return variable_of(key, self.solution.case.parts, HEADLINES[0])

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems, parts before wholes; one unnamed system is ""."""
        return tuple(self.solution.case.parts)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the data say of each other, gravest first."""
        solution, passed = self.solution, passing(self.phases)
        case = replace(solution.case, data=tuple(one for one in solution.case.data if one[0].system not in passed))
        apart = kept_apart(solution.world.plan.network.model, case, solution.draws, solution.seed)
        later = later_documents(solution.case, self.claims, self.catalog.day) if self.catalog.day else ()
        told = [*apart, *slips(case, self.catalog, self._estimates), *findings(solution), *later]
        return [finding for finding in told if finding.kind != "invalid-draws" or self._shows(finding)]

    def _shows(self, finding: Finding) -> bool:
        return all(Variable(finding.system, quantity) in self._estimates for quantity in finding.quantities)

    @property
    def contradicts(self) -> bool:
        """Whether data of this scenario cannot all hold."""
        return any(finding.contradicts for finding in self.findings)

    @property
    def estimates(self) -> list[Estimate]:
        """Every value, system by system in reading order."""
        return list(self._estimates.values())

    @property
    def facts(self) -> list[tuple[Estimate, Datum]]:
        """Everything that the scenario states, in reading order, whether it is used, confirmed or contradicted."""
        index = self.solution.world.plan.network.index
        stated = [stated for stated in self.solution.case.data if stated[1].tier == Tier.GIVEN]
        return [
            (stated_estimate(self.solution, variable, datum, self._draws_of), datum)
            for variable, datum in sorted(stated, key=lambda stated: index[stated[0]])
        ]

    def draws(self, *names: str | tuple[str, str], most: int = 1_000_000) -> dict[Variable, Draws]:
        """Joint draws of some quantities, or of all that have a value, in their units; at most so many of each.

        Raises:
            EstimatorError: a quantity is open, in conflict, or known from one side of a conflict only.
        """
        solution, most = self.solution, whole_number("most", most, least=1)
        chosen = [self.variable(name) for name in names]
        for variable in chosen:
            if self[variable].p50 is None or variable in solution.settled:
                raise EstimatorError(f"{variable} stands in or beside a conflict; see the findings for its values")
        known = [*solution.world.plan.basis, *solution.world.plan.made_by]
        wanted = chosen or [name for name in known if name in self._estimates and name not in solution.settled]
        count = min(solution.draws, most, max(KEPT // (8 * len(wanted)), 1)) if wanted else 0
        return solution.observatory.joint_draws(solution.world, wanted, count)

    @cached_property
    def moments(self) -> list[Moment]:
        """Phases over time: what stands and what a year brings, by system and status; empty where there are none."""
        if not self.phases:
            return []
        span, told = self.span or years_of(self.phases), list(self.followed.values())
        return moments(self.ramps, span, told, self.joint, self.solution.draws)

    @cached_property
    def followed(self) -> dict[str, Followed]:
        """What is known of single phases, but for what stands in or beside a conflict, by quantity."""
        shaky = self.solution.settled.keys() | self.solution.routes.keys()
        known = {variable: estimate for variable, estimate in self._estimates.items() if variable not in shaky}
        network, case = self.solution.world.plan.network, self.solution.case
        return {one.quantity: one for one in followed(network.model, self.phases, known, case)}

    def joint(self, variables: Sequence[Variable], draws: int) -> dict[Variable, Draws]:
        """So many joint draws of variables that have a value, in their units."""
        return self.solution.observatory.joint_draws(self.solution.world, variables, draws)

    @cached_property
    def ramps(self) -> list[Group]:
        """The systems that phases make up, themselves or through their parts, with those of each status."""
        network = self.solution.world.plan.network
        return groups_of(self.phases, {system: network.leaves(system) for system in self.systems})

    def moment_rows(self) -> list[dict[str, Any]]:
        """Tidy rows of the phases over time: one for each system, status, year, quantity and measure."""
        return [
            {**asdict(moment), "unit": moment.unit.replace("USD", self.prices), "tier": "derived"}
            | {column: without_noise(getattr(moment, column)) for column in ("p5", "p50", "p95")}
            for moment in self.moments
        ]

    def _draws_of(self, variable: Variable) -> Draws:
        return self.draws((variable.system, variable.quantity))[variable]

    @cached_property
    def dominant(self) -> dict[Variable, tuple[str, float]]:
        """For every headline figure that several ranges widen: the datum that widens it most, and its share."""
        solution = self.solution
        beside = solution.routes.keys() | solution.settled.keys()
        headlines = [Variable(system, name) for system in self.systems for name in HEADLINES]
        wanted = [variable for variable in headlines if variable in solution.world.values and variable not in beside]
        return dominant_inputs(solution.world.plan, solution.world.values, wanted)

    def _in_prices(self, text: str) -> str:
        """A text with the year of the prices that its money is told in."""
        return text.replace("USD", self.prices)

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a table of pandas: numbers as numbers, missing where the data contradict each other.

        Raises:
            EstimatorError: pandas is not installed.
        """
        return data_frame(COLUMNS, self.to_rows())

    def to_rows(self) -> list[dict[str, Any]]:
        """Tidy rows, one for each system and quantity; units of money with the year of their prices."""
        columns = ("p5", "p50", "p95", "side", "tier", "source")
        return [
            {"system": estimate.system, "quantity": estimate.name, "unit": estimate.unit.replace("USD", self.prices)}
            | {column: without_noise(getattr(estimate, column)) for column in columns}
            for estimate in self.estimates
        ]

    @property
    def prices(self) -> str:
        """The dollars that money is told in, such as USD2025."""
        return self.solution.case.prices or "USD"

    def explain(self, name: str | tuple[str, str]) -> str:
        """Where a value comes from, down to documents and reasons."""
        told = explain(self.solution, self.variable(name), self._provider)
        return f"{told}\nCatalog {self.catalog.name}.\n" if self.catalog.day else told

    def sensitivity(self, name: str | tuple[str, str], draws: int = PAIRS) -> Sensitivity:
        """How far each uncertain input moves a value, and the share of its variance that each is behind.

        Raises:
            EstimatorError: the value is open, in conflict or exact.
        """
        variable = self.variable(name)
        if self[variable].p50 is None:
            told = english(routes_told(self.solution, variable))
            raise EstimatorError(f"{variable} is in conflict and has no single value" + (f": {told}" if told else ""))
        pairs = whole_number("draws", draws)
        return sensitivity(plan_of(self.solution, variable), variable, pairs, self.solution.seed)

    @cached_property
    def _estimates(self) -> dict[Variable, Estimate]:
        return dict(estimates_of(self.solution, self._of_many_statuses, self._draws_of))

    @cached_property
    def _of_many_statuses(self) -> set[str]:
        """Systems of phases that are not equally sure, whose totals would tell nothing."""
        return mixed(self.phases, {system: self.solution.world.plan.network.leaves(system) for system in self.systems})

    @cached_property
    def open(self) -> list[Open]:
        """Quantities that the facts bear on and do not determine, and what would."""
        return open_quantities(self.solution, self._provider, partial(usual_figures, self.catalog))

    @cached_property
    def unknown(self) -> list[Unknown]:
        """What the catalog has by now and had not as of the day that it is looked at, where nothing else gives it."""
        return lacking(self.solution.case, self.solution.world.plan)

    def _provider(self, quantity: str) -> Cell:
        return self._providers.get(quantity, "")

    @cached_property
    def _providers(self) -> dict[str, Cell]:
        """What brings a quantity: a choice of `use`, or a later day."""
        not_yet = Message.of("unknown.by-then", day=str(self.catalog.day))
        later: dict[str, Cell] = {one.variable.quantity: not_yet for one in self.unknown}
        return later | {
            quantity: f"use: {name}"
            for kind, name in KINDS.items()
            for entry in self.catalog.entries[kind].values()
            for quantity in entry.quantities
            if quantity not in later and not model().quantities[quantity].dimension.extensive
        }
