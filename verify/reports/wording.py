"""Every English word that a report says, in one place: counts, numbers, dates, relations, verdicts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from verify.datamodels import (
    UNKNOWN_LANGUAGE,
    Attribution,
    Comparison,
    DateMention,
    DiffStatus,
    Entity,
    Evidence,
    Fact,
    Finding,
    Granularity,
    Hedge,
    Kind,
    Polarity,
    Quantity,
    Relation,
    Verdict,
)

REPORT_TITLE = "Cross-source consistency report"
NOTHING_TO_COMPARE = "Only one article could be read: there is nothing to compare it with."
METHOD = (
    "Closeness of meaning only proposes which claims to compare; what was read in them (numbers with their hedges, "
    "dates, names, roles, places, who says it, denials) decides. Where that is not enough, nothing is said. Articles "
    "that carry one text are one origin. The confidence is calibrated, from 0 to 1. Every quotation is verbatim. "
    "Findings are suggestions to check, not verdicts."
)
UNKNOWN = "not known"
NOBODY = "—"
MAX_NAMED = 3
"""Sources named for one value of a headline: with four it runs over two lines, and the table below has them all."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_VAGUE_WORDS = {20.0: "dozens", 200.0: "hundreds", 2000.0: "thousands", 20_000.0: "tens of thousands"}
"""The lower ends that DESIGN.md gives the vague counts, and the next one up."""
_HEDGES = {
    Hedge.ABOUT: "about {}",
    Hedge.AT_LEAST: "at least {}",
    Hedge.MORE_THAN: "more than {}",
    Hedge.AT_MOST: "at most {}",
    Hedge.LESS_THAN: "fewer than {}",
}
_UNIT_SIGNS = {"percent": "%", "usd": "US$", "eur": "€", "gbp": "£"}
_LARGEST_EXACT = 1e15
"""Above this a float no longer holds every whole number, so digits after it would be invented."""
_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,9})?(?:e\+[0-9]{1,3})?"
_PLAIN_NUMBER = re.compile(f"-?{_NUMBER}")
_NUMBER_RANGE = re.compile(f"({_NUMBER}) ?(?:\\.\\.|[-–—]) ?({_NUMBER})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_INTERVAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/|\.\.| to )([0-9]{4}-[0-9]{2}-[0-9]{2})")

RELATION_HEADINGS = {
    Relation.CONFLICT: "Conflicts",
    Relation.UPDATE: "What changed over time",
    Relation.AGREE: "Agreements",
    Relation.COMPATIBLE: "Looks like a conflict, but is not",
}
_RELATION_COUNTS = {
    Relation.CONFLICT: ("conflict", "conflicts"),
    Relation.UPDATE: ("update", "updates"),
    Relation.AGREE: ("agreement", "agreements"),
    Relation.COMPATIBLE: ("only apparent conflict", "only apparent conflicts"),
}
KIND_WORDS = {
    Kind.QUANTITY: "number",
    Kind.DATE: "date",
    Kind.NAME: "name",
    Kind.ROLE: "role",
    Kind.PLACE: "place",
    Kind.POLARITY: "said and denied",
    Kind.STATEMENT: "statement",
}
VERDICT_WORDS = {
    Verdict.SUPPORTED: "supported",
    Verdict.REFUTED: "refuted",
    Verdict.NOT_ENOUGH_INFO: "not enough information",
}
DIFF_WORDS = {
    DiffStatus.SAME: "the same",
    DiffStatus.CHANGED: "changed",
    DiffStatus.ONLY_LEFT: "only in A",
    DiffStatus.ONLY_RIGHT: "only in B",
}
_GRANULARITY_WORDS = {Granularity.PART_OF_MONTH: "part of a month", Granularity.PART_OF_YEAR: "part of a year"}
_SAYING_WORDS = {"according_to": "according to"}


