"""People with their roles, organisations and places of a sentence.

What is not understood is left alone: an unknown word is no entity, and a sentence in a language without data has
none. Keys: `person:<folded name>`, `role:<office>` for an office without a name (`name` is then empty),
`org:<canonical or folded>`, and for places those of `verify.extraction.gazetteer`; `place:/<folded>` is a place that
the tables do not have. Nationality words (`nation:SY`) and places may lie inside a person's or a body's span;
otherwise entities do not overlap.
"""

from __future__ import annotations

from bisect import bisect_right
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
    people = tuple(PeopleReader(text, sentence, data).read())
    names = [(text.find(p.name, p.start_char, p.end_char), p) for p in people if p.name]
    named = _Taken([(start, start + len(person.name)) for start, person in names])
    offices = _Taken([(p.start_char, p.end_char) for p in people])
    bodies = tuple(
        body
        for body in find_bodies(text, sentence, data)
        if not named.covers(body) and not (body.key.startswith("org:ministry_of_") and offices.covers(body))
    )
    filled = _Taken([*named.spans, *((body.start_char, body.end_char) for body in bodies)])
    places = tuple(place for place in find_places(text, sentence, data) if not filled.covers(place))
    located = _Taken([*named.spans, *((place.start_char, place.end_char) for place in places)])
    nations = tuple(word for word in find_nations(text, sentence, data) if not located.covers(word))
    return tuple(sorted((*people, *bodies, *places, *nations), key=lambda e: (e.start_char, -e.end_char, e.key)))


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
