"""Words of a sentence with their offsets, the forms under which a word list knows them, and phrase tables.

What the extractors share: a sentence becomes tokens once, a spelling is analysed once per language (prefixes such
as the Arabic conjunctions and prepositions, the French elisions, suffixes behind an apostrophe), and a phrase
table finds phrases of several words by dictionary look-ups. All work is linear in the length of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from verify import languages
from verify.script import fold

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_TOKEN = re.compile(
    r"(?:\d+(?:[.,]\d+)*(?!\w))|(?:[\w\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c-\u200f\u061c\u00ad])+"
    r"(?:['’ʼ.-](?=\w)[\w\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c-\u200f]+)*|[^\w\s]"
)
"""A number, a word (marks, joiners, inner hyphens, apostrophes and points belong to it), or one other character."""

WORDS_CACHED = 100_000
"""Spellings kept analysed per process: a corpus of thousands of articles has fewer, and 100,000 take about 60 MB."""
LONGEST_KEPT = 100
"""Characters of what is remembered: a longer run without a space is no word, and would fill the memory."""
_SENTENCES_CACHED = 64
"""The extractors read one sentence after the other; a few sentences back is enough."""
_LONGEST_PARTICLE = 3
"""al-, el-, ash-, d', qu': what may stand in lower case before the capital of a name."""
_SHORTEST_STEM = 2
"""What is left of a word without a prefix must have two letters to be a word."""


class Cut(IntEnum):
    """What was taken off a word to reach a form; a phrase table says how much its words bear."""

    NOTHING = 0
    CONJUNCTION = 1
    PREPOSITION = 2
    ARTICLE = 3


class Memo(dict[K, V]):
    """Answers about words, worked out when first asked for: `memo[word]`; all are forgotten when they are too many.

    Args:
        work: gives the answer.
    """

    def __init__(self, work: Callable[[K], V]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, asked: K) -> V:
        answer = self._work(asked)
        if isinstance(asked, str) and len(asked) > LONGEST_KEPT:
            return answer
        if len(self) >= WORDS_CACHED:
            self.clear()
        self[asked] = answer
        return answer


@dataclass(slots=True, eq=False)
class Form:
    """A folded reading of a spelling; it covers `surface[start:end]`."""

    text: str
    start: int
    end: int
    cut: Cut


@dataclass(slots=True, eq=False)
class Word:
    """One spelling. `forms` are the whole and what is left without prefixes, the least cut first.

    `capital` is true for a first letter in upper case, `upper` when all of two or more letters are; `is_word` is
    false for numbers and punctuation. `texts` are those of the forms, `plain` of the forms without a prefix taken off;
    `article` tells whether one of the forms is without its article.
    """

    text: str
    forms: tuple[Form, ...]
    capital: bool
    upper: bool
    is_word: bool
    texts: tuple[str, ...]
    plain: tuple[str, ...]
    article: bool


@dataclass(slots=True, eq=False)
class Token:
    """A word in its place: offsets into the sentence, end exclusive."""

    start: int
    end: int
    word: Word


@dataclass(slots=True)
class Match(Generic[T]):
    """A phrase found in tokens `first` to `last` (exclusive), with its offsets less prefixes."""

    first: int
    last: int
    start: int
    end: int
    value: T
    cut: Cut


@dataclass(frozen=True, slots=True)
class _Affixes:
    """What a language hangs on words: see `entities.toml`, table `affixes`."""

    conjunctions: tuple[str, ...]
    prepositions: tuple[str, ...]
    contractions: tuple[tuple[str, str], ...]
    articles: tuple[str, ...]
    suffixes: tuple[str, ...]


def key(text: str) -> str:
    """Return the form under which word lists hold a text: folded, taa marbuta as haa, single spaces."""
    return " ".join(_plain(fold(text).text).split())


def _plain(folded: str) -> str:
    return folded.replace("ة", "ه").replace("’", "'").replace("ʼ", "'")


@cache
def _affixes(language: str) -> _Affixes:
    data: Mapping[str, Any] = languages.load(language, "entities").get("affixes", {})
    return _Affixes(
        tuple(map(key, data.get("conjunctions", ()))),
        tuple(map(key, data.get("prepositions", ()))),
        tuple((key(before), key(after)) for before, after in data.get("contractions", {}).items()),
        tuple(map(key, data.get("articles", ()))),
        tuple(map(key, data.get("suffixes", ()))),
    )


def analyse(surface: str, language: str) -> Word:
    """Analyse one spelling.

    Args:
        surface: a word as written.
        language: ISO 639-1 code; a language without data has the folded whole as the only form.
    """
    folded = fold(surface)
    text = _plain(folded.text)
    is_word = any(char.isalpha() for char in text)
    forms = [Form(text, 0, len(surface), Cut.NOTHING)]
    if is_word and len(text) == len(folded.text):
        forms += _cut_forms(text, folded.offsets, _affixes(language))
    return Word(
        text,
        tuple(forms),
        capital=_is_capital(surface),
        upper=len(surface) > 1 and surface.isupper(),
        is_word=is_word,
        texts=tuple([form.text for form in forms]),
        plain=tuple([form.text for form in forms if form.cut is Cut.NOTHING]),
        article=any(form.cut is Cut.ARTICLE for form in forms),
    )


Piece = tuple[tuple[int, int, Word], ...]
"""The words of a stretch without spaces, with their offsets in it."""


@cache
def _pieces(language: str) -> Memo[str, Piece]:
    """Return what cuts a stretch without spaces into its words: no token reaches over a space."""
    words = Memo[str, Word](lambda surface: analyse(surface, language))
    return Memo(lambda piece: tuple((*match.span(), words[match[0]]) for match in _TOKEN.finditer(piece)))


def _is_capital(surface: str) -> bool:
    """Tell whether a word is written like a name: Saedi, and also al-Saedi and l'Aisne."""
    if surface[:1].isupper():
        return True
    for mark in "-'’":
        before, _, after = surface.partition(mark)
        if after[:1].isupper() and len(before) <= _LONGEST_PARTICLE:
            return True
    return False


