"""Parts of a whole in words: "three quarters of", "in four the three", "three quarters of an hour"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verify.extraction.number_lexicon import Entry, Lexicon
from verify.extraction.number_tokens import Token

MEASURES = frozenset({"duration", "distance", "weight", "share"})
"""What a fraction is taken of: "half an hour", "three quarters of a mile", "two tenths of a percent"."""
_HYPHENS = frozenset("-‐‑–")
_LONGEST_LINK = 3
"""Tokens between a part and what it is a part of: "of an", "d'une"."""
_NOTHING = Entry()


class Part(NamedTuple):
    """A value, the index of the token after it, and whether it is a share of a hundred."""

    value: float
    end: int
    share: bool


def read_share(tokens: Sequence[Token], index: int, lexicon: Lexicon, *, whole_follows: bool) -> Part | None:
    """Read the part that begins at a number word.

    Args:
        tokens: the sentence.
        index: the number word that counts the parts, or the number of parts where that comes first.
        lexicon: the language.
        whole_follows: whether the whole stands right after the part where no linking word is needed.
    """
    at = index + 1
    if at < len(tokens) and tokens[at].text in _HYPHENS:
        at += 1
    part = _entry(tokens, at).roles.get("share_words")
    count = _entry(tokens, index).roles.get("cardinals", 0.0)
    if not part:
        return _reversed(tokens, index, lexicon)
    end = at + 2 if "share_nouns" in _entry(tokens, at + 1).lists else at + 1
    linked = "linkers" in _entry(tokens, end).lists or whole_follows
    if not 0 < count < part or not (linked or lexicon.format.get("shares_without_link")):
        return None
    return _of_one(tokens, count / part, end, lexicon) or Part(round(100 * count / part, 2), end, True)


def _entry(tokens: Sequence[Token], index: int) -> Entry:
    return tokens[index].word.entry if 0 <= index < len(tokens) else _NOTHING


def _of_one(tokens: Sequence[Token], value: float, end: int, lexicon: Lexicon) -> Part | None:
    """Read the part of one scale or unit, which is a number of it and no share."""
    at = end
    while at < len(tokens) and at < end + _LONGEST_LINK and _links(tokens[at]):
        at += 1
    if at >= len(tokens) or tokens[at].word.definite:
        return None
    scale = _entry(tokens, at).roles.get("scales")
    if scale:
        return Part(value * scale, at + 1, False)
    measured = lexicon.unit_categories.get(_entry(tokens, at).unit) in MEASURES
    return Part(value, at, False) if measured else None


def _links(token: Token) -> bool:
    return token.text in "'’" or bool(token.word.entry.lists & {"linkers", "one_articles", "article_ones"})


def _reversed(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Part | None:
    """Read "in four the three", as Turkish says three quarters."""
    endings = tuple(lexicon.format.get("share_endings", ()))
    word = tokens[index].word
    if not endings or not word.key.endswith(endings):
        return None
    parts = word.entry.roles.get("cardinals", 0.0)
    count = _entry(tokens, index + 1).roles.get("cardinals", 0.0)
    return Part(round(100 * count / parts, 2), index + 2, True) if 0 < count < parts else None
