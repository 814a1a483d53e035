"""The model against published figures: the page is the current one, known numbers come out, and its sums are right.

ESTIMATOR_UPDATE_GOLDEN=1 pytest tests/test_validation.py rewrites the page.
"""

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from click.testing import CliRunner
from pytest import approx
from scipy.stats import binom

from estimator import EstimatorError
from estimator.catalog.published import Cases
from estimator.cli import commands
from estimator.cli.completion import cases as offered
from estimator.report.validation import COLUMNS, rows, validation_text
from estimator.results.estimates import Estimate
from estimator.validation import Outcome, load_cases, validate

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "validation.md"


@pytest.fixture(scope="module")
def found():
    return validate()


@pytest.fixture(scope="module")
def outcomes(found):
    return {(one.case.key, one.published.quantity): one for one in found.outcomes}


# The page


@pytest.mark.generated
def test_the_page_is_the_current_one(found):
    page = validation_text(found, "markdown")
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        PAGE.write_text(page, "utf-8")
    assert page == PAGE.read_text("utf-8"), "run: estimator validate --format markdown -o docs/validation.md"


def test_the_page_has_every_case_every_miss_and_what_was_left_out(found):
    page = PAGE.read_text("utf-8")
    assert [] == [key for key in found.cases.by_key if f"### {key}\n" not in page]
    assert [] == [one.case.key for one in found.outcomes if one.missed and f"| [{one.case.key}](#" not in page]
    assert [] == [one.title for one in found.cases.left_out if f"- **{one.title}**: {one.because}" not in page]


def test_the_page_says_why_el_capitan_is_overstated():
    _, _, section = PAGE.read_text("utf-8").partition("### el-capitan-by-overhead\n")
    assert "The packages hold CPU and memory inside their limit" in section.partition("###")[0]


def test_every_value_that_lies_outside_its_range_has_its_reason(found):
    assert [] == [
        one.case.key for one in found.outcomes if (one.missed or one.inside is False) and not one.case.because
    ]


def test_what_counts_something_else_says_what_the_gap_is_made_of(found):
    unlike = [case for case in found.cases.by_key.values() if case.kind == "unlike"]
    assert {"altman-water", "gemini-carbon", "isambard-ai-rate", "ten-reactors"} <= {case.key for case in unlike}
    assert all(case.because for case in unlike)


def test_hits_among_what_counts_something_else_are_not_kept_as_evidence(found):
    hits = {one.case.key for one in found.outcomes if one.case.kind == "unlike" and not one.missed}
    assert {"ten-reactors", "crane-homes", "world-fleet-2024"} <= hits


