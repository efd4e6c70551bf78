"""Read the quantities of a sentence: numbers with their hedge, what they count, and its class.

The way: tokens, numerals, what is no quantity taken out, ranges, counted nouns, hedges, classes. Every step looks at
a bounded stretch around a number, so the work is linear in the length of the text. What a language's words mean is
data (`verify/languages/<code>/quantities.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verify.datamodels import Hedge, Quantity, Span
from verify.extraction.counted import Counted, noun_after, share_of, unit_after, unit_before
from verify.extraction.counted_class import Classifier
from verify.extraction.number_bare import Bare
from verify.extraction.number_context import Context
from verify.extraction.number_forms import Forms
from verify.extraction.number_hedges import Interval, after, apply, before, match_forward
from verify.extraction.number_lexicon import Lexicon, lexicon
from verify.extraction.number_lists import taken_up
from verify.extraction.number_ranges import Ranges
from verify.extraction.number_tokens import Token, covered, may_say_number, tokenize
from verify.extraction.number_words import Numeral, NumeralReader
from verify.script import fold_char

_LAST_PLURAL = 10
"""Up to ten an Arabic noun stands in the plural after its number; above, a further singular belongs to the same
count. Elsewhere an article marks the single one, and long lists with one are rare."""
_MONEY_SCALES = "scale_symbols_money"


def find_quantities(text: str, language: str, taken: Sequence[Span] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of a text, in order, with offsets into it.

    Args:
        text: one sentence or headline; anything up to 100,000 characters works in linear time.
        language: ISO 639-1 code; an unknown language gets digits with symbols only.
        taken: spans already read as something else (dates); numbers inside are skipped.
    """
    words = lexicon(language)
    if not may_say_number(text, words):
        return ()
    tokens = tokenize(text, words)
    return _Reader(text, tokens, words, taken).read()


