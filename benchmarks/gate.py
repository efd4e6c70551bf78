"""Fail when a score on the gold events falls below its floor.

    python benchmarks/gate.py BENCHMARK_DIR

Where the benchmark's folder is missing there is nothing to hold, unless REQUIRE_BENCHMARK is set.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from events import scores
from scoring import totals


def main() -> int:
    """Compare the scores with the floors; return the exit code."""
    benchmark = Path(sys.argv[1])
    if not (benchmark / "events").is_dir():
        print(f"gate: no gold events in {benchmark}", file=sys.stderr)
        return 1 if os.environ.get("REQUIRE_BENCHMARK") else 0
    floors = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))["events"]
    ceilings = floors.pop("at_most")
    found = totals(scores(benchmark))
    failed = [f"{name} {found[name]} is below {floor}" for name, floor in floors.items() if found[name] < floor]
    failed += [f"{name} {found[name]} is above {most}" for name, most in ceilings.items() if found[name] > most]
    for name, value in found.items():
        print(f"{name:34} {value}")
    for line in failed:
        print(f"gate: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
