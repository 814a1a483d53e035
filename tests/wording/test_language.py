"""Languages: the same sentences with the same holes in all of them, and each said somewhere."""

import ast
from pathlib import Path

import pytest

import estimator
from estimator.datum import Source, Variable
from estimator.errors import EstimatorError
from estimator.wording import Citation, Language, Listed, Marked, Message, Told, english, language, point
from estimator.wording.language import FOLDER
from estimator.wording.templates import template

PACKAGE = Path(estimator.__file__).parent
CODES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def holes(spoken: Language, kind: str) -> set[str]:
    """The parts of a message that its sentences take, and the one that chooses among them."""
    written = spoken.messages[kind]
    chooses = set() if isinstance(written, str) else {written["by"]}
    return chooses | {hole.name for one in spoken.variants(kind).values() for hole in one.holes}


def strings() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def calls() -> list[tuple[str, set[str]]]:
    """Every message that is made with its kind and parts written out."""
    trees = (ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    made = [node for node in nodes if ast.unparse(node.func) in ("Message.of", "cls.of")]
    return [
        (node.args[0].value, {keyword.arg or "**" for keyword in node.keywords})
        for node in made
        if isinstance(node.args[0], ast.Constant)
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_language_says_the_same(code):
    assert set(language("en").messages) == set(language(code).messages)


@pytest.mark.parametrize("code", CODES)
def test_every_language_has_the_same_holes(code):
    english_holes = {kind: holes(language("en"), kind) for kind in language("en").messages}
    assert english_holes == {kind: holes(language(code), kind) for kind in language(code).messages}


@pytest.mark.parametrize("code", CODES)
def test_every_language_joins_the_same_lists(code):
    assert set(language("en").lists) == set(language(code).lists)


def test_every_sentence_is_said_somewhere():
    assert [] == sorted(set(language("en").messages) - strings())


def test_every_message_has_its_sentence():
    assert [] == sorted({kind for kind, _ in calls()} - set(language("en").messages))


def test_every_message_has_the_parts_that_its_sentence_takes():
    wrong = {kind for kind, parts in calls() if "**" not in parts and parts != holes(language("en"), kind)}
    assert set() == wrong


def test_every_choice_among_sentences_ends_with_another():
    chosen = {kind: written for kind, written in language("en").messages.items() if not isinstance(written, str)}
    assert [] == [kind for kind, written in chosen.items() if "other" not in written]


def test_no_language_is_what_is_not_there():
    with pytest.raises(EstimatorError, match="tlh is no language of reports; there are en"):
        language("tlh")


def test_no_path_is_a_language():
    with pytest.raises(EstimatorError, match="is no language of reports"):
        language("../wording/en")


SPOKEN = Language(
    "en",
    {
        "pair": "{a} and {b}",
        "whole": "{a}[[, of {b}]]",
        "both": "x[[, {a} of {b}]]",
        "count": {"by": "n", "one": "{n} way", "2": "both ways", "other": "{n:,} ways"},
        "word": {"by": "how", "well": "rightly", "other": "somehow"},
    },
    {"and": [", ", " and "], "or": [", ", " or "]},
    {">=": "≥ "},
    {".": ",", ",": "\u202f"},
)


def test_a_hole_takes_its_part():
    assert "site.pue and pue" == SPOKEN.text(Message.of("pair", a=Variable("site", "pue"), b="pue"))


def test_what_stands_in_double_brackets_needs_its_part():
    assert ("x", "x, of y") == (
        SPOKEN.text(Message.of("whole", a="x", b=None)),
        SPOKEN.text(Message.of("whole", a="x", b="y")),
    )


def test_what_stands_in_double_brackets_needs_all_its_parts():
    assert ("x", "x, 1 of 2") == tuple(SPOKEN.text(Message.of("both", a="1", b=b)) for b in (None, "2"))


@pytest.mark.parametrize(("n", "said"), [(1, "1 way"), (2, "both ways"), (3000, "3\u202f000 ways")])
def test_a_number_chooses_its_sentence(n, said):
    assert said == SPOKEN.text(Message.of("count", n=n))


def test_the_length_of_a_list_chooses_its_sentence():
    assert "both ways" == SPOKEN.text(Message.of("count", n=Listed(("a", "b"))))


@pytest.mark.parametrize(("how", "said"), [("well", "rightly"), ("badly", "somehow")])
def test_a_word_chooses_its_sentence(how, said):
    assert said == SPOKEN.text(Message.of("word", how=how))


@pytest.mark.parametrize(
    ("joint", "count", "said"), [("and", 1, "a"), ("and", 2, "a and b"), ("or", 3, "a, b or c"), ("and", 0, "")]
)
def test_a_list_is_joined_as_the_language_has_it(joint, count, said):
    assert said == SPOKEN.text(Listed(tuple("abc"[:count]), joint))


def test_numbers_are_written_as_the_language_writes_them():
    assert "≥ 1,25 GW (1,10–1,40)" == SPOKEN.text(Told((1100.0, 1250.0, 1400.0), "MW", ">="))


def test_a_point_has_no_range():
    assert "1.25 GW" == english(point(1250.0, "MW"))


def test_the_parts_of_a_sentence_can_be_told_apart():
    pue, source = Variable("", "pue"), Citation(Source(key="iso", title="Key performance indicators"))
    pieces = SPOKEN.pieces(Message.of("pair", a=pue, b=source))
    assert [pue, None, source] == [piece.cell for piece in pieces]


def test_what_is_marked_is_told_as_it_is():
    assert "pue" == english(Marked(Variable("", "pue"), "code"))


def test_messages_with_the_same_parts_are_the_same():
    assert 1 == len({Message.of("pair", a=1, b="x"), Message.of("pair", a=1, b="x")})


@pytest.mark.parametrize("written", ["[[a", "a]]", "[[a[[b]]"])
def test_brackets_match(written):
    with pytest.raises(ValueError, match="double brackets do not match"):
        template(written)
