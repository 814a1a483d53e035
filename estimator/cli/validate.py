"""The command that holds the model against published figures."""

import click

from estimator.cli import completion
from estimator.cli.options import form_of, format_option, offer, output_option
from estimator.cli.output import write
from estimator.cli.progress import watch

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("text", "json", "csv", "markdown", "html")


@click.command()
@click.argument("keys", metavar="[KEY]...", nargs=-1, shell_complete=offer(lambda *_: completion.cases()))
@format_option(*FORMS, note="; markdown is the page docs/validation.md")
@output_option
def validate(keys: tuple[str, ...], form: str | None, output: str | None) -> None:
    """Hold the model against published figures.

    All cases of the catalog, or those named by KEY, which are then told with
    their inputs and documents.
    """
    from estimator.report.validation import validation_text
    from estimator.validation import validate as validate_cases

    watch().doing("published cases")
    chosen = form_of(form, output, *FORMS)
    write(validation_text(validate_cases(keys), chosen, in_full=bool(keys)), output)
