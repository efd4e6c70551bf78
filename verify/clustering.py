"""Groups of claims that say the same thing and of facts that fill one slot, by scikit-learn."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, Literal, Protocol, TypeVar

import numpy as np

from verify.datamodels import FactMatch, FactRef, Match

Member = TypeVar("Member", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Link(Generic[Member]):
    """Two members and the probability that they belong together, 0 to 1."""

    left: Member
    right: Member
    probability: float


class Memory(Protocol):
    """What remembers the groups of earlier runs: `verify.store.VectorCache`. scikit-learn takes a second to import."""

    def get_blob(self, kind: str, key: str) -> Any:
        """Return what is kept under a key, None when there is nothing."""
        ...

    def put_blob(self, kind: str, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        ...


MEMORY_KIND = "groups-1"
"""The kind of blob; its number changes with the way in which groups are made."""


def cluster_claims(matches: Sequence[Match], threshold: float, memory: Memory | None = None) -> list[tuple[int, ...]]:
    """Return groups of two claims or more that say the same thing, ordered by their first claim.

    Complete linkage: every two claims of a group were decided to be the same with at least `threshold`, so a group
    never joins two claims that the decision keeps apart, nor two that it never saw together (claims of one article
    among them).

    Args:
        matches: decided pairs; all others count as apart.
        threshold: least probability of every pair within a group.
        memory: where the groups of the same matches may be known from an earlier run.
    """
    return _groups([Link(m.left, m.right, m.probability) for m in matches], threshold, "complete", memory)


def cluster_facts(
    matches: Sequence[FactMatch], threshold: float, memory: Memory | None = None
) -> list[tuple[FactRef, ...]]:
    """Return groups of two facts or more that fill one slot, ordered by their first fact.

    Average linkage: a slot told by seven articles need not have every pair decided alike, but a fact joins only where
    it belongs on the average of all.

    Args:
        matches: decided pairs; all others count as apart.
        threshold: least mean probability between the parts of a group.
        memory: where the groups of the same matches may be known from an earlier run.
    """
    links = [Link((m.left.claim, m.left.index), (m.right.claim, m.right.index), m.probability) for m in matches]
    return [tuple(FactRef(*fact) for fact in group) for group in _groups(links, threshold, "average", memory)]


def _groups(
    links: Sequence[Link[Member]],
    threshold: float,
    linkage: Literal["complete", "average"],
    memory: Memory | None,
) -> list[tuple[Member, ...]]:
    strong = [link for link in links if link.probability >= threshold]
    groups: list[tuple[Member, ...]] = []
    for members in _components(strong):
        if len(members) == 2:
            groups.append(members)
            continue
        own = [link for link in links if link.left in members and link.right in members]
        groups += _remembered(members, own, threshold, linkage, memory)
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


def _remembered(
    members: tuple[Member, ...], links: Sequence[Link[Member]], threshold: float, linkage: str, memory: Memory | None
) -> list[tuple[Member, ...]]:
    """Return the groups within some members: those of an earlier run with the same links, else made now and kept."""
    if memory is None:
        return _split(members, links, threshold, linkage)
    described = [linkage, repr(threshold), *(repr((link.left, link.right, link.probability)) for link in links)]
    key = sha256("\n".join(described).encode()).hexdigest()
    known = memory.get_blob(MEMORY_KIND, key)
    if _is_grouping(known, len(members)):
        return [tuple(members[at] for at in group) for group in known]
    groups = _split(members, links, threshold, linkage)
    memory.put_blob(MEMORY_KIND, key, [[members.index(member) for member in group] for group in groups])
    return groups


def _is_grouping(known: object, count: int) -> bool:
    """Tell whether what was kept is a list of groups of distinct positions: a cache may hold anything."""
    if not isinstance(known, list) or not all(isinstance(group, list) and len(group) > 1 for group in known):
        return False
    places = [at for group in known for at in group]
    return all(type(at) is int and 0 <= at < count for at in places) and len({*places}) == len(places)


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
