"""The rows of a sweep, written for people and for programs, in one piece or not at all."""

import csv
import io
import json
import os
import re
import signal
from pathlib import Path
from types import SimpleNamespace

import pandas
import pyarrow.parquet
import pytest

import estimator
from estimator import cli
from estimator.errors import EstimatorError
from estimator.files import doors as files
from estimator.report.bands import check_picture, sweep_picture
from estimator.report.sweep import check_form, write_sweep

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SMALLEST = SCENARIOS / "two-gigawatts.yaml"
OVER = {"pue": "1.1,1.2", "accelerator": "h100-sxm,gb200"}
NAMES = ("accelerators", "annual_facility_energy")


@pytest.fixture(scope="module")
def sweep():
    return estimator.sweep(SMALLEST, OVER, quantities=NAMES, draws=500)


def written(sweep, form):
    stream = io.BytesIO()
    write_sweep(sweep, form, stream)
    return stream.getvalue()


def test_a_csv_has_a_row_for_each_point_and_value(sweep):
    rows = list(csv.DictReader(io.StringIO(written(sweep, "csv").decode())))
    head = ["point", "pue", "accelerator", "system", "quantity", "unit", "p5", "p50", "p95", "side", "tier", "source"]
    assert (8, head) == (len(rows), [*rows[0]])
    assert [repr(row["p50"]) for row in sweep] == [row["p50"] for row in rows]


def test_json_has_the_same_rows_and_what_it_takes_to_get_them_again(sweep):
    data = json.loads(written(sweep, "json"))
    assert sweep.to_rows() == data["rows"]
    assert (500, 1, 4, estimator.__version__) == tuple(
        data[name] for name in ("draws", "seed", "points", "estimator_version")
    )
    assert [{"name": "pue", "unit": "1"}, {"name": "accelerator", "unit": ""}] == data["over"]


