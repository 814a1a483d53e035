"""Commands that answer: a scenario run, an estimate from a few facts, a load in reactors."""

from typing import TYPE_CHECKING

import click

from estimator import completion
from estimator.cli.options import (
    draws_option,
    explain_option,
    facts_only_option,
    format_option,
    offer,
    output_option,
    qmc_option,
    samples_option,
    seed_option,
    settings_option,
    strict_option,
)
from estimator.cli.output import progress_bar, show, write
from estimator.errors import EstimatorError, Problem
from estimator.files import replace_file

if TYPE_CHECKING:
    from estimator.result import Result

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(),
    shell_complete=offer(lambda begun, _: completion.scenarios(begun)),
)
@settings_option
@explain_option
@draws_option
@seed_option
@qmc_option
@format_option
@output_option
@samples_option
@strict_option
@facts_only_option
def run(
    files: tuple[str, ...],
    settings: tuple[str, ...],
    explained: str | None,
    draws: int,
    seed: int,
    qmc: bool,
    form: str,
    output: str | None,
    samples: str | None,
    strict: bool,
    no_assumptions: bool,
) -> None:
    """Solve scenario files."""
    from estimator.runs import run as run_file

    results: list[Result] = []
    problems: list[Problem] = []
    for file in files:
        try:
            result = run_file(
                file, settings, draws=draws, seed=seed, assumptions=not no_assumptions, qmc=qmc,
                progress=progress_bar(), asked=_quantity(explained),
            )  # fmt: skip
            results.append(result)
        except EstimatorError as error:
            problems += error.problems
    if samples and len(files) > 1:
        problems.append(Problem("--samples writes the draws of one scenario; give one file"))
    if problems:
        raise EstimatorError(problems)
    if samples:
        _write_samples(results[0], samples)
    show(results, explained, form, output, strict)


def _quantity(explained: str | None) -> tuple[str, ...]:
    """The quantity that a name such as site.pue asks for, if one is to be explained."""
    return (explained.rpartition(".")[2],) if explained else ()


def _write_samples(result: "Result", path: str) -> None:
    from estimator.report.draws import parquet

    replace_file(path, parquet(result))


@click.command()
@click.argument(
    "facts",
    nargs=-1,
    required=True,
    metavar="NAME=VALUE...",
    shell_complete=offer(lambda begun, before: completion.facts(begun, before.get("facts", ()))),
)
@explain_option
@draws_option
@seed_option
@qmc_option
@format_option
@output_option
@samples_option
@strict_option
@facts_only_option
def estimate(
    facts: tuple[str, ...],
    explained: str | None,
    draws: int,
    seed: int,
    qmc: bool,
    form: str,
    output: str | None,
    samples: str | None,
    strict: bool,
    no_assumptions: bool,
) -> None:
    """Solve from facts on the command line.

    estimator estimate facility_capacity="2 GW" accelerator=h100-sxm reactor=epr
    """
    from estimator.document import plain
    from estimator.runs import estimate as estimate_from

    named: dict[str, object] = {}
    for fact in facts:
        name, equals, value = (part.strip() for part in fact.partition("="))
        if not equals or not value:
            raise EstimatorError(f"{fact}: write NAME=VALUE, such as facility_capacity='2 GW'")
        if name in named:
            raise EstimatorError(f"{name} is given twice")
        named[name] = plain(value)
    result = estimate_from(
        named, draws=draws, seed=seed, assumptions=not no_assumptions, qmc=qmc, progress=progress_bar(),
        asked=_quantity(explained),
    )  # fmt: skip
    if samples:
        _write_samples(result, samples)
    show([result], explained, form, output, strict)


@click.command()
@click.argument("load")
@click.option(
    "--load",
    "of",
    type=click.Choice(["facility", "it"]),
    default="facility",
    show_default=True,
    help="What LOAD is the nameplate power of: the whole facility, or its IT equipment.",
)
@click.option(
    "--utilisation",
    metavar="VALUE",
    help="Average facility load over nameplate, such as 0.8 or 0.5..0.7.",
)
@click.option("--all", "everything", is_flag=True, help="Compare with single units and national fleets, too.")
@click.option(
    "--outages",
    metavar="REACTOR",
    help="Show how many units of one reactor meet the load in spite of forced outages.",
    shell_complete=offer(lambda *_: completion.entries("reactors")),
)
@click.option("--outage-rate", metavar="VALUE", help="Forced outage rate, instead of the catalog's, such as 0.02..0.1.")
@click.option(
    "--standard", metavar="VALUE", help="Time a year for which outages may leave a load short, such as '0.4 h'."
)
@draws_option
@seed_option
@format_option
@output_option
def reactors(
    load: str,
    of: str,
    utilisation: str | None,
    everything: bool,
    outages: str | None,
    outage_rate: str | None,
    standard: str | None,
    draws: int,
    seed: int,
    form: str,
    output: str | None,
) -> None:
    """Compare a load with every reactor type.

    By capacity, with one reactor out, with enough for failures by chance, and by
    energy: four different statements. With --outages, how often one type falls short.

    LOAD is nameplate power, such as "2 GW" or "1.8..2.2 GW".
    """
    from estimator.document import plain
    from estimator.report.outages import outage_report
    from estimator.report.reactors import TYPES, reactor_table

    if outages and (utilisation or everything):
        raise EstimatorError("--outages takes the load as constant, of one reactor; leave --utilisation and --all out")
    limit, rate = (plain(stated) if stated else None for stated in (standard, outage_rate))
    if outages:
        written = outage_report(plain(load), f"{of}_capacity", outages, draws, seed, form, limit, rate)
    else:
        group = None if everything else TYPES
        written = reactor_table(plain(load), f"{of}_capacity", utilisation, group, draws, seed, form, limit, rate)
    write(written, output)
