"""Every door for files: what is no file, has no end or is too large is refused in a sentence, whatever the command."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from estimator import EstimatorError, cli
from estimator.files.doors import read_input, replace_file

GOOD = "title: t\ngiven: {facility_capacity: 2 GW}\nuse: {accelerator: h100-sxm, reactor: epr}\n"
DOORS = {
    "run": ("run", "{}"),
    "run of several": ("run", "good.yaml", "{}"),
    "check": ("check", "{}"),
    "compare": ("compare", "good.yaml", "{}"),
    "sensitivity": ("sensitivity", "{}", "it_capacity"),
    "sweep": ("sweep", "{}", "--over", "pue=1.1,1.2"),
    "points": ("sweep", "good.yaml", "--points", "{}"),
    "rerun": ("rerun", "{}"),
    "extends": ("run", "over.yaml"),
    "a file of a manifest": ("rerun", "m.json"),
}
STRANGERS = {"a pipe": "pipe", "a device": "/dev/zero", "a socket": "socket"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.fixture(params=STRANGERS)
def stranger(request, folder):
    """Something that is no file, and what it is."""
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")  # by its short name: the folder's is too long for one
        yield STRANGERS[request.param], request.param


@pytest.mark.parametrize("door", DOORS)
def test_what_is_no_file_is_not_waited_for(door, stranger, folder, ends):
    name, kind = stranger
    if door == "extends":
        (folder / "over.yaml").write_text(f"extends: {name}\n", "utf-8")
    if door == "a file of a manifest":
        assert 0 == ends("run", "good.yaml", "--draws", "100", "--manifest", "m.json")[0]
        path = folder / "m.json"
        path.write_text(path.read_text("utf-8").replace('"good.yaml"', f'"{name}"'), "utf-8")
    code, out, err = ends(*(word.format(name) for word in DOORS[door]))
    assert (2, "") == (code, out)
    assert f"is {kind}, which is not read" in err


@pytest.mark.parametrize("door", [door for door in DOORS if "{}" in DOORS[door]])
def test_a_folder_is_no_file(door, folder, ends):
    code, out, err = ends(*(word.format(".") for word in DOORS[door]))
    assert (2, "", True) == (code, out, ".: cannot be read: Is a directory" in err)


def test_a_pipe_of_a_shell_is_read(folder):
    """As `<(command)` and a pipe before the command make them."""
    command = [sys.executable, "-m", "estimator", "run", "/dev/stdin", "--draws", "100"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    finished = subprocess.run(command, input=GOOD, capture_output=True, text=True, env=environment)
    assert (0, "") == (finished.returncode, finished.stderr)
    assert finished.stdout.startswith("t\n=\n")


@pytest.mark.parametrize(("size", "refused"), [(1_000_000, False), (1_000_001, True)])
def test_a_file_is_read_up_to_a_limit(size, refused, folder):
    (folder / "large").write_bytes(b"#" * size)
    if refused:
        with pytest.raises(EstimatorError, match="large:1: is larger than 1 MB; a scenario is a page of text"):
            read_input("large")
    else:
        assert size == len(read_input("large"))


@pytest.mark.parametrize(
    ("door", "message"),
    [
        ("run", "large:1: is larger than 1 MB; a scenario is a page of text"),
        ("rerun", "large:1: is larger than 1 MB; a scenario is a page of text"),
        ("points", "large:1: is larger than 100 MB; split it, and sweep over the parts"),
    ],
)
def test_a_file_without_end_is_refused_with_its_limit(door, message, folder, ends):
    with (folder / "large").open("wb") as file:
        file.truncate(10**12)
    assert (2, "", f"{message}\n") == ends(*(word.format("large") for word in DOORS[door]))


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (b"pue\n" + b"9" * 200_000, 2, "has a value of more than 131,072 characters; a point is a line of short ones"),
        (b"pue\n1.1\n" + b"\0" * 200_000, 3, "has a value of more than 131,072 characters"),
        (b"pue\n'1.1\n\"1.2\n", 3, "has a quote that is never closed, or that ends within a value"),
        (b"pue\n1.1\n\xff\n", 0, "is no table of text; write the points as CSV, with a line of names above them"),
        (b"PAR1\x15\x04\xfe", 0, "is no table of text; write the points as CSV, with a line of names above them"),
        (b"PK\x03\x04\x14\x00\x06\xb5", 0, "is no table of text; write the points as CSV"),
    ],
    ids=["digits", "nothing", "quote", "latin", "parquet", "workbook"],
)
def test_a_table_that_is_none_is_told_as_what_it_is(raw, line, message, folder, ends):
    (folder / "points.csv").write_bytes(raw)
    code, out, err = ends("sweep", "good.yaml", "--points", "points.csv")
    assert (2, "") == (code, out)
    assert err.startswith(f"points.csv{f':{line}' if line else ''}: {message}")


def test_points_that_were_guarded_for_a_spreadsheet_are_read(folder, ends):
    (folder / "plain.csv").write_text("it_capacity_utilisation\n+5e-1\n", "utf-8")
    (folder / "guarded.csv").write_text("it_capacity_utilisation\n'+5e-1\n", "utf-8")
    plain, guarded = (
        ends("sweep", "good.yaml", "--points", f"{name}.csv", "--draws", "100") for name in ("plain", "guarded")
    )
    assert (0, plain[1]) == (guarded[0], guarded[1])


# Where results go


def test_a_pipe_that_nobody_reads_is_not_waited_for(folder, ends):
    os.mkfifo(folder / "pipe")
    message = "pipe cannot be written: it is a pipe that nobody reads; name a file\n"
    assert (2, "", message) == ends("run", "good.yaml", "--draws", "100", "-o", "pipe")


def test_a_socket_is_not_written_to(folder):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(EstimatorError, match="socket cannot be written: it is a socket; name a file"):
            replace_file("socket", "text")


def test_standard_output_may_be_named(folder):
    command = [sys.executable, "-m", "estimator", "run", "good.yaml", "--draws", "100", "-o", "/dev/stdout"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    finished = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (0, "", "t\n=\n") == (finished.returncode, finished.stderr, finished.stdout[:4])


# What the name of a file stands for

WRITERS = {
    "run": ("run", "good.yaml"),
    "estimate": ("estimate", "it_capacity=1 GW"),
    "explain": ("run", "good.yaml", "--explain", "it_capacity"),
    "reactors": ("reactors", "2 GW"),
    "outages": ("reactors", "2 GW", "--outages", "epr"),
    "check": ("check", "good.yaml"),
    "compare": ("compare", "good.yaml", "good.yaml@pue=1.2"),
    "sweep": ("sweep", "good.yaml", "--over", "pue=1.1,1.2"),
    "sensitivity": ("sensitivity", "good.yaml", "it_capacity"),
    "validate": ("validate",),
    "catalog": ("catalog",),
    "changes": ("catalog", "--changes"),
    "quantities": ("quantities",),
    "schema": ("schema",),
}


@pytest.mark.parametrize("ending", [".weird", ".htm", ".svg", ".pdf", ".yaml", ".2"])
@pytest.mark.parametrize("command", WRITERS)
def test_an_ending_that_stands_for_nothing_is_refused_with_those_that_are_known(command, ending, folder, ends):
    code, out, err = ends(*WRITERS[command], "-o", f"out{ending}")
    assert (2, "", ["good.yaml"]) == (code, out, sorted(path.name for path in folder.iterdir()))
    assert f"out{ending} ends in {ending}" in err
    assert (".json" if command == "schema" else ".txt") in err


@pytest.mark.parametrize("option", ["--samples", "--manifest"])
def test_what_is_written_beside_is_called_what_it_is(option, folder, ends):
    code, _, err = ends("run", "good.yaml", option, "out.csv")
    assert 2 == code
    assert err.startswith(f"out.csv ends in .csv; {option} writes ")


def test_a_form_that_is_named_may_go_to_any_file(folder, ends):
    assert (0, "", "") == ends("run", "good.yaml", "--draws", "100", "--format", "csv", "-o", "table.tsv")


def test_what_is_run_again_goes_to_a_file_of_its_form(folder, ends):
    assert 0 == ends("run", "good.yaml", "--draws", "100", "-o", "out.csv", "--manifest", "m.json")[0]
    code, _, err = ends("rerun", "m.json", "-o", "again.json")
    assert (2, "again.json ends in .json; rerun -o writes csv, so name it .csv\n") == (code, err)
    assert 0 == ends("rerun", "m.json", "-o", "again.csv")[0]


# Starting


@pytest.mark.parametrize("backend", ["Qt4Agg", "nonsense", "module://nowhere", ""])
def test_a_picture_needs_no_backend(backend, folder):
    command = [sys.executable, "-m", "estimator", "sweep", "good.yaml", "--over", "pue=1.1,1.2", "--draws", "100"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2]), "MPLBACKEND": backend}
    finished = subprocess.run(
        [*command, "--quantity", "accelerators", "--plot", "s.svg"], capture_output=True, text=True, env=environment
    )
    assert (0, "") == (finished.returncode, finished.stderr)
    assert "<svg" in (folder / "s.svg").read_text("utf-8")


def test_the_package_is_the_command(folder):
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])}
    command = [sys.executable, "-m", "estimator", "run", "none.yaml"]
    finished = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert (2, "", "none.yaml: there is no such file\n") == (finished.returncode, finished.stdout, finished.stderr)
