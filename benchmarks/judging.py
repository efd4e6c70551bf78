"""Time the relation model: how many pairs of real sentences it judges in a second, and how long it takes to load.

    python benchmarks/judging.py BENCHMARK_DIR [--pairs N]

Pairs are neighbouring candidates of the gold events, none of them cached. Wall time, as a user waits for it.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path

from verify.encoder import load_relation
from verify.matching.candidates import propose
from verify.relating import BASE, relate, weights_path
from verify.settings import Settings
from verify.store import cache_dir
from verify.training.decisions import material_of
from verify.training.gold import load_events


def main() -> None:
    """Print the two times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmark", type=Path)
    parser.add_argument("--pairs", type=int, default=1000)
    asked = parser.parse_args()
    pairs = []
    for event in load_events(asked.benchmark):
        run = material_of([event])
        surfaces = [claim.sentence.surface for claim in run.texts.claims]
        nearest = sorted(propose(run), key=lambda own: -own.similarity)
        pairs += [(surfaces[own.left], surfaces[own.right]) for own in islice(nearest, 100)]
        if len(pairs) >= asked.pairs:
            break
    started = time.perf_counter()
    model = load_relation(BASE, weights_path(), cache_dir(Settings().cache_dir))
    loaded = time.perf_counter()
    relate(pairs[: asked.pairs], cache=None, load=lambda: model, fingerprint="timing")
    done = time.perf_counter()
    count = len(pairs[: asked.pairs])
    print(
        f"loaded in {loaded - started:.1f} s; {count} pairs in {done - loaded:.1f} s, {count / (done - loaded):.0f}/s"
    )


if __name__ == "__main__":
    main()
