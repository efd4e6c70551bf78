"""Counts in the form of a noun: duals, "one" beside a noun, single persons beside counted ones, definite numerals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verify.datamodels import Hedge
from verify.extraction.counted import Counted
from verify.extraction.number_hedges import before, match_forward
from verify.extraction.number_lexicon import Lexicon, WordInfo
from verify.extraction.number_tokens import Token
from verify.extraction.number_words import Numeral

_LIST_GAP = 5
"""Tokens between a counted noun and a single one in the same list: "two American soldiers and an interpreter"."""


_FEW = 5
"""Below five a Russian noun stands in the genitive singular after its number, from five on in the plural."""
_GOVERNS = frozenset({"linkers", "totals", "year_before"})
"""Words before a noun that make it no counted one: "of the wagons 54", "the number of people 54"."""


class Half(NamedTuple):
    """A fraction after a unit and the index after it."""

    value: float
    last: int


class Forms:
    """Reads counts in noun forms in one sentence."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def dual(self, index: int) -> Counted | None:
        """Return what a dual noun counts, None for a dual that points back at partners."""
        word = self.tokens[index].word
        entry = word.entry
        if word.definite and not entry.definite_dual:
            return None
        previous = self.tokens[index - 1] if index else None
        numeric = previous is not None and (previous.kind == "n" or bool(previous.word.entry.roles))
        if numeric and not (word.conjoined and previous is not None and "alone" in previous.word.entry.lists):
            return None
        if previous is not None and ("pair_before" in previous.word.entry.lists or self._is_adjective(index)):
            return None
        construct = tuple(self.lexicon.format.get("construct_endings", ()))
        if construct and word.stem.endswith(construct) and not self._may_be_construct(index):
            return None
        return Counted(index, index + 1, index, unit=entry.unit, noun=entry.noun, known=True)

    def _is_adjective(self, index: int) -> bool:
        """Tell whether a dual right after a dual only describes it: "two soldiers, Iraqi"; not "two bodies of two"."""
        previous, word = self.tokens[index - 1].word, self.tokens[index].word
        construct = tuple(self.lexicon.format.get("construct_endings", ()))
        return previous.entry.dual and not word.conjoined and not previous.stem.endswith(construct or ("\0",))

    def _may_be_construct(self, index: int) -> bool:
        """Tell whether a dual without its ending is followed by a noun: "two patrols of police", not "my car"."""
        entry = self.tokens[index].word.entry
        if entry.noun in {"places", "countries"} or index + 1 >= len(self.tokens):
            return False
        after = self.tokens[index + 1]
        if after.kind != "w" or after.word.definite or after.word.conjoined:
            return False
        return not after.word.entry.lists & {"not_nouns", "breaks", "among"}

    def one_unit(self, index: int) -> Counted | None:
        """Return a singular unit that stands for one of it: after a hedge, or before "and a half"."""
        word = self.tokens[index].word
        if word.definite or (word.prefixed and not word.conjoined) or "plurals" in word.entry.lists:
            return None
        if self.lexicon.unit_categories.get(word.entry.unit) not in {"duration", "distance"}:
            return None
        after = self.tokens[index + 1].word if index + 1 < len(self.tokens) else None
        if after is not None and ((after.entry.roles and not after.conjoined) or "weekdays" in after.entry.lists):
            return None
        hedge = before(self.tokens, index, self.lexicon, duration=True)
        hedged = (
            hedge is not None
            and hedge.last > hedge.first
            and (hedge.last - hedge.first > 1 or hedge.hedge is Hedge.ABOUT)
        )
        halved = self.half_after(index + 1) is not None
        if not halved and (not hedged or self.lexicon.format.get("bare_units_halved")):
            return None
        return Counted(index, index + 1, index, unit=word.entry.unit, known=True)

    def noun_before_one(self, numeral: Numeral) -> Counted | None:
        """Return the noun before "one" where the language puts it so: "a civilian one"."""
        first = numeral.first
        word = self.tokens[first].word
        if numeral.low != 1 or numeral.last - first != 1 or word.prefixed or "alone" not in word.entry.lists:
            return None
        for head in range(first - 1, max(-1, first - 3), -1):
            entry = self.tokens[head].word.entry
            if head < first - 1 and self.tokens[first - 1].word.conjoined:
                return None
            if entry.noun or entry.unit:
                if not self._may_be_one(self.tokens[head].word):
                    return None
                return Counted(head, head + 1, head, unit=entry.unit, noun=entry.noun, known=True)
        return None

    def noun_before_about(self, numeral: Numeral) -> Counted | None:
        """Return the noun that stands before its number to say "about": Russian "tonnes five", "people 200"."""
        at = numeral.first - 1
        if at < 0 or not self.lexicon.format.get("inverted_is_about"):
            return None
        word = self.tokens[at].word
        if not (word.entry.unit or "inverted" in word.entry.lists) or "units_ahead" in word.entry.lists:
            return None
        endings = self.lexicon.format["few_endings" if numeral.low < _FEW else "many_endings"]
        behind = self.tokens[at - 1] if at else None
        if behind is not None and (behind.kind == "n" or behind.word.numeric or behind.word.entry.lists & _GOVERNS):
            return None
        if not word.key.endswith(tuple(endings)):
            return None
        return Counted(at, at + 1, at, unit=word.entry.unit, noun=word.entry.noun, known=True)

    def _may_be_one(self, word: WordInfo) -> bool:
        """Tell whether a noun can stand before "one": an indefinite singular, not "as one team"."""
        if word.prefixed and word.key.startswith(tuple(self.lexicon.format.get("simile_prefixes", ()))):
            return False
        return not (word.definite or word.entry.dual or word.entry.verb or "plurals" in word.entry.lists)

    def is_weak_one(self, numeral: Numeral) -> bool:
        """Tell whether the numeral is a bare "one" that is an article or a pronoun as often as a number."""
        if numeral.digits or numeral.low != 1 or numeral.high != 1 or numeral.last - numeral.first != 1:
            return False
        lists = self.tokens[numeral.first].word.entry.lists
        return bool(lists & {"strict_ones", "article_ones", "alone", "one_articles"})

    def weak_one_counts(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether such a "one" is a count after all."""
        if counted is None and match_forward(self.tokens, numeral.last, self.lexicon.out_of) is not None:
            only = "only" in (self.tokens[numeral.first - 1].word.entry.lists if numeral.first else ())
            return only or before(self.tokens, numeral.first, self.lexicon, duration=False) is not None
        if counted is None or not (counted.noun or counted.unit):
            return False
        if self.lexicon.unit_categories.get(counted.unit) == "share":
            return True
        hedged = before(self.tokens, numeral.first, self.lexicon, duration=False) is not None
        previous = self.tokens[numeral.first - 1].word.entry.lists if numeral.first else set()
        if hedged or counted.linked:
            return hedged
        following = self.tokens[numeral.last].word.entry.lists if numeral.last < len(self.tokens) else set()
        if "only" in previous or "alone_after" in following:
            return True
        lists = self.tokens[numeral.first].word.entry.lists
        if "one_articles" in lists:
            return "article_before" in previous
        return self._one_counts(counted, lists, previous)

    def _one_counts(self, counted: Counted, lists: set[str], previous: set[str]) -> bool:
        if "article_ones" in lists:
            classified = "classifiers" in self.tokens[counted.head].word.entry.lists
            lasting = counted.unit != "" and "one_before" in previous
            return classified or lasting or counted.noun in self.lexicon.counted_alone
        return "alone" not in lists and (counted.unit != "day" or "one_before" in previous)

    def is_strict(self, numeral: Numeral) -> bool:
        """Tell whether a number in words needs a noun that is known: nought, one."""
        return not numeral.digits and numeral.high <= 1

    def may_be_definite(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether a numeral with the article is a cardinal: after a plural, or before what it counts."""
        if not self._is_definite(numeral.first) or numeral.hedge is Hedge.VAGUE:
            return True
        if counted is not None and (counted.unit or counted.noun):
            return True
        if numeral.low >= 100 and before(self.tokens, numeral.first, self.lexicon, duration=False):
            return True
        return self.noun_before_definite(numeral) is not None

    def noun_before_definite(self, numeral: Numeral) -> Counted | None:
        """Return the plural that a definite numeral follows: "the detainees, the eleven"."""
        tied = self._clitic_article(numeral.first)
        at = numeral.first - (2 if tied else 1)
        if at < 0 or not (tied or self._is_definite(numeral.first)):
            return None
        token = self.tokens[at]
        if token.kind != "w" or not token.word.definite or token.word.entry.lists & {"not_nouns", "labels"}:
            return None
        endings = tuple(self.lexicon.format.get("plural_endings", ()))
        if not (token.word.entry.plural or (not token.word.entry.noun and token.word.key.endswith(endings))):
            at -= 1
            if at < 0 or not self._may_own(at, numeral):
                return None
        entry = self.tokens[at].word.entry
        return Counted(numeral.first, numeral.last, at, unit=entry.unit, noun=entry.noun, known=True)

    def _is_definite(self, index: int) -> bool:
        """Tell whether a number has the article; the Arabic Monday is "the two" in "the two and twenty"."""
        word = self.tokens[index].word
        return word.definite or "weekdays" in word.entry.lists

    def _may_own(self, at: int, numeral: Numeral) -> bool:
        """Tell whether the counted plural stands one word further back: "boats of rescue, the eight".

        Tens alone are ordinals after a singular ("the fiftieth anniversary").
        """
        word = self.tokens[at].word
        tens = numeral.low % 10 == 0 and numeral.low < 100
        return word.entry.plural and not word.entry.dual and not word.definite and not tens

    def _clitic_article(self, first: int) -> bool:
        """Tell whether digits are tied to the article: "الـ48"."""
        if first == 0 or self.tokens[first].kind != "n":
            return False
        return self.tokens[first - 1].word.key in self.lexicon.format.get("number_articles", ())

    def half_after(self, last: int) -> Half | None:
        """Read the fraction in "an hour and a half" after the unit."""
        if last >= len(self.tokens):
            return None
        word = self.tokens[last].word
        at = last
        if not (word.conjoined and "fractions" in word.entry.roles):
            if not word.entry.lists & {"conjunctions", "fraction_links"} or last + 1 >= len(self.tokens):
                return None
            articles = "articles" in self.tokens[last + 1].word.entry.lists and last + 2 < len(self.tokens)
            at = last + 2 if articles else last + 1
        fraction = self.tokens[at].word.entry.roles.get("fractions")
        if fraction is None:
            return None
        following = self.tokens[at + 1].word if at + 1 < len(self.tokens) else None
        if following is None or not ("scales" in following.entry.roles or following.entry.unit):
            return Half(fraction, at + 1)
        return Half(fraction, at + 2) if following.definite and following.entry.unit else None

    def singles(self, spans: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]) -> list[Counted]:
        """Find single persons or things joined to a list of counted ones.

        Args:
            spans: the token spans of the quantities read so far whose counted noun is plural or dual by grammar.
            above: the others: a further singular in the same case belongs to their count ("35 مسؤولا وخبيرا" are 35
            in all), one in another case does not ("99 سريراً وجهاز تنفس").
        """
        taken = {at for first, last in (*spans, *above) for at in range(first, last)}
        found: list[Counted] = []
        for at, (first, last) in enumerate((*spans, *above)):
            if not self._counts_singles((first, last)):
                continue
            single = self._single_after(last, taken)
            if at < len(spans):
                single = single or self._single_before(first, taken)
            elif single is not None and not self._stands_apart(last, single):
                single = None
            if single is not None and single.head not in taken:
                found.append(single)
                taken.update(range(single.first, single.last))
        return found

    def _counts_singles(self, span: tuple[int, int]) -> bool:
        return any(self._may_be_single(at) for at in range(*span))

    def _may_be_single(self, at: int) -> bool:
        entry = self.tokens[at].word.entry
        return entry.noun in self.lexicon.single_classes or "single_things" in entry.lists

    def _stands_apart(self, last: int, single: Counted) -> bool:
        """Tell whether a singular is in another case than the counted singular before it."""
        ending = self.lexicon.format.get("accusative_ending", "")
        if not ending or not self.tokens[last - 1].word.key.endswith(ending):
            return False
        return not self.tokens[single.head].word.key.endswith(
            (ending, *self.lexicon.format.get("caseless_endings", ()))
        )

    def _single_after(self, last: int, taken: set[int]) -> Counted | None:
        for at in range(last, min(len(self.tokens), last + _LIST_GAP)):
            token = self.tokens[at]
            if token.text in ",،" and at + 2 < len(self.tokens) and self._lists_on(at + 1):
                return self._single(at + 2, at + 1)
            if at in taken or token.kind != "w":
                return None
            if token.word.conjoined and token.word.prefixed:
                return self._single(at, at)
            if "conjunctions" in token.word.entry.lists:
                if at + 2 < len(self.tokens) and self.tokens[at + 1].word.entry.lists & {"articles", "article_ones"}:
                    return self._single(at + 2, at + 1)
                return None
        return None

    def _lists_on(self, at: int) -> bool:
        """Tell whether an article and a noun stand between a comma and the last item: ", a school and three …"."""
        articles = self.tokens[at].word.entry.lists & {"articles", "article_ones"}
        return bool(articles) and at + 2 < len(self.tokens) and ("conjunctions" in self.tokens[at + 2].word.entry.lists)

    def _single_before(self, first: int, taken: set[int]) -> Counted | None:
        """Read the single person before "and three children", where the language needs no article."""
        at = first - 1
        if self.lexicon.format.get("bare_singles"):
            if not self.tokens[first].word.conjoined or at < 0 or at in taken:
                return None
            return self._single(at, at)
        if at < 2 or "conjunctions" not in self.tokens[at].word.entry.lists:
            return None
        if not self.tokens[at - 2].word.entry.lists & {"articles", "article_ones"} or at - 1 in taken:
            return None
        return self._single(at - 1, at - 2)

    def _single(self, at: int, first: int) -> Counted | None:
        token = self.tokens[at]
        entry = token.word.entry
        if entry.dual or entry.nominal or token.word.definite or not self._may_be_single(at):
            return None
        plural = entry.plural and "single_things" not in entry.lists
        if first == at and (plural or not self.lexicon.format.get("bare_singles")):
            return None
        return Counted(first, at + 1, at, noun=entry.noun, known=True)
