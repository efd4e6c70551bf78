"""Hedged numbers as intervals: when two figures can both be true."""

from __future__ import annotations

from enum import StrEnum
from math import inf

from verify.datamodels import Hedge, Quantity

ABOUT_SHARE = 0.1
"""Half-width of "about n": a tenth of n, the rounding to one leading digit and a half that newsrooms use."""

EXACT_SHARE = 0.005
"""Two exact figures this close are one figure rounded twice (8,620 hectares and 21,300 acres)."""


class Standing(StrEnum):
    """How two figures for one thing stand to each other."""

    SAME = "same"
    COMPATIBLE = "compatible"
    DIFFERENT = "different"


def interval(quantity: Quantity, factor: float = 1.0) -> tuple[float, float]:
    """Return the numbers that a quantity allows, ends inclusive, times `factor`; open ends are infinite."""
    low = -inf if quantity.low is None else quantity.low
    high = inf if quantity.high is None else quantity.high
    if quantity.hedge is Hedge.ABOUT:
        low, high = low * (1 - ABOUT_SHARE), high * (1 + ABOUT_SHARE)
    return low * factor, high * factor


def stand(left: Quantity, right: Quantity, left_factor: float = 1.0, right_factor: float = 1.0) -> Standing:
    """Compare two figures for one thing.

    The same numbers under the same or no hedge are `SAME`; figures that can both be true are `COMPATIBLE`.

    Args:
        left: one figure.
        right: the other.
        left_factor: what the left figure is multiplied with to come to the common unit.
        right_factor: the same for the right one.
    """
    low, high = interval(left, left_factor), interval(right, right_factor)
    if low == high:
        return Standing.SAME
    slack = EXACT_SHARE * max((abs(end) for end in (*low, *high) if abs(end) != inf), default=0.0)
    converted = left_factor != right_factor
    if low[0] <= high[1] + slack * converted and high[0] <= low[1] + slack * converted:
        return Standing.COMPATIBLE
    return Standing.DIFFERENT
