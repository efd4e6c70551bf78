"""What looks like a conflict and is none, end to end, and beside it the real conflict that must be found."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from articles import Written, two, write

from verify import pipeline
from verify.comparison.quantities import plain_value
from verify.datamodels import Comparison, Evidence, Finding, Kind, Relation
from verify.settings import Settings

DATA = Path(__file__).parent / "data" / "false_alarms.toml"


@dataclass(frozen=True)
class Case:
    """Two outlets' sentences and the two values that look like a conflict; the fields are explained in the data."""

    name: str
    language: str
    published: str
    one: str
    other: str
    values: list[str]
    relations: list[str]
    later: str = ""
    conflict: bool = False
    alarm: str = ""
    unsaid: str = ""
    unnamed: str = ""

    @property
    def articles(self) -> tuple[Written, ...]:
        return two(self.language, self.one, self.other, self.published, self.later)


CASES = [Case(**entry) for entry in tomllib.loads(DATA.read_text("utf-8"))["case"]]
ALARMS = [case for case in CASES if not case.conflict]

AGENCY = {
    "en": (
        "A train carrying wheat left the rails near Homs on Monday and two of its wagons caught fire. "
        "The railway said that 9 people were hurt, none of them badly. "
        "Traffic between Homs and Tartus stopped for six hours while a crane cleared the line. "
        "Engineers are examining a cracked rail that was last inspected in the spring."
    ),
    "ar": (
        "خرج قطار يحمل القمح عن سكته قرب حمص يوم الاثنين واشتعلت النار في عربتين من عرباته. "
        "وقالت مؤسسة السكك الحديدية إن 9 أشخاص أصيبوا بجروح طفيفة. "
        "وتوقفت الحركة بين حمص وطرطوس ست ساعات ريثما رفعت رافعة العربات عن الخط. "
        "ويفحص المهندسون سكة متصدعة جرى تفقدها آخر مرة في الربيع."
    ),
}
OWN = {
    "en": "Nine people were injured when a goods train was derailed outside Homs, the state railway told this paper.",
    "ar": "أصيب تسعة أشخاص حين انقلب قطار بضائع خارج حمص، كما أبلغتنا المؤسسة العامة للسكك الحديدية.",
}
OUTLETS = 10

TOLLS = {
    "en": ("The WHO counts 3,958 dead in Derna.", "The Libyan Red Crescent counts 11,300 dead in Derna."),
    "ar": (
        "قالت منظمة الصحة العالمية إن 3958 شخصا قتلوا في درنة.",
        "وقال الهلال الأحمر الليبي إن 11300 شخص قتلوا في درنة.",
    ),
}


def printed(language: str) -> tuple[Written, ...]:
    """Return ten outlets' prints of one agency's text, each with a line of its own, and an outlet's own report."""
    lines = {"en": "Picture {}: our archive.", "ar": "الصورة {} من أرشيفنا."}
    prints = [
        Written(f"Outlet {number}", "2025-05-06", language, f"{AGENCY[language]}\n{lines[language].format(number)}")
        for number in range(OUTLETS)
    ]
    return (*prints, Written("Homs Herald", "2025-05-06", language, OWN[language]))


def body_count(language: str) -> tuple[Written, ...]:
    """Return two outlets of which each quotes the same two bodies with two tolls, in another order."""
    one, other = TOLLS[language]
    return two(language, f"{one}\n{other}", f"{other}\n{one}", "2023-09-17")


