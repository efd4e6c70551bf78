"""The ground of reading who says what: a language's words of saying, and the stretches of text that are said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from verify import languages
from verify.datamodels import Attribution, Entity, EntityKind, Span
from verify.extraction.entities import find_entities
from verify.extraction.person_names import CLOSING
from verify.extraction.words import Cut, Phrases, Token, key, tokens

FARTHEST_COMPLEMENT = 12
"""Tokens between a speaker and "that": "in a statement issued late on Saturday in the capital"."""
LONGEST_QUOTATION = 2_000
"""Characters within which a quotation of one sentence closes; a farther mark belongs to another."""
MOST_COMMAS = 2
"""Commas around what stands between a speaker and "that": a day, an apposition."""
_QUOTES = frozenset('«»"“”')


@dataclass(frozen=True, slots=True)
class SpeechData:
    """What the `attribution.toml` of a language says, compiled.

    `order` is where the speaker stands beside the verb: `after`, `before`, or `first` in the sentence.
    """

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
    hearer: frozenset[str]
    prepositions: frozenset[str]
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
def speech_data(language: str) -> SpeechData | None:
    """Return the words of saying of a language, None for a language without data."""
    data: Mapping[str, Any] = languages.load(language, "attribution")
    if not data:
        return None
    verbs, formulas, speaker = data["verbs"], data["formulas"], data["speaker_words"]
    kinds = [(word, kind) for kind, words in verbs.items() if kind not in _NOT_KINDS for word in words]
    return SpeechData(
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
        hearer=_set(verbs.get("hearer", [])),
        prepositions=_set(verbs.get("prepositions", [])),
        inverted_after=_set(data.get("inverted_after", [])),
        anonymous=_marks(speaker["anonymous"], Cut.ARTICLE),
        texts=_marks(speaker["texts"], Cut.ARTICLE),
        stops=_set(speaker["stops"]),
        ends=_marks(data["clause"]["ends"]),
    )


_NOT_KINDS = frozenset({"weak", "complementisers", "between", "not_after", "hearer", "prepositions"})


class SpeechReader:
    """What is said in one sentence: its entities by token, and the stretches that a speaker answers for.

    Args:
        text: the sentence.
        data: what the language's `attribution.toml` says.
    """

    def __init__(self, text: str, data: SpeechData) -> None:
        self.text = text
        self.data = data
        self.sentence: tuple[Token, ...] = tokens(text, data.language)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the sentence that can speak; read at the first verb."""
        found = find_entities(self.text, self.data.language)
        return tuple(entity for entity in found if not entity.key.startswith("nation:"))

    @cached_property
    def _starts_at(self) -> dict[int, Entity]:
        """The longest entity that begins at a token."""
        found: dict[int, Entity] = {}
        for entity in self.entities:
            found.setdefault(self._token_at(entity.start_char), entity)
        return found

    @cached_property
    def _ends_at(self) -> dict[int, Entity]:
        """The longest person or body that ends at a token."""
        found: dict[int, Entity] = {}
        for entity in self.entities:
            if entity.kind is not EntityKind.PLACE:
                found.setdefault(self._token_at(entity.end_char - 1), entity)
        return found

    @cached_property
    def _person_at(self) -> dict[int, Entity]:
        """The person with a name to whom a token belongs."""
        return {
            at: entity
            for entity in self.entities
            if entity.kind is EntityKind.PERSON and entity.name
            for at in range(self._token_at(entity.start_char), self._token_at(entity.end_char - 1) + 1)
        }

    @cached_property
    def _strong(self) -> list[int]:
        """The tokens behind semicolons, where a new clause begins."""
        return [0, *(at + 1 for at, token in enumerate(self.sentence) if self.text[token.start] in "؛;")]

    @cached_property
    def _words(self) -> tuple[int, int]:
        """Return the offsets of the sentence without final punctuation."""
        last = len(self.sentence)
        while last > 1 and self.text[self.sentence[last - 1].start] in ".؟?!…":
            last -= 1
        return self.sentence[0].start, self.sentence[last - 1].end

    def _clause_start(self, index: int) -> int:
        """Return the first token of the stretch before a formula: from the last strong boundary or the beginning."""
        at = self._strong[bisect_right(self._strong, index) - 1]
        while at < index and not self.text[self.sentence[at].start].isalnum():
            if self.text[self.sentence[at].start] in _QUOTES:
                break
            at += 1
        return at

    def _stripped_end(self, index: int) -> int:
        """Return the end of the last token before `index` that is no comma or dash."""
        at = index - 1
        while at > 0 and self.text[self.sentence[at].start] in ",،–—-(":
            at -= 1
        return self.sentence[at].end if at >= 0 else 0

    def _is_entity(self, speaker: Span) -> bool:
        entity = self._starts_at.get(self._token_at(speaker.start_char))
        return entity is not None and entity.start_char == speaker.start_char

    def _complement(self, index: int, reach: int = FARTHEST_COMPLEMENT) -> Span | None:
        """Return what follows a complementiser, a colon or an opening quotation mark within reach."""
        commas, quoted = 0, None
        for at in range(index, min(index + reach, len(self.sentence))):
            match = self.data.complementisers.at(self.sentence, at)
            if match is not None and match.last < len(self.sentence):
                return self._behind(match.last)
            char = self.text[self.sentence[at].start]
            if char == ":" and self._is_colon(at) and (at == index or not self.data.inverted_after):
                return self._behind(at + 1)
            if char in '«“"' and at == index:
                quoted = self._quoted(at)
            commas += char in ",،"
            opened = commas == 1 and not self.sentence[index].word.is_word
            if char in "؛;" or self.data.ends.at(self.sentence, at) is not None or (commas and not opened):
                if commas <= MOST_COMMAS and char in ",،" and at == index:
                    continue
                if commas > MOST_COMMAS or char not in ",،" or not self._parenthesis(index):
                    return quoted
            if at > index and self.data.verbs.at(self.sentence, at) is not None and self.data.order[0] == "after":
                return quoted
        return quoted

    def _is_colon(self, at: int) -> bool:
        """Tell whether a colon is no part of a time of day and something follows it."""
        end = self.sentence[at].end
        return at + 1 < len(self.sentence) and not self.text[end].isdigit()

    def _parenthesis(self, index: int) -> bool:
        """Tell whether a comma stands right behind the speaker: روبيو، الأربعاء، إن."""
        return self.text[self.sentence[index].start] in ",،"

    def _quoted(self, index: int) -> Span:
        """Return the inside of a quotation that opens at a token; an unclosed one goes to the end."""
        closing = CLOSING[self.text[self.sentence[index].start]]
        begin = self.sentence[index].end
        stop = self.text.find(closing, begin, begin + LONGEST_QUOTATION)
        return Span(begin, stop if stop >= 0 else max(self._words[1], begin))

    def _behind(self, index: int) -> Span:
        """Return the stretch from a token to the end of the sentence, final punctuation left out."""
        while index < len(self.sentence) and self.text[self.sentence[index].start] in ",،:":
            index += 1
        if index >= len(self.sentence):
            return Span(len(self.text), len(self.text))
        if self.text[self.sentence[index].start] in '«“"':
            return self._quoted(index)
        _, end = self._words
        start = self.sentence[index].start
        return Span(start, max(end, start))

    def _before(self, index: int) -> Span:
        """Return the stretch before a token: the quotation that ends there, or the clause."""
        return Span(self.sentence[self._clause_start(index)].start, self._stripped_end(index))

    def _around(self, first: int, last: int) -> Span:
        """Return what a formula covers: the clause before it, or what follows when it opens the sentence."""
        begin, end = self._words
        start = self._clause_start(first)
        if start < first and self.sentence[start].start < self._stripped_end(first):
            return Span(self.sentence[start].start, self._stripped_end(first))
        while last < len(self.sentence) and self.text[self.sentence[last].start] in ",،–—-):":
            last += 1
        if last < len(self.sentence):
            return Span(self.sentence[last].start, max(end, self.sentence[last].end))
        return Span(begin, end)

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
        within = range(self._token_at(speaker.start_char), self._token_at(max(speaker.end_char - 1, 0)) + 1)
        anonymous = any(self.data.anonymous.at(self.sentence, at) is not None for at in within)
        named = any(at in self._person_at for at in within)
        surface = self.text[speaker.start_char : speaker.end_char]
        return Attribution(speaker.start_char, speaker.end_char, surface, verb, scope, anonymous and not named)
