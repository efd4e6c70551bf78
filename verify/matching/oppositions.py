"""Two claims on one thing that contradict each other, or of which one moves on what the other says.

What no typed fact holds (who did it, what came of it, why, whether it happened at all) is judged by the relation model
on the two sentences; its judgement counts beside what the facts, the words and the time between the accounts say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Claim, Contrast, Kind, Match, PolarityKind, Quantity, Relation
from verify.decisions import trained
from verify.matching.material import Material
from verify.matching.slots import UNJUDGED
from verify.matching.words import overlap
from verify.settings import MOVED_FROM, OPPOSED_FROM
from verify.values import Standing, compare_quantities

OPPOSED = "claims_oppose"
MOVED = "claims_move"
"""Names of the trained decisions."""

NAMES = (
    "same",
    "agree",
    "conflict",
    "update",
    "cosine",
    "jaccard",
    "containment",
    "figures_differ",
    "figures_same",
    "days_differ",
    "names_differ",
    "denied_in_one",
    "negated_in_one",
    "days_apart",
    "other_language",
    "longer",
    "shorter",
)

LEAST_MATCH = 0.15
"""Probability of the same claim from which two claims can stand against each other: those that contradict each other
are less alike than those that agree."""

REASONS = {
    Relation.CONFLICT: "the two sentences are judged to contradict each other; no single figure, day or name says so",
    Relation.UPDATE: "the later sentence is judged to move on what the earlier one says",
}

_EXTREME = 1e-4
_PER_LENGTH = 100.0

Days = Mapping[str, date | None]


def worth_asking(matches: Sequence[Match]) -> list[Match]:
    """Return the matches whose claims can stand against each other: judged ones that may well be of one thing."""
    return [match for match in matches if match.judgement is not None and match.probability >= LEAST_MATCH]


def oppositions(material: Material, matches: Sequence[Match], published: Days) -> list[Contrast]:
    """Return the pairs of claims that contradict each other, and those of which one moves the other on.

    Args:
        material: the run's claims.
        matches: every decided pair.
        published: each article's day of publication by its id.

    Raises:
        ModelError: a trained decision is missing or of another version.
    """
    asked = worth_asking(matches)
    if not asked:
        return []
    rows = features(material, asked, published)
    opposed, moved = (trained(name, NAMES).probability(rows) for name in (OPPOSED, MOVED))
    found = []
    for match, against, later in zip(asked, opposed, moved, strict=True):
        if against >= OPPOSED_FROM and against >= later:
            found.append(_contrast(material, match, Relation.CONFLICT, float(against)))
        elif later >= MOVED_FROM and _in_order(material, match, published):
            found.append(_contrast(material, match, Relation.UPDATE, float(later)))
    return found


def _in_order(material: Material, match: Match, published: Days) -> bool:
    """Tell whether it is known which of two claims is the later one."""
    days = [published.get(material.texts.claims[at].sentence.article) for at in (match.left, match.right)]
    return None not in days and days[0] != days[1]


def features(material: Material, matches: Sequence[Match], published: Days) -> NDArray[np.float64]:
    """Return one row a match and one column a name of `NAMES`."""
    rows = [_row(material, match, published) for match in matches]
    return np.asarray(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _row(material: Material, match: Match, published: Days) -> list[float]:
    one, other = material.texts.claims[match.left], material.texts.claims[match.right]
    judged = match.judgement or UNJUDGED
    same = min(max(match.probability, _EXTREME), 1 - _EXTREME)
    lengths = len(one.sentence.surface), len(other.sentence.surface)
    standings = _standings(one.quantities, other.quantities)
    days = [{mention.start for mention in claim.dates if mention.start} for claim in (one, other)]
    names = [{entity.key for entity in claim.entities} for claim in (one, other)]
    return [
        log(same / (1 - same)),
        judged.agree,
        judged.conflict,
        judged.update,
        match.similarity,
        *overlap(material.bags[match.left], material.bags[match.right], material.weight),
        float(Standing.DIFFERENT in standings),
        float(any(standing is not Standing.DIFFERENT for standing in standings)),
        float(bool(days[0] and days[1] and not days[0] & days[1])),
        float(bool(names[0] and names[1] and not names[0] & names[1])),
        _in_one(one, other, PolarityKind.DENIAL),
        _in_one(one, other, PolarityKind.NEGATION),
        _days_apart(one, other, published),
        float(material.texts.languages[match.left] != material.texts.languages[match.right]),
        max(lengths) / _PER_LENGTH,
        min(lengths) / _PER_LENGTH,
    ]


def _standings(left: Sequence[Quantity], right: Sequence[Quantity]) -> list[Standing]:
    """Return how each figure stands to the one nearest to it of those that count the same."""
    found = []
    for one in left:
        own = [compare_quantities(one, other) for other in right if _countable(one) & _countable(other)]
        if own:
            found.append(next((standing for standing in own if standing is not Standing.DIFFERENT), own[0]))
    return found


def _countable(own: Quantity) -> set[str]:
    return {own.unit, own.category} - {""}


def _in_one(one: Claim, other: Claim, kind: PolarityKind) -> float:
    return float(any(cue.kind is kind for cue in one.polarities) is not any(c.kind is kind for c in other.polarities))


def _days_apart(one: Claim, other: Claim, published: Days) -> float:
    """Return the logarithm of the days between the two accounts, 0 where either is undated."""
    days = published.get(one.sentence.article), published.get(other.sentence.article)
    return log1p(abs((days[0] - days[1]).days)) if days[0] and days[1] else 0.0


def _contrast(material: Material, match: Match, relation: Relation, probability: float) -> Contrast:
    texts = [
        claim.sentence.surface[span.start_char - claim.sentence.start_char : span.end_char - claim.sentence.start_char]
        for claim, span in (
            (material.texts.claims[match.left], match.left_span),
            (material.texts.claims[match.right], match.right_span),
        )
    ]
    return Contrast(
        kind=Kind.STATEMENT,
        left=match.left,
        right=match.right,
        left_span=match.left_span,
        right_span=match.right_span,
        left_value=texts[0],
        right_value=texts[1],
        probability=probability,
        reason=REASONS[relation],
        relation=relation,
    )
