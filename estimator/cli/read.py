"""The command that reads an article."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estimator.cli.output import tell, write
from estimator.errors import EstimatorError, Problem
from estimator.files.doors import read_input

if TYPE_CHECKING:
    from estimator.reading.reader import Transcript

# Heavy imports (numpy, pydantic, pint) stand inside the commands, so that --help and errors of usage are instant.

FORMS = ("yaml", "json", "text")

_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".txt": "text"}
_LARGEST = 6_000_000
_ADVICE = "an article is a page of text; give one at a time"
_NOTHING_READ = 3


@click.command()
@click.argument("article", metavar="ARTICLE", type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to this file: .yaml, .json or .txt.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Form of the output; by default the draft, in YAML.")
@click.option("--html", is_flag=True, help="The article is a page in HTML; its title, date and address are taken over.")
@click.option("--language", type=click.Choice(("en", "fr")), help="Language of the article; else told from its words.")
@click.option("--date", metavar="DATE", help="When it came out, such as 2025-01, so that 'this year' is one.")
@click.option("--title", default="", help="Its title, for the draft.")
@click.option("--url", default="", help="Its address, for the draft.")
@click.option("--only", metavar="GROUPS", help="Figures of these groups alone, such as power,money.")
@click.option("--strict", is_flag=True, help="Only figures that can be read in one way, of somebody who is named.")
@click.option(
    "--from", "proposed", metavar="CLAIMS.json", help="Put these claims through the gate, not those of rules."
)
@click.option("--check", "checked", is_flag=True, help="Check the draft at once, and tell the verdict.")
def read(
    article: str,
    output: str | None,
    form: str | None,
    html: bool,
    language: str | None,
    date: str | None,
    title: str,
    url: str,
    only: str | None,
    strict: bool,
    proposed: str | None,
    checked: bool,
) -> None:
    """Read an article into the draft of a scenario.

    Finds the figures of an English or French text, whose they are and what
    they can mean, and writes claims that `check` takes and a person corrects.
    ARTICLE is a file, or - for standard input. Ends with 3 where nothing was
    read.
    """
    chosen = _form(form, output)
    transcript = _transcript(article, html, language, date, title, url, proposed)
    if only is not None:
        transcript = transcript.only([name.strip() for name in only.split(",")])
    if strict:
        transcript = transcript.strict()
    _answer(transcript, chosen, output, [article, *([proposed] if proposed else [])], checked)
    if not transcript.claims:
        tell("nothing was read", err=True)
        sys.exit(_NOTHING_READ)


def _answer(transcript: "Transcript", form: str, output: str | None, read_files: list[str], checked: bool) -> None:
    """Write what was read; where it is checked at once, to a file only, and print the verdict."""
    from estimator.reading.telling import told

    if output is not None or not (checked and transcript.claims):
        write(told(transcript, form), output, [name for name in read_files if name != "-"])
    if checked and transcript.claims:
        from estimator.report.check import check_text

        tell(check_text(transcript.check(), "text"), end="")


def _form(form: str | None, output: str | None) -> str:
    """The form to write: the one asked for, else the one that the name of the file stands for, else the draft."""
    ending = Path(output or "").suffix.lower()
    if form is None and ending and ending not in _ENDINGS:
        known = ", ".join(_ENDINGS)
        raise EstimatorError(f"{output} ends in {ending}, which this command does not write; names end in {known}")
    return form or _ENDINGS.get(ending, "yaml")


def _transcript(
    article: str, html: bool, language: str | None, date: str | None, title: str, url: str, proposed: str | None
) -> "Transcript":
    """What an article says, its page taken apart where it is one."""
    from estimator.reading.decoding import text_of
    from estimator.reading.pages import is_page, page_of
    from estimator.reading.proposals import proposals
    from estimator.reading.reader import read as read_text

    words = text_of(_bytes(article), article)
    if html or is_page(words):
        page = page_of(words)
        words, title, url, date = page.text, title or page.title, url or page.url, date or page.date or None
    claims = proposals(text_of(_bytes(proposed), proposed), proposed) if proposed else None
    name = "standard input" if article == "-" else Path(article).name
    try:
        return read_text(words, language, date, title=title, url=url, name=name, proposed=claims)
    except EstimatorError as error:
        raise EstimatorError(
            [Problem(problem.message, problem.file or article) for problem in error.problems]
        ) from None


def _bytes(name: str) -> bytes:
    """All that a file holds, or standard input."""
    if name != "-":
        return read_input(name, _LARGEST, _ADVICE)
    raw = sys.stdin.buffer.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise EstimatorError([Problem(f"is larger than {_LARGEST // 1_000_000} MB; {_ADVICE}", "standard input")])
    return raw
