"""Which facts of two claims fill the same slot: the same thing counted, the same moment dated, the same post held.

A fact's slot is told by what stands around it: the claims' own match, the words beside the fact, its class, unit
and counted noun, and whether the other claim offers a better counterpart. Values come in as features too, since
two figures far apart are seldom about one thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Claim, FactMatch, FactRef, Kind, Match
from verify.matching.logistic import trained
from verify.matching.material import Floats, Material
from verify.matching.views import FactView, views
from verify.matching.words import overlap

LEAST_MATCH = 0.02
"""Facts of two claims that match less than this are not compared: on the 26 gold events 97% of the pairs of figures
that share a slot stand in claims above it."""

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
    "context_below_best",
    "clause_below_best",
)
QUANTITY_NAMES = (
    *COMMON_NAMES,
    "same_category",
    "other_category",
    "same_unit",
    "other_unit",
    "same_counted",
    "other_counted",
    "scope_overlap",
    "same_value",
    "log_ratio",
    "far_apart",
)
DATE_NAMES = (*COMMON_NAMES, "same_date", "days_apart", "same_granularity", "both_hours")
NAMES_OF = {Kind.QUANTITY: QUANTITY_NAMES, Kind.DATE: DATE_NAMES}
DECISION_OF = {Kind.QUANTITY: "same_quantity", Kind.DATE: "same_date"}

_LOGIT_LIMIT = 6.0
_NEIGHBOURS = 3
"""Equal words counted beside a fact: three in a row on one side are no accident."""

_FAR_RATIO = 2.0
"""Natural logarithm: beyond a factor of seven two figures are hardly two accounts of one thing."""

_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts of one kind in two matched claims."""

    left: FactView
    right: FactView
    match: Match
    clause_cosine: float
    context: tuple[float, float]


def pairs(material: Material, matches: Sequence[Match], kind: Kind) -> list[Pair]:
    """Return every pair of facts of one kind whose claims match at least `LEAST_MATCH`."""
    all_views = views(material, kind)
    return [
        pair for match in matches if match.probability >= LEAST_MATCH for pair in _between(material, match, all_views)
    ]


def _between(material: Material, match: Match, all_views: Mapping[int, Sequence[FactView]]) -> Iterator[Pair]:
    vectors = material.clause_vectors
    for left in all_views.get(match.left, ()):
        for right in all_views.get(match.right, ()):
            yield Pair(
                left=left,
                right=right,
                match=match,
                clause_cosine=_cosine(vectors[match.left], left.clause, vectors[match.right], right.clause),
                context=overlap(left.context, right.context, material.weight),
            )


def _cosine(left: Floats, left_clause: int, right: Floats, right_clause: int) -> float:
    return float(left[left_clause] @ right[right_clause])


def slot_features(material: Material, paired: Sequence[Pair], kind: Kind) -> NDArray[np.float64]:
    """Return one row a pair and one column a name of `NAMES_OF[kind]`."""
    best_context: dict[tuple[int, int, int], float] = {}
    best_clause: dict[tuple[int, int, int], float] = {}
    for pair in paired:
        for view, other in ((pair.left, pair.right), (pair.right, pair.left)):
            key = (view.claim, view.index, other.claim)
            best_context[key] = max(best_context.get(key, 0.0), pair.context[0])
            best_clause[key] = max(best_clause.get(key, 0.0), pair.clause_cosine)
    claims = material.texts.claims
    rows = []
    for pair in paired:
        keys = (
            (pair.left.claim, pair.left.index, pair.right.claim),
            (pair.right.claim, pair.right.index, pair.left.claim),
        )
        row = _common(material, pair)
        row.append(pair.context[0] - max(best_context[key] for key in keys))
        row.append(pair.clause_cosine - max(best_clause[key] for key in keys))
        row += _quantity(claims, pair) if kind is Kind.QUANTITY else _date(claims, pair)
        rows.append(row)
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(NAMES_OF[kind]))


def _common(material: Material, pair: Pair) -> list[float]:
    left, right = pair.left, pair.right
    languages = material.texts.languages
    probability = min(max(pair.match.probability, 1e-6), 1 - 1e-6)
    logit = log(probability / (1 - probability))
    alone = (left.peers == 1) + (right.peers == 1)
    return [
        max(-_LOGIT_LIMIT, min(_LOGIT_LIMIT, logit)),
        pair.clause_cosine,
        *pair.context,
        float(_run(reversed(left.before), reversed(right.before))),
        float(_run(iter(left.after), iter(right.after))),
        float(languages[left.claim] != languages[right.claim]),
        float(alone == 2),
        float(alone == 1),
        abs(left.position - right.position),
    ]


def _run(left: Iterator[str], right: Iterator[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other or count == _NEIGHBOURS:
            break
        count += 1
    return count


def _quantity(claims: Sequence[Claim], pair: Pair) -> list[float]:
    one = claims[pair.left.claim].quantities[pair.left.index]
    other = claims[pair.right.claim].quantities[pair.right.index]
    left, right = pair.left.features, pair.right.features
    values = [value for value in (one.low, one.high) if value is not None]
    others = [value for value in (other.low, other.high) if value is not None]
    ratio = _ratio(max(values, default=0.0), max(others, default=0.0))
    shared_scope = len(left.scope & right.scope) / max(1, min(len(left.scope), len(right.scope)))
    return [
        float(bool(left.category) and left.category == right.category),
        float(bool(left.category and right.category) and left.category != right.category),
        float(bool(left.unit) and left.unit == right.unit),
        float(left.unit != right.unit),
        float(bool(left.counted) and left.counted == right.counted),
        float(bool(left.counted and right.counted) and left.counted != right.counted),
        shared_scope,
        float((one.low, one.high) == (other.low, other.high)),
        min(ratio, _FAR_RATIO),
        float(ratio > _FAR_RATIO),
    ]


def _ratio(left: float, right: float) -> float:
    """Return the distance of two sizes as a factor, in natural logarithms; a zero is one away from a one."""
    return abs(log((abs(left) + 1.0) / (abs(right) + 1.0)))


def _date(claims: Sequence[Claim], pair: Pair) -> list[float]:
    one = claims[pair.left.claim].dates[pair.left.index]
    other = claims[pair.right.claim].dates[pair.right.index]
    same = float(one.start is not None and (one.start, one.end) == (other.start, other.end))
    apart = abs((one.start - other.start).days) if one.start and other.start else _DAYS
    return [
        same,
        min(apart / _DAYS, 4.0),
        float(one.granularity is other.granularity),
        float(bool(one.hour) and bool(other.hour)),
    ]


def decide_slots(material: Material, matches: Sequence[Match], kind: Kind) -> list[FactMatch]:
    """Return a fact match for every pair of facts of a kind, with the probability that both fill the same slot.

    Raises:
        ModelError: the trained decision is missing or of another version.
    """
    paired = pairs(material, matches, kind)
    if not paired:
        return []
    decision = trained(DECISION_OF[kind], NAMES_OF[kind])
    probabilities = decision.probability(slot_features(material, paired, kind))
    return [
        FactMatch(
            kind=kind,
            left=FactRef(pair.left.claim, pair.left.index),
            right=FactRef(pair.right.claim, pair.right.index),
            probability=float(probability),
        )
        for pair, probability in zip(paired, probabilities, strict=True)
    ]
