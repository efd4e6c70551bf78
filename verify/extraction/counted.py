"""What a number counts: the unit or the head noun after it, or the noun that it takes up from before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.datamodels import Hedge
from verify.extraction.number_hedges import match_forward
from verify.extraction.number_lexicon import Lexicon, WordInfo
from verify.extraction.number_tokens import Token
from verify.extraction.number_words import Numeral

_HYPHENS = frozenset("-‐‑")
_QUOTES = frozenset("\"“”«»'‘’")
_CAPITAL_UNITS = "CF"
"""Celsius and Fahrenheit; other units of one letter are small letters (5G is no weight)."""
_NEVER_COUNTED = frozenset({"multipliers"})
"""Words that make a factor of the number before them: "three times as many"."""
_SCAN = 6
"""Words of a noun phrase before its head: "12 Air Force F-16 fighter jets" is about the longest in news."""
_LONGEST_SYMBOL = 2
"""Unit signs of one or two letters ("m", "g") count only right after digits."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun or unit: tokens `first` to `last` (exclusive), the head word's index, its unit and class."""

    first: int
    last: int
    head: int
    unit: str = ""
    noun: str = ""
    known: bool = False
    linked: bool = False


def unit_after(tokens: Sequence[Token], index: int, lexicon: Lexicon, *, digits: bool) -> Counted | None:
    """Return the unit that begins at a token ("percent", "في المئة", "km²", "million dollars" after the scale)."""
    if index >= len(tokens):
        return None
    phrase = match_forward(tokens, index, lexicon.currency) if digits else None
    phrase = match_forward(tokens, index, lexicon.units) or phrase
    if phrase is None or not _is_unit_form(tokens[index], len(phrase.keys), digits=digits):
        return None
    last = index + len(phrase.keys)
    if phrase.value == "day" and _is_weekday(tokens, last):
        return None
    return Counted(index, last, index, unit=phrase.value, noun="", known=True)


def _is_unit_form(token: Token, words: int, *, digits: bool) -> bool:
    """Tell whether a word can be a unit as it stands: nothing tied to it, no dual, short ones after digits only."""
    word = token.word
    joined = word.known and word.prefixed and (word.conjoined or not word.definite)
    if token.kind == "n" or joined or word.entry.dual or (word.definite and words == 1 and word.prefixed):
        return False
    if token.kind != "w" or not token.text.isascii():
        return True
    if len(token.text) == 1 and token.text.isupper() != (token.text in _CAPITAL_UNITS):
        return False
    return digits or len(token.text) > _LONGEST_SYMBOL


