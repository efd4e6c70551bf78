"""Articles are told apart by their days, and those without a day by the names in them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from verify.matching.stories import GAP_DAYS, Told, stories

DAY = date(2025, 12, 18)


def told(day: date | None, *names: str, path: str = "") -> Told:
    return Told(path or f"{day} {names}", day, frozenset(names))


def test_a_call_of_2017_and_a_dialogue_of_2025_are_two_stories() -> None:
    assert stories([told(DAY, "qatar"), told(date(2017, 5, 31), "qatar"), told(DAY, "qatar")]) == [1, 0, 1]


def test_articles_within_the_gap_are_one_story() -> None:
    assert stories([told(DAY), told(DAY + timedelta(GAP_DAYS))]) == [0, 0]
    assert stories([told(DAY), told(DAY + timedelta(GAP_DAYS + 1))]) == [0, 1]


def test_a_chain_of_days_is_one_story() -> None:
    assert stories([told(DAY + timedelta(20 * step)) for step in range(6)]) == [0] * 6


def test_an_article_without_a_day_joins_the_story_whose_names_it_shares() -> None:
    articles = [
        told(date(2017, 5, 31), "tillerson", "qatar"),
        told(DAY, "rubio", "qatar"),
        told(None, "tillerson", "qatar"),
        told(None, "rubio", "qatar"),
    ]
    assert stories(articles) == [0, 1, 0, 1]


def test_a_name_that_all_articles_hold_tells_nothing() -> None:
    articles = [
        told(date(2017, 5, 31), "qatar", "doha"),
        told(DAY, "qatar", "washington"),
        told(None, "qatar", "washington"),
    ]
    assert stories(articles)[2] == 1


def test_a_second_story_of_a_file_is_of_the_time_of_its_page() -> None:
    articles = [
        told(date(2024, 12, 10), "almarsa", path="002.txt"),
        told(None, "austin", "qatar", path="002.txt"),
        told(DAY, "austin", "qatar"),
    ]
    assert stories(articles) == [0, 0, 1]


def test_without_days_all_is_one_story() -> None:
    assert stories([told(None, "a"), told(None, "b")]) == [0, 0]
    assert stories([]) == []


DAYS = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2003, 1, 1)))
ARTICLES = st.lists(st.tuples(DAYS, st.frozensets(st.sampled_from("abcd"))), max_size=12)


@given(ARTICLES)
def test_numbers_are_in_order_of_time_and_hold_the_gap(articles: list[tuple[date | None, frozenset[str]]]) -> None:
    every = [Told(str(place), day, names) for place, (day, names) in enumerate(articles)]
    numbers = stories(every)
    assert len(numbers) == len(every)
    dated = sorted((own.day, number) for own, number in zip(every, numbers, strict=True) if own.day)
    for (before, one), (after, other) in pairwise(dated):
        assert other - one == ((after - before).days > GAP_DAYS)
    assert set(numbers) <= {number for _, number in dated} | {0}
