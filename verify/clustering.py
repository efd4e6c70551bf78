"""Groups of claims that say the same thing and of facts that fill one slot, by scikit-learn."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np

from verify.datamodels import FactMatch, FactRef, Match

Member = TypeVar("Member", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Member]):
    """Two members and the probability that they belong together, 0 to 1."""

    left: Member
    right: Member
    probability: float


def cluster_claims(matches: Sequence[Match], threshold: float) -> list[tuple[int, ...]]:
    """Return groups of two claims or more that say the same thing, ordered by their first claim.

    Complete linkage: every two claims of a group were decided to be the same with at least `threshold`, so a group
    never joins two claims that the decision keeps apart, nor two that it never saw together (claims of one article
    among them).

    Args:
        matches: decided pairs; all others count as apart.
        threshold: least probability of every pair within a group.
    """
    return _groups([Link(m.left, m.right, m.probability) for m in matches], threshold, "complete")


def cluster_facts(matches: Sequence[FactMatch], threshold: float) -> list[tuple[FactRef, ...]]:
    """Return groups of two facts or more that fill one slot, ordered by their first fact.

    Average linkage: a slot told by seven articles need not have every pair decided alike, but a fact joins only where
    it belongs on the average of all.

    Args:
        matches: decided pairs; all others count as apart.
        threshold: least mean probability between the parts of a group.
    """
    links = [Link((m.left.claim, m.left.index), (m.right.claim, m.right.index), m.probability) for m in matches]
    return [tuple(FactRef(*fact) for fact in group) for group in _groups(links, threshold, "average")]


def _groups(
    links: Sequence[Link[Member]], threshold: float, linkage: Literal["complete", "average"]
) -> list[tuple[Member, ...]]:
    strong = [link for link in links if link.probability >= threshold]
    groups: list[tuple[Member, ...]] = []
    for members in _components(strong):
        groups += _split(members, links, threshold, linkage) if len(members) > 2 else [members]
    return sorted(groups)


def _components(links: Sequence[Link[Member]]) -> list[tuple[Member, ...]]:
    parent: dict[Member, Member] = {}

    def root(member: Member) -> Member:
        while parent.setdefault(member, member) != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for link in links:
        parent[root(link.left)] = root(link.right)
    members: dict[Member, list[Member]] = {}
    for member in parent:
        members.setdefault(root(member), []).append(member)
    return [tuple(sorted(group)) for group in members.values()]  # type: ignore[type-var]


def _split(
    members: tuple[Member, ...], links: Sequence[Link[Member]], threshold: float, linkage: str
) -> list[tuple[Member, ...]]:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - a run without groups needs no scikit-learn

    place = {member: position for position, member in enumerate(members)}
    apart = np.ones((len(members), len(members)))
    np.fill_diagonal(apart, 0.0)
    for link in links:
        if link.left in place and link.right in place:
            left, right = place[link.left], place[link.right]
            apart[left, right] = apart[right, left] = 1.0 - link.probability
    # scikit-learn joins below the threshold; the nudge lets a pair exactly at it in.
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage=linkage, distance_threshold=1.0 - threshold + 1e-9
    )
    labels = model.fit_predict(apart)
    groups = [tuple(members[at] for at in np.flatnonzero(labels == label)) for label in range(labels.max() + 1)]
    return [group for group in groups if len(group) > 1]
