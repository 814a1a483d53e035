"""What a text says, and what it does not: bounds, changes, years, names, and texts that are none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import estimator
from estimator import EstimatorError


def only(text: str, **options):
    claims = estimator.read(text, **options).claims
    assert 1 == len(claims), claims
    return claims[0]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("The campus will draw 2 GW.", "="),
        ("The campus will draw about 2 GW.", "~"),
        ("The campus will draw more than 2 GW.", ">="),
        ("The campus will draw up to 2 GW.", "<="),
        ("It is a 2GW+ campus.", ">="),
        ("The campus will draw 2 to 3 GW.", "range"),
        ("Le campus tirera près de 2 GW.", "~"),
        ("Le campus tirera au moins 2 GW.", ">="),
        ("Le campus ne dépassera pas 2 GW.", "<="),
        ("Le campus tirera entre 2 et 3 GW.", "range"),
    ],
)
def test_how_a_figure_is_meant(text, bound):
    assert bound == only(text).bound


def test_a_change_is_two_figures():
    claims = estimator.read("La consommation du site passera de 180 à 300 GWh par an.").claims
    assert [0.18, 0.3] == [claim.value for claim in claims]


def test_a_number_takes_its_unit_from_the_one_before():
    claims = estimator.read("Orla AI has 8,000 GPUs, scaling to 31,000.").claims
    assert [("accelerators",), ("accelerators",)] == [claim.reads_as for claim in claims]


def test_a_number_that_counts_something_else_takes_no_unit():
    assert 8000 == only("Orla AI has 8,000 GPUs in 31,000 crates.").value


def test_this_year_is_that_of_the_text():
    assert 2025 == only("Meta will invest $65 billion this year.", date="2025-01").year


def test_this_year_is_none_where_the_text_has_no_date():
    assert only("Meta will invest $65 billion this year.").year is None


def test_a_year_earlier_is_told_from_the_figure_before():
    claims = estimator.read("Orla will have 900,000 GPUs in 2027, up from 300,000 a year earlier.").claims
    assert [2027, 2026] == [claim.year for claim in claims]


def test_who_speaks_is_not_whose_it_is():
    assert "Meta" == only("Mark Zuckerberg said that it will have 600,000 GPUs.").who


def test_who_tells_is_not_whose_it_is():
    assert "Orla" == only("According to Reuters, Orla plans a 2 GW campus.").who


def test_another_sentence_leaves_whose_it_is_unsure():
    claim = only("Orla plans a campus. The site will draw 2 GW.")
    assert ("Orla", True) == (claim.who, claim.unsure)


@pytest.mark.parametrize(
    "text",
    [
        "It bought Graywater for $9 billion.",
        "La start-up est valorisée 12 milliards d'euros.",
        "Nvidia will invest $100 billion in OpenAI.",
        "The government set aside $300 million of subsidies.",
        "A solar farm of 300 MW feeds the grid.",
        "The share closed at $64.12.",
        "Call +1 512 555 0147 before 14 March 2026.",
        "It stands on 85 hectares in 35000 Rennes.",
        "Its kettle draws 2 kW.",
        "dozens of billions of dollars for data centers",
    ],
)
def test_what_is_not_of_the_model_is_not_read(text):
    assert () == estimator.read(text).claims


def test_what_is_not_read_is_told_with_its_reason():
    assert ["the power of a plant"] == [one.reason for one in estimator.read("A solar farm of 300 MW is near.").unread]


def test_each_sentence_is_read_in_its_language():
    text = "The site of the firm will have 1,300 GPUs. Le site de la société aura 1 300,5 MW dans la ville."
    assert [1300, 1300.5] == [claim.value for claim in estimator.read(text).claims]


def test_a_mark_that_may_part_thousands_or_decimals_is_not_read():
    assert () == estimator.read("Le campus de la société consommera 1.300 MW par la suite.").claims


def test_things_that_are_whole_tell_what_a_mark_is():
    assert 1300 == only("Le campus de la société aura 1.300 accélérateurs.").value


def test_another_language_is_not_read():
    text = (
        "Das Rechenzentrum wird nach Angaben des Betreibers 300 MW verbrauchen und soll schon bald ans Netz gehen, wie "
    )
    found = estimator.read(text + "er bei einer Pressekonferenz am Mittwoch in Frankfurt vor Journalisten sagte.")
    assert (None, ()) == (found.language, found.claims)


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", {}, "empty"),
        (" \n ", {}, "empty"),
        ("2 GW", {"language": "de"}, "language should be en or fr"),
        ("2 GW", {"date": "soon"}, "date should be"),
        ("x" * 5_000_001, {}, "more than 5,000,000"),
        (b"2 GW", {}, "should be a string"),
    ],
)
def test_what_cannot_be_read_is_refused(text, options, message):
    with pytest.raises(EstimatorError, match=message):
        estimator.read(text, **options)


@pytest.mark.parametrize(
    "text",
    [
        "1e999 GW campus",
        "$ billion campus",
        "00 W chips",
        "12 " * 10_000,
        "\x00 2 GW \x1b[31m",
        "٣ GW campus",
        "2 GW\ud800",
    ],
)
def test_strange_texts_are_read_without_harm(text):
    found = estimator.read(text)
    assert all(claim.low > 0 for claim in found.claims)


PIECES = st.sampled_from(
    ["The campus ", "Le site de ", "2 GW", "1,3 million ", "$",
     "€", " billion", " milliards d'euros", "-", " to ", " à ", "5", ".",
     ",", " per day", " par an", "\n", " GPUs", "%", "\u00a0", "\u00ad", "’", "e9", "^10", " of water", " Meta ",
     "2025", "(", ")", "0"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25).map("".join).filter(str.strip))
def test_whatever_is_read_stands_in_the_text(text):
    found = estimator.read(text)
    for claim in found.claims:
        start, end = claim.span
        assert claim.quote in text
        assert text[start:end] in claim.quote
        assert claim.low > 0


@settings(max_examples=10, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25).map("".join).filter(str.strip))
def test_whatever_is_read_makes_a_scenario(text):
    found = estimator.read(text)
    assert not found.claims or len(found.scenario().claims) <= len(found.claims)
