"""Segmenting: a text into sentences with exact offsets, in one pass from left to right.

Every mark that may end a sentence is a candidate; what stands before it (an abbreviation, an initial, a number),
what follows it (a small letter, a word of saying) and the quotation it stands in decide. Knowledge of abbreviations
is data (`languages/<code>/segmenting.toml`). The measurement against two libraries is in docs/reading.md.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from verify.datamodels import Article, BlockKind, Sentence, Span
from verify.languages import COMMON, load
from verify.script import folded

TOPIC = "segmenting"
MAX_SENTENCE_CHARS = 2000
"""The longest sentence of the benchmark has 431 characters; a text without marks is cut so that no stage meets more."""
MAX_QUOTE_CHARS = 320
"""A quotation of two short sentences stays whole with its speaker; a longer one holds several claims."""
MAX_TOKEN_CHARS = 20
"""No abbreviation is longer; a longer run of letters is a word."""

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_MARK_CHARS = ".!?؟۔…。！？｡।॥։።‼⁉⁈"
_MARKS = re.compile(f"[{_MARK_CHARS}]{{1,200}}")
_NOTE = re.compile(r"\[\d{1,3}\]")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "„": "“", "“": "”", "‹": "›", "「": "」"}
_CLOSERS = frozenset("»”’)]}›」\"'“")
_INVISIBLE = frozenset("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_ALPHANUMERIC = re.compile(r"[^\W_]")
_NEXT = re.compile(r"[\w'’]{1,40}-?")
MAX_ITEM_DIGITS = 3
MAX_ORDINAL_DIGITS = 2
"""Three figures before a point number an item, two an ordinal; four are a year."""
_GLUED_MIN_CHARS = 3
"""Letters on both sides of a point without a space, so that a web address is not parted."""


@dataclass(frozen=True, slots=True)
class _Data:
    """What a language's folder and the common one say; abbreviations folded, without the last point."""

    always: frozenset[str]
    titles: frozenset[str]
    units: frozenset[str]
    before_number: frozenset[str]
    inner: frozenset[str]
    final: frozenset[str]
    after_final: frozenset[str]
    starters: frozenset[str]
    continues: frozenset[str]
    title_prefixes: tuple[str, ...]
    glued_starts: tuple[str, ...]
    lower_starts: tuple[str, ...]
    ordinal_points: bool


@cache
def _data(language: str) -> _Data:
    topics = (load(COMMON, TOPIC), load(language, TOPIC))

    def merged(name: str) -> frozenset[str]:
        return frozenset(folded(str(item)) for topic in topics for item in topic.get(name, ()))

    return _Data(
        always=frozenset(str(item) for topic in topics for item in topic.get("always", ())),
        titles=merged("titles"),
        units=merged("units"),
        before_number=merged("before_number"),
        inner=merged("inner"),
        final=merged("final"),
        after_final=merged("after_final"),
        starters=merged("starters"),
        continues=merged("continues"),
        title_prefixes=tuple(merged("title_prefixes")),
        glued_starts=tuple(merged("glued_starts")),
        lower_starts=tuple(merged("lower_starts")),
        ordinal_points=any(bool(topic.get("ordinal_points")) for topic in topics),
    )


