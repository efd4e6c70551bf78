"""People with their offices, read from the words around a name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import nation
from verify.extraction.lexicon import Lexicon, lexicon, lone_offices
from verify.extraction.offices import Office, OfficeReader
from verify.extraction.person_names import AGE_MARKS, COMMAS, Name, is_common, is_given, unmistakable
from verify.extraction.words import Memo, Tables, Word, key

SHORTEST_UNKNOWN = 3
"""An unknown word of two letters is no surname."""
LONGEST_SHOWN = 5
"""Tokens of a name that only its surroundings show."""


_BEGINS = 1
"""A person or an office may begin with the word."""
_SHOWN = 2
"""As far as the word alone tells, it may be part of a name that only its surroundings show."""
_SURE = 4
"""The same, and no table of phrases has a say in it."""
_LISTED = 8
"""A phrase that is no name may begin with the word."""
_SAYS = 16
"""A verb of saying may begin with the word."""


@cache
def _openers(language: str) -> Memo[Word, int]:
    """Return what tells what a word may be in a name: the flags above."""
    data = lexicon(language)
    if data is None:
        return Memo(lambda _: 0)
    opening = Tables(data.roles, data.titles, *((data.portfolios, data.modifiers) if data.capitals else ()))
    listed = Tables(data.bodies, data.body_heads, data.roles, data.saying, data.speakers)

    def flags(word: Word) -> int:
        if not word.is_word:
            return 0
        begins = opening.begin(word) or _named(word, data)
        found = _shown(word, data) | _BEGINS * begins | _LISTED * listed.begin(word)
        return found | _SAYS * (found & _LISTED > 0 and data.saying.begins(word))

    return Memo(flags)


def _named(word: Word, data: Lexicon) -> bool:
    """Tell whether a word looks like the beginning of a name or office by itself."""
    if data.capitals:
        return nation(word, data.language) is not None or (word.capital and word.text not in data.stops)
    return unmistakable(word, data)


def _shown(word: Word, data: Lexicon) -> int:
    """Return whether a word is none that the tables of words know as something else than a person's name."""
    if word.text in data.particles:
        return _SHOWN | _SURE
    if len(word.text) < SHORTEST_UNKNOWN or word.text in data.stops:
        return 0
    if is_common(word, data.script, bare=True):
        given = (word.capital or not data.capitals) and is_given(word, data.language)
        return (_SHOWN | _SURE) * given
    return _SHOWN * (nation(word, data.language) is None)


