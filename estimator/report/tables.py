"""Results as tables for other programs: values, assumptions, sources, findings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimator import __version__
from estimator.catalog import Catalog
from estimator.datum import Source, Variable
from estimator.results.result import Result

Row = dict[str, Any]
Columns = Mapping[str, type]


@dataclass(frozen=True)
class Table:
    """Rows under columns, each of text or of numbers as its type says. What is unknown is None or empty."""

    columns: Columns
    rows: Sequence[Row]


COLUMNS: Columns = {
    "system": str, "quantity": str, "unit": str, "p5": float, "p50": float, "p95": float, "side": str, "tier": str,
    "source": str,
}  # fmt: skip
OVER_TIME: Columns = {"year": int, "measure": str, "status": str}
ASSUMPTIONS: Columns = {
    "system": str, "quantity": str, "unit": str, "p5": float, "p50": float, "p95": float, "choice": str,
    "because": str, "source": str, "where": str,
}  # fmt: skip
SOURCES: Columns = dict.fromkeys(("key", "title", "publisher", "date", "url", "licence", "used_by"), str)
FINDINGS: Columns = {"kind": str, "system": str, "quantities": str, "ratio": float, "message": str}


def values(results: Sequence[Result]) -> Table:
    """One row for each system and quantity; where there are phases, more for each year, with columns that say which."""
    columns = {**OVER_TIME, **COLUMNS} if any(result.phases for result in results) else COLUMNS
    order = sorted(columns, key=lambda name: name not in ("system", "quantity"))
    return _joined(
        results,
        {name: columns[name] for name in order},
        lambda result: ({**dict.fromkeys(columns), **row} for row in [*result.to_rows(), *result.moment_rows()]),
    )


def assumptions(results: Sequence[Result]) -> Table:
    """What was assumed: the value, the choice that selects it, the reason and the documents."""
    return _joined(results, ASSUMPTIONS, _assumptions)


def sources(results: Sequence[Result]) -> Table:
    """Every document that is used, with what it is used by."""
    return _joined(results, SOURCES, _sources)


def findings(results: Sequence[Result]) -> Table:
    """What the data say of each other."""
    return _joined(results, FINDINGS, _findings)


def about(results: Sequence[Result]) -> dict[str, str]:
    """What it takes to get the same numbers again, for the metadata of a file."""
    solution = results[0].solution
    return {
        "title": "; ".join(result.title for result in results),
        "estimator": __version__,
        "catalog": results[0].catalog.version,
        **({"as_of": str(results[0].catalog.day)} if results[0].catalog.day else {}),
        "draws": str(solution.draws),
        "seed": str(solution.seed),
    }


def sources_used(result: Result) -> dict[Source, list[str]]:
    """The documents behind facts, values and claims, each with the names of what rests on it."""
    solution = result.solution
    shown = [Variable(estimate.system, estimate.name) for estimate in result.estimates]
    data = [(Variable(fact.system, fact.name), datum) for fact, datum in result.facts]
    data += [(variable, solution.stated[variable]) for variable in shown if variable in solution.stated]
    used = [(source, str(variable)) for variable, datum in data for source in datum.sources]
    no_facts = [claim for claim in result.claims if len(claim.readings) != 1]
    used += [(claim.source, claim.key) for claim in no_facts if claim.source]
    found: dict[Source, list[str]] = {}
    for source, name in dict.fromkeys(used):
        found.setdefault(source, []).append(name)
    return found


def _joined(results: Sequence[Result], columns: Columns, rows: Callable[[Result], Iterator[Row]]) -> Table:
    """The rows of all results; those of several have their title in a first column."""
    title = {"title": str} if len(results) > 1 else {}
    return Table({**title, **columns}, [{"title": result.title, **row} for result in results for row in rows(result)])


def _assumptions(result: Result) -> Iterator[Row]:
    choices = _choices(result.catalog)
    for row in result.to_rows():
        if row["tier"] == "assumption":
            datum = result.solution.stated[Variable(row["system"], row["quantity"])]
            yield row | {
                "choice": choices.get(datum.key, ""),
                "because": " ".join(datum.because.split()),
                "source": ", ".join(source.key for source in datum.sources),
                "where": " ".join(datum.where.split()),
            }


def _choices(catalog: Catalog) -> dict[str, str]:
    """For every assumption that depends on a choice, by its stream: what was chosen, such as `cooling: liquid`."""
    return {
        datum.key: f"{figure.by}: {option}"
        for figure in catalog.assumptions
        for option, datum in figure.options.items()
        if figure.by
    }


def _sources(result: Result) -> Iterator[Row]:
    for source, names in sources_used(result).items():
        yield {
            "key": source.key, "title": source.title, "publisher": source.publisher, "date": source.date,
            "url": source.url, "licence": source.licence, "used_by": ", ".join(names),
        }  # fmt: skip


def _findings(result: Result) -> Iterator[Row]:
    for finding in result.findings:
        yield {
            "kind": finding.kind, "system": finding.system, "quantities": ", ".join(finding.quantities),
            "ratio": finding.ratio and float(f"{finding.ratio:.12g}"), "message": finding.message,
        }  # fmt: skip
