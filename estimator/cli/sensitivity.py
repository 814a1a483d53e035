"""The command that tells which inputs decide a value."""

import click

from estimator.cli import completion
from estimator.cli.options import (
    WholeNumber,
    as_of_option,
    form_of,
    format_option,
    offer,
    output_option,
    picture_form,
    seed_option,
    settings_option,
)
from estimator.cli.output import write
from estimator.cli.progress import watch
from estimator.files.doors import refuse_overwriting, replace_file

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("text", "json", "csv")


@click.command()
@click.argument(
    "file", metavar="FILE", type=click.Path(), shell_complete=offer(lambda begun, _: completion.scenarios(begun))
)
@click.argument(
    "name", metavar="NAME", shell_complete=offer(lambda _, before: completion.variables([before.get("file", "")]))
)
@settings_option
@click.option(
    "--draws",
    type=WholeNumber(),
    default=65_536,
    show_default=True,
    help="Pairs of random draws behind the shares, in blocks of 8,192.",
)
@seed_option
@click.option("--plot", metavar="FILE", type=click.Path(dir_okay=False), help="Draw a picture, too: .svg or .png.")
@format_option(*FORMS, note="; csv has one row for each input")
@output_option
@as_of_option
def sensitivity(
    file: str,
    name: str,
    settings: tuple[str, ...],
    draws: int,
    seed: int,
    plot: str | None,
    form: str | None,
    output: str | None,
    as_of: str | None,
) -> None:
    """Show which inputs decide a value.

    How far each uncertain input moves the value NAME, such as
    site.annual_facility_energy, and what share of its variance each is behind.
    """
    chosen, pictured = form_of(form, output, *FORMS), picture_form(plot)
    from estimator.report.sensitivity import sensitivity_picture, sensitivity_table
    from estimator.runs import run as run_file

    result = run_file(file, settings, seed=seed, progress=watch().drawn, asked=(name.rpartition(".")[2],), as_of=as_of)
    watch().doing("what moves the value")
    found = result.sensitivity(name, draws)
    refuse_overwriting([output, plot], result.files)
    if plot:
        replace_file(plot, sensitivity_picture(result, found, pictured))
    write(sensitivity_table(result, found, chosen), output)
