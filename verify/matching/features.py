"""What the same-claim decision looks at in a pair of claims: one named feature a column."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Candidate, Claim
from verify.matching.material import Material
from verify.matching.words import overlap

NAMES = (
    "cosine",
    "above_level",
    "below_best_of_left",
    "below_best_of_right",
    "above_second_of_left",
    "above_second_of_right",
    "clause_cosine",
    "jaccard",
    "containment",
    "other_language",
    "cosine_other_language",
    "shared_figures",
    "figures_differ",
    "shared_dates",
    "dates_differ",
    "shared_names",
    "names_differ",
    "length_ratio",
    "shorter",
    "longer",
    "headings",
)
"""The order of the columns; a trained decision names the columns that it was trained on."""

_MOST_TELLING = 8.0
"""Two names that one claim in fifty holds: beyond that, more shared names tell no more."""

_PER_LENGTH = 100.0
"""Lengths are in hundreds of characters, so that the columns are of one order of magnitude."""


def features(material: Material, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return one row a candidate and one column a name of `NAMES`: shape (len(candidates), len(NAMES))."""
    rows = [_row(material, candidate) for candidate in candidates]
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _row(material: Material, candidate: Candidate) -> list[float]:
    left, right = candidate.left, candidate.right
    cosine = candidate.similarity
    groups = material.texts.groups
    one, other = material.texts.claims[left], material.texts.claims[right]
    foreign = float(material.texts.languages[left] != material.texts.languages[right])
    jaccard, containment = overlap(material.bags[left], material.bags[right], material.weight)
    clause = float((material.clause_vectors[left] @ material.clause_vectors[right].T).max())
    lengths = len(one.sentence.surface), len(other.sentence.surface)
    return [
        cosine,
        cosine - material.level,
        cosine - float(material.best[left, groups[right]]),
        cosine - float(material.best[right, groups[left]]),
        cosine - float(material.second[left, groups[right]]),
        cosine - float(material.second[right, groups[left]]),
        clause,
        jaccard,
        containment,
        foreign,
        cosine * foreign,
        *_shared(_figures(one), _figures(other)),
        *_shared(_dates(one), _dates(other)),
        *_shared_names(material, _names(one), _names(other)),
        abs(log(lengths[0] / lengths[1])),
        min(lengths) / _PER_LENGTH,
        max(lengths) / _PER_LENGTH,
        float(one.sentence.is_heading) + float(other.sentence.is_heading),
    ]


def _shared(left: set[str], right: set[str]) -> tuple[float, float]:
    """Return how many are shared (two and more count as two), and whether both have some but none in common."""
    common = len(left & right)
    return float(min(common, 2)), float(bool(left and right and not common))


def _shared_names(material: Material, left: set[str], right: set[str]) -> tuple[float, float]:
    """Return how telling the shared names are (inverse document frequencies, summed), and whether none is shared."""
    common = left & right
    telling = sum(material.name_weight[key] for key in common)
    return min(telling, _MOST_TELLING), float(bool(left and right and not common))


def _figures(claim: Claim) -> set[str]:
    return {f"{quantity.low} {quantity.high}" for quantity in claim.quantities}


def _dates(claim: Claim) -> set[str]:
    return {f"{mention.start} {mention.end}" for mention in claim.dates if mention.start}


def _names(claim: Claim) -> set[str]:
    return {entity.key for entity in claim.entities}
