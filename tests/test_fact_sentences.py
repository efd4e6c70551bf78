"""The annotated fact sentences hold together: offsets, intervals, calendar, and the share with nothing to read."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from verify.datamodels import Hedge

FACTS = Path(__file__).parent / "data" / "facts"
AT_LEAST = {"ar": 300, "en": 300, "fr": 300, "es": 80, "tr": 80, "fa": 80, "ru": 80}
VERBS = {"says", "denies", "claims", "confirms", "announces", "according_to"}
WEEKDAYS = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "tr": ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "ru": ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень"),
}
"""Monday first; lower case, stems where the language inflects."""
OPEN_ENDS = {Hedge.AT_LEAST: "high", Hedge.MORE_THAN: "high", Hedge.AT_MOST: "low", Hedge.LESS_THAN: "low"}

Row = dict[str, Any]


def rows(language: str) -> list[Row]:
    lines = (FACTS / f"{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("language", AT_LEAST)
def test_surfaces_stand_where_they_say(language: str) -> None:
    for row in rows(language):
        items = [*row["quantities"], *row["dates"], *row["attributions"]]
        for item in items:
            start, surface = item["start_char"], item["surface"]
            assert surface
            assert surface == surface.strip()
            assert row["text"][start : start + len(surface)] == surface, row["text"]


@pytest.mark.parametrize("language", AT_LEAST)
def test_intervals_fit_their_hedges(language: str) -> None:
    for row in rows(language):
        for item in row["quantities"]:
            low, high, hedge = item["low"], item["high"], Hedge(item["hedge"])
            if hedge in OPEN_ENDS:
                assert item[OPEN_ENDS[hedge]] is None
                assert (low is None) != (high is None)
            elif hedge in {Hedge.RANGE, Hedge.VAGUE}:
                assert low < high, row["text"]
            else:
                assert low == high, row["text"]


@pytest.mark.parametrize("language", AT_LEAST)
def test_days_are_days_and_weekdays_agree(language: str) -> None:
    for row in rows(language):
        published = date.fromisoformat(row["published"])
        names = WEEKDAYS[row["lang"]]
        for item in row["dates"]:
            start, end = date.fromisoformat(item["start"]), date.fromisoformat(item["end"])
            assert start <= end, row["text"]
            surface = item["surface"].lower()
            # Longest name first: "cumartesi" holds "cuma", "سه‌شنبه" holds "شنبه".
            named = next((name for name in sorted(names, key=len, reverse=True) if name in surface), None)
            if named is None:
                continue
            assert names[start.weekday()] in surface
            if start == end:
                assert start.weekday() == names.index(named)
            if not re.search(r"\d", surface):
                assert abs(start - published) <= timedelta(days=7)


@pytest.mark.parametrize("language", AT_LEAST)
def test_attributions_use_the_words_of_the_domain(language: str) -> None:
    for row in rows(language):
        assert {item["verb"] for item in row["attributions"]} <= VERBS
        assert row["denied"] == any(item["verb"] == "denies" for item in row["attributions"])


@pytest.mark.parametrize("language", AT_LEAST)
def test_a_trap_has_nothing_to_read(language: str) -> None:
    for row in rows(language):
        assert row["difficulty"] in {"easy", "hard", "trap"}
        if row["difficulty"] == "trap":
            assert row["quantities"] == row["dates"] == []


@pytest.mark.parametrize(("language", "count"), AT_LEAST.items())
def test_enough_sentences_and_enough_hard_ones(language: str, count: int) -> None:
    found = rows(language)
    texts = {row["text"] for row in found}
    assert len(texts) == len(found) >= count
    assert {row["lang"] for row in found} == {language}
    assert sum(row["difficulty"] != "easy" for row in found) >= len(found) / 2
    assert sum(row["difficulty"] == "trap" for row in found) >= len(found) / 4


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_enough_speakers_in_the_first_languages(language: str) -> None:
    assert sum(bool(row["attributions"]) for row in rows(language)) >= 100
    assert sum(row["denied"] for row in rows(language)) >= 20