def _cut_forms(text: str, offsets: tuple[int, ...], affixes: _Affixes) -> list[Form]:
    """Return the readings with prefixes or a suffix taken off, each text once."""
    end = offsets[-1]
    stems = [(text, 0, Cut.NOTHING)]
    stems += [(text[len(p) :], len(p), Cut.CONJUNCTION) for p in affixes.conjunctions if text.startswith(p)]
    for form, cut, _ in tuple(stems):
        for before, after in affixes.contractions:
            if form.startswith(before):
                stems.append((after + form[len(before) :], cut, Cut.PREPOSITION))
        stems += [(form[len(p) :], cut + len(p), Cut.PREPOSITION) for p in affixes.prepositions if form.startswith(p)]
    for form, cut, _ in tuple(stems):
        # The article belongs to the name that it introduces: the form begins where the article does.
        stems += [(form[len(p) :], cut, Cut.ARTICLE) for p in affixes.articles if form.startswith(p)]
    seen: dict[str, Form] = {}
    for form, cut, kind in sorted(stems, key=lambda stem: stem[2]):
        if len(form) >= _SHORTEST_STEM and form != text and cut < len(offsets):
            seen.setdefault(form, Form(form, offsets[cut], end, kind))
    for form, start in [(text, 0), *((found.text, found.start) for found in tuple(seen.values()))]:
        for suffix in affixes.suffixes:
            mark = form.find(suffix)
            if mark >= _SHORTEST_STEM:
                stop = offsets[len(text) - len(form) + mark] if form in text else end
                seen.setdefault(form[:mark], Form(form[:mark], start, stop, Cut.NOTHING))
    return list(seen.values())


@lru_cache(maxsize=_SENTENCES_CACHED)
def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the words, numbers and punctuation marks of a sentence in order."""
    pieces = _pieces(language)
    found: list[Token] = []
    at = 0
    for piece in text.split(" "):
        for start, end, word in pieces[piece]:
            found.append(Token(at + start, at + end, word))
        at += len(piece) + 1
    return tuple(found)


def _end(token: Token, part: str) -> int:
    """Return where the form of a token that reads as `part` ends."""
    return token.start + next((form.end for form in token.word.forms if form.text == part), token.end - token.start)


class _Rest(NamedTuple, Generic[T]):
    """What follows the first word of a phrase, and the phrase's value."""

    words: tuple[str, ...]
    value: T


