"""Published cases lead to documents, and a mistake in their files is told with its file and line."""

import re

import pytest

from estimator import EstimatorError
from estimator.catalog import checked_catalog
from estimator.catalog.published import GROUPS

from .entries import CASES, LOADED, spoiled

ALL = list(CASES.by_key.values())


def test_every_published_value_has_a_document_that_the_catalog_knows():
    assert [] == [
        (case.key, datum.quantity)
        for case in ALL
        for datum in case.published
        if not datum.sources or any(LOADED.sources.get(source.key) != source for source in datum.sources)
    ]


def test_every_document_of_a_case_says_where():
    assert [] == [
        (case.key, datum.quantity) for case in ALL for datum in case.data if datum.sources and not datum.where
    ]


def test_every_input_has_a_document_or_a_reason():
    assert [] == [
        (case.key, datum.quantity) for case in ALL for datum in case.data if not (datum.sources or datum.because)
    ]


def test_every_group_has_cases_and_says_what_was_left_out():
    assert set(GROUPS) == {case.group for case in ALL}
    assert all(one.because for one in CASES.left_out)


def test_a_key_is_written_in_lower_case_digits_and_dashes():
    assert [] == [key for key in CASES.by_key if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)]


def test_no_two_cases_share_a_title():
    titles = [case.title for case in ALL]
    assert len(titles) == len(set(titles))


POWER, MACRO = "validation/power.yaml", "validation/macro.yaml"
RATED = 'server_rated_power: {value: 10.2 kW/server, source: epoch-it-power, where: "row H100, 10,200 W"}'
WATTS = "it_power_per_accelerator: {value: 1453.5 W/accelerator, source: epoch-it-power, where"

MISTAKES = {
    "unknown quantity": (POWER, RATED, RATED.replace("rated", "ratted"), "did you mean server_rated_power"),
    "wrong unit": (POWER, RATED, RATED.replace("kW/server", "kW"), "should be a power per server"),
    "unknown source": (POWER, RATED, RATED.replace("epoch-it", "epic-it"), "epic-it-power is no source in sources"),
    "input without source or reason": (
        POWER, RATED, "server_rated_power: {value: 10.2 kW/server}", "server_rated_power has neither source nor because"
    ),
    "source without a place": (
        POWER, RATED, RATED.partition(", where")[0] + "}", "server_rated_power has a source but no where"
    ),
    "convention as input": (
        POWER, RATED, "one_year: {value: 1 year, because: a test}", "one_year is a convention and cannot be stated"
    ),
    "published without a document": (
        POWER, WATTS, WATTS.replace("source: epoch-it-power, ", "because: a test, "), "above 0, with a source"
    ),
    "published as a range": (POWER, WATTS, WATTS.replace("1453.5 W", "1400..1500 W"), "is one number above 0"),
    "published as a bound": (POWER, WATTS, WATTS.replace("1453.5 W", '">= 1453.5 W').replace("or,", 'or",'),
                             "is one number above 0"),
    "published and given": (POWER, RATED, RATED.replace("server_rated_power", "it_power_per_accelerator")
                            .replace("kW/server", "W/accelerator"), "it_power_per_accelerator is published and given"),
    "unknown entry": (POWER, "use: {accelerator: h100-sxm}", "use: {accelerator: h100}", "did you mean h100-pcie"),
    "unknown choice": (POWER, "use: {accelerator: h100-sxm}", "use: {chip: h100-sxm}", "chip is not known under use"),
    "unknown kind": (POWER, "kind: identity", "kind: identical", "input should be 'independent', 'identity'"),
    "unknown key": (POWER, "    kind: identity", "    page: 7\n    kind: identity", "page: extra inputs"),
    "no title": (POWER, "    title: IT power of an H100", "    # title: IT power of an H100", "title: field required"),
    "key of another file": (MACRO, "  ireland-2024:", "  h100-share:", "h100-share stands in two files"),
}  # fmt: skip


@pytest.fixture(scope="module", params=MISTAKES)
def mistake(request, tmp_path_factory):
    """What is told of a mistake, what should be among it, and where."""
    name, old, new, message = MISTAKES[request.param]
    folder, line = spoiled(tmp_path_factory.mktemp("spoiled"), name, old, new)
    with pytest.raises(EstimatorError) as caught:
        checked_catalog(folder)
    return caught.value, message, folder / name, line


def test_a_mistake_is_told(mistake):
    error, message, _, _ = mistake
    assert message in str(error)


def test_a_mistake_is_told_with_its_file_and_line(mistake):
    error, message, file, line = mistake
    places = [problem.line for problem in error.problems if problem.file == str(file) and message in problem.message]
    assert any(abs(place - line) <= 4 for place in places), str(error)


def test_a_file_of_no_group_is_told(tmp_path):
    folder, _ = spoiled(tmp_path, POWER, "", "")
    (folder / "validation" / "powr.yaml").write_text("cases: {}\n", "utf-8")
    with pytest.raises(EstimatorError, match=r"powr\.yaml:1: is no group of cases; there are power, facility"):
        checked_catalog(folder)


def test_a_source_that_no_case_cites_any_more_is_told(tmp_path):
    folder, _ = spoiled(tmp_path, POWER, "", "")
    text = (folder / POWER).read_text("utf-8")
    (folder / POWER).write_text(text.replace("lockwood-isambard-ai", "top500-2023-06"), "utf-8")
    with pytest.raises(EstimatorError, match="lockwood-isambard-ai is a source of nothing"):
        checked_catalog(folder)