@pytest.fixture(scope="module")
def settings(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings under which every sentence of the cases has its vector: the encoder is loaded once, not once a case."""
    settings = Settings(cache_dir=model_cache)
    every = [article for case in CASES for article in case.articles]
    every += [article for language in AGENCY for article in (*printed(language), *body_count(language))]
    found, _ = pipeline.facts(write(tmp_path_factory.mktemp("all"), every), settings)
    claims = [claim for _, own in found for claim in own]
    pipeline.material_of([article for article, _ in found], claims, settings)
    return settings


def compared(articles: tuple[Written, ...], folder: Path, settings: Settings) -> Comparison:
    return pipeline.report(write(folder, articles), settings)


def conflicts(comparison: Comparison) -> list[str]:
    return [finding.summary for finding in comparison.findings if finding.relation is Relation.CONFLICT]


def values_of(comparison: Comparison, item: Evidence) -> set[str]:
    """Return the value of a piece of evidence; of a whole statement also the figures within it."""
    inside = {
        plain_value(quantity)
        for claim in comparison.claims
        if claim.sentence.article == item.article
        for quantity in claim.quantities
        if item.start_char <= quantity.start_char < quantity.end_char <= item.end_char
    }
    return {item.value} if item.value else {"", *inside}


def holding(comparison: Comparison, values: Sequence[str]) -> list[Finding]:
    """Return the findings in which one article gives the one value and another article the other."""
    one, other = values
    found = []
    for finding in comparison.findings:
        given = [(item.article, values_of(comparison, item)) for item in finding.evidence]
        if any(one in left and other in right and a != b for a, left in given for b, right in given):
            found.append(finding)
    return found


def typed(findings: Sequence[Finding]) -> set[str]:
    """Return the relations of findings on details: two sentences may agree in all but one detail."""
    return {str(finding.relation) for finding in findings if finding.kind is not Kind.STATEMENT}


def known(cases: list[Case], defect: str = "") -> list[object]:
    """Return the cases as parameters; those with a known defect must fail until it is mended."""
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(strict=True, reason=getattr(case, defect))]
            if defect and getattr(case, defect)
            else [],
        )
        for case in cases
    ]


@pytest.mark.parametrize("case", known(ALARMS, "alarm"))
def test_what_looks_like_a_conflict_is_none(case: Case, tmp_path: Path, settings: Settings) -> None:
    comparison = compared(case.articles, tmp_path, settings)
    assert conflicts(comparison) == []
    assert typed(holding(comparison, case.values)) <= {*case.relations}


@pytest.mark.parametrize("case", known([case for case in ALARMS if case.relations], "unsaid"))
def test_what_it_is_instead_is_said(case: Case, tmp_path: Path, settings: Settings) -> None:
    comparison = compared(case.articles, tmp_path, settings)
    assert {str(finding.relation) for finding in holding(comparison, case.values)} & {*case.relations}


@pytest.mark.parametrize("case", known([case for case in CASES if case.conflict], "unsaid"))
def test_a_real_conflict_is_found(case: Case, tmp_path: Path, settings: Settings) -> None:
    comparison = compared(case.articles, tmp_path, settings)
    found = [finding for finding in holding(comparison, case.values) if finding.kind is not Kind.STATEMENT]
    assert [str(finding.relation) for finding in found] == case.relations
    assert conflicts(comparison) == [finding.summary for finding in found]


@pytest.mark.parametrize("case", known([case for case in CASES if case.name.startswith("two bodies")], "unnamed"))
def test_a_conflict_between_quoted_bodies_says_who_says_which(case: Case, tmp_path: Path, settings: Settings) -> None:
    bodies = {
        "3958": ("World Health Organization", "Organisation mondiale de la santé", "منظمة الصحة العالمية"),
        "11300": ("Red Crescent", "Croissant-Rouge", "الهلال الأحمر"),
    }
    found = holding(compared(case.articles, tmp_path, settings), case.values)
    (finding,) = [finding for finding in found if finding.relation is Relation.CONFLICT]
    for item in finding.evidence:
        assert any(body in item.attribution for body in bodies[item.value])


@pytest.mark.parametrize("language", sorted(AGENCY))
def test_two_tolls_that_both_outlets_quote_from_the_same_bodies_agree(
    language: str, tmp_path: Path, settings: Settings
) -> None:
    comparison = compared(body_count(language), tmp_path, settings)
    assert conflicts(comparison) == []
    for toll in ("3958", "11300"):
        assert Relation.AGREE in {finding.relation for finding in holding(comparison, [toll, toll])}


@pytest.mark.parametrize("language", sorted(AGENCY))
def test_one_agency_text_in_ten_outlets_is_one_origin(language: str, tmp_path: Path, settings: Settings) -> None:
    comparison = compared(printed(language), tmp_path, settings)
    origins = [comparison.origins[article.id] for article in sorted(comparison.articles, key=lambda own: own.path)]
    assert len({*origins[:OUTLETS]}) == 1
    assert origins[OUTLETS] not in origins[:OUTLETS]
    assert max(finding.origins for finding in holding(comparison, ["9", "9"])) == 2
    assert max(cluster.origins for cluster in comparison.clusters) <= 2
    assert conflicts(comparison) == []
