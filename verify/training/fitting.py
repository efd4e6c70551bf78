"""Fitting and judging the small decisions: logistic regression by scikit-learn, weights written as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler

FOLDS = 5
Matrix = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """Rows of one run: features, labels, the weight of each, and the events that the rows come from."""

    events: frozenset[int]
    rows: Matrix
    labels: Labels
    weight: float = 1.0


def fold_of(event: int) -> int:
    """Return the fold of an event: whole events are held out, in the rotation of their names' order."""
    return event % FOLDS


def fit(samples: Sequence[Sample], regularisation: float = 1.0) -> tuple[StandardScaler, LogisticRegression]:
    """Fit one decision on all rows of the samples."""
    rows = np.vstack([sample.rows for sample in samples])
    labels = np.concatenate([sample.labels for sample in samples])
    scaler = StandardScaler().fit(rows)
    weights = np.concatenate([np.full(len(sample.rows), sample.weight) for sample in samples])
    model = LogisticRegression(C=regularisation, max_iter=2000)
    model.fit(scaler.transform(rows), labels, sample_weight=weights)
    return scaler, model


def rotate(samples: Sequence[Sample], judged: Sequence[int]) -> tuple[dict[int, Matrix], float]:
    """Return held-out probabilities of the samples at the positions `judged`, and their mean average precision.

    The model that judges a sample was fitted on the samples without any event of its fold.
    """
    probabilities: dict[int, Matrix] = {}
    for fold in range(FOLDS):
        training = [sample for sample in samples if all(fold_of(event) != fold for event in sample.events)]
        scaler, model = fit(training)
        for position in judged:
            sample = samples[position]
            if any(fold_of(event) == fold for event in sample.events) and len(sample.rows):
                probabilities[position] = model.predict_proba(scaler.transform(sample.rows))[:, 1]
    scores = [
        average_precision_score(samples[position].labels, values)
        for position, values in probabilities.items()
        if samples[position].labels.any()
    ]
    return probabilities, float(np.mean(scores))


def weights_of(features: Sequence[str], scaler: StandardScaler, model: LogisticRegression) -> dict[str, object]:
    """Return a decision in the form that `verify.decisions` reads."""
    return {
        "features": list(features),
        "mean": [round(float(value), 6) for value in scaler.mean_],
        "scale": [round(float(value), 6) for value in scaler.scale_],
        "weights": [round(float(value), 6) for value in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 6),
    }


def write(path: Path, decisions: Mapping[str, Mapping[str, object]]) -> None:
    """Write all decisions into one file, by name."""
    path.write_text(json.dumps(decisions, indent=1) + "\n", "utf-8")
