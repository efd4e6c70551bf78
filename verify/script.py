"""Letters made comparable: one folding for every stage, with the way back to the original offsets.

Folding never changes an article's text; it makes a second text in which spelling variants are equal and keeps,
for every character of it, where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

_ARABIC_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",  # alef with hamza, madda, wasla
    "ى": "ي", "ی": "ي", "ې": "ي",  # alef maqsura, Persian and Pashto yeh
    "ک": "ك", "ڪ": "ك",  # Persian kaf
    "ۀ": "ه", "ە": "ه",
}  # fmt: skip
_INVISIBLE = frozenset("\u0640\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff\u00ad") | frozenset(
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Tatweel, zero-width characters, soft hyphen and bidi controls: they change no word."""


@cache
def fold_char(char: str) -> str:
    """Return what one character becomes: lower case, no marks, plain letters, ASCII digits; perhaps nothing."""
    if char in _INVISIBLE:
        return ""
    if char in _ARABIC_LETTERS:
        return _ARABIC_LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Mn":
        return ""
    decomposed = unicodedata.normalize("NFKD", char)
    plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    if plain != char and len(plain) > 0:
        return "".join(fold_char(c) if c != char else c for c in plain).casefold()
    return char.casefold()


class _Table(dict[int, str]):
    """What every character code becomes, for `str.translate`; filled as characters come up.

    `uneven` holds the characters met that become none or several.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded_char = self[code] = fold_char(char)
        if len(folded_char) != 1:
            self.uneven.add(char)
        return folded_char


_TABLE = _Table()
_TEXTS_CACHED = 32
"""The extractors fold one sentence one after the other; a folded text takes 40 bytes a character, so few are kept."""
_PLACES = tuple(range(2_048))
"""The offsets of texts that keep their length, as nearly all sentences do."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the offsets of the original: `offsets[i]` is where `text[i]` came from.

    `offsets` has one entry more than `text`: the length of the original.
    """

    text: str
    offsets: tuple[int, ...]

    def start(self, index: int) -> int:
        """Return the offset in the original of the folded character at `index`."""
        return self.offsets[index]

    def end(self, index: int) -> int:
        """Return the end offset (exclusive) in the original of a folded span that ends at `index` (exclusive)."""
        return self.offsets[index - 1] + 1 if index > 0 else 0


@lru_cache(maxsize=_TEXTS_CACHED)
def fold(text: str) -> Folded:
    """Fold a text and keep the way back.

    A mark that follows the last character of a span belongs to that character's word but not to the span that
    `Folded.end` gives; widen with `widen` where the surface must hold whole words.
    """
    result = fold_text(text)
    if text.isascii() or _TABLE.uneven.isdisjoint(text):
        size = len(text) + 1
        return Folded(result, _PLACES[:size] if size <= len(_PLACES) else tuple(range(size)))
    offsets = [index for index, char in enumerate(text) for _ in fold_char(char)]
    return Folded(result, (*offsets, len(text)))


def fold_text(text: str) -> str:
    """Return the folded text alone."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def widen(text: str, end_char: int) -> int:
    """Return `end_char` moved over the marks and invisible characters that belong to the last letter."""
    while end_char < len(text) and fold_char(text[end_char]) == "":
        end_char += 1
    return end_char


def folded(text: str) -> str:
    """Return the folded text alone, white space collapsed."""
    return " ".join(fold_text(text).split())


def is_right_to_left(text: str) -> bool:
    """Tell the direction of a text by its first strong character, as the Unicode bidi algorithm does (rule P2)."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False
