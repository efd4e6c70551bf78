"""The Markdown report: its order, its tables, and that nothing of an article is ever markup."""

import importlib
import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser

import pytest
from comparisons import NOW, TEXTS, Text, article, check_result, claims_of, comparison, diff, evidence
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from verify.datamodels import (
    Article,
    Comparison,
    Diff,
    DiffRow,
    DiffStatus,
    Evidence,
    Finding,
    Kind,
    ModelInfo,
    NotCompared,
    Relation,
    Span,
    Unreadable,
)
from verify.reports import as_json, markdown, markdown_pair
from verify.reports.bidi import one_line
from verify.reports.excerpts import shortened
from verify.reports.markup import escape

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<details><summary>x</summary>",
    "</td></tr></table><h1>mine</h1>",
    "[click](javascript:alert(1)) ![pixel](//evil.example/p.png)",
    "a | b | c \\| d",
    "`code` ``more`` ~~gone~~ **bold** __bold__ *i* _i_",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "===",
    "```\nfence\n```",
    "    indented",
    "line\n\n# new block\n\n| a |\n|---|",
    "&lt;b&gt; &#60;b&#62; &amp;",
    "https://evil.example www.evil.example mail@evil.example @someone #123 $x$ <https://evil.example>",
    "[^1] [x]: /url \\<b\\> \\",
    "\u202eoverride \u2066isolate",
    "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "=HYPERLINK(1)",
    "{{ template }} {% tag %}",
    "<!-- comment --> <!DOCTYPE x> <?php ?> <![CDATA[x]]>",
    "نص <b>عربي</b> | خط",
)
ELEMENTS = frozenset(
    "h1 h2 h3 p strong table thead tbody tr th td a span div br sub details summary ol ul li".split()  # noqa: SIM905
)


class Page(HTMLParser):
    """The elements and the visible text of a rendered report."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.other: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"td", "th", "p", "li", "div", "summary", "br"}:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def shape(self) -> list[str]:
        """The elements in order, but for the spans that hold a direction."""
        return [tag for tag, _ in self.elements if tag != "span"]


def by_markdown_it(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


def by_cmark_gfm(text: str) -> str:
    cmarkgfm = importlib.import_module("cmarkgfm")
    options = cmarkgfm.cmark.Options
    unsafe = options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
    return str(cmarkgfm.github_flavored_markdown_to_html(text, unsafe))


RENDERERS = [by_markdown_it] + ([by_cmark_gfm] if importlib.util.find_spec("cmarkgfm") else [])
"""GitHub's own parser too, where the machine has it."""


def poisoned(text: str) -> Comparison:
    """A comparison in which everything that comes from outside is `text`."""
    articles = tuple(
        replace(
            article(Text(id_, f"in/{id_}-{text}.txt", f"{text}\n{text} x", text, "ar")),
            title=text,
            warnings=(text,),
        )
        for id_ in ("one", "two")
    )
    claims = tuple(claim for each in articles for claim in claims_of(each))

    def said(each: Article) -> Evidence:
        return Evidence(each.id, 0, len(text), text, Span(0, len(each.text)), text, text, text)

    findings = tuple(
        Finding(
            f"{relation}-{text}",
            Kind.ROLE,
            relation,
            0.5,
            text,
            text,
            text,
            tuple(said(each) for each in articles),
            2,
        )
        for relation in Relation
    )
    return Comparison(
        articles=articles,
        unreadable=(Unreadable(text, text),),
        claims=claims,
        findings=findings,
        clusters=(),
        singles=(len(claims) - 1,),
        not_compared=(NotCompared(text, (said(articles[0]),)),),
        origins={"one": "o", "two": "o"},
        model=ModelInfo(text, text),
        settings={text: text},
    )


@cache
def rendered(text: str, render: Callable[[str], str]) -> Page:
    whole = poisoned(text)
    links = {each.path: f"../{each.path}" for each in whole.articles}
    return Page(render(markdown.report(whole, now=NOW, links=links)))


def assert_harmless(page: Page, harmless: Page) -> None:
    assert page.shape() == harmless.shape()
    assert page.other == []
    for tag, attributes in page.elements:
        assert tag in ELEMENTS
        assert set(attributes) <= {"dir", "lang", "id", "href"}
        assert attributes.get("dir") in {None, "rtl", "ltr"}
        assert attributes.get("lang") in {None, "ar"}
        assert re.fullmatch(r"finding-[A-Za-z0-9_-]*", attributes.get("id") or "finding-")
        assert re.match(r"\.\./in/|#finding-|$", attributes.get("href") or "")


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_is_no_markup(text: str, render: Callable[[str], str]) -> None:
    page = rendered(text, render)
    assert_harmless(page, rendered("plain", render))
    seen = " ".join(page.text.split())
    # Source, title, warning, summary, value, attribution, quotation: each shows the text as it is.
    assert seen.count(" ".join(one_line(text).split())) > 20


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1).filter(lambda text: one_line(text) != ""))
@example("a\\")
@example("*")
@example("www.x")
@example("a_b_c _d_ e_")
@example("0. x")
def test_any_text_makes_no_element(text: str) -> None:
    for render in RENDERERS:
        page = rendered(text, render)
        assert_harmless(page, rendered("plain", render))
        assert " ".join(shortened(text, 100).split()) in " ".join(page.text.split())


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_a_report_that_can_be_written(text: str) -> None:
    whole = poisoned(text)
    assert markdown.report(whole, now=NOW).encode()
    assert as_json.report(whole, now=NOW).encode()


