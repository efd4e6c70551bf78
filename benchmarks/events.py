"""Score Verify on the gold events.

    python benchmarks/events.py BENCHMARK_DIR [--rotate] [--json]

Without `--rotate` the shipped decisions are used, which were trained on these very events; with it each event is
judged by decisions that were trained without any event of its fold (a few minutes).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "models")]

from gold import load_events  # noqa: E402 - beside this script, found by the line above
from scoring import compare_event, score_event, scorer, totals  # noqa: E402
from train import course  # noqa: E402
from training import FOLDS, fold_of  # noqa: E402

from verify.decisions import using  # noqa: E402


def scores(benchmark: Path, *, rotate: bool) -> dict[str, dict[str, Any]]:
    """Return the scores of every event by its name."""
    module = scorer(benchmark)
    folders = sorted(path for path in (benchmark / "events").iterdir() if (path / "gold.json").is_file())
    result: dict[str, dict[str, Any]] = {}
    for decisions, chosen in _rounds(benchmark, folders, rotate=rotate):
        with using(decisions) if decisions else nullcontext():
            for folder in chosen:
                result[folder.name] = score_event(module, folder, compare_event(folder))
    return dict(sorted(result.items()))


def _rounds(
    benchmark: Path, folders: list[Path], *, rotate: bool
) -> Iterator[tuple[Mapping[str, Any] | None, list[Path]]]:
    if not rotate:
        yield None, folders
        return
    trained = course(load_events(benchmark))
    for fold in range(FOLDS):
        own = [folder for number, folder in enumerate(folders) if fold_of(number) == fold]
        yield trained.decisions(without_fold=fold), own


def main() -> None:
    """Print the table."""
    rows = scores(Path(sys.argv[1]), rotate="--rotate" in sys.argv)
    if "--json" in sys.argv:
        print(json.dumps({"events": rows, "means": totals(rows)}, ensure_ascii=False, indent=1))
        return
    print(f"{'event':34} {'conflict':>14} {'labelled':>9} {'agree':>14} {'update':>7} {'alarms':>7}")
    for name, row in rows.items():
        print(
            f"{name:34} {row['conflict_recall']!s:>6} of {row['conflict_slots']:<4}"
            f" {row['conflict_precision_labelled']!s:>9} {row['agree_recall']!s:>6} @ {row['agree_precision']!s:<5}"
            f" {row['update_recall']!s:>7} {row['false_alarms']:>7}"
        )
    for name, value in totals(rows).items():
        print(f"{name:34} {value}")


if __name__ == "__main__":
    main()
