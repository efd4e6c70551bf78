"""Organisations: bodies known by name, bodies named by a head word (ministry, agency, مستشفى), names in quotes."""

from __future__ import annotations

from functools import cache

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import common_words, nation, place_at
from verify.extraction.lexicon import Lexicon
from verify.extraction.lexicon import lexicon as get_lexicon
from verify.extraction.person_names import CLOSING
from verify.extraction.words import Cut, Memo, Tables, Token, Word, key

_QUOTES = '«»"“”'
LONGEST_BODY = 7
"""Tokens after the head word: الاتحاد العام التونسي للشغل, the Union of Rail and Signal Staff."""


def find_bodies(text: str, sentence: tuple[Token, ...], lexicon: Lexicon) -> list[Entity]:
    """Return the organisations of a sentence, left to right, without overlaps."""
    found: list[Entity] = []
    free = 0
    openers = _openers(lexicon.language)
    for index in [at for at, token in enumerate(sentence) if openers[token.word]]:
        if index >= free:
            entity, free = _at(text, sentence, lexicon, index)
            if entity is not None:
                found.append(entity)
    return found


def _at(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity | None, int]:
    found = _composed(text, sentence, lexicon, index) or _known_body(text, sentence, lexicon, index)
    if found is not None:
        return found
    if lexicon.capitals:
        return _capital_body(text, sentence, lexicon, index)
    return _context_body(text, sentence, lexicon, index) or _by_portfolio(text, sentence, lexicon, index)


def _known_body(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    """Return a body known by its name, in a script without capitals with the nationality behind it."""
    known = lexicon.bodies.at(sentence, index)
    if known is None:
        return None
    first = text[known.start]
    if lexicon.capitals and first.islower() and known.last == index + 1:
        return None
    last = known.last
    while not lexicon.capitals and last < len(sentence) and nation(sentence[last].word, lexicon.language):
        last += 1
    end = sentence[last - 1].end if last > known.last else known.end
    return _entity(text, known.start, end, f"org:{known.value}"), last


def _context_body(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    """Return a body in a script without capitals: a name in quotation marks, or what a head word begins."""
    named = lexicon.named.at(sentence, index)
    if named is not None and named.last < len(sentence) and text[sentence[named.last].start] in _QUOTES:
        last = _context_end(text, sentence, lexicon, named.last)
        if last > named.last:
            return _entity(text, sentence[named.last].start, sentence[last - 1].end), last
    head = lexicon.body_heads.at(sentence, index)
    if head is None:
        return None
    end_of = _article_end(sentence, lexicon, head.last) if head.cut is Cut.ARTICLE else None
    last = _context_end(text, sentence, lexicon, head.last) if end_of is None else end_of
    return (_entity(text, head.start, sentence[last - 1].end), last) if last > head.last else None


@cache
def _openers(language: str) -> Memo[Word, bool]:
    """Return what tells whether a body's name may begin with a word."""
    data = get_lexicon(language)
    if data is None:
        return Memo(lambda _: False)
    tables = Tables(data.body_heads, data.bodies, data.portfolios, data.named, data.composed_bodies)
    capitals = data.capitals

    def may_begin(word: Word) -> bool:
        return word.is_word and ((capitals and word.capital) or tables.begin(word))

    return Memo(may_begin)


def _composed(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity, int] | None:
    """Return a body that a portfolio specifies: وزارة الصحة, ministère malien de la Défense, health ministry."""
    begin = index
    portfolio = lexicon.portfolios.at(sentence, index)
    if portfolio is not None and lexicon.capitals and portfolio.last < len(sentence):
        index = portfolio.last
    head = lexicon.composed_bodies.at(sentence, index)
    if head is None or (head.cut is Cut.ARTICLE and not lexicon.capitals):
        return None
    last = head.last
    if index == begin:
        portfolio = None
        while last < len(sentence) and last - head.last < LONGEST_BODY and portfolio is None:
            word = sentence[last].word
            portfolio = lexicon.portfolios.at(sentence, last)
            linked = word.text in lexicon.connectors or word.text in lexicon.articles
            if portfolio is None and not (linked or nation(word, lexicon.language)):
                return None
            last = portfolio.last if portfolio is not None else last + 1
    if portfolio is None:
        return None
    while last < len(sentence) and nation(sentence[last].word, lexicon.language) and not lexicon.capitals:
        last += 1
    start = head.start if index == begin else sentence[begin].start
    return _entity(text, start, sentence[last - 1].end, f"org:{head.value}_of_{portfolio.value}"), last


def _entity(text: str, start: int, end: int, canonical: str = "") -> Entity:
    surface = text[start:end]
    opening = next((at for at, char in enumerate(surface) if char in _QUOTES), None)
    name = surface[opening:] if opening is not None else surface
    name = name.strip(_QUOTES + " ")
    return Entity(start, end, surface, EntityKind.ORGANISATION, name, canonical or f"org:{key(name)}")


def _article_end(sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> int:
    """Return where a body named with the article ends: adjectives and then "for the …" (الهيئة العامة للحبوب)."""
    last = index
    while last < len(sentence) and last - index < LONGEST_BODY and _has_article(sentence[last].word):
        last += 1
    if last == index or last >= len(sentence):
        return index
    purpose = sentence[last].word
    bears = purpose.article and not _has_article(purpose)
    if not bears or purpose.text in lexicon.stops:
        return index
    last += 1
    while last < len(sentence) and last - index < LONGEST_BODY and _has_article_joined(sentence[last].word):
        last += 1
    return last


def _has_article_joined(word: Word) -> bool:
    """Tell whether a word bears the article, perhaps behind "and"."""
    joined = _conjoined(word) and word.article
    return joined or _has_article(word)


def _by_portfolio(text: str, sentence: tuple[Token, ...], lexicon: Lexicon, index: int) -> tuple[Entity | None, int]:
    """Return a ministry named by its portfolio and a nationality alone: الخارجية القطرية."""
    match = lexicon.portfolios.at(sentence, index)
    if match is None or match.cut is Cut.PREPOSITION or match.last >= len(sentence):
        return None, index + 1
    after = nation(sentence[match.last].word, lexicon.language)
    if after is None or after[1].cut is not Cut.ARTICLE:
        return None, index + 1
    return _entity(text, match.start, sentence[match.last].end, f"org:ministry_of_{match.value}"), match.last + 1


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
    if not word.is_word or word.text in lexicon.stops or lexicon.roles.at(sentence, at) is not None:
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
    return word.article and not any(
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
    within = lexicon.bodies.at(sentence, index + 1) if index + 1 < last else None
    if within is not None and nation(sentence[index].word, lexicon.language) and within.last == last:
        return _entity(text, sentence[index].start, within.end, f"org:{within.value}"), last
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
