"""The sum behind a numeral: hundreds, tens and ones below scales, in the orders that languages use."""

from __future__ import annotations

import math

from verify.extraction.number_lexicon import Lexicon

_VIGESIMAL = {20.0: 4.0}
"""French counts eighty as four twenties: twenty after four, without a conjunction."""


class Sum:
    """A numeral under construction: finished scales in `total`, what is below the last scale in `group`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.total = 0.0
        self.group: float | None = None
        self.last = math.inf
        self.before = 0.0
        self.ceiling = math.inf
        self.from_digits = False
        self.format = lexicon.format

    def value(self) -> float:
        """Return the value read so far; products of decimals are rounded to what was written."""
        value = self.total + (self.group or 0.0)
        return float(round(value)) if abs(value - round(value)) < 1e-6 * max(1.0, value) and value > 1 else value

    def open_for(self, value: float) -> bool:
        """Tell whether a number may be added below the last scale."""
        return self.group is None and self.total > 0 and value < self.last

    def teen(self, *, conjoined: bool) -> bool:
        """Add the ten of a teen: "five ten"."""
        if conjoined or self.from_digits or self.group is None or not 1 <= self.group % 100 <= 9:
            return False
        self.group += 10
        return True

    def cardinal(self, value: float, *, conjoined: bool, first: bool) -> bool:
        """Add a word below a thousand."""
        if value == 100:
            return self.hundred(100, conjoined=conjoined)
        if self.group is None:
            return self._begin(value, conjoined=conjoined, first=first)
        twenties = _VIGESIMAL.get(value) if self.format.get("vigesimal") and not conjoined else None
        if twenties is not None and self.group % 100 == twenties:
            self.group += twenties * value - twenties
            return True
        if self.from_digits or not self._may_add(value, conjoined=conjoined):
            return False
        self.group += value
        return True

    def _begin(self, value: float, *, conjoined: bool, first: bool) -> bool:
        """Begin what stands below the last scale."""
        needs = bool(self.format.get("needs_conjunction"))
        joined = conjoined or not needs or first or self.total == 0
        if not joined or value >= self.last or (conjoined and not self._may_conjoin(value)):
            return False
        self.group = value
        return True

    def _may_add(self, value: float, *, conjoined: bool) -> bool:
        below = (self.group or 0.0) % 100
        if conjoined and self.format.get("ones_before_tens") and 20 <= value < 100 and 1 <= below <= 9:
            return True
        if conjoined:
            return self._may_conjoin(value) and self._fits(value)
        return not self.format.get("needs_conjunction") and self._fits(value)

    def _may_conjoin(self, value: float) -> bool:
        mode = "all" if self.format.get("needs_conjunction") else self.format.get("conjunction", "")
        below = (self.group or 0.0) % 100
        if mode == "all":
            return True
        if self.format.get("conjunction_after_hundred"):
            return below == 0 and value < 100
        if mode == "one":
            return below >= 20 and value in {1.0, 11.0}
        return mode == "ones" and below >= 20 and value < 10

    def _fits(self, value: float) -> bool:
        below = (self.group or 0.0) % 100
        if value < 10:
            least = 7 if self.format.get("vigesimal") else 1
            teen = below % 100 == 10 and value >= least and bool(self.format.get("ten_plus_ones"))
            return teen or below == 0 or (below % 10 == 0 and below >= 20)
        if value < 20:
            return below == 0 or (bool(self.format.get("vigesimal")) and below in {60.0, 80.0})
        return below == 0 and (value < 100 or self.group == 0)

    def hundred(self, value: float, *, conjoined: bool) -> bool:
        """Multiply by a hundred, or add one."""
        if self.group is None:
            if self.total > 0 and self.format.get("needs_conjunction") and not conjoined:
                return False
            if value >= self.last:
                return False
            self.group = value
            return True
        if conjoined or self.from_digits or not 1 <= self.group < 100:
            return False
        self.group *= value
        return True

    def dozen(self, value: float) -> bool:
        """Multiply by twelve (or twenty)."""
        if self.total > 0 or (self.group is not None and self.group >= 100):
            return False
        self.group = (self.group or 1.0) * value
        return True

    def scale(self, value: float, *, conjoined: bool) -> bool:
        """Multiply what was gathered by a thousand, a million and so on.

        A larger scale multiplies the smaller one before it with all below: "three thousand two hundred" billion.
        """
        if self.total > 0 and not conjoined and self.last < value < self.ceiling:
            self.total = self.before + _times(self.total - self.before + (self.group or 0.0), value)
            self.group, self.last, self.from_digits = None, value, False
            return True
        if (self.group is not None and conjoined) or value >= self.last:
            return False
        if self.group is None and self.total > 0 and not conjoined:
            return False
        self.before, self.ceiling = self.total, self.last
        self.total += _times(1.0 if self.group is None else self.group, value)
        self.group, self.last, self.from_digits = None, value, False
        return True

    def dual(self, value: float, *, conjoined: bool, first: bool) -> bool:
        """Add two of a scale in one word."""
        scale = value / 2
        if self.group is not None or scale >= self.last or not (first or conjoined):
            return False
        self.total += value
        self.last = scale
        return True

    def fraction(self, value: float) -> bool:
        """Add "and a half": of the last scale, or of one."""
        if self.group is not None:
            if self.group != int(self.group):
                return False
            self.group += value
            self.from_digits = False
            return True
        if self.total == 0:
            return False
        self.total += value * self.last
        return True


def _times(group: float, scale: float) -> float:
    """Multiply without the noise of binary fractions: 2.3 million is 2,300,000."""
    product = group * scale
    return float(round(product)) if abs(product - round(product)) < 1e-6 * scale else product
