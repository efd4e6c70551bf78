"""The words of a claim as light stems, and how telling each one is within a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from verify.languages import load
from verify.script import fold, folded

_WORD = re.compile(r"\w+")
_STEM_LETTERS = 6
"""A light stem is the first six letters after the clitics. Against Snowball stems on the 26 gold events the average
precision of "same claim" was equal (0.722 and 0.721), and this needs no library and works for every language."""


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return the light stem of a folded word; numbers stay whole."""
    if word.isdigit():
        return word
    data = load(language, "matching")
    for prefix in data.get("prefixes", ()):
        keeps = data["long_prefix_keeps"] if len(prefix) > 1 else data["short_prefix_keeps"]
        if word.startswith(prefix) and len(word) - len(prefix) >= keeps:
            word = word[len(prefix) :]
            break
    return word[:_STEM_LETTERS]


def words(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    return _WORD.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its light stem, its offsets, and its folded form."""

    stem: str
    start: int
    end: int
    full: str


def located(text: str, language: str) -> list[Word]:
    """Return the words of a text in order, with their offsets into it."""
    plain = fold(text)
    return [
        Word(stem(match.group(), language), plain.start(match.start()), plain.end(match.end()), match.group())
        for match in _WORD.finditer(plain.text)
    ]


def stems(text: str, language: str) -> list[str]:
    """Return the light stems of a text in order."""
    return [stem(word, language) for word in words(text)]


def weights(bags: Sequence[Counter[str]]) -> dict[str, float]:
    """Return the inverse document frequency of every stem over the claims of a run, smoothed; always positive."""
    frequency: Counter[str] = Counter()
    for bag in bags:
        frequency.update(bag.keys())
    total = len(bags)
    return {key: log((total + 1) / (count + 0.5)) for key, count in frequency.items()}


def overlap(left: Counter[str], right: Counter[str], weight: Mapping[str, float]) -> tuple[float, float]:
    """Return the weighted Jaccard index and the weighted containment of two bags of stems, both 0 to 1."""
    shared = sum(weight[key] for key in left if key in right)
    left_sum = sum(weight[key] for key in left)
    right_sum = sum(weight[key] for key in right)
    union = left_sum + right_sum - shared
    smaller = min(left_sum, right_sum)
    return (shared / union if union > 0 else 0.0, shared / smaller if smaller > 0 else 0.0)
