"""The whole training and the whole measurement, as `verify model train` and `verify model eval` run them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from verify.decisions import FILE as DECISIONS
from verify.encoder import materialise
from verify.matching.decide import Relate
from verify.matching.relate import HEADLINES, SENTENCES
from verify.pipeline import Progress, relater
from verify.relating import BASE, FILE
from verify.settings import Settings
from verify.store import cache_dir
from verify.training.courses import Note, Sources, fold_file, sources, train_all
from verify.training.decisions import Course, course, measure, proposals
from verify.training.fitting import fold_of
from verify.training.gold import Event, load_events
from verify.training.pairs import headlines, pairs_of
from verify.training.relating import Judged, choice, crossed, figures, judged

SEED = 0


@dataclass(frozen=True)
class Trained:
    """What a training gave: the weights' file of each fold, and everything that the decisions are fitted on."""

    events: Sequence[Event]
    given: Sources
    course: Course
    headlines: Judged
    sentences: Judged
    held_groups: Judged

    def decisions(self) -> dict[str, dict[str, object]]:
        """Return all decisions, fitted on everything."""
        return self.course.decisions() | {HEADLINES: choice(self.headlines), SENTENCES: choice(self.sentences)}


def train_relation(benchmark: Path, work: Path, settings: Settings, note: Note, progress: Progress) -> None:
    """Train the relation model in `work`, without each fold and on all events; what is there is kept.

    Raises:
        InputError: the benchmark has no headlines.
        StoreError: the encoder cannot be written.
    """
    work.mkdir(parents=True, exist_ok=True)
    events = load_events(benchmark)
    folder = materialise(BASE, cache_dir(settings.cache_dir), progress)
    train_all(folder, sources(benchmark, events, proposals(events)), work, SEED, note)


def gather(benchmark: Path, work: Path, settings: Settings, progress: Progress) -> Trained:
    """Let the trained relation models judge everything that the decisions are fitted on and measured with.

    Raises:
        ModelError: a weights' file is missing in `work`.
        InputError: the benchmark has no headlines.
    """

    def relate_of(fold: int | None) -> Relate:
        weights = work / FILE if fold is None else fold_file(work, fold)
        return relater(replace(settings, relation=weights), progress)

    events = load_events(benchmark)
    given = sources(benchmark, events, proposals(events))
    held = [pair for group in given.held_groups for pair in pairs_of(group, Random(SEED))]  # noqa: S311
    groups = judged(held, relate_of(None))
    return Trained(
        events=events,
        given=given,
        course=course(events, relate_of),
        headlines=judged(headlines(benchmark / "ans" / "dev.csv"), relate_of(None)),
        sentences=_joined([groups, *(judged(pairs, relate_of(fold_of(n))) for n, pairs in enumerate(given.events))]),
        held_groups=groups,
    )


def _joined(parts: Sequence[Judged]) -> Judged:
    import numpy as np  # noqa: PLC0415 - the command line imports this module to show its help

    return Judged(np.vstack([part.rows for part in parts]), np.concatenate([part.labels for part in parts]))


def write(work: Path, trained: Trained, out: Path) -> None:
    """Write the relation model's weights and the decisions into the models folder; each appears by one rename."""
    for name, content in (
        (FILE, (work / FILE).read_bytes()),
        (DECISIONS, (json.dumps(trained.decisions(), indent=1) + "\n").encode()),
    ):
        part = out / f".{name}.part"
        part.write_bytes(content)
        part.replace(out / name)


def lines(trained: Trained) -> Iterator[str]:
    """Yield the figures of the model card, line by line."""
    yield from measure(trained.course, trained.events)
    yield f"headlines (dev, calibrated in five parts): {figures(crossed(trained.headlines), trained.headlines.labels)}"
    yield f"sentences (events held out, and groups): {figures(crossed(trained.sentences), trained.sentences.labels)}"
    yield f"written groups never learnt from: {figures(crossed(trained.held_groups), trained.held_groups.labels)}"


__all__ = ["Trained", "gather", "lines", "train_relation", "write"]
