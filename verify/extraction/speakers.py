"""Speakers beside verbs of saying and formulas."""

from __future__ import annotations

from functools import cached_property

from verify.datamodels import Entity, EntityKind, Span
from verify.extraction.lexicon import lexicon
from verify.extraction.person_names import COMMAS
from verify.extraction.speech import SpeechReader
from verify.extraction.words import Match

LONGEST_SPEAKER = 10
"""Tokens of a speaker that is no known entity: "the head of the regional emergency management department"."""
MOST_BARE = 2
"""Tokens of a noun with the article and its adjective, when nothing shows where the speaker ends."""
FARTHEST_RELATIVE = 15
"""Tokens of a relative clause or an apposition between a speaker and the verb."""


class SpeakerReader(SpeechReader):
    """Finds the speaker beside a verb or formula: an entity, or the noun phrase that stands there."""

    def _speaker_from(self, index: int, *, formula: bool) -> Span | None:
        """Return the speaker that begins at a token."""
        if index >= len(self.sentence):
            return None
        start = self.sentence[index].start
        entity = self._starts_at.get(index)
        if entity is not None:
            return Span(entity.start_char, self._coordinated(entity))
        first = self.sentence[index].word
        if not first.is_word or first.text in self.data.stops:
            return None
        if self.data.complementisers.at(self.sentence, index) is not None:
            return None
        if not formula and not self._may_speak(index):
            return None
        return Span(start, self._np_end(index, LONGEST_SPEAKER))

    def _coordinated(self, entity: Entity) -> int:
        """Return where a speaker ends, a second one joined to it by a prefixed conjunction included."""
        end = entity.end_char
        second = self._starts_at.get(self._token_at(end - 1) + 1)
        if second is not None and second.kind is entity.kind:
            token = self.sentence[self._token_at(second.start_char)]
            if token.start < second.start_char:
                return second.end_char
        return end

    def _may_speak(self, index: int) -> bool:
        """Tell whether a noun right behind a verb can be its subject: with the article, anonymous, or a text."""
        sentence = self.sentence
        if self.data.anonymous.at(sentence, index) or self.data.texts.at(sentence, index):
            return True
        word = sentence[index].word
        return word.article or self._complement(index + 1) is not None

    def _np_end(self, index: int, most: int) -> int:
        """Return where the noun phrase that holds a token ends, at most so many tokens further."""
        last = index
        while (
            last + 1 < len(self.sentence)
            and last - index < most
            and self.sentence[last + 1].word.is_word
            and self.sentence[last + 1].word.text not in self.data.stops
            and self.data.complementisers.at(self.sentence, last + 1) is None
            and self.data.verbs.at(self.sentence, last + 1) is None
        ):
            last += 1
        return self.sentence[last].end

    def _speaker_until(self, index: int) -> Span | None:
        """Return the speaker that ends at a token, an apposition between commas included."""
        token = self.sentence[index]
        apposed = token.word.text in COMMAS
        end = index - 1 if apposed else index
        entity = self._ending(end)
        if apposed:
            return self._before_apposition(index, entity)
        if entity is not None:
            return Span(self._phrase_start(entity), entity.end_char)
        verb = self.data.verbs.at(self.sentence, index)
        if not token.word.is_word or token.word.text in self.data.stops or verb is not None:
            return None
        first = index
        while first > 0 and index - first < LONGEST_SPEAKER and self._in_phrase(first - 1):
            first -= 1
        return self._phrase(first, index)

    def _phrase_start(self, entity: Entity) -> int:
        """Return where the noun phrase around a name begins: the state fire agency Cal Fire."""
        begin = first = self._token_at(entity.start_char)
        while first > 0 and begin - first < LONGEST_SPEAKER and self._in_phrase(first - 1):
            first -= 1
        opens = first == 0 or self.sentence[first - 1].word.text in COMMAS
        plain = all(self.sentence[at].word.text not in self.data.prepositions for at in range(first, begin))
        return self.sentence[first].start if first < begin and opens and plain else entity.start_char

    def _phrase(self, first: int, index: int) -> Span | None:
        """Return a noun phrase as speaker; behind a preposition it is part of a larger one or no subject."""
        known = lexicon(self.data.language)
        if (known is None or not known.capitals) and self.data.anonymous.at(self.sentence, first) is None:
            return None
        for at in (first, first - 1):
            if at >= 0 and self.sentence[at].word.text in self.data.prepositions:
                entity = self._ending(at - 1)
                return Span(entity.start_char, entity.end_char) if entity is not None else None
        return Span(self.sentence[first].start, self.sentence[index].end)

    def _ending(self, index: int) -> Entity | None:
        """Return the person or body whose last token this is."""
        if index < 0:
            return None
        return self._ends_at.get(index)

    def _before_apposition(self, index: int, entity: Entity | None) -> Span | None:
        """Return the speaker before a clause between commas: Osama Hamad, who heads the government, said."""
        if entity is not None and entity.name and entity.kind is EntityKind.PERSON:
            return Span(entity.start_char, entity.end_char)
        for at in range(index - 1, max(index - 1 - FARTHEST_RELATIVE, 0), -1):
            if self.sentence[at].word.text in COMMAS:
                named = self._ending(at - 1) or self._person_at.get(at - 1)
                if named is not None:
                    return Span(named.start_char, named.end_char)
                break
        return Span(entity.start_char, entity.end_char) if entity is not None else None

    def _in_phrase(self, index: int) -> bool:
        word = self.sentence[index].word
        return (
            word.is_word
            and word.text not in self.data.stops
            and self.data.verbs.at(self.sentence, index) is None
            and self.data.ends.at(self.sentence, index) is None
        )

    def _is_subject(self, speaker: Span) -> bool:
        """Tell whether a phrase behind an inverted verb is a speaker: named, determined, or anonymous."""
        word = self.sentence[self._token_at(speaker.start_char)].word
        data = lexicon(self.data.language)
        determined = data is not None and any(form.text in data.articles for form in word.forms)
        elided = len(word.forms) > 1 and "'" in word.text
        return self._is_entity(speaker) or self._anonymous(speaker) or determined or elided or word.capital

    def _certain(self, speaker: Span, verb: Match[str]) -> bool:
        """Tell whether a speaker without "that" behind is one: an entity, an anonymous source, a noun of its own."""
        at = self._token_at(speaker.start_char)
        if self._is_entity(speaker) or self.data.anonymous.at(self.sentence, at) is not None:
            return True
        return self.sentence[at].word.article and at == verb.last

    def _anonymous(self, speaker: Span) -> bool:
        return self.data.anonymous.at(self.sentence, self._token_at(speaker.start_char)) is not None

    def _directly(self, index: int) -> bool:
        """Tell whether a complementiser stands at a token."""
        return index < len(self.sentence) and self.data.complementisers.at(self.sentence, index) is not None

    def _bare_end(self, first: int, last: int) -> int:
        """Return where a noun with the article and its adjectives end, when nothing shows where the speaker does."""
        at = first + 1
        while at < min(last, first + MOST_BARE) and self.sentence[at].word.article:
            at += 1
        return at

    def _quotes_before(self, first: int) -> bool:
        return any(self.text[token.start] in '”»"' for token in self.sentence[max(0, first - 2) : first])

    @cached_property
    def _opening(self) -> Span | None:
        """The speaker with whom a sentence begins: a person or body, or capitalised words up to a comma."""
        first = next((at for at, token in enumerate(self.sentence) if token.word.is_word), None)
        if first is None:
            return None
        entity = self._starts_at.get(first)
        if entity is not None and entity.kind is not EntityKind.PLACE:
            return Span(entity.start_char, entity.end_char)
        last = first
        while last < len(self.sentence) and last - first < LONGEST_SPEAKER and self.sentence[last].word.capital:
            last += 1
        if last == first or last >= len(self.sentence) or self.sentence[last].word.text not in COMMAS:
            return None
        return Span(self.sentence[first].start, self.sentence[last - 1].end)
