"""The comparison stage: from what was matched to the findings of a run, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from verify.comparison.contrasts import contrasts
from verify.comparison.dates import dates
from verify.comparison.evidence import Run
from verify.comparison.happenings import Mention, events
from verify.comparison.people import names, roles
from verify.comparison.quantities import quantities
from verify.comparison.statements import statements
from verify.datamodels import Contrast, FactMatch, FactRef, Finding, Kind, Match, Relation, Span


@dataclass(frozen=True, slots=True)
class Slots:
    """The facts of one kind: every decided pair, and the groups that fill one slot."""

    kind: Kind
    matches: Sequence[FactMatch]
    groups: Sequence[tuple[FactRef, ...]]


_ORDER = {Relation.CONFLICT: 0, Relation.UPDATE: 1, Relation.AGREE: 2, Relation.COMPATIBLE: 3}


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything that the matching and clustering stages found.

    `matches` holds every decided pair of claims by its claims, the lower index first; `clusters` the claims that say
    the same; `slots` the facts of each kind; `persons` the mentions of each person; `contrasts` what stands against
    what; `happenings` the events named in passing.
    """

    matches: Mapping[tuple[int, int], Match]
    clusters: Sequence[tuple[int, ...]]
    slots: Sequence[Slots]
    persons: Sequence[tuple[FactRef, ...]]
    contrasts: Sequence[Contrast]
    happenings: Sequence[Sequence[Mention]]


def compare(run: Run, matched: Matched) -> tuple[Finding, ...]:
    """Return the findings of a run: conflicts first; in each relation, most origins and confidence first."""
    findings = [
        *statements(run, matched.clusters, matched.matches),
        *roles(run, matched.persons),
        *names(run, list(matched.matches.values()), matched.persons),
        *contrasts(run, matched.contrasts),
        *events(run, matched.happenings),
    ]
    for own in matched.slots:
        if own.kind is Kind.QUANTITY:
            findings += quantities(run, own.groups, own.matches)
        else:
            findings += dates(run, own.matches)
    conflicts = [_sentences(item) for item in findings if item.relation is Relation.CONFLICT]
    unique = {item.id: _but(item, conflicts) for item in findings if not _is_told(item, findings)}
    return tuple(sorted(unique.values(), key=lambda item: (_ORDER[item.relation], -item.origins, -item.score, item.id)))


def _sentences(item: Finding) -> set[tuple[str, Span]]:
    return {(own.article, own.sentence) for own in item.evidence}


def _but(item: Finding, conflicts: Sequence[set[tuple[str, Span]]]) -> Finding:
    """Say of an agreement of statements that a detail in the same sentences is in conflict."""
    if item.kind is Kind.STATEMENT and any(len(_sentences(item) & told) > 1 for told in conflicts):
        return replace(item, reason=f"{item.reason}, but for a detail that is in conflict: see there")
    return item


def _is_told(item: Finding, findings: Sequence[Finding]) -> bool:
    """Tell whether an agreement on a figure or a date stands word for word within an agreement of whole statements."""
    if item.relation is not Relation.AGREE or item.kind not in {Kind.QUANTITY, Kind.DATE}:
        return False
    return any(
        other.kind is Kind.STATEMENT
        and all(
            any(
                said.article == own.article and said.start_char <= own.start_char and own.end_char <= said.end_char
                for said in other.evidence
            )
            for own in item.evidence
        )
        for other in findings
    )
