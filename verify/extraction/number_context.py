"""Numbers that are no quantities: years, clock times, ages, ordinals, scores, names with a number in them.

Every check looks at a few tokens around the number, so the work on a sentence is linear in its length.
"""

from __future__ import annotations

from collections.abc import Sequence

from verify.extraction.counted import Counted
from verify.extraction.number_hedges import match_backward, match_forward
from verify.extraction.number_lexicon import Entry, Lexicon
from verify.extraction.number_tokens import Token
from verify.extraction.number_words import Numeral

_HYPHENS = frozenset("-‐‑–—")
_TIES = frozenset(":/×*=\\")
_LABEL_GAPS = frozenset({".", ":", "(", '"', "«", "º", "°"})
_HOLDER_LINKS = frozenset({"linkers", "articles", "article_ones"})
_LONGEST_NAME = 8
_LONGEST_STREET = 4
_LASTING_WINDOW = 3
"""Tokens after "five-year" in which a word for what lasts makes it no age: "five-year state plan"."""
_TITLE_SHARE = 0.6
"""Part of the long words with a capital that makes a headline in title case; plain sentences have a third at most."""
_QUOTES = frozenset('"“”«»')
_NUMBER_SIGNS = frozenset("#№§")
_FIRST_YEAR, _LAST_YEAR = 1800, 2150
"""Four bare digits in this range are a year unless something counted follows."""
_LAST_DAY = 31
_LAST_HOUR = 24
_CHANGE_WINDOW = 4
"""Tokens back to a verb of change, after which "to six hours" is no clock time."""
_SAYING_WINDOW = 7
"""Tokens between "two officials" and "said": "two officials briefed on the talks said"."""
_AGE_WINDOW = 6
"""Tokens between "aged" and the number: "whose ages range between six months and 14 years"."""


