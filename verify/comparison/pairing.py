"""Two articles claim by claim: which claim of one stands for which of the other."""

from __future__ import annotations

from collections.abc import Sequence

from verify.comparison.evidence import Run
from verify.datamodels import DiffRow, DiffStatus, Evidence, Finding, Match, Relation
from verify.settings import SAME_CLAIM

Pair = tuple[int, int]


def rows(run: Run, matches: Sequence[Match], findings: Sequence[Finding], left: set[str]) -> tuple[DiffRow, ...]:
    """Return the rows of a diff in reading order of the left side, with the right side's own claims at their place.

    Claims are paired one to one: first those that a conflict or an update connects, then those that say the same
    with `SAME_CLAIM` or more, most probable first.

    Args:
        run: the claims of both sides.
        matches: decided pairs of claims.
        findings: all findings of the comparison.
        left: ids of the left side's articles.
    """
    moved = _moved(run, findings, left)
    partner: dict[int, int] = {}
    for one, other in [*moved, *_same(run, matches, left)]:
        if one not in partner and other not in partner:
            partner[one], partner[other] = other, one
    sides = [claim for claim, own in enumerate(run.claims) if not own.sentence.is_heading or claim in partner]
    lefts = [claim for claim in sides if run.claims[claim].sentence.article in left]
    rights = [claim for claim in sides if run.claims[claim].sentence.article not in left]
    result: list[DiffRow] = []
    waiting = list(rights)
    for claim in lefts:
        if claim not in partner:
            result.append(DiffRow(DiffStatus.ONLY_LEFT, claim, None))
            continue
        other = partner[claim]
        while waiting and waiting[0] < other:
            result += _alone(waiting.pop(0), partner)
        waiting = [claim_ for claim_ in waiting if claim_ != other]
        ids = tuple(moved.get((claim, other), ()))
        result.append(DiffRow(DiffStatus.CHANGED if ids else DiffStatus.SAME, claim, other, ids))
    for claim in waiting:
        result += _alone(claim, partner)
    return tuple(result)


def _alone(claim: int, partner: dict[int, int]) -> list[DiffRow]:
    """Return a row for a claim of the right side only; one with a partner is shown beside it."""
    return [] if claim in partner else [DiffRow(DiffStatus.ONLY_RIGHT, None, claim)]


def _moved(run: Run, findings: Sequence[Finding], left: set[str]) -> dict[Pair, list[str]]:
    places = {
        (claim.sentence.article, claim.sentence.start_char, claim.sentence.end_char): number
        for number, claim in enumerate(run.claims)
    }

    def claim_of(item: Evidence) -> int:
        return places[item.article, item.sentence.start_char, item.sentence.end_char]

    result: dict[Pair, list[str]] = {}
    for finding in findings:
        if finding.relation in {Relation.CONFLICT, Relation.UPDATE}:
            ones = sorted({claim_of(item) for item in finding.evidence if item.article in left})
            others = sorted({claim_of(item) for item in finding.evidence if item.article not in left})
            for one in ones:
                for other in others:
                    result.setdefault((one, other), []).append(finding.id)
    return result


def _same(run: Run, matches: Sequence[Match], left: set[str]) -> list[Pair]:
    close = [match for match in matches if match.probability >= SAME_CLAIM]
    close.sort(key=lambda match: (-match.probability, match.left, match.right))
    result = []
    for match in close:
        in_left = run.claims[match.left].sentence.article in left
        if in_left != (run.claims[match.right].sentence.article in left):
            result.append((match.left, match.right) if in_left else (match.right, match.left))
    return result
