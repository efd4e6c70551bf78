"""Training the small decisions on the gold events, whole events held out in rotation.

Deterministic: no random numbers are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from pathlib import Path

import numpy as np

from verify.comparison import moving
from verify.comparison.evidence import Run
from verify.datamodels import Candidate, Claim, FactRef, Judgement, Kind, Match, Span
from verify.encoder.relation import CLAIM_LABELS
from verify.extraction.claims import extract
from verify.extraction.dates import find_dates
from verify.matching import oppositions, rivals
from verify.matching.candidates import propose
from verify.matching.decide import DECISION, FIRST, JUDGED_FROM, JUDGED_NAMES, Relate, judge, judged_features, match_of
from verify.matching.features import NAMES, features
from verify.matching.material import Material, material, texts
from verify.matching.slots import NAMES_OF, Pair, pairs, slot_features
from verify.matching.views import FactView, facts_of
from verify.pipeline import origins_of, vectors
from verify.reading import read_paths
from verify.segmenting import segment
from verify.settings import Settings
from verify.training.fitting import Labels, Matrix, Sample, fit, fold_of, rotate, weights_of
from verify.training.gold import Event, Tag
from verify.values import Standing

SLOT_KINDS = {
    Kind.QUANTITY: frozenset({"count", "measure", "money", "modifier", "scope", "unit", "order", "list"}),
    Kind.DATE: frozenset({"date", "date/status"}),
}
"""Kinds of gold slots that a kind of fact can fill: a date inside a quotation about a count is no value of it."""

WHO = frozenset({"name", "role", "name/role"})
"""Kinds of gold slots that two sentences can share without making one claim: that both name the spokesman."""

SAME_SLOT = frozenset({"agree", "conflict", "update"})
MOVED = frozenset({"conflict", "update"})


def material_of(events: Sequence[Event]) -> Material:
    """Return the material of one run over the articles of several events."""
    claims = [claim for event in events for claim in event.claims]
    articles = {article.id: number for number, article in enumerate(a for event in events for a in event.articles)}
    language = {article.id: article.language for event in events for article in event.articles}
    owners = [claim.sentence.article for claim in claims]
    run = texts(claims, [language[owner] for owner in owners], [articles[owner] for owner in owners])
    return material(run, vectors(run.every(), Settings()))


@dataclass(frozen=True)
class Proposed:
    """The candidates of one run, and the first decision's sample of them."""

    run: Material
    candidates: list[Candidate]
    sample: Sample


def proposals(events: Sequence[Event]) -> list[Proposed]:
    """Return the candidates of each event, of each with its neighbour (nothing across agrees), then of the seeds.

    A run over two events teaches that near neighbours from another event are not the same claim.
    """
    numbers = {event.name: number for number, event in enumerate(events)}
    found = []
    for group in [(event,) for event in events] + list(pairwise(events)):
        run = material_of(group)
        owner = [event for event in group for _ in event.claims]
        tags = [
            {
                (event.name, *tag)
                for tag in event.tags(claim.sentence.article, span(claim))
                if event.kind(tag) not in WHO
            }
            for event, claim in zip(owner, run.texts.claims, strict=True)
        ]
        candidates = propose(run)
        if len(group) > 1:
            candidates = [pair for pair in candidates if owner[pair.left] is not owner[pair.right]]
        labels = np.array([bool(tags[pair.left] & tags[pair.right]) for pair in candidates], dtype=bool)
        own = Sample(frozenset(numbers[event.name] for event in group), features(run, candidates), labels)
        found.append(Proposed(run, candidates, own))
    return [*found, seed_proposals()]


@dataclass(frozen=True)
class Judged:
    """What the first decision says of each candidate of a run, which were judged, and the second's sample of those."""

    first: Matrix
    chosen: Labels
    sample: Sample


