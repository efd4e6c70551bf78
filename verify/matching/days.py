"""Two accounts of one thing that give it two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from verify.datamodels import Claim, Contrast, DateMention, Granularity, Kind, Match, Span
from verify.matching.material import Material
from verify.values import Standing, compare_dates

LEAST_MATCH = 0.5
"""Probability of the same claim from which its day is the day of one thing."""

PROBABILITY = 0.6
"""Share of such pairs that the gold events call conflicts; a rule has no probability of its own."""

REASON = "two claims that say the same give it different days"


def other_days(material: Material, matches: Sequence[Match], published: Mapping[str, date | None]) -> list[Contrast]:
    """Return the pairs of claims that say the same and give different days.

    Only where each claim has one date, to the day, that is not its article's day of publication: the date of an event
    is not any date in its sentence, and "today" and "on Tuesday" in a report of Tuesday date the report. On the gold
    events a third of all differing days in matched claims conflict, of these two thirds.

    Args:
        material: the run's claims.
        matches: decided pairs of claims.
        published: day of publication by article id.
    """
    claims = material.texts.claims
    found: list[Contrast] = []
    for match in matches:
        if match.probability < LEAST_MATCH:
            continue
        own, other = claims[match.left], claims[match.right]
        one, two = _only_day(own, published), _only_day(other, published)
        if one and two and compare_dates(one, two) is Standing.DIFFERENT:
            found.append(
                Contrast(
                    kind=Kind.DATE,
                    left=match.left,
                    right=match.right,
                    left_span=Span(one.start_char, one.end_char),
                    right_span=Span(two.start_char, two.end_char),
                    left_value=f"{one.start}",
                    right_value=f"{two.start}",
                    probability=PROBABILITY,
                    reason=REASON,
                )
            )
    return found


def _only_day(claim: Claim, published: Mapping[str, date | None]) -> DateMention | None:
    if len(claim.dates) != 1:
        return None
    day = claim.dates[0]
    is_report = day.start == published.get(claim.sentence.article)
    return day if day.granularity is Granularity.DAY and day.start and not is_report else None
