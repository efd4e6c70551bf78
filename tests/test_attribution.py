"""Who says what: annotated sentences, scopes, invariants, speed of growth."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import growth

from verify.extraction.attribution import find_attributions

DATA = Path(__file__).parent / "data" / "attribution"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru", "xx")
HOSTILE_LENGTH = 100_000

# Precision and recall of (verb, speaker overlapping the annotated one). Measured, less 0.02.
FLOORS = {
    "ar": (0.92, 0.95),
    "en": (0.93, 0.83),
    "fr": (0.98, 0.91),
    "es": (0.98, 0.86),
    "tr": (0.98, 0.90),
    "fa": (0.98, 0.69),
    "ru": (0.98, 0.58),
}


def cases(language: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", FLOORS)
def test_annotated_sentences_are_read(language: str) -> None:
    right = found = wanted = flags = 0
    matched: set[tuple[str, int]] = set()
    for case in cases(language):
        text = str(case["text"])
        actual = find_attributions(text, language)
        found += len(actual)
        for verb, speaker, anonymous in case["attribution"]:  # type: ignore[attr-defined]
            wanted += 1
            start = text.index(speaker)
            end = start + len(speaker)
            match = next((a for a in actual if a.verb == verb and a.start_char < end and start < a.end_char), None)
            right += match is not None
            if match is not None:
                matched.add((text, match.start_char))
            flags += match is not None and match.anonymous == anonymous
    precision, recall = len(matched) / max(found, 1), right / wanted
    print(f"{language}: precision {precision:.3f}, recall {recall:.3f}, anonymous {flags / max(right, 1):.3f}")
    assert (precision >= FLOORS[language][0], recall >= FLOORS[language][1]) == (True, True)
    assert flags >= 0.85 * right


@pytest.mark.parametrize(
    ("language", "text", "verb", "speaker", "scope"),
    [
        ("ar", "وقالت الهيئة في بيان إن القافلة تعرضت للهجوم.", "says", "الهيئة", "القافلة تعرضت للهجوم"),
        ("ar", "قتل جندي، حسب ما أعلنت هيئة أركان الجيش.", "according_to", "هيئة أركان الجيش", "قتل جندي"),
        ("ar", "ونفت وزارة الصحة سقوط قتلى في القصف.", "denies", "وزارة الصحة", "سقوط قتلى في القصف"),
        ("ar", "وقال إن قطر عبّرت عن قلقها.", "says", "قال", "قطر عبّرت عن قلقها"),
        ("en", '"We had no choice," Hutchins told reporters.', "says", "Hutchins", '"We had no choice,"'),
        ("en", "The road was shut, the county sheriff said.", "says", "the county sheriff", "The road was shut"),
        ("en", "According to the Red Crescent, 11,300 died.", "according_to", "the Red Crescent", "11,300 died"),
        ("en", "Two were hurt, said Colonel Samir Benaissa.", "says", "Colonel Samir Benaissa", "Two were hurt"),
        ("fr", "Selon une source, deux sont soignés.", "according_to", "une source", "deux sont soignés"),
        ("fr", "« C'est faux », a affirmé le maire.", "confirms", "le maire", "« C'est faux »"),
        ("tr", "Bakan Can Demir köprünün açıldığını söyledi.", "says", "Bakan Can Demir", "köprünün açıldığını"),
    ],
)
def test_the_scope_is_what_the_speaker_says(language: str, text: str, verb: str, speaker: str, scope: str) -> None:
    found = find_attributions(text, language)
    assert len(found) == 1, found
    one = found[0]
    assert (one.verb, one.surface, text[one.scope.start_char : one.scope.end_char]) == (verb, speaker, scope)


def test_two_speakers_share_a_sentence_at_the_clause() -> None:
    text = "وأكدت مصادر طبية ارتفاع الحصيلة إلى 20 قتيلا، فيما قال شهود عيان إن العدد أكبر."
    first, second = find_attributions(text, "ar")
    assert text[first.scope.start_char : first.scope.end_char] == "ارتفاع الحصيلة إلى 20 قتيلا"
    assert (first.anonymous, second.anonymous) == (True, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There were 30 confirmed cases."),
        ("ar", "قتل جنديان في الهجوم."),
        ("ar", "يذكر أن الزلزال وقع العام الماضي."),
        ("fr", "Le pont a été fermé."),
        ("xx", "He said that it was so."),
    ],
)
def test_nobody_speaks(language: str, text: str) -> None:
    assert find_attributions(text, language) == ()


@given(text=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_exact_offsets(text: str, language: str) -> None:
    for attribution in find_attributions(text, language):
        assert text[attribution.start_char : attribution.end_char] == attribution.surface
        assert 0 <= attribution.scope.start_char <= attribution.scope.end_char <= len(text)


WORDS = ["قال", "الوزير", "إن", "،", '"', "«", "»", "بحسب", "نقلت", "عن", "said", "the mayor", ",", "according to"]


@given(words=st.lists(st.sampled_from(WORDS), max_size=30), language=st.sampled_from(LANGUAGES))
@settings(max_examples=300, deadline=None)
def test_mixed_words_give_exact_offsets(words: list[str], language: str) -> None:
    text = " ".join(words)
    for attribution in find_attributions(text, language):
        assert text[attribution.start_char : attribution.end_char] == attribution.surface
        assert 0 <= attribution.scope.start_char <= attribution.scope.end_char <= len(text)


@pytest.mark.parametrize("piece", ["قال الوزير ", "according to ", "said, ", "« ", "بحسب مصدر، "])
def test_work_grows_linearly_with_hostile_input(piece: str) -> None:
    # Ten times the length is ten times the work; a square would be a hundred.
    assert growth(find_attributions, piece, "en" if piece[0].isascii() else "ar") < 20


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("OCHA first announced 11,300 dead.", "OCHA"),
        ("The minister finally admitted that 3 people died.", "The minister"),
        ("The Red Crescent now says that 40 are missing.", "The Red Crescent"),
        ("The first officials said that the road was open.", "The first officials"),
    ],
)
def test_an_adverb_before_the_verb_is_no_part_of_the_speaker(text: str, speaker: str) -> None:
    assert [found.surface for found in find_attributions(text, "en")] == [speaker]