def judged_samples(proposed: Sequence[Proposed], relate_of: Callable[[int], Relate]) -> list[Judged]:
    """Let the first decision and the relation model judge each run's candidates.

    What they say of a pair comes from a model that never saw its event.
    """
    samples = [own.sample for own in proposed]
    first, _ = rotate(samples, range(len(samples) - 1))
    scaler, model = fit(samples[:-1])
    first[len(samples) - 1] = model.predict_proba(scaler.transform(samples[-1].rows))[:, 1]
    judged = []
    for number, own in enumerate(proposed):
        kept = first[number] >= JUDGED_FROM
        held = fold_of(min(own.sample.events, default=0))
        logits = judge(own.run, list(compress(own.candidates, kept)), relate_of(held))
        rows = judged_features(own.sample.rows[kept], first[number][kept], logits)
        sample = Sample(own.sample.events, rows, own.sample.labels[kept], own.sample.weight)
        judged.append(Judged(first[number], kept, sample))
    return judged


SEEDS = Path(__file__).parents[2] / "seeds" / "us-qatar-syria"
SAME_IN_SEEDS = (
    ("واشنطن والدوحة تجدّدان التزامهما", "وعلى مستوى المنطقة، جدد البلدان"),
    ("جدّدت قطر والولايات المتحدة الأميركية تعهّدهما", "وعلى مستوى المنطقة، جدد البلدان"),
    ("جدّدت قطر والولايات المتحدة الأميركية تعهّدهما", "جددت الولايات المتحدة وقطر، السبت"),
    ("وورد هذا التعهّد في بيان مشترك", "وجاء في بيان مشترك نشرته الحكومتان"),
    ("وورد هذا التعهّد في بيان مشترك", "جددت الولايات المتحدة وقطر، السبت"),
    ("وفي تطور ذي صلة، قالت مصادر أميركية", "وأعقبت المكالمة حادثة أليمة"),
)
"""How the pairs of claims in seeds/us-qatar-syria that say the same begin, judged by reading. All others there share a
topic and nothing more: the hardest negatives, since the stories are of one region, its ministers and its themes."""

SEED_WEIGHT = 2.0
"""Real articles are vaguer than the events, and there is one set of them against 26."""


def seed_proposals() -> Proposed:
    """Return the candidates of the seed articles, which belong to no event and are never judged on."""
    articles = read_paths([SEEDS], find_dates=find_dates).articles
    claims = [claim for article in articles for claim in extract(article, segment(article))]
    run = material_of([Event("seeds", articles, tuple(claims), [], {})])
    candidates = propose(run)
    begins = [claim.sentence.surface for claim in claims]
    labels = [
        any(
            {begins[pair.left].startswith(a), begins[pair.right].startswith(b)} == {True}
            or {begins[pair.left].startswith(b), begins[pair.right].startswith(a)} == {True}
            for a, b in SAME_IN_SEEDS
        )
        for pair in candidates
    ]
    sample = Sample(frozenset(), features(run, candidates), np.array(labels, dtype=bool), SEED_WEIGHT)
    return Proposed(run, candidates, sample)


def span(claim: Claim) -> Span:
    """Return the span of a claim's sentence."""
    return Span(claim.sentence.start_char, claim.sentence.end_char)


def held_out_matches(
    proposed: Sequence[Proposed], judged: Sequence[Judged], probabilities: Mapping[int, Matrix]
) -> list[tuple[Material, list[Match]]]:
    """Return each event's matches with the probabilities of models that never saw the event."""
    result = []
    for number, own in enumerate(proposed):
        values = judged[number].first.copy()
        values[judged[number].chosen] = probabilities[number]
        logits = judged[number].sample.rows[:, -len(CLAIM_LABELS) :]
        places = np.flatnonzero(judged[number].chosen)
        said = {int(at): Judgement(*map(float, row)) for at, row in zip(places, logits, strict=True)}
        matches = [
            match_of(own.run, pair, float(value), said.get(at))
            for at, (pair, value) in enumerate(zip(own.candidates, values, strict=True))
        ]
        result.append((own.run, matches))
    return result


