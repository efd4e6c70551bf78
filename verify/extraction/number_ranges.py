"""Ranges of two numbers, and what only looks like one: scores, a change from one value to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.datamodels import Hedge
from verify.extraction.counted import unit_after
from verify.extraction.number_hedges import match_backward, match_forward
from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_tokens import Token
from verify.extraction.number_words import Numeral, NumeralReader

_HYPHENS = frozenset("-‐‑–—")
_BETWEEN_NOUN = 3
"""Tokens of a unit or noun that may stand after the first number: "between $180 million and", "80 مليون دولار و"."""
_CHANGE_WINDOW = 12
"""Tokens back to a verb of change, which makes "from 3 to 5" a change and no range."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range: `numeral` covers both numbers, `first` is the token with which its surface begins."""

    numeral: Numeral
    first: int


class Ranges:
    """Finds ranges in one sentence."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, numerals: NumeralReader) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.numerals = numerals

    def read(self, numeral: Numeral) -> Range | None:
        """Return the range that begins with this number, None when it stands alone."""
        if numeral.low != numeral.high:
            return None
        return self._worded(numeral) or self._tied(numeral)

    def _start(self, numeral: Numeral) -> int:
        """Return the first token of the number with its currency sign."""
        at = numeral.first - 1
        return at if at >= 0 and self.tokens[at].word.key in self.lexicon.currency else numeral.first

    def _worded(self, numeral: Numeral) -> Range | None:
        """Read "between X and Y", "from X to Y"."""
        start = self._start(numeral)
        between = match_backward(self.tokens, start - 1, self.lexicon.between)
        if between is not None:
            second = self._second(numeral, self.lexicon.range_and)
            return self._join(numeral, second, start - len(between.keys))
        opened = match_backward(self.tokens, start - 1, self.lexicon.range_from)
        if opened is None or self._is_change(start):
            return None
        second = self._second(numeral, self.lexicon.range_to)
        return self._join(numeral, second, start - len(opened.keys))

    def _second(self, numeral: Numeral, joiner: object) -> Numeral | None:
        """Find the second number, over a unit or noun and the joining word."""
        table = self.lexicon.range_and if joiner is self.lexicon.range_and else self.lexicon.range_to
        at = numeral.last
        for _ in range(_BETWEEN_NOUN + 1):
            if at >= len(self.tokens):
                return None
            token = self.tokens[at]
            phrase = match_forward(self.tokens, at, table)
            if table is self.lexicon.range_and and token.word.conjoined and (token.kind == "n" or token.word.numeric):
                return self.numerals.read(at)
            if phrase is not None:
                at += len(phrase.keys)
                if at < len(self.tokens) and match_backward(self.tokens, at, self.lexicon.between):
                    at += 1
                if at < len(self.tokens) and self.tokens[at].word.key in self.lexicon.currency:
                    at += 1
                return self.numerals.read(at) if at < len(self.tokens) else None
            if token.kind == "n" or token.text in ".;،,؛":
                return None
            at += 1
        return None

    def _is_change(self, first: int) -> bool:
        for at in range(first - 1, max(-1, first - 1 - _CHANGE_WINDOW), -1):
            if "change_verbs" in self.tokens[at].word.entry.lists:
                return True
            if self.tokens[at].kind == "s" and self.tokens[at].text in ".;؛:":
                return False
        return False

    def _tied(self, numeral: Numeral) -> Range | None:
        """Read "10-15", "10 to 15", "two or three"."""
        at = numeral.last
        if at + 1 >= len(self.tokens):
            return None
        if self.tokens[at].text in _HYPHENS:
            tight = self.tokens[at].glued == self.tokens[at + 1].glued
            words = self._adjacent(numeral, at + 1) and not numeral.digits
            second = self.numerals.read(at + 1) if tight and (words or self.tokens[at + 1].kind == "n") else None
            return self._join(numeral, second, self._start(numeral))
        if self._adjacent(numeral, at):
            return self._join(numeral, self.numerals.read(at), self._start(numeral))
        phrase = match_forward(self.tokens, at, self.lexicon.range_to)
        if phrase is None:
            phrase = match_forward(self.tokens, at, self.lexicon.range_or)
        opened = match_backward(self.tokens, self._start(numeral) - 1, self.lexicon.range_from)
        if phrase is None or (opened is not None and self._is_change(numeral.first)):
            return None
        at += len(phrase.keys)
        if at < len(self.tokens) and "units_ahead" in self.tokens[at].word.entry.lists:
            at += 1
        if at >= len(self.tokens):
            return None
        return self._join(numeral, self.numerals.read(at), self._start(numeral))

    def _adjacent(self, numeral: Numeral, at: int) -> bool:
        """Tell whether the next number word is one more: "three four days" for three or four."""
        if not self.lexicon.format.get("adjacent_ranges") or numeral.digits or numeral.low >= 10:
            return False
        return (
            self.tokens[at].word.entry.roles.get("cardinals") == numeral.low + 1 and not self.tokens[at].word.conjoined
        )

    def _join(self, low: Numeral, high: Numeral | None, first: int) -> Range | None:
        if high is None or high.low != high.high:
            return None
        start, end = low.low, high.high
        if low.last - low.first == 1 and self._has_scale(high) and not self._has_own_unit(low):
            scale = self._scale_of(high)
            if start < end / scale:
                start *= scale
        if start >= end:
            return None
        joined = Numeral(high.first, high.last, start, end, Hedge.RANGE, digits=high.digits)
        return Range(joined, first)

    def _has_own_unit(self, low: Numeral) -> bool:
        return unit_after(self.tokens, low.last, self.lexicon, digits=low.digits) is not None

    def _has_scale(self, numeral: Numeral) -> bool:
        return self._scale_of(numeral) > 1

    def _scale_of(self, numeral: Numeral) -> float:
        """Return the scale word that ends a number and that the number before it shares."""
        if numeral.last - numeral.first < 2:
            return 1.0
        roles = self.tokens[numeral.last - 1].word.entry.roles
        return roles.get("scales") or roles.get("scale_symbols") or 1.0

    def needs_noun(self, numeral: Numeral) -> bool:
        """Tell whether a range of digits tied by a hyphen must count something to be one: else it is a score."""
        before = self.tokens[numeral.first - 1] if numeral.first else None
        return before is not None and before.text in _HYPHENS

    def is_score(self, numeral: Numeral) -> bool:
        """Tell whether the number belongs to a score or a date in digits: "3-2", "38 - 17", "10-03-2024"."""
        if self._is_linked(numeral):
            return True
        return numeral.digits and (self._is_tied(numeral.last) or self._is_second(numeral.first))

    def _is_linked(self, numeral: Numeral) -> bool:
        """Recognise a score with a word between: Persian "three on one"."""
        for at, other in ((numeral.last, numeral.last + 1), (numeral.first - 1, numeral.first - 2)):
            if at < 1 or not 0 <= other < len(self.tokens) or "score_links" not in self.tokens[at].word.entry.lists:
                continue
            if self.tokens[other].kind == "n" or self.tokens[other].word.entry.roles:
                return True
        return False

    def _is_tied(self, at: int) -> bool:
        if at + 1 >= len(self.tokens) or self.tokens[at].text not in _HYPHENS:
            return False
        return self.tokens[at].glued and self.tokens[at + 1].glued and self.tokens[at + 1].kind == "n"

    def _is_second(self, first: int) -> bool:
        if first < 2 or self.tokens[first - 1].text not in _HYPHENS or self.tokens[first - 2].kind != "n":
            return False
        return not self.tokens[first].glued and not self.tokens[first - 1].glued
