"""Units brought to one: six miles and ten kilometres are one distance."""

from __future__ import annotations

from functools import cache

from verify.languages import load


@cache
def base(unit: str) -> tuple[str, float]:
    """Return the base unit of a canonical unit and the factor to it; an unknown unit is its own base.

    The factors are the international definitions, in languages/common/units.toml.
    """
    entry = load("common", "units").get(unit)
    return (str(entry["base"]), float(entry["factor"])) if entry else (unit, 1.0)
