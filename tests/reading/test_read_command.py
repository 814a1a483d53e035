"""estimator read: an article in, a draft or a verdict out."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from estimator.cli import commands, main

ROOT = Path(__file__).parents[2]
ARTICLE = str(ROOT / "scenarios" / "french-article.txt")
GOLDEN = ROOT / "tests" / "golden"


def run(*arguments: str, text: bytes | None = None):
    return CliRunner().invoke(commands, ["read", *arguments], input=text)


def assert_golden(name: str, really: str) -> None:
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        (GOLDEN / name).write_text(really, "utf-8")
    assert (GOLDEN / name).read_text("utf-8") == really


@pytest.mark.generated
def test_the_draft_of_the_article():
    assert_golden("french-article.draft.yaml", run(ARTICLE).stdout)


@pytest.mark.generated
def test_the_figures_of_the_article():
    assert_golden("french-article.read.txt", run(ARTICLE, "--format", "text").stdout)


def test_a_draft_is_written_to_a_file(tmp_path):
    target = tmp_path / "draft.yaml"
    assert 0 == run(ARTICLE, "-o", str(target)).exit_code
    assert run(ARTICLE).stdout == target.read_text("utf-8")


def test_an_article_is_checked_in_one_step():
    assert "Verdict:" in run(ARTICLE, "--check").stdout


def test_the_ending_of_a_file_is_its_form(tmp_path):
    target = tmp_path / "draft.json"
    run(ARTICLE, "-o", str(target))
    assert 11 == len(json.loads(target.read_text("utf-8"))["claims"])


def test_an_article_comes_from_standard_input():
    assert 'value: "2 GW"' in run("-", text=b"The campus draws 2 GW.").stdout


def test_a_page_is_known_by_its_beginning():
    found = run("-", "--format", "json", text=b"<html><title>A campus</title><p>The campus draws 2 GW.</p></html>")
    assert "A campus" == json.loads(found.stdout)["title"]


def test_claims_of_somebody_else_pass_the_gate(tmp_path):
    claims = tmp_path / "claims.json"
    run(ARTICLE, "-o", str(claims))
    claims.write_text(json.dumps(json.loads(claims.read_text("utf-8"))["claims"][:2]), "utf-8")
    assert 2 == len(json.loads(run(ARTICLE, "--from", str(claims), "--format", "json").stdout)["claims"])


def test_where_nothing_is_read_it_ends_with_3():
    assert 3 == run("-", text=b"Nothing to see here.").exit_code


def refused(capsys, monkeypatch, *arguments: str) -> str:
    monkeypatch.setattr("sys.argv", ["estimator", "read", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert 2 == ended.value.code
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("empty.txt", b"", "the text is empty"),
        ("paper.pdf", b"%PDF-1.7", "is a PDF; save its text"),
        ("zeros.txt", b"\x00" * 100, "is no text"),
        ("long.txt", b"2 GW " * 1_300_000, "is larger than 6 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys, monkeypatch, name, raw, message):
    (tmp_path / name).write_bytes(raw)
    told = refused(capsys, monkeypatch, str(tmp_path / name))
    assert message in told
    assert name in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([ARTICLE, "--date", "soon"], "date should be"),
        ([ARTICLE, "--only", "wealth"], "wealth is no group of figures"),
        ([ARTICLE, "-o", "draft.pdf"], "ends in .pdf, which this command does not write"),
        (["no-such-file.txt"], "there is no such file"),
        ([ARTICLE, "--from", "no-such-file.json"], "there is no such file"),
    ],
)
def test_options_that_make_no_sense_are_refused(capsys, monkeypatch, arguments, message):
    assert message in refused(capsys, monkeypatch, *arguments)
