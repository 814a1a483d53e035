"""Options that several commands share, and what a shell completes them with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click
from click.shell_completion import CompletionItem

from estimator.characters import visible_line
from estimator.cli import completion
from estimator.errors import EstimatorError
from estimator.report.formats import BINARY, ENDINGS, FORMATS

Command = Callable[..., Any]


class WholeNumber(click.ParamType[int]):
    """A whole number that may be written 1e5."""

    name = "integer"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number, or a message of click's."""
        try:
            number = float(str(value))
            if number == int(number):
                return int(number)
        except (ValueError, OverflowError):
            pass
        self.fail(f"{value} is not a whole number", param, ctx)


def offer(
    words: Callable[[str, dict[str, Any]], completion.Words],
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """A completion of click's from words, which get what is begun and what stands before."""

    def offered(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
        before = {name: value for name, value in context.params.items() if value}
        before.setdefault("files", context.args)  # where an option still lacks its value, nothing is sorted out
        found = words(begun, before)
        return [
            CompletionItem(word, help=visible_line(meaning) or None)
            for word, meaning in found
            if word.startswith(begun) and word.isprintable()  # no name of a file types commands
        ]

    return offered


def format_option(*forms: str, note: str = "") -> Callable[[Command], Command]:
    """The option that chooses the form of the output."""
    told = f"Form of the output{note}; by default that of FILE's ending, or text."
    return click.option("--format", "form", type=click.Choice(forms), help=told)


def form_of(form: str | None, output: str | None, *forms: str) -> str:
    """The form to write: the one asked for, else the one that the name of the file stands for, else text.

    Raises:
        EstimatorError: the ending of the name is unknown, or stands for a form that is not among these; or a form that
            is no text has no file.
    """
    ending = Path(output or "").suffix.lower()
    if form is None and ending and ENDINGS.get(ending) not in forms:
        named = f"is named as {ENDINGS[ending]}" if ending in ENDINGS else f"ends in {ending}"
        known = ", ".join(one for one, stands_for in ENDINGS.items() if stands_for in forms)
        raise EstimatorError(
            f"{output} {named}, which this command does not write; --format has {', '.join(forms)}, and names end in"
            f" {known}"
        )
    chosen = form or ENDINGS.get(ending, "text")
    if chosen in BINARY and output is None:
        raise EstimatorError(f"{chosen} is no text to print; write it to a file with -o FILE.{chosen}")
    return chosen


def check_ending(option: str, path: str | None, what: str, *endings: str) -> None:
    """Refuse the name of a file that stands for something else than what is written to it; no ending is no claim.

    Raises:
        EstimatorError: the name ends in something else.
    """
    ending = Path(path or "").suffix.lower()
    if ending and ending not in endings:
        raise EstimatorError(f"{path} ends in {ending}; {option} writes {what}, so name it {' or '.join(endings)}")


def picture_form(plot: str | None) -> Literal["svg", "png"]:
    """What kind of picture is drawn, by the name of its file.

    Raises:
        EstimatorError: it is the name of none.
    """
    ending = Path(plot).suffix.lower() if plot is not None else ".svg"
    if ending not in (".svg", ".png"):
        raise EstimatorError(f"{plot} is no name of a picture; it should end in .svg or .png")
    return "png" if ending == ".png" else "svg"


settings_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="Override one fact or choice.",
    shell_complete=offer(
        lambda begun, before: completion.settings(begun, [before["file"]] if "file" in before else before["files"])
    ),
)
draws_option = click.option(
    "--draws", type=WholeNumber(), default=100_000, show_default=True, help="Random draws behind the ranges."
)
seed_option = click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws.")
as_of_option = click.option(
    "--as-of", metavar="DATE", help="Take from the catalog only what was known by this day, such as 2025-03-01."
)
output_option = click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file.")
explain_option = click.option(
    "--explain",
    "explained",
    metavar="NAME",
    help="Show where one value comes from, such as site.pue.",
    shell_complete=offer(lambda _, before: completion.variables(before["files"])),
)
scheduler_option = click.option(
    "--scheduler", metavar="ADDRESS", help="Compute on the workers of this Dask scheduler: tcp://HOST:PORT."
)
qmc_option = click.option("--qmc", is_flag=True, help="Draw quasi-random numbers (Sobol, scrambled).")
samples_option = click.option(
    "--samples", type=click.Path(dir_okay=False), help="Write the draws of all values to this Parquet file."
)
strict_option = click.option("--strict", is_flag=True, help="Exit with 1 if data contradict each other.")
facts_only_option = click.option("--no-assumptions", is_flag=True, help="Leave open what only defaults would fill.")
manifest_option = click.option(
    "--manifest", type=click.Path(dir_okay=False), help="Write what it takes to run this again to this JSON file."
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the options of the commands that answer were given."""

    explained: str | None
    draws: int
    seed: int
    qmc: bool
    form: str | None
    output: str | None
    samples: str | None
    manifest: str | None
    scheduler: str | None
    strict: bool
    no_assumptions: bool
    as_of: str | None = None


def answer_options(command: Command) -> Command:
    """The options of Asked, in the order of the help."""
    options = (
        explain_option, draws_option, seed_option, qmc_option, format_option(*FORMATS), output_option, samples_option,
        manifest_option, scheduler_option, strict_option, facts_only_option, as_of_option,
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command
