"""Train the small decisions on the gold events, whole events held out in rotation, and write their weights.

    python models/train.py BENCHMARK_DIR [--dry]

Deterministic: no random numbers are drawn. `--dry` measures and writes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from gold import Event, load_events
from training import Sample, fit, rotate, write

from verify.datamodels import Span
from verify.matching.candidates import propose
from verify.matching.decide import DECISION
from verify.matching.features import NAMES, features
from verify.matching.material import Material, material, texts
from verify.pipeline import vectors
from verify.settings import Settings


def material_of(events: Sequence[Event]) -> Material:
    """Return the material of one run over the articles of several events."""
    claims = [claim for event in events for claim in event.claims]
    articles = {article.id: number for number, article in enumerate(a for event in events for a in event.articles)}
    language = {article.id: article.language for event in events for article in event.articles}
    run = texts(
        claims,
        [language[claim.sentence.article] for claim in claims],
        [articles[claim.sentence.article] for claim in claims],
    )
    return material(run, vectors(run.every(), Settings()))


def claim_samples(events: Sequence[Event]) -> list[Sample]:
    """Return the same-claim samples: each event alone, then each with its neighbour, where nothing across agrees.

    A run over two events teaches that near neighbours from another event are not the same claim.
    """
    numbers = {event.name: number for number, event in enumerate(events)}
    samples = []
    for group in [(event,) for event in events] + list(pairwise(events)):
        run = material_of(group)
        owner = [event for event in group for _ in event.claims]
        tags = [
            {(event.name, *tag) for tag in event.tags(claim.sentence.article, _span(claim))}
            for event, claim in zip(owner, run.texts.claims, strict=True)
        ]
        candidates = propose(run)
        if len(group) > 1:
            candidates = [c for c in candidates if owner[c.left] is not owner[c.right]]
        labels = np.array([bool(tags[c.left] & tags[c.right]) for c in candidates])
        if len(group) == 1:
            groups = run.texts.groups
            every = sum(
                bool(tags[i] & tags[j])
                for i in range(len(tags))
                for j in range(i + 1, len(tags))
                if groups[i] != groups[j]
            )
            print(f"{group[0].name:36} candidates {len(candidates):5} hold {labels.sum() / max(1, every):.3f} of {every}")
        samples.append(Sample(frozenset(numbers[event.name] for event in group), features(run, candidates), labels))
    return samples


def _span(claim: object) -> Span:
    sentence = claim.sentence  # type: ignore[attr-defined]
    return Span(sentence.start_char, sentence.end_char)


def main() -> None:
    """Run the training."""
    folder = Path(sys.argv[1])
    events = load_events(folder)
    samples = claim_samples(events)
    judged = range(len(events))
    _, score = rotate(samples, judged)
    cosine = [Sample(s.events, s.rows[:, :1], s.labels) for s in samples]
    _, plain = rotate(cosine, judged)
    print(f"same claim: average precision {score:.3f} held out, cosine alone {plain:.3f}")
    if "--dry" not in sys.argv:
        write(Path(__file__).parent / f"{DECISION}.json", NAMES, *fit(samples))


if __name__ == "__main__":
    main()
