"""Encoders as sentence-transformers models: the embedded one, a local folder, or a hub name.

The one package that imports torch, transformers and sentence-transformers, and only in its module `model`.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from verify import registry
from verify.datamodels import Encoder
from verify.encoder.folder import Progress, materialise
from verify.errors import StoreError

if TYPE_CHECKING:
    from verify.encoder.relation import RelationModel

__all__ = ["Progress", "load_encoder", "load_relation", "materialise"]


WAIT_POLICY = "PASSIVE"
"""How torch's threads wait for each other (read when torch is first imported; a value that is set already stays).
By default they wait by counting in a loop, and when other programs keep the processors busy each wait lasts until the
system takes the processor away: on two busy cores 5 sentences a second, passively 50."""


def load_encoder(model: str, cache_dir: Path, progress: Progress | None = None, device: str = "cpu") -> Encoder:
    """Load the encoder that `model` names.

    Args:
        model: id of a registered encoder, path of a sentence-transformers folder, or a hub name.
        cache_dir: where an embedded encoder is materialised; a temporary folder takes its place for this run when
            it cannot be written.
        progress: told what is being done and how far it is, from one thread at a time but not always this one.
        device: torch's name of the device.

    Raises:
        ModelError: there is no such model, it cannot be fetched, or it is damaged.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", WAIT_POLICY)
    folder = registry.local_folder(model)
    entry = registry.find(model)
    with ThreadPoolExecutor(1) as pool, TemporaryDirectory(prefix="verify-", ignore_cleanup_errors=True) as spare:
        # Importing torch takes seconds, and so does checking the hashes of half a gigabyte: side by side.
        embedded = entry is not None and entry.is_embedded
        ready = pool.submit(_materialise_in, (cache_dir, Path(spare)), model, progress) if embedded else None
        from verify.encoder.model import load_folder, load_hub  # noqa: PLC0415 (torch, loaded when first needed)

        if ready is not None:
            folder = ready.result()
        prompt = registry.prompt(model)
        if progress is not None:
            progress(f"loading {model}", 0, 1)
        encoder = load_hub(model, prompt, device) if folder is None else load_folder(folder, prompt, device)
    if progress is not None:
        progress(f"loading {model}", 1, 1)
    return encoder


def load_relation(base: str, weights: Path, cache_dir: Path, progress: Progress | None = None) -> RelationModel:
    """Load the relation model: the trained `weights` on the body of the embedded encoder `base`.

    Raises:
        ModelError: the weights are missing, damaged, or were trained on another encoder.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", WAIT_POLICY)
    with TemporaryDirectory(prefix="verify-", ignore_cleanup_errors=True) as spare:
        return _relation(_materialise_in((cache_dir, Path(spare)), base, progress), weights)


@lru_cache(maxsize=1)
def _relation(folder: Path, weights: Path) -> RelationModel:
    """Keep the model that was loaded last: a program that compares again and again waits for it once."""
    from verify.encoder.relation import load_relation as load  # noqa: PLC0415 (torch, loaded when first needed)

    return load(folder, weights)


def _materialise_in(places: tuple[Path, ...], model: str, progress: Progress | None) -> Path:
    """Materialise in the first place that can be written; the last one is a temporary folder."""
    for place in places[:-1]:
        try:
            return materialise(model, place, progress)
        except StoreError:
            continue
    return materialise(model, places[-1], progress)
