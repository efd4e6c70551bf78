"""Whether two spellings name one person: keys within a script, and a comparison by sound across scripts.

Arabic and Persian write no short vowels, Latin spellings of Arabic names differ from country to country, and both
drop or keep the article, the "son of" and the fathers between the first and the last name. So names are compared as
sequences of sounds: letters become sounds by `languages/common/sounds.toml`, close sounds cost little, short vowels
next to nothing, and the parts of two names are aligned in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from verify import languages
from verify.script import fold

LONGEST_PART = 24
"""Letters of one part of a name that are compared; the comparison is quadratic in it."""
MOST_PARTS = 8
"""Parts of a name that are compared."""
SHARPNESS = 2.2
"""How much a difference of one sound in a part of typical length weighs: one other consonant of five gives 0.56."""
VOWEL_COST = 0.06
"""A short vowel that one spelling leaves out: Arabic always does."""
LONG_VOWEL_COST = 0.35
"""A vowel that Arabic writes (ا و ي) without a counterpart: حسن and حسين are two names."""
CLOSE_COST = 0.1
"""Sounds that spellings exchange: d and dh, s and z, g and j."""
MISSING_COST = 0.9
"""A consonant without a counterpart."""
WEAK_COST = 0.12
"""A consonant that spellings leave out: h at the end, hamza and ayn."""
SHORTER_NAME = 0.92
"""One name within the other: the last name alone, or the fathers left out."""
FIRST_ONLY = 0.6
"""Only the first name is shared and the other has more: many people share a first name."""
CACHED = 20_000


@dataclass(frozen=True, slots=True)
class _Sounds:
    letters: Mapping[str, str]
    groups: tuple[tuple[str, str], ...]
    close: frozenset[frozenset[str]]
    weak: frozenset[str]
    vowels: frozenset[str]
    particles: frozenset[str]
    joined: tuple[str, ...]
    spelt: Mapping[int, str]


@cache
def _sounds() -> _Sounds:
    data = languages.load(languages.COMMON, "sounds")
    return _Sounds(
        letters=dict(data["letters"]),
        groups=tuple(sorted(data["groups"].items(), key=lambda row: -len(row[0]))),
        close=frozenset(frozenset(pair) for pair in data["close"]),
        weak=frozenset(data["weak"]),
        vowels=frozenset(data["vowels"]),
        particles=frozenset(data["particles"]),
        joined=tuple(data["joined"]),
        spelt=str.maketrans(dict(data["spelt"])),
    )


def _folded(name: str) -> str:
    text = fold(name.translate(_sounds().spelt)).text.replace("ة", "ه")
    return "".join(char if char.isalnum() or char in " -'" else " " for char in text)


def name_key(name: str, language: str) -> str:
    """Return a key that is equal for spellings of a name within one script.

    Articles, "son of" and hyphens fall away, hamza seats, taa marbuta, alef maqsura and case are folded.

    Args:
        name: a name as written, without titles.
        language: ISO 639-1 code; the particles of all languages are taken off whatever it is.
    """
    del language
    return " ".join(_parts(name))


@lru_cache(maxsize=CACHED)
def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name without articles and particles; all of them when nothing else is left."""
    sounds = _sounds()
    words = _folded(name).replace("-", " ").replace("'", "").split()
    parts: list[str] = []
    pending = ""
    for word in words:
        if word in sounds.joined:
            pending += word
            continue
        bare = _without_article(pending + word if pending else word)
        pending = ""
        if bare not in sounds.particles:
            parts.append(bare)
    return tuple(parts or words)[:MOST_PARTS]


def _without_article(word: str) -> str:
    """Return an Arabic word less its article, which in Latin spellings is a word of its own."""
    shortest_with_article = 5
    if word.startswith("ال") and len(word) >= shortest_with_article:
        return word[2:]
    return word


@lru_cache(maxsize=CACHED)
def _sounded(part: str) -> tuple[str, ...]:
    """Return a part of a name as sounds, doubled ones once."""
    sounds = _sounds()
    found: list[str] = []
    index = 0
    text = part[:LONGEST_PART]
    while index < len(text):
        for group, sound in sounds.groups:
            if text.startswith(group, index):
                found += sound
                index += len(group)
                break
        else:
            found += sounds.letters.get(text[index], text[index])
            index += 1
    return tuple(sound for at, sound in enumerate(found) if at == 0 or sound != found[at - 1])


