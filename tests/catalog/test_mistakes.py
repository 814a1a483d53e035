"""A mistake in the catalog's files is told, with its file and line."""

import pytest

from estimator import EstimatorError
from estimator.catalog import CATALOG, checked_catalog
from estimator.catalog.figures import KINDS

from .entries import LOADED, spoiled

NVIDIA, AMD, TYPES, SOURCES = (
    "accelerators/nvidia.yaml", "accelerators/amd.yaml", "reactors/types.yaml", "sources/reactors.yaml"
)  # fmt: skip
PLANTS, MATERIALS = "technologies/types.yaml", "materials/typical.yaml"
TDP = "value: 400 W/accelerator"
ROW = 'where: "row NVIDIA A100 SXM4 40 GB, column Release date"'
RELEASED = f"released: {{value: 2020-05-14, source: epoch-hardware, {ROW}}}"


def reactor(figure: str = "", note: str = "") -> str:
    """A reactor to be put at the top of a file."""
    notes = f"  notes:\n    {note}\n" if note else ""
    return f"mistaken:\n  title: A reactor\n{notes}  figures: {{{figure}}}\n"


def factor(written: str) -> str:
    return reactor(f"reactor_capacity_factor: {{{written}, because: a test}}")


def by_year(option: str) -> str:
    return reactor(f'reactor_capacity_factor: {{by: year, "{option}": {{value: 0.7, because: a test}}}}')


def cost(written: str) -> str:
    return reactor(note=f"overnight_cost: {{{written}, because: a test}}")


WHY = "until: 2025-01-01, why: a test"
COMES_LATER = 'source: epoch-tco-2026, where: "a place"'


def earlier(notes: str, source: str = "", by: str = "because: a test", more: str = "") -> str:
    """A figure with an earlier version, or two."""
    cited = f'source: {source}, where: "a place"' if source else "because: a test"
    versions = ", ".join(f"{{value: 0.6, {cited}, {each}}}" for each in (notes, more) if each)
    return reactor(f"reactor_capacity_factor: {{value: 0.7, {by}, earlier: [{versions}]}}")


