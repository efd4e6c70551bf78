"""Lines in which a page's link text ran into the story: parted where the seam can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verify.reading.lines import Line, make_line
from verify.reading.phrases import Rule, phrases
from verify.script import fold

SEAM_CHARS = 2000
"""Link texts before the first paragraph are a few headlines."""
_GLUED = re.compile(r"[»”\"؟!](?=[^\W\d_])")
"""A closing mark run into the next word."""
MIN_GLUED_CHARS = 4
"""Fewer letters before a verb are its own prefixes."""
_SENTENCE_END = re.compile(r"[.!?؟…](?=[\s\"»”])")
MAX_TAIL_SENTENCES = 3
"""A link run into the end of a paragraph is its last sentence; its headline may hold a stop or two."""


def part_lines(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each "read also" that is run into a paragraph as a line of its own."""
    return [part for line in lines for part in _part(text, line)]


def _part(text: str, line: Line) -> list[Line]:
    cut = _after_marker(line) or _before_marker(text, line)
    if cut is None:
        return [line]
    parts = (make_line(text, line.start_char, cut), make_line(text, cut, line.end_char))
    return [part for part in parts if part is not None]


def _links() -> tuple[Rule, ...]:
    return tuple(rule for rule in phrases().rules if rule.takes_following)


def _after_marker(line: Line) -> int | None:
    """Return where the story begins in a line that begins with a marker, None when it does not or cannot be told."""
    if not line.is_final:
        return None
    rules = [rule for rule in _links() if any(line.key.startswith(phrase) for phrase in rule.phrases)]
    if not rules:
        return None
    head = line.text[:SEAM_CHARS]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    first = head[: ends[0]] if ends else head
    seam = _glued_mark(first) or _glued_verb(first)
    if seam is not None:
        return line.start_char + seam
    labelled = any(line.labels.startswith(f"{phrase}: ") for rule in rules for phrase in rule.phrases)
    sure = labelled or any(rule.sure for rule in rules)
    # The seam is lost: the first sentence holds the links, what follows it does not.
    return line.start_char + ends[0] if sure and ends else None


def _glued_mark(text: str) -> int | None:
    glues = [match.end() for match in _GLUED.finditer(text)]
    closed = [glue for glue in glues if text[glue - 1] != '"' or text.count('"', 0, glue) % 2 == 0]
    return closed[-1] if closed else None


def _glued_verb(text: str) -> int | None:
    """Return where a verb that begins reports is run into the word before it, None when none is."""
    data = phrases()
    letters = fold(text)
    for word in re.finditer(r"\w+", letters.text):
        if word[0].endswith(data.not_glued or ("\0",)):
            continue
        for verb in data.lead_verbs:
            if word[0].endswith(verb) and len(word[0]) - len(verb) >= MIN_GLUED_CHARS:
                return letters.start(word.end() - len(verb))
    return None


def _before_marker(text: str, line: Line) -> int | None:
    """Return where a marker with its headline begins at the end of a paragraph, None when there is none."""
    if line.is_final and not line.text.endswith(("؟", "?", "!")):
        return None
    ends = [match.end() for match in _SENTENCE_END.finditer(line.text)]
    labels = tuple(f"{phrase}: " for rule in _links() for phrase in rule.phrases)
    for end in ends[-MAX_TAIL_SENTENCES:]:
        tail = make_line(text, line.start_char + end, line.end_char)
        if tail is not None and tail.labels.startswith(labels):
            return line.start_char + end
    return None
