"""Commands that tell what is known: the catalog, the vocabulary, the schema, and completions for shells."""

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from estimator.cli import completion
from estimator.cli.options import as_of_option, check_ending, form_of, format_option, offer, output_option
from estimator.cli.output import write
from estimator.errors import EstimatorError

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

CATALOG = ("text", "json", "csv")
CHANGES = (*CATALOG, "markdown")
GLOSSARY = ("text", "markdown")


@click.command()
@click.argument("kind", required=False, shell_complete=offer(lambda *_: completion.kinds()))
@click.argument(
    "key", required=False, shell_complete=offer(lambda _, before: completion.entries(before.get("kind", "")))
)
@format_option(*CHANGES, note="; csv has one row for each figure, and markdown is of --changes")
@output_option
@as_of_option
@click.option("--changes", is_flag=True, help="Show the figures that changed: before, after, and why.")
@click.option("--since", metavar="DATE", help="Show changes from this day on, such as 2026-01-01.")
def catalog(
    kind: str | None,
    key: str | None,
    form: str | None,
    output: str | None,
    as_of: str | None,
    changes: bool,
    since: str | None,
) -> None:
    """Show what is known, with sources.

    All kinds, the entries of one KIND, or one entry by its KEY. With --changes,
    the numbers that changed.
    """
    chosen = form_of(form, output, *(CHANGES if changes else CATALOG))
    if since is not None and not changes:
        raise EstimatorError("--since is of --changes; add it, or use --as-of for what was known by a day")
    from estimator.report.catalog import catalog_table, catalog_text
    from estimator.report.changes import changes_text

    if changes:
        write(changes_text(chosen, since, kind, key, as_of), output)
    elif chosen == "text":
        write(catalog_text(kind, key, as_of), output)
    else:
        write(catalog_table(kind, key, chosen, as_of), output)


@click.command()
@click.argument("name", required=False, shell_complete=offer(lambda *_: completion.quantities()))
@format_option(*GLOSSARY, note="; markdown is a glossary of all quantities")
@output_option
def quantities(name: str | None, form: str | None, output: str | None) -> None:
    """Show the vocabulary and its equations.

    All quantities in reading order, or one by its NAME: meaning, unit, equation, what uses it.
    """
    chosen = form_of(form, output, *GLOSSARY)
    from estimator.report.reference import glossary, quantities_text

    if chosen == "markdown" and name:
        raise EstimatorError(f"the glossary is of all quantities; leave {name} or --format markdown out")
    write(glossary() if chosen == "markdown" else quantities_text(name), output)


@click.command()
@output_option
def schema(output: str | None) -> None:
    """Print the JSON Schema of scenario files.

    Editors complete names and mark mistakes by it.
    """
    check_ending("this command", output, "JSON", ".json")
    from estimator.scenario.schema import schema_text

    write(schema_text(), output)


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completions(shell: str) -> None:
    """Print a script of completions for a shell.

    It completes commands, scenario files, quantities and entries of the catalog. In bash:

    eval "$(estimator completion bash)"
    """
    chosen = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}[shell]
    script = chosen(click.get_current_context().find_root().command, {}, "estimator", "_ESTIMATOR_COMPLETE").source()
    no_space = '    [[ "${COMPREPLY[0]}" == *[=/] ]] && compopt -o nospace\n    return 0\n'  # after NAME= and folders
    click.echo(script.replace("    return 0\n", no_space, 1) if shell == "bash" else script)