MISTAKES = {
    "unknown unit": (NVIDIA, TDP, "value: 400 Watt/accelerator", "is not a unit"),
    "wrong dimension": (NVIDIA, TDP, "value: 400 W", "should be a power per"),
    "no unit": (NVIDIA, TDP, "value: 400", "without a unit"),
    "unknown quantity": (NVIDIA, "accelerator_tdp:", "accelerator_tpd:", "did you mean accelerator_tdp"),
    "unknown source": (NVIDIA, "source: epoch-hardware", "source: epoch-hardwear", "epoch-hardwear is no source"),
    "missing source": (NVIDIA, f"{TDP}, source: epoch-hardware, ", f"{TDP}, ", "neither source nor because"),
    "missing where": (NVIDIA, f'{TDP}, source: epoch-hardware, where: "row NVIDIA A100 SXM4 40 GB, column TDP"}}',
                      f"{TDP}, source: epoch-hardware}}", "accelerator_tdp has a source but no where"),
    "unknown key": (NVIDIA, f"{TDP},", f"{TDP}, page: 7,", "page"),
    "key of an entry unknown": (NVIDIA, "server: dgx-a100", "rack: dgx-a100", "rack"),
    "unknown server": (NVIDIA, "server: dgx-a100", "server: dgx-a1000", "dgx-a1000 is no entry of servers"),
    "unknown precision": (NVIDIA, "fp32: {value: 19.49", "fp33: {value: 19.49", "fp33 is no option of precision"),
    "unknown choice": (NVIDIA, "by: precision", "by: precisoin", "is no option of precisoin"),
    "unknown country": (PLANTS, "      germany:", "      allemagne:", "allemagne is no country of the catalog"),
    "unknown supply": (MATERIALS, "      offshore-wind:", "      windmill:", "windmill is no supply of the catalog"),
    "unknown accelerator": (MATERIALS, "h100-sxm:", "h100-xsm:", "h100-xsm is no accelerator of the catalog"),
    "cooling of plants unknown": (PLANTS, "      once-through:", "      river:", "river is no option of plant_cooling"),
    "low without high": (TYPES, "", factor("value: 0.7, low: 0.6"), "reactor_capacity_factor"),
    "bound broken": (TYPES, "", factor("value: 0.7, low: 0.6, high: 1.88"), "between 0 and 1"),
    "range reversed": (TYPES, "", factor("value: 0.7, low: 0.99, high: 0.9"), "reactor_capacity_factor"),
    "year that is none": (TYPES, "", by_year("20x4"), "20x4 is no option of year"),
    "year of five digits": (TYPES, "", by_year("20244"), "20244 is no option of year"),
    "year left out under another name": (TYPES, "", by_year("any"), "any is no option of year"),
    "note without source": (NVIDIA, RELEASED, RELEASED.replace("source: epoch-hardware, ", ""),
                            "released has neither source nor because"),
    "note without where": (NVIDIA, RELEASED, RELEASED.replace(f", {ROW}", ""), "released has a source but no where"),
    "note with an unknown source": (NVIDIA, RELEASED, RELEASED.replace("epoch", "epic"), "epic-hardware is no source"),
    "unknown note": (NVIDIA, RELEASED, RELEASED.replace("released", "shipped"), "notes.shipped"),
    "date in words": (NVIDIA, RELEASED, RELEASED.replace("2020-05-14", "May 2020"), "notes.released.value"),
    "date of no calendar": (NVIDIA, RELEASED, RELEASED.replace("2020-05-14", "2020-13-45"), "released"),
    "cost of energy": (TYPES, "", cost("value: 70 EUR2023/MWh"), "should be money per kW"),
    "cost in total": (TYPES, "", cost("value: 23.7e9 EUR2023"), "should be money per kW"),
    "cost in tonnes": (TYPES, "", cost("value: 9570 t/kW"), "should be money per kW"),
    "cost without a unit": (TYPES, "", cost('value: "9570"'), "should be money per kW"),
    "earlier without why": (TYPES, "", earlier("until: 2025-01-01"), "why: field required"),
    "earlier without until": (TYPES, "", earlier("why: a test"), "until: field required"),
    "earlier until a month": (TYPES, "", earlier("until: 2025-01, why: a test"), "until"),
    "earlier until a day of no calendar": (TYPES, "", earlier("until: 2025-02-30, why: a test"), "until"),
    "earlier until after the catalog": (TYPES, "", earlier("until: 2126-01-01, why: a test"),
                                        "until 2126-01-01 is after the catalog's own date"),
    "earlier before its own documents": (TYPES, "", earlier(WHY, "epoch-tco-2026"),
                                         "until 2025-01-01 leaves it no day from 2026-05-14 on"),
    "earlier before the documents of what follows": (TYPES, "", earlier(WHY, by=COMES_LATER),
                                                     "until 2025-01-01 is before epoch-tco-2026, 2026-05-14, on which"),
    "earlier before what has no date": (TYPES, "", earlier(WHY, by=COMES_LATER.replace("epoch-tco-2026", "nist-water")),
                                        "until 2025-01-01 is before nist-water, without a date"),
    "earlier out of order": (TYPES, "", earlier(WHY, more=WHY.replace("5", "4", 1)),
                             "until 2024-01-01 leaves it no day from 2025-01-01 on"),
    "earlier that overlap": (TYPES, "", earlier(WHY, more=WHY),
                             "the one before it held until then"),
    "earlier with an unknown source": (TYPES, "", earlier(WHY, "nobody"), "nobody is no source"),
    "earlier out of bounds": (TYPES, "", earlier(WHY).replace("0.6", "1.6"), "between 0 and 1"),
    "known after the catalog": (TYPES, "", factor("value: 0.7, known: {value: 2126-01-01, because: a test}"),
                                "known 2126-01-01 is after the catalog's own date"),
    "known without a reason": (TYPES, "", factor("value: 0.7, known: {value: 2025-01-01}"), "known has neither source"),
    "known on a day of no calendar": (TYPES, "", factor("value: 0.7, known: {value: soon, because: a test}"),
                                      "known.value"),
    "source dated in words": (SOURCES, "", "diary:\n  title: A diary\n  date: May 2020\n", "date"),
    "cost without a year of prices": (TYPES, "", cost("value: 9570 EUR/kW"), "in the prices of a year"),
}  # fmt: skip


