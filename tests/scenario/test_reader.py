"""A scenario file is read whole, or every problem of it is reported with its line."""

from hashlib import sha256

import pytest
from pytest import approx

from estimator.datum import Value
from estimator.errors import EstimatorError
from estimator.scenario import layers, read_scenario, scenario_from

HEAD = "title: t\n"
SYSTEMS = HEAD + "systems:\n  a: {given: {it_capacity: 1 GW}}\n  b: {given: {it_capacity: 2 GW}}\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def scenario(folder):
    """Read a text as s.yaml, beside other files by their names."""

    def scenario(text, *settings, **others):
        for name, content in {"s": text, **others}.items():
            (folder / f"{name}.yaml").write_text(content, "utf-8")
        return read_scenario("s.yaml", settings)

    return scenario


@pytest.fixture
def problems(scenario):
    """What is wrong with a text, one line each."""

    def problems(text, *settings, **others):
        with pytest.raises(EstimatorError) as caught:
            scenario(text, *settings, **others)
        return str(caught.value).splitlines()

    return problems


def test_a_scenario_without_systems_has_one_without_a_name(scenario):
    assert [""] == list(scenario(HEAD + "given: {it_capacity: 1 GW}\n").systems)


def test_facts_stand_in_the_order_of_the_model_whatever_the_files(scenario):
    first, second = "it_capacity: 1 GW", "accelerators: 700 k"
    texts = (f"given: {{{first}, {second}}}\n", f"given: {{{second}, {first}}}\n")
    assert ["accelerators", "it_capacity"] == [*scenario(HEAD + texts[0]).systems[""].given]
    assert ["accelerators", "it_capacity"] == [*scenario(HEAD + texts[1]).systems[""].given]


def test_a_fact_has_its_value_source_place_and_quotation(scenario):
    text = (
        "title: t\nsources: {press: {title: Press}}\ngiven:\n"
        "  it_capacity: {value: 1 GW, source: press, where: p. 3, quote: one GW, because: IT}\n"
    )
    read = scenario(text)
    fact = read.systems[""].given["it_capacity"]
    assert (Value("point", (1000.0,)), "press", "p. 3", "one GW", "IT") == (
        fact.value, fact.source, fact.where, fact.quote, fact.because,
    )  # fmt: skip
    assert "s.yaml:4" == read.place("", "it_capacity")


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("1.2", "point"),
        ("1.1..1.4", "range"),
        ("{low: 1.1, central: 1.2, high: 1.4}", "range"),
        ("{low: 1.1, central: 1.2, high: 1.4, because: seen}", "range"),
        ("{value: 1.1..1.4, because: seen}", "range"),
        ("{value: {low: 1.1, high: 1.4}}", "range"),
        ("{uniform: {low: 1.1, high: 1.4}}", "uniform"),
        ("{value: {uniform: {low: 1.1, high: 1.4}}, because: seen}", "uniform"),
    ],
)
def test_a_fact_is_a_value_with_or_without_notes(written, family, scenario):
    assert family == scenario(HEAD + f"given: {{pue: {written}}}\n").systems[""].given["pue"].value.family


def test_parts_stand_before_wholes(scenario):
    text = HEAD + "systems: {c: {parts: [b]}, b: {parts: [a]}, a: {given: {pue: 1.1}}}\n"
    assert ["a", "b", "c"] == list(scenario(text).systems)


def test_use_of_the_file_is_of_every_system_that_does_not_choose_itself(scenario):
    read = scenario(SYSTEMS.replace("b: {", "b: {use: {reactor: ap1000}, ") + "use: {reactor: epr}\n")
    assert ["epr", "ap1000"] == [system.use["reactor"] for system in read.systems.values()]


def test_the_year_of_the_file_is_of_every_system_that_states_none(scenario):
    read = scenario(SYSTEMS.replace("b: {", "b: {year: 2024, ") + "year: 2025\n")
    assert [2025, 2024] == [system.year for system in read.systems.values()]


