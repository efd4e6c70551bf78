import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import growth

from verify.datamodels import Article, Block, BlockKind
from verify.segmenting import MAX_QUOTE_CHARS, MAX_SENTENCE_CHARS, segment, split

CASES = [
    pytest.param(path.stem, case["text"], case["sentences"], id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "data" / "segmenting").glob("*.jsonl"))
    for number, case in enumerate(map(json.loads, path.read_text("utf-8").splitlines()), start=1)
]
MARKS = ".!?؟…«»“”\"'()[]1٢دأ.م \u200f\u202b\n\r،;:-aA"


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[span.start_char : span.end_char] for span in split(text, language)]


def make_article(text: str, *blocks: Block, language: str = "en") -> Article:
    return Article("id", "a.txt", text, "a", "", language, None, None, 0, len(text), blocks)


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_cases(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_there_are_forty_cases_for_each_first_language() -> None:
    counts = {code: sum(case.values[0] == code for case in CASES) for code in ("ar", "en", "fr")}
    assert min(counts.values()) >= 40


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(MARKS, max_size=80)), st.sampled_from(["ar", "en", "fr", "tr", "xx", "und"]))
def test_any_text_gives_exact_ordered_spans_and_loses_no_letter(text: str, language: str) -> None:
    position = 0
    for span in split(text, language):
        surface = text[span.start_char : span.end_char]
        assert span.start_char >= position
        assert surface
        assert surface == surface.strip()
        assert len(surface) <= MAX_SENTENCE_CHARS
        assert not text[position : span.start_char].strip()
        position = span.end_char
    assert not text[position:].strip()


def test_a_text_without_marks_is_one_sentence_up_to_the_limit() -> None:
    text = "كلمة " * 300
    assert sentences(text, "ar") == [text.strip()]
    long = "كلمة " * 900
    parts = sentences(long, "ar")
    assert len(parts) == 3
    assert all(len(part) <= MAX_SENTENCE_CHARS and part.endswith("كلمة") for part in parts)
    assert sentences("a" * (2 * MAX_SENTENCE_CHARS)) == ["a" * MAX_SENTENCE_CHARS] * 2


def test_a_long_quotation_is_parted_and_a_short_one_is_not() -> None:
    sentence = "We have counted the bodies one by one since the morning. "
    short = f"He said: “{sentence * 2}It is over.”"
    long = f"He said: “{sentence * (MAX_QUOTE_CHARS // len(sentence) + 2)}It is over.”"
    assert len(sentences(short)) == 1
    assert len(sentences(long)) > 4


def test_a_quotation_that_is_never_closed_holds_nothing_together() -> None:
    assert sentences("قال: «لن نتراجع. سنمضي. وغادر.", "ar") == ["قال: «لن نتراجع.", "سنمضي.", "وغادر."]
    assert len(sentences('It is "done. He left. They stayed.')) == 3


def test_an_unknown_language_is_split_by_the_marks_alone() -> None:
    assert sentences("Kaksi kuoli. Kolme haavoittui.", "fi") == ["Kaksi kuoli.", "Kolme haavoittui."]
    assert sentences("两人死亡。三人受伤。", "zh") == ["两人死亡。", "三人受伤。"]


def test_segment_reads_bodies_and_headings_only() -> None:
    text = "Who pays? Nobody. Ever\nHome > World\nTwo died. Three left."
    at = text.index("Home")
    body = text.index("Two")
    article = make_article(
        text,
        Block(0, at - 1, BlockKind.HEADING),
        Block(at, body - 1, BlockKind.BOILERPLATE, "breadcrumb"),
        Block(body, len(text), BlockKind.BODY),
    )
    found = segment(article)
    assert [(s.surface, s.is_heading, s.index) for s in found] == [
        ("Who pays? Nobody. Ever", True, 0),
        ("Two died.", False, 1),
        ("Three left.", False, 2),
    ]
    assert all(text[s.start_char : s.end_char] == s.surface and s.article == "id" for s in found)


def test_a_line_break_inside_a_block_ends_nothing() -> None:
    text = "The death toll from the quake\nrose to 19 on Friday. Three\nmore are missing."
    found = segment(make_article(text, Block(0, len(text), BlockKind.BODY)))
    assert [s.surface for s in found] == [
        "The death toll from the quake\nrose to 19 on Friday.",
        "Three\nmore are missing.",
    ]


@pytest.mark.parametrize("piece", [". ", "«", '"', "(", "د. ", "U.S. ", "…", ".»", "a.) ", "«a. ", " ", "[1].", "؟»"])
def test_work_grows_with_the_length_only(piece: str) -> None:
    # Ten times the length is ten times the work; a square would be a hundred.
    assert growth(split, piece, "ar") < 20
