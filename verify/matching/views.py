"""A fact as the slot decision sees it: its clause, the words around it, and what kind of thing it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from verify.datamodels import Claim, DateMention, Entity, Kind, Quantity, Span
from verify.matching.material import Material
from verify.matching.words import stem
from verify.script import fold

WINDOW = 7
"""Words of context on either side: about a clause."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a quantity is of, in comparable form; all empty for other facts."""

    category: str = ""
    unit: str = ""
    counted: str = ""
    scope: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact in its surroundings.

    `clause` is the number of its clause within the claim, `position` its place in the sentence (0 to 1), `before`
    and `after` the stems beside it in the order of the text, `context` both together as a bag, `peers` how many
    facts of its type and unit the sentence has, itself included.
    """

    claim: int
    index: int
    clause: int
    position: float
    before: tuple[str, ...]
    after: tuple[str, ...]
    context: Counter[str]
    peers: int
    features: Typed


def views(material: Material, kind: Kind) -> dict[int, list[FactView]]:
    """Return the facts of one kind by claim."""
    result: dict[int, list[FactView]] = {}
    texts = material.texts
    for number, claim in enumerate(texts.claims):
        facts = facts_of(claim, kind)
        if facts:
            words = _located(claim.sentence.surface, texts.languages[number])
            sentence = _Sentence(number, claim, words, texts.clauses[number], texts.languages[number], facts)
            result[number] = [_view(sentence, index) for index in range(len(facts))]
    return result


def facts_of(claim: Claim, kind: Kind) -> Sequence[Quantity | DateMention | Entity]:
    """Return the claim's facts that a kind of finding compares, in the order of their indices."""
    if kind is Kind.QUANTITY:
        return claim.quantities
    if kind is Kind.DATE:
        return claim.dates
    return claim.entities


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    start: int
    end: int


def _located(text: str, language: str) -> list[_Word]:
    folded = fold(text)
    return [
        _Word(stem(match.group(), language), folded.start(match.start()), folded.end(match.end()))
        for match in _WORD.finditer(folded.text)
    ]


@dataclass(frozen=True, slots=True)
class _Sentence:
    number: int
    claim: Claim
    words: Sequence[_Word]
    clauses: Sequence[Span]
    language: str
    facts: Sequence[Quantity | DateMention | Entity]


def _view(sentence: _Sentence, index: int) -> FactView:
    fact = sentence.facts[index]
    base = sentence.claim.sentence.start_char
    start, end = fact.start_char - base, fact.end_char - base
    before = tuple(word.stem for word in sentence.words if word.end <= start)[-WINDOW:]
    after = tuple(word.stem for word in sentence.words if word.start >= end)[:WINDOW]
    typed = _typed(fact, sentence.language)
    return FactView(
        claim=sentence.number,
        index=index,
        clause=_clause(sentence.clauses, start),
        position=start / max(1, len(sentence.claim.sentence.surface)),
        before=before,
        after=after,
        context=Counter((*before, *after)),
        peers=sum(_typed(other, sentence.language).unit == typed.unit for other in sentence.facts),
        features=typed,
    )


def _clause(clauses: Sequence[Span], at: int) -> int:
    starts = [number for number, span in enumerate(clauses) if span.start_char <= at]
    return starts[-1] if starts else 0


def _typed(fact: Quantity | DateMention | Entity, language: str) -> Typed:
    if not isinstance(fact, Quantity):
        return Typed()
    counted = _located(fact.counted, language)
    return Typed(
        category=fact.category,
        unit=fact.unit,
        counted=counted[0].stem if counted else "",
        scope=frozenset(word.stem for word in _located(fact.scope, language)),
    )
