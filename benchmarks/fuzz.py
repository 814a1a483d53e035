"""Scenario files after accidents, of bytes and of structure: each is read, or refused in a sentence, and soon.

The accidents come from a seed and from the shipped scenarios, so that any of them can be had again by its number:
`python benchmarks/fuzz.py --files 100000`, or `--first 4711 --files 1 --keep FOLDER` for a single one and its file.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from estimator.catalog import load_catalog
from estimator.errors import EstimatorError
from estimator.files.document import read_text
from estimator.scenario import case_of, read_scenario, scenario_from

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
PATIENCE = 5.0
"""Seconds after which a file is reported as slow."""

TOKENS = (
    "NO", "~", "null", "true", "[]", "{}", "[", "}", ": ", "- ", "&a ", "*a", "!!str ", "|", ">-", "? ", "# ", "---\n",
    "%YAML 1.1\n", "\t", "\0", "\x1b[31m", "\u202e", "\u2028", "\ufeff", "é", "🦆", "'", '"', "1e999", "-1", "0",
    ".nan", ".inf", "9" * 400, "1e308 GW", "1e-320 W", "3..1 GW", "1..2 GW", "~-1 GW", ">= 1.3e6", "1,300 W",
    "9**9**9 W", "1.2 ± 0.1 GW", "1 kt", "nan W", "x" * 300, "extends: two-gigawatts.yaml\n", "extends: .\n",
    "[site]", "site",
    "{value: 1}", "{normal: {mean: 1 GW, sd: 1 MW}}", "{beta: {alpha: 1, beta: 1}}", "{low: 1, central: 2, high: 3}",
    "{lognormal: {median: 1 GW, gsd: 1e300}}", "year: 1e400\n", "80 bn USD2024", "80 bn EUR1890", "epr", "h100-sxm",
    "{by: year}", "<<: {a: 1}\n", "2025-02-30", "=1+1", "5 %", "1e5",
)  # fmt: skip
"""What is put into texts."""

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**400, 1e308, float("inf"), float("nan"), "", " ", "\x00", "\ud800", "NO", "1 GW",
    ">= 1 GW", "1..2 GW", "x" * 10_000, [], [None], {}, {"": {}}, {"value": "1 GW"}, {"value": None}, [["a"]],
    {"low": 1, "high": 2}, {"low": "2 GW", "high": "1 GW"}, "site", ["site", "site"], 2025, "2025-01-01", 1950.5,
    {"uniform": {"low": "1 GW", "high": "1 GW"}}, "h100-sxm", "5 %", "1e5", b"bytes", (1, 2), {1: 2}, {None: None},
)  # fmt: skip
"""What takes the place of a part of plain data."""


def shaken(raw: bytes, dice: random.Random) -> bytes:
    """A file after a few accidents: bytes flipped, lines shuffled, dropped or doubled, strange values put in."""
    for _ in range(dice.randint(1, 4)):
        lines, words = raw.splitlines(keepends=True), list(re.finditer(rb"[^\s:{},\"]+", raw))
        at, line = dice.randrange(len(raw) + 1), dice.randrange(len(lines) + 1)
        token = dice.choice(TOKENS).encode("utf-8", "surrogatepass")
        match dice.randrange(8):
            case 0:
                raw = raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + raw[at + dice.randrange(40) :]
            case 2:
                some = lines[line : line + 4]
                raw = b"".join(lines[:line] + dice.sample(some, len(some)) + lines[line + 4 :])
            case 3:
                raw = b"".join(lines[:line] + lines[line + dice.randint(1, 3) :])
            case 4:
                raw = b"".join(lines[:line] + lines[dice.randrange(len(lines) + 1) :][:3] + lines[line:])
            case 5:
                raw = raw[:at] + token + raw[at:]
            case 6 if words:
                start, end = dice.choice(words).span()
                raw = raw[:start] + token + raw[end:]
            case 7 if lines[line:]:
                key, _, _ = lines[line].rstrip(b"\n").partition(b":")
                raw = b"".join([*lines[:line], key + b": " + token + b"\n", *lines[line + 1 :]])
    return raw


def rebuilt(data: Any, dice: random.Random) -> Any:
    """Plain data after a few accidents: parts replaced, dropped, doubled, moved elsewhere or renamed."""
    data = json.loads(json.dumps(data, default=str))
    for _ in range(dice.randint(1, 4)):
        places = list(_places(data))
        if not places:
            break
        holder, key = dice.choice(places)
        other, there = dice.choice(places)
        match dice.randrange(5):
            case 0 | 1:
                holder[key] = _copy(dice.choice(VALUES))
            case 2:
                del holder[key]
            case 3:
                holder[key] = _copy(other[there]) if there in range(len(other)) or there in other else None
            case 4 if isinstance(holder, dict):
                name = dice.choice([*(str(one) for _, one in places), *map(str, VALUES[:20])])
                holder[name] = holder.pop(key)
    return data


def _copy(data: Any) -> Any:
    """A copy, so that nothing holds itself."""
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of data: what holds it, and its key there."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield data, key
        yield from _places(value)


@dataclass
class Count:
    """What became of the files of one kind."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)
    broken: list[str] = field(default_factory=list)


def tried(kind: str, number: int, seed: int, folder: Path, count: Count) -> None:
    """One file after its accident, read as far as it can be."""
    dice = random.Random(f"{seed} {kind} {number}")
    original = dice.choice(SCENARIOS)
    path = folder / original.name
    end, start = "accepted", time.perf_counter()
    try:
        if kind == "bytes":
            path.write_bytes(shaken(original.read_bytes(), dice))
            start = time.perf_counter()
            scenario = read_scenario(path)
        else:
            data = rebuilt(read_text(original.read_text("utf-8"), original.name).data, dice)
            start = time.perf_counter()
            scenario = scenario_from(data)
        case_of(scenario, load_catalog())
    except EstimatorError as error:
        end = "refused" if str(error).strip() else "refused without a word"
    except Exception as error:
        end = "broken"
        count.broken.append(f"{kind} {number}, of {original.name}: {type(error).__name__}: {error}"[:160])
    took = time.perf_counter() - start
    count.slowest = max(count.slowest, (took, number))
    if took > PATIENCE:
        end = "slow"
        count.broken.append(f"{kind} {number}, of {original.name}: {took:.1f} s")
    count.ends[end] += 1


def main() -> None:
    """Print one row for each kind of accident, and below whatever was not read or refused in a sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="how many, half of them of each kind")
    parser.add_argument("--first", type=int, default=0, help="the number of the first accident")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the last file of bytes of each scenario in this folder")
    asked = parser.parse_args()
    load_catalog()
    counts = {"bytes": Count(), "structure": Count()}
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        for name in SCENARIOS:
            (folder / name.name).write_bytes(name.read_bytes())
        for number in range(asked.first, asked.first + max(asked.files // 2, 1)):
            for kind, count in counts.items():
                tried(kind, number, asked.seed, folder, count)
    print("| accidents of | files | accepted | refused | broken | slow | slowest |\n|---|---|---|---|---|---|---|")
    for kind, count in counts.items():
        ends = [count.ends[end] for end in ("accepted", "refused", "broken", "slow")]
        took, number = count.slowest
        told = " | ".join(f"{end:,}" for end in (sum(count.ends.values()), *ends))
        print(f"| {kind} | {told} | {1e3 * took:.0f} ms, number {number} |")
    broken = [line for count in counts.values() for line in count.broken]
    print("\n".join(broken[:100]))
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
