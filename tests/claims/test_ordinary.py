"""Ordinary true sentences are not called wrong."""

from pathlib import Path

import pytest
import yaml

import estimator

TABLE = yaml.safe_load(Path(__file__).with_name("ordinary.yaml").read_text("utf-8"))
MOST = 0.05
"""The share of true sentences that may be called contradicted."""


@pytest.fixture(scope="module")
def contradicted():
    return [sentence["title"] for sentence in TABLE if estimator.check(sentence).contradicts]


def test_the_table_has_sixty_sentences_or_more():
    assert 60 <= len({sentence["title"] for sentence in TABLE})


def test_at_most_one_in_twenty_is_called_contradicted(contradicted):
    assert len(contradicted) <= MOST * len(TABLE), contradicted
