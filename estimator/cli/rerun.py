"""The command that runs a manifest again."""

import sys
from pathlib import Path

import click

from estimator.cli.options import check_ending, output_option
from estimator.cli.output import tell
from estimator.cli.progress import watch
from estimator.errors import EstimatorError, Problem
from estimator.files.doors import refuse_overwriting, replace_file
from estimator.report.formats import endings_of

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.


@click.command()
@click.argument("manifest", metavar="MANIFEST", type=click.Path())
@click.option("--anyway", is_flag=True, help="Run although files or versions are not what they were.")
@output_option
def rerun(manifest: str, anyway: bool, output: str | None) -> None:
    """Run a manifest again and compare.

    MANIFEST was written by run or estimate with --manifest. Exits with 1 if
    anything is not the same, byte for byte. -o keeps what comes out now.
    """
    from estimator.report.manifest import differences, read_manifest
    from estimator.report.outputs import Output, rendered
    from estimator.runs import answers

    known = read_manifest(manifest)
    first = known.shape.outputs[0]
    as_then = {*endings_of(first.format), Path(first.path).suffix.lower()} - {""}
    check_ending("rerun -o", output, first.format, *sorted(as_then))
    differing = list(differences(known))
    if differing and not anyway:
        advice = "not run, since not all is what it was; --anyway runs it all the same"
        raise EstimatorError([Problem(advice, manifest), *differing])
    for difference in differing:
        tell(str(difference), err=True)
    results = answers(known.request, lambda: watch().drawn)
    refuse_overwriting([output], [manifest, *(name for result in results for name in result.files)])
    same = True
    for then in known.shape.outputs:
        now = Output(then.format, rendered(results, then.format), output)
        same &= now.sha256 == then.sha256
        tell(f"{then.path or 'printed'} ({then.format}): {now.compared(then.sha256)}")
        if output is not None and then is known.shape.outputs[0]:
            replace_file(output, now.written)
    if not same:
        sys.exit(1)
