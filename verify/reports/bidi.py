"""Text of any direction and any content, made safe to set beside other text.

Logical order is kept throughout: nothing is reshaped or reordered. What comes in loses its own direction controls
(an unclosed override would turn the rest of the page round), control characters become visible, and what goes out
is isolated by whoever lays it out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FIRST_STRONG_ISOLATE = "\u2068"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
RIGHT_TO_LEFT_ISOLATE = "\u2067"
POP_ISOLATE = "\u2069"
LEFT_TO_RIGHT_MARK = "\u200e"

_DROPPED = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Embeddings, overrides and isolates; the marks U+200E, U+200F and U+061C move nothing outside an isolate."""
_C0_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_C1_ESCAPES = {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_CLEAN = _DROPPED | _C0_PICTURES | _C1_ESCAPES | _SURROGATES
"""What no font draws, and what a terminal would obey, as something a reader sees."""
_SPACES = re.compile(r"[ \t\n\v\f\r\x85\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_BREAKS_RUN = frozenset("()[]{}:;,|·—→←=<>/\\")
"""What separates the fields of our own lines: a phrase never reaches over one, so that in `48 (daily A), 70 (daily B)`
each number stays with its source whatever the script of the names."""
_OPENERS, _CLOSERS = "«“‘", "»”’…؟"
"""Taken into the phrase that they touch: they belong to it and must turn with it."""
_SENTENCE_WORDS = 5
"""Words from which a phrase is a quoted sentence: the full stop that follows is its own, not the English line's."""


def clean(text: str) -> str:
    """Return `text` without direction controls, and with control characters and lone surrogates made visible."""
    return text.translate(_CLEAN)


def one_line(text: str) -> str:
    """Return `text` cleaned, every stretch of white space and line ends one space, without spaces at the ends."""
    return clean(_SPACES.sub(" ", text)).strip(" ")


def piece(text: str) -> str:
    """Return a piece of a line cleaned; a space at either end is kept, since it stands between two pieces."""
    inner = one_line(text)
    if not inner:
        return " " if text else ""
    return " " * text[0].isspace() + inner + " " * text[-1].isspace()


def direction(text: str) -> str:
    """Return `rtl` or `ltr`: what most letters of `text` are, the first letter where it is a draw.

    A sentence is Arabic though it begins with a Latin name, which the first-strong rule gets wrong.
    """
    right = left = 0
    first = "ltr"
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            first = first if right or left else "rtl"
            right += 1
        elif kind == "L":
            left += 1
    if right == left:
        return first
    return "rtl" if right > left else "ltr"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a mixed text, all of one direction."""

    text: str
    right_to_left: bool


def runs(text: str) -> tuple[Run, ...]:
    """Split a text whose direction is left to right into its right-to-left phrases and the rest.

    A phrase holds what stands between its words, so that `بعد 29 سبتمبر` and `«داعش» في سوريا` are one; it never
    ends in a number, so that in `درنة: 3,958` the number stays on the side where an English reader looks for it.
    """
    found: list[Run] = []
    last = 0
    for phrase in _phrases(text):
        start, end = _with_punctuation(text, *phrase, last)
        found += [Run(text[last:start], False), Run(text[start:end], True)]
        last = end
    found.append(Run(text[last:], False))
    return tuple(run for run in found if run.text)


def _with_punctuation(text: str, start: int, end: int, first: int) -> tuple[int, int]:
    """Widen a phrase to the marks that belong to it, not before `first`."""
    while start > first and text[start - 1] in _OPENERS:
        start -= 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if text[end : end + 1] == "." and text.count(" ", start, end) >= _SENTENCE_WORDS - 1:
        end += 1
    return start, end


def _phrases(text: str) -> list[tuple[int, int]]:
    """Return the spans from the first to the last right-to-left letter between letters of the other direction."""
    found: list[tuple[int, int]] = []
    begun, end = -1, 0
    for index, char in enumerate(text):
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            begun = index if begun < 0 else begun
            end = index + 1
        elif kind == "NSM" and end == index:
            end = index + 1
        elif begun >= 0 and (kind == "L" or char in _BREAKS_RUN):
            found.append((begun, end))
            begun = -1
    return [*found, (begun, end)] if begun >= 0 else found


def isolate(text: str) -> str:
    """Wrap a field in FSI and PDI, so that it neither turns its neighbours round nor is turned by them."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def isolate_runs(text: str) -> str:
    """Wrap the right-to-left phrases of an otherwise left-to-right text."""
    return "".join(isolate(run.text) if run.right_to_left else run.text for run in runs(text))
