"""A sentence cut to what a reader needs, with the part that matters known by its offsets."""

from __future__ import annotations

from dataclasses import dataclass

from verify.datamodels import Article, Evidence, Span
from verify.reports.bidi import one_line, piece

LONGEST_QUOTE = 420
"""Characters shown of one sentence: three times a long news sentence (140 in the benchmark's articles), about four
lines of a table cell. A text without full stops, pasted or hostile, must not make a table of pages."""
LONGEST_SPAN = 240
"""Characters shown of the marked words: evidence of more than 200 is no longer evidence (the benchmark's own rule)."""
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Three pieces of one line, cleaned: the words before, the marked words, the words after."""

    before: str
    marked: str
    after: str

    @property
    def text(self) -> str:
        """The whole line."""
        return self.before + self.marked + self.after


def excerpt(text: str, sentence: Span, marked: Span) -> Excerpt:
    """Cut a sentence round its marked words; both spans are offsets into `text`.

    A marked span that reaches beyond the sentence widens it. White space between the pieces is kept as one space.
    """
    start = min(sentence.start_char, marked.start_char)
    end = max(sentence.end_char, marked.end_char)
    middle = _shorten(piece(text[marked.start_char : marked.end_char]), LONGEST_SPAN)
    room = max(LONGEST_QUOTE - len(middle), 0)
    # Raw stretches are cut before they are cleaned, at a few times what is shown: cost stays bounded.
    before = piece(text[max(start, marked.start_char - 4 * LONGEST_QUOTE) : marked.start_char])
    after = piece(text[marked.end_char : min(end, marked.end_char + 4 * LONGEST_QUOTE)])
    head = max(room // 2, room - len(after))
    tail = room - min(len(before), head)
    if len(before) > head:
        before = ELLIPSIS + _from_word(before[len(before) - head :])
    if len(after) > tail:
        after = _to_word(after[:tail]) + ELLIPSIS
    return Excerpt(before.lstrip(" "), middle, after.rstrip(" "))


def quoted(article: Article, evidence: Evidence) -> Excerpt:
    """Cut the sentence of a piece of evidence round its span."""
    return excerpt(article.text, evidence.sentence, Span(evidence.start_char, evidence.end_char))


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return `text` on one line, cleaned, at most `longest` characters and an ellipsis."""
    return _shorten(one_line(text[: 4 * longest]), longest)


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else _to_word(text[:longest]) + ELLIPSIS


def _to_word(text: str) -> str:
    """Drop a word cut in half at the end, unless nothing else is left."""
    head, _, _ = text.rpartition(" ")
    return head or text


def _from_word(text: str) -> str:
    _, _, tail = text.partition(" ")
    return tail or text
