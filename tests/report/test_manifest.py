"""Manifests: what they say, that they run again, and when they refuse to."""

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from estimator.report import manifest as manifests

BASE = "title: base\ngiven: {facility_capacity: 1 GW}\nuse: {accelerator: h100-sxm}\n"
FORMS = {"csv": "csv", "json": "json", "md": "markdown", "txt": "text", "parquet": "parquet", "xlsx": "xlsx"}
FORMS |= {"bib": "bibtex"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bases").mkdir()
    (tmp_path / "bases" / "base.yaml").write_text(BASE, "utf-8")
    (tmp_path / "over.yaml").write_text("title: over\nextends: bases/base.yaml\ngiven: {pue: 1.1}\n", "utf-8")
    (tmp_path / "other.yaml").write_text(BASE.replace("base", "other"), "utf-8")
    return tmp_path


def ran(ends, *arguments):
    """A run with a manifest, which is read."""
    assert (0, "") == ends(*arguments, "--draws", 300, "--manifest", "m.json")[::2]
    return json.loads(Path("m.json").read_text("utf-8"))


def digest(path):
    return sha256(Path(path).read_bytes()).hexdigest()


def changed(**fields):
    data = json.loads(Path("m.json").read_text("utf-8"))
    Path("m.json").write_text(json.dumps({**data, **fields}, indent=2), "utf-8")


def test_it_names_the_scenarios_and_what_they_extend_with_their_digests(folder, ends):
    data = ran(ends, "run", "over.yaml", "other.yaml")
    expected = [{"path": name, "sha256": digest(name)} for name in ("over.yaml", "other.yaml", "bases/base.yaml")]
    assert expected == [*data["files"], *data["extends"]]


def test_a_base_that_is_also_run_is_named_as_such_only(folder, ends):
    data = ran(ends, "run", "over.yaml", "bases/base.yaml")
    assert (["over.yaml", "bases/base.yaml"], []) == ([file["path"] for file in data["files"]], data["extends"])


def test_it_names_what_the_numbers_depend_on(folder, ends):
    data = ran(ends, "run", "./over.yaml", "--set", "pue=1.2", "--seed", 5, "--qmc", "--no-assumptions")
    expected = {"command": "run", "settings": ["pue=1.2"], "facts": [], "draws": 300, "seed": 5, "qmc": True}
    assert expected | {"assumptions": False} == {name: data[name] for name in [*expected, "assumptions"]}


def test_it_names_the_versions_that_are_installed(folder, ends):
    import numpy
    import pint
    import pydantic
    import scipy

    import estimator
    from estimator.catalog import load_catalog

    python = ".".join(map(str, sys.version_info[:3]))
    packages = {module.__name__: module.__version__ for module in (numpy, scipy, pint, pydantic)}
    own = {"estimator": estimator.__version__, "catalog": load_catalog().version, "python": python}
    assert own | packages == ran(ends, "run", "over.yaml")["versions"]


def test_it_names_the_library_that_writes_a_form(folder, ends):
    import pyarrow
    import xlsxwriter

    data = ran(ends, "run", "over.yaml", "-o", "r.xlsx", "--samples", "d.parquet")
    expected = {"XlsxWriter": xlsxwriter.__version__, "pyarrow": pyarrow.__version__}
    assert expected == {name: data["versions"][name] for name in expected}


def test_it_has_the_digests_of_what_was_written(folder, ends):
    data = ran(ends, "run", "over.yaml", "-o", "r.csv", "--samples", "d.parquet")
    assert data["outputs"] == [
        {"format": "csv", "path": "r.csv", "sha256": digest("r.csv")},
        {"format": "samples", "path": "d.parquet", "sha256": digest("d.parquet")},
    ]


def test_it_has_the_digest_of_what_was_printed(folder, ends):
    _, printed, _ = ends("run", "over.yaml", "--draws", 300, "--manifest", "m.json")
    expected = [{"format": "text", "sha256": sha256(printed.encode()).hexdigest()}]
    assert expected == json.loads(Path("m.json").read_text("utf-8"))["outputs"]


def test_it_names_no_place_of_the_machine(folder, ends):
    (folder / "out").mkdir()
    run = ["run", folder / "over.yaml", "-o", folder / "r.csv", "--samples", folder / "d.parquet"]
    assert 0 == ends(*run, "--draws", 300, "--manifest", folder / "out" / "m.json")[0]
    text = (folder / "out" / "m.json").read_text("utf-8")
    assert str(folder) not in text
    assert ["../over.yaml", "../bases/base.yaml", "../r.csv", "../d.parquet"] == re.findall(r'"path": "(.*?)"', text)


def test_behind_a_link_it_leads_to_the_same_files(folder, ends):
    (folder / "deep" / "real").mkdir(parents=True)
    (folder / "link").symlink_to("deep/real")
    assert 0 == ends("run", "over.yaml", "--draws", 300, "-o", "r.csv", "--manifest", "link/m.json")[0]
    assert (0, "") == ends("rerun", "link/m.json")[::2]


@pytest.mark.parametrize("ending", FORMS)
def test_every_form_comes_out_the_same_again(ending, folder, ends):
    ran(ends, "run", "over.yaml", "-o", f"r.{ending}")
    code, out, err = ends("rerun", "m.json")
    assert (0, "") == (code, err)
    assert f"r.{ending} ({FORMS[ending]}): the same\n" == out


def test_iamc_draws_and_several_files_come_out_the_same_again(folder, ends):
    ran(ends, "run", "over.yaml", "other.yaml", "--set", "year=2025", "--format", "iamc", "-o", "r.csv")
    assert (0, "") == ends("rerun", "m.json")[::2]
    ran(ends, "run", "over.yaml", "--samples", "d.parquet")
    code, out, _ = ends("rerun", "m.json")
    assert (0, ["printed (text)", "d.parquet (samples)"]) == (code, re.findall(r"^(.*): the same", out, re.MULTILINE))


def test_an_estimate_comes_out_the_same_again(folder, ends):
    data = ran(ends, "estimate", "facility_capacity={low: 1 GW, high: 2 GW}", "accelerator=gb200", "--qmc")
    assert ("estimate", []) == (data["command"], data["files"])
    assert (0, "") == ends("rerun", "m.json")[::2]


def test_a_folder_that_is_moved_as_a_whole_runs_again(folder, ends, monkeypatch):
    ran(ends, "run", "over.yaml", "-o", "r.csv")
    (folder / "moved").mkdir()
    for path in [*folder.glob("*.yaml"), folder / "bases", folder / "m.json"]:
        path.rename(folder / "moved" / path.name)
    assert (0, "") == ends("rerun", "moved/m.json")[::2]
    monkeypatch.chdir(folder / "moved" / "bases")
    assert (0, "") == ends("rerun", "../m.json")[::2]


def test_a_run_again_can_be_kept(folder, ends):
    ran(ends, "run", "over.yaml", "-o", "r.xlsx")
    assert 0 == ends("rerun", "m.json", "-o", "again.xlsx")[0]
    assert digest("r.xlsx") == digest("again.xlsx")


@pytest.mark.parametrize("name", ["over.yaml", "bases/base.yaml"])
def test_a_file_that_has_changed_is_refused_with_its_line(name, folder, ends):
    ran(ends, "run", "over.yaml", "-o", "r.csv")
    then = digest(name)[:12]
    Path(name).write_text(Path(name).read_text("utf-8") + "# changed\n", "utf-8")
    code, out, err = ends("rerun", "m.json")
    line = Path("m.json").read_text("utf-8").splitlines().index(f'      "path": "{name}",') + 1
    told = f"m.json:{line}: {name} is not what it was: SHA-256 {digest(name)[:12]}…, then {then}…\n"
    assert (2, "", True) == (code, out, told in err)
    assert "--anyway" in err


def test_a_file_that_is_gone_is_refused(folder, ends):
    ran(ends, "run", "over.yaml")
    (folder / "bases" / "base.yaml").unlink()
    code, out, err = ends("rerun", "m.json")
    assert (2, "", True) == (code, out, "bases/base.yaml cannot be read: there is no such file" in err)


def test_all_that_differs_is_told_at_once(folder, ends):
    versions = ran(ends, "run", "over.yaml", "other.yaml")["versions"]
    changed(versions={**versions, "numpy": "1.0.0", "catalog": "2020-01", "XlsxWriter": "3.0"})
    for name in ("over.yaml", "other.yaml"):
        Path(name).write_text(BASE, "utf-8")
    code, out, err = ends("rerun", "m.json")
    assert (2, "") == (code, out)
    for told in ("over.yaml is not", "other.yaml is not", "numpy was 1.0.0, and is", "catalog was 2020-01, and is"):
        assert told in err
    assert "XlsxWriter was 3.0, and is " in err


def test_anyway_runs_what_has_changed_and_says_that_the_outcome_has(folder, ends):
    ran(ends, "run", "over.yaml", "-o", "r.csv")
    (folder / "over.yaml").write_text(BASE.replace("1 GW", "2 GW"), "utf-8")
    code, out, err = ends("rerun", "m.json", "--anyway")
    assert (1, True) == (code, out.startswith("r.csv (csv): not the same: SHA-256 "))
    assert "over.yaml is not what it was" in err


def test_anyway_finds_that_a_comment_changes_nothing(folder, ends):
    ran(ends, "run", "over.yaml", "-o", "r.csv")
    with (folder / "over.yaml").open("a") as file:
        file.write("# a comment\n")
    assert 0 == ends("rerun", "m.json", "--anyway")[0]


def test_an_outcome_that_differs_ends_with_1(folder, ends):
    outputs = ran(ends, "run", "over.yaml", "-o", "r.csv")["outputs"]
    changed(outputs=[{**outputs[0], "sha256": "0" * 64}])
    code, out, _ = ends("rerun", "m.json")
    assert (1, True) == (code, out.endswith("then 000000000000…\n"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"manifest": 2}, "manifest: input should be 1"),
        ({"draws": "many"}, "draws: input should be a valid integer"),
        ({"draws": 0}, "draws: input should be greater than or equal to 1"),
        ({"command": "check"}, "command: input should be 'run' or 'estimate'"),
        ({"command": "estimate"}, "run has files, and estimate has facts"),
        ({"colour": "red"}, "colour: extra inputs are not permitted"),
        ({"outputs": []}, "outputs: list should have at least 1 item"),
        ({"outputs": [{"format": "pdf", "sha256": "0" * 64}]}, "outputs.0.format: pdf is no format of this version"),
        ({"files": [{"path": "over.yaml", "sha256": "123"}]}, "files.0.sha256: string should match"),
    ],
    ids=lambda case: "" if isinstance(case, str) else str(case)[:30],
)
def test_a_manifest_that_is_wrong_is_bad_input(fields, message, folder, ends):
    ran(ends, "run", "over.yaml")
    changed(**fields)
    code, out, err = ends("rerun", "m.json")
    assert (2, "") == (code, out)
    assert re.match(r"m\.json:\d+: ", err)
    assert message in err


