"""People with their offices, read from the words around a name.

In scripts with capital letters a name is a run of capitalised words; elsewhere it is what follows an office, a title
or a known given name, up to the first word that no name has. An office is a role with what specifies it: portfolio,
nationality, body, place, rank.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from verify.datamodels import Entity, EntityKind
from verify.extraction.gazetteer import WORDS_CACHED, common_words, given_names, nation, place_at
from verify.extraction.lexicon import Lexicon, lexicon, lone_offices, ranks, role_key, serving
from verify.extraction.words import Cut, Match, Token, Word, key

LONGEST_OFFICE = 12
"""Tokens: "the deputy head of the regional emergency management department of the ministry" has eleven."""
LONGEST_NAME = 8
"""Tokens: الشيخ محمد بن عبد الرحمن بن جاسم آل ثاني has eight after the title."""
SHORTEST_GIVEN = 3
"""A given name of two letters (مي, Jo) is too often another word to begin a name by itself."""
SHORTEST_UNKNOWN = 3
"""An unknown word of two letters is no surname."""
LONGEST_SHOWN = 5
"""Tokens of a name that only its surroundings show."""
AGE_MARKS = frozenset(",،(")
OPENING = frozenset('«"“(‘')
CLOSING = {"«": "»", '"': '"', "“": "”", "(": ")", "‘": "’"}
COMMAS = frozenset(",،")


@dataclass(slots=True)
class Office:
    """Tokens `first` to `last` that name an office; `solid` is the end of what is certainly part of it."""

    first: int
    last: int
    start: int
    roles: list[str] = field(default_factory=list)
    portfolio: str = ""
    modifiers: list[str] = field(default_factory=list)
    solid: int = 0
    weak: bool = False
    nation: bool = False
    placed: bool = False
    linked: bool = False
    bodied: bool = False

    @property
    def key(self) -> str:
        """The canonical role key."""
        roles = ["head" if role == "president" and self.bodied else role for role in self.roles]
        return role_key(roles, self.portfolio, self.modifiers)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `first` to `last` of a name; `begin` is where titles before it begin."""

    begin: int
    first: int
    last: int
    known: bool
    quoted: bool = False


@lru_cache(maxsize=WORDS_CACHED)
def is_given(word: Word, language: str) -> bool:
    """Tell whether a word is a given name, perhaps behind a conjunction or preposition."""
    data = lexicon(language)
    if data is None or word.text in data.stops:
        return False
    given = given_names(data.script)
    return any(form.text in given for form in word.forms if form.cut is not Cut.ARTICLE)


@lru_cache(maxsize=WORDS_CACHED)
def is_common(word: Word, script: str, *, bare: bool = False) -> bool:
    """Tell whether a word is a frequent one; `bare` tries it without its article as well."""
    common = common_words(script)
    return any(form.text in common for form in word.forms if bare or form.cut is not Cut.ARTICLE)


