"""A text as a row of atoms, each of one class: what the rules of `date_grammar` are matched against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from verify.extraction.date_lexicon import DATE_KINDS, Entry, Lexicon, normal
from verify.script import Folded

_TOKEN = re.compile(
    r"(?P<Z>(?<!\d[-./])\d{1,4}(?P<sep>[/.\-])\d{1,2}(?P=sep)\d{1,4}(?!\d|[./\-,]\d))"
    r"|(?P<S>(?<!\d[-./])\d{1,4} / \d{1,2} / \d{1,4}(?!\d))"
    r"|(?P<K>\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|(?<!\w)\d{1,2}h(?:\d{2})?(?!\w))"
    r"|(?P<n>\d+(?:[.,٬٫]\d+)+)"
    r"|(?P<d>\d+)"
    r"|(?P<a>(?<![^\W\d_])[ap]\.\s?m\b\.?)"
    r"|(?P<w>[^\W\d_]+)"
    r"|(?P<B>\n)"
    r"|(?P<p>[^\s])"
)
_FIRST_YEAR, _LAST_YEAR = 1000, 2199
"""Four digits outside of this are counts; inside of it they may be a year of one of the three calendars."""
_MAX_DAY = 31
_BREAKS = frozenset(";!?؟؛…")
_PUNCTUATION = frozenset(",/-.'()")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})")
_WORD = re.compile(r"[^\W\d_]+")
_DATE_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)|\d ?[/.\-] ?\d|\d[^\W\d_]")
_DATE_LETTERS = re.compile(f"[{DATE_KINDS}]")
"""The classes without one of which no rule matches."""


@dataclass(frozen=True, slots=True)
class Atoms:
    """The atoms of a text: parallel tuples, and one string with a character of class for each atom.

    `starts` and `ends` are offsets into the folded text.
    """

    classes: str
    norms: tuple[str, ...]
    values: tuple[Any, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    text: str
    folded: Folded

    def raw(self, index: int) -> str:
        """Return an atom as written."""
        return self.text[self.folded.start(self.starts[index]) : self.folded.end(self.ends[index])]

    def adjacent(self, index: int) -> bool:
        """Tell whether no space stands between this atom and the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]


class _Row:
    """Parallel lists: a kind, a norm, a value, a start and an end for each token or atom."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.norms: list[str] = []
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, kind: str, norm: str, value: Any, start: int, end: int) -> None:
        self.kinds.append(kind)
        self.norms.append(norm)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)


def _tokens(text: str) -> _Row:
    """Return the tokens of a folded text; the kinds are the group names of `_TOKEN`."""
    row = _Row()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "p"
        surface = match.group()
        row.kinds.append(kind)
        row.starts.append(match.start())
        row.ends.append(match.end())
        if kind == "p":
            surface = normal(surface)
        elif kind == "a":
            surface = surface[0] + "m"
        row.norms.append(surface)
    return row


def _number(digits: str) -> tuple[str, Any]:
    """Return class and value of a bare run of digits."""
    if len(digits) <= 2 and 1 <= int(digits) <= _MAX_DAY:
        return "d", int(digits)
    if len(digits) == 4 and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        return "y", int(digits)
    return "n", int(digits) if len(digits) <= 4 else 0


def _clock(digits: str) -> tuple[int, int]:
    hour, _, minute = digits.replace("h", ":").partition(":")
    return int(hour), int(minute[:2] or 0)


def _plain(kind: str, norm: str) -> tuple[str, Any]:
    """Return class and value of a token that no entry of the lexicon covers."""
    if kind == "w":
        return "x", None
    if kind == "d":
        return _number(norm)
    if kind == "p":
        return ("X" if norm in _BREAKS else norm if norm in _PUNCTUATION else "x"), None
    if kind in ("Z", "S", "sep"):
        return "Z", norm.replace(" ", "")
    if kind == "K":
        return "K", _clock(norm)
    if kind == "n":
        dotted = _DOTTED.fullmatch(norm)
        return ("k", (int(dotted[1]), int(dotted[2]))) if dotted else ("n", 0)
    return ("X" if kind == "B" else "x"), None


def _matching(entries: tuple[Entry, ...], norms: list[str], index: int) -> Entry | None:
    for entry in entries:
        size = len(entry.tokens)
        if size == 1 or tuple(norms[index : index + size]) == entry.tokens:
            return entry
    return None


def atoms(text: str, folded: Folded, words: Lexicon) -> Atoms | None:
    """Return the atoms of a text, or None when nothing in it can be a date.

    Args:
        text: the text as written.
        folded: the same, folded.
        words: the lexicon of its language.
    """
    if not _may_hold_dates(folded.text, words):
        return None
    tokens = _tokens(folded.text)
    norms, starts, ends = tokens.norms, tokens.starts, tokens.ends
    row = _Row()
    index, size = 0, len(norms)
    while index < size:
        norm = norms[index]
        entries = words.entries.get(norm)
        entry = _matching(entries, norms, index) if entries else None
        if entry is None:
            kind, value = _plain(tokens.kinds[index], norm)
            row.add(kind, norm, value, starts[index], ends[index])
            index += 1
            continue
        if entry.joined:
            row.add("e", norm[:1], "and", starts[index], starts[index] + 1)
        last = index + len(entry.tokens) - 1
        row.add(entry.kind, " ".join(entry.tokens), entry.value, starts[index] + entry.clitic, ends[last])
        index = last + 1
    classes = "".join(row.kinds)
    if not _DATE_LETTERS.search(classes):
        return None
    return Atoms(classes, tuple(row.norms), tuple(row.values), tuple(row.starts), tuple(row.ends), text, folded)


def _may_hold_dates(text: str, words: Lexicon) -> bool:
    """Tell quickly whether a folded text holds a word or number without which there is no date."""
    return not words.triggers.isdisjoint(_WORD.findall(text)) or _DATE_NUMBER.search(text) is not None
