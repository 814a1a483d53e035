"""The lexicon: every rule has an example that it reads, and every name in it is one."""

import pytest

from estimator.catalog import load_catalog
from estimator.model import model
from estimator.reading.figures import Reader
from estimator.reading.lexicon import LANGUAGES, load_lexicon, shelf
from estimator.reading.meanings import load_rules
from estimator.reading.systems import groups
from estimator.reading.text import Text

RULES = load_rules().all


def rules_met(example: str, language: str) -> list[str]:
    """The rules by which the amounts of an example are read, or seen and not read."""
    reader = Reader(Text(example, load_lexicon().abbreviations), language, None, fixed=True)
    reader.read()
    return [one.rule for one in (*reader.claims, *reader.unread)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_reads_its_example(language):
    met = {rule.name: rules_met(rule.example[language], language) for rule in RULES}
    assert [] == [f"{rule.example[language]}: {met[rule.name]}" for rule in RULES if rule.name not in met[rule.name]]


def test_every_rule_has_a_name_of_its_own():
    assert len(RULES) == len({rule.name for rule in RULES})


def test_a_rule_reads_quantities_or_says_why_not():
    assert [] == [rule.name for rule in RULES if bool(rule.reads) == bool(rule.reason)]


def test_every_name_is_a_quantity():
    assert set() == {name for rule in RULES for name in rule.reads} - set(model().quantities)


def test_every_unit_of_a_rule_is_a_conversion():
    known = {*load_lexicon().conversions, *(one.unit for one in load_lexicon().composites.values())}
    assert set() == {rule.unit for rule in RULES if rule.unit} - known


def test_the_readings_of_a_rule_are_of_one_dimension():
    units = {rule.name: {model().quantities[name].dimension.unit for name in rule.reads} for rule in RULES}
    assert {} == {name: found for name, found in units.items() if len(found) > 1}


def test_every_kind_that_is_read_is_in_a_group():
    assert set() == {kind for rule in RULES if rule.reads for kind in rule.kinds} - set(groups())


def test_every_name_of_an_accelerator_is_one_of_the_catalog():
    keys = {key for key in shelf("names")["chips"].values() if key}
    assert set() == keys - set(load_catalog().entries["accelerators"])


def test_every_name_of_a_reactor_is_one_of_the_catalog():
    assert set() == set(shelf("names")["reactors"].values()) - set(load_catalog().entries["reactors"])
