"""What a language says about numbers, compiled once from its data folder.

`WordInfo` holds all that the reader asks of one word form: its values as a number word, its class as a noun or a
verb, and the word lists that it stands in. Clitics (the Arabic "and", "with", "the") are taken off when what
remains is known. Everything is plain data: a language is added by a `quantities.toml`, not by code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from verify import languages
from verify.script import folded

TOPIC = "quantities"
_CACHE_LIMIT = 100_000
"""Word forms remembered per language: beyond the vocabulary of any newsroom's day, and about 30 MB at most."""
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\s\w]|_")
_SHORTEST_REST = 2
"""Letters that must remain when a clitic is taken off."""

_STRAIGHT = {"’": "'", "ʼ": "'", "‘": "'", "`": "'"}
"""Apostrophes are one, as the lists have them."""

Keys = tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """What is listed for one folded word."""

    roles: dict[str, float] = field(default_factory=dict)
    noun: str = ""
    unit: str = ""
    verb: str = ""
    nominal: str = ""
    dual: bool = False
    definite_dual: bool = False
    singular: str = ""
    lists: set[str] = field(default_factory=set)

    @property
    def plural(self) -> bool:
        """Tell whether the word is listed as a noun and not among the singulars."""
        return "plurals" in self.lists or (bool(self.noun) and "single" not in self.lists)


@dataclass(frozen=True, slots=True)
class WordInfo:
    """One word form.

    `key` is the folded form, `stem` the form that is listed (or the key), `clitics` the letters taken off before it,
    `entry` what is listed, `numeric` whether it says a number
    by itself, `starts` whether a quantity or an idiom with a number may begin with it.
    """

    key: str
    stem: str
    conjoined: bool
    clitics: int
    definite: bool
    known: bool
    entry: Entry
    numeric: bool
    starts: bool = False

    @property
    def prefixed(self) -> bool:
        """Tell whether a conjunction, preposition or article was taken off."""
        return self.clitics > 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """A listed phrase: folded words in order and what it stands for."""

    keys: Keys
    value: str


PhraseTable = Mapping[str, tuple[Phrase, ...]]
"""Phrases by their first word (or their last, in a table read backwards), longest first."""

_NOTHING = Entry()
_STARTERS = frozenset({"several", "articles"})
_SHARED_BY_DUALS = frozenset({"labels", "definite_labels", "score_nouns"})
_NUMBER_TABLES = (
    "cardinals", "teen_ones", "teen_tens", "scales", "dual_scales", "vague", "vague_multiplier", "approximate",
    "fractions", "shares", "share_words", "dozens", "hundreds", "scale_symbols", "scale_symbols_money",
)  # fmt: skip


