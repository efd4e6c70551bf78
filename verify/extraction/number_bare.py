"""Numbers without a noun of their own: whether they count, and what they refer to."""

from __future__ import annotations

from collections.abc import Sequence

from verify.datamodels import Hedge
from verify.extraction.counted_class import Classifier
from verify.extraction.number_hedges import match_backward, match_forward
from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_tokens import Token
from verify.extraction.number_words import Numeral

_LARGE = 1000
"""From a thousand up a number with a scale word, separators or a hedge is a count even without a noun."""
_NEAR = 3
"""Tokens between a bare number and the verb that counts it: "Nine have since been killed"."""
_LAST_HOUR = 24
"""Two number words up to it may be hours: "between five and seven"."""
_WHOLE_GAP = 16
"""Tokens between a whole and its part: "Of the 26 passengers on the flight from …, nine survived"."""
_CLAUSE_MARKS = frozenset(',،.;:؛–—"«“')
_LEADERS = frozenset({"among", "totals", "only"})


class Bare:
    """Judges numbers with an elided noun in one sentence."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, classifier: Classifier) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.classifier = classifier

    def counts(self, numeral: Numeral, *, hedged: bool) -> bool:
        """Tell whether a number without a noun is a count: its neighbours must say so."""
        if not self.lexicon.known:
            return False
        if numeral.hedge is Hedge.VAGUE or (numeral.low >= _LARGE and self._is_formed(numeral)):
            return True
        if numeral.hedge is Hedge.RANGE and not numeral.digits and numeral.low > _LAST_HOUR:
            return True
        return self._led(numeral) or self._followed(numeral) or (hedged and self._governed(numeral))

    def _led(self, numeral: Numeral) -> bool:
        """Tell whether the word before makes it a count: "killed 13", "the dead 14", "of them 12", "out of 40"."""
        if numeral.first == 0:
            return False
        before = self.tokens[numeral.first - 1].word.entry
        if before.verb or before.nominal or self._is_class(before.noun) or before.lists & _LEADERS:
            return True
        if before.lists & {"change_to", "change_from"} and self._changes(numeral):
            return True
        return match_backward(self.tokens, numeral.first - 1, self.lexicon.out_of_back) is not None

    def _followed(self, numeral: Numeral) -> bool:
        """Tell whether what follows makes it a count: "Nine were killed", "17 out of 40"."""
        after = self.tokens[numeral.last].word.entry if numeral.last < len(self.tokens) else None
        if after is not None and (after.verb or "among" in after.lists):
            return True
        if after is not None and "change_verbs" in after.lists and self._changes(numeral):
            return True
        if match_forward(self.tokens, numeral.last, self.lexicon.differences) is not None or self._is_owned(numeral):
            return True
        if match_forward(self.tokens, numeral.last, self.lexicon.out_of) is not None:
            return True
        follows = self.classifier.governing_after(numeral.last)
        return follows is not None and follows.index - numeral.last <= _NEAR

    def _is_owned(self, numeral: Numeral) -> bool:
        """Tell whether a number stands in the possessive after a genitive: Turkish "of the dead the three"."""
        owned = tuple(self.lexicon.format.get("owned_endings", ()))
        owners = tuple(self.lexicon.format.get("genitive_endings", ()))
        if not owned or numeral.first == 0 or not self.tokens[numeral.last - 1].word.key.endswith(owned):
            return False
        word, owner = self.tokens[numeral.last - 1].word, self.tokens[numeral.first - 1]
        inflected = word.stem != word.key or word.key in owned or "owned" in word.entry.lists
        return inflected and owner.kind == "w" and owner.word.key.endswith(owners)

    def opens_whole(self, first: int, last: int, numeral: Numeral) -> bool:
        """Tell whether a count of which this number may be a part opens its clause: "Of 40 wagons 12 arrived"."""
        if numeral.first - last > _WHOLE_GAP or numeral.low < 1 or numeral.low != int(numeral.low):
            return False
        at = first - 1
        while at > 0 and self.tokens[at].word.entry.lists & {"determiners", "articles", "skip_before"}:
            if "whole_openers" in self.tokens[at].word.entry.lists:
                break
            at -= 1
        if at < 0 or "whole_openers" not in self.tokens[at].word.entry.lists:
            return False
        between = self.tokens[last : numeral.first]
        ended = any(token.text in ".;؛:" and not token.glued for token in between) or any(
            t.text in ";؛:" for t in between
        )
        return not ended and (at == 0 or self.tokens[at - 1].text in _CLAUSE_MARKS)

    def _governed(self, numeral: Numeral) -> bool:
        """Tell whether the clause of a hedged number speaks of people or totals."""
        governed = self.classifier.governing_before(numeral.first) or self.classifier.noun_before(numeral.first)
        return numeral.low >= _LARGE or governed is not None or self._changes(numeral)

    def _is_formed(self, numeral: Numeral) -> bool:
        """Tell whether a large number is written as a count: with a scale word or separators, not as a code."""
        return not all(self.tokens[at].text.isdigit() for at in range(numeral.first, numeral.last))

    def _is_class(self, noun: str) -> bool:
        return noun in self.lexicon.person_classes

    def _changes(self, numeral: Numeral) -> bool:
        """Tell whether the clause speaks of a total or of people that rise or fall to this number."""
        if self.classifier.noun_before(numeral.first) is not None:
            return True
        window = range(max(0, numeral.first - 8), numeral.first)
        return any(self.tokens[at].word.entry.lists & {"totals", "change_verbs"} for at in window)

    def noun(self, numeral: Numeral) -> int | None:
        """Return the index of the noun that a bare number refers to, in the same clause."""
        second = self._after_out_of(numeral)
        if second is not None:
            return second
        follows = self.tokens[numeral.last] if numeral.last < len(self.tokens) else None
        joined = follows is not None and follows.word.conjoined and follows.word.prefixed
        if follows is not None and not joined and follows.word.entry.noun in self.lexicon.outcomes:
            return numeral.last
        if match_backward(self.tokens, numeral.first - 1, self.lexicon.out_of_back) is not None:
            for at in range(numeral.first - 1, max(-1, numeral.first - 8), -1):
                if self.tokens[at].word.entry.noun:
                    return at
        found = self.classifier.noun_before(numeral.first)
        return found.index if found is not None else None

    def _after_out_of(self, numeral: Numeral) -> int | None:
        """Find the noun of the whole: "17 of 40 houses" counts houses twice."""
        phrase = match_forward(self.tokens, numeral.last, self.lexicon.out_of)
        if phrase is None:
            return None
        at = numeral.last + len(phrase.keys)
        for index in range(at, min(len(self.tokens), at + 6)):
            token = self.tokens[index]
            if token.kind == "s" and token.text not in "'’-":
                return None
            if token.word.entry.noun and not token.word.entry.dual:
                return index
            if token.word.entry.verb:
                return None
        return None
