"""The words of dates in one language, looked up token by token: what `languages/<code>/dates.toml` says, compiled.

Every word or phrase belongs to one class, named by one character; `date_grammar` writes its rules over these
characters. A table of the classes stands beside each section below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from verify.languages import COMMON, load
from verify.script import fold

TOPIC = "dates"
GREGORIAN, HIJRI, PERSIAN = "gregorian", "hijri", "persian"

_SIMPLE_WORD = re.compile(r"[^\W\d_]+|\d+|\S")
_APOSTROPHES = str.maketrans("’ʼ‘`´′", "''''''")
_DASHES = str.maketrans(dict.fromkeys("–—‑‐−‒", "-"))
_PUNCTUATION = {"،": ",", "、": ",", "⁄": "/", "∕": "/"}
DATE_KINDS = "ZMmFWRTSYVUQGEqyz2gIL"
"""The classes without one of which no rule of `date_grammar` matches."""
SHORTEST_WITH_CLITIC = 3
"""A preposition written to a shorter word gives another word by chance (باب is a door, not "in August")."""
SEASONS = ("spring", "summer", "autumn", "winter")
_UNIT_CLASSES = {"day": "u", "week": "U", "weekend": "U", "decade": "U", "month": "V", "year": "Y"}
_GLUE_CLASSES = {
    "day_words": "j",
    "of": "f",
    "articles": "A",
    "on": "a",
    "and": "e",
    "to": "t",
    "between": "b",
    "ago_before": "g",
    "ago_after": "G",
    "in_before": "v",
    "ordinal_suffixes": "s",
    "decade_suffixes": "z",
    "decade_cues": "I",
    "quarter_signs": "q",
    "events": "!",
    "recurring": "#",
    "counted": "N",
}
_EARLY_GLUE = ("day_words", "ago_before", "ago_after", "in_before", "between")
"""Glue that wins over numbers and units of the same spelling."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase: its tokens, its class, what it stands for, and how much of the first token is a clitic.

    `joined` is true when the clitic is a conjunction, which counts as a word of its own.
    """

    tokens: tuple[str, ...]
    kind: str
    value: Any
    clitic: int = 0
    joined: bool = False

    @property
    def norm(self) -> str:
        """The whole as one string."""
        return " ".join(self.tokens)


@dataclass(frozen=True, slots=True)
class Block:
    """A mention of this kind is no date when one of these words stands directly before or after it."""

    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day without its year that is the name of one event when a word of it stands beside the day."""

    day: int
    month: int
    year: int
    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tense:
    """Words and endings that tell a sentence about the past from one about the future."""

    future: Mapping[str, tuple[tuple[str, ...], ...]]
    past: Mapping[str, tuple[tuple[str, ...], ...]]
    past_firm: frozenset[str]
    prefixes: tuple[str, ...]
    weak: frozenset[str]
    weak_months: frozenset[str]
    starts: frozenset[str]
    boundaries: frozenset[str]
    future_pattern: re.Pattern[str] | None
    past_pattern: re.Pattern[str] | None
    raw: bool
    verb_last: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that one language knows about dates."""

    language: str
    entries: Mapping[str, tuple[Entry, ...]]
    triggers: frozenset[str]
    tense: Tense
    month_cues: frozenset[str]
    year_cues: frozenset[str]
    year_articles: frozenset[str]
    year_suffixes: frozenset[str]
    hour_cues: frozenset[str]
    hour_firm: frozenset[str]
    month_only: frozenset[str]
    age_words: frozenset[str]
    ago_after: frozenset[str]
    anchor_suffixes: tuple[str, ...]
    weekday_cues: frozenset[str]
    moved: frozenset[str]
    ambiguous: frozenset[tuple[str, ...]]
    blocks: Mapping[str, Block]
    named_days: tuple[NamedDay, ...]
    month_before_day: bool
    calendar: str
    capitalised: bool
    lower_case: bool
    year_word_after: bool
    hyphen_names: bool
    bare_fractions: frozenset[str]
    two_days: frozenset[str]
    dating: frozenset[str]
    year_of: bool


def normal(token: str) -> str:
    """Return a token with its apostrophes, dashes and commas made plain."""
    return _PUNCTUATION.get(token) or token.translate(_APOSTROPHES).translate(_DASHES)


def tokens_of(phrase: str) -> tuple[str, ...]:
    """Return the folded tokens of a phrase as the tokeniser of texts would give them."""
    return tuple(normal(token) for token in _SIMPLE_WORD.findall(fold(phrase).text))


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield the folded tokens, and those with a dotted i for a dotless one (capitals lose the difference)."""
    tokens = tokens_of(phrase)
    if tokens:
        yield tokens
        if any("ı" in token for token in tokens):
            yield tuple(token.replace("ı", "i") for token in tokens)