def _is_weekday(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and "weekdays" in tokens[index].word.entry.lists


def unit_before(tokens: Sequence[Token], numeral: Numeral) -> Counted | None:
    """Return a unit that stands before its number: "magnitude 6.8", "magnitude-6.8"."""
    at = numeral.first - 1
    if at > 0 and tokens[at].text in _HYPHENS:
        at -= 1
    while at > 0 and at > numeral.first - 3 and "unit_links" in tokens[at].word.entry.lists:
        at -= 1
    if at < 0 or "units_ahead" not in tokens[at].word.entry.lists:
        return None
    return Counted(numeral.last, numeral.last, at, unit=tokens[at].word.entry.unit, known=True)


def share_of(tokens: Sequence[Token], numeral: Numeral) -> Counted:
    """Return the unit of a part of a whole with the first word of the whole: "three quarters of the cost"."""
    head = _after_linker(tokens, numeral.last)
    if head >= len(tokens) or tokens[head].kind != "w":
        return Counted(numeral.last, numeral.last, -1, unit="percent", known=True)
    return Counted(numeral.last, head + 1, head, unit="percent", known=True)


def noun_after(tokens: Sequence[Token], numeral: Numeral, lexicon: Lexicon) -> Counted | None:
    """Return the noun that a numeral counts, as it stands after it."""
    index = numeral.last
    if index >= len(tokens) or not lexicon.known:
        return None
    if tokens[index].text in _HYPHENS and tokens[index].glued and index + 1 < len(tokens) and tokens[index + 1].glued:
        return _compound(tokens, index + 1, lexicon)
    linked = _after_linker(tokens, index)
    if linked > index:
        found = _noun_at(tokens, linked, numeral, lexicon, linked=True)
        return found and Counted(found.first, found.last, found.head, found.unit, found.noun, found.known, True)
    return _noun_at(tokens, index, numeral, lexicon, linked=False)


def _compound(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Counted | None:
    """Read what a hyphen ties to the number: "three-day", "20-member"."""
    entry = tokens[index].word.entry
    if entry.unit and len(tokens[index].text) > _LONGEST_SYMBOL:
        return Counted(index, index + 1, index, unit=entry.unit, known=True)
    if entry.noun:
        return Counted(index, index + 1, index, noun=entry.noun, known=True)
    return None


def _after_linker(tokens: Sequence[Token], index: int) -> int:
    """Return the index after "of (the)", the index itself when there is no linker."""
    at = index
    if at < len(tokens) and "linkers" in tokens[at].word.entry.lists:
        at += 1
        while at < len(tokens) and at <= index + 4 and _is_determiner(tokens[at]):
            at += 1
    return at


def _is_determiner(token: Token) -> bool:
    return token.text in "'’" or bool(token.word.entry.lists & {"determiners", "articles", "skip_before"})


def _noun_at(
    tokens: Sequence[Token], index: int, numeral: Numeral, lexicon: Lexicon, *, linked: bool
) -> Counted | None:
    rule = lexicon.format.get("noun", "next")
    if rule == "scan":
        return _scan(tokens, index, numeral, lexicon)
    return _next(tokens, index, numeral, lexicon, linked=linked)


def _next(tokens: Sequence[Token], index: int, numeral: Numeral, lexicon: Lexicon, *, linked: bool) -> Counted | None:
    """Read the noun where nouns follow numbers at once, adjectives of a few kinds between."""
    at = _past_adjectives(tokens, index, lexicon)
    if at >= len(tokens) or not _can_be_noun(tokens[at], lexicon):
        return None
    word = tokens[at].word
    if word.entry.unit == "day" and _is_weekday(tokens, at + 1):
        return None
    fits = _fits_link(word, lexicon) if linked else _fits_number(tokens[at], numeral, tokens, lexicon)
    if not fits or not _agrees(word, numeral, lexicon):
        return None
    head = _after_classifier(tokens, at, lexicon)
    entry = tokens[head].word.entry
    return Counted(index, head + 1, head, unit=entry.unit, noun=entry.noun or word.entry.noun, known=word.known)


def _past_adjectives(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> int:
    at = index
    while at < len(tokens) and at < index + 3 and tokens[at].text in _QUOTES:
        at += 1
    while at + 1 < len(tokens) and at < index + 4 and "before_noun" in tokens[at].word.entry.lists:
        if not _can_be_noun(tokens[at + 1], lexicon):
            break
        at += 1
    return at


def _fits_number(token: Token, numeral: Numeral, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a word has the form of a noun right after a number: indefinite, nothing tied before it."""
    word = token.word
    marked = lexicon.format.get("indefinite_mark", "\0") in token.text
    free = numeral.hedge is Hedge.VAGUE or numeral.noun_like or tokens[numeral.first].word.definite or marked
    if word.definite:
        return free
    return not (word.prefixed if word.known else not marked and _looks_joined(token, lexicon))


def _fits_link(word: WordInfo, lexicon: Lexicon) -> bool:
    """Tell whether a word after "of" is counted, where "of" as often begins something else: "50,000 from the …"."""
    if word.entry.noun or word.definite or not lexicon.format.get("linked_must_be_known"):
        return True
    return word.key.endswith(tuple(form for form in lexicon.format.get("possessives", ()) if form))


def _agrees(word: WordInfo, numeral: Numeral, lexicon: Lexicon) -> bool:
    """Tell whether an unknown word looks plural after a number of two or more, where plurals are marked."""
    plurals = tuple(lexicon.format.get("plural_marks", ()))
    known = bool(word.entry.noun or word.entry.unit)
    return known or not plurals or numeral.high < 2 or word.key.endswith(plurals)


def _after_classifier(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Return the noun after a counting word (Persian "persons", "sets"), the counting word itself without one."""
    if "classifiers" not in tokens[at].word.entry.lists or at + 1 >= len(tokens):
        return at
    after = tokens[at + 1]
    return at + 1 if after.word.entry.noun and not after.word.entry.verb and _can_be_noun(after, lexicon) else at


def _can_be_noun(token: Token, lexicon: Lexicon) -> bool:
    entry = token.word.entry
    if (
        token.kind != "w"
        or entry.lists & _NEVER_COUNTED
        or entry.lists & {"not_nouns", "among", "breaks", "months", "conjunctions", "change_to"}
    ):
        return False
    if entry.noun or entry.unit:
        return True
    if entry.roles or entry.verb or entry.nominal:
        return bool(entry.lists & {"other"})
    return entry is not None and not _looks_verbal(token.word.key, lexicon)


def _looks_verbal(key: str, lexicon: Lexicon) -> bool:
    if key.endswith(tuple(lexicon.format.get("verb_endings", ()))):
        return True
    patterns = lexicon.format.get("verb_patterns", ())
    return any(key.startswith(start) and key.endswith(end) for start, end in patterns)


def _looks_joined(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether an unknown word more likely begins with "and", "in" or "for" than with the letter itself."""
    key = token.word.key
    if key.startswith(tuple(lexicon.format.get("joined_unless_marked", ()))):
        return not key.endswith(tuple(lexicon.format.get("noun_marks", ())))
    return False


def _scan(tokens: Sequence[Token], index: int, numeral: Numeral, lexicon: Lexicon) -> Counted | None:
    """Read the head of a noun phrase in which adjectives and other nouns stand before it."""
    at = index
    fallback: Counted | None = None
    while at < len(tokens) and at < index + _SCAN:
        token = tokens[at]
        if token.kind == "s":
            if not _inside_phrase(tokens, at):
                break
            at += 1
            continue
        if token.kind == "n" or not _may_stand_in_phrase(token):
            break
        head = _head_here(tokens, at, lexicon)
        if head is not None:
            entry = tokens[head].word.entry
            return Counted(index, head + 1, head, unit=entry.unit, noun=entry.noun, known=bool(entry.noun))
        if fallback is None and lexicon.format.get("first_word_counts") and not _is_adjective(token, lexicon):
            fallback = Counted(index, at + 1, at, known=False)
        at += 1
    return fallback


def _inside_phrase(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.text in _HYPHENS or token.text in _QUOTES:
        return token.glued or token.text in _QUOTES
    previous = tokens[at - 1] if at else None
    return token.text == "." and token.glued and previous is not None and len(previous.text) == 1


def _may_stand_in_phrase(token: Token) -> bool:
    entry = token.word.entry
    if entry.lists & {"not_nouns", "conjunctions", "linkers", "months", "among", "articles"}:
        return False
    return not (entry.verb and not entry.noun) and not entry.roles


def _is_adjective(token: Token, lexicon: Lexicon) -> bool:
    endings = tuple(lexicon.format.get("adjective_endings", ()))
    return "adjectives" in token.word.entry.lists or (bool(endings) and token.word.key.endswith(endings))


def _head_here(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return the head's index when the phrase's head is this word or the noun right after it."""
    token = tokens[at]
    entry = token.word.entry
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if entry.noun or (entry.unit and not lexicon.format.get("plural_s")):
        if after is not None and after.kind == "w" and _is_later_head(token, after, lexicon):
            return at + 1
        return at
    if lexicon.format.get("plural_s") and _looks_plural(token):
        if after is not None and after.kind == "w" and after.word.entry.noun and not after.word.entry.verb:
            return at + 1
        return at
    return None


def _is_later_head(token: Token, after: Token, lexicon: Lexicon) -> bool:
    """Tell whether the next word is the head and this one only describes it: "police officers", "wounded men"."""
    entry = after.word.entry
    if not lexicon.format.get("plural_s"):
        return bool(entry.noun) and "adjectives" in token.word.entry.lists
    if entry.verb or not (entry.noun or _looks_plural(after)) or entry.lists & {"not_nouns"}:
        return False
    return not _looks_plural(token) or bool(entry.noun)


def _looks_plural(token: Token) -> bool:
    key = token.word.key
    return len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is"))
