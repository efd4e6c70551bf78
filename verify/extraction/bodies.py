"""Organisations: bodies known by name, bodies named by a head word (ministry, agency, مستشفى), names in quotes."""

from __future__ import annotations

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import common_words, nation, place_at
from verify.extraction.lexicon import Lexicon
from verify.extraction.people import CLOSING
from verify.extraction.words import Cut, Token, Word, key

LONGEST_BODY = 7
"""Tokens after the head word: الاتحاد العام التونسي للشغل, the Union of Rail and Signal Staff."""


def find_bodies(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the organisations of a sentence, left to right, without overlaps."""
    found: list[Entity] = []
    index = 0
    while index < len(sentence):
        entity, index = _at(text, sentence, lexicon, index)
        if entity is not None:
            found.append(entity)
    return found


def _at(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity | None, int]:
    if not sentence[index].word.is_word:
        return None, index + 1
    known = lexicon.bodies.at(sentence, index)
    head = lexicon.body_heads.at(sentence, index)
    if known is not None and not (lexicon.capitals and text[known.start].islower() and text[known.start].isalpha() and known.last == index + 1):
        last = known.last
        while not lexicon.capitals and last < len(sentence) and nation(sentence[last].word, lexicon.language):
            last += 1
        end = sentence[last - 1].end if last > known.last else known.end
        return _entity(text, known.start, end, f"org:{known.value}"), last
    if lexicon.capitals:
        return _capital_body(text, sentence, lexicon, index)
    if head is None or head.cut is Cut.ARTICLE:
        return None, index + 1
    last = _context_end(text, sentence, lexicon, head.last)
    if last == head.last:
        return None, index + 1
    return _entity(text, head.start, sentence[last - 1].end), last


def _entity(text: str, start: int, end: int, canonical: str = "") -> Entity:
    surface = text[start:end]
    name = surface.strip("«»\"“”'")
    return Entity(start, end, surface, EntityKind.ORGANISATION, name, canonical or f"org:{key(_plain(name))}")


def _plain(name: str) -> str:
    return "".join(char for char in name if char not in "«»\"“”")


def _context_end(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> int:
    """Return where a body's name ends in a script without capitals: quotes, portfolio, article words, a place."""
    if index < len(sentence):
        closing = CLOSING.get(text[sentence[index].start])
        if closing is not None and text[sentence[index].start] != "(":
            for at in range(index + 1, min(index + LONGEST_BODY + 1, len(sentence))):
                if text[sentence[at].start] == closing:
                    return at + 1
            return index
    last = index
    while last < len(sentence) and last - index < LONGEST_BODY:
        step = _context_step(sentence, lexicon, last, first=last == index)
        if step == last:
            break
        last = step
    return last


def _context_step(sentence: tuple[Token, ...], lexicon: Lexicon, at: int, *, first: bool) -> int:
    """Return where the word or phrase of a body's name at a token ends, `at` when it is none."""
    word = sentence[at].word
    if not word.is_word or word.text in lexicon.stops:
        return at
    portfolio = lexicon.portfolios.at(sentence, at)
    if portfolio is not None and (first or portfolio.cut is Cut.NOTHING):
        return portfolio.last
    if nation(word, lexicon.language) is not None and not _conjoined(word):
        return at + 1
    place = place_at(sentence, at, lexicon.script)
    if place is not None and place.cut is Cut.NOTHING and place.value.key not in lexicon.barred_places:
        return place.last
    if first and lexicon.body_heads.at(sentence, at) is not None:
        return at + 1
    if _has_article(word) and not _conjoined(word):
        return at + 1
    common = common_words(lexicon.script)
    if first and not any(form.text in common for form in word.forms):
        return at + 1
    return at


def _has_article(word: Word) -> bool:
    return any(form.cut is Cut.ARTICLE for form in word.forms) and not any(
        form.cut in {Cut.CONJUNCTION, Cut.PREPOSITION} and form.start > 0 and word.forms[0].text[:2] != "ال"
        for form in word.forms
    )


def _conjoined(word: Word) -> bool:
    return any(form.cut is Cut.CONJUNCTION for form in word.forms) and word.text[:1] in {"و", "ف"}


def _capital_body(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity | None, int]:
    """Return a run of capitalised words that holds a head word: "Ministry of Health", "Sierra North Electric"."""
    word = sentence[index].word
    if not word.capital or word.text in lexicon.stops:
        return None, index + 1
    last, has_head, words = index, False, 0
    while last < len(sentence) and last - index < LONGEST_BODY:
        word = sentence[last].word
        if word.capital and word.is_word and (last == index or word.text not in lexicon.stops):
            has_head = has_head or lexicon.body_heads.at(sentence, last) is not None
            words += 1
            last += 1
        elif last > index and word.text in lexicon.connectors and _capital_follows(sentence, lexicon, last):
            last += 1
        else:
            break
    if has_head and words > 1:
        return _entity(text, sentence[index].start, sentence[last - 1].end), last
    return None, index + 1


def _capital_follows(sentence: tuple[Token, ...], lexicon: Lexicon, at: int) -> bool:
    for token in sentence[at + 1 : at + 3]:
        if token.word.capital:
            return True
        if token.word.text not in lexicon.connectors:
            return False
    return False
