"""A result for programs: JSON, CSV and Markdown with one row for each system and quantity."""

from typing import Any

from estimator import __version__
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.report.run import on_page
from estimator.report.tables import values
from estimator.results.result import Result


def as_data(result: Result) -> dict[str, Any]:
    """The result as plain data."""
    return {
        "title": result.title,
        "estimator_version": __version__,
        **result.catalog.stamp,
        "rows": result.to_rows(),
        "over_time": result.moment_rows(),
        "findings": [
            {
                "kind": finding.kind,
                "system": finding.system,
                "quantities": list(finding.quantities),
                "message": finding.message,
                "ratio": finding.ratio,
            }
            for finding in result.findings
        ],
        "claims": [
            {
                "id": claim.key,
                "value": claim.value,
                "reads_as": [str(variable) for variable, _ in claim.readings],
                "about": claim.about,
                "quote": claim.quote,
                "source": claim.source.key if claim.source else "",
            }
            for claim in result.claims
        ],
        "open": [{"system": item.system, "quantity": item.quantity, "needs": item.needs} for item in result.open],
        **({"not_known": _unknown(result)} if result.catalog.day else {}),
    }


def _unknown(result: Result) -> list[dict[str, Any]]:
    return [
        {**one.variable._asdict(), "known_from": str(one.since), "sources": [source.key for source in one.sources]}
        for one in result.unknown
    ]


def as_json(results: list[Result]) -> str:
    """One object, or a list of them for several results."""
    data = [as_data(result) for result in results]
    return json_text(data[0] if len(data) == 1 else data)


def as_csv(results: list[Result]) -> str:
    """Long and tidy; blank for unknown. Several results get a first column with their title."""
    found = values(results)
    return csv_of([*found.columns], found.rows)


def as_markdown(result: Result) -> str:
    """Headings and tables."""
    return rendered(on_page(result), "markdown")
