"""The command that sets scenarios side by side and tells why they differ."""

import click

from estimator.cli import completion
from estimator.cli.options import (
    as_of_option,
    draws_option,
    facts_only_option,
    form_of,
    format_option,
    offer,
    output_option,
    seed_option,
)
from estimator.cli.output import write
from estimator.cli.progress import watch

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("text", "json", "csv", "markdown", "html")
_quantities = offer(lambda *_: completion.quantities())


@click.command()
@click.argument(
    "scenarios",
    nargs=-1,
    required=True,
    metavar="FILE[:SYSTEM][@NAME=VALUE]...",
    shell_complete=offer(lambda begun, _: completion.scenarios(begun)),
)
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Override one fact or choice of all scenarios."
)
@click.option(
    "--quantity",
    "quantities",
    multiple=True,
    metavar="NAME",
    help="Show this quantity instead of the headline figures; can be given several times.",
    shell_complete=_quantities,
)
@click.option(
    "--explain",
    "explained",
    metavar="NAME",
    help="Show why this quantity differs: the gap, shared out among the inputs.",
    shell_complete=_quantities,
)
@draws_option
@seed_option
@format_option(*FORMS)
@output_option
@facts_only_option
@as_of_option
def compare(
    scenarios: tuple[str, ...],
    settings: tuple[str, ...],
    quantities: tuple[str, ...],
    explained: str | None,
    draws: int,
    seed: int,
    form: str | None,
    output: str | None,
    no_assumptions: bool,
    as_of: str | None,
) -> None:
    """Set scenarios side by side, and tell why they differ.

    Each is a file, all of it or one system, with facts or choices of its own:

    estimator compare a.yaml:site b.yaml:campus

    estimator compare a.yaml a.yaml@pue=1.3@accelerator=gb200 --explain capex
    """
    chosen = form_of(form, output, *FORMS)
    from estimator.comparison.sides import compare as compare_scenarios
    from estimator.report.compare import comparison_text
    from estimator.report.gaps import explanation_text

    comparison = compare_scenarios(
        *scenarios, quantities=quantities, settings=settings, draws=draws, seed=seed, assumptions=not no_assumptions,
        progress=watch().drawn, as_of=as_of,
    )  # fmt: skip
    watch().doing("why they differ")
    told = explanation_text(comparison, explained, chosen) if explained else comparison_text(comparison, chosen)
    write(told, output, [name for side in comparison.sides for name in side.result.files])
