"""The same-claim decision: from candidates to matches with a calibrated probability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from verify.datamodels import Candidate, Claim, Match, Span
from verify.decisions import trained
from verify.matching.features import NAMES, features
from verify.matching.material import Material

DECISION = "same_claim"
"""Stem of the trained decision's file in models/."""

LONGEST_SPAN = 200
"""Characters of a span that points at what is shared: a reader takes in about two lines at a glance."""


def decide(material: Material, candidates: Sequence[Candidate]) -> list[Match]:
    """Return a match for every candidate, in order, with the probability that its claims say the same thing.

    Raises:
        ModelError: the trained decision is missing or of another version.
    """
    if not candidates:
        return []
    probabilities = trained(DECISION, NAMES).probability(features(material, candidates))
    return [
        match_of(material, candidate, float(probability))
        for candidate, probability in zip(candidates, probabilities, strict=True)
    ]


def match_of(material: Material, candidate: Candidate, probability: float) -> Match:
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
