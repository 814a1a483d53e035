"""Every notebook runs from its folder, and its stored outputs are what really comes out.

ESTIMATOR_UPDATE_GOLDEN=1 pytest tests/test_notebooks.py rewrites them. The bytes of a picture differ from one version
of matplotlib to the next, so only its size is compared.
"""

import base64
import os
import struct
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import estimator

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GENERIC = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


pytestmark = pytest.mark.generated


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture(scope="module")
def executed(path, tmp_path_factory):
    """The notebook with the outputs of a kernel that nobody has configured."""
    notebook = nbformat.read(path, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(estimator.__file__).parents[1]))  # the code under test, wherever it stands
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        NotebookClient(
            notebook, timeout=600, record_timing=False, coalesce_streams=True,
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()  # fmt: skip
    notebook.metadata = nbformat.from_dict(GENERIC)
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        nbformat.write(notebook, path)
    return notebook


@pytest.fixture
def stored(path, executed):  # after execution, which may rewrite it
    return nbformat.read(path, as_version=4)


def text_of(cell):
    """What a cell shows in words, errors and warnings included."""
    outputs = cell.get("outputs", [])
    return "".join(
        output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "") for output in outputs
    )


def pictures_of(cell):
    """The width and height of the pictures that a cell shows."""
    outputs = [output.get("data", {}) for output in cell.get("outputs", [])]
    heads = [base64.b64decode(data["image/png"])[:24] for data in outputs if "image/png" in data]
    return [struct.unpack(">II", head[16:24]) for head in heads]


def test_there_is_a_notebook():
    assert NOTEBOOKS


def test_the_stored_words_are_what_comes_out(stored, executed):
    assert [text_of(cell) for cell in stored.cells] == [text_of(cell) for cell in executed.cells]


def test_the_stored_pictures_are_of_the_size_that_comes_out(stored, executed):
    assert [pictures_of(cell) for cell in stored.cells] == [pictures_of(cell) for cell in executed.cells]


def test_a_notebook_shows_pictures(stored):
    assert any(pictures_of(cell) for cell in stored.cells)


def test_a_notebook_shows_no_error_and_no_warning(executed):
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    assert [] == [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_the_cells_are_stored_as_run_once_from_top_to_bottom(stored):
    counts = [cell.execution_count for cell in stored.cells if cell.cell_type == "code"]
    assert list(range(1, len(counts) + 1)) == counts


def test_a_notebook_keeps_nothing_of_the_machine_it_ran_on(path, stored):
    assert GENERIC == stored.metadata
    assert Counter() == Counter(key for cell in stored.cells for key in cell.metadata)
    written = path.read_text("utf-8")
    assert [] == [place for place in (str(ROOT), str(Path.home())) if place != "/" and place in written]
