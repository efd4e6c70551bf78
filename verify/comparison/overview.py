"""What is left to say of a run: clusters with their standing, what only one origin says, what could not be told."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from verify.comparison.evidence import Run, evidence
from verify.datamodels import (
    Cluster,
    DateMention,
    Evidence,
    FactMatch,
    FactRef,
    Finding,
    Kind,
    Match,
    NotCompared,
    Quantity,
    Relation,
    Span,
)
from verify.settings import CONFLICT_FROM, HEARD_ELSEWHERE, MOST_NOT_COMPARED, UNTOLD_FROM
from verify.values import Standing, compare_dates, compare_quantities


def clusters(run: Run, groups: Sequence[tuple[int, ...]], findings: Sequence[Finding]) -> tuple[Cluster, ...]:
    """Return the clusters of claims; one whose claims a conflict or an update connects says so in its status."""
    result = []
    for claims in groups:
        spans = {(run.claims[claim].sentence.article, _span(run, claim)) for claim in claims}
        relations = {
            finding.relation for finding in findings if len({_place(item) for item in finding.evidence} & spans) > 1
        }
        status = "agreed"
        if Relation.CONFLICT in relations:
            status = "conflicting"
        elif Relation.UPDATE in relations:
            status = "updated"
        result.append(Cluster(_id(run, claims), status, claims, len({run.origin_of(claim) for claim in claims})))
    return tuple(result)


def _place(item: Evidence) -> tuple[str, Span]:
    return (item.article, item.sentence)


def _span(run: Run, claim: int) -> Span:
    sentence = run.claims[claim].sentence
    return Span(sentence.start_char, sentence.end_char)


def _id(run: Run, claims: Sequence[int]) -> str:
    places = sorted(f"{run.claims[claim].sentence.article}:{_span(run, claim).start_char}" for claim in claims)
    return "c" + sha256("\n".join(places).encode()).hexdigest()[:10]


def singles(run: Run, matches: Sequence[Match], findings: Sequence[Finding]) -> tuple[int, ...]:
    """Return the claims that only one origin makes, in order; headings are no claims of their own.

    A claim is heard elsewhere when another origin has a claim that matches it at `HEARD_ELSEWHERE` or a finding
    connects the two.
    """
    heard = set()
    for match in matches:
        if match.probability >= HEARD_ELSEWHERE and run.origin_of(match.left) != run.origin_of(match.right):
            heard |= {match.left, match.right}
    told = {_place(item) for finding in findings if finding.origins > 1 for item in finding.evidence}
    return tuple(
        number
        for number, claim in enumerate(run.claims)
        if number not in heard
        and not claim.sentence.is_heading
        and (claim.sentence.article, _span(run, number)) not in told
    )


def not_compared(run: Run, kind: Kind, matches: Sequence[FactMatch]) -> list[NotCompared]:
    """Return the differing values that may fill one slot but could not be told to, most probable first."""
    if kind not in {Kind.QUANTITY, Kind.DATE}:
        return []
    close = [match for match in matches if UNTOLD_FROM <= match.probability < CONFLICT_FROM]
    close.sort(key=lambda match: (-match.probability, match.left.claim, match.right.claim))
    result: list[NotCompared] = []
    for match in close:
        one, other = (_fact(run, kind, ref) for ref in (match.left, match.right))
        if _differ(one, other) and len(result) < MOST_NOT_COMPARED:
            items = tuple(
                evidence(run, ref.claim, Span(fact.start_char, fact.end_char), fact.surface)
                for ref, fact in ((match.left, one), (match.right, other))
            )
            result.append(NotCompared("cannot tell whether these are of one thing", items))
    return result


def _fact(run: Run, kind: Kind, ref: FactRef) -> Quantity | DateMention:
    claim = run.claims[ref.claim]
    return claim.quantities[ref.index] if kind is Kind.QUANTITY else claim.dates[ref.index]


def _differ(one: Quantity | DateMention, other: Quantity | DateMention) -> bool:
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return compare_quantities(one, other) is Standing.DIFFERENT
    if isinstance(one, DateMention) and isinstance(other, DateMention):
        return compare_dates(one, other) is Standing.DIFFERENT
    return False
