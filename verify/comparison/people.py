"""Who is who: the roles that the accounts give one person, and the names that they give one role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from verify.comparison.evidence import Run, evidence, finding
from verify.datamodels import Entity, EntityKind, FactRef, Finding, Kind, Match, Relation, Span
from verify.languages import COMMON, load
from verify.script import folded, is_right_to_left
from verify.settings import NAME_FROM

_FORMER = "former_"

ROLE_SCORE = 0.8
"""Share of the role conflicts that were right on the gold events; a rule has no probability of its own."""

NAME_SCORE = 0.7
"""The same for the names that two accounts give one role."""


@cache
def _data() -> Mapping[str, Any]:
    return load(COMMON, "offices")


def _parts(role_key: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ranks and the offices of a composed role, without what says too little."""
    parts = {part.removeprefix(_FORMER) for part in role_key.split("+") if part}
    ranks = frozenset(parts & {*_data()["ranks"]})
    return ranks, frozenset(parts - ranks - {*_data()["generic"]})


def exclude(one: str, other: str) -> bool:
    """Tell whether nobody holds both roles at once: two ranks, or two offices of which neither implies the other.

    Args:
        one: canonical role, parts joined by `+`.
        other: the same.
    """
    (ranks, offices), (other_ranks, other_offices) = _parts(one), _parts(other)
    if ranks and other_ranks and not ranks & other_ranks and not _is_graded(ranks | other_ranks):
        return True
    if not offices or not other_offices:
        return False
    return not any(_alike(a, b) for a in offices for b in other_offices)


def _is_graded(ranks: frozenset[str]) -> bool:
    """Tell whether "general" stands beside one of its grades."""
    generic = str(_data()["generic_rank"])
    return generic in ranks and bool(ranks & {*_data()["graded_general"]})


def _alike(one: str, other: str) -> bool:
    if one == other or one.startswith(f"{other}_of_") or other.startswith(f"{one}_of_"):
        return True
    return any({one, other} <= {*group["roles"]} for group in _data()["alike"])


def roles(run: Run, persons: Sequence[tuple[FactRef, ...]]) -> list[Finding]:
    """Return for each person and story one conflict where roles exclude each other and one agreement a shared role.

    A role that one account calls former is no conflict with the same role. Between stories a role may change: that is
    an update.
    """
    findings: list[Finding] = []
    for person in persons:
        mentions = [(ref, run.claims[ref.claim].entities[ref.index]) for ref in person]
        told = [(ref, entity) for ref, entity in mentions if entity.role_key]
        for story in sorted({run.story_of(ref.claim) for ref, _ in told}):
            findings += _within(run, [(ref, entity) for ref, entity in told if run.story_of(ref.claim) == story])
        findings += _since(run, told)
    return findings


Mentions = Sequence[tuple[FactRef, Entity]]


def _within(run: Run, told: Mentions) -> list[Finding]:
    """Return what the accounts of one story say of a person's roles."""
    findings: list[Finding] = []
    apart: set[FactRef] = set()
    for (ref, one), (other_ref, other) in combinations(told, 2):
        if _article(run, ref) != _article(run, other_ref) and exclude(one.role_key, other.role_key):
            apart |= {ref, other_ref}
    conflicting = [(ref, entity) for ref, entity in told if ref in apart]
    if conflicting:
        findings.append(_finding(run, Kind.ROLE, Relation.CONFLICT, conflicting, ROLE_SCORE))
    for key in sorted({entity.role_key for _, entity in told}):
        same = [(ref, entity) for ref, entity in told if entity.role_key == key]
        if len({_article(run, ref) for ref, _ in same}) > 1:
            findings.append(_finding(run, Kind.ROLE, Relation.AGREE, same, ROLE_SCORE))
    return findings


