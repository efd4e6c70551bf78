"""Score Verify on the gold events.

    python benchmarks/events.py BENCHMARK_DIR [--rotate WORK_DIR] [--json]

Without `--rotate` the shipped weights are used, which were trained on these very events; with it each event is judged
by weights that were trained without any event of its fold: WORK_DIR is where `verify model train --work` left them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from scoring import compare_event, score_event, scorer, totals

from verify.decisions import using
from verify.pipeline import relater
from verify.settings import Settings
from verify.training.courses import fold_file
from verify.training.decisions import course
from verify.training.fitting import FOLDS, fold_of
from verify.training.gold import load_events


def scores(benchmark: Path, work: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return the scores of every event by its name, held out by the weights in `work` where it is given."""
    module = scorer(benchmark)
    folders = sorted(path for path in (benchmark / "events").iterdir() if (path / "gold.json").is_file())
    result: dict[str, dict[str, Any]] = {}
    for decisions, settings, chosen in _rounds(benchmark, folders, work):
        with using(decisions) if decisions else nullcontext():
            for folder in chosen:
                result[folder.name] = score_event(module, folder, compare_event(folder, settings))
    return dict(sorted(result.items()))


def _rounds(
    benchmark: Path, folders: list[Path], work: Path | None
) -> Iterator[tuple[Mapping[str, Any] | None, Settings, list[Path]]]:
    if work is None:
        yield None, Settings(), folders
        return
    held = [Settings(relation=fold_file(work, fold)) for fold in range(FOLDS)]
    trained = course(load_events(benchmark), lambda fold: relater(held[fold]))
    for fold in range(FOLDS):
        own = [folder for number, folder in enumerate(folders) if fold_of(number) == fold]
        yield trained.decisions(without_fold=fold), held[fold], own


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("benchmark", type=Path)
    parser.add_argument("--rotate", type=Path, metavar="WORK_DIR")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = scores(asked.benchmark, asked.rotate)
    if asked.json:
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
