"""The copy of the catalog: it is what was read, it is never stale, it is never needed, and nobody sees half of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import estimator
from estimator.catalog import compiled, load_catalog, ready
from estimator.catalog.place import CATALOG
from estimator.catalog.seal import digest

from .entries import LOADED

PACKAGE = Path(estimator.__file__).parent
ASK = "from estimator.catalog import load_catalog; print(load_catalog().entries['reactors']['epr'].title)"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The only place that a copy is kept at."""
    found = tmp_path / "cache" / "catalog.json"
    monkeypatch.setattr(compiled, "_places", lambda: iter([found]))
    return found


@pytest.fixture
def copied(place):
    compiled.keep(LOADED, "a key")
    return compiled.kept_catalog("a key")


def test_a_copy_has_every_value(copied):
    assert list(LOADED.data) == list(copied.data)


def test_a_copy_has_every_version_of_every_value(copied):
    assert [figure.versions for *_, figure in LOADED.figures] == [figure.versions for *_, figure in copied.figures]


def test_a_copy_has_every_note(copied):
    assert list(LOADED.notes) == list(copied.notes)


def test_a_copy_has_all_else(copied):
    assert (LOADED, LOADED.prices) == (copied, copied.prices)


def test_entries_of_a_copy_are_those_of_the_files(copied):
    assert {kind: dict(found) for kind, found in LOADED.entries.items()} == {
        kind: dict(found) for kind, found in copied.entries.items()
    }


def test_a_copy_of_something_else_counts_for_nothing(copied):
    assert compiled.kept_catalog("another key") is None


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-9], lambda raw: raw.replace(b"1620", b"1621"), lambda raw: b""])
def test_a_copy_that_is_not_whole_counts_for_nothing(spoil, copied, place):
    place.write_bytes(spoil(place.read_bytes()))
    assert compiled.kept_catalog("a key") is None


def test_a_changed_file_of_the_catalog_makes_a_copy_stale(tmp_path):
    shutil.copytree(CATALOG, tmp_path / "catalog")
    before = digest(tmp_path / "catalog")
    with (tmp_path / "catalog" / "prices.yaml").open("a") as file:
        file.write("# more\n")
    assert compiled.stamp(before) != compiled.stamp(digest(tmp_path / "catalog"))


def test_a_changed_module_makes_a_copy_stale(monkeypatch):
    before = compiled.stamp("digest")
    monkeypatch.setattr(compiled, "_modules", lambda folder: [("values.py", 1, 1)])
    assert before != compiled.stamp("digest")


def test_where_nothing_can_be_written_nothing_is_kept(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(compiled, "_places", lambda: iter([tmp_path / "file" / "catalog.json"]))
    compiled.keep(LOADED, "a key")
    assert (None, [tmp_path / "file"]) == (compiled.kept_catalog("a key"), [*tmp_path.iterdir()])


def test_nobody_needs_a_home(monkeypatch):
    def homeless():
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(compiled.Path, "home", homeless)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not compiled.can_be_kept()


def test_where_python_writes_no_bytecode_the_copy_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert [tmp_path / "estimator"] == [place.parent for place in compiled._places()]


def test_a_copy_is_kept_at_first_use_and_asked_at_the_next(place, monkeypatch):
    first = ready.load_catalog.__wrapped__()
    monkeypatch.setattr(ready, "_read", lambda *_: pytest.fail("the files were read again"))
    assert list(first.data) == list(ready.load_catalog.__wrapped__().data)


def test_a_catalog_of_ones_own_leaves_no_copy(place, tmp_path):
    shutil.copytree(CATALOG, tmp_path / "own")
    load_catalog(tmp_path / "own")
    assert not place.exists()


def test_many_that_start_at_once_all_get_the_catalog(tmp_path):
    environment = {
        **os.environ,
        "PYTHONPATH": str(PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    started = [
        subprocess.Popen([sys.executable, "-c", ASK], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    assert 4 * [LOADED.entries["reactors"]["epr"].title + "\n"] == [one.communicate()[0] for one in started]
    assert 1 == len([*(tmp_path / "estimator").iterdir()])
