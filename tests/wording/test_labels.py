"""What quantities are called where readers are."""

from estimator.model import model
from estimator.report.labels import labels


def test_every_quantity_has_a_label():
    assert [] == [name for name in model().quantities if name not in labels()]


def test_every_label_is_of_a_quantity():
    assert [] == [name for name in labels() if name not in model().quantities]


def test_no_two_quantities_have_one_label():
    told = [*labels().values()]
    assert [] == [label for label in told if told.count(label) > 1]


def test_labels_are_short():
    assert [] == [label for label in labels().values() if not 2 < len(label) <= 40]


def test_labels_are_words_and_no_names_or_sentences():
    assert [] == [label for label in labels().values() if "_" in label or label.endswith(".") or label != label.strip()]


def test_power_per_accelerator_is_that_of_the_whole_facility():
    assert "power per accelerator" == labels()["facility_power_per_accelerator"]
