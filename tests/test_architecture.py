"""The house stands as it is drawn: imports point down, rooms are small, and starting is instant."""

import ast
import importlib
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import estimator

PACKAGE = Path(estimator.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

# From the ground up; what stands on one line may not import each other.
FLOORS = [
    ["characters", "cells"],
    [
        "errors",
        "dimensions",
        "functions",
        "reliability",
        "catalog.shapes",
        "unit_names",
        "digits",
        "workers",
        "surroundings",
        "claims",
        "claims.separation",
        "report",
        "report.formats",
        "solver",
        "uncertainty",
        "plain_numbers",
    ],
    ["numerals", "unit_spelling"],
    ["unit_sizes"],
    ["amounts"],
    [
        "uncertainty.streams",
        "units",
        "files",
        "cluster",
        "notebooks",
        "report.formats",
        "scenario.plain_data",
        "report.encoding",
        "report.markdown",
        "equations.power",
        "equations.energy",
        "equations.reactors",
        "equations.compute",
        "equations.carbon",
        "equations.water",
        "equations.supply",
        "equations.generators",
        "equations.backup",
        "equations.lifetimes",
        "equations.mix",
        "equations.materials",
        "equations.cost",
        "equations.training",
        "equations.inference",
        "equations.equivalents",
    ],
    ["equations", "datum", "conversion", "document"],
    ["model", "ramps", "values", "uncertainty.distributions", "uncertainty.sharing"],
    ["catalog.prices", "catalog.history", "uncertainty.truncation", "uncertainty.attribution"],
    ["catalog.figures", "arguments", "known_values"],
    [
        "solver.algebra",
        "uncertainty.correlation",
        "uncertainty.quasi",
        "wording",
        "catalog.published",
        "catalog.detectors",
        "catalog.folder",
        "claims.agreement",
    ],
    ["uncertainty.sampling", "catalog.seal"],
    ["catalog.loader"],
    ["solver.network", "catalog", "scenario.misnomers", "keys"],
    ["scenario.prices", "scenario.notation", "claims.observations", "method"],
    ["solver.blocks", "solver.steps", "scenario.shapes", "scenario.structure", "scenario.layers", "claims.boxes"],
    ["solver.products", "claims.checks", "scenario.claims", "scenario.phases", "scenario.settings"],
    ["solver.plan"],
    ["solver.evaluate", "solver.conditioning", "scenario.reader", "scenario.schema", "uncertainty.indices"],
    ["solver.kernel", "solver.terms", "scenario.correlations", "scenario.written"],
    ["uncertainty.drawing", "claims.defaults", "scenario.asked", "scenario.case", "claims.unknowns"],
    ["uncertainty.measurement"],
    ["estimates", "claims.fit"],
    ["claims.directions"],
    ["claims.world"],
    [
        "claims.worlds",
        "claims.relations",
        "moments",
        "uncertainty.sensitivity",
        "claims.circuits",
        "claims.confirmation",
    ],
    ["claims.conflicts", "claims.equivalences"],
    ["claims.blame"],
    ["claims.readings"],
    ["claims.topics"],
    ["claims.crosschecks", "claims.verdicts", "claims.consequences", "scenario"],
    ["claims.findings", "claims.gaps", "claims.shown"],
    ["claims.apart", "claims.lateness", "claims.explanation", "claims.detectors", "claims.slips"],
    ["estimating"],
    ["result"],
    ["runs", "contrast", "evaluation"],
    ["checking", "validation", "question", "switches"],
    ["reading", "reading.text", "reading.claims", "reading.pages", "reading.decoding"],
    ["reading.spellings", "reading.number_words"],
    ["reading.lexicon", "reading.numbers"],
    ["reading.amounts"],
    ["reading.mentions"],
    ["reading.elisions", "reading.dates", "reading.meanings", "reading.gate", "reading.systems"],
    ["reading.subjects", "reading.drafting"],
    ["reading.figures"],
    ["reading.proposals"],
    ["reading.reader"],
    ["reading.telling"],
    ["decomposition"],
    ["comparison"],
    ["sweeps", "sweeps.rounding", "sweeps.swept"],
    ["sweeps.axes"],
    ["sweeps.designs", "sweeps.cases", "sweeps.programs"],
    ["sweeps.alone"],
    ["sweeps.shared", "sweeps.blocks"],
    ["sweeps.families"],
    ["sweeps.windows"],
    ["sweeps.sweep"],
    [""],  # the package itself: the public names
    ["report.ramp", "report.pictures", "report.tables"],
    ["report.bars"],
    ["report.text"],
    [
        "report.machine",
        "report.reference",
        "report.charts",
        "report.check",
        "report.bibliography",
        "report.iamc",
        "report.parquet",
        "report.spreadsheet",
    ],
    ["report.outages", "report.catalog", "report.changes", "report.sensitivity", "report.rendering", "report.blocks"],
    ["report.reactors", "report.compare", "report.curves", "report.sweep"],
    ["report.bands"],
    ["report.gaps", "report.timeline"],
    ["report.manifest"],
    ["completion", "report.validation"],
    ["cli.options"],
    ["cli.output"],
    [
        "cli.answers",
        "cli.check",
        "cli.compare",
        "cli.read",
        "cli.reference",
        "cli.rerun",
        "cli.sensitivity",
        "cli.sweep",
        "cli.validate",
    ],
    ["cli"],
    ["__main__"],
]
RANK = {name: rank for rank, floor in enumerate(FLOORS) for name in floor}

LOCAL = {
    ("functions", "numpy"): "slow to load, and not needed to read the equations",
    ("sweeps.designs", "scipy.stats"): "slow to load, and seldom needed",
    ("cli.sweep", "sweeps.sweep"): "heavy imports stand inside the commands",
    ("cli.sweep", "report.sweep"): "heavy imports stand inside the commands",
    ("cli.sweep", "report.bands"): "heavy imports stand inside the commands",
    ("cluster", "distributed"): "an extra that most do without",
    ("cluster", "distributed.core"): "an extra that most do without",
    ("cluster", "distributed.protocol.pickle"): "an extra that most do without",
    ("claims.fit", "scipy.special"): "slow to load, and not needed by other commands",
    ("claims.confirmation", "scipy.special"): "slow to load, and not needed by other commands",
    ("cli.check", "checking"): "heavy imports stand inside the commands",
    ("cli.check", "report.check"): "heavy imports stand inside the commands",
    ("cli.compare", "comparison"): "heavy imports stand inside the commands",
    ("cli.compare", "report.compare"): "heavy imports stand inside the commands",
    ("cli.compare", "report.gaps"): "heavy imports stand inside the commands",
    ("uncertainty.distributions", "scipy.special"): "slow to load, and seldom needed",
    ("uncertainty.truncation", "scipy.special"): "slow to load, and needed only where a default meets a limit",
    ("uncertainty.quasi", "scipy.special"): "slow to load, and seldom needed",
    ("uncertainty.quasi", "scipy.stats.qmc"): "slow to load, and seldom needed",
    ("units", "pint"): "slow to load, and not needed for --help",
    ("cli.output", "cluster"): "loads asyncio, which takes a tenth of a short run",
    ("cli.answers", "question"): "heavy imports stand inside the commands",
    ("cli.answers", "document"): "heavy imports stand inside the commands",
    ("cli.answers", "report.reactors"): "heavy imports stand inside the commands",
    ("cli.answers", "report.outages"): "heavy imports stand inside the commands",
    ("cli.sensitivity", "report.sensitivity"): "heavy imports stand inside the commands",
    ("cli.sensitivity", "runs"): "heavy imports stand inside the commands",
    ("cli.reference", "report.catalog"): "heavy imports stand inside the commands",
    ("cli.reference", "report.changes"): "heavy imports stand inside the commands",
    ("cli.reference", "scenario.schema"): "heavy imports stand inside the commands",
    ("completion", "model"): "only a shell that completes needs it",
    ("completion", "document"): "only a shell that completes needs it",
    ("completion", "report.catalog"): "only a shell that completes needs it",
    ("completion", "scenario.shapes"): "only a shell that completes needs it",
    ("completion", "validation"): "only a shell that completes needs it",
    ("cli.validate", "validation"): "heavy imports stand inside the commands",
    ("cli.validate", "report.validation"): "heavy imports stand inside the commands",
    ("cli.reference", "report.reference"): "heavy imports stand inside the commands",
    ("cli.output", "report.rendering"): "heavy imports stand inside the commands",
    ("cli.output", "report.manifest"): "heavy imports stand inside the commands",
    ("cli.read", "reading.decoding"): "heavy imports stand inside the commands",
    ("cli.read", "reading.pages"): "heavy imports stand inside the commands",
    ("cli.read", "reading.proposals"): "heavy imports stand inside the commands",
    ("cli.read", "reading.reader"): "heavy imports stand inside the commands",
    ("cli.read", "reading.telling"): "heavy imports stand inside the commands",
    ("cli.read", "report.check"): "heavy imports stand inside the commands",
    ("cli.rerun", "question"): "heavy imports stand inside the commands",
    ("cli.rerun", "report.rendering"): "heavy imports stand inside the commands",
    ("cli.rerun", "report.manifest"): "heavy imports stand inside the commands",
    ("notebooks", "pandas"): "heavy, and an extra that most do without",
    ("report.parquet", "pyarrow"): "heavy, and an extra that most do without",
    ("report.parquet", "pyarrow.parquet"): "heavy, and an extra that most do without",
    ("report.spreadsheet", "xlsxwriter"): "an extra that most do without",
    ("report.pictures", "matplotlib"): "heavy, and an extra that most do without",
    ("report.pictures", "matplotlib.figure"): "heavy, and an extra that most do without",
    ("report.pictures", "matplotlib.text"): "heavy, and an extra that most do without",
}
"""Every import inside a function, with its reason."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(path): path for path in FILES}


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}


def ours(node: ast.stmt) -> list[str]:
    """The modules of ours that an import statement loads; outside ones by their own name."""
    if isinstance(node, ast.Import):
        return [alias.name.removeprefix("estimator.") for alias in node.names]
    if not isinstance(node, ast.ImportFrom) or node.level:
        return []
    module = node.module or ""
    if module.partition(".")[0] != "estimator":
        return [module]
    inside = module.removeprefix("estimator").removeprefix(".")
    submodules = [f"{inside}.{alias.name}".strip(".") for alias in node.names]
    found = [name for name in submodules if name in MODULES]
    return found if len(found) == len(submodules) else [*found, inside]


def guarded(tree: ast.Module) -> set[ast.AST]:
    """Nodes that only type checkers see."""
    guards = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)]
    return {part for guard in guards for part in ast.walk(guard)}


@cache
def imports(local: bool) -> list[tuple[str, str]]:
    found = []
    for name, tree in trees().items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inside = {part for function in functions for part in ast.walk(function)}
        unseen = guarded(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in unseen and (node in inside) == local:
                found += [(name, other) for other in ours(node)]
    return found


def test_every_module_has_its_floor():
    assert set(MODULES) == set(RANK)


def test_imports_point_down():
    up = [(name, other) for name, other in imports(local=False) if other in RANK and RANK[other] >= RANK[name]]
    assert [] == up


def test_imports_inside_functions_point_down_too():
    up = [(name, other) for name, other in imports(local=True) if other in RANK and RANK[other] >= RANK[name]]
    assert [] == up


def test_every_import_inside_a_function_has_its_reason():
    assert set(LOCAL) == set(imports(local=True))


def test_no_import_is_relative():
    nodes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [] == [node.module for node in nodes if node.level]


def test_no_import_takes_everything():
    nodes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [] == [node.module for node in nodes if any(alias.name == "*" for alias in node.names)]


SUBJECTS = [name for name in MODULES if name.startswith("equations.")]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_equations_import_nothing_but_dimensions_and_functions(subject):
    used = {other for name, other in [*imports(False), *imports(True)] if name == subject}
    assert {"dimensions"} == used - {"functions"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_equations_hold_no_figures(subject):
    constants = [node.value for node in ast.walk(trees()[subject]) if isinstance(node, ast.Constant)]
    assert [] == [value for value in constants if isinstance(value, int | float) and value not in (0.5, 1, 2)]


def test_every_subject_is_part_of_the_model():
    from estimator.equations import MODULES as SUBJECT_MODULES

    assert set(SUBJECTS) == {module.__name__.removeprefix("estimator.") for module in SUBJECT_MODULES}


def test_the_solver_reads_no_files():
    readers = {"pathlib", "document", "catalog", "scenario", "yaml", "click"}
    assert [] == [pair for pair in imports(False) if pair[0].startswith("solver") and pair[1].split(".")[0] in readers]


def test_only_the_command_line_knows_click():
    users = {name for name, other in [*imports(False), *imports(True)] if other.split(".")[0] == "click"}
    assert {"cli"} == {name.split(".")[0] for name in users}


def test_only_the_command_line_prints_and_exits():
    calls = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "exit", "sys.exit", "click.echo")
    }
    assert {"cli"} == {name.split(".")[0] for name in calls}


DRAWERS = {"utils", "helpers", "common", "misc", "core", "base", "manager"}


def test_no_module_is_a_drawer():
    assert set() == DRAWERS & {part for name in MODULES for part in name.split(".")}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_a_small_room(name):
    assert 320 >= len(MODULES[name].read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is(name):
    assert ast.get_docstring(trees()[name])


def test_the_public_names_are_these():
    classes = {
        "Checked", "Comparison", "Estimate", "EstimatorError", "Result", "Scenario", "Sensitivity", "Sweep"
    }  # fmt: skip
    functions = {"check", "compare", "estimate", "evaluate", "read", "run", "scenario_of", "sweep"}
    assert classes | functions | {"__version__"} == set(estimator.__all__)


@pytest.mark.parametrize("name", estimator.__all__)
def test_every_public_name_imports(name):
    assert getattr(estimator, name) is not None


def test_no_other_name_can_be_had():
    with pytest.raises(AttributeError, match="has no attribute 'solve_everything'"):
        estimator.solve_everything  # noqa: B018


def test_a_public_name_is_the_one_of_its_module():
    from estimator.evaluation import evaluate

    assert evaluate is estimator.evaluate


def test_the_public_names_are_listed_to_completion():
    assert set(estimator.__all__) <= set(dir(estimator))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_imports_by_itself(name):
    assert importlib.import_module(f"estimator.{name}".rstrip("."))


HEAVY = ("numpy", "pydantic", "pint", "yaml", "matplotlib")


def loaded_by(code: str) -> set[str]:
    """Which heavy packages a program loads, in a process of its own."""
    report = f"\nimport sys\nsys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    finished = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, env=environment)
    assert 0 == finished.returncode, finished.stderr
    return set(finished.stderr.split())


def test_help_loads_nothing_heavy():
    code = "from estimator.cli import main\nimport sys\nsys.argv = ['estimator', '--help']\n"
    assert set() == loaded_by(code + "try:\n    main()\nexcept SystemExit:\n    pass")


def test_importing_the_package_loads_nothing_heavy():
    assert set() == loaded_by("import estimator")


def test_loading_the_equations_loads_nothing_heavy():
    assert set() == loaded_by("import estimator.equations")
