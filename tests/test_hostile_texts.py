"""Texts of scenarios, of arguments, of names of files do nothing to terminals, tables, documents, spreadsheets."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estimator.datum import Source
from estimator.report.bibliography import _fields

EVIL = r"\x1b[31m\a\b\r\0\x7f\u009b\u202e\u2066\u200f\u061c\u2028\u0085\nINJECTED | <script> [a](http://b) `c` *d* _e_"
RAW = EVIL.encode().decode("unicode_escape")
KEY = r"k\x1b\u202e"
SCENARIO = f"""
title: "t {EVIL}"
description: "d {EVIL}"
sources:
  "{KEY}": {{title: "s {EVIL}", publisher: "p {EVIL}", date: "x {EVIL}", url: "http://e/{EVIL}",
    licence: "l {EVIL}"}}
systems:
  site:
    title: "y {EVIL}"
    description: "z {EVIL}"
    given:
      facility_capacity: {{value: 2 GW, source: "{KEY}", quote: "q {EVIL}", where: "w {EVIL}"}}
      pue: {{value: 1.1..1.2, because: "=WEBSERVICE(1) {EVIL}"}}
      peak_pue: {{value: 1.2..1.3, because: "@b {EVIL}", quote: "r {EVIL}"}}
    assume:
      it_capacity_utilisation: {{value: 0.5..0.6, because: "+b {EVIL}"}}
    use: {{accelerator: h100-sxm, reactor: epr}}
    year: 2025
claims:
  - {{value: 1.5 GW, reads_as: [site.it_capacity, site.accelerator_capacity], quote: "c {EVIL}", because: "- b {EVIL}"}}
  - {{value: 80 bn USD, about: "a {EVIL}", where: "v {EVIL}"}}
