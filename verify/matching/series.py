"""Events of a series told apart by their number: the sixth and the seventh dialogue are two.

An ordinal beside an event word is the event's identity. Two claims that number an event of one class differently
speak of two events, and nothing in them is compared. Claims without a number are not kept apart by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from verify.datamodels import Match
from verify.languages import load
from verify.matching.happenings import event_classes
from verify.matching.material import Material
from verify.matching.words import Word, located, stem
from verify.script import folded

REACH = 3
"""Words between an event and its number: "the seventh Qatari-American strategic dialogue"."""

Numbers = Mapping[str, frozenset[str]]


def apart(material: Material, matches: Sequence[Match]) -> set[tuple[int, int]]:
    """Return the pairs of claims that number an event of one class differently."""
    claims = {claim for match in matches for claim in (match.left, match.right)}
    numbers = {
        claim: _numbers(material.texts.claims[claim].sentence.surface, material.texts.languages[claim])
        for claim in claims
    }
    return {(match.left, match.right) for match in matches if _differ(numbers[match.left], numbers[match.right])}


def _differ(one: Numbers, other: Numbers) -> bool:
    return any(not one[name] & other[name] for name in one.keys() & other.keys())


def _numbers(text: str, language: str) -> dict[str, frozenset[str]]:
    """Return the ordinals that stand near an event word, by the class of the event."""
    words = located(text, language)
    ordinals = _ordinals(language)
    classes = event_classes(language)
    found: dict[str, set[str]] = {}
    for at, word in enumerate(words):
        number = ordinals.get(word.full) or ordinals.get(word.stem)
        if number:
            near = words[max(0, at - 1 - REACH) : at + 2 + REACH]
            for name in {_class(other, classes) for other in near} - {""}:
                found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _class(word: Word, classes: Mapping[str, str]) -> str:
    return classes.get(word.full) or classes.get(word.stem, "")


@cache
def _ordinals(language: str) -> Mapping[str, str]:
    """Return the ordinal words of a language, folded and as stems, with the number each stands for."""
    found: dict[str, str] = {}
    for number, forms in load(language, "events").get("ordinals", {}).items():
        for form in forms:
            plain = folded(form)
            found.setdefault(plain, number)
            found.setdefault(stem(plain, language), number)
    return found
