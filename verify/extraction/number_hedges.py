"""Hedges before and after a number, and what they make of its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verify.datamodels import Hedge
from verify.extraction.number_lexicon import Keys, Lexicon, Phrase, PhraseTable
from verify.extraction.number_tokens import Token

_SYMBOLS = {
    "~": Hedge.ABOUT, "≈": Hedge.ABOUT, "±": Hedge.ABOUT, ">": Hedge.MORE_THAN, "<": Hedge.LESS_THAN,
    "≥": Hedge.AT_LEAST, "≤": Hedge.AT_MOST,
}  # fmt: skip
_BOUNDS = frozenset({Hedge.AT_LEAST, Hedge.MORE_THAN, Hedge.AT_MOST, Hedge.LESS_THAN})
_VERB_WINDOW = 8
"""Tokens between a verb of exceeding and its number: "the toll in the two provinces exceeded …" with its subject."""


class Found(NamedTuple):
    """A hedge and where it stands: tokens `first` to `last` (exclusive)."""

    hedge: Hedge
    first: int
    last: int


class Interval(NamedTuple):
    """Ends of a number as read, None where open, and the hedge that says so."""

    low: float | None
    high: float | None
    hedge: Hedge


def match_forward(tokens: Sequence[Token], index: int, table: PhraseTable) -> Phrase | None:
    """Return the longest phrase of the table that begins at a token."""
    if index >= len(tokens):
        return None
    word = tokens[index].word
    if word.key not in table and word.stem not in table:
        return None
    for key in (word.key, word.stem) if word.key != word.stem else (word.key,):
        for phrase in table.get(key, ()):
            size = len(phrase.keys)
            if size == 1 or (index + size <= len(tokens) and _follow(tokens, index + 1, phrase.keys[1:])):
                return phrase
    return None


def match_backward(tokens: Sequence[Token], index: int, table: PhraseTable) -> Phrase | None:
    """Return the longest phrase of a backwards table that ends at a token (inclusive)."""
    if index < 0:
        return None
    word = tokens[index].word
    if word.key not in table and word.stem not in table:
        return None
    for key in (word.key, word.stem) if word.key != word.stem else (word.key,):
        for phrase in table.get(key, ()):
            first = index - len(phrase.keys) + 1
            if first == index or (first >= 0 and _follow(tokens, first, phrase.keys[:-1])):
                return phrase
    return None


def _follow(tokens: Sequence[Token], first: int, keys: Keys) -> bool:
    """Tell whether the words of a phrase stand in a row, each as a key or a stem."""
    for at, key in enumerate(keys, first):
        word = tokens[at].word
        if key not in (word.key, word.stem):
            return False
    return True


def before(tokens: Sequence[Token], index: int, lexicon: Lexicon, *, duration: bool) -> Found | None:
    """Find the hedge that stands right before a number; the outermost bound wins over an inner "about".

    Args:
        tokens: the sentence.
        index: the first token of the number (with its currency sign).
        lexicon: the language.
        duration: whether a stretch of time is counted: "over three days" then bounds nothing.

    What is less "than the 200" that were promised is another number: those 200 are not bounded.
    """
    found: Found | None = None
    at = index - 1
    if at > 0 and "determiners" in tokens[at].word.entry.lists and "comparers" in tokens[at - 1].word.entry.lists:
        return None
    while at >= 0:
        step = _one_before(tokens, at, lexicon, duration=duration)
        if step is None:
            if found is None and "skip_before" in tokens[at].word.entry.lists and at == index - 1:
                at -= 1
                continue
            break
        if found is None or step.hedge in _BOUNDS:
            found = Found(step.hedge, step.first, index)
        at = step.first - 1
    return found or _split_before(tokens, index) or _verb_before(tokens, index, lexicon)


def _one_before(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, duration: bool) -> Found | None:
    symbol = _SYMBOLS.get(tokens[at].text)
    if symbol is not None:
        return Found(symbol, at, at + 1)
    phrase = match_backward(tokens, at, lexicon.hedges_before)
    if phrase is None:
        return None
    during = duration and (phrase.keys, phrase.value) in lexicon.not_for_durations
    if during and (at == 0 or "over_before" not in tokens[at - 1].word.entry.lists):
        return None
    if "change_to" in tokens[at].word.entry.lists and len(phrase.keys) == 1 and _changes(tokens, at):
        return None
    return Found(Hedge(phrase.value), at - len(phrase.keys) + 1, at + 1)


def _split_before(tokens: Sequence[Token], index: int) -> Found | None:
    """Find a hedge around its subject: "is not less, the number of the missing, than 150"."""
    if index < 2 or "split_prepositions" not in tokens[index - 1].word.entry.lists:
        return None
    for at in range(index - 2, max(-1, index - 2 - _VERB_WINDOW), -1):
        lists = tokens[at].word.entry.lists
        negated = at > 0 and "negations" in tokens[at - 1].word.entry.lists
        if "split_less" in lists:
            return Found(Hedge.AT_LEAST if negated else Hedge.LESS_THAN, index - 1, index)
        if "split_more" in lists:
            return Found(Hedge.AT_MOST if negated else Hedge.MORE_THAN, index - 1, index)
        if tokens[at].kind != "w" or tokens[at].word.numeric:
            return None
    return None


def _changes(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "to" follows a verb of change, which makes it the end of a movement and no bound."""
    return any("change_verbs" in token.word.entry.lists for token in tokens[max(0, at - _VERB_WINDOW) : at])


def _verb_before(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Found | None:
    """Find a verb of exceeding whose subject stands between it and the number."""
    subject = False
    for at in range(index - 1, max(-1, index - 1 - _VERB_WINDOW), -1):
        token = tokens[at]
        lists = token.word.entry.lists
        for name in lists:
            if name.startswith("hedge_") and subject:
                negated = at > 0 and "negations" in tokens[at - 1].word.entry.lists
                hedge = Hedge(name.removeprefix("hedge_"))
                if negated:
                    return Found(Hedge.AT_MOST if hedge is Hedge.MORE_THAN else hedge, index, index)
                return Found(hedge, index, index)
        if token.kind != "w" or token.word.numeric or "breaks" in lists or "change_to" in lists:
            return None
        subject = subject or bool(token.word.entry.noun) or "totals" in lists
    return None


def after(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Found | None:
    """Find the hedge that begins at a token, after the number or what it counts."""
    if index < len(tokens) and tokens[index].text == "+" and tokens[index].glued:
        return Found(Hedge.AT_LEAST, index, index + 1)
    at = index
    if at < len(tokens) and tokens[at].text in "،," and match_forward(tokens, at + 1, lexicon.hedges_after):
        at += 1
    phrase = match_forward(tokens, at, lexicon.hedges_after)
    if phrase is None or _begins_another(tokens, at, at + len(phrase.keys)):
        return None
    return Found(Hedge(phrase.value), index, at + len(phrase.keys))


def _begins_another(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether "and more" goes on with "than": it then belongs to the next number."""
    joins = "conjunctions" in tokens[first].word.entry.lists
    return joins and last < len(tokens) and "linkers" in tokens[last].word.entry.lists


def apply(interval: Interval, hedge: Hedge) -> Interval:
    """Return the interval that a hedge makes of a number; "dozens" and ranges stay what they are."""
    low, high, own = interval
    if own in {Hedge.VAGUE, Hedge.RANGE}:
        return interval
    if hedge in {Hedge.AT_LEAST, Hedge.MORE_THAN}:
        return Interval(low, None, hedge)
    if hedge in {Hedge.AT_MOST, Hedge.LESS_THAN}:
        return Interval(None, high, hedge)
    return Interval(low, high, hedge)