class Lexicon:
    """The compiled data of one language with the data that hold everywhere."""

    def __init__(self, language: str) -> None:
        common = languages.load(languages.COMMON, TOPIC)
        own = languages.load(language, TOPIC)
        self.known = bool(own)
        self.format: Mapping[str, Any] = own.get("format", {})
        self.entries: dict[str, Entry] = {}
        self._words: dict[str, WordInfo] = {}
        self._phrase_words: set[str] = set()
        self._prefixes = sorted(self.format.get("prefixes", ()), key=len)
        self._definite_prefixes = tuple(self.format.get("definite_prefixes", ()))
        self._conjunctions = tuple(self.format.get("conjunction_prefixes", ()))
        self._endings = sorted((folded(e) for e in self.format.get("strip_endings", ())), key=len, reverse=True)
        self._any_ending = tuple(self._endings)
        self._not_numbers = frozenset(self.format.get("not_numbers", ()))
        self._dual_mark = str(self.format.get("dual_mark", ""))
        self._marked_duals: dict[str, Entry] = {}
        self._shortest_stem = int(self.format.get("shortest_stem", _SHORTEST_REST))
        self._inflects_numbers = bool(self.format.get("inflect_numbers"))
        self._possessives = sorted(self.format.get("possessives", ()), key=len, reverse=True)
        self._any_possessive = tuple(self._possessives)
        self.unit_categories = {
            unit: category for category, units in common.get("unit_categories", {}).items() for unit in units
        }
        classes = common.get("classes", {})
        self.outcomes = frozenset(classes.get("outcomes", ()))
        self.counted_alone = frozenset(classes.get("counted_alone", ()))
        self.person_classes = frozenset(classes.get("people", ())) | self.outcomes
        self.single_classes = self.person_classes | frozenset(classes.get("single_things", ()))
        self.currencies = frozenset(common.get("currency_symbols", {}))
        self._symbols = {
            unit: str(signs[0])
            for unit, signs in (*common.get("unit_symbols", {}).items(), *common.get("currency_symbols", {}).items())
        }
        self._read_numbers(common)
        self._read_numbers(own)
        self._read_classes(own)
        self._read_lists(own.get("words", {}))
        self.units = self._table({**_merged(common.get("unit_symbols", {}), own.get("units", {}))})
        self.currency = self._table(common.get("currency_symbols", {}))
        self._mark_units()
        self._read_duals(own.get("duals", {}))
        self.hedges_before = self._table(own.get("hedges_before", {}), backwards=True)
        self.states = self._table(own.get("states", {}))
        self.hedges_after = self._table(own.get("hedges_after", {}))
        self.not_for_durations = self._pairs(own.get("hedge_not_duration", {}))
        self._read_lists({f"hedge_{kind}": words for kind, words in own.get("hedge_verbs", {}).items()})
        self._read_phrases(own)
        self.space_groups = bool(self.format.get("space_groups", not self.known))
        self.decimals = frozenset(self.format.get("decimal", [".", ","]))

    def _read_phrases(self, own: Mapping[str, Any]) -> None:
        """Read the phrases around numbers: ranges, idioms, wholes, ages and hours."""
        ranges = own.get("ranges", {})
        self.between = self._table({"between": ranges.get("between", ())}, backwards=True)
        self.range_from = self._table({"from": ranges.get("from", ())}, backwards=True)
        self.range_to = self._table({"to": ranges.get("to", ())})
        self.range_and = self._table({"and": ranges.get("and", ())})
        self.range_or = self._table({"or": ranges.get("or", ())})
        words = own.get("words", {})
        self.idioms = self._table({"idiom": words.get("idioms", ())})
        self.differences = self._table({"difference": words.get("differences", ())})
        self.out_of = self._table({"of": words.get("out_of", ())})
        self.out_of_back = self._table({"of": words.get("whole_before", ())}, backwards=True)
        self.age_after = self._table({"age": words.get("age_after", ())})
        self.age_subjects = self._table({"age": words.get("age_subjects", ())}, backwards=True)
        self.clock_after = self._table({"clock": words.get("clock_after", ())})

    def word(self, surface: str) -> WordInfo:
        """Return what is known about a word form or symbol."""
        info = self._words.get(surface)
        if info is None:
            if len(self._words) >= _CACHE_LIMIT:
                self._words.clear()
            key = folded(surface)
            if surface in self._not_numbers:
                return WordInfo(key, key, True, 0, False, True, _NOTHING, False)
            info = self._analyse(_STRAIGHT.get(key, key))
            if self._dual_mark and info.stem in self._marked_duals and self._is_marked_dual(surface):
                info = replace(info, entry=self._marked_duals[info.stem], numeric=True)
            if (
                info.numeric
                or info.entry.lists & _STARTERS
                or info.key in self.idioms
                or info.stem in self.idioms
                or self._may_count_bare(info)
            ):
                info = replace(info, starts=True)
            self._words[surface] = info
        return info

    def _may_count_bare(self, info: WordInfo) -> bool:
        return bool(info.entry.unit) and bool(
            self.format.get("bare_units_count") or self.format.get("bare_units_halved")
        )

    def _is_marked_dual(self, surface: str) -> bool:
        """Tell whether a written vowel makes the ending that of the dual and not of the plural."""
        bare = "".join(char for char in surface if char == self._dual_mark or char.isalpha())
        return len(bare) > _SHORTEST_REST and bare[-3] == self._dual_mark

    def _analyse(self, key: str) -> WordInfo:
        cuts = [("", key)]
        longest = len(key) - _SHORTEST_REST
        cuts += [(prefix, key[len(prefix) :]) for prefix in self._prefixes if key.startswith(prefix, 0, longest)]
        for find in (self._listed, self._inflected, self._phrased, self._possessed):
            for prefix, rest in cuts if find != self._inflected else cuts[:1]:
                found = find(rest) or (self._inflected(rest) if prefix and find == self._listed else None)
                if found is not None:
                    definite = prefix in self._definite_prefixes or find == self._possessed
                    conjoined = bool(prefix) and prefix[0] in self._conjunctions
                    return _info(key, found[0], prefix, definite, found[1], conjoined=conjoined)
        return self._unknown(key)

    def _unknown(self, key: str) -> WordInfo:
        """Describe a word that is not listed: whether it looks definite, or joined by a conjunction."""
        definite = key.startswith(self._definite_prefixes)
        known = key in self._phrase_words
        return WordInfo(key, key, not known and key.startswith(self._conjunctions), 0, definite, known, _NOTHING, False)

    def _listed(self, key: str) -> tuple[str, Entry] | None:
        """Look a word up as it stands."""
        entry = self.entries.get(key)
        return None if entry is None else (key, entry)

    def _phrased(self, key: str) -> tuple[str, Entry] | None:
        """Look a word up among those that stand in listed phrases only: it is known but says nothing alone."""
        return (key, _NOTHING) if key in self._phrase_words else None

    def _inflected(self, key: str) -> tuple[str, Entry] | None:
        """Look a word up without its inflectional ending."""
        if not key.endswith(self._any_ending):
            return None
        for ending in self._endings:
            if key.endswith(ending) and len(key) - len(ending) >= self._shortest_stem:
                stem = key[: -len(ending)]
                entry = self.entries.get(stem)
                if entry is not None and (self._inflects_numbers or not entry.roles):
                    return stem, entry
        return None

    def _possessed(self, key: str) -> tuple[str, Entry] | None:
        """Look a noun up without a possessive pronoun ("their fighters"): what it cost the noun is put back."""
        if not key.endswith(self._any_possessive):
            return None
        for pronoun in self._possessives:
            stem = key[: len(key) - len(pronoun)]
            if not key.endswith(pronoun) or len(stem) <= _SHORTEST_REST:
                continue
            for lost, put in self.format.get("possessive_repairs", ()):
                if stem.endswith(lost):
                    entry = self.entries.get(stem[: len(stem) - len(lost)] + put)
                    if entry is not None and entry.noun and not entry.dual:
                        return key, entry
        return None

    def symbol_of(self, currency: str) -> str:
        """Return the sign under which a currency is listed first."""
        return self._symbols.get(currency, currency)

    def _entry(self, key: str) -> Entry:
        return self.entries.setdefault(key, Entry())

    def _read_numbers(self, data: Mapping[str, Any]) -> None:
        for table in _NUMBER_TABLES:
            for number, words in data.get(table, {}).items():
                for word in _split(words):
                    self._entry(folded(word)).roles.setdefault(table, float(number))

    def _read_classes(self, data: Mapping[str, Any]) -> None:
        for table, attribute in (("nouns", "noun"), ("verbs", "verb"), ("nominals", "nominal")):
            for name, words in data.get(table, {}).items():
                for word in _split(words):
                    entry = self._entry(folded(word))
                    if not getattr(entry, attribute):
                        setattr(entry, attribute, name)

    def _read_lists(self, lists: Mapping[str, Any]) -> None:
        for name, words in lists.items():
            for word in _split(words):
                keys = _keys(word)
                if len(keys) == 1:
                    self._entry(keys[0]).lists.add(name)
                self._phrase_words.update(keys)

    def _table(self, phrases: Mapping[str, Any], *, backwards: bool = False) -> PhraseTable:
        table: dict[str, list[Phrase]] = {}
        for value, texts in phrases.items():
            for text in _split(texts):
                keys = _keys(text)
                self._phrase_words.update(keys)
                if keys:
                    table.setdefault(keys[-1] if backwards else keys[0], []).append(Phrase(keys, value))
        return {key: tuple(sorted(group, key=lambda p: -len(p.keys))) for key, group in table.items()}

    def _pairs(self, phrases: Mapping[str, Any]) -> frozenset[tuple[Keys, str]]:
        return frozenset((_keys(word), kind) for kind, words in phrases.items() for word in _split(words))

    def _mark_units(self) -> None:
        for key, phrases in self.units.items():
            for phrase in phrases:
                if len(phrase.keys) == 1:
                    self._entry(key).unit = phrase.value

    def _read_duals(self, data: Mapping[str, Any]) -> None:
        definite = set(data.get("definite_classes", ()))
        never = {folded(word) for word in _split(data.get("never_definite", ""))}
        excluded = {folded(word) for word in _split(data.get("excluded", ""))}
        owned = tuple(folded(ending) for ending in data.get("endings_owned", ()))
        ending = folded(data.get("feminine_ending", ""))
        for kind in ("broken", "nominative", "feminine"):
            for word in _split(data.get(kind, "")):
                singular = folded(word)
                base = singular.removesuffix(ending) if kind == "feminine" else singular
                source = self.entries.get(singular, _NOTHING)
                if source.noun:
                    source.lists.add("single")
                readable = source.noun in definite and singular not in never
                for suffix in data.get(f"endings_{kind}", ()):
                    form = base + folded(suffix)
                    if form not in excluded and (readable or not suffix.endswith(owned or ("\0",))):
                        self._add_dual(form, source, readable, word)
                for suffix in data.get("endings_marked", ()) if kind == "nominative" else ():
                    entry = Entry(noun=source.noun, dual=True, definite_dual=readable, singular=word)
                    self._marked_duals[base + folded(suffix)] = entry
        for word in _split(data.get("forms", "")):
            self._add_dual(folded(word), Entry(noun=data.get("forms_class", "people")), False, word)

    def _add_dual(self, form: str, source: Entry, definite: bool, singular: str) -> None:
        if form in self.entries and not self.entries[form].dual:
            return
        entry = self._entry(form)
        entry.dual, entry.definite_dual, entry.singular = True, definite, singular
        entry.noun, entry.unit = source.noun, source.unit
        entry.lists |= source.lists & _SHARED_BY_DUALS


@cache
def lexicon(language: str) -> Lexicon:
    """Return the compiled lexicon of a language; an unknown language gets digits and symbols only."""
    return Lexicon(language)


def _info(key: str, stem: str, prefix: str, definite: bool, entry: Entry, *, conjoined: bool = False) -> WordInfo:
    numeric = bool(entry.roles) or entry.dual
    return WordInfo(key, stem, conjoined, len(prefix), definite, True, entry, numeric)


def _split(words: str | Iterable[str]) -> list[str]:
    return words.split() if isinstance(words, str) else list(words)


def _keys(text: str) -> Keys:
    return tuple(folded(piece) for piece in _PIECE.findall(folded(text)))


def _merged(*tables: Mapping[str, Any]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for table in tables:
        for key, words in table.items():
            merged.setdefault(key, []).extend(words)
    return merged
