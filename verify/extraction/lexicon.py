"""What a language's `entities.toml` says, compiled once: phrase tables and word sets for the entity readers."""

from __future__ import annotations

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
    parts of a role key; `bodies` gives the key of a known organisation.
    """

    language: str
    script: str
    capitals: bool
    roles: Phrases[str]
    weak_roles: Phrases[bool]
    portfolios: Phrases[str]
    modifiers: Phrases[str]
    titles: Phrases[bool]
    body_heads: Phrases[bool]
    bodies: Phrases[str]
    place_heads: Phrases[bool]
    place_cues: Phrases[bool]
    loose_place_heads: frozenset[str]
    place_prepositions: frozenset[str]
    barred_places: frozenset[str]
    connectors: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    starts: frozenset[str]
    stops: frozenset[str]
    suffixed_places: bool


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


@cache
def lexicon(language: str) -> Lexicon | None:
    """Return what is known of a language's names, None for a language without data."""
    data = languages.load(language, "entities")
    if not data:
        return None
    bodies, places, names = data["organisations"], data["places"], data["names"]
    grammar = data.get("grammar", {})
    return Lexicon(
        language=language,
        script=data["script"],
        capitals=data["capitals"],
        roles=Phrases(_with_pronouns(_flat(data["roles"]), grammar)),
        weak_roles=Phrases(_marks(grammar.get("weak", ()))),
        portfolios=Phrases(_flat(data["portfolios"]), Cut.PREPOSITION),
        modifiers=Phrases(_flat(data["modifiers"]), Cut.NOTHING),
        titles=Phrases(_marks(data["titles"]["words"]), Cut.PREPOSITION),
        body_heads=Phrases(_marks(bodies["heads"])),
        bodies=Phrases(_flat(bodies["known"]), Cut.PREPOSITION),
        place_heads=Phrases(_marks(places["heads"])),
        place_cues=Phrases(_marks(places.get("before", ())), Cut.PREPOSITION),
        loose_place_heads=_words(places.get("needs_known", ())),
        place_prepositions=_words(places.get("prepositions", ())),
        barred_places=_words(places["not"]),
        connectors=_words(grammar.get("connectors", ())),
        articles=_words(grammar.get("articles", ())),
        particles=_words(names["particles"]),
        starts=_words(names.get("starts", ())),
        stops=_words(names["stops"]),
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


def role_key(roles: Iterable[str], portfolio: str, modifiers: Iterable[str]) -> str:
    """Return the canonical key of an office: roles joined by `+`, the portfolio after the first that takes one.

    `former`, `acting`, `deputy` and `elect` come before the whole: `former_minister_of_health`.
    """
    parts: list[str] = []
    for role in roles:
        part = f"{role}_of_{portfolio}" if portfolio and role in takes_portfolio() else role
        if part != role:
            portfolio = ""
        part = composed_roles().get(part, part)
        if part not in parts:
            parts.append(part)
    if len(parts) > 1 and parts[0] == "deputy":
        parts = [f"deputy_{parts[1]}", *parts[2:]]
    prefixes = [name for name in ("former", "acting", "elect", "deputy") if name in set(modifiers)]
    return "".join(f"{prefix}_" for prefix in prefixes) + "+".join(parts)
