"""Negation, denial and modality with their scope: annotated sentences, opposites, invariants, speed of growth."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from steps import growth

from verify.extraction.polarity import find_polarities, opposites
from verify.extraction.words import key

DATA = Path(__file__).parent / "data" / "polarity"
LANGUAGES = ("ar", "en", "fr", "es", "tr", "fa", "ru", "xx")
HOSTILE_LENGTH = 100_000

# Precision and recall of (kind, cue). Measured, less 0.02.
FLOORS = {
    "ar": (0.94, 0.94),
    "en": (0.98, 0.98),
    "fr": (0.90, 0.73),
    "es": (0.98, 0.98),
    "tr": (0.98, 0.75),
    "fa": (0.98, 0.64),
    "ru": (0.98, 0.86),
}


def cases(language: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text("utf-8").splitlines()]


def bare(cue: str) -> str:
    """Leave the Arabic conjunction out: it may stand within the cue or not."""
    return key(cue).removeprefix("و")


@pytest.mark.parametrize("language", FLOORS)
def test_annotated_sentences_are_read(language: str) -> None:
    right = found = wanted = 0
    for case in cases(language):
        actual = {(p.kind.value, bare(p.surface)) for p in find_polarities(str(case["text"]), language)}
        expected = {(kind, bare(cue)) for kind, cue in case["polarity"]}  # type: ignore[attr-defined]
        right += len(actual & expected)
        found += len(actual)
        wanted += len(expected)
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    print(f"{language}: precision {precision:.3f}, recall {recall:.3f}, {wanted} cues")
    assert (precision >= FLOORS[language][0], recall >= FLOORS[language][1]) == (True, True)


@pytest.mark.parametrize(
    ("language", "text", "kind", "cue", "scope"),
    [
        ("ar", "لم تتبن أي جهة العملية، لكن الجيش يحقق.", "negation", "لم", "تتبن أي جهة العملية"),
        ("ar", "الجيش نفى سقوط مدنيين.", "denial", "نفى", "سقوط مدنيين"),
        ("ar", "قد يكون أصيب خطأ، وهو حي.", "modality", "قد", "يكون أصيب خطأ"),
        ("en", "It did not accept the offer, but it paid.", "negation", "not", "accept the offer"),
        ("en", "The rebels may return to the town.", "modality", "may", "return to the town"),
        ("en", "They denied the report.", "denial", "denied", "the report"),
        ("fr", "Elle n'a pas démissionné mais part.", "negation", "n'a", "pas démissionné"),
        ("es", "No llegó la ayuda, pero sí el médico.", "negation", "No", "llegó la ayuda"),
        ("tr", "Bakan iddiayı yalanladı.", "denial", "yalanladı", "Bakan iddiayı"),
        ("ru", "Министр опроверг сообщения.", "denial", "опроверг", "сообщения"),
    ],
)
def test_a_cue_governs_its_clause(language: str, text: str, kind: str, cue: str, scope: str) -> None:
    found = find_polarities(text, language)
    assert len(found) == 1, found
    one = found[0]
    assert (one.kind.value, one.surface, text[one.scope.start_char : one.scope.end_char]) == (kind, cue, scope)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "لا يزال البحث جاريا"),
        ("ar", "ما زال الطريق مفتوحا"),
        ("ar", "ليس فقط في المدينة"),
        ("ar", "لا سيما في الجنوب"),
        ("ar", "وقد أعلن الوزير القرار"),
        ("ar", "كان قد تلقى الجرعة"),
        ("ar", "سيارات وسيدة وسياسة"),
        ("ar", "تعاون البلدان سياسيا واقتصاديا"),
        ("ar", "تحدث ستيوارت إلى الصحافة في سيول"),
        ("ar", "وجدوا سترات النجاة"),
        ("en", "It is not only about money."),
        ("en", "No fewer than 40 houses stood there."),
        ("fr", "Non seulement le pont a tenu."),
        ("es", "No solo subió el precio."),
        ("xx", "He did not go."),
    ],
)
def test_what_looks_negative_and_is_not(language: str, text: str) -> None:
    assert find_polarities(text, language) == ()


def test_opposites_stand_on_two_sides_of_one_pair() -> None:
    for language, left, right in (("ar", "ارتفع", "انخفض"), ("en", "rose", "fell"), ("fr", "acquitté", "condamné")):
        pairs = opposites(language)
        sides = dict(pairs[key(left)])
        assert any(name in sides and sides[name] != side for name, side in pairs[key(right)])


def test_pairs_have_the_same_names_in_every_language() -> None:
    named = {name for language in ("ar", "en") for sides in opposites(language).values() for name, _ in sides}
    for language in ("fr", "es", "tr", "fa", "ru"):
        assert {name for sides in opposites(language).values() for name, _ in sides} <= named


@given(text=st.text(max_size=200), language=st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_exact_offsets(text: str, language: str) -> None:
    for polarity in find_polarities(text, language):
        assert text[polarity.start_char : polarity.end_char] == polarity.surface
        assert 0 <= polarity.scope.start_char <= polarity.scope.end_char <= len(text)


@pytest.mark.parametrize("piece", ["لم ", "not ", "ne ", "قد ي", "no longer "])
def test_work_grows_linearly_with_hostile_input(piece: str) -> None:
    language = "fr" if piece == "ne " else "en" if piece[0].isascii() else "ar"
    # Ten times the length is ten times the work; a square would be a hundred.
    assert growth(find_polarities, piece, language) < 20
