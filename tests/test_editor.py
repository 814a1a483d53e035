"""What an editor makes of the schema: completion, hover and marked mistakes, by the real YAML language server.

The server is yaml-language-server, from npm; where it is not installed, these tests are skipped, and those of the
schema itself (tests/scenario/test_schema.py) still run.
"""

import json
import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = "yaml-language-server"
SERVER = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=str(ROOT / ".venv" / "editor" / "node_modules" / ".bin"))
MODELINE = "# yaml-language-server: $schema=scenario.schema.json\n"

pytestmark = pytest.mark.skipif(SERVER is None, reason="yaml-language-server is not installed")


class Editor:
    """As much of the Language Server Protocol as it takes to open a file and ask about it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.numbers = count(1)
        self.files = count(1)
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "capabilities": {}})
        self.tell("initialized", {})
        on = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": on}})

    def write(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def read(self) -> dict:
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def tell(self, method: str, parameters: object) -> None:
        self.write({"method": method, "params": parameters})

    def ask(self, method: str, parameters: object) -> object:
        number = next(self.numbers)
        self.write({"id": number, "method": method, "params": parameters})
        while (message := self.read()).get("id") != number or "method" in message:
            self.answer(message)
        return message["result"]

    def answer(self, message: dict) -> None:
        """Answer what the server asks for in between; its requests for settings get none."""
        if "id" in message and "method" in message:
            items = message["params"].get("items", []) if isinstance(message.get("params"), dict) else []
            self.write({"id": message["id"], "result": [None for _ in items] or None})

    def open(self, text: str) -> str:
        uri = (ROOT / "scenarios" / f"unsaved-{next(self.files)}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def mistakes(self, text: str) -> list[tuple[int, str]]:
        """Lines, counted from 1, and messages of what is marked in a text."""
        uri = self.open(text)
        while True:
            message = self.read()
            self.answer(message)
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found = message["params"]["diagnostics"]
                return [(mark["range"]["start"]["line"] + 1, mark["message"]) for mark in found]

    def place(self, text: str) -> dict:
        """The place in a text that | marks."""
        before, _, after = text.partition("|")
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return {"textDocument": {"uri": self.open(before + after)}, "position": position}

    def completions(self, text: str) -> dict[str, str]:
        """What may stand at the |, each with what the editor says of it."""
        answer = self.ask("textDocument/completion", self.place(text))
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: str(item.get("documentation", "")) for item in items}

    def hover(self, text: str) -> str:
        answer = self.ask("textDocument/hover", self.place(text))
        return answer["contents"]["value"] if answer else ""


@pytest.fixture(scope="module")
def editor():
    found = Editor()
    yield found
    found.process.kill()
    found.process.communicate()


SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_has_no_marks(path, editor):
    assert [] == editor.mistakes(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_names_its_schema(path):
    assert MODELINE == path.read_text("utf-8").partition("\n")[0] + "\n"


MARKED = {
    "an unknown quantity": ("given:\n  facility_capacty: 2 GW\n", 4, "facility_capacty"),
    "a wrong dimension": ("given:\n  facility_capacity: 2 GWh\n", 4, "should be a power"),
    "a unit left out": ("given:\n  facility_capacity: 2\n", 4, "string"),
    "a wrong dimension in a map": ("given:\n  accelerator_tdp: {value: 700 W}\n", 4, "a power per accelerator"),
    "an unknown accelerator": ("use: {accelerator: h1000-sxm}\n", 3, "h100-sxm"),
    "an unknown key": ("gives: {}\n", 3, "gives"),
    "a convention": ("given:\n  operating_year: 8760 h\n", 4, "operating_year"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MARKED)
def test_a_mistake_is_marked_on_its_line(mistake, editor):
    text, line, words = MARKED[mistake]
    marks = editor.mistakes(f"{MODELINE}title: A site\n{text}")
    assert any(line == at and words in message for at, message in marks), marks


def test_quantities_are_completed_with_meaning_and_unit(editor):
    found = editor.completions(f"{MODELINE}title: A site\ngiven:\n  facility_c|\n")
    assert "Nameplate power drawn by the facility" in found["facility_capacity"]
    assert "[MW]" in found["facility_capacity"]


def test_quantities_of_a_system_are_completed(editor):
    found = editor.completions(f"{MODELINE}title: A site\nsystems:\n  site:\n    given:\n      accel|\n")
    assert {"accelerators", "accelerator_tdp"} <= set(found)


def test_accelerators_of_the_catalog_are_completed(editor):
    assert "h100-sxm" in editor.completions(f"{MODELINE}title: A site\nuse:\n  accelerator: |\n")


def test_choices_are_completed(editor):
    assert {"training", "inference", "mixed"} <= set(editor.completions(f"{MODELINE}title: A\nuse:\n  workload: |\n"))


def test_a_quantity_shows_its_equation_under_the_pointer(editor):
    assert r"it\_capacity \* peak\_pue" in editor.hover(f"{MODELINE}title: A\ngiven:\n  facility_cap|acity: 2 GW\n")
