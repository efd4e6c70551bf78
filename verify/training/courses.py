"""What the relation model learns, in which order, and what it then gives on texts that it never saw."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.encoder.delta import Delta, read_delta, write_delta
from verify.encoder.relation import CLAIM_LABELS
from verify.relating import FILE
from verify.settings import models_dir
from verify.training.decisions import WHO, Proposed, span
from verify.training.fitting import FOLDS, fold_of, rotate
from verify.training.gold import Event
from verify.training.pairs import Pair, claim_pair, groups, headlines, pairs_of, split, unrelated
from verify.training.relation import Course, Trainer

FOUNDATION_EPOCHS = 3
FOUNDATION_RATE = 1e-4
EVENT_EPOCHS = 1
EVENT_RATE = 6e-5
UNRELATED = 200
"""Pairs of headlines of two rows, drawn for each epoch: of the rows themselves one in forty is `other`."""

REHEARSED_HEADLINES = 400
REHEARSED_PAIRS = 700
"""Pairs of the foundation that the second course repeats, so that what was learnt first is not lost. With 400 headlines
macro-F1 on those of the development split fell from 0.80 to 0.73 to 0.75: the weights that are shipped repeat all."""

HELD_GROUPS = 40
"""Written groups that are never learnt from and measure what the foundation gives."""

CANDIDATES_FROM = 0.05
"""Probability of the first same-claim decision from which a pair of an event is learnt: it will be asked those."""

SPLIT_SEED = 5

Note = Callable[[str, int, int, float], None]
"""Told what is learnt, the step, the number of steps, and the mean loss of late."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that is learnt from: headline pairs, written groups, and the candidates of each gold event."""

    headlines: Sequence[Pair]
    groups: Sequence[dict[str, Any]]
    held_groups: Sequence[dict[str, Any]]
    events: Sequence[Sequence[Pair]]


def sources(benchmark: Path, events: Sequence[Event], proposed: Sequence[Proposed]) -> Sources:
    """Read the headlines and the groups, and draw pairs from the candidates of the events."""
    written, held = split(groups(models_dir() / "pairs"), HELD_GROUPS, SPLIT_SEED)
    return Sources(headlines(benchmark / "ans" / "train.csv"), written, held, list(event_pairs(events, proposed)))


def event_pairs(events: Sequence[Event], proposed: Sequence[Proposed]) -> Iterator[list[Pair]]:
    """Yield, for each event, its likelier candidates with what the gold says of the two sentences.

    What is likely is said by a decision that never saw the event.
    """
    first, _ = rotate([own.sample for own in proposed], range(len(events)))
    for number, event in enumerate(events):
        own = proposed[number]
        claims = own.run.texts.claims
        tags = [event.tags(claim.sentence.article, span(claim)) for claim in claims]
        pairs = []
        for candidate, probability in zip(own.candidates, first[number], strict=True):
            labels = _labels(event, tags[candidate.left], tags[candidate.right])
            if labels or probability >= CANDIDATES_FROM:
                left, right = claims[candidate.left].sentence.surface, claims[candidate.right].sentence.surface
                pairs.append(claim_pair(left, right, labels))
        yield pairs


def _labels(event: Event, left: set[tuple[int, int]], right: set[tuple[int, int]]) -> set[str]:
    found = set()
    for one in left:
        for other in right:
            if one[0] == other[0] and event.kind(one) not in WHO:
                found.add("agree" if one == other else str(event.slots[one[0]]["verdict"]))
    return found & set(CLAIM_LABELS)


def foundation(given: Sources, seed: int) -> Course:
    """Return the first course: headlines, twice in all epochs but the first, and pairs drawn anew from the groups."""
    draw = random.Random(seed)  # noqa: S311 - a choice of examples
    epochs = []
    for number in range(FOUNDATION_EPOCHS):
        drawn = [pair for group in given.groups for pair in pairs_of(group, draw)]
        apart = unrelated(given.headlines, UNRELATED, draw)
        epochs.append([*given.headlines, *(given.headlines if number else ()), *apart, *drawn])
    return Course(epochs, FOUNDATION_RATE)


def on_events(given: Sources, seed: int, without_fold: int | None) -> Course:
    """Return the second course: the events outside a fold, or all, with some of what was learnt first."""
    draw = random.Random(seed)  # noqa: S311 - a choice of examples
    epochs = []
    for _ in range(EVENT_EPOCHS):
        own = [pair for n, pairs in enumerate(given.events) if fold_of(n) != without_fold for pair in pairs]
        drawn = [pair for group in given.groups for pair in pairs_of(group, draw)]
        # Without a fold the weights only measure events; those on all events are shipped and judge headlines, too.
        count = len(given.headlines) if without_fold is None else min(REHEARSED_HEADLINES, len(given.headlines))
        again = draw.sample(list(given.headlines), count)
        epochs.append([*own, *again, *draw.sample(drawn, min(REHEARSED_PAIRS, len(drawn)))])
    return Course(epochs, EVENT_RATE)


def train_foundation(folder: Path, given: Sources, seed: int, note: Note) -> Delta:
    """Take the first course from the encoder in `folder`."""
    trainer = Trainer(folder, seed)
    trainer.learn(foundation(given, seed), lambda *told: note("foundation", *told))
    return trainer.delta({"seed": seed, "course": "foundation"})


def train_on_events(
    folder: Path, given: Sources, start: Delta, seed: int, without_fold: int | None, note: Note
) -> Delta:
    """Take the second course from what the first gave."""
    trainer = Trainer(folder, seed, start)
    name = "all events" if without_fold is None else f"without fold {without_fold}"
    trainer.learn(on_events(given, seed, without_fold), lambda *told: note(name, *told))
    return trainer.delta({"seed": seed, "course": name})


def fold_file(work: Path, fold: int) -> Path:
    """Return where the weights that never saw a fold's events are kept."""
    return work / f"relation-without-{fold}.safetensors"


def train_all(folder: Path, given: Sources, work: Path, seed: int, note: Note) -> Path:
    """Train everything that is not in `work` yet, there: a run that was broken off goes on where it stopped.

    Returns:
        The file of the weights trained on all events.
    """
    first = work / "foundation.safetensors"
    if not first.exists():
        write_delta(first, train_foundation(folder, given, seed, note))
    start = read_delta(first)
    wanted: Mapping[int | None, Path] = {None: work / FILE, **{fold: fold_file(work, fold) for fold in range(FOLDS)}}
    for fold, path in wanted.items():
        if not path.exists():
            write_delta(path, train_on_events(folder, given, start, seed, fold, note))
    return work / FILE
