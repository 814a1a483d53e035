"""Results as the long table of integrated assessment, which pyam reads.

One row for each quantile, told apart by the last part of the variable, as in the scenario database of the IPCC's sixth
assessment report: `facility_capacity|50.0th Percentile`.
"""

from collections.abc import Iterator, Sequence

from estimator import __version__
from estimator.errors import EstimatorError, Problem
from estimator.report.tables import Row
from estimator.results.result import Result

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")
QUANTILES = {"p5": "5.0th Percentile", "p50": "50.0th Percentile", "p95": "95.0th Percentile"}
UNNAMED = "unnamed system"
"""The region of a scenario with one nameless system, since pyam refuses rows without."""


def iamc_rows(results: Sequence[Result]) -> Iterator[Row]:
    """Every quantile of every value; values in conflict have none. The region is the system.

    Of phases, values by year are told by measure and status: `it_capacity|at its end|operating|50.0th Percentile`.

    Raises:
        EstimatorError: a system has no year, or two results have one title, which pyam could not tell apart.
    """
    if problems := [*_alike(results), *(problem for result in results for problem in _without_year(result))]:
        raise EstimatorError(problems)
    for result in results:
        for row in [*result.to_rows(), *result.moment_rows()]:
            for quantile, name in QUANTILES.items():
                if row[quantile] is not None and _year(result, row) is not None:
                    yield {
                        "model": f"estimator {__version__}",
                        "scenario": result.title,
                        "region": row["system"] or UNNAMED,
                        "variable": "|".join([row["quantity"], *_over_time(row), name]),
                        "unit": "" if row["unit"] == "1" else row["unit"],
                        "year": _year(result, row),
                        "value": row[quantile],
                    }


def _alike(results: Sequence[Result]) -> Iterator[Problem]:
    titles = [result.title for result in results]
    for title in {title for title in titles if titles.count(title) > 1}:
        yield Problem(f"{title}: two scenarios have this title, by which iamc tells them apart; change one")


def _without_year(result: Result) -> Iterator[Problem]:
    timeless = [row["system"] for row in result.to_rows() if not result.phases and _year(result, row) is None]
    for system in dict.fromkeys(timeless):
        name = f"{system}.year" if system else "year"
        yield Problem(
            f"{system or result.title}: iamc needs the year that the values are of; write it in the scenario"
            f" (year: 2025), or add {name}=2025 to the facts or as --set"
        )


def _over_time(row: Row) -> list[str]:
    return [row["measure"], row["status"]] if "measure" in row else []


def _year(result: Result, row: Row) -> int | None:
    """The year of a value: its own, else that of its system."""
    return row.get("year", result.years.get(row["system"]))
