"""Articles that carry one text are one origin, edited or not; accounts of one event are not."""

from __future__ import annotations

import pytest

from verify.matching.origins import LEAST_SHINGLES, SHINGLE, origins

AGENCY = (
    "A train carrying wheat left the rails near Homs on Monday and two of its wagons caught fire. The railway "
    "said that nine people were hurt, none of them badly. Traffic between Homs and Tartus stopped for six hours "
    "while a crane cleared the line. Engineers are examining a cracked rail that was last inspected in the "
    "spring."
)
EDITED = (
    "HOMS - A train loaded with wheat left the rails near Homs on Monday and two of its wagons caught fire. The "
    "railway said nine people were hurt, none badly. Traffic between Homs and Tartus stopped for six hours while "
    "a crane cleared the line. The governor has promised an inquiry within a month."
)
OWN = (
    "Two grain wagons burned and nine passengers were slightly injured when a goods train was derailed outside "
    "Homs. The line to the coast reopened in the evening. An engineer told us that a broken rail is the likely "
    "cause, and that nobody had looked at it since April."
)
ARABIC = (
    "خرج قطار يحمل القمح عن سكته قرب حمص يوم الاثنين واشتعلت النار في عربتين من عرباته. وقالت مؤسسة السكك"
    " الحديدية إن تسعة أشخاص أصيبوا بجروح طفيفة. وتوقفت الحركة بين حمص وطرطوس ست ساعات ريثما رفعت رافعة "
    "العربات عن الخط."
)
ARABIC_EDITED = (
    "حمص - خَرَجَ قطارٌ يحمل القمح عن سكته قرب حمص يوم الإثنين، واشتعلت النار في عربتين من عرباته، وأصيب "
    "تسعة أشخاص. وتوقفت الحركة بين حمص وطرطوس ست ساعات ريثما رفعت رافعة العربات عن الخط، ووعد المحافظ "
    "بالتحقيق."
)
ARABIC_OWN = (
    "أصيب تسعة ركاب بجروح طفيفة عندما انقلبت عربات قطار بضائع خارج مدينة حمص، كما أبلغنا مهندس في المؤسسة"
    " العامة للخطوط. وعاد السير إلى الساحل مساء بعد إصلاح قضيب مكسور لم يفحصه أحد منذ نيسان."
)


def test_the_same_text_is_one_origin() -> None:
    assert origins([AGENCY, AGENCY, AGENCY]) == [0, 0, 0]


@pytest.mark.parametrize(
    ("text", "edited", "own"), [(AGENCY, EDITED, OWN), (ARABIC, ARABIC_EDITED, ARABIC_OWN)], ids=["en", "ar"]
)
def test_an_edited_copy_is_of_the_origin_and_an_own_report_is_not(text: str, edited: str, own: str) -> None:
    assert origins([text, own, edited]) == [0, 1, 0]
    assert origins([own, edited, text]) == [0, 1, 1]


def test_a_copy_within_a_longer_article_is_of_the_origin() -> None:
    assert origins([AGENCY, f"{OWN} {AGENCY} {OWN}"]) == [0, 0]


def test_a_copy_of_a_copy_is_of_the_origin() -> None:
    sentences = AGENCY.split(". ")
    first, last = ". ".join(sentences[:3]), ". ".join(sentences[1:])
    assert origins([first, OWN, last, AGENCY]) == [0, 1, 0, 0]


def test_marks_and_spacing_do_not_tell_copies_apart() -> None:
    assert origins([AGENCY, AGENCY.upper().replace(" ", "\n")]) == [0, 0]


def test_what_is_too_short_is_no_copy() -> None:
    words = AGENCY.split()
    longest = " ".join(words[: LEAST_SHINGLES + SHINGLE - 2])
    assert origins([longest, longest]) == [0, 1]
    assert origins([" ".join(words[: LEAST_SHINGLES + SHINGLE - 1])] * 2) == [0, 0]


def test_nothing_and_empty_texts() -> None:
    assert origins([]) == []
    assert origins(["", "", AGENCY]) == [0, 1, 2]


def test_a_quoted_sentence_makes_no_copy() -> None:
    quoted = AGENCY.split(". ")[1]
    assert origins([AGENCY, f"{OWN} {quoted}. {' '.join(OWN.split()[::-1])}"]) == [0, 1]
