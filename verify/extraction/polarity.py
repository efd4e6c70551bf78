"""What a sentence negates, denies or only supposes, with the stretch that each cue governs.

A cue governs its clause: from behind the cue to the next clause boundary, or, in languages that put the cue last,
from the boundary before it. "Still", "not only" and their like look negative and are not; a list in each language's
`polarity.toml` holds them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from verify import languages
from verify.datamodels import Polarity, PolarityKind, Span
from verify.extraction.words import Cut, Memo, Phrases, Token, Word, key, tokens

_BARRED = "not"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A negation in two words, such as the French ne … pas."""

    first: frozenset[str]
    second: frozenset[str]
    reach: int


@dataclass(frozen=True, slots=True)
class _Future:
    """A prefix that puts a verb into the future, the letters a verb goes on with, and what is no verb.

    `never` is what no verb has right behind its first letter, `not_endings` what none ends with (a stem of two letters
    before it aside), `nouns` are the beginnings of nouns and names that begin alike.
    """

    prefix: str
    letters: tuple[str, ...]
    longest: int
    nouns: tuple[str, ...]
    never: tuple[str, ...]
    not_endings: tuple[str, ...]


@dataclass(frozen=True)
class _Cues:
    phrases: Phrases[str]
    ends: Phrases[bool]
    backwards: bool
    pair: _Pair | None
    before_present: Mapping[str, tuple[str, ...]]
    past: frozenset[str]
    past_before: frozenset[str]
    future: _Future | None
    endings: tuple[tuple[tuple[str, ...], int, PolarityKind], ...]

    @cached_property
    def openers(self) -> Memo[Word, bool]:
        """What tells whether a word may be a cue or begin one."""
        return Memo(lambda word: _may_cue(word, self))


@cache
def _cues(language: str) -> _Cues | None:
    data = languages.load(language, "polarity")
    if not data:
        return None
    rows: list[tuple[str, str]] = []
    for kind in PolarityKind:
        rows += [(phrase, _BARRED) for phrase in data[kind].get("not", ())]
    for kind in PolarityKind:
        rows += [(phrase, kind.value) for phrase in data[kind]["cues"]]
    modality, pairs = data["modality"], data["negation"].get("pairs")
    future = modality.get("future")
    return _Cues(
        phrases=Phrases(rows, Cut.CONJUNCTION),
        ends=Phrases(((word, True) for word in data["clause"]["ends"]), Cut.CONJUNCTION),
        backwards=data.get("scope") == "before",
        pair=_Pair(_set(pairs["first"]), _set(pairs["second"]), pairs["reach"]) if pairs else None,
        before_present={key(word): _keys(letters) for word, letters in modality.get("before_present", {}).items()},
        past=_set(modality.get("past", [])),
        past_before=_set(modality.get("past_before", [])),
        future=_future(future) if future else None,
        endings=tuple(_endings(data)),
    )


def _future(rule: Mapping[str, Any]) -> _Future:
    return _Future(
        prefix=key(rule["prefix"]),
        letters=_keys(rule["letters"]),
        longest=rule["longest"],
        nouns=_keys(rule["not"]),
        never=_keys(rule.get("never", [])),
        not_endings=_keys(rule.get("not_endings", [])),
    )


def _set(words: list[str]) -> frozenset[str]:
    return frozenset(map(key, words))


def _keys(words: list[str]) -> tuple[str, ...]:
    return tuple(map(key, words))


def _endings(data: Mapping[str, Any]) -> list[tuple[tuple[str, ...], int, PolarityKind]]:
    """Return the verb endings that negate or weaken by themselves, the least length of such a word, and the kind."""
    found = []
    for kind in PolarityKind:
        for name in ("verb_endings", "conditional"):
            rule = data[kind].get(name)
            if rule:
                found.append((_keys(rule["endings"]), int(rule["shortest"]), kind))
    return found


def find_polarities(text: str, language: str) -> tuple[Polarity, ...]:
    """Return the cues of one sentence that negate, deny or weaken, in the order of the text.

    Args:
        text: a sentence.
        language: ISO 639-1 code; a language without data has no cues.
    """
    cues = _cues(language)
    if cues is None:
        return ()
    sentence = tokens(text, language)
    found = _found(sentence, cues)
    if not found:
        return ()
    ends = [match.first for match in cues.ends.each(sentence)]
    return tuple(
        Polarity(start, end, text[start:end], kind, _scope(sentence, cues.backwards, ends, first, last))
        for first, last, start, end, kind in found
    )


