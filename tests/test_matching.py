"""Which claims are proposed, what is denied, which details were altered: small examples with made-up vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from verify.datamodels import Claim, Contrast, Judgement, Kind, Match, Relation, Sentence, Span
from verify.decisions import using
from verify.extraction.dates import find_dates
from verify.extraction.entities import find_entities
from verify.extraction.polarity import find_polarities
from verify.extraction.quantities import find_quantities
from verify.matching import oppositions
from verify.matching.altered import altered
from verify.matching.candidates import NEIGHBOURS, propose
from verify.matching.clauses import clauses
from verify.matching.days import other_days
from verify.matching.decide import LONGEST_SPAN, decide
from verify.matching.denials import denials
from verify.matching.material import Material, material, texts
from verify.pipeline import relater
from verify.settings import Settings

DAY = date(2025, 5, 7)


def claim(article: int, text: str, language: str = "en") -> Claim:
    """Return a text as the one sentence of an article, with its facts."""
    dates = find_dates(text, language, DAY)
    taken = [Span(own.start_char, own.end_char) for own in dates]
    return Claim(
        Sentence(f"a{article}", 0, 0, len(text), text),
        quantities=tuple(find_quantities(text, language, taken)),
        dates=tuple(dates),
        entities=tuple(find_entities(text, language)),
        polarities=tuple(find_polarities(text, language)),
    )


def made(sentences: Sequence[str], groups: Sequence[int], language: str = "en") -> Material:
    claims = [claim(group, text, language) for text, group in zip(sentences, groups, strict=True)]
    run = texts(claims, [language] * len(claims), groups)
    return material(run, FakeEncoder().encode(run.every()))


def matched(*sentences: str, language: str = "en", probability: float = 0.9) -> tuple[Material, list[Match]]:
    """Return one article a sentence, and each pair decided to be the same claim."""
    pairs = combinations(range(len(sentences)), 2)
    whole = [Span(0, len(text)) for text in sentences]
    matches = [Match(left, right, 0.9, probability, whole[left], whole[right]) for left, right in pairs]
    return made(sentences, range(len(sentences)), language), matches


VOCABULARY = ["harbour", "fire", "ministry", "denied", "people", "killed", "dam", "convoy", "road", "night"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WORDS, st.integers(0, 3)), min_size=1, max_size=14))
def test_no_candidate_is_of_one_article_or_of_two_stories(claims: list[tuple[list[str], int]]) -> None:
    groups = [group for _, group in claims]
    stories = [0, 0, 1, 1]
    found = made([" ".join(words) for words, _ in claims], groups)
    for own in (None, stories):
        pairs = [(candidate.left, candidate.right) for candidate in propose(found, own)]
        assert pairs == sorted(set(pairs))
        for left, right in pairs:
            assert left < right
            assert groups[left] != groups[right]
            assert own is None or own[groups[left]] == own[groups[right]]


def proposed(sentences: Sequence[str], groups: Sequence[int]) -> set[tuple[int, int]]:
    return {(candidate.left, candidate.right) for candidate in propose(made(sentences, groups))}


CROWD = [f"{word} road stays shut." for word in ("Coastal", "Eastern", "Northern", "Old", "Harbour", "Mountain")]


HALF = 1 + len(CROWD)


def test_the_nearest_claims_of_each_other_article_are_proposed_and_no_more() -> None:
    sentences = [*CROWD, "The dam broke at night.", *CROWD, "At night the dam broke."]
    pairs = proposed(sentences, [0] * HALF + [1] * HALF)
    assert (HALF - 1, 2 * HALF - 1) in pairs
    assert HALF * NEIGHBOURS <= len(pairs) < HALF**2


@pytest.mark.parametrize(("said", "is_proposed"), [("Thirty-one dead.", True), ("Forty dead.", False)])
def test_a_shared_figure_proposes_what_is_not_near(*, said: str, is_proposed: bool) -> None:
    sentences = [*CROWD, "Shelling killed 31 men.", *CROWD, said]
    found = made(sentences, [0] * HALF + [1] * HALF)
    far = np.tile(np.array([0, 1, 0], np.float32), (2 * HALF, 1))
    far[HALF - 1], far[-1] = [0.6, 0.8, 0], [0, 0.8, 0.6]
    pairs = {(candidate.left, candidate.right) for candidate in propose(replace(found, vectors=far))}
    assert ((HALF - 1, 2 * HALF - 1) in pairs) is is_proposed


def unasked(_pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    raise AssertionError("nothing is to be judged")


def test_nothing_proposes_and_decides_nothing() -> None:
    assert propose(made(["Alone."], [0])) == []
    assert decide(made(["Alone."], [0]), [], unasked) == []


def test_an_equal_sentence_is_the_same_claim_and_another_is_not(model_cache: Path) -> None:
    sentences = ["A train left the rails near Homs on Monday.", "A train left the rails near Homs on Monday."]
    others = ["The bank raised its rate by half a point.", "Schools in the north reopen after the holidays."]
    found = made([sentences[0], others[0], sentences[1], others[1]], [0, 0, 1, 1])
    matches = decide(found, propose(found), relater(Settings(cache_dir=model_cache)))
    decided = {(own.left, own.right): own.probability for own in matches}
    assert decided[0, 2] > 0.9
    assert all(probability < 0.5 for pair, probability in decided.items() if pair != (0, 2))


@pytest.mark.parametrize("language", ["en", "ar", "xx"])
@given(text=st.text(st.sampled_from("abc ،,؛;:–-و ان"), max_size=300))
def test_clauses_are_in_order_within_the_sentence(language: str, text: str) -> None:
    spans = clauses(text, language)
    assert spans
    assert spans[0].start_char == 0
    assert spans[-1].end_char == len(text)
    assert all(one.end_char <= other.start_char for one, other in pairwise(spans))


def test_a_long_sentence_is_shown_by_a_short_stretch_of_it(model_cache: Path) -> None:
    long = ", ".join(f"the {word} stood in the water for more than {n} hours" for n, word in enumerate(["road"] * 12))
    found = made([long, "the road stood in the water for more than 7 hours"], [0, 1])
    (own,) = decide(found, propose(found), relater(Settings(cache_dir=model_cache)))
    assert own.left_span.end_char - own.left_span.start_char <= LONGEST_SPAN < len(long)
    assert np.isfinite(own.probability)


DENIED = [
    (
        "en",
        "Weapons were stored in the harbour warehouse.",
        "The ministry denied that weapons were stored in the warehouse.",
    ),
    ("ar", "كانت أسلحة مخزنة في مستودع الميناء.", "نفت الوزارة أن تكون أسلحة مخزنة في مستودع الميناء."),
    (
        "fr",
        "Des armes étaient stockées dans l'entrepôt.",
        "Le ministère a démenti que des armes étaient stockées dans l'entrepôt.",
    ),
]


@pytest.mark.parametrize(("language", "said", "denied"), DENIED, ids=[row[0] for row in DENIED])
def test_a_denial_stands_against_what_it_denies(language: str, said: str, denied: str) -> None:
    for sentences in ((said, denied), (denied, said)):
        (found,) = denials(*matched(*sentences, language=language))
        values = ["denied" if text == denied else "affirmed" for text in sentences]
        assert [found.left_value, found.right_value] == values
        assert found.kind is Kind.POLARITY
        for text, span in zip(sentences, (found.left_span, found.right_span), strict=True):
            assert 0 <= span.start_char < span.end_char <= len(text)


@pytest.mark.parametrize(("language", "said", "denied"), DENIED, ids=[row[0] for row in DENIED])
def test_two_who_deny_agree(language: str, said: str, denied: str) -> None:
    assert said != denied
    assert denials(*matched(denied, denied, language=language)) == []


@pytest.mark.parametrize(("language", "said", "denied"), DENIED, ids=[row[0] for row in DENIED])
def test_a_pair_that_is_hardly_the_same_holds_no_denial(language: str, said: str, denied: str) -> None:
    assert denials(*matched(said, denied, language=language, probability=0.1)) == []


def test_a_denial_of_something_else_stands_against_nothing() -> None:
    said = "Weapons were stored in the harbour warehouse."
    assert denials(*matched(said, "The ministry denied that the elections would be postponed until the spring.")) == []


def altered_in(one: str, other: str, language: str = "en", probability: float = 0.9) -> list[Contrast]:
    return altered(*matched(one, other, language=language, probability=probability))


@pytest.mark.parametrize(
    ("language", "one", "other", "kind", "surfaces"),
    [
        (
            "en",
            "The two delegations signed the water agreement in Amman on Monday.",
            "The two delegations signed the water agreement in Damascus on Monday.",
            Kind.PLACE,
            ("Amman", "Damascus"),
        ),
        (
            "ar",
            "وقع الوفدان اتفاق المياه في بيروت يوم الاثنين.",
            "وقع الوفدان اتفاق المياه في دمشق يوم الاثنين.",
            Kind.PLACE,
            ("بيروت", "دمشق"),
        ),
        (
            "en",
            "The armed convoy was stopped north of Palmyra by the army.",
            "The armed convoy was stopped south of Palmyra by the army.",
            Kind.PLACE,
            ("north", "south"),
        ),
        (
            "en",
            "The bridge over the river will reopen on 3 June 2025 after repairs.",
            "The bridge over the river will reopen on 9 June 2025 after repairs.",
            Kind.DATE,
            ("3 June 2025", "9 June 2025"),
        ),
    ],
)
def test_a_changed_detail_is_found(language: str, one: str, other: str, kind: Kind, surfaces: tuple[str, str]) -> None:
    (found,) = altered_in(one, other, language)
    assert found.kind is kind
    spans = ((one, found.left_span), (other, found.right_span))
    shown = [text[span.start_char : span.end_char] for text, span in spans]
    assert all(surface in text for surface, text in zip(surfaces, shown, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The convoy was stopped near Palmyra on Monday.", "The convoy was stopped near Palmyra on Monday."),
        ("The large convoy was stopped near Palmyra on Monday.", "The big convoy was stopped near Palmyra on Monday."),
        (
            "The convoy was stopped near Palmyra on Monday.",
            "Fishermen in Damascus asked for cheaper fuel in the north.",
        ),
        ("Talks were held in Syria between the two sides.", "Talks were held in Damascus between the two sides."),
    ],
    ids=["equal", "synonym", "rewritten", "town and its country"],
)
def test_other_words_are_no_changed_detail(one: str, other: str) -> None:
    assert altered_in(one, other) == []


def test_a_pair_that_is_hardly_the_same_holds_no_changed_detail() -> None:
    assert altered_in("The talks were held in Amman.", "The talks were held in Damascus.", probability=0.1) == []


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("The dam was opened on 3 June 2024.", "On 9 June 2024 the dam was opened.", 1),
        ("The dam was opened on 3 June 2024.", "On 3 June 2024 the dam was opened.", 0),
        ("The dam was opened on 3 June 2024.", "In June 2024 the dam was opened.", 0),
        ("The dam was opened on 3 June 2024.", "Today the dam was opened.", 0),
        ("The dam was opened on 3 June 2024.", "Between 1 May 2024 and 9 June 2024, the dam was opened.", 0),
    ],
    ids=["differ", "equal", "month", "day of the report", "two days"],
)
def test_one_thing_on_two_days(one: str, other: str, count: int) -> None:
    found = other_days(*matched(one, other), {"a0": DAY, "a1": DAY})
    assert len(found) == count
    assert all(own.kind is Kind.DATE for own in found)
    assert other_days(*matched(one, other, probability=0.1), {"a0": DAY, "a1": DAY}) == []


def against(weights: dict[str, float], intercept: float) -> dict[str, object]:
    """Return a decision that heeds the named features alone."""
    return {
        "features": list(oppositions.NAMES),
        "mean": [0.0] * len(oppositions.NAMES),
        "scale": [1.0] * len(oppositions.NAMES),
        "weights": [weights.get(name, 0.0) for name in oppositions.NAMES],
        "intercept": intercept,
    }


JUDGING = {
    oppositions.OPPOSED: against({"conflict": 2.0}, 0.0),
    oppositions.MOVED: against({"update": 2.0}, 0.0),
}


@pytest.mark.parametrize(
    ("judgement", "relation"),
    [
        (Judgement(-3.0, 3.0, -3.0), Relation.CONFLICT),
        (Judgement(-3.0, -3.0, 3.0), Relation.UPDATE),
        (Judgement(-3.0, 2.0, 3.0), Relation.UPDATE),
        (Judgement(3.0, -3.0, -3.0), None),
        (None, None),
    ],
)
def test_what_stands_against_what_is_judged(judgement: Judgement | None, relation: Relation | None) -> None:
    found, matches = matched("The rebels took the bridge.", "The army held the bridge.")
    judged = [replace(match, judgement=judgement) for match in matches]
    with using(JUDGING):
        contrasts = oppositions.oppositions(found, judged, {"a0": DAY, "a1": DAY + timedelta(days=1)})
    assert [own.relation for own in contrasts] == ([relation] if relation else [])
    shown = {(own.left_value, own.right_value) for own in contrasts}
    assert shown <= {("The rebels took the bridge.", "The army held the bridge.")}


@pytest.mark.parametrize("days", [{}, {"a0": DAY}, {"a0": DAY, "a1": DAY}])
def test_nothing_moves_on_where_no_account_is_the_later_one(days: dict[str, date]) -> None:
    found, matches = matched("The rebels took the bridge.", "The army held the bridge.")
    judged = [replace(match, judgement=Judgement(-3.0, -3.0, 3.0)) for match in matches]
    with using(JUDGING):
        assert oppositions.oppositions(found, judged, days) == []


def test_claims_that_are_hardly_of_one_thing_do_not_stand_against_each_other() -> None:
    found, matches = matched("The rebels took the bridge.", "The army held the bridge.", probability=0.1)
    judged = [replace(match, judgement=Judgement(-3.0, 9.0, -3.0)) for match in matches]
    with using(JUDGING):
        assert oppositions.oppositions(found, judged, {}) == []


def test_the_features_of_an_opposition_are_what_they_are_called() -> None:
    found, matches = matched(
        "Officials denied that 12 men were killed on 3 May 2025.", "On 5 May 2025 the blast killed 15 men."
    )
    rows = oppositions.features(found, matches, {"a0": date(2025, 5, 6), "a1": date(2025, 5, 7)})
    row = dict(zip(oppositions.NAMES, rows[0], strict=True))
    assert (row["figures_differ"], row["figures_same"], row["days_differ"]) == (1, 0, 1)
    assert (row["denied_in_one"], row["negated_in_one"]) == (1, 0)
    assert (row["agree"], row["conflict"], row["update"]) == (-4, -4, -4)
    assert row["longer"] > row["shorter"] > 0
