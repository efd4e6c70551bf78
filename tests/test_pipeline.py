"""The whole way through on the sample articles, with the real encoder: order, offsets, what must and must not be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from verify import pipeline
from verify.datamodels import Article, BlockKind, CheckResult, Comparison, DiffStatus, Relation, Span, Verdict
from verify.errors import InputError
from verify.reports import as_json
from verify.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"
SYRIA, DERNA = SEEDS / "us-qatar-syria", SEEDS / "derna-flood"


@pytest.fixture(scope="module")
def settings(model_cache: Path) -> Settings:
    return Settings(cache_dir=model_cache)


@pytest.fixture(scope="module")
def syria(settings: Settings) -> Comparison:
    return pipeline.report([SYRIA], settings)


@pytest.fixture(scope="module")
def derna(settings: Settings) -> Comparison:
    return pipeline.report([DERNA], settings)


@pytest.fixture(scope="module", params=["syria", "derna"])
def compared(request: pytest.FixtureRequest) -> Comparison:
    comparison = request.getfixturevalue(request.param)
    assert isinstance(comparison, Comparison)
    return comparison


def shuffled(folder: Path, seed: int) -> list[Path]:
    paths = sorted(folder.glob("*.txt"))
    random.Random(seed).shuffle(paths)
    return paths


def test_the_report_is_the_same_byte_for_byte(derna: Comparison, settings: Settings) -> None:
    paths = shuffled(DERNA, 1)
    assert paths != sorted(paths)
    assert as_json.report(pipeline.report(paths, settings)) == as_json.report(derna)


def test_every_evidence_is_verbatim_in_the_article_and_in_the_file(compared: Comparison) -> None:
    items = [item for finding in compared.findings for item in finding.evidence]
    items += [item for left_apart in compared.not_compared for item in left_apart.evidence]
    assert items
    for item in items:
        article = compared.article(item.article)
        assert item.surface
        assert article.text[item.start_char : item.end_char] == item.surface
        file = Path(article.path).read_bytes().decode("utf-8")
        assert file[item.start_char : item.end_char] == item.surface
        assert article.start_char <= item.start_char < item.end_char <= article.end_char
        assert item.sentence.overlaps(Span(item.start_char, item.end_char))


def test_every_fact_is_verbatim(compared: Comparison) -> None:
    for claim in compared.claims:
        text = compared.article(claim.sentence.article).text
        assert text[claim.sentence.start_char : claim.sentence.end_char] == claim.sentence.surface
        for fact in claim.facts:
            assert text[fact.start_char : fact.end_char] == fact.surface


def test_no_finding_touches_boilerplate(syria: Comparison) -> None:
    for finding in syria.findings:
        for item in finding.evidence:
            for block in syria.article(item.article).blocks:
                if block.kind in {BlockKind.BOILERPLATE, BlockKind.HEADER}:
                    touched = Span(block.start_char, block.end_char).overlaps(Span(item.start_char, item.end_char))
                    assert not touched, (block.reason, item.surface)


def test_a_finding_compares_two_articles_and_counts_their_origins(compared: Comparison) -> None:
    for finding in compared.findings:
        articles = {item.article for item in finding.evidence}
        assert len(articles) > 1
        assert finding.origins == len({compared.origins[article] for article in articles})
        assert 0 <= finding.score <= 1


def test_ids_are_given_once(compared: Comparison) -> None:
    for ids in ([each.id for each in compared.findings], [each.id for each in compared.clusters]):
        assert len(ids) == len(set(ids))


def test_a_cluster_holds_one_claim_an_article_and_no_single(compared: Comparison) -> None:
    for cluster in compared.clusters:
        articles = [compared.claims[claim].sentence.article for claim in cluster.claims]
        assert len(articles) == len(set(articles))
        assert len(articles) > 1 or cluster.status == "single"
    joined = {claim for cluster in compared.clusters for claim in cluster.claims if cluster.status != "single"}
    assert not joined & {*compared.singles}


def test_the_five_accounts_of_several_stories_hold_no_conflict(syria: Comparison) -> None:
    assert [finding.summary for finding in syria.findings if finding.relation is Relation.CONFLICT] == []


def test_the_joint_statement_is_told_by_both_who_tell_it(syria: Comparison) -> None:
    told = [
        {Path(syria.article(item.article).path).name[:3] for item in finding.evidence}
        for finding in syria.findings
        if finding.relation is Relation.AGREE
    ]
    assert {"000", "001"} in told


def test_stories_years_apart_never_meet(syria: Comparison) -> None:
    for finding in syria.findings:
        if finding.kind.value in {"quantity", "date", "statement", "polarity"}:
            years = {day.year for item in finding.evidence if (day := syria.article(item.article).published_day)}
            assert len(years) <= 1, finding.summary


def test_two_dates_of_one_article_are_warned_of(syria: Comparison) -> None:
    first, _ = parts_of_002(syria)
    assert any("2024-12-10" in warning and "2024-12-09" in warning for warning in first.warnings)
    others = [article for article in syria.articles if "002" not in Path(article.path).name]
    assert not any("two publication dates" in warning for article in others for warning in article.warnings)


def test_a_glued_story_is_an_article_of_its_own(syria: Comparison) -> None:
    first, second = parts_of_002(syria)
    assert first.path == second.path
    assert first.id != second.id
    assert first.end_char <= second.start_char
    seam = second.text.index("أوستن: مواجهة")
    assert first.end_char <= seam
    assert second.text.index("لويد أوستن") > second.start_char
    assert syria.origins[first.id] != syria.origins[second.id]


def parts_of_002(comparison: Comparison) -> list[Article]:
    return sorted(
        (article for article in comparison.articles if "002" in Path(article.path).name),
        key=lambda article: article.start_char,
    )


def check(claim: str, settings: Settings) -> CheckResult:
    return pipeline.check(claim, [DERNA], settings)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("At least 170 people died elsewhere in eastern Libya, outside Derna.", Verdict.SUPPORTED),
        ("انهار سدان فوق مدينة درنة.", Verdict.SUPPORTED),
        (
            "Othman Abdel Jalil, health minister of the eastern government, said 9,500 people had been buried so far.",
            Verdict.REFUTED,
        ),
        (
            "Badr Al-Toumi said 2,900 of 6,142 buildings in Derna were affected, 891 of them completely destroyed.",
            Verdict.REFUTED,
        ),
        ("The central bank of Chile raised its interest rate by half a point.", Verdict.NOT_ENOUGH_INFO),
        ("فاز المنتخب المغربي على نظيره البرازيلي في مباراة ودية.", Verdict.NOT_ENOUGH_INFO),
    ],
)
def test_a_claim_is_checked_against_the_texts(claim: str, verdict: Verdict, settings: Settings) -> None:
    result = check(claim, settings)
    assert result.verdict is verdict, [(row.verdict, row.reason) for row in result.rows]
    assert all(row.verdict in {verdict, Verdict.NOT_ENOUGH_INFO} for row in result.rows)
    for row in result.rows:
        for item in row.evidence:
            article = next(own for own in result.articles if own.id == item.article)
            assert article.text[item.start_char : item.end_char] == item.surface


@pytest.mark.parametrize("claim", ["", "   \n", "?!", "123"])
def test_a_claim_without_words_is_refused(claim: str, settings: Settings) -> None:
    with pytest.raises(InputError, match="no words"):
        check(claim, settings)


@pytest.mark.parametrize("name", ["us-qatar-syria/001_joint_statement.txt", "derna-flood/05_weis.txt"])
def test_a_text_and_its_copy_differ_in_nothing(name: str, settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes((SEEDS / name).read_bytes())
    diff = pipeline.diff(SEEDS / name, copy, settings)
    assert diff.rows
    assert {row.status for row in diff.rows} == {DiffStatus.SAME}
    for row in diff.rows:
        assert row.left is not None
        assert row.right is not None
        left, right = (diff.comparison.claims[claim].sentence.surface for claim in (row.left, row.right))
        assert left == right
    assert len({*diff.comparison.origins.values()}) == 1


def test_one_changed_figure_is_the_one_changed_row(settings: Settings, tmp_path: Path) -> None:
    original = DERNA / "05_weis.txt"
    changed = tmp_path / "changed.txt"
    changed.write_text(original.read_text("utf-8").replace("100,000 residents", "210,000 residents"), "utf-8")
    diff = pipeline.diff(original, changed, settings)
    assert sum(row.status is DiffStatus.CHANGED for row in diff.rows) == 1
    assert {row.status for row in diff.rows} == {DiffStatus.SAME, DiffStatus.CHANGED}


def test_a_file_is_not_compared_with_itself(settings: Settings) -> None:
    path = DERNA / "05_weis.txt"
    with pytest.raises(InputError, match="one file"):
        pipeline.diff(path, path, settings)


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(settings: Settings, tmp_path: Path) -> None:
    good: Sequence[Path] = [DERNA / "01_wionews.txt", DERNA / "02_livemint.txt"]
    missing = tmp_path / "missing.txt"
    comparison = pipeline.report([*good, missing], settings)
    assert [item.path for item in comparison.unreadable] == [str(missing)]
    assert len(comparison.articles) == 2


def test_nothing_readable_is_an_error(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        pipeline.report([tmp_path / "missing.txt"], settings)


def test_one_article_alone_has_no_findings(settings: Settings) -> None:
    comparison = pipeline.report([DERNA / "05_weis.txt"], settings)
    assert comparison.findings == ()
    assert comparison.claims
