"""The second look at two facts: a figure that has its equal elsewhere in the other article is not in conflict there.

The slot probability of a first look is set against the best that either fact meets in the other's article, and
against the best among those whose value can be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import FactMatch, FactRef, Kind, Match
from verify.decisions import trained
from verify.languages import COMMON, load
from verify.matching.material import Material
from verify.matching.slots import NAMES_OF, Pair, logit, pairs, slot_features
from verify.values import Standing

RIVAL_NAMES = ("slot_logit", "below_best_of_left", "below_best_of_right", "equal_of_left", "equal_of_right", "equal")


PART_AND_WHOLE = 0.15
"""What is left of the probability that two differing figures fill one slot when one text gives its own as a part
("including", "of whom"): the gold events hold too few for a decision to learn it."""

OTHER_NOUN = 0.1
"""The same where two texts of one language count different things of one class: houses and schools. What happened to
people is counted under many nouns (dead, people, civilians) and is told by its class alone."""


def _likeness(pair: Pair) -> float:
    """Return what is left of the probability that two differing figures fill one slot, by what they count, 0 to 1."""
    left, right = pair.left.typed, pair.right.typed
    happened = _outcomes()
    if left.category != right.category and {left.category, right.category} <= happened:
        return 0.0
    factor = PART_AND_WHOLE if left.is_part != right.is_part else 1.0
    counts = not left.unit and not right.unit and bool(left.counted and right.counted)
    are_things = not {left.category, right.category} & (happened | _people())
    same_kind = left.category == right.category or are_things
    if counts and same_kind and left.category not in happened and pair.same_language and _other_noun(pair):
        factor *= OTHER_NOUN
    return factor


def _other_noun(pair: Pair) -> bool:
    """Tell whether the stems of the counted nouns differ by more than an ending."""
    one, other = pair.left.typed.counted, pair.right.typed.counted
    return not one.startswith(other) and not other.startswith(one)


@cache
def _people() -> frozenset[str]:
    """Return the classes of people, whom texts count under one another's nouns."""
    return frozenset(load(COMMON, "quantities")["classes"]["people"])


@cache
def _outcomes() -> frozenset[str]:
    """Return the classes that say what happened to people: they exclude one another, but for bodies and the dead."""
    return frozenset(load(COMMON, "quantities")["classes"]["outcomes"]) - {"bodies"}


def names(kind: Kind) -> tuple[str, ...]:
    """Return the columns of the second look."""
    return (*NAMES_OF[kind], *RIVAL_NAMES)


def decisions(kind: Kind) -> tuple[str, str, str]:
    """Return the names of a kind's trained decisions: same slot; same slot of values that differ, and that do not."""
    return f"{kind}_slot", f"{kind}_differs", f"{kind}_agrees"


def rival_features(
    material: Material, paired: Sequence[Pair], rows: NDArray[np.float64], first: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the rows of `slot_features` with the columns of `RIVAL_NAMES` behind them.

    Args:
        material: the run's claims.
        paired: the pairs.
        rows: their slot features.
        first: the first look's probability of each pair.
    """
    groups = material.texts.groups
    best: dict[tuple[int, int, int], float] = defaultdict(float)
    equal: dict[tuple[int, int, int], float] = defaultdict(float)
    keyed = [
        (
            (pair.left.claim, pair.left.index, groups[pair.right.claim]),
            (pair.right.claim, pair.right.index, groups[pair.left.claim]),
        )
        for pair in paired
    ]
    for pair, probability, keys in zip(paired, first, keyed, strict=True):
        for key in keys:
            best[key] = max(best[key], float(probability))
            if pair.standing is not Standing.DIFFERENT:
                equal[key] = max(equal[key], float(probability))
    added = [
        [
            logit(float(probability)),
            probability - best[left],
            probability - best[right],
            equal[left],
            equal[right],
            max(equal[left], equal[right]),
        ]
        for probability, (left, right) in zip(first, keyed, strict=True)
    ]
    return np.hstack([rows, np.asarray(added, dtype=np.float64).reshape(len(rows), len(RIVAL_NAMES))])


def decide_slots(material: Material, matches: Sequence[Match], kind: Kind) -> list[FactMatch]:
    """Return a fact match for every pair of facts of a kind, with the probability that both fill the same slot.

    Raises:
        ModelError: the trained decisions are missing or of another version.
    """
    paired = pairs(material, matches, kind)
    if not paired:
        return []
    slot, differs, agrees = decisions(kind)
    rows = slot_features(material, paired, kind)
    second = rival_features(material, paired, rows, trained(slot, NAMES_OF[kind]).probability(rows))
    apart = np.array([pair.standing is Standing.DIFFERENT for pair in paired])
    probabilities = np.where(
        apart,
        trained(differs, names(kind)).probability(second),
        trained(agrees, names(kind)).probability(second),
    )
    if kind is Kind.QUANTITY:
        factors = np.array([_likeness(pair) if pair.standing is Standing.DIFFERENT else 1.0 for pair in paired])
        probabilities = probabilities * factors
    return [
        FactMatch(
            kind=kind,
            left=FactRef(pair.left.claim, pair.left.index),
            right=FactRef(pair.right.claim, pair.right.index),
            probability=float(probability),
        )
        for pair, probability in zip(paired, probabilities, strict=True)
    ]
