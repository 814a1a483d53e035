"""Where results go: standard output, or a file."""

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from estimator.files import replace_file

if TYPE_CHECKING:
    from estimator.result import Result
    from estimator.uncertainty.measurement import Progress


def show(results: "Sequence[Result]", explained: str | None, form: str, output: str | None, strict: bool) -> None:
    """Print results in the form asked for; exit with 1 if that is how contradictions are to end."""
    from estimator.report.machine import as_csv, as_json, as_markdown
    from estimator.report.text import text

    if explained:
        written = "\n".join(result.explain(explained) for result in results)
    elif form == "json":
        written = as_json(list(results))
    elif form == "csv":
        written = as_csv(list(results))
    else:
        written = "\n".join((text if form == "text" else as_markdown)(result) for result in results)
    write(written, output)
    if strict and any(result.contradicts for result in results):
        sys.exit(1)


def progress_bar() -> "Progress":
    """Tell on standard error how many draws are done, from two seconds on: a bar on a terminal, else a line a tenth."""
    started, terminal = time.monotonic(), sys.stderr.isatty()
    told = -1

    def progress(done: int, total: int) -> None:
        nonlocal told
        tenths = 10 * done // total
        if time.monotonic() - started < _PATIENCE or (not terminal and tenths <= told):
            return
        told = tenths
        filled = 30 * done // total
        line = f"{100 * done // total:3d} % of {total:,} draws"
        if terminal:
            click.echo(f"\r[{'#' * filled}{'-' * (30 - filled)}] {line}", err=True, nl=done >= total)
        else:
            click.echo(line, err=True)

    return progress


_PATIENCE = 2.0
"""Seconds before anything is said about progress."""


def write(written: str, output: str | None) -> None:
    """Print, or replace a file."""
    if output is None:
        click.echo(written, nl=False)
    else:
        replace_file(output, written)
