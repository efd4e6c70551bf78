"""Bare numbers that take up the noun of the quantity before them: "31 seats to 28", "21 from India and 4 from …"."""

from __future__ import annotations

from collections.abc import Sequence

from verify.extraction.number_tokens import Token

_COMPARED_GAP = 4
"""Tokens between a quantity and "against": "31 seats in the lower house against 28"."""
_FILLERS = 3
"""Tokens such as "it was" between "against" and the number."""
_LISTED_GAP = 6
"""Tokens between a quantity and the next of its list: "21 sailors from the north of India and 4 from Georgia"."""


def taken_up(tokens: Sequence[Token], end: int, first: int, last: int) -> bool:
    """Tell whether a bare number counts what the quantity before it counts.

    Args:
        tokens: the sentence.
        end: the token after that quantity.
        first: the first token of the number with its currency sign.
        last: the token after the number.
    """
    return _is_compared(tokens, end, first) or _is_listed(tokens, end, first, last)


def _is_compared(tokens: Sequence[Token], end: int, first: int) -> bool:
    """Recognise "31 seats to 28", "nine, down from 15"."""
    at = first - 1
    while at > first - 1 - _FILLERS and at > 0 and "versus_fillers" in tokens[at].word.entry.lists:
        at -= 1
    if at < 0:
        return False
    if "linkers" in tokens[at].word.entry.lists and at == first - 1 == end:
        return True
    return "versus" in tokens[at].word.entry.lists and 0 <= at - end <= _COMPARED_GAP


def _is_listed(tokens: Sequence[Token], end: int, first: int, last: int) -> bool:
    """Recognise "21 sailors from India and 4 from Georgia": the same preposition after both."""
    start = first if tokens[first].word.conjoined else first - 1
    if last >= len(tokens) or not 1 < start - end <= _LISTED_GAP:
        return False
    joined = tokens[start].word.conjoined or "conjunctions" in tokens[start].word.entry.lists
    link = tokens[last].word
    if not joined or "list_links" not in link.entry.lists or tokens[end].word.key != link.key:
        return False
    return all(token.kind == "w" and "breaks" not in token.word.entry.lists for token in tokens[end:start])