@pytest.mark.parametrize("text", ["{}", "[]", "title: t\n", "{", "\0", ""])
def test_a_file_that_is_no_manifest_is_bad_input(text, folder, ends):
    (folder / "m.json").write_text(text, "utf-8")
    code, out, err = ends("rerun", "m.json")
    assert (2, "", True) == (code, out, err.startswith("m.json"))


def test_a_manifest_that_is_not_there_is_bad_input(folder, ends):
    assert (2, "", "none.json: there is no such file\n") == ends("rerun", "none.json")


def test_a_scenario_from_a_pipe_has_no_manifest(folder):
    command = "estimator run <(cat bases/base.yaml) --draws 100 --manifest m.json"
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    finished = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
    assert (2, "") == (finished.returncode, finished.stdout)
    assert "is no file that could be read again" in finished.stderr
    assert not (folder / "m.json").exists()


def test_explanations_have_no_manifest(folder, ends):
    code, out, err = ends("run", "over.yaml", "--explain", "pue", "--manifest", "m.json")
    assert (2, "", "--manifest is of results; leave --explain out\n") == (code, out, err)


def test_files_on_another_drive_cannot_be_named(monkeypatch):
    def fails(*_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(manifests.os.path, "relpath", fails)
    with pytest.raises(ValueError, match="different drives"):
        manifests._from("m.json", "over.yaml")
