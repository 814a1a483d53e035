"""Where results go: standard output, or a file."""

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from estimator.characters import visible
from estimator.cli.options import Asked, check_ending, form_of
from estimator.cli.progress import watch
from estimator.errors import EstimatorError, Problem
from estimator.files.doors import refuse_overwriting, replace_file
from estimator.report.formats import FORMATS, SAMPLES

if TYPE_CHECKING:
    from estimator.computing.workers import Workers
    from estimator.results.result import Result
    from estimator.runs import Request


def tell(text: str, err: bool = False, end: str = "\n") -> None:
    """Print: the only door to a terminal, through which nothing goes that it would obey."""
    click.echo(visible(text) + end, err=err, nl=False)


def form_asked(asked: Asked, files: int) -> str:
    """The form in which results are to be written.

    Raises:
        EstimatorError: options that do not go together, all of them.
    """
    problems = []
    if asked.samples and files > 1:
        problems.append(Problem("--samples writes the draws of one scenario; give one file"))
    if asked.explained and asked.manifest:
        problems.append(Problem("--manifest is of results; leave --explain out"))
    if asked.explained and asked.form not in (None, "text"):
        problems.append(Problem(f"--explain gives text; leave --format {asked.form} out"))
    targets = [os.path.realpath(path) for path in (asked.output, asked.samples, asked.manifest) if path is not None]
    if len(set(targets)) < len(targets):
        problems.append(Problem("--output, --samples and --manifest each need a file of their own"))
    if problems:
        raise EstimatorError(problems)
    check_ending("--samples", asked.samples, "Parquet", ".parquet")
    check_ending("--manifest", asked.manifest, "JSON", ".json")
    return form_of(asked.form, asked.output, "text") if asked.explained else form_of(asked.form, asked.output, *FORMATS)


def deliver(request: "Request", results: "Sequence[Result]", asked: Asked, form: str) -> None:
    """Write what was asked for, the manifest last, and print what has no file. Nothing is written until all is made."""
    from estimator.report.outputs import Output, rendered

    read = [name for result in results for name in result.files]
    refuse_overwriting((asked.output, asked.samples, asked.manifest), read)
    watch().doing("findings and report")
    if asked.explained:
        written: str | bytes = visible("\n".join(result.explain(asked.explained) for result in results))
    else:
        written = rendered(results, form)
    outputs = [Output(form, written, asked.output)]
    if asked.samples is not None:
        outputs.append(Output(SAMPLES, rendered(results, SAMPLES), asked.samples))
    files = [(output.path, output.written) for output in outputs if output.path is not None]
    if asked.manifest is not None:
        from estimator.report.manifest import manifest_text

        files.append((asked.manifest, manifest_text(request, results, outputs, asked.manifest)))
    watch().done()
    for path, content in files:
        replace_file(path, content)
    if asked.output is None:
        click.echo(written, nl=False)


def computing_at(scheduler: str | None) -> "AbstractContextManager[Workers | None]":
    """The workers of a scheduler, for as long as they are needed; nobody in particular without one."""
    if scheduler is None:
        return nullcontext()
    from estimator.computing.cluster import workers_at  # loads asyncio, which takes a tenth of a short run

    return workers_at(scheduler)


def write(written: str, output: str | None, read: Iterable[str] = ()) -> None:
    """Print, or replace a file, but none of those that were read."""
    refuse_overwriting([output], read)
    watch().done()
    if output is None:
        tell(written, end="")
    else:
        replace_file(output, visible(written))
