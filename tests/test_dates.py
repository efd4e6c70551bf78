"""Dates: annotated sentences by language, invariants for any text, and the calendars against the libraries' own."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import growth

from verify.datamodels import DateMention, Granularity
from verify.extraction.date_calendar import make, season
from verify.extraction.dates import find_dates

DATA = Path(__file__).parent / "data" / "dates"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru")
FLOOR = {"ar": 1.0, "en": 1.0, "fr": 1.0, "es": 1.0, "tr": 1.0, "fa": 1.0, "ru": 1.0}
"""The share of dates read right that each set holds; these sets were written with the rules and measure no accuracy."""
PUBLISHED = date(2025, 10, 3)
ARAB_LOCALES = (
    "ar_EG",
    "ar_SA",
    "ar_SY",
    "ar_LB",
    "ar_IQ",
    "ar_JO",
    "ar_MA",
    "ar_DZ",
    "ar_TN",
    "ar_AE",
    "ar_SD",
    "ar_LY",
    "ar_MR",
)


@cache
def sentences(language: str) -> tuple[dict[str, Any], ...]:
    lines = (DATA / f"{language}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def is_right(mention: DateMention, wanted: dict[str, Any], text: str) -> bool:
    at = text.index(wanted["surface"])
    overlaps = mention.start_char < at + len(wanted["surface"]) and at < mention.end_char
    return overlaps and mention.start == day(wanted["start"]) and mention.end == day(wanted["end"])


def read(case: dict[str, Any]) -> tuple[DateMention, ...]:
    return find_dates(case["text"], case["lang"], day(case["published"]))


def one(text: str, language: str, published: date | None = PUBLISHED) -> DateMention:
    mentions = find_dates(text, language, published)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_annotated_dates_are_read(language: str) -> None:
    missed = []
    total = 0
    for case in sentences(language):
        left = list(read(case))
        for wanted in case["dates"]:
            total += 1
            hit = next((mention for mention in left if is_right(mention, wanted, case["text"])), None)
            if hit is None:
                missed.append((case["text"], wanted["surface"]))
            else:
                left.remove(hit)
    assert 1 - len(missed) / total >= FLOOR[language], missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_read_where_there_is_no_date(language: str) -> None:
    misread = [case["text"] for case in sentences(language) if not case["dates"] and read(case)]
    assert misread == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_more_is_read_than_is_annotated(language: str) -> None:
    extra = [case["text"] for case in sentences(language) if len(read(case)) > len(case["dates"])]
    assert extra == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_are_large_and_a_quarter_holds_nothing(language: str) -> None:
    floor = {"ar": 120, "en": 100, "fr": 80}.get(language, 30)
    cases = sentences(language)
    assert len(cases) >= floor
    assert sum(not case["dates"] for case in cases) >= len(cases) / 4


def test_unresolvable_dates_are_kept_as_relative() -> None:
    mention = one("وصل الوزير الثلاثاء إلى عمّان.", "ar", None)
    assert (mention.start, mention.end, mention.relative) == (None, None, True)


def test_stated_dates_need_no_day_of_publication() -> None:
    mention = one("The accord was signed on December 10, 2024.", "en", None)
    assert (mention.start, mention.relative) == (date(2024, 12, 10), False)


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [
        ("Fire broke out at about 2:40 p.m. Tuesday.", "en", "14:40"),
        ("وقع الانفجار مساء الأربعاء.", "ar", "evening"),
        ("وقع الهجوم فجر الخميس.", "ar", "dawn"),
        ("وقع الهجوم الخميس عند الساعة السادسة صباحا.", "ar", "06:00"),
        ("بدأ الحفل الخميس عند الساعة الثامنة والنصف مساء.", "ar", "20:30"),
        ("Le train a déraillé mercredi à 14h20.", "fr", "14:20"),
        ("Les secours sont arrivés mercredi soir.", "fr", "evening"),
        ("Police arrived early Wednesday.", "en", "morning"),
    ],
)
def test_time_of_day_goes_with_its_date(text: str, language: str, hour: str) -> None:
    assert one(text, language).hour == hour


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The 6.38am service was late.", "en"),
        ("بدأت العملية عند الساعة الثانية والنصف فجرا.", "ar"),
        ("Les tirs ont éclaté vers 21 heures.", "fr"),
    ],
)
def test_time_of_day_alone_is_no_date(text: str, language: str) -> None:
    assert find_dates(text, language, PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "language", "granularity"),
    [
        ("في 5 مايو 2024", "ar", Granularity.DAY),
        ("من 5 إلى 7 مايو 2024", "ar", Granularity.RANGE),
        ("الأسبوع الماضي", "ar", Granularity.WEEK),
        ("مطلع مايو 2024", "ar", Granularity.PART_OF_MONTH),
        ("in May 2024", "en", Granularity.MONTH),
        ("in early 2024", "en", Granularity.PART_OF_YEAR),
        ("in 2024", "en", Granularity.YEAR),
        ("in the 1990s", "en", Granularity.DECADE),
    ],
)
def test_granularity_is_as_stated(text: str, language: str, granularity: Granularity) -> None:
    assert one(text, language).granularity is granularity


def test_the_day_of_the_month_wins_over_a_wrong_weekday() -> None:
    assert one("signé le lundi 2 octobre 2025", "fr").start == date(2025, 10, 2)
    assert one("signed on Monday, 1 October 2025", "en").start == date(2025, 10, 1)


@pytest.mark.parametrize("locale", ARAB_LOCALES)
def test_every_arab_country_month_name_is_known(locale: str) -> None:
    for number, name in Locale.parse(locale).months["format"]["wide"].items():
        assert one(f"في 5 {name} 2024", "ar", None).start == date(2024, number, 5), name


@pytest.mark.parametrize("language", ["en", "fr", "es", "tr", "ru"])
def test_every_month_name_of_cldr_is_known(language: str) -> None:
    for number, name in Locale.parse(language).months["format"]["wide"].items():
        assert one(f"5 {name} 2024", language, None).start == date(2024, number, 5), name


def test_dates_of_another_language_are_read_when_complete() -> None:
    assert one("تاريخ النشر: 10th, December 2024 GMT", "ar", None).start == date(2024, 12, 10)
    assert one("Photo: ٢١ ديسمبر ٢٠٢٥", "en", None).start == date(2025, 12, 21)
    assert find_dates("Sie kamen im Mai und am Dienstag.", "de", PUBLISHED) == ()
    assert one("Stand: 31.08.2023", "de", None).start == date(2023, 8, 31)


def test_ambiguous_numeric_order_follows_the_language_or_publication() -> None:
    assert one("03/04/2025", "fr", None).start == date(2025, 4, 3)
    assert one("03/04/2025", "en", None).start == date(2025, 3, 4)
    assert one("09/10/2025", "en", date(2025, 10, 12)).start == date(2025, 10, 9)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_persian_calendar_agrees_with_convertdate() -> None:
    from convertdate import persian  # noqa: PLC0415 - heavy, and used here only

    for year in range(1401, 1407):
        assert make(year, 1, 1, "persian") == date(*persian.to_gregorian(year, 1, 1))
        assert make(year, 7, 31, "persian") is None
        assert make(year, 12, 29, "persian") is not None
    assert make(1403, 12, 30, "persian") == date(2025, 3, 20)  # 1403 is a leap year, 1404 is not
    assert make(1404, 12, 30, "persian") is None


def test_a_winter_ends_in_the_next_year() -> None:
    winter = season(2023, "winter")
    assert winter is not None
    assert (winter.start, winter.end) == (date(2023, 12, 1), date(2024, 2, 29))


WORDS = (
    *("يوم", "الثلاثاء", "الماضي", "5", "و", "من", "إلى", "مايو", "2024", "/", "-", ",", "March", "last", "week", "of"),
    *("3", "ago", "le", "1er", "mars", "12:30", "31.12.2024", "\n", "مطلع", "عام", "99999", "hier", "پیش", "۱۴۰۳"),
    *("10,", "\u0640", "الساعة", "السادسة", "والنصف", "مساء", "p.m.", "early", "Q2", "1990s", "$", "%"),
)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))


@settings(deadline=None)  # the first text of a language loads its words
@given(text=texts, language=st.sampled_from((*LANGUAGES, "de", "und", "")), published=st.none() | st.dates())
def test_any_text_gives_exact_offsets(text: str, language: str, published: date | None) -> None:
    end = 0
    for mention in find_dates(text, language, published):
        assert text[mention.start_char : mention.end_char] == mention.surface
        assert end <= mention.start_char < mention.end_char <= len(text)
        end = mention.end_char
        assert (mention.start is None) == (mention.end is None)
        if mention.start is not None and mention.end is not None:
            assert mention.start <= mention.end
        if published is None and mention.relative:
            assert mention.start is None


@pytest.mark.parametrize(
    "unit", ["5 و", "last ", "12-", "1.", "من 5 إلى ", "الثلاثاء ", "March 5, ", "2024 و", "a", "' "]
)
def test_work_grows_with_length(unit: str) -> None:
    # Ten times the length is ten times the work; a square would be a hundred.
    assert growth(find_dates, unit, "ar", PUBLISHED) < 20
    assert growth(find_dates, unit, "en", PUBLISHED) < 20


def test_a_day_later_moves_relative_dates_by_a_day() -> None:
    first = one("وقال المتحدث أمس إن الهدنة صامدة.", "ar")
    second = one("وقال المتحدث أمس إن الهدنة صامدة.", "ar", PUBLISHED + timedelta(days=1))
    assert first.start is not None
    assert second.start == first.start + timedelta(days=1)
