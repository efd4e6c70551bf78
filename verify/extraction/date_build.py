"""What the rules of `date_grammar` say: from the groups of a match to mentions.

A builder gives no mention when the words have the form of a date but not its sense (a decade that ends in 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from verify.extraction import date_calendar as days
from verify.extraction.date_lexicon import GREGORIAN, HIJRI, PERSIAN, Lexicon
from verify.extraction.date_spec import MOST_WEEKDAYS, Spec
from verify.extraction.date_tokens import Atoms

HIJRI_NEWS_YEARS = range(1400, 1470)
"""Hijri years of living memory and the near future (1979 to 2046); the same Gregorian years are hardly news."""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match in a row of atoms."""

    atoms: Atoms
    words: Lexicon
    published: date | None
    found: re.Match[str]

    @property
    def first(self) -> int:
        """Index of the first atom."""
        return self.found.start()

    @property
    def last(self) -> int:
        """Index of the last atom."""
        return self.found.end() - 1

    def has(self, name: str) -> bool:
        """Tell whether a named group took part."""
        return name in self.found.re.groupindex and self.found[name] is not None

    def value(self, name: str) -> Any:
        """Return the value of the atom of a named group, None when it took no part."""
        return self.atoms.values[self.found.start(name)] if self.has(name) else None


def _era(match: Match) -> str | None:
    if not match.has("era"):
        return None
    era: str = match.atoms.values[match.found.end("era") - 1]
    return era


def _tail(match: Match, calendar: str = GREGORIAN) -> dict[str, Any]:
    """Return year, year shift, modifier and calendar that stand with a month."""
    stated: dict[str, Any] = {"calendar": _era(match) or calendar}
    for name in ("year", "lead_year"):
        if match.has(name):
            stated["year"] = match.value(name)
    for name in ("shift_after", "shift_before", "lead_shift"):
        if match.has(name):
            stated["year_shift"] = match.value(name)
    for name in ("shift_word", "lead_word"):
        if match.has(name):
            stated["year_shift"] = match.value(name)
    if match.has("modifier"):
        stated["modifier"] = match.value("modifier")
    return stated


def _spec(match: Match, **stated: Any) -> Spec:
    return Spec(match.first, match.last, **stated)


def numeric(match: Match) -> Iterator[Spec]:
    """Yield a date in numbers."""
    span = days.numeric(
        match.atoms.values[match.last],
        month_before_day=match.words.month_before_day,
        native=match.words.calendar,
        near=match.published,
    )
    if span is not None:
        yield _spec(match, numeric=span)


def _day_list(match: Match) -> list[tuple[int, int]]:
    """Return day numbers with the indices of their atoms."""
    begin, end = match.found.span("days")
    return [(i, match.atoms.values[i]) for i in range(begin, end) if match.atoms.classes[i] in "dO"]


def dated(match: Match) -> Iterator[Spec]:
    """Yield a day of a month, a range of days, or several days of one month."""
    calendar, month = match.value("month")
    weekday = match.value("weekday") if match.has("weekday") else match.value("weekday2")
    tail = _tail(match, calendar)
    base = _spec(match, month=month, weekday=weekday, **tail)
    if match.has("today") and not tail.keys() & {"year", "year_shift", "modifier"}:
        base = replace(base, modifier=0)
    yield from _several(match, base)


def _several(match: Match, base: Spec) -> Iterator[Spec]:
    """Yield one mention for a day, a range of days, or several days that share their month."""
    numbered = _day_list(match)
    values = [value for _, value in numbered]
    if len(values) == 1:
        index, value = numbered[0]
        ordinal = match.atoms.classes[index] == "O" and match.has("weekday") and value <= MOST_WEEKDAYS
        yield replace(base, day=value, nth=value if ordinal else None)
        return
    between = match.atoms.classes[numbered[0][0] + 1 : numbered[-1][0]]
    opened = match.first > 0 and match.atoms.classes[match.first - 1] == "b"
    joined = "t" in between or "-" in between or opened or values[1] == values[0] + 1
    if len(values) == 2 and values[0] < values[1] and joined:
        yield replace(base, day=values[0], day_to=values[1], weekday=None)
        return
    if sorted(values) != values or len(set(values)) != len(values):
        first = numbered[-1][0] if match.found.start("days") < match.found.start("month") else match.first
        yield replace(base, first=first, day=values[-1] if first != match.first else values[0])
        return
    month_leads = match.found.start("month") < match.found.start("days")
    for position, (index, value) in enumerate(numbered):
        first = match.first if position == 0 else index
        last = match.last if position == len(numbered) - 1 and not month_leads else index
        if position == 0 and month_leads:
            last = index
        yield replace(base, first=first, last=last, day=value, weekday=base.weekday if position == 0 else None)


def day_of_unit(match: Match) -> Iterator[Spec]:
    """Yield "the third of last month"."""
    modifier = match.value("unit_after") if match.has("unit_after") else match.value("unit_before")
    yield from _several(match, _spec(match, unit="month", modifier=modifier))


def nth_weekday(match: Match) -> Iterator[Spec]:
    """Yield "the first Monday of November"."""
    calendar, month = match.value("month")
    tail = _tail(match, calendar)
    yield _spec(match, month=month, weekday=match.value("weekday"), nth=match.value("number"), **tail)


