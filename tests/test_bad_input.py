"""Whatever the input, the command line ends with sentences and exit code 2, and nothing half-written."""

import json
import os
import random
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import estimator
from estimator.errors import EstimatorError
from estimator.files import doors
from estimator.scenario import read_scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
GOOD = "title: t\ngiven: {facility_capacity: 2 GW}\nuse: {accelerator: h100-sxm, reactor: epr}\n"
FUZZ = int(os.environ.get("ESTIMATOR_FUZZ", "1500"))

BAD_FILES = [
    ("no YAML", "title: t\ngiven: {\n", 3),
    ("a tab", "title: t\ngiven:\n\tpue: 1.1\n", 3),
    ("nothing", "", 1),
    ("only a comment", "# nothing\n", 1),
    ("a list", "- title\n", 1),
    ("a NUL", "title: t\n\0\n", 2),
    ("a duplicate key", "title: t\ntitle: t\n", 2),
    ("an alias", "title: t\ndescription: *t\n", 2),
    ("endless nesting", "title: " + "[" * 100_000, 1),
    ("nothing given", "title: t\n", 1),
    ("an unknown quantity", "title: t\ngiven:\n  it_capacty: 1 GW\n", 3),
    ("a wrong dimension", "title: t\ngiven:\n  it_capacity: 1 GWh\n", 3),
    ("no unit", "title: t\ngiven:\n  it_capacity: 1\n", 3),
    ("a PUE below one", "title: t\ngiven:\n  pue: 0.6\n", 3),
    ("a negative count", "title: t\ngiven:\n  accelerators: -5\n", 3),
    ("a range the wrong way round", "title: t\ngiven:\n  pue: 1.4..1.1\n", 3),
    ("an unknown accelerator", "title: t\ngiven: {pue: 1.1}\nuse:\n  accelerator: h100\n", 4),
    ("a missing source", "title: t\ngiven:\n  pue:\n    value: 1.1\n    source: nobody\n", 5),
    ("an unused source", "title: t\nsources:\n  nobody: {title: Nothing}\ngiven: {pue: 1.1}\n", 3),
    ("a part of itself", "title: t\nsystems:\n  a:\n    parts: [a]\n", 4),
    ("a base that is not there", "title: t\ngiven: {pue: 1.1}\nextends: none.yaml\n", 3),
    ("a base that is itself", "extends: bad.yaml\ntitle: t\ngiven: {pue: 1.1}\n", 1),
    (
        "different years",
        "title: t\nsystems:\n  a: {given: {pue: 1.1}, year: 2024}\n  b:\n    parts: [a]\n    year: 2025\n",
        5,
    ),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in BAD_FILES], ids=[case[0] for case in BAD_FILES])
def test_a_bad_file_ends_with_its_line_and_leaves_the_output_alone(text, line, folder, ends):
    (folder / "bad.yaml").write_text(text, "utf-8")
    (folder / "out.txt").write_text("kept", "utf-8")
    code, out, err = ends("run", "bad.yaml", "-o", "out.txt")
    assert (2, "", "kept") == (code, out, (folder / "out.txt").read_text("utf-8"))
    assert re.match(rf"bad\.yaml:{line}: \S", err)
    assert ["bad.yaml", "good.yaml", "out.txt"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("raw", "line"),
    [(bytes(range(256)), 2), ("t: t\n".encode("utf-16"), 1), ("title: é\n".encode("latin-1"), 1), (b"#" * 10**7, 1)],
    ids=["binary", "utf-16", "latin-1", "10 MB"],
)  # fmt: skip
def test_a_file_that_is_no_text_ends_with_its_line(raw, line, folder, ends):
    (folder / "bad.yaml").write_bytes(raw)
    code, _, err = ends("run", "bad.yaml")
    assert (2, f"bad.yaml:{line}") == (code, err.rpartition(": ")[0])


@pytest.mark.parametrize(
    ("name", "message"),
    [("none.yaml", "none.yaml: there is no such file\n"), (".", ".: cannot be read: Is a directory\n")],
    ids=["missing", "directory"],
)
def test_a_path_that_is_no_file_is_named(name, message, folder, ends):
    assert (2, "", message) == ends("run", name)


def test_the_problems_of_all_files_are_reported_together(folder, ends):
    (folder / "one.yaml").write_text("title: t\ngiven: {pue: 0.6, accelerators: -5}\n", "utf-8")
    (folder / "two.yaml").write_text("given: {mfu: 2}\n", "utf-8")
    code, out, err = ends("run", "two.yaml", "good.yaml", "one.yaml")
    assert (2, "") == (code, out)
    assert ["one.yaml:2", "one.yaml:2", "two.yaml:1", "two.yaml:1"] == [
        ":".join(problem.split(":")[:2]) for problem in err.splitlines()
    ]


