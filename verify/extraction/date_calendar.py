"""Days, months and years as inclusive intervals of days, in the three calendars of the press."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from verify.extraction.date_lexicon import GREGORIAN, HIJRI, PERSIAN

DAY = timedelta(days=1)
PART_ENDS = {"early": 10, "mid": 20}
"""A month's early part is days 1 to 10, its middle 11 to 20, its late part 21 to the last."""
MONTHS_PER_THIRD = 4
"""A year's early part is January to April, its middle May to August, its late part September to December."""
FIRST_SEASON_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""Meteorological seasons of the northern hemisphere; a winter belongs to the year in which it begins."""
HIJRI_YEARS = range(1343, 1501)
"""The years that hijridate's table of the Umm al-Qura calendar covers."""
PERSIAN_YEARS = range(1280, 1480)
PERSIAN_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
NOWRUZ, NOWRUZ_YEAR = date(2021, 3, 21), 1400
NEAR_DAYS = 31
"""News speaks of days within a month: closer than that, the day of publication settles an ambiguous order."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def contains(self, day: date) -> bool:
        """Tell whether a day lies inside."""
        return self.start <= day <= self.end


def make(year: int, month: int, day: int, system: str) -> date | None:
    """Return a day of a calendar as a Gregorian day, None when there is no such day or no table for it."""
    try:
        if system == GREGORIAN:
            return date(year, month, day)
        if system == HIJRI:
            return _from_hijri(year, month, day)
        return _from_persian(year, month, day)
    except (ValueError, OverflowError):
        return None


def _from_hijri(year: int, month: int, day: int) -> date | None:
    if year not in HIJRI_YEARS:
        return None
    from hijridate import Hijri  # noqa: PLC0415 - needed by few texts, and its tables take time to load

    converted = Hijri(year, month, day).to_gregorian()
    return date(converted.year, converted.month, converted.day)


def _from_persian(year: int, month: int, day: int) -> date | None:
    if year not in PERSIAN_YEARS:
        return None
    months_before = month - 1
    offset = months_before * 30 + min(months_before, 6) + day - 1
    found = _nowruz(year) + offset * DAY
    longest = 31 if month <= 6 else 30  # the first six months have 31 days, the last ends with the year
    return found if day <= longest and found < _nowruz(year + 1) else None


@cache
def _nowruz(year: int) -> date:
    """Return the first day of a Persian year.

    Eight leap years in 33 (the years whose remainder is in `PERSIAN_LEAPS`), counted from 21 March 2021, the first day
    of 1400. The tests hold this against convertdate's astronomical calendar, which takes milliseconds a year.
    """
    step = 1 if year >= NOWRUZ_YEAR else -1
    span = range(NOWRUZ_YEAR, year) if step > 0 else range(year, NOWRUZ_YEAR)
    return NOWRUZ + step * sum(366 if number % 33 in PERSIAN_LEAPS else 365 for number in span) * DAY


def year_of(day: date, system: str) -> int:
    """Return the year of a calendar in which a Gregorian day lies (Hijri: within the tables, clipped)."""
    if system == GREGORIAN:
        return day.year
    if system == PERSIAN:
        return day.year - 621 if (day.month, day.day) >= (3, 21) else day.year - 622
    estimate = round((day.year - 622 + (day.timetuple().tm_yday / 365.25)) * 33 / 32)
    return min(max(estimate, HIJRI_YEARS[0]), HIJRI_YEARS[-1])


def month(year: int, number: int, system: str = GREGORIAN) -> Interval | None:
    """Return the days of a month."""
    start = make(year, number, 1, system)
    after = make(year + number // 12, number % 12 + 1, 1, system)
    return Interval(start, after - DAY) if start and after else None


def year(number: int, system: str = GREGORIAN) -> Interval | None:
    """Return the days of a year."""
    start, after = make(number, 1, 1, system), make(number + 1, 1, 1, system)
    return Interval(start, after - DAY) if start and after else None


def part_of_month(span: Interval, part: str) -> Interval:
    """Return the early, middle or late part, or a half, of a month (see `PART_ENDS`)."""
    first = span.start
    if part == "early":
        return Interval(first, first + (PART_ENDS["early"] - 1) * DAY)
    if part == "mid":
        return Interval(first + PART_ENDS["early"] * DAY, first + (PART_ENDS["mid"] - 1) * DAY)
    if part == "late":
        return Interval(first + PART_ENDS["mid"] * DAY, span.end)
    middle = first + 14 * DAY
    return Interval(first, middle) if part == "half1" else Interval(middle + DAY, span.end)


def part_of_year(number: int, part: str, system: str = GREGORIAN) -> Interval | None:
    """Return the early, middle or late third of a year, or one of its halves (`half1`) or quarters (`quarter3`)."""
    if part in ("early", "mid", "late"):
        size, index = MONTHS_PER_THIRD, ("early", "mid", "late").index(part)
    else:
        size, index = (6, int(part[-1]) - 1) if part.startswith("half") else (3, int(part[-1]) - 1)
    if not 0 <= index < 12 // size:
        return None
    first, last = month(number, index * size + 1, system), month(number, (index + 1) * size, system)
    return Interval(first.start, last.end) if first and last else None


def season(number: int, name: str) -> Interval | None:
    """Return the days of a season of a year."""
    first = FIRST_SEASON_MONTH[name]
    begins = month(number, first)
    ends = month(number + (first + 2 > 12), (first + 1) % 12 + 1)
    return Interval(begins.start, ends.end) if begins and ends else None


def week(day: date, shift: int = 0) -> Interval:
    """Return the ISO week (Monday to Sunday) of a day, or one `shift` weeks from it."""
    start = day - day.weekday() * DAY + 7 * shift * DAY
    return Interval(start, start + 6 * DAY)


def add_months(day: date, shift: int) -> tuple[int, int]:
    """Return year and month of the month `shift` months from that of a day."""
    index = day.year * 12 + day.month - 1 + shift
    return index // 12, index % 12 + 1


def month_length(year_number: int, number: int) -> int:
    """Return how many days a Gregorian month has."""
    return calendar.monthrange(year_number, number)[1]


def numeric(text: str, *, month_before_day: bool, native: str, near: date | None) -> Interval | None:
    """Return the day that three numbers with separators stand for.

    Args:
        text: such as `2017/05/31`, `31.05.2017` or `5/31/17`.
        month_before_day: the order of the language. Where it is (English: American and other writers share the
            language), an ambiguous date takes the order that gives a day within a month of `near`, if one does.
        native: the calendar of years from 1200 to 1500 without any other sign.
        near: the day of publication.
    """
    separator = next(char for char in text if not char.isdigit())
    parts = text.split(separator)
    a, b, c = (int(part) for part in parts)
    if len(parts[0]) == 4:
        found = _in_calendar(a, b, c, native)
        return Interval(found, found) if found else None
    if len(parts[2]) == 2 and separator == "/":
        c += 2000
    elif len(parts[2]) != 4:
        return None
    orders = [(a, b), (b, a)] if month_before_day else [(b, a), (a, b)]
    days = [day for day in (_in_calendar(c, m, d, native) for m, d in orders) if day is not None]
    if not days:
        return None
    if month_before_day and near is not None and any(abs((day - near).days) <= NEAR_DAYS for day in days):
        days.sort(key=lambda day: abs((day - near).days))
    return Interval(days[0], days[0])


def _in_calendar(y: int, m: int, d: int, native: str) -> date | None:
    if y in HIJRI_YEARS:
        return make(y, m, d, native if native == PERSIAN else HIJRI)
    return make(y, m, d, GREGORIAN) if 1800 <= y <= 2199 else None


def nearby_years(published: date, system: str) -> Iterator[int]:
    """Yield the years around a day, from three before to three after, in a calendar."""
    base = year_of(published, system)
    yield from range(base - 3, base + 4)
