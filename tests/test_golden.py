"""The reports of the shipped scenarios, line by line. A difference here is what a change does to the reader.

ESTIMATOR_UPDATE_GOLDEN=1 pytest tests/test_golden.py rewrites them.
"""

import os
from pathlib import Path

import pytest

import estimator
from estimator.report.check import check_text
from estimator.report.compare import comparison_text
from estimator.report.gaps import explanation_text
from estimator.report.machine import as_csv, as_json, as_markdown
from estimator.report.outputs import rendered
from estimator.report.text import text

pytestmark = pytest.mark.generated
ROOT = Path(__file__).parents[1]
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
EXPLAINED = {
    "amazon-2024": "new-carlisle.accelerators",
    "colossus-2-gb200s": "it_capacity",
    "colossus-2024": "cluster-2025.facility_capacity",
    "colossus-phases": "colossus-1.h100_equivalents",
    "epr-fleet": "one-by-energy.accelerators",
    "french-requests-80-twh": "facility_capacity",
    "gpus-of-10-gigawatts": "facility_capacity",
    "h100s-of-8-gigawatts": "facility_power_per_accelerator",
    "meta-2022-2028": "fleet-in-2025.accelerators",
    "meta-2025": "site.reactors_by_energy",
    "microsoft-fy2025": "added-fy2025.reactors_by_capacity",
    "one-reactor-of-1400-megawatts": "reactor_annual_energy",
    "sites-of-2026": "abilene.accelerators",
    "stargate-2025": "abilene.peak_pue",
    "three-companies": "meta-nvidia.h100_equivalents",
    "two-gigawatts": "accelerators",
}
CHECKED = [
    "colossus-2-gb200s",
    "french-requests-80-twh",
    "gpus-of-10-gigawatts",
    "h100s-of-8-gigawatts",
    "meta-2025",
    "one-reactor-of-1400-megawatts",
]


def assert_golden(name: str, really: str) -> None:
    golden = ROOT / "tests" / "golden" / name
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        golden.write_text(really, "utf-8")
    assert golden.read_text("utf-8") == really


@pytest.fixture(scope="module")
def results():
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return {name: estimator.run(f"scenarios/{name}.yaml") for name in SCENARIOS}
    finally:
        os.chdir(here)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_report_of_a_scenario_is_the_golden_one(name, results):
    assert_golden(f"{name}.txt", str(rendered([results[name]], "text")))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_explanation_in_a_scenario_is_the_golden_one(name, results):
    assert_golden(f"{name}.explain.txt", results[name].explain(EXPLAINED[name]))


@pytest.mark.parametrize("name", CHECKED)
def test_the_check_of_an_announcement_is_the_golden_one(name):
    checked = estimator.check(ROOT / "scenarios" / f"{name}.yaml")
    assert_golden(f"{name}.check.txt", check_text(checked, "text"))


def test_what_was_announced_reads_as_the_golden_one_as_of_the_spring_after(monkeypatch):
    monkeypatch.chdir(ROOT)
    result = estimator.run("scenarios/meta-2025.yaml", as_of="2025-03-01")
    assert_golden("meta-2025.as-of-2025-03-01.txt", text(result))
    assert_golden("meta-2025.as-of-2025-03-01.explain.txt", result.explain("site.facility_power_per_accelerator"))


def test_the_csv_is_the_golden_one(results):
    assert_golden("two-gigawatts.csv", as_csv([results["two-gigawatts"]]))


def test_the_markdown_is_the_golden_one(results):
    assert_golden("meta-2025.md", as_markdown(results["meta-2025"]))


def test_a_contradiction_reads_as_the_golden_one():
    result = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")
    assert_golden("contradiction.txt", text(result))


def test_a_comparison_reads_as_the_golden_one(monkeypatch):
    monkeypatch.chdir(ROOT)
    sites = ("scenarios/meta-2025.yaml:site", "scenarios/stargate-2025.yaml:abilene", "scenarios/two-gigawatts.yaml")
    comparison = estimator.compare(*sites)
    assert_golden("sites.compare.txt", comparison_text(comparison, "text"))
    assert_golden("sites.gap.txt", explanation_text(comparison, "annual_facility_energy", "text"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_file_and_seed_give_the_same_output(name, results):
    again = estimator.run(ROOT / "scenarios" / f"{name}.yaml")
    assert as_json([results[name]]) == as_json([again])
