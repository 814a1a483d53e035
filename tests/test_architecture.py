"""The house stands as it is drawn: imports point down, rooms are small, and starting is instant."""

import ast
import importlib
import os
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import estimator

PACKAGE = Path(estimator.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: folders, and modules at the root. What stands on one line may not import each other.
FLOORS = [
    ["characters", ""],
    ["errors"],
    ["units", "files", "computing"],
    ["equations"],
    ["model", "datum"],
    ["values", "case"],
    ["catalog", "solver"],
    ["interface", "uncertainty"],
    ["method", "wording"],
    ["scenario"],
    ["solution"],
    ["results"],
    ["runs", "evaluation"],
    ["claims", "comparison", "reactors", "sweeps", "validation"],
    ["reading"],
    ["report"],
    ["cli"],
    ["__main__"],
]
RANK = {room: rank for rank, floor in enumerate(FLOORS) for room in floor}


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
    """Pairs of modules of which one imports the other; inside of functions, or not."""
    found = []
    for name, tree in trees().items():
        inside = {part for function in functions(tree) for part in ast.walk(function)}
        unseen = guarded(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom) and node not in unseen and (node in inside) == local:
                found += [(name, other) for other in ours(node)]
    return found


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def room(module: str) -> str:
    """The folder of a module, or its own name at the root."""
    return module.partition(".")[0]


def inside_the_house() -> list[tuple[str, str]]:
    return [(name, other) for name, other in [*imports(False), *imports(True)] if other in MODULES]


def test_every_folder_has_its_floor():
    assert {room(name) for name in MODULES} == set(RANK)


def test_imports_point_down_from_folder_to_folder():
    pairs = [(name, other) for name, other in inside_the_house() if room(name) != room(other)]
    assert [] == [(name, other) for name, other in pairs if RANK[room(other)] >= RANK[room(name)]]


def test_no_imports_go_round_in_a_circle():
    uses: dict[str, set[str]] = {name: set() for name in MODULES}
    for name, other in inside_the_house():
        uses[name].add(other)
    assert len(MODULES) == len([*TopologicalSorter(uses).static_order()])


def test_few_modules_stand_loose_at_the_root():
    assert 14 >= len([name for name in MODULES if name and MODULES[name].parent == PACKAGE])


def first_imports(function: ast.FunctionDef) -> list[ast.stmt]:
    """The imports of a function, without those that follow another one at once."""
    bodies = [getattr(node, field, []) for node in ast.walk(function) for field in ("body", "orelse", "finalbody")]
    kinds = ast.Import | ast.ImportFrom
    return [
        node
        for body in bodies
        if isinstance(body, list)
        for before, node in zip([None, *body], body, strict=False)
        if isinstance(node, kinds) and not isinstance(before, kinds)
    ]


def test_an_import_inside_a_function_has_its_reason_beside_it():
    """Commands need none: that they load what they need, and nothing before, is their rule."""
    without = []
    for name, tree in trees().items():
        lines = MODULES[name].read_text("utf-8").splitlines()
        places = {node.lineno for function in functions(tree) for node in first_imports(function)}
        without += [f"{name}:{place}" for place in places if "#" not in lines[place - 1] and room(name) != "cli"]
    assert [] == without


def test_no_import_is_relative():
    nodes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [] == [node.module for node in nodes if node.level]


def test_no_import_takes_everything():
    nodes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [] == [node.module for node in nodes if any(alias.name == "*" for alias in node.names)]


SUBJECTS = [name for name in MODULES if name.startswith("equations.") and name != "equations.functions"]


def test_equations_import_nothing_but_dimensions_and_functions():
    used = {other for name, other in [*imports(False), *imports(True)] if name in SUBJECTS}
    assert {"units.dimensions", "equations.functions"} == used


def test_equations_hold_no_figures():
    nodes = [(subject, node) for subject in SUBJECTS for node in ast.walk(trees()[subject])]
    values = [(subject, node.value) for subject, node in nodes if isinstance(node, ast.Constant)]
    assert [] == [told for told in values if isinstance(told[1], int | float) and told[1] not in (0.5, 1, 2)]


def test_every_subject_is_part_of_the_model():
    from estimator.equations import MODULES as SUBJECT_MODULES

    assert set(SUBJECTS) == {module.__name__.removeprefix("estimator.") for module in SUBJECT_MODULES}


def test_the_solver_reads_no_files():
    readers = {"pathlib", "files", "catalog", "scenario", "yaml", "click"}
    assert [] == [pair for pair in imports(False) if room(pair[0]) == "solver" and room(pair[1]) in readers]


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


PAGE = PACKAGE.parent / "docs" / "architecture.md"
RECIPES = PACKAGE.parent / "CONTRIBUTING.md"


def test_the_page_of_the_house_lists_the_floors_from_the_top():
    drawn = re.search(r"```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert drawn
    floors = [sorted(line.split()) for line in reversed(drawn[1].splitlines())]
    assert [sorted(filter(None, floor)) for floor in FLOORS] == floors


def test_the_page_of_the_house_names_every_room():
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    named = {name.removesuffix(".py").removesuffix("/") for row in rows for name in re.findall(r"`(.*?)`", row)}
    assert set(RANK) - {"", "__main__", "errors", "characters"} == named


def test_the_page_of_the_house_names_functions_that_are_there():
    named = re.findall(r"`estimator/([\w/]+)\.py:(\w+)`", PAGE.read_text("utf-8"))
    defined = {(name.replace(".", "/"), node.name) for name, tree in trees().items() for node in functions(tree)}
    assert [] == [pair for pair in named if pair not in defined]
    assert named


@pytest.mark.parametrize("page", [PAGE, RECIPES], ids=lambda page: page.name)
def test_paths_on_the_pages_for_contributors_lead_somewhere(page):
    paths = re.findall(r"`((?:estimator|tests|docs)/[\w./-]+?)(?::\w+)?`", page.read_text("utf-8"))
    assert [] == [path for path in paths if not (PACKAGE.parent / path).exists()]


def test_pages_for_contributors_are_pages():
    assert [] == [page.name for page in (PAGE, RECIPES) if len(page.read_text("utf-8").splitlines()) > 100]


def test_whatever_renews_files_is_run_by_the_one_command():
    """Test files that look whether files are to be renewed have a test with the mark by which the command finds it."""
    texts = {path.name: path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py")}
    renewing = [name for name, text in texts.items() if f'{"ESTIMATOR_UPDATE"}_GOLDEN" in os.environ' in text]
    assert [] == [name for name in renewing if "pytest.mark.generated" not in texts[name]]
    assert renewing


SAME = "the same in every module that has it"
OWN = "the one of each report or command, named alike so that readers find it"
TAKEN = "read or written in one module alone, where no other is meant"
TWICE = {
    "Array": SAME, "COLUMNS": OWN, "Columns": TAKEN, "Done": SAME, "Line": TAKEN, "Quantiles": SAME,
    "Row": TAKEN, "about": OWN, "rendered": OWN, "rows": OWN, "picture": OWN,
    "Caption": OWN, "Panel": OWN, "Scale": TAKEN, "Span": TAKEN, "written": TAKEN, "unit_of": TAKEN, "texts": TAKEN,
    "scaled": TAKEN, "said": TAKEN, "ratio_text": TAKEN, "read": TAKEN, "listed": TAKEN, "joined": TAKEN,
    "findings": TAKEN, "evaluate": "of a model, and of a plan", "Block": "of equations, of points, of a report",
    "Change": TAKEN, "Choice": TAKEN, "Comparison": "a relation of the model; the public class",
    "Conflict": "of a run, and of a reading", "Design": TAKEN, "Drawing": TAKEN, "Family": TAKEN, "Item": TAKEN,
    "Memory": "a dimension of the model", "Money": "a dimension of the model", "Outcome": TAKEN,
    "Quantity": "a pattern of known errors names one; the model has them", "Share": "a dimension of the model",
    "Shared": TAKEN, "Shares": TAKEN, "Side": TAKEN, "Stated": TAKEN, "Swept": TAKEN, "Table": TAKEN, "Value": TAKEN,
    "ABOUT": TAKEN, "Calendar": TAKEN, "Column": TAKEN, "Document": "a file of YAML; what a report says",
    "FAMILIES": TAKEN, "Figure": "of the catalog; of a report", "Judged": TAKEN, "KINDS": TAKEN, "LONGEST": TAKEN,
    "Listed": TAKEN, "Moment": TAKEN, "Number": TAKEN, "Origin": TAKEN, "Piece": TAKEN, "Rate": TAKEN, "Rows": TAKEN,
    "USUAL": TAKEN, "WIDTH": TAKEN, "Words": TAKEN, "Written": TAKEN, "YEARS": TAKEN,
    "checked_catalog": "from the files; from a copy of what was read", "groups": TAKEN, "in_unit": TAKEN, "kept": TAKEN,
    "key_of": TAKEN, "meaning": TAKEN, "moments": TAKEN, "needed": TAKEN, "number_text": TAKEN, "on_page": OWN,
    "on_screen": OWN, "plain": TAKEN, "quoted": TAKEN, "stamp": TAKEN, "text_of": TAKEN, "told": TAKEN,
    "value_text": TAKEN,
}  # fmt: skip
"""Public names that two modules define, and why. The list only shrinks: who needs a new name finds another."""


def public_names(tree: ast.Module) -> set[str]:
    """The classes, functions, constants and aliases that a module defines for others."""
    named = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        named |= {target.id for target in targets if isinstance(target, ast.Name)}
    return {name for name in named if not name.startswith("_")}


@cache
def places_of_names() -> dict[str, list[str]]:
    """Where each public name is defined. Commands are named as what they call; equations have names of their own."""
    places: dict[str, list[str]] = {}
    for module, tree in trees().items():
        if room(module) not in ("cli", "") and module not in SUBJECTS:
            for name in public_names(tree):
                places.setdefault(name, []).append(module)
    return places


def test_no_public_name_has_two_meanings():
    twice = {name: places for name, places in places_of_names().items() if len(places) > 1}
    assert {} == {name: places for name, places in twice.items() if name not in TWICE}


def test_no_name_is_excused_that_needs_no_excuse():
    assert [] == [name for name in TWICE if len(places_of_names().get(name, [])) < 2]


DRAWERS = {"utils", "helpers", "common", "misc", "core", "base", "manager"}


def test_no_module_is_a_drawer():
    assert set() == DRAWERS & {part for name in MODULES for part in name.split(".")}


def test_modules_are_small_rooms():
    assert [] == [name for name, path in MODULES.items() if len(path.read_text("utf-8").splitlines()) > 320]


def test_modules_say_what_they_are():
    assert [] == [name for name, tree in trees().items() if not ast.get_docstring(tree)]


def test_the_public_names_are_these():
    classes = {
        "Checked", "Comparison", "Estimate", "EstimatorError", "Result", "Scenario", "Sensitivity", "Sweep"
    }  # fmt: skip
    functions = {"check", "compare", "estimate", "evaluate", "read", "run", "scenario_of", "sweep"}
    assert classes | functions | {"__version__"} == set(estimator.__all__)


def test_every_public_name_imports():
    assert [] == [name for name in estimator.__all__ if getattr(estimator, name) is None]


def test_no_other_name_can_be_had():
    with pytest.raises(AttributeError, match="has no attribute 'solve_everything'"):
        estimator.solve_everything  # noqa: B018


def test_a_public_name_is_the_one_of_its_module():
    from estimator.evaluation import evaluate

    assert evaluate is estimator.evaluate


def test_the_public_names_are_listed_to_completion():
    assert set(estimator.__all__) <= set(dir(estimator))


def test_every_module_imports_by_itself():
    assert [] == [name for name in MODULES if not importlib.import_module(f"estimator.{name}".rstrip("."))]


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