@pytest.fixture(scope="module", params=MISTAKES)
def mistake(request, tmp_path_factory):
    """What is told of a mistake: problems, what should be among them, and where."""
    name, old, new, message = MISTAKES[request.param]
    folder, line = spoiled(tmp_path_factory.mktemp("spoiled"), name, old, new)
    with pytest.raises(EstimatorError) as caught:
        checked_catalog(folder)
    return caught, message, folder / name, line


def test_a_mistake_is_told(mistake):
    caught, message, _, _ = mistake
    caught.match(message)


def test_a_mistake_is_told_with_its_file_and_line(mistake):
    caught, _, file, line = mistake
    places = [problem.line for problem in caught.value.problems if problem.file == str(file)]
    assert any(abs(place - line) <= 4 for place in places), str(caught.value)


def test_a_copy_without_a_mistake_is_the_catalog(tmp_path):
    folder, _ = spoiled(tmp_path, NVIDIA, TDP, TDP)
    assert list(checked_catalog(folder).data) == list(LOADED.data)


def test_a_cost_may_be_a_range(tmp_path):
    folder, _ = spoiled(tmp_path, TYPES, "", cost('value: "5250..7750 USD2022/kW"').replace("{}", FIGURES))
    (note,) = checked_catalog(folder).entries["reactors"]["mistaken"].notes
    assert "5250..7750 USD2022/kW" == note.value


FIGURES = "{reactor_capacity_factor: {value: 0.7, because: a test}}"


# Keys


def test_a_key_written_twice_in_a_file_is_told_with_its_line(tmp_path):
    folder, line = spoiled(tmp_path, NVIDIA, "h100-sxm:", "a100-sxm-80gb:")
    with pytest.raises(EstimatorError, match=rf"nvidia\.yaml:{line}: a100-sxm-80gb is written twice"):
        checked_catalog(folder)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        (NVIDIA, "mi250x:\n  title: A copy\n  figures: {}\n"),
        ("servers/others.yaml", "dgx-h100:\n  title: A copy\n  figures: {}\n"),
        (SOURCES, "epoch-hardware:\n  title: A copy\n  url: https://example.org\n"),
    ],
)
def test_a_key_that_stands_in_two_files_is_told_with_its_line(name, entry, tmp_path):
    folder, _ = spoiled(tmp_path, name, "", entry)
    with pytest.raises(EstimatorError, match=rf"{name}:1: {entry.partition(':')[0]} stands in two files"):
        checked_catalog(folder)


def test_an_unused_source_is_told_with_its_line(tmp_path):
    unused = "nobody:\n  title: A document that nobody cites\n  url: https://example.org\n"
    folder, line = spoiled(tmp_path, SOURCES, "", unused)
    with pytest.raises(EstimatorError, match=rf"reactors\.yaml:{line}: nobody is a source of nothing"):
        checked_catalog(folder)


def test_a_source_that_only_a_note_cites_is_used(tmp_path):
    folder, _ = spoiled(tmp_path, SOURCES, "", "diary:\n  title: A diary\n  url: https://example.org\n")
    path = folder / "reactors" / "types.yaml"
    note = 'commercial_operation: {value: 2023-05-01, source: diary, where: "May"}'
    path.write_text(reactor(FIGURES[1:-1], note) + path.read_text("utf-8"), "utf-8")
    assert "diary" in checked_catalog(folder).sources


def test_all_mistakes_are_told_at_once(tmp_path):
    folder, _ = spoiled(tmp_path, NVIDIA, TDP, "value: 400 Wh")
    path = folder / "reactors" / "types.yaml"
    path.write_text(factor("value: 1.74") + path.read_text("utf-8"), "utf-8")
    with pytest.raises(EstimatorError) as caught:
        checked_catalog(folder)
    assert {str(folder / NVIDIA), str(path)} == {problem.file for problem in caught.value.problems}


@pytest.mark.parametrize("kind", [*KINDS, "sources"])
def test_a_kind_is_a_folder(kind):
    assert list((CATALOG / kind).glob("*.yaml"))
