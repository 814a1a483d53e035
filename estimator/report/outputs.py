"""Results in the form that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from estimator.characters import visible
from estimator.report.bibliography import bibtex
from estimator.report.encoding import csv_of
from estimator.report.iamc import COLUMNS, iamc_rows
from estimator.report.machine import as_csv, as_json, as_markdown
from estimator.report.overview import overview
from estimator.report.parquet import draws_parquet, values_parquet
from estimator.report.register import is_register
from estimator.report.rendering import rendered as page
from estimator.report.run import on_one_page
from estimator.report.spreadsheet import xlsx
from estimator.report.text import text
from estimator.results.result import Result


@dataclass(frozen=True)
class Output:
    """Something that a run gave: its form, what it is, and the file that it went to, if it was not printed."""

    form: str
    written: str | bytes
    path: str | None

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.written.encode() if isinstance(self.written, str) else self.written).hexdigest()

    def compared(self, then: str) -> str:
        """Whether it is what a digest was made of, in words."""
        if self.sha256 == then:
            return "the same"
        return f"not the same: SHA-256 {self.sha256[:12]}…, then {then[:12]}…"


def rendered(results: Sequence[Result], form: str) -> str | bytes:
    """Text, or bytes in the forms that are no text.

    Raises:
        EstimatorError: the form needs a package that is not installed, or something that the results lack.
    """
    match form:
        case "json":
            return as_json(list(results))
        case "csv":
            return as_csv(list(results))
        case "iamc":
            return csv_of(COLUMNS, iamc_rows(results))
        case "bibtex":
            return bibtex(results)
        case "parquet":
            return values_parquet(results)
        case "samples":
            return draws_parquet(results[0])
        case "xlsx":
            return xlsx(results)
        case "html":
            return visible(page(on_one_page(results), "html"))
    return visible("\n".join(_told(result, form) for result in results))


def _told(result: Result, form: str) -> str:
    """A result for people, as text or markdown; many systems in short."""
    if is_register(result):
        return page(overview(result), form)
    return as_markdown(result) if form == "markdown" else text(result)
