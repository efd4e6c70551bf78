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
from dataclasses import dataclass
from datetime import date

from verify.extraction import date_build as build
from verify.extraction.date_build import Match
from verify.extraction.date_lexicon import Lexicon
from verify.extraction.date_spec import Spec
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

Build = Callable[[Match], Iterator[Spec]]


@dataclass(frozen=True, slots=True)
class _Rule:
    starts: str
    pattern: re.Pattern[str]
    make: Build


def _rule(starts: str, pattern: str, make: Build) -> _Rule:
    return _Rule(starts, re.compile(pattern), make)


_ANY_UNIT = r"(?P<unit>[uUVYjo])"
_NO_ANCHOR = r"(?![fLBlydtWwMmFROD!pe])"
"""What follows "two days before" shows that it counts from another event, not from the day of publication."""
_RULES = (
    _rule("ZWw", r"(?:[Ww]\.?,?)?Z", build.numeric),
    _rule(
        "RjWwAdOlBS",
        rf"{_LEAD_SHIFT}{_TODAY}{_WEEKDAY}(?P<days>{_DAY}{_MORE}),?-?f?A?{_MONTH}-?{_TAIL}{_AFTER_WEEKDAY}",
        build.dated,
    ),
    _rule(
        "RjWwAmFM", rf"{_TODAY}{_WEEKDAY}A?(?P<month>m)\.?A?(?P<days>{_DAY}{_MORE})(?!:|'?N|[kK]){_TAIL}", build.dated
    ),
    _rule("WwFMm", rf"{_WEEKDAY}(?P<month>[MmF])\.?(?P<days>ds?),?(?P<year>y)", build.dated),
    _rule("yWw", r"(?P<year>y)-?(?P<month>[MmF])\.?-?(?P<days>d)(?![dy:])", build.dated),
    _rule(
        "RjWwAdO",
        rf"{_TODAY}{_WEEKDAY}(?P<days>{_DAY}{_MORE})f(?:(?P<unit_before>[lB])V|A?V(?P<unit_after>[LB]))",
        build.day_of_unit,
    ),
    _rule("AO", rf"A?(?P<number>O)(?P<weekday>W)f?A?{_MONTH}{_TAIL}", build.nth_weekday),
    _rule("AOQd", rf"A?{_FRACTION}f?A?{_MONTH}{_TAIL}", build.month),
    _rule("pA", rf"A?(?P<part>p)-?f?A?{_LAST_YEAR}{_MONTH}{_TAIL}", build.month),
    _rule("pA", r"A?(?P<part>p)-?f?A?(?P<decade>T)", build.decade),
    _rule("pA", r"A?(?P<part>p)-?f?A?(?P<cue>I)?A?'?(?P<number>[dyn])[-']?(?P<ending>[zs])?", build.decade),
    _rule("pA", rf"A?(?P<part>p)-?f?A?(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S)|Y?A?{_YEAR})", build.period),
    _rule("pA", r"A?(?P<part>p)f?A?(?P<unit_bare>[UVY])(?![LBy])", build.period),
    _rule("mMlBSyY", rf"{_LAST_YEAR}{_MONTH}'?x?{_TAIL}(?P<part_after>P)", build.month),
    _rule(
        "lBUVYyS",
        rf"(?:{_UNIT_BEFORE}|(?P<shift_word>S)|(?P<year>y)Y|(?P<unit_bare>[VY]))(?P<part_after>P)",
        build.period,
    ),
    _rule(
        "AOdlByY",
        rf"A?(?:{_YEAR}'?x?|(?P<unit_before>[lB])(?P<unit_b>Y)|(?P<unit_bare>Y))A?(?P<number>O|d)'?[.s]?(?P<fraction>Q)",
        build.period,
    ),
    _rule(
        "AOQdc",
        rf"A?{_FRACTION}f?A?"
        rf"(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S)|Y?A?{_YEAR}|(?P<unit_bare>[Y])(?![LBy]))",
        build.period,
    ),
    _rule("AOQdc", rf"A?{_FRACTION}(?![fA]|e?[OQ])", build.bare_fraction),
    _rule("q", rf"(?P<sign>q)(?P<number>d)f?,?(?:{_YEAR}|{_UNIT_BEFORE}|{_UNIT_AFTER})", build.period),
    _rule("AElB", rf"A?(?:(?P<season_before>[lB]))?A?(?P<season>E)(?:f?{_TAIL})", build.season),
    _rule("lBSyMmFVj", rf"(?:(?P<month_before>[lB]))?{_LAST_YEAR}{_MONTH}{_TAIL}", build.month),
    _rule(
        "RjlBWw",
        r"(?:(?P<today>R)(?=j?[W]))?j?(?:(?P<before>[lB])j?)?(?P<weekday>W)(?:(?P<after>[LB])|,?f?A?(?:(?P<unit_before>[lB])U|U(?P<unit_after>[LB])))?",
        build.weekday,
    ),
    _rule("R", r"(?P<today>R)", build.relative),
    _rule("YAo", r"A?[Yo]A?(?P<year>y)(?:(?:e|,e?|t|-|/)A?Y?y(?!['.,]?\d)){0,8}(?P<era>J)?", build.years),
    _rule(
        "g",
        rf"g(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)|(?P<unit_one>[uUVYj])(?P<number_one>c)?){_NO_ANCHOR}",
        build.ago,
    ),
    _rule("v", rf"(?P<ahead>v)(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)){_NO_ANCHOR}", build.ago),
    _rule(
        "dcn2uUVYj", rf"(?:(?P<number>[dcn]){_ANY_UNIT}|(?P<dual>2)|(?P<unit_one>[uUVY]))(?P<ago_after>[GL])", build.ago
    ),
    _rule("lBUVYAS", rf"A?(?:{_UNIT_BEFORE}|{_UNIT_AFTER}|(?P<shift_word>S))", build.period),
    _rule("T", r"(?P<decade>T)", build.decade),
    _rule("IyAdn", r"A?(?:(?P<cue>I)A?'?(?P<number>[dyn])[-']?[zs]?)", build.decade),
    _rule("yAdn", r"A?'?(?P<number>[dyn])[-']?(?P<ending>[zs])Y?", build.decade),
    _rule("y!", r"!?f?A?(?P<year>y)(?:(?:e|,e?|t|-|/)A?y){0,8}(?P<era>J)?Y?(?!['.,]?N)", build.years),
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
            specs = list(rule.make(Match(atoms, words, published, match)))
            if any(refuses(spec) for spec in specs):
                position = match.end()
                break
            specs = [spec for spec in specs if accept(spec)]
            if specs:
                found += specs
                position = max(spec.last for spec in specs) + 1
                break
    return found