def segment(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article's body and headings, in order.

    A block is a paragraph: a line break inside one comes from hard wrapping and ends nothing. A heading is one
    sentence, whatever marks it holds.
    """
    sentences: list[Sentence] = []
    for block in article.blocks:
        if block.kind not in {BlockKind.BODY, BlockKind.HEADING}:
            continue
        heading = block.kind is BlockKind.HEADING
        text = article.text[block.start_char : block.end_char]
        spans = _cut(text, [Span(0, len(text))]) if heading else _sentences(text, article.language)
        for span in spans:
            start, end = block.start_char + span.start_char, block.start_char + span.end_char
            sentences.append(Sentence(article.id, len(sentences), start, end, article.text[start:end], heading))
    return tuple(sentences)


def split(text: str, language: str) -> tuple[Span, ...]:
    """Return the sentences of a text as spans without white space at their ends; a line break always ends one.

    Args:
        text: any text.
        language: its ISO 639-1 code; a language without data is split by the marks alone.
    """
    spans: list[Span] = []
    position = 0
    while position <= len(text):
        found = _BREAK.search(text, position)
        stop = found.start() if found else len(text)
        for span in _sentences(text[position:stop], language):
            spans.append(Span(position + span.start_char, position + span.end_char))
        position = found.end() if found else len(text) + 1
    return tuple(spans)


def _sentences(paragraph: str, language: str) -> list[Span]:
    """Return the sentences of one paragraph."""
    data = _data(language)
    quotes = _Quotes(paragraph)
    spans: list[Span] = []
    start, first = 0, -1
    for match in _MARKS.finditer(paragraph):
        if match.start() < start:
            continue
        end = quotes.close_after(match.end())
        if quotes.holds(end):
            continue
        if first < start:
            found = _ALPHANUMERIC.search(paragraph, start)
            first = found.start() if found else len(paragraph)
        if _Candidate(paragraph, first, match, end, data).ends_sentence():
            spans.append(Span(start, end))
            start = end
    spans.append(Span(start, len(paragraph)))
    return _cut(paragraph, spans)


def _cut(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans without surrounding white space, over-long ones cut at white space, empty ones left out."""
    result: list[Span] = []
    for span in spans:
        start, end = span.start_char, span.end_char
        while end - start > MAX_SENTENCE_CHARS:
            space = max(text.rfind(char, start + 1, start + MAX_SENTENCE_CHARS) for char in " \t\n\u00a0")
            at = space if space > start else start + MAX_SENTENCE_CHARS
            result += _trimmed(text, start, at)
            start = at
        result += _trimmed(text, start, end)
    return result


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        yield Span(begin, begin + len(stripped))


class _Quotes:
    """The quotations and brackets of a paragraph, found in one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closing: set[int] = set()
        pairs = sorted(self._pairs())
        self.spans = [pair for pair in self._outermost(pairs) if pair[1] - pair[0] <= MAX_QUOTE_CHARS]
        self.starts = [start for start, _ in self.spans]

    def holds(self, position: int) -> bool:
        """Tell whether a position lies inside a quotation or bracket short enough to stay whole."""
        index = bisect_right(self.starts, position - 1) - 1
        return index >= 0 and self.spans[index][0] < position < self.spans[index][1]

    def close_after(self, position: int) -> int:
        """Return the position moved over closing marks and note numbers that belong to what ends before it."""
        text = self.text
        while position < len(text):
            char = text[position]
            if char in _INVISIBLE or (char in _CLOSERS and self._closes(position)):
                position += 1
            elif char in " \u00a0\u202f" and text[position + 1 : position + 2] == "»":
                position += 2
            elif char in _MARK_CHARS and text[position - 1] in _CLOSERS:
                position += 1
            elif char == "[" and (note := _NOTE.match(text, position)):
                position = note.end()
            else:
                break
        return position

    def _closes(self, position: int) -> bool:
        return self.text[position] not in "\"“'" or position in self.closing

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the spans between matching marks; a mark without a partner is passed over."""
        opened: dict[str, int] = {}
        for position, char in enumerate(self.text):
            if char == '"':
                if '"' in opened and not (self._follows_gap(position) and self._opens_word(position)):
                    self.closing.add(position)
                    yield opened.pop('"'), position + 1
                elif self._opens_word(position):
                    opened['"'] = position
                else:
                    # The end of a quotation that began in a paragraph before.
                    self.closing.add(position)
                continue
            if char in opened:
                self.closing.add(position)
                yield opened.pop(char), position + 1
            elif char in _BRACKETS:
                opened[_BRACKETS[char]] = position

    def _follows_gap(self, position: int) -> bool:
        """Tell whether a straight mark stands where a word may begin."""
        before = self.text[position - 1 : position]
        return not before or before.isspace() or before in "([«“:،-–—ـ"

    def _opens_word(self, position: int) -> bool:
        """Tell whether a straight mark is followed by a word, as an opening one is."""
        after = self.text[position + 1 : position + 2]
        return bool(after) and not after.isspace() and after not in ".,،!?؟;:)"

    @staticmethod
    def _outermost(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        reach = -1
        for start, end in pairs:
            if end - start > MAX_QUOTE_CHARS:
                continue
            if start >= reach:
                yield start, end
                reach = end


class _Candidate:
    """A mark that may end a sentence whose first letter or figure is at `first`; closing marks reach to `end`."""

    def __init__(self, text: str, first: int, match: re.Match[str], end: int, data: _Data) -> None:
        self.text = text
        self.first = first
        self.mark, self.stop = match.span()
        self.marks = match[0]
        self.end = end
        self.data = data
        self.next = _next_word(text, end)
        self.token = _token_before(text, first, self.mark)

    def ends_sentence(self) -> bool:
        """Tell whether the mark ends a sentence."""
        if not self.next or self.first >= self.mark:
            # Where nothing but marks follows, the paragraph ends the sentence; marks alone are none.
            return not self.next
        if any(char in self.data.always for char in self.marks):
            return not self._goes_on_after_quote()
        if self.text[self.end].isspace():
            return not (self._next_is_small() or self._goes_on_after_quote()) and self._marks_end()
        return self._is_glued_end()

    def _marks_end(self) -> bool:
        return self._point_ends() if self.marks == "." else self._other_mark_ends()

    def _other_mark_ends(self) -> bool:
        if any(char in "!?" for char in self.marks):
            return True
        # After points of suspension: a capital, or in a script without capitals the end of a quotation.
        return self.next[0].isupper() or (self.end > self.stop and _is_unicase(self.next[0]))

    def _next_is_small(self) -> bool:
        return self.next[0].islower() and not folded(self.next).startswith(self.data.lower_starts or ("\0",))

    def _goes_on_after_quote(self) -> bool:
        """Tell whether a closing mark stands between and the next word goes on with the sentence."""
        if self.end == self.stop:
            return False
        word = folded(self.next)
        return self.next[0].islower() or word in self.data.continues or self.next[0] in "،,;؛:"

    def _is_glued_end(self) -> bool:
        """Tell whether a sentence ends though no space follows the mark."""
        word = re.match(r"\w*", self.next)
        after = word[0] if word else ""
        if self.marks[-1] in "!?" and self.marks != "." and self.end == self.stop:
            return after[:1].isupper() or _is_unicase(after[:1])
        if self.marks != "." or len(self.token) < _GLUED_MIN_CHARS or "." in self.token:
            return False
        starts = self.data.glued_starts
        if starts and _is_unicase(after[:1]):
            return self._next_is_joined()
        return self.token[-1:].islower() and after[:1].isupper() and folded(after) in self.data.starters

    def _point_ends(self) -> bool:
        """Tell whether a single point ends the sentence, by the word before it and the one after."""
        data, word, following = self.data, folded(self.token), folded(self.next)
        numbered = word in data.units and _number_before(self.text, self.mark - len(self.token))
        figure = self.next[0].isdigit() or self.next[0] in "°º"
        inner = self._is_title(word) or (word in data.before_number and figure)
        if inner and not numbered:
            return False
        if word in data.final:
            return following not in data.after_final and not figure
        if self.token.isdigit():
            return not self._is_ordinal_or_item()
        if _is_acronym(self.token) and _is_unicase(self.token[0]):
            return self._next_is_joined()
        short = word in data.inner or self._is_initial(numbered=numbered)
        return not short or (following in data.starters and not self._next_is_initial())

    def _is_title(self, word: str) -> bool:
        """Tell whether a word is a title, perhaps with a letter written together with it ("and Dr.")."""
        titles, prefixes = self.data.titles, self.data.title_prefixes
        return word in titles or (word.startswith(prefixes or ("\0",)) and word[1:] in titles)

    def _next_is_joined(self) -> bool:
        """Tell whether the next word begins with a letter that joins sentences, as most Arabic ones do."""
        starts = self.data.glued_starts
        return bool(starts) and len(self.next) > _GLUED_MIN_CHARS and folded(self.next).startswith(starts)

    def _next_is_initial(self) -> bool:
        at = self.text.find(self.next, self.end, self.end + MAX_SENTENCE_CHARS)
        return len(self.next) == 1 and self.text[at + 1 : at + 2] == "."

    def _is_initial(self, *, numbered: bool) -> bool:
        """Tell whether the token is an initial or an acronym with points, after which a sentence mostly goes on."""
        if _is_acronym(self.token):
            return True
        return len(self.token) == 1 and not numbered and (self.token.isupper() or _is_unicase(self.token))

    def _is_ordinal_or_item(self) -> bool:
        """Tell whether a figure with a point is a list item's at the start, or an ordinal."""
        if self.first >= self.mark - len(self.token):
            return len(self.token) <= MAX_ITEM_DIGITS
        return self.data.ordinal_points and len(self.token) <= MAX_ORDINAL_DIGITS


def _next_word(text: str, position: int) -> str:
    """Return the next word with what opens it left out; a mark when no word follows at once, empty at the end."""
    limit = min(len(text), position + 200)
    while position < limit and (
        text[position].isspace() or text[position] in _INVISIBLE or text[position] in "«“\"'‘’(„[{‹-–—•*¿¡"
    ):
        position += 1
    if position >= len(text):
        return ""
    match = _NEXT.match(text, position)
    word = match[0] if match else text[position]
    return re.split(r"['’]", word, maxsplit=1)[0] or word


def _token_before(text: str, start: int, mark: int) -> str:
    """Return the letters, figures and inner points before a mark, at most `MAX_TOKEN_CHARS` of them."""
    position = mark
    limit = max(start, mark - MAX_TOKEN_CHARS - 1)
    while position > limit and _is_part(text[position - 1]):
        position -= 1
    return text[position:mark].lstrip(".-’'")


def _is_part(char: str) -> bool:
    return char.isalnum() or char in ".-’'ـ" or unicodedata.category(char) in {"Mn", "Mc"}


def _is_acronym(token: str) -> bool:
    """Tell whether a token is single letters with points between them, as U.S and أ.ف.ب are."""
    parts = re.split(r"[.-]+", token)
    return len(parts) > 1 and "." in token and all(len(part) <= 2 and part.isalpha() for part in parts)


def _number_before(text: str, position: int) -> bool:
    before = text[max(0, position - 12) : position].rstrip()
    return bool(before) and before[-1].isdigit()


def _is_unicase(char: str) -> bool:
    return bool(char) and char.isalpha() and char.lower() == char.upper()
