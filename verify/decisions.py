"""A logistic decision with its weights as data, so that applying it needs no training library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verify.errors import ModelError
from verify.settings import models_dir

TRAIN_AGAIN = "train it again: verify model train"

FILE = "decisions.json"
"""All trained decisions of this version, by name, in the models folder."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """Probability = sigmoid(intercept + weights · (features - mean) / scale)."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: float

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one probability a row, 0 to 1."""
        logits = (rows - self.mean) / self.scale @ self.weights + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -50, 50))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Choice:
    """Probabilities of several labels: softmax(intercept + weights · (features - mean) / scale)."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one row of probabilities a row: shape (len(rows), labels)."""
        logits = (rows - self.mean) / self.scale @ self.weights.T + self.intercept
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)


@cache
def trained_choice(name: str, columns: tuple[str, ...], labels: tuple[str, ...]) -> Choice:
    """Return a trained choice between labels, as `trained` returns a decision.

    Raises:
        ModelError: as `trained`, or the choice was trained on other labels.
    """
    data = _entry(name, columns)
    try:
        if tuple(data["labels"]) != labels:
            raise ModelError(f"the decision {name} was trained on other labels", TRAIN_AGAIN)
        parts = [np.asarray(data[part], np.float64) for part in ("mean", "scale", "weights", "intercept")]
        width = len(columns)
        if [part.shape for part in parts] != [(width,), (width,), (len(labels), width), (len(labels),)]:
            raise ValueError("numbers of another shape")
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{FILE} cannot be used for {name} ({error!r})", "install Verify again") from error
    return Choice(*parts)


@cache
def trained(name: str, columns: tuple[str, ...]) -> Logistic:
    """Return a trained decision of models/decisions.json.

    Args:
        name: the decision's name.
        columns: the features that the caller computes, in order; they must be those of the training.

    Raises:
        ModelError: the file is missing or damaged, or the decision was trained on other features.
    """
    data = _entry(name, columns)
    try:
        return Logistic(
            mean=np.asarray(data["mean"], dtype=np.float64),
            scale=np.asarray(data["scale"], dtype=np.float64),
            weights=np.asarray(data["weights"], dtype=np.float64),
            intercept=float(data["intercept"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{FILE} cannot be used for {name} ({error!r})", "install Verify again") from error


def _entry(name: str, columns: tuple[str, ...]) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = _decisions()[name]
        features = tuple(data["features"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{FILE} cannot be used for {name} ({error!r})", "install Verify again") from error
    if features != columns:
        raise ModelError(f"the decision {name} was trained on other features", TRAIN_AGAIN)
    return data


def _decisions() -> Mapping[str, Any]:
    return _replacement[-1] if _replacement else _file()


@cache
def _file() -> Mapping[str, Any]:
    data = json.loads((models_dir() / FILE).read_text("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return data


@contextmanager
def using(decisions: Mapping[str, Any]) -> Iterator[None]:
    """Let `trained` return these decisions within the context: how held-out figures are measured."""
    _forget()
    _replacement.append(decisions)
    try:
        yield
    finally:
        _replacement.pop()
        _forget()


def _forget() -> None:
    trained.cache_clear()
    trained_choice.cache_clear()


_replacement: list[Mapping[str, Any]] = []
