"""Groups of claims that say the same thing, by scikit-learn's agglomerative clustering on the decision's scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from verify.datamodels import Match


def cluster(matches: Sequence[Match], threshold: float) -> list[tuple[int, ...]]:
    """Return groups of two claims or more, each in ascending order, ordered by their first claim.

    Complete linkage: every two claims of a group were decided to be the same with at least `threshold`, so a group
    never joins two claims that the decision keeps apart, nor two that it never saw together (claims of one article
    among them).

    Args:
        matches: decided pairs; the others count as apart.
        threshold: least probability of every pair within a group.
    """
    linked = [match for match in matches if match.probability >= threshold]
    groups: list[tuple[int, ...]] = []
    for members in _components(linked):
        groups += _complete(members, linked, threshold) if len(members) > 2 else [members]
    return sorted(groups)


def _components(matches: Sequence[Match]) -> list[tuple[int, ...]]:
    parent: dict[int, int] = {}

    def root(claim: int) -> int:
        while parent.setdefault(claim, claim) != claim:
            parent[claim] = parent[parent[claim]]
            claim = parent[claim]
        return claim

    for match in matches:
        low, high = sorted((root(match.left), root(match.right)))
        parent[high] = low
    members: dict[int, list[int]] = {}
    for claim in sorted(parent):
        members.setdefault(root(claim), []).append(claim)
    return [tuple(group) for group in members.values()]


def _complete(members: tuple[int, ...], matches: Sequence[Match], threshold: float) -> list[tuple[int, ...]]:
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415 - a run without groups needs no scikit-learn

    place = {claim: position for position, claim in enumerate(members)}
    apart = np.ones((len(members), len(members)))
    np.fill_diagonal(apart, 0.0)
    for match in matches:
        if match.left in place and match.right in place:
            left, right = place[match.left], place[match.right]
            apart[left, right] = apart[right, left] = 1.0 - match.probability
    # scikit-learn joins below the threshold; the nudge lets a pair exactly at it in.
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="complete", distance_threshold=1.0 - threshold + 1e-9
    )
    labels = model.fit_predict(apart)
    groups = [tuple(members[place] for place in np.flatnonzero(labels == label)) for label in range(labels.max() + 1)]
    return [group for group in groups if len(group) > 1]
