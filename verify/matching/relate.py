"""Two texts by themselves, without a run around them: what they are to each other, and which facts say so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import DateMention, PolarityKind, Quantity, ReadText
from verify.decisions import trained_choice
from verify.matching.words import overlap, stems
from verify.script import folded
from verify.values import Standing, compare_dates, compare_quantities

LABELS = ("agree", "conflict", "other")

HEADLINES = "relate_headlines"
SENTENCES = "relate_sentences"
"""Names of the two decisions: for two headlines, which are taken to be of one event, and for longer texts, where most
of what is said of one topic is neither the same nor a conflict."""

LONGEST_HEADLINE = 110
"""Characters: the longest headline of the training and development splits of Arabic News Stance has 107."""

NAMES = (
    "claims_agree",
    "claims_conflict",
    "claims_update",
    "headlines_agree",
    "headlines_disagree",
    "headlines_other",
    "jaccard",
    "containment",
    "figures_same",
    "figures_differ",
    "figures_in_one",
    "dates_differ",
    "denied_in_one",
)
"""The order of the features: the relation model's logits, shared words, and what the facts say."""


def decision(left: str, right: str) -> str:
    """Return the name of the decision for a pair of texts."""
    return HEADLINES if max(len(left), len(right)) <= LONGEST_HEADLINE else SENTENCES


def features(left: ReadText, right: ReadText, logits: NDArray[np.float32]) -> list[float]:
    """Return one value a name of `NAMES`; `logits` are the relation model's six."""
    one, other = (Counter(stems(own.text, own.language)) for own in (left, right))
    shared = overlap(one, other, defaultdict(lambda: 1.0))
    standings = [standing for _, _, standing in _figures(left, right)]
    return [
        *(float(value) for value in logits),
        *shared,
        float(bool(standings) and Standing.DIFFERENT not in standings),
        float(Standing.DIFFERENT in standings),
        float(bool(left.quantities) is not bool(right.quantities)),
        float(bool(_other_dates(left, right))),
        float(_denies(left) is not _denies(right)),
    ]


def probabilities(name: str, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the calibrated probabilities of `LABELS`: shape (len(rows), 3).

    Raises:
        ModelError: the decision is missing or was trained on other features.
    """
    return trained_choice(name, NAMES, LABELS).probabilities(rows)


def reasons(left: ReadText, right: ReadText) -> list[str]:
    """Return what the facts of the two texts say against each other, in words."""
    found = [
        f"{one.surface} against {other.surface}"
        for one, other, standing in _figures(left, right)
        if standing is Standing.DIFFERENT
    ]
    found += [f"{one.surface} against {other.surface}" for one, other in _other_dates(left, right)]
    if _denies(left) is not _denies(right):
        found.append("one of the two denies")
    return found


def _figures(left: ReadText, right: ReadText) -> list[tuple[Quantity, Quantity, Standing]]:
    """Return each figure of the left text beside the one of the right that counts the same and is nearest to it."""
    found = []
    for one in left.quantities:
        others = [other for other in right.quantities if _one_thing(one, other)]
        standings = [(other, compare_quantities(one, other)) for other in others]
        best = next((own for own in standings if own[1] is not Standing.DIFFERENT), standings[0] if standings else None)
        if best is not None:
            found.append((one, *best))
    return found


def _one_thing(one: Quantity, other: Quantity) -> bool:
    if one.unit or other.unit:
        return one.unit == other.unit
    if one.category and other.category and not (one.counted and folded(one.counted) == folded(other.counted)):
        return one.category == other.category
    return True


def _other_dates(left: ReadText, right: ReadText) -> list[tuple[DateMention, DateMention]]:
    known = [[mention for mention in own.dates if mention.start and mention.end] for own in (left, right)]
    pairs = [(one, other) for one in known[0] for other in known[1]]
    if any(compare_dates(one, other) is not Standing.DIFFERENT for one, other in pairs):
        return []
    return pairs[:1]


def _denies(own: ReadText) -> bool:
    return any(cue.kind is PolarityKind.DENIAL for cue in own.polarities)


def table(readings: Sequence[tuple[ReadText, ReadText]], logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the features of many pairs: shape (pairs, len(NAMES))."""
    rows = [features(left, right, own) for (left, right), own in zip(readings, logits, strict=True)]
    return np.asarray(rows, np.float64).reshape(len(rows), len(NAMES))