def _found(sentence: tuple[Token, ...], cues: _Cues) -> list[tuple[int, int, int, int, PolarityKind]]:
    """Return tokens, offsets and kind of each cue."""
    found: list[tuple[int, int, int, int, PolarityKind]] = []
    free = 0
    openers = cues.openers
    for index in [at for at, token in enumerate(sentence) if openers[token.word]]:
        if index < free:
            continue
        match = cues.phrases.at(sentence, index)
        if match is not None:
            if match.value != _BARRED:
                kind = PolarityKind(match.value)
                found.append((match.first, match.last, match.start, match.end, kind))
            free = match.last
            continue
        kind_by_form = _by_form(sentence, index, cues)
        if kind_by_form is not None:
            token = sentence[index]
            found.append((index, index + 1, token.start, token.end, kind_by_form))
    return found


def _may_cue(word: Word, cues: _Cues) -> bool:
    """Tell whether a word may be a cue or begin one."""
    if not word.is_word:
        return False
    if cues.phrases.begins(word) or (cues.pair is not None and _begins_pair(word, cues.pair)):
        return True
    if any(form.text in cues.before_present for form in word.forms):
        return True
    return _inflected(word, cues) is not None


def _by_form(sentence: tuple[Token, ...], index: int, cues: _Cues) -> PolarityKind | None:
    """Return the kind of a cue that a word is by its form or together with what follows it."""
    word = sentence[index].word
    if cues.pair is not None and _paired(sentence, index, cues.pair):
        return PolarityKind.NEGATION
    if cues.before_present and _weakens(sentence, index, cues):
        return PolarityKind.MODALITY
    return _inflected(word, cues)


def _inflected(word: Word, cues: _Cues) -> PolarityKind | None:
    """Return the kind of a cue that a word is by its form alone."""
    if cues.future is not None and _is_future(word, cues.future):
        return PolarityKind.MODALITY
    for endings, shortest, kind in cues.endings:
        if len(word.text) >= shortest and word.text.endswith(endings) and not word.capital:
            return kind
    return None


def _begins_pair(word: Word, pair: _Pair) -> bool:
    return word.text in pair.first or any(word.text.startswith(first) for first in pair.first if first.endswith("'"))


def _paired(sentence: tuple[Token, ...], index: int, pair: _Pair) -> bool:
    """Tell whether a word is the first of a negation in two words, the second of which follows within reach."""
    if not _begins_pair(sentence[index].word, pair):
        return False
    for token in sentence[index + 1 : index + 1 + pair.reach]:
        if token.word.text in pair.second:
            return True
        if not token.word.is_word and token.word.text not in {"'", "-"}:
            return False
    return False


def _weakens(sentence: tuple[Token, ...], index: int, cues: _Cues) -> bool:
    """Tell whether a particle that only weakens before the present stands before one (قد يكون, not قد أعلن)."""
    particles = cues.before_present
    letters = next((particles[form.text] for form in sentence[index].word.forms if form.text in particles), ())
    if not letters or index + 1 >= len(sentence):
        return False
    if index > 0 and sentence[index - 1].word.text in cues.past_before:
        return False
    follows = sentence[index + 1].word
    return follows.is_word and follows.text.startswith(letters) and follows.text not in cues.past


def _is_future(word: Word, rule: _Future) -> bool:
    prefix, letters, longest = rule.prefix, rule.letters, rule.longest
    return any(
        form.text.startswith(prefix)
        and form.text[len(prefix) :].startswith(letters)
        and len(prefix) + 3 < len(form.text) <= longest
        for form in word.forms
        if form.cut in {Cut.NOTHING, Cut.CONJUNCTION}
        and not form.text.startswith(rule.nouns)
        and not form.text.startswith(rule.never, len(prefix) + 1)
        and not form.text.endswith(rule.not_endings, len(prefix) + 3)
    )


def _scope(sentence: tuple[Token, ...], backwards: bool, ends: list[int], first: int, last: int) -> Span:
    """Return the clause that a cue governs, without the cue; an empty span at its end when nothing is left.

    `ends` are the tokens at which a clause ends, in order.
    """
    if backwards:
        before = bisect_left(ends, first)
        begin = ends[before - 1] + 1 if before else 0
        if begin < first:
            return Span(sentence[begin].start, sentence[first - 1].end)
    behind = bisect_left(ends, last)
    stop = ends[behind] if behind < len(ends) else len(sentence)
    if stop > last:
        return Span(sentence[last].start, sentence[stop - 1].end)
    end = sentence[last - 1].end
    return Span(end, end)


@cache
def opposites(language: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return the outcome words of a language: folded word or phrase to pairs and sides (0 or 1).

    Two accounts whose words stand on the two sides of one pair give opposite outcomes; the names of the pairs are the
    same in every language.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for pair in languages.load(language, "polarity").get("opposites", ()):
        for side, name in enumerate(("left", "right")):
            for word in pair[name]:
                found.setdefault(key(word), []).append((pair["name"], side))
    return {word: tuple(sides) for word, sides in found.items()}
