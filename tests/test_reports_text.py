"""Cleaning, direction, wording and places: the small parts that every report is made of."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from comparisons import TEXTS, Text, article, comparison, evidence
from hypothesis import example, given
from hypothesis import strategies as st

from verify.datamodels import Evidence, Hedge, Kind, Quantity, Span
from verify.reports import bidi, wording
from verify.reports.excerpts import ELLIPSIS, LONGEST_QUOTE, LONGEST_SPAN, excerpt, shortened
from verify.reports.places import Places, short_names

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Lone surrogates too: file names have them."""


@given(ANY_TEXT)
@example("\x1b[31mred\x1b[0m\x9b31m\u202eoverride\u2066isolate\x00\x7f")
def test_clean_text_holds_nothing_that_a_terminal_or_a_page_obeys(text: str) -> None:
    clean = bidi.clean(text)
    assert not {char for char in clean if unicodedata.category(char) in {"Cc", "Cs"}}
    assert not any(unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF"} for char in clean)
    assert not any(unicodedata.bidirectional(char) in {"LRI", "RLI", "FSI", "PDI"} for char in clean)


def test_a_control_character_is_shown_not_dropped() -> None:
    assert bidi.one_line("a\x1b[2Jb\x9bc") == "a␛[2Jb\\x9bc"


@given(ANY_TEXT)
def test_one_line_is_one_line(text: str) -> None:
    line = bidi.one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip(" ")


@given(ANY_TEXT)
@example("درنة: 3,958")
def test_runs_are_the_text(text: str) -> None:
    assert "".join(run.text for run in bidi.runs(text)) == text
    for run in bidi.runs(text):
        holds = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in run.text)
        assert holds == run.right_to_left


def test_a_number_after_a_colon_is_not_in_the_arabic_run() -> None:
    runs = [(run.text, run.right_to_left) for run in bidi.runs("killed in درنة القديمة: 3,958 or 11,300")]
    assert runs == [("killed in ", False), ("درنة القديمة", True), (": 3,958 or 11,300", False)]
    assert bidi.isolate_runs("killed in درنة: 3") == "killed in \u2068درنة\u2069: 3"


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("48 (صحيفة الوادي), 70 (جريدة)", ["صحيفة الوادي", "جريدة"]),
        ("A: قال «داعش» في سوريا", ["قال «داعش» في سوريا"]),
        ("the group «داعش» left", ["«داعش»"]),
        ("after بعد 29 سبتمبر 2025", ["بعد 29 سبتمبر"]),
        ("in درنة.", ["درنة"]),
        ("A: قال متحدث باسم البلدية ذلك. B", ["قال متحدث باسم البلدية ذلك."]),
        ("cut قال متحدث… — A", ["قال متحدث…"]),
        ("الشرق, النهار and الحياة", ["الشرق", "النهار", "الحياة"]),
    ],
)
def test_phrases_hold_what_is_theirs(text: str, phrases: list[str]) -> None:
    assert [run.text for run in bidi.runs(text) if run.right_to_left] == phrases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال متحدث", "rtl"),
        ("CNN نقلت عن متحدث", "rtl"),
        ("The daily الشرق said", "ltr"),
        ("12:30", "ltr"),
        ("", "ltr"),
        ("אב", "rtl"),
    ],
)
def test_direction_is_that_of_most_letters(text: str, expected: str) -> None:
    assert bidi.direction(text) == expected


@pytest.mark.parametrize(
    ("low", "high", "hedge", "expected"),
    [
        (140.0, None, Hedge.AT_LEAST, "at least 140"),
        (70.0, None, Hedge.MORE_THAN, "more than 70"),
        (20_000.0, 20_000.0, Hedge.ABOUT, "about 20,000"),
        (20.0, 99.0, Hedge.VAGUE, "20–99 (dozens)"),
        (200.0, 999.0, Hedge.VAGUE, "200–999 (hundreds)"),
        (2_000.0, 9_999.0, Hedge.VAGUE, "2,000–9,999 (thousands)"),
        (30.0, 40.0, Hedge.RANGE, "30–40"),
        (None, 12.0, Hedge.LESS_THAN, "fewer than 12"),
        (None, 500.0, Hedge.AT_MOST, "at most 500"),
        (2_300_000.0, 2_300_000.0, Hedge.EXACT, "2,300,000"),
        (0.5, 0.5, Hedge.EXACT, "0.5"),
        (6.25, 6.25, Hedge.EXACT, "6.25"),
        (None, None, Hedge.VAGUE, "an unknown number"),
        (3.0, None, Hedge.EXACT, "at least 3"),
    ],
)
def test_intervals_are_written_as_an_editor_would(
    low: float | None, high: float | None, hedge: Hedge, expected: str
) -> None:
    assert wording.interval(low, high, hedge) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_has_words(value: float) -> None:
    words = wording.number(value)
    assert words
    if abs(value) < 1e15:
        assert float(words.replace(",", "")) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "value", "hedge", "expected"),
    [
        (Kind.QUANTITY, "20000", "about", "about 20,000"),
        (Kind.QUANTITY, "48", "exact", "48"),
        (Kind.QUANTITY, "48", "", "48"),
        (Kind.QUANTITY, "6.4e+10", "exact", "64,000,000,000"),
        (Kind.QUANTITY, "20-99", "vague", "20–99 (dozens)"),
        (Kind.QUANTITY, "more than 70", "more_than", "more than 70"),
        (Kind.DATE, "2025-12-20", "", "20 December 2025"),
        (Kind.DATE, "2025-12-01/2025-12-31", "", "December 2025"),
        (Kind.DATE, "2025-12-01..2025-12-31", "", "December 2025"),
        (Kind.DATE, "2018-01-01/2018-12-31", "", "2018"),
        (Kind.DATE, "2025-12-20/2026-01-02", "", "20 December 2025 – 2 January 2026"),
        (Kind.DATE, "2025-02-30", "", "2025-02-30"),
        (Kind.ROLE, "وزير الخارجية", "", "وزير الخارجية"),
    ],
)
def test_values_are_shown_for_readers(kind: Kind, value: str, hedge: str, expected: str) -> None:
    assert wording.evidence_value(kind, Evidence("a", 0, 1, "x", Span(0, 1), value, hedge)) == expected


