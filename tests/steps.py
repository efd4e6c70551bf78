"""Work counted in function calls: the same number on every machine, however busy."""

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(function: Callable[..., object], *arguments: Any) -> int:
    """Count the calls, of Python's own functions too, that one call of `function` makes."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    gc.collect()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function(*arguments)
    finally:
        sys.setprofile(before)
    return count


def growth(function: Callable[..., object], piece: str, *arguments: Any, length: int = 3_000) -> float:
    """Return how many times the work grows when a text made of one piece becomes ten times as long."""
    texts = [(piece * (size // len(piece) + 1))[:size] for size in (length, 10 * length)]
    function(f"{texts[0]} {piece}", *arguments)  # what is built once is not counted, and no answer is kept for later
    small, large = (steps(function, text, *arguments) for text in texts)
    return large / max(small, 1)
