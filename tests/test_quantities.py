"""Quantities: every annotated sentence is read as annotated; any text is read without error, exactly and linearly."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verify import languages
from verify.datamodels import Hedge, Quantity, Span
from verify.extraction import number_lexicon, number_tokens
from verify.extraction.quantities import find_quantities
from verify.script import folded

DATA = Path(__file__).parent / "data" / "quantities"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru")
SMALLEST_SETS = {"ar": 150, "en": 120, "fr": 100, "es": 30, "tr": 30, "fa": 30, "ru": 30}


def cases(language: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text("utf-8").splitlines()]


CASES = [case for language in LANGUAGES for case in cases(language)]


def read(case: dict[str, Any]) -> list[Quantity]:
    return list(find_quantities(case["text"], case["lang"]))


def is_right(case: dict[str, Any], expected: dict[str, Any], found: Quantity) -> bool:
    start = case["text"].index(expected["surface"])
    overlaps = found.start_char < start + len(expected["surface"]) and start < found.end_char
    return overlaps and (found.low, found.high, found.hedge) == (expected["low"], expected["high"], expected["hedge"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text']}")
def test_annotated_sentence(case: dict[str, Any]) -> None:
    found = read(case)
    assert len(found) == len(case["quantities"]), found
    for expected, quantity in zip(case["quantities"], found, strict=True):
        assert is_right(case, expected, quantity), quantity
        stem = folded(expected["counted"]).removeprefix("ال")
        assert folded(quantity.counted).removeprefix("ال")[:2] == stem[:2], quantity
        if "category" in expected:
            assert quantity.category == expected["category"], quantity


@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_are_large_and_hold_sentences_with_nothing_to_read(language: str) -> None:
    own = cases(language)
    assert len(own) >= SMALLEST_SETS[language]
    assert sum(not case["quantities"] for case in own) >= len(own) // 3
    assert len({case["text"] for case in own}) == len(own)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_category_is_one_of_the_listed_classes(language: str) -> None:
    common = languages.load("common", "quantities")
    english = languages.load("en", "quantities")
    known = {*common["unit_categories"], *english["nouns"], *common["classes"]["outcomes"], "money"}
    for table in ("nouns", "verbs", "nominals", "states"):
        assert set(languages.load(language, "quantities").get(table, {})) <= known | {"injuries"}


def test_numbers_inside_taken_spans_are_left_alone() -> None:
    text = "On 12 May they freed 15 people"
    (found,) = find_quantities(text, "en", [Span(3, 9)])
    assert found.surface == "15 people"
    assert find_quantities(text, "en", [Span(3, 9), Span(21, 23)]) == ()


def test_unit_category_and_scope_are_kept() -> None:
    (killed,) = find_quantities("قُتل ثمانية جنود ماليين في كمين.", "ar")
    assert (killed.category, killed.scope, killed.counted) == ("killed", "جنود ماليين", "جنود")
    (money,) = find_quantities("It paid $1.2bn.", "en")
    assert (money.low, money.unit, money.category, money.surface) == (1_200_000_000.0, "usd", "money", "$1.2bn")


def test_both_separator_conventions() -> None:
    for text, language, value in [
        ("1,234 people", "en", 1234.0),
        ("1.234 personnes", "fr", 1234.0),
        ("1 234 personnes", "fr", 1234.0),
        ("1\u202f234\u202f567 personnes", "fr", 1234567.0),
        ("١٬٢٣٤ شخصا", "ar", 1234.0),
        ("3,5 بالمئة", "ar", 3.5),
        ("٣٫٥ بالمئة", "ar", 3.5),
        ("1.234,5 km", "fr", 1234.5),
        ("1,234.5 km", "en", 1234.5),
        ("১২৩ km", "und", 123.0),
    ]:
        (found,) = find_quantities(text, language)
        assert found.low == value, text


def test_unknown_language_is_harmless() -> None:
    assert find_quantities("Wakati wa mkutano 12 watu", "sw") == ()
    (share,) = find_quantities("Asilimia 12% ya watu", "sw")
    assert (share.low, share.unit) == (12.0, "percent")


ALPHABETS = st.sampled_from([
    "0123456789٠١٢٣۴۵,.٬٫ -–/:%$€",
    "واحدثلةمئالفنحوبينوقتيلجرحىعشرةمليونيوم ًٌَُ ـ",
    "abcdefghij one two dozen hundred and killed people of the half a million's’",
    "quatre-vingt-dix d'une centaine de morts et demi ",
    "\u200c\u200f\u202b\u2066\ufeff\u0301\u0640\u00ad 12",
])  # fmt: skip
_WORDS_OF_NUMBERS = (
    "نحو أكثر من ثلاثة آلاف قتيل و12 جريحا مليون ونصف between 10 and 15 million people - to $ % au moins une"
    " centaine de morts deux heures et demie 2-1 F-16 12 Mayıs 1.500'den fazla kişi بينهم طفلان واحد من الـ 48"
)
WORDS = st.sampled_from(_WORDS_OF_NUMBERS.split())


def check(text: str, language: str) -> None:
    previous = -1
    for found in find_quantities(text, language):
        assert text[found.start_char : found.end_char] == found.surface != ""
        assert found.start_char >= previous
        previous = found.start_char
        assert found.low is None or found.high is None or found.low <= found.high
        assert (found.low is None) == (found.hedge in {Hedge.AT_MOST, Hedge.LESS_THAN})
        assert (found.high is None) == (found.hedge in {Hedge.AT_LEAST, Hedge.MORE_THAN})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, "und"]))
def test_any_text_is_read_with_exact_offsets(text: str, language: str) -> None:
    check(text, language)


@settings(max_examples=300, deadline=None)
@given(ALPHABETS.flatmap(lambda letters: st.text(alphabet=letters, max_size=150)), st.sampled_from(LANGUAGES))
def test_number_like_text_is_read_with_exact_offsets(text: str, language: str) -> None:
    check(text, language)


@settings(max_examples=300, deadline=None)
@example("$ une", "fr")
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(LANGUAGES))
def test_words_of_numbers_in_any_order_are_read(text: str, language: str) -> None:
    check(text, language)


HOSTILE = [
    "1", "1 ", "1.", "1,1", "12-", "1 - ", "1:1 ", "(", "و", "و1", "واحد ", "وواحد ", "مليون ", "مليون ومليون ", "نحو ",
    "أكثر من ", "بين 1 و", "من 1 إلى ", "one ", "one and ", "between 1 and ", "million ", "a ", "half a ", "dozen ",
    "from 1 to ", "killed ", "and ", "cent ", "quatre-vingt-", "une ", "de ", "d'", "$", "$1", "#", "@a", "http://",
    "\u064b", "a\u0301", "\u200f", "12'", "bir ", "iki ", "یک ", "از ", "и ", "два ", ", including ",
    "two soldiers and ", "Two ", "Four Seasons ", "THE 12 ", "قتيلان ", "جندي و", "12 شخصا و",
]  # fmt: skip


class Counting(list[number_tokens.Token]):
    """A list of tokens that counts how often it is looked into: the measure of work, free of clocks."""

    looks = 0

    def __getitem__(self, index: Any) -> Any:
        Counting.looks += 1
        return super().__getitem__(index)


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_linearly_on_hostile_text(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = number_tokens.tokenize
    monkeypatch.setattr(
        "verify.extraction.quantities.tokenize", lambda text, words: Counting(plain(text, words)), raising=True
    )

    def work(times: int, language: str) -> int:
        Counting.looks = 0
        find_quantities(piece * times, language)
        return Counting.looks

    for language in LANGUAGES:
        small, large = work(200, language), work(800, language)
        assert large <= 4.6 * small + 2000, (language, small, large)


def test_hundred_thousand_characters_are_read() -> None:
    for piece in ("ألف وخمسمئة ", "one hundred and ", "1 000 ", "12-", "و1", "a\u0301"):
        check((piece * 100_000)[:100_000], "ar")
        check((piece * 100_000)[:100_000], "fr")


def test_word_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_lexicon, "_CACHE_LIMIT", 50)
    words = number_lexicon.Lexicon("en")
    for number in range(200):
        words.word(f"word{number}")
    assert len(words._words) <= 50
