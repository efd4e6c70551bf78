"""Who says what in a sentence: verbs of saying, formulas such as "according to", and what is theirs.

A speaker is an entity beside the verb, or the noun phrase that stands there; a verb with neither is left alone unless
a complementiser follows it (وقال إن …), and then the span is the verb's. The scope is the stretch that the speaker
answers for: what follows the verb, the quotation, or, for a speaker named at the end, the clause before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from verify.datamodels import Attribution, Span
from verify.extraction.person_names import COMMAS
from verify.extraction.speakers import FARTHEST_RELATIVE, LONGEST_SPEAKER, SpeakerReader
from verify.extraction.speech import speech_data
from verify.extraction.words import Cut, Match, Memo, Tables, Word, tokens

FARTHEST_SPEAKER = 6
"""Tokens between a speaker and the verb behind it: "flatly", "on Friday", "has repeatedly"."""
_ACCORDING, _REPORTS = "according_to", "says"


def find_attributions(text: str, language: str) -> tuple[Attribution, ...]:
    """Return who says what in one sentence, in the order of the text.

    Args:
        text: a sentence.
        language: ISO 639-1 code; a language without data has no attributions.
    """
    data = speech_data(language)
    if data is None:
        return ()
    openers = _openers(language)
    openings = [at for at, token in enumerate(tokens(text, language)) if openers[token.word]]
    return tuple(_Reader(text, data).read(openings)) if openings else ()


@cache
def _openers(language: str) -> Memo[Word, bool]:
    """Return what tells whether a word may begin what shows who speaks."""
    data = speech_data(language)
    tables = Tables(data.reports, data.formulas, data.after_speaker, data.verbs) if data is not None else Tables()
    return Memo(lambda word: word.is_word and tables.begin(word))


class _Reader(SpeakerReader):
    """Reads the attributions of one sentence."""

    def read(self, openings: Sequence[int]) -> list[Attribution]:
        """Return the attributions in order, the scope of one ended by the next.

        Args:
            openings: the tokens at which what shows a speaker may begin, in order.
        """
        found: list[Attribution] = []
        last = free = 0
        for index in openings:
            if index < last:
                continue
            attribution, last = self._at(index)
            if attribution is not None and attribution.start_char >= free:
                found.append(attribution)
                free = attribution.end_char
        found.sort(key=lambda attribution: (attribution.start_char, attribution.end_char))
        return self._limited(found)

    def _limited(self, found: list[Attribution]) -> list[Attribution]:
        """End a scope at a clause boundary behind which another speaker has the word."""
        limited = []
        for attribution, other in zip_longest(found, found[1:]):
            scope = attribution.scope
            if other is not None and scope.start_char < other.start_char < scope.end_char:
                cut = self._clause_before(other.start_char, scope.start_char)
                if cut is not None and other.scope.start_char > cut:
                    scope = Span(scope.start_char, cut)
            limited.append(replace(attribution, scope=scope))
        return limited

    def _clause_before(self, position: int, earliest: int) -> int | None:
        """Return where the clause before a position ends, None when no clause boundary lies near before it."""
        index = self._token_at(position)
        for at in range(index, max(index - FARTHEST_RELATIVE, 0), -1):
            if self.sentence[at].start <= earliest:
                return None
            if self.data.ends.at(self.sentence, at) is not None:
                last = at - 1
                while last > 0 and self.text[self.sentence[last].start] in ",،":
                    last -= 1
                return self.sentence[last].end if self.sentence[last].start >= earliest else None
        return None

    def _at(self, index: int) -> tuple[Attribution | None, int]:
        reports = self.data.reports.at(self.sentence, index)
        if reports is not None:
            handed_on = self._handed_on(reports)
            if handed_on is not None:
                return handed_on
        formula = self.data.formulas.at(self.sentence, index)
        if formula is not None:
            attribution, last = self._formula(formula)
            if attribution is not None:
                return attribution, last
        behind = self.data.after_speaker.at(self.sentence, index)
        if behind is not None:
            return self._after_speaker(behind), behind.last
        verb = self.data.verbs.at(self.sentence, index)
        if verb is None:
            return None, index + 1
        return self._verb(verb), verb.last

    def _formula(self, formula: Match[bool]) -> tuple[Attribution | None, int]:
        """Read "according to X" and what it covers."""
        at = formula.last
        verb = self.data.verbs.at(self.sentence, at) if at < len(self.sentence) else None
        if verb is not None:
            at = verb.last
        speaker = self._speaker_from(at, formula=True)
        if speaker is None:
            return None, formula.first + 1
        if self.data.weak_formulas.at(self.sentence, formula.first) and not self._is_entity(speaker):
            return None, formula.first + 1
        last = self._token_at(speaker.end_char - 1) + 1
        scope = self._around(formula.first, last)
        return self._make(speaker, _ACCORDING, scope), last

    def _handed_on(self, reports: Match[bool]) -> tuple[Attribution, int] | None:
        """Read "X quotes Y as saying": the speaker is Y."""
        for at in range(reports.last, min(reports.last + FARTHEST_SPEAKER + 2, len(self.sentence))):
            word = self.sentence[at].word
            if word.text in self.data.source:
                speaker = self._speaker_from(at + 1, formula=True)
                if speaker is None:
                    return None
                last = self._token_at(speaker.end_char - 1) + 1
                return self._make(speaker, _REPORTS, self._behind(last)), last
            if word.text in COMMAS:
                return None
        return None

    def _after_speaker(self, behind: Match[bool]) -> Attribution | None:
        """Read formulas that follow the speaker: X'e göre."""
        first = behind.first
        while first > 0 and behind.first - first < LONGEST_SPEAKER and self.sentence[first - 1].word.is_word:
            first -= 1
        if first == behind.first:
            return None
        speaker = Span(self.sentence[first].start, self.sentence[behind.first - 1].end)
        return self._make(speaker, _ACCORDING, self._behind(behind.last))

    def _verb(self, verb: Match[str]) -> Attribution | None:
        for place in self.data.order:
            attribution = {"after": self._speaker_after, "before": self._speaker_before, "first": self._speaker_first}[
                place
            ](verb)
            if attribution is not None:
                return attribution
        return self._implicit(verb)

    def _is_weak(self, verb: Match[str]) -> bool:
        return self.data.weak.at(self.sentence, verb.first) is not None

    def _speaker_after(self, verb: Match[str]) -> Attribution | None:
        """Read "said X": in some languages the rule, in others only behind a comma or a quotation."""
        inverted = self.data.inverted_after
        if inverted and (verb.first == 0 or self.sentence[verb.first - 1].word.text not in inverted):
            return None
        speaker = self._speaker_from(verb.last, formula=bool(inverted))
        if speaker is None or (inverted and not self._is_subject(speaker)):
            return None
        if inverted and self._is_weak(verb) and not self._quotes_before(verb.first):
            return None
        last = self._token_at(speaker.end_char - 1) + 1
        if inverted:
            return self._make(speaker, verb.value, self._before(verb.first))
        complement = self._complement(last)
        certain = self._certain(speaker, verb)
        if complement is None and (self._is_weak(verb) or not certain):
            return None
        if not certain and not self._directly(last):
            return None
        if not self._directly(last) and not self._is_entity(speaker) and not self._anonymous(speaker):
            last = self._bare_end(verb.last, last)
            speaker = Span(speaker.start_char, self.sentence[last - 1].end)
        return self._make(speaker, verb.value, complement or self._behind(last))

    def _speaker_before(self, verb: Match[str]) -> Attribution | None:
        """Read "X said"."""
        at = verb.first - 1
        if at < 0 or self.sentence[at].word.text in self.data.not_after or verb.cut is Cut.CONJUNCTION:
            return None
        skipped = 0
        while at >= 0 and self.sentence[at].word.text in self.data.between and skipped < FARTHEST_SPEAKER:
            at -= 1
            skipped += 1
        if at < 0:
            return None
        speaker = self._speaker_until(at)
        if speaker is None:
            return None
        first = self._token_at(speaker.start_char)
        trailing = first > 1 and self.sentence[first - 1].word.text in self.data.inverted_after
        complement = self._complement(verb.last)
        says_more = (
            verb.last < len(self.sentence)
            and self.sentence[verb.last].word.is_word
            and self.sentence[verb.last].word.text not in self.data.stops
            and self.sentence[verb.last].word.text not in self.data.between
            and self.sentence[verb.first].word.text not in self.data.hearer
        )
        if trailing and complement is None and (not says_more or self._quotes_before(first)):
            return self._make(speaker, verb.value, self._before(first))
        if self._is_weak(verb) and complement is None:
            return None
        if complement is None and verb.last >= len(self.sentence):
            return None
        return self._make(speaker, verb.value, complement or self._behind(verb.last))

    def _speaker_first(self, verb: Match[str]) -> Attribution | None:
        """Read verb-final languages: the speaker is the first entity of the sentence, the rest is theirs."""
        speaker = self._opening
        if speaker is None or speaker.end_char > verb.start:
            return None
        at = self._token_at(speaker.end_char - 1) + 1
        while at < verb.first and self.sentence[at].word.text in COMMAS:
            at += 1
        end = self.sentence[verb.first - 1].end if verb.first > at else verb.start
        start = self.sentence[at].start if at < len(self.sentence) else verb.start
        return self._make(speaker, verb.value, Span(min(start, end), end))

    def _implicit(self, verb: Match[str]) -> Attribution | None:
        """Read a verb without a speaker beside it, when a complementiser or a quotation follows at once."""
        if "after" not in self.data.order or self.data.inverted_after:
            return None
        complement = self._complement(verb.last, reach=FARTHEST_SPEAKER)
        if complement is None:
            return None
        span = Span(verb.start, verb.end)
        return self._make(span, verb.value, complement)
