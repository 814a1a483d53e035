"""A sweep gives at every point what a run of its own gives, whoever computes it and however it is cut."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator.computing.workers import Threads
from estimator.errors import EstimatorError
from estimator.files.doors import replacing
from estimator.results.result import HEADLINES
from estimator.sweeps import blocks, families, programs
from estimator.sweeps import sweep as module
from estimator.sweeps.axes import Choices, axis_of
from estimator.sweeps.designs import designed
from estimator.sweeps.rounding import rounded

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SMALLEST = SCENARIOS / "two-gigawatts.yaml"
TOLD = ("unit", "p5", "p50", "p95", "side", "tier", "source")


def at_points(sweep):
    """The rows of a sweep by point, without what is swept."""
    found = {}
    for row in sweep:
        found.setdefault(row["point"], {})[row["system"], row["quantity"]] = tuple(row[name] for name in TOLD)
    return found


def of_a_run(path, sets, draws, seed=1, names=HEADLINES):
    """The same of a run."""
    rows = estimator.run(path, sets, draws=draws, seed=seed).to_rows()
    return {(row["system"], row["quantity"]): tuple(row[k] for k in TOLD) for row in rows if row["quantity"] in names}


def test_an_h100_at_1_14_draws_the_1453_watts_that_epoch_has():
    sweep = estimator.sweep(
        SMALLEST, {"it_overhead": [1.0, 1.14]}, settings=["server_rated_power=10.2 kW/server"],
        quantities=["it_power_per_accelerator"],
    )  # fmt: skip
    assert 1453.5 == [row["p50"] for row in sweep][1]


SWEPT = [
    ("two-gigawatts", {"pue": "1.05:1.5:3", "accelerator": "h100-sxm,gb200"}),
    ("two-gigawatts", {"facility_capacity": "100 MW:2 GW:3:log", "grid_loss": "0:0.1:3"}),
    ("two-gigawatts", {"accelerators": "0.5e6:2e6:4"}),
    ("two-gigawatts", {"accelerators": "0.9e6:1.5e6:4"}),
    ("two-gigawatts", {"pue": "1.1:2.5:3", "peak_pue": "1.1,1.2"}),
    ("two-gigawatts", {"mfu": "0.2,0.3..0.5", "year": "2023,2024", "reactor": "epr,ap1000"}),
    (
        "two-gigawatts",
        {"accelerator_price": "20e3 USD2023/accelerator:40e3 USD2023/accelerator:3", "prices": "USD2025"},
    ),
    ("two-gigawatts", {"facility_capacity": ">= 1 GW,2 GW", "pue": "1.1,1.2,1.3"}),
    ("two-gigawatts", {"wue": "0 L/kWh:1 L/kWh:5", "on_site_share": "0,0.1,0.2"}),
    ("two-gigawatts", {"contracted_carbon_intensity": "0 gCO2e/kWh:9 gCO2e/kWh:4"}),
    ("meta-2025", {"site.pue": "1.05:1.5:3"}),
    ("meta-2025", {"fleet-2024.accelerators": "3e5:9e5:3"}),
    ("stargate-2025", {"abilene.pue": "1.05:1.3:3"}),
    ("epr-fleet", {"one-by-capacity.reactor_capacity_factor": "0.5:0.9:3"}),
]


@pytest.mark.parametrize("draws", [50, 5_000])
@pytest.mark.parametrize(("name", "over"), SWEPT, ids=lambda part: part if isinstance(part, str) else "-".join(part))
def test_every_point_is_a_run_of_its_own(name, over, draws):
    path = SCENARIOS / f"{name}.yaml"
    first = estimator.sweep(path, over, draws=50).first
    names = {estimate.name for estimate in first.estimates if name == "two-gigawatts" or estimate.name in HEADLINES}
    sweep = estimator.sweep(path, over, quantities=sorted(names), draws=draws)
    found = at_points(sweep)
    for number, point in enumerate(sweep.design.points(0, len(sweep)), 1):
        sets = [f"{axis.name}={text(sweep, axis, value)}" for axis, value in zip(sweep.axes, point, strict=True)]
        assert of_a_run(path, sets, draws, names=names) == found[number]


def text(sweep, axis, value):
    """A point as --set takes it."""
    from estimator.report.sweep import unit_of

    if isinstance(axis, Choices):
        return axis.texts[int(value)]
    return f"{float(value)!r} {unit_of(axis)}".removesuffix(" 1")


@given(
    st.lists(st.floats(1.01, 3), min_size=3, max_size=4, unique=True),
    st.lists(st.floats(1.01, 3), min_size=1, max_size=2, unique=True),
    st.integers(1, 6_000),
    st.integers(0, 99),
)
@settings(max_examples=15, deadline=None)
def test_any_numbers_draws_and_seeds_give_what_runs_give(pues, peaks, draws, seed):
    found = at_points(estimator.sweep(SMALLEST, {"pue": pues, "peak_pue": peaks}, draws=draws, seed=seed))
    points = [(pue, peak) for pue in pues for peak in peaks]
    for number in {1, len(points)}:
        pue, peak = points[number - 1]
        expected = of_a_run(SMALLEST, [f"pue={pue!r}", f"peak_pue={peak!r}"], draws, seed)
        assert expected == found[number]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("draws", [50, 5_000])
@pytest.mark.parametrize("losses", ["0:1:5", "0.5,0.6,1,0.7", "0.5,0.6,0.7"])
def test_a_value_that_is_not_finite_is_open_as_in_a_run_whatever_stands_beside_it(losses, draws):
    names = ("reactors_by_capacity", "reactors_by_energy", "accelerators")
    sweep = estimator.sweep(SMALLEST, {"grid_loss": losses}, quantities=names, draws=draws)
    found = at_points(sweep)
    for number, loss in enumerate(sweep.axes[0].numbers.tolist(), 1):
        assert of_a_run(SMALLEST, [f"grid_loss={loss!r}"], draws, names=names) == found[number]


def test_points_of_which_none_has_a_value_have_no_rows(monkeypatch):
    monkeypatch.setattr(module, "_WINDOW", 4)
    over = {"grid_loss": "0.5,1", "pue": "1.1:1.4:4"}
    sweep = estimator.sweep(SMALLEST, over, quantities=["reactors_by_capacity"], draws=50)
    assert [1, 2, 3, 4] == [row["point"] for row in sweep]


def test_a_sweep_of_more_draws_than_a_run_keeps_counts_them_as_the_run_does(monkeypatch):
    from estimator.sweeps import shared
    from estimator.uncertainty import measurement

    for where in (measurement, shared):
        monkeypatch.setattr(where, "KEPT", 100_000)
    found = at_points(estimator.sweep(SMALLEST, {"pue": "1.1,1.2,1.3"}, draws=2_000))
    assert of_a_run(SMALLEST, ["pue=1.2"], 2_000) == found[2]


def test_points_know_what_was_known_by_a_day():
    sweep = estimator.sweep(SMALLEST, {"pue": "1.1,1.2,1.3"}, draws=200, as_of="2025-03-01")
    rows = estimator.run(SMALLEST, ["pue=1.2"], draws=200, as_of="2025-03-01").to_rows()
    expected = {(r["system"], r["quantity"]): tuple(r[k] for k in TOLD) for r in rows if r["quantity"] in HEADLINES}
    assert expected == at_points(sweep)[2]


def test_energy_is_linear_in_pue():
    sweep = estimator.sweep(
        SMALLEST, {"pue": "1.1:1.5:5"}, settings=["it_capacity_utilisation=0.5"], quantities=["annual_facility_energy"]
    )  # so that the energy is below that of full power in every hour
    medians = np.array([row["p50"] for row in sweep])
    assert approx(medians[0] / 1.1 * np.linspace(1.1, 1.5, 5), rel=1e-11) == medians


def test_a_grid_has_all_combinations_the_last_changing_fastest():
    points = designed({"pue": "1.1:1.3:3", "accelerator": "h100-sxm,gb200"}, None, None, 1, 100).points(0, 9)
    assert [[1.1, 0], [1.1, 1], [1.2, 0], [1.2, 1], [1.3, 0], [1.3, 1]] == points.tolist()


def test_even_ratios_are_even():
    numbers = axis_of("facility_capacity", "100MW:10 GW:3:log").numbers
    assert [100.0, 1_000.0, 10_000.0] == numbers.tolist()


@given(st.integers(1, 200), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_a_sample_has_one_point_in_every_stratum_and_choices_in_equal_shares(count, seed):
    over = {"pue": "1.1:1.6", "facility_capacity": "1 GW:8 GW:log", "accelerator": "h100-sxm,gb200"}
    points = designed(over, count, None, seed, 1_000).points(0, count)
    assert list(range(count)) == sorted(np.floor((points[:, 0] - 1.1) / 0.5 * count * (1 - 1e-9)).astype(int))
    assert list(range(count)) == sorted(
        np.floor(np.log(points[:, 1] / 1_000) / np.log(8) * count * (1 - 1e-9)).astype(int)
    )
    assert abs(points[:, 2].sum() - count / 2) <= 1


def test_a_sample_is_the_same_however_many_points_are_asked_for_at_once():
    design = designed({"pue": "1.1:1.6", "peak_pue": "1.2,1.3"}, 20, None, 7, 100)
    pieces = np.concatenate([design.points(start, start + 3) for start in range(0, 20, 3)])
    assert design.points(0, 20).tolist() == pieces.tolist()


def test_points_of_a_table_are_those_of_a_grid(tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("pue,accelerator\n1.1,gb200\n1.2,h100-sxm\n1.3,gb200\n", "utf-8")
    found = at_points(estimator.sweep(SMALLEST, points=table, draws=200))
    grid = at_points(estimator.sweep(SMALLEST, ["pue=1.1:1.3:3", "accelerator=h100-sxm,gb200"], draws=200))
    assert [grid[2], grid[3], grid[6]] == [found[1], found[2], found[3]]


def test_points_in_conflict_have_no_numbers_and_say_so():
    rows = estimator.sweep(SMALLEST, {"accelerators": "1.1e6,9e6"}, quantities=["it_capacity"]).to_rows()
    assert [(False, False), (True, True)] == [(row["p50"] is None, row["source"] == "in conflict") for row in rows]


class Elsewhere:
    """Workers of another process, to which work is sent and from which it comes back."""

    count = 3

    def map(self, function, work):
        sent = pickle.dumps(function)
        return (pickle.loads(pickle.dumps(pickle.loads(sent)(pickle.loads(pickle.dumps(one))))) for one in work)


@pytest.mark.parametrize("workers", [Threads(1), Threads(3), Elsewhere()], ids=["one", "three", "elsewhere"])
@pytest.mark.parametrize(("name", "over"), [SWEPT[0], SWEPT[4], SWEPT[2]])
def test_rows_do_not_depend_on_who_computes_them(name, over, workers):
    path = SCENARIOS / f"{name}.yaml"
    first = estimator.sweep(path, over, draws=900).to_rows()
    assert first == estimator.sweep(path, over, draws=900, workers=workers).to_rows()


@pytest.mark.parametrize("length", [1, 7, 1_000])
def test_rows_do_not_depend_on_the_length_of_blocks(length, monkeypatch):
    over = {"pue": "1.1:2.5:20", "accelerator": "h100-sxm,gb200"}
    first = estimator.sweep(SMALLEST, over, draws=123).to_rows()
    monkeypatch.setattr(blocks, "_AT_ONCE", 123 * length)
    monkeypatch.setattr(programs, "_AT_ONCE", 126 * (length + 1))
    monkeypatch.setattr(module, "_WINDOW", 5 * length)
    assert first == estimator.sweep(SMALLEST, over, draws=123).to_rows()


def test_points_that_share_a_plan_give_what_they_give_alone(monkeypatch):
    over = {"pue": "1.1:2.5:4", "server_rated_power": "9 kW/server:12 kW/server:3"}
    together = estimator.sweep(SMALLEST, over, draws=3_000).to_rows()
    monkeypatch.setattr(families, "shared", lambda *_: None)
    assert together == estimator.sweep(SMALLEST, over, draws=3_000).to_rows()


def test_most_points_of_a_grid_are_computed_together(monkeypatch):
    solved = []
    alone = blocks.Alone.result
    monkeypatch.setattr(blocks.Alone, "result", lambda self, stated: solved.append(stated) or alone(self, stated))
    estimator.sweep(SMALLEST, {"pue": "1.1:1.5:300"}, draws=3_000).to_rows()
    assert 10 > len(solved)


def test_a_sweep_can_be_gone_through_again_and_nothing_changes():
    sweep = estimator.sweep(SMALLEST, {"pue": "1.1,1.2"}, draws=100)
    assert sweep.to_rows() == sweep.to_rows()


BAD = [
    ({"pue": "1.5:1.05:3"}, "--over pue=1.5:1.05:3: START and STOP run the wrong way; write the smaller one first"),
    ({"pue": "1.05:1.05:3"}, "--over pue=1.05:1.05:3: START and STOP are equal; write the smaller one first"),
    ({"pue": "1.05:1.5:1"}, "--over pue=1.05:1.5:1: COUNT should be a whole number from 2 up, got 1"),
    ({"pue": "1.05:1.5"}, "--over pue: say how many, such as pue=START:STOP:10, or --sample 100"),
    ({"pue": "1 GW:2 GW:3"}, "--over pue: pue should be a ratio of at least 1, got 1 GW, a power"),
    ({"pue": "0.9,1.2"}, "--over pue: pue should be at least 1, got 0.9"),
    ({"pue": "1.1,,1.2"}, "--over pue: there is an empty value in the list"),
    ({"pue": []}, "--over pue: there is no value"),
    ({"pue": "1.1,1.1"}, "--over pue: 1.1 is listed twice"),
    ({"facility_capacity": "1 GW,1000 MW"}, "--over facility_capacity: 1 GW and 1000 MW are the same value; leave one"),
    ({"facility_capacity": "1.1 GW,2 GW,1100 MW"}, "--over facility_capacity: 1.1 GW and 1100 MW are the same value"),
    ({"mfu": "0.3..0.5,30 %..50 %"}, "--over mfu: 0.3..0.5 and 30 %..50 % are the same value; leave one out"),
    ({"year": "2024,1"}, "--over year: year should be a calendar year from 1950 to 2150, got 1"),
    ({"peu": "1.1,1.2"}, "--over peu: peu is not a quantity; did you mean pue?"),
    ({"site.pue": "1.1,1.2"}, "--over site.pue=1.1: there is no system site"),
    ({"accelerator": "h100"}, "--over accelerator: h100 is no accelerator of the catalog; did you mean h100-pcie or"),
    ({"accelerator": "1:2:3"}, "--over accelerator=1:2:3: accelerator takes a list, such as accelerator=a,b"),
    ({"operating_year": "1,2"}, "--over operating_year: operating_year is a convention and cannot be swept"),
    ({"pue": "1:2:1e9"}, "this is 1,000,000,000 points, more than 100,000; --most-points 1000000000 allows it"),
    ({}, "nothing is swept; write such as --over pue=1.05:1.5:10, or --points FILE.csv"),
    (["pue=1.1,1.2", "pue=1.3"], "--over pue: is swept twice; write one list"),
    (["pue"], "--over pue: write NAME=VALUES, such as pue=1.05:1.5:10, or accelerator=h100-sxm,gb200"),
]


@pytest.mark.parametrize(("over", "message"), BAD, ids=[str(over) for over, _ in BAD])
def test_what_cannot_be_swept_is_refused_with_a_sentence(over, message):
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, over)
    assert str(raised.value).startswith(message)


def test_all_problems_are_told_at_once():
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, {"pue": "2:1:3", "accelerator": "h1,b2", "peak_pue": "0.5,1.2"})
    assert 2 == len(raised.value.problems)  # of the axes; choices are looked up in a file that can be read
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, {"accelerator": "h100-sxm,h1,b2"})
    assert 2 == len(raised.value.problems)


@pytest.mark.parametrize(("name", "values"), [("pue", "1.1,zzz,nan,-3,5 GW"), ("year", "2024,1,-4,9999,2024.5,abc")])
def test_every_bad_value_of_a_list_is_named(name, values):
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, {name: values})
    messages = [str(problem) for problem in raised.value.problems]
    bad = values.split(",")[1:]
    assert len(bad) == len(messages)
    assert all(any(f"got {value}" in message or f"'{value}'" in message for message in messages) for value in bad)


def test_every_bad_value_of_a_table_is_told_with_its_line(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("pue,mfu,year\n1.1,0.3,2024\n\n0.5,zz,abc\nq,,2025\n0.5,0.3,2024\n", "utf-8")
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, points=path)
    expected = [(4, "mfu"), (4, "pue"), (4, "year"), (5, "mfu"), (5, "pue"), (6, "pue")]
    assert expected == [(problem.line, problem.message.split()[0].strip(":")) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("given_", "name", "message"),
    [
        (
            "{it_capacity: 1 GW, peak_pue: 1.2}",
            "facility_capacity=1 GW,2 GW",
            "facility_capacity follows from peak_pue and it_capacity; sweeping it would contradict them: leave it out,"
            " or take one of them from the file",
        ),
        ("{it_capacity: 1 GW}", "it_capacity=1 GW,2 GW", ""),
    ],
)
def test_what_other_facts_determine_is_not_swept(given_, name, message, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"title: t\ngiven: {given_}\n", "utf-8")
    if not message:
        assert 2 == len(estimator.sweep(path, [name]))
        return
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(path, [name])
    assert message == str(raised.value)


def test_two_names_that_determine_a_third_are_not_swept_with_it():
    with pytest.raises(EstimatorError, match="peak_pue follows from it_capacity and facility_capacity"):
        estimator.sweep(SMALLEST, {"it_capacity": "1 GW,1.1 GW", "peak_pue": "1.1,1.2"})


def test_what_is_set_is_not_swept():
    with pytest.raises(EstimatorError, match="pue is both set and swept; leave one of the two out"):
        estimator.sweep(SMALLEST, {"pue": "1.1,1.2"}, settings=["pue=1.3"])


def test_quantities_that_are_none_or_open_are_refused():
    with pytest.raises(EstimatorError, match="acelerators is not a quantity; did you mean accelerators"):
        estimator.sweep(SMALLEST, {"pue": "1.1,1.2"}, quantities=["acelerators"])
    with pytest.raises(EstimatorError, match="capex is open"):
        estimator.sweep(SMALLEST, {"pue": "1.1,1.2"}, quantities=["capex"], assumptions=False)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "{}:1: should begin with a line of names, such as pue,accelerator"),
        ("pue\n", "{}: there are no points under the names"),
        ("pue,pue\n1,2\n", "{}:1: pue stands in two columns"),
        ("pue,mfu\n1.1\n", "{}:2: has 1 values for 2 names"),
        ("pue,mfu\n1.1,\n", "{}:2: mfu is empty here; every point needs a value of it"),
        ("pue\n1.1\n0.5\n", "{}:3: pue: pue should be at least 1, got 0.5"),
        ("pue,mfu\n\n1.1,0.3\n\n0.5,0.4\n", "{}:5: pue: pue should be at least 1, got 0.5"),
        (
            'pue,mfu\n1.1,0.3\n1.2,"0.4\n1.3,0.5\n',
            "{}:3: has a quote that is never closed, or that ends within a value",
        ),
        ("peu\n1.1\n", "{}:1: peu: peu is not a quantity; did you mean pue?"),
        ("pue\n" + "1.1\n" * 11, "{}: holds more than 10 points; --most-points allows more"),
    ],
)
def test_a_table_that_lists_no_points_is_refused_with_its_line(table, message, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(table, "utf-8")
    with pytest.raises(EstimatorError) as raised:
        estimator.sweep(SMALLEST, points=path, most_points=10)
    assert "there are no points" in message or message.format(path) in str(raised.value)


PIECES = st.sampled_from(
    [
        "pue",
        "=",
        ":",
        ",",
        "1.1",
        "1.5",
        "10",
        "log",
        "2 GW",
        "{",
        "}",
        "low: 1",
        "..",
        "-",
        "~",
        ">=",
        "é",
        "1e999",
        " ",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join)), st.booleans())
@settings(max_examples=400, deadline=None)
def test_whatever_is_written_is_a_design_or_a_sentence(written, sampled):
    try:
        design = designed(["pue=" + written, "mfu=0.1:0.5:2"], 3 if sampled else None, None, 1, 50)
    except EstimatorError:
        return
    assert 2 == design.points(0, 1).shape[1]


@given(st.floats(allow_infinity=False))
@settings(max_examples=500)
def test_rounding_many_numbers_is_rounding_each(number):
    assert np.array_equal([float(f"{number:.12g}")], rounded(np.array([number])), equal_nan=True)


def test_a_file_that_is_written_bit_by_bit_is_there_at_the_end_or_not_at_all(tmp_path):
    target = tmp_path / "rows.csv"
    target.write_text("before", "utf-8")

    def interrupted():
        with replacing(str(target)) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ("before", ["rows.csv"]) == (target.read_text("utf-8"), [path.name for path in tmp_path.iterdir()])
    with replacing(str(target)) as file:
        file.write(b"all")
        assert "before" == target.read_text("utf-8")
    assert ("all", ["rows.csv"]) == (target.read_text("utf-8"), [path.name for path in tmp_path.iterdir()])
