"""Articles grouped by event, so that a call of 2017 and a meeting of 2025 never meet.

Articles published close to each other may tell one story; what they tell decides the rest. An article without a date
joins the story whose names it shares most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log

GAP_DAYS = 30
"""Days without an article that end a story. Coverage of one event thins out over days and weeks; in the 26 gold events
no silence within one is longer than ten days, and the article of an earlier round stands 181 days off."""


@dataclass(frozen=True, slots=True)
class Told:
    """What tells an article's story: its path, its day (None when unknown) and the keys of the names in it."""

    path: str
    day: date | None
    names: frozenset[str]


def stories(articles: Sequence[Told]) -> list[int]:
    """Return the number of each article's story, 0 for the earliest.

    A second story pasted into one file, without a date of its own, is of the time of the page that holds it.
    """
    days = {article.path: article.day for article in articles if article.day is not None}
    known = [article.day or days.get(article.path) for article in articles]
    ordered = sorted({day for day in known if day is not None})
    number = dict.fromkeys(ordered[:1], 0)
    for before, after in pairwise(ordered):
        number[after] = number[before] + ((after - before).days > GAP_DAYS)
    placed = [number[day] if day is not None else None for day in known]
    weight = _weights([article.names for article in articles])
    count = max(number.values(), default=-1) + 1
    return [
        own if own is not None else _nearest(article, articles, placed, count, weight)
        for article, own in zip(articles, placed, strict=True)
    ]


def _weights(names: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how telling each name is: those in every article tell nothing."""
    frequency = Counter(name for own in names for name in own)
    return {name: log((len(names) + 1) / (count + 0.5)) for name, count in frequency.items()}


def _nearest(
    article: Told, articles: Sequence[Told], placed: Sequence[int | None], count: int, weight: dict[str, float]
) -> int:
    if count <= 1:
        return 0
    shared = [0.0] * count
    for other, story in zip(articles, placed, strict=True):
        if story is not None:
            shared[story] = max(shared[story], sum(weight[name] for name in article.names & other.names))
    return max(range(count), key=lambda story: (shared[story], story))
