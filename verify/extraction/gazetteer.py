"""Tables of places, nationalities, given names and common words, read at first use.

`models/build_gazetteer.py` writes the tables and says where they come from. A key is the same in every language and
script: `place:SY` a country, `place:SY/tadmur` a town in it, `place:QA/doha;capital` a capital, which may stand for
its state, `place:middle-east` a region, `nation:SY` a word of nationality.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from verify import languages
from verify.extraction.words import WORDS_CACHED, Cut, Form, Match, Memo, Token, Word, key

MOST_WORDS = 5
"""The longest names in the tables that news uses have five words (United Arab Emirates has three)."""
SHORTEST_CUT = 4
"""Below four letters what is left behind a preposition is too often the rest of a common word."""
_SCRIPTS = frozenset({"arabic", "latin", "cyrillic"})


@dataclass(frozen=True, slots=True)
class Place:
    """What the table knows of a name; `level` is `region`, `country`, `capital`, `city` or `town`."""

    key: str
    level: str


def _lines(name: str) -> list[str]:
    path = resources.files(languages) / languages.COMMON / name
    return gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()


class _Rows(NamedTuple):
    """A table: its rows by folded name, and what longer names begin with.

    `longest` has for the first word of each how many words it may have, `beginnings` the first two words of those of
    more than two.
    """

    rows: dict[str, str]
    longest: dict[str, int]
    beginnings: set[str]


@cache
def _rows(script: str) -> _Rows:
    rows: dict[str, str] = {}
    longest: dict[str, int] = {}
    beginnings: set[str] = set()
    if script not in _SCRIPTS:
        return _Rows(rows, longest, beginnings)
    for line in _lines(f"places_{script}.tsv.gz"):
        name, _, rest = line.partition("\t")
        rows[name] = rest
        if " " in name:
            first = name[: name.index(" ")]
            count = min(name.count(" ") + 1, MOST_WORDS)
            if count > 2:
                beginnings.add(" ".join(name.split(" ", 2)[:2]))
            if longest.get(first, 0) < count:
                longest[first] = count
    return _Rows(rows, longest, beginnings)


@cache
def _nations(language: str) -> dict[str, str]:
    marker = f"{language}\t"
    return dict(line[len(marker) :].split("\t") for line in _lines("nations.tsv.gz") if line.startswith(marker))


@cache
def _known_names(script: str) -> frozenset[str]:
    return frozenset(map(key, languages.load(languages.COMMON, "names")["known"].get(script, ())))


@cache
def given_names(script: str) -> frozenset[str]:
    """Return the folded given names of a script, and family names that are as sure a sign of a person."""
    return frozenset(_lines(f"given_{script}.txt.gz")) | _known_names(script) if script in _SCRIPTS else frozenset()


@cache
def common_words(script: str) -> frozenset[str]:
    """Return the folded frequent words of a script, in lower case where it has one: what is unlikely to be a name."""
    return frozenset(_lines(f"words_{script}.txt.gz")) - _known_names(script) if script in _SCRIPTS else frozenset()


@lru_cache(maxsize=WORDS_CACHED)
def nation(word: Word, language: str) -> tuple[str, Form] | None:
    """Return the key of a nationality word and the form that is one, None for other words."""
    table = _nations(language)
    for form in word.forms:
        found = table.get(form.text)
        if found is not None and (form.cut is not Cut.PREPOSITION or len(form.text) >= SHORTEST_CUT):
            return found, form
    return None


def lookup(name: str, script: str) -> Place | None:
    """Return the place with this folded name."""
    rest = _rows(script).rows.get(name.replace("-", " "))
    if rest is None:
        return None
    place, _, level = rest.partition("\t")
    return Place(place, level)


@cache
def _begun(script: str) -> Memo[Word, tuple[tuple[Form, str, int], ...]]:
    """Return what gives the forms of a word with which a place may begin, each with its name and the most words."""
    table = _rows(script)

    def begun(word: Word) -> tuple[tuple[Form, str, int], ...]:
        found = []
        for form in word.forms:
            if form.cut is Cut.ARTICLE or (form.cut is not Cut.NOTHING and len(form.text) < SHORTEST_CUT):
                continue
            name = form.text.replace("-", " ")
            if name in table.rows or name in table.longest:
                found.append((form, name, table.longest.get(name, 1)))
        return tuple(found)

    return Memo(begun)


def begins_place(word: Word, script: str) -> bool:
    """Tell whether a place name of the tables may begin with a word."""
    return bool(_begun(script)[word])


def place_at(sentence: tuple[Token, ...], index: int, script: str) -> Match[Place] | None:
    """Return the longest place name that begins at a token."""
    token = sentence[index]
    for form, name, most in _begun(script)[token.word]:
        if most > 1:
            found = _longer(sentence, index, form, most, script)
            if found is not None:
                return found
        place = lookup(name, script)
        if place is not None:
            return Match(index, index + 1, token.start + form.start, token.start + form.end, place, form.cut)
    return None


def _longer(sentence: tuple[Token, ...], index: int, form: Form, most: int, script: str) -> Match[Place] | None:
    """Return a name of several words that begins with a form."""
    rest = [token.word for token in sentence[index + 1 : index + most]]
    if len(rest) > 1 and _two_words(f"{form.text} {rest[0].text}") not in _rows(script).beginnings:
        del rest[1:]
    for count in range(len(rest), 0, -1):
        before = " ".join([form.text, *(word.text for word in rest[: count - 1])])
        for tail in rest[count - 1].forms:
            if tail.cut is not Cut.NOTHING:
                continue
            place = lookup(f"{before} {tail.text}", script)
            if place is not None:
                start, end = sentence[index].start + form.start, sentence[index + count].start + tail.end
                return Match(index, index + count + 1, start, end, place, form.cut)
    return None


def _two_words(name: str) -> str:
    """Return the first two words of a name as the tables write it."""
    return " ".join(name.replace("-", " ").split(" ", 2)[:2])
