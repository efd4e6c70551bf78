"""The reading of single sentences does not fall below its floors.

Floors are in tests/data/facts/floors.json, a little under what is measured; `misread` is the most of the sentences
with nothing to read in which something may be read. A floor is lowered only on purpose, in a commit that says why.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "tests" / "data" / "facts"
BLIND = ROOT / "tests" / "data" / "facts-blind"
BENCHMARK = ROOT.parent / "shared" / "benchmark" / "facts"
FLOORS = json.loads((PROJECT / "floors.json").read_text("utf-8"))


@cache
def scores(folder: Path) -> dict[str, dict[str, Any]]:
    """The counts by file name, as the command prints them."""
    command = [sys.executable, str(ROOT / "benchmarks" / "facts.py"), str(folder), "--json"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return {Path(path).stem: counts for path, counts in json.loads(printed).items()}


def failures(counts: dict[str, Any], floors: dict[str, float]) -> list[str]:
    shares = {name: (counts[f"{name}_right"], counts[name]) for name in ("quantities", "counted", "dates")}
    found = [
        f"{name}: {right} of {total} is below {floors[name]}"
        for name, (right, total) in shares.items()
        if right < floors[name] * total
    ]
    if counts["misread"] > floors["misread"] * counts["empty"]:
        found.append(f"misread: {counts['misread']} of {counts['empty']} is above {floors['misread']}")
    return found


@pytest.mark.parametrize("language", FLOORS["project"])
def test_own_sentences(language: str) -> None:
    counts = scores(PROJECT)[language]
    assert min(counts["quantities"], counts["dates"], counts["empty"]) > 0
    assert failures(counts, FLOORS["project"][language]) == [], counts["misses"]


@pytest.mark.parametrize("language", FLOORS["blind"])
def test_sentences_of_the_second_set(language: str) -> None:
    counts = scores(BLIND)[language]
    assert min(counts["quantities"], counts["dates"], counts["empty"]) > 0
    assert failures(counts, FLOORS["blind"][language]) == [], counts["misses"]


@pytest.mark.parametrize("language", FLOORS["blind"])
def test_surfaces_of_the_second_set_stand_where_they_say(language: str) -> None:
    for line in (BLIND / f"{language}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for item in [*row["quantities"], *row["dates"]]:
            assert row["text"].startswith(item["surface"], item["start_char"]), row["text"]


@pytest.mark.parametrize("name", FLOORS["benchmark"])
def test_shared_benchmark(name: str) -> None:
    if not BENCHMARK.is_dir():
        if os.environ.get("REQUIRE_BENCHMARK"):
            pytest.fail(f"{BENCHMARK} is missing and REQUIRE_BENCHMARK is set")
        pytest.skip(f"{BENCHMARK} is missing")
    counts = scores(BENCHMARK)[name]
    assert counts[name] > 0
    assert failures(counts, FLOORS["benchmark"][name]) == [], counts["misses"]


def test_every_language_with_sentences_has_floors() -> None:
    assert {path.stem for path in PROJECT.glob("*.jsonl")} == set(FLOORS["project"])


def test_a_wrong_reading_is_counted(tmp_path: Path) -> None:
    quantity = {"surface": "12 people", "low": 13, "high": 13, "hedge": "exact", "counted": "people"}
    rows = [
        {"lang": "en", "published": "2025-03-14", "text": "They freed 12 people.", "quantities": [quantity]},
        {"lang": "en", "published": "2025-03-14", "text": "He came on Tuesday.", "dates": [], "quantities": []},
        {
            "lang": "en",
            "published": "2025-03-14",
            "text": "They freed 14 people.",
            "quantities": [{**quantity, "surface": "14 people", "optional": True}],
        },
    ]
    (tmp_path / "wrong.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    counts = scores(tmp_path)["wrong"]
    assert (counts["quantities"], counts["quantities_right"], counts["quantities_extra"]) == (1, 0, 1)
    assert (counts["empty"], counts["misread"], counts["dates_extra"]) == (2, 1, 1)
    assert failures(counts, FLOORS["benchmark"]["dates"]) != []
