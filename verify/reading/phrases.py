"""What the language folders say about boilerplate and metadata, merged over all languages.

The languages are merged since pages mix them: an Arabic article ends in its site software's English. A phrase is
compared by folded whole words, so a merge costs no precision between scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from verify.languages import COMMON, known, load
from verify.reading.lines import Line
from verify.script import folded

TOPIC = "reading"
ANYWHERE = "contains"
MAX_RULE_WORDS = 80
"""No rule takes a longer line; the words beyond need no look."""
DEFAULT_MAX_WORDS = 25
"""A call to read, share or follow is a line; what is longer holds a story."""
SEPARATOR = re.compile(r"\s[-–—/>»›|]\s|[|•●]|\s?[-–—]\s?$|\s[-–—]|[-–—]\s|\.{2,}|…")
"""What sets the parts of a masthead, credit or breadcrumb line apart."""
_WORD = re.compile(r"\w+")


def key(phrase: str) -> str:
    """Return a phrase as folded words with a space at both ends."""
    return f" {' '.join(_WORD.findall(folded(phrase)))} "


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of boilerplate: phrases, where in the line they stand, and what else the line must look like.

    `takes_following` marks what heads a list of links, `sure` what no sentence begins with.
    """

    reason: str
    match: str
    phrases: tuple[str, ...]
    max_words: int = DEFAULT_MAX_WORDS
    takes_following: bool = False
    sure: bool = False
    not_first: bool = False
    unpunctuated: bool = False
    titlecase: bool = False
    needs_digit: bool = False
    needs_separator: bool = False
    with_any: tuple[str, ...] = ()

    def fits(self, line: Line, *, first: bool = False) -> bool:
        """Tell whether the line is of this kind; `first` says that it is the first line of its story."""
        if len(line.words) > self.max_words or (first and self.not_first):
            return False
        return any(self._stands(phrase, line) for phrase in self.phrases) and self._looks_right(line)

    def _looks_right(self, line: Line) -> bool:
        if self.unpunctuated and line.is_final:
            return False
        if self.needs_digit and not any(char.isdigit() for char in line.text):
            return False
        if self.needs_separator and not SEPARATOR.search(line.text):
            return False
        if self.titlecase and not _is_titlecase(line):
            return False
        return not self.with_any or any(word in line.key for word in self.with_any)

    def _stands(self, phrase: str, line: Line) -> bool:
        if self.match == "whole":
            return line.key == phrase
        if self.match == "start":
            return line.key.startswith(phrase)
        if self.match == "label":
            return line.labels.startswith(f"{phrase}: ")
        return phrase in line.key


def _is_titlecase(line: Line) -> bool:
    """Tell whether the words after the first are mostly capitalised, as names are."""
    words = re.findall(r"[^\W\d_]+", line.text)[1:]
    capital = sum(word[:1].isupper() for word in words)
    return bool(words) and words[0][:1].isupper() and 2 * capital >= len(words)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The merged data of all languages; every phrase as `key` gives it, single words bare."""

    rules: tuple[Rule, ...]
    home_words: frozenset[str]
    date_labels: tuple[str, ...]
    bare_date_labels: tuple[str, ...]
    update_labels: tuple[str, ...]
    header_words: frozenset[str]
    source_labels: tuple[str, ...]
    generic_sources: frozenset[str]
    agencies: frozenset[str]
    agency_heads: frozenset[str]
    credit_words: frozenset[str]
    byline_starts: tuple[str, ...]
    slogan_words: tuple[str, ...]
    caption_words: tuple[str, ...]
    proclitics: tuple[str, ...]
    lead_verbs: tuple[str, ...]
    not_glued: tuple[str, ...]
    breadcrumb_separators: tuple[str, ...]

    by_word: Mapping[str, tuple[Rule, ...]]
    anywhere: Mapping[str, tuple[Rule, ...]]

    def rule(self, line: Line, *, first: bool = False) -> Rule | None:
        """Return the first rule that a line fits, None when it is no known boilerplate."""
        if not line.words:
            return None
        # Rules by their phrases' first words: a file of a hundred thousand one-word lines must not cost minutes.
        likely = [*self.by_word.get(line.words[0], ())]
        for word in line.words[:MAX_RULE_WORDS]:
            likely += self.anywhere.get(word, ())
        return next((rule for rule in likely if rule.fits(line, first=first)), None)


@cache
def phrases() -> Phrases:
    """Return the phrases of all languages."""
    data = [load(code, TOPIC) for code in (COMMON, *known())]

    def merged(name: str) -> list[str]:
        return [str(item) for topic in data for item in topic.get(name, ())]

    def keys(name: str) -> tuple[str, ...]:
        # Longest first: the label that holds another is the one meant.
        return tuple(sorted({key(item) for item in merged(name)}, key=lambda item: (-len(item), item)))

    def bare(name: str) -> frozenset[str]:
        return frozenset(key(item).strip() for item in merged(name))

    rules = [_rule(mark) for topic in data for mark in topic.get("mark", ())]
    return Phrases(
        rules=tuple(rules),
        by_word=_by_first_word(rule for rule in rules if rule.match != ANYWHERE),
        anywhere=_by_first_word(rule for rule in rules if rule.match == ANYWHERE),
        home_words=bare("home_words"),
        date_labels=keys("date_labels"),
        bare_date_labels=keys("bare_date_labels"),
        update_labels=keys("update_labels"),
        header_words=bare("header_words"),
        source_labels=keys("source_labels"),
        generic_sources=bare("generic_sources"),
        agencies=bare("agencies"),
        agency_heads=bare("agency_heads"),
        credit_words=bare("credit_words"),
        byline_starts=keys("byline_starts"),
        slogan_words=keys("slogan_words"),
        caption_words=keys("caption_words"),
        proclitics=tuple(sorted({folded(item) for item in merged("proclitics")}, key=lambda item: (-len(item), item))),
        lead_verbs=tuple(word.strip() for word in keys("lead_verbs")),
        not_glued=tuple(word.strip() for word in keys("not_glued")),
        breadcrumb_separators=tuple(merged("breadcrumb_separators")),
    )


def _by_first_word(rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by the first words of their phrases, in the order of the data."""
    found: dict[str, dict[Rule, None]] = {}
    for rule in rules:
        for phrase in rule.phrases:
            found.setdefault(phrase.split()[0], {})[rule] = None
    return MappingProxyType({word: tuple(named) for word, named in found.items()})


def _rule(mark: dict[str, object]) -> Rule:
    values = dict(mark)
    values["phrases"] = tuple(key(str(item)) for item in _list(mark["phrases"]))
    values["with_any"] = tuple(key(str(item)) for item in _list(mark.get("with_any", [])))
    return Rule(**values)  # type: ignore[arg-type]  # the names are checked by the data class, the types by a test


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


MIN_STEM_CHARS = 3
"""Arabic stems have three letters or more; what is shorter after a clitic is taken off is another word."""
STEM_CHARS = 5
"""Inflection changes the end of a word; five letters tell words apart well enough to see a title's words again."""


def stem(word: str) -> str:
    """Return the part of a folded word that its inflections mostly share."""
    for clitic in phrases().proclitics:
        if word.startswith(clitic) and len(word) - len(clitic) >= MIN_STEM_CHARS:
            word = word[len(clitic) :]
            break
    return word[:STEM_CHARS]


def stems(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words that carry content: three letters or more, or a number."""
    return frozenset(stem(word) for word in words if len(word) >= MIN_STEM_CHARS or word.isdigit())