def _since(run: Run, told: Mentions) -> list[Finding]:
    """Return one update where a person's offices differ between dated stories, in the order of time."""
    dated = [(ref, entity) for ref, entity in told if run.article_of(ref.claim).published_day and _offices(entity)]
    dated.sort(key=lambda item: (str(run.article_of(item[0].claim).published_day), item[0].claim, item[0].index))
    changed = any(
        run.story_of(ref.claim) != run.story_of(other_ref.claim) and _offices(one) != _offices(other)
        for (ref, one), (other_ref, other) in combinations(dated, 2)
    )
    return [_finding(run, Kind.ROLE, Relation.UPDATE, dated, ROLE_SCORE)] if changed else []


def _offices(entity: Entity) -> frozenset[str]:
    return _parts(entity.role_key)[1]


def names(run: Run, matches: Sequence[Match], persons: Sequence[tuple[FactRef, ...]]) -> list[Finding]:
    """Return a conflict where two accounts of one thing give one role to two names that are half the same.

    Two names without a word in common may be two people (two foreign ministers at one table); Maria and Carlos
    Esquivel, both the incident commander of one sentence, are one person misnamed.
    """
    same = {(one, other) for person in persons for one, other in combinations(person, 2)}
    findings: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for match in matches:
        if match.probability < NAME_FROM:
            continue
        for one in _people(run, match.left):
            for other in _people(run, match.right):
                pair = [(ref, run.claims[ref.claim].entities[ref.index]) for ref in (one, other)]
                key = (pair[0][1].key, pair[1][1].key)
                if (one, other) not in same and key not in seen and _half_same(pair[0][1], pair[1][1]):
                    seen.add(key)
                    findings.append(_finding(run, Kind.NAME, Relation.CONFLICT, pair, NAME_SCORE))
    return findings


def _people(run: Run, claim: int) -> list[FactRef]:
    return [
        FactRef(claim, index)
        for index, entity in enumerate(run.claims[claim].entities)
        if entity.kind is EntityKind.PERSON and entity.role_key and len(entity.name.split()) > 1
    ]


def _half_same(one: Entity, other: Entity) -> bool:
    if one.role_key != other.role_key or is_right_to_left(one.name) != is_right_to_left(other.name):
        return False
    left, right = set(folded(one.name).split()), set(folded(other.name).split())
    return bool(left & right) and bool(left - right) and bool(right - left) and len(left) == len(right)


def _article(run: Run, ref: FactRef) -> str:
    return run.claims[ref.claim].sentence.article


_REASONS = {
    (Kind.ROLE, Relation.UPDATE): "the person's office is another in a later story",
    (Kind.ROLE, Relation.CONFLICT): "the accounts give one person roles that nobody holds at once",
    (Kind.ROLE, Relation.AGREE): "the accounts give one person the same role",
    (Kind.NAME, Relation.CONFLICT): "the accounts say the same of one office and name its holder differently",
}


def _finding(run: Run, kind: Kind, relation: Relation, mentions: Mentions, score: float) -> Finding:
    items = []
    taken: dict[tuple[str, str], int] = {}
    for ref, entity in mentions:
        value = entity.role if kind is Kind.ROLE else entity.name
        place = (_article(run, ref), entity.role_key if kind is Kind.ROLE else entity.key)
        taken[place] = taken.get(place, 0) + 1
        if taken[place] == 1:
            items.append(evidence(run, ref.claim, Span(entity.start_char, entity.end_char), value))
    said: dict[str, list[str]] = {}
    for item in items:
        said.setdefault(item.value, []).append(run.articles[item.article].source)
    subject = mentions[0][1].name if kind is Kind.ROLE else mentions[0][1].role
    joint = {Relation.CONFLICT: " against ", Relation.UPDATE: ", then "}.get(relation, ", ")
    parts = [f"{value} ({', '.join(dict.fromkeys(sources))})" for value, sources in said.items()]
    return finding(
        kind,
        relation,
        score=score,
        summary=f"{subject}: {joint.join(parts)}",
        slot=f"role of {subject}" if kind is Kind.ROLE else f"name of the {subject}",
        reason=_REASONS[kind, relation],
        evidence=items,
        run=run,
    )
