"""A small date reader for the tests of reading: full days only, so that they do not hinge on extraction."""

import re
from collections.abc import Sequence
from datetime import date

from verify.datamodels import DateMention, Granularity
from verify.script import fold

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan janvier enero يناير كانون",
            "february feb février febrero فبراير شباط",
            "march mar mars marzo مارس آذار",
            "april apr avril abril أبريل نيسان",
            "may mai mayo مايو أيار",
            "june jun juin junio يونيو حزيران",
            "july jul juillet julio يوليو تموز",
            "august aug août agosto أغسطس آب",
            "september sept septembre سبتمبر أيلول",
            "october oct octobre أكتوبر تشرين",
            "november nov novembre نوفمبر kasım",
            "december dec décembre ديسمبر دجنبر",
        ],
        start=1,
    )
    for name in names.split()
}
FOLDED = {fold(name).text: number for name, number in MONTHS.items()}
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,? ?([^\W\d_]+)[,،]? ?(\d{4})")
MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? (\d{1,2}), (\d{4})")


def find_dates(text: str, language: str) -> Sequence[DateMention]:
    assert language
    folded = fold(text)
    found: list[DateMention] = []
    for pattern in (ISO, DAY_FIRST, NAMED, MONTH_FIRST):
        for match in pattern.finditer(folded.text):
            day = to_day(pattern, match)
            start, end = folded.start(match.start()), folded.end(match.end())
            if day is not None and not any(m.start_char < end and start < m.end_char for m in found):
                found.append(DateMention(start, end, text[start:end], day, day, Granularity.DAY))
    return sorted(found, key=lambda mention: mention.start_char)


def to_day(pattern: re.Pattern[str], match: re.Match[str]) -> date | None:
    one, two, three = match.groups()
    try:
        if pattern is ISO:
            return date(int(one), int(two), int(three))
        if pattern is DAY_FIRST:
            return date(int(three), int(two), int(one))
        name, day = (two, one) if pattern is NAMED else (one, two)
        return date(int(three), FOLDED[name], int(day)) if name in FOLDED else None
    except ValueError:
        return None
