"""A result for programs: JSON, CSV and Markdown with one row for each system and quantity."""

from collections.abc import Iterator
from typing import Any

from estimator import __version__
from estimator.report.encoding import csv_of, json_text
from estimator.report.markdown import escaped, line, paragraph, table
from estimator.report.ramp import ramp_notes, ramp_tables
from estimator.report.tables import values
from estimator.report.text import claim_text, footer, money_line, said, sections, sources_of
from estimator.results.lateness import unknown_texts
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
    lines = [f"# {escaped(result.title)}", ""]
    lines += [paragraph(result.description), ""] if result.description else []
    for heading, (header, *years) in ramp_tables(result):
        lines += [f"## {escaped(heading)}", "", *table(header, years), ""]
    lines += [*(f"- {paragraph(note)}" for note in ramp_notes(result)), ""] if result.phases else []
    for system in result.systems:
        if system:
            lines += [f"## {escaped(': '.join(filter(None, (system, result.titles.get(system)))))}", ""]
        lines += [*table(("quantity", "value", "from"), ())]
        for heading, rows in sections(result, system):
            lines += [f"| **{heading}** | | |", *map(line, rows)]
        lines.append("")
    for heading, entries in _listed(result):
        if entries:
            lines += [f"## {heading}", "", *(f"- {paragraph(entry)}" for entry in entries), ""]
    return "\n".join([*lines, *map(paragraph, money_line(result)), footer(result), ""])


def _listed(result: Result) -> Iterator[tuple[str, list[str]]]:
    """What is told in lists, under its heading."""
    yield "Findings", [f"{told.kind}: {told.message}" for told in result.findings if told.kind != "conflict"]
    yield from ((heading, [claim_text(claim) for claim in claims]) for heading, claims in said(result))
    yield "Open", [f"{item.system}.{item.quantity}".lstrip(".") + f": needs {item.needs}" for item in result.open]
    yield f"Not known by {result.catalog.day}", list(unknown_texts(result.unknown))
    yield "Sources", list(sources_of(result))
