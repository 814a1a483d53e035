"""A result for programs: JSON, CSV and Markdown with one row for each system and quantity."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from estimator import __version__
from estimator.claims.lateness import unknown_texts
from estimator.report.ramp import ramp_notes, ramp_tables
from estimator.report.tables import values
from estimator.report.text import claim_text, footer, money_line, said, sections, sources_of
from estimator.result import Result


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
    return json.dumps(data[0] if len(data) == 1 else data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(results: list[Result]) -> str:
    """Long and tidy; blank for unknown. Several results get a first column with their title."""
    table = values(results)
    return csv_of([*table.columns], table.rows)


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows under a header; what is no column is left out."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def as_markdown(result: Result) -> str:
    """Headings and tables."""
    lines = [f"# {result.title}", "", *([result.description, ""] if result.description else [])]
    for heading, (header, *rows) in ramp_tables(result):
        lines += [f"## {heading}", "", f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
        lines += [*("| " + " | ".join(map(escaped, row)) + " |" for row in rows), ""]
    lines += [*(f"- {note}" for note in ramp_notes(result)), ""] if result.phases else []
    for system in result.systems:
        if system:
            title = result.titles.get(system, "")
            lines += [f"## {system}: {title}" if title else f"## {system}", ""]
        lines += ["| quantity | value | from |", "|---|---|---|"]
        for heading, table in sections(result, system):
            lines.append(f"| **{heading}** | | |")
            lines += ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in table]
        lines.append("")
    for heading, entries in (
        ("Findings", [f"{told.kind}: {told.message}" for told in result.findings if told.kind != "conflict"]),
        *((heading, [claim_text(claim) for claim in claims]) for heading, claims in said(result)),
        ("Open", [f"{item.system}.{item.quantity}".lstrip(".") + f": needs {item.needs}" for item in result.open]),
        (f"Not known by {result.catalog.day}", list(unknown_texts(result.unknown))),
        ("Sources", list(sources_of(result))),
    ):
        if entries:
            lines += [f"## {heading}", "", *(f"- {escaped(entry)}" for entry in entries), ""]
    return "\n".join([*lines, *money_line(result), footer(result), ""])


def escaped(text: str) -> str:
    """Text that does not end a cell of a table, or start emphasis."""
    return text.strip().replace("|", "\\|").replace("*", "\\*")
