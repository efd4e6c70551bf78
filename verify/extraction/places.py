"""Places by the gazetteer or by the noun before them, and nationality words."""

from __future__ import annotations

from functools import cache

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import Place, begins_place, common_words, given_names, nation, place_at
from verify.extraction.lexicon import Lexicon
from verify.extraction.lexicon import lexicon as get_lexicon
from verify.extraction.person_names import CLOSING
from verify.extraction.words import Cut, Form, Match, Memo, Tables, Token, Word, key

_LONGEST_UNKNOWN = 2
"""Words of a place's name that no table has; a third is nearly always the sentence going on."""
_CERTAIN = frozenset({"country", "capital", "region"})


def find_places(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the places of a sentence, left to right, without overlaps."""
    found: list[Entity] = []
    free = 0
    openers = _openers(lexicon.language)
    for index in [at for at, token in enumerate(sentence) if openers[token.word]]:
        if index < free:
            continue
        match = place_at(sentence, index, lexicon.script)
        if match is not None and _holds(text, sentence, lexicon, match):
            found.append(_entity(text, match.start, match.end, match.value.key))
            free = match.last
            continue
        unknown = _unknown(text, sentence, lexicon, index)
        if unknown is not None:
            entity, free = unknown
            found.append(entity)
    return found


@cache
def _openers(language: str) -> Memo[Word, bool]:
    """Return what tells whether a place may begin with a word or its noun."""
    data = get_lexicon(language)
    tables = Tables(data.place_heads, data.place_cues, data.locatives) if data is not None else Tables()

    def may_begin(word: Word) -> bool:
        if data is None or not word.is_word:
            return False
        if (data.capitals and word.capital) or begins_place(word, data.script):
            return True
        return tables.begin(word)

    return Memo(may_begin)


def find_nations(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the nationality words of a sentence: أميركي, Qatari, syrienne."""
    words = _nations(lexicon.language)
    named = [(token.start, match) for token in sentence if (match := words[token.word]) is not None]
    return [_entity(text, start + form.start, start + form.end, place) for start, (place, form) in named]


@cache
def _nations(language: str) -> Memo[Word, tuple[str, Form] | None]:
    """Return what gives the key of a nationality word and the form that is one."""
    data = get_lexicon(language)
    needs_capital = data is not None and data.script == "latin" and language != "fr"

    def named(word: Word) -> tuple[str, Form] | None:
        return nation(word, language) if word.is_word and (word.capital or not needs_capital) else None

    return Memo(named)


def _entity(text: str, start: int, end: int, place: str) -> Entity:
    surface = text[start:end]
    return Entity(start, end, surface, EntityKind.PLACE, surface, place)


def _holds(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, match: Match[Place]) -> bool:
    """Tell whether a name of the table is one here: not a common word, a person's name or the first word of more."""
    name = " ".join(token.word.text for token in sentence[match.first : match.last])
    plain = key(text[match.start : match.end])
    if plain in lexicon.barred_places or name in lexicon.barred_places:
        return False
    if match.first > 0 and text[sentence[match.first - 1].start] in CLOSING and match.value.level not in _CERTAIN:
        return False
    if lexicon.capitals:
        return _holds_capital(text, sentence, lexicon, match)
    if match.value.level in _CERTAIN:
        return True
    if _cannot_name(text, lexicon, match):
        return False
    cued = match.first > 0 and lexicon.place_heads.at(sentence, match.first - 1) is not None
    if cued:
        return True
    if match.last == match.first + 1 and (
        plain in given_names(lexicon.script) or plain in common_words(lexicon.script)
    ):
        return False
    if match.value.level == "city" or (match.cut is Cut.NOTHING and match.last > match.first + 1):
        return True
    before = sentence[match.first - 1].word if match.first > 0 else None
    return before is not None and any(
        form.text in lexicon.place_prepositions for form in before.forms if form.cut is not Cut.ARTICLE
    )


def _cannot_name(text: str, lexicon: Lexicon, match: Match[Place]) -> bool:
    """Tell whether one word bears an ending that no name has: an indefinite one, or a pronoun."""
    if match.last > match.first + 1:
        return False
    surface = text[match.start : match.end]
    return surface.endswith(lexicon.indefinite) or lexicon.bears_object(key(surface))


def _holds_capital(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, match: Match[Place]) -> bool:
    if not text[match.start].isupper():
        return False
    before = sentence[match.first - 1].word if match.first > 0 else None
    after = sentence[match.last].word if match.last < len(sentence) else None
    if match.value.level in _CERTAIN:
        return True
    beside = (before is not None and before.capital and match.first > 1) or (after is not None and after.capital)
    if beside:
        return False
    if match.last > match.first + 1:
        return True
    if before is not None and before.text in lexicon.place_prepositions:
        return True
    return match.value.level == "city" and before is not None and before.is_word


def _unknown(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    """Return a place that only the noun before or after it shows: قرية تين أغروف, Wildwood Road."""
    if lexicon.capitals:
        return _unknown_capital(text, sentence, lexicon, index)
    head = lexicon.place_heads.at(sentence, index)
    if head is None or head.cut is Cut.ARTICLE or head.last >= len(sentence):
        return None
    noun = sentence[index].word.text if head.cut is Cut.NOTHING else key(text[head.start : head.end])
    if noun in lexicon.heads_of_names:
        return _with_head(text, sentence, lexicon, head)
    if noun in lexicon.loose_place_heads:
        return None
    last = head.last
    while last < len(sentence) and last - head.last < _LONGEST_UNKNOWN and _may_name(sentence[last], lexicon):
        last += 1
    if last == head.last and last + 1 < len(sentence) and _is_common_noun(sentence[last], lexicon):
        # A first word that is common too: قرية تين أغروف.
        last += 2 if _may_name(sentence[last + 1], lexicon) else 0
    if last == head.last:
        return None
    start, end = sentence[head.last].start, sentence[last - 1].end
    return _entity(text, start, end, f"place:/{key(text[start:end])}"), last


def _is_common_noun(token: Token, lexicon: Lexicon) -> bool:
    return _is_plain(token, lexicon) and not token.word.article


def _is_plain(token: Token, lexicon: Lexicon) -> bool:
    return token.word.is_word and token.word.text not in lexicon.stops and nation(token.word, lexicon.language) is None


def _may_name(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word is none of the frequent ones, so that behind the noun of a place it names one."""
    common = common_words(lexicon.script)
    if lexicon.bears_object(token.word.text):
        return False
    return _is_plain(token, lexicon) and not any(form.text in common for form in token.word.forms)


def _with_head(
    text: str, sentence: tuple[Token, ...], lexicon: Lexicon, head: Match[bool]
) -> tuple[Entity, int] | None:
    """Return a place whose noun is part of its name: قصر التحرير, ميناء سفاجا."""
    token = sentence[head.last]
    if not _is_plain(token, lexicon) or lexicon.body_heads.at(sentence, head.last) is not None:
        return None
    place = place_at(sentence, head.last, lexicon.script)
    named = place is not None or any(form.cut is Cut.ARTICLE and form.start == 0 for form in token.word.forms)
    if not named and not _may_name(token, lexicon):
        return None
    last = place.last if place is not None else head.last + 1
    end = sentence[last - 1].end
    return _entity(text, head.start, end, f"place:/{key(text[head.start : end])}"), last


def _unknown_capital(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    last = index
    while last < len(sentence) and last - index < 4 and sentence[last].word.capital and sentence[last].word.is_word:
        last += 1
        if last > index + 1 and lexicon.place_heads.at(sentence, last - 1) is not None:
            start, end = sentence[index].start, sentence[last - 1].end
            if sentence[index].word.text not in lexicon.stops:
                return _entity(text, start, end, f"place:/{key(text[start:end])}"), last
            return None
    cue = lexicon.place_cues.at(sentence, index)
    if cue is not None and cue.last < len(sentence) and sentence[cue.last].word.capital:
        last = cue.last
        while last < len(sentence) and sentence[last].word.capital and last - cue.last < 3:
            last += 1
        start, end = sentence[cue.last].start, sentence[last - 1].end
        return _entity(text, start, end, f"place:/{key(text[start:end])}"), last
    return _located(text, sentence, lexicon, index)


def _located(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    """Return a capitalised unknown word behind a preposition of place: near Hayfork, à Montclar."""
    preposition = lexicon.locatives.at(sentence, index)
    if preposition is None:
        return None
    last, common = preposition.last, common_words(lexicon.script)
    while last < len(sentence) and last - preposition.last <= _LONGEST_UNKNOWN:
        word = sentence[last].word
        if not word.capital or word.upper or len(word.forms) > 1 or word.text in lexicon.stops:
            break
        last += 1
    run = sentence[preposition.last : last]
    if not run or len(run) > _LONGEST_UNKNOWN or run[0].word.text in common:
        return None
    if any(nation(token.word, lexicon.language) for token in run) or run[0].word.text in given_names(lexicon.script):
        return None
    if any(
        lexicon.body_heads.at(sentence, at) or lexicon.bodies.at(sentence, at) or lexicon.roles.at(sentence, at)
        for at in range(preposition.last, last)
    ):
        return None
    start, end = run[0].start, run[-1].end
    known = place_at(sentence, preposition.last, lexicon.script)
    if known is not None and known.last == last:
        return _entity(text, start, end, known.value.key), last
    return _entity(text, start, end, f"place:/{key(text[start:end])}"), last
