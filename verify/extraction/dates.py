"""Dates in a sentence, a header line or any text: where they stand and which days they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from verify.datamodels import DateMention
from verify.extraction import date_grammar as grammar
from verify.extraction.date_accept import Judge
from verify.extraction.date_direction import direction
from verify.extraction.date_hours import Hour, attach, hours
from verify.extraction.date_lexicon import lexicon
from verify.extraction.date_spec import Spec, resolve
from verify.extraction.date_tokens import Atoms, atoms
from verify.script import widen

_DAYS = frozenset({"day", "weekday", "relative", "numeric"})
_TIMED = frozenset("Dp")


def find_dates(text: str, language: str, published: date | None = None) -> tuple[DateMention, ...]:
    """Return the dates that a text states, in order, without overlap.

    Relative dates are resolved against `published`, in the direction that the words and the tense say; without it
    they are kept with `start` and `end` None. A stated weekday never overrules a day of the month. Durations,
    recurring dates ("every Friday") and dates that hang on another event ("two days before the vote") are not read.

    Args:
        text: up to 100,000 characters; the time taken grows with its length.
        language: ISO 639-1 code of the text. Dates with a month name of another known language are read when day,
            month and year stand together; in an unknown language nothing else but dates in numbers is.
        published: the day of publication.
    """
    words = lexicon(language)
    row = atoms(text, words)
    if row is None:
        return ()
    judge = Judge(row, words, partial(direction, row, words))
    found = grammar.read(row, words, published, judge.accepts, judge.refuses)
    specs = _merged([judge.named(spec) for spec in found], row, judge)
    if not specs:
        return ()
    clock = hours(row, words)
    return tuple(_mention(row, spec, published, partial(direction, row, words, spec), clock) for spec in specs)


def _mention(
    row: Atoms, spec: Spec, published: date | None, tense: Callable[[], int], clock: list[Hour]
) -> DateMention:
    resolved = resolve(spec, published, tense)
    hour, first, last = spec.hour, spec.first, spec.last
    if spec.kind in _DAYS and not hour:
        found = attach(clock, row, first, last)
        if found is not None:
            hour = found.value
            if not found.exact and found.last == first - 1:
                first = found.first
            elif not found.exact and found.first == last + 1:
                last = found.last
    start_char = row.folded.start(row.starts[first])
    end_char = widen(row.text, row.folded.end(row.ends[last]))
    return DateMention(
        start_char=start_char,
        end_char=end_char,
        surface=row.text[start_char:end_char],
        start=resolved.span.start if resolved.span else None,
        end=resolved.span.end if resolved.span else None,
        granularity=resolved.granularity,
        relative=spec.relative,
        hour=hour,
    )


def _merged(specs: list[Spec], row: Atoms, judge: Judge) -> list[Spec]:
    """Join what stands as a range, and let the parts of a list share the year that only the last one has."""
    done: list[Spec] = []
    for spec in reversed(specs):
        if done:
            shared = _shared(spec, done[-1], row)
            if _is_range(shared, done[-1], row, judge):
                done[-1] = replace(shared, last=done[-1].last, until=done[-1])
                continue
            spec = shared  # noqa: PLW2901 - the same mention with its year
        done.append(spec)
    return done[::-1]


def _gap(first: Spec, second: Spec, row: Atoms) -> str:
    return row.classes[first.last + 1 : second.first].replace("A", "").replace("f", "").replace("j", "")


def _shared(first: Spec, second: Spec, row: Atoms) -> Spec:
    if first.month is None or second.month is None or first.calendar != second.calendar or first.until is not None:
        return first
    if first.year is not None or first.year_shift is not None or first.modifier is not None:
        return first
    if _gap(first, second, row).strip("D") not in {"e", ",", "t", "-", ",e"}:
        return first
    year = second.year
    if year is not None and first.month > second.month:
        year -= 1
    return replace(first, year=year, year_shift=second.year_shift, modifier=second.modifier)


def _is_range(first: Spec, second: Spec, row: Atoms, judge: Judge) -> bool:
    if second.until is not None or first.until is not None or first.day_to is not None:
        return False
    if first.kind != second.kind or first.kind not in {"day", "weekday", "month", "year", "numeric"}:
        return False
    gap = _gap(first, second, row).replace("D", "")
    if first.kind == "weekday" and gap in {"", "e"} and first.modifier is None and second.modifier is None:
        following = ((second.weekday or 0) - (first.weekday or 0)) % 7 == 1
        if following and judge.joins(first, gap):
            return True
    if gap == "e":
        return judge.opened(first.first)
    return gap in {"t", "-"} and not judge.moved()