def test_plain_data_is_a_scenario_too():
    read = scenario_from({"title": "t", "given": {"it_capacity": "1 GW"}})
    assert Value("point", (1000.0,)) == read.systems[""].given["it_capacity"].value


def test_without_facts_catalog_entries_alone_can_be_looked_at():
    assert {"reactor": "epr"} == scenario_from({"title": "t", "use": {"reactor": "epr"}}, needs_facts=False).systems[
        ""
    ].use


REFUSED = [
    (
        "an unknown quantity",
        "given:\n  it_capacty: 1 GW\n",
        "3: it_capacty is not a quantity; did you mean it_capacity?",
    ),
    ("a quantity like no other", "given:\n  qqq: 1\n", "3: qqq is not a quantity; estimator quantities lists them all"),
    (
        "a wrong dimension",
        "given:\n  it_capacity: 1 GWh\n",
        "3: it_capacity should be a power (MW), got 1 GWh, an energy",
    ),
    ("a PUE below one", "given:\n  pue: 0.6\n", "3: pue should be at least 1, got 0.6"),
    ("a negative count", "given:\n  accelerators: -5\n", "3: accelerators should be at least 0 accelerator, got -5"),
    (
        "a range the wrong way round",
        "given:\n  pue: {low: 1.4, central: 1.2, high: 1.1}\n",
        "3: pue: the range runs the wrong way; write the smaller end first",
    ),
    (
        "a convention",
        "given:\n  operating_year: 8760 h\n",
        "3: operating_year is a convention and cannot be given; write year: 2024 for its hours",
    ),
    ("a truth", "given:\n  pue: true\n", "3: pue should be a ratio of at least 1, got true"),
    ("NO", "given:\n  pue: NO\n", "3: pue: 'NO' is not a quantity; write a number and a unit, such as 2 GW"),
    ("nothing for a value", "given:\n  pue:\n", "3: pue should be a ratio of at least 1, got nothing"),
    (
        "notes without a value",
        "given:\n  pue: {because: x}\n",
        "3: pue: write value, or low, central and high, or one of normal, lognormal, uniform, triangular, pert, beta",
    ),
    ("a misspelt note", "given:\n  pue: {valeu: 1.1}\n", "3: pue: valeu is not known here; did you mean value?"),
    (
        "two values",
        "given:\n  pue: {value: 1.1, low: 1.05}\n",
        "3: pue: write either value, or low, central and high",
    ),
    ("a note that is no text", "given:\n  pue: {value: 1.1, because: 5}\n", "3: pue: because should be text"),
    ("an empty note", "given:\n  pue: {value: 1.1, quote: ''}\n", "3: pue: quote should be text"),
    (
        "an unknown catalog key",
        "given: {pue: 1.1}\nuse:\n  accelerator: h100\n",
        "4: h100 is no accelerator of the catalog; did you mean h100-pcie or h100-nvl or h100-sxm?",
    ),
    (
        "an unknown choice",
        "given: {pue: 1.1}\nuse:\n  accelerater: gb200\n",
        "4: accelerater is not known here; did you mean accelerator?",
    ),
    (
        "a missing source",
        "given:\n  pue:\n    value: 1.1\n    source: press\n",
        "5: pue: there is no source press; add it under sources",
    ),
    (
        "an unused source",
        "given: {pue: 1.1}\nsources:\n  press: {title: Press}\n",
        "4: press is a source of nothing; cite it or remove it",
    ),
    (
        "a source without a title",
        "given: {pue: {value: 1.1, source: press}}\nsources:\n  press: {date: '2025'}\n",
        "4: title is missing",
    ),
    ("an unknown section", "given: {pue: 1.1}\nsourcs: {}\n", "3: sourcs is not known here; did you mean sources?"),
    ("nothing given", "use: {reactor: epr}\n", "1: nothing is given; write at least one quantity under given"),
    ("given that is no map", "given: 5\n", "2: given should be a map"),
    ("systems that are no map", "given: {pue: 1.1}\nsystems: [a]\n", "3: systems should be a map"),
    ("a system that is no map", "systems:\n  a: 5\n", "3: a should be a map"),
    ("use that is no map", "given: {pue: 1.1}\nuse: epr\n", "3: use should be a map"),
    ("a year that is none", "given: {pue: 1.1}\nyear: .nan\n", "3: year: input should be a valid integer"),
    (
        "a system with a dot",
        "systems:\n  a.b: {given: {pue: 1.1}}\n",
        "3: 'a.b' is no name of a system; use letters, digits and dashes",
    ),
    (
        "a system without a name",
        "systems:\n  '': {given: {pue: 1.1}}\n",
        "3: '' is no name of a system; use letters, digits and dashes",
    ),
    (
        "given beside systems",
        "systems: {a: {given: {pue: 1.1}}}\ngiven: {pue: 1.2}\n",
        "3: given belongs to a system once there are systems; move it to one of them",
    ),
    ("parts that are no list", "systems:\n  a:\n    parts: b\n", "4: parts should be a list"),
    (
        "a part that is no system",
        "systems:\n  fleet-2024: {given: {pue: 1.1}}\n  whole:\n    parts:\n    - fleet-2042\n",
        "6: whole has the part fleet-2042, which is no system; did you mean fleet-2024?",
    ),
    (
        "a part listed twice",
        "systems:\n  a: {given: {pue: 1.1}}\n  b:\n    parts:\n    - a\n    - a\n",
        "7: b has the part a twice",
    ),
    ("a part of itself", "systems:\n  a:\n    parts: [a]\n", "4: a is a part of itself"),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_problem_is_one_sentence_with_its_line(text, message, problems):
    assert [f"s.yaml:{message}"] == problems(HEAD + text)


@pytest.mark.parametrize("year", ["1800", "3000", "2024.5", "1e400", "last"])
def test_a_year_is_a_whole_number_of_our_times(year, problems):
    (problem,) = problems(HEAD + f"given: {{pue: 1.1}}\nyear: {year}\n")
    assert problem.startswith("s.yaml:3: year: ")


def test_parts_that_loop_are_each_a_part_of_itself(problems):
    text = HEAD + "systems:\n  a:\n    parts: [b]\n  b:\n    parts: [c]\n  c:\n    parts: [a]\n  d:\n    parts: [a]\n"
    assert [f"s.yaml:{line}: {name} is a part of itself" for line, name in ((4, "a"), (6, "b"), (8, "c"))] == problems(
        text
    )


@pytest.mark.parametrize("text", ["- title\n", "title\n", "5\n", "null\n"])
def test_a_file_is_a_map(text, problems):
    assert ["s.yaml:1: should be a map that starts with title"] == problems(text)


def test_a_title_is_missed(problems):
    assert ["s.yaml:1: title is missing"] == problems("given: {pue: 1.1}\n")


def test_all_problems_of_a_file_are_reported_at_once_by_line(problems):
    text = (
        "sources:\n"
        "  press: {title: Press}\n"
        "year: 1800\n"
        "systems:\n"
        "  a:\n"
        "    given:\n"
        "      peu: 1.1\n"
        "      pue: 0.6\n"
        "      it_capacity: 1 GWh\n"
        "      mfu: {value: 0.4, source: web}\n"
        "    use: {reactor: erp}\n"
        "  b: {parts: [a, a, z]}\n"
        "wibble: 1\n"
        "given: {pue: 1.1}\n"
    )
    lines = [int(problem.split(":")[1]) for problem in problems(text)]
    assert [1, 2, 3, 7, 8, 9, 10, 11, 12, 12, 13, 14] == lines


def test_a_long_chain_of_parts_is_read_or_refused(folder):
    chain = "".join(f"  s{number}: {{parts: [s{number + 1}]}}\n" for number in range(2_000))
    (folder / "s.yaml").write_text(HEAD + "systems:\n" + chain + "  s2000: {given: {it_capacity: 1 GW}}\n", "utf-8")
    try:
        found = next(iter(read_scenario("s.yaml").systems))
    except EstimatorError as error:
        found = error.problems[0].file
    assert found in ("s2000", "s.yaml")


def test_a_missing_file_is_named(folder):
    with pytest.raises(EstimatorError, match=r"^none\.yaml: there is no such file$"):
        read_scenario("none.yaml")


def test_a_directory_is_no_file(folder):
    with pytest.raises(EstimatorError, match=r"^\.: cannot be read: Is a directory$"):
        read_scenario(".")


BASE = (
    "title: base\n"
    "sources: {press: {title: Press}}\n"
    "use: {reactor: epr, accelerator: gb200}\n"
    "systems:\n"
    "  a: {given: {it_capacity: 1 GW, pue: {value: 1.1, source: press}}}\n"
    "  b: {given: {it_capacity: 2 GW}}\n"
    "  c: {parts: [a, b]}\n"
)


def test_a_scenario_takes_over_what_it_extends(scenario):
    read = scenario("extends: base.yaml\ntitle: new\n", base=BASE)
    assert ("new", ["a", "b", "c"]) == (read.title, list(read.systems))


def test_maps_merge(scenario):
    read = scenario("extends: base.yaml\nsystems: {a: {given: {mfu: 0.4}}}\n", base=BASE)
    assert {"it_capacity", "pue", "mfu"} == set(read.systems["a"].given)


def test_lists_are_replaced(scenario):
    read = scenario("extends: base.yaml\nsystems: {c: {parts: [b]}}\n", base=BASE)
    assert ("b",) == read.systems["c"].parts


def test_null_deletes(scenario):
    read = scenario("extends: base.yaml\nuse: {accelerator: null}\nsystems: {c: null}\n", base=BASE)
    assert (["a", "b"], {"reactor": "epr"}) == (list(read.systems), read.systems["a"].use)


def test_a_fact_is_replaced_whole(scenario):
    over = "extends: base.yaml\nsystems: {b: {given: {it_capacity: {low: 1 GW, high: 4 GW}}}}\n"
    assert (
        Value("range", (1000.0, approx(2000), 4000.0))
        == scenario(over, base=BASE).systems["b"].given["it_capacity"].value
    )


def test_a_fact_stands_where_it_was_last_written(scenario):
    read = scenario("extends: base.yaml\nsystems:\n  b: {given: {it_capacity: 3 GW}}\n", base=BASE)
    assert ("base.yaml:5", "s.yaml:3") == (read.place("a", "it_capacity"), read.place("b", "it_capacity"))


def test_of_several_bases_the_later_one_wins(scenario):
    bases = {"one": HEAD + "given: {pue: 1.1, mfu: 0.4}\n", "two": "given: {pue: 1.2}\n"}
    given = scenario("extends: [one.yaml, two.yaml]\n", **bases).systems[""].given
    assert [(1.2,), (0.4,)] == [given[name].value.parameters for name in ("pue", "mfu")]


def test_a_base_is_looked_for_beside_its_file(folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "base.yaml").write_text(HEAD + "given: {pue: 1.1}\n", "utf-8")
    (folder / "deep" / "s.yaml").write_text("extends: base.yaml\n", "utf-8")
    assert "t" == read_scenario("deep/s.yaml").title


def test_problems_of_a_base_carry_its_name_and_line(problems):
    over, base = "extends: base.yaml\ngiven:\n  pue: 0.6\n", "title: base\ngiven:\n  it_capacity: 1 GWh\n"
    assert [
        "base.yaml:3: it_capacity should be a power (MW), got 1 GWh, an energy",
        "s.yaml:3: pue should be at least 1, got 0.6",
    ] == problems(over, base=base)


def test_problems_of_the_base_of_a_base_carry_its_name_and_line(problems):
    root = "title: t\ngiven:\n  pue: 0.6\n"
    assert ["root.yaml:3: pue should be at least 1, got 0.6"] == problems(
        "extends: base.yaml\n", base="extends: root.yaml\n", root=root
    )


def test_a_problem_of_what_is_laid_over_carries_the_upper_name(problems):
    assert ["s.yaml:2: pue should be at least 1, got 0.6"] == problems(
        "extends: base.yaml\ngiven: {pue: 0.6}\n", base=HEAD + "given: {pue: 1.1}\n"
    )


BAD_BASES = [
    ("itself", "extends: s.yaml\n", "s.yaml:1: extends runs in a circle through s.yaml"),
    ("a circle", "extends: round.yaml\n", "round.yaml:2: extends runs in a circle through s.yaml"),
    ("a missing file", "title: t\nextends: none.yaml\n", "s.yaml:2: extends none.yaml: there is no such file"),
    ("a directory", "extends: .\n", "s.yaml:1: extends .: there is no such file"),
    ("a number", "extends: 5\n", "s.yaml:1: extends should name a file, or a list of files"),
    ("an empty list", "extends: []\n", "s.yaml:1: extends should name a file, or a list of files"),
    ("a list with a number", "extends: [list.yaml, 5]\n", "s.yaml:1: extends should name a file, or a list of files"),
    ("a list", "extends: list.yaml\n", "list.yaml:1: should be a map that starts with title"),
    ("broken YAML", "extends: twice.yaml\n", "twice.yaml:2: a is written twice; it is first on line 1"),
    ("an empty file", "extends: nothing.yaml\n", "nothing.yaml:1: is empty; a scenario needs at least title and given"),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in BAD_BASES], ids=[case[0] for case in BAD_BASES])
