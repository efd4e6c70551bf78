"""Numerals: number words and digits put together into one value.

One additive and multiplicative grammar serves every language; its data say which words are numbers, whether a
conjunction stands between them, and whether ones come before tens ("three and forty").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from verify.datamodels import Hedge
from verify.extraction.number_digits import read_digits
from verify.extraction.number_hedges import match_forward
from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_shares import MEASURES, read_share
from verify.extraction.number_sum import Sum
from verify.extraction.number_tokens import Token

_ARTICLES = frozenset({"articles", "article_ones"})
_AFTER_ARTICLES = frozenset({"dozens", "scales", "approximate"})
_HYPHENS = frozenset("-‐‑–")
_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: tokens `first` to `last` (exclusive) and its interval.

    `digits` tells that it begins with digits, `bare` that it is nothing but one run of digits without separators.
    """

    first: int
    last: int
    low: float
    high: float
    hedge: Hedge
    digits: bool = False
    bare: bool = False
    noun_like: bool = False
    share: bool = False


class Decimals(NamedTuple):
    """A value and the index of the token after it."""

    value: float
    end: int


class NumeralReader:
    """Reads the longest numeral that begins at a token."""

    def __init__(self, text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon
        self._readers: dict[str, Callable[[int], Numeral | None]] = {
            "vague": self._vague,
            "vague_multiplier": self._vague,
            "approximate": self._approximate,
            "fractions": self._fraction,
            "shares": self._fused_share,
        }

    def read(self, index: int) -> Numeral | None:
        """Return the numeral that begins at this token, None when none does."""
        token = self.tokens[index]
        roles, lists = token.word.entry.roles, token.word.entry.lists
        if token.kind == "n" or ("scales" in roles and self._is_one_of(index)):
            return self._sum(index)
        if "several" in lists:
            return self._several(index)
        if lists & _ARTICLES:
            return self._after_article(index) or (self._sum(index) if roles else None)
        for role, reader in self._readers.items():
            if role in roles:
                return reader(index)
        return (self._shares(index) or self._multiplied(index) or self._sum(index)) if roles else None

    def _fused_share(self, index: int) -> Numeral:
        share = self._roles(index)["shares"]
        return Numeral(index, index + 1, share, share, Hedge.EXACT, share=True)

    def _is_one_of(self, index: int) -> bool:
        """Tell whether a form that is one thousand and thousands means one: after a hedge (Russian genitive)."""
        if not self.lexicon.format.get("hedged_vague_is_one") or index == 0:
            return False
        return self.tokens[index - 1].word.stem in self.lexicon.hedges_before

    def _roles(self, index: int) -> dict[str, float]:
        return self.tokens[index].word.entry.roles if 0 <= index < len(self.tokens) else {}

    def _linked(self, index: int) -> int:
        """Return the index after a linking word ("of"), the index itself when there is none."""
        if index < len(self.tokens) and "linkers" in self.tokens[index].word.entry.lists:
            elided = index + 1 < len(self.tokens) and self.tokens[index + 1].text in "'’"
            return index + (2 if elided else 1)
        return index

    def _vague(self, index: int) -> Numeral | None:
        roles = self._roles(index)
        low = roles.get("vague", roles.get("vague_multiplier", 0.0))
        high = low * 5 - 1
        after = self._linked(index + 1)
        scale = self._roles(after).get("scales") or self._roles(after).get("vague", 0.0) / 2
        if low < _THOUSAND and scale >= _THOUSAND:
            return Numeral(index, after + 1, low * scale, (high + 1) * scale - 1, Hedge.VAGUE, noun_like=True)
        if "vague" not in roles:
            return None
        return Numeral(index, index + 1, low, high, Hedge.VAGUE, noun_like=True)

    def _several(self, index: int) -> Numeral | None:
        """Read "several hundred", "a few dozen": from two of them up to the next power of ten."""
        roles = self._roles(index + 1)
        one = roles.get("scales") or roles.get("cardinals") or roles.get("approximate") or roles.get("dozens") or 0.0
        if "vague" in roles and not one:
            one = roles["vague"] / 2
        if one < 10:
            return None
        low = 20.0 if one < 100 else 2 * one
        end, high = index + 2, low * 5 - 1
        after = self._linked(end)
        scale = self._roles(after).get("scales", 0.0)
        if one < _THOUSAND and scale >= _THOUSAND:
            end, low, high = after + 1, low * scale, (high + 1) * scale - 1
        return Numeral(index, end, low, high, Hedge.VAGUE, noun_like=True)

    def _approximate(self, index: int) -> Numeral | None:
        value = self._roles(index)["approximate"]
        after = self._linked(index + 1)
        scale = self._roles(after).get("scales", 0.0) or self._roles(after).get("approximate", 0.0)
        if after > index + 1 and scale >= _THOUSAND > value:
            return Numeral(index, after + 1, value * scale, value * scale, Hedge.ABOUT, noun_like=True)
        return Numeral(index, index + 1, value, value, Hedge.ABOUT, noun_like=True)

    def _fraction(self, index: int) -> Numeral | None:
        """Read "half a million", "a quarter of an hour": a fraction before a scale or a unit of time."""
        value = self._roles(index)["fractions"]
        at = index + 1
        while at < len(self.tokens) and at <= index + 3 and self._skippable(at):
            at += 1
        if at >= len(self.tokens):
            return None
        roles = self._roles(at)
        many = roles.get("scales") or roles.get("dozens")
        about = 0.0 if many else roles.get("approximate", 0.0)
        if (many or about) and not self.tokens[at].word.definite:
            value *= many or about
            return Numeral(index, at + 1, value, value, Hedge.ABOUT if about else Hedge.EXACT)
        phrase = match_forward(self.tokens, at, self.lexicon.units)
        unit = self.tokens[at].word.entry.unit or (phrase.value if phrase is not None else "")
        if unit and self.lexicon.unit_categories.get(unit) in MEASURES:
            dual_or_definite = self.tokens[at].word.entry.dual or self.tokens[at].word.definite
            return None if dual_or_definite else Numeral(index, at, value, value, Hedge.EXACT)
        return None

    def _skippable(self, index: int) -> bool:
        token = self.tokens[index]
        lists = token.word.entry.lists
        return token.text in _HYPHENS or bool(lists & {"articles", "linkers"}) or token.text in "'’"

    def _after_article(self, index: int) -> Numeral | None:
        """Read "a hundred", "a dozen", "half a million", "a month", "a single night" from the article on."""
        after = self.tokens[index + 1].word.entry if index + 1 < len(self.tokens) else None
        if after is None:
            return None
        inner: Numeral | None = None
        if "fractions" in after.roles and not self.lexicon.format.get("plain_half"):
            inner = self._fraction(index + 1)
        if inner is None and "articles" in self.tokens[index].word.entry.lists:
            if self._is_one_unit(index + 1):
                return Numeral(index, index + 1, 1.0, 1.0, Hedge.EXACT)
            if "single_words" in after.lists and index + 2 < len(self.tokens):
                return Numeral(index, index + 2, 1.0, 1.0, Hedge.EXACT)
            if "several" in after.lists or after.roles.keys() & _AFTER_ARTICLES or after.roles.get("cardinals") == 100:
                inner = self.read(index + 1)
        return None if inner is None else replace(inner, first=index)

    def _is_one_unit(self, index: int) -> bool:
        """Tell whether the word after an article is a unit of time or measure: "a month"."""
        if index < len(self.tokens) and "ordinals" in self.tokens[index].word.entry.lists:
            return False
        if index >= len(self.tokens) or "one_articles" not in self.tokens[index - 1].word.entry.lists:
            return False
        token = self.tokens[index]
        return bool(token.word.entry.unit) and not token.word.entry.roles and len(token.text) > 2

    def _shares(self, index: int) -> Numeral | None:
        """Read "three quarters of" as 75 percent, "three quarters of an hour" as 0.75."""
        part = read_share(self.tokens, index, self.lexicon, whole_follows=self._is_whole(index + 2))
        return part and Numeral(index, part.end, part.value, part.value, Hedge.EXACT, share=part.share)

    def _is_whole(self, index: int) -> bool:
        """Tell whether a definite noun follows where no "of" is said: "three quarters the homes"."""
        if not self.lexicon.format.get("article") or index >= len(self.tokens):
            return False
        token = self.tokens[index]
        return token.kind == "w" and token.word.definite and not token.word.conjoined and not token.word.entry.unit

    def _multiplied(self, index: int) -> Numeral | None:
        """Read "ten thousands" in one phrase where that is how tens of thousands are said (Turkish)."""
        times, low = self._roles(index).get("cardinals", 0.0), self._roles(index + 1).get("vague", 0.0)
        if not self.lexicon.format.get("vague_after_ten") or times not in {10.0, 100.0} or low < 2 * _THOUSAND:
            return None
        return Numeral(index, index + 2, low * times, low * times * 5 - 1, Hedge.VAGUE, noun_like=True)

    def outgrows(self, index: int, words: int) -> bool:
        """Tell whether an idiom ends in a word that begins a longer number: "les deux" in "les deux cents"."""
        last = index + words - 1
        if words < 2 or self.tokens[index].word.numeric or not self._roles(last):
            return False
        numeral = self.read(last)
        return numeral is not None and numeral.last > last + 1

    def ends_in_case(self, numeral: Numeral) -> bool:
        """Tell whether a case ending is tied to digits, which then count nothing behind them (Turkish "2'de")."""
        if numeral.last - numeral.first < 2 or self._after_suffix(numeral.last - 2) != numeral.last:
            return False
        return not self.tokens[numeral.last - 1].word.key.endswith(tuple(self.lexicon.format["distributive_endings"]))

    def _sum(self, index: int) -> Numeral | None:
        total = Sum(self.lexicon)
        at = end = index
        while at < len(self.tokens):
            step = self._step(at, end, index, total)
            if step is None:
                break
            at = end = step
        if end == index:
            return None
        first = self.tokens[index]
        bare = first.kind == "n" and end == index + 1 and first.text.isdigit()
        value = total.value()
        value, end = self._with_decimals(value, end)
        end = self._after_suffix(end)
        return Numeral(index, end, value, value, Hedge.EXACT, digits=first.kind == "n", bare=bare)

    def _with_decimals(self, value: float, end: int) -> Decimals:
        """Add decimals in words: "fifty-one point two"; skip the point of an abbreviated scale."""
        if end >= len(self.tokens):
            return Decimals(value, end)
        dotted = self.tokens[end - 1].word.key in self.lexicon.format.get("dotted", ())
        if dotted and self.tokens[end].text == "." and self.tokens[end].glued and end + 1 < len(self.tokens):
            return Decimals(value, end + 1)
        following = self.tokens[end + 1] if end + 1 < len(self.tokens) else None
        digits = following is not None and following.kind == "n" and following.text.isdecimal()
        decimals = float(following.text) if digits and following is not None else 100.0
        decimals = self._roles(end + 1).get("cardinals", decimals)
        if "decimal_points" not in self.tokens[end].word.entry.lists or decimals >= 100 or value != int(value):
            return Decimals(value, end)
        return Decimals(value + decimals / (10 if decimals < 10 else 100), end + 2)

    def _after_suffix(self, end: int) -> int:
        """Return the index after a case ending that an apostrophe ties to digits (Turkish)."""
        if not self.lexicon.format.get("apostrophe_suffix") or end + 1 >= len(self.tokens):
            return end
        tied = self.tokens[end].text in "'’" and self.tokens[end].glued and self.tokens[end + 1].glued
        return end + 2 if tied and self.tokens[end + 1].kind == "w" else end

    def _step(self, at: int, end: int, index: int, total: Sum) -> int | None:
        """Add what stands at a token, with the conjunction or hyphen before it; return the index after it."""
        joined = self._joined(at, index)
        if joined is None:
            return None
        at, conjoined = joined
        token = self.tokens[at]
        if token.kind == "n":
            return self._add_digits(at, index, total, conjoined=conjoined)
        roles = token.word.entry.roles
        symbol = self._glued_scale(at) if at > index else 0.0
        if symbol:
            total.scale(symbol, conjoined=False)
            return at + 1
        if "fractions" in roles and at > index:
            return self._add_fraction(at, total) if conjoined or self.lexicon.format.get("plain_half") else None
        return at + 1 if self._add_word(at, total, roles, conjoined=conjoined, first=at == index) else None

    def _joined(self, at: int, index: int) -> tuple[int, bool] | None:
        """Return the token to add and whether a conjunction stands before it; None where the numeral ends."""
        word = self.tokens[at].word
        if at == index:
            return at, False
        conjoined = word.conjoined and word.known
        tied = word.prefixed and not conjoined and not (word.definite and self.tokens[index].word.definite)
        if tied:
            return None
        if word.numeric or self.tokens[at].kind == "n":
            return at, conjoined
        return self._joiner(at)

    def _glued_scale(self, at: int) -> float:
        """Return the scale of letters tied to digits: "1.2bn", and "1.07m" before what it counts."""
        token = self.tokens[at]
        if self.tokens[at - 1].kind == "n" and self._is_signed(at + 1) and not token.text.islower():
            return token.word.entry.roles.get("scale_symbols_money") or token.word.entry.roles.get("scale_symbols", 0.0)
        if not token.glued or self.tokens[at - 1].kind != "n":
            return 0.0
        if token.text == "m" and at + 1 < len(self.tokens) and not self.tokens[at + 1].glued:
            following = self.tokens[at + 1].word.entry
            return 1_000_000.0 if following.unit or following.noun else 0.0
        return token.word.entry.roles.get("scale_symbols", 0.0)

    def _is_signed(self, at: int) -> bool:
        """Tell whether a sign of money is tied to the letters before it: "1,5 M€"."""
        if at >= len(self.tokens) or not self.tokens[at].glued or self.tokens[at].kind != "s":
            return False
        return self.tokens[at].word.key in self.lexicon.currency

    def _joiner(self, at: int) -> tuple[int, bool] | None:
        """Return where the numeral goes on after a conjunction or a hyphen, and whether it was a conjunction."""
        token = self.tokens[at]
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is None:
            return None
        if token.text in _HYPHENS:
            return self._hyphened(at) if after.glued else None
        if token.text == "," and self.lexicon.format.get("comma_after_scale"):
            goes_on = "scales" in self._roles(at - 1) and "cardinals" in after.word.entry.roles
            return (at + 1, False) if goes_on else None
        if "fraction_links" in token.word.entry.lists:
            return (at + 1, True) if "fractions" in after.word.entry.roles else None
        if "conjunctions" not in token.word.entry.lists:
            return None
        if "articles" in after.word.entry.lists and "fractions" in self._roles(at + 2):
            return at + 2, True
        return (at + 1, True) if after.word.numeric or after.kind == "n" else None

    def _hyphened(self, at: int) -> tuple[int, bool] | None:
        """Read the hyphens of "twenty-one" and "vingt-et-un"."""
        after = self.tokens[at + 1]
        number = self.tokens[at].glued and after.kind == "w" and bool(after.word.entry.roles)
        if number and self.lexicon.format.get("hyphen_joins"):
            return at + 1, False
        between = after.word.entry.lists
        if "conjunctions" in between and at + 3 < len(self.tokens) and self.tokens[at + 2].text in _HYPHENS:
            return (at + 3, True) if self._roles(at + 3) else None
        return None

    def _add_digits(self, at: int, index: int, total: Sum, *, conjoined: bool) -> int | None:
        digits = read_digits(self.text, self.tokens, at, self.lexicon)
        if digits is None:
            return None
        if at > index:
            mode = self.lexicon.format.get("digits_after_scale", "")
            allowed = (mode == "conjunction" and conjoined) or (mode == "plain" and not conjoined)
            whole = digits.value == int(digits.value) and not self._is_glued_after(digits.end)
            if not allowed or not whole or not total.open_for(digits.value):
                return None
        total.group = digits.value
        total.from_digits = True
        return digits.end

    def _is_glued_after(self, index: int) -> bool:
        return index < len(self.tokens) and self.tokens[index].glued and self.tokens[index].text in "/:-–"

    def _add_fraction(self, at: int, total: Sum) -> int | None:
        if not total.fraction(self._roles(at)["fractions"]):
            return None
        following = self._roles(at + 1).get("scales")
        if following and total.group is None and following == total.last:
            return at + 2
        return at + 1

    def _add_word(self, at: int, total: Sum, roles: dict[str, float], *, conjoined: bool, first: bool) -> bool:
        if "teen_ones" in roles and "cardinals" not in roles and not self._teen_follows(at):
            return False
        ones = roles.get("cardinals", roles.get("teen_ones"))
        if "teen_tens" in roles and total.teen(conjoined=conjoined):
            return True
        if ones is not None and total.cardinal(ones, conjoined=conjoined, first=first):
            return True
        if "dozens" in roles and not conjoined:
            return total.dozen(roles["dozens"])
        dual = roles.get("dual_scales") if self._is_dual(at) else None
        if dual is not None and total.dual(dual, conjoined=conjoined, first=first):
            return True
        return "scales" in roles and total.scale(roles["scales"], conjoined=conjoined)

    def _is_dual(self, at: int) -> bool:
        """Tell whether a form that is one and two of a scale means two: only right before what it counts."""
        if "scales" not in self._roles(at):
            return True
        if self.lexicon.format.get("indefinite_mark", "\0") in self.tokens[at].text or at + 1 >= len(self.tokens):
            return False
        after = self.tokens[at + 1]
        return after.kind == "w" and not after.word.conjoined and "not_nouns" not in after.word.entry.lists

    def _teen_follows(self, at: int) -> bool:
        after = self._roles(at + 1)
        if "teen_tens" in after and not self.tokens[at + 1].word.conjoined:
            return True
        return after.get("cardinals", 0.0) in range(20, 100) and self.tokens[at + 1].word.conjoined