class _Head(Generic[T]):
    """The phrases that begin with one word, the longest first: all, and by their second word."""

    __slots__ = ("alone", "by_second", "rests")

    def __init__(self, rests: Iterable[_Rest[T]]) -> None:
        self.rests = sorted(rests, key=lambda rest: -len(rest.words))
        self.alone = [rest for rest in self.rests if not rest.words]
        self.by_second: dict[str, list[_Rest[T]]] = {}
        for rest in self.rests:
            if rest.words:
                self.by_second.setdefault(rest.words[0], []).append(rest)
        for group in self.by_second.values():
            group.extend(self.alone)


class Phrases(Generic[T]):
    """A list of phrases with values, found at a token by look-ups.

    The first word of a phrase may carry prefixes up to `bears`; the others are compared whole. The longest phrase
    wins, and the less is cut off the better.

    Args:
        entries: phrases and their values; a later entry does not replace an earlier one.
        bears: the most that may be cut off the first word.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], bears: Cut = Cut.ARTICLE) -> None:
        self._bears = bears
        rests: dict[str, list[_Rest[T]]] = {}
        for phrase, value in entries:
            parts = key(phrase).split()
            if parts:
                rests.setdefault(parts[0], []).append(_Rest(tuple(parts[1:]), value))
        self._heads = {first: _Head(group) for first, group in rests.items()}
        self._openings = Memo(self._opening)

    def _opening(self, word: Word) -> tuple[tuple[Form, _Head[T]], ...]:
        """Return the forms of a word that begin a phrase, each with its phrases."""
        if self._heads.keys().isdisjoint(word.texts):
            return ()
        return tuple(
            (form, self._heads[form.text])
            for form in word.forms
            if form.cut <= self._bears and form.text in self._heads
        )

    @property
    def firsts(self) -> Iterable[str]:
        """The first words of the phrases."""
        return self._heads

    def begins(self, word: Word) -> bool:
        """Tell whether a phrase may begin with a word."""
        return bool(self._opening(word))

    def at(self, sentence: tuple[Token, ...], index: int) -> Match[T] | None:
        """Return the longest phrase that begins at a token."""
        openings = self._openings[sentence[index].word]
        return self._longest(sentence, index, openings) if openings else None

    def _longest(
        self, sentence: tuple[Token, ...], index: int, openings: tuple[tuple[Form, _Head[T]], ...]
    ) -> Match[T] | None:
        best: Match[T] | None = None
        following = index + 1
        second = sentence[following].word.plain if following < len(sentence) else ()
        for form, head in openings:
            # A word with two readings (Paris, Paris's) is rare: then all phrases are tried.
            rests = (
                head.rests if len(second) > 1 else head.by_second.get(second[0], head.alone) if second else head.alone
            )
            for rest, value in rests:
                last = following + len(rest)
                if best is not None and last <= best.last:
                    break
                if last > len(sentence):
                    continue
                for at, part in enumerate(rest, following):
                    # A later word is read whole, a suffix behind an apostrophe aside.
                    if part not in sentence[at].word.plain:
                        break
                else:
                    token = sentence[index]
                    stop = _end(sentence[last - 1], rest[-1]) if rest else token.start + form.end
                    best = Match(index, last, token.start + form.start, stop, value, form.cut)
                    break
        return best

    def each(self, sentence: tuple[Token, ...]) -> list[Match[T]]:
        """Return the longest phrase at each token that begins one, overlaps included."""
        known = self._openings
        begun = [(at, openings) for at, token in enumerate(sentence) if (openings := known[token.word])]
        matches = [self._longest(sentence, at, openings) for at, openings in begun]
        return [match for match in matches if match is not None]

    def all(self, sentence: tuple[Token, ...]) -> list[Match[T]]:
        """Return the phrases of a sentence from left to right, without overlaps."""
        found: list[Match[T]] = []
        free = 0
        for match in self.each(sentence):
            if match.first >= free:
                found.append(match)
                free = match.last
        return found


class Tables:
    """Several phrase tables asked at once what a word may begin: mostly nothing, in any of them."""

    def __init__(self, *tables: Phrases[Any]) -> None:
        self._tables = tables
        self._firsts = frozenset[str]().union(*(table.firsts for table in tables))

    def begin(self, word: Word) -> bool:
        """Tell whether a phrase of one of the tables may begin with a word."""
        return not self._firsts.isdisjoint(word.texts) and any(table.begins(word) for table in self._tables)
