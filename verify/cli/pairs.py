"""Pairs of texts from a CSV, and what they are to each other as JSON lines."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verify.cli.views import STDIN, standard_input
from verify.errors import InputError

if TYPE_CHECKING:
    from verify.datamodels import Related

COLUMNS = ("s1", "s2")
DIGITS = 4
HINT = "a CSV with the columns s1 and s2 is asked; others are ignored"


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read the pairs of a CSV in UTF-8, in order; the path `-` is standard input.

    Raises:
        InputError: it cannot be read, lacks a column, or has a row without two texts.
    """
    rows = csv.DictReader(io.StringIO(_content(path), newline=""), strict=True)
    csv.field_size_limit(sys.maxsize)  # a long text is no reason to refuse a file that is in memory already
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputError(f"{path}: no column {' and no column '.join(missing)}", HINT)
        return [_pair(path, rows.line_num, row) for row in rows]
    except csv.Error as error:
        raise InputError(f"{path}:{rows.line_num}: {error}", HINT) from error


def _content(path: Path) -> str:
    if str(path) == STDIN:
        return standard_input().removeprefix("\ufeff")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", HINT) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start})", HINT) from error


def _pair(path: Path, line: int, row: dict[str, str | None]) -> tuple[str, str]:
    left, right = ((row[name] or "").strip() for name in COLUMNS)
    if not left or not right:
        raise InputError(f"{path}:{line}: a pair without two texts", HINT)
    return left, right


def json_lines(related: Sequence[Related]) -> str:
    """Return one JSON object a line: the probabilities, and the reasons where facts gave some."""
    return "".join(
        json.dumps(
            {
                "agree": round(own.agree, DIGITS),
                "conflict": round(own.conflict, DIGITS),
                "other": round(own.other, DIGITS),
                **({"reasons": list(own.reasons)} if own.reasons else {}),
            },
            ensure_ascii=False,
        )
        + "\n"
        for own in related
    )