def test_direction_controls_do_not_leave_the_article() -> None:
    text = markdown.report(poisoned("\u202eabc\u2066\u200f"), now=NOW)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def test_the_order_is_that_of_a_hurried_reader() -> None:
    text = markdown.report(comparison(), now=NOW)
    plain = [re.sub(r"<[^>]*>", "", line) for line in headings(text)]
    assert plain == [
        "# Cross-source consistency report",
        "## What was compared",
        "## Conflicts",
        "### 1. Start of the fire: 2 March 2026 (The Wadi Post) against 3 March 2026 (صحيفة الوادي)",
        "## What changed over time",
        "### Injured: about 100 (oued.md), then 130 (The Wadi Post)",
        "## Agreements",
        "### Carried by 2 independent origins",
        "## Looks like a conflict, but is not",
        "## What only one source says",
        "## How this was made",
    ]
    assert "**1 conflict, 1 update and 1 agreement across 3 articles, each of its own origin.**" in text


def rows_under(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    lines = text[text.index(heading) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    rows = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_the_table_of_articles_names_source_day_language_and_warnings() -> None:
    text = markdown.report(comparison(), links={each.path: f"../{each.path}" for each in TEXTS})
    first, second, third = rows_under(text, "## What was compared")
    assert 'dir="rtl">صحيفة الوادي<' in first[0]
    assert first[2:5] == ["4&nbsp;March&nbsp;2026", "Arabic", "4"]
    assert second[1] == "[post.txt](../in/fire/post.txt)"
    assert third[0] == "<strong>oued.md</strong>"
    assert third[2] == "not&nbsp;known"
    assert "- ⚠ <span>oued.md</span>: no day of publication was found" in text
    assert "in/fire/photo.jpg</span>: not text: it holds binary data" in text


def test_a_conflict_says_who_says_what_and_where() -> None:
    text = markdown.report(comparison(), links={each.path: f"../{each.path}" for each in TEXTS})
    english, arabic = rows_under(text, "## Conflicts")
    assert english[1] == "2&nbsp;March&nbsp;2026"
    assert english[2] == '<span dir="ltr" lang="en">witnesses</span>'
    assert "<strong>Monday evening, 2 March</strong>" in english[3]
    assert english[3].endswith("<sub>[post.txt:6](../in/fire/post.txt#L6)</sub>")
    assert arabic[3].startswith('<div dir="rtl" lang="ar">وقالت')
    assert "<strong>فجر الثلاثاء 3 مارس</strong>" in arabic[3]
    assert "<strong>Why this is a conflict:</strong> Both give the day of one event" in text
    assert "confidence 0.91" in text


def test_a_change_is_told_in_the_order_of_time() -> None:
    rows = rows_under(markdown.report(comparison()), "## What changed over time")
    assert [row[:2] for row in rows] == [
        ["4&nbsp;March&nbsp;2026", "about&nbsp;100"],
        ["5&nbsp;March&nbsp;2026", "130"],
    ]


def test_the_headline_of_a_change_follows_the_same_order() -> None:
    whole = comparison()
    turned = replace(whole.findings[1], evidence=whole.findings[1].evidence[::-1])
    text = markdown.report(replace(whole, findings=(turned,)))
    assert "Injured: about 100 (oued.md), then 130 (The Wadi Post)" in text


def test_a_reason_is_a_sentence() -> None:
    whole = comparison()
    bare = replace(whole.findings[0], reason="the days differ")
    text = markdown.report(replace(whole, findings=(bare,)))
    assert "<strong>Why this is a conflict:</strong> The days differ.<br>" in text


def test_agreements_come_by_the_number_of_origins() -> None:
    whole = comparison()
    lone = replace(whole.findings[2], id="a2", slot="carried widely", origins=3)
    text = markdown.report(replace(whole, findings=(*whole.findings, lone)))
    assert text.index("Carried by 3 independent origins") < text.index("Carried by 2 independent origins")
    assert text.index("Carried widely") < text.index("Dead: at least 48 (oued.md, The Wadi Post)")


def test_articles_with_one_text_are_said_to_count_once() -> None:
    whole = comparison()
    text = markdown.report(replace(whole, origins={"ar1": "x", "en1": "x", "fr1": "fr1"}))
    assert rows_under(text, "## What was compared")[0][5] == "one text with The Wadi Post"
    assert rows_under(text, "## What was compared")[2][5] == "its&nbsp;own"
    conflict = text[text.index("Why this is a conflict") :].splitlines()[0]
    assert "The Wadi Post and" in conflict
    assert "carry one text." in conflict
    assert "across 3 articles of 2 independent origins" in text


def test_only_the_time_stamp_differs_between_two_runs() -> None:
    whole = comparison()
    one = markdown.report(whole, now=NOW).splitlines()
    other = markdown.report(whole, now=NOW + timedelta(days=400)).splitlines()
    assert len(one) == len(other)
    different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    assert [pair[0] for pair in different] == ["Made on 4 March 2026, 10:05 UTC."]
    assert "Made on" not in markdown.report(whole)


def test_one_article_is_a_report_that_says_so() -> None:
    whole = comparison()
    alone = replace(
        whole,
        articles=whole.articles[:1],
        claims=tuple(claim for claim in whole.claims if claim.sentence.article == "ar1"),
        findings=(),
        clusters=(),
        not_compared=(),
        origins={"ar1": "ar1"},
    )
    text = markdown.report(alone)
    assert "Only one article could be read: there is nothing to compare it with." in text
    assert "photo.jpg" in text


def test_no_conflict_is_said_first() -> None:
    whole = comparison()
    calm = replace(whole, findings=whole.findings[1:])
    assert "**No conflict found; 1 update and 1 agreement across" in markdown.report(calm)


def test_five_articles_fit_on_two_screens_before_the_details() -> None:
    """Two screens of 45 lines, counting a row of the tables as the two lines it takes and a heading as three."""
    texts = [*TEXTS, *(replace_id(TEXTS[1], f"more{number}") for number in (1, 2))]
    whole = comparison()
    articles = tuple(article(text) for text in texts)
    conflicts = tuple(replace(whole.findings[0], id=f"c{number}") for number in range(30))
    origins = {each.id: each.id for each in articles}
    text = markdown.report(replace(whole, articles=articles, findings=conflicts, origins=origins))
    top = text[: text.index("## Conflicts")].splitlines()
    height = sum(3 if line.startswith("#") else 2 if line.startswith("|") else 1 for line in top)
    assert height <= 2 * 45
    assert "18 more conflicts" in text


def replace_id(text: Text, id_: str) -> Text:
    return Text(id_, f"in/fire/{id_}.txt", text.text, text.source, text.language, text.published)


def test_long_lists_are_cut_and_counted() -> None:
    whole = comparison()
    apart = whole.not_compared * 60
    text = markdown.report(replace(whole, not_compared=apart))
    assert "60 cases" in text
    assert "… and 10 more" in text


def test_a_table_row_is_one_line_with_its_cells() -> None:
    for line in markdown.report(poisoned("a|b\n|c|")).splitlines():
        assert line.count("|") in {0, 3, 5, 6, 7}


def test_a_diff_in_markdown_shows_the_change_and_folds_the_rest() -> None:
    text = markdown_pair.diff(diff(), links={})
    assert "**1 changed (1 update), 2 the same, 1 only in A, 0 only in B**" in text
    assert "### Update: Injured: about 100 (oued.md), then 130 (The Wadi Post)" in text
    assert "<details><summary>The same: 2</summary>" in text
    assert "<details><summary>Only in A: 1</summary>" in text
    assert "Only in B" not in text
    assert "\n".join(headings(text)).count("Changed") == 1


def test_a_change_without_a_finding_is_still_shown() -> None:
    whole = comparison()
    text = markdown_pair.diff(Diff(whole, "en1", "fr1", (DiffRow(DiffStatus.CHANGED, 4, 8),)))
    assert "The fire in Wadi market" in text
    assert "incendie" in text


def test_a_check_in_markdown_names_every_origin() -> None:
    text = markdown_pair.check(check_result())
    assert text.startswith("# Refuted\n")
    rows = rows_under(text, "# Refuted")
    assert [row[1].split("<br>")[0] for row in rows] == [
        "refuted (0.91)",
        "supported (0.88)",
        "not enough information (0.50)",
    ]
    assert rows[1][3] == "post.txt:6"
    assert "photo.jpg" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_diff_and_check_are_no_markup(text: str) -> None:
    whole = poisoned(text)
    row = DiffRow(DiffStatus.CHANGED, 0, len(whole.claims) - 1, (whole.findings[0].id,))
    only = DiffRow(DiffStatus.ONLY_LEFT, 0, None)
    for page in (
        Page(by_markdown_it(markdown_pair.diff(Diff(whole, "one", "two", (row, only))))),
        Page(by_markdown_it(markdown_pair.check(replace(check_result(), claim=text, reason=text)))),
    ):
        assert {tag for tag, _ in page.elements} <= ELEMENTS
        assert {name for _, attributes in page.elements for name in attributes} <= {"dir", "lang"}


def test_evidence_for_the_tests_is_verbatim() -> None:
    for finding in comparison().findings:
        for each in finding.evidence:
            text = comparison().article(each.article).text
            assert text[each.start_char : each.end_char] == each.surface
    assert evidence(article(TEXTS[2]), "212", "212").sentence == Span(
        TEXTS[2].text.index("Le maire"), len(TEXTS[2].text) - 1
    )


def test_names_of_files_stay_readable_in_the_source() -> None:
    assert escape("000_akhbar_albalad.txt") == "000_akhbar_albalad.txt"
    assert escape("_a_ __b") == "&#95;a&#95; &#95;&#95;b"
    assert escape("a&#95;b") == "a&amp;<span>#</span>95;b"
