"""A sentence-transformers model as an `Encoder` whose vectors do not depend on what is encoded beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import huggingface_hub
import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from transformers import PreTrainedTokenizerBase

from verify import registry
from verify.encoder.quiet import quiet
from verify.errors import ModelError

LENGTH_STEP = 16
"""Lengths are padded to multiples of this. On 100 news sentences the padding and the filling rows together make 2.1,
1.9 and 1.9 tokens of each with 8, 16 and 32, on 300 sentences 1.4, 1.4 and 1.7 (batches of `BATCH_TOKENS`)."""

BATCH_TOKENS = 512
"""Tokens a batch: with 256, 512 and 1,024 each token of 100 news sentences becomes 1.6, 1.9 and 2.3, of 300 it
becomes 1.3, 1.4 and 1.5; over many sentences 512 and 1,024 are equally fast, and smaller batches leave the
processor's matrix units idle."""

PLAIN_BATCH = 32
"""Texts a batch for a model without a Hugging Face tokenizer, whose inputs have no length to pad to."""

MAX_TOKENS = 8192
"""For a model that states no limit: no sentence is longer, and memory grows with the square."""

HUB_SECONDS = 10.0
"""How long to wait for the hub's first answer: without a network the libraries below would try for a minute."""

ERROR_CHARACTERS = 200
"""As much of another library's message as fits into one line with ours."""


class SentenceEncoder:
    """Encodes in batches of fixed shapes.

    Matrix libraries choose how to add up by the shape of a batch, so the same text in another batch would differ in
    its last bits (cosine 0.99998 in bfloat16). Here a text's length alone decides the shape of its batch: lengths
    are padded to a multiple of `LENGTH_STEP`, each such length has its number of rows, and missing rows are filled.
    So a vector depends on its text alone, whichever texts were cached before and in whatever order they come.
    """

    def __init__(self, model: SentenceTransformer, prompt: str | None) -> None:
        """Take a loaded model; `prompt` None leaves the prompt to the model's configuration."""
        self._model = model
        self._prompt = prompt if prompt is not None else _default_prompt(model)
        tokenizer = model.tokenizer
        self._tokenizer = tokenizer if isinstance(tokenizer, PreTrainedTokenizerBase) else None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row per text: shape (len(texts), dimension), float32, in the order of the texts.

        A text longer than the model reads is cut at the end.
        """
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), np.float32)
        with quiet():
            if self._tokenizer is None:
                rows = self._encode_batch(list(texts), PLAIN_BATCH, None)
            else:
                rows = self._encode_by_length(texts, self._tokenizer)
        return _normalised(rows)

    def _encode_by_length(self, texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> NDArray[np.float32]:
        order: list[int] = []
        parts: list[NDArray[np.float32]] = []
        for (padded, _), indices in sorted(self._groups(texts, tokenizer).items()):
            size = max(1, BATCH_TOKENS // padded)
            for start in range(0, len(indices), size):
                chosen = indices[start : start + size]
                batch = [texts[index] for index in chosen]
                filled = batch + [batch[0]] * (size - len(batch))
                order += chosen
                parts.append(self._encode_batch(filled, size, padded)[: len(batch)])
        sorted_rows = np.concatenate(parts)
        rows = np.empty_like(sorted_rows)
        rows[order] = sorted_rows
        return rows

    def _groups(self, texts: Sequence[str], tokenizer: PreTrainedTokenizerBase) -> dict[tuple[int, bool], list[int]]:
        """Return the texts' indices by the length in tokens that they are padded to, and whether they fill it.

        A batch without any padding takes another path through the attention, so texts that fill the model's limit
        are among themselves; all others are padded by one token at least.
        """
        limit = min(self._model.get_max_seq_length() or MAX_TOKENS, MAX_TOKENS)
        encoded = tokenizer([self._prompt + text for text in texts], truncation=True, max_length=limit)["input_ids"]
        groups: defaultdict[tuple[int, bool], list[int]] = defaultdict(list)
        for index, ids in enumerate(encoded):
            padded = min((len(ids) // LENGTH_STEP + 1) * LENGTH_STEP, limit)
            groups[padded, len(ids) >= padded].append(index)
        return groups

    def _encode_batch(self, texts: list[str], size: int, padded: int | None) -> NDArray[np.float32]:
        shape = {"padding": "max_length", "max_length": padded, "truncation": True}
        options: dict[str, Any] = {} if padded is None else {"processing_kwargs": {"text": shape}}
        vectors = self._model.encode(
            texts, batch_size=size, prompt=self._prompt, show_progress_bar=False, convert_to_numpy=True, **options
        )
        return np.asarray(vectors, np.float32)


def load_folder(folder: Path, prompt: str | None, device: str) -> SentenceEncoder:
    """Load a sentence-transformers folder; nothing is fetched.

    Raises:
        ModelError: the folder is not one, has weights in another form than safetensors, or cannot be loaded.
    """
    if not (folder / "modules.json").is_file():
        raise ModelError(
            f"the folder {folder} has no modules.json, so it is not a sentence-transformers model",
            "save it with SentenceTransformer.save",
        )
    pickled = [path for path in folder.rglob("*.bin") if not any(path.parent.glob("*.safetensors"))]
    if pickled:
        raise ModelError(
            f"the model {folder} has weights in {pickled[0].name}, which can carry code",
            "save it again with safe_serialization=True",
        )
    return _load(str(folder), prompt, device, local=True)


def load_hub(name: str, prompt: str | None, device: str) -> SentenceEncoder:
    """Load a model by its hub name: from the hub's local cache if it is there whole, else over the network.

    Raises:
        ModelError: it is not cached and cannot be fetched, or cannot be loaded.
    """
    full_name = name if "/" in name else f"sentence-transformers/{name}"
    cached = huggingface_hub.try_to_load_from_cache(full_name, "modules.json")
    if isinstance(cached, str):
        try:
            return load_folder(Path(cached).parent, prompt, device)
        except ModelError:
            pass  # a download that was broken off: the hub has the rest
    try:
        huggingface_hub.HfApi().model_info(full_name, timeout=HUB_SECONDS)
    except Exception as error:  # the hub's client raises its own, its HTTP library's and the system's errors
        raise ModelError(
            f"the model {name!r} cannot be fetched (tried: the registry, a folder of that name, the hub's local cache, "
            f"the hub: {_first_line(error)})",
            f"without a network use {', '.join(registry.embedded_ids())} or the path of a sentence-transformers folder",
        ) from error
    return _load(full_name, prompt, device, local=False)


def _load(name: str, prompt: str | None, device: str, *, local: bool) -> SentenceEncoder:
    number_format = torch.bfloat16 if registry.precision() == "bfloat16" else torch.float32
    try:
        with quiet():
            model = SentenceTransformer(
                name,
                device=device,
                local_files_only=local,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": number_format},
            )
    except Exception as error:  # whatever a damaged folder makes five libraries raise
        raise ModelError(f"the model {name} cannot be loaded ({_first_line(error)})") from error
    return SentenceEncoder(model, prompt)


def _default_prompt(model: SentenceTransformer) -> str:
    return model.prompts.get(model.default_prompt_name or "") or ""


def _normalised(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.finfo(np.float32).tiny), np.float32)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:ERROR_CHARACTERS]
