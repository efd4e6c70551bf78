"""Names of people in a sentence: where one begins and where it ends.

In scripts with capital letters a name is a run of capitalised words; elsewhere it is what follows an office, a title
or a known given name, up to the first word that no name has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verify.extraction.gazetteer import common_words, given_names, lookup, nation, place_at
from verify.extraction.lexicon import Lexicon, lexicon
from verify.extraction.words import WORDS_CACHED, Cut, Match, Token, Word

SHORTEST_PREFIXED = 5
"""Surnames in ب, ل and ك (بلولة, كورتي) are many: what is left of one is a shorter word of some language by chance."""
LONGEST_NAME = 8
"""Tokens: الشيخ محمد بن عبد الرحمن بن جاسم آل ثاني has eight after the title."""
SHORTEST_GIVEN = 3
"""A given name of two letters (مي, Jo) is too often another word to begin a name by itself."""
AGE_MARKS = frozenset(",،(")
CLOSING = {"«": "»", '"': '"', "“": "”", "(": ")", "‘": "’"}
COMMAS = frozenset(",،")


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
    kept = {Cut.NOTHING, Cut.CONJUNCTION, Cut.ARTICLE} if bare else {Cut.NOTHING, Cut.CONJUNCTION}
    return any(
        form.text in common
        for form in word.forms
        if form.cut in kept or (form.cut is Cut.PREPOSITION and len(form.text) >= SHORTEST_PREFIXED)
    )


def unmistakable(word: Word, data: Lexicon) -> bool:
    """Tell whether a word is a given name and nothing else, so that it may begin a person's name by itself."""
    text = word.text
    if text in data.starts and not data.capitals:
        return text != "ام" and text not in data.stops
    if len(text) < SHORTEST_GIVEN or text in data.stops or text in data.ambiguous:
        return False
    if data.speakers.begins(word) or (data.capitals and not word.capital):
        return False
    return is_given(word, data.language) and (data.capitals or not is_common(word, data.script))


class NameReader:
    """Reads names in one sentence: what may begin one, what may stand in it, where it ends.

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
        has_article = word.article and word.text not in self.given
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
        surface = self.text[sentence[at].start : sentence[at].end]
        if lexicon.bears_object(word.text) or surface.endswith(lexicon.indefinite) or lexicon.bears_prefix(surface):
            return False
        role = lexicon.roles.at(sentence, at)
        if role is not None or lexicon.body_heads.at(sentence, at) or lexicon.place_heads.at(sentence, at):
            return False
        return not (first and (self._is_nation(word, first) or self._is_place(at)))

    def _is_place(self, at: int) -> bool:
        """Tell whether a place that news knows without a word before it stands here: a town's is a person's too."""
        place = place_at(self.sentence, at, self.lexicon.script)
        return place is not None and place.value.level != "town"

    def _is_nation(self, word: Word, first: bool) -> bool:
        return first and nation(word, self.lexicon.language) is not None

    def _prefixed(self, word: Word, *, first: bool = True) -> bool:
        """Tell whether a word bears a conjunction or preposition before something known."""
        if word.text in self.given:
            return False
        for form in word.forms:
            if form.cut is Cut.CONJUNCTION:
                known = form.text in self.given or form.text in self.common or form.text in self.lexicon.stops
            elif form.cut is Cut.PREPOSITION:
                long = len(form.text) >= SHORTEST_PREFIXED and form.text in self.common
                known = long or (first and form.text in self.given) or form.text in self.lexicon.stops
                known = known or self._bears_article(word) or self._is_known_place(form.text)
            else:
                continue
            if known:
                return True
        return False

    def _is_known_place(self, name: str) -> bool:
        """Tell whether a folded word behind a preposition is a country or capital: روبيو لواشنطن.

        Cities are many: what is left of باراك is one.
        """
        place = lookup(name, self.lexicon.script) if len(name) >= SHORTEST_GIVEN else None
        return place is not None and place.level in {"country", "capital"} and name not in self.lexicon.barred_places

    def _bears_article(self, word: Word) -> bool:
        """Tell whether a preposition and the article stand before a word: للصحفيين, بالقرب. Such is no name."""
        return word.article and not any(
            form.cut is Cut.ARTICLE and form.start == 0 and len(word.text) == len(form.text) + len("ال")
            for form in word.forms
        )

    def _title(self, index: int) -> Match[bool] | None:
        match = self.lexicon.titles.at(self.sentence, index)
        if match is not None and match.value and not self.sentence[index].word.capital:
            return None
        return match

    def _surname(self, word: Word) -> bool:
        """Tell whether a word with the article looks like a surname of origin: الزيادي, القابسي."""
        return word.text.endswith(self.lexicon.surname_endings)

    def _ends_well(self, name: Name) -> bool:
        """Tell whether the last word of a bare name may be a surname."""
        word = self.sentence[name.last - 1].word
        return self._is_given(word) or not word.text.endswith(self.lexicon.unlikely_endings)

    def _is_personal(self, name: Name) -> bool:
        """Tell whether no word of a name is the noun of a place or a body: Brady Lane, Sierra North Electric."""
        return not any(
            self.lexicon.place_heads.at(self.sentence, at) or self.lexicon.body_heads.at(self.sentence, at)
            for at in range(name.first + 1, name.last)
        )

    def _bodily(self, at: int) -> bool:
        """Tell whether a capitalised noun of a body stands at a token: Institute of X."""
        return self.sentence[at].word.capital and self.lexicon.body_heads.at(self.sentence, at) is not None

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

    def _is_verb_like(self, name: Name) -> bool:
        """Tell whether a name begins like a verb, or is one bare word that is a common word too: صادق على القرار."""
        word = self.sentence[name.first].word
        if name.begin < name.first or name.quoted or self.lexicon.capitals:
            return False
        if self.lexicon.looks_like_verb(word.text) and not self._is_given(word):
            return True
        if name.last - name.first > 1:
            return False
        # One unknown word with the article is a noun: سلّم الوزير الأول الكأس.
        unknown = not self._is_given(word) and self._is_common(word)
        article = word.article and not self._is_given(word)
        return word.text in self.lexicon.ambiguous or unknown or (article and not self._surname(word))
