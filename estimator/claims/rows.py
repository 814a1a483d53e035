"""What was checked as plain data: readings, conflicts, equivalences."""

from collections.abc import Mapping, Sequence
from typing import Any

from estimator.case import Claim
from estimator.claims.bases import Equivalence
from estimator.claims.blame import Implied
from estimator.claims.comparisons import comparison
from estimator.claims.conflicts import Conflict
from estimator.claims.readings import Reading
from estimator.claims.topics import Combination
from estimator.claims.verdicts import conflict_told, decided_by
from estimator.datum import Variable
from estimator.wording import english


def plain(value: float | None) -> float | None:
    """A number without the digits that the way of computing it leaves behind."""
    return value if value is None else float(f"{value:.{_DIGITS}g}")


_DIGITS = 5


def reading_data(combination: Combination, claims: Sequence[Claim], told: bool) -> dict[str, Any]:
    """A reading as data: of those that are not told in full, what each claim means and how far it agrees."""
    choice, parts = combination.choice, combination.parts if told else ()
    return {
        "choice": {claim.key: str(choice[claim.key]) for claim in claims if claim.key in choice},
        "p_value": plain(combination.p_value if told else combination.judged_p_value),
        "decided_by": decided_by(combination.parts, told),
        "verdict": combination.verdict or "undetermined",
        "told": told,
        "conflicts": [_conflict(conflict, part) for part in parts for conflict in part.conflicts],
        "culprit": combination.culprit if told else None,
        "undecidable": any(part.undecidable for part in parts),
        "complete": all(part.complete for part in parts),
        "implied": {name: _implied(one) for part in parts for name, one in part.implied.items()},
        "implied_without": {
            name: [other.name for other in one.without]
            for part in parts
            for name, one in part.implied.items()
            if one.without
        },
        "confirmed": [
            {"claim": found.name, "p_value": plain(found.p_value), "effective_draws": plain(found.effective_draws)}
            for part in parts
            if (found := part.confirmation)
        ],
    }


def equivalence_row(found: Equivalence, values: Mapping[str, str]) -> dict[str, Any]:
    """An equivalence as a tidy row: by its ordinary basis."""
    return {
        "reading": 1, "claim": found.claim.key, "value": values[found.claim.key],
        "reads_as": str(found.claim.readings[0][0]), "p_value": plain(found.ordinary.p_value),
        "verdict": found.verdict, "culprit": "",
    }  # fmt: skip


def equivalence_data(found: Equivalence) -> dict[str, Any]:
    """An equivalence as data: its sentence, and what follows from all else by each basis."""
    return {
        "claim": found.claim.key,
        "verdict": found.verdict,
        "sentence": english(comparison(found)),
        "bases": [
            {
                "basis": one.basis.name, "quantity": str(Variable(found.system, one.basis.quantity)),
                **dict(zip(("p5", "p50", "p95"), map(plain, one.interval), strict=True)), "unit": found.unit,
                "factor": plain(one.factor), "p_value": plain(one.p_value), "verdict": one.verdict,
            }
            for one in found.held
        ],
    }  # fmt: skip


def _implied(implied: Implied) -> dict[str, Any]:
    return dict(zip(("p5", "p50", "p95"), map(plain, implied.quantiles), strict=True), unit=implied.unit)


def _conflict(conflict: Conflict, part: Reading) -> dict[str, Any]:
    return {
        "claims": [member.name for member in conflict.members if member.datum],
        "factor": plain(conflict.factor),
        "z": plain(conflict.z),
        "sentence": english(conflict_told(conflict, part)),
    }
