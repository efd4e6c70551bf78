"""Numerals: number words and digits put together into one value.

One additive and multiplicative grammar serves every language; its data say which words are numbers, whether a
conjunction stands between them, and whether ones come before tens ("three and forty").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from verify.datamodels import Hedge
from verify.extraction.number_digits import read_digits
from verify.extraction.number_hedges import match_forward
from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_tokens import Token

_HYPHENS = frozenset("-‐‑–")
_THOUSAND = 1000.0
_VIGESIMAL = {20.0: 4.0}
"""French counts eighty as four twenties: twenty after four, without a conjunction."""


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

    def read(self, index: int) -> Numeral | None:
        """Return the numeral that begins at this token, None when none does."""
        token = self.tokens[index]
        if token.kind == "n":
            return self._sum(index)
        roles = token.word.entry.roles
        if "several" in token.word.entry.lists:
            return self._several(index)
        if "scales" in roles and self._is_one_of(index):
            return self._sum(index)
        if "vague" in roles or "vague_multiplier" in roles:
            return self._vague(index)
        if "approximate" in roles:
            return self._approximate(index)
        if "fractions" in roles:
            return self._fraction(index)
        if "shares" in roles:
            return Numeral(index, index + 1, roles["shares"], roles["shares"], Hedge.EXACT, share=True)
        halves = "fractions" in self._roles(index + 1) and not self.lexicon.format.get("plain_half")
        if halves and token.word.entry.lists & {"articles", "article_ones"}:
            inner = self._fraction(index + 1)
            if inner is not None:
                return Numeral(index, inner.last, inner.low, inner.high, inner.hedge)
        if "articles" in token.word.entry.lists:
            return self._after_article(index)
        if roles:
            return self._shares(index) or self._multiplied(index) or self._sum(index)
        return None

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
        if many and not self.tokens[at].word.definite:
            return Numeral(index, at + 1, value * many, value * many, Hedge.EXACT)
        phrase = match_forward(self.tokens, at, self.lexicon.units)
        unit = self.tokens[at].word.entry.unit or (phrase.value if phrase is not None else "")
        if unit and self.lexicon.unit_categories.get(unit) in {"duration", "distance", "weight", "share"}:
            dual_or_definite = self.tokens[at].word.entry.dual or self.tokens[at].word.definite
            return None if dual_or_definite else Numeral(index, at, value, value, Hedge.EXACT)
        return None

    def _skippable(self, index: int) -> bool:
        token = self.tokens[index]
        lists = token.word.entry.lists
        return token.text in _HYPHENS or bool(lists & {"articles", "linkers"}) or token.text in "'’"

    def _after_article(self, index: int) -> Numeral | None:
        """Read "a hundred", "a dozen", "a million"; "half" and "few" may follow the article."""
        roles = self._roles(index + 1)
        if "fractions" in roles:
            inner = self._fraction(index + 1)
        elif self._is_one_unit(index + 1):
            return Numeral(index, index + 1, 1.0, 1.0, Hedge.EXACT)
        elif index + 2 < len(self.tokens) and "single_words" in self.tokens[index + 1].word.entry.lists:
            return Numeral(index, index + 2, 1.0, 1.0, Hedge.EXACT)
        elif index + 1 < len(self.tokens) and "several" in self.tokens[index + 1].word.entry.lists:
            inner = self._several(index + 1)
        elif "dozens" in roles or "scales" in roles or roles.get("cardinals", 0.0) >= 100 or "approximate" in roles:
            inner = self.read(index + 1)
        else:
            return None
        if inner is None:
            return None
        return Numeral(index, inner.last, inner.low, inner.high, inner.hedge, noun_like=inner.noun_like)

    def _is_one_unit(self, index: int) -> bool:
        """Tell whether the word after an article is a unit of time or measure: "a month"."""
        if index < len(self.tokens) and "ordinals" in self.tokens[index].word.entry.lists:
            return False
        if index >= len(self.tokens) or "one_articles" not in self.tokens[index - 1].word.entry.lists:
            return False
        token = self.tokens[index]
        return bool(token.word.entry.unit) and not token.word.entry.roles and len(token.text) > 2

    def _shares(self, index: int) -> Numeral | None:
        """Read "three quarters of" as 75 percent."""
        at = index + 1
        if at < len(self.tokens) and self.tokens[at].text in _HYPHENS:
            at += 1
        part = self._roles(at).get("share_words")
        count = self._roles(index).get("cardinals", 0.0)
        if not part or not 0 < count < part or self._linked(at + 1) == at + 1:
            return None
        value = round(100 * count / part, 2)
        return Numeral(index, at + 1, value, value, Hedge.EXACT, share=True)

    def _multiplied(self, index: int) -> Numeral | None:
        """Read "ten thousands" in one phrase where that is how tens of thousands are said (Turkish)."""
        times, low = self._roles(index).get("cardinals", 0.0), self._roles(index + 1).get("vague", 0.0)
        if not self.lexicon.format.get("vague_after_ten") or times not in {10.0, 100.0} or low < 2 * _THOUSAND:
            return None
        return Numeral(index, index + 2, low * times, low * times * 5 - 1, Hedge.VAGUE, noun_like=True)

    def _sum(self, index: int) -> Numeral | None:
        total = _Sum(self.lexicon)
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
        decimals = self._roles(end + 1).get("cardinals", 100.0)
        if "decimal_points" not in self.tokens[end].word.entry.lists or decimals >= 100 or value != int(value):
            return Decimals(value, end)
        return Decimals(value + decimals / (10 if decimals < 10 else 100), end + 2)

    def _after_suffix(self, end: int) -> int:
        """Return the index after a case ending that an apostrophe ties to digits (Turkish)."""
        if not self.lexicon.format.get("apostrophe_suffix") or end + 1 >= len(self.tokens):
            return end
        tied = self.tokens[end].text in "'’" and self.tokens[end].glued and self.tokens[end + 1].glued
        return end + 2 if tied and self.tokens[end + 1].kind == "w" else end

    def _step(self, at: int, end: int, index: int, total: _Sum) -> int | None:
        """Add what stands at a token, with the conjunction or hyphen before it; return the index after it."""
        token = self.tokens[at]
        conjoined = at > index and token.word.conjoined and token.word.known
        if at > index and token.word.prefixed and not conjoined:
            if not (token.word.definite and self._same_definite(index)):
                return None
        if at > index and not token.word.numeric and token.kind != "n":
            joined = self._joiner(at)
            if joined is None:
                return None
            at, conjoined = joined
            token = self.tokens[at]
        if token.kind == "n":
            return self._add_digits(at, index, total, conjoined=conjoined)
        roles = token.word.entry.roles
        if at > index and token.glued and "scale_symbols" in roles and self.tokens[at - 1].kind == "n":
            total.scale(roles["scale_symbols"], conjoined=False)
            return at + 1
        if at > index and token.glued and token.text == "m" and self.tokens[at - 1].kind == "n":
            following = self.tokens[at + 1].word.entry if at + 1 < len(self.tokens) else None
            if following is not None and (following.unit or following.noun) and not self.tokens[at + 1].glued:
                total.scale(1_000_000.0, conjoined=False)
                return at + 1
        if "fractions" in roles and at > index:
            return self._add_fraction(at, total) if conjoined or self.lexicon.format.get("plain_half") else None
        return at + 1 if self._add_word(at, total, roles, conjoined=conjoined, first=at == index) else None

    def _same_definite(self, index: int) -> bool:
        return self.tokens[index].word.definite

    def _joiner(self, at: int) -> tuple[int, bool] | None:
        """Return where the numeral goes on after a conjunction or a hyphen, and whether it was a conjunction."""
        token = self.tokens[at]
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is None:
            return None
        if token.text in _HYPHENS:
            glued = token.glued and after.glued and after.kind == "w" and bool(after.word.entry.roles)
            if glued and self.lexicon.format.get("hyphen_joins"):
                return at + 1, False
            return self._hyphened_conjunction(at) if glued or after.glued else None
        if token.text == "," and self.lexicon.format.get("comma_after_scale"):
            before, now = self._roles(at - 1), after.word.entry.roles
            return (at + 1, False) if "scales" in before and "cardinals" in now else None
        if "conjunctions" in token.word.entry.lists:
            if "articles" in after.word.entry.lists and "fractions" in self._roles(at + 2):
                return at + 2, True
            return (at + 1, True) if after.word.numeric or after.kind == "n" else None
        return None

    def _hyphened_conjunction(self, at: int) -> tuple[int, bool] | None:
        """Read the hyphens of "vingt-et-un"."""
        between = self.tokens[at + 1].word.entry.lists
        if "conjunctions" in between and at + 3 < len(self.tokens) and self.tokens[at + 2].text in _HYPHENS:
            return (at + 3, True) if self._roles(at + 3) else None
        return None

    def _add_digits(self, at: int, index: int, total: _Sum, *, conjoined: bool) -> int | None:
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

    def _add_fraction(self, at: int, total: _Sum) -> int | None:
        if not total.fraction(self._roles(at)["fractions"]):
            return None
        following = self._roles(at + 1).get("scales")
        if following and total.group is None and following == total.last:
            return at + 2
        return at + 1

    def _add_word(self, at: int, total: _Sum, roles: dict[str, float], *, conjoined: bool, first: bool) -> bool:
        if "teen_ones" in roles and "cardinals" not in roles and not self._teen_follows(at):
            return False
        if "teen_tens" in roles and total.teen(conjoined=conjoined):
            return True
        if "cardinals" in roles and total.cardinal(roles["cardinals"], conjoined=conjoined, first=first):
            return True
        if "teen_ones" in roles and total.cardinal(roles["teen_ones"], conjoined=conjoined, first=first):
            return True
        if "dozens" in roles and not conjoined:
            return total.dozen(roles["dozens"])
        if "hundreds" in roles and total.hundred(roles["hundreds"], conjoined=conjoined):
            return True
        if "dual_scales" in roles and self._is_dual(at):
            if total.dual(roles["dual_scales"], conjoined=conjoined, first=first):
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


class _Sum:
    """A numeral under construction: finished scales in `total`, what is below the last scale in `group`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.last = math.inf
        self.from_digits = False
        self.format = lexicon.format

    def value(self) -> float:
        """Return the value read so far; products of decimals are rounded to what was written."""
        value = self.total + (self.group or 0.0)
        return float(round(value)) if abs(value - round(value)) < 1e-6 * max(1.0, value) and value > 1 else value

    def open_for(self, value: float) -> bool:
        """Tell whether a number may be added below the last scale."""
        return self.group is None and self.total > 0 and value < self.last

    def teen(self, *, conjoined: bool) -> bool:
        """Add the ten of a teen: "five ten"."""
        if conjoined or self.from_digits or self.group is None or not 1 <= self.group % 100 <= 9:
            return False
        self.group += 10
        return True

    def cardinal(self, value: float, *, conjoined: bool, first: bool) -> bool:
        """Add a word below a thousand."""
        if value == 100:
            return self.hundred(100, conjoined=conjoined)
        needs = bool(self.format.get("needs_conjunction"))
        if self.group is None:
            joined = conjoined or not needs or first or self.total == 0
            if not joined or value >= self.last or (conjoined and not self._may_conjoin(value)):
                return False
            self.group = value
            return True
        if self.from_digits:
            return False
        if conjoined and self.format.get("ones_before_tens") and 20 <= value < 100 and 1 <= self.group % 100 <= 9:
            self.group += value
            return True
        if self.format.get("vigesimal") and not conjoined and self.group % 100 == _VIGESIMAL.get(value):
            self.group += value * _VIGESIMAL[value] - _VIGESIMAL[value]
            return True
        if (conjoined and not self._may_conjoin(value)) or (needs and not conjoined) or not self._fits(value):
            return False
        self.group += value
        return True

    def _may_conjoin(self, value: float) -> bool:
        mode = "all" if self.format.get("needs_conjunction") else self.format.get("conjunction", "")
        below = (self.group or 0.0) % 100
        if mode == "all":
            return True
        if self.format.get("conjunction_after_hundred"):
            return below == 0 and value < 100
        if mode == "one":
            return below >= 20 and value in {1.0, 11.0}
        return mode == "ones" and below >= 20 and value < 10

    def _fits(self, value: float) -> bool:
        below = (self.group or 0.0) % 100
        if value < 10:
            least = 7 if self.format.get("vigesimal") else 1
            teen = below % 100 == 10 and value >= least and bool(self.format.get("ten_plus_ones"))
            return teen or below == 0 or (below % 10 == 0 and below >= 20)
        if value < 20:
            return below == 0 or (bool(self.format.get("vigesimal")) and below in {60.0, 80.0})
        return below == 0 and (value < 100 or self.group == 0)

    def hundred(self, value: float, *, conjoined: bool) -> bool:
        """Multiply by a hundred, or add one."""
        if self.group is None:
            if self.total > 0 and self.format.get("needs_conjunction") and not conjoined:
                return False
            if value >= self.last:
                return False
            self.group = value
            return True
        if conjoined or self.from_digits or not 1 <= self.group < 100:
            return False
        self.group *= value
        return True

    def dozen(self, value: float) -> bool:
        """Multiply by twelve (or twenty)."""
        if self.total > 0 or (self.group is not None and self.group >= 100):
            return False
        self.group = (self.group or 1.0) * value
        return True

    def scale(self, value: float, *, conjoined: bool) -> bool:
        """Multiply what was gathered by a thousand, a million, …"""
        if self.group is None and self.total > 0 and not conjoined and value > self.last:
            self.total *= value
            self.last = value
            return True
        if (self.group is not None and conjoined) or value >= self.last:
            return False
        if self.group is None and self.total > 0 and not conjoined:
            return False
        self.total += _times(1.0 if self.group is None else self.group, value)
        self.group, self.last, self.from_digits = None, value, False
        return True

    def dual(self, value: float, *, conjoined: bool, first: bool) -> bool:
        """Add two of a scale in one word."""
        scale = value / 2
        if self.group is not None or scale >= self.last or not (first or conjoined):
            return False
        self.total += value
        self.last = scale
        return True

    def fraction(self, value: float) -> bool:
        """Add "and a half": of the last scale, or of one."""
        if self.group is not None:
            if self.group != int(self.group):
                return False
            self.group += value
            self.from_digits = False
            return True
        if self.total == 0:
            return False
        self.total += value * self.last
        return True


def _times(group: float, scale: float) -> float:
    """Multiply without the noise of binary fractions: 2.3 million is 2,300,000."""
    product = group * scale
    return float(round(product)) if abs(product - round(product)) < 1e-6 * scale else product
