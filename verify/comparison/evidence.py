"""Evidence and finding ids: verbatim spans with who says it, and names that the same inputs always get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from verify.datamodels import Article, Claim, Evidence, Finding, Kind, Relation, Span

MOST_SPANS = 3
"""Pieces of evidence of one article in a finding: more and a reader no longer sees what is compared."""


@dataclass(frozen=True, slots=True)
class Run:
    """What every comparison needs at hand: the articles by id, the claims, each article's origin and its story."""

    articles: dict[str, Article]
    claims: tuple[Claim, ...]
    origins: dict[str, str]
    stories: dict[str, int]

    def article_of(self, claim: int) -> Article:
        """Return the article that makes the claim."""
        return self.articles[self.claims[claim].sentence.article]

    def story_of(self, claim: int) -> int:
        """Return the number of the story that the claim is told in."""
        return self.stories[self.claims[claim].sentence.article]

    def origin_of(self, claim: int) -> str:
        """Return the origin group of the article that makes the claim."""
        return self.origins[self.claims[claim].sentence.article]


def evidence(run: Run, claim: int, span: Span, value: str, hedge: str = "", unit: str = "") -> Evidence:
    """Return what an article says at `span` (offsets into its text), attributed to whoever the text says it of."""
    sentence = run.claims[claim].sentence
    article = run.articles[sentence.article]
    speakers = [
        attribution.surface
        for attribution in run.claims[claim].attributions
        if attribution.scope.overlaps(span) and not Span(attribution.start_char, attribution.end_char).overlaps(span)
    ]
    return Evidence(
        article=article.id,
        start_char=span.start_char,
        end_char=span.end_char,
        surface=article.text[span.start_char : span.end_char],
        sentence=Span(sentence.start_char, sentence.end_char),
        value=value,
        hedge=hedge,
        attribution=speakers[0] if speakers else "",
        as_of=article.published_day,
        unit=unit,
    )


def finding(  # noqa: PLR0913 - one argument a field of the result
    kind: Kind,
    relation: Relation,
    *,
    score: float,
    summary: str,
    slot: str,
    reason: str,
    evidence: Sequence[Evidence],
    run: Run,
) -> Finding:
    """Return a finding with its stable id and the number of independent origins behind it.

    Of each article the first `MOST_SPANS` pieces of evidence are kept.
    """
    evidence = _most(evidence)
    return Finding(
        id=_id(kind, relation, evidence),
        kind=kind,
        relation=relation,
        score=score,
        summary=summary,
        slot=slot,
        reason=reason,
        evidence=tuple(evidence),
        origins=len({run.origins[item.article] for item in evidence}),
    )


def _most(evidence: Sequence[Evidence]) -> list[Evidence]:
    kept: list[Evidence] = []
    for item in evidence:
        if sum(other.article == item.article for other in kept) < MOST_SPANS:
            kept.append(item)
    return kept


def _id(kind: Kind, relation: Relation, evidence: Sequence[Evidence]) -> str:
    """Hash what the finding is about: its kind and relation and the places of its evidence, in any order."""
    places = sorted(f"{item.article}:{item.start_char}:{item.end_char}" for item in evidence)
    return "f" + sha256("\n".join([kind, relation, *places]).encode()).hexdigest()[:10]
