"""The reports in reports/ are those that `make report` writes from seeds/ today."""

import json
from pathlib import Path
from typing import Any

import pytest

from verify.pipeline import report
from verify.reports import as_json
from verify.settings import Settings

ROOT = Path(__file__).parent.parent
SEEDS = sorted(path.name for path in (ROOT / "seeds").iterdir() if path.is_dir())


def told(content: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What a report finds, without scores, which may differ in the last digit on another processor."""
    path = {article["id"]: article["path"] for article in content["articles"]}
    return sorted(
        (
            finding["relation"],
            finding["kind"],
            tuple(sorted((path[e["article"]], e["start_char"], e["end_char"]) for e in finding["evidence"])),
        )
        for finding in content["findings"]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_committed_report_is_current(seed: str, model_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    committed = json.loads((ROOT / "reports" / f"{seed}.json").read_text("utf-8"))
    comparison = report([Path("seeds") / seed], Settings(cache_dir=model_cache))
    assert told(json.loads(as_json.report(comparison))) == told(committed), "run make report"
    assert (ROOT / "reports" / f"{seed}.md").is_file()
