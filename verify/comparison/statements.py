"""Agreement of whole statements: clusters of claims that say the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import Finding, Kind, Match, Relation, Span
from verify.settings import PAIR_FROM

Pairs = Mapping[tuple[int, int], Match]

LONGEST_QUOTE = 110
"""Characters of a statement in a summary line: enough to recognise it by."""


def statements(run: Run, clusters: Sequence[tuple[int, ...]], matches: Pairs) -> list[Finding]:
    """Return one agreement a cluster of claims, and one for each very probable pair that no cluster joins.

    Args:
        run: articles, claims and origins.
        clusters: claims that say the same thing, two or more each.
        matches: every decided pair by its claims, the lower index first.
    """
    joined = {pair for claims in clusters for pair in combinations(claims, 2)}
    loose = [pair for pair, match in matches.items() if match.probability >= PAIR_FROM and pair not in joined]
    return [_agreement(run, claims, matches) for claims in [*clusters, *loose]]


def _agreement(run: Run, claims: Sequence[int], matches: Pairs) -> Finding:
    pairs = [
        matches[left, right]
        for place, left in enumerate(claims)
        for right in claims[place + 1 :]
        if (left, right) in matches
    ]
    items = [evidence(run, claim, _span(claim, pairs), "") for claim in claims]
    sources = list(dict.fromkeys(run.article_of(claim).source for claim in claims))
    said = min((item.surface for item in items), key=lambda text: (len(text), text))
    return finding(
        Kind.STATEMENT,
        Relation.AGREE,
        score=sum(pair.probability for pair in pairs) / len(pairs),
        summary=f"{', '.join(sources)}: {short(said)}",
        slot="statement",
        reason="the sentences make the same claim",
        evidence=items,
        run=run,
    )


def _span(claim: int, pairs: Sequence[Match]) -> Span:
    """Return the stretch of the claim that its most probable partner in the cluster corresponds to."""
    own = [pair for pair in pairs if claim in {pair.left, pair.right}]
    best = max(own, key=lambda pair: pair.probability)
    return best.left_span if best.left == claim else best.right_span


def short(text: str) -> str:
    """Return a text on one line, cut at a word where it is too long for a summary."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