def test_what_cannot_be_extended_is_refused(text, message, problems):
    others = {"round": "title: t\nextends: s.yaml\n", "list": "- 1\n", "twice": "a: 1\na: 2\n", "nothing": ""}
    assert [message] == problems(text, **others)


@pytest.mark.parametrize(
    "name", ['"nul\\0.yaml"', "a" * 5_000, "loop.yaml"], ids=["NUL", "a long name", "links in a circle"]
)
def test_a_base_with_an_impossible_name_is_refused_with_its_line(name, folder, problems):
    (folder / "loop.yaml").symlink_to("pool.yaml")
    (folder / "pool.yaml").symlink_to("loop.yaml")
    (problem,) = problems(f"extends: {name}\n")
    assert problem.startswith("s.yaml:1: extends")


@pytest.mark.parametrize("length", [13, 20, 100])
def test_a_long_chain_of_bases_is_refused_with_the_limit(length, folder):
    for number in range(1, length):
        (folder / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n", "utf-8")
    (folder / f"{length}.yaml").write_text(HEAD + "given: {pue: 1.1}\n", "utf-8")
    with pytest.raises(EstimatorError) as told:
        read_scenario("1.yaml")
    assert "12.yaml:1: extends 13.yaml: a chain of files is at most 12 long; put some into one" == str(told.value)


def test_a_chain_of_bases_may_be_as_long_as_the_limit(folder):
    for number in range(1, 12):
        (folder / f"{number}.yaml").write_text(f"extends: {number + 1}.yaml\n", "utf-8")
    (folder / "12.yaml").write_text(HEAD + "given: {pue: 1.1}\n", "utf-8")
    assert 12 == len(read_scenario("1.yaml").document.files)


def test_each_base_is_read_once_however_often_it_is_named(folder, monkeypatch):
    (folder / "0.yaml").write_text(HEAD + "given: {pue: 1.1}\n", "utf-8")
    for number in range(1, 8):
        names = ", ".join([f"{number - 1}.yaml"] * 12)
        (folder / f"{number}.yaml").write_text(f"extends: [{names}]\n", "utf-8")
    read, reads = layers.read_document, []
    monkeypatch.setattr(layers, "read_document", lambda path: reads.append(str(path)) or read(path))
    assert 1.1 == read_scenario("7.yaml").systems[""].given["pue"].value.parameters[0]
    assert [f"{number}.yaml" for number in range(7, -1, -1)] == reads


def test_two_bases_may_have_one_in_common(scenario):
    bases = {
        "root": HEAD + "given: {pue: 1.1, mfu: 0.4}\n",
        "one": "extends: root.yaml\ngiven: {pue: 1.2}\n",
        "two": "extends: root.yaml\ngiven: {mfu: 0.5}\n",
    }
    given = scenario("extends: [one.yaml, two.yaml]\n", **bases).systems[""].given
    assert [1.1, 0.5] == [given[name].value.parameters[0] for name in ("pue", "mfu")]  # two lies over all of one


def test_of_a_base_that_is_named_twice_the_last_place_counts(scenario):
    bases = {"one": HEAD + "given: {pue: 1.1}\n", "two": HEAD + "given: {pue: 1.2}\n"}
    given = scenario("extends: [one.yaml, two.yaml, one.yaml]\n", **bases).systems[""].given
    assert 1.1 == given["pue"].value.parameters[0]


def test_a_scenario_is_made_of_so_many_files_at_most(folder):
    for number in range(40):
        (folder / f"{number}.yaml").write_text(HEAD + "given: {pue: 1.1}\n", "utf-8")
    names = ", ".join(f"{number}.yaml" for number in range(40))
    (folder / "s.yaml").write_text(f"extends: [{names}]\n", "utf-8")
    with pytest.raises(EstimatorError, match=r"s\.yaml:1: extends 29\.yaml: a scenario is made of at most 30 files"):
        read_scenario("s.yaml")


def test_a_large_base_with_all_of_it_replaced_is_laid_over(scenario, ending):
    systems = "systems:\n" + "".join(f"  s{number}: {{given: {{pue: 1.1}}}}\n" for number in range(15_000))
    read = scenario("extends: base.yaml\n" + systems.replace("1.1", "1.2"), base=HEAD + systems)
    assert (15_000, 1.2) == (len(read.systems), read.systems["s0"].given["pue"].value.parameters[0])


def test_replacing_the_only_fact_of_a_base_source_leaves_no_error(scenario):
    read = scenario("extends: base.yaml\nsystems: {a: {given: {pue: 1.2}}}\n", base=BASE)
    assert Value("point", (1.2,)) == read.systems["a"].given["pue"].value


def test_set_overrides_a_fact(scenario):
    read = scenario(SYSTEMS, "a.it_capacity=3 GW")
    assert [(3000.0,), (2000.0,)] == [system.given["it_capacity"].value.parameters for system in read.systems.values()]


def test_set_adds_a_fact(scenario):
    assert Value("point", (1.1,)) == scenario(SYSTEMS, "b.pue=1.1").systems["b"].given["pue"].value


def test_set_needs_no_system_where_there_is_one(scenario):
    assert Value("point", (1.1,)) == scenario(HEAD + "given: {pue: 1.2}\n", "pue=1.1").systems[""].given["pue"].value


def test_set_overrides_a_choice_of_one_system(scenario):
    read = scenario(SYSTEMS + "use: {reactor: epr}\n", "a.reactor=ap1000")
    assert ["ap1000", "epr"] == [system.use["reactor"] for system in read.systems.values()]


def test_set_of_a_choice_without_a_system_is_of_all(scenario):
    read = scenario(SYSTEMS, "reactor=epr")
    assert ["epr", "epr"] == [system.use["reactor"] for system in read.systems.values()]


def test_set_reads_ranges(scenario):
    assert "range" == scenario(SYSTEMS, "a.pue=1.1..1.4").systems["a"].given["pue"].value.family


def test_of_two_settings_of_one_fact_the_last_wins(scenario):
    assert (1.2,) == scenario(SYSTEMS, "a.pue=1.1", "a.pue=1.2").systems["a"].given["pue"].value.parameters


def test_a_fact_that_was_set_says_so(scenario):
    assert "set for this run" == scenario(SYSTEMS, "a.pue=1.1").systems["a"].given["pue"].because


@pytest.mark.parametrize(
    ("setting", "years"), [("year=2025", [2025, 2025]), ("a.year=2025", [2025, None])], ids=["of all", "of one"]
)
def test_set_states_a_year(setting, years, scenario):
    assert years == [system.year for system in scenario(SYSTEMS, setting).systems.values()]


def test_a_scenario_knows_the_digest_of_every_file_that_was_read_for_it(scenario, folder):
    read = scenario("extends: a.yaml\ntitle: new\n", a="extends: b.yaml\ntitle: a\n", b=HEAD + "given: {pue: 1.1}\n")
    files = {name: sha256((folder / name).read_bytes()).hexdigest() for name in ("b.yaml", "a.yaml", "s.yaml")}
    assert files == read.document.files


def test_a_scenario_that_is_no_file_was_read_from_none():
    assert {} == scenario_from({"title": "t", "given": {"pue": 1.1}}).document.files


BAD_SETTINGS = [
    ("year=soon", "--set year: year: input should be a valid integer"),
    ("a.year=12025", "--set a.year: year: input should be a valid integer"),
    ("year=1066", "--set year: year: input should be greater than or equal to 1950"),
    ("c.pue=1.1", "--set c.pue=1.1: there is no system c"),
    ("a.peu=1.1", "--set a.peu=1.1: peu is not a quantity; did you mean pue?"),
    ("pue=1.1", "--set pue=1.1: say of which system, such as a.pue"),
    ("a.pue", "--set a.pue: write NAME=VALUE, such as site.pue=1.1"),
    ("a.pue= ", "--set a.pue= : write NAME=VALUE, such as site.pue=1.1"),
    ("a.pue=0.6", "--set a.pue: pue should be at least 1, got 0.6"),
    ("a.it_capacity=1 GWh", "--set a.it_capacity: it_capacity should be a power (MW), got 1 GWh, an energy"),
    ("a.reactor=erp", "--set a.reactor: erp is no reactor of the catalog; did you mean epr?"),
    ("reactor=erp", "--set reactor: erp is no reactor of the catalog; did you mean epr?"),
]


@pytest.mark.parametrize(("setting", "message"), BAD_SETTINGS, ids=[setting for setting, _ in BAD_SETTINGS])
def test_a_bad_setting_is_one_sentence(setting, message, problems):
    assert [message] == problems(SYSTEMS, setting)


def test_the_system_of_a_setting_is_guessed_when_misspelt(problems):
    text = HEAD + "systems: {fleet-2024: {given: {pue: 1.1}}}\n"
    assert ["--set fleet-2042.pue=1.2: there is no system fleet-2042; did you mean fleet-2024?"] == problems(
        text, "fleet-2042.pue=1.2"
    )


def test_bad_settings_are_reported_with_the_problems_of_the_file(problems):
    text = HEAD + "systems:\n  a: {given: {pue: 0.6}}\n"
    assert [
        "--set a.peu=1: peu is not a quantity; did you mean pue?",
        "s.yaml:3: pue should be at least 1, got 0.6",
    ] == problems(text, "a.peu=1")


def test_a_key_that_is_known_elsewhere_is_not_suggested_to_itself(problems):
    (problem,) = problems(HEAD + "systems: {a: {given: {pue: 1.1}, extends: b.yaml}}\n")
    assert "did you mean extends" not in problem