def test_a_good_run_ends_well(folder, ends):
    code, out, err = ends("run", "good.yaml", "--draws", "100")
    assert (0, "") == (code, err)
    assert "2.0 GW" in out


def test_a_good_run_replaces_the_output_and_leaves_nothing_else(folder, ends):
    (folder / "out.txt").write_text("old", "utf-8")
    _, shown, _ = ends("run", "good.yaml", "--draws", "100")
    assert (0, "", "") == ends("run", "good.yaml", "--draws", "100", "-o", "out.txt")
    assert shown == (folder / "out.txt").read_text("utf-8")
    assert ["good.yaml", "out.txt"] == sorted(path.name for path in folder.iterdir())


def test_replacing_a_file_keeps_its_permissions(folder, ends):
    (folder / "out.txt").touch(mode=0o600)
    ends("run", "good.yaml", "--draws", "100", "-o", "out.txt")
    assert 0o600 == stat.S_IMODE((folder / "out.txt").stat().st_mode)


def test_the_output_is_never_half_written(folder, ends, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    (folder / "out.txt").write_text("kept", "utf-8")
    monkeypatch.setattr(doors.os, "replace", fails)
    assert (2, "", "out.txt cannot be written: No space left on device\n") == ends(
        "run", "good.yaml", "--draws", "100", "-o", "out.txt"
    )
    assert "kept" == (folder / "out.txt").read_text("utf-8")
    assert ["good.yaml", "out.txt"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "target",
    ["none/out.txt", "good.yaml/out.txt", "a" * 300, ".", ""],
    ids=["no directory", "beneath a file", "long name", "a directory", "no name"],
)
def test_a_target_that_cannot_be_written_is_bad_input(target, folder, ends):
    code, out, err = ends("run", "good.yaml", "--draws", "100", "-o", target)
    assert (2, "") == (code, out)
    assert "Traceback" not in err
    assert ["good.yaml"] == sorted(path.name for path in folder.iterdir())


def test_a_pipe_given_as_output_is_written_to_and_not_replaced(folder, ends):
    os.mkfifo(folder / "pipe")
    reader = os.open(folder / "pipe", os.O_RDWR | os.O_NONBLOCK)
    try:
        ends("run", "good.yaml", "--draws", "100", "-o", "pipe")
        assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)
    finally:
        os.close(reader)


def test_a_link_given_as_output_stays_a_link(folder, ends):
    (folder / "real.txt").write_text("old", "utf-8")
    (folder / "link.txt").symlink_to("real.txt")
    ends("run", "good.yaml", "--draws", "100", "-o", "link.txt")
    assert (folder / "link.txt").is_symlink()


@pytest.mark.parametrize("draws", ["0", "-5", "1e12", "1.5", "nan", "inf", "many", "9" * 400])
@pytest.mark.parametrize(
    "command",
    [
        ["run", "good.yaml"],
        ["estimate", "it_capacity=1 GW"],
        ["reactors", "2 GW"],
        ["sensitivity", "good.yaml", "annual_facility_energy"],
    ],
    ids=lambda c: c[0],
)
def test_a_number_of_draws_without_sense_is_bad_input(command, draws, folder, ends):
    code, out, err = ends(*command, "--draws", draws)
    assert (2, "") == (code, out)
    assert "draws" in err


def test_a_division_by_zero_leaves_open_what_it_concerns(ends):
    code, out, _ = ends("estimate", "facility_capacity=2 GW", "reactor=olkiluoto-3", "grid_loss=1")
    assert (0, True) == (
        code,
        "reactors_by_energy: needs no more data: these give it no finite value" in " ".join(out.split()),
    )


