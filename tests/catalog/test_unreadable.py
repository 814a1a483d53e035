"""What nobody can read in the catalog stops every command, with its file and line: no figure is lost without a word."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import estimator
from estimator import EstimatorError
from estimator.catalog import CATALOG, load_catalog
from estimator.catalog.figures import KINDS
from estimator.catalog.folder import texts
from estimator.catalog.seal import SEAL, digest, is_sealed

from .entries import spoiled

ENTRY = "mistaken:\n  title: t\n  figures: {pue: {value: 1 GW, because: a test}}\n"
DEFAULT = "  it_overhead:\n    value: 1.14"
BROKEN = {
    "a default": ("assumptions.yaml", DEFAULT, "  it_overhead:\n    value: 1.14 GW"),
    "an end of a default": ("assumptions.yaml", "    low: 1.4\n", "    low: low\n"),
    "a default that is none": ("assumptions.yaml", DEFAULT, "  it_overhead:\n    val: 1.14"),
    "an unknown default": ("assumptions.yaml", "  it_overhead:\n", "  it_overheads:\n"),
    "an earlier default": ("assumptions.yaml", "      - value: 1.75\n", "      - value: 1.75 MW\n"),
    "a choice": ("assumptions.yaml", "default: mixed", "default: mixd"),
    "a choice of many": ("assumptions.yaml", "options: [training, inference, mixed]", "options: training"),
    "what a default is by": ("assumptions.yaml", "    by: cooling\n", "    by: [cooling]\n"),
    "a convention": ("conventions.yaml", "value: 8760 h", "value: 8760 W"),
    "a convention of no number": ("conventions.yaml", "value: 1 year", "value: .nan"),
    "a price": ("prices.yaml", "2010: 218.056", "2010: about 218"),
    "a price that is endless": ("prices.yaml", "2010: 218.056", "2010: .inf"),
    "a year of prices": ("prices.yaml", "2010: 218.056", "20100: 218.056"),
    "a rate": ("prices.yaml", "2010: 1.3257", "2010: -1.3257"),
    "a rate of the dollar": ("prices.yaml", "    USD: {", "    NOK: {"),
    "a currency": ("prices.yaml", "    GBP: {", "    pounds: {"),
    "a lag": ("prices.yaml", "known_after: 20 ", "known_after: 1e9 "),
    "a source": ("sources/money.yaml", "  title: ", "  titel: "),
    "a case": ("validation/power.yaml", "", "cases: []\n"),
    "a figure of a case": ("validation/power.yaml", "given:\n", "given:\n      nothing: {value: 1, because: t}\n"),
    "a detector": ("detectors.yaml", "    above: 1.005\n", "    abov: 1.005\n"),
    "no YAML": ("prices.yaml", "consumer_prices:", "consumer_prices: {"),
}
PACKAGE = Path(estimator.__file__).parent
TWO_GIGAWATTS = str(PACKAGE.parent / "scenarios" / "two-gigawatts.yaml")


def files():
    return [path.relative_to(CATALOG).as_posix() for path in texts(CATALOG)]


@pytest.mark.parametrize(("name", "old", "new"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_stops_the_catalog_at_its_line(name, old, new, tmp_path):
    folder, line = spoiled(tmp_path, name, old, new)
    with pytest.raises(EstimatorError) as caught:
        load_catalog(folder)
    lines = [problem.line for problem in caught.value.problems if problem.file == str(folder / name)]
    assert any(abs(found - line) <= 20 for found in lines), str(caught.value)


@pytest.mark.parametrize("name", [name for name in files() if name.partition("/")[0] in KINDS])
def test_a_figure_of_an_entry_that_nobody_asked_for_stops_the_catalog(name, tmp_path):
    folder, _ = spoiled(tmp_path, name, "", ENTRY)
    with pytest.raises(EstimatorError, match=rf"{re.escape(name)}:3: pue"):
        load_catalog(folder)


@pytest.mark.parametrize("name", files())
def test_a_file_that_cannot_be_read_stops_the_catalog(name, tmp_path):
    folder, _ = spoiled(tmp_path, name, "", "")
    (folder / name).write_bytes(b"\xff\xfe")
    with pytest.raises(EstimatorError, match=rf"{re.escape(name)}:1: is not UTF-8 text"):
        load_catalog(folder)


def test_a_pipe_in_the_catalog_is_not_waited_for(tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "")
    os.mkfifo(folder / "grids" / "pipe.yaml")
    with pytest.raises(EstimatorError, match=r"pipe\.yaml: is a pipe, which is not read"):
        load_catalog(folder)


@pytest.mark.parametrize("name", ["grids/more.yml", "grid/more.yaml", "assumption.yaml", "grids/deep/more.yaml"])
def test_a_file_that_nobody_reads_is_told(name, tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(ENTRY, "utf-8")
    with pytest.raises(EstimatorError, match=rf"{re.escape(name)}:1: is read by nobody; the catalog has assumptions, "):
        load_catalog(folder)


def test_a_kind_without_files_is_told(tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "")
    shutil.rmtree(folder / "grids")
    (folder / "grids").mkdir()
    with pytest.raises(EstimatorError, match="grids: holds no file of the catalog"):
        load_catalog(folder)


COMMANDS = {
    "run": ("run", TWO_GIGAWATTS),
    "run as of a day": ("run", TWO_GIGAWATTS, "--as-of", "2025-03-01"),
    "run without defaults": ("run", TWO_GIGAWATTS, "--no-assumptions"),
    "estimate": ("estimate", "it_capacity=1 GW"),
    "check": ("check", TWO_GIGAWATTS),
    "compare": ("compare", TWO_GIGAWATTS, f"{TWO_GIGAWATTS}@pue=1.2"),
    "sweep": ("sweep", TWO_GIGAWATTS, "--over", "pue=1.1,1.2"),
    "sensitivity": ("sensitivity", TWO_GIGAWATTS, "annual_facility_energy"),
    "reactors": ("reactors", "2 GW"),
    "outages": ("reactors", "2 GW", "--outages", "epr"),
    "validate": ("validate",),
    "catalog": ("catalog",),
    "catalog as of a day": ("catalog", "grids", "--as-of", "2025-03-01"),
    "changes": ("catalog", "--changes"),
    "schema": ("schema",),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The package, copied with one default that cannot be read."""
    folder = tmp_path_factory.mktemp("copied") / "estimator"
    shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "catalog" / "assumptions.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(DEFAULT, f"{DEFAULT} GW", 1), "utf-8")
    return folder, text[: text.index(DEFAULT)].count("\n") + 1


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_default_that_cannot_be_read_stops_every_command(command, copied):
    folder, line = copied
    environment = {**os.environ, "PYTHONPATH": str(folder.parent)}
    arguments = [sys.executable, "-m", "estimator", *command]
    finished = subprocess.run(arguments, capture_output=True, text=True, env=environment, cwd=folder.parent)
    assert (2, "") == (finished.returncode, finished.stdout)
    assert re.match(rf".*assumptions\.yaml:({line}|{line + 1}): it_overhead", finished.stderr)


# The seal


@pytest.mark.generated
def test_the_seal_is_that_of_the_catalog():
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        (CATALOG / SEAL).write_text(f"{digest(CATALOG)}\n", "utf-8")
    assert is_sealed(CATALOG), "run: ESTIMATOR_UPDATE_GOLDEN=1 python -m pytest -m generated"


def test_a_catalog_without_a_seal_is_the_same(tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "")
    (folder / SEAL).unlink()
    assert not is_sealed(folder)
    assert list(load_catalog().data) == list(load_catalog(folder).data)


@pytest.mark.parametrize("change", ["a sign", "another file", "another name"])
def test_any_change_breaks_the_seal(change, tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "# another\n" if change == "a sign" else "")
    if change == "another file":
        (folder / "grids" / "more.yaml").write_text("", "utf-8")
    if change == "another name":
        (folder / "grids" / "countries.yaml").rename(folder / "grids" / "others.yaml")
    assert not is_sealed(folder)


def test_the_ends_of_lines_do_not_break_the_seal(tmp_path):
    folder, _ = spoiled(tmp_path, "prices.yaml", "", "")
    path = folder / "prices.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert is_sealed(folder)
