"""What the relation model says of pairs of texts: from the cache what it has, from the model the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verify.registry import precision, sample_hash
from verify.settings import models_dir

FILE = "relation.safetensors"
"""The trained differences to the embedded encoder, in the models folder."""

BASE = "multilingual-e5-small"
"""The encoder that they are differences to, whichever encoder embeds the sentences of a run."""

CHUNK = 512
"""Pairs that are judged before they are kept: five to ten seconds of work, the most that an interrupt loses. Each
length has its own batches and the last of each is filled up: 1,000 pairs took 23.6 s with 128 at a
time, 17.4 s with 512."""

BETWEEN = "\0"
"""Stands between the two texts of a pair in the cache's key: in no text that was read from a file."""

Pairs = Sequence[tuple[str, str]]
Progress = Callable[[str, int, int], None]


class Relater(Protocol):
    """A loaded relation model."""

    def logits(self, pairs: Pairs) -> NDArray[np.float32]:
        """Return six logits a pair: see `verify.encoder.relation`."""
        ...


class RowStore(Protocol):
    """What `relate` needs of a cache: `verify.store.VectorCache` and any mapping of that form."""

    def get(self, fingerprint: str, texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        """Return the rows that are kept under these keys."""
        ...

    def put(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float16]]) -> None:
        """Keep these rows by their keys."""
        ...


def weights_path() -> Path:
    """Return the file of the trained weights."""
    return models_dir() / FILE


def fingerprint(weights: Path) -> str:
    """Return what tells these weights' judgements, on this machine's number format, from any other's."""
    return f"relation-{sample_hash(weights)[:12]}/{precision()}"


def relate(
    pairs: Pairs,
    *,
    cache: RowStore | None,
    load: Callable[[], Relater],
    fingerprint: str,
    progress: Progress | None = None,
) -> NDArray[np.float32]:
    """Return the relation model's logits of each pair: shape (len(pairs), 6).

    A pair and its turned form are one: both are judged in the order of their texts, so that nothing depends on which
    article came first. Rows are rounded to float16 before they are used, whether they were cached or not.

    Raises:
        ModelError: the model cannot be loaded.
    """
    keys = [BETWEEN.join(sorted(pair)) for pair in pairs]
    unique = list(dict.fromkeys(keys))
    rows = cache.get(fingerprint, unique) if cache is not None else {}
    missing = sorted((key for key in unique if key not in rows), key=lambda key: (len(key), key))
    if missing:
        model = load()
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            logits = model.logits([(left, right) for left, _, right in (key.partition(BETWEEN) for key in chunk)])
            new = dict(zip(chunk, logits.astype(np.float16), strict=True))
            if cache is not None:
                cache.put(fingerprint, new)
            rows |= new
            if progress is not None:
                progress("judging pairs", start + len(chunk), len(missing))
    if not keys:
        return np.zeros((0, 6), np.float32)
    return np.stack([rows[key] for key in keys]).astype(np.float32)
