"""Pairs of facts that may fill the same slot, and what tells: one named feature a column.

A fact's slot is told by what stands around it: the claims' own match, the words beside the fact, its class, unit
and counted noun, the other dates and names of its clause. Whether two values are equal is kept out of these
features, since figures that conflict must be found too; how far apart they are is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import DateMention, Judgement, Kind, Match, Quantity
from verify.matching.material import Material
from verify.matching.views import Fact, FactView, facts_of, views
from verify.matching.words import overlap
from verify.values import Standing, base_unit, compare_dates, compare_quantities, size

LEAST_MATCH = 0.02
"""Facts of two claims that match less than this are not compared: on the 26 gold events nine in ten of the pairs of
figures that share a slot stand in claims above it, and a fifth of all pairs."""

COMMON_NAMES = (
    "claims_logit",
    "clause_cosine",
    "context_jaccard",
    "context_containment",
    "same_before",
    "same_after",
    "other_language",
    "alone_in_both",
    "alone_in_one",
    "position_apart",
    "days_meet",
    "days_part",
    "names_meet",
    "names_part",
    "aligned",
    "judged_agree",
    "judged_conflict",
    "judged_update",
    "context_below_best",
    "clause_below_best",
)
_QUANTITY_NAMES = (
    "same_category",
    "other_category",
    "same_unit",
    "other_unit",
    "same_counted",
    "other_counted",
    "scope_overlap",
    "part_and_whole",
    "log_ratio",
    "far_apart",
)
_DATE_NAMES = ("days_apart", "far_apart", "same_granularity", "both_hours")
NAMES_OF = {
    Kind.QUANTITY: (*COMMON_NAMES, *_QUANTITY_NAMES),
    Kind.DATE: (*COMMON_NAMES, *_DATE_NAMES),
}
"""The columns of `slot_features` for each kind of fact that has slots of its own."""

LEAST_ALIKE = 0.45
"""Ratio of the word sequences from which two sentences are aligned word by word: below, places mean nothing."""

UNJUDGED = Judgement(-4.0, -4.0, -4.0)
"""Stands for the judgement of claims that are too far apart to be judged: neither, and rather surely."""

_LOGIT_LIMIT = 6.0
_NEIGHBOURS = 3
"""Equal words counted beside a fact: three in a row on one side are no accident."""

_FAR_RATIO = 2.0
"""Natural logarithm: beyond a factor of seven two figures are hardly two accounts of one thing."""

_FAR_DAYS = 4.0
_WEEK = 7.0
"""Days apart count in weeks, four at most: beyond a month all dates are equally far."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts of one kind in two matched claims, and how their values stand to each other."""

    left: FactView
    right: FactView
    match: Match
    standing: Standing
    same_language: bool
    clause_cosine: float
    context: tuple[float, float]


def pairs(material: Material, matches: Sequence[Match], kind: Kind) -> list[Pair]:
    """Return every pair of facts of one kind whose claims match at least `LEAST_MATCH`."""
    all_views = views(material, kind)
    close = [match for match in matches if match.probability >= LEAST_MATCH]
    return [pair for match in close for pair in _between(material, match, kind, all_views)]


def _between(
    material: Material, match: Match, kind: Kind, all_views: Mapping[int, Sequence[FactView]]
) -> Iterator[Pair]:
    lefts, rights = all_views.get(match.left, ()), all_views.get(match.right, ())
    for left in lefts:
        for right in rights:
            one = facts_of(material.texts.claims[match.left], kind)[left.index]
            other = facts_of(material.texts.claims[match.right], kind)[right.index]
            own, theirs = material.clause_vectors[match.left], material.clause_vectors[match.right]
            yield Pair(
                left=left,
                right=right,
                match=match,
                standing=standing(one, other),
                same_language=material.texts.languages[match.left] == material.texts.languages[match.right],
                clause_cosine=float(own[left.clause] @ theirs[right.clause]),
                context=overlap(left.context, right.context, material.weight),
            )


def standing(one: Fact, other: Fact) -> Standing:
    """Return how the values of two facts of one kind stand to each other.

    Raises:
        TypeError: the facts are of two kinds, or of one that has no slots of its own.
    """
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return compare_quantities(one, other)
    if isinstance(one, DateMention) and isinstance(other, DateMention):
        return compare_dates(one, other)
    raise TypeError(f"{type(one).__name__} and {type(other).__name__} fill no common slot")


def slot_features(material: Material, paired: Sequence[Pair], kind: Kind) -> NDArray[np.float64]:
    """Return one row a pair and one column a name of `NAMES_OF[kind]`."""
    best = _Best()
    for pair in paired:
        best.see(pair)
    rows = []
    for pair in paired:
        one = facts_of(material.texts.claims[pair.left.claim], kind)[pair.left.index]
        other = facts_of(material.texts.claims[pair.right.claim], kind)[pair.right.index]
        rows.append([*_common(material, pair), *best.below(pair), *_typed(one, other, pair)])
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(NAMES_OF[kind]))


