"""The comparison stage: from what was matched to the findings of a run, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verify.comparison.contrasts import contrasts
from verify.comparison.evidence import Run
from verify.comparison.people import names, roles
from verify.comparison.quantities import quantities
from verify.comparison.statements import statements
from verify.datamodels import Contrast, FactMatch, FactRef, Finding, Kind, Match, Relation


@dataclass(frozen=True, slots=True)
class Slots:
    """The facts of one kind: every decided pair, and the groups that fill one slot."""

    kind: Kind
    matches: Sequence[FactMatch]
    groups: Sequence[tuple[FactRef, ...]]


_ORDER = {Relation.CONFLICT: 0, Relation.UPDATE: 1, Relation.AGREE: 2, Relation.COMPATIBLE: 3}


def compare(
    run: Run,
    clusters: Sequence[tuple[int, ...]],
    matches: Mapping[tuple[int, int], Match],
    slots: Sequence[Slots],
    persons: Sequence[tuple[FactRef, ...]],
    against: Sequence[Contrast],
) -> tuple[Finding, ...]:
    """Return the findings of a run: conflicts first; in each relation, most origins and confidence first."""
    findings = [*statements(run, clusters, matches), *roles(run, persons)]
    findings += contrasts(run, against)
    findings += names(run, list(matches.values()), persons)
    for own in slots:
        if own.kind is Kind.QUANTITY:
            findings += quantities(run, own.groups, own.matches)
    unique = {item.id: item for item in findings}
    return tuple(sorted(unique.values(), key=lambda item: (_ORDER[item.relation], -item.origins, -item.score, item.id)))
