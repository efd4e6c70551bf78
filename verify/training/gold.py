"""The gold events as training material: each event read by Verify's own stages, with the slots its claims touch."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.datamodels import Article, Claim, Span
from verify.extraction.claims import extract
from verify.extraction.dates import find_dates
from verify.reading import read_paths
from verify.segmenting import segment

Tag = tuple[int, int]
"""A slot's number and a value's number within it."""


@dataclass(frozen=True)
class Event:
    """One gold event: its articles and claims as Verify reads them, its slots, and where their quotes stand."""

    name: str
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    slots: list[dict[str, Any]]
    quotes: dict[str, list[tuple[Span, Tag]]]

    def tags(self, article: str, span: Span) -> set[Tag]:
        """Return the slots and values whose quotes overlap a span of an article."""
        return {tag for quote, tag in self.quotes.get(article, ()) if quote.overlaps(span)}

    def kind(self, tag: Tag) -> str:
        """Return the kind of a tag's slot."""
        return str(self.slots[tag[0]]["kind"])


def load_events(folder: Path) -> list[Event]:
    """Read every event under `folder` (its `events` directory), in the order of their names."""
    return [_event(path) for path in sorted((folder / "events").iterdir()) if (path / "gold.json").is_file()]


def _event(path: Path) -> Event:
    articles = read_paths([path / "articles"], find_dates=find_dates).articles
    claims = [claim for article in articles for claim in extract(article, segment(article))]
    slots: list[dict[str, Any]] = json.loads((path / "gold.json").read_text("utf-8"))
    return Event(path.name, articles, tuple(claims), slots, _quotes(articles, slots))


def _quotes(articles: Sequence[Article], slots: list[dict[str, Any]]) -> dict[str, list[tuple[Span, Tag]]]:
    by_stem = {Path(article.path).stem: article for article in articles}
    quotes: dict[str, list[tuple[Span, Tag]]] = defaultdict(list)
    for slot_number, slot in enumerate(slots):
        for value_number, value in enumerate(slot["values"]):
            for stem, quote in value["quotes"].items():
                article = by_stem[stem]
                at = article.text.find(quote)
                while at >= 0:
                    quotes[article.id].append((Span(at, at + len(quote)), (slot_number, value_number)))
                    at = article.text.find(quote, at + 1)
    return quotes
