"""A logistic decision with its weights as data, so that applying it needs no training library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from verify.errors import ModelError
from verify.settings import models_dir


@dataclass(frozen=True, slots=True)
class Logistic:
    """Probability = sigmoid(intercept + weights · (features - mean) / scale), Platt-calibrated by its training."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one probability a row, 0 to 1."""
        logits = (rows - self.mean) / self.scale @ self.weights + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50))), dtype=np.float64)


@cache
def trained(name: str, columns: Sequence[str]) -> Logistic:
    """Return the trained decision `models/<name>.json`.

    Args:
        name: the file's stem.
        columns: the features that the caller computes, in order; they must be those of the training.

    Raises:
        ModelError: the file is missing, damaged, or was trained on other features.
    """
    path = models_dir() / f"{name}.json"
    try:
        data = json.loads(path.read_text("utf-8"))
        if tuple(data["features"]) != tuple(columns):
            raise ModelError(f"{path.name} was trained on other features", "train it again with models/train.py")
        return Logistic(
            mean=np.asarray(data["mean"], dtype=np.float64),
            scale=np.asarray(data["scale"], dtype=np.float64),
            weights=np.asarray(data["weights"], dtype=np.float64),
            intercept=float(data["intercept"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the trained decision {path.name} cannot be read ({error})", "install Verify again"
        ) from error
