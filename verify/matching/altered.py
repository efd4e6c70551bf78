"""Two sentences that are nearly one text and differ in a detail: a place, a day, a name, a direction, an outcome.

Outlets edit an agency's text and sometimes change it. Where two sentences of one language are alike word for word and
a short stretch differs, what differs is compared by its type; synonyms and rewording are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from verify.datamodels import Claim, Contrast, DateMention, Entity, EntityKind, Kind, Match, Span
from verify.languages import load
from verify.matching.material import Material
from verify.matching.words import Word, located
from verify.names import may_be_one_place, same_name
from verify.script import folded
from verify.values import Standing, compare_dates

LEAST_MATCH = 0.4
"""Probability of the same claim from which a changed detail is one and the same detail."""

LEAST_ALIKE = 0.55
"""Ratio of the word sequences (Ratcliff and Obershelp): below it the two are no edits of one text."""

LONGEST_CHANGE = 4
"""Words of a changed stretch: longer ones are rewritten, not altered."""

OTHER_NAME = 0.6
"""Likeness of two names below which they are two names: transliterations of one lie above it."""

PROBABILITY = 0.8
"""Share of such changes that the gold events call conflicts; a rule has no probability of its own."""

REASON = "two nearly identical sentences differ in this detail"


def altered(material: Material, matches: Sequence[Match]) -> list[Contrast]:
    """Return the typed details in which two nearly identical sentences differ; figures have their own slots."""
    texts = material.texts
    found: list[Contrast] = []
    for match in matches:
        language = texts.languages[match.left]
        if match.probability < LEAST_MATCH or language != texts.languages[match.right]:
            continue
        matcher = SequenceMatcher(None, material.sequences[match.left], material.sequences[match.right], autojunk=False)
        ratio = matcher.ratio() if matcher.quick_ratio() >= LEAST_ALIKE else 0.0
        if ratio >= LEAST_ALIKE:
            sides = _Sides(texts.claims[match.left], texts.claims[match.right], language)
            for tag, *edges in matcher.get_opcodes():
                if tag == "replace" and edges[1] - edges[0] <= LONGEST_CHANGE and edges[3] - edges[2] <= LONGEST_CHANGE:
                    found += sides.contrasts(match, edges)
    return found


class _Sides:
    def __init__(self, left: Claim, right: Claim, language: str) -> None:
        self.claims = left, right
        self.language = language
        self.words = tuple(located(claim.sentence.surface, language) for claim in self.claims)

    def contrasts(self, match: Match, edges: Sequence[int]) -> Iterator[Contrast]:
        """Yield what stands against what in a changed stretch, by the first type that both sides have."""
        spans = self._span(0, edges[0], edges[1]), self._span(1, edges[2], edges[3])
        for kind, pair in self._typed(spans):
            (left_span, left_value), (right_span, right_value) = pair
            yield Contrast(
                kind, match.left, match.right, left_span, right_span, left_value, right_value, PROBABILITY, REASON
            )
            return
        yield from self._worded(match, edges)

    def _span(self, side: int, first: int, last: int) -> Span:
        base = self.claims[side].sentence.start_char
        return Span(base + self.words[side][first].start, base + self.words[side][last - 1].end)

    def _typed(self, spans: tuple[Span, Span]) -> Iterator[tuple[Kind, tuple[tuple[Span, str], tuple[Span, str]]]]:
        dates = [[d for d in claim.dates if _meets(d, span)] for claim, span in zip(self.claims, spans, strict=True)]
        if all(len(side) == 1 for side in dates) and _other_day(dates[0][0], dates[1][0]):
            yield Kind.DATE, (_shown_date(dates[0][0]), _shown_date(dates[1][0]))
        entities = [
            [e for e in claim.entities if _meets(e, span) and not e.key.startswith("nation:")]
            for claim, span in zip(self.claims, spans, strict=True)
        ]
        if all(len(side) == 1 for side in entities):
            one, other = entities[0][0], entities[1][0]
            if one.kind is EntityKind.PLACE is other.kind and not may_be_one_place(one.key, other.key):
                yield Kind.PLACE, (_shown(one), _shown(other))
            if one.kind is EntityKind.PERSON is other.kind and _other_name(one, other):
                yield Kind.NAME, (_shown(one), _shown(other))

    def _worded(self, match: Match, edges: Sequence[int]) -> Iterator[Contrast]:
        """Yield a change of direction or of outcome: words that exclude each other."""
        lexicon = _exclusive(self.language)
        left = [(word, lexicon[word.full]) for word in self.words[0][edges[0] : edges[1]] if word.full in lexicon]
        right = [(word, lexicon[word.full]) for word in self.words[1][edges[2] : edges[3]] if word.full in lexicon]
        for one, (family, side) in left:
            for other, (other_family, other_side) in right:
                if family == other_family and side != other_side:
                    kind = Kind.PLACE if family == _DIRECTION else Kind.POLARITY
                    yield Contrast(
                        kind,
                        match.left,
                        match.right,
                        self._word_span(0, one),
                        self._word_span(1, other),
                        side,
                        other_side,
                        PROBABILITY,
                        REASON,
                    )
                    return

    def _word_span(self, side: int, word: Word) -> Span:
        base = self.claims[side].sentence.start_char
        return Span(base + word.start, base + word.end)


_DIRECTION = "direction"


@cache
def _exclusive(language: str) -> Mapping[str, tuple[str, str]]:
    """Return the words of a language that exclude others: folded word to its family and its side in it."""
    words: dict[str, tuple[str, str]] = {}
    for pair in load(language, "polarity").get("opposites", ()):
        for name in ("left", "right"):
            for word in pair[name]:
                words.setdefault(folded(word), (str(pair["name"]), name))
    for direction, forms in load(language, "entities").get("directions", {}).items():
        for word in forms:
            words[folded(word)] = (_DIRECTION, str(direction))
    return words


def _meets(fact: DateMention | Entity, span: Span) -> bool:
    return Span(fact.start_char, fact.end_char).overlaps(span)


def _other_day(one: DateMention, other: DateMention) -> bool:
    if compare_dates(one, other) is Standing.DIFFERENT:
        return True
    return one.start == other.start and bool(one.hour and other.hour) and one.hour != other.hour


def _shown_date(mention: DateMention) -> tuple[Span, str]:
    span = Span(mention.start_char, mention.end_char)
    if mention.start is None or mention.end is None:
        return span, mention.surface
    days = f"{mention.start}" if mention.start == mention.end else f"{mention.start}..{mention.end}"
    return span, f"{days} {mention.hour}".strip()


def _other_name(one: Entity, other: Entity) -> bool:
    return bool(one.name and other.name) and same_name(one.name, other.name) < OTHER_NAME


def _shown(entity: Entity) -> tuple[Span, str]:
    return Span(entity.start_char, entity.end_char), entity.name
