"""Lines in which a page's link text ran into the story: parted where the seam can be told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from verify.reading.lines import Line, make_line
from verify.reading.phrases import Rule, phrases

SEAM_CHARS = 2000
"""Link texts before the first paragraph are a few headlines."""
_GLUED = re.compile(r"[»”\"؟!](?=[^\W\d_])")
"""A closing mark run into the next word."""
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
    if not line.is_final or not any(line.key.startswith(phrase) for rule in _links() for phrase in rule.phrases):
        return None
    head = line.text[:SEAM_CHARS]
    ends = [match.end() for match in _SENTENCE_END.finditer(head)]
    glues = [match.end() for match in _GLUED.finditer(head, 0, ends[0] if ends else len(head))]
    opened = [glue for glue in glues if head[glue - 1] != '"' or head[:glue].count('"') % 2 == 0]
    if opened:
        return line.start_char + opened[-1]
    labelled = any(line.labels.startswith(f"{phrase}: ") for rule in _links() for phrase in rule.phrases)
    return line.start_char + ends[0] if labelled and len(ends) > 1 else None


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
