"""The gold events as Verify reports them, scored by the benchmark's own score.py."""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from verify.datamodels import Comparison
from verify.pipeline import report
from verify.reports import as_json
from verify.settings import Settings

MEANS = (
    "conflict_recall",
    "hard_conflict_recall",
    "conflict_precision_labelled",
    "conflict_precision_strict",
    "agree_recall",
    "agree_precision",
    "update_recall",
)


def scorer(benchmark: Path) -> ModuleType:
    """Load score.py from the benchmark's folder."""
    spec = importlib.util.spec_from_file_location("score", benchmark / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(benchmark / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def compare_event(event: Path, settings: Settings) -> Comparison:
    """Return the comparison of an event's articles."""
    return report([event / "articles"], settings)


def score_event(module: ModuleType, event: Path, comparison: Comparison) -> dict[str, Any]:
    """Return the scores of one event, from the JSON report as a user gets it."""
    return dict(module.score(event, json.loads(as_json.report(comparison))))


def totals(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Return the means over events and the share of calm slots with a false alarm."""
    result = {
        name: round(statistics.mean(row[name] for row in rows.values() if row[name] is not None), 3) for name in MEANS
    }
    alarms = [row["false_alarms"].split("/") for row in rows.values()]
    result["false_alarms"] = round(sum(int(a) for a, _ in alarms) / sum(int(b) for _, b in alarms), 4)
    result["sprawling"] = sum(row["sprawling"] for row in rows.values())
    result["bad_spans"] = sum(row["bad_spans"] for row in rows.values())
    return result
