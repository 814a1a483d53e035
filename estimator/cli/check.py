"""The command that tells whether an announcement is right."""

import sys
from pathlib import Path

import click

from estimator.cli import completion
from estimator.cli.options import (
    as_of_option,
    form_of,
    format_option,
    offer,
    output_option,
    seed_option,
    settings_option,
)
from estimator.cli.output import write
from estimator.cli.progress import watch

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("text", "json", "markdown", "html")


@click.command()
@click.argument(
    "file", metavar="FILE", type=click.Path(), shell_complete=offer(lambda begun, _: completion.scenarios(begun))
)
@settings_option
@seed_option
@format_option(*FORMS)
@output_option
@click.option("--strict", is_flag=True, help="Exit with 1 if anything is contradicted.")
@as_of_option
def check(
    file: str,
    settings: tuple[str, ...],
    seed: int,
    form: str | None,
    output: str | None,
    strict: bool,
    as_of: str | None,
) -> None:
    """Tell whether an announcement is right.

    Every way to read the claims of a scenario file is held against the others
    and against known hardware: what agrees, what contradicts what and by how
    much, and what would have to be true.
    """
    chosen = form_of(form, output, *FORMS)
    from estimator.claims.checking import check as check_file
    from estimator.report.check import check_text

    watch().doing("every way to read the claims")
    checked = check_file(Path(file), settings, seed=seed, as_of=as_of)
    write(check_text(checked, chosen), output, checked.files)
    if strict and checked.contradicts:
        sys.exit(1)