class _Reader:
    """Reads one sentence."""

    def __init__(self, text: str, tokens: list[Token], words: Lexicon, taken: Sequence[Span]) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = words
        self.numerals = NumeralReader(text, tokens, words)
        self.context = Context(tokens, words)
        self.classifier = Classifier(tokens, words)
        self.bare = Bare(tokens, words, self.classifier)
        self.forms = Forms(tokens, words)
        self.ranges = Ranges(tokens, words, self.numerals)
        self.taken = covered(tokens, taken)
        self.found: list[Quantity] = []
        self.spans: list[tuple[int, int]] = []
        self.lows: list[float] = []

    def read(self) -> tuple[Quantity, ...]:
        """Return all quantities of the sentence."""
        free = 0
        for index in [at for at, token in enumerate(self.tokens) if token.kind == "n" or token.word.starts]:
            if index >= free:
                free = self._at(index)
        if self.found:
            self._add_singles()
        return tuple(sorted(self.found, key=lambda quantity: quantity.start_char))

    def _at(self, index: int) -> int:
        """Read what begins at a token; return the index to go on from."""
        token = self.tokens[index]
        entry = token.word.entry
        idiom = match_forward(self.tokens, index, self.lexicon.idioms)
        if idiom is not None and not self._is_literal(index, len(idiom.keys)):
            return index + len(idiom.keys)
        if entry.dual:
            return self._dual(index)
        if entry.unit and not entry.roles:
            return self._one_unit(index)
        numeral = self.numerals.read(index)
        if numeral is None:
            return index + 1
        if self.taken and any(at in self.taken for at in range(numeral.first, numeral.last)):
            return numeral.last
        return self._numeral(numeral)

    def _is_literal(self, index: int, words: int) -> bool:
        """Tell whether an idiom is meant word for word: "les deux" cents, "only" one of the eight."""
        if self.numerals.outgrows(index, words):
            return True
        if index == 0 or match_forward(self.tokens, index + 1, self.lexicon.out_of) is None:
            return False
        only = "only" in self.tokens[index - 1].word.entry.lists
        return only or before(self.tokens, index, self.lexicon, duration=False) is not None

    def _numeral(self, numeral: Numeral) -> int:
        alone = self.forms.noun_before_one(numeral)
        if alone is not None and self.context.is_worded_score(alone, numeral.last):
            return numeral.last
        if alone is not None:
            self._emit(numeral, _interval(numeral), alone, first=alone.first, last=numeral.last)
            return numeral.last
        if self.context.is_part_of_name(numeral) or self.context.is_ordinal(numeral):
            return self._end_of_name(numeral)
        wider = self.ranges.read(numeral)
        if wider is not None:
            return self._range(wider.numeral, wider.first, numeral.first)
        if self.ranges.is_score(numeral):
            return self._end_of_name(numeral)
        first, money = self._currency_before(numeral.first)
        if money:
            numeral = self._scaled_money(numeral)
        counted = self._counted(numeral, money)
        inverted = None if counted is not None and counted.known else self.forms.noun_before_about(numeral)
        if inverted is not None:
            about = Interval(numeral.low, numeral.high, Hedge.ABOUT)
            return self._emit(numeral, about, inverted, first=inverted.first, last=numeral.last)
        if counted is not None and self.context.is_title(numeral, counted.last):
            return counted.last
        return self._judge(numeral, counted, first, _interval(numeral))

    def _range(self, numeral: Numeral, first: int, low: int) -> int:
        interval = Interval(numeral.low, numeral.high, Hedge.RANGE)
        start, money = self._currency_before(first)
        money = money or self._currency_before(numeral.first)[1] or self._currency_before(first + 1)[1]
        if money:
            numeral = self._scaled_money(numeral)
        counted = unit_before(self.tokens, replace(numeral, first=low)) or self._counted(numeral, money)
        if counted is None and self.ranges.needs_noun(numeral):
            return numeral.last
        return self._judge(numeral, counted, start, interval)

    def _end_of_name(self, numeral: Numeral) -> int:
        """Return where to go on behind a number that is part of a name or a score, with what is tied to it."""
        at = numeral.last
        while at + 1 < len(self.tokens) and self.tokens[at].glued and self.tokens[at].text in "-–:/.+×":
            if not self.tokens[at + 1].glued or self.tokens[at + 1].kind != "n":
                break
            at += 2
        return at

    def _judge(self, numeral: Numeral, counted: Counted | None, first: int, interval: Interval) -> int:
        """Decide whether a number is a quantity; keep it when it is."""
        if self.context.is_date_or_time(numeral, counted) or self.context.is_age(numeral, counted):
            return counted.last if counted is not None else numeral.last
        if self._is_nothing(numeral, counted, first):
            return numeral.last
        counted = self.forms.noun_before_definite(numeral) or counted
        again = counted is None and bool(self.found)
        if again and taken_up(self.tokens, self.spans[-1][1], first, numeral.last):
            return self._emit_compared(numeral, interval, self.found[-1], first)
        if counted is None or not (counted.unit or counted.known or not self.forms.is_strict(numeral)):
            hedged = before(self.tokens, first, self.lexicon, duration=False) is not None
            if not self.bare.counts(numeral, hedged=hedged):
                whole = self.found[-1] if self.found and self.bare.opens_whole(*self.spans[-1], numeral) else None
                if whole is None or whole.unit or numeral.high > (whole.low or 0.0):
                    return numeral.last
                return self._emit_compared(numeral, interval, whole, first)
        last = max(numeral.last, counted.last if counted is not None else 0)
        return self._emit(numeral, interval, counted, first=first, last=last)

    def _is_nothing(self, numeral: Numeral, counted: Counted | None, first: int) -> bool:
        """Tell whether a number only names, orders, points back or fills an idiom."""
        context = self.context
        if (
            context.is_label(numeral, counted)
            or context.is_address(numeral)
            or context.is_list_number(numeral, counted)
        ):
            return True
        if context.is_worded_score(counted, max(numeral.last, counted.last if counted is not None else 0)):
            return True
        if context.is_source(counted) or context.is_proper_name(numeral, counted) or context.is_pair(numeral, counted):
            return True
        if counted is None and not numeral.digits and context.is_compound_name(numeral):
            return True
        return self._is_weak(numeral, counted) or self._is_someone(numeral, counted, first)

    def _is_weak(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether a definite numeral or a "one" is more likely an ordinal, an article or a pronoun."""
        if not self.forms.may_be_definite(numeral, counted):
            return True
        if not self.forms.is_weak_one(numeral) or self.forms.weak_one_counts(numeral, counted):
            return False
        return counted is None or not counted.unit or self.forms.half_after(counted.last) is None

    def _is_someone(self, numeral: Numeral, counted: Counted | None, first: int) -> bool:
        """Tell whether "one man" stands for "somebody": nothing happens to him that one would count."""
        if counted is None or counted.noun not in self.lexicon.person_classes - self.lexicon.outcomes:
            return False
        if "strict_ones" not in self.tokens[numeral.first].word.entry.lists or numeral.last > numeral.first + 1:
            return False
        hedged = before(self.tokens, first, self.lexicon, duration=False) is not None
        only = "only" in self.tokens[numeral.first - 1].word.entry.lists if numeral.first else False
        outcome = self.classifier.category(counted.noun, first, counted.last) in self.lexicon.outcomes
        return not (hedged or only or outcome)

    def _counted(self, numeral: Numeral, money: str) -> Counted | None:
        inner = after(self.tokens, numeral.last, self.lexicon)
        if inner is not None:
            numeral = replace(numeral, last=inner.last)
        if numeral.share:
            return share_of(self.tokens, numeral)
        ahead = unit_before(self.tokens, numeral)
        if ahead is not None or (inner is None and self.numerals.ends_in_case(numeral)):
            return ahead
        unit = unit_after(self.tokens, numeral.last, self.lexicon, digits=numeral.digits)
        if money:
            if unit is not None and unit.unit == money:
                return unit
            return Counted(numeral.last, numeral.last, -1, unit=money, known=True)
        return unit or noun_after(self.tokens, numeral, self.lexicon)

    def _currency_before(self, first: int) -> tuple[int, str]:
        """Return where a number with its currency sign begins, and the currency ("" without a sign)."""
        at = first - 1
        if at < 0:
            return first, ""
        token = self.tokens[at]
        if token.word.entry.unit == "percent" and token.kind == "s" and self.tokens[first].glued:
            return at, "percent"
        currencies = self.lexicon.currency
        glued = self.tokens[first].glued
        code = token.kind == "w" and (token.text.isupper() or glued)
        if token.word.key not in currencies or not (token.kind == "s" or code):
            return first, ""
        currency = currencies[token.word.key][0].value
        if token.kind == "s" and at > 0 and token.glued and self.tokens[at - 1].text.lower() in {"us", "u", "a", "c"}:
            at -= 1
        return at, currency

    def _scaled_money(self, numeral: Numeral) -> Numeral:
        """Multiply by the short scale behind money: "$1.2m"."""
        if numeral.last >= len(self.tokens) or not self.tokens[numeral.last].glued:
            return numeral
        scale = self.tokens[numeral.last].word.entry.roles.get(_MONEY_SCALES)
        if not scale:
            return numeral
        low = numeral.low * scale if numeral.low == numeral.high else numeral.low
        if low < numeral.high and low < 1000:
            low *= scale
        return replace(numeral, last=numeral.last + 1, low=round(low, 2), high=round(numeral.high * scale, 2))

    def _one_unit(self, index: int) -> int:
        """Read one unit that only a hedge or a half makes a quantity: "less than a week" without an article."""
        counted = self.forms.one_unit(index)
        if counted is None or index in self.taken:
            return index + 1
        numeral = Numeral(index, index + 1, 1.0, 1.0, Hedge.EXACT)
        return self._emit(numeral, _interval(numeral), counted, first=index, last=index + 1)

    def _dual(self, index: int) -> int:
        counted = self.forms.dual(index)
        if counted is None or index in self.taken:
            return index + 1
        if counted.unit and self.context.is_age(Numeral(index, index, 2.0, 2.0, Hedge.EXACT), counted):
            return index + 1
        if self.context.is_worded_score(counted, counted.last):
            return index + 1
        numeral = Numeral(index, index + 1, 2.0, 2.0, Hedge.EXACT)
        return self._emit(numeral, _interval(numeral), counted, first=index, last=counted.last)

    def _add_singles(self) -> None:
        """Add the single persons that stand beside counted ones: "two soldiers and an interpreter"."""
        spans = list(zip(self.spans, self.lows, strict=True))
        plurals = [span for span, low in spans if low <= _LAST_PLURAL]
        above = [span for span, low in spans if low > _LAST_PLURAL]
        for single in self.forms.singles(plurals, above):
            numeral = Numeral(single.first, single.last, 1.0, 1.0, Hedge.EXACT)
            self._emit(numeral, _interval(numeral), single, first=single.first, last=single.last)

    def _emit(self, numeral: Numeral, interval: Interval, counted: Counted | None, *, first: int, last: int) -> int:
        """Add a quantity with its hedge and class; return the index after it."""
        duration = counted is not None and self.lexicon.unit_categories.get(counted.unit) == "duration"
        if counted is not None and counted.unit and numeral.low == numeral.high:
            numeral, interval, last = self._and_a_half(numeral, interval, last)
        ahead = before(self.tokens, first, self.lexicon, duration=duration)
        behind = after(self.tokens, last, self.lexicon)
        if behind is None and counted is not None:
            behind = after(self.tokens, self.classifier.scope_end(last), self.lexicon)
        if behind is None and counted is not None and last > numeral.last:
            inner = after(self.tokens, numeral.last, self.lexicon)
            behind = inner and inner._replace(last=last)
        for hedge in (ahead, behind):
            if hedge is not None:
                interval = apply(interval, hedge.hedge)
        first = ahead.first if ahead is not None else first
        end = behind.last if behind is not None else last
        governor = None if counted is not None else self.bare.noun(numeral)
        self._append(interval, counted, governor, first, max(last, end), last)
        return max(last, end)

    def _and_a_half(self, numeral: Numeral, interval: Interval, last: int) -> tuple[Numeral, Interval, int]:
        """Add the half of "three hours and a half" and "an hour and a half"."""
        half = self.forms.half_after(last)
        if half is None:
            return numeral, interval, last
        value = numeral.low + half.value
        return replace(numeral, low=value, high=value), Interval(value, value, interval.hedge), half.last

    def _whole_of(self, numeral: Numeral) -> Quantity | None:
        """Return the whole of which a bare number is a part: "Of the 26 passengers, nine survived"."""
        if not self.found or not self.bare.opens_whole(*self.spans[-1], numeral):
            return None
        whole = self.found[-1]
        return whole if not whole.unit and numeral.high <= (whole.low or 0.0) else None

    def _emit_compared(self, numeral: Numeral, interval: Interval, other: Quantity, first: int) -> int:
        """Add a number that counts the same as the one it is set against."""
        last = self._emit(numeral, interval, None, first=first, last=numeral.last)
        self.found[-1] = replace(self.found[-1], counted=other.counted, unit=other.unit, category=other.category)
        return last

    def _append(
        self, interval: Interval, counted: Counted | None, governor: int | None, first: int, end: int, last: int
    ) -> None:
        start_char, end_char = self.tokens[first].start, self.tokens[end - 1].end
        noun, unit = (counted.noun, counted.unit) if counted is not None else ("", "")
        word = self._counted_text(counted, governor)
        if unit:
            category = self.lexicon.unit_categories.get(unit, "money")
        else:
            if governor is not None:
                noun = self.tokens[governor].word.entry.noun or self.tokens[governor].word.entry.nominal
            category = self._modified(counted) or self.classifier.category(noun, first, last)
        scope = self._scope(counted, category) if not unit else ""
        self.found.append(
            Quantity(
                start_char,
                end_char,
                self.text[start_char:end_char],
                interval.low,
                interval.high,
                interval.hedge,
                counted=word,
                unit=unit,
                category=category,
                scope=scope,
            )
        )
        self.spans.append((first, end))
        self.lows.append(interval.low or interval.high or 0.0)

    def _modified(self, counted: Counted | None) -> str:
        """Return the outcome that an adjective before the head gives: "displaced people"."""
        if counted is None or counted.noun not in self.lexicon.person_classes:
            return ""
        modifiers = (self.tokens[at].word.entry.noun for at in range(counted.first, counted.head))
        return next((noun for noun in modifiers if noun in self.lexicon.outcomes), "")

    def _counted_text(self, counted: Counted | None, governor: int | None) -> str:
        if counted is None:
            return self.tokens[governor].text if governor is not None else ""
        if counted.head < 0:
            return self.lexicon.symbol_of(counted.unit)
        if counted.unit and counted.last > counted.head + 1:
            return self.text[self.tokens[counted.head].start : self.tokens[counted.last - 1].end]
        return self._without_clitics(counted.head)

    def _without_clitics(self, index: int) -> str:
        """Return a word as written without the conjunction or preposition that is tied to it."""
        token = self.tokens[index]
        if token.word.entry.singular:
            return token.word.entry.singular
        if not token.word.prefixed or token.word.definite:
            return token.text
        letters = cut = 0
        while cut < len(token.text) and (letters < token.word.clitics or not fold_char(token.text[cut])):
            letters += len(fold_char(token.text[cut]))
            cut += 1
        return token.text[cut:] or token.text

    def _scope(self, counted: Counted | None, category: str) -> str:
        """Return the noun phrase when it says more than the class and the head noun do."""
        if counted is None or counted.head < 0:
            return ""
        end = max(counted.last, self.classifier.scope_end(counted.last))
        if end - counted.first <= 1 and category == counted.noun:
            return ""
        return self.text[self.tokens[counted.first].start : self.tokens[end - 1].end]


def _interval(numeral: Numeral) -> Interval:
    return Interval(numeral.low, numeral.high, numeral.hedge)
