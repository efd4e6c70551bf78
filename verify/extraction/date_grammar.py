"""Which rows of atoms are dates: rules over the classes of `date_lexicon`, and what each says.

A rule is a regular expression over the string of classes in which every repetition is bounded, so that reading stays
linear whatever the text. Rules are tried in order at every atom that can begin one; the first that matches wins.

The classes: numbers `d` 1-31, `y` 1000-2199, `n` other, `Z` numeric date, `K` and `k` clock; words `M` month,
`m` month of a language that writes it before the day, `F` month of another language, `W` `w` weekday and its
abbreviation, `R` today and the like, `O` ordinal, `c` number word, `l` `L` `B` last, this, next (before, after,
either), `S` last year in one word, `u` `U` `V` `Y` day, week, month, year, `2` a dual of them, `p` `P` early, late
(before, after), `Q` half, quarter, `q` Q1, `E` season, `T` decade, `I` `z` words and endings of decades, `D` part of
the day, `J` era, `g` `G` ago (before, after), `v` in (a week), `f` of, `A` the, `a` on, `e` and, `t` to, `b` between,
`j` day before a weekday, `s` ordinal ending, `N` something counted, `!` a noun that takes a year, `X` a break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from verify.extraction import date_calendar as days
from verify.extraction.date_lexicon import GREGORIAN, HIJRI, PERSIAN, Lexicon
from verify.extraction.date_spec import MOST_WEEKDAYS, Spec
from verify.extraction.date_tokens import Atoms

_MONTH = r"(?:[Vj]f?)?(?P<month>[MmF])(?:\.(?=,?[ydAO]))?(?:[/-][Mm]|\([Mm]\)|[Mm])?V?"
_LATIN_MONTH = r"(?P<month>[mF])\.?"
_YEAR = r"(?P<year>y)(?P<era>'?J)?Y?"
_TAIL = (
    rf"(?:,?f?A?(?:Y?A?{_YEAR})(?![:/])|,?f?A?(?:(?P<shift_noun>Y)(?P<shift_after>[LB])"
    r"|(?P<shift_before>[lB])Y|(?P<shift_word>S))|(?P<modifier>[LB]))?"
)
_DAY = r"(?:A?(?:ds?|O))"
_MORE = rf"(?:(?:t|-|,e?|e)f?A?(?:[Ww],?)?{_DAY}){{0,8}}"
_WEEKDAY = r"(?:(?P<weekday>[Ww])(?:D)?\.?[,-]?A?j?A?(?:D,?)?)?"
_TODAY = r"(?:(?P<today>R)(?=j?[Wd]|A?O))?j?"
_AFTER_WEEKDAY = r"(?:,?(?P<weekday2>W)(?![LBlRd]))?j?"
_LEAD_SHIFT = r"(?:(?P<lead_shift>[lB])Y|(?P<lead_word>S))?"
_LAST_YEAR = r"(?:(?P<lead_shift>[lB])Y|(?P<lead_year>y)'?[xsz]?(?=[MV])|(?P<lead_word>S))?"
_FRACTION = r"(?:(?P<number>O|d)s?-?(?P<fraction>Q)|(?P<fraction_a>Q)(?P<number_after>O))"
_UNIT_BEFORE = r"(?:(?P<unit_before>[lB])(?P<unit_b>[UVY]))"
_UNIT_AFTER = r"(?:A?(?P<unit_a>[UVY])(?P<unit_after>[LB]))"

Build = Callable[["Match"], Iterator[Spec]]


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


@dataclass(frozen=True, slots=True)
class _Rule:
    starts: str
    pattern: re.Pattern[str]
    build: Build


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


def _numeric(match: Match) -> Iterator[Spec]:
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


def _dated(match: Match) -> Iterator[Spec]:
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


def _day_of_unit(match: Match) -> Iterator[Spec]:
    modifier = match.value("unit_after") if match.has("unit_after") else match.value("unit_before")
    yield from _several(match, _spec(match, unit="month", modifier=modifier))


def _nth_weekday(match: Match) -> Iterator[Spec]:
    calendar, month = match.value("month")
    tail = _tail(match, calendar)
    yield _spec(match, month=month, weekday=match.value("weekday"), nth=match.value("number"), **tail)


def _month(match: Match) -> Iterator[Spec]:
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


def _period(match: Match) -> Iterator[Spec]:
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


def _bare_fraction(match: Match) -> Iterator[Spec]:
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


HIJRI_NEWS_YEARS = range(1400, 1470)
"""Hijri years of living memory and the near future (1979 to 2046); the same Gregorian years are hardly news."""


def _season(match: Match) -> Iterator[Spec]:
    stated = _tail(match)
    if match.has("season_before"):
        stated["modifier"] = match.value("season_before")
    yield _spec(match, season=match.value("season"), **stated)


def _weekday(match: Match) -> Iterator[Spec]:
    modifier = match.value("before") if match.has("before") else match.value("after")
    shift = match.value("unit_after") if match.has("unit_after") else match.value("unit_before")
    if match.has("today"):
        yield _spec(match, offset=match.value("today")[0], weekday=match.value("weekday"))
        return
    yield _spec(match, weekday=match.value("weekday"), modifier=modifier, week_shift=shift)


def _relative(match: Match) -> Iterator[Spec]:
    offset, hour = match.value("today")
    yield _spec(match, offset=offset, hour=hour)


def _ago(match: Match) -> Iterator[Spec]:
    if match.has("ago_after") and match.atoms.norms[match.found.start("ago_after")] not in match.words.ago_after:
        return
    number = 2 if match.has("dual") else match.value("number") if match.has("number") else 1
    unit = next(match.value(name) for name in ("dual", "unit", "unit_one") if match.has(name))
    if unit in ("decade", "weekend") or number == 0:
        return
    yield _spec(match, unit=unit, count=number if match.has("ahead") else -number)


def _years(match: Match) -> Iterator[Spec]:
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


def _decade(match: Match) -> Iterator[Spec]:
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


def _rule(starts: str, pattern: str, build: Build) -> _Rule:
    return _Rule(starts, re.compile(pattern), build)


_ANY_UNIT = r"(?P<unit>[uUVYjo])"
_NO_ANCHOR = r"(?![fLBlydtWwMmFROD!pe])"
"""What follows "two days before" shows that it counts from another event, not from the day of publication."""
_RULES = (
    _rule("ZWw", r"(?:[Ww]\.?,?)?Z", _numeric),
    _rule(
        "RjWwAdOlBS",
        rf"{_LEAD_SHIFT}{_TODAY}{_WEEKDAY}(?P<days>{_DAY}{_MORE}),?-?f?A?{_MONTH}-?{_TAIL}{_AFTER_WEEKDAY}",
        _dated,
    ),
    _rule("RjWwAmFM", rf"{_TODAY}{_WEEKDAY}A?(?P<month>m)\.?A?(?P<days>{_DAY}{_MORE})(?!:|'?N|[kK]){_TAIL}", _dated),
    _rule("WwFMm", rf"{_WEEKDAY}(?P<month>[MmF])\.?(?P<days>ds?),?(?P<year>y)", _dated),
    _rule("yWw", r"(?P<year>y)-?(?P<month>[MmF])\.?-?(?P<days>d)(?![dy:])", _dated),
    _rule(
        "RjWwAdO",
        rf"{_TODAY}{_WEEKDAY}(?P<days>{_DAY}{_MORE})f(?:(?P<unit_before>[lB])V|A?V(?P<unit_after>[LB]))",
        _day_of_unit,
    ),
    _rule("AO", rf"A?(?P<number>O)(?P<weekday>W)f?A?{_MONTH}{_TAIL}", _nth_weekday),
    _rule("AOQd", rf"A?{_FRACTION}f?A?{_MONTH}{_TAIL}", _month),
    _rule("pA", rf"A?(?P<part>p)-?f?A?{_LAST_YEAR}{_MONTH}{_TAIL}", _month),
    _rule("pA", rf"A?(?P<part>p)-?f?A?(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S)|Y?A?{_YEAR})", _period),
    _rule("pA", r"A?(?P<part>p)-?f?A?(?P<decade>T)", _decade),
    _rule("pA", r"A?(?P<part>p)-?f?A?(?P<cue>I)?A?'?(?P<number>[dyn])[-']?(?P<ending>[zs])?", _decade),
    _rule("pA", r"A?(?P<part>p)f?A?(?P<unit_bare>[UVY])(?![LBxy])", _period),
    _rule("mMlBSyY", rf"{_LAST_YEAR}{_MONTH}'?x?{_TAIL}(?P<part_after>P)", _month),
    _rule(
        "lBUVYyS", rf"(?:{_UNIT_BEFORE}|(?P<shift_word>S)|(?P<year>y)Y|(?P<unit_bare>[VY]))(?P<part_after>P)", _period
    ),
    _rule(
        "AOdlByY",
        rf"A?(?:{_YEAR}'?x?|(?P<unit_before>[lB])(?P<unit_b>Y)|(?P<unit_bare>Y))A?(?P<number>O|d)'?[.s]?(?P<fraction>Q)",
        _period,
    ),
    _rule(
        "AOQdc",
        rf"A?{_FRACTION}f?A?"
        rf"(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S)|Y?A?{_YEAR}|(?P<unit_bare>[Y])(?![LBxy]))",
        _period,
    ),
    _rule("AOQdc", rf"A?{_FRACTION}(?![fA]|e?[OQ])", _bare_fraction),
    _rule("q", rf"(?P<sign>q)(?P<number>d)f?,?(?:{_YEAR}|{_UNIT_BEFORE}|{_UNIT_AFTER})", _period),
    _rule("AElB", rf"A?(?:(?P<season_before>[lB]))?A?(?P<season>E)(?:f?{_TAIL})", _season),
    _rule("lBSyMmFVj", rf"(?:(?P<month_before>[lB]))?{_LAST_YEAR}{_MONTH}{_TAIL}", _month),
    _rule(
        "RjlBWw",
        r"(?:(?P<today>R)(?=j?[W]))?j?(?:(?P<before>[lB])j?)?(?P<weekday>W)(?:(?P<after>[LB])|,?f?A?(?:(?P<unit_before>[lB])U|U(?P<unit_after>[LB])))?",
        _weekday,
    ),
    _rule("R", r"(?P<today>R)", _relative),
    _rule("YAo", r"A?[Yo]A?(?P<year>y)(?:(?:e|,e?|t|-|/)A?Y?y(?!['.,]?\d)){0,8}(?P<era>J)?", _years),
    _rule(
        "g", rf"g(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)|(?P<unit_one>[uUVYj])(?P<number_one>c)?){_NO_ANCHOR}", _ago
    ),
    _rule("v", rf"(?P<ahead>v)(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)){_NO_ANCHOR}", _ago),
    _rule("dcn2uUVYj", rf"(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)|(?P<unit_one>[uUVY]))(?P<ago_after>[GL])", _ago),
    _rule("lBUVYAS", rf"A?(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S))", _period),
    _rule("T", r"(?P<decade>T)", _decade),
    _rule("IyAdn", r"A?(?:(?P<cue>I)A?'?(?P<number>[dyn])[-']?[zs]?)", _decade),
    _rule("yAdn", r"A?'?(?P<number>[dyn])[-']?(?P<ending>[zs])Y?", _decade),
    _rule("y!", r"!?f?A?(?P<year>y)(?:(?:e|,e?|t|-|/)A?y){0,8}(?P<era>J)?Y?(?!['.,]?N)", _years),
)
_BY_START: dict[str, tuple[_Rule, ...]] = {
    kind: tuple(rule for rule in _RULES if kind in rule.starts)
    for kind in sorted(set("".join(rule.starts for rule in _RULES)))
}
_START = re.compile(f"[{re.escape(''.join(_BY_START))}]")


def read(
    atoms: Atoms,
    words: Lexicon,
    published: date | None,
    accept: Callable[[Spec], bool],
    refuses: Callable[[Spec], bool],
) -> list[Spec]:
    """Return the dates stated in a row of atoms, in order, without overlap.

    Args:
        atoms: the row.
        words: the lexicon that made it.
        published: the day of publication, which decides the order of some numeric dates.
        accept: tells whether a mention is one; a rule none of whose mentions is accepted gives way to the next.
        refuses: tells whether a mention is the name of something else, of which no part is to be read.
    """
    found: list[Spec] = []
    position = 0
    while (start := _START.search(atoms.classes, position)) is not None:
        position = start.start() + 1
        for rule in _BY_START[start.group()]:
            match = rule.pattern.match(atoms.classes, start.start())
            if match is None:
                continue
            specs = list(rule.build(Match(atoms, words, published, match)))
            if any(refuses(spec) for spec in specs):
                position = match.end()
                break
            specs = [spec for spec in specs if accept(spec)]
            if specs:
                found += specs
                position = max(spec.last for spec in specs) + 1
                break
    return found
