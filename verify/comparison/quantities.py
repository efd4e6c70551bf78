"""Figures that fill one slot: who agrees, who conflicts, and which are the same figure at a later time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from verify.comparison.evidence import Run, evidence, finding
from verify.comparison.moving import DECISION, NAMES, Figure, can_move, features, figure, is_overtaken
from verify.datamodels import Evidence, FactMatch, FactRef, Finding, Kind, Quantity, Relation, Span
from verify.decisions import trained
from verify.settings import CONFLICT_FROM, UPDATE_FROM, UPDATE_SHARE
from verify.values import Standing, compare_quantities, interval, size


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Figure
    other: Figure
    relation: Relation
    score: float


def quantities(run: Run, groups: Sequence[tuple[FactRef, ...]], matches: Sequence[FactMatch]) -> list[Finding]:
    """Return the findings of every slot: at most one conflict, one update, and one agreement a value.

    Args:
        run: articles, claims and origins.
        groups: the figures of each slot.
        matches: every decided pair of figures.

    Raises:
        ModelError: the trained decision between later and conflicting figures is missing.
    """
    probabilities = {(match.left, match.right): match.probability for match in matches}
    findings: list[Finding] = []
    for group in groups:
        figures = [figure(run, ref) for ref in group]
        pairs = [
            pair
            for place, one in enumerate(figures)
            for other in figures[place + 1 :]
            if (pair := _relate(run, one, other, probabilities.get((one.ref, other.ref), 0.0))) is not None
        ]
        findings += _slot(run, figures, pairs)
    return findings


def _relate(run: Run, one: Figure, other: Figure, probability: float) -> _Pair | None:
    """Return how two figures of one slot stand to each other, None where nothing should be said.

    Figures that cannot both be true are an update where time explains them, else a conflict.
    """
    if one.article == other.article:
        return None
    standing = compare_quantities(one.quantity, other.quantity)
    if standing is Standing.SAME:
        return _Pair(one, other, Relation.AGREE, probability)
    if standing is Standing.COMPATIBLE:
        return _Pair(one, other, Relation.COMPATIBLE, probability)
    if _gives(run, one.article, other.quantity) and _gives(run, other.article, one.quantity):
        return None  # both accounts give both figures: they agree on who says what
    later = float(trained(DECISION, NAMES).probability(features(run, one, other))[0])
    overtaken = is_overtaken(run, one, other)
    if not overtaken and later >= UPDATE_SHARE and can_move(run, one, other) and not (one.hours and other.hours):
        return None  # which of the two came later cannot be told, and they are of a kind that changes
    if overtaken or (later >= UPDATE_SHARE and can_move(run, one, other)):
        return _Pair(one, other, Relation.UPDATE, probability) if probability >= UPDATE_FROM else None
    return _Pair(one, other, Relation.CONFLICT, probability) if probability >= CONFLICT_FROM else None


def _gives(run: Run, article: str, figure: Quantity) -> bool:
    """Tell whether an article gives a figure, counting the same class."""
    return any(
        own.category == figure.category and own.unit == figure.unit and interval(own) == interval(figure)
        for claim in run.claims
        if claim.sentence.article == article
        for own in claim.quantities
    )


def _slot(run: Run, figures: Sequence[Figure], pairs: Sequence[_Pair]) -> list[Finding]:
    findings: list[Finding] = []
    for relation in (Relation.CONFLICT, Relation.UPDATE, Relation.COMPATIBLE):
        own = [pair for pair in pairs if pair.relation is relation]
        if relation is Relation.COMPATIBLE and _disagree(own):
            continue  # an open "more than" would join figures that cannot both be true
        if own:
            findings.append(_finding(run, relation, _concerned(figures, own), max(pair.score for pair in own)))
    for same in _agreeing(figures):
        scores = [pair.score for pair in pairs if pair.one in same and pair.other in same]
        findings.append(_finding(run, Relation.AGREE, same, sum(scores) / len(scores)))
    return findings


def _disagree(pairs: Sequence[_Pair]) -> bool:
    """Tell whether any two figures of the pairs cannot both be true."""
    figures = [figure.quantity for pair in pairs for figure in (pair.one, pair.other)]
    return any(compare_quantities(one, other) is Standing.DIFFERENT for one, other in combinations(figures, 2))


def _concerned(figures: Sequence[Figure], pairs: Sequence[_Pair]) -> list[Figure]:
    """Return the figures of the pairs, and those of the slot that give the same value as one of them."""
    values = {interval(own.quantity) for pair in pairs for own in (pair.one, pair.other)}
    return [own for own in figures if interval(own.quantity) in values]


def _agreeing(figures: Sequence[Figure]) -> list[list[Figure]]:
    by_value: dict[tuple[float, float], list[Figure]] = {}
    for own in figures:
        by_value.setdefault(interval(own.quantity), []).append(own)
    return [same for same in by_value.values() if len({own.article for own in same}) > 1]


def plain_value(quantity: Quantity) -> str:
    """Return a quantity's number without its unit: `20000`, or `20-99` for an interval with two ends."""
    ends = [f"{end:.10g}" for end in (quantity.low, quantity.high) if end is not None]
    return ends[0] if len(set(ends)) == 1 else "-".join(ends)