def month(match: Match) -> Iterator[Spec]:
    """Yield a month, or a part of one."""
    calendar, month = match.value("month")
    stated = _tail(match, calendar)
    if match.has("month_before"):
        stated["modifier"] = match.value("month_before")
    yield _spec(match, month=month, part=_part(match), **stated)


def _part(match: Match) -> str:
    for name in ("part", "part_after"):
        if match.has(name):
            part: str = match.value(name)
            return part
    if match.has("fraction"):
        return f"{match.value('fraction')}{match.value('number')}"
    if match.has("fraction_a"):
        return f"{match.value('fraction_a')}{match.value('number_after')}"
    if match.has("sign"):
        return f"quarter{match.value('number')}"
    return ""


def period(match: Match) -> Iterator[Spec]:
    """A week, month or year with last, this or next, or a part of one."""
    part = _part(match)
    if match.has("year"):
        yield _spec(match, part=part, year=match.value("year"), calendar=_year_calendar(match))
        return
    if match.has("shift_word"):
        yield _spec(match, part=part, year_shift=match.value("shift_word"), calendar=match.words.calendar)
        return
    unit = match.value("unit_a") if match.has("unit_a") else match.value("unit_b")
    modifier: int | None = 0
    if match.has("unit_bare"):
        unit = match.value("unit_bare")
    elif match.has("unit_after"):
        modifier = match.value("unit_after")
    elif match.has("unit_before"):
        modifier = match.value("unit_before")
    if part.startswith(("quarter", "half")) and unit == "week":
        return
    yield _spec(match, part=part, unit=unit, modifier=modifier)


def bare_fraction(match: Match) -> Iterator[Spec]:
    """A quarter or half-year without its year; a half without "year" may be one of a match, or of anything."""
    if match.atoms.norms[match.last].split(" ")[0] in match.words.bare_fractions or (
        match.has("fraction") and match.atoms.norms[match.found.start("fraction")] in match.words.bare_fractions
    ):
        yield _spec(match, part=_part(match), unit="year", modifier=None, calendar=match.words.calendar)


def _year_calendar(match: Match) -> str:
    """Return the calendar of a bare year: as the text says, as the language counts, or by its size."""
    era = _era(match)
    if era:
        return era
    number = match.value("year")
    if match.words.calendar == PERSIAN and number in days.PERSIAN_YEARS:
        return PERSIAN
    return HIJRI if number in HIJRI_NEWS_YEARS else GREGORIAN


def season(match: Match) -> Iterator[Spec]:
    """Yield a season."""
    stated = _tail(match)
    if match.has("season_before"):
        stated["modifier"] = match.value("season_before")
    yield _spec(match, season=match.value("season"), **stated)


def weekday(match: Match) -> Iterator[Spec]:
    """Yield a weekday."""
    modifier = match.value("before") if match.has("before") else match.value("after")
    shift = match.value("unit_after") if match.has("unit_after") else match.value("unit_before")
    if match.has("today"):
        yield _spec(match, offset=match.value("today")[0], weekday=match.value("weekday"))
        return
    yield _spec(match, weekday=match.value("weekday"), modifier=modifier, week_shift=shift)


def relative(match: Match) -> Iterator[Spec]:
    """Yield today and the like."""
    offset, hour = match.value("today")
    yield _spec(match, offset=offset, hour=hour)


def ago(match: Match) -> Iterator[Spec]:
    """Yield "three days ago" and "in three days"."""
    if match.has("ago_after") and match.atoms.norms[match.found.start("ago_after")] not in match.words.ago_after:
        return
    number = 2 if match.has("dual") else match.value("number") if match.has("number") else 1
    unit = next(match.value(name) for name in ("dual", "unit", "unit_one") if match.has(name))
    if unit in ("decade", "weekend") or number == 0:
        return
    yield _spec(match, unit=unit, count=number if match.has("ahead") else -number)


def years(match: Match) -> Iterator[Spec]:
    """One year, several that share a cue, or a range of them."""
    indices = [i for i in range(match.first, match.last + 1) if match.atoms.classes[i] == "y"]
    calendar = _year_calendar(match)
    specs = [
        Spec(match.first if i == indices[0] else i, i, year=match.atoms.values[i], calendar=calendar) for i in indices
    ]
    specs[-1] = replace(specs[-1], last=match.last)
    if len(specs) == 2:
        between = match.atoms.classes[indices[0] + 1 : indices[1]]
        opened = match.first > 0 and match.atoms.classes[match.first - 1] == "b"
        if ("t" in between or "-" in between or "/" in between or (opened and "e" in between)) and (
            match.atoms.values[indices[0]] < match.atoms.values[indices[1]]
        ):
            yield replace(specs[0], last=match.last, until=specs[1])
            return
    yield from specs


def decade(match: Match) -> Iterator[Spec]:
    """Yield a decade, or a part of one."""
    part = _part(match)
    if match.has("decade"):
        yield _spec(match, decade=match.value("decade"), part=part)
        return
    number = match.value("number")
    if number % 10 or (not match.has("cue") and not match.has("ending")):
        return
    calendar = match.words.calendar
    if number < 100:
        if calendar != GREGORIAN:
            return
        number += 1900 if number >= 30 else 2000
    if calendar == PERSIAN and number in days.PERSIAN_YEARS:
        return
    yield _spec(match, decade=number, part=part)
