"""Whether words that have the form of a date are one: May and may, Sunday and "one of", 2011 and 2011 dollars."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from verify.extraction.date_lexicon import GREGORIAN, Block, Lexicon
from verify.extraction.date_spec import FUTURE, Spec
from verify.extraction.date_tokens import Atoms

PLAUSIBLE_YEARS = range(1800, 2101)
"""Years that a weak cue ("in 1956") may name."""
RECENT_YEARS = range(1900, 2101)
"""Years that may stand with nothing but an article ("the 2019 fire") or as a bare range ("2015-2018")."""
LONGEST_RANGE = 60
"""Two bare years further apart are two numbers."""
PERSIAN_OR_LATER = range(1200, 2101)
"""The same where years are counted in the Persian calendar."""
LONGEST_LIST = 24
"""How many atoms back the cue of a list of years is looked for: a dozen years."""
ROUND = 100
"""A round number after "of" is as likely a count."""
DATING_REACH = 6
"""How near to a year a word such as "dates back to" makes it one."""
_COUNTED_NEXT = re.compile("(?:[et-]A?[ydn])?N")
"""What is counted, also after a second number: "2015 dollars", "from 1900 to 2100 dinars"."""
_NO_BLOCK = Block(frozenset(), frozenset())


class Judge:
    """Accepts or refuses mentions in one row of atoms."""

    def __init__(self, atoms: Atoms, words: Lexicon, direction: Callable[[Spec], int]) -> None:
        self.atoms = atoms
        self.words = words
        self.direction = direction
        self._moved: bool | None = None

    def _norm(self, index: int) -> str:
        return self.atoms.norms[index] if 0 <= index < len(self.atoms.norms) else ""

    def _kind(self, index: int) -> str:
        return self.atoms.classes[index] if 0 <= index < len(self.atoms.classes) else ""

    def _before(self, index: int) -> int:
        """Return the index of the atom before, articles and quotation marks skipped."""
        index -= 1
        while self._kind(index) == "A" or self._norm(index) in {'"', "«", "“"}:
            index -= 1
        return index

    def opened(self, first: int) -> bool:
        """Tell whether "between" stands before a mention."""
        before = self._before(first)
        return self._kind(before) == "b" or (self._kind(before) in "jYD" and self._kind(before - 1) == "b")

    def joins(self, spec: Spec, gap: str) -> bool:
        """Tell whether two weekdays in a row are one stretch: a night "Friday Saturday", "both days Friday and"."""
        if gap == "":
            return "night" in {self.atoms.values[i] for i in (spec.first - 1, spec.first) if self._kind(i) == "D"}
        return self._norm(spec.first) in self.words.two_days

    def moved(self) -> bool:
        """Tell whether something was put off: then "from Monday to Friday" is no range."""
        if self._moved is None:
            self._moved = not self.words.moved.isdisjoint(self.atoms.norms)
        return self._moved

    def accepts(self, spec: Spec) -> bool:
        """Tell whether a mention is a date."""
        kind = spec.kind
        if self._kind(self._before(spec.first)) == "#" and kind != "numeric":
            return False
        checks: dict[str, Callable[[Spec], bool]] = {
            "day": self._day,
            "month": self._month,
            "year": self._year,
            "weekday": self._weekday,
            "season": self._season,
            "ago": self._ago,
            "decade": self._decade,
        }
        return kind not in checks or checks[kind](spec)

    def refuses(self, spec: Spec) -> bool:
        """Tell whether the words beside a mention make it a name: 6 October bridge, Black Friday, Vision 2030."""
        kind = spec.kind
        if kind == "day" and self.words.hyphen_names and self._hyphened(spec):
            return True
        if kind == "day" and spec.year is not None:
            return False
        if kind == "relative":
            kind = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(spec.offset or 0, "relative")
        block = self.words.blocks.get(kind, _NO_BLOCK)
        abbreviated = spec.first - 2 if self._kind(spec.first - 1) == "." else spec.first - 1
        neighbours = (abbreviated, self._before(spec.first), self._head(spec.first))
        before = {self._norm(i).split(" ")[-1] for i in neighbours}
        after = {self._norm(spec.last + 1).split(" ")[0]}
        if kind == "weekday" and self._kind(spec.last + 1) == "e":
            after.add(self._norm(spec.last + 2))  # The Arabic Monday is the two of "the twenty-two".
        return bool(before & block.before) or bool(after & block.after)

    def named(self, spec: Spec) -> Spec:
        """Return a mention with its year when the words beside it make it the day of a known event."""
        if spec.kind != "day" or spec.year is not None or spec.year_shift is not None or spec.modifier is not None:
            return spec
        before = {self._norm(i).split(" ")[-1] for i in (self._before(spec.first), self._head(spec.first))}
        after = self._norm(spec.last + 1)
        for known in self.words.named_days:
            if (known.month, known.day) == (spec.month, spec.day) and (before & known.before or after in known.after):
                return replace(spec, year=known.year)
        return spec

    def _head(self, index: int) -> int:
        """Return the index of the noun before "of" before a mention."""
        index = self._before(index)
        while self._kind(index) in {"f", "A"}:
            index -= 1
        return index

    def _hyphened(self, spec: Spec) -> bool:
        index = self._month_index(spec)
        return self._norm(index - 1) == "-" and self.atoms.adjacent(index) and self._kind(index - 2) in {"d", "O"}

    def _capital(self, index: int) -> bool:
        return self.atoms.raw(index)[:1].isupper()

    def _month_index(self, spec: Spec) -> int:
        return next((i for i in range(spec.first, spec.last + 1) if self._kind(i) in "MmF"), spec.first)

    def _is_ambiguous(self, index: int) -> bool:
        return tuple(self._norm(index).split(" ")) in self.words.ambiguous

    def _day(self, spec: Spec) -> bool:
        index = self._month_index(spec)
        kind = self._kind(index)
        if kind == "F":
            return spec.year is not None
        if kind == "m" and spec.year is None and self.words.capitalised and not self._capital(index):
            return not self._is_ambiguous(index)
        number = next((i for i in range(spec.first, spec.last + 1) if self._kind(i) == "d"), None)
        if number is not None and self._kind(number - 1) in {"-", ".", "/"} and self.atoms.adjacent(number):
            return number > spec.first
        if kind == "m" and number is not None and number > index and spec.year is None:
            # "In March 12 people died": a preposition of months before, a word for people after.
            following = self._kind(spec.last + 1)
            if following in {"N", "o", "u", "U", "V", "Y"}:
                return False
            if self._norm(self._before(spec.first)) in self.words.month_only and following == "x":
                return False
        return True

    def _month(self, spec: Spec) -> bool:
        index = self._month_index(spec)
        if self._kind(index) == "F":
            return spec.year is not None and len(self._norm(index)) > 2 and not self._loose_foreign(index)
        if not self._is_ambiguous(index):
            return True
        if self.words.capitalised and not self._capital(index):
            return False
        stated = spec.year is not None or spec.year_shift is not None or spec.modifier is not None
        if stated or spec.part or index > spec.first or self._kind(index + 1) in {"/", "P"}:
            return True
        if self.words.lower_case and self._capital(index) and index > 0:
            return False
        return self._norm(index - 1).split(" ")[-1] in self.words.month_cues

    def _loose_foreign(self, index: int) -> bool:
        """Tell whether another language's month is more likely a word of this text."""
        return not self._capital(index) and self.atoms.raw(index)[:1].islower()

    def _year(self, spec: Spec) -> bool:
        if spec.year is None:
            return True
        first = index = spec.first
        while self._kind(index) != "y":
            index += 1
        stated = self.atoms.classes[first : spec.last + 1]
        if self._kind(spec.last + 1) == "%" or self._norm(first - 1) in {"$", "€", "£"}:
            return False
        if spec.part or set(stated[: stated.index("y")]) & set("Yo!"):
            return True
        if self.words.year_word_after and stated.endswith("Y"):
            return True
        if _COUNTED_NEXT.match(self.atoms.classes, spec.last + 1):
            return False
        plausible = PLAUSIBLE_YEARS if self.words.calendar == GREGORIAN else PERSIAN_OR_LATER
        return spec.year in plausible and self._year_cue(spec, index, spec.year)

    def _year_cue(self, spec: Spec, index: int, year: int) -> bool:
        """Tell whether something beside a bare number of four digits says that it is a year."""
        if spec.until is not None:
            other = spec.until.year or 0
            return year in RECENT_YEARS and other in RECENT_YEARS and other - year <= LONGEST_RANGE
        head = self._list_head(index)
        return (
            "J" in self.atoms.classes[spec.first : spec.last + 1]
            or self._norm(head - 1).split(" ")[-1] in self.words.year_cues
            or bool(set("Yo") & set(self.atoms.classes[head:index]))
            or (self._suffixed(index) and self._kind(index + 3) != "N")
            or not self.words.dating.isdisjoint(self.atoms.norms[max(0, index - DATING_REACH) : index + DATING_REACH])
            or self._bare_year(index, head, year)
        )

    def _suffixed(self, index: int) -> bool:
        return self._norm(index + 1) == "'" and self._norm(index + 2) in self.words.year_suffixes

    def _bare_year(self, index: int, head: int, year: int) -> bool:
        """Tell whether a number is a year for where it stands: "the file of 2019.", "the 2019 fire"."""
        following = self._kind(index + 1)
        if self.words.year_of and self._kind(head - 1) == "f" and year % ROUND and following in ",.)Xe":
            return True
        return (
            self._norm(index - 1) in self.words.year_articles and year in RECENT_YEARS and following in {"x", "!", "E"}
        )

    def _list_head(self, index: int) -> int:
        """Return where a list of years begins: its cue stands before it."""
        head = index
        while index - head < LONGEST_LIST and self._kind(head - 1) in {"e", ",", "y", "A", "Y", "o"}:
            head -= 1
        return index if self._kind(head) in {"e", ","} else head

    def _season(self, spec: Spec) -> bool:
        if spec.year is not None and self._kind(spec.last + 1) == "N":
            return False
        return spec.year is not None or spec.year_shift is not None or spec.modifier is not None

    def _weekday(self, spec: Spec) -> bool:
        index = next((i for i in range(spec.first, spec.last + 1) if self._kind(i) == "W"), spec.first)
        if not self._is_ambiguous(index):
            return True
        if spec.modifier is not None or spec.week_shift is not None or spec.first < index:
            return True
        if self._kind(spec.last + 1) in {"j", "D"}:
            return True
        return self._norm(index - 1).split(" ")[-1] in self.words.weekday_cues

    def _ago(self, spec: Spec) -> bool:
        before = self._kind(spec.first - 1)
        if before in {"c", "-"} or (before == "e" and self._kind(spec.first) in {"d", "c"}):
            return False
        if spec.count is not None and spec.count > 0:
            return self.direction(spec) == FUTURE
        return not (self.words.anchor_suffixes and self._norm(spec.first - 1).endswith(self.words.anchor_suffixes))

    def _decade(self, spec: Spec) -> bool:
        """Refuse ages: "a man in his 60s"."""
        return self._norm(spec.first - 1) not in self.words.age_words