def against_samples(events: Sequence[Event], runs: Sequence[tuple[Material, list[Match]]]) -> dict[str, list[Sample]]:
    """Return the samples of the decisions on claims that stand against each other."""
    samples: dict[str, list[Sample]] = {oppositions.OPPOSED: [], oppositions.MOVED: []}
    for number, (event, (run, matches)) in enumerate(zip(events, runs, strict=True)):
        asked = oppositions.worth_asking(matches)
        published = {article.id: article.published_day for article in event.articles}
        rows = oppositions.features(run, asked, published)
        tags = [event.tags(claim.sentence.article, span(claim)) for claim in run.texts.claims]
        said = [_verdicts(event, tags[match.left], tags[match.right]) for match in asked]
        for name, verdict in ((oppositions.OPPOSED, "conflict"), (oppositions.MOVED, "update")):
            labels = np.array([verdict in own for own in said], dtype=bool)
            samples[name].append(Sample(frozenset({number}), rows, labels))
    return samples


def _verdicts(event: Event, left: set[Tag], right: set[Tag]) -> set[str]:
    """Return the gold's verdicts on the slots that two claims fill with different values."""
    return {
        str(event.slots[one[0]]["verdict"]) for one in left for other in right if one[0] == other[0] and one != other
    }


def verdicts(event: Event, run: Material, paired: Sequence[Pair], kind: Kind) -> list[str]:
    """Return what the gold says of each pair of facts: a verdict, `apart` (other slots) or `unknown` (no slot).

    Where two facts share several slots, the verdict that fits how their values stand comes first.
    """
    cache: dict[tuple[int, int], set[Tag]] = {}

    def tags(view: FactView) -> set[Tag]:
        key = (view.claim, view.index)
        if key not in cache:
            claim = run.texts.claims[view.claim]
            fact = facts_of(claim, kind)[view.index]
            cache[key] = event.tags(claim.sentence.article, Span(fact.start_char, fact.end_char))
        return cache[key]

    result = []
    for pair in paired:
        left, right = tags(pair.left), tags(pair.right)
        found = {
            "agree" if one == other else str(event.slots[one[0]]["verdict"])
            for one in left
            for other in right
            if one[0] == other[0] and event.kind(one) in SLOT_KINDS[kind]
        }
        order = ["agree", "compatible", "update", "conflict"]
        if pair.standing is Standing.DIFFERENT:
            order = ["conflict", "update", "compatible", "agree"]
        rest = "apart" if left and right else "unknown"
        result.append(next((verdict for verdict in order if verdict in found), rest))
    return result


def moved_sample(event: Event, run: Material, paired: Sequence[Pair], said: Sequence[str], number: int) -> Sample:
    """Return what tells a later figure from a conflicting one, for the pairs that the gold calls either."""
    context = Run({article.id: article for article in event.articles}, event.claims, origins_of(event.articles), {})
    rows, labels = [], []
    for pair, verdict in zip(paired, said, strict=True):
        if pair.standing is Standing.DIFFERENT and verdict in MOVED:
            one = moving.figure(context, FactRef(pair.left.claim, pair.left.index))
            other = moving.figure(context, FactRef(pair.right.claim, pair.right.index))
            rows.append(moving.features(context, one, other)[0])
            labels.append(verdict == "update")
    shape = (len(rows), len(moving.NAMES))
    return Sample(frozenset({number}), np.asarray(rows).reshape(shape), np.asarray(labels, dtype=bool))


@dataclass(frozen=True)
class Course:
    """Everything that the decisions are trained on: the samples of each, with the names of their features."""

    samples: dict[str, list[Sample]]
    features: dict[str, tuple[str, ...]]

    def decisions(self, without_fold: int | None = None) -> dict[str, dict[str, object]]:
        """Fit every decision, on all events or on those outside one fold."""
        result = {}
        for name, samples in self.samples.items():
            own = [sample for sample in samples if all(fold_of(event) != without_fold for event in sample.events)]
            result[name] = weights_of(self.features[name], *fit(own))
        return result


