"""Is an announcement right? Every way it can be read, held against itself and against what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from estimator.case import Case, Claim, Unknown
from estimator.catalog import Catalog, catalog_as_of
from estimator.catalog.detectors import load_detectors
from estimator.claims.announcement import VERDICTS, Judged, announcement_verdict
from estimator.claims.bases import Equivalence, equivalences
from estimator.claims.detectors import Detection, detected
from estimator.claims.equivalences import conditions
from estimator.claims.hinges import Alternative, by_entry, hinges
from estimator.claims.needs import needed
from estimator.claims.rows import equivalence_data, equivalence_row, plain, reading_data
from estimator.claims.topics import Combination, Topic, combinations, topics, untested
from estimator.claims.usual import against_usual
from estimator.datum import Source, Tier
from estimator.errors import EstimatorError
from estimator.interface.arguments import Texts
from estimator.interface.notebooks import data_frame, html_table
from estimator.method import SEED, Method, method_of
from estimator.model import model
from estimator.results.apart import kept_apart
from estimator.results.findings import Finding
from estimator.results.lateness import lacking, later_documents
from estimator.runs import reactor_labels
from estimator.scenario import Scenario, Written, case_of, scenario_of
from estimator.scenario.alternatives import alternatives
from estimator.scenario.case import choices_of
from estimator.scenario.prices import claims_in_prices
from estimator.scenario.reader import with_settings
from estimator.solution.agreement import Verdict
from estimator.solution.worlds import CHECKED
from estimator.solver.plan import lay_out, make_plan
from estimator.wording import Listed, Message, english

if TYPE_CHECKING:
    import pandas

COLUMNS = {
    "reading": int, "claim": str, "value": str, "reads_as": str, "p_value": float, "verdict": str, "culprit": str,
}  # fmt: skip
"""The columns of a table of readings, and what is in them."""


@dataclass(frozen=True, repr=False, kw_only=True)
class Checked:
    """An announcement, checked: its verdict, and the known errors that were found in it.

    `judged` are things that have nothing to do with each other, each with its readings, equivalences and what is
    usual; `readings` all combinations of readings. `conditions` say what would have to be true for an equivalence;
    `untested` which claims nothing checks, and what would; `files` are those read. Where the catalog is looked at as of
    a day, `later` tells what rests on documents not out by then, and `unknown` what was not known.
    """

    title: str
    judgement: Message
    claims: tuple[Claim, ...]
    judged: tuple[Judged, ...]
    readings: tuple[Combination, ...]
    conditions: tuple[Message, ...]
    detectors: tuple[Detection, ...]
    untested: Mapping[str, Listed]
    sources: tuple[Source, ...]
    catalog: Catalog
    later: tuple[Message, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    files: tuple[str, ...] = ()
    hinges: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def verdict(self) -> str:
        """What is to be thought of it, in English."""
        return english(self.judgement)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Things that have nothing to do with each other, each with its readings."""
        return tuple(judged.topic for judged in self.judged)

    @property
    def equivalences(self) -> tuple[Equivalence, ...]:
        """The claims that compare, each held against all else."""
        return tuple(one for judged in self.judged for one in judged.equivalences)

    @cached_property
    def contradicts(self) -> bool:
        """Whether any reading is contradicted: what was said cannot have been meant in every way it can be read."""
        words = [reading.verdict for reading in self.readings]
        words += [one.verdict for one in self.equivalences]
        words += [one.verdict for judged in self.judged for one in judged.unusual]
        return "contradicts" in words

    def __repr__(self) -> str:
        return f"<Checked {self.title!r:.80}: {shorten(self.verdict, 160, placeholder=' …')}>"

    def _repr_html_(self) -> str:
        rows = [
            (str(row["reading"]), row["claim"], row["value"], row["reads_as"], row["verdict"]) for row in self.to_rows()
        ]
        caption = f"{self.title}: {self.verdict}."
        return html_table(caption, ("reading", "claim", "value", "read as", "verdict"), rows)

    def to_rows(self) -> list[dict[str, Any]]:
        """Tidy rows, one for each reading of the whole and each claim: what it is taken for, and the reading's verdict.

        `culprit` is the claim to blame, where one stands out.
        """
        values = {claim.key: claim.value for claim in self.claims}
        return [
            {
                "reading": number, "claim": name, "value": values[name], "reads_as": str(variable),
                "p_value": plain(reading.p_value), "verdict": reading.verdict or "undetermined",
                "culprit": reading.culprit or "",
            }
            for number, reading in enumerate(self.readings, 1)
            for name, variable in reading.choice.items()
        ] + [equivalence_row(found, values) for found in self.equivalences]  # fmt: skip

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a table of pandas.

        Raises:
            EstimatorError: pandas is not installed.
        """
        return data_frame(COLUMNS, self.to_rows())

    def __getstate__(self) -> dict[str, Any]:
        """All but the catalog, which is looked up again by its day."""
        return {**vars(self), "catalog": self.catalog.day}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, catalog=catalog_as_of(state["catalog"]))

    def to_data(self) -> dict[str, Any]:
        """Plain data, as the JSON form has it."""
        return {
            "title": self.title,
            "verdict": self.verdict,
            "readings": [reading_data(reading, self.claims, reading.told_in(self.topics)) for reading in self.readings],
            "equivalences": [equivalence_data(found) for found in self.equivalences],
            "detectors": [
                {"name": hit.name, "claims": list(hit.claims), "message": hit.message, "factor": plain(hit.factor)}
                for hit in self.detectors
            ],
            "conditions": [english(told) for told in self.conditions],
            "hinges": list(self.hinges),
            "alternatives": [
                {
                    "settings": list(one.settings),
                    "verdict": english(one.judgement),
                    "class": one.verdict or "undetermined",
                }
                for one in self.alternatives
            ],
            "untested": {name: english(needs) for name, needs in self.untested.items()},
            **(self._dated() if self.catalog.day else {}),
        }

    def _dated(self) -> dict[str, Any]:
        unknown = [{**one.variable._asdict(), "known_from": str(one.since)} for one in self.unknown]
        return {"as_of": str(self.catalog.day), "later": [english(told) for told in self.later], "not_known": unknown}


def check(
    announcement: Written,
    settings: Texts = (),
    *,
    seed: int = SEED,
    as_of: str | date | None = None,
) -> Checked:
    """Check the claims of a scenario.

    Args:
        announcement: a file, by its path; its text, of two lines or more; data in the shape of a file; or a scenario
            that `scenario_of` has read.
        settings: texts `system.quantity=value` that override it, as `--set` does.
        seed: of the draws by which equivalences and confirmations are computed.
        as_of: a day such as 2025-03-01, of which only what was known by then is taken from the catalog.

    Raises:
        EstimatorError: every problem of the scenario with its line; no claims, or claims that are all the same; an
            argument that is none.

    >>> said = [{"value": "2 GW", "reads_as": "it_capacity"}, {"value": "1 GW", "reads_as": "facility_capacity"}]
    >>> check({"title": "Less than its IT", "claims": said}).readings[0].verdict
    'contradicts'
    """
    method = method_of(settings=settings, seed=seed, as_of=as_of)
    scenario = scenario_of(announcement, method.settings)
    _check_claims(scenario)
    first, *others = [_checked(with_settings(scenario, one), method) for one in alternatives(scenario) or [()]]
    if not others:
        return first
    tried = zip(alternatives(scenario), (first, *others), strict=True)
    each = tuple(Alternative(chosen, one.judgement, _worst(one.judged)) for chosen, one in tried)
    return replace(first, judgement=by_entry(each), alternatives=each, hinges=())


def _worst(judged: Sequence[Judged]) -> Verdict | None:
    """The worst verdict of all topics."""
    found = [one.verdict for one in judged if one.verdict]
    return max(found, key=VERDICTS.index, default=None)


def _checked(scenario: Scenario, method: Method) -> Checked:
    """A scenario with one entry of each kind, checked."""
    catalog, seed = method.catalog, method.seed
    scenario = replace(scenario, claims=claims_in_prices(scenario.claims, scenario.prices, catalog))
    case = _without_repeated(case_of(scenario, catalog, claims=False), scenario.claims)
    found = topics(model(), case, scenario.claims, seed)
    labels = reactor_labels(scenario, catalog)
    judged = tuple(_judged(topic, labels, seed) for topic in found)
    alone = {name: needs for one in judged for name, needs in one.alone.items()}
    facts = [source for _, datum in case.data if datum.tier == Tier.GIVEN for source in datum.sources]
    sources = {source.key: source for source in (*facts, *(claim.source for claim in scenario.claims)) if source}
    return Checked(
        title=scenario.title,
        judgement=announcement_verdict(judged),
        claims=scenario.claims,
        judged=judged,
        readings=tuple(combinations(found)),
        conditions=tuple(conditions(model(), case, scenario.claims, labels, CHECKED, seed)),
        detectors=tuple(detected(load_detectors(), scenario.claims, found, _apart(case, scenario, found, seed))),
        untested=alone,
        sources=tuple(sources.values()),
        catalog=catalog,
        later=tuple(found.told for found in later_documents(case, scenario.claims, catalog.day)) if catalog.day else (),
        unknown=tuple(_unknown(case, scenario.claims)),
        files=tuple(scenario.document.files),
        hinges=tuple(hinges(judged, choices_of(scenario), scenario.claims, case)),
    )


def _judged(topic: Topic, labels: Mapping[str, str], seed: int) -> Judged:
    """All that is held against each other in a topic."""
    held = tuple(equivalences(model(), topic, labels, CHECKED, seed))
    silent = [*untested(topic), *_not_held(topic, held)]
    unusual = tuple(against_usual(topic, silent))
    names = {claim.key: claim for claim in (*topic.claims, *topic.equivalences)}
    settled = {one.claim.key for one in unusual}
    alone = {name: needed(model(), topic, names[name]) for name in silent if name not in settled}
    return Judged(topic=topic, equivalences=held, unusual=unusual, alone=alone)


def _not_held(topic: Topic, held: Sequence[Equivalence]) -> list[str]:
    """Equivalences that nothing tells the size of."""
    told = {found.claim.key for found in held}
    return [claim.key for claim in topic.equivalences if claim.key not in told]


def _unknown(case: Case, claims: Sequence[Claim]) -> list[Unknown]:
    """What was not known and would tell about what is claimed."""
    said = replace(case, data=(*case.data, *(stated for claim in claims for stated in claim.readings)))
    return lacking(said, make_plan(lay_out(model(), said), said.data)) if case.unknown else []


def _without_repeated(case: Case, claims: Sequence[Claim]) -> Case:
    """A case without the facts that are one reading of a claim: of the same document, with the same value."""
    said = {(variable, datum.value, datum.sources) for claim in claims for variable, datum in claim.readings}
    data = (stated for stated in case.data if (stated[0], stated[1].value, stated[1].sources) not in said)
    return replace(case, data=tuple(data))


def _apart(case: Case, scenario: Scenario, found: Sequence[Topic], seed: int) -> list[Finding]:
    """Statements about different topics that readers are tempted to divide by each other."""
    first = tuple(claim.readings[0] for claim in scenario.claims if claim.readings)
    topic = {system: number for number, one in enumerate(found) for system in one.systems}
    pairs = kept_apart(model(), Case(parts=case.parts, data=(*case.data, *first)), CHECKED, seed)
    system = {str(variable): variable.system for variable, _ in (*case.data, *first)}
    return [one for one in pairs if len({topic.get(system[name]) for name in one.quantities}) > 1]


def _check_claims(scenario: Scenario) -> None:
    """Refuse an announcement in which there is nothing to check."""
    claims = [claim for claim in scenario.claims if claim.readings]
    if not claims:
        message = "has no claims to check; write what was said under claims, with what it can mean under reads_as"
        raise EstimatorError([scenario.document.problem((), message)])
    said = {frozenset((variable, datum.value) for variable, datum in claim.readings) for claim in claims}
    if len(claims) > 1 and len(said) == 1:
        message = "all claims say the same, so that none can check another; keep one, and add what else was said"
        raise EstimatorError([scenario.document.problem(("claims",), message)])
