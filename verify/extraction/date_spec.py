"""What a text says of a date, before it is known which days are meant, and the days it comes down to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from verify.datamodels import Granularity
from verify.extraction import date_calendar as days
from verify.extraction.date_calendar import DAY, Interval
from verify.extraction.date_lexicon import GREGORIAN

PAST, FUTURE, UNKNOWN, NEAREST = -1, 1, 0, 2
FUTURE_WEIGHT = 3
"""Without any sign of tense a date is taken as past unless the next one is three times nearer: an article of
12 May that says "from 1 July" looks ahead, one of 12 May that says "in March" looks back."""
TENSE_WEIGHT = 12
"""After a verb in the past a date is taken as future only when that is twelve times nearer: "the hearing lasted six
hours and resumes on 12 May" of 27 April. News that means a day eleven months back says its year."""
MOST_WEEKDAYS = 5
"""A month has no sixth Monday."""
WEEKDAY_SLACK = 2
"""How many days "yesterday, Saturday" may be off: outlets write the weekday of the event and publish after midnight."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One date as stated; fields that the text leaves open are None.

    Attributes:
        first: index of the first atom of the mention.
        last: index of the last atom.
        calendar: the calendar of `month` and `year`.
        day: day of the month; `day_to` its last day in a range.
        month: number of the month.
        year: full year; `year_shift` the year relative to publication (last year is -1).
        modifier: last (-1), this (0), next (1), or one further, said of the month, weekday or unit.
        weekday: Monday is 0; `week_shift` the week it is said to lie in.
        nth: which of the month's weekdays, when an ordinal stands with the weekday.
        offset: days from publication.
        unit: `week`, `weekend`, `month`, `year` or `decade`, with `modifier`.
        count: units from publication, negative in the past, with `unit`.
        part: `early`, `mid`, `late`, `half1`, `quarter3`, …
        season: a season's name.
        decade: first year of a decade.
        numeric: the days of a date in numbers.
        hour: time of day.
        until: the end of a range, when this is its start.
    """

    first: int
    last: int
    calendar: str = GREGORIAN
    day: int | None = None
    day_to: int | None = None
    month: int | None = None
    year: int | None = None
    year_shift: int | None = None
    modifier: int | None = None
    weekday: int | None = None
    week_shift: int | None = None
    nth: int | None = None
    offset: int | None = None
    unit: str = ""
    count: int | None = None
    part: str = ""
    season: str = ""
    decade: int | None = None
    numeric: Interval | None = None
    hour: str = ""
    until: Spec | None = None

    @property
    def kind(self) -> str:
        """Name what the mention is: the field that carries it."""
        if self.month is not None:
            return "day" if self.day is not None or self.nth is not None else "month"
        for name in ("numeric", "season", "decade", "weekday", "offset"):
            if getattr(self, name) not in (None, ""):
                return name if name != "offset" else "relative"
        if self.count is not None:
            return "ago"
        if self.day is not None:
            return "day"
        return "year" if self.year is not None or self.year_shift is not None else "unit"

    @property
    def relative(self) -> bool:
        """Tell whether the day of publication is needed to know the days."""
        if self.until is not None and self.until.relative:
            return True
        return self.numeric is None and self.year is None and self.decade is None


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days of a mention; `span` is None when they cannot be known."""

    span: Interval | None
    granularity: Granularity


def resolve(spec: Spec, published: date | None, direction: Callable[[], int]) -> Resolved:
    """Return the days that a mention means.

    Args:
        spec: the mention.
        published: the day of publication, None when unknown.
        direction: tells `PAST`, `FUTURE` or `UNKNOWN`; asked only when the words of the mention do not say it.
    """
    granularity = _granularity(spec)
    if published is None and spec.relative:
        return Resolved(None, granularity)
    try:
        span = _range(spec, published, direction) if spec.until else _span(spec, published, direction)
    except OverflowError:
        span = None
    return Resolved(span, granularity)


def _granularity(spec: Spec) -> Granularity:
    if spec.until is not None or spec.day_to is not None:
        return Granularity.RANGE
    if (
        spec.day is not None
        or spec.nth is not None
        or spec.weekday is not None
        or spec.offset is not None
        or spec.numeric is not None
    ):
        return Granularity.DAY
    if spec.decade is not None or (spec.unit == "decade" and not spec.part):
        return Granularity.RANGE if spec.part else Granularity.DECADE
    if spec.month is not None or spec.unit == "month":
        return Granularity.PART_OF_MONTH if spec.part else Granularity.MONTH
    if spec.unit == "week":
        return Granularity.RANGE if spec.part else Granularity.WEEK
    if spec.unit == "weekend":
        return Granularity.RANGE
    return Granularity.PART_OF_YEAR if spec.part or spec.season else Granularity.YEAR


def _range(spec: Spec, published: date | None, direction: Callable[[], int]) -> Interval | None:
    assert spec.until is not None  # noqa: S101 - the caller looked
    end = _span(spec.until, published, direction)
    start = _span(replace(spec, until=None), published, direction)
    if start is None or end is None:
        return None
    if start.start > end.end and spec.weekday is not None and spec.month is None:
        weeks = ((start.start - end.end).days + 6) // 7
        start = Interval(start.start - 7 * weeks * DAY, start.end - 7 * weeks * DAY)
    elif spec.weekday is not None and spec.month is None and (end.end - start.start).days >= 7:
        weeks = (end.end - start.start).days // 7
        start = Interval(start.start + 7 * weeks * DAY, start.end + 7 * weeks * DAY)
    if start.start > end.end and spec.year is not None and spec.month is not None:
        start = _span(replace(spec, until=None, year=spec.year - 1), published, direction) or start
    return Interval(start.start, end.end) if start.start <= end.end else None


def _span(spec: Spec, published: date | None, direction: Callable[[], int]) -> Interval | None:  # noqa: PLR0911
    if spec.numeric is not None:
        return spec.numeric
    if spec.decade is not None:
        return _part_of_decade(spec.decade, spec.part)
    if spec.month is not None or spec.season:
        return _dated(spec, published, direction)
    if spec.year is not None:
        return _year(spec, spec.year)
    assert published is not None  # noqa: S101 - relative mentions come no further without it
    if spec.offset is not None:
        return _offset(spec, published)
    if spec.unit == "year" and spec.modifier is None and spec.part:
        near = days.nearby_years(published, spec.calendar)
        return choose([span for number in near if (span := _year(spec, number))], published, None, direction)
    if spec.weekday is not None:
        return _weekday(spec, published, direction)
    if spec.count is not None:
        return _ago(spec, published)
    if spec.year_shift is not None:
        return _year(spec, days.year_of(published, spec.calendar) + spec.year_shift)
    return _unit(spec, published)


def _year(spec: Spec, number: int) -> Interval | None:
    if spec.part:
        return days.part_of_year(number, spec.part, spec.calendar)
    return days.year(number, spec.calendar)


def _part_of_decade(first: int, part: str) -> Interval | None:
    begin, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part, (0, 9))
    start, last = days.year(first + begin), days.year(first + end)
    return Interval(start.start, last.end) if start and last else None


def _within(spec: Spec, number: int) -> Interval | None:
    """Return the days that a month or season with its day or part means in one year."""
    if spec.season:
        return days.season(number, spec.season)
    assert spec.month is not None  # noqa: S101 - the caller looked
    if spec.nth is not None and spec.weekday is not None:
        return _nth(spec, number)
    if spec.day is not None:
        first = days.make(number, spec.month, spec.day, spec.calendar)
        last = days.make(number, spec.month, spec.day_to, spec.calendar) if spec.day_to else first
        return Interval(first, last) if first and last else None
    span = days.month(number, spec.month, spec.calendar)
    return days.part_of_month(span, spec.part) if span and spec.part else span


def _nth(spec: Spec, number: int) -> Interval | None:
    """Return "the first Monday of November", or the first of November where that is a Monday or no such day is."""
    assert spec.month is not None and spec.nth is not None and spec.weekday is not None  # noqa: S101, PT018
    span = days.month(number, spec.month, spec.calendar)
    if span is None:
        return None
    if spec.day is not None:
        day = days.make(number, spec.month, spec.day, spec.calendar)
        if day is not None and (day.weekday() == spec.weekday or spec.nth > MOST_WEEKDAYS):
            return Interval(day, day)
    day = span.start + ((spec.weekday - span.start.weekday()) % 7 + 7 * (spec.nth - 1)) * DAY
    return Interval(day, day) if span.contains(day) else None


def _dated(spec: Spec, published: date | None, direction: Callable[[], int]) -> Interval | None:
    if spec.year is not None:
        return _within(spec, spec.year)
    assert published is not None  # noqa: S101 - relative mentions come no further without it
    if spec.year_shift is not None:
        return _within(spec, days.year_of(published, spec.calendar) + spec.year_shift)
    spans = [span for number in days.nearby_years(published, spec.calendar) if (span := _within(spec, number))]
    chosen = choose(spans, published, spec.modifier, direction)
    if chosen is None or spec.weekday is None or spec.modifier is not None or spec.day is None or spec.nth:
        return chosen
    if chosen.start.weekday() == spec.weekday:
        return chosen
    nearer = [
        s for s in spans if s.start.weekday() == spec.weekday and _distance(s, published) < _distance(chosen, published)
    ]
    return min(nearer, key=lambda span: _distance(span, published), default=chosen)


def _distance(span: Interval, day: date) -> int:
    if span.contains(day):
        return 0
    return min(abs((span.start - day).days), abs((span.end - day).days))


def choose(
    spans: list[Interval], published: date, modifier: int | None, direction: Callable[[], int]
) -> Interval | None:
    """Return the one of several recurrences that is meant.

    Args:
        spans: the same day, month or season of neighbouring years, in order.
        published: the day of publication.
        modifier: last, this or next, when the text says so.
        direction: asked when it does not.
    """
    before = [span for span in spans if span.end < published]
    after = [span for span in spans if span.start > published]
    if modifier is not None:
        if modifier < 0:
            return before[modifier] if len(before) >= -modifier else None
        if modifier > 0:
            return after[modifier - 1] if len(after) >= modifier else None
        return min(spans, key=lambda span: _distance(span, published), default=None)
    current = [span for span in spans if span.contains(published)]
    if current:
        return current[0]
    if not before or not after:
        return next(iter(after[:1] or before[-1:]), None)
    ahead, back = (after[0].start - published).days, (published - before[-1].end).days
    tense = direction()
    weight = {PAST: TENSE_WEIGHT, NEAREST: 1}.get(tense, FUTURE_WEIGHT)
    return after[0] if tense == FUTURE or ahead * weight < back else before[-1]


def _offset(spec: Spec, published: date) -> Interval:
    assert spec.offset is not None  # noqa: S101 - the caller looked
    day = published + spec.offset * DAY
    if spec.weekday is not None and day.weekday() != spec.weekday:
        near = sorted(range(-WEEKDAY_SLACK, WEEKDAY_SLACK + 1), key=abs)
        day = next((day + k * DAY for k in near if (day + k * DAY).weekday() == spec.weekday), day)
    return Interval(day, day)


def _weekday(spec: Spec, published: date, direction: Callable[[], int]) -> Interval:
    assert spec.weekday is not None  # noqa: S101 - the caller looked
    back = (published.weekday() - spec.weekday) % 7
    ahead = (spec.weekday - published.weekday()) % 7
    if spec.week_shift is not None:
        day = days.week(published, spec.week_shift).start + spec.weekday * DAY
    elif spec.modifier is not None and spec.modifier < 0:
        day = published - ((back or 7) + 7 * (-spec.modifier - 1)) * DAY
    elif spec.modifier is not None and spec.modifier > 0:
        day = published + ((ahead or 7) + 7 * (spec.modifier - 1)) * DAY
    else:
        tense = direction()
        looks_ahead = tense == FUTURE or (tense == NEAREST and ahead <= back)
        day = published + ahead * DAY if looks_ahead else published - back * DAY
    return Interval(day, day)


def _ago(spec: Spec, published: date) -> Interval | None:
    assert spec.count is not None  # noqa: S101 - the caller looked
    if spec.unit == "day":
        day = published + spec.count * DAY
        return Interval(day, day)
    if spec.unit == "week":
        return days.week(published, spec.count)
    if spec.unit == "month":
        return days.month(*days.add_months(published, spec.count))
    return days.year(days.year_of(published, spec.calendar) + spec.count, spec.calendar)


def _unit(spec: Spec, published: date) -> Interval | None:
    shift = spec.modifier or 0
    if spec.unit == "month":
        number, month = days.add_months(published, shift)
        return _within(replace(spec, unit="", month=month), number)
    if spec.unit == "year":
        return _year(spec, days.year_of(published, spec.calendar) + shift)
    if spec.unit == "decade":
        return _part_of_decade(published.year // 10 * 10 + 10 * shift, spec.part)
    span = days.week(published, shift)
    if spec.unit == "weekend":
        return Interval(span.start + 5 * DAY, span.end)
    first, last = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}.get(spec.part, (0, 6))
    return Interval(span.start + first * DAY, span.start + last * DAY)