class PeopleReader:
    """Reads the people of one sentence.

    Args:
        text: the sentence.
        sentence: its tokens.
        data: the language's data.
    """

    def __init__(self, text: str, sentence: tuple[Token, ...], data: Lexicon) -> None:
        self.text = text
        self.sentence = sentence
        self.lexicon = data
        self.given = given_names(data.script)
        self.common = common_words(data.script)
        self._said = frozenset(match.last for match in data.saying.all(sentence))
        self._commas = [at for at, token in enumerate(sentence) if token.word.text in AGE_MARKS]

    def read(self) -> Iterator[Entity]:
        """Yield the people and lone offices from left to right, without overlaps."""
        index = 0
        while index < len(self.sentence):
            found = self._at(index)
            if found is None:
                index += 1
            else:
                entity, index = found
                yield entity

    def _at(self, index: int) -> tuple[Entity, int] | None:
        word = self.sentence[index].word
        if not word.is_word:
            return None
        office = self._office(index)
        if office is not None:
            return self._officer(office)
        name = self._bare_name(index)
        if name is None:
            return None
        return self._apposed(name)

    # Offices

    def _office(self, index: int) -> Office | None:
        """Return the office that begins at a token, with everything that specifies it."""
        first = self._role_begin(index)
        if first is None:
            return None
        match = self.lexicon.roles.at(self.sentence, first)
        if match is None:
            return None
        weak = self.lexicon.weak_roles.at(self.sentence, first)
        start = self.sentence[index].start if first > index else match.start
        office = Office(index, match.last, start, [match.value], solid=match.last)
        office.weak = weak is not None and weak.last == match.last
        for at in range(index, first):
            self._specify(office, at)
        self._extend(office)
        return office

    def _role_begin(self, index: int) -> int | None:
        """Return where the role's head word stands: here, or after what goes before it (portfolio, nationality)."""
        if self.lexicon.roles.at(self.sentence, index) is not None:
            return index
        if not self.lexicon.capitals:
            return None
        at = index
        while at < min(index + 5, len(self.sentence)) and self._precedes_role(at):
            match = self.lexicon.portfolios.at(self.sentence, at)
            at = match.last if match is not None else at + 1
            if at < len(self.sentence) and self.lexicon.roles.at(self.sentence, at) is not None:
                bare = self.sentence[at].word.capital and self.sentence[index].word.capital
                known = self.lexicon.portfolios.at(self.sentence, index) or self.lexicon.modifiers.at(
                    self.sentence, index
                )
                return (
                    None if bare and not known and not nation(self.sentence[index].word, self.lexicon.language) else at
                )
        return None

    def _precedes_role(self, at: int) -> bool:
        word = self.sentence[at].word
        if self.lexicon.portfolios.at(self.sentence, at) or self.lexicon.modifiers.at(self.sentence, at):
            return word.text not in self.lexicon.articles
        if word.capital and not self._is_given(word) and word.text not in self.lexicon.stops:
            return True
        return nation(word, self.lexicon.language) is not None

    def _specify(self, office: Office, at: int) -> None:
        """Take over what one token before the role says."""
        portfolio = self.lexicon.portfolios.at(self.sentence, at)
        modifier = self.lexicon.modifiers.at(self.sentence, at)
        if portfolio is not None and not office.portfolio:
            office.portfolio = portfolio.value
        elif modifier is not None:
            office.modifiers.append(modifier.value)
        if nation(self.sentence[at].word, self.lexicon.language):
            office.nation = True

    def _extend(self, office: Office) -> None:
        """Walk right over what belongs to the office until a name or something else begins."""
        opened, begun = False, office.last
        while office.last < len(self.sentence) and office.last - office.first < LONGEST_OFFICE:
            at = office.last
            word = self.sentence[at].word
            if not word.is_word or self._title(at):
                return
            step = self._known_step(office, at)
            if step > at:
                office.last = step
                if step > at and self._is_solid(at):
                    office.solid = step
                opened = self.lexicon.body_heads.at(self.sentence, at) is not None
                continue
            if word.text in self.lexicon.connectors:
                office.last += 1
                opened = office.linked = True
                continue
            if not self._goes_on(at, begun, opened):
                return
            office.last += 1
            opened = opened and word.capital

    def _is_solid(self, at: int) -> bool:
        lexicon, sentence = self.lexicon, self.sentence
        return bool(
            lexicon.roles.at(sentence, at)
            or lexicon.portfolios.at(sentence, at)
            or lexicon.modifiers.at(sentence, at)
            or nation(sentence[at].word, lexicon.language)
        )

    def _known_step(self, office: Office, at: int) -> int:
        """Return where the known word or phrase at a token ends, `at` itself when it is none that an office has."""
        lexicon, sentence = self.lexicon, self.sentence
        word = sentence[at].word
        role = lexicon.roles.at(sentence, at)
        if role is not None:
            if role.cut is Cut.CONJUNCTION and office.nation:
                return at
            if role.cut is Cut.PREPOSITION and not any(held in serving() for held in office.roles):
                return at
            if role.cut is not Cut.PREPOSITION and self._adds(office, role.value):
                office.roles.append(role.value)
            weak = lexicon.weak_roles.at(sentence, at)
            office.weak = office.weak and weak is not None and weak.last == role.last
            return role.last
        portfolio = lexicon.portfolios.at(sentence, at)
        known = lexicon.bodies.at(sentence, at)
        if portfolio is not None and (known is None or known.last <= portfolio.last):
            office.portfolio = office.portfolio or portfolio.value
            office.weak = False
            return portfolio.last
        modifier = lexicon.modifiers.at(sentence, at)
        if modifier is not None:
            office.modifiers.append(modifier.value)
            return modifier.last
        if nation(word, lexicon.language) and not self._is_given(word):
            office.nation = True
            return at + 1
        body = lexicon.bodies.at(sentence, at) or lexicon.body_heads.at(sentence, at)
        if body is not None and body.cut is not Cut.CONJUNCTION:
            office.bodied = True
            return body.last
        place = place_at(sentence, at, lexicon.script)
        if place is not None and place.cut is Cut.NOTHING and not self._is_given(word) and not office.placed:
            office.placed = True
            return place.last
        return at

    def _adds(self, office: Office, role: str) -> bool:
        """Tell whether a further role is the same person's: not that of the one whom an adviser advises."""
        if role in office.roles:
            return False
        return role in ranks() or not any(held in serving() for held in office.roles)

    def _goes_on(self, at: int, begun: int, opened: bool) -> bool:
        """Tell whether an unknown word still belongs to the office: a common word, or a body's own name."""
        word = self.sentence[at].word
        if word.text in self.lexicon.stops or self._is_given(word) or self._starts(at):
            return False
        if self.lexicon.capitals:
            follows = self.sentence[at + 1].word.text if at + 1 < len(self.sentence) else ""
            return opened and (word.capital or word.text in self.lexicon.articles or follows in COMMAS)
        inside = at > begun and any(form.cut is Cut.ARTICLE for form in word.forms)
        return opened or self._is_common(word) or inside

    def _officer(self, office: Office) -> tuple[Entity, int] | None:
        """Return the person who holds an office, or the office alone when it says enough."""
        name = self._name(office.last, after_office=True)
        if name is None and office.last < len(self.sentence) and self.sentence[office.last].word.text in COMMAS:
            name = self._name(office.last + 1, after_office=True)
            if name is not None and not (name.known or (self.lexicon.capitals and name.last - name.first > 1)):
                name = None
        if name is not None and (self._is_verb_like(name) or (office.linked and not name.known)):
            name = None
        if name is not None and (name.known or not office.weak or self.lexicon.capitals):
            return self._person(name, office), name.last
        return self._alone(office)

    def _is_verb_like(self, name: Name) -> bool:
        """Tell whether a name is one bare word that is a common word too: رئيس الوزراء صادق على القرار."""
        word = self.sentence[name.first].word
        if name.last - name.first > 1 or name.begin < name.first or name.quoted or self.lexicon.capitals:
            return False
        # One unknown word with the article is a noun: سلّم الوزير الأول الكأس.
        unknown = not self._is_given(word) and self._is_common(word)
        article = any(form.cut is Cut.ARTICLE for form in word.forms) and not self._is_given(word)
        return word.text in self.lexicon.ambiguous or unknown or (article and not self._surname(word))

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

    # Names

    def _is_given(self, word: Word) -> bool:
        if self.lexicon.capitals and not word.capital:
            return False
        return is_given(word, self.lexicon.language)

    def _is_common(self, word: Word) -> bool:
        return is_common(word, self.lexicon.script)

    def _name(self, index: int, *, after_office: bool) -> Name | None:
        """Return the name that begins at a token, titles and quotation marks before it included."""
        begin = index
        known = False
        while index < len(self.sentence):
            title = self._title(index)
            if title is None:
                break
            index = title.last
            known = True
            if index < len(self.sentence) and self.sentence[index].word.text == ".":
                index += 1
        if index >= len(self.sentence):
            return None
        closing = CLOSING.get(self.text[self.sentence[index].start])
        if closing is not None:
            return self._quoted(begin, index, closing) if after_office or known else None
        last = self._name_end(index, after_office or known)
        if last is None:
            return None
        return Name(begin, index, last, known or self._is_given(self.sentence[index].word) or self._starts(index))

    def _starts(self, index: int) -> bool:
        """Tell whether a compound given name begins here: عبد …, عز الدين."""
        follows = self.sentence[index + 1].word.text if index + 1 < len(self.sentence) else ""
        return self.sentence[index].word.text in self.lexicon.starts or follows in self.lexicon.suffixes

    def _quoted(self, begin: int, index: int, closing: str) -> Name | None:
        """Return a name in quotation marks, as much of Arabic prose writes names."""
        for at in range(index + 1, min(index + 2 + LONGEST_NAME, len(self.sentence))):
            if self.text[self.sentence[at].start] == closing:
                inner = self.sentence[index + 1 : at]
                if inner and all(token.word.is_word for token in inner) and self._first_fits(index + 1):
                    return Name(begin, index + 1, at, self._is_given(self.sentence[index + 1].word), quoted=True)
                return None
        return None

    def _first_fits(self, index: int) -> bool:
        word = self.sentence[index].word
        return word.capital if self.lexicon.capitals else self._is_given(word) or not self._is_common(word)

    def _name_end(self, index: int, introduced: bool) -> int | None:
        """Return the end of the name whose first word stands at a token, None when it is no name."""
        last = index
        after_particle = False
        while last < len(self.sentence) and last - index < LONGEST_NAME:
            word = self.sentence[last].word
            if not word.is_word:
                break
            if word.text in self.lexicon.particles and (last > index or not self.lexicon.capitals):
                after_particle = True
                last += 1
                continue
            if not self._fits(last, first=last == index, after_particle=after_particle, introduced=introduced):
                break
            if not self.lexicon.capitals and not after_particle and self._too_long(index, last):
                break
            ends = self._ends(last, index, after_particle)
            after_particle = False
            last += 1
            if ends:
                break
        while last > index and self.sentence[last - 1].word.text in self.lexicon.particles:
            last -= 1
        return last if last > index and not (last == index + 1 and after_particle) else None

    def _too_long(self, index: int, last: int) -> bool:
        """Tell whether an unknown word is a third one behind a surname rather than behind a second given name."""
        if last - index < 2 or self._is_given(self.sentence[last].word):
            return False
        before = self.sentence[last - 1].word
        if self.sentence[last - 2].word.text in self.lexicon.particles:
            return self._is_place(last)
        return not (self._is_given(before) or before.text in self.lexicon.suffixes) or self._is_place(last)

    def _ends(self, last: int, index: int, after_particle: bool) -> bool:
        """Tell whether nothing of a name follows this word: an Arabic surname with the article, but for a particle."""
        if self.lexicon.capitals or last == index or after_particle:
            return False
        word = self.sentence[last].word
        has_article = any(form.cut is Cut.ARTICLE for form in word.forms) and word.text not in self.given
        follows = self.sentence[last + 1].word.text if last + 1 < len(self.sentence) else ""
        return has_article and word.text not in self.lexicon.suffixes and follows not in self.lexicon.particles

    def _fits(self, at: int, *, first: bool, after_particle: bool, introduced: bool) -> bool:
        """Tell whether a word can stand in a name at this point."""
        lexicon, sentence = self.lexicon, self.sentence
        word = sentence[at].word
        if word.text in lexicon.stops and not after_particle:
            return False
        if lexicon.capitals:
            if first and self.text[sentence[at].start].islower() and "'" in word.text:
                return False
            return word.capital and not (
                lexicon.roles.at(sentence, at) or self._title(at) or self._is_nation(word, first)
            )
        if (self._is_given(word) and not self._prefixed(word, first=first)) or (first and self._starts(at)):
            return True
        if after_particle or (not first and word.text in lexicon.suffixes):
            return True
        if self._is_common(word) or self._prefixed(word, first=first) or (first and not introduced):
            return False
        role = lexicon.roles.at(sentence, at)
        if role is not None or lexicon.body_heads.at(sentence, at) or lexicon.place_heads.at(sentence, at):
            return False
        return not (first and (self._is_nation(word, first) or self._is_place(at)))

    def _is_place(self, at: int) -> bool:
        """Tell whether a place that news knows without a word before it stands here: a town's name is a person's too."""
        place = place_at(self.sentence, at, self.lexicon.script)
        return place is not None and place.value.level != "town"

    def _is_nation(self, word: Word, first: bool) -> bool:
        return first and nation(word, self.lexicon.language) is not None

    def _prefixed(self, word: Word, *, first: bool = True) -> bool:
        """Tell whether a word bears a conjunction or preposition before something known."""
        if word.text in self.given:
            return False
        return any(
            (form.text in self.given and (first or form.cut is Cut.CONJUNCTION))
            or form.text in self.common
            or form.text in self.lexicon.stops
            or (form.cut is Cut.PREPOSITION and self._bears_article(word))
            for form in word.forms
            if form.cut in {Cut.CONJUNCTION, Cut.PREPOSITION}
        )

    def _bears_article(self, word: Word) -> bool:
        """Tell whether a preposition and the article stand before a word: للصحفيين, بالقرب. Such is no name."""
        return any(form.cut is Cut.ARTICLE for form in word.forms) and not any(
            form.cut is Cut.ARTICLE and form.start == 0 and len(word.text) == len(form.text) + len("ال")
            for form in word.forms
        )

    def _bare_name(self, index: int) -> Name | None:
        """Return a name that no office introduces: a title or an unmistakable given name, and at least one word more."""
        word = self.sentence[index].word
        if self._title(index) is not None:
            name = self._name(index, after_office=False)
            return name if name is not None and (name.known or self.lexicon.capitals) else None
        if not self._may_begin(index):
            return None
        if self._unmistakable(word):
            name = self._name(index, after_office=False)
            if name is not None and name.last - name.first > 1 and self._is_personal(name) and self._ends_well(name):
                return name
        return self._shown_name(index)

    def _ends_well(self, name: Name) -> bool:
        """Tell whether the last word of a bare name may be a surname."""
        word = self.sentence[name.last - 1].word
        return self._is_given(word) or not word.text.endswith(self.lexicon.unlikely_endings)

    def _surname(self, word: Word) -> bool:
        """Tell whether a word with the article looks like a surname of origin: الزيادي, القابسي."""
        return word.text.endswith(self.lexicon.surname_endings)

    def _title(self, index: int) -> Match[bool] | None:
        match = self.lexicon.titles.at(self.sentence, index)
        if match is not None and match.value and not self.sentence[index].word.capital:
            return None
        return match

    def _may_begin(self, index: int) -> bool:
        """Tell whether a name may begin here: in the middle of a run of capitals it may not."""
        if not self.lexicon.capitals:
            return True
        word = self.sentence[index].word
        before = self.sentence[index - 1].word if index > 0 else None
        if before is not None and before.text in self.lexicon.connectors and index > 1:
            before = self.sentence[index - 2].word if self._bodily(index - 2) else before
        run = before is not None and before.capital and before.is_word and before.text not in self.lexicon.stops
        return word.capital and word.text not in self.lexicon.stops and not run

    def _bodily(self, at: int) -> bool:
        """Tell whether a capitalised noun of a body stands at a token: Institute of …"""
        return self.sentence[at].word.capital and self.lexicon.body_heads.at(self.sentence, at) is not None

    def _is_personal(self, name: Name) -> bool:
        """Tell whether no word of a name is the noun of a place or a body: Brady Lane, Sierra North Electric."""
        return not any(
            self.lexicon.place_heads.at(self.sentence, at) or self.lexicon.body_heads.at(self.sentence, at)
            for at in range(name.first + 1, name.last)
        )

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
        if self.lexicon.capitals or index in self._said:
            return True
        following = bisect_right(self._commas, index)
        return following < len(self._commas) and self._commas[following] <= index + LONGEST_SHOWN

    def _surname_like(self, index: int, last: int) -> bool:
        """Tell whether unknown words look like a name where no capitals show it."""
        words = [self.sentence[at].word for at in range(index, last)]
        if len(words) > 1 and not self._is_given(words[0]) and not self._has_office_after(last):
            return False
        return not any(word.text.endswith(self.lexicon.unlikely_endings) or self._bears_article(word) for word in words)

    def _uncommon(self, at: int) -> bool:
        """Tell whether a word is none that the tables know as something else than a person's name."""
        word, lexicon = self.sentence[at].word, self.lexicon
        if word.text in lexicon.particles:
            return True
        if len(word.text) < SHORTEST_UNKNOWN or word.text in lexicon.stops:
            return False
        if is_common(word, self.lexicon.script, bare=True):
            return self._is_given(word)
        known = (
            lexicon.bodies.at(self.sentence, at)
            or lexicon.body_heads.at(self.sentence, at)
            or lexicon.roles.at(self.sentence, at)
            or nation(word, lexicon.language)
            or lexicon.saying.at(self.sentence, at)
            or lexicon.speakers.at(self.sentence, at)
        )
        return not known and not self._is_place(at)

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

    def _unmistakable(self, word: Word) -> bool:
        text = word.text
        if text in self.lexicon.starts and not self.lexicon.capitals:
            return text != "ام" and text not in self.lexicon.stops
        if len(text) < SHORTEST_GIVEN or text in self.lexicon.stops or text in self.lexicon.ambiguous:
            return False
        return self._is_given(word) and (self.lexicon.capitals or not self._is_common(word))

    # Entities

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

    def _name_start(self, word: Word) -> int:
        """Return how many characters of prefixes stand before a name: وروبيو, لمحمد."""
        if word.text in self.given:
            return 0
        for form in word.forms:
            if form.cut in {Cut.CONJUNCTION, Cut.PREPOSITION} and form.text in self.given:
                return form.start
        return 0

    def _name_stop(self, token: Token) -> int:
        """Return the end of a name less a suffix behind an apostrophe."""
        ends = [form.end for form in token.word.forms if form.cut is Cut.NOTHING and form.start == 0]
        return token.start + min(ends)

    def _apposed(self, name: Name) -> tuple[Entity, int]:
        """Return the person, with the office that follows between commas: "Tom Bradwell, a Cal Fire spokesman"."""
        at = name.last
        if at + 1 < len(self.sentence) and self.sentence[at].word.text in COMMAS:
            office = self._office_after(at + 1)
            if office is not None:
                return self._person(name, None, office), office.last
        return self._person(name, None), name.last

    def _office_after(self, index: int) -> Office | None:
        """Return an office that begins within a few words, articles and bodies before it skipped."""
        for at in range(index, min(index + 6, len(self.sentence))):
            word = self.sentence[at].word
            if not word.is_word and self.lexicon.capitals and (word.text.isdecimal() or word.text == "-"):
                continue
            if not word.is_word:
                return None
            office = self._office(at)
            if office is not None:
                self._trim(office)
                return None if self._name(office.last, after_office=True) and not self._closed(office) else office
            if not self.lexicon.capitals:
                return None
            if not (word.text in self.lexicon.articles or word.capital or self._precedes_role(at) or at > index):
                return None
        return None

    def _closed(self, office: Office) -> bool:
        return office.last >= len(self.sentence) or not self.sentence[office.last].word.is_word

    def _trim(self, office: Office) -> None:
        """Take back connectors at the end that led nowhere."""
        while office.last > office.solid and self.sentence[office.last - 1].word.text in self.lexicon.connectors:
            office.last -= 1
