"""Offices in a sentence: a role with what specifies it, portfolio, nationality, body, place and rank."""

from __future__ import annotations

from dataclasses import dataclass, field

from verify.extraction.gazetteer import nation, place_at
from verify.extraction.lexicon import ranks, role_key, serving
from verify.extraction.person_names import COMMAS, NameReader
from verify.extraction.words import Cut, Match

LONGEST_OFFICE = 12
"""Tokens: "the deputy head of the regional emergency management department of the ministry" has eleven."""


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


class OfficeReader(NameReader):
    """Reads offices in one sentence: a role with its portfolio, nationality, body and place."""

    def _office(self, index: int) -> Office | None:
        """Return the office that begins at a token, with everything that specifies it."""
        first = self._role_begin(index)
        if first is None:
            return None
        match = self._role(first)
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

    def _role(self, at: int) -> Match[str] | None:
        """Return the role that begins at a token, unless its spelling says that it is another word."""
        token = self.sentence[at]
        if self.text[token.start : token.end] in self.lexicon.not_roles:
            return None
        return self.lexicon.roles.at(self.sentence, at)

    def _role_begin(self, index: int) -> int | None:
        """Return where the role's head word stands: here, or after what goes before it (portfolio, nationality)."""
        if self._role(index) is not None:
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
            or place_at(sentence, at, lexicon.script)
        )

    def _known_step(self, office: Office, at: int) -> int:
        """Return where the known word or phrase at a token ends, `at` itself when it is none that an office has."""
        lexicon, sentence = self.lexicon, self.sentence
        word = sentence[at].word
        role = self._role(at)
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
        inside = at > begun and word.article
        return opened or self._is_common(word) or inside

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
