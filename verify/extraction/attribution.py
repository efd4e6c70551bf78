"""Who says what in a sentence: verbs of saying, formulas such as "according to", and what is theirs.

A speaker is an entity beside the verb, or the noun phrase that stands there; a verb with neither is left alone unless
a complementiser follows it (وقال إن …), and then the span is the verb's. The scope is the stretch that the speaker
answers for: what follows the verb, the quotation, or, for a speaker named at the end, the clause before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from verify import languages
from verify.datamodels import Attribution, Entity, EntityKind, Span
from verify.extraction.entities import find_entities
from verify.extraction.people import CLOSING, COMMAS
from verify.extraction.words import Cut, Match, Phrases, Token, key, tokens

LONGEST_SPEAKER = 10
"""Tokens of a speaker that is no known entity: "the head of the regional emergency management department"."""
FARTHEST_COMPLEMENT = 12
"""Tokens between a speaker and "that": "in a statement issued late on Saturday in the capital"."""
FARTHEST_SPEAKER = 6
"""Tokens between a speaker and the verb behind it: "flatly", "on Friday", "has repeatedly"."""
_ACCORDING, _REPORTS = "according_to", "says"
_QUOTES = frozenset('«»"“”')


@dataclass(frozen=True, slots=True)
class _Data:
    language: str
    order: tuple[str, ...]
    verbs: Phrases[str]
    weak: Phrases[bool]
    formulas: Phrases[bool]
    weak_formulas: Phrases[bool]
    after_speaker: Phrases[bool]
    reports: Phrases[bool]
    source: frozenset[str]
    complementisers: Phrases[bool]
    between: frozenset[str]
    not_after: frozenset[str]
    inverted_after: frozenset[str]
    anonymous: Phrases[bool]
    texts: Phrases[bool]
    stops: frozenset[str]
    ends: Phrases[bool]


def _set(words: list[str]) -> frozenset[str]:
    return frozenset(map(key, words))


def _marks(words: list[str], bears: Cut = Cut.CONJUNCTION) -> Phrases[bool]:
    return Phrases(((word, True) for word in words), bears)


@cache
def _data(language: str) -> _Data | None:
    data: Mapping[str, Any] = languages.load(language, "attribution")
    if not data:
        return None
    verbs, formulas, speaker = data["verbs"], data["formulas"], data["speaker_words"]
    kinds = [(word, kind) for kind, words in verbs.items() if kind not in _NOT_KINDS for word in words]
    return _Data(
        language=language,
        order=tuple(data["speaker"]),
        verbs=Phrases(kinds, Cut.CONJUNCTION),
        weak=_marks(verbs.get("weak", [])),
        formulas=_marks(formulas["according_to"]),
        weak_formulas=_marks(formulas.get("weak_formulas", [])),
        after_speaker=_marks(formulas.get("after_speaker", [])),
        reports=_marks(formulas["reports"]),
        source=_set(formulas["source"]),
        complementisers=_marks(verbs["complementisers"], Cut.PREPOSITION),
        between=_set(verbs.get("between", [])),
        not_after=_set(verbs.get("not_after", [])),
        inverted_after=_set(data.get("inverted_after", [])),
        anonymous=_marks(speaker["anonymous"], Cut.ARTICLE),
        texts=_marks(speaker["texts"], Cut.ARTICLE),
        stops=_set(speaker["stops"]),
        ends=_marks(data["clause"]["ends"]),
    )


_NOT_KINDS = frozenset({"weak", "complementisers", "between", "not_after"})


def find_attributions(text: str, language: str) -> tuple[Attribution, ...]:
    """Return who says what in one sentence, in the order of the text.

    Args:
        text: a sentence.
        language: ISO 639-1 code; a language without data has no attributions.
    """
    data = _data(language)
    if data is None:
        return ()
    return tuple(_Reader(text, data).read())


class _Reader:
    """Reads the attributions of one sentence."""

    def __init__(self, text: str, data: _Data) -> None:
        self.text = text
        self.data = data
        self.sentence: tuple[Token, ...] = tokens(text, data.language)
        self._entities: tuple[Entity, ...] | None = None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the sentence that can speak; read at the first verb."""
        if self._entities is None:
            self._entities = tuple(
                entity
                for entity in find_entities(self.text, self.data.language)
                if not entity.key.startswith("nation:")
            )
        return self._entities

    def read(self) -> list[Attribution]:
        """Return the attributions in order, the scope of one ended by the next."""
        found: list[Attribution] = []
        index = 0
        while index < len(self.sentence):
            attribution, index = self._at(index)
            if attribution is not None and not any(
                attribution.start_char < other.end_char and other.start_char < attribution.end_char for other in found
            ):
                found.append(attribution)
        found.sort(key=lambda attribution: (attribution.start_char, attribution.end_char))
        return self._limited(found)

    def _limited(self, found: list[Attribution]) -> list[Attribution]:
        """End a scope at a clause boundary behind which another speaker has the word."""
        limited = []
        for attribution in found:
            scope = attribution.scope
            for other in found:
                if other is attribution or not scope.start_char < other.start_char < scope.end_char:
                    continue
                cut = self._clause_before(other.start_char, scope.start_char)
                if cut is not None and other.scope.start_char > cut:
                    scope = Span(scope.start_char, cut)
            limited.append(replace(attribution, scope=scope))
        return limited

    def _clause_before(self, position: int, earliest: int) -> int | None:
        """Return where the clause before a position ends, None when no clause boundary lies between."""
        index = self._token_at(position)
        while index > 0 and self.sentence[index].start > earliest:
            if self.data.ends.at(self.sentence, index) is not None:
                return self.sentence[index - 1].end if self.sentence[index - 1].start >= earliest else None
            index -= 1
        return None

    def _at(self, index: int) -> tuple[Attribution | None, int]:
        if not self.sentence[index].word.is_word:
            return None, index + 1
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

    # Formulas

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

    def _around(self, first: int, last: int) -> Span:
        """Return what a formula covers: the clause before it, or what follows when it opens the sentence."""
        begin, end = self._sentence_words()
        start = self._clause_start(first)
        if start < first and self.sentence[start].start < self._stripped_end(first):
            return Span(self.sentence[start].start, self._stripped_end(first))
        while last < len(self.sentence) and self.text[self.sentence[last].start] in ",،–—-):":
            last += 1
        if last < len(self.sentence):
            return Span(self.sentence[last].start, max(end, self.sentence[last].end))
        return Span(begin, end)

    def _clause_start(self, index: int) -> int:
        """Return the first token of the stretch before a formula: from the last strong boundary or the beginning."""
        at = index
        while at > 0 and self.text[self.sentence[at - 1].start] not in "؛;":
            at -= 1
        while (
            at < index
            and not self.text[self.sentence[at].start].isalnum()
            and self.text[self.sentence[at].start] not in _QUOTES
        ):
            at += 1
        return at

    def _stripped_end(self, index: int) -> int:
        """Return the end of the last token before `index` that is no comma or dash."""
        at = index - 1
        while at > 0 and self.text[self.sentence[at].start] in ",،–—-(":
            at -= 1
        return self.sentence[at].end if at >= 0 else 0

    def _sentence_words(self) -> tuple[int, int]:
        """Return the offsets of the sentence without final punctuation."""
        last = len(self.sentence)
        while last > 1 and self.text[self.sentence[last - 1].start] in ".؟?!…":
            last -= 1
        return self.sentence[0].start, self.sentence[last - 1].end

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

    # Verbs

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
        if speaker is None:
            return None
        last = self._token_at(speaker.end_char - 1) + 1
        if inverted:
            return self._make(speaker, verb.value, self._before(verb.first))
        complement = self._complement(last)
        if complement is None and (self._is_weak(verb) or not self._certain(speaker, verb)):
            return None
        return self._make(speaker, verb.value, complement or self._behind(last))

    def _certain(self, speaker: Span, verb: Match[str]) -> bool:
        """Tell whether a speaker without "that" behind is one: an entity, an anonymous source, a noun of its own."""
        at = self._token_at(speaker.start_char)
        if self._is_entity(speaker) or self.data.anonymous.at(self.sentence, at) is not None:
            return True
        return any(form.cut is Cut.ARTICLE for form in self.sentence[at].word.forms) and at == verb.last

    def _speaker_before(self, verb: Match[str]) -> Attribution | None:
        """Read "X said"."""
        at = verb.first - 1
        if at < 0 or self.sentence[at].word.text in self.data.not_after:
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
        says_more = verb.last < len(self.sentence) and self.sentence[verb.last].word.is_word
        if trailing and complement is None and (not says_more or self._quotes_before(first)):
            return self._make(speaker, verb.value, self._before(first))
        if self._is_weak(verb) and complement is None:
            return None
        if complement is None and not says_more:
            return None
        return self._make(speaker, verb.value, complement or self._behind(verb.last))

    def _quotes_before(self, first: int) -> bool:
        return any(self.text[token.start] in '”»"' for token in self.sentence[max(0, first - 2) : first])

    def _speaker_first(self, verb: Match[str]) -> Attribution | None:
        """Read verb-final languages: the speaker is the first entity of the sentence, the rest is theirs."""
        for entity in self.entities:
            if entity.kind is not EntityKind.PLACE and entity.end_char <= verb.start and self._opens(entity.start_char):
                at = self._token_at(entity.end_char - 1) + 1
                end = self.sentence[verb.first - 1].end if verb.first > at else verb.start
                start = self.sentence[at].start if at < len(self.sentence) else verb.start
                return self._make(Span(entity.start_char, entity.end_char), verb.value, Span(min(start, end), end))
        return None

    def _opens(self, start: int) -> bool:
        return not any(token.word.is_word for token in self.sentence[: self._token_at(start)])

    def _implicit(self, verb: Match[str]) -> Attribution | None:
        """Read a verb without a speaker beside it, when a complementiser or a quotation follows at once."""
        if "after" not in self.data.order or self.data.inverted_after:
            return None
        complement = self._complement(verb.last, reach=FARTHEST_SPEAKER)
        if complement is None:
            return None
        span = Span(verb.start, verb.end)
        return self._make(span, verb.value, complement)

    # Speakers

    def _speaker_from(self, index: int, *, formula: bool) -> Span | None:
        """Return the speaker that begins at a token."""
        if index >= len(self.sentence):
            return None
        start, end = self.sentence[index].start, self.sentence[index].end
        entity = next((e for e in self.entities if start <= e.start_char < end), None)
        if entity is not None:
            return Span(entity.start_char, max(entity.end_char, self._np_end(self._token_at(entity.end_char - 1), 0)))
        first = self.sentence[index].word
        if not first.is_word or first.text in self.data.stops:
            return None
        if self.data.complementisers.at(self.sentence, index) is not None:
            return None
        if not formula and not self._may_speak(index):
            return None
        return Span(start, self._np_end(index, LONGEST_SPEAKER))

    def _may_speak(self, index: int) -> bool:
        """Tell whether a noun right behind a verb can be its subject: with the article, anonymous, or a text."""
        sentence = self.sentence
        if self.data.anonymous.at(sentence, index) or self.data.texts.at(sentence, index):
            return True
        word = sentence[index].word
        return any(form.cut is Cut.ARTICLE for form in word.forms) or self._complement(index + 1) is not None

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
        end = index
        apposed = token.word.text in COMMAS
        if apposed:
            end -= 1
        entity = next(
            (
                e
                for e in self.entities
                if end >= 0 and self._token_at(e.end_char - 1) in {index, end} and e.kind is not EntityKind.PLACE
            ),
            None,
        )
        if entity is not None:
            return self._with_determiner(entity)
        if apposed or not token.word.is_word or token.word.text in self.data.stops:
            return None
        first = index
        while first > 0 and index - first < LONGEST_SPEAKER and self._in_phrase(first - 1):
            first -= 1
        if self.data.order[0] == "after" and self.data.anonymous.at(self.sentence, first) is None:
            return None
        return Span(self.sentence[first].start, token.end)

    def _with_determiner(self, entity: Entity) -> Span:
        return Span(entity.start_char, entity.end_char)

    def _in_phrase(self, index: int) -> bool:
        word = self.sentence[index].word
        return (
            word.is_word
            and word.text not in self.data.stops
            and self.data.verbs.at(self.sentence, index) is None
            and self.data.ends.at(self.sentence, index) is None
        )

    def _is_entity(self, speaker: Span) -> bool:
        return any(entity.start_char == speaker.start_char for entity in self.entities)

    # Scopes

    def _complement(self, index: int, reach: int = FARTHEST_COMPLEMENT) -> Span | None:
        """Return what follows a complementiser, a colon or an opening quotation mark within reach."""
        for at in range(index, min(index + reach, len(self.sentence))):
            match = self.data.complementisers.at(self.sentence, at)
            if match is not None and match.last < len(self.sentence):
                return self._behind(match.last)
            char = self.text[self.sentence[at].start]
            if char == ":" and at + 1 < len(self.sentence):
                return self._behind(at + 1)
            if char in '«“"' and at == index:
                return self._quoted(at)
            if char in "؛;" or self.data.ends.at(self.sentence, at) is not None:
                return None
            if at > index and self.data.verbs.at(self.sentence, at) is not None and self.data.order[0] == "after":
                return None
        return None

    def _quoted(self, index: int) -> Span:
        """Return the inside of a quotation that opens at a token; an unclosed one goes to the end."""
        closing = CLOSING[self.text[self.sentence[index].start]]
        stop = self.text.find(closing, self.sentence[index].end)
        return Span(self.sentence[index].end, stop if stop >= 0 else len(self.text))

    def _behind(self, index: int) -> Span:
        """Return the stretch from a token to the end of the sentence, final punctuation left out."""
        if index >= len(self.sentence):
            return Span(len(self.text), len(self.text))
        if self.text[self.sentence[index].start] in '«“"':
            return self._quoted(index)
        _, end = self._sentence_words()
        start = self.sentence[index].start
        return Span(start, max(end, start))

    def _before(self, index: int) -> Span:
        """Return the stretch before a token: the quotation that ends there, or the clause."""
        return Span(self.sentence[self._clause_start(index)].start, self._stripped_end(index))

    def _token_at(self, position: int) -> int:
        """Return the token that holds a character, or the last before it."""
        low, high = 0, len(self.sentence) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentence[middle].start <= position:
                low = middle
            else:
                high = middle - 1
        return low

    def _make(self, speaker: Span, verb: str, scope: Span) -> Attribution:
        anonymous = any(
            self.data.anonymous.at(self.sentence, at) is not None
            for at in range(self._token_at(speaker.start_char), self._token_at(max(speaker.end_char - 1, 0)) + 1)
        )
        named = any(
            e.kind is EntityKind.PERSON
            and e.name
            and e.start_char < speaker.end_char
            and speaker.start_char < e.end_char
            for e in self.entities
        )
        surface = self.text[speaker.start_char : speaker.end_char]
        return Attribution(speaker.start_char, speaker.end_char, surface, verb, scope, anonymous and not named)