_REASONS = {
    Relation.CONFLICT: "the figures are of one thing, no later time explains them, and they cannot all be true",
    Relation.UPDATE: "such a figure changes while an event goes on, and the later article has the later figure",
    Relation.COMPATIBLE: "with their hedges the figures can all be true",
    Relation.AGREE: "the same figure for the same thing",
}


def _finding(run: Run, relation: Relation, figures: Sequence[Figure], score: float) -> Finding:
    ordered = sorted(figures, key=lambda own: _order(own, relation))
    items = [_evidence(run, own) for own in ordered]
    slot = _slot_name([own.quantity for own in ordered])
    return finding(
        Kind.QUANTITY,
        relation,
        score=score,
        summary=_summary(run, slot, items, relation),
        slot=slot,
        reason=_REASONS[relation],
        evidence=items,
        run=run,
    )


_VAGUE_CATEGORIES = frozenset({"people", "things", "places", "money", "share", "duration", "distance", "weight"})
"""Classes that say less than the counted noun of the text."""


def _slot_name(quantities: Sequence[Quantity]) -> str:
    """Return what is counted: its class where it tells, else the first noun of the texts, else the unit."""
    classes = [own.category for own in quantities if own.category and own.category not in _VAGUE_CATEGORIES]
    nouns = [own.counted for own in quantities if any(char.isalpha() for char in own.counted)]
    return (classes or nouns or [own.unit for own in quantities if own.unit] or ["figure"])[0]


def _order(own: Figure, relation: Relation) -> tuple[float, float, str, int]:
    hours, amount = own.hours or 0.0, size(own.quantity)
    first, second = (hours, amount) if relation is Relation.UPDATE else (amount, hours)
    return (first, second, own.article, own.quantity.start_char)


def _evidence(run: Run, own: Figure) -> Evidence:
    quantity = own.quantity
    span = Span(quantity.start_char, quantity.end_char)
    return evidence(run, own.ref.claim, span, plain_value(quantity), quantity.hedge, quantity.unit)


def _shown(item: Evidence) -> str:
    """Return a value for a line of text, with thousands separators and its unit."""
    ends = [f"{float(end):,.10g}" for end in item.value.split("-") if end]
    return f"{'–'.join(ends)} {item.unit}".strip()


def _summary(run: Run, slot: str, items: Sequence[Evidence], relation: Relation) -> str:
    """Return one line that names the slot, the values in order and who gives each."""
    by_value: dict[str, list[str]] = {}
    for item in items:
        sources = by_value.setdefault(_shown(item), [])
        source = run.articles[item.article].source
        if source not in sources:
            sources.append(source)
    said = [f"{value} ({', '.join(sources)})" for value, sources in by_value.items()]
    joint = {Relation.CONFLICT: " against ", Relation.UPDATE: ", then "}.get(relation, ", ")
    return f"{slot}: {joint.join(said)}"
