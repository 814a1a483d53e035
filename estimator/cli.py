"""The command line: the only module that reads arguments, prints and exits."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ZshComplete

from estimator import __version__, completion
from estimator.errors import EstimatorError, Problem
from estimator.files import replace_file

if TYPE_CHECKING:
    from estimator.result import Result

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMATS = ("text", "json", "csv", "markdown")


class _WholeNumber(click.ParamType[int]):
    """A whole number that may be written 1e5."""

    name = "integer"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = float(str(value))
            if number == int(number):
                return int(number)
        except (ValueError, OverflowError):
            pass
        self.fail(f"{value} is not a whole number", param, ctx)


def _offer(
    words: Callable[[str, dict[str, Any]], completion.Words],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A completion of click's from words, which get what is begun and what stands before."""

    def offered(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
        before = {name: value for name, value in context.params.items() if value}
        before.setdefault("files", context.args)  # where an option still lacks its value, nothing is sorted out
        found = words(begun, before)
        return [CompletionItem(word, help=meaning or None) for word, meaning in found if word.startswith(begun)]

    return offered


_draws = click.option(
    "--draws", type=_WholeNumber(), default=2_000, show_default=True, help="Random draws behind the ranges."
)
_seed = click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws.")
_format = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Form of the output."
)
_output = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.")
_explain = click.option(
    "--explain",
    "explained",
    metavar="NAME",
    help="Show where one value comes from, such as site.pue.",
    shell_complete=_offer(lambda _, before: completion.variables(before["files"])),
)
_strict = click.option("--strict", is_flag=True, help="Exit with 1 if data contradict each other.")
_facts_only = click.option("--no-assumptions", is_flag=True, help="Leave open what only defaults would fill.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="estimator %(version)s")
def commands() -> None:
    """Datacenter announcements, solved: power, energy, reactors and compute.

    Facts go in, in any direction; values with 90 % ranges, sources and contradictions come out.
    """


@commands.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(),
    shell_complete=_offer(lambda begun, _: completion.scenarios(begun)),
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Override one fact or choice.",
    shell_complete=_offer(lambda begun, before: completion.settings(begun, before["files"])),
)
@_explain
@_draws
@_seed
@_format
@_output
@_strict
@_facts_only
def run(
    files: tuple[str, ...],
    settings: tuple[str, ...],
    explained: str | None,
    draws: int,
    seed: int,
    form: str,
    output: str | None,
    strict: bool,
    no_assumptions: bool,
) -> None:
    """Solve scenario files."""
    from estimator.runs import run as run_file

    results: list[Result] = []
    problems: list[Problem] = []
    for file in files:
        try:
            results.append(run_file(file, settings, draws=draws, seed=seed, assumptions=not no_assumptions))
        except EstimatorError as error:
            problems += error.problems
    if problems:
        raise EstimatorError(problems)
    _finish(results, explained, form, output, strict)


@commands.command()
@click.argument(
    "facts",
    nargs=-1,
    required=True,
    metavar="NAME=VALUE...",
    shell_complete=_offer(lambda begun, before: completion.facts(begun, before.get("facts", ()))),
)
@_explain
@_draws
@_seed
@_format
@_output
@_strict
@_facts_only
def estimate(
    facts: tuple[str, ...],
    explained: str | None,
    draws: int,
    seed: int,
    form: str,
    output: str | None,
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
    result = estimate_from(named, draws=draws, seed=seed, assumptions=not no_assumptions)
    _finish([result], explained, form, output, strict)


@commands.command()
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
@_draws
@_seed
@_format
@_output
def reactors(
    load: str,
    of: str,
    utilisation: str | None,
    everything: bool,
    draws: int,
    seed: int,
    form: str,
    output: str | None,
) -> None:
    """Compare a load with every reactor type.

    By capacity, with one reactor out, and by energy: three different statements.

    LOAD is nameplate power, such as "2 GW" or "1.8..2.2 GW".
    """
    from estimator.document import plain
    from estimator.report.reactors import reactor_table

    group = None if everything else "types"
    _write(reactor_table(plain(load), f"{of}_capacity", utilisation, group, draws, seed, form), output)


@commands.command()
@click.argument("kind", required=False, shell_complete=_offer(lambda *_: completion.kinds()))
@click.argument(
    "key", required=False, shell_complete=_offer(lambda _, before: completion.entries(before.get("kind", "")))
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Form of the output; csv has one row for each figure.",
)
@_output
def catalog(kind: str | None, key: str | None, form: str, output: str | None) -> None:
    """Show what is known, with sources.

    All kinds, the entries of one KIND, or one entry by its KEY.
    """
    from estimator.report.catalog import catalog_table, catalog_text

    _write(catalog_text(kind, key) if form == "text" else catalog_table(kind, key, form), output)


@commands.command()
@click.argument("name", required=False, shell_complete=_offer(lambda *_: completion.quantities()))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the output; markdown is a glossary of all quantities.",
)
@_output
def quantities(name: str | None, form: str, output: str | None) -> None:
    """Show the vocabulary and its equations.

    All quantities in reading order, or one by its NAME: meaning, unit, equation, what uses it.
    """
    from estimator.report.reference import glossary, quantities_text

    if form == "markdown" and name:
        raise EstimatorError(f"the glossary is of all quantities; leave {name} or --format markdown out")
    _write(glossary() if form == "markdown" else quantities_text(name), output)


@commands.command()
@_output
def schema(output: str | None) -> None:
    """Print the JSON Schema of scenario files.

    Editors complete names and mark mistakes by it.
    """
    from estimator.scenario.schema import schema_text

    _write(schema_text(), output)


@commands.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_script(shell: str) -> None:
    """Print a script of completions for a shell.

    It completes commands, scenario files, quantities and entries of the catalog. In bash:

    eval "$(estimator completion bash)"
    """
    chosen = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}[shell]
    script = chosen(commands, {}, "estimator", "_ESTIMATOR_COMPLETE").source()
    no_space = '    [[ "${COMPREPLY[0]}" == *[=/] ]] && compopt -o nospace\n    return 0\n'  # after NAME= and folders
    click.echo(script.replace("    return 0\n", no_space, 1) if shell == "bash" else script)


def _finish(results: "Sequence[Result]", explained: str | None, form: str, output: str | None, strict: bool) -> None:
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
    _write(written, output)
    if strict and any(result.contradicts for result in results):
        sys.exit(1)


def _write(written: str, output: str | None) -> None:
    """Print, or replace a file."""
    if output is None:
        click.echo(written, nl=False)
    else:
        replace_file(output, written)


def main() -> None:
    """Run the command line; bad input ends with every problem on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        commands()
    except EstimatorError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
