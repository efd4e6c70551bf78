"""Findings from contrasts: denials of what others say, and details altered in nearly identical sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from verify.comparison.evidence import Run, evidence, finding
from verify.comparison.statements import short
from verify.datamodels import Contrast, Evidence, Finding, Kind, Relation, Span

SLOTS = {
    Kind.POLARITY: "said and denied",
    Kind.DATE: "date",
    Kind.PLACE: "place",
    Kind.NAME: "name",
    Kind.STATEMENT: "statement",
}
BETWEEN = {Relation.CONFLICT: " against ", Relation.UPDATE: ", then "}


def contrasts(run: Run, found: Sequence[Contrast]) -> list[Finding]:
    """Return one finding for each group of contrasts that share a stretch of text: one detail is one finding.

    What only the relation model says stands back where a typed detail of the same two sentences is shown.
    """
    typed = {_claims(contrast) for contrast in found if contrast.kind is not Kind.STATEMENT}
    judged = [contrast for contrast in found if contrast.kind is Kind.STATEMENT and _claims(contrast) not in typed]
    found = [contrast for contrast in found if contrast.kind is not Kind.STATEMENT] + _surest(judged)
    groups: list[list[Contrast]] = []
    for contrast in found:
        own = [group for group in groups if any(_touch(contrast, other) for other in group)]
        merged = [contrast, *(item for group in own for item in group)]
        groups = [group for group in groups if group not in own] + [merged]
    return [_finding(run, sorted(group, key=_key)) for group in groups]


def _surest(found: Sequence[Contrast]) -> list[Contrast]:
    """Return the contrasts without those that share a stretch with a surer one.

    What is judged of whole sentences is no single detail: joined, such pairs would sprawl over a story.
    """
    kept: list[Contrast] = []
    for contrast in sorted(found, key=lambda own: (-own.probability, _key(own))):
        if not any(_touch(contrast, other) for other in kept):
            kept.append(contrast)
    return kept


def _key(contrast: Contrast) -> tuple[int, int, int, int]:
    return (contrast.left, contrast.right, contrast.left_span.start_char, contrast.right_span.start_char)


def _sides(contrast: Contrast) -> tuple[tuple[int, Span, str], tuple[int, Span, str]]:
    return (
        (contrast.left, contrast.left_span, contrast.left_value),
        (contrast.right, contrast.right_span, contrast.right_value),
    )


def _claims(contrast: Contrast) -> tuple[int, int]:
    return contrast.left, contrast.right


def _touch(one: Contrast, other: Contrast) -> bool:
    return (one.kind, one.relation) == (other.kind, other.relation) and any(
        claim == other_claim and span.overlaps(other_span)
        for claim, span, _ in _sides(one)
        for other_claim, other_span, _ in _sides(other)
    )


def _finding(run: Run, group: Sequence[Contrast]) -> Finding:
    sides = {(claim, span): value for contrast in group for claim, span, value in _sides(contrast)}
    items: list[Evidence] = []
    for (claim, span), value in sorted(sides.items(), key=lambda item: (item[1], item[0][0], item[0][1].start_char)):
        items.append(evidence(run, claim, span, value))
    if group[0].relation is Relation.UPDATE:
        items.sort(key=lambda item: item.as_of or date.max)
    said: dict[str, list[str]] = {}
    for item in items:
        said.setdefault(item.value, []).append(run.articles[item.article].source)
    parts = [f"{short(value)} ({', '.join(dict.fromkeys(sources))})" for value, sources in said.items()]
    kind, relation = group[0].kind, group[0].relation
    slot = SLOTS[kind]
    return finding(
        kind,
        relation,
        score=max(contrast.probability for contrast in group),
        summary=f"{slot}: {BETWEEN[relation].join(parts)}",
        slot=slot,
        reason=group[0].reason,
        evidence=items,
        run=run,
    )
