"""Long news sentences cut into clauses, so that one clause of forty words can meet its counterpart."""

from __future__ import annotations

import re
from functools import cache

from verify.datamodels import Span
from verify.languages import load

_LEAST_CLAUSE = 35
"""Characters: shorter pieces ("he said,") carry no claim and join their neighbour."""

_PUNCTUATION = r"[،,;؛:–—]\s+|\s-\s"


@cache
def _boundary(language: str) -> re.Pattern[str]:
    openers = load(language, "matching").get("clause_openers", ())
    if not openers:
        return re.compile(_PUNCTUATION)
    alternatives = "|".join(re.escape(word) for word in sorted(openers, key=len, reverse=True))
    return re.compile(rf"{_PUNCTUATION}|\s(?=(?:{alternatives})\s)")


def clauses(text: str, language: str) -> tuple[Span, ...]:
    """Return the clauses of a sentence as spans of it: at least one, in order, covering it but for the separators."""
    pieces: list[Span] = []
    start = 0
    for match in _boundary(language).finditer(text):
        if match.start() - start >= _LEAST_CLAUSE:
            pieces.append(Span(start, match.start()))
            start = match.end()
    if pieces and len(text) - start < _LEAST_CLAUSE:
        pieces[-1] = Span(pieces[-1].start_char, len(text))
    else:
        pieces.append(Span(start, len(text)))
    return tuple(pieces)
