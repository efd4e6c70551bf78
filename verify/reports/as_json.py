"""The same content for programs: JSON by the contract in docs/commands.md, keys in a fixed order.

Text is given as it stands in the article, uncleaned: a program checks `text[start_char:end_char] == surface`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime

from verify import __version__
from verify.datamodels import (
    Article,
    Attribution,
    CheckResult,
    CheckRow,
    Claim,
    Comparison,
    DateMention,
    Diff,
    DiffRow,
    Entity,
    Evidence,
    Fact,
    Finding,
    Found,
    Polarity,
    Quantity,
    Sentence,
    Span,
    Unreadable,
)
from verify.reports import wording
from verify.reports.places import Places

SCHEMA_VERSION = 1

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_SURROGATE = re.compile("[\ud800-\udfff]")


def report(comparison: Comparison, *, now: datetime | None = None) -> str:
    """Write the report of one run; `now` is the time stamp on its one line, None leaves it out."""
    places = Places(comparison.articles)
    content: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        **({"generated": now.isoformat(timespec="seconds")} if now is not None else {}),
        "summary": wording.overview(comparison),
        "articles": [_article(each, comparison.origins.get(each.id)) for each in comparison.articles],
        "findings": [_finding(places, each) for each in comparison.findings],
        "clusters": [
            {
                "id": cluster.id,
                "status": cluster.status,
                "sentences": [_sentence(places, comparison.claims[index].sentence) for index in cluster.claims],
                "origins": cluster.origins,
            }
            for cluster in comparison.clusters
        ],
        "singles": [_sentence(places, comparison.claims[index].sentence) for index in comparison.singles],
        "not_compared": [
            {"reason": each.reason, "evidence": [_evidence(places, evidence) for evidence in each.evidence]}
            for each in comparison.not_compared
        ],
        "unreadable": _unreadable(comparison.unreadable),
        "model": {"name": comparison.model.name, "fingerprint": comparison.model.fingerprint},
        "settings": dict(sorted(comparison.settings.items())),
    }
    return dump(content)


def diff(result: Diff) -> str:
    """Write a diff of two articles; `findings` holds only those that connect its rows."""
    comparison = result.comparison
    places = Places(comparison.articles)
    used = {id_ for each in result.rows for id_ in each.findings}
    pair = {result.left, result.right}
    content: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "left": result.left,
        "right": result.right,
        "articles": [
            _article(each, comparison.origins.get(each.id)) for each in comparison.articles if each.id in pair
        ],
        "rows": [_diff_row(places, comparison, each) for each in result.rows],
        "findings": [_finding(places, each) for each in comparison.findings if each.id in used],
        "model": {"name": comparison.model.name, "fingerprint": comparison.model.fingerprint},
    }
    return dump(content)


def check(result: CheckResult) -> str:
    """Write the answer to a check."""
    places = Places(result.articles)
    origins = {id_: row.origin for row in result.rows for id_ in row.articles}
    content: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "claim": result.claim,
        "verdict": result.verdict.value,
        "reason": result.reason,
        "origins": [_check_row(places, each) for each in result.rows],
        "articles": [_article(each, origins.get(each.id)) for each in result.articles],
        "unreadable": _unreadable(result.unreadable),
    }
    return dump(content)


def facts(read: Iterable[tuple[Article, tuple[Claim, ...]]], unreadable: Iterable[Unreadable]) -> str:
    """Write what was read out of each article."""
    content: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "articles": [
            {**_article(article), "facts": [_fact(fact) for claim in claims for fact in claim.facts]}
            for article, claims in read
        ],
        "unreadable": _unreadable(unreadable),
    }
    return dump(content)


def dump(content: Json) -> str:
    """Return JSON text with real letters; lone surrogates of odd file names as escapes, so that it can be encoded."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _article(article: Article, origin: str | None = None) -> dict[str, Json]:
    return {
        "id": article.id,
        "path": article.path,
        "source": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        **({"origin": origin} if origin is not None else {}),
        "url": article.url,
        "start_char": article.start_char,
        "end_char": article.end_char,
        "warnings": list(article.warnings),
        "found": [
            {"name": each.name, "value": each.value, "where": each.where, **_span(each)} for each in article.found
        ],
    }


