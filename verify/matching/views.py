"""A fact as the slot decision sees it: its clause, the words around it, and what kind of thing it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from verify.datamodels import Claim, DateMention, Kind, Quantity, Span
from verify.languages import load
from verify.matching.material import Material
from verify.matching.words import Word, located
from verify.script import folded

WINDOW = 7
"""Words of context on either side: about a clause."""

PART_REACH = 2
"""Words before a figure in which a word such as "including" makes it a part of the one before."""

Fact = Quantity | DateMention


@dataclass(frozen=True, slots=True)
class Typed:
    """What a quantity is of, in comparable form; all empty for other facts."""

    category: str = ""
    unit: str = ""
    counted: str = ""
    scope: frozenset[str] = frozenset()
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A range of the words of a sentence, end exclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact in its surroundings.

    `clause` is the number of its clause within the claim, `position` its place in the sentence (0 to 1), `before`
    and `after` the stems beside it in the order of the text, `context` both together as a bag, `peers` how many
    facts of its type and unit the sentence has, itself included; `days` and `names` are the other dates and the
    names of its clause; `words` says which words of the sentence it is.
    """

    claim: int
    index: int
    clause: int
    position: float
    before: tuple[str, ...]
    after: tuple[str, ...]
    context: Counter[str]
    peers: int
    typed: Typed
    days: frozenset[tuple[date, date]]
    names: frozenset[str]
    words: Words


def views(material: Material, kind: Kind) -> dict[int, list[FactView]]:
    """Return the facts of one kind by claim."""
    result: dict[int, list[FactView]] = {}
    texts = material.texts
    for number, claim in enumerate(texts.claims):
        facts = facts_of(claim, kind)
        if facts:
            language = texts.languages[number]
            words = located(claim.sentence.surface, language)
            sentence = _Sentence(number, claim, words, texts.clauses[number], language, facts)
            result[number] = [_view(sentence, index) for index in range(len(facts))]
    return result


def facts_of(claim: Claim, kind: Kind) -> Sequence[Fact]:
    """Return the claim's facts that a kind of finding compares, in the order of their indices."""
    if kind is Kind.QUANTITY:
        return claim.quantities
    return claim.dates


@dataclass(frozen=True, slots=True)
class _Sentence:
    number: int
    claim: Claim
    words: Sequence[Word]
    clauses: Sequence[Span]
    language: str
    facts: Sequence[Fact]

    def clause_at(self, offset: int) -> int:
        """Return the number of the clause that holds an offset into the sentence."""
        starts = [number for number, span in enumerate(self.clauses) if span.start_char <= offset]
        return starts[-1] if starts else 0

    def clause_of(self, fact: Fact) -> int:
        """Return the number of the clause in which a fact starts."""
        return self.clause_at(fact.start_char - self.claim.sentence.start_char)


def _view(sentence: _Sentence, index: int) -> FactView:
    fact = sentence.facts[index]
    base = sentence.claim.sentence.start_char
    start, end = fact.start_char - base, fact.end_char - base
    preceding = [word for word in sentence.words if word.end <= start][-WINDOW:]
    before = tuple(word.stem for word in preceding)
    after = tuple(word.stem for word in sentence.words if word.start >= end)[:WINDOW]
    clause = sentence.clause_at(start)
    is_part = any(word.full in _part_words(sentence.language) for word in preceding[-PART_REACH:])
    typed = _typed(fact, sentence.language, is_part)
    return FactView(
        claim=sentence.number,
        index=index,
        clause=clause,
        position=start / max(1, len(sentence.claim.sentence.surface)),
        before=before,
        after=after,
        context=Counter((*before, *after)),
        peers=sum(_unit(other) == typed.unit for other in sentence.facts),
        typed=typed,
        days=frozenset(
            (mention.start, mention.end)
            for mention in sentence.claim.dates
            if mention is not fact and mention.start and mention.end and sentence.clause_of(mention) == clause
        ),
        names=frozenset(
            entity.key for entity in sentence.claim.entities if sentence.clause_at(entity.start_char - base) == clause
        ),
        words=Words(
            sum(word.end <= start for word in sentence.words), sum(word.start < end for word in sentence.words)
        ),
    )


@cache
def _part_words(language: str) -> frozenset[str]:
    return frozenset(folded(word) for word in load(language, "matching").get("part_words", ()))


def _unit(fact: Fact) -> str:
    return fact.unit if isinstance(fact, Quantity) else ""


def _typed(fact: Fact, language: str, is_part: bool) -> Typed:
    if not isinstance(fact, Quantity):
        return Typed()
    counted = located(fact.counted, language)
    return Typed(
        category=fact.category,
        unit=fact.unit,
        counted=counted[0].stem if counted else "",
        scope=frozenset(word.stem for word in located(fact.scope, language)),
        is_part=is_part,
    )
