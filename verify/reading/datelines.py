"""Datelines: the place, and the agency or outlet, in front of a story's first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.reading.lines import Line
from verify.reading.phrases import key, phrases
from verify.script import folded

MAX_CHARS = 80
"""A dateline names a place, a day and an agency; none of the benchmark's 36 is longer than 60 characters."""
MAX_PLACE_WORDS = 4
MAX_OUTLET_WORDS = 4

_DASHES = "-–—"
_PAREN = re.compile(r"([^():\n]{2,50}?)\s{0,3}\(([^()\n]{2,40})\)\s{0,3}([-–—:/]{0,2})\s{0,3}")
_SLASH = re.compile(r"([^()/:\n]{2,40}?)\s{0,2}/\s{0,2}([^()/:\n–—-]{2,30}?)\s{0,3}([:–—-]|/(?=\s))\s{0,3}")
_DASH = re.compile(r"([^():/\n–—]{2,50}?)(?:\s{1,3}[-–—]{1,2}|[–—])\s{1,3}")
_COLON = re.compile(r"([^():/\n]{1,50}?):\s{1,3}")
_LEADING = re.compile(r"\(([^()\n]{2,40})\)\s{1,3}(?:[-–—:]\s{0,3})?")
_WORD = re.compile(r"\w+")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,6}(?:[/-][A-ZÀ-ÖØ-Þ]{2,6})?")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: its length in characters with the space after it, the outlet in it (empty when it names none)."""

    length: int
    outlet: str
    outlet_start: int = 0


def read_dateline(line: Line, *, known_source: str = "") -> Dateline | None:
    """Return the dateline at the start of a line, None when there is none.

    Args:
        line: the paragraph, or a line that holds a dateline only.
        known_source: the outlet where it is known; its name in a dateline is recognised.
    """
    head = line.text[: MAX_CHARS + 1]
    for reader in (_parenthesised, _slashed, _leading, _dashed):
        found = reader(head, line, known_source)
        if found is not None and found.length <= MAX_CHARS:
            return found
    return None


def is_agency(name: str, known_source: str = "") -> bool:
    """Tell whether a name is that of a news agency, by the data, its first word or its form."""
    words = key(name).strip()
    if not words:
        return False
    data = phrases()
    if words in data.agencies or words in data.generic_sources or words == key(known_source).strip():
        return True
    parts = words.split()
    if parts[0] in data.agency_heads or parts[-1] in data.agency_heads:
        return True
    return _ACRONYM.fullmatch(name.strip()) is not None


def _parenthesised(head: str, line: Line, known_source: str) -> Dateline | None:
    match = _PAREN.match(head)
    if match is None or not _is_place(match[1]) or _count(match[2]) > MAX_OUTLET_WORDS:
        return None
    alone = match.end() == len(line.text)
    if not (alone or match[3] or is_agency(match[2], known_source)) or any(char.isdigit() for char in match[2]):
        return None
    return Dateline(match.end(), match[2].strip(), match.start(2))


def _slashed(head: str, line: Line, known_source: str) -> Dateline | None:
    match = _SLASH.match(head)
    if match is None or match.end() == len(line.text):
        return None
    if not _is_place(match[1]) or not 0 < _count(match[2]) <= MAX_OUTLET_WORDS:
        return None
    # A colon, or an agency, tells a dateline from two words with a stroke between them.
    if match[3] != ":" and not (is_agency(match[2], known_source) or is_agency(match[1], known_source)):
        return None
    return Dateline(match.end(), match[2].strip(), match.start(2))


def _leading(head: str, line: Line, known_source: str) -> Dateline | None:
    match = _LEADING.match(head)
    if match is None or match.end() == len(line.text) or not is_agency(match[1], known_source):
        return None
    return Dateline(match.end(), match[1].strip(), match.start(1))


def _dashed(head: str, line: Line, known_source: str) -> Dateline | None:
    match = _DASH.match(head)
    if match is None or match.end() >= len(line.text):
        return None
    first = match[1].strip()
    rest = line.text[match.end() :]
    if not _is_place(first) or not _starts_afresh(rest) or _encloses(rest, head[match.start() : match.end()]):
        return None
    outlet, start, length = "", 0, match.end()
    if is_agency(first, known_source):
        outlet, start = first, match.start(1)
    else:
        after = _COLON.match(rest[: MAX_CHARS - length]) if length < MAX_CHARS else None
        if after is not None and _is_outlet(after[1], known_source):
            outlet, start, length = after[1].strip(), length + after.start(1), length + after.end()
        elif _count(first) > 2 and not _is_capital(first):
            # Three words without capitals may as well be the first words of a sentence.
            return None
    return Dateline(length, _outlet_name(outlet), start)


def _is_outlet(text: str, known_source: str) -> bool:
    data = phrases()
    words = key(text)
    if is_agency(text, known_source) or words.strip().split()[:1] == []:
        return bool(words.strip())
    return _count(text) <= MAX_OUTLET_WORDS and (
        _count(text) == 1 or any(words.startswith(start) for start in data.byline_starts)
    )


def _outlet_name(text: str) -> str:
    """Return the name in quotation marks when there is one ("correspondent of «X»"), else the whole."""
    for opening, closing in ("«»", "“”", '""'):
        start, end = text.find(opening), text.rfind(closing)
        if 0 <= start < end:
            return text[start + 1 : end].strip()
    return text


def _encloses(rest: str, prefix: str) -> bool:
    """Tell whether the dash opens a parenthesis that a like dash closes in the same sentence."""
    dash = next(char for char in prefix if char in _DASHES)
    sentence = re.split(r"[.!?؟]", rest[:400], maxsplit=1)[0]
    return f" {dash} " in sentence


def _starts_afresh(rest: str) -> bool:
    """Tell whether the text after a dash begins a sentence: no small letter where the script has capitals."""
    first = next((char for char in rest if char.isalnum()), "")
    return bool(first) and not first.islower()


def _count(text: str) -> int:
    return len(_WORD.findall(folded(text)))


def _is_capital(text: str) -> bool:
    return any(char.isupper() for char in text) and text.upper().startswith(text.split(maxsplit=1)[0])


def _is_place(text: str) -> bool:
    """Tell whether a stretch can be a place with a day: few words, no quotation, capitals where there are any."""
    words = [word for word in re.split(r"[\s,،.]+", text) if word]
    names = [word for word in words if not any(char.isdigit() for char in word)]
    if not 0 < len(names) <= MAX_PLACE_WORDS + 1 or len(words) > MAX_PLACE_WORDS + 3:
        return False
    if any(char in text for char in '«»"“”?؟!;؛'):
        return False
    if not all(any(char.isalnum() for char in word) for word in words):
        return False
    return all(not word[0].islower() for word in names) or any(word[:1].isupper() for word in names[:1])
