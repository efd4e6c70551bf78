"""What the given texts say about one claim: supported, refuted, or not enough said."""

from __future__ import annotations

from collections.abc import Sequence

from verify.comparison.evidence import Run, evidence
from verify.datamodels import CheckRow, Evidence, Finding, Match, Relation, Span, Verdict
from verify.settings import SAME_CLAIM

MOST_SENTENCES = 3
"""Sentences shown for an origin: the best say it, more only repeat it."""


def check_rows(run: Run, matches: Sequence[Match], findings: Sequence[Finding], claim: str) -> tuple[CheckRow, ...]:
    """Return one row an origin, those that refute first, then those that support.

    A conflict between a fact of the claim and one of the origin refutes; else a sentence that makes the same claim
    with `SAME_CLAIM` or more supports; else the origin does not say enough.

    Args:
        run: the claims of the texts and of the claim itself.
        matches: decided pairs of claims.
        findings: the findings of the comparison.
        claim: id of the article that holds the claim to check.
    """
    rows = [_row(run, matches, findings, claim, origin) for origin in _origins(run, claim)]
    order = [Verdict.REFUTED, Verdict.SUPPORTED, Verdict.NOT_ENOUGH_INFO]
    return tuple(sorted(rows, key=lambda row: (order.index(row.verdict), -row.score, row.origin)))


def overall(rows: Sequence[CheckRow]) -> tuple[Verdict, str]:
    """Return the verdict over all origins and why: what all that say anything say; where they differ, neither."""
    refuting = sum(row.verdict is Verdict.REFUTED for row in rows)
    supporting = sum(row.verdict is Verdict.SUPPORTED for row in rows)
    if refuting and supporting:
        return Verdict.NOT_ENOUGH_INFO, f"the origins disagree: {supporting} for it, {refuting} against it"
    if refuting:
        return Verdict.REFUTED, f"contradicted by {refuting} of {len(rows)} origins, supported by none"
    if supporting:
        return Verdict.SUPPORTED, f"supported by {supporting} of {len(rows)} origins, contradicted by none"
    return Verdict.NOT_ENOUGH_INFO, "no text makes this claim or contradicts it"


def _origins(run: Run, claim: str) -> list[str]:
    return list(dict.fromkeys(run.origins[article] for article in run.articles if article != claim))


def _row(run: Run, matches: Sequence[Match], findings: Sequence[Finding], claim: str, origin: str) -> CheckRow:
    members = tuple(article for article in run.articles if run.origins[article] == origin and article != claim)
    touching = [
        (finding, [item for item in finding.evidence if item.article in members])
        for finding in findings
        if any(item.article == claim for item in finding.evidence)
    ]
    against = [(finding, items) for finding, items in touching if finding.relation is Relation.CONFLICT and items]
    if against:
        finding, items = max(against, key=lambda pair: pair[0].score)
        return CheckRow(origin, members, Verdict.REFUTED, finding.score, finding.summary, tuple(items[:MOST_SENTENCES]))
    close = _close(run, matches, claim, members)
    if close and close[0].probability >= SAME_CLAIM:
        shown = tuple(_sentence(run, match, claim) for match in close[:MOST_SENTENCES])
        reason = "a sentence makes the same claim"
        return CheckRow(origin, members, Verdict.SUPPORTED, close[0].probability, reason, shown)
    shown = tuple(_sentence(run, match, claim) for match in close[:1])
    score = close[0].probability if close else 0.0
    return CheckRow(origin, members, Verdict.NOT_ENOUGH_INFO, score, "nothing close enough is said", shown)


def _close(run: Run, matches: Sequence[Match], claim: str, members: Sequence[str]) -> list[Match]:
    own = [
        match
        for match in matches
        if {run.claims[match.left].sentence.article, run.claims[match.right].sentence.article} & {claim}
        and {run.claims[match.left].sentence.article, run.claims[match.right].sentence.article} & {*members}
    ]
    own.sort(key=lambda match: (-match.probability, match.left, match.right))
    return [match for match in own if match.probability >= SAME_CLAIM] or own[:1]


def _sentence(run: Run, match: Match, claim: str) -> Evidence:
    is_left = run.claims[match.left].sentence.article == claim
    other, span = (match.right, match.right_span) if is_left else (match.left, match.left_span)
    return evidence(run, other, Span(span.start_char, span.end_char), "")
