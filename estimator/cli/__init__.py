"""The command line: the only room that reads arguments, prints and exits."""

import gc
import io
import os
import sys

import click

from estimator import __version__
from estimator.cli.answers import estimate, reactors, run
from estimator.cli.check import check
from estimator.cli.compare import compare
from estimator.cli.output import tell
from estimator.cli.progress import Watch
from estimator.cli.read import read
from estimator.cli.reference import catalog, completions, quantities, schema
from estimator.cli.rerun import rerun
from estimator.cli.sensitivity import sensitivity
from estimator.cli.sweep import sweep
from estimator.cli.validate import validate
from estimator.errors import EstimatorError


@click.group(
    commands=[
        run,
        estimate,
        check,
        read,
        compare,
        sweep,
        reactors,
        sensitivity,
        validate,
        rerun,
        catalog,
        quantities,
        schema,
        completions,
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="estimator %(version)s")
@click.pass_context
def commands(context: click.Context) -> None:
    """Datacenter announcements, solved: power, energy, reactors and compute.

    Facts go in, in any direction; values with 90 % ranges, sources and contradictions come out.
    """
    context.obj = context.with_resource(Watch())


def main() -> None:
    """Run the command line; bad input ends with every problem on stderr and exit code 2."""
    gc.set_threshold(50_000, 20, 20)  # what a run makes it keeps; looking for cycles takes a tenth of a short one
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes 20 ms
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(commands(standalone_mode=False))
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        tell(told.getvalue(), err=True, end="")
        sys.exit(error.exit_code)
    except click.Abort:
        tell("interrupted", err=True)
        sys.exit(_INTERRUPTED)
    except EstimatorError as error:
        tell(str(error), err=True)
        sys.exit(2)
    except BrokenPipeError:
        _drop_output()
        sys.exit(1)
    except OSError as error:  # a full disk behind standard output
        _drop_output()
        tell(f"the output cannot be written: {error.strerror}", err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # to look for cycles once more before all ends takes a tenth of a short run


_INTERRUPTED = 130
"""What shells say of a command that Ctrl-C ended: 128, and the number of the signal."""


def _drop_output() -> None:
    """Send what is left in the buffer of standard output nowhere, else Python tries again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
