"""Findings from decided pairs, made by hand: relations, ids, merged details, rows of a diff, verdicts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from verify.comparison.contrasts import contrasts
from verify.comparison.evidence import Run, evidence, finding
from verify.comparison.pairing import rows
from verify.comparison.quantities import plain_value, quantities
from verify.comparison.statements import LONGEST_QUOTE, statements
from verify.comparison.verdicts import overall
from verify.datamodels import (
    Article,
    CheckRow,
    Claim,
    Contrast,
    DiffStatus,
    FactMatch,
    FactRef,
    Finding,
    Hedge,
    Kind,
    Match,
    Quantity,
    Relation,
    Sentence,
    Span,
    Verdict,
)

TEXT = "A fire in the harbour killed some people on Tuesday night."
NOON = datetime(2025, 5, 7, 12, tzinfo=UTC)


def article(number: int, published: date | datetime | None = NOON) -> Article:
    return Article(f"a{number}", f"{number}.txt", TEXT, f"S{number}", "", "en", published, None, 0, len(TEXT), ())


def claim(number: int, quantity: Quantity | None = None) -> Claim:
    sentence = Sentence(f"a{number}", 0, 0, len(TEXT), TEXT)
    return Claim(sentence, quantities=(quantity,) if quantity else ())


def run_of(*quantities: Quantity | None, published: tuple[date | datetime | None, ...] = ()) -> Run:
    """Return one article with one claim a quantity, each of its own origin."""
    days = published or (NOON,) * len(quantities)
    articles = {f"a{number}": article(number, day) for number, day in enumerate(days)}
    claims = tuple(claim(number, quantity) for number, quantity in enumerate(quantities))
    return Run(articles, claims, {id_: id_ for id_ in articles}, dict.fromkeys(articles, 0))


def killed(low: float | None, high: float | None, hedge: Hedge = Hedge.EXACT) -> Quantity:
    return Quantity(22, 40, TEXT[22:40], low, high, hedge, "people", category="killed")


def related(run: Run, probability: float = 0.9) -> list[Finding]:
    group = tuple(FactRef(number, 0) for number in range(len(run.claims)))
    pairs = [
        FactMatch(Kind.QUANTITY, one, other, probability)
        for place, one in enumerate(group)
        for other in group[place + 1 :]
    ]
    return quantities(run, [group], pairs)


def test_two_figures_of_one_hour_are_a_conflict_with_both_values() -> None:
    (found,) = related(run_of(killed(2, 2), killed(5, 5)))
    assert found.relation is Relation.CONFLICT
    assert [item.value for item in found.evidence] == ["2", "5"]
    assert found.origins == 2
    assert "S0" in found.summary
    assert "S1" in found.summary


def test_a_higher_toll_of_the_next_day_is_an_update_in_the_order_of_time() -> None:
    run = run_of(killed(31, 31), killed(12, 12), published=(date(2025, 5, 8), date(2025, 5, 7)))
    (found,) = related(run)
    assert found.relation is Relation.UPDATE
    assert [item.value for item in found.evidence] == ["12", "31"]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (killed(12, 12), killed(12, 12), Relation.AGREE),
        (killed(12, None, Hedge.AT_LEAST), killed(15, 15), Relation.COMPATIBLE),
        (killed(20, 99, Hedge.VAGUE), killed(43, 43), Relation.COMPATIBLE),
        (killed(70, None, Hedge.MORE_THAN), killed(70, 70), Relation.COMPATIBLE),
    ],
)
def test_figures_that_can_both_be_true_are_no_conflict(one: Quantity, other: Quantity, relation: Relation) -> None:
    assert [found.relation for found in related(run_of(one, other))] == [relation]


def test_figures_that_are_hardly_of_one_thing_are_not_told_of() -> None:
    assert related(run_of(killed(2, 2), killed(5, 5)), probability=0.1) == []


def test_two_figures_of_one_article_are_never_compared() -> None:
    run = run_of(killed(2, 2), killed(5, 5))
    one = Run({"a0": run.articles["a0"]}, (claim(0, killed(2, 2)), claim(0, killed(5, 5))), {"a0": "a0"}, {"a0": 0})
    assert related(run)
    assert related(one) == []


@pytest.mark.parametrize(
    ("quantity", "value"),
    [
        (killed(20, 99, Hedge.VAGUE), "20-99"),
        (killed(12, None, Hedge.AT_LEAST), "12"),
        (killed(None, 12, Hedge.AT_MOST), "12"),
        (killed(2_300_000, 2_300_000), "2300000"),
        (killed(3.5, 3.5), "3.5"),
    ],
)
def test_a_value_is_plain(quantity: Quantity, value: str) -> None:
    assert plain_value(quantity) == value


def test_ids_depend_on_what_is_compared_and_on_no_order() -> None:
    run = run_of(None, None)
    items = [evidence(run, number, Span(2, 6), "fire") for number in range(2)]

    def made(order: int, kind: Kind = Kind.NAME, score: float = 0.5) -> str:
        own = items[::order]
        return finding(
            kind, Relation.CONFLICT, score=score, summary="s", slot="s", reason="r", evidence=own, run=run
        ).id

    assert made(1) == made(-1) == made(1, score=0.9)
    assert made(1) != made(1, Kind.ROLE)
    assert items[0].surface == "fire"


def contrast(left: int, right: int, start: int, kind: Kind = Kind.PLACE) -> Contrast:
    span = Span(start, start + 4)
    return Contrast(kind, left, right, span, span, f"v{left}", f"v{right}", 0.6, "r")


def test_details_that_share_a_stretch_are_one_finding() -> None:
    run = run_of(None, None, None)
    (found,) = contrasts(run, [contrast(0, 1, 2), contrast(0, 2, 2), contrast(1, 2, 2)])
    assert found.relation is Relation.CONFLICT
    assert {item.article for item in found.evidence} == {"a0", "a1", "a2"}
    assert found.origins == 3


def test_details_apart_are_findings_of_their_own() -> None:
    run = run_of(None, None)
    assert len(contrasts(run, [contrast(0, 1, 2), contrast(0, 1, 20)])) == 2
    assert len(contrasts(run, [contrast(0, 1, 2), contrast(0, 1, 2, Kind.NAME)])) == 2
    assert contrasts(run, []) == []


def match(left: int, right: int, probability: float) -> Match:
    return Match(left, right, probability, probability, Span(0, len(TEXT)), Span(0, len(TEXT)))


def test_a_cluster_is_one_agreement_and_a_sure_pair_beside_it_another() -> None:
    run = run_of(None, None, None)
    pairs = {(0, 1): match(0, 1, 0.8), (1, 2): match(1, 2, 0.95), (0, 2): match(0, 2, 0.4)}
    found = statements(run, [(0, 1)], pairs)
    assert [own.relation for own in found] == [Relation.AGREE] * 2
    assert [{item.article for item in own.evidence} for own in found] == [{"a0", "a1"}, {"a1", "a2"}]
    assert all(len(own.summary) <= LONGEST_QUOTE + len("S0, S1: ") for own in found)


def test_a_diff_pairs_claims_one_to_one_and_shows_the_rest_alone() -> None:
    articles = {"a0": article(0), "a1": article(1)}
    sentences = [Sentence(f"a{side}", index, 10 * index, 10 * index + 9, "s") for side in (0, 1) for index in range(3)]
    run = Run(articles, tuple(Claim(sentence) for sentence in sentences), {"a0": "a0", "a1": "a1"}, {"a0": 0, "a1": 0})
    matches = [match(0, 3, 0.9), match(0, 4, 0.8), match(1, 4, 0.7), match(2, 5, 0.1)]
    result = [(row.status, row.left, row.right) for row in rows(run, matches, [], {"a0"})]
    assert result == [
        (DiffStatus.SAME, 0, 3),
        (DiffStatus.SAME, 1, 4),
        (DiffStatus.ONLY_LEFT, 2, None),
        (DiffStatus.ONLY_RIGHT, None, 5),
    ]


def row(verdict: Verdict) -> CheckRow:
    return CheckRow("o", ("a0",), verdict, 0.9, "r", ())


SUPPORTED, REFUTED, SILENT = row(Verdict.SUPPORTED), row(Verdict.REFUTED), row(Verdict.NOT_ENOUGH_INFO)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ([], Verdict.NOT_ENOUGH_INFO),
        ([SILENT, SILENT], Verdict.NOT_ENOUGH_INFO),
        ([SUPPORTED, SILENT], Verdict.SUPPORTED),
        ([REFUTED, SILENT, SILENT], Verdict.REFUTED),
        ([REFUTED, SUPPORTED], Verdict.NOT_ENOUGH_INFO),
    ],
)
def test_what_all_that_say_anything_say_is_the_verdict(given: list[CheckRow], verdict: Verdict) -> None:
    assert overall(given)[0] is verdict
