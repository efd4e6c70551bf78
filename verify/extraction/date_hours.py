"""The time of day that stands with a date: clock times and parts of the day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from verify.extraction.date_lexicon import Lexicon
from verify.extraction.date_tokens import Atoms

_CLOCK = re.compile(r"(?P<time>[KkdH])'?(?P<minutes>[re](?:d)?|e?[dc]x?)?D?")
LONGEST = 6
"""No time of day covers more atoms."""
REACH = 6
"""How many atoms may stand between a date and the clock time that belongs to it."""
_AFTERNOON = frozenset({"pm", "afternoon", "evening"})
_MORNING = frozenset({"am", "dawn", "morning"})
_PARTS = {"am": "morning", "pm": "afternoon"}
_NIGHT_UNTIL = 5
"""Up to five o'clock "at night" is after midnight."""
_EARLY_LATE = {"early": "morning", "late": "night"}


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day with the atoms it covers, both included; `exact` when it is a clock time."""

    first: int
    last: int
    value: str
    exact: bool


def hours(atoms: Atoms, words: Lexicon) -> list[Hour]:
    """Return the clock times and parts of the day in a row of atoms, in order."""
    found = [*_clocks(atoms, words)]
    taken = {i for hour in found for i in range(hour.first, hour.last + 1)}
    for index, kind in enumerate(atoms.classes):
        if kind == "D" and index not in taken:
            part = atoms.values[index]
            if part not in _PARTS:
                found.append(Hour(index, index, part, exact=False))
        elif kind == "p" and atoms.values[index] in _EARLY_LATE:
            found.append(Hour(index, index, _EARLY_LATE[atoms.values[index]], exact=False))
    return sorted(found, key=lambda hour: hour.first)


def _clocks(atoms: Atoms, words: Lexicon) -> list[Hour]:
    found = []
    for match in _CLOCK.finditer(atoms.classes):
        index, last = match.start(), match.end() - 1
        kind = atoms.classes[index]
        part = atoms.values[last] if atoms.classes[last] == "D" else ""
        cued = index > 0 and atoms.norms[index - 1] in words.hour_cues
        sign = index + 1 < len(atoms.norms) and atoms.norms[index + 1] in words.hour_cues
        firm = cued and (sign or atoms.norms[index - 1] in words.hour_firm)
        if kind == "d" and not part and not firm:
            continue
        if (kind == "k" and not (part or cued)) or (kind == "H" and not (part or firm)):
            continue
        value = _time(atoms, index, last, part)
        if value:
            found.append(Hour(index, last, value, exact=True))
    return found


def _time(atoms: Atoms, index: int, last: int, part: str) -> str:
    value = atoms.values[index]
    hour, minute = value if isinstance(value, tuple) else (value, 0)
    for position in range(index + 1, last + 1):
        if atoms.classes[position] in "rd":
            minute += atoms.values[position]
    if minute < 0:
        hour, minute = hour - 1, minute + 60
    if part in _AFTERNOON and hour < 12:
        hour += 12
    elif (part in _MORNING and hour == 12) or (part == "night" and hour == 12):
        hour = 0
    elif (part == "night" and _NIGHT_UNTIL < hour < 12) or (part == "noon" and hour < 10):
        hour += 12
    return f"{hour:02d}:{minute:02d}" if 0 <= hour <= 23 and 0 <= minute <= 59 else ""


def attach(found: list[Hour], atoms: Atoms, first: int, last: int) -> Hour | None:
    """Return the time of day that belongs to the mention from `first` to `last`, a clock time before a part.

    A part of the day must touch the mention (a preposition between them aside); a clock time may stand a few words
    off, if no break and no other date comes between.
    """
    low = bisect_left(found, first - REACH - LONGEST, key=lambda hour: hour.first)
    high = bisect_right(found, last + REACH + 1, key=lambda hour: hour.first)
    found = found[low:high]
    touching = [hour for hour in found if _touches(hour, atoms, first, last)]
    exact = [
        hour
        for hour in found
        if hour.exact
        and not (first <= hour.first <= last and atoms.classes[hour.first] == "d")
        and _gap(hour, first, last) <= REACH
        and not set(_between(atoms, hour, first, last)) & set("XMmWRFZy")
    ]
    if exact:
        return min(exact, key=lambda hour: _gap(hour, first, last))
    return touching[0] if touching else None


def _between(atoms: Atoms, hour: Hour, first: int, last: int) -> str:
    return atoms.classes[hour.last + 1 : first] if hour.last < first else atoms.classes[last + 1 : hour.first]


def _gap(hour: Hour, first: int, last: int) -> int:
    return first - hour.last - 1 if hour.last < first else hour.first - last - 1


def _touches(hour: Hour, atoms: Atoms, first: int, last: int) -> bool:
    if first <= hour.first <= last:
        return True
    if hour.last >= first and hour.first <= last:
        return True
    if hour.first > last and atoms.classes[hour.first] == "p":
        return False
    between = _between(atoms, hour, first, last)
    return bool(re.fullmatch("[aAfj,']{0,2}", between)) and not (hour.first > last and "," in between)