def _gap(sound: str) -> float:
    """Return what a sound without a counterpart costs."""
    sounds = _sounds()
    if sound in sounds.vowels:
        return LONG_VOWEL_COST if sound.isupper() else VOWEL_COST
    return WEAK_COST if sound in sounds.weak else MISSING_COST


def _change(left: str, right: str) -> float:
    """Return what one sound in the place of another costs."""
    sounds = _sounds()
    if left == right or left.casefold() == right.casefold() or frozenset((left, right)) in sounds.close:
        return 0.0 if left.casefold() == right.casefold() else CLOSE_COST
    both_vowels = left in sounds.vowels and right in sounds.vowels
    if both_vowels:
        return LONG_VOWEL_COST if left.isupper() or right.isupper() else VOWEL_COST
    return 1.0


@lru_cache(maxsize=CACHED)
def _part_similarity(left: str, right: str) -> float:
    """Return how alike two parts of names sound: 0 to 1, by the cheapest alignment of their sounds."""
    if left == right:
        return 1.0
    one, other = _sounded(left), _sounded(right)
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _gap(sound))
    for sound in one:
        new = [row[0] + _gap(sound)]
        for at, against in enumerate(other):
            new.append(min(row[at] + _change(sound, against), row[at + 1] + _gap(sound), new[at] + _gap(against)))
        row = new
    strong = [sum(1 for sound in sequence if sound not in _sounds().vowels) for sequence in (one, other)]
    length = max(2.0, sum(strong) / 2)
    return max(0.0, 1.0 - SHARPNESS * row[-1] / (length + 1))


def _aligned(short: Sequence[str], long: Sequence[str]) -> float:
    """Return the mean likeness of the parts of the shorter name, each against one part of the longer, in order."""
    best = [0.0] * (len(long) + 1)
    for part in short:
        new = [-float("inf")]
        for at, against in enumerate(long):
            new.append(max(new[at], best[at] + _part_similarity(part, against)))
        best = new
    return best[-1] / len(short)


def _worst(short: Sequence[str], long: Sequence[str]) -> float:
    """Return the likeness of the part of the shorter name that has the poorest counterpart."""
    return min(max(_part_similarity(part, against) for against in long) for part in short)


def same_name(a: str, b: str) -> float:
    """Return how likely two spellings name one person: 0 to 1.

    1 for equal names in any script, about 0.9 when one is the other's last name or leaves out parts, below 0.6 when a
    first or last name differs.

    Args:
        a: a name without titles.
        b: another, in any script.
    """
    left, right = sorted((_parts(a), _parts(b)))
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    # Spaces are set freely (عبدالرحمن, Rostampour), so different numbers of parts may be one name run together.
    joined = _part_similarity("".join(left), "".join(right)) if len(left) != len(right) else 0.0
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    alike = min(_aligned(short, long), _worst(short, long))
    if len(short) == len(long):
        return round(alike, 4)
    first, last = _part_similarity(short[0], long[0]), _part_similarity(short[-1], long[-1])
    if len(short) == 1:
        alone = max(last * SHORTER_NAME, first * FIRST_ONLY)
        return round(max(alone, joined), 4)
    return round(max(joined, alike * (SHORTER_NAME if min(first, last) > FIRST_ONLY else FIRST_ONLY)), 4)


def country_of(place: str) -> str:
    """Return the ISO code of the country of a place or nationality key, empty for regions and unknown places."""
    kind, _, rest = place.partition(":")
    code = rest.split("/")[0]
    return code if kind in {"place", "nation"} and len(code) == 2 and code.isupper() else ""


def is_country(place: str) -> bool:
    """Tell whether a key is that of a whole country."""
    return place.startswith("place:") and place == f"place:{country_of(place)}"


def may_be_one_place(a: str, b: str) -> bool:
    """Tell whether two place keys may mean one: equal, one within the other, or a capital for its state."""
    if a == b:
        return True
    code = country_of(a)
    return bool(code) and code == country_of(b) and (is_country(a) or is_country(b))