class _Best:
    """The best context and clause that each fact meets in each claim: a better counterpart rules a worse one out."""

    def __init__(self) -> None:
        self._context: dict[tuple[int, int, int], float] = {}
        self._clause: dict[tuple[int, int, int], float] = {}

    def see(self, pair: Pair) -> None:
        for key in _keys(pair):
            self._context[key] = max(self._context.get(key, 0.0), pair.context[0])
            self._clause[key] = max(self._clause.get(key, -1.0), pair.clause_cosine)

    def below(self, pair: Pair) -> tuple[float, float]:
        return (
            pair.context[0] - max(self._context[key] for key in _keys(pair)),
            pair.clause_cosine - max(self._clause[key] for key in _keys(pair)),
        )


def _keys(pair: Pair) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return (
        (pair.left.claim, pair.left.index, pair.right.claim),
        (pair.right.claim, pair.right.index, pair.left.claim),
    )


def logit(probability: float) -> float:
    """Return the log odds of a probability, at most `_LOGIT_LIMIT` from even."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_LOGIT_LIMIT, min(_LOGIT_LIMIT, log(inside / (1 - inside))))


def _common(material: Material, pair: Pair) -> list[float]:
    left, right = pair.left, pair.right
    judged = pair.match.judgement or UNJUDGED
    languages = material.texts.languages
    alone = (left.peers == 1) + (right.peers == 1)
    days_meet = any(one[0] <= other[1] and other[0] <= one[1] for one in left.days for other in right.days)
    shared_names = len(left.names & right.names)
    return [
        logit(pair.match.probability),
        pair.clause_cosine,
        *pair.context,
        float(_run(reversed(left.before), reversed(right.before))),
        float(_run(left.after, right.after)),
        float(languages[left.claim] != languages[right.claim]),
        float(alone == 2),
        float(alone == 1),
        abs(left.position - right.position),
        float(days_meet),
        float(bool(left.days and right.days) and not days_meet),
        float(min(shared_names, 2)),
        float(bool(left.names and right.names) and not shared_names),
        aligned(material, pair),
        judged.agree,
        judged.conflict,
        judged.update,
    ]


def aligned(material: Material, pair: Pair) -> float:
    """Return how alike two sentences of one language are where one fact stands in the very place of the other, else 0.

    In an edited copy the words around a changed detail are the same: the changed stretch is exactly the two facts,
    or holds them both. Ratcliff and Obershelp's ratio of the word sequences, 0 to 1.
    """
    languages = material.texts.languages
    left, right = pair.left, pair.right
    if languages[left.claim] != languages[right.claim]:
        return 0.0
    matcher = SequenceMatcher(None, material.sequences[left.claim], material.sequences[right.claim], autojunk=False)
    if matcher.quick_ratio() < LEAST_ALIKE or (ratio := matcher.ratio()) < LEAST_ALIKE:
        return 0.0
    for tag, left_first, left_last, right_first, right_last in matcher.get_opcodes():
        if tag == "replace":
            own = left.words.first < left_last and left_first < left.words.last
            theirs = right.words.first < right_last and right_first < right.words.last
            if own and theirs:
                return ratio
    return 0.0


def _run(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other or count == _NEIGHBOURS:
            break
        count += 1
    return count


def _typed(one: Fact, other: Fact, pair: Pair) -> list[float]:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return _quantity(one, other, pair)
    if isinstance(one, DateMention) and isinstance(other, DateMention):
        return _date(one, other)
    raise TypeError(f"{type(one).__name__} and {type(other).__name__} fill no common slot")


def _quantity(one: Quantity, other: Quantity, pair: Pair) -> list[float]:
    left, right = pair.left.typed, pair.right.typed
    ratio = abs(log((abs(size(one)) + 1.0) / (abs(size(other)) + 1.0)))
    return [
        float(bool(left.category) and left.category == right.category),
        float(bool(left.category and right.category) and left.category != right.category),
        float(bool(left.unit) and base_unit(left.unit)[0] == base_unit(right.unit)[0]),
        float(base_unit(left.unit)[0] != base_unit(right.unit)[0]),
        float(bool(left.counted) and left.counted == right.counted),
        float(bool(left.counted and right.counted) and left.counted != right.counted),
        len(left.scope & right.scope) / max(1, min(len(left.scope), len(right.scope))),
        float(left.is_part != right.is_part),
        min(ratio, _FAR_RATIO),
        float(ratio > _FAR_RATIO),
    ]


def _date(one: DateMention, other: DateMention) -> list[float]:
    apart = abs((one.start - other.start).days) / _WEEK if one.start and other.start else 1.0
    return [
        min(apart, _FAR_DAYS),
        float(apart > _FAR_DAYS),
        float(one.granularity is other.granularity),
        float(bool(one.hour) and bool(other.hour)),
    ]
