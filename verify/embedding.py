"""Vectors of texts: from the cache what it has, from the encoder the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verify.datamodels import Encoder
from verify.errors import ModelError
from verify.registry import precision

CHUNK = 256
"""Texts that are encoded before they are kept: two or three seconds of work, the most that an interrupt loses."""

Progress = Callable[[str, int, int], None]


class VectorStore(Protocol):
    """What `embed` needs of a cache: `verify.store.VectorCache` and any mapping of that form."""

    def get(self, fingerprint: str, texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        """Return the vectors that are kept of these texts, by text."""
        ...

    def put(self, fingerprint: str, vectors: Mapping[str, NDArray[np.float16]]) -> None:
        """Keep these vectors, by text."""
        ...


def embed(
    texts: Sequence[str],
    *,
    cache: VectorStore | None,
    load: Callable[[], Encoder],
    fingerprint: str,
    progress: Progress | None = None,
) -> NDArray[np.float32]:
    """Return one L2-normalised vector per text: shape (len(texts), dimension), float32.

    A text is encoded once, however often it occurs, and not at all when the cache has its vector; the encoder is
    loaded only when one is missing. Vectors are rounded to float16 before they are used, whether they were cached
    or not, so that both give the same bytes.

    Args:
        texts: any number of texts; none gives an array of shape (0, 0).
        cache: what is kept between runs, None for nothing.
        load: called at most once.
        fingerprint: of the encoder (`verify.registry.fingerprint`); vectors in another number format are kept apart.
        progress: told how many of the missing texts are encoded.

    Raises:
        ModelError: the encoder cannot be loaded, or gives something that is not one finite vector per text.
    """
    if not texts:
        return np.zeros((0, 0), np.float32)
    unique = list(dict.fromkeys(texts))
    key = f"{fingerprint}/{precision()}"
    vectors = cache.get(key, unique) if cache is not None else {}
    missing = sorted((text for text in unique if text not in vectors), key=lambda text: (len(text), text))
    if missing:
        encoder = load()
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            new = dict(zip(chunk, _encode(encoder, chunk), strict=True))
            if cache is not None:
                cache.put(key, new)
            vectors.update(new)
            if progress is not None:
                progress("encoding", start + len(chunk), len(missing))
    return _unit(np.stack([vectors[text] for text in texts]))


def _encode(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float16]:
    rows = encoder.encode(texts)
    if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
        raise ModelError(f"the encoder gave an array of shape {rows.shape} for {len(texts)} texts, or infinite values")
    return rows.astype(np.float16)


def _unit(rows: NDArray[np.float16]) -> NDArray[np.float32]:
    wide = rows.astype(np.float32)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(wide / np.maximum(lengths, np.finfo(np.float32).tiny), np.float32)
