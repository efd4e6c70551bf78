"""Days on which accounts of one thing agree."""

from __future__ import annotations

from collections.abc import Sequence

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import DateMention, FactMatch, FactRef, Finding, Kind, Relation, Span
from verify.settings import DATE_FROM
from verify.values import Standing, compare_dates


def dates(run: Run, matches: Sequence[FactMatch]) -> list[Finding]:
    """Return one agreement for each date that accounts of one thing share with `DATE_FROM` or more."""
    linked: dict[FactRef, set[FactRef]] = {}
    scores: dict[FactRef, float] = {}
    for match in matches:
        if match.probability >= DATE_FROM and compare_dates(_date(run, match.left), _date(run, match.right)) is (
            Standing.SAME
        ):
            for one, other in ((match.left, match.right), (match.right, match.left)):
                linked.setdefault(one, set()).add(other)
                scores[one] = max(scores.get(one, 0.0), match.probability)
    findings: list[Finding] = []
    seen: set[FactRef] = set()
    for start in sorted(linked, key=lambda ref: (ref.claim, ref.index)):
        if start not in seen:
            group = _reached(start, linked)
            seen |= group
            findings.append(_finding(run, sorted(group, key=lambda ref: (ref.claim, ref.index)), scores[start]))
    return findings


def _date(run: Run, ref: FactRef) -> DateMention:
    return run.claims[ref.claim].dates[ref.index]


def _reached(start: FactRef, linked: dict[FactRef, set[FactRef]]) -> set[FactRef]:
    reached, waiting = {start}, [start]
    while waiting:
        for other in linked[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return reached


def _finding(run: Run, group: Sequence[FactRef], score: float) -> Finding:
    first = _date(run, group[0])
    value = f"{first.start}" if first.start == first.end else f"{first.start}..{first.end}"
    by_article: dict[str, FactRef] = {}
    for ref in group:
        by_article.setdefault(run.claims[ref.claim].sentence.article, ref)
    items = []
    for ref in by_article.values():
        mention = _date(run, ref)
        items.append(evidence(run, ref.claim, Span(mention.start_char, mention.end_char), value))
    sources = ", ".join(dict.fromkeys(run.articles[item.article].source for item in items))
    return finding(
        Kind.DATE,
        Relation.AGREE,
        score=score,
        summary=f"date: {value} ({sources})",
        slot="date",
        reason="the same date for the same thing",
        evidence=items,
        run=run,
    )
