"""Events that several articles name in passing: an attack, a flood, a meeting, beside the name of one town.

A long sentence about something else may hold the only words by which two articles are joined. The places are those
that the run itself shows: a name that one article makes known as a place is known in all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from verify.datamodels import EntityKind, Span
from verify.languages import load
from verify.matching.material import Texts
from verify.matching.words import Word, located, stem
from verify.names import is_country
from verify.script import folded

REACH = 4
"""Words between the event and its place: "an incident, regretted by all, in the city of Palmyra"."""

LEAST_LETTERS = 3
"""Of a place's stem: shorter ones are common words."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event at a place as one claim names it; the span, from the one to the other, is into the article's text."""

    claim: int
    event: str
    place: str
    name: str
    span: Span


def happenings(texts: Texts, stories: Sequence[int]) -> list[tuple[Happening, ...]]:
    """Return the events that claims of two articles or more name, each as all its mentions, one an article.

    A country is a setting and no event's place.

    Args:
        texts: the run's claims.
        stories: the number of each article's story: the same kind of event at one place in two stories is two events.
    """
    places = _places(texts)
    told: dict[tuple[int, str, str], dict[int, Happening]] = defaultdict(dict)
    for number, claim in enumerate(texts.claims):
        if claim.sentence.is_heading:
            continue
        language = texts.languages[number]
        words = located(claim.sentence.surface, language)
        for at, word in enumerate(words):
            if word.stem in places:
                found = _before(words, at, language)
                if found is not None:
                    event, first = found
                    start, end = claim.sentence.start_char + words[first].start, claim.sentence.start_char + word.end
                    happening = Happening(number, event, places[word.stem], word.full, Span(start, end))
                    told[stories[texts.groups[number]], event, word.stem].setdefault(texts.groups[number], happening)
    return [tuple(mentions.values()) for mentions in told.values() if len(mentions) > 1]


def _places(texts: Texts) -> Mapping[str, str]:
    """Return the stems of the one-word towns that the run names, with their keys."""
    found: dict[str, str] = {}
    for claim, language in zip(texts.claims, texts.languages, strict=True):
        for entity in claim.entities:
            if entity.kind is EntityKind.PLACE and entity.key.startswith("place:") and not is_country(entity.key):
                name = folded(entity.name)
                own = stem(name, language)
                if " " not in name and len(own) >= LEAST_LETTERS:
                    found.setdefault(own, entity.key)
    return found


def _before(words: Sequence[Word], at: int, language: str) -> tuple[str, int] | None:
    """Return the class and the position of the nearest event word before a place."""
    classes = event_classes(language)
    for position in range(at - 1, max(-1, at - 2 - REACH), -1):
        own = classes.get(words[position].full) or classes.get(words[position].stem)
        if own:
            return own, position
    return None


@cache
def event_classes(language: str) -> Mapping[str, str]:
    """Return the event words of a language, folded and as stems, with their class."""
    found: dict[str, str] = {}
    for name, forms in load(language, "events").get("classes", {}).items():
        for form in forms:
            plain = folded(form)
            found.setdefault(plain, name)
            found.setdefault(stem(plain, language), name)
    return found
