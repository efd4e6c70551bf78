"""Articles that carry one text: counted as one origin, however many outlets print it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from verify.matching.words import words

SHINGLE = 4
"""Words in a shingle: short enough to survive an edited word in every line, long enough not to be a set phrase."""

COPIED_SHARE = 0.22
"""Share of the shorter text's shingles found in the longer one from which the two carry one text. On the 26 gold
events the pairs that carry one agency's text, edited, share 0.26 to 0.82, all others at most 0.16."""

LEAST_SHINGLES = 12
"""Below this a text is too short to be told a copy."""

COMMON_SHINGLE = 50
"""A shingle in more articles than this is a formula of the trade, and comparing all its holders would be quadratic."""


def origins(texts: Sequence[str]) -> list[int]:
    """Return for each text the index of the first text of its origin group.

    Args:
        texts: the body of each article, without boilerplate.
    """
    shingles = [_shingles(text) for text in texts]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, own in enumerate(shingles):
        for shingle in own:
            holders[shingle].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for members in holders.values():
        if 1 < len(members) <= COMMON_SHINGLE:
            for pair in combinations(members, 2):
                shared[pair] += 1
    group = list(range(len(texts)))
    for (left, right), count in sorted(shared.items()):
        shorter = min(len(shingles[left]), len(shingles[right]))
        if shorter >= LEAST_SHINGLES and count / shorter >= COPIED_SHARE:
            low, high = sorted((group[left], group[right]))
            group = [low if own == high else own for own in group]
    return group


def _shingles(text: str) -> set[tuple[str, ...]]:
    every = words(text)
    return {tuple(every[at : at + SHINGLE]) for at in range(len(every) - SHINGLE + 1)}
