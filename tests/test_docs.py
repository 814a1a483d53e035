"""Every console block and doctest of the documentation is run, and shows what really comes out."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sybil.document import Document
from sybil.example import Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from estimator.cli import commands
from estimator.report.reference import glossary

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
UPDATE = "ESTIMATOR_UPDATE_GOLDEN" in os.environ


def output_of(command: str) -> str:
    """What a command of the documentation prints, with `estimator` being this one."""
    environment = {
        **os.environ,
        "COLUMNS": "80",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    finished = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode in (0, 141), finished.stderr
    return finished.stdout


def shows_what_comes_out(example: Example) -> str | None:
    command, _, shown = example.parsed.partition("\n")
    assert command.startswith("$ "), "a console block starts with `$ command`"
    really = output_of(command.removeprefix("$ "))
    if UPDATE:
        page = Path(example.path)
        page.write_text(page.read_text("utf-8").replace(f"{command}\n{shown}```", f"{command}\n{really}```"), "utf-8")
        return None
    assert shown == really
    return None


PARSERS = [CodeBlockParser(language="console", evaluator=shows_what_comes_out), PythonCodeBlockParser()]
EXAMPLES = [
    (document, example)
    for page in PAGES
    for document in [Document.parse(str(page), *PARSERS)]
    for example in document.examples()
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A place with the shipped scenarios, where commands may write."""
    place = tmp_path_factory.mktemp("place")
    shutil.copytree(ROOT / "scenarios", place / "scenarios")
    return place


@pytest.mark.generated
@pytest.mark.parametrize(("document", "example"), EXAMPLES, ids=[f"{Path(e.path).name}:{e.line}" for _, e in EXAMPLES])
def test_the_documentation_shows_what_comes_out(document, example, folder, monkeypatch):
    monkeypatch.chdir(folder)
    example.evaluate()


def test_the_two_commands_of_the_readme_are_the_ones_that_ci_runs():
    readme, ci = (ROOT / "README.md").read_text("utf-8"), (ROOT / ".ci" / "run").read_text("utf-8")
    commands = re.findall(r"^python3 -m venv .*$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert "grep '^python3 -m venv' README.md" in ci


def test_every_command_is_named_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [] == [name for name in commands.commands if f"estimator {name}" not in readme]


def test_every_command_has_its_help_in_the_documentation():
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [] == [name for name in commands.commands if f"$ estimator {name} --help\n" not in page]


def test_every_command_has_an_example_in_the_documentation():
    page = (ROOT / "docs" / "commands.md").read_text("utf-8") + (ROOT / "docs" / "editor.md").read_text("utf-8")
    lines = re.findall(r"^\$ (.*)", page, re.MULTILINE)
    examples = [name for line in lines for name in re.findall(r"\bestimator (\w+)\b(?! --help)", line)]
    assert {*commands.commands} - {"completion"} == {*examples} - {"completion"}


@pytest.mark.generated
def test_the_glossary_is_the_current_one():
    page = ROOT / "docs" / "glossary.md"
    if UPDATE:
        page.write_text(glossary(), "utf-8")
    assert glossary() == page.read_text("utf-8"), "run: estimator quantities --format markdown -o docs/glossary.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]