def test_parquet_has_the_same_rows_with_their_types(sweep, tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(written(sweep, "parquet"))
    assert sweep.to_rows() == pyarrow.parquet.read_table(path).to_pylist()
    frame = pandas.read_parquet(path)
    assert ["int64", "float64"] == [str(frame[name].dtype) for name in ("point", "pue")]
    assert b"500" == pyarrow.parquet.read_schema(path).metadata[b"draws"]


def test_what_is_in_conflict_is_null_and_blank():
    sweep = estimator.sweep(SMALLEST, {"accelerators": "1.1e6,9e6"}, quantities=["it_capacity"], draws=500)
    stream = io.BytesIO(written(sweep, "parquet"))
    assert [False, True] == [row["p50"] is None for row in pyarrow.parquet.read_table(stream).to_pylist()]
    *_, last = csv.reader(io.StringIO(written(sweep, "csv").decode()))
    assert ["", "", "", "", "derived", "in conflict"] == last[-6:]
    assert "in conflict" in written(sweep, "text").decode()


def test_what_is_open_at_a_point_has_no_row_and_is_called_open():
    losses = estimator.sweep(SMALLEST, {"grid_loss": "0:1:3"}, quantities=["reactors_by_capacity"], draws=500)
    assert [1, 2] == [row["point"] for row in json.loads(written(losses, "json"))["rows"]]
    assert [1, 2] == pyarrow.parquet.read_table(io.BytesIO(written(losses, "parquet")))["point"].to_pylist()
    assert 3 == len(written(losses, "csv").splitlines())
    assert re.search(r"^ +\S+( %)? +open$", written(losses, "text").decode(), re.MULTILINE)
    assert "open |" in written(losses, "markdown").decode()
    assert sweep_picture(losses).startswith(b"<?xml")


def test_many_windows_are_one_table(monkeypatch):
    from estimator.sweeps import sweep as module

    monkeypatch.setattr(module, "_WINDOW", 3)
    many = estimator.sweep(SMALLEST, {"pue": "1.1:1.5:10"}, quantities=NAMES, draws=50)
    table = pyarrow.parquet.read_table(io.BytesIO(written(many, "parquet")))
    assert [number for number in range(1, 11) for _ in NAMES] == table["point"].to_pylist()
    assert table.to_pylist() == json.loads(written(many, "json"))["rows"]


def test_people_get_a_line_for_each_point(sweep):
    lines = written(sweep, "text").decode().splitlines()
    assert "A 2 GW site full of H100s: swept over pue and accelerator" == lines[0]
    assert ["pue", "accelerator", *NAMES] == lines[3].split()
    assert re.fullmatch(r"  1\.1  h100-sxm     1\.2 M accelerators \(.*\)  9 TWh \(.*\)", lines[4])


def test_markdown_has_a_column_for_everything(sweep):
    lines = written(sweep, "markdown").decode().splitlines()
    assert "| pue | accelerator | accelerators | annual_facility_energy |" in lines


def test_a_page_of_too_many_points_is_refused_before_it_is_computed():
    many = estimator.sweep(SMALLEST, {"pue": "1.1:1.5:1001"}, draws=50)
    with pytest.raises(EstimatorError, match="text shows up to 1,000 points, and these are 1,001; write a table with"):
        check_form(many, "text")


def test_a_picture_names_its_values_what_is_swept_and_its_sources(sweep):
    svg = sweep_picture(sweep).decode()
    words = {" ".join(text.split()) for text in re.findall(r"<!-- (.*?) -->", svg, re.DOTALL)}
    assert {"accelerators, M accelerators", "annual_facility_energy, TWh", "pue", "h100-sxm", "gb200"} <= words
    assert any(text.startswith("Scenario: A 2 GW site full of H100s. Facts:") for text in words)


@pytest.mark.parametrize(
    "over",
    [{"pue": "1.1:1.5:4"}, {"accelerator": "h100-sxm,gb200"}, {"pue": "1.1:1.5:4", "peak_pue": "1.1:1.5:3"}, OVER],
    ids=["numbers", "choices", "two numbers", "a number and choices"],
)
def test_pictures_are_the_same_bytes_each_time(over):
    found = estimator.sweep(SMALLEST, over, quantities=NAMES[:1], draws=50)
    for form, start in (("svg", b"<?xml"), ("png", b"\x89PNG")):
        assert sweep_picture(found, form) == sweep_picture(found, form)
        assert sweep_picture(found, form).startswith(start)


@pytest.mark.parametrize(
    ("over", "sample", "names", "message"),
    [
        (
            {"pue": "1.1,1.2", "mfu": "0.3,0.4", "peak_pue": "1.1,1.2"},
            None,
            NAMES,
            "one or two inputs, and these are 3",
        ),
        ({"pue": "1.1:1.5:10001"}, None, NAMES, "up to 10,000 points, and these are 10,001"),
        ({"pue": "1.1,1.2"}, None, (), "up to 6 values, and these are 13; choose with --quantity"),
        ({"pue": "1.1:1.5", "peak_pue": "1.1:1.5"}, 9, NAMES, "two numbers needs all combinations"),
    ],
)
def test_what_no_picture_shows_is_refused_before_it_is_computed(over, sample, names, message):
    found = estimator.sweep(SMALLEST, over, sample=sample, quantities=names, draws=50)
    with pytest.raises(EstimatorError, match=message):
        check_picture(found)


@pytest.fixture
def ends(tmp_path, monkeypatch, capsys):
    """How a command ends: its exit code, and what it prints, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def end(*arguments):
        monkeypatch.setattr("sys.argv", ["estimator", "sweep", str(SMALLEST), *arguments])
        code = 0
        try:
            cli.main()
        except SystemExit as exit_:
            code = exit_.code or 0
        out, err = capsys.readouterr()
        return code, out, err

    return end


FEW = ("--over", "pue=1.1:1.3:3", "--quantity", "it_capacity", "--draws", "50")


def test_the_command_prints_or_writes_the_same(ends, tmp_path):
    _, shown, _ = ends(*FEW, "--format", "csv")
    assert (0, "", "") == ends(*FEW, "-o", "rows.csv")
    assert shown == (tmp_path / "rows.csv").read_text("utf-8")
    assert 4 == len(shown.splitlines())


def test_a_table_and_a_picture_are_written_side_by_side(ends, tmp_path):
    assert (0, "", "") == ends(*FEW, "-o", "rows.parquet", "--plot", "rows.svg")
    assert {"rows.parquet", "rows.svg"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("same", ["rows.svg", "./rows.svg", "link.svg"])
def test_a_picture_does_not_replace_the_table(same, ends, tmp_path):
    (tmp_path / "link.svg").symlink_to("rows.svg")
    message = "--output and --plot each need a file of their own\n"
    assert (2, "", message) == ends(*FEW, "-o", "rows.svg", "--plot", same)
    assert ["link.svg"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize("full", [0, 1], ids=["the table", "the picture"])
def test_a_table_and_a_picture_are_both_replaced_or_neither(full, ends, tmp_path, monkeypatch):
    class Full(io.FileIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    opened = []

    def open_(handle, mode):
        opened.append(handle)
        return Full(handle, mode) if len(opened) == full + 1 else os.fdopen(handle, mode)

    for name in ("rows.csv", "rows.svg"):
        (tmp_path / name).write_text("kept", "utf-8")
    before = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    system = SimpleNamespace(**{**vars(os), "fdopen": open_})
    monkeypatch.setattr(files, "os", system)
    code, out, err = ends(*FEW, "-o", "rows.csv", "--plot", "rows.svg")
    refused = ("rows.csv", "rows.svg")[full]
    assert (2, "", f"{refused} cannot be written: No space left on device\n") == (code, out, err)
    assert before == {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}


def test_nothing_is_printed_if_the_picture_cannot_be_written(ends, tmp_path):
    code, out, err = ends(*FEW, "--format", "csv", "--plot", "none/rows.svg")
    assert (2, "", "none/rows.svg cannot be written: No such file or directory\n") == (code, out, err)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_sweep_that_is_ended_leaves_no_part_of_a_file(name, ends, tmp_path, monkeypatch):
    from estimator.sweeps import programs

    number = getattr(signal, name)
    computed = programs.Program.computed

    def is_ended(*arguments):
        os.kill(os.getpid(), number)
        return computed(*arguments)

    before = signal.signal(number, signal.SIG_DFL)
    monkeypatch.setattr(programs.Program, "computed", is_ended)
    try:
        assert (128 + number, "", "") == ends(*FEW, "-o", "rows.csv")
        assert signal.SIG_DFL == signal.getsignal(number)
    finally:
        signal.signal(number, before)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "text"])
def test_a_full_disk_leaves_what_was_there(form, ends, tmp_path, monkeypatch):
    class Full(io.FileIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    (tmp_path / "rows").write_text("kept", "utf-8")
    monkeypatch.setattr(files.os, "fdopen", lambda handle, mode: Full(handle, mode))
    code, out, err = ends(*FEW, "--format", form, "-o", "rows")
    assert (2, "") == (code, out)
    assert "rows cannot be written: " in err
    assert [("rows", "kept")] == [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()]


@pytest.mark.parametrize("target", ["none/rows.csv", "a" * 300 + ".csv", "."])
def test_a_target_that_cannot_be_written_is_bad_input(target, ends, tmp_path):
    code, out, err = ends(*FEW, "--format", "csv", "-o", target)
    assert (2, "", []) == (code, out, list(tmp_path.iterdir()))
    assert "Traceback" not in err


def test_an_error_in_mid_sweep_leaves_nothing(ends, tmp_path, monkeypatch):
    from estimator.sweeps import programs

    def fails(*_):
        raise EstimatorError("the worker is lost")

    monkeypatch.setattr(programs.Program, "computed", fails)
    assert (2, "", "the worker is lost\n") == ends(*FEW, "-o", "rows.csv")
    assert [] == list(tmp_path.iterdir())
    assert (2, "", "the worker is lost\n") == ends(*FEW, "--format", "csv")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--over", "pue=1:2:3", "--most-points", "2"), "this is 3 points, more than 2; --most-points 3 allows it"),
        (("--over", "pue=1:2:3", "--format", "parquet"), "parquet is no text to print"),
        (("--over", "pue=1.1:2:3", "--plot", "a.pdf"), "a.pdf is no name of a picture"),
        (
            ("--over", "pue=1.1:1.2:1e19"),
            "this is 10,000,000,000,000,000,000 points, more than a sweep can have: 1,000",
        ),
        (
            ("--over", "pue=1:2", "--sample", "99999999999999999999", "--most-points", "999999999999999999999"),
            "--sample draws up to 10,000,000 points, got 1",
        ),
        (("--over", "pue=1:2", "--sample", "1e11", "--most-points", "1e11"), "--sample draws up to 10,000,000 points"),
        (
            ("--over", "pue=1:2:1e5", "--over", "mfu=0.1:0.5:1e5", "--most-points", "1e11"),
            "this is 10,000,000,000 points, more than a sweep can have: 1,000,000,000",
        ),
        (("--over", "pue=1:2:3", "--most-points", "0"), "--most-points should be at least 1, got 0"),
        (("--over", "pue=1:2:3", "--most-points", "-5"), "--most-points should be at least 1, got -5"),
        (("--points", "none.csv"), "none.csv: there is no such file"),
        (("--points", "none.csv", "--over", "pue=1,2"), "--points lists whole points; leave --over and --sample out"),
        (("--over", "pue=1.1:2", "--sample", "0"), "--sample should be at least 1, got 0"),
        (("--over", "pue=1.1,2", "--draws", "0"), "draws should be between 1 and"),
        ((), "nothing is swept"),
    ],
)
def test_bad_options_end_with_a_sentence(arguments, message, ends):
    code, out, err = ends(*arguments)
    assert (2, "", True) == (code, out, message in err)


def test_a_pipe_is_written_to(ends, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDWR | os.O_NONBLOCK)
    try:
        assert 0 == ends(*FEW, "--format", "csv", "-o", "pipe")[0]
        assert os.read(reader, 12).startswith(b"point,pue")
    finally:
        os.close(reader)
