"""Commands that answer: a scenario run, an estimate from a few facts, a load in reactors."""

import sys
from typing import Any

import click

from estimator.cli import completion
from estimator.cli.options import (
    Asked,
    answer_options,
    as_of_option,
    draws_option,
    form_of,
    format_option,
    offer,
    output_option,
    seed_option,
    settings_option,
)
from estimator.cli.output import computing_at, deliver, form_asked, write
from estimator.cli.progress import watch
from estimator.errors import EstimatorError

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

REACTORS = ("text", "json", "csv", "markdown", "html")
"""The forms of a comparison with reactors."""


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
@answer_options
def run(files: tuple[str, ...], settings: tuple[str, ...], **options: Any) -> None:
    """Solve scenario files."""
    _answer(Asked(**options), files=files, settings=settings)


@click.command()
@click.argument(
    "facts",
    nargs=-1,
    required=True,
    metavar="NAME=VALUE...",
    shell_complete=offer(lambda begun, before: completion.facts(begun, before.get("facts", ()))),
)
@answer_options
def estimate(facts: tuple[str, ...], **options: Any) -> None:
    """Solve from facts on the command line.

    estimator estimate facility_capacity="2 GW" accelerator=h100-sxm reactor=epr
    """
    _answer(Asked(**options), facts=facts)


def _answer(
    asked: Asked, files: tuple[str, ...] = (), settings: tuple[str, ...] = (), facts: tuple[str, ...] = ()
) -> None:
    """Solve, write and print; exit with 1 if that is how contradictions are to end."""
    form = form_asked(asked, len(files))
    from estimator.method import method_of
    from estimator.runs import Request, answers

    named = (asked.explained.rpartition(".")[2],) if asked.explained else ()
    method = method_of(
        draws=asked.draws, seed=asked.seed, qmc=asked.qmc, assumptions=not asked.no_assumptions, settings=settings,
        asked=named, as_of=asked.as_of,
    )  # fmt: skip
    request = Request(files, facts, method)
    with computing_at(asked.scheduler) as workers:
        results = answers(request, lambda: watch().drawn, workers)
    deliver(request, results, asked, form)
    if asked.strict and any(result.contradicts for result in results):
        sys.exit(1)


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
@format_option(*REACTORS)
@output_option
@as_of_option
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
    form: str | None,
    output: str | None,
    as_of: str | None,
) -> None:
    """Compare a load with every reactor type.

    By capacity, with one reactor out, with enough for failures by chance, and by
    energy: four different statements. With --outages, how often one type falls short.

    LOAD is nameplate power, such as "2 GW" or "1.8..2.2 GW".
    """
    chosen = form_of(form, output, *REACTORS)
    from estimator.files.document import plain
    from estimator.method import method_of
    from estimator.reactors.loads import TYPES
    from estimator.report.outages import outage_report
    from estimator.report.reactors import reactor_table

    if outages and (utilisation or everything):
        raise EstimatorError("--outages takes the load as constant, of one reactor; leave --utilisation and --all out")
    limit, rate = (plain(stated) if stated else None for stated in (standard, outage_rate))
    stated = {
        f"{of}_capacity": plain(load), "capacity_utilisation": utilisation, "reliability_standard": limit,
        "reactor_forced_outage_rate": rate,
    }  # fmt: skip
    facts = {name: value for name, value in stated.items() if value is not None}
    method = method_of(draws=draws, seed=seed, as_of=as_of)
    if outages:
        written = outage_report(facts, outages, method, chosen)
    else:
        written = reactor_table(facts, None if everything else TYPES, method, chosen)
    write(written, output)
