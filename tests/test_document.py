"""YAML 1.2 of the plain kind, with the line of every value, and a sentence for everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.errors import EstimatorError
from estimator.files.document import read_document, read_text

"""Seconds after which something that should be instant has run away."""


def data(text):
    return read_text(text, "file.yaml").data


def refusal(text):
    with pytest.raises(EstimatorError) as caught:
        read_text(text, "file.yaml")
    return str(caught.value)


SCALARS = [
    ("NO", "NO"),
    ("yes", "yes"),
    ("on", "on"),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("1e6", 1e6),
    ("1.3e+6", 1.3e6),
    (".5", 0.5),
    ("1.", 1.0),
    ("+1", 1),
    ("-7", -7),
    ("012", 12),
    ("1_000", "1_000"),
    ("12:30:45", "12:30:45"),
    ("2025-01-24", "2025-01-24"),
    ("~1 GW", "~1 GW"),
    ("-.Inf", float("-inf")),
    ("'1e6'", "1e6"),
    ('"NO"', "NO"),
    ("'~'", "~"),
    ("! 12", 12),
]


@pytest.mark.parametrize(("written", "value"), SCALARS, ids=[written or "nothing" for written, _ in SCALARS])
def test_a_scalar_is_what_yaml_1_2_says(written, value):
    found = data(f"a: {written}\n")["a"]
    assert (type(value), value) == (type(found), found)


def test_a_key_is_always_text():
    assert {"null": 1, "1": 2, "true": 3} == data("null: 1\n1: 2\ntrue: 3\n")


def test_a_merge_key_is_a_key_like_any_other():
    assert {"<<": {"a": 1}} == data("<<: {a: 1}\n")


def test_every_value_knows_its_line():
    text = "title: t\ngiven:\n  pue: 1.1\n  mfu:\n    value: 0.4\nparts:\n- a\n- b: 1\n  c: [2,\n    3]\n"
    lines = {path: line for path, (_, line) in read_text(text, "file.yaml").lines.items()}
    assert {
        (): 1, ("title",): 1, ("given",): 2, ("given", "pue"): 3, ("given", "mfu"): 4, ("given", "mfu", "value"): 5,
        ("parts",): 6, ("parts", 0): 7, ("parts", 1): 8, ("parts", 1, "b"): 8, ("parts", 1, "c"): 9,
        ("parts", 1, "c", 0): 9, ("parts", 1, "c", 1): 10,
    } == lines  # fmt: skip


def test_every_line_belongs_to_its_file():
    assert {"file.yaml"} == {file for file, _ in read_text("a: {b: [1, 2]}\n", "file.yaml").lines.values()}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_lines_are_counted_whatever_ends_them(end):
    assert "file.yaml:3: b is written twice; it is first on line 2" == refusal(f"a: 1{end}b: 2{end}b: 3{end}")


def test_a_problem_stands_at_the_nearest_place_known():
    document = read_text("a:\n  b: 1\n", "file.yaml")
    assert "file.yaml:2: oh" == str(document.problem(("a", "b", "c", 3), "oh"))


REFUSED = [
    ("a key written twice", "a: 1\nb: 2\na: 3\n", "file.yaml:3: a is written twice; it is first on line 1"),
    ("a key written twice deep down", "a:\n  b: 1\n  b: 2\n", "file.yaml:3: b is written twice; it is first on line 2"),
    ("an anchor", "a: &x 1\n", "file.yaml:1: anchors and tags are not read; write the plain value"),
    ("a tag", "a:\n  b: !!str 1\n", "file.yaml:2: anchors and tags are not read; write the plain value"),
    ("a tag of Python", "a: !!python/name:os\n", "file.yaml:1: anchors and tags are not read; write the plain value"),
    ("an alias", "a: *x\n", "file.yaml:1: *x: aliases are not read; write the value again"),
    ("an alias as a document", "*x\n", "file.yaml:1: *x: aliases are not read; write the value again"),
    ("a list as a key", "? [1, 2]\n: 3\n", "file.yaml:1: a key should be a plain word"),
    ("a map as a key", "a: 1\n? {b: 1}\n: 3\n", "file.yaml:2: a key should be a plain word"),
    ("two documents", "a: 1\n---\nb: 2\n", "file.yaml:2: holds more than one document; write one scenario a file"),
    ("an empty text", "", "file.yaml:1: is empty; a scenario needs at least title and given"),
    ("only space", "  \n\n", "file.yaml:1: is empty; a scenario needs at least title and given"),
    ("only comments", "# one\n# two\n", "file.yaml:1: is empty; a scenario needs at least title and given"),
    ("a NUL", "a: 1\nb: x\0y\n", "file.yaml:2: holds a character that YAML text cannot hold"),
    ("a bell", "a: \a\n", "file.yaml:1: holds a character that YAML text cannot hold"),
    ("lists nested without end", "[" * 100_000, "file.yaml:1: is nested too deep"),
    ("maps nested without end", "{a: " * 100_000, "file.yaml:1: is nested too deep"),
    ("lists nested in blocks", "- " * 1_000 + "a", "file.yaml:1: is nested too deep"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_plain_yaml_is_refused_with_its_line(text, message):
    assert message == refusal(text)


MALFORMED = [
    ("a tab as indentation", "a:\n\t- b\n", 2),
    ("an open quote", "a: 'x\n", 2),
    ("an open map", "a: {b: 1\n", 2),
    ("a colon too many", "title: t\na: b: c\n", 2),
    ("a stray bracket", "a: 1\n}\n", 2),
    ("a reserved character", "a: 1\nb: @x\n", 2),
    ("an indentation that fits nowhere", "a:\n    b: 1\n  c: 2\n", 3),
]


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_what_is_not_yaml_is_refused_with_its_line(text, line):
    assert refusal(text).startswith(f"file.yaml:{line}: is not YAML: ")


@pytest.mark.parametrize("text", ["&k a: 1\n", "!!str a: 1\n"], ids=["anchor", "tag"])
def test_anchors_and_tags_on_keys_are_refused_too(text):
    assert "file.yaml:1: anchors and tags are not read; write the plain value" == refusal(text)


def test_text_that_utf_8_cannot_hold_is_bad_input():
    assert refusal("a: \ud800\n").startswith("file.yaml:1: ")


def test_all_problems_are_reported_at_once_by_line():
    lines = [problem.split(":")[1] for problem in refusal("a: &x 1\nb: 2\nb: *x\nc: !!int 3\n").splitlines()]
    assert ["1", "3", "3", "4"] == lines


def test_a_billion_laughs_are_refused(ending):
    layers = [
        f"{layer}: &{layer} [{', '.join([f'*{below}'] * 9)}]"
        for below, layer in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    message = refusal("a: &a [lol]\n" + "\n".join(layers))
    assert "*a: aliases are not read" in message


def test_twenty_levels_are_read():
    assert isinstance(data("[" * 20 + "]" * 20), list)


FILES = [
    ("binary", bytes(range(256)), ":2: is not UTF-8 text; save it as UTF-8"),
    ("utf-16", "title: t\n".encode("utf-16"), ":1: is not UTF-8 text; save it as UTF-8"),
    ("utf-16 without its mark", "title: t\n".encode("utf-16-le"), ":1: holds a character that YAML text cannot hold"),
    ("latin-1", "title: t\ngiven: é\n".encode("latin-1"), ":2: is not UTF-8 text; save it as UTF-8"),
    ("10 MB", b"a: 1\n" * 2_000_000, ":1: is larger than 1 MB; a scenario is a page of text"),
    ("1 MB of brackets", b"[" * 1_000_000, ":1: is nested too deep"),
    ("nothing", b"", ":1: is empty; a scenario needs at least title and given"),
    ("NUL", b"a: 1\n\0\n", ":2: holds a character that YAML text cannot hold"),
]


@pytest.mark.parametrize(("raw", "message"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_a_file_that_is_no_text_is_refused_with_its_name(raw, message, tmp_path):
    path = tmp_path / "file.yaml"
    path.write_bytes(raw)
    with pytest.raises(EstimatorError) as caught:
        read_document(path)
    assert f"{path}{message}" == str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    (tmp_path / "file.yaml").write_bytes(b"\xef\xbb\xbftitle: t\n")
    assert {"title": "t"} == read_document(tmp_path / "file.yaml").data


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(EstimatorError, match=r"none\.yaml: there is no such file"):
        read_document(tmp_path / "none.yaml")


@pytest.mark.parametrize("name", [".", "a" * 5_000, "nul\0.yaml"], ids=["directory", "long name", "NUL in the name"])
def test_a_path_that_is_no_file_cannot_be_read(name, tmp_path):
    with pytest.raises(EstimatorError, match="cannot be read: "):
        read_document(tmp_path / name)


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_document_or_bad_input(text):
    try:
        lines = read_text(text, "file.yaml").lines.values()
    except EstimatorError as error:
        lines = [(problem.file, problem.line) for problem in error.problems]
    assert {"file.yaml"} == {file for file, _ in lines}
    assert all(1 <= line <= len(text) + 1 for _, line in lines)
