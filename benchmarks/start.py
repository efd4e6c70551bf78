"""How long the commands take to answer, as whole processes: medians, with the machine's load beside them.

    python benchmarks/start.py [RUNS]

Warm: the seeds' vectors are in the cache, filled by a first run that is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 7


def seconds(arguments: list[str]) -> float:
    """Return the wall time of one run of verify."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "verify", *arguments], cwd=ROOT, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return time.perf_counter() - start


def main() -> None:
    """Print a line a command."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    seeds = ROOT / "seeds" / "us-qatar-syria"
    with tempfile.TemporaryDirectory() as folder:
        stem = str(Path(folder) / "report")
        commands = {
            "verify --help": ["--help"],
            "verify report seeds/us-qatar-syria, warm": ["report", str(seeds), "-o", stem],
            "verify facts seeds/us-qatar-syria": ["facts", str(seeds)],
        }
        seconds(commands["verify report seeds/us-qatar-syria, warm"])
        for name, arguments in commands.items():
            taken = [seconds(arguments) for _ in range(runs)]
            print(f"{name:44} median {statistics.median(taken):.2f} s  (least {min(taken):.2f}, most {max(taken):.2f})")
    print(f"{runs} runs each, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
