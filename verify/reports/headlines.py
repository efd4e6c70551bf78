"""The one line that stands over a finding."""

from __future__ import annotations

from datetime import date

from verify.datamodels import Evidence, Finding, Kind, Relation
from verify.reports import wording
from verify.reports.excerpts import shortened
from verify.reports.places import Places

NAMES_SOURCES = frozenset({Kind.QUANTITY, Kind.DATE})
"""Kinds whose headline is made here, with who gives each value: their values read better with separators, hedges and
names of months than as the plain values of the data. The others have the summary that comparison wrote."""
LONGEST_SOURCE = 60
"""Characters of a source's name: a newspaper's is 20 or 30, and what is longer is a sentence by mistake."""


def as_of(places: Places, evidence: Evidence) -> date | None:
    """Return the day that a piece of evidence speaks of: its own, else its article's day of publication."""
    return evidence.as_of or places.articles[evidence.article].published_day


def in_reading_order(places: Places, finding: Finding) -> list[Evidence]:
    """Return the evidence as it was given, and for an update by day, undated last."""
    if finding.relation is not Relation.UPDATE:
        return list(finding.evidence)
    return sorted(finding.evidence, key=lambda each: as_of(places, each) or date.max)


def headline(places: Places, finding: Finding) -> str:
    """Return what is compared, each value and who gives it, on one line."""
    if finding.kind not in NAMES_SOURCES:
        return finding.summary
    said: dict[str, list[str]] = {}
    for each in in_reading_order(places, finding):
        sources = said.setdefault(wording.evidence_value(finding.kind, each), [])
        source = shortened(places.source(each.article), LONGEST_SOURCE)
        if source not in sources:
            sources.append(source)
    return wording.headline(finding, list(said.items()))
