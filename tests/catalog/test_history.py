"""What was known when: of a figure, of an entry, of prices."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import EstimatorError
from estimator.catalog import catalog_as_of, load_catalog
from estimator.catalog.figures import KINDS
from estimator.catalog.history import Version, day_of, first_day, known_since, last_day, version_at
from estimator.datum import Datum, Source, Tier
from estimator.model import model
from estimator.values import value_of

from .entries import spoiled

CATALOG = load_catalog()
VERSIONS = [
    (kind, entry, figure.quantity, option, versions)
    for kind, entry, figure in CATALOG.figures
    for option, versions in figure.versions.items()
    if kind != "conventions"
]
DAYS = st.dates(date(2000, 1, 1), CATALOG.dated)
MARCH = date(2025, 3, 1)


def source(day):
    return Source(key="a", title="A document", date=day)


def datum(factor, *days):
    dimension = model().quantities["reactor_capacity_factor"].dimension
    value = value_of(factor, "reactor_capacity_factor", dimension)
    return Datum(
        quantity="reactor_capacity_factor",
        value=value,
        dimension=dimension,
        tier=Tier.USE,
        key="s",
        sources=tuple(map(source, days)),
    )


def stood(day):
    """What stands for each value on a day, by its stream."""
    return {known.key: known for known in CATALOG.as_of(day).data if known.tier != Tier.CONVENTION}


# Days


@pytest.mark.parametrize(
    ("last", "written"),
    [("2025-12-31", "2025"), ("2024-02-29", "2024-02"), ("2025-12-31", "2025-12"), ("2025-03-01", "2025-03-01")],
)
def test_a_document_dated_by_a_period_counts_from_the_end_of_it(last, written):
    assert date.fromisoformat(last) == last_day(written) == known_since([source(written)], date(2026, 11, 30))


def test_a_period_begins_on_its_first_day():
    assert [date(2025, 1, 1), date(2025, 3, 1), date(2025, 3, 7)] == [
        first_day(day) for day in ("2025", "2025-03", "2025-03-07")
    ]


def test_what_rests_on_several_documents_is_known_with_the_last():
    assert date(2025, 5, 31) == known_since([source("2024"), source("2025-05")], date(2026, 11, 30))


def test_a_document_without_a_date_counts_from_the_day_of_the_catalog():
    assert date(2026, 11, 30) == known_since([source("2024"), source("")], date(2026, 11, 30))


def test_a_period_that_is_not_over_counts_from_the_day_of_the_catalog():
    assert date(2026, 11, 30) == known_since([source("2026")], date(2026, 11, 30))


def test_a_reason_alone_was_never_unknown():
    assert date.min == known_since([], date(2026, 11, 30))


@pytest.mark.parametrize("written", ["2025-3-1", "2025-02-30", "2025-03", "March", "", "20250301", "2025-03-01T00"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(EstimatorError, match="is no day of the calendar; write such as 2025-03-01"):
        day_of(written)


def test_a_day_is_a_day():
    assert MARCH == day_of("2025-03-01") == day_of(MARCH)


# Versions


TWO = (
    Version(datum=datum(0.6, "2020"), since=date(2020, 12, 31), until=date(2024, 6, 1), why="a test"),
    Version(datum=datum(0.7, "2024-05-01"), since=date(2024, 6, 1)),
)


@pytest.mark.parametrize(
    ("number", "day"),
    [(None, "2020-12-30"), (0, "2020-12-31"), (0, "2024-05-31"), (1, "2024-06-01"), (1, "2026-01-01")],
)
def test_a_version_stands_until_the_day_of_the_next(number, day):
    expected = None if number is None else TWO[number]
    assert expected is version_at(TWO, date.fromisoformat(day))


def test_a_later_copy_says_since_when_it_was_public():
    copied = Version(datum=datum(0.7, "2026-04-27"), since=date(2022, 9, 20), public="column Release date (a)")
    assert "Public since 2022-09-20: column Release date (a)." == copied.told_on(MARCH).because
    assert copied.datum is copied.told_on(date(2026, 4, 27))


def test_the_last_version_of_every_figure_is_what_the_catalog_has():
    figures = [figure for _, _, figure in CATALOG.figures]
    assert [figure.options for figure in figures] == [
        {option: versions[-1].datum for option, versions in figure.versions.items()} for figure in figures
    ]


def test_every_version_stands_for_a_time_and_the_next_follows_at_once():
    for _, _, _, _, versions in VERSIONS:
        assert all(version.until and version.since < version.until for version in versions[:-1])
        assert [version.until for version in versions[:-1]] == [version.since for version in versions[1:]]
        assert versions[-1].until is None


def test_versions_of_a_figure_share_its_draws():
    assert all(1 == len({version.datum.key for version in versions}) for *_, versions in VERSIONS)


def test_the_versions_of_a_value_are_found_by_its_stream():
    assert all(versions == CATALOG.versions(versions[0].datum.key) for *_, versions in VERSIONS)


# The catalog


def test_as_of_its_own_date_the_catalog_is_itself():
    assert CATALOG is CATALOG.as_of(CATALOG.dated) is catalog_as_of() is catalog_as_of(str(CATALOG.dated))


def test_a_day_after_the_catalog_is_refused():
    day = CATALOG.dated + timedelta(days=1)
    with pytest.raises(EstimatorError, match=f"as of {day}: the catalog is of {CATALOG.dated}; of what came after it"):
        CATALOG.as_of(day)


def test_before_everything_only_reasons_are_known():
    assert all(known.because and not known.sources for known in stood(date(1900, 1, 1)).values())


@given(DAYS, DAYS)
def test_what_is_known_stays_known_or_is_replaced_by_a_listed_version(one, other):
    day, later = sorted((one, other))
    before, after = stood(day), stood(later)
    assert before.keys() <= after.keys()
    for stream, known in before.items():
        values = [version.datum.value for version in CATALOG.versions(stream)]
        assert values.index(known.value) <= len(values) - 1 - values[::-1].index(after[stream].value)


@given(DAYS)
def test_what_is_known_rests_on_documents_of_the_day_or_says_why_it_was_public(day):
    for known in stood(day).values():
        late = [each for each in known.sources if not each.date or first_day(each.date) > day]
        assert not late or "Public since" in known.because, known.key


@given(DAYS)
def test_a_first_version_waits_for_the_end_of_the_period_of_its_documents(day):
    for _, _, _, _, versions in VERSIONS:
        first = versions[0]
        if not first.public and first.since <= day < (first.until or date.max):
            assert all(
                (each.date and last_day(each.date) <= day) or day == CATALOG.dated for each in first.datum.sources
            )


def test_an_accelerator_is_known_from_its_release_on():
    released = date(2022, 9, 20)
    assert () == CATALOG.as_of(released - timedelta(days=1)).entries["accelerators"]["h100-sxm"].figures
    assert {"accelerator_tdp", "accelerator_peak_rate"} <= {
        figure.quantity for figure in CATALOG.as_of(released).entries["accelerators"]["h100-sxm"].figures
    }


def test_what_is_reasoned_of_a_product_is_known_from_its_release_on(tmp_path):
    cited = 'source: epoch-hardware, where: "row NVIDIA H100 SXM5 80GB, column TDP"'
    folder, _ = spoiled(tmp_path, "accelerators/nvidia.yaml", cited, "because: a test")
    before, after = (
        {figure.quantity for figure in load_catalog(folder).as_of(day).entries["accelerators"]["h100-sxm"].figures}
        for day in (date(2022, 9, 19), date(2022, 9, 20))
    )
    assert (False, True) == ("accelerator_tdp" in before, "accelerator_tdp" in after)


def test_an_estimate_of_what_its_maker_never_published_is_not():
    known = CATALOG.as_of(MARCH).entries["accelerators"]["tpu-v5p"].figures
    assert "accelerator_memory" in {figure.quantity for figure in known}
    assert "accelerator_tdp" not in {figure.quantity for figure in known}


def test_the_rack_of_the_gb200_was_rated_at_120_kilowatts():
    figures = CATALOG.as_of(MARCH).entries["servers"]["gb200-nvl72"].figures
    (rated,) = (figure.options[""] for figure in figures if figure.quantity == "server_rated_power")
    assert (115, 122, 137) == rated.value.parameters
    assert ["techradar-nvl72-2024"] == [each.key for each in rated.sources]


def test_a_name_says_as_of_when():
    assert f"{CATALOG.version} as of 2025-03-01" == CATALOG.as_of(MARCH).name
    assert {"catalog_version": CATALOG.version, "as_of": "2025-03-01"} == CATALOG.as_of(MARCH).stamp
    assert {"catalog_version": CATALOG.version} == CATALOG.stamp


def test_sources_are_those_that_were_out():
    known = CATALOG.as_of(MARCH).sources
    assert known
    assert all(last_day(each.date) <= MARCH for each in known.values())


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_stays_where_nothing_was_known_of_it(kind):
    assert CATALOG.entries[kind].keys() == CATALOG.as_of(date(1900, 1, 1)).entries[kind].keys()


# Prices


def test_the_average_of_a_year_is_known_in_january():
    index = CATALOG.prices.index
    assert index[2024] == CATALOG.as_of(date(2025, 1, 20)).prices.index[2025]
    assert index[2023] == CATALOG.as_of(date(2025, 1, 19)).prices.index[2024]


def test_years_to_come_are_told_in_the_prices_of_the_last_one_known():
    prices = CATALOG.as_of(MARCH).prices
    dimension = model().quantities["capex"].dimension
    stated = Datum(
        quantity="capex",
        value=value_of("40 bn USD2024", "capex", dimension),
        dimension=dimension,
        tier=Tier.GIVEN,
        key="capex",
    )
    told = prices.told_in(stated, "USD2025")
    assert stated.value.parameters == told.value.parameters
    assert "as of 2025-03-01, years after 2024 taken as 2024" in told.where


def test_exchange_rates_of_years_to_come_are_those_of_the_last_one_known():
    prices = CATALOG.as_of(MARCH).prices
    assert CATALOG.prices.per_euro["USD"][2024] == prices.per_euro["USD"][2025]
    assert ["2025-01-05"] == [each.date for each in prices.rate_sources]


@pytest.mark.parametrize(
    "day",
    [datetime(2025, 3, 1, 12, 0), 5, 1.5, True, "", "2025-03", "2025-02-30", "٢٠٢٥-٠٣-٠١", b"2025-03-01", [], {}],
    ids=repr,
)
def test_what_is_no_day_is_bad_input(day):
    with pytest.raises(EstimatorError, match=r"is (no day of the calendar; write such as 2025-03-01|a time)"):
        catalog_as_of(day)
