"""Tokens for reading numbers: words with their marks, runs of digits, single symbols; offsets are exact.

A token carries what the lexicon of the language knows about it; the lexicon remembers each word form, so that a
word that comes again costs one look-up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verify.extraction.number_lexicon import Lexicon, WordInfo

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


def tokenize(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a text in order; web addresses, handles and hashtags are left out."""
    web = [match.span() for match in _WEB.finditer(text)] if _may_hold_web(text) else []
    tokens: list[Token] = []
    previous_end = -1
    seen = 0
    lookup = lexicon.word
    for match in TOKEN.finditer(text):
        start, end = match.span()
        if web:
            while seen < len(web) and web[seen][1] <= start:
                seen += 1
            if seen < len(web) and web[seen][0] <= start:
                continue
        piece = match.group()
        tokens.append(Token(_KINDS[match.lastindex or 0], piece, start, end, start == previous_end, lookup(piece)))
        previous_end = end
    return tokens


def _may_hold_web(text: str) -> bool:
    return "://" in text or "www." in text or "@" in text or "#" in text


def may_say_number(text: str, lexicon: Lexicon) -> bool:
    """Tell at little cost whether a text says any number in digits or words; half of all sentences end here."""
    if _DIGIT.search(text):
        return True
    article = False
    bare = bool(lexicon.format.get("bare_units_count"))
    lookup = lexicon.word
    for piece in _WORD.findall(text):
        word = lookup(piece)
        if word.numeric or (article and word.entry.unit):
            return True
        article = "one_articles" in word.entry.lists or (bare and word.stem in lexicon.hedges_before)
    return False
