"""The command that solves a scenario at many points."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli import completion
from estimator.cli.options import (
    WholeNumber,
    as_of_option,
    facts_only_option,
    form_of,
    format_option,
    offer,
    output_option,
    picture_form,
    scheduler_option,
    seed_option,
    settings_option,
)
from estimator.cli.output import computing_at
from estimator.cli.progress import watch
from estimator.errors import EstimatorError
from estimator.files.doors import refuse_overwriting, replace_file, replacing

if TYPE_CHECKING:
    from estimator.sweeps.sweep import Sweep

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("text", "json", "csv", "markdown", "parquet")


@click.command()
@click.argument(
    "file", metavar="FILE", type=click.Path(), shell_complete=offer(lambda begun, _: completion.scenarios(begun))
)
@click.option(
    "--over",
    multiple=True,
    metavar="NAME=VALUES",
    help="Sweep a fact or a choice over START:STOP:COUNT (even ratios with :log), START:STOP with --sample, or a,b,c;"
    " can be given several times.",
    shell_complete=offer(
        lambda begun, before: completion.settings(begun, [before["file"]] if "file" in before else before["files"])
    ),
)
@click.option("--sample", type=WholeNumber(), metavar="N", help="Draw N points (a Latin hypercube), not all of them.")
@click.option(
    "--points", type=click.Path(), metavar="FILE", help="Take the points of a CSV file with names above them."
)
@click.option(
    "--quantity",
    "quantities",
    multiple=True,
    metavar="NAME",
    help="Compute this quantity instead of the headline figures; can be given several times.",
    shell_complete=offer(lambda *_: completion.quantities()),
)
@settings_option
@click.option(
    "--draws", type=WholeNumber(), default=10_000, show_default=True, help="Random draws behind the ranges of a point."
)
@seed_option
@facts_only_option
@format_option(*FORMS, note="; csv has one row for each point, system and quantity")
@output_option
@click.option("--plot", metavar="FILE", type=click.Path(dir_okay=False), help="Draw a picture, too: .svg or .png.")
@click.option(
    "--most-points", type=WholeNumber(), default=100_000, show_default=True, help="Refuse more points than these."
)
@scheduler_option
@as_of_option
def sweep(
    file: str,
    over: tuple[str, ...],
    sample: int | None,
    points: str | None,
    quantities: tuple[str, ...],
    settings: tuple[str, ...],
    draws: int,
    seed: int,
    no_assumptions: bool,
    form: str | None,
    output: str | None,
    plot: str | None,
    most_points: int,
    scheduler: str | None,
    as_of: str | None,
) -> None:
    """Solve a scenario at many points.

    Every combination of what --over lists, as a table with a row for each
    point, system and quantity; all points have the same draws:

    estimator sweep FILE --over pue=1.1:1.5:10 --over reactor=epr,ap1000
    """
    if plot and output is not None and os.path.realpath(plot) == os.path.realpath(output):
        raise EstimatorError("--output and --plot each need a file of their own")
    chosen = form_of(form, output, *FORMS)
    pictured = picture_form(plot)
    from estimator.report.bands import check_picture, sweep_picture
    from estimator.report.sweep import check_form
    from estimator.sweeps.sweep import sweep as sweep_file

    with computing_at(scheduler) as workers, _ended_tidily():
        found = sweep_file(
            Path(file), over, sample=sample, points=points, quantities=quantities, settings=settings, draws=draws,
            seed=seed,
            assumptions=not no_assumptions, most_points=most_points, workers=workers, progress=watch().drawn,
            as_of=as_of,
        )  # fmt: skip
        refuse_overwriting([output, plot], [*found.ground.files, *([points] if points else [])])
        check_form(found, chosen)
        picture = None
        if plot:
            check_picture(found)
            found.keep()
            picture = plot, sweep_picture(found, pictured)
        _deliver(found, chosen, output, picture)


def _deliver(found: "Sweep", form: str, output: str | None, picture: tuple[str, bytes] | None) -> None:
    """Write a sweep and its picture, or print it, once all of both is there."""
    from estimator.report.sweep import write_sweep

    if output is not None:
        with replacing(output) as target:
            write_sweep(found, form, target)
            target.flush()  # that a disk is full is told before the picture is replaced
            _draw(picture)
        watch().done()
        return
    import tempfile  # loads half a dozen archivers, and --help writes no file

    with tempfile.TemporaryFile() as rows:
        write_sweep(found, form, rows)
        _draw(picture)
        watch().done()
        rows.seek(0)
        while part := rows.read(_PART):
            click.echo(part, nl=False)


def _draw(picture: tuple[str, bytes] | None) -> None:
    if picture is not None:
        replace_file(*picture)


@contextmanager
def _ended_tidily() -> Iterator[None]:
    """Let signals that end a program end it as an error does, which removes what is half-written."""

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)  # as shells tell of signals

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    deadly = [number for number in signals if signal.getsignal(number) == signal.SIG_DFL]  # nohup has none of it
    for number in deadly:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in deadly:
            signal.signal(number, signal.SIG_DFL)


_PART = 2**20
