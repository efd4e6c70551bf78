"""Reading texts: headers, boilerplate, glued stories. Every text here is written for this project."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reading_fakes import find_dates

from verify.datamodels import Article, BlockKind
from verify.errors import VerifyError
from verify.reading import read_text

LEAD = "أعلنت وزارة الصحة في درنة، الثلاثاء، ارتفاع حصيلة السيول إلى تسعة عشر قتيلا ونحو أربعين مفقودا."
SECOND = "وقالت الوزارة إن فرق الإنقاذ تواصل البحث عن المفقودين في حيين من أحياء المدينة القديمة."
TITLE = "ارتفاع حصيلة سيول درنة إلى تسعة عشر قتيلا"
EN_TITLE = "Flood toll in Derna rises to nineteen"
EN_LEAD = "The toll from the flood in Derna rose to nineteen on Tuesday, the health ministry said."
EN_SECOND = "Rescuers kept looking for the missing in two quarters of the old town, the ministry added."


def read(text: str, path: str = "news.txt") -> tuple[Article, ...]:
    return read_text(text, path=path, find_dates=find_dates)


def one(*lines: str) -> Article:
    articles = read("\n".join(lines))
    assert len(articles) == 1
    return articles[0]


def surfaces(article: Article, *kinds: BlockKind) -> list[str]:
    return [article.text[b.start_char : b.end_char] for b in article.blocks if b.kind in kinds]


def marked(article: Article) -> dict[str, str]:
    return {
        article.text[b.start_char : b.end_char]: b.reason for b in article.blocks if b.kind is BlockKind.BOILERPLATE
    }


# Front matter


def test_front_matter_wins_over_the_text_and_stays_in_it() -> None:
    text = f"---\nsource: صدى\npublished: 2023-09-12T10:30\nlanguage: ar\nurl: https://example.org/a\n---\n{TITLE}\n\n{LEAD}\n"
    article = read(text)[0]
    assert (article.source, article.language, article.url) == ("صدى", "ar", "https://example.org/a")
    assert article.published == datetime(2023, 9, 12, 10, 30)
    assert article.title == TITLE
    assert article.text == text
    assert article.blocks[0].kind is BlockKind.HEADER
    assert article.blocks[0].reason == "front_matter"
    assert {found.name: found.where for found in article.found} == {
        "source": "front_matter",
        "language": "front_matter",
        "url": "front_matter",
        "published": "front_matter",
        "title": "text",
    }


def test_broken_front_matter_is_a_warning_and_the_rest_is_read() -> None:
    article = read(f"---\nsource: صدى\ntitle: واشنطن: لا تعليق\npublished: 2023-09-12\n---\n{LEAD}\n")[0]
    assert "not valid YAML" in article.warnings[0]
    assert (article.source, article.title, article.published) == ("صدى", "واشنطن: لا تعليق", date(2023, 9, 12))


def test_a_day_that_is_none_is_a_warning() -> None:
    article = read(f"---\npublished: yesterday\n---\n{LEAD}\n")[0]
    assert article.published is None
    assert "'yesterday'" in article.warnings[0]


@pytest.mark.parametrize(
    "body", ["!!python/object/apply:os.system ['true']", "[" * 5000, "a: &a [*a]", "- 1\n- 2", "source: [1, 2]"]
)
def test_hostile_front_matter_is_harmless(body: str) -> None:
    article = read(f"---\n{body}\n---\n{LEAD}\n")[0]
    assert article.source == "news"
    assert surfaces(article, BlockKind.BODY) == [LEAD]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    article = read(f"---\n{LEAD}\n{SECOND}")[0]
    assert surfaces(article, BlockKind.BODY) == [LEAD, SECOND]


# Dates, sources and titles in the text


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ([TITLE, "تاريخ النشر: 12 سبتمبر 2023", LEAD], date(2023, 9, 12)),
        ([TITLE, "تاريخ النشر: 12th, September 2023 GMT", LEAD], date(2023, 9, 12)),
        ([TITLE, "في 2023/09/12", LEAD], date(2023, 9, 12)),
        ([TITLE, "● أخبار ليبية ١٢ سبتمبر ٢٠٢٣", LEAD], date(2023, 9, 12)),
        ([TITLE, "12 سبتمبر، 2023", LEAD], date(2023, 9, 12)),
        ([TITLE, "الثلاثاء 12 سبتمبر 2023 - 10:30 بتوقيت غرينتش", LEAD], date(2023, 9, 12)),
        ([f" date 2023-09-12 {LEAD}"], date(2023, 9, 12)),
        ([f"2023-09-12 {LEAD}"], date(2023, 9, 12)),
        ([EN_TITLE, "Published: September 12, 2023", EN_LEAD], date(2023, 9, 12)),
        ([EN_TITLE, "Published on Tuesday, 12 September 2023 at 10:30", EN_LEAD], date(2023, 9, 12)),
        ([EN_TITLE, "Home > World > 2023-09-12 10:30", EN_LEAD], date(2023, 9, 12)),
        (
            [
                "Derna : dix-neuf morts",
                "Publié le 12 septembre 2023 à 10h30",
                "Les crues ont tué dix-neuf personnes à Derna.",
            ],
            date(2023, 9, 12),
        ),
        ([TITLE, LEAD, SECOND, "نشر في 12-09-2023 | عدد القراءات 1204"], date(2023, 9, 12)),
        ([f"DERNA, Sept 12, 2023 (NW) - {EN_LEAD}"], date(2023, 9, 12)),
    ],
)
def test_publication_dates_of_headers(lines: list[str], day: date) -> None:
    article = one(*lines)
    assert article.published == day
    found = next(found for found in article.found if found.name == "published")
    assert (found.value, found.where) == (day.isoformat(), "text")
    assert (
        "2023" in article.text[found.start_char : found.end_char]
        or "٢٠٢٣" in article.text[found.start_char : found.end_char]
    )
    assert not any("2023" in body for body in surfaces(article, BlockKind.BODY))


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, "وقع الزلزال في 12 سبتمبر 2023، وفق ما أعلنت الوزارة في بيان لها."],
        ["هجمات 11 سبتمبر 2001", "بعد هجمات 11 سبتمبر 2001 تغيرت السياسة الأميركية في المنطقة كلها."],
        [EN_TITLE, "Published on 12 September 2023, the report counts nineteen dead in the old town."],
        [EN_TITLE, "On 12 September 2023 the dam broke and the town was under water within an hour."],
        [TITLE, LEAD, "وكانت الوزارة قد أصدرت بيانها الأول في 11 سبتمبر 2023."],
        [TITLE, "هجمات 11 سبتمبر 2001", LEAD],
        [TITLE, "آخر تحديث: 13-09-2023", LEAD],
    ],
)
def test_other_dates_are_never_the_day_of_publication(lines: list[str]) -> None:
    assert one(*lines).published is None


def test_two_publication_dates_are_a_warning_that_names_both() -> None:
    article = one(TITLE, "تاريخ النشر: 12th, September 2023 GMT", "11 سبتمبر، 2023", LEAD)
    assert article.published == date(2023, 9, 12)
    assert len(article.warnings) == 1
    assert "2023-09-12" in article.warnings[0]
    assert "2023-09-11" in article.warnings[0]
    assert not one(TITLE, "تاريخ النشر: 12-09-2023", "12 سبتمبر، 2023", "آخر تحديث: 13-09-2023", LEAD).warnings


def test_front_matter_that_says_the_same_is_no_warning_and_another_day_is() -> None:
    lines = f"{TITLE}\nتاريخ النشر: 12-09-2023\n{LEAD}\n"
    assert not read(f"---\npublished: 2023-09-12\n---\n{lines}")[0].warnings
    assert "front matter" in read(f"---\npublished: 2023-09-11\n---\n{lines}")[0].warnings[0]


def test_the_argument_fills_in_what_the_text_does_not_say() -> None:
    given_day = date(2020, 1, 1)
    silent = read_text(LEAD, path="a.txt", find_dates=find_dates, published=given_day, language="fa")[0]
    assert (silent.published, silent.language) == (given_day, "fa")
    stated = read_text(f"في 2023/09/12\n{LEAD}", path="a.txt", find_dates=find_dates, published=given_day)[0]
    assert (stated.published, stated.language) == (date(2023, 9, 12), "ar")


@pytest.mark.parametrize(
    ("lines", "source", "body"),
    [
        ([TITLE, f"بغداد/المسار: {LEAD}"], "المسار", LEAD),
        ([TITLE, f"درنة (أفق) - {LEAD}"], "أفق", LEAD),
        ([TITLE, f"درنة - أفق: {LEAD}"], "أفق", LEAD),
        ([TITLE, f"درنة - موفد «صدى البحر»: {LEAD}"], "صدى البحر", LEAD),
        ([TITLE, f"(وكالة الساحل) {LEAD}"], "وكالة الساحل", LEAD),
        ([TITLE, f"درنة – {LEAD}"], "news", LEAD),
        ([EN_TITLE, f"DERNA, Libya (NW) — {EN_LEAD}"], "NW", EN_LEAD),
        ([TITLE, "المصدر: صدى البحر", LEAD], "صدى البحر", LEAD),
        ([TITLE, "المصدر: وكالات", LEAD], "news", LEAD),
        ([EN_TITLE, EN_LEAD, "Source: Coast Daily"], "Coast Daily", EN_LEAD),
        ([TITLE, LEAD], "news", LEAD),
    ],
)
def test_sources_and_datelines(lines: list[str], source: str, body: str) -> None:
    article = one(*lines)
    assert article.source == source
    assert surfaces(article, BlockKind.BODY) == [body]


@pytest.mark.parametrize(
    "lead",
    [
        "الحرب – وفق مسؤولين في المنظمة – لن تنتهي قبل نهاية العام الجاري.",
        "The dam - built in 1970 - gave way within minutes, an engineer said.",
        "وزير الصحة: الحصيلة ارتفعت إلى تسعة عشر قتيلا في مدينة درنة وحدها.",
        "واشنطن (الاتحاد) الأوروبي والأمم المتحدة اتفقت على إرسال المساعدات إلى المدينة.",
        "The ministry (MoH) said that nineteen people had died in the old town.",
        "Nineteen people – all of them from one street – died on Tuesday night.",
    ],
)
def test_a_sentence_keeps_its_beginning(lead: str) -> None:
    assert surfaces(one(TITLE, lead), BlockKind.BODY) == [lead]


def test_the_title_is_the_first_headline_and_a_sentence_is_none() -> None:
    assert one(TITLE, LEAD).title == TITLE
    assert one(LEAD, SECOND).title == ""
    assert one("هل تنتهي الحرب في السودان؟", LEAD).title == "هل تنتهي الحرب في السودان؟"


def test_a_repeated_title_counts_once() -> None:
    article = one(TITLE, TITLE, "● أخبار ليبية ١٢ سبتمبر ٢٠٢٣", "", TITLE, "", LEAD)
    assert surfaces(article, BlockKind.HEADING) == [TITLE]
    assert [block.reason for block in article.blocks] == ["", "repeated_title", "published", "repeated_title", ""]


@pytest.mark.parametrize(("text", "code"), [(LEAD, "ar"), (EN_LEAD, "en"), ("123 456", "und"), ("٣٫٥ — !", "und")])
def test_languages(text: str, code: str) -> None:
    assert read(text)[0].language == code


# Boilerplate

BOILERPLATE = {
    "اقرأ أيضاً: أسعار الذهب في مصر": "read_also",
    "إقرأ أيضا : كيف تحمي بيتك من السيول؟": "read_also",
    "طالع أيضاً: خريطة السدود": "read_also",
    "الكاتب: فريق العمل": "author",
    "بقلم: قسم الأخبار": "author",
    "مشاركة:": "share",
    "شارك المقال": "share",
    "تابعونا على تلغرام": "follow_us",
    "اشترك في نشرتنا اليومية ليصلك كل جديد": "subscription",
    "صدى البحر - جميع الحقوق محفوظة": "copyright",
    "المقال لا يعبّر بالضرورة عن رأي الموقع، وكاتبه وحده المسؤول عن محتواه.": "disclaimer",
    "المواد المنسوبة إلى كاتبها لا تمثل بالضرورة رأي الموقع، ومسؤوليتها على أصحابها.": "disclaimer",
    "لقراءة المزيد عن الموضوع، يُنظر ما نشرته الوكالة.": "source_pointer",
    "صدى البحر – متابعة – وكالات": "credit",
    "للمزيد من المعلومات حول هذا الموضوع، يمكنكم الرجوع إلى المصدر.": "source_pointer",
    "إعلان": "advertisement",
    "صورة: منازل جرفتها السيول (أرشيف)": "caption",
    "(الصورة: منازل جرفتها السيول - أرشيفية)": "caption",
    "About Post Author AdminSee author's posts": "author",
    "READ ALSO: How to pack a bag in ten minutes": "read_also",
    "Lire aussi : la longue panne": "read_also",
    "A LIRE AUSSI : le marché déménage": "read_also",
    "Читайте также: сколько стоит склад": "read_also",
    "ـــــــ ــ": "rule",
    "* * *": "rule",
    "https://example.org/news/1": "url",
}


@pytest.mark.parametrize("line", BOILERPLATE)
@pytest.mark.parametrize("place", ["middle", "end"])
def test_boilerplate_is_marked_between_and_below_the_paragraphs(line: str, place: str) -> None:
    lines = [TITLE, "", LEAD, "", line, "", SECOND] if place == "middle" else [TITLE, "", LEAD, "", SECOND, "", line]
    article = one(*lines)
    assert marked(article) == {line: BOILERPLATE[line]}
    assert surfaces(article, BlockKind.BODY) == [LEAD, SECOND]
    assert surfaces(article, BlockKind.HEADING) == [TITLE]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("الرئيسية > دولي > إفريقيا", "breadcrumb"),
        ("علاقات » اميركي", "breadcrumb"),
        ("آخر تحديث: 20:00 بتوقيت مكة المكرمة", "update_stamp"),
        ("صدى البحر.. الخبر كما هو", "slogan"),
        ("البحر نيوز - نافذتك على الحدث", "slogan"),
        ("طرابلس - وكالات ومراسلون", "credit"),
        ("البحر نيوز - متابعة | 11:30", "credit"),
        ("بنغازي - من مراسل صدى البحر", "author"),
        ("By Coast Staff and North Wire", "author"),
        ("Par Jeanne Martin", "author"),
        ("Temps de lecture : 2 min", "counter"),
        ("By our Coast Correspondent | 4 min read", "counter"),
    ],
)
def test_lines_between_title_and_lead(line: str, reason: str) -> None:
    article = one(TITLE, "", line, "", LEAD, "", SECOND)
    assert marked(article) == {line: reason}
    assert article.title == TITLE


def test_slogans_above_the_title() -> None:
    slogans = ["بع، اشتر، اربح… سوقك في جيبك", "دليلك إلى السوق", "مجاني 100%", "بلا عمولة ولا وسيط"]
    article = one(*slogans, "", TITLE, "", LEAD, "", SECOND)
    assert article.title == TITLE
    assert set(marked(article)) == set(slogans)


@pytest.mark.parametrize("line", ["- وكالات", "وكالات-", "صدى البحر – متابعة – وكالات"])
def test_agency_credits_below(line: str) -> None:
    assert "وكالات" in next(iter(marked(one(TITLE, LEAD, SECOND, line))))


@pytest.mark.parametrize(
    "sentence",
    [
        "قال المتحدث إن البيان لا يعبر بالضرورة عن رأي الحكومة كلها.",
        "وتابعونا على الأرض وهم يرفعون الأنقاض حتى الفجر، قال أحد المسعفين.",
        "وكتب الوزير: الحصيلة ليست نهائية بعد، وقد ترتفع في الأيام المقبلة.",
        "وشارك في الاجتماع وزراء من سبع دول.",
        "المصدر: مسؤول في الوزارة رفض ذكر اسمه قال إن الحصيلة سترتفع في الساعات المقبلة وإن البحث مستمر.",
        "By Tuesday evening forty people had died.",
        "Share prices fell by three percent.",
        "Follow-up talks are set for May.",
        "Comments by the minister drew criticism.",
        "Related charges were dropped on Monday.",
        "Par ailleurs, dix personnes ont été arrêtées.",
        "Reuters reported nineteen deaths in the town.",
        "وآخر تحديث للحصيلة يشير إلى تسعة عشر قتيلا.",
        "صورة الوضع لم تتضح بعد في الأحياء الشرقية.",
        "They met again.",
        "آخر الأخبار الواردة من درنة تفيد بارتفاع الحصيلة. وقال الهلال الأحمر إن البحث مستمر.",
        "«لن نرحل من هنا».",
    ],
)
def test_a_true_sentence_is_never_boilerplate(sentence: str) -> None:
    for lines in ([TITLE, LEAD, sentence, SECOND], [TITLE, LEAD, SECOND, sentence]):
        article = one(*lines)
        assert sentence in surfaces(article, BlockKind.BODY, BlockKind.HEADING)


def test_subheads_are_headings() -> None:
    article = one(TITLE, LEAD, "السلام بالمنطقة", SECOND, "ملفات إقليمية", LEAD)
    assert surfaces(article, BlockKind.HEADING) == [TITLE, "السلام بالمنطقة", "ملفات إقليمية"]


def test_headlines_under_a_bare_marker_are_marked_and_the_story_goes_on() -> None:
    links = ["موسم الأمطار يهدد المحاصيل", "أسعار القمح تتراجع"]
    article = one(TITLE, LEAD, "اقرأ أيضاً:", *links, SECOND)
    assert set(marked(article)) == {"اقرأ أيضاً:", *links}
    assert surfaces(article, BlockKind.BODY) == [LEAD, SECOND]


def test_a_marker_run_into_a_paragraph_is_parted() -> None:
    links = "أخبار ذات صلة «التعاون»: بيان جديد نيويورك تفرض «رسوم الزحام»"
    article = one(TITLE, LEAD, f"{links}{SECOND}")
    assert links in marked(article)
    assert SECOND in surfaces(article, BlockKind.BODY)
    verb = "مواضيع ذات صلة السوق يغلق مرتفعا المترو يصل إلى نيويورك"
    glued = one(TITLE, LEAD, f"{verb}قال الوزير إن الحصيلة ترتفع. {SECOND}")
    assert verb in marked(glued)
    assert surfaces(glued, BlockKind.BODY) == [LEAD, f"قال الوزير إن الحصيلة ترتفع. {SECOND}"]
    lost = one(TITLE, LEAD, f"مواضيع ذات صلة السوق يغلق مرتفعا رفض الوزير التعليق على الحصيلة. {SECOND}")
    assert surfaces(lost, BlockKind.BODY) == [LEAD, SECOND]
    tail = one(TITLE, f"{LEAD} اقرأ أيضا: أسعار الذهب اليوم", SECOND)
    assert marked(tail) == {"اقرأ أيضا: أسعار الذهب اليوم": "read_also"}
    assert surfaces(tail, BlockKind.BODY) == [LEAD, SECOND]


def test_markdown_headings_and_items_lose_their_marks_only() -> None:
    article = one(
        f"# {EN_TITLE}",
        "",
        EN_LEAD,
        "",
        "## What is known",
        "",
        f"- {EN_SECOND}",
        "",
        "> Quoted words are kept as they are.",
    )
    assert surfaces(article, BlockKind.HEADING) == [EN_TITLE, "What is known"]
    assert surfaces(article, BlockKind.BODY) == [EN_LEAD, EN_SECOND, "Quoted words are kept as they are."]
    assert article.title == EN_TITLE


def test_a_hard_wrapped_paragraph_is_one_block() -> None:
    first = (
        "The toll from the flood in Derna rose to nineteen on Tuesday and is\n"
        "expected to rise again as rescuers reach the last of the quarters by\n"
        "the sea, the ministry of health said in a statement read on state\n"
        "television at noon."
    )
    second = (
        "Two dams above the town broke within an hour of each other on Sunday\n"
        "night, and the water carried whole streets into the harbour, people\n"
        "who live on the hill said."
    )
    article = read(f"{EN_TITLE}\n\n{first}\n\n{second}\n")[0]
    assert surfaces(article, BlockKind.BODY) == [first, second]


def test_lines_of_an_unwrapped_text_stay_apart() -> None:
    assert surfaces(one(TITLE, LEAD, SECOND), BlockKind.BODY) == [LEAD, SECOND]


# Two stories in one file

OTHER_TITLE = "واشنطن: قواتنا باقية في المنطقة"
OTHER_LEAD = "أكد وزير الدفاع الأميركي، أمس، أن قوات بلاده ستبقى في المنطقة لمواجهة التنظيم."
OTHER_SECOND = "وقال الوزير في تصريحات صحفية إن بلاده ستعيد النظر في عدد جنودها مطلع العام المقبل."
END = ["صدى البحر – متابعة – وكالات", "المصدر: صدى البحر"]


@pytest.mark.parametrize(
    "glued",
    [
        ["إقرأ أيضاً:", OTHER_TITLE, "واشنطن (الاتحاد)", OTHER_LEAD, OTHER_SECOND],
        ["إقرأ أيضاً:", OTHER_TITLE, f"واشنطن (الاتحاد) - {OTHER_LEAD}", OTHER_SECOND],
    ],
)
def test_a_glued_story_with_a_dateline_is_an_article_of_its_own(glued: list[str]) -> None:
    text = "\n".join([TITLE, "تاريخ النشر: 12-09-2023", f"بغداد/المسار: {LEAD}", SECOND, *END, *glued])
    first, second = read(text)
    assert (first.source, second.source) == ("صدى البحر", "الاتحاد")
    assert (first.published, second.published) == (date(2023, 9, 12), None)
    assert second.title == OTHER_TITLE
    assert surfaces(first, BlockKind.BODY) == [LEAD, SECOND]
    assert surfaces(second, BlockKind.BODY) == [OTHER_LEAD, OTHER_SECOND]
    assert first.text == second.text == text
    assert first.end_char == second.start_char
    assert first.id != second.id


def test_a_glued_story_without_a_dateline_below_the_end_of_the_first() -> None:
    first, second = read("\n".join([TITLE, LEAD, SECOND, *END, "اقرأ أيضا", OTHER_TITLE, OTHER_LEAD, OTHER_SECOND]))
    assert surfaces(first, BlockKind.BODY) == [LEAD, SECOND]
    assert second.title == OTHER_TITLE


def test_a_link_in_the_middle_of_a_story_begins_no_other() -> None:
    assert len(read("\n".join([TITLE, LEAD, "اقرأ أيضاً:", "موسم الأمطار يهدد المحاصيل", SECOND, LEAD]))) == 1
    assert len(read("\n".join([TITLE, LEAD, "اقرأ أيضاً: موسم الأمطار يهدد المحاصيل", SECOND, LEAD]))) == 1


# Any text


def check(article: Article) -> None:
    position = 0
    assert 0 <= article.start_char <= article.end_char <= len(article.text)
    for block in article.blocks:
        assert position <= block.start_char < block.end_char
        assert block.end_char <= article.end_char
        assert block.start_char >= article.start_char
        surface = article.text[block.start_char : block.end_char]
        assert surface == surface.strip() or block.reason == "front_matter"
        position = block.end_char
    for found in article.found:
        assert 0 <= found.start_char <= found.end_char <= len(article.text)


LINES = st.sampled_from(
    [
        *BOILERPLATE,
        TITLE,
        LEAD,
        SECOND,
        OTHER_TITLE,
        OTHER_LEAD,
        "إقرأ أيضاً:",
        "واشنطن (الاتحاد)",
        "---",
        "# ",
        "- ",
        "",
        " ",
        "\u202b",
        "12-09-2023",
        "a: b",
        f"بغداد/المسار: {LEAD}",
        *END,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=14).map("\n".join)))
def test_any_text_gives_exact_blocks_in_order(text: str) -> None:
    try:
        articles = read(text)
    except VerifyError:
        return
    assert bool(articles) == bool(text.strip()) or text.lstrip("\ufeff").startswith("---")
    for article in articles:
        assert article.text == text
        check(article)
    spans = [(article.start_char, article.end_char) for article in articles]
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
