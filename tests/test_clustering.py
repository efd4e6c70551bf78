"""Groups never join what a decision keeps apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.clustering import cluster_claims, cluster_facts
from verify.datamodels import FactMatch, FactRef, Kind, Match, Span

THRESHOLD = 0.5
CLAIMS = 9
ARTICLE = {claim: claim // 3 for claim in range(CLAIMS)}
PAIRS = [pair for pair in combinations(range(CLAIMS), 2) if ARTICLE[pair[0]] != ARTICLE[pair[1]]]


def match(left: int, right: int, probability: float) -> Match:
    return Match(left, right, probability, probability, Span(0, 1), Span(0, 1))


def fact_match(left: int, right: int, probability: float) -> FactMatch:
    return FactMatch(Kind.QUANTITY, FactRef(left, 0), FactRef(right, 0), probability)


PROBABILITIES = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 100).map(lambda share: share / 100))
"""Decided pairs of nine claims of three articles; never two of one article, and some pairs that nobody looked at."""


@settings(deadline=None, max_examples=200)
@given(PROBABILITIES, st.integers(1, 99).map(lambda share: share / 100))
def test_every_pair_of_a_group_was_decided_to_be_the_same(
    probability: dict[tuple[int, int], float], threshold: float
) -> None:
    groups = cluster_claims([match(*pair, share) for pair, share in probability.items()], threshold)
    for group in groups:
        assert len(group) > 1
        assert all(probability.get(pair, 0.0) >= threshold for pair in combinations(group, 2))
        assert len({ARTICLE[claim] for claim in group}) == len(group)


@settings(deadline=None)
@given(PROBABILITIES)
def test_no_claim_is_in_two_groups_and_groups_are_in_order(probability: dict[tuple[int, int], float]) -> None:
    groups = cluster_claims([match(*pair, share) for pair, share in probability.items()], THRESHOLD)
    members = [claim for group in groups for claim in group]
    assert len(members) == len(set(members))
    assert groups == sorted(tuple(sorted(group)) for group in groups)


@settings(deadline=None)
@given(PROBABILITIES)
def test_a_pair_that_belongs_together_is_not_left_alone(probability: dict[tuple[int, int], float]) -> None:
    groups = cluster_claims([match(*pair, share) for pair, share in probability.items()], THRESHOLD)
    grouped = {claim for group in groups for claim in group}
    for (left, right), share in probability.items():
        if share >= THRESHOLD:
            assert left in grouped or right in grouped


@settings(deadline=None)
@given(PROBABILITIES)
def test_the_order_of_the_matches_changes_no_group(probability: dict[tuple[int, int], float]) -> None:
    distinct = [match(*pair, share - place / 100_000) for place, (pair, share) in enumerate(probability.items())]
    shuffled = sorted(distinct, key=lambda own: (own.right, -own.left))
    assert cluster_claims(distinct, THRESHOLD) == cluster_claims(shuffled, THRESHOLD)


def test_a_chain_is_not_a_group() -> None:
    chain = [match(0, 3, 0.9), match(3, 6, 0.8), match(0, 6, 0.1)]
    assert cluster_claims(chain, THRESHOLD) == [(0, 3)]
    assert cluster_claims(chain[:2], THRESHOLD) == [(0, 3)]


def test_three_that_all_agree_are_one_group() -> None:
    assert cluster_claims([match(0, 3, 0.9), match(3, 6, 0.8), match(0, 6, 0.5)], THRESHOLD) == [(0, 3, 6)]


@pytest.mark.parametrize("count", [2, 3])
def test_the_threshold_itself_is_enough(count: int) -> None:
    members = (0, 3, 6)[:count]
    assert cluster_claims([match(*pair, THRESHOLD) for pair in combinations(members, 2)], THRESHOLD) == [members]


def test_nothing_makes_no_group() -> None:
    assert cluster_claims([], THRESHOLD) == []
    assert cluster_facts([], THRESHOLD) == []
    assert cluster_claims([match(0, 3, 0.49)], THRESHOLD) == []


def test_a_fact_joins_where_it_belongs_on_the_average() -> None:
    average = [fact_match(0, 3, 0.9), fact_match(3, 6, 0.9), fact_match(0, 6, 0.2)]
    assert cluster_facts(average, THRESHOLD) == [tuple(FactRef(claim, 0) for claim in (0, 3, 6))]
    apart = [fact_match(0, 3, 0.9), fact_match(3, 6, 0.6), fact_match(0, 6, 0.2)]
    assert cluster_facts(apart, THRESHOLD) == [(FactRef(0, 0), FactRef(3, 0))]


def test_two_facts_of_one_claim_can_be_in_two_groups() -> None:
    matches = [
        FactMatch(Kind.QUANTITY, FactRef(0, 0), FactRef(1, 0), 0.9),
        FactMatch(Kind.QUANTITY, FactRef(0, 1), FactRef(1, 1), 0.9),
        FactMatch(Kind.QUANTITY, FactRef(0, 0), FactRef(1, 1), 0.1),
    ]
    assert cluster_facts(matches, THRESHOLD) == [
        (FactRef(0, 0), FactRef(1, 0)),
        (FactRef(0, 1), FactRef(1, 1)),
    ]


class Kept:
    """A memory in a dictionary."""

    def __init__(self, spoiled: object = None) -> None:
        self.values: dict[tuple[str, str], object] = {}
        self.spoiled = spoiled

    def get_blob(self, kind: str, key: str) -> object:
        return self.spoiled if self.spoiled is not None else self.values.get((kind, key))

    def put_blob(self, kind: str, key: str, value: object) -> None:
        self.values[kind, key] = value


CHAIN = [match(0, 1, 0.9), match(1, 2, 0.8), match(2, 3, 0.95), match(0, 2, 0.2)]


def test_groups_that_are_remembered_are_those_that_were_made() -> None:
    memory = Kept()
    made = cluster_claims(CHAIN, 0.5)
    assert cluster_claims(CHAIN, 0.5, memory) == made
    assert len(memory.values) == 1
    assert cluster_claims(CHAIN, 0.5, memory) == made
    assert cluster_claims([*CHAIN[:-1], match(0, 2, 0.6)], 0.5, memory) == cluster_claims(
        [*CHAIN[:-1], match(0, 2, 0.6)], 0.5
    )
    assert len(memory.values) == 2


@pytest.mark.parametrize("spoiled", [1, "x", [[0]], [[0, 0]], [[0, 99]], [[0, "1"]], {"a": 1}, [[0, 1], [1, 2]]])
def test_a_spoiled_memory_is_not_believed(spoiled: object) -> None:
    assert cluster_claims(CHAIN, 0.5, Kept(spoiled)) == cluster_claims(CHAIN, 0.5)