def course(events: Sequence[Event], relate_of: Callable[[int], Relate]) -> Course:
    """Compute all samples; what one decision feeds to the next comes from models that never saw the event.

    `relate_of` gives the relation model that was trained without a fold's events.
    """
    proposed = proposals(events)
    judged = judged_samples(proposed, relate_of)
    samples = {FIRST: [own.sample for own in proposed], DECISION: [own.sample for own in judged]}
    named: dict[str, tuple[str, ...]] = {FIRST: NAMES, DECISION: JUDGED_NAMES}
    probabilities, _ = rotate(samples[DECISION], range(len(events)))
    runs = held_out_matches(proposed[: len(events)], judged, probabilities)
    samples |= against_samples(events, runs)
    named |= dict.fromkeys((oppositions.OPPOSED, oppositions.MOVED), oppositions.NAMES)
    for kind in NAMES_OF:
        slot, differs, agrees = rivals.decisions(kind)
        paired = [pairs(run, matches, kind) for run, matches in runs]
        said = [verdicts(event, run, own, kind) for event, (run, _), own in zip(events, runs, paired, strict=True)]
        rows = [slot_features(run, own, kind) for (run, _), own in zip(runs, paired, strict=True)]
        samples[slot] = [Sample(frozenset({n}), own, _is(said[n], SAME_SLOT)) for n, own in enumerate(rows)]
        first, _ = rotate(samples[slot], range(len(events)))
        second = [
            rivals.rival_features(run, own, features_, first.get(n, np.zeros(0)))
            for n, ((run, _), own, features_) in enumerate(zip(runs, paired, rows, strict=True))
        ]
        for name, apart, wanted in ((differs, True, MOVED), (agrees, False, SAME_SLOT | {"compatible"})):
            samples[name] = []
            for n, own in enumerate(paired):
                fits = np.array([(pair.standing is Standing.DIFFERENT) is apart for pair in own], dtype=bool)
                samples[name].append(Sample(frozenset({n}), second[n][fits], _is(said[n], wanted)[fits]))
        named |= {slot: NAMES_OF[kind], differs: rivals.names(kind), agrees: rivals.names(kind)}
        if kind is Kind.QUANTITY:
            named[moving.DECISION] = moving.NAMES
            samples[moving.DECISION] = [
                moved_sample(event, run, paired[n], said[n], n)
                for n, (event, (run, _)) in enumerate(zip(events, runs, strict=True))
            ]
    return Course(samples, named)


def _is(said: Sequence[str], wanted: frozenset[str]) -> Labels:
    return np.array([verdict in wanted for verdict in said], dtype=bool)


def measure(trained: Course, events: Sequence[Event]) -> Iterator[str]:
    """Yield, line by line, what every decision gives on held-out events."""
    for name, samples in trained.samples.items():
        judged = [n for n in range(len(events)) if len(samples[n].rows)]
        probabilities, score = rotate(samples, judged)
        values = np.concatenate([probabilities[n] for n in sorted(probabilities)])
        labels = np.concatenate([samples[n].labels for n in sorted(probabilities)])
        yield f"{name}: average precision {score:.3f} held out, {labels.sum()} of {len(labels)} pairs true"
        for threshold in (0.3, 0.5, 0.7, 0.9):
            chosen = values >= threshold
            if chosen.any():
                yield f"  from {threshold}: {chosen.sum()} pairs, {labels[chosen].mean():.2f} true"
        if name == FIRST:
            cosine = [Sample(sample.events, sample.rows[:, :1], sample.labels) for sample in samples]
            yield f"  cosine alone: {rotate(cosine, judged)[1]:.3f}"