def plural(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 conflict`, `3 conflicts`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join(parts: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def count_of(relation: Relation, count: int) -> str:
    """Return how many findings have this relation, in words."""
    return plural(count, *_RELATION_COUNTS[relation])


def sentence(text: str) -> str:
    """Return a reason as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', '؟', '…')) else '.'}" if text else ""


def score(value: float) -> str:
    """Return a confidence to two digits: finer ones differ between processors."""
    return f"{value:.2f}"


def number(value: float) -> str:
    """Return a number with thousands separators and no more decimals than it has (six at most)."""
    if abs(value) >= _LARGEST_EXACT:
        return f"{value:.3g}"
    whole = round(value)
    if abs(value - whole) < 5e-7:
        return f"{whole:,}"
    return f"{value:,.6f}".rstrip("0")


def interval(low: float | None, high: float | None, hedge: Hedge) -> str:
    """Return an interval as an editor would write it: `at least 140`, `20–99 (dozens)`."""
    if low is None and high is None:
        return "an unknown number"
    if low is None or high is None:
        end = number(low if low is not None else high or 0.0)
        fallback = Hedge.AT_LEAST if high is None else Hedge.AT_MOST
        return _HEDGES.get(hedge, _HEDGES[fallback]).format(end)
    if low == high:
        return _HEDGES.get(hedge, "{}").format(number(low))
    if hedge is Hedge.ABOUT:
        return f"about {number(low)}–{number(high)}"
    words = f"{number(low)}–{number(high)}"
    return f"{words} ({_VAGUE_WORDS.get(low, 'a vague count')})" if hedge is Hedge.VAGUE else words


def with_unit(words: str, unit: str) -> str:
    """Return a number's words with its unit, as the sign that readers know where there is one."""
    return f"{words} {_UNIT_SIGNS.get(unit, unit)}" if unit else words


def quantity(fact: Quantity) -> str:
    """Return what was read of a number: its interval and its unit."""
    return with_unit(interval(fact.low, fact.high, fact.hedge), fact.unit)


def day(value: date) -> str:
    """Return a day, with the time where there is one: `21 December 2025`, `20 December 2025, 14:30 UTC+03:00`."""
    words = f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    if not isinstance(value, datetime):
        return words
    zone = value.tzname() if value.tzinfo is not None else ""
    return f"{words}, {value:%H:%M}" + (f" {zone}" if zone else "")


def days(start: date | None, end: date | None) -> str:
    """Return an inclusive interval of days: a day, a whole month, a whole year, or its two ends."""
    if start is None or end is None:
        return "relative to an unknown day"
    if start == end:
        return day(start)
    if start.year == end.year and start.day == 1 and end == _month_end(end):
        if start.month == end.month:
            return f"{_MONTHS[start.month - 1]} {start.year}"
        if (start.month, end.month) == (1, 12):
            return f"{start.year}"
    return f"{day(start)} – {day(end)}"


def _month_end(value: date) -> date:
    following = date(value.year + value.month // 12, value.month % 12 + 1, 1) if value < date(9999, 12, 1) else date.max
    return value if following == date.max else date.fromordinal(following.toordinal() - 1)


def evidence_value(kind: Kind, evidence: Evidence) -> str:
    """Return the value of a piece of evidence for a reader.

    Comparison keeps values plain (`20000`, `2025-12-20`, `20-99`); here numbers get separators and their hedge, and
    dates their month's name. A value that is already words is left alone.
    """
    value = evidence.value.strip()
    if kind is Kind.DATE:
        return _date_value(value)
    if kind is not Kind.QUANTITY:
        return value
    return with_unit(_number_value(value, evidence.hedge), evidence.unit)


def _number_value(value: str, hedge_word: str) -> str:
    hedge = Hedge(hedge_word) if hedge_word in {*Hedge} else Hedge.EXACT
    if _PLAIN_NUMBER.fullmatch(value):
        return _HEDGES.get(hedge, "{}").format(number(float(value)))
    between = _NUMBER_RANGE.fullmatch(value)
    if between is not None:
        return interval(float(between[1]), float(between[2]), hedge)
    return value


def _date_value(value: str) -> str:
    between = _ISO_INTERVAL.fullmatch(value)
    try:
        if between is not None:
            return days(date.fromisoformat(between[1]), date.fromisoformat(between[2]))
        if _ISO_DAY.fullmatch(value) is not None:
            return day(date.fromisoformat(value))
    except ValueError:  # digits in the form of a day that is none, such as 2025-02-30
        return value
    return value


def fact_type(fact: Fact) -> str:
    """Return the name of a fact's type, as in the JSON contract."""
    names = {Quantity: "quantity", DateMention: "date", Entity: "entity", Attribution: "attribution"}
    return names.get(type(fact), "polarity")


def reading(fact: Fact) -> str:
    """Return in a few words what was read out of a fact's surface, in the words of the text where they are names."""
    match fact:
        case Quantity():
            scope = f"of: {fact.scope}" if fact.scope else ""
            parts = [quantity(fact), f"counted: {fact.counted}" if fact.counted else "", fact.category, scope]
        case DateMention():
            grain = _GRANULARITY_WORDS.get(fact.granularity, fact.granularity.value)
            parts = [days(fact.start, fact.end), grain, fact.hour, "relative" if fact.relative else ""]
        case Entity():
            role = f"role: {fact.role}" if fact.role else ""
            parts = [fact.kind.value, fact.name, role, fact.role_key if fact.role_key != fact.role else ""]
        case Attribution():
            parts = [_SAYING_WORDS.get(fact.verb, fact.verb), "anonymous" if fact.anonymous else ""]
        case Polarity():
            parts = [fact.kind.value]
    return " · ".join(part for part in parts if part)


@cache
def language(code: str) -> str:
    """Return a language's English name, the code itself where it has none."""
    if code in {"", UNKNOWN_LANGUAGE}:
        return UNKNOWN
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - 60 ms that only a report needs

    try:
        return Locale.parse(code.replace("-", "_")).get_language_name("en") or code
    except (UnknownLocaleError, ValueError, TypeError):
        return code


def overview(comparison: Comparison) -> str:
    """Return the one line that a reader with ten seconds gets."""
    counts = dict.fromkeys(Relation, 0)
    for finding in comparison.findings:
        counts[finding.relation] += 1
    over = across(len(comparison.articles), len({*comparison.origins.values()}))
    if len(comparison.articles) < 2:
        return NOTHING_TO_COMPARE
    lead = [count_of(Relation.CONFLICT, counts[Relation.CONFLICT])] if counts[Relation.CONFLICT] else []
    rest = [count_of(each, counts[each]) for each in (Relation.UPDATE, Relation.AGREE) if counts[each]]
    if lead:
        return f"{join(lead + rest)} across {over}."
    return (
        f"No conflict found; {join(rest)} across {over}."
        if rest
        else f"No conflict and no agreement found across {over}."
    )


def across(articles: int, origins: int) -> str:
    """Return how many articles of how many independent origins."""
    if articles == origins:
        return f"{plural(articles, 'article')}, each of its own origin" if articles > 1 else plural(articles, "article")
    return f"{plural(articles, 'article')} of {plural(origins, 'independent origin')}"


def headline(finding: Finding, said: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return one line that names what is compared, each value and who gives it.

    Args:
        finding: what is compared.
        said: each different value with its sources, in the order in which they are to be read.
    """
    joint = {Relation.CONFLICT: " against ", Relation.UPDATE: ", then "}.get(finding.relation, ", ")
    values = joint.join(f"{value} ({_some(sources)})" for value, sources in said)
    slot = finding.slot or KIND_WORDS[finding.kind]
    return f"{slot[:1].upper()}{slot[1:]}: {values}"


def _some(names: Sequence[str]) -> str:
    if len(names) <= MAX_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[: MAX_NAMED - 1])} and {len(names) - MAX_NAMED + 1} more"


def why(finding: Finding) -> str:
    """Return the lead of the line that gives a finding's reason."""
    leads = {
        Relation.CONFLICT: "Why this is a conflict",
        Relation.UPDATE: "Why this is an update",
        Relation.COMPATIBLE: "Why this is no conflict",
        Relation.AGREE: "Why this is an agreement",
    }
    return leads[finding.relation]


def origins(count: int) -> str:
    """Return by how many independent origins something is carried."""
    return plural(count, "independent origin")


def diff_overview(counts: dict[DiffStatus, int], conflicts: int, updates: int) -> str:
    """Return the line on top of a diff."""
    inside = [
        plural(count, one, many)
        for count, one, many in ((conflicts, "conflict", "conflicts"), (updates, "update", "updates"))
        if count
    ]
    changed = f"{counts[DiffStatus.CHANGED]:,} changed" + (f" ({join(inside)})" if inside else "")
    rest = [f"{counts[status]:,} {DIFF_WORDS[status]}" for status in DiffStatus if status is not DiffStatus.CHANGED]
    return ", ".join([changed, *rest])
