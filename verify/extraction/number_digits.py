"""Numbers written in digits: any script's digits, either separator convention, groups set apart by spaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from verify.extraction.number_lexicon import Lexicon
from verify.extraction.number_tokens import Token

_THOUSANDS_ONLY = "٬'’"
_DECIMAL_ONLY = "٫"
_SEPARATORS = frozenset(".,٬٫،'’")
_THIN_SPACES = frozenset("\u00a0\u202f\u2009\u2007\u2008")
_GROUP = 3
MAX_DIGITS = 15
"""A longer run of digits is an account, a telephone or a hash: no count has it, and a float would not hold it."""


class Digits(NamedTuple):
    """A number in digits: its value and the index of the token after it."""

    value: float
    end: int


def read_digits(text: str, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Digits | None:
    """Read the number that begins at a token of digits; None for what is no number (`10.03.2024`, `007`).

    Args:
        text: the sentence.
        tokens: its tokens.
        index: a token of kind `n`.
        lexicon: the language, which says how an ambiguous separator is meant.
    """
    end = index + 1
    pieces = [tokens[index].text]
    while end < len(tokens) and _continues(text, tokens, end, lexicon, pieces):
        pieces.append(tokens[end].text)
        end += 1
    if len(pieces) > 1:
        head, *rest = pieces
        value = _value("".join([head, *rest]), lexicon, scaled=False)
    else:
        value = _value(pieces[0], lexicon, scaled=_scale_follows(tokens, end))
    return None if value is None else Digits(value, end)


def _continues(text: str, tokens: Sequence[Token], end: int, lexicon: Lexicon, pieces: list[str]) -> bool:
    """Tell whether the token at `end` is a further group of three digits of the number before it."""
    token = tokens[end]
    if token.kind != "n" or len(pieces[0]) > _GROUP or pieces[0][0] == "0" or not pieces[0].isdigit():
        return False
    gap = text[tokens[end - 1].end : token.start]
    if len(gap) != 1 or not (gap in _THIN_SPACES or (gap == " " and lexicon.space_groups)):
        return False
    if len(pieces) > 1 and len(pieces[-1]) != _GROUP:
        return False
    head = token.text[:_GROUP]
    return head.isdigit() and len(head) == _GROUP and (len(token.text) == _GROUP or token.text[_GROUP] in _SEPARATORS)


def _scale_follows(tokens: Sequence[Token], end: int) -> bool:
    if end >= len(tokens):
        return False
    roles = tokens[end].word.entry.roles
    return "scales" in roles or ("scale_symbols" in roles and tokens[end].glued)


def _value(digits: str, lexicon: Lexicon, *, scaled: bool) -> float | None:
    separators = [char for char in digits if char in _SEPARATORS]
    if len(digits) - len(separators) > MAX_DIGITS:
        return None
    if not separators:
        return None if len(digits) > 1 and int(digits[0]) == 0 else float(int(digits))
    groups = _split(digits)
    if len(set(separators)) == 1:
        return _one_separator(groups, separators[0], lexicon, scaled=scaled)
    last = separators[-1]
    if len(set(separators[:-1])) == 1 and last != separators[0] and _grouped(groups[:-1]):
        return _float("".join(groups[:-1]), groups[-1])
    return None


def _one_separator(groups: list[str], separator: str, lexicon: Lexicon, *, scaled: bool) -> float | None:
    if len(groups) > 2:
        return _float("".join(groups), "") if separator not in _DECIMAL_ONLY and _grouped(groups) else None
    whole, rest = groups
    if separator in _DECIMAL_ONLY:
        return _float(whole, rest)
    if not _grouped(groups):
        return None if separator in _THOUSANDS_ONLY else _float(whole, rest)
    if separator in _THOUSANDS_ONLY:
        return _float(whole + rest, "")
    three = lexicon.format.get("three_digits_are", "thousands")
    decimal = separator in lexicon.decimals and (scaled or three == "decimals" or int(whole) == 0)
    if separator in lexicon.decimals and len(lexicon.decimals) == 1 and three != "thousands":
        decimal = True
    return _float(whole, rest) if decimal or int(whole) == 0 else _float(whole + rest, "")


def _grouped(groups: list[str]) -> bool:
    return 1 <= len(groups[0]) <= _GROUP and all(len(group) == _GROUP for group in groups[1:])


def _split(digits: str) -> list[str]:
    groups = [""]
    for char in digits:
        if char in _SEPARATORS:
            groups.append("")
        else:
            groups[-1] += char
    return groups


def _float(whole: str, rest: str) -> float | None:
    value = f"{int(whole)}.{''.join(str(int(digit)) for digit in rest)}" if rest else str(int(whole))
    return float(value)