class _Builder:
    """Collects entries; the first entry for the same tokens wins."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.found: dict[tuple[str, ...], Entry] = {}
        self.clitics = [fold(word).text for word in data.get("clitics", ())]
        self.conjunctions = {fold(word).text for word in data.get("conjunctions", ())}
        self.article = fold(data.get("article", "")).text
        self.suffixes = [fold(word).text for word in data.get("word_suffixes", ())]

    def add(self, words: Iterable[str], kind: str, value: Any) -> None:
        for word in words:
            for tokens in _spellings(word):
                self.found.setdefault(tokens, Entry(tokens, kind, value))

    def table(self, name: str, kind: str) -> None:
        for key, words in self.data.get(name, {}).items():
            self.add(words, kind, int(key))

    def _with_clitics(self) -> Iterator[Entry]:
        for tokens, entry in self.found.items():
            if not tokens[0].isalpha():
                continue
            for clitic in self.clitics:
                first = tokens[0]
                if len(first) < SHORTEST_WITH_CLITIC and clitic not in self.conjunctions:
                    continue
                joined = any(clitic.startswith(word) for word in self.conjunctions)
                assimilated = bool(self.article) and clitic.endswith("ل") and first.startswith(self.article)
                head = clitic + (first[1:] if assimilated else first)
                yield Entry((head, *tokens[1:]), entry.kind, entry.value, 0 if assimilated else len(clitic), joined)

    def _with_suffixes(self) -> Iterator[Entry]:
        for tokens, entry in self.found.items():
            if entry.kind in "MW":
                for suffix in self.suffixes:
                    yield Entry((*tokens[:-1], tokens[-1] + suffix), entry.kind, entry.value)

    def entries(self) -> dict[str, tuple[Entry, ...]]:
        """Return all entries by first token, longest first."""
        for derived in (*self._with_suffixes(), *self._with_clitics()):
            self.found.setdefault(derived.tokens, derived)
        by_first: dict[str, list[Entry]] = {}
        for tokens, entry in self.found.items():
            by_first.setdefault(tokens[0], []).append(entry)
        return {first: tuple(sorted(group, key=lambda e: -len(e.tokens))) for first, group in by_first.items()}


def _add_months(builder: _Builder, data: Mapping[str, Any], kind: str, *, plain: bool = False) -> None:
    for calendar in (PERSIAN, GREGORIAN, HIJRI):
        for number, words in enumerate(data.get("months", {}).get(calendar, ()), 1):
            chosen = [word for word in words if word.isalpha() or not plain]
            builder.add(chosen, kind, (calendar, number))


def _add_days(builder: _Builder, data: Mapping[str, Any]) -> None:
    for moment in data.get("moments", ()):
        builder.add(moment["words"], "R", (moment["day"], moment["hour"]))
    for offset, words in data.get("relative_days", {}).items():
        builder.add(words, "R", (int(offset), ""))
    for number, words in enumerate(data.get("weekdays", {}).get("names", ())):
        builder.add(words, "W", number)
    for number, words in enumerate(data.get("weekdays", {}).get("short", ())):
        builder.add(words, "w", number)


def _add_modifiers(builder: _Builder, data: Mapping[str, Any]) -> None:
    after = {word: int(key) for key, words in data.get("modifiers_after", {}).items() for word in words}
    for key, words in data.get("modifiers_before", {}).items():
        for word in words:
            builder.add([word], "B" if word in after else "l", int(key))
    for word, value in after.items():
        builder.add([word], "L", value)


def _add_periods(builder: _Builder, data: Mapping[str, Any]) -> None:
    builder.table("relative_years", "S")
    builder.table("decades", "T")
    for name, words in data.get("duals", {}).items():
        builder.add(words, "2", name)
    for table, kind in (("parts_before", "p"), ("parts_after", "P"), ("fractions", "Q"), ("seasons", "E")):
        for name, words in data.get(table, {}).items():
            if name != "bare":
                builder.add(words, kind, name)


def _add_glue(builder: _Builder, glue: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        builder.add(glue.get(name, ()), _GLUE_CLASSES[name], "day" if name == "day_words" else name)


def _entries(data: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, tuple[Entry, ...]]:
    builder = _Builder(data)
    glue = data.get("glue", {})
    _add_months(builder, data, "m" if data.get("month_first") else "M")
    _add_days(builder, data)
    _add_modifiers(builder, data)
    _add_periods(builder, data)
    _add_glue(builder, glue, _EARLY_GLUE)
    builder.table("hours", "H")
    builder.table("hour_parts", "r")
    builder.table("ordinals", "O")
    for name, words in data.get("units", {}).items():
        builder.add(words, _UNIT_CLASSES[name], name)
    for table, kind in (("units_many", "o"), ("day_parts", "D"), ("eras", "J")):
        for name, words in data.get(table, {}).items():
            builder.add(words, kind, name)
    builder.add(data.get("conjunctions", ()), "e", "and")
    builder.table("counts", "c")
    _add_glue(builder, glue, (name for name in _GLUE_CLASSES if name not in _EARLY_GLUE))
    builder.add(common.get("currency", ()), "N", "currency")
    builder.add(common.get("ordinal_suffixes", ()), "s", "ordinal_suffixes")
    for other in common.get("borrowed", ()):
        if other != data.get("language"):
            _add_months(builder, load(other, TOPIC), "F", plain=True)
    return builder.entries()


def _last_tokens(words: Iterable[str], conjunctions: Iterable[str] = ()) -> frozenset[str]:
    """Return the last token of each word or phrase, also with a conjunction written to it."""
    last = {tokens_of(word)[-1] for word in words if tokens_of(word)}
    return frozenset(last | {fold(prefix).text + word for prefix in conjunctions for word in last})


def _norms(words: Iterable[str]) -> frozenset[str]:
    """Return words and phrases as the atoms that they become."""
    return frozenset(" ".join(tokens_of(word)) for word in words)


def _phrases(words: Iterable[str], raw: bool) -> dict[str, tuple[tuple[str, ...], ...]]:
    grouped: dict[str, list[tuple[str, ...]]] = {}
    for word in words:
        tokens = tuple(_SIMPLE_WORD.findall(word.casefold())) if raw else tokens_of(word)
        grouped.setdefault(tokens[0], []).append(tokens)
    return {first: tuple(group) for first, group in grouped.items()}


def _tense(data: Mapping[str, Any]) -> Tense:
    tense = data.get("tense", {})
    raw = bool(tense.get("raw"))
    prefixes, stems = tense.get("present_prefixes", ()), tense.get("present_stems", ())
    future = [*tense.get("future", ()), *(prefix + stem for prefix in prefixes for stem in stems)]
    patterns = {name: tense.get(name) for name in ("future_pattern", "past_pattern")}
    compiled = {name: re.compile(pattern) if pattern else None for name, pattern in patterns.items()}
    return Tense(
        future=_phrases(future, raw),
        past=_phrases(tense.get("past", ()), raw),
        past_firm=_last_tokens(tense.get("past_firm", ())),
        prefixes=tuple(tense.get("prefixes", ())),
        weak=_norms(tense.get("weak_future", ())),
        weak_months=_norms(tense.get("weak_months", ())),
        starts=_last_tokens(tense.get("start_cues", ())),
        boundaries=_last_tokens(tense.get("boundaries", ())),
        future_pattern=compiled["future_pattern"],
        past_pattern=compiled["past_pattern"],
        raw=raw,
        verb_last=bool(data.get("verb_last", False)),
    )


def _blocks(data: Mapping[str, Any]) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    conjunctions = data.get("conjunctions", ())
    for block in data.get("blocks", ()):
        after = frozenset(tokens_of(word)[0] for word in block["after"])
        blocks[block["kind"]] = Block(_last_tokens(block["before"], conjunctions), after)
    return blocks


def _named_days(data: Mapping[str, Any]) -> tuple[NamedDay, ...]:
    return tuple(
        NamedDay(
            item["day"],
            item["month"],
            item["year"],
            _last_tokens(item["before"], data.get("conjunctions", ())),
            frozenset(tokens_of(word)[0] for word in item["after"]),
        )
        for item in data.get("named_days", ())
    )


@cache
def lexicon(language: str) -> Lexicon:
    """Return the compiled words of a language; for an unknown one only what every text may carry.

    Args:
        language: ISO 639-1 code.
    """
    data = {**load(language, TOPIC), "language": language}
    glue = data.get("glue", {})
    conjunctions = data.get("conjunctions", ())
    weekdays = data.get("weekdays", {})
    ambiguous = data.get("months", {}).get("ambiguous", ())
    loose_days = [
        word + suffix for word in weekdays.get("ambiguous", ()) for suffix in ("", *data.get("word_suffixes", ()))
    ]
    entries = _entries(data, load(COMMON, TOPIC))
    return Lexicon(
        language=language,
        entries=entries,
        triggers=frozenset(first for first, group in entries.items() if any(e.kind in DATE_KINDS for e in group)),
        tense=_tense(data),
        month_cues=_last_tokens(glue.get("month_cues", ()), conjunctions),
        year_cues=_last_tokens(glue.get("year_cues", ()), conjunctions),
        year_articles=_last_tokens(glue.get("year_articles", ())),
        year_suffixes=_last_tokens(glue.get("year_suffixes", ())),
        hour_cues=_last_tokens(glue.get("hour_cues", ()), conjunctions),
        hour_firm=_last_tokens(glue.get("hour_firm", ()), conjunctions),
        month_only=_last_tokens(glue.get("month_only", ())),
        age_words=_last_tokens(glue.get("age_words", ())),
        ago_after=_last_tokens(glue.get("ago_after", ())),
        anchor_suffixes=tuple(glue.get("anchor_suffixes", ())),
        weekday_cues=_last_tokens(weekdays.get("cues", ())),
        moved=_last_tokens(glue.get("moved", ())),
        ambiguous=frozenset(t for word in (*ambiguous, *loose_days) for t in _spellings(word)),
        blocks=_blocks(data),
        named_days=_named_days(data),
        month_before_day=data.get("numeric_order") == "mdy",
        calendar=data.get("calendar", GREGORIAN),
        capitalised=bool(data.get("capitalised")),
        lower_case=bool(data.get("lower_case")),
        year_word_after=bool(data.get("year_word_after")),
        hyphen_names=bool(data.get("hyphen_names")),
        dating=_last_tokens(glue.get("dating", ()), conjunctions),
        year_of=bool(data.get("year_of")),
        two_days=_norms(glue.get("two_days", ())),
        bare_fractions=_norms(data.get("fractions", {}).get("bare", ())),
    )
