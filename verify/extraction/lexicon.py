"""What a language's `entities.toml` says, compiled once: phrase tables and word sets for the entity readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from verify import languages
from verify.extraction.words import Cut, Phrases, key


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything about names in one language.

    `capitals` tells whether names begin with capital letters. `roles`, `portfolios` and `modifiers` give canonical
    parts of a role key; `bodies` gives the key of a known organisation,
    `composed_bodies` the kind of those that a portfolio specifies. `titles` tells whether the title must be written
    with a capital; `not_roles` are spellings that only folding makes one with a role's, `indefinite` the endings of
    words that name nothing, `verb_shapes` what verbs look like that no list has and `object_shapes` words that bear a
    pronoun, `prefix_shapes` words as written that bear a preposition; `saying` holds the verbs beside which a name
    stands, `speakers` the anonymous ones.
    """

    language: str
    script: str
    capitals: bool
    roles: Phrases[str]
    weak_roles: Phrases[bool]
    portfolios: Phrases[str]
    modifiers: Phrases[str]
    titles: Phrases[bool]
    saying: Phrases[bool]
    speakers: Phrases[bool]
    body_heads: Phrases[bool]
    composed_bodies: Phrases[str]
    named: Phrases[bool]
    bodies: Phrases[str]
    place_heads: Phrases[bool]
    place_cues: Phrases[bool]
    locatives: Phrases[bool]
    heads_of_names: frozenset[str]
    loose_place_heads: frozenset[str]
    place_prepositions: frozenset[str]
    barred_places: frozenset[str]
    connectors: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    starts: frozenset[str]
    ambiguous: frozenset[str]
    suffixes: frozenset[str]
    unlikely_endings: tuple[str, ...]
    surname_endings: tuple[str, ...]
    stops: frozenset[str]
    not_roles: frozenset[str]
    indefinite: tuple[str, ...]
    verb_shapes: re.Pattern[str] | None
    object_shapes: re.Pattern[str] | None
    prefix_shapes: re.Pattern[str] | None
    suffixed_places: bool

    def looks_like_verb(self, word: str) -> bool:
        """Tell whether an unknown folded word has the shape of a verb."""
        return self.verb_shapes is not None and self.verb_shapes.fullmatch(word) is not None

    def bears_object(self, word: str) -> bool:
        """Tell whether an unknown folded word has the shape of a verb or noun with a pronoun behind it."""
        return self.object_shapes is not None and self.object_shapes.fullmatch(word) is not None

    def bears_prefix(self, surface: str) -> bool:
        """Tell whether an unknown word as written has the shape of a noun with a preposition before it."""
        return self.prefix_shapes is not None and self.prefix_shapes.match(surface) is not None


