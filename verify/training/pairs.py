"""Pairs of sentences to learn from: written groups about one claim, and Arabic News Stance's headlines."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.encoder.relation import CLAIM_LABELS, HEADLINE_LABELS
from verify.errors import InputError

Row = dict[str, Any]

GROUP_LABELS = ("agree", "conflict", "update", "other")
MOST_OF_A_GROUP = {"agree": 4, "conflict": 5, "update": 2, "other": 3}
"""Pairs drawn from one group in an epoch: another choice in each, so that no claim weighs for its many wordings."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, the head that learns from them, and the targets of its logits, 0 to 1 each."""

    left: str
    right: str
    head: str
    target: tuple[float, ...]


def headlines(path: Path) -> list[Pair]:
    """Read a file of headline pairs: a CSV with the columns s1, s2 and stance (agree, disagree, other).

    Raises:
        InputError: the file is missing or has other columns or stances.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [(row["s1"], row["s2"], row["stance"]) for row in csv.DictReader(file)]
        unknown = {stance for *_, stance in rows} - set(HEADLINE_LABELS)
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise InputError(f"{path}: no headline pairs ({error!r})", "a CSV with s1, s2 and stance is asked") from error
    if unknown:
        raise InputError(f"{path}: unknown stances {sorted(unknown)}", f"known are {', '.join(HEADLINE_LABELS)}")
    return [
        Pair(left, right, "headlines", tuple(float(stance == label) for label in HEADLINE_LABELS))
        for left, right, stance in rows
    ]


def unrelated(pairs: Sequence[Pair], count: int, draw: random.Random) -> list[Pair]:
    """Return pairs of one row's first headline with another row's second, which are `other`."""
    target = tuple(float(label == "other") for label in HEADLINE_LABELS)
    rows = [draw.sample(range(len(pairs)), 2) for _ in range(count if len(pairs) > 1 else 0)]
    return [Pair(pairs[one].left, pairs[other].right, "headlines", target) for one, other in rows]


def groups(folder: Path) -> list[Row]:
    """Read every group of models/pairs, in the order of the files' names.

    Raises:
        InputError: a line is no group.
    """
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                group = json.loads(line)
                found.append({"base": _text(group["base"]), "file": path.stem} | _texts(group))
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{path}:{number}: no group of pairs ({error!r})", "see the README there") from error
    return found


def _texts(group: Row) -> dict[str, list[str]]:
    return {label: [_text(item) for item in group.get(label) or ()] for label in GROUP_LABELS}


def _text(item: str | Row) -> str:
    text = item if isinstance(item, str) else item["text"]
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is no text")
    return text


def pairs_of(group: Row, draw: random.Random) -> list[Pair]:
    """Return some pairs of a group: what agrees with the base agrees among itself and conflicts with the same."""
    same = [group["base"], *group["agree"]]
    every = {
        "agree": [(left, right) for at, left in enumerate(same) for right in same[at + 1 :]],
        "conflict": [(left, right) for left in same for right in group["conflict"]],
        "update": [(left, right) for left in same for right in group["update"]],
        "other": [(left, right) for left in [*same, *group["conflict"][:1]] for right in group["other"]],
    }
    return list(_drawn(every, draw))


def _drawn(every: dict[str, list[tuple[str, str]]], draw: random.Random) -> Iterator[Pair]:
    for label, pairs in every.items():
        draw.shuffle(pairs)
        for left, right in pairs[: MOST_OF_A_GROUP[label]]:
            yield claim_pair(left, right, {label})


def claim_pair(left: str, right: str, labels: set[str] | frozenset[str]) -> Pair:
    """Return a pair for the head for claims; a long sentence can agree and conflict with another at once."""
    return Pair(left, right, "claims", tuple(float(label in labels) for label in CLAIM_LABELS))


def split(rows: Sequence[Row], held: int, seed: int) -> tuple[list[Row], list[Row]]:
    """Return all groups but `held` of them, and those, chosen by the seed."""
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a shuffle
    apart = set(order[:held])
    return [row for at, row in enumerate(rows) if at not in apart], [rows[at] for at in sorted(apart)]
