"""The class of what is counted: what happened to them by the governing word, else what the noun is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.extraction.number_hedges import match_forward
from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_tokens import Token

_BACK = 14
_FORTH = 8
_CLAUSE_ENDS = frozenset({"forward_breaks", "conjunctions"})
_FAR_BACK = 32
_CHANGE_BACK = 5
"""Tokens looked at before and after a number for the word that governs it; clauses of news are rarely longer."""
_STOPS = frozenset(".;:؛!?؟—…")
_SCOPE_WORDS = 4
"""Words kept of the noun phrase: more are relative clauses, not "of whom"."""


@dataclass(frozen=True, slots=True)
class Governing:
    """A word that governs a count: its index, the class it gives, and whether it is a noun that can be counted."""

    index: int
    category: str
    is_noun: bool


class Classifier:
    """Finds classes and scopes in one sentence."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def governing_before(self, first: int) -> Governing | None:
        """Return the nearest verb or noun of event before a number, within its clause."""
        for at in range(first - 1, max(-1, first - 1 - _BACK), -1):
            token = self.tokens[at]
            entry = token.word.entry
            if token.text in _STOPS and not token.glued:
                return None
            if (token.text in _STOPS and len(token.text) == 1 and token.kind == "s") or "breaks" in entry.lists:
                return None
            if entry.verb or entry.nominal:
                return Governing(at, entry.verb or entry.nominal, is_noun=False)
            if "conjunctions" in entry.lists and at + 1 < first and not self.tokens[at + 1].word.known:
                return None
        return None

    def noun_before(self, first: int) -> Governing | None:
        """Return the nearest counted noun before a number that has none of its own: "the dead … to 19"."""
        changed = self._changes_to(first)
        for at in range(first - 1, max(-1, first - 1 - (_FAR_BACK if changed else _BACK)), -1):
            token = self.tokens[at]
            entry = token.word.entry
            if (token.kind == "s" and token.text in _STOPS) or ("breaks" in entry.lists and not changed):
                return None
            if changed and token.kind == "w" and "totals" in entry.lists and not self._totals_before(at + 1):
                return Governing(at, entry.nominal, is_noun=True)
            counted = at > 0 and "totals" in self.tokens[at - 1].word.entry.lists
            if counted and token.kind == "w" and token.word.definite and not entry.noun:
                return Governing(at, entry.verb, is_noun=True)
            if entry.noun and not entry.dual and (entry.noun in self.lexicon.person_classes or self._is_total(at)):
                return Governing(at, entry.noun, is_noun=True)
            if entry.nominal and not entry.lists & {"not_nouns"} and token.word.key != token.text:
                return Governing(at, entry.nominal, is_noun=True)
        return None

    def _is_total(self, at: int) -> bool:
        """Tell whether "number of" stands before a noun, an adjective or article between."""
        return any("totals" in self.tokens[back].word.entry.lists for back in range(max(0, at - 3), at))

    def _totals_before(self, at: int) -> bool:
        return at < len(self.tokens) and bool(self.tokens[at].word.entry.noun)

    def _changes_to(self, first: int) -> bool:
        """Tell whether a verb of change right before the number says that a total rises or falls to it."""
        back = range(max(0, first - _CHANGE_BACK), first)
        return any("change_verbs" in self.tokens[at].word.entry.lists for at in back)

    def governing_after(self, last: int) -> Governing | None:
        """Return the verb or participle right after a counted noun: "12 people were killed"."""
        resume = last
        for at in range(last, min(len(self.tokens), last + _FORTH)):
            resume = max(resume, self._after_insertion(at))
            if at < resume:
                continue
            token = self.tokens[at]
            entry = token.word.entry
            state = match_forward(self.tokens, at, self.lexicon.states)
            if state is not None:
                return Governing(at, state.value, is_noun=False)
            if self._ends_clause(token):
                return None
            category = entry.verb or (entry.noun if entry.noun in self.lexicon.outcomes else "")
            if category:
                return Governing(at, category, is_noun=False)
            if token.word.conjoined and token.word.known and token.word.prefixed:
                return None
        return None

    def _ends_clause(self, token: Token) -> bool:
        if (
            token.kind == "n"
            or (token.word.numeric and not token.word.entry.dual)
            or (token.kind == "s" and token.text not in "\"'’-«»“”")
        ):
            return True
        lists = token.word.entry.lists
        return bool(lists & _CLAUSE_ENDS) or (token.word.conjoined and bool(token.word.entry.verb))

    def _goes_on(self, at: int) -> bool:
        """Tell whether a conjunction joins a further counted noun: "three soldiers and an interpreter were"."""
        token = self.tokens[at]
        return bool(token.word.entry.lists & {"articles", "article_ones"}) or token.kind == "n" or token.word.numeric

    def _after_insertion(self, at: int) -> int:
        """Return the index after ", including six children," or "and an interpreter"; else the index itself."""
        if at + 1 >= len(self.tokens):
            return at
        if "conjunctions" in self.tokens[at].word.entry.lists and self._goes_on(at + 1):
            return at + 3
        if self.tokens[at].text not in ",،" or "among" not in self.tokens[at + 1].word.entry.lists:
            return at
        for end in range(at + 2, min(len(self.tokens), at + _FORTH + 2)):
            if self.tokens[end].text in ",،":
                return end + 1
        return at

    def category(self, noun: str, first: int, last: int) -> str:
        """Return the class of a count.

        Args:
            noun: the class of its noun, empty when unknown.
            first: the first token of the number with its hedge.
            last: the token after the counted noun.
        """
        if noun in self.lexicon.outcomes:
            return noun
        if noun and noun not in self.lexicon.person_classes:
            return noun
        after = self.governing_after(last)
        if after is not None and (self._is_adjacent(after, last) or not noun):
            return after.category
        before = self.governing_before(first)
        if before is not None:
            return before.category
        return after.category if after is not None else noun

    def _is_adjacent(self, after: Governing, last: int) -> bool:
        """Tell whether only auxiliaries and adjectives stand between the noun and what is said of it."""
        return after.index - last <= 3

    def scope_end(self, last: int) -> int:
        """Return the end of the words that follow the head noun directly and say of whom (adjectives, of-phrases)."""
        at = last
        while at < len(self.tokens) and at < last + _SCOPE_WORDS:
            token = self.tokens[at]
            entry = token.word.entry
            if token.kind != "w" or token.word.numeric or entry.verb or entry.nominal:
                break
            if entry.lists & {"not_nouns", "conjunctions", "breaks", "forward_breaks", "among", "months"}:
                if not (at == last and "linkers" in entry.lists):
                    break
            elif not self._describes(token):
                break
            at += 1
        while at > last and self.tokens[at - 1].word.entry.lists & {"linkers", "not_nouns"}:
            at -= 1
        return at

    def _describes(self, token: Token) -> bool:
        endings = tuple(self.lexicon.format.get("describing_endings", ()))
        entry = token.word.entry
        if token.word.known and token.word.prefixed and not token.word.definite:
            return False
        return bool(entry.noun) or "adjectives" in entry.lists or (bool(endings) and token.word.key.endswith(endings))
