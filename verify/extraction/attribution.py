"""Who says what in a sentence: verbs of saying, formulas such as "according to", and what is theirs.

A speaker is an entity beside the verb, or the noun phrase that stands there; a verb with neither is left alone unless
a complementiser follows it (وقال إن …), and then the span is the verb's. The scope is the stretch that the speaker
answers for: what follows the verb, the quotation, or, for a speaker named at the end, the clause before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import zip_longest
from typing import Any

from verify import languages
from verify.datamodels import Attribution, Entity, EntityKind, Span
from verify.extraction.entities import find_entities
from verify.extraction.lexicon import lexicon
from verify.extraction.people import CLOSING, COMMAS
from verify.extraction.words import Cut, Match, Phrases, Token, key, tokens

LONGEST_SPEAKER = 10
"""Tokens of a speaker that is no known entity: "the head of the regional emergency management department"."""
FARTHEST_COMPLEMENT = 12
"""Tokens between a speaker and "that": "in a statement issued late on Saturday in the capital"."""
FARTHEST_SPEAKER = 6
"""Tokens between a speaker and the verb behind it: "flatly", "on Friday", "has repeatedly"."""
LONGEST_QUOTATION = 2_000
"""Characters within which a quotation of one sentence closes; a farther mark belongs to another."""
MOST_COMMAS = 2
"""Commas around what stands between a speaker and "that": a day, an apposition."""
MOST_BARE = 2
"""Tokens of a noun with the article and its adjective, when nothing shows where the speaker ends."""
FARTHEST_RELATIVE = 15
"""Tokens of a relative clause or an apposition between a speaker and the verb."""
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
        hearer=_set(verbs.get("hearer", [])),
        prepositions=_set(verbs.get("prepositions", [])),
        inverted_after=_set(data.get("inverted_after", [])),
        anonymous=_marks(speaker["anonymous"], Cut.ARTICLE),
        texts=_marks(speaker["texts"], Cut.ARTICLE),
        stops=_set(speaker["stops"]),
        ends=_marks(data["clause"]["ends"]),
    )


_NOT_KINDS = frozenset({"weak", "complementisers", "between", "not_after", "hearer", "prepositions"})


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

    def read(self) -> list[Attribution]:
        """Return the attributions in order, the scope of one ended by the next."""
        found: list[Attribution] = []
        index = free = 0
        while index < len(self.sentence):
            attribution, index = self._at(index)
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
        begin, end = self._words
        start = self._clause_start(first)
        if start < first and self.sentence[start].start < self._stripped_end(first):
            return Span(self.sentence[start].start, self._stripped_end(first))
        while last < len(self.sentence) and self.text[self.sentence[last].start] in ",،–—-):":
            last += 1
        if last < len(self.sentence):
            return Span(self.sentence[last].start, max(end, self.sentence[last].end))
        return Span(begin, end)

    @cached_property
    def _strong(self) -> list[int]:
        """The tokens behind semicolons, where a new clause begins."""
        return [0, *(at + 1 for at, token in enumerate(self.sentence) if self.text[token.start] in "؛;")]

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

    @cached_property
    def _words(self) -> tuple[int, int]:
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

    def _bare_end(self, first: int, last: int) -> int:
        """Return where a noun with the article and its adjectives end, when nothing shows where the speaker does."""
        at = first + 1
        while at < min(last, first + MOST_BARE) and any(f.cut is Cut.ARTICLE for f in self.sentence[at].word.forms):
            at += 1
        return at

    def _directly(self, index: int) -> bool:
        """Tell whether a complementiser stands at a token."""
        return index < len(self.sentence) and self.data.complementisers.at(self.sentence, index) is not None

    def _anonymous(self, speaker: Span) -> bool:
        return self.data.anonymous.at(self.sentence, self._token_at(speaker.start_char)) is not None

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
        return any(form.cut is Cut.ARTICLE for form in self.sentence[at].word.forms) and at == verb.last

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

    def _quotes_before(self, first: int) -> bool:
        return any(self.text[token.start] in '”»"' for token in self.sentence[max(0, first - 2) : first])

    def _speaker_first(self, verb: Match[str]) -> Attribution | None:
        """Read verb-final languages: the speaker is the first entity of the sentence, the rest is theirs."""
        entity = self._opening
        if entity is None or entity.end_char > verb.start:
            return None
        at = self._token_at(entity.end_char - 1) + 1
        end = self.sentence[verb.first - 1].end if verb.first > at else verb.start
        start = self.sentence[at].start if at < len(self.sentence) else verb.start
        return self._make(Span(entity.start_char, entity.end_char), verb.value, Span(min(start, end), end))

    @cached_property
    def _opening(self) -> Entity | None:
        """The person or body with which the sentence begins."""
        first = next((at for at, token in enumerate(self.sentence) if token.word.is_word), None)
        if first is None:
            return None
        entity = self._starts_at.get(first)
        return entity if entity is not None and entity.kind is not EntityKind.PLACE else None

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

    def _is_entity(self, speaker: Span) -> bool:
        entity = self._starts_at.get(self._token_at(speaker.start_char))
        return entity is not None and entity.start_char == speaker.start_char

    # Scopes

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
        """Tell whether a comma stands right behind the speaker: روبيو، الأربعاء، إن …"""
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
