"""Score what Verify reads from single sentences: quantities and dates.

    python benchmarks/facts.py DIR_OR_FILE… [--json] [--misses]

Each `.jsonl` file holds one sentence a line, as tests/data/facts/README.md describes; a line without a list of
`quantities` or of `dates` is not asked for them. `--misses` shows what was missed and what was read too much.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from verify.datamodels import DateMention, Quantity, Span
from verify.extraction.dates import find_dates
from verify.extraction.quantities import find_quantities
from verify.script import folded

Reading = TypeVar("Reading", Quantity, DateMention)
Row = dict[str, Any]

COARSE_DAYS = 28
"""From a month on a date is right when half of the days agree: "last spring" has no agreed first day."""
COARSE_AGREEMENT = 0.5
STEM_SHARE = 0.5
"""Inflections of a noun share half of the shorter one: جندي and جنود share two letters of four."""
SHORTEST_STEM = 2
ARTICLE = "ال"


@dataclass(slots=True)
class Score:
    """Counts over the sentences of one file; `extra` are readings where nothing, or something else, may be read."""

    sentences: int = 0
    quantities: int = 0
    quantities_right: int = 0
    quantities_extra: int = 0
    counted: int = 0
    counted_right: int = 0
    dates: int = 0
    dates_right: int = 0
    dates_extra: int = 0
    empty: int = 0
    misread: int = 0
    misses: list[str] = field(default_factory=list)


def score(rows: Iterable[Row]) -> Score:
    """Return the score of annotated sentences."""
    total = Score()
    for row in rows:
        _score_row(row, total)
    return total


def _score_row(row: Row, total: Score) -> None:
    text = row["text"]
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    dates = find_dates(text, row["lang"], published)
    quantities = find_quantities(text, row["lang"], [Span(found.start_char, found.end_char) for found in dates])
    total.sentences += 1
    asked = [item for name in ("quantities", "dates") for item in row.get(name, ()) if not item.get("optional")]
    extra = 0
    if "quantities" in row:
        pairs, missed, spare = _pair(row, row["quantities"], quantities, _same_quantity)
        total.quantities += len(pairs) + len(missed)
        total.quantities_right += len(pairs)
        total.quantities_extra += len(spare)
        nouns = [(item["counted"], found.counted) for item, found in pairs if item["counted"]]
        total.counted += len(nouns)
        total.counted_right += sum(same_noun(wanted, found) for wanted, found in nouns)
        extra += _note(total, text, missed, spare)
    if "dates" in row:
        days, missed, spare_days = _pair(row, row["dates"], dates, _same_date)
        total.dates += len(days) + len(missed)
        total.dates_right += len(days)
        total.dates_extra += len(spare_days)
        extra += _note(total, text, missed, spare_days)
    if not asked:
        total.empty += 1
        total.misread += extra > 0


def _note(total: Score, text: str, missed: Sequence[Row], spare: Sequence[Quantity | DateMention]) -> int:
    """Keep what went wrong for `--misses`; return how much was read too much."""
    total.misses += [f"missed  {item['surface']!r} in {text}" for item in missed]
    total.misses += [f"extra   {found.surface!r} in {text}" for found in spare]
    return len(spare)


def _pair(
    row: Row, items: Sequence[Row], readings: Sequence[Reading], same: Callable[[Row, Reading], bool]
) -> tuple[list[tuple[Row, Reading]], list[Row], list[Reading]]:
    """Give each annotated item at most one reading: return the pairs, the items missed and the readings to spare.

    Optional items take the readings that overlap them and are counted neither way.
    """
    left = list(readings)
    pairs: list[tuple[Row, Reading]] = []
    missed: list[Row] = []
    for item in items:
        if item.get("optional"):
            continue
        span = _span(row["text"], item)
        hit = next((found for found in left if _span_of(found).overlaps(span) and same(item, found)), None)
        if hit is None:
            missed.append(item)
        else:
            pairs.append((item, hit))
            left.remove(hit)
    optional = [_span(row["text"], item) for item in items if item.get("optional")]
    return pairs, missed, [found for found in left if not any(_span_of(found).overlaps(span) for span in optional)]


def _span(text: str, item: Row) -> Span:
    start = item["start_char"] if "start_char" in item else text.index(item["surface"])
    return Span(start, start + len(item["surface"]))


def _span_of(found: Quantity | DateMention) -> Span:
    return Span(found.start_char, found.end_char)


def _same_quantity(item: Row, found: Quantity) -> bool:
    return (found.low, found.high, found.hedge.value) == (item["low"], item["high"], item["hedge"])


def _same_date(item: Row, found: DateMention) -> bool:
    if found.start is None or found.end is None:
        return item["start"] is None
    start, end = date.fromisoformat(item["start"]), date.fromisoformat(item["end"])
    if (start, end) == (found.start, found.end):
        return True
    if (end - start).days + 1 < COARSE_DAYS:
        return False
    shared = (min(end, found.end) - max(start, found.start)).days + 1
    covered = (max(end, found.end) - min(start, found.start)).days + 1
    return shared >= COARSE_AGREEMENT * covered


def same_noun(wanted: str, found: str) -> bool:
    """Tell whether two spellings may be inflections of one noun, by their beginnings."""
    left, right = (folded(noun).removeprefix(ARTICLE) for noun in (wanted, found))
    shorter = min(len(left), len(right))
    stem = min(shorter, max(SHORTEST_STEM, round(shorter * STEM_SHARE)))
    return stem > 0 and left[:stem] == right[:stem]


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to score, those of a folder by name."""
    for path in paths:
        yield from sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def scores(paths: Iterable[Path]) -> dict[str, Score]:
    """Return the score of each file by its path as given."""
    return {
        str(path): score(json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
        for path in files(paths)
    }


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.3f}" if whole else "-"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Score the reading of quantities and dates in annotated sentences.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="DIR_OR_FILE")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.add_argument("--misses", action="store_true", help="show what was missed or read too much")
    arguments = parser.parse_args()
    found = scores(arguments.paths)
    if arguments.json:
        print(json.dumps({path: asdict(own) for path, own in found.items()}, ensure_ascii=False, indent=1))
        return
    print(f"{'file':32} {'quantities':>15} {'extra':>5} {'counted':>15} {'dates':>15} {'extra':>5} {'misread':>15}")
    for path, own in found.items():
        print(
            f"{'/'.join(Path(path).parts[-2:]):32} {_share(own.quantities_right, own.quantities):>15}"
            f" {own.quantities_extra:>5} {_share(own.counted_right, own.counted):>15}"
            f" {_share(own.dates_right, own.dates):>15} {own.dates_extra:>5} {_share(own.misread, own.empty):>15}"
        )
        for line in own.misses if arguments.misses else ():
            print(f"  {line}")


if __name__ == "__main__":
    main()
