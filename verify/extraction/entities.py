"""People with their roles, organisations and places of a sentence.

What is not understood is left alone: an unknown word is no entity, and a sentence in a language without data has
none. Keys: `person:<folded name>`, `role:<office>` for an office without a name (`name` is then empty),
`org:<canonical or folded>`, and for places those of `verify.extraction.gazetteer`; `place:/<folded>` is a place that
the tables do not have. Nationality words (`nation:SY`) and places may lie inside a person's or a body's span;
otherwise entities do not overlap.
"""

from __future__ import annotations

from verify.datamodels import Entity
from verify.extraction.bodies import find_bodies
from verify.extraction.lexicon import lexicon
from verify.extraction.people import PeopleReader
from verify.extraction.places import find_nations, find_places
from verify.extraction.words import tokens


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
    names = [(text.find(person.name, person.start_char), person) for person in people if person.name]
    taken = [(start, start + len(person.name)) for start, person in names]
    bodies = tuple(body for body in find_bodies(text, sentence, data) if not _covered(body, taken))
    taken += [(body.start_char, body.end_char) for body in bodies]
    places = tuple(place for place in find_places(text, sentence, data) if not _covered(place, taken))
    nations = tuple(
        word
        for word in find_nations(text, sentence, data)
        if not _covered(word, taken[: len(names)]) and not _covered(word, [(p.start_char, p.end_char) for p in places])
    )
    return tuple(sorted((*people, *bodies, *places, *nations), key=lambda e: (e.start_char, -e.end_char, e.key)))


def _covered(entity: Entity, spans: list[tuple[int, int]]) -> bool:
    return any(entity.start_char < end and start < entity.end_char for start, end in spans)
