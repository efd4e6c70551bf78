"""Reading the sample articles: every slogan, link and author line of theirs is marked and no paragraph is."""

from datetime import date
from pathlib import Path

import pytest
from test_reading_fakes import find_dates

from verify.datamodels import Article, BlockKind
from verify.reading import read_paths

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLES = read_paths([SEEDS], find_dates=find_dates).articles


def seed(number: str) -> list[Article]:
    return [
        article for article in ARTICLES if Path(article.path).name.startswith(f"{number}_") and "qatar" in article.path
    ]


def reasons(article: Article) -> list[str]:
    return [block.reason for block in article.blocks if block.kind is BlockKind.BOILERPLATE]


def test_all_are_read() -> None:
    assert len({article.path for article in ARTICLES}) == 17
    assert len(ARTICLES) == 18


@pytest.mark.parametrize(
    ("number", "days"),
    [
        ("000", [date(2025, 12, 21)]),
        ("001", [date(2025, 12, 20)]),
        ("002", [date(2024, 12, 10), None]),
        ("003", [date(2017, 5, 31)]),
        ("004", [None]),
    ],
)
def test_days_of_publication(number: str, days: list[date | None]) -> None:
    assert [article.published for article in seed(number)] == days


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", [["repeated_title", "repeated_title", "author", "share", "read_also", "rule"]]),
        ("001", [["advertisement"]]),
        ("002", [["credit", "disclaimer", "author", "source_credit", "read_also"], ["read_also"]]),
        ("003", [["breadcrumb", "credit"]]),
        ("004", [["slogan"] * 7 + ["source_pointer"]]),
    ],
)
def test_boilerplate(number: str, expected: list[list[str]]) -> None:
    assert [reasons(article) for article in seed(number)] == expected


def test_the_two_dates_are_warned_of_and_the_second_story_has_its_own_outlet() -> None:
    first, second = seed("002")
    assert "2024-12-10" in first.warnings[0]
    assert "2024-12-09" in first.warnings[0]
    assert not second.warnings
    assert first.source != second.source
    assert all(not article.warnings for article in ARTICLES if article is not first)


def test_the_derna_articles_hold_nothing_but_sentences() -> None:
    derna = [article for article in ARTICLES if "derna" in article.path]
    assert len(derna) == 12
    assert not any(reasons(article) for article in derna)
