"""Agreements on an event that several articles name in passing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import Finding, Kind, Relation, Span

SCORE = 0.65
"""Share of these joins that were right on the gold events (11 of 17); a rule has no probability of its own."""


class Mention(Protocol):
    """An event at a place as one claim names it: `verify.matching.happenings.Happening`."""

    @property
    def claim(self) -> int:
        """Index of the claim."""

    @property
    def event(self) -> str:
        """Class of the event."""

    @property
    def name(self) -> str:
        """The place as written, folded."""

    @property
    def span(self) -> Span:
        """From the event to its place, in the article's text."""


def events(run: Run, told: Sequence[Sequence[Mention]]) -> list[Finding]:
    """Return one agreement an event that two articles or more name at one place."""
    return [_finding(run, mentions) for mentions in told]


def _finding(run: Run, mentions: Sequence[Mention]) -> Finding:
    items = [evidence(run, mention.claim, mention.span, mention.name) for mention in mentions]
    sources = ", ".join(dict.fromkeys(run.articles[item.article].source for item in items))
    return finding(
        Kind.PLACE,
        Relation.AGREE,
        score=SCORE,
        summary=f"{mentions[0].event} at {mentions[0].name}: {sources}",
        slot=f"place of the {mentions[0].event}",
        reason="the accounts name the same kind of event at the same place",
        evidence=items,
        run=run,
    )