def test_the_end_of_time_is_a_date_too() -> None:
    assert wording.days(date(9999, 12, 1), date(9999, 12, 31)) == "December 9999"
    assert wording.days(date(2024, 2, 1), date(2024, 2, 29)) == "February 2024"
    assert wording.days(date(2023, 2, 1), date(2023, 2, 28)) == "February 2023"
    assert wording.days(None, None) == "relative to an unknown day"


def test_a_time_of_publication_keeps_its_zone() -> None:
    assert wording.day(datetime(2024, 12, 10, 14, 5, tzinfo=UTC)) == "10 December 2024, 14:05 UTC"
    assert wording.day(datetime(2024, 12, 10, 14, 5)) == "10 December 2024, 14:05"


def test_units_are_signs_where_there_is_one() -> None:
    assert wording.quantity(Quantity(0, 1, "x", 12.0, 12.0, Hedge.EXACT, unit="percent")) == "12 %"
    assert wording.quantity(Quantity(0, 1, "x", 12.0, 12.0, Hedge.ABOUT, unit="km")) == "about 12 km"


@pytest.mark.parametrize(
    ("code", "name"), [("ar", "Arabic"), ("fa", "Persian"), ("und", "not known"), ("zz", "zz"), ("", "not known")]
)
def test_languages_have_names(code: str, name: str) -> None:
    assert wording.language(code) == name


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    windows = article(Text("w", "in/w.txt", "one\r\ntwo\rthree\nfour", "W", "en"))
    places = Places([windows])
    assert [places.where("w", windows.text.index(word)) for word in ("one", "two", "three", "four")] == [
        "w.txt:1",
        "w.txt:2",
        "w.txt:3",
        "w.txt:4",
    ]


def test_a_page_has_paragraphs_not_lines() -> None:
    page = article(Text("h", "in/page.html", "one\ntwo", "H", "en"))
    places = Places([page], {"in/page.html": "../in/page.html"})
    assert places.where("h", 4) == "page.html ¶1"
    assert places.link("h", 4) == "../in/page.html"


def test_a_link_cannot_leave_its_target() -> None:
    odd = article(Text("o", "in/a b)](javascript:x).txt", "one\ntwo", "O", "en"))
    link = Places([odd], {odd.path: odd.path}).link("o", 4)
    assert link == "in/a%20b%29%5D%28javascript%3Ax%29.txt#L2"
    host = article(Text("o", "//host/x.txt", "one", "O", "en"))
    assert Places([host], {host.path: host.path}).link("o") == "./host/x.txt"


def test_short_names_tell_files_apart() -> None:
    assert short_names(["a/x/1.txt", "a/y/1.txt", "a/y/2.txt"]) == {
        "a/x/1.txt": "x/1.txt",
        "a/y/1.txt": "y/1.txt",
        "a/y/2.txt": "2.txt",
    }
    assert short_names(["-"]) == {"-": "-"}
    assert short_names(["x.txt", "in/x.txt"])["in/x.txt"] == "in/x.txt"


def test_two_paths_never_share_a_name() -> None:
    names = short_names(["x.txt", "in/x.txt", "in/in/x.txt"])
    assert len(set(names.values())) == 3


@given(ANY_TEXT, st.integers(0, 50), st.integers(0, 50))
def test_an_excerpt_shows_its_marked_words(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    shown = excerpt(text, Span(0, len(text)), Span(start, end))
    assert bidi.one_line(text[start:end]) in bidi.one_line(shown.marked) or ELLIPSIS in shown.marked
    assert len(shown.text) <= LONGEST_QUOTE + LONGEST_SPAN


def test_a_long_sentence_is_cut_round_the_words_that_matter() -> None:
    text = "before " * 1000 + "at least 140 people" + " after" * 1000
    start = text.index("at least")
    shown = excerpt(text, Span(0, len(text)), Span(start, start + 19))
    assert shown.marked == "at least 140 people"
    assert shown.before.startswith(ELLIPSIS + "before")
    assert shown.after.endswith("after" + ELLIPSIS)
    assert len(shown.text) <= LONGEST_QUOTE + 4
    short = evidence(article(TEXTS[1]), "212", "212")
    assert short.surface == "212"


def test_a_text_without_spaces_is_cut_too() -> None:
    assert len(shortened("x" * 100_000)) == LONGEST_QUOTE + 1


def test_a_headline_names_a_few_sources_and_counts_the_rest() -> None:
    finding = comparison().findings[0]
    said = [("2 March", ["A", "B", "C", "D", "E"]), ("3 March", ["F"])]
    assert wording.headline(finding, said) == "Start of the fire: 2 March (A, B and 3 more) against 3 March (F)"