class PeopleReader(OfficeReader):
    """Reads the people of one sentence and the offices without a name."""

    def read(self) -> Iterator[Entity]:
        """Yield the people and lone offices from left to right, without overlaps."""
        free = 0
        for index, flags in enumerate(self._flags):
            if index < free or not flags & (_BEGINS | _SHOWN):
                continue
            if flags & _BEGINS:
                found = self._at(index)
            elif self.lexicon.capitals:
                continue
            else:
                found = self._apposed(self._shown_name(index))
            if found is not None:
                entity, free = found
                yield entity

    @cached_property
    def _flags(self) -> list[int]:
        openers = _openers(self.lexicon.language)
        return [openers[token.word] for token in self.sentence]

    @cached_property
    def _said(self) -> frozenset[int]:
        """The tokens right behind a verb of saying."""
        if not any(flags & _SAYS for flags in self._flags):
            return frozenset()
        return frozenset([match.last for match in self.lexicon.saying.all(self.sentence)])

    @cached_property
    def _commas(self) -> list[int]:
        """The tokens that may stand behind a name and show it."""
        return [at for at, token in enumerate(self.sentence) if token.word.text in AGE_MARKS]

    def _at(self, index: int) -> tuple[Entity, int] | None:
        office = self._office(index)
        return self._officer(office) if office is not None else self._apposed(self._bare_name(index))

    def _officer(self, office: Office) -> tuple[Entity, int] | None:
        """Return the person who holds an office, or the office alone when it says enough."""
        name = self._name(office.last, after_office=True)
        if name is None and office.last < len(self.sentence) and self.sentence[office.last].word.text in COMMAS:
            name = self._name(office.last + 1, after_office=True)
            if name is not None and not (name.known or (self.lexicon.capitals and name.last - name.first > 1)):
                name = None
        if name is not None and (
            self._is_verb_like(name) or (office.linked and not name.known and not self.lexicon.capitals)
        ):
            name = None
        if name is not None and (name.known or not office.weak or self.lexicon.capitals):
            return self._person(name, office), name.last
        return self._alone(office)

    def _alone(self, office: Office) -> tuple[Entity, int] | None:
        parts = [part.removeprefix("former_").removeprefix("acting_") for part in office.key.split("+")]
        if not any(
            part in lone_offices() or part.startswith(("minister_of_", "deputy_minister_of_")) for part in parts
        ):
            return None
        end = self._name_stop(self.sentence[office.solid - 1])
        surface = self.text[office.start : end]
        return (
            Entity(office.start, end, surface, EntityKind.PERSON, "", f"role:{office.key}", surface, office.key),
            office.solid,
        )

    def _bare_name(self, index: int) -> Name | None:
        """Return a name that no office introduces: a title, or an unmistakable given name and a word more."""
        word = self.sentence[index].word
        if self._title(index) is not None:
            name = self._name(index, after_office=False)
            return name if name is not None and (name.known or self.lexicon.capitals) else None
        if not self._may_begin(index):
            return None
        if unmistakable(word, self.lexicon):
            name = self._name(index, after_office=False)
            if name is not None and name.last - name.first > 1 and self._is_personal(name) and self._ends_well(name):
                return name
        return self._shown_name(index)

    def _shown_name(self, index: int) -> Name | None:
        """Return a name of unknown words that its surroundings show: said X, X said, X, 34, X, mayor."""
        if not self._may_be_shown(index) or not self._uncommon(index):
            return None
        last = self._name_end(index, introduced=True)
        if last is None or last - index > LONGEST_SHOWN or not all(self._uncommon(at) for at in range(index, last)):
            return None
        name = Name(index, index, last, known=False)
        if not self._is_personal(name):
            return None
        single = last - index == 1
        if not self.lexicon.capitals and not self._surname_like(index, last):
            return None
        if self._says(index, last) and not (single and self.sentence[index].word.upper):
            return name
        return name if not single and (self._aged(last) or self._has_office_after(last)) else None

    def _may_be_shown(self, index: int) -> bool:
        """Tell cheaply whether something near could show a name: a verb of saying, a comma or a bracket."""
        if not self._flags[index] & _SHOWN:
            return False
        if self.lexicon.capitals or index in self._said:
            return True
        # Without capitals what is not said by somebody must go on, word after word, to the mark behind the name.
        following = bisect_right(self._commas, index)
        mark = self._commas[following] if following < len(self._commas) else len(self.sentence)
        if not index + 1 < mark <= index + LONGEST_SHOWN:
            return False
        return all(flags & _SHOWN for flags in self._flags[index:mark])

    def _surname_like(self, index: int, last: int) -> bool:
        """Tell whether unknown words look like a name where no capitals show it."""
        words = [self.sentence[at].word for at in range(index, last)]
        if len(words) > 1 and not self._is_given(words[0]) and not self._has_office_after(last):
            return False
        return not any(word.text.endswith(self.lexicon.unlikely_endings) or self._bears_article(word) for word in words)

    def _uncommon(self, at: int) -> bool:
        """Tell whether a word is none that the tables know as something else than a person's name."""
        flags = self._flags[at]
        if flags & _SURE or not flags & _SHOWN:
            return bool(flags & _SURE)
        lexicon = self.lexicon
        listed = flags & _LISTED and (
            lexicon.bodies.at(self.sentence, at)
            or lexicon.body_heads.at(self.sentence, at)
            or lexicon.roles.at(self.sentence, at)
            or lexicon.saying.at(self.sentence, at)
            or lexicon.speakers.at(self.sentence, at)
        )
        return not listed and not self._is_place(at)

    def _says(self, first: int, last: int) -> bool:
        """Tell whether a verb of saying stands right before or, where the subject comes first, right after."""
        before = first in self._said
        after = self.lexicon.capitals and last < len(self.sentence) and self.lexicon.saying.at(self.sentence, last)
        return before or bool(after)

    def _aged(self, last: int) -> bool:
        if last + 1 >= len(self.sentence) or self.sentence[last].word.text not in AGE_MARKS:
            return False
        text = self.sentence[last + 1].word.text
        return text.isdecimal() and len(text) == 2

    def _has_office_after(self, last: int) -> bool:
        return (
            last + 1 < len(self.sentence)
            and self.sentence[last].word.text in COMMAS
            and self._office_after(last + 1) is not None
        )

    def _person(self, name: Name, office: Office | None, after: Office | None = None) -> Entity:
        first, last = self.sentence[name.first], self.sentence[name.last - 1]
        start = self._name_start(first.word) + first.start
        written = self.text[start : self._name_stop(last)]
        begin, end = self.sentence[name.begin].start if name.begin < name.first else start, self._name_stop(last)
        if name.quoted:
            end = self.sentence[name.last].end
        role, canonical = "", ""
        holder = office or after
        if holder is not None:
            canonical = holder.key
            stop = self.sentence[holder.last - 1].end
            role = self.text[holder.start : stop]
            begin, end = min(begin, holder.start), max(end, stop)
        return Entity(
            begin, end, self.text[begin:end], EntityKind.PERSON, written, f"person:{key(written)}", role, canonical
        )

    def _apposed(self, name: Name | None) -> tuple[Entity, int] | None:
        """Return the person, with the office that follows between commas: "Tom Bradwell, a Cal Fire spokesman"."""
        if name is None:
            return None
        at = name.last
        if at + 1 < len(self.sentence) and self.sentence[at].word.text in COMMAS:
            office = self._office_after(at + 1)
            if office is not None:
                return self._person(name, None, office), office.last
        return self._person(name, None), name.last