def _flat(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for value, phrases in table.items():
        if isinstance(phrases, list):
            for phrase in phrases:
                yield phrase, value


def _with_pronouns(rows: Iterable[tuple[str, str]], grammar: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the rows and, for single words, the forms that bear a possessive pronoun (its leader, her lawyer)."""
    for phrase, value in rows:
        yield phrase, value
        folded = key(phrase)
        if " " in folded:
            continue
        for pronoun in grammar.get("pronouns", ()):
            for ending, replacement in grammar.get("before_pronouns", {}).items():
                if folded.endswith(ending):
                    yield folded.removesuffix(ending) + replacement + pronoun, value
                    break
            else:
                yield folded + pronoun, value


def _words(rows: Iterable[str]) -> frozenset[str]:
    return frozenset(key(row) for row in rows)


def _marks(rows: Iterable[str]) -> Iterator[tuple[str, bool]]:
    return ((row, True) for row in rows)


def _shapes(rows: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern of the shapes of whole folded words, None without any."""
    shapes = "|".join(rows)
    return re.compile(shapes) if shapes else None


_NO_VERBS = frozenset({"weak", "complementisers", "between", "not_after", "hearer", "prepositions"})


def _saying(language: str) -> Iterator[str]:
    verbs = languages.load(language, "attribution").get("verbs", {})
    weak = set(verbs.get("weak", ()))
    for kind, words in verbs.items():
        if kind not in _NO_VERBS:
            yield from (word for word in words if word not in weak)


def _speakers(language: str) -> Iterator[str]:
    words = languages.load(language, "attribution").get("speaker_words", {})
    yield from words.get("anonymous", ())
    yield from words.get("texts", ())


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return what is known of a language's names, None for a language without data."""
    data = languages.load(language, "entities")
    if not data:
        return None
    nouns = frozenset(key(word) for table in ("organisations", "places") for word in data[table]["heads"])
    bodies, places, names = data["organisations"], data["places"], data["names"]
    grammar = data.get("grammar", {})
    return Lexicon(
        language=language,
        script=data["script"],
        capitals=data["capitals"],
        roles=Phrases(
            (row, role) for row, role in _with_pronouns(_flat(data["roles"]), grammar) if key(row) not in nouns
        ),
        weak_roles=Phrases(_marks(grammar.get("weak", ()))),
        portfolios=Phrases(_flat(data["portfolios"]), Cut.PREPOSITION),
        modifiers=Phrases(_flat(data["modifiers"]), Cut.NOTHING),
        titles=Phrases(((row, row[0].isupper()) for row in data["titles"]["words"]), Cut.PREPOSITION),
        saying=Phrases(_marks(_saying(language)), Cut.CONJUNCTION),
        speakers=Phrases(_marks(_speakers(language)), Cut.ARTICLE),
        body_heads=Phrases(_marks(bodies["heads"])),
        composed_bodies=Phrases(_flat(bodies.get("composed", {}))),
        named=Phrases(_marks(bodies.get("named", ()))),
        bodies=Phrases(_flat(bodies["known"]), Cut.PREPOSITION),
        place_heads=Phrases(_marks(places["heads"])),
        place_cues=Phrases(_marks(places.get("before", ())), Cut.PREPOSITION),
        locatives=Phrases(_marks(places.get("locatives", ())), Cut.NOTHING),
        heads_of_names=_words(places.get("with_head", ())),
        loose_place_heads=_words(places.get("needs_known", ())),
        place_prepositions=_words(places.get("prepositions", ())),
        barred_places=_words(places["not"]),
        connectors=_words(grammar.get("connectors", ())),
        articles=_words(grammar.get("articles", ())),
        particles=_words(names["particles"]),
        starts=_words(names.get("starts", ())),
        ambiguous=_words(names.get("ambiguous", ())),
        suffixes=_words(names.get("suffixes", ())),
        surname_endings=tuple(map(key, names.get("surname_endings", ()))),
        unlikely_endings=tuple(map(key, names.get("unlikely_endings", ()))),
        stops=_words(names["stops"]),
        not_roles=frozenset(grammar.get("not_roles", ())),
        indefinite=tuple(grammar.get("indefinite", ())),
        verb_shapes=_shapes(grammar.get("verb_shapes", ())),
        object_shapes=_shapes(grammar.get("object_shapes", ())),
        prefix_shapes=_shapes(grammar.get("prefix_shapes", ())),
        suffixed_places=bool(places.get("suffixed", False)),
    )


@cache
def composed_roles() -> Mapping[str, str]:
    """Return the keys of composed roles that have a name of their own."""
    return dict(languages.load(languages.COMMON, "roles")["composed"])


@cache
def takes_portfolio() -> frozenset[str]:
    """Return the roles that a portfolio specifies."""
    return frozenset(languages.load(languages.COMMON, "roles")["takes"]["portfolio"])


@cache
def lone_offices() -> frozenset[str]:
    """Return the offices that name one person without a name."""
    return frozenset(languages.load(languages.COMMON, "roles")["alone"]["offices"])


@cache
def ranks() -> frozenset[str]:
    """Return the ranks and professions that a person holds beside an office."""
    return frozenset(languages.load(languages.COMMON, "roles")["ranks"]["roles"])


@cache
def serving() -> frozenset[str]:
    """Return the roles held with another office: the next role named is that of the one served."""
    return frozenset(languages.load(languages.COMMON, "roles")["serving"]["roles"])


def role_key(roles: Iterable[str], portfolio: str, modifiers: Iterable[str]) -> str:
    """Return the canonical key of an office: roles joined by `+`, the portfolio after the first that takes one.

    `former`, `acting`, `deputy` and `elect` come before the whole: `former_minister_of_health`.
    """
    held = list(roles)
    able = [at for at, role in enumerate(held) if role in takes_portfolio()]
    bearer = next((at for at in able if held[at] != "deputy"), able[0] if able else -1)
    parts: list[str] = []
    for at, role in enumerate(held):
        part = f"{role}_of_{portfolio}" if portfolio and at == bearer else role
        part = composed_roles().get(part, part)
        if part not in parts:
            parts.append(part)
    if len(parts) > 1 and parts[0] == "deputy":
        parts = [f"deputy_{parts[1]}", *parts[2:]]
    prefixes = [name for name in ("former", "acting", "elect", "deputy") if name in set(modifiers)]
    return "".join(f"{prefix}_" for prefix in prefixes) + "+".join(parts)