def _finding(places: Places, finding: Finding) -> dict[str, Json]:
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "relation": finding.relation.value,
        "score": float(wording.score(finding.score)),
        "summary": finding.summary,
        "slot": finding.slot,
        "reason": finding.reason,
        "origins": finding.origins,
        "evidence": [_evidence(places, each) for each in finding.evidence],
    }


def _evidence(places: Places, evidence: Evidence) -> dict[str, Json]:
    article = places.articles[evidence.article]
    sentence = evidence.sentence
    return {
        "article": evidence.article,
        "start_char": evidence.start_char,
        "end_char": evidence.end_char,
        "surface": evidence.surface,
        "line": places.line(evidence.article, evidence.start_char),
        "sentence": article.text[sentence.start_char : sentence.end_char],
        "sentence_start_char": sentence.start_char,
        "sentence_end_char": sentence.end_char,
        "value": evidence.value,
        "hedge": evidence.hedge,
        "unit": evidence.unit,
        "attribution": evidence.attribution,
        "as_of": _day(evidence.as_of),
    }


def _sentence(places: Places, sentence: Sentence) -> dict[str, Json]:
    return {
        "article": sentence.article,
        "start_char": sentence.start_char,
        "end_char": sentence.end_char,
        "line": places.line(sentence.article, sentence.start_char),
        "sentence": sentence.surface,
    }


def _diff_row(places: Places, comparison: Comparison, row: DiffRow) -> dict[str, Json]:
    sides = {"left": row.left, "right": row.right}
    return {
        "status": row.status.value,
        **{
            side: None if index is None else _sentence(places, comparison.claims[index].sentence)
            for side, index in sides.items()
        },
        "findings": list(row.findings),
    }


def _check_row(places: Places, row: CheckRow) -> dict[str, Json]:
    return {
        "origin": row.origin,
        "articles": list(row.articles),
        "verdict": row.verdict.value,
        "score": float(wording.score(row.score)),
        "reason": row.reason,
        "evidence": [_evidence(places, each) for each in row.evidence],
    }


def _unreadable(inputs: Iterable[Unreadable]) -> Json:
    return [{"path": each.path, "reason": each.reason} for each in inputs]


def _fact(fact: Fact) -> dict[str, Json]:
    head: dict[str, Json] = {"type": wording.fact_type(fact), **_span(fact), "surface": fact.surface}
    match fact:
        case Quantity():
            interval: dict[str, Json] = {"low": _plain(fact.low), "high": _plain(fact.high), "hedge": fact.hedge.value}
            counted: dict[str, Json] = {"counted": fact.counted, "unit": fact.unit}
            return head | interval | counted | {"category": fact.category, "scope": fact.scope}
        case DateMention():
            ends: dict[str, Json] = {"start": _day(fact.start), "end": _day(fact.end)}
            grain = fact.granularity.value
            return head | ends | {"granularity": grain, "relative": fact.relative, "hour": fact.hour}
        case Entity():
            names: dict[str, Json] = {"kind": fact.kind.value, "name": fact.name, "key": fact.key}
            return head | names | {"role": fact.role, "role_key": fact.role_key}
        case Attribution():
            return head | {"verb": fact.verb, "anonymous": fact.anonymous, "scope": dict(_span(fact.scope))}
        case Polarity():
            return head | {"kind": fact.kind.value, "scope": dict(_span(fact.scope))}


def _span(spanned: Span | Fact | Found) -> dict[str, Json]:
    return {"start_char": spanned.start_char, "end_char": spanned.end_char}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _plain(value: float | None) -> int | float | None:
    """Return a whole number as one: 2300000, not 2300000.0."""
    return int(value) if value is not None and value.is_integer() else value
