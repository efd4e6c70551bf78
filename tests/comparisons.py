"""A realistic small `Comparison` made by hand: invented articles, each relation, each thing that can go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from verify.datamodels import (
    Article,
    Attribution,
    Block,
    BlockKind,
    CheckResult,
    CheckRow,
    Claim,
    Cluster,
    Comparison,
    DateMention,
    Diff,
    DiffRow,
    DiffStatus,
    Entity,
    EntityKind,
    Evidence,
    Finding,
    Granularity,
    Hedge,
    Kind,
    ModelInfo,
    NotCompared,
    Polarity,
    PolarityKind,
    Quantity,
    Relation,
    Sentence,
    Span,
    Unreadable,
    Verdict,
)

NOW = datetime(2026, 3, 4, 10, 5, tzinfo=UTC)

ARABIC = """قتل أكثر من 70 شخصا في حريق سوق الوادي، بحسب مدير الدفاع المدني سالم العمري.
وقالت وزارة الداخلية إن الحريق اندلع فجر الثلاثاء 3 مارس.
ونفى متحدث باسم البلدية وجود مواد خطرة في السوق.
وفتحت السلطات تحقيقا في أسباب الحريق.
"""
ENGLISH = """---
source: The Wadi Post
published: 2026-03-05
---
The fire in Wadi market killed at least 48 people, the health ministry said.
It broke out on Monday evening, 2 March, witnesses told the paper.
By Thursday the number of injured had risen to 130.
The mayor promised to rebuild all 212 shops.
"""
FRENCH = """L'incendie du marché de l'Oued a fait au moins 48 morts, selon le ministère de la Santé.
Une centaine de blessés ont été conduits à l'hôpital mercredi.
Le maire a promis de reconstruire les 212 boutiques.
"""


@dataclass(frozen=True)
class Text:
    """An article to be, by what a test cares about."""

    id: str
    path: str
    text: str
    source: str
    language: str
    published: date | datetime | None = None
    title: str = ""
    warnings: tuple[str, ...] = ()


TEXTS = (
    Text("ar1", "in/fire/suq.txt", ARABIC, "صحيفة الوادي", "ar", date(2026, 3, 4), "حريق في سوق الوادي"),
    Text("en1", "in/fire/post.txt", ENGLISH, "The Wadi Post", "en", date(2026, 3, 5), "Market fire"),
    Text("fr1", "in/fire/oued.md", FRENCH, "", "fr", None, "", ("no day of publication was found",)),
)


def article(text: Text) -> Article:
    start = text.text.find("---\n", 4) + 4 if text.text.startswith("---\n") else 0
    blocks = [Block(0, start, BlockKind.HEADER, "front_matter")] if start else []
    return Article(
        id=text.id,
        path=text.path,
        text=text.text,
        source=text.source,
        title=text.title,
        language=text.language,
        published=text.published,
        url=None,
        start_char=0,
        end_char=len(text.text),
        blocks=(*blocks, Block(start, len(text.text), BlockKind.BODY)),
        warnings=text.warnings,
    )


def claims_of(article: Article) -> list[Claim]:
    """One claim a line of the body."""
    body = article.blocks[-1]
    found: list[Claim] = []
    start = body.start_char
    for line in article.text[start : body.end_char].split("\n"):
        if line.strip():
            sentence = Sentence(article.id, len(found), start, start + len(line), line)
            found.append(Claim(sentence))
        start += len(line) + 1
    return found


def evidence(article: Article, surface: str, value: str, **more: object) -> Evidence:
    """Evidence for a surface that stands in the article; its sentence is its line."""
    start = article.text.index(surface)
    line_start = article.text.rfind("\n", 0, start) + 1
    line_end = article.text.find("\n", start)
    sentence = Span(line_start, line_end if line_end >= 0 else len(article.text))
    return Evidence(article.id, start, start + len(surface), surface, sentence, value, **more)  # type: ignore[arg-type]


def findings(arabic: Article, english: Article, french: Article) -> tuple[Finding, ...]:
    toll = (
        evidence(french, "au moins 48 morts", "48", hedge="at_least", attribution="ministère de la Santé"),
        evidence(english, "at least 48 people", "48", hedge="at_least", attribution="the health ministry"),
    )
    more = evidence(arabic, "أكثر من 70 شخصا", "70", hedge="more_than", attribution="مدير الدفاع المدني سالم العمري")
    return (
        Finding(
            "c1",
            Kind.DATE,
            Relation.CONFLICT,
            0.914,
            "When the fire broke out: 2 or 3 March",
            "start of the fire",
            "Both give the day of one event, and the days differ.",
            (
                evidence(english, "Monday evening, 2 March", "2026-03-02", attribution="witnesses"),
                evidence(arabic, "فجر الثلاثاء 3 مارس", "2026-03-03", attribution="وزارة الداخلية"),
            ),
            2,
        ),
        Finding(
            "u1",
            Kind.QUANTITY,
            Relation.UPDATE,
            0.8,
            "Injured: about 100, then 130",
            "injured",
            "The later figure is higher and is given as a rise.",
            (
                evidence(french, "Une centaine de blessés", "100", hedge="about", as_of=date(2026, 3, 4)),
                evidence(english, "130", "130", hedge="exact", as_of=date(2026, 3, 5)),
            ),
            2,
        ),
        Finding("a1", Kind.QUANTITY, Relation.AGREE, 0.97, "At least 48 dead", "dead", "Equal.", toll, 2),
        Finding(
            "m1",
            Kind.QUANTITY,
            Relation.COMPATIBLE,
            0.7,
            "Dead in سوق الوادي: 48 and more than 70",
            "dead",
            "More than 70 lies within at least 48.",
            (toll[1], more),
            2,
        ),
    )


def comparison(texts: Sequence[Text] = TEXTS) -> Comparison:
    """Three articles with each relation, an unreadable input, singles and something left apart."""
    arabic, english, french = articles = tuple(article(text) for text in texts)
    claims = tuple(claim for each in articles for claim in claims_of(each))
    by_surface = {claim.sentence.surface: index for index, claim in enumerate(claims)}
    denial = next(index for surface, index in by_surface.items() if "ونفى" in surface)
    enquiry = next(index for surface, index in by_surface.items() if "تحقيقا" in surface)
    shops = [index for surface, index in by_surface.items() if "212" in surface]
    return Comparison(
        articles=articles,
        unreadable=(Unreadable("in/fire/photo.jpg", "not text: it holds binary data"),),
        claims=claims,
        findings=findings(arabic, english, french),
        clusters=(Cluster("k1", "agreed", tuple(shops), 2), Cluster("k2", "single", (enquiry,), 1)),
        singles=(denial, enquiry),
        not_compared=(
            NotCompared(
                "different things counted",
                (
                    evidence(english, "130", "130", hedge="exact"),
                    evidence(arabic, "أكثر من 70 شخصا", "70", hedge="more_than"),
                ),
            ),
        ),
        origins={"ar1": "ar1", "en1": "en1", "fr1": "fr1"},
        model=ModelInfo("multilingual-e5-small", "0123abcd"),
        settings={"language": "detected"},
    )


def diff() -> Diff:
    """The English article against the French one."""
    whole = comparison()
    index = {claim.sentence.surface[:12]: number for number, claim in enumerate(whole.claims)}
    return Diff(
        whole,
        "en1",
        "fr1",
        (
            DiffRow(DiffStatus.SAME, index["The fire in "], index["L'incendie d"], ("a1",)),
            DiffRow(DiffStatus.ONLY_LEFT, index["It broke out"], None),
            DiffRow(DiffStatus.CHANGED, index["By Thursday "], index["Une centaine"], ("u1",)),
            DiffRow(DiffStatus.SAME, index["The mayor pr"], index["Le maire a p"]),
        ),
    )


def check_result(verdict: Verdict = Verdict.REFUTED) -> CheckResult:
    """A claim that one origin refutes, one supports and one is silent on."""
    whole = comparison()
    arabic, english, _ = whole.articles
    return CheckResult(
        "The fire broke out on 2 March",
        verdict,
        "one origin gives another day",
        (
            CheckRow(
                "ar1",
                ("ar1",),
                Verdict.REFUTED,
                0.91,
                "another day",
                (evidence(arabic, "فجر الثلاثاء 3 مارس", "2026-03-03"),),
            ),
            CheckRow(
                "en1",
                ("en1",),
                Verdict.SUPPORTED,
                0.88,
                "the same day",
                (evidence(english, "Monday evening, 2 March", "2026-03-02"),),
            ),
            CheckRow("fr1", ("fr1",), Verdict.NOT_ENOUGH_INFO, 0.5, "nothing on the day", ()),
        ),
        whole.articles,
        whole.unreadable,
    )


def facts() -> tuple[tuple[Article, tuple[Claim, ...]], ...]:
    """The Arabic article with one fact of each type in its first sentences."""
    arabic = article(TEXTS[0])
    claims = claims_of(arabic)

    def at(surface: str) -> tuple[int, int, str]:
        start = arabic.text.index(surface)
        return start, start + len(surface), surface

    first, second, third = (claim.sentence for claim in claims[:3])
    person = Entity(*at("سالم العمري"), EntityKind.PERSON, "سالم العمري", "salim", "مدير الدفاع المدني", "head")
    speaker = Attribution(*at("مدير الدفاع المدني سالم العمري"), "according_to", Span(first.start_char, first.end_char))
    toll = Quantity(*at("أكثر من 70 شخصا"), 70.0, None, Hedge.MORE_THAN, "شخصا", "", "killed", "")
    when = DateMention(
        *at("فجر الثلاثاء 3 مارس"), date(2026, 3, 3), date(2026, 3, 3), Granularity.DAY, relative=False, hour="dawn"
    )
    denial = Polarity(*at("ونفى"), PolarityKind.DENIAL, Span(third.start_char, third.end_char))
    read = (
        Claim(first, quantities=(toll,), entities=(person,), attributions=(speaker,)),
        Claim(second, dates=(when,)),
        Claim(third, polarities=(denial,)),
        *claims[3:],
    )
    return ((arabic, read),)
