"""A text as lines with offsets, and the words of a line in the form in which phrases are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verify.script import folded

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TOKEN = re.compile(r"\w+|:")
_FINAL = ".!?؟۔…。？！"
_CLOSING = "\"'”’»›)]}*_ \t\u200f\u200e\u202c\u2069"

WRAP_MIN_CHARS = 50
WRAP_MAX_CHARS = 100
"""Mail and archive software wraps at 60 to 80 columns; headings are shorter, paragraphs on one line longer."""
WRAP_SPREAD_CHARS = 22
"""Wrapped lines differ in length by one word at most."""
WRAP_MIN_LINES = 3
"""Fewer lines of like length happen by chance; so does one such paragraph, if it is short."""
WRAP_SURE_LINES = 6
MAX_KEY_CHARS = 4000
"""No phrase stands further into a line; a longer line is body, and its tail need not be folded."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or line without the white space around it; offsets into the whole text.

    `words` are the folded words, `key` the same joined by spaces with a space at both ends, `labels` likewise
    with each colon as a word of its own.
    """

    start_char: int
    end_char: int
    text: str
    words: tuple[str, ...]
    key: str
    labels: str

    @property
    def is_final(self) -> bool:
        """Tell whether the line ends as a sentence does."""
        return self.text.rstrip(_CLOSING).endswith(tuple(_FINAL))


def make_line(text: str, start_char: int, end_char: int) -> Line | None:
    """Return the line in a stretch of text without surrounding white space, None when nothing is left."""
    piece = text[start_char:end_char]
    lead = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if not piece:
        return None
    tokens = _TOKEN.findall(folded(piece[:MAX_KEY_CHARS]))
    words = tuple(word for word in tokens if word != ":")
    begin = start_char + lead
    return Line(begin, begin + len(piece), piece, words, f" {' '.join(words)} ", f" {' '.join(tokens)} ")


def read_lines(text: str, start_char: int = 0, end_char: int | None = None) -> list[Line]:
    """Return the lines of a stretch of text, lines of a hard-wrapped paragraph joined into one."""
    end = len(text) if end_char is None else end_char
    runs = [[line for line in run if line is not None] for run in _runs(text, start_char, end)]
    wraps = [len(run) for run in runs if _is_wrapped(run)]
    wrapped = len(wraps) > 1 or any(count >= WRAP_SURE_LINES for count in wraps)
    result: list[Line] = []
    for run in runs:
        if wrapped and _continues(run):
            joined = make_line(text, run[0].start_char, run[-1].end_char)
            result += [joined] if joined is not None else []
        else:
            result += run
    return result


def _runs(text: str, start_char: int, end_char: int) -> Iterator[list[Line | None]]:
    """Yield the runs of lines between blank lines."""
    run: list[Line | None] = []
    position = start_char
    while position <= end_char:
        found = _BREAK.search(text, position, end_char)
        stop, following = (found.start(), found.end()) if found else (end_char, end_char + 1)
        line = make_line(text, position, stop)
        if line is not None:
            run.append(line)
        elif run:
            yield run
            run = []
        position = following
    if run:
        yield run


def _is_wrapped(run: list[Line]) -> bool:
    lengths = [len(line.text) for line in run[:-1]]
    if (
        len({line.key for line in run}) < max(len(run), WRAP_MIN_LINES)
        or not WRAP_MIN_CHARS <= max(lengths) <= WRAP_MAX_CHARS
    ):
        return False
    if max(lengths) - min(lengths) > WRAP_SPREAD_CHARS or len(run[-1].text) > max(lengths) + WRAP_SPREAD_CHARS:
        return False
    return 2 * sum(line.is_final for line in run[:-1]) < len(run) - 1


def _continues(run: list[Line]) -> bool:
    """Tell whether a run of a hard-wrapped text is one paragraph: no line but the last is short."""
    lengths = [len(line.text) for line in run[:-1]]
    return bool(lengths) and min(lengths) >= WRAP_MIN_CHARS and max(lengths) <= WRAP_MAX_CHARS
