"""Whether the words around a date look back or ahead: which Tuesday, which December is meant."""

from __future__ import annotations

from verify.extraction.date_lexicon import Lexicon, Tense
from verify.extraction.date_spec import FUTURE, NEAREST, PAST, UNKNOWN, Spec
from verify.extraction.date_tokens import Atoms

REACH_BEFORE = 30
"""How many atoms before a date its verb is looked for: about the length of a clause."""
REACH_AFTER = 14
"""How many atoms after it: a date that opens a sentence stands a few words before its verb."""
REACH_WEAK = 12
"""How far before "until" a verb in the past says that the end is past too."""
_QUOTES = frozenset('"«“”»')
AUXILIARY_REACH = 3
"""How far before a participle its auxiliary may stand: "will be formally signed"."""
MIN_PATTERN = 4
"""Shorter words have the endings of verbs by chance."""


def direction(atoms: Atoms, words: Lexicon, spec: Spec) -> int:
    """Return `PAST`, `FUTURE`, `NEAREST` or `UNKNOWN` for a mention.

    The nearest verb or cue of its clause decides: before the mention first, then after it; the other way round in
    languages whose verb stands last. A conjunction such as "that" ends the clause.
    """
    reader = _Reader(atoms, words)
    lead = _lead(atoms, spec.first)
    starts = False
    if lead >= 0:
        norm = atoms.norms[lead]
        if norm in words.tense.weak or (spec.weekday is None and norm in words.tense.weak_months):
            return reader.weak(lead)
        starts = norm in words.tense.starts or (lead > 0 and atoms.norms[lead - 1] in words.tense.starts)
        if starts and spec.month is None:
            return NEAREST
    sides = [reader.before(spec.first), reader.after(spec.last)]
    if words.tense.verb_last:
        sides.reverse()
    return next((side for side in sides if side != UNKNOWN), NEAREST if starts else UNKNOWN)


def _lead(atoms: Atoms, first: int) -> int:
    """Return the index of the word that leads up to a mention: articles, "day" and parts of the day skipped."""
    index = first - 1
    while index >= 0 and atoms.classes[index] in "AjDpf":
        index -= 1
    return index


class _Reader:
    """Finds cues of tense in a row of atoms."""

    def __init__(self, atoms: Atoms, words: Lexicon) -> None:
        self.atoms = atoms
        self.tense: Tense = words.tense
        self.moved = words.moved

    def _word(self, index: int) -> str:
        return self.atoms.raw(index).casefold() if self.tense.raw else self.atoms.norms[index]

    def _listed(self, index: int, table: str) -> bool:
        phrases = getattr(self.tense, table)
        word = self._word(index)
        forms = [word, *(word[len(p) :] for p in self.tense.prefixes if word.startswith(p))]
        for form in forms:
            for phrase in phrases.get(form, ()):
                if all(
                    index + k < len(self.atoms.norms) and self._word(index + k) == phrase[k]
                    for k in range(1, len(phrase))
                ):
                    return True
        return False

    def cue(self, index: int) -> int:
        """Return what the atom at an index says about the tense."""
        if self._listed(index, "future"):
            return FUTURE
        if self._listed(index, "past"):
            return PAST
        word = self._word(index)
        if len(word) < MIN_PATTERN or self.atoms.classes[index] != "x":
            return UNKNOWN
        if self.tense.future_pattern is not None and self.tense.future_pattern.fullmatch(word):
            return FUTURE
        if self.tense.past_pattern is not None and self.tense.past_pattern.fullmatch(word):
            return PAST
        return UNKNOWN

    def _stops(self, index: int) -> bool:
        return self.atoms.classes[index] == "X" or (
            self.atoms.classes[index] == "." and index > 0 and len(self.atoms.norms[index - 1]) > MIN_PATTERN
        )

    def before(self, first: int) -> int:
        """Return the tense of the nearest cue before a mention."""
        for index in range(first - 1, max(-1, first - REACH_BEFORE), -1):
            if self._stops(index):
                return UNKNOWN
            if self.atoms.norms[index] in self.tense.boundaries:
                ahead = (self.cue(i) for i in range(max(0, index - 2), index))
                return FUTURE if FUTURE in ahead else UNKNOWN
            found = NEAREST if self.atoms.norms[index] in self.moved else self.cue(index)
            if found == PAST and FUTURE in (self.cue(i) for i in range(max(0, index - AUXILIARY_REACH), index)):
                return FUTURE
            if found == FUTURE and not self.tense.past_firm.isdisjoint(self.atoms.norms[max(0, index - 2) : index]):
                return NEAREST  # "was due to arrive on 5 January": before publication or after it
            if found != UNKNOWN:
                return found
        return UNKNOWN

    def after(self, last: int) -> int:
        """Return the tense of the nearest cue after a mention."""
        if self.atoms.classes[last + 1 : last + 2] == "'" and not self.tense.verb_last:
            return UNKNOWN
        for index in range(last + 1, min(len(self.atoms.classes), last + REACH_AFTER)):
            if self._stops(index) or self.atoms.norms[index] in (self.tense.boundaries | _QUOTES):
                return UNKNOWN
            found = NEAREST if self.atoms.norms[index] in self.moved else self.cue(index)
            if found != UNKNOWN:
                return found
        return UNKNOWN

    def weak(self, first: int) -> int:
        """Return the tense of "until Sunday": ahead, unless the clause is firmly in the past."""
        for index in range(first - 1, max(-1, first - REACH_WEAK), -1):
            word = self.atoms.norms[index]
            if word in self.moved:
                return FUTURE
            if self._stops(index) or word == "," or word in self.tense.boundaries:
                break
            if word in self.tense.past_firm or word[1:] in self.tense.past_firm:
                return PAST
        return FUTURE
