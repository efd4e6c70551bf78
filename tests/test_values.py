"""When two values can both be true: hedges as intervals, units, dates."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.datamodels import DateMention, Granularity, Hedge, Quantity
from verify.languages import COMMON, load
from verify.values import Standing, base_unit, compare_dates, compare_quantities, interval, size

SAME, COMPATIBLE, DIFFERENT = Standing.SAME, Standing.COMPATIBLE, Standing.DIFFERENT


def figure(low: float | None, high: float | None, hedge: Hedge = Hedge.EXACT, unit: str = "") -> Quantity:
    return Quantity(0, 1, "n", low, high, hedge, unit=unit)


def exact(value: float, unit: str = "") -> Quantity:
    return figure(value, value, unit=unit)


def at_least(value: float) -> Quantity:
    return figure(value, None, Hedge.AT_LEAST)


def at_most(value: float) -> Quantity:
    return figure(None, value, Hedge.AT_MOST)


def about(value: float) -> Quantity:
    return figure(value, value, Hedge.ABOUT)


DOZENS = figure(20, 99, Hedge.VAGUE)
HUNDREDS = figure(200, 999, Hedge.VAGUE)


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        (exact(12), exact(12), SAME),
        (exact(12), exact(13), DIFFERENT),
        (at_least(12), at_least(12), SAME),
        (at_least(12), exact(15), COMPATIBLE),
        (at_least(12), exact(12), COMPATIBLE),
        (at_least(12), exact(11), DIFFERENT),
        (at_least(12), at_least(500), COMPATIBLE),
        (at_most(12), exact(15), DIFFERENT),
        (at_most(12), at_least(15), DIFFERENT),
        (at_most(12), exact(0), COMPATIBLE),
        (DOZENS, exact(43), COMPATIBLE),
        (DOZENS, exact(19), DIFFERENT),
        (DOZENS, exact(100), DIFFERENT),
        (DOZENS, HUNDREDS, DIFFERENT),
        (DOZENS, at_least(90), COMPATIBLE),
        (figure(5, 10, Hedge.RANGE), figure(10, 20, Hedge.RANGE), COMPATIBLE),
        (figure(5, 10, Hedge.RANGE), figure(11, 20, Hedge.RANGE), DIFFERENT),
        (about(100), exact(95), COMPATIBLE),
        (about(100), exact(110), COMPATIBLE),
        (about(100), exact(111), DIFFERENT),
        (about(100), exact(89), DIFFERENT),
        (about(100), about(120), COMPATIBLE),
    ],
)
def test_hedged_numbers_are_intervals(one: Quantity, other: Quantity, standing: Standing) -> None:
    assert compare_quantities(one, other) is standing


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        (exact(40, "km"), exact(40_000, "m"), SAME),
        (exact(40, "km"), exact(60, "km"), DIFFERENT),
        (exact(25, "mile"), exact(40, "km"), COMPATIBLE),
        (exact(25, "mile"), exact(60, "km"), DIFFERENT),
        (exact(21_300, "acre"), exact(8_620, "ha"), COMPATIBLE),
        (exact(8_620, "ha"), exact(8_700, "ha"), DIFFERENT),
        (exact(2, "tonne"), exact(2_000, "kg"), SAME),
    ],
)
def test_units_are_brought_to_one(one: Quantity, other: Quantity, standing: Standing) -> None:
    assert compare_quantities(one, other) is standing


def test_a_unit_that_nobody_knows_is_its_own_base() -> None:
    assert base_unit("cubit") == ("cubit", 1.0)
    assert base_unit("") == ("", 1.0)


@pytest.mark.parametrize("unit", sorted(load(COMMON, "units")))
def test_a_base_unit_is_its_own_base(unit: str) -> None:
    base, factor = base_unit(unit)
    assert factor > 0
    assert base_unit(base) == (base, 1.0)


def test_an_open_end_is_infinite_and_counts_for_no_size() -> None:
    assert interval(at_least(12)) == (12, inf)
    assert interval(at_most(12)) == (-inf, 12)
    assert size(at_least(12)) == size(at_most(12)) == 12
    assert size(figure(None, None, Hedge.VAGUE)) == 0
    assert size(exact(2, "km")) == 2_000


NUMBERS = st.integers(0, 10**9).map(float)
UNITS = st.sampled_from(["", "km", "mile", "m", "kg"])


@st.composite
def figures(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    hedge, unit = draw(st.sampled_from(Hedge)), draw(UNITS)
    if hedge in {Hedge.AT_LEAST, Hedge.MORE_THAN}:
        return figure(low, None, hedge, unit)
    if hedge in {Hedge.AT_MOST, Hedge.LESS_THAN}:
        return figure(None, high, hedge, unit)
    return figure(low, low if hedge in {Hedge.EXACT, Hedge.ABOUT} else high, hedge, unit)


@given(figures(), figures())
def test_the_order_of_two_figures_changes_nothing(one: Quantity, other: Quantity) -> None:
    assert compare_quantities(one, other) is compare_quantities(other, one)


@given(figures())
def test_a_figure_is_the_same_as_itself(one: Quantity) -> None:
    low, high = interval(one)
    assert low <= high
    assert compare_quantities(one, one) is SAME


@given(figures(), NUMBERS)
def test_a_number_within_an_interval_never_differs_from_it(one: Quantity, number: float) -> None:
    low, high = interval(figure(one.low, one.high, one.hedge))
    inside = compare_quantities(figure(one.low, one.high, one.hedge), exact(number)) is not DIFFERENT
    assert inside == (low <= number <= high)


def days(start: date | None, end: date | None = None, granularity: Granularity = Granularity.DAY) -> DateMention:
    return DateMention(0, 1, "d", start, end or start, granularity)


TENTH, ELEVENTH = date(2024, 12, 10), date(2024, 12, 11)
DECEMBER = days(date(2024, 12, 1), date(2024, 12, 31), Granularity.MONTH)


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        (days(TENTH), days(TENTH), SAME),
        (days(TENTH), days(ELEVENTH), DIFFERENT),
        (days(TENTH), DECEMBER, COMPATIBLE),
        (days(date(2025, 1, 1)), DECEMBER, DIFFERENT),
        (days(None), days(TENTH), COMPATIBLE),
        (days(None), days(None), COMPATIBLE),
        (days(TENTH, ELEVENTH, Granularity.RANGE), days(ELEVENTH), COMPATIBLE),
    ],
)
def test_dates_are_intervals_of_days(one: DateMention, other: DateMention, standing: Standing) -> None:
    assert compare_dates(one, other) is compare_dates(other, one) is standing


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.integers(0, 400), st.integers(0, 800))
def test_dates_differ_exactly_where_no_day_is_shared(start: date, first: int, second: int, gap: int) -> None:
    one = days(start, start + timedelta(first), Granularity.RANGE)
    other = days(start + timedelta(gap), start + timedelta(gap + second), Granularity.RANGE)
    assert (compare_dates(one, other) is DIFFERENT) == (gap > first)
