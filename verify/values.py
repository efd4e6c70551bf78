"""When two values of one slot can both be true: hedged numbers and dates as intervals, units brought to one."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from math import inf

from verify.datamodels import DateMention, Hedge, Quantity
from verify.languages import COMMON, load

ABOUT_SHARE = 0.1
"""Half-width of "about n" as a share of n: the rounding to one and a half digits that newsrooms use."""

CONVERTED_SHARE = 0.02
"""Two figures in different units this close are one figure converted and rounded (6 miles and 10 kilometres are 3.5%
apart and written with "some"; 21,300 acres and 8,620 hectares are 0.01% apart)."""


class Standing(StrEnum):
    """How two values of one slot stand to each other."""

    SAME = "same"
    COMPATIBLE = "compatible"
    DIFFERENT = "different"


@cache
def base_unit(unit: str) -> tuple[str, float]:
    """Return the base unit of a canonical unit and the factor to it; an unknown unit is its own base.

    The factors are the international definitions, in languages/common/units.toml.
    """
    entry = load(COMMON, "units").get(unit)
    return (str(entry["base"]), float(entry["factor"])) if entry else (unit, 1.0)


def interval(quantity: Quantity) -> tuple[float, float]:
    """Return the numbers that a quantity allows, ends inclusive, in its base unit; open ends are infinite."""
    factor = base_unit(quantity.unit)[1]
    low = -inf if quantity.low is None else quantity.low
    high = inf if quantity.high is None else quantity.high
    if quantity.hedge is Hedge.ABOUT:
        low, high = low * (1 - ABOUT_SHARE), high * (1 + ABOUT_SHARE)
    return low * factor, high * factor


def size(quantity: Quantity) -> float:
    """Return the largest stated end of a quantity in its base unit, 0 when it states none."""
    ends = [end for end in (quantity.low, quantity.high) if end is not None]
    return max(ends, default=0.0) * base_unit(quantity.unit)[1]


def compare_quantities(one: Quantity, other: Quantity) -> Standing:
    """Compare two figures: the same numbers under the same hedge, numbers that can both be true, or neither."""
    low, high = interval(one), interval(other)
    if low == high:
        return Standing.SAME
    slack = CONVERTED_SHARE * max(size(one), size(other)) if one.unit != other.unit else 0.0
    if low[0] <= high[1] + slack and high[0] <= low[1] + slack:
        return Standing.COMPATIBLE
    return Standing.DIFFERENT


def compare_dates(one: DateMention, other: DateMention) -> Standing:
    """Compare two dates: one interval, intervals that share a day, or neither; an unresolved date can be any."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return Standing.COMPATIBLE
    if (one.start, one.end) == (other.start, other.end):
        return Standing.SAME
    return Standing.COMPATIBLE if one.start <= other.end and other.start <= one.end else Standing.DIFFERENT
