"""Encoders as sentence-transformers models: the embedded one, a local folder, or a hub name.

The one package that imports torch, transformers and sentence-transformers, and only in its module `model`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from verify import registry
from verify.datamodels import Encoder
from verify.encoder.materialise import Progress, materialise

__all__ = ["Progress", "load_encoder", "materialise"]


def load_encoder(model: str, cache_dir: Path, progress: Progress | None = None, device: str = "cpu") -> Encoder:
    """Load the encoder that `model` names.

    Args:
        model: id of a registered encoder, path of a sentence-transformers folder, or a hub name.
        cache_dir: where an embedded encoder is materialised.
        progress: told what is being done and how far it is.
        device: torch's name of the device.

    Raises:
        ModelError: there is no such model, it cannot be fetched, or it is damaged.
    """
    folder = registry.local_folder(model)
    entry = registry.find(model)
    embedded = entry is not None and entry.is_embedded
    with ThreadPoolExecutor(1) as pool:
        # Importing torch and checking the folder's hashes take seconds and wait for each other's results only here.
        ready = pool.submit(materialise, model, cache_dir, progress) if embedded else None
        from verify.encoder.model import load_folder, load_hub  # noqa: PLC0415 (torch, loaded when first needed)

        if ready is not None:
            folder = ready.result()
    if progress is not None:
        progress(f"loading {model}", 0, 1)
    encoder: Encoder = (
        load_hub(model, registry.prompt(model), device)
        if folder is None
        else load_folder(folder, registry.prompt(model), device)
    )
    if progress is not None:
        progress(f"loading {model}", 1, 1)
    return encoder
