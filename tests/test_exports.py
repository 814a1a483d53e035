"""Where results go, in which form, and that no target is ever half-written."""

import io
import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas
import pytest

import estimator
from estimator.cli.options import form_of
from estimator.report import tables
from estimator.report.formats import BINARY, ENDINGS, FORMATS
from estimator.report.machine import as_csv, as_json, as_markdown
from estimator.report.outputs import rendered
from estimator.report.text import text
from estimator.results.result import Result

GOOD = "title: t\nyear: 2025\ngiven: {facility_capacity: 2 GW}\nuse: {accelerator: h100-sxm, reactor: epr}\n"
DRAWS = ("--draws", 300)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.fixture
def result(folder):
    return estimator.run("good.yaml", draws=300)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("ending", "form"), ENDINGS.items())
def test_the_name_of_a_file_stands_for_a_form(ending, form, result, folder, ends):
    assert (0, "", "") == ends("run", "good.yaml", *DRAWS, "-o", f"out{ending}")
    expected = rendered([result], form)
    assert (expected.encode() if isinstance(expected, str) else expected) == (folder / f"out{ending}").read_bytes()


@pytest.mark.parametrize(
    ("output", "form", "expected"),
    [
        (None, None, "text"),
        ("out", None, "text"),
        ("out.log", "text", "text"),
        ("OUT.CSV", None, "csv"),
        ("a.csv/out", None, "text"),
        ("out.csv", "json", "json"),
        ("out.txt", "xlsx", "xlsx"),
        (None, "iamc", "iamc"),
    ],
)
def test_a_form_that_is_asked_for_comes_before_the_name_of_the_file(output, form, expected):
    assert expected == form_of(form, output, *FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_can_be_asked_for(form, folder, ends):
    assert (0, "", "") == ends("run", "good.yaml", *DRAWS, "--format", form, "-o", "out")
    assert (folder / "out").stat().st_size > 100


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in BINARY])
def test_every_form_of_text_is_printed(form, result, ends):
    assert (0, rendered([result], form), "") == ends("run", "good.yaml", *DRAWS, "--format", form)


@pytest.mark.parametrize("form", BINARY)
def test_what_is_no_text_is_not_printed(form, folder, ends):
    message = f"{form} is no text to print; write it to a file with -o FILE.{form}\n"
    assert (2, "", message) == ends("run", "good.yaml", "--format", form)


def test_the_forms_that_were_there_before_are_what_they_were(result):
    forms = {"text": text(result), "json": as_json([result]), "csv": as_csv([result]), "markdown": as_markdown(result)}
    assert forms == {form: rendered([result], form) for form in forms}


def test_estimate_writes_the_same_forms_as_run(folder, ends):
    for form in FORMATS:
        assert 0 == ends("estimate", "it_capacity=1 GW", "year=2025", *DRAWS, "--format", form, "-o", f"out.{form}")[0]
    table = pandas.read_parquet("out.parquet")
    sheet = openpyxl.load_workbook("out.xlsx")["Results"]
    assert 1000.0 == table.set_index("quantity").loc["it_capacity", "p50"]
    assert 1000.0 == next(line[4] for line in sheet.iter_rows(values_only=True) if line[1] == "it_capacity")


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        (["check", "good.yaml"], ".csv"),
        (["reactors", "2 GW"], ".xlsx"),
        (["catalog"], ".md"),
        (["quantities"], ".json"),
        (["sensitivity", "good.yaml", "it_capacity"], ".parquet"),
    ],
    ids=lambda case: case[0] if isinstance(case, list) else case,
)
def test_a_name_for_a_form_that_a_command_does_not_write_is_bad_input(command, ending, folder, ends):
    code, out, err = ends(*command, "-o", f"out{ending}")
    assert (2, "", ["good.yaml"]) == (code, out, names(folder))
    assert f"out{ending} is named as {ENDINGS[ending]}, which this command does not write; --format has text, " in err


