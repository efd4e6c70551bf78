"""Calibrating what `verify relate` says, and judging it: macro-F1, F1 a label, error of the probabilities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from verify.matching.decide import Relate
from verify.matching.relate import LABELS, NAMES, table
from verify.pipeline import reading
from verify.settings import Settings
from verify.training.pairs import Pair

REGULARISATION = 1.0
"""Thirteen features and a few hundred pairs; 0.03 to 1 differ by less than the seed does."""

PARTS = 5
BINS = 10

Labels = NDArray[np.int_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs of one kind with their features and their labels (index into `LABELS`)."""

    rows: NDArray[np.float64]
    labels: Labels


def judged(pairs: Sequence[Pair], relate: Relate) -> Judged:
    """Return the features and the label of each pair; one that both agrees and conflicts is a conflict."""
    settings = Settings()
    texts = [(pair.left, pair.right) for pair in pairs]
    read = [(reading(left, settings), reading(right, settings)) for left, right in texts]
    return Judged(table(read, relate(texts)), np.array([_label(pair) for pair in pairs], dtype=np.int_))


def _label(pair: Pair) -> int:
    agree, conflict = pair.target[:2]
    if conflict:
        return LABELS.index("conflict")
    return LABELS.index("agree" if agree else "other")


def choice(given: Judged) -> dict[str, object]:
    """Fit the calibration in the form that `verify.decisions` reads."""
    scaler, model = _fitted(given)
    order = [list(model.classes_).index(label) for label in range(len(LABELS))]
    return {
        "features": list(NAMES),
        "labels": list(LABELS),
        "mean": _rounded(scaler.mean_),
        "scale": _rounded(scaler.scale_),
        "weights": [_rounded(model.coef_[at]) for at in order],
        "intercept": _rounded(model.intercept_[order]),
    }


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), 6) for value in values]


def _fitted(given: Judged) -> tuple[StandardScaler, LogisticRegression]:
    scaler = StandardScaler().fit(given.rows)
    model = LogisticRegression(C=REGULARISATION, max_iter=2000)
    return scaler, model.fit(scaler.transform(given.rows), given.labels)


def crossed(given: Judged, seed: int = 0) -> NDArray[np.float64]:
    """Return probabilities of each pair from a calibration that was fitted on the other parts of the pairs."""
    values = np.zeros((len(given.rows), len(LABELS)))
    for fitted, held in StratifiedKFold(PARTS, shuffle=True, random_state=seed).split(given.rows, given.labels):
        scaler, model = _fitted(Judged(given.rows[fitted], given.labels[fitted]))
        values[np.ix_(held, model.classes_)] = model.predict_proba(scaler.transform(given.rows[held]))
    return values


def calibration_error(values: NDArray[np.float64], labels: Labels) -> float:
    """Return the expected calibration error: mean distance of confidence and accuracy over ten equal bins."""
    sure = values.max(axis=1)
    right = values.argmax(axis=1) == labels
    at = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(right[at == own].mean() - sure[at == own].mean()) * (at == own).mean() for own in np.unique(at)]
    return float(sum(gaps))


def figures(values: NDArray[np.float64], labels: Labels) -> str:
    """Return one line: macro-F1, F1 of each label, expected calibration error."""
    chosen = values.argmax(axis=1)
    each = f1_score(labels, chosen, average=None, labels=range(len(LABELS)), zero_division=0.0)
    named = ", ".join(f"{label} {score:.3f}" for label, score in zip(LABELS, each, strict=True))
    return (
        f"macro-F1 {float(np.mean(each)):.3f} ({named}), calibration error {calibration_error(values, labels):.3f},"
        f" {len(labels)} pairs"
    )


RelateOf = Callable[[int | None], Relate]
"""Gives the relation model trained without a fold's events, or on all for None."""
