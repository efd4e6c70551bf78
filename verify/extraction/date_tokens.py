"""A text as a row of atoms, each of one class: what the rules of `date_grammar` are matched against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from verify.extraction.date_lexicon import Entry, Lexicon, normal
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
_BREAKS = frozenset(".;!?؟؛…\n")
_DATE_LETTERS = re.compile("[ZSMmFWwRTSYVUQGEqy2]")
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


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    norm: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "p"
        if kind == "sep":
            kind = "Z"
        surface = match.group()
        if kind == "a":
            surface = surface[0] + "m"
        found.append(_Token(kind, normal(surface) if kind == "p" else surface, match.start(), match.end()))
    return found


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


def _plain(token: _Token) -> tuple[str, Any]:
    """Return class and value of a token that no entry of the lexicon covers."""
    if token.kind == "d":
        return _number(token.norm)
    if token.kind in "ZS":
        return "Z", token.norm.replace(" ", "")
    if token.kind == "K":
        return "K", _clock(token.norm)
    if token.kind == "n":
        dotted = re.fullmatch(r"(\d{1,2})\.(\d{2})", token.norm)
        return ("k", (int(dotted[1]), int(dotted[2]))) if dotted else ("n", 0)
    if token.kind == "B" or (token.kind == "p" and token.norm in _BREAKS and token.norm != "."):
        return "X", None
    if token.kind == "p" and token.norm in ",/-.'()":
        return token.norm, None
    return "x", None


def _matching(entries: tuple[Entry, ...], tokens: list[_Token], index: int) -> Entry | None:
    for entry in entries:
        size = len(entry.tokens)
        if size == 1 or (
            index + size <= len(tokens) and all(tokens[index + k].norm == entry.tokens[k] for k in range(1, size))
        ):
            return entry
    return None


class _Row:
    """The atoms as they are gathered."""

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


def atoms(text: str, folded: Folded, words: Lexicon) -> Atoms | None:
    """Return the atoms of a text, or None when nothing in it can be a date.

    Args:
        text: the text as written.
        folded: the same, folded.
        words: the lexicon of its language.
    """
    tokens = _tokens(folded.text)
    row = _Row()
    index = 0
    while index < len(tokens):
        token = tokens[index]
        entries = words.entries.get(token.norm) if token.kind in "wpa" else None
        entry = _matching(entries, tokens, index) if entries else None
        if entry is None:
            kind, value = _plain(token)
            row.add(kind, token.norm, value, token.start, token.end)
            index += 1
            continue
        last = tokens[index + len(entry.tokens) - 1]
        start = token.start + entry.clitic
        if entry.joined:
            row.add("e", token.norm[:1], "and", token.start, token.start + 1)
        norm = " ".join(entry.tokens)
        row.add(entry.kind, norm, entry.value, start, last.end)
        index += len(entry.tokens)
    classes = "".join(row.kinds)
    if not _DATE_LETTERS.search(classes):
        return None
    return Atoms(classes, tuple(row.norms), tuple(row.values), tuple(row.starts), tuple(row.ends), text, folded)
