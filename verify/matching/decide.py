"""The same-claim decision: from candidates to matches with a calibrated probability.

In two steps: features of the two claims and their neighbours decide which pairs deserve the relation model, and its
judgement, beside those features, decides these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Candidate, Claim, Judgement, Match, Span
from verify.decisions import trained
from verify.matching.features import NAMES, features
from verify.matching.material import Material

FIRST = "same_claim_first"
DECISION = "same_claim"
"""Names of the trained decisions: before and after the relation model's judgement."""

JUDGED_NAMES = (*NAMES, "first", "agree", "conflict", "update")
"""The second decision's features: the first's, its logit, and the relation model's logits."""

JUDGED_FROM = 0.03
"""Probability of the first decision from which a pair is judged. Of the gold events' candidates 18% lie above it, and
of those that share a claim 87%."""

Relate = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]
"""Gives the relation model's logits of pairs of sentences: (pairs, at least 3), agree, conflict, update first."""

_EXTREME = 1e-6

LONGEST_SPAN = 200
"""Characters of a span that points at what is shared: a reader takes in about two lines at a glance."""


def decide(material: Material, candidates: Sequence[Candidate], relate: Relate) -> list[Match]:
    """Return a match for every candidate, in order, with the probability that its claims say the same thing.

    Raises:
        ModelError: a trained decision is missing or of another version, or the relation model cannot be loaded.
    """
    if not candidates:
        return []
    rows = features(material, candidates)
    probabilities = trained(FIRST, NAMES).probability(rows)
    chosen = np.flatnonzero(probabilities >= JUDGED_FROM)
    logits = judge(material, [candidates[int(at)] for at in chosen], relate)
    if len(chosen):
        second = judged_features(rows[chosen], probabilities[chosen], logits)
        probabilities[chosen] = trained(DECISION, JUDGED_NAMES).probability(second)
    judgements = {int(at): Judgement(*map(float, own)) for at, own in zip(chosen, logits, strict=True)}
    return [
        match_of(material, candidate, float(probability), judgements.get(at))
        for at, (candidate, probability) in enumerate(zip(candidates, probabilities, strict=True))
    ]


def judge(material: Material, candidates: Sequence[Candidate], relate: Relate) -> NDArray[np.float32]:
    """Return the relation model's three logits for each candidate's sentences: shape (len(candidates), 3)."""
    surfaces = [claim.sentence.surface for claim in material.texts.claims]
    if not candidates:
        return np.zeros((0, 3), np.float32)
    return relate([(surfaces[candidate.left], surfaces[candidate.right]) for candidate in candidates])[:, :3]


def judged_features(
    rows: NDArray[np.float64], probabilities: NDArray[np.float64], logits: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return the second decision's features: one column a name of `JUDGED_NAMES`."""
    safe = np.clip(probabilities, _EXTREME, 1 - _EXTREME)
    return np.column_stack([rows, np.log(safe / (1 - safe)), logits]).reshape(len(rows), len(JUDGED_NAMES))


def match_of(material: Material, candidate: Candidate, probability: float, judgement: Judgement | None = None) -> Match:
    """Return the match of a candidate with its probability and the clauses that correspond best."""
    left, right = candidate.left, candidate.right
    cosines = material.clause_vectors[left] @ material.clause_vectors[right].T
    at_left, at_right = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return Match(
        left=left,
        right=right,
        similarity=candidate.similarity,
        probability=probability,
        left_span=_span(material.texts.claims[left], material.texts.clauses[left], int(at_left)),
        right_span=_span(material.texts.claims[right], material.texts.clauses[right], int(at_right)),
        judgement=judgement,
    )


def _span(claim: Claim, clauses: tuple[Span, ...], best: int) -> Span:
    """Return the sentence where it is short, else its best clause with as many neighbours as fit."""
    sentence = claim.sentence
    if sentence.end_char - sentence.start_char <= LONGEST_SPAN:
        return Span(sentence.start_char, sentence.end_char)
    first = last = best
    while True:
        after = last + 1 < len(clauses) and clauses[last + 1].end_char - clauses[first].start_char <= LONGEST_SPAN
        before = first > 0 and clauses[last].end_char - clauses[first - 1].start_char <= LONGEST_SPAN
        if after:
            last += 1
        elif before:
            first -= 1
        else:
            break
    start = sentence.start_char + clauses[first].start_char
    end = sentence.start_char + min(clauses[last].end_char, clauses[first].start_char + LONGEST_SPAN)
    return Span(start, end)
