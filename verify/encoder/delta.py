"""What training changed in an encoder's body, small enough to ship: differences in whole steps of a row's scale.

A trained matrix differs from the encoder's by little, and each row by its own little: the difference is kept as
signed bytes and one float32 a row, which is a quarter of the weights' size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from verify.errors import ModelError

Tensor = NDArray[np.float32]

STEPS = 127
"""Steps to either side of zero that a signed byte holds."""

_STEPS_OF = ".steps"
_SCALE_OF = ".scale"
_WHOLE = ".whole"
_CARD = "card"


@dataclass(frozen=True, slots=True)
class Delta:
    """Trained parts: differences to the encoder's tensors by name, new tensors by name, and what they are for."""

    differences: Mapping[str, Tensor]
    added: Mapping[str, Tensor]
    card: Mapping[str, Any]


def write_delta(path: Path, delta: Delta) -> None:
    """Write a delta file; it appears by one rename."""
    tensors: dict[str, NDArray[Any]] = {}
    for name, difference in delta.differences.items():
        rows = np.atleast_2d(np.asarray(difference, np.float32))
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), np.finfo(np.float32).tiny) / STEPS
        tensors[name + _STEPS_OF] = np.rint(rows / scale).astype(np.int8).reshape(difference.shape)
        tensors[name + _SCALE_OF] = scale[:, 0].astype(np.float32)
    tensors |= {name + _WHOLE: np.asarray(tensor, np.float32) for name, tensor in delta.added.items()}
    part = path.with_name(f".{path.name}.part")
    save_file(tensors, part, metadata={_CARD: json.dumps(delta.card, sort_keys=True)})
    part.replace(path)


def read_delta(path: Path) -> Delta:
    """Read a delta file.

    Raises:
        ModelError: the file is missing, damaged, or no delta file.
    """
    try:
        with safe_open(path, framework="numpy") as file:
            card = json.loads((file.metadata() or {})[_CARD])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        differences = {
            name.removesuffix(_STEPS_OF): _whole(steps, tensors[name.removesuffix(_STEPS_OF) + _SCALE_OF])
            for name, steps in tensors.items()
            if name.endswith(_STEPS_OF)
        }
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the trained weights {path} cannot be read ({error})", "install Verify again") from error
    added = {name.removesuffix(_WHOLE): tensor for name, tensor in tensors.items() if name.endswith(_WHOLE)}
    return Delta(differences, added, card)


def _whole(steps: NDArray[np.int8], scale: Tensor) -> Tensor:
    rows = np.atleast_2d(steps).astype(np.float32) * scale[:, None]
    return np.asarray(rows.reshape(steps.shape), np.float32)
