"""Agreement of whole statements: clusters of claims that say the same thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import Finding, Kind, Match, Relation, Span

MOST_QUOTED = 3
"""Spans of one article in a finding: more and a reader no longer sees what is compared."""


def statements(
    run: Run, clusters: Sequence[tuple[int, ...]], matches: Mapping[tuple[int, int], Match], disputed: Collection[Span]
) -> list[Finding]:
    """Return one agreement a cluster.

    Args:
        run: articles, claims and origins.
        clusters: claims that say the same thing, two or more each.
        matches: every decided pair by its claims.
        disputed: kept for the caller's filtering; spans of text that a conflict is about.
    """
    findings: list[Finding] = []
    for claims in clusters:
        spans = {claim: _span(claim, claims, matches) for claim in claims}
        pairs = [matches[left, right] for left in claims for right in claims if (left, right) in matches]
        score = sum(match.probability for match in pairs) / len(pairs)
        items = [evidence(run, claim, spans[claim], "") for claim in claims]
        origins = len({run.origin_of(claim) for claim in claims})
        findings.append(
            finding(
                Kind.STATEMENT,
                Relation.AGREE,
                score=score,
                summary="",
                slot="statement",
                reason=f"the sentences say the same thing; {origins} independent origins",
                evidence=items,
                run=run,
            )
        )
    return findings


def _span(claim: int, claims: Sequence[int], matches: Mapping[tuple[int, int], Match]) -> Span:
    """Return the stretch of the claim that its most probable partner in the cluster corresponds to."""
    own = [match for pair, match in matches.items() if claim in pair and pair[0] in claims and pair[1] in claims]
    best = max(own, key=lambda match: match.probability)
    return best.left_span if best.left == claim else best.right_span