BAD_ARGUMENTS = [
    (["run"], "FILE"),
    (["run", "good.yaml", "--set", "facility_capacity"], "write NAME=VALUE"),
    (["run", "good.yaml", "--set", "facility_capacity="], "write NAME=VALUE"),
    (["run", "good.yaml", "--set", "site.pue=1.1"], "there is no system site"),
    (["run", "good.yaml", "--set", "peu=1.1"], "did you mean pue?"),
    (["run", "good.yaml", "--set", "pue=0.6"], "--set pue: pue should be at least 1"),
    (["run", "good.yaml", "--set", "accelerator=h100"], "did you mean h100-pcie or"),
    (["run", "good.yaml", "--set", "operating_year=1 h"], "is a convention"),
    (["run", "good.yaml", "--seed", "-1"], "--seed"),
    (["run", "good.yaml", "--format", "pdf"], "--format"),
    (["run", "good.yaml", "--explain", "peu"], "peu is not a quantity"),
    (["estimate"], "NAME=VALUE"),
    (["estimate", "it_capacity"], "write NAME=VALUE"),
    (["estimate", "it_capacity=1 GW", "it_capacity=2 GW"], "given twice"),
    (["estimate", "it_capacty=1 GW"], "did you mean it_capacity?"),
    (["estimate", "it_capacity=1 GWh"], "an energy"),
    (["estimate", "it_capacity=9**9**9 W"], "not a unit"),
    (["estimate", "it_capacity=" + "9" * 10_000], "too long"),
    (["reactors", "2"], "without a unit"),
    (["reactors", "2 GWh"], "an energy"),
    (["reactors", "--", "-2 GW"], "at least 0 MW"),
    (["reactors", "2 GW", "--outages", "eprr"], "did you mean epr"),
    (["reactors", "2 GW", "--outages", "epr", "--all"], "leave --utilisation and --all out"),
    (["reactors", "2 GW", "--outages", "epr", "--utilisation", "0.5"], "leave --utilisation and --all out"),
    (["reactors", "2 GW", "--outages", "epr", "--outage-rate", "5"], "between 0 and 1"),
    (["reactors", "2 GW", "--standard", "0 h"], "reliability_standard should be above 0"),
    (["catalog", "accelerator-s"], "no kind of the catalog"),
    (["catalog", "accelerators", "h100"], "h100"),
    (["quantities", "peu"], "peu is not a quantity"),
    (["solve"], "solve"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), BAD_ARGUMENTS, ids=[" ".join(case[0])[:40] for case in BAD_ARGUMENTS]
)
def test_a_bad_argument_is_bad_input(arguments, message, folder, ends):
    code, out, err = ends(*arguments)
    assert (2, "") == (code, out)
    assert message in err


SENSELESS = {
    "overflow": "1e308 GW",
    "a middle that overflows": "1e200..1e201 MW",
    "a middle that underflows": "1e-200..1e-199 MW",
    "no text": "\udcff",
}


@pytest.mark.parametrize("value", SENSELESS.values(), ids=SENSELESS)
def test_a_fact_beyond_all_sense_is_bad_input(value, folder, ends):
    code, _, err = ends("estimate", f"it_capacity={value}")
    assert 2 == code
    assert "it_capacity" in err


@pytest.mark.parametrize("quantity", ["fleet-2024.h100_equivalents=500k H100e", "site.compared_reactors=3"])
def test_setting_a_fact_does_not_make_its_source_an_error(quantity):
    scenario = read_scenario(SCENARIOS / "meta-2025.yaml", [quantity])
    assert "Meta, January 2025" == scenario.title


def really(*arguments, cwd):
    """What the shell sees."""
    script = "from estimator.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_shell_sees_bad_input_as_exit_code_2(folder):
    (folder / "bad.yaml").write_text("title: t\ngiven:\n  pue: 0.6\n", "utf-8")
    finished = really("run", "bad.yaml", cwd=folder)
    assert (2, "", "bad.yaml:3: pue should be at least 1, got 0.6\n") == (
        finished.returncode,
        finished.stdout,
        finished.stderr,
    )


def test_the_shell_sees_a_good_run_as_exit_code_0(folder):
    finished = really("run", "good.yaml", "--draws", "100", "--format", "json", cwd=folder)
    assert (0, "") == (finished.returncode, finished.stderr)
    assert json.loads(finished.stdout)


NASTY = [
    "NO", "~", "null", "true", "[]", "{}", "[", "}", ": ", "- ", "&a ", "*a", "!!str ",
    "!!python/object:os.system ", "|", ">-", "? ", "# ", "---\n", "...\n", "%YAML 1.1\n", "\t", "\0", "\x07",
    "\u2028", "\ufeff", "é", "🦆", "'", '"', "1e999", "-1", "0", ".nan", ".inf", "9" * 400, "1e308 GW", "1e-320 W",
    "3..1 GW", "1..2 GW", "~-1 GW", ">= 1.3e6", "1,300 W", "9**9**9 W", "1.2 ± 0.1 GW", "1 kt", "1 GWh", "nan W",
    "2 GW+", "x" * 300, "title", "given", "systems", "parts", "year", "extends", "extends: meta-2025.yaml\n",
    "extends: .\n", 'extends: "a\\0"\n', "sources", "source", "use", "value", "low", "[site]", "[fleet-2025]",
    "fleet-2025", "{value: 1}", "{normal: {mean: 1 GW, sd: 1 MW}}", "{beta: {alpha: 1, beta: 1}}",
    "{lognormal: {median: 1 GW, gsd: 1e300}}", "year: 1e400\n", "year: 2024\n", "given: {pue: 1.1}\n", "epr",
    "h100-sxm", "? [a]\n: 1\n", "<<: {a: 1}\n",
]  # fmt: skip


