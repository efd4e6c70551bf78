"""Did the figure move, or do the accounts conflict? What tells of two figures of one slot that cannot both be true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from verify.comparison.evidence import Run
from verify.datamodels import FactRef, Quantity
from verify.languages import COMMON, load
from verify.script import folded
from verify.values import size

DECISION = "quantity_update"
NAMES = (
    "same_origin",
    "time_unknown",
    "hours_apart",
    "grows",
    "moves",
    "later_is_more",
    "later_is_more_and_grows",
    "later_is_less",
    "other_speaker",
    "days_part",
    "revision_in_later",
    "log_ratio",
)
"""The columns of `features`."""

_MOST_HOURS = 5.0
"""Natural logarithm of the hours apart, capped: after six days time tells nothing more."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in its place and time. `hours` is its article's publication in hours, None when unknown."""

    ref: FactRef
    quantity: Quantity
    article: str
    origin: str
    language: str
    hours: float | None


@cache
def _categories(name: str) -> frozenset[str]:
    return frozenset(load(COMMON, "categories")[name])


@cache
def _words(language: str, name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in load(language, "matching").get(name, ()))


def figure(run: Run, ref: FactRef) -> Figure:
    """Return the quantity that a reference points to, with its article's time."""
    article = run.article_of(ref.claim)
    quantity = run.claims[ref.claim].quantities[ref.index]
    return Figure(ref, quantity, article.id, run.origins[article.id], article.language, _hours(article.published))


def _hours(published: date | datetime | None) -> float | None:
    """Return a publication time in hours; a day without a time counts as its noon."""
    if published is None:
        return None
    moment = published if isinstance(published, datetime) else datetime.combine(published, time(12))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / 3600


def features(run: Run, one: Figure, other: Figure) -> NDArray[np.float64]:
    """Return what tells a later figure from a conflicting one: one row, shape (1, len(NAMES))."""
    known = one.hours is not None and other.hours is not None
    first, later = (one, other) if (one.hours or 0.0) <= (other.hours or 0.0) else (other, one)
    apart = abs((one.hours or 0.0) - (other.hours or 0.0)) if known else 0.0
    category = first.quantity.category or later.quantity.category
    more = size(later.quantity) > size(first.quantity) and apart > 0
    less = size(later.quantity) < size(first.quantity) and apart > 0
    grows = category in _categories("grows")
    ratio = abs(log((size(later.quantity) + 1) / (size(first.quantity) + 1)))
    row = [
        float(one.origin == other.origin),
        float(not known),
        min(log(1 + apart), _MOST_HOURS),
        float(grows),
        float(category in _categories("moves")),
        float(more),
        float(more and grows),
        float(less),
        float(_speakers(run, one) != _speakers(run, other)),
        float(_days_part(run, one, other)),
        float(_is_revised(run, later)),
        min(ratio, 2.0),
    ]
    return np.asarray([row], dtype=np.float64)


def can_move(run: Run, one: Figure, other: Figure) -> bool:
    """Tell whether time can explain the difference: of what can grow or move, or where the later text says it did.

    The capacity of a dam or the price in a contract does not change because another outlet reports it a day later.
    """
    category = one.quantity.category or other.quantity.category
    later = max((one, other), key=lambda figure: figure.hours or 0.0)
    return category in _categories("grows") | _categories("moves") or _is_revised(run, later)


def _speakers(run: Run, figure: Figure) -> bool:
    """Tell whether the figure's sentence attributes anything; who it is may be worded in many ways."""
    return bool(run.claims[figure.ref.claim].attributions)


def _days_part(run: Run, one: Figure, other: Figure) -> bool:
    """Tell whether both sentences date what they say and no date can be the same."""
    left, right = ([(d.start, d.end) for d in run.claims[f.ref.claim].dates if d.start and d.end] for f in (one, other))
    return bool(left and right) and not any(a[0] <= b[1] and b[0] <= a[1] for a in left for b in right)


def _is_revised(run: Run, figure: Figure) -> bool:
    return _has(run, figure, "revision_words")


def _has(run: Run, figure: Figure, name: str) -> bool:
    words = folded(run.claims[figure.ref.claim].sentence.surface).split()
    return not _words(figure.language, name).isdisjoint(words)


def is_overtaken(run: Run, one: Figure, other: Figure) -> bool:
    """Tell whether a figure that grows is the smaller and called an earlier one by the text that gives it."""
    smaller, larger = sorted((one, other), key=lambda figure: size(figure.quantity))
    category = smaller.quantity.category or larger.quantity.category
    return category in _categories("grows") and _has(run, smaller, "earlier_words")
