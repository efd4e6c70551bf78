"""Figures that fill one slot: who agrees, who conflicts, and which are the same figure at a later time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import Evidence, FactRef, Finding, Kind, Quantity, Relation, Span
from verify.languages import COMMON, load
from verify.values import Standing, compare_quantities, interval, size

LEAST_HOURS = 1.0
"""Two outlets that publish within the hour stand at one moment: neither is the other's update."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in its place and time. `hours` is its article's publication in hours, None when unknown."""

    ref: FactRef
    quantity: Quantity
    article: str
    origin: str
    hours: float | None


@cache
def _moving() -> tuple[frozenset[str], frozenset[str]]:
    data = load(COMMON, "categories")
    return frozenset(data["grows"]), frozenset(data["moves"])


def figure(run: Run, ref: FactRef) -> Figure:
    """Return the quantity that a reference points to, with its article's time."""
    quantity = run.claims[ref.claim].quantities[ref.index]
    article = run.article_of(ref.claim)
    return Figure(ref, quantity, article.id, run.origins[article.id], _hours(article.published))


def _hours(published: object) -> float | None:
    """Return a publication time in hours; a day without a time counts as its noon."""
    if published is None:
        return None
    if not isinstance(published, datetime):
        published = datetime.combine(published, time(12))  # type: ignore[arg-type]
    moment = published if published.tzinfo else published.replace(tzinfo=UTC)
    return moment.timestamp() / 3600


def relate(one: Figure, other: Figure) -> Relation:
    """Return how two figures of one slot stand to each other.

    Figures that cannot both be true are an update when the count is of a kind that grows and the later article has
    more, or of a kind that goes both ways and the articles are not of one moment; two texts of one origin that
    differ are always a conflict, since one of them was altered.
    """
    standing = compare_quantities(one.quantity, other.quantity)
    if standing is Standing.SAME:
        return Relation.AGREE
    if standing is Standing.COMPATIBLE:
        return Relation.COMPATIBLE
    if one.origin == other.origin or one.hours is None or other.hours is None:
        return Relation.CONFLICT
    if abs(one.hours - other.hours) < LEAST_HOURS:
        return Relation.CONFLICT
    first, later = (one, other) if one.hours < other.hours else (other, one)
    grows, moves = _moving()
    category = first.quantity.category or later.quantity.category
    if category in moves or (category in grows and size(later.quantity) > size(first.quantity)):
        return Relation.UPDATE
    return Relation.CONFLICT


def quantities(run: Run, groups: Sequence[tuple[FactRef, ...]], scores: Sequence[float]) -> list[Finding]:
    """Return the findings of every slot: at most one conflict, one update and one agreement a value.

    Args:
        run: articles, claims and origins.
        groups: the figures of each slot.
        scores: how sure it is that the figures of each group fill one slot, 0 to 1.
    """
    findings: list[Finding] = []
    for group, score in zip(groups, scores, strict=True):
        findings += _slot(run, [figure(run, ref) for ref in group], score)
    return findings


def _slot(run: Run, figures: Sequence[Figure], score: float) -> list[Finding]:
    pairs = [
        (one, other, relate(one, other))
        for place, one in enumerate(figures)
        for other in figures[place + 1 :]
        if one.article != other.article
    ]
    findings: list[Finding] = []
    for relation in (Relation.CONFLICT, Relation.UPDATE, Relation.COMPATIBLE):
        concerned = _members(figures, [pair for pair in pairs if pair[2] is relation])
        if concerned:
            findings.append(_finding(run, relation, concerned, score))
    for agreeing in _agreeing(figures):
        findings.append(_finding(run, Relation.AGREE, agreeing, score))
    return findings


def _members(figures: Sequence[Figure], pairs: Sequence[tuple[Figure, Figure, Relation]]) -> list[Figure]:
    concerned = {id(figure) for pair in pairs for figure in pair[:2]}
    return [figure for figure in figures if id(figure) in concerned]


def _agreeing(figures: Sequence[Figure]) -> list[list[Figure]]:
    by_value: dict[tuple[float, float], list[Figure]] = {}
    for figure in figures:
        by_value.setdefault(interval(figure.quantity), []).append(figure)
    return [same for same in by_value.values() if len({figure.article for figure in same}) > 1]


def plain_value(quantity: Quantity) -> str:
    """Return a quantity's number without its unit: `20000`, or `20-99` for an interval with two ends."""
    ends = [f"{end:.10g}" for end in (quantity.low, quantity.high) if end is not None]
    return ends[0] if len(set(ends)) == 1 else "-".join(ends)


def _finding(run: Run, relation: Relation, figures: Sequence[Figure], score: float) -> Finding:
    ordered = sorted(figures, key=lambda figure: _order(run, figure, relation))
    items = [_evidence(run, figure) for figure in ordered]
    named = next((figure.quantity for figure in ordered if figure.quantity.category), ordered[0].quantity)
    slot = " · ".join(part for part in (named.category, named.counted) if part) or named.unit or "figure"
    return finding(
        Kind.QUANTITY,
        relation,
        score=score,
        summary=summary(run, slot, items, relation),
        slot=slot,
        reason=_REASONS[relation],
        evidence=items,
        run=run,
    )


_REASONS = {
    Relation.CONFLICT: "the figures are of one thing at one time and cannot all be true",
    Relation.UPDATE: "such a count changes while an event goes on, and the articles are of different times",
    Relation.COMPATIBLE: "with their hedges the figures can all be true",
    Relation.AGREE: "the same figure for the same thing",
}


def _order(run: Run, figure: Figure, relation: Relation) -> tuple[float, float, str, int]:
    hours = figure.hours or 0.0
    amount = size(figure.quantity)
    key = (hours, amount) if relation is Relation.UPDATE else (amount, hours)
    return (*key, figure.article, figure.quantity.start_char)


def _evidence(run: Run, figure: Figure) -> Evidence:
    quantity = figure.quantity
    span = Span(quantity.start_char, quantity.end_char)
    return evidence(run, figure.ref.claim, span, plain_value(quantity), quantity.hedge, quantity.unit)


def summary(run: Run, slot: str, items: Sequence[Evidence], relation: Relation) -> str:
    """Return one line that names the slot, the values in order and who gives each."""
    by_value: dict[str, list[str]] = {}
    for item in items:
        value = f"{item.value} {item.unit}".strip()
        sources = by_value.setdefault(value, [])
        source = run.articles[item.article].source
        if source not in sources:
            sources.append(source)
    said = [f"{value} ({', '.join(sources)})" for value, sources in by_value.items()]
    joint = {Relation.CONFLICT: " against ", Relation.UPDATE: ", then "}.get(relation, ", ")
    return f"{slot}: {joint.join(said)}"