def mutated(raw: bytes, dice: random.Random) -> bytes:
    """A file after a few accidents: bytes flipped, lines shuffled, dropped or doubled, nasty values put in."""
    for _ in range(dice.randint(1, 3)):
        lines, words = raw.splitlines(keepends=True), list(re.finditer(rb"[^\s:{},\"]+", raw))
        at, line = dice.randrange(len(raw) + 1), dice.randrange(len(lines) + 1)
        token = dice.choice(NASTY).encode()
        match dice.choice(
            ("byte", "character", "shuffle", "drop", "double", "insert", "word", "word", "value", "value")
        ):
            case "byte":
                raw = raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
            case "character":
                raw = raw[:at] + bytes([dice.randrange(32, 127)]) + raw[at + 1 :]
            case "shuffle":
                some = lines[line : line + 4]
                raw = b"".join(lines[:line] + dice.sample(some, len(some)) + lines[line + 4 :])
            case "drop":
                raw = b"".join(lines[:line] + lines[line + dice.randint(1, 3) :])
            case "double":
                raw = b"".join(lines[:line] + lines[dice.randrange(len(lines) + 1) :][:3] + lines[line:])
            case "insert":
                raw = raw[:at] + token + raw[at:]
            case "word" if words:
                start, end = dice.choice(words).span()
                raw = raw[:start] + token + raw[end:]
            case "value" if lines[line:]:
                key, colon, _ = lines[line].rstrip(b"\n").partition(b":")
                raw = b"".join([*lines[:line], key + colon + b" " + token + b"\n", *lines[line + 1 :]])
    return raw


def test_a_scenario_after_an_accident_is_read_or_refused(tmp_path):
    dice = random.Random(20250124)
    originals = [(SCENARIOS / name).read_bytes() for name in ("meta-2025.yaml", "two-gigawatts.yaml")]
    path, failures = tmp_path / "meta-2025.yaml", {}
    for number in range(FUZZ):
        path.write_bytes(mutated(dice.choice(originals), dice))
        try:
            read_scenario(path)
        except EstimatorError:
            continue
        except Exception as error:
            kept = path.replace(tmp_path / f"accident-{number}.yaml")
            failures.setdefault(f"{type(error).__name__}: {error}"[:100], str(kept))
    assert {} == failures


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "good", "-o"), ("run", "over.yaml", "-o"), ("run", "good", "--manifest"),
        ("compare", "good", "good@pue=1.2", "-o"), ("check", "claims.yaml", "-o"),
        ("sensitivity", "good", "accelerators", "-o"), ("sweep", "over.yaml", "--over", "pue=1.1,1.2", "-o"),
    ],
    ids=lambda arguments: " ".join(arguments),
)  # fmt: skip
def test_what_is_read_is_not_written_over(arguments, folder, ends):
    (folder / "good").write_text(GOOD, "utf-8")
    (folder / "over.yaml").write_text("extends: good\n", "utf-8")
    claims = "claims: [{value: 1 GW, reads_as: [it_capacity, accelerator_capacity]}]\n"
    (folder / "claims.yaml").write_text(f"extends: good\n{claims}", "utf-8")
    assert (2, "", "./good is read here; write to another file\n") == ends(*arguments, "./good")
    assert GOOD == (folder / "good").read_text("utf-8")


