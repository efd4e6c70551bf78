"""Tokens for reading numbers: words with their marks, runs of digits, single symbols; offsets are exact.

A token carries what the lexicon of the language knows about it; the lexicon remembers each word form, so that a
word that comes again costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from verify.datamodels import Span
from verify.extraction.number_lexicon import Lexicon, WordInfo
from verify.extraction.words import Memo

_MARKS = (
    "\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u200b-\u200f\u2060\u061c\u00ad\u202a-\u202e\u2066-\u2069\ufeff"
)
_DIGIT_SEPARATORS = ".,٬٫،'’"
TOKEN = re.compile(
    rf"(\d+(?:[{_DIGIT_SEPARATORS}]\d+)*)"
    rf"|([^\W\d_][^\W\d_]*(?:[{_MARKS}]+[^\W\d_]*)*)"
    rf"|([^\s{_MARKS}])"
)
"""Groups 1 to 3: digits, a word, a symbol. No alternative can begin where another ends otherwise: linear."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(rf"[^\W\d_][^\W\d_]*(?:[{_MARKS}]+[^\W\d_]*)*")
_KINDS = ("", "n", "w", "s")
_WEB = re.compile(r"(?:https?:|www\.)\S+|[@#]\w+")


@dataclass(slots=True, eq=False)
class Token:
    """One token: `kind` is `n` (digits), `w` (word) or `s` (symbol); `glued` tells that nothing stands before it."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    word: WordInfo


class _Piece(NamedTuple):
    """The tokens of a stretch without spaces: kind, text, offsets in it, whether glued, and what is known of each.

    `says` tells whether a digit or number word is in it, `opens` whether a word after which a unit is a number.
    """

    tokens: tuple[tuple[str, str, int, int, bool, WordInfo], ...]
    says: bool
    opens: bool


@cache
def _pieces(lexicon: Lexicon) -> Memo[str, _Piece]:
    """Return what cuts a stretch without spaces into tokens: none reaches over a space."""

    def cut(piece: str) -> _Piece:
        words = [lexicon.word(word) for word in _WORD.findall(piece)]
        says = _DIGIT.search(piece) is not None or any(word.numeric for word in words)
        return _Piece(tuple(_cut(piece, lexicon)), says, any(_opens(word, lexicon) for word in words))

    return Memo(cut)


def _opens(word: WordInfo, lexicon: Lexicon) -> bool:
    """Tell whether a unit after a word is a number of it: an article, or a hedge where units count bare."""
    bare = bool(lexicon.format.get("bare_units_count"))
    return "one_articles" in word.entry.lists or (bare and word.stem in lexicon.hedges_before)


def _cut(piece: str, lexicon: Lexicon) -> Iterator[tuple[str, str, int, int, bool, WordInfo]]:
    """Yield the tokens of a stretch; web addresses, handles and hashtags are left out."""
    web = [match.span() for match in _WEB.finditer(piece)] if _may_hold_web(piece) else []
    previous_end = -1
    seen = 0
    for match in TOKEN.finditer(piece):
        start, end = match.span()
        if web:
            while seen < len(web) and web[seen][1] <= start:
                seen += 1
            if seen < len(web) and web[seen][0] <= start:
                continue
        text = match.group()
        yield _KINDS[match.lastindex or 0], text, start, end, start == previous_end, lexicon.word(text)
        previous_end = end


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a text in order; web addresses, handles and hashtags are left out."""
    if _may_hold_web(text):
        return [Token(*token) for token in _cut(text, lexicon)]
    pieces = _pieces(lexicon)
    tokens: list[Token] = []
    at = 0
    for piece in text.split(" "):
        for kind, surface, start, end, glued, word in pieces[piece].tokens:
            tokens.append(Token(kind, surface, at + start, at + end, glued, word))
        at += len(piece) + 1
    return tokens


def _may_hold_web(text: str) -> bool:
    return "://" in text or "www." in text or "@" in text or "#" in text


def may_say_number(text: str, lexicon: Lexicon) -> bool:
    """Tell at little cost whether a text says any number in digits or words; half of all sentences end here."""
    pieces = _pieces(lexicon)
    opens = False
    for stretch in text.split(" "):
        piece = pieces[stretch]
        if piece.says:
            return True
        opens = opens or piece.opens
    return opens and _says_one_unit(text, lexicon)


def _says_one_unit(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a unit follows a word that makes it one of it: "an hour", "more than a week"."""
    opened = False
    for piece in _WORD.findall(text):
        word = lexicon.word(piece)
        if opened and word.entry.unit:
            return True
        opened = _opens(word, lexicon)
    return False


def covered(tokens: Sequence[Token], taken: Sequence[Span]) -> frozenset[int]:
    """Return the indices of the tokens that spans cover."""
    if not taken:
        return frozenset()
    spans = sorted((span.start_char, span.end_char) for span in taken)
    inside: set[int] = set()
    at = 0
    for index, token in enumerate(tokens):
        while at < len(spans) and spans[at][1] <= token.start:
            at += 1
        if at < len(spans) and spans[at][0] < token.end:
            inside.add(index)
    return frozenset(inside)
