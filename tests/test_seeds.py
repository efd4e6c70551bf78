"""The sample articles: they decode, and hold the facts and the mess for which they are there."""

import re
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"
STORIES = SEEDS / "us-qatar-syria"
DERNA = SEEDS / "derna-flood"

PRESENT: list[tuple[str, str]] = [
    ("000", "● أخبار البلد ٢١ ديسمبر ٢٠٢٥"),
    ("000", "الجولة السابعة من الحوار الاستراتيجي"),
    ("000", "ماركو روبيو"),
    ("000", "الشيخ محمد بن عبد الرحمن آل ثاني"),
    ("000", "عشر عمليات عسكرية"),
    ("000", "13 كانون الأول الجاري"),
    ("000", "أكثر من 20 من عناصر"),
    ("000", "أكثر من 50 موقعاً"),
    ("000", '"ضربة عين الصقر"'),
    ("000", "محمد بن عبد العزيز بن صالح الخليفي"),
    ("000", "14 عاماً"),
    ("000", "توماس باراك"),
    ("000", "الكاتب:"),
    ("000", "مشاركة:"),
    ("000", "اقرأ أيضاً:"),
    ("001", "يوم الأربعاء الماضي"),
    ("001", "29 سبتمبر/أيلول"),
    ("001", "قاعدة العديد الجوية"),
    ("001", "عام 2018"),
    ("001", "دونالد ترامب"),
    ("002", "تاريخ النشر: 10th, December 2024 GMT"),
    ("002", "9 ديسمبر، 2024"),
    ("002", "هيئة تحرير الشام"),
    ("002", "“رويترز”"),
    ("002", "إقرأ أيضاً:"),
    ("002", "واشنطن (الساري)"),
    ("002", "لويد أوستن"),
    ("002", "عشرات آلاف المقاتلين"),
    ("002", "قرابة ألفي جندي"),
    ("003", "في 2017/05/31"),
    ("003", "«ريكس تيلرسون»"),
    ("003", "«محمد بن عبد الرحمن آل ثاني»"),
    ("003", "«محمد بن عبدالرحمن آل ثاني»"),
    ("003", "«ستيوارت جونز»"),
    ("003", "فبراير/شباط الماضي"),
    ("004", "جنديان أمريكيان ومترجم"),
    ("004", "أسعد حسن الشيباني"),
    ("004", "SANA"),
]


def story(number: str) -> str:
    """Return the text of the article whose file name begins with the number."""
    (path,) = STORIES.glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8", errors="strict")


def lines(number: str) -> list[str]:
    return [line.strip() for line in story(number).splitlines() if line.strip()]


def test_the_articles_are_there() -> None:
    assert [path.name[:3] for path in sorted(STORIES.iterdir())] == ["000", "001", "002", "003", "004"]
    assert len(list(DERNA.glob("*.txt"))) == 12


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.txt")), ids=lambda path: path.name)
def test_articles_are_clean_utf8(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", errors="strict")
    assert len(text.split()) > 30
    assert "\ufffd" not in text
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\r]", text)


@pytest.mark.parametrize(("number", "surface"), PRESENT)
def test_facts_and_marks_are_there(number: str, surface: str) -> None:
    assert surface in story(number)


def test_no_story_has_front_matter() -> None:
    assert not any(story(f"00{index}").startswith("---") for index in range(5))


def test_first_title_is_repeated() -> None:
    head = lines("000")
    assert head[0] == head[1] == head[3]
    assert head.count(head[0]) == 3


def test_date_stands_before_the_first_word() -> None:
    assert story("001").startswith(" date 2025-12-20 ")


def test_advertisement_mark_is_a_line_of_its_own() -> None:
    assert "إعلان" in lines("001")


def test_second_story_follows_read_also() -> None:
    text = story("002")
    assert text.index("المصدر: المرساة") < text.index("إقرأ أيضاً:") < text.index("واشنطن (الساري)")
    assert len(text[text.index("واشنطن (الساري)") :].split()) > 60


def test_breadcrumb_comes_first_and_agencies_last() -> None:
    assert "»" in lines("003")[0]
    assert lines("003")[-1] == "وكالات-"


def test_slogans_come_before_the_title() -> None:
    found = lines("004")
    title = next(index for index, line in enumerate(found) if "الشيباني وروبيو" in line)
    assert title >= 5
    assert all(len(line.split()) <= 8 for line in found[:title])
    assert not re.search(r"20\d\d|[٠-٩]", story("004"))


@pytest.mark.parametrize("number", ["001", "004"])
def test_headings_stand_between_paragraphs(number: str) -> None:
    assert sum(len(line.split()) <= 7 and not line.endswith(".") for line in lines(number)) >= 3


def test_derna_articles_name_source_and_language() -> None:
    texts = [path.read_text("utf-8") for path in sorted(DERNA.glob("*.txt"))]
    assert all(re.match(r"---\nsource: .+\n", text) for text in texts)
    assert {re.search(r"^language: (\w+)$", text, re.M).group(1) for text in texts if "language:" in text} == {  # type: ignore[union-attr]
        "ar",
        "en",
        "fr",
    }
    assert sum("\npublished:" not in text for text in texts) == 4
    joined = "\n".join(texts)
    assert re.search(r"11[., ]?300", joined)
    assert re.search(r"3[., \u202f]?958", joined)