def test_an_interrupted_command_ends_as_shells_say_it(folder, ends, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("estimator.runs.answers", interrupted)
    assert (130, "", "\ninterrupted\n") == ends("run", "good.yaml")


MISREAD = [
    (
        "grid_carbon_intensity: {value: 20 gCO2e/kWh, because: market-based figure of the report}",
        "contracted_carbon_intensity",
    ),
    ("grid_carbon_intensity: {value: 20 gCO2e/kWh, because: 100 % renewable by guarantees of origin}", "by location"),
    ("annual_scope2_location_based: {value: 1 ktCO2e, quote: net of RECs}", "annual_scope2_market_based"),
    ("wue: {value: 0.36 L/kWh, where: litres per total kWh}", "facility_wue"),
    ("wue: {value: 0.36 L/kWh, quote: litres per facility kWh}", "over IT energy"),
    ("grid_carbon_intensity: -5 gCO2e/kWh", "should be at least 0"),
    ("annual_scope1: -5 tCO2e", "should be at least 0"),
    ("capex: {value: 8 bn EUR2023}", "have it converted"),
    ("capex: {low: 8 bn USD2023, high: 9 bn USD2024}", "in one range"),
    ("grid_carbon_intensity: {value: 20 gCO2e/kWh, quote: 100 percent green power}", "contracted_carbon_intensity"),
    ("grid_carbon_intensity: {value: 20 gCO2e/kWh, because: the operator calls itself carbon neutral}", "by location"),
    ("grid_carbon_intensity: 0 gCO2e/kWh", "no grid emits nothing"),
    ("grid_carbon_intensity: {value: 0.0 gCO2e/kWh, because: hydropower}", "contracted_carbon_intensity"),
    ("wue: {value: 0.36 L/kWh, where: L/kWh_total}", "facility_wue"),
    ("peak_day_wue: {value: 2 L/kWh, quote: litres per total kWh}", "over IT energy"),
    ("wue: 1.8", "without a unit"),
    ("wue: 1.8 L/W", "should be a water intensity"),
    ("capex: 65 bn EUR", "say of which year the EUR are, such as EUR20"),
    ("capex: 65 bn GBP", "say of which year the GBP are"),
    ("capex: 65 bn", "without a unit"),
    ("capex: 65 bn USD1999", "not for 1999"),
    ("discount_rate: 8", "if it is per cent, write 8 %"),
    ("discount_rate: -2 %", "between 0 and 1, got -0.02"),
    ("it_lifetime: 0 year", "above 0"),
    ("facility_lifetime: -3 year", "at least 0 year"),
    ("it_lifetime: 5", "without a unit"),
    ("generator_heat_rate: 0.4", "if it is an efficiency, write 2.5"),
    ("electricity_price: 83 USD", "should be money per energy"),
    ("electricity_price: -5 USD/MWh", "should be at least 0"),
    ("pue: 1.1..1.1", "no width; write 1.1"),
    ("average_it_load: 1e9 W/kWh", "should be a power"),
    ("average_it_load: nan MW", "not a quantity"),
]


@pytest.mark.parametrize(("fact", "wanted"), MISREAD, ids=[fact[:40] for fact, _ in MISREAD])
def test_a_fact_that_is_of_something_else_is_told_with_its_line(fact, wanted, folder, ends):
    (folder / "misread.yaml").write_text(f"title: t\ngiven:\n  it_capacity: 1 MW\n  {fact}\n", "utf-8")
    code, out, err = ends("run", "misread.yaml")
    assert (2, "") == (code, out)
    assert err.startswith("misread.yaml:4: ")
    assert wanted in err


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("climate: 9z", "9z is no climate of the catalog; it has 1a, 2a"),
        ("grid: us-misso", "us-misso is no grid of the catalog; did you mean us-miso"),
        ("cost: epoch", "epoch is no cost of the catalog; did you mean epoch-2026?"),
        ("model: llama-3-405b", "llama-3-405b is no model of the catalog; did you mean llama-3-1-405b?"),
        ("city: gotham", "gotham is no city of the catalog; it has"),
        ("country: atlantis", "atlantis is no country of the catalog; it has france"),
        ("prices: EUR2024", "EUR2024 is no prices of the catalog"),
    ],
)
def test_an_entry_that_does_not_exist_is_told_with_those_that_do(choice, wanted, folder, ends):
    (folder / "entry.yaml").write_text(f"title: t\ngiven: {{it_capacity: 1 MW}}\nuse: {{{choice}}}\n", "utf-8")
    code, out, err = ends("run", "entry.yaml")
    assert (2, "") == (code, out)
    assert err.startswith(f"entry.yaml:3: {wanted}")


def test_what_was_contracted_may_be_nothing():
    found = estimator.estimate(annual_facility_energy="1 TWh", contracted_carbon_intensity="0 gCO2e/kWh", draws=100)
    assert 0 == found["annual_scope2_market_based"].p50


def test_water_over_all_energy_is_less_than_over_it():
    # LBNL prints 0.36 L/kWh over all energy; at PUE 1.4 that is 0.50 over IT
    found = estimator.evaluate("wue", facility_wue="0.36 L/kWh", pue=1.4)
    assert 0.504 == pytest.approx(found.magnitude)