def test_every_miss_stands_on_the_page_with_its_reason():
    table = PAGE.read_text("utf-8").partition("## Where it misses")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| [")]
    assert [] == [line for line in lines if not line.rpartition("| ")[0].rstrip("| ").strip() or line.endswith("|  |")]


# Numbers

KNOWN = [
    ("h100-share", "it_power_per_accelerator", 1453.5),  # 10,200 W × 1.14 ÷ 8
    ("gb200-share", "it_power_per_accelerator", 2090),  # 132,000 W × 1.14 ÷ 72
    ("gpu-share-of-power", "accelerator_capacity", 409.5),  # 1,000 MW ÷ (1.53 × 1.14 × 1.40)
    ("colossus-100k-formula", "facility_capacity", 142.7),  # 100,000 × 700 W × 1.82 × 1.12
    ("gpt-4-cluster", "facility_capacity", 19.95),  # 25,000 × 400 W × 1.82 × 1.096
    ("el-capitan-by-overhead", "it_capacity", 61.6),  # 44,544 × 760 W × 1.82
    ("new-carlisle", "facility_capacity", 1092),  # 1.047 M × 869 W × 1.20
    ("lbnl-2028-low", "capacity_utilisation", 0.500),  # 325 TWh ÷ (74 GW × 8,784 h)
    ("us-fleet-2020", "reactor_capacity_factor", 0.9248),  # 789.88 TWh ÷ (97.2383 GW × 8,784 h)
    ("french-fleet-2022", "reactor_capacity_factor", 0.519),  # 279.0 TWh ÷ (61.37 GW × 8,760 h)
    ("llama-3-1-405b-energy", "training_accelerator_energy", 21_588),  # 30.84 M h × 700 W
    ("llama-3-1-405b-compute", "training_compute", 3.7908e25),  # 6 × 405e9 × 15.6e12
    ("deepseek-v3-compute", "training_compute", 3.2856e24),  # 6 × 37e9 × 14.8e12
    ("gpt-3-energy", "training_facility_energy", 1289.4),  # 3.552 M h × 330 W × 1.10
    ("palm-energy", "training_facility_energy", 3435.8),  # 8,404,992 h × 378.5 W × 1.08
    ("text-stock-compute", "compute_for_text_stock", 4.8e28),  # (4e14)² × 6 ÷ 20
    ("chatgpt-epoch", "energy_per_query", 0.3008),  # 0.2507 Wh × 1.2
    ("gemini-water", "water_per_query", 0.0002532),  # 0.24 Wh ÷ 1.09 × 1.15 L/kWh
    ("google-2024", "annual_scope2_location_based", 11.263e6),  # 32.18 TWh × 350 g/kWh
    ("iren-compute", "compute_capex", 5222),  # 200 MW × 26.11 USD/W
    ("colossus-homes-300", "households", 250_286),  # 300 MW × 8,760 h ÷ 10,500 kWh
]


@pytest.mark.parametrize(("key", "quantity", "expected"), KNOWN, ids=[key for key, _, _ in KNOWN])
def test_a_known_number_comes_out(key, quantity, expected, outcomes):
    assert approx(expected, rel=3e-3) == outcomes[key, quantity].computed.p50


def test_el_capitan_is_overstated_by_2_to_2_3(outcomes):
    # TOP500, November 2024: 1.742 EFLOP/s at 58.89 GFLOP/s/W; 69 MW by the formula with its PUE of 1.12
    ratio = outcomes["el-capitan-by-overhead", "it_capacity"].ratio
    assert approx(2.08, abs=0.01) == ratio
    assert approx(2.33, abs=0.01) == 1.12 * ratio


def test_an_identity_is_within_5_per_cent(found):
    assert [] == [one.case.key for one in found.outcomes if one.case.kind == "identity" and one.error > 0.05]


def test_published_cases_that_the_facts_did_not_name_are_more_than_fifteen(found):
    cited = {source.key for source in found.sources}
    assert {"apertus-2025", "google-environment-2025", "lbnl-report-2024", "olmo-2-paper", "biderman-2023"} <= cited
    assert 15 <= sum(case.kind == "independent" for case in found.cases.by_key.values())


# Scores


@pytest.mark.parametrize("kind", ["independent", "identity", "calibration"])
def test_the_median_error_and_the_worst_case_are_those_of_the_rows(kind, found):
    table = [row for row in rows(found) if row["kind"] == kind]
    errors = {row["case"]: max(row["p50"] / row["published"], row["published"] / row["p50"]) - 1 for row in table}
    each = [max(row["ratio"], 1 / row["ratio"]) - 1 for row in table]
    (score,) = [score for score in found.scores if score.name == kind]
    assert approx(median(each), abs=1e-5) == score.median_error
    assert approx(max(errors.values()), rel=1e-4) == score.worst.error
    assert len(table) == score.values
    assert len({row["case"] for row in table}) == score.cases


def test_the_share_inside_the_ranges_is_that_of_the_rows(found):
    ranged = [row for row in rows(found) if row["kind"] == "independent" and row["p95"] > row["p5"] * (1 + 1e-9)]
    inside = [row for row in ranged if row["p5"] <= row["published"] <= row["p95"]]
    score = found.scores[0]
    assert (len(inside), len(ranged)) == (score.inside, score.ranged)


def test_subjects_add_up_to_the_independent_values(found):
    scores = found.group_scores
    assert found.scores[0].values == sum(score.values for score in scores)
    assert found.scores[0].missed == sum(score.missed for score in scores)


@pytest.mark.parametrize("count", [1, 2, 20, 82, 200])
def test_what_right_ranges_give_is_the_middle_of_a_binomial_count(count, found):
    low, high = replace(found.scores[0], ranged=count).expected
    assert (binom.ppf(0.025, count, 0.9), binom.ppf(0.975, count, 0.9)) == (low, high)


# Verdicts


def outcome(found, value, p5, p50, p95):
    """A published value beside a computed range."""
    first = found.outcomes[0]
    published = replace(first.published, value=replace(first.published.value, parameters=(float(value),)))
    estimate = Estimate(
        system="", name="it_capacity", unit="MW", p5=p5, p50=p50, p95=p95, side="", tier="derived", source=""
    )
    return Outcome(first.case, published, estimate)


@pytest.mark.parametrize(
    ("value", "p5", "p50", "p95", "verdict"),
    [
        (100, 90, 105, 120, "inside the 90 % range"),
        (90, 90, 105, 120, "inside the 90 % range"),
        (100, 102, 105, 120, "within 5 %"),
        (100, 101, 101, 101, "within 1 %"),
        (100, 102, 102, 102, "within 2 %"),
        (100, 110, 110, 110, "within 10 %"),
        (100, 111, 111, 111, "miss, factor 1.11"),
        (100, 40, 50, 60, "miss, factor 2.00"),
        (1, 1500, 2000, 2500, "miss, factor 2,000"),
    ],
)
def test_a_verdict_states_its_limit(value, p5, p50, p95, verdict, found):
    assert verdict == outcome(found, value, p5, p50, p95).verdict


def test_too_high_and_too_low_by_one_factor_are_the_same_error(found):
    assert approx(outcome(found, 100, 200, 200, 200).error) == outcome(found, 200, 100, 100, 100).error


def test_exact_inputs_leave_no_range_to_lie_in(found):
    assert outcome(found, 100, 100, 100, 100).inside is None


# Cases that cannot be computed


def only(key, **changes):
    """The cases, with one of them changed."""
    cases = load_cases()
    return Cases({key: replace(cases.by_key[key], **changes)}, cases.about, cases.left_out)


def test_a_case_that_does_not_determine_its_value_is_told_with_its_line():
    cases = only("iren-compute", given=())
    place = rf"validation/cost\.yaml:{cases.by_key['iren-compute'].line}: iren-compute: compute_capex is open"
    with pytest.raises(EstimatorError, match=place):
        validate(cases=cases)


def test_inputs_that_contradict_each_other_are_told_with_their_line():
    case, other = (load_cases().by_key[key] for key in ("abilene", "nscale-barstow"))
    (ten_times_too_small,) = other.published
    cases = only("abilene", given=(*case.given, ten_times_too_small), published=load_cases().by_key["lumi"].published)
    told = r"power\.yaml:\d+: abilene: its inputs contradict each other: accelerators, facility_capacity"
    with pytest.raises(EstimatorError, match=told):
        validate(cases=cases)


# The command


def called(*words):
    return CliRunner().invoke(commands, ["validate", *words])


def test_a_key_of_no_case_is_told_with_what_was_meant():
    result = called("el-capitain")
    assert isinstance(result.exception, EstimatorError)
    assert "el-capitain is no case of validation; did you mean el-capitan?" == str(result.exception)


def test_named_cases_are_told_with_inputs_and_documents():
    text = called("el-capitan-by-overhead").output
    assert "  server_overhead = 1.82\n    epoch-gpu-clusters: Epoch AI" in text
    assert "counts them twice" in text
    assert "colossus" not in text


def test_the_csv_has_a_row_for_each_published_value(found):
    table = list(csv.DictReader(io.StringIO(validation_text(found, "csv"))))
    assert list(COLUMNS) == list(table[0])
    assert len(found.outcomes) == len(table)


def test_the_json_has_the_rows_of_the_csv(found):
    assert [row["case"] for row in rows(found)] == [row["case"] for row in json.loads(validation_text(found, "json"))]


def test_the_same_case_gives_the_same_text(found):
    again = validate(["colossus-100k-grid"]).outcomes[0]
    (first,) = [one for one in found.outcomes if one.case.key == "colossus-100k-grid"]
    assert (first.computed.p5, first.computed.p50, first.computed.p95) == (
        again.computed.p5, again.computed.p50, again.computed.p95,
    )  # fmt: skip


def test_a_file_gets_what_the_terminal_would(tmp_path):
    target = tmp_path / "case.md"
    called("crane-homes", "--format", "markdown", "-o", str(target))
    assert called("crane-homes", "--format", "markdown").output == target.read_text("utf-8")


def test_keys_are_offered_with_titles():
    assert load_cases().by_key["el-capitan"].title == dict(offered())["el-capitan"]
