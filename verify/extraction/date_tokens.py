"""A text as a row of atoms, each of one class: what the rules of `date_grammar` are matched against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from verify.extraction.date_lexicon import DATE_KINDS, Entry, Lexicon, lexicon, normal
from verify.extraction.words import Memo
from verify.script import Folded, fold, fold_text

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
_DIGIT = re.compile(r"\d")
_OVER_SPACE = re.compile(r" / |[ap]\. m")
"""What only can be part of a token with a space in it."""
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

    @property
    def folded(self) -> Folded:
        """The folded text with the way back; it is remembered for the texts read last."""
        return fold(self.text)

    def raw(self, index: int) -> str:
        """Return an atom as written."""
        return self.text[self.folded.start(self.starts[index]) : self.folded.end(self.ends[index])]

    def adjacent(self, index: int) -> bool:
        """Tell whether no space stands between this atom and the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]


class _Atom(NamedTuple):
    """A token of a piece of text: the class and the value that it has when no entry of the lexicon covers it.

    `start` and `end` are offsets into the piece, `entries` what the lexicon has that begins with it.
    """

    kind: str
    norm: str
    value: Any
    start: int
    end: int
    entries: tuple[Entry, ...]


class _Piece(NamedTuple):
    """A stretch without spaces, folded, with its tokens.

    `trigger` and `digit` tell whether a word that a date may need, or a digit, is among them; `open` whether a token
    may reach over the space behind it.
    """

    text: str
    atoms: tuple[_Atom, ...]
    trigger: bool
    digit: bool
    open: bool


@cache
def _pieces(language: str) -> Memo[str, _Piece]:
    """Return what folds a stretch of text without spaces and cuts it into tokens."""
    words = lexicon(language)

    def cut(piece: str) -> _Piece:
        text = fold_text(piece)
        trigger = not words.triggers.isdisjoint(_WORD.findall(text))
        opens = text.startswith("/") or text.endswith(("/", "a.", "p."))
        return _Piece(text, tuple(_cut(text, words)), trigger, _DIGIT.search(text) is not None, opens)

    return Memo(cut)


def _cut(piece: str, words: Lexicon) -> Iterator[_Atom]:
    """Yield the tokens of a folded text; the group names of `_TOKEN` are their kinds."""
    for match in _TOKEN.finditer(piece):
        group = match.lastgroup or "p"
        norm = match.group()
        if group == "p":
            norm = normal(norm)
        elif group == "a":
            norm = norm[0] + "m"
        kind, value = _plain(group, norm)
        yield _Atom(kind, norm, value, match.start(), match.end(), words.entries.get(norm, ()))


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


def _matching(entries: tuple[Entry, ...], tokens: list[tuple[_Atom, int]], index: int) -> Entry | None:
    """Return the longest entry that the tokens from one on make up."""
    size = len(tokens)
    for entry in entries:
        words = entry.tokens
        if len(words) == 1:
            return entry
        if (
            index + len(words) <= size
            and words[1] == tokens[index + 1][0].norm
            and all(tokens[index + at][0].norm == words[at] for at in range(2, len(words)))
        ):
            return entry
    return None


def atoms(text: str, words: Lexicon) -> Atoms | None:
    """Return the atoms of a text, or None when nothing in it can be a date.

    Args:
        text: the text as written.
        words: the lexicon of its language.
    """
    tokens = _tokens(text, words)
    rows: list[tuple[str, str, Any, int, int]] = []
    free = 0
    for index, (atom, at) in enumerate(tokens):
        if index < free:
            continue
        kind, norm, value, start, end, entries = atom
        entry = _matching(entries, tokens, index) if entries else None
        if entry is None:
            rows.append((kind, norm, value, at + start, at + end))
            continue
        if entry.joined:
            rows.append(("e", norm[:1], "and", at + start, at + start + 1))
        free = index + len(entry.tokens)
        last, begin = tokens[free - 1]
        rows.append((entry.kind, entry.norm, entry.value, at + start + entry.clitic, begin + last.end))
    classes = "".join([row[0] for row in rows])
    if not _DATE_LETTERS.search(classes):
        return None
    _, norms, values, starts, ends = zip(*rows, strict=True)
    return Atoms(classes, norms, values, starts, ends, text)


def _tokens(text: str, words: Lexicon) -> list[tuple[_Atom, int]]:
    """Return the tokens of a text with the offset of their piece; none when it can hold no date."""
    pieces = _pieces(words.language)
    cut: list[_Piece] = []
    trigger = digit = opens = False
    for stretch in text.split(" "):
        piece = pieces[stretch]
        cut.append(piece)
        trigger = trigger or piece.trigger
        digit = digit or piece.digit
        opens = opens or piece.open
    if not trigger and not digit:
        return []
    whole = " ".join([piece.text for piece in cut]) if opens or not trigger else ""
    if not trigger and not _DATE_NUMBER.search(whole):
        return []
    if opens and _OVER_SPACE.search(whole):
        return [(atom, 0) for atom in _cut(whole, words)]
    found: list[tuple[_Atom, int]] = []
    at = 0
    for piece in cut:
        for atom in piece.atoms:
            found.append((atom, at))
        at += len(piece.text) + 1
    return found
