"""One account denies what another says: the denied stretch of a claim against the other claim's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from verify.datamodels import Claim, Contrast, EntityKind, Kind, Match, Polarity, PolarityKind, Span
from verify.matching.decide import LONGEST_SPAN
from verify.matching.material import Material
from verify.matching.words import located

LEAST_MATCH = 0.3
"""Probability of the same claim from which a denial can be of the other claim."""

LEAST_SHARED = 0.3
"""Weighted share of the denied words that the other claim holds. Who denies does not count: that both name the
spokesman says nothing about what he denies."""

LEAST_STEMS = 2
"""Denied words that must be shared: one is a coincidence."""

PROBABILITY = 0.5
"""Share of these pairs that the gold events call conflicts, of those that they speak of (3 of 6); a rule has no
probability of its own."""

REASON = "one account denies what the other says"


def denials(material: Material, matches: Sequence[Match]) -> list[Contrast]:
    """Return the pairs of claims of which one denies what the other asserts.

    Two accounts that both deny agree; a claim that itself negates or denies is no assertion to be denied.
    """
    found: list[Contrast] = []
    for match in matches:
        if match.probability >= LEAST_MATCH:
            for own, other in ((match.left, match.right), (match.right, match.left)):
                found += _denied(material, match, own, other)
    return found


def _denied(material: Material, match: Match, own: int, other: int) -> Iterator[Contrast]:
    claims = material.texts.claims
    if any(cue.kind in {PolarityKind.DENIAL, PolarityKind.NEGATION} for cue in claims[other].polarities):
        return
    for cue in claims[own].polarities:
        if cue.kind is PolarityKind.DENIAL:
            bag = _content(claims[own], cue, material.texts.languages[own])
            shared = [word for word in bag if word in material.bags[other]]
            total = sum(material.weight.get(word, 0.0) for word in bag)
            if len(shared) >= LEAST_STEMS and sum(material.weight[word] for word in shared) >= LEAST_SHARED * total:
                is_left = own == match.left
                yield _contrast(material, match, own, other, cue, is_left)
                return


def _content(claim: Claim, cue: Polarity, language: str) -> Counter[str]:
    """Return the stems of what is denied: the cue's scope without the cue, its speakers and the persons named."""
    base = claim.sentence.start_char
    left_out = [
        Span(cue.start_char, cue.end_char),
        *(Span(item.start_char, item.end_char) for item in claim.attributions),
        *(Span(item.start_char, item.end_char) for item in claim.entities if item.kind is EntityKind.PERSON),
    ]
    words = located(claim.sentence.surface, language)
    return Counter(
        word.stem
        for word in words
        if cue.scope.overlaps(span := Span(base + word.start, base + word.end))
        and not any(span.overlaps(other) for other in left_out)
    )


def _contrast(material: Material, match: Match, own: int, other: int, cue: Polarity, is_left: bool) -> Contrast:
    end = max(cue.end_char, min(cue.scope.end_char, cue.start_char + LONGEST_SPAN))
    denying = Span(min(cue.start_char, max(cue.scope.start_char, end - LONGEST_SPAN)), end)
    asserted = match.right_span if is_left else match.left_span
    sides = ((own, denying, "denied"), (other, asserted, "affirmed"))
    first, second = sides if is_left else sides[::-1]
    return Contrast(
        kind=Kind.POLARITY,
        left=first[0],
        right=second[0],
        left_span=first[1],
        right_span=second[1],
        left_value=first[2],
        right_value=second[2],
        probability=PROBABILITY * (0.5 + 0.5 * match.probability),
        reason=REASON,
    )
