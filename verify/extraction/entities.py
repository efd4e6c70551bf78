"""People with their roles, organisations and places of a sentence.

What is not understood is left alone: an unknown word is no entity, and a sentence in a language without data has
none. Keys: `person:<folded name>`, `role:<office>` for an office without a name (`name` is then empty),
`org:<canonical or folded>`, and for places those of `verify.extraction.gazetteer`; `place:/<folded>` is a place that
the tables do not have. Nationality words (`nation:SY`) and places may lie inside a person's or a body's span;
otherwise entities do not overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from verify.datamodels import Entity
from verify.extraction.bodies import find_bodies
from verify.extraction.lexicon import lexicon
from verify.extraction.people import PeopleReader
from verify.extraction.places import find_nations, find_places
from verify.extraction.words import tokens

_SENTENCES_CACHED = 64
"""Attribution asks for the entities of the sentence that was just read."""


@lru_cache(maxsize=_SENTENCES_CACHED)
def find_entities(text: str, language: str) -> tuple[Entity, ...]:
    """Return the entities of one sentence in the order of the text.

    Args:
        text: a sentence.
        language: ISO 639-1 code; a language without data has no entities.
    """
    data = lexicon(language)
    if data is None:
        return ()
    sentence = tokens(text, language)
    people = list(PeopleReader(text, sentence, data).read())
    bodies = find_bodies(text, sentence, data)
    places = find_places(text, sentence, data)
    nations = find_nations(text, sentence, data)
    names = _names(text, people)
    if people and bodies:
        named, offices = _Taken(names), _Taken(_spans(people))
        bodies = [
            body for body in bodies if not named.covers(body) and not (_is_ministry(body) and offices.covers(body))
        ]
    if places and (names or bodies):
        filled = _Taken([*names, *_spans(bodies)])
        places = [place for place in places if not filled.covers(place)]
    if nations and (names or places):
        located = _Taken([*names, *_spans(places)])
        nations = [word for word in nations if not located.covers(word)]
    found = [*people, *bodies, *places, *nations]
    if len(found) > 1:
        found.sort(key=lambda entity: (entity.start_char, -entity.end_char, entity.key))
    return tuple(found)


def _names(text: str, people: Iterable[Entity]) -> list[tuple[int, int]]:
    """Return where the names of people stand, without their offices."""
    found = [(text.find(p.name, p.start_char, p.end_char), p) for p in people if p.name]
    return [(start, start + len(person.name)) for start, person in found]


def _spans(entities: Iterable[Entity]) -> list[tuple[int, int]]:
    return [(entity.start_char, entity.end_char) for entity in entities]


def _is_ministry(body: Entity) -> bool:
    """Tell whether a body may be no more than part of its minister's office."""
    return body.key.startswith("org:ministry_of_")


class _Taken:
    """Spans that do not overlap, asked whether they touch another."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self._starts = [start for start, _ in self.spans]

    def covers(self, entity: Entity) -> bool:
        """Tell whether one of the spans shares a character with an entity."""
        at = bisect_right(self._starts, entity.start_char)
        before = at > 0 and self.spans[at - 1][1] > entity.start_char
        return before or (at < len(self._starts) and self._starts[at] < entity.end_char)