def test_other_commands_take_the_form_from_the_name_too(folder, ends):
    assert 0 == ends("reactors", "2 GW", *DRAWS, "-o", "out.json")[0]
    assert json.loads((folder / "out.json").read_text("utf-8"))
    assert 0 == ends("quantities", "-o", "out.md")[0]
    assert (folder / "out.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("module", "form", "message"),
    [
        ("xlsxwriter", "xlsx", "XLSX is written by XlsxWriter: pip install 'estimator[xlsx]'\n"),
        ("pyarrow", "parquet", "Parquet is written by pyarrow: pip install 'estimator[parquet]'\n"),
    ],
)
def test_a_library_that_is_not_installed_is_named(module, form, message, folder, ends, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    (folder / f"out.{form}").write_text("kept", "utf-8")
    assert (2, "", message) == ends("run", "good.yaml", *DRAWS, "-o", f"out.{form}", "--manifest", "m.json")
    assert (["good.yaml", f"out.{form}"], "kept") == (names(folder), (folder / f"out.{form}").read_text("utf-8"))


def test_draws_without_their_library_leave_the_rest_unwritten(folder, ends, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = ends("run", "good.yaml", *DRAWS, "-o", "out.csv", "--samples", "draws.parquet")
    assert (2, "", "Parquet is written by pyarrow: pip install 'estimator[parquet]'\n") == (code, out, err)
    assert ["good.yaml"] == names(folder)


def test_libraries_are_loaded_by_the_forms_that_need_them_only(folder):
    code = """if True:
        import sys
        from estimator.report.outputs import rendered
        import estimator
        results = [estimator.run("good.yaml", draws=100)]
        for form in ("text", "json", "csv", "markdown", "iamc", "bibtex", "parquet", "xlsx"):
            rendered(results, form)
            print(form, *(name for name in ("pyarrow", "xlsxwriter") if name in sys.modules))
    """
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    expected = "text\njson\ncsv\nmarkdown\niamc\nbibtex\nparquet pyarrow\nxlsx pyarrow xlsxwriter\n"
    assert expected == finished.stdout


def test_two_processes_write_the_same_bytes(folder):
    code = """if True:
        import sys
        from hashlib import sha256
        from estimator.report.formats import FORMATS, SAMPLES
        from estimator.report.outputs import rendered
        import estimator
        results = [estimator.run("good.yaml", draws=2000)]
        for form in (*FORMATS, SAMPLES):
            written = rendered(results, form)
            print(form, sha256(written.encode() if isinstance(written, str) else written).hexdigest())
    """
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    )
    assert len(FORMATS) + 1 == len(first.splitlines())
    assert first == second


def test_a_column_that_rows_gain_is_in_every_table(result, monkeypatch):
    rows = [{**row, "year": 2031} for row in result.to_rows()]
    monkeypatch.setattr(Result, "to_rows", lambda _: rows)
    monkeypatch.setattr(tables, "COLUMNS", {**tables.COLUMNS, "year": int})
    found = [
        pandas.read_csv(io.StringIO(rendered([result], "csv"))),
        pandas.read_csv(io.StringIO(rendered([result], "iamc"))),
        pandas.read_parquet(io.BytesIO(rendered([result], "parquet"))),
        pandas.read_excel(io.BytesIO(rendered([result], "xlsx"))),
    ]
    assert [(["int64"], [2031])] * 4 == [([str(table["year"].dtype)], [*table["year"].unique()]) for table in found]


UNWRITABLE = ["none/out", "good.yaml/out", "/proc/out", "a" * 300]


@pytest.mark.parametrize("option", ["-o", "--samples", "--manifest"])
@pytest.mark.parametrize("target", UNWRITABLE, ids=["no folder", "beneath a file", "no place for files", "long name"])
def test_a_target_that_cannot_be_written_is_bad_input(target, option, folder, ends):
    code, out, err = ends("run", "good.yaml", *DRAWS, option, target)
    assert (2, "", ["good.yaml"]) == (code, out, names(folder))
    assert err.startswith(f"{target} cannot be written: ")
    assert 1 == len(err.splitlines())


@pytest.mark.parametrize("form", FORMATS)
def test_a_disk_that_is_full_half_way_leaves_the_old_file(form, folder):
    (folder / "out").write_text("kept", "utf-8")
    command = [sys.executable, "-c", "from estimator.cli import main; main()", "run", "good.yaml", "--draws", "300"]
    finished = subprocess.run(
        [*command, "--format", form, "-o", "out"],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000)),
    )
    assert (2, "", "out cannot be written: File too large\n") == (
        finished.returncode,
        finished.stdout,
        finished.stderr,
    )
    assert ("kept", ["good.yaml", "out"]) == ((folder / "out").read_text("utf-8"), names(folder))


FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(
    not (FULL.exists() and stat.S_ISCHR(FULL.stat().st_mode)), reason="there is no device that is always full"
)


@needs_full
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_device_is_bad_input(form, folder, ends):
    message = "/dev/full cannot be written: No space left on device\n"
    assert (2, "", message) == ends("run", "good.yaml", *DRAWS, "--format", form, "-o", "/dev/full")


@needs_full
def test_a_full_disk_behind_standard_output_is_told(folder):
    command = [sys.executable, "-c", "from estimator.cli import main; main()", "run", "good.yaml", "--draws", "300"]
    with FULL.open("w") as full:
        finished = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (2, "the output cannot be written: No space left on device\n") == (finished.returncode, finished.stderr)


def test_bytes_may_go_into_a_pipe(folder):
    command = f"'{sys.executable}' -c 'from estimator.cli import main; main()' run good.yaml --draws 300"
    piped = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} --format parquet -o /dev/stdout | cat"], capture_output=True
    )
    assert (0, b"", b"PAR1") == (piped.returncode, piped.stderr, piped.stdout[:4])


@pytest.mark.parametrize("option", ["-o", "--samples", "--manifest"])
def test_a_file_without_a_name_is_bad_input(option, folder, ends):
    code, out, err = ends("run", "good.yaml", *DRAWS, option, "")
    assert (2, "", ["good.yaml"]) == (code, out, names(folder))
    assert "cannot be written" in err


def test_a_manifest_is_written_after_what_it_speaks_of(folder, ends):
    code, out, _ = ends("run", "good.yaml", *DRAWS, "-o", "none/out.csv", "--manifest", "m.json")
    assert (2, "", ["good.yaml"]) == (code, out, names(folder))


def test_nothing_is_printed_where_a_file_could_not_be_written(folder, ends):
    assert "" == ends("run", "good.yaml", *DRAWS, "--manifest", "none/m.json")[1]


WRONG = [
    (["-o", "x", "--manifest", "x"], "--output, --samples and --manifest each need a file of their own\n"),
    (["-o", "x", "--samples", "./x"], "--output, --samples and --manifest each need a file of their own\n"),
    (["--explain", "pue", "--format", "csv"], "--explain gives text; leave --format csv out\n"),
    (["good.yaml", "--samples", "x"], "--samples writes the draws of one scenario; give one file\n"),
]


@pytest.mark.parametrize(("options", "message"), WRONG, ids=[" ".join(options) for options, _ in WRONG])
def test_options_that_do_not_go_together_are_bad_input(options, message, folder, ends):
    assert (2, "", message) == ends("run", "good.yaml", *options)
    assert ["good.yaml"] == names(folder)


@pytest.mark.parametrize("name", ["out", "out.txt"])
def test_an_explanation_is_text(name, folder, ends):
    _, shown, _ = ends("run", "good.yaml", *DRAWS, "--explain", "it_capacity")
    assert (0, "", "") == ends("run", "good.yaml", *DRAWS, "--explain", "it_capacity", "-o", name)
    assert shown == (folder / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.xlsx", "out.svg"])
def test_an_explanation_is_not_written_to_what_is_called_otherwise(name, folder, ends):
    code, out, err = ends("run", "good.yaml", *DRAWS, "--explain", "it_capacity", "-o", name)
    assert (2, "", ["good.yaml"]) == (code, out, names(folder))
    assert "which this command does not write; --format has text, and names end in .txt" in err


def test_draws_are_written_beside_an_explanation(folder, ends):
    assert 0 == ends("run", "good.yaml", *DRAWS, "--explain", "it_capacity", "--samples", "d.parquet")[0]
    assert 300 == len(pandas.read_parquet("d.parquet"))


def test_a_contradiction_ends_with_1_after_everything_is_written(folder, ends):
    facts = ["facility_capacity=1 GW", "accelerators=1.3M", "accelerator=h100-sxm"]
    assert 1 == ends("estimate", *facts, *DRAWS, "--strict", "-o", "out.csv", "--manifest", "m.json")[0]
    assert ["good.yaml", "m.json", "out.csv"] == names(folder)
