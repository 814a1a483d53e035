"""What a real shell offers at the cursor."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from estimator.cli import commands

ROOT = Path(__file__).parents[1]
BASH = shutil.which("bash")


def offered(*words: str) -> list[str]:
    """What bash offers for the last of some words, cut at = as bash cuts them."""
    listed = " ".join(f"'{word}'" for word in words)
    script = f"""
        eval "$(estimator completion bash)"
        compopt() {{ :; }}
        COMP_WORDS=(estimator {listed}); COMP_CWORD={len(words)}; COMPREPLY=()
        _estimator_completion estimator
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    finished = subprocess.run([BASH, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "" == finished.stderr
    return finished.stdout.split()


pytestmark = pytest.mark.skipif(BASH is None, reason="bash is not installed")


def test_commands_are_offered():
    assert {"run", "reactors", "read", "rerun"} == set(offered("r"))


def test_scenarios_are_offered():
    found = offered("run", "scenarios/m")
    assert "scenarios/meta-2025.yaml" in found
    assert [] == [path for path in found if not path.startswith("scenarios/m")]


def test_folders_on_the_way_to_scenarios_are_offered():
    assert ["scenarios/"] == offered("run", "scen")


def test_files_that_are_no_scenarios_are_not_offered():
    assert [] == offered("run", "README")


def test_the_year_is_offered_as_a_fact():
    assert "year=" in offered("estimate", "ye")


def test_quantities_are_offered_as_facts():
    found = offered("estimate", "facility_")
    assert {"facility_capacity=", "facility_peak_demand=", "facility_power_per_accelerator="} <= set(found)
    assert [] == [word for word in found if not (word.startswith("facility_") and word.endswith("="))]


def test_entries_are_offered_behind_the_equals_sign():
    assert "h100-sxm" in offered("estimate", "it_capacity", "=", "1", "accelerator", "=", "h1")


def test_entries_are_offered_behind_an_equals_sign_just_written():
    assert {"training", "inference", "mixed"} == set(offered("estimate", "workload", "="))


def test_facts_are_offered_after_a_fact():
    assert {"accelerator=", "accelerators="} <= set(offered("estimate", "it_capacity", "=", "1", "acc"))


def test_a_year_is_offered_as_a_fact_and_to_set():
    assert "year=" in offered("estimate", "ye")
    assert "site.year=" in offered("run", "scenarios/meta-2025.yaml", "--set", "site.ye")


def test_names_are_offered_to_sweep_over():
    assert "site.pue=" in offered("sweep", "scenarios/meta-2025.yaml", "--over", "site.p")
    assert ["annual_compute"] == offered("sweep", "scenarios/meta-2025.yaml", "--quantity", "annual_comp")


def test_forms_are_offered():
    assert ["parquet"] == offered("run", "scenarios/meta-2025.yaml", "--format", "par")


def test_a_lone_equals_sign_is_passed_over():
    assert "h100_equivalents=" in offered("estimate", "=", "h1")


def test_shells_that_do_not_cut_words_are_offered_the_whole():
    assert "accelerator=h100-sxm" in offered("estimate", "accelerator=h100-s")


def test_systems_of_the_scenario_are_offered_to_set():
    assert "site.pue=" in offered("run", "scenarios/meta-2025.yaml", "--set", "site.p")


def test_systems_of_the_scenario_are_offered_to_explain():
    words = ("run", "scenarios/meta-2025.yaml", "--explain", "added-2025.annual_fa")
    assert ["added-2025.annual_facility_energy"] == offered(*words)


def test_phases_of_the_scenario_are_offered_as_systems():
    words = ("run", "scenarios/colossus-phases.yaml", "--explain", "colossus-2-announced.annual_fa")
    assert ["colossus-2-announced.annual_facility_energy"] == offered(*words)


def test_quantities_are_offered():
    by = ["reactors_by_capacity", "reactors_by_unforced_capacity", "reactors_by_energy"]
    assert by == offered("quantities", "reactors_by")


def test_reactors_are_offered_to_outages():
    assert {"epr", "epr2"} == set(offered("reactors", "2GW", "--outages", "ep"))


def test_kinds_of_the_catalog_are_offered():
    assert ["accelerators", "assumptions"] == offered("catalog", "a")


def test_entries_of_the_catalog_are_offered():
    assert {"gb200", "gb300"} == set(offered("catalog", "accelerators", "gb"))


def test_a_file_that_cannot_be_read_offers_plain_quantities(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("{", "utf-8")
    assert ["pue="] == offered("run", str(path), "--set", "pue")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed_for(shell):
    result = CliRunner().invoke(commands, ["completion", shell])
    assert "_ESTIMATOR_COMPLETE" in result.output


def test_an_unknown_shell_is_refused_with_those_that_are_known():
    result = CliRunner().invoke(commands, ["completion", "csh"])
    assert (2, True) == (result.exit_code, "'bash'" in result.output)
