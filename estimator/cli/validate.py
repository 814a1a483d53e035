"""The command that holds the model against published figures."""

import click

from estimator import completion
from estimator.cli.options import FORMATS, offer, output_option
from estimator.cli.output import write

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.


@click.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1, shell_complete=offer(lambda *_: completion.cases()))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Form of the output; markdown is the page docs/validation.md.",
)
@output_option
def validate(keys: tuple[str, ...], form: str, output: str | None) -> None:
    """Hold the model against published figures.

    All cases of the catalog, or those named by KEY, which are then told with
    their inputs and documents.
    """
    from estimator.report.validation import validation_text
    from estimator.validation import validate as validate_cases

    write(validation_text(validate_cases(keys), form, in_full=bool(keys)), output)
