"""What the given texts say about one claim: supported, refuted, or not enough said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from verify.comparison.evidence import Run, evidence
from verify.datamodels import (
    CheckRow,
    Claim,
    Evidence,
    Finding,
    Kind,
    Match,
    PolarityKind,
    Quantity,
    Relation,
    Span,
    Verdict,
)
from verify.settings import BEARS_FROM
from verify.values import ABOUT_SHARE, Standing, base_unit, compare_dates, compare_quantities, size

MOST_SENTENCES = 3
"""Sentences shown for an origin: the best say it, more only repeat it."""


def check_rows(run: Run, matches: Sequence[Match], findings: Sequence[Finding], claim: str) -> tuple[CheckRow, ...]:
    """Return one row an origin, those that refute first, then those that support.

    A sentence that makes the same claim with `BEARS_FROM` or more and bears out its figures and dates supports; else a
    conflict between a fact of the claim and one of the origin refutes, and so does a sentence that says the same with
    another figure; else the origin does not say enough.

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
    close = _close(run, matches, claim, members)
    said = [(match, _bearing(run, match, claim)) for match in close if match.probability >= BEARS_FROM]
    supporting = [match for match, bearing in said if bearing is Bearing.FOR]
    if supporting:
        return _told(run, origin, members, Verdict.SUPPORTED, supporting, claim, "a sentence makes the same claim")
    is_denial = any(_denies(own) for own in run.claims if own.sentence.article == claim)
    for verdict, finding, items in _slots(findings, claim, members, is_denial=is_denial):
        return CheckRow(origin, members, verdict, finding.score, finding.summary, tuple(items[:MOST_SENTENCES]))
    refuting = [match for match, bearing in said if bearing is Bearing.AGAINST]
    if refuting:
        reason = "a sentence says the same with another figure or date, or denies it"
        return _told(run, origin, members, Verdict.REFUTED, refuting, claim, reason)
    reason = "what is said does not bear out the claim's figures" if said else "nothing close enough is said"
    return _told(run, origin, members, Verdict.NOT_ENOUGH_INFO, close[:1], claim, reason)


def _told(  # noqa: PLR0913, PLR0917 - the parts of a row
    run: Run, origin: str, members: tuple[str, ...], verdict: Verdict, matches: Sequence[Match], claim: str, reason: str
) -> CheckRow:
    shown = tuple(_sentence(run, match, claim) for match in matches[:MOST_SENTENCES])
    score = matches[0].probability if matches else 0.0
    return CheckRow(origin, members, verdict, score, reason, shown)


def _slots(
    findings: Sequence[Finding], claim: str, members: Sequence[str], *, is_denial: bool
) -> Iterator[tuple[Verdict, Finding, list[Evidence]]]:
    """Yield what the articles put into the claim's slots: first where they give its figure, then where another value.

    That others give a figure does not support a claim that denies it.
    """
    refuting: list[tuple[Verdict, Finding, list[Evidence]]] = []
    for finding in sorted(findings, key=lambda finding: -finding.score):
        asked = {item.value for item in finding.evidence if item.article == claim}
        told = [item for item in finding.evidence if item.article in members]
        if not asked or finding.kind is Kind.STATEMENT:
            continue
        is_figure = finding.kind is Kind.QUANTITY and not is_denial
        same = [item for item in told if item.value in asked and is_figure]
        if same:
            yield Verdict.SUPPORTED, finding, same
        elif told and finding.relation is Relation.CONFLICT:
            refuting.append((Verdict.REFUTED, finding, told))
    yield from refuting


class Bearing(StrEnum):
    """What a sentence that makes the same claim says of the claim's figures and days."""

    FOR = "for"
    AGAINST = "against"
    SILENT = "silent"


def _bearing(run: Run, match: Match, claim: str) -> Bearing:
    """Compare the claim's figures and dates with a sentence's: all borne out, one contradicted, or one not given."""
    asked, other = (run.claims[match.left], run.claims[match.right])
    if asked.sentence.article != claim:
        asked, other = other, asked
    result = Bearing.FOR
    if _denies(asked) != _denies(other):
        return Bearing.AGAINST
    for quantity in asked.quantities:
        met = [compare_quantities(quantity, own) for own in other.quantities if _comparable(quantity, own)]
        if Standing.SAME in met or any(_near(quantity, own) for own in other.quantities if _comparable(quantity, own)):
            continue
        if met and Standing.COMPATIBLE not in met:
            return Bearing.AGAINST
        result = Bearing.SILENT
    days = [compare_dates(day, own) for day in asked.dates for own in other.dates if day.start and own.start]
    if days and all(standing is Standing.DIFFERENT for standing in days):
        return Bearing.AGAINST
    return result


def _denies(claim: Claim) -> bool:
    return any(cue.kind is PolarityKind.DENIAL for cue in claim.polarities)


def _near(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures that can both be true are also about as large: 300 is not borne out by "over 150"."""
    larger = max(size(one), size(other))
    return (
        compare_quantities(one, other) is Standing.COMPATIBLE and abs(size(one) - size(other)) <= ABOUT_SHARE * larger
    )


def _comparable(one: Quantity, other: Quantity) -> bool:
    if base_unit(one.unit)[0] != base_unit(other.unit)[0]:
        return False
    return bool(one.unit) or not one.category or not other.category or one.category == other.category


def _close(run: Run, matches: Sequence[Match], claim: str, members: Sequence[str]) -> list[Match]:
    own = [
        match
        for match in matches
        if {run.claims[match.left].sentence.article, run.claims[match.right].sentence.article} & {claim}
        and {run.claims[match.left].sentence.article, run.claims[match.right].sentence.article} & {*members}
    ]
    own.sort(key=lambda match: (-match.probability, match.left, match.right))
    return [match for match in own if match.probability >= BEARS_FROM] or own[:1]


def _sentence(run: Run, match: Match, claim: str) -> Evidence:
    is_left = run.claims[match.left].sentence.article == claim
    other, span = (match.right, match.right_span) if is_left else (match.left, match.left_span)
    return evidence(run, other, Span(span.start_char, span.end_char), "")