class Context:
    """The checks on one sentence."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self._long_words: tuple[int, int] | None = None
        self._label_end = -1

    def _lists(self, index: int) -> set[str]:
        return self.tokens[index].word.entry.lists if 0 <= index < len(self.tokens) else set()

    def _text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _glued(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].glued

    def is_part_of_name(self, numeral: Numeral) -> bool:
        """Tell whether the number is tied to letters, digits or signs: F-16, 10:50, 3rd, G7, [3], No. 5."""
        first, last = numeral.first, numeral.last
        before, after = self._text(first - 1), self._text(last)
        if before in _NUMBER_SIGNS or before in {"°", "º"} or (before == "[" and after == "]"):
            return True
        if numeral.digits and (self._tied_before(first) or self._tied_after(last)):
            return True
        if self._is_compound(last) or self._is_ordinal_point(numeral):
            return True
        return self._ordinal_follows(numeral) or "multipliers" in self._lists(last)

    def _is_compound(self, last: int) -> bool:
        """Recognise "Trois-Rivières": a hyphen and a capital letter tied to the number."""
        tied = self._text(last) in _HYPHENS and self._glued(last) and self._glued(last + 1)
        return tied and self._text(last + 1)[:1].isupper() and not self.tokens[last + 1].word.entry.unit

    def _is_ordinal_point(self, numeral: Numeral) -> bool:
        """Recognise "4. Ceza Mahkemesi": a point right after digits, with more of the sentence behind it."""
        last = numeral.last
        pointed = self._text(last) == "." and self._glued(last) and last + 1 < len(self.tokens)
        return pointed and numeral.bare and bool(self.lexicon.format.get("ordinal_point"))

    def is_compound_name(self, numeral: Numeral) -> bool:
        """Tell whether a number word is tied to letters: "mille-feuille"."""
        at = numeral.last
        return self._text(at) in _HYPHENS and self._glued(at) and self._glued(at + 1) and self._text(at + 1).isalpha()

    def is_proper_name(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether a capitalised number word begins or makes a name: "the Four Seasons", "La Quinzaine"."""
        word = self.tokens[numeral.first]
        at = numeral.first + ("article" in "".join(word.word.entry.lists) and numeral.last > numeral.first + 1)
        if at == 0 or numeral.digits or not self._text(at)[:1].isupper() or self._text(at).isupper():
            return False
        if self._text(at - 1) in {".", ":", "?", "!", "–", "—", *_QUOTES} or self._is_headline(at, counted):
            return False
        after = self._text(counted.head) if counted is not None and counted.head >= 0 else ""
        return after[:1].isupper() or counted is None or numeral.noun_like

    def _is_headline(self, first: int, counted: Counted | None) -> bool:
        """Tell whether most long words beside the number and its noun begin in upper case, as in titles."""
        if self._long_words is None:
            long = [at for at, token in enumerate(self.tokens) if at and token.kind == "w" and len(token.text) > 3]
            self._long_words = len(long), sum(self.tokens[at].text[0].isupper() for at in long)
        last = min(counted.last, first + _LONGEST_NAME) if counted is not None else first + 1
        own = [token.text for token in self.tokens[first:last] if token.kind == "w" and len(token.text) > 3]
        long_words = self._long_words[0] - len(own)
        capitals = self._long_words[1] - sum(text[0].isupper() for text in own)
        return capitals > _TITLE_SHARE * max(1, long_words)

    def is_title(self, numeral: Numeral, end: int) -> bool:
        """Tell whether quotation marks enclose nothing but the number and its noun: "60 Minutes"."""
        return self._text(numeral.first - 1) in _QUOTES and self._text(end) in _QUOTES and end > numeral.last

    def _tied_before(self, first: int) -> bool:
        if not self._glued(first):
            return False
        before = self.tokens[first - 1]
        if before.kind == "w":
            hedged = match_backward(self.tokens, first - 1, self.lexicon.hedges_before) is not None
            return not hedged and not self._is_clitic(before) and before.word.key not in self.lexicon.currency
        if before.text in _HYPHENS and self._glued(first - 1):
            tied = self.tokens[first - 2]
            ahead = "units_ahead" in tied.word.entry.lists
            return tied.kind == "n" or (tied.kind == "w" and not ahead and not self._is_clitic(tied))
        return before.text == "+" or (before.text in {*_TIES, "."} and self._glued(first - 1))

    def _is_clitic(self, token: Token) -> bool:
        """Tell whether letters tied to digits are a conjunction, preposition or article of the language."""
        return token.word.key in self.lexicon.format.get("number_prefixes", ())

    def _tied_after(self, last: int) -> bool:
        if not self._glued(last):
            return False
        after = self.tokens[last]
        entry = after.word.entry
        if after.kind == "w" and match_forward(self.tokens, last, self.lexicon.units):
            return False
        if after.kind == "w":
            return "ordinal_suffixes" in entry.lists or not (
                entry.unit or entry.noun or "scale_symbols" in entry.roles or "scales" in entry.roles
                or "scale_symbols_money" in entry.roles or after.word.key in self.lexicon.currency
            )  # fmt: skip
        if after.text in "°º":
            return not self.tokens[last].word.entry.unit
        tied_to_digits = last + 1 < len(self.tokens) and self._glued(last + 1) and self.tokens[last + 1].kind == "n"
        return after.text in _TIES and tied_to_digits

    def _ordinal_follows(self, numeral: Numeral) -> bool:
        at = numeral.last
        if self._text(at) in _HYPHENS and self._glued(at):
            at += 1
        return "ordinals" in self._lists(at) and (self._glued(at) or not numeral.digits) and at > numeral.last

    def is_label(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether the number names the thing before it: "Resolution 1701", "رقم 44", "Articles 3 and 5"."""
        listed = self._goes_on_from_label(numeral) and (counted is None or counted.linked or not counted.known)
        if not listed and not self._is_one_label(numeral, counted):
            return False
        self._label_end = numeral.last
        return True

    def _goes_on_from_label(self, numeral: Numeral) -> bool:
        """Tell whether only "and" stands between digits and the number of a name."""
        first = numeral.first
        joined = first - self._label_end == 1 and "conjunctions" in self._lists(first - 1)
        return self._label_end > 0 and numeral.digits and joined

    def _is_one_label(self, numeral: Numeral, counted: Counted | None) -> bool:
        if "labels_after" in self._lists(numeral.last):
            return True
        joined = self.tokens[numeral.first].word
        if (counted is not None and counted.unit) or (joined.conjoined and joined.prefixed):
            return False
        at = self._named_before(numeral.first)
        if at is None:
            return False
        if numeral.bare and self._is_named_by(at, counted):
            return True
        word = self.tokens[at].word
        counts = counted is not None and counted.known and not counted.linked
        if "labels" in word.entry.lists and not (word.prefixed and not word.definite and word.conjoined):
            return not (counts and self._names_nothing(at))
        return "definite_labels" in word.entry.lists and word.definite and not counts

    def is_address(self, numeral: Numeral) -> bool:
        """Tell whether capitalised words that end in a word for streets follow: "18 Mill Lane"."""
        if not numeral.bare:
            return False
        for at in range(numeral.last, min(len(self.tokens), numeral.last + _LONGEST_STREET)):
            if self.tokens[at].kind != "w" or not self._text(at)[:1].isupper():
                return False
            if "streets" in self._lists(at) and at > numeral.last:
                return True
        return False

    def _named_before(self, first: int) -> int | None:
        """Return the index of the word before a number, over a point, colon or quotation mark."""
        at = first - 1
        while at >= 0 and self._text(at) in _LABEL_GAPS and at > first - 4:
            at -= 1
        if at < 0 or self.tokens[at].kind != "w":
            return None
        ends_sentence = at < first - 1 and self._text(at + 1) in {".", ":"} and len(self._text(at)) > 2
        return None if ends_sentence else at

    def _is_named_by(self, at: int, counted: Counted | None) -> bool:
        """Tell whether a word that is no listed label makes bare digits a name: "Ring 1 of …", "Flight MH 370"."""
        if counted is not None and counted.linked:
            return self._is_named(at)
        if counted is not None and counted.known:
            return False
        return self._is_proper(at) or ("labels" in self._lists(at - 1) and not self.tokens[at].word.known)

    def _is_proper(self, at: int) -> bool:
        """Tell whether an unknown word stands there, capitalised where names are, in a language that names so."""
        token = self.tokens[at]
        if self.lexicon.format.get("bare_names"):
            return not token.word.known
        return bool(self.lexicon.format.get("capital_labels")) and token.text[:1].isupper() and not token.word.known

    def _is_named(self, at: int) -> bool:
        """Tell whether a definite or capitalised word stands there that number and "of" do not count on."""
        token = self.tokens[at]
        entry = token.word.entry
        if (
            entry.noun in self.lexicon.person_classes
            or entry.verb
            or entry.nominal
            or entry.lists & {"totals", "breaks"}
        ):
            return False
        if token.word.definite:
            return not token.word.known or bool(entry.noun)
        return bool(self.lexicon.format.get("capital_labels")) and token.text[:1].isupper() and not token.word.known

    def is_source(self, counted: Counted | None) -> bool:
        """Tell whether speakers are meant who are told about only to say whose word it is: "two officials said"."""
        if counted is None or counted.head < 0 or "sources" not in self._lists(counted.head):
            return False
        ahead = range(counted.last, min(len(self.tokens), counted.last + _SAYING_WINDOW))
        behind = range(max(0, counted.first - 3), counted.first)
        said = any("sayings" in self._lists(at) for at in ahead)
        return said or any("source_marks" in self._lists(at) for at in behind)

    def _names_nothing(self, at: int) -> bool:
        """Tell whether a label word may as well be plain words before a count: lower case, in a cased script."""
        text = self.tokens[at].text
        return text[:1].islower() or (not text[:1].isupper() and "definite_labels" in self._lists(at))

    def is_date_or_time(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether the number is a year, a day of a month or an hour of the clock."""
        timed = counted is None or not counted.unit
        return (
            (timed and self._by_month(numeral)) or self._is_year(numeral, counted) or self._is_clock(numeral, counted)
        )

    def _by_month(self, numeral: Numeral) -> bool:
        if numeral.low != int(numeral.low):
            return False
        day = 1 <= numeral.low <= _LAST_DAY
        year = _FIRST_YEAR <= numeral.low <= _LAST_YEAR
        after = numeral.last + 1 if "linkers" in self._lists(numeral.last) else numeral.last
        if self._text(after) in _HYPHENS and after + 1 < len(self.tokens) and self.tokens[after + 1].kind == "n":
            after += 2
        if day and self._is_month(after):
            return True
        before = numeral.first - 1
        while before > 0 and (self._text(before) in {",", ".", "/"} or "linkers" in self._lists(before)):
            before -= 1
        return (day or year) and self._is_month(before)

    def _is_month(self, index: int) -> bool:
        if "months" not in self._lists(index) or self.tokens[index].word.prefixed:
            return False
        return not (self.lexicon.format.get("months_capital") and self.tokens[index].text[:1].islower())

    def _is_year(self, numeral: Numeral, counted: Counted | None) -> bool:
        before = self._lists(numeral.first - 1)
        whole = numeral.low == numeral.high == int(numeral.low)
        if "year_words" in before and whole and (numeral.bare or _FIRST_YEAR <= numeral.low <= _LAST_YEAR):
            return counted is None or not counted.unit
        if not numeral.bare or not _FIRST_YEAR <= numeral.low <= _LAST_YEAR or self._text(numeral.first - 1) in "$€£":
            return bool(numeral.bare and _FIRST_YEAR <= numeral.low <= _LAST_YEAR and counted is None)
        if counted is None or not counted.known or counted.linked or counted.unit == "year":
            return True
        return "year_before" in before and not counted.unit

    def _is_clock(self, numeral: Numeral, counted: Counted | None) -> bool:
        if numeral.low > _LAST_HOUR or numeral.low != numeral.high:
            return False
        before = self._lists(numeral.first - 1)
        if "clock_words" in before or match_forward(self.tokens, numeral.last, self.lexicon.clock_after):
            return True
        if counted is None or counted.unit != "hour" or numeral.low != int(numeral.low):
            return False
        window = range(max(0, numeral.first - _CHANGE_WINDOW), numeral.first)
        changed = any("change_verbs" in self._lists(at) for at in window)
        return "clock_before" in before and not changed and "linkers" not in self._lists(counted.last)

    def is_worded_score(self, counted: Counted | None, last: int) -> bool:
        """Tell whether goals are set against goals, or against none: "won with three goals to one"."""
        if counted is None or counted.head < 0 or "score_nouns" not in self._lists(counted.head):
            return False
        marked = "score_marks" in self._lists(last) or "score_marks" in self._lists(counted.first - 1)
        against = last if last > counted.head + 1 else counted.head + 1
        return marked or self._is_against(against) or ("score_nouns" in self._lists(counted.first - 1))

    def _is_against(self, at: int) -> bool:
        """Tell whether a number or goals with "to" tied to them stand there."""
        if at >= len(self.tokens):
            return False
        word = self.tokens[at].word
        tied = word.prefixed and not word.conjoined and not word.definite
        return tied and (word.numeric or "score_nouns" in word.entry.lists)

    def is_age(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether the number says how old somebody is."""
        first = numeral.first
        before = first - 2 if "linkers" in self._lists(first - 1) else first - 1
        if "age_words" in self._lists(before) or "age_nouns" in self._lists(numeral.last):
            return True
        if counted is None or counted.unit not in {"year", "month"}:
            return False
        if counted.head >= 0 and "age_forms" in self._lists(counted.head):
            ahead = range(counted.last, counted.last + _LASTING_WINDOW)
            return not any("lasting" in self._lists(at) for at in ahead)
        if self._is_bounded_age(first, counted) or self._between_marks(first, counted.last):
            return True
        if counted.unit == "year" and self._is_age_at_death(first):
            return True
        if counted.unit == "year" and (self._has_holder(first, counted) or self._has_subject(first, counted)):
            return True
        window = range(max(0, first - _AGE_WINDOW), first)
        return any("age_before" in self._lists(at) for at in window)

    def _is_age_at_death(self, first: int) -> bool:
        """Recognise "died at 75 years", where the preposition is one of many uses."""
        if "age_prepositions" not in self._lists(first - 1):
            return False
        return any("death_words" in self._lists(at) for at in range(max(0, first - _AGE_WINDOW), first))

    def _is_bounded_age(self, first: int, counted: Counted) -> bool:
        """Recognise "under 20", "45 years old", "six-year-old"."""
        after = counted.last + 1 if self._text(counted.last) in _HYPHENS else counted.last
        old = match_forward(self.tokens, after, self.lexicon.age_after) is not None
        return old or "age_bounds" in self._lists(first - 1)

    def _has_holder(self, first: int, counted: Counted) -> bool:
        """Recognise whose years they are: "a man of 52", "un mécanicien de 42 ans", "El niño, de 9 años,"."""
        at = first - 1
        while at > max(0, first - 5) and (self._lists(at) & _HOLDER_LINKS or self._text(at) in {"'", "’"}):
            at -= 1
        if at < 0:
            return False
        if self._is_person(self.tokens[at].word.entry):
            return True
        if at == first - 1:
            return False
        if self._text(at) == ",":
            return self._text(counted.last) in {",", "."}
        endings = tuple(self.lexicon.format.get("person_endings", ()))
        return not self.tokens[at].word.known and self.tokens[at].word.key.endswith(endings or ("\0",))

    def _has_subject(self, first: int, counted: Counted) -> bool:
        """Recognise "elle a 45 ans"."""
        subject = match_backward(self.tokens, first - 1, self.lexicon.age_subjects)
        return subject is not None and "linkers" not in self._lists(counted.last)

    def _is_person(self, entry: Entry) -> bool:
        """Tell whether a noun is a person, whose years are an age: "a man of 52", "a boy 9 years"."""
        return entry.noun in self.lexicon.person_classes and not entry.verb and not entry.nominal and not entry.roles

    def _between_marks(self, first: int, last: int) -> bool:
        """Recognise the apposition after a name: ", 61 ans," or "(78 عاماً)"."""
        if self._text(first - 1) == "(" and self._text(last) == ")":
            return True
        if self._text(first - 1) not in {",", "،"} or first < 2:
            return False
        follows = self._text(last) in {",", "،", ".", "", ")"} or "age_followers" in self._lists(last)
        return follows and self.tokens[first - 2].text[:1].isupper()

    def is_ordinal(self, numeral: Numeral) -> bool:
        """Tell whether the number word ends an ordinal ("the three-and-twentieth" in Arabic)."""
        token = self.tokens[numeral.first]
        if numeral.digits or "ordinals" not in self._lists(numeral.first - 1):
            return False
        return token.word.conjoined or "teen_tens" in token.word.entry.roles

    def is_pair(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether "the two sides" and their like are meant: partners named before, not a count."""
        if numeral.low != 2 or counted is None or "pair_before" not in self._lists(numeral.first - 1):
            return False
        return any("pair" in self._lists(at) for at in range(counted.first, counted.last))

    def is_list_number(self, numeral: Numeral, counted: Counted | None) -> bool:
        """Tell whether the number opens an item of a list: "1. The …", "2) …"."""
        return numeral.first == 0 and numeral.bare and self._text(numeral.last) in {".", ")"} and counted is None