"""
OBEYED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]")
FEW = ("--draws", "100")
COMMANDS = {
    "run": (("run", "evil.yaml", *FEW), ("text", "json", "csv", "markdown", "iamc", "bibtex")),
    "run of several": (("run", "evil.yaml", "evil.yaml", *FEW), ("text", "json", "csv", "markdown")),
    "explain": (("run", "evil.yaml", *FEW, "--explain", "site.pue"), ("text",)),
    "check": (("check", "evil.yaml"), ("text", "json", "markdown")),
    "compare": (("compare", "evil.yaml", "evil.yaml@site.pue=1.3", *FEW), ("text", "json", "csv", "markdown")),
    "gap": (
        ("compare", "evil.yaml", "evil.yaml@site.pue=1.3", *FEW, "--explain", "annual_facility_energy"),
        ("text", "json", "csv", "markdown"),
    ),
    "sweep": (("sweep", "evil.yaml", "--over", "site.pue=1.1,1.2", *FEW), ("text", "json", "csv", "markdown")),
    "sensitivity": (
        ("sensitivity", "evil.yaml", "site.annual_facility_energy", "--draws", "8192"),
        ("text", "json", "csv"),
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evil.yaml").write_text(SCENARIO, "utf-8")
    return tmp_path


CASES = [(command, form) for command, (_, forms) in COMMANDS.items() for form in forms]


@pytest.fixture
def shown(request, folder, ends):
    """What a command prints in a form, and its errors."""
    command, form = request.param
    arguments, forms = COMMANDS[command]
    code, out, err = ends(*arguments, *(("--format", form) if len(forms) > 1 else ()))
    assert (0, "") == (code, err)
    return form, out, err


every = pytest.mark.parametrize("shown", CASES, indirect=True, ids=lambda case: " ".join(case))


@every
def test_no_command_prints_what_a_terminal_obeys(shown):
    _, out, err = shown
    assert ([], []) == (OBEYED.findall(out), OBEYED.findall(err))
    assert out


@every
def test_no_text_begins_a_line_of_its_own(shown):
    _, out, _ = shown
    assert [] == [line for line in out.splitlines() if line.startswith(("INJECTED", "- INJECTED", "| INJECTED"))]


@pytest.mark.parametrize("shown", [case for case in CASES if case[1] == "json"], indirect=True, ids=" ".join)
def test_json_is_json(shown):
    assert json.loads(shown[1])


@pytest.mark.parametrize("shown", [case for case in CASES if case[1] in ("csv", "iamc")], indirect=True, ids=" ".join)
def test_no_cell_of_a_table_is_a_formula(shown):
    rows = list(csv.reader(io.StringIO(shown[1], newline=""), strict=True))
    assert 1 == len({len(row) for row in rows})
    assert [] == [cell for row in rows for cell in row if re.match(r"\s*[=@]|[+-](?![\d.])|\t", cell)]


@pytest.mark.parametrize("shown", [case for case in CASES if case[1] == "markdown"], indirect=True, ids=" ".join)
def test_markdown_is_not_marked_up_by_what_it_shows(shown):
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", shown[1])
    assert None is re.search(r"<script|`c`|\*d\*|(?<!\w)_e_|\[[^\]]*\]\(http", left)
    tables = re.findall(r"(?:^\|.*\|\n)+", left, re.MULTILINE)
    assert [] == [table for table in tables if len({line.count("|") for line in table.splitlines()}) > 1]


def test_a_workbook_holds_what_can_be_seen(folder, ends):
    assert 0 == ends("run", "evil.yaml", *FEW, "-o", "out.xlsx")[0]
    book = openpyxl.load_workbook("out.xlsx")
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert [] == [text for text in texts if OBEYED.search(text)]
    assert any(r"\x1b[31m\x07" in text for text in texts)
    assert book.properties.title.startswith(r"t \x1b[31m\x07")


PICTURES = {
    "sweep": ("sweep", "evil.yaml", "--over", "site.pue=1.1,1.2", "--quantity", "accelerators", *FEW),
    "sensitivity": ("sensitivity", "evil.yaml", "site.annual_facility_energy", "--draws", "8192"),
}


@pytest.mark.parametrize("command", PICTURES)
def test_a_picture_is_a_document_of_text(command, folder, ends):
    assert 0 == ends(*PICTURES[command], "--plot", "out.svg")[0]
    drawn = (folder / "out.svg").read_text("utf-8")
    assert [] == OBEYED.findall(drawn)
    root = ElementTree.fromstring(drawn)
    assert r"t \x1b[31m\x07" in "".join(root.itertext())


@pytest.mark.parametrize("ending", ["txt", "md", "csv", "json", "bib"])
def test_a_file_has_what_would_be_printed(ending, folder, ends):
    assert (0, "", "") == ends("run", "evil.yaml", *FEW, "-o", f"out.{ending}")
    assert [] == OBEYED.findall((folder / f"out.{ending}").read_text("utf-8"))


ARGUMENTS = {
    "a command": ("{}",),
    "an option": ("run", "--{}"),
    "a number": ("run", "evil.yaml", "--seed", "{}"),
    "a file": ("run", "{}"),
    "a file that is checked": ("check", "{}"),
    "an output": ("run", "evil.yaml", *FEW, "-o", "none/{}.txt"),
    "an ending": ("run", "evil.yaml", "-o", "a.{}"),
    "a setting": ("run", "evil.yaml", "--set", "site.pue={}"),
    "a name that is set": ("run", "evil.yaml", "--set", "{}=1"),
    "a fact": ("estimate", "pue={}"),
    "an unknown fact": ("estimate", "{}=1"),
    "an explanation": ("run", "evil.yaml", *FEW, "--explain", "{}"),
    "a load": ("reactors", "2 GW{}"),
    "a reactor": ("reactors", "2 GW", "--outages", "{}"),
    "a kind": ("catalog", "{}"),
    "a quantity": ("quantities", "{}"),
    "a case": ("validate", "{}"),
    "a day": ("run", "evil.yaml", "--as-of", "{}"),
    "what is swept": ("sweep", "evil.yaml", "--over", "site.pue={},2"),
    "a manifest": ("rerun", "{}"),
    "a scheduler": ("run", "evil.yaml", "--scheduler", "tcp://{}"),
    "a variable": ("sensitivity", "evil.yaml", "{}"),
}


@pytest.mark.parametrize("arguments", ARGUMENTS.values(), ids=ARGUMENTS)
def test_an_error_tells_an_argument_without_its_power(arguments, folder, ends):
    evil = RAW.replace("\0", "").replace("/", "")
    code, out, err = ends(*(word.replace("{}", evil) for word in arguments))
    assert (2, "", []) == (code, out, OBEYED.findall(err))
    assert r"\x1b" in err
    assert [] == [line for line in err.splitlines() if line.startswith("INJECTED")]


def test_a_name_of_a_file_does_not_reach_the_report_as_it_is(folder, ends):
    name = "n\nINJECTED\x1b[31m\u202e.yaml"
    (folder / "evil.yaml").rename(name)
    for arguments in (("run", name, *FEW, "--explain", "site.pue"), ("compare", name, name, *FEW), ("check", name)):
        code, out, err = ends(*arguments)
        assert (0, []) == (code, OBEYED.findall(out + err))
        assert [] == [line for line in out.splitlines() if line.startswith("INJECTED")]


@pytest.mark.parametrize("key", ['"a\\nb"', '""', '" a"'])
def test_a_source_has_a_word_for_a_name(key, folder, ends):
    text = f"title: t\nsources:\n  {key}: {{title: x}}\ngiven: {{pue: {{value: 1.1, source: {key}}}}}\n"
    (folder / "key.yaml").write_text(text, "utf-8")
    code, _, err = ends("run", "key.yaml")
    assert (2, True) == (code, err.startswith("key.yaml:3: "))
    assert "is no name of a source; write a word" in err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from('ab {}\\%#$&_~^"\n\x1b\u202e@,='), max_size=20))
def test_the_fields_of_a_reference_have_braces_in_pairs(text):
    for name, value in _fields(Source(key="k", title=text, publisher=text, date=text, url=text, licence=text)):
        depth = 0
        for number, sign in enumerate(value):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth > 0 or number == len(value) - 1
        assert (0, []) == (depth, OBEYED.findall(value))
        assert name == "url" or not re.search(r"(?<!\\)[%#$&]", value)
