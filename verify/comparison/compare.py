"""The comparison stage: from what was matched to the findings of a run, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verify.comparison.evidence import Run
from verify.comparison.quantities import quantities
from verify.comparison.statements import statements
from verify.datamodels import FactRef, Finding, Kind, Match, Relation


@dataclass(frozen=True, slots=True)
class SlotGroup:
    """Facts that fill one slot, and how sure that is, 0 to 1."""

    kind: Kind
    facts: tuple[FactRef, ...]
    score: float


_ORDER = {Relation.CONFLICT: 0, Relation.UPDATE: 1, Relation.AGREE: 2, Relation.COMPATIBLE: 3}


def compare(
    run: Run,
    clusters: Sequence[tuple[int, ...]],
    matches: Mapping[tuple[int, int], Match],
    slots: Sequence[SlotGroup],
) -> tuple[Finding, ...]:
    """Return the findings of a run: conflicts first; in each relation, most origins and confidence first."""
    figures = [slot for slot in slots if slot.kind is Kind.QUANTITY]
    findings = [
        *statements(run, clusters, matches),
        *quantities(run, [slot.facts for slot in figures], [slot.score for slot in figures]),
    ]
    unique = {item.id: item for item in findings}
    return tuple(sorted(unique.values(), key=lambda item: (_ORDER[item.relation], -item.origins, -item.score, item.id)))
