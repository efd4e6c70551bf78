"""Places by the gazetteer or by the noun before them, and nationality words."""

from __future__ import annotations

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import Place, common_words, given_names, nation, place_at
from verify.extraction.lexicon import Lexicon
from verify.extraction.words import Cut, Match, Token, key

_CERTAIN = frozenset({"country", "capital", "region"})


def find_places(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the places of a sentence, left to right, without overlaps."""
    found: list[Entity] = []
    free = 0
    for index, token in enumerate(sentence):
        if index < free or not token.word.is_word:
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


def find_nations(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the nationality words of a sentence: أميركي, Qatari, syrienne."""
    found: list[Entity] = []
    for token in sentence:
        match = nation(token.word, lexicon.language) if token.word.is_word else None
        if match is None:
            continue
        place, form = match
        if lexicon.script == "latin" and lexicon.language != "fr" and not token.word.capital:
            continue
        found.append(_entity(text, token.start + form.start, token.start + form.end, place))
    return found


def _entity(text: str, start: int, end: int, place: str) -> Entity:
    surface = text[start:end]
    return Entity(start, end, surface, EntityKind.PLACE, surface, place)


def _holds(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, match: Match[Place]) -> bool:
    """Tell whether a name of the table is one here: not a common word, a person's name or the first word of more."""
    name = " ".join(token.word.text for token in sentence[match.first : match.last])
    plain = key(text[match.start : match.end])
    if plain in lexicon.barred_places or name in lexicon.barred_places:
        return False
    if lexicon.capitals:
        return _holds_capital(text, sentence, lexicon, match)
    if match.value.level in _CERTAIN:
        return True
    cued = match.first > 0 and lexicon.place_heads.at(sentence, match.first - 1) is not None
    if cued:
        return True
    if match.last == match.first + 1 and (plain in given_names(lexicon.script) or plain in common_words(lexicon.script)):
        return False
    if match.value.level == "city":
        return True
    return match.cut is Cut.NOTHING and match.last > match.first + 1


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
    if " ".join(token.word.forms[0].text for token in sentence[index : head.last]) in lexicon.loose_place_heads:
        return None
    common, last = common_words(lexicon.script), head.last
    while last < len(sentence) and last - head.last < 2:
        word = sentence[last].word
        if not word.is_word or word.text in lexicon.stops or any(form.text in common for form in word.forms):
            break
        if nation(word, lexicon.language) is not None:
            break
        last += 1
    if last == head.last:
        return None
    start, end = sentence[head.last].start, sentence[last - 1].end
    return _entity(text, start, end, f"place:/{key(text[start:end])}"), last


def _unknown_capital(
    text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int
) -> tuple[Entity, int] | None:
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
    return None
